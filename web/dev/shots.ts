// Screenshots of every screen: npm run shots -- [folder] [name…]. Sizes and themes by SIZES and THEMES.
import { mkdirSync } from 'node:fs';
import { base, logIn, screens, startBrowser, startPreview } from './browser.ts';

const [folder = 'shots', ...wanted] = process.argv.slice(2);
const sizes = (process.env.SIZES ?? '1440x900,1366x768,390x844')
  .split(',')
  .map((text) => text.split('x').map(Number) as [number, number]);
const themes = (process.env.THEMES ?? 'light,dark').split(',') as ('light' | 'dark')[];
mkdirSync(folder, { recursive: true });

const preview = await startPreview();
const browser = await startBrowser();
const complaints = new Set<string>();
try {
  for (const theme of themes) {
    for (const [width, height] of sizes) {
      for (const screen of screens.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
        const phone = width < 720;
        const context = await browser.newContext({
          viewport: { width, height },
          colorScheme: theme,
          locale: 'vi-VN',
          reducedMotion: 'reduce',
          hasTouch: phone,
          isMobile: phone,
          deviceScaleFactor: phone ? 2 : 1,
        });
        const page = screen.user ? await logIn(context, screen.user) : await context.newPage();
        page.on(
          'console',
          (message) =>
            message.type() === 'error' &&
            !message.text().includes('401') &&
            complaints.add(`${screen.name}: ${message.text()}`),
        );
        page.on('pageerror', (error) => complaints.add(`${screen.name}: ${error.message}`));
        await page.goto(base + screen.path);
        await page.waitForLoadState('load');
        await page.waitForTimeout(500);
        if (await page.locator('.pdf').first().isVisible())
          await page
            .locator('.textLayer span')
            .first()
            .waitFor({ timeout: 8_000 })
            .catch(() => undefined);
        try {
          await screen.act?.(page);
        } catch (error) {
          complaints.add(`${screen.name} ${width}: ${String(error).split('\n')[0]}`);
        }
        await page.waitForTimeout(900);
        if (screen.name === 'gallery') {
          const tall = await page.evaluate(() => document.querySelector('.gallery')?.scrollHeight ?? 900);
          await page.setViewportSize({ width, height: Math.min(tall + 20, 14_000) });
          await page.waitForTimeout(500);
        }
        await page.screenshot({ path: `${folder}/${screen.name}-${width}-${theme}.png` });
        await context.close();
        if (screen.name === 'offline') await fetch(`${base}/api/v1/mock/line?down=0`);
      }
    }
  }
} finally {
  await browser.close();
  preview?.kill();
}
for (const one of complaints) console.log(one);
