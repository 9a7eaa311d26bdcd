// Accessibility of every screen by axe-core (WCAG 2.2 A and AA), light and dark: npm run axe -- [name…]. Fails on any finding.
import { readFileSync } from 'node:fs';
import type axe from 'axe-core';
import { base, logIn, screens, startBrowser, startPreview } from './browser.ts';

const wanted = process.argv.slice(2);
const source = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const preview = await startPreview();
const browser = await startBrowser();
let findings = 0;
try {
  for (const theme of ['light', 'dark'] as const) {
    for (const [width, height] of [
      [1366, 768],
      [390, 844],
    ] as const) {
      for (const screen of screens.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme: theme,
          locale: 'vi-VN',
          reducedMotion: 'reduce',
          bypassCSP: true,
        });
        const page = screen.user ? await logIn(context, screen.user) : await context.newPage();
        await page.goto(base + screen.path);
        await page.waitForTimeout(600);
        if (width > 720 || !screen.name.includes('keys')) await screen.act?.(page).catch(() => undefined);
        await page.waitForTimeout(700);
        await page.evaluate(source);
        const result = (await page.evaluate(async () => {
          const run = (window as unknown as { axe: typeof axe }).axe;
          // What is under an open dialog is hidden from everyone, so the dialog alone is judged.
          const dialog = document.querySelector('[role=dialog], [role=alertdialog]');
          return run.run(dialog ?? document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          });
        })) as axe.AxeResults;
        for (const violation of result.violations) {
          findings += 1;
          console.log(`${screen.name} ${width} ${theme}: ${violation.id} (${violation.impact}) ${violation.help}`);
          for (const node of violation.nodes.slice(0, 3))
            console.log(
              `    ${node.html.slice(0, 150)}\n    ${node.failureSummary?.split('\n').slice(1, 2).join(' ').trim()}`,
            );
        }
        await context.close();
        if (screen.name === 'offline') await fetch(`${base}/api/v1/mock/line?down=0`);
      }
    }
  }
} finally {
  await browser.close();
  preview?.kill();
}
console.log(findings === 0 ? 'axe: nothing found' : `axe: ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
