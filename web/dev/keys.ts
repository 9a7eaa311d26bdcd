// The keyboard, the address and what survives a reload, in a real browser over the mock: npm run keys. Fails on the first surprise.
import assert from 'node:assert/strict';
import { base, logIn, startBrowser, startPreview } from './browser.ts';

const preview = await startPreview();
const browser = await startBrowser();
const context = await browser.newContext({
  viewport: { width: 1366, height: 768 },
  locale: 'vi-VN',
  reducedMotion: 'reduce',
});
try {
  const page = await logIn(context, 'vanthu');
  page.setDefaultTimeout(10_000);
  const at = () => new URL(page.url()).pathname;
  const reach = async (wanted: string | RegExp) => {
    const here = () => at() + new URL(page.url()).search;
    for (let tries = 0; tries < 100; tries += 1) {
      if (typeof wanted === 'string' ? here() === wanted : wanted.test(here())) return;
      await page.waitForTimeout(100);
    }
    assert.fail(`expected ${wanted}, but the address is ${here()}`);
  };
  await page.goto(`${base}/tiep-nhan`);
  await page.getByRole('option').first().waitFor();

  await page.keyboard.press('j');
  assert.equal(at(), '/tiep-nhan', 'j only moves while nothing is open');
  await page.keyboard.press('Enter');
  await reach('/tiep-nhan/i2');
  await page.locator('.docpane').waitFor();
  await page.keyboard.press('j');
  await reach('/tiep-nhan/i3');
  await page.keyboard.press('ArrowUp');
  await reach('/tiep-nhan/i2');
  await page.locator('.doc-acts .button').first().waitFor();

  await page.keyboard.press('t');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('j');
  assert.equal(at(), '/tiep-nhan/i2', 'a dialog keeps the letters');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(at(), '/tiep-nhan/i2', 'Escape closes the dialog, not the document');
  await page.keyboard.press('Escape');
  await reach('/tiep-nhan');

  await page.keyboard.press('/');
  await page.keyboard.type('hoan doi');
  await reach('/tiep-nhan?q=hoan+doi');
  assert.ok((await page.getByRole('option').count()) < 12, 'the search folds diacritics');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await reach(/^\/tiep-nhan\/i\d+\?q=hoan\+doi$/);
  await page.goBack();
  await reach('/tiep-nhan?q=hoan+doi');

  await page.goto(`${base}/tiep-nhan/i5`);
  await page.locator('.doc-acts .button').first().waitFor();
  await page.keyboard.press('t');
  const note = page.getByRole('dialog').getByLabel('Ghi chú vào sổ');
  await note.fill('nhận qua trục');
  await page.waitForTimeout(400);
  await page.reload();
  await page.locator('.doc-acts .button').first().waitFor();
  await page.keyboard.press('t');
  assert.equal(await note.inputValue(), 'nhận qua trục', 'what was typed survives a reload');
  await page.getByRole('dialog').getByRole('button', { name: 'Tiếp nhận', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Đã tiếp nhận, số đến').waitFor();
  await page.waitForTimeout(500);
  await page.keyboard.press('j');
  await reach('/tiep-nhan/i6');

  await page.keyboard.press('Control+k');
  await page.keyboard.type('so dang ky');
  await page.keyboard.press('Enter');
  await reach('/so-dang-ky');

  await page.goto(`${base}/tiep-nhan`);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press(' ');
  await page.keyboard.press('j');
  await page.keyboard.press(' ');
  await page.getByText('Đã chọn 2').waitFor();

  await page.request.get(`${base}/api/v1/mock/line?down=1`);
  await page.getByText('Mất kết nối từ').first().waitFor();
  await page.request.get(`${base}/api/v1/mock/line?down=0`);
  await page.getByText('Đã nối lại').waitFor({ timeout: 15_000 });
  console.log('keys: all as expected');
} finally {
  await browser.close();
  preview?.kill();
}
