// Pictures of screens: all of them into a folder for looking at (CONGVAN_SHOTS), a few for the README
// (--update-screenshots). Without either, taking a picture does nothing.
import fs from "node:fs";
import path from "node:path";

import { root } from "../../acceptance/support/processes.mjs";
import { fewColours } from "./png.mjs";

const shots = process.env.CONGVAN_SHOTS;
const readme = process.argv.includes("--update-screenshots") ? path.join(root, "docs/screenshots") : undefined;

const kDesk = { width: 1440, height: 900 };
const kOffice = { width: 1366, height: 768 };
const kPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export const picturing = shots !== undefined || readme !== undefined;

// Still: fonts are there, the page is drawn, nothing loads.
async function settled(page) {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => {}); // the live line never rests
  await page.waitForTimeout(700);
}

async function take(page, size, file) {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await settled(page);
  const picture = await page.screenshot();
  await page.setViewportSize(before);
  if (file !== undefined) fs.writeFileSync(file, picture);
  return picture;
}

// The same address on a phone, by the same session.
async function takeOnPhone(screen, file, act) {
  const context = await screen.context.browser().newContext({
    ...kPhone,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    reducedMotion: "reduce",
    storageState: await screen.context.storageState(),
  });
  const page = await context.newPage();
  const phone = screen.on(page);
  await page.goto(screen.page.url());
  await settled(page);
  await act?.(phone);
  await settled(page);
  await page.screenshot({ path: file });
  await context.close();
}

// `act` brings a page just opened at this address to the state of the picture (a dialog that is open).
// `inReadme`: one of the few. `small`: also as the office monitor shows it.
export async function picture(screen, name, { act, inReadme = false, small = false } = {}) {
  if (shots !== undefined) {
    fs.mkdirSync(shots, { recursive: true });
    await take(screen.page, kDesk, path.join(shots, `${name}-1440.png`));
    if (small) await take(screen.page, kOffice, path.join(shots, `${name}-1366.png`));
    await takeOnPhone(screen, path.join(shots, `${name}-390.png`), act);
  }
  if (readme !== undefined && inReadme) {
    fs.mkdirSync(readme, { recursive: true });
    fs.writeFileSync(path.join(readme, `${name}.png`), fewColours(await take(screen.page, kDesk)));
  }
}
