// What the screenshot and accessibility runs share: a preview of the built client, a browser, a log-in, the list of screens.
import { type ChildProcess, spawn } from 'node:child_process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

export const base = process.env.CONGVAN_WEB ?? 'http://localhost:5174';

export async function startPreview(): Promise<ChildProcess | null> {
  if (process.env.CONGVAN_WEB) return null;
  const root = new URL('..', import.meta.url).pathname;
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'preview'], { cwd: root, stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      if ((await fetch(`${base}/api/v1/health`)).ok) return child;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  child.kill();
  throw new Error('the preview did not start');
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function logIn(context: BrowserContext, user: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${base}/dang-nhap`);
  await page.getByLabel('Tên đăng nhập').fill(user);
  await page.getByLabel('Mật khẩu').fill('mot-cau-dai-de-nho');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  return page;
}

export type Screen = { name: string; user: string | null; path: string; act?: (page: Page) => Promise<void> };

const pressed = (letter: string) => async (page: Page) => {
  await page.locator('.doc-acts .button').first().waitFor();
  await page.keyboard.press(letter);
  await page.locator('[role=dialog]').waitFor();
};

export const screens: readonly Screen[] = [
  { name: 'login', user: null, path: '/dang-nhap' },
  {
    name: 'login-wrong',
    user: null,
    path: '/dang-nhap',
    act: async (page) => {
      await page.getByLabel('Tên đăng nhập').fill('vanthu');
      await page.getByLabel('Mật khẩu').fill('sai');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'home', user: 'vanthu', path: '/' },
  { name: 'drafts', user: 'chuyenvien', path: '/du-thao' },
  { name: 'draft', user: 'chuyenvien', path: '/du-thao/o3' },
  { name: 'compose', user: 'chuyenvien', path: '/du-thao/moi' },
  { name: 'compose-filled', user: 'chuyenvien', path: '/du-thao/moi', act: fillCompose },
  { name: 'my-work', user: 'chuyenvien', path: '/viec-duoc-giao/i53' },
  { name: 'approvals', user: 'lanhdao', path: '/cho-duyet/o1' },
  { name: 'approve-dialog', user: 'lanhdao', path: '/cho-duyet/o1', act: pressed('d') },
  { name: 'sign', user: 'lanhdao', path: '/ky-so/o4' },
  { name: 'sign-dialog', user: 'lanhdao', path: '/ky-so/o4', act: pressed('s') },
  { name: 'issue', user: 'vanthu', path: '/phat-hanh/o6' },
  { name: 'issue-dialog', user: 'vanthu', path: '/phat-hanh/o6', act: pressed('p') },
  { name: 'outgoing-list', user: 'vanthu', path: '/van-ban-di' },
  { name: 'outgoing', user: 'vanthu', path: '/van-ban-di/o7' },
  { name: 'outgoing-500', user: 'vanthu', path: '/van-ban-di/o8' },
  { name: 'outgoing-recalled', user: 'vanthu', path: '/van-ban-di/o9' },
  { name: 'outgoing-history', user: 'vanthu', path: '/van-ban-di/o7?muc=history' },
  { name: 'outgoing-facts', user: 'vanthu', path: '/van-ban-di/o7?muc=facts' },
  { name: 'recall-dialog', user: 'vanthu', path: '/van-ban-di/o7', act: pressed('u') },
  { name: 'incoming-list', user: 'vanthu', path: '/tiep-nhan' },
  { name: 'incoming', user: 'vanthu', path: '/tiep-nhan/i1' },
  { name: 'incoming-undetermined', user: 'vanthu', path: '/tiep-nhan/i2' },
  { name: 'accept-dialog', user: 'vanthu', path: '/tiep-nhan/i1', act: pressed('t') },
  { name: 'assign-dialog', user: 'lanhdao', path: '/phan-cong/i40', act: pressed('p') },
  { name: 'cancel', user: 'vanthu', path: '/phai-huy/i64' },
  { name: 'cancelled', user: 'vanthu', path: '/van-ban-den/i65?loc=cancelled' },
  { name: 'registers', user: 'vanthu', path: '/so-dang-ky/di' },
  { name: 'calendar', user: 'quantri', path: '/lich-lam-viec/2026' },
  {
    name: 'calendar-dialog',
    user: 'quantri',
    path: '/lich-lam-viec/2026',
    act: async (page) => {
      await page.getByRole('button', { name: 'Thêm ngày' }).click();
      await page.locator('[role=dialog]').waitFor();
    },
  },
  { name: 'profile', user: 'vanthu', path: '/ca-nhan' },
  {
    name: 'palette',
    user: 'vanthu',
    path: '/tiep-nhan',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('van ban d');
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'keys',
    user: 'vanthu',
    path: '/tiep-nhan/i1',
    act: async (page) => {
      await page.locator('.doc-acts .button').first().waitFor();
      await page.keyboard.press('?');
    },
  },
  {
    name: 'offline',
    user: 'vanthu',
    path: '/tiep-nhan/i1',
    act: async (page) => {
      await page.request.get(`${base}/api/v1/mock/line?down=1`);
      await page.locator('.banner-down').waitFor();
    },
  },
  {
    name: 'reconnected',
    user: 'vanthu',
    path: '/tiep-nhan/i1',
    act: async (page) => {
      await page.request.get(`${base}/api/v1/mock/line?down=1`);
      await page.locator('.banner-down').waitFor();
      await page.request.get(`${base}/api/v1/mock/line?down=0`);
      await page.locator('.banner-again').waitFor();
    },
  },
  {
    name: 'refused',
    user: 'vanthu',
    path: '/tiep-nhan/i3',
    act: async (page) => {
      await pressed('t')(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Tiếp nhận', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'bulk',
    user: 'vanthu',
    path: '/tiep-nhan',
    act: async (page) => {
      for (const at of [1, 2, 3])
        await page
          .getByRole('option')
          .nth(at)
          .click({ modifiers: ['Control'] });
      await page.getByRole('button', { name: /Tiếp nhận 3/ }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Tiếp nhận 3/ })
        .click();
      await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().waitFor();
    },
  },
  { name: 'empty', user: 'vanthu', path: '/tiep-nhan?q=khong-co-gi' },
  { name: 'lost', user: 'vanthu', path: '/khong-co' },
  {
    name: 'gallery',
    user: null,
    path: '/gallery',
    act: (page) => page.locator('.specimen .pdf, .specimen').last().waitFor(),
  },
];

async function fillCompose(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Loại văn bản/ }).click();
  await page.getByRole('option', { name: /^Báo cáo/ }).click();
  await page
    .getByRole('textbox', { name: /Trích yếu/ })
    .fill('Báo cáo kết quả rà soát danh mục hồ sơ điện tử quý IV năm 2026');
  await page.getByRole('combobox', { name: /Nơi nhận/ }).fill('so thong tin');
  await page.getByRole('option').first().click();
  await page.getByRole('combobox', { name: /Nơi nhận/ }).fill('xa so 1');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: 'Báo cáo quý IV.docx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(210_000, 1),
    });
  await page
    .locator('input[type=file]')
    .nth(1)
    .setInputFiles([
      { name: 'Phụ lục số liệu.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.alloc(90_000, 1) },
      { name: 'cai-dat.exe', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9_000, 1) },
    ]);
  await page.getByRole('alert').first().waitFor();
}
