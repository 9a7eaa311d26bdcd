// Walks the main job through the client against a real demo server, as several people, and takes pictures on the way:
//   CONGVAN_WEB=http://localhost:8080 npm run walk -- [folder]
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { base, startBrowser } from './browser.ts';

const folder = process.argv[2] ?? 'shots/walk';
const password = process.env.PASSWORD ?? 'thu-nghiem-2026';
const pin = process.env.PIN ?? '246810';
mkdirSync(folder, { recursive: true });

const browser = await startBrowser();
const complaints: string[] = [];
let picture = 0;

async function person(of: Browser, user: string): Promise<Page> {
  const context = await of.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'vi-VN',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('console', (message) => message.type() === 'error' && complaints.push(`${user}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${user}: ${error.message}`));
  await page.goto(`${base}/dang-nhap`);
  await page.getByLabel('Tên đăng nhập').fill(user);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  return page;
}

async function shot(page: Page, name: string): Promise<void> {
  picture += 1;
  await page.waitForTimeout(900);
  await page.screenshot({ path: `${folder}/${String(picture).padStart(2, '0')}-${name}.png` });
  console.log(`${new Date().toISOString().slice(11, 19)} ${name}`);
}

const act = (page: Page, name: string) =>
  page.locator('.doc-acts').getByRole('button', { name, exact: false }).first().click();
const confirm = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' });

try {
  const drafter = await person(browser, 'chuyenvien.a');
  await drafter.goto(`${base}/du-thao/moi`);
  await drafter.getByRole('button', { name: /Loại văn bản/ }).click();
  await drafter.getByRole('option').first().click();
  await drafter.getByRole('textbox', { name: /Trích yếu/ }).fill('Về việc rà soát danh mục hồ sơ điện tử năm 2026');
  for (const name of ['khoa hoc', 'tinh uy', 'to chuc']) {
    await drafter.getByRole('combobox', { name: /Nơi nhận/ }).fill(name);
    await drafter.getByRole('option').first().click();
  }
  await drafter.locator('.choice-item', { hasText: 'Hỏa tốc' }).click();
  const signer = drafter.getByRole('button', { name: /Người ký/ });
  await signer.click();
  await drafter.getByRole('option').first().click();
  await drafter.locator('.choice-item', { hasText: /ký nháy/i }).click();
  const docx = readFileSync(process.env.DOCX ?? new URL('./sample.pdf', import.meta.url));
  await drafter
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: process.env.DOCX ? 'Dự thảo công văn.docx' : 'Dự thảo công văn.pdf',
      mimeType: 'application/octet-stream',
      buffer: docx,
    });
  await drafter
    .locator('input[type=file]')
    .nth(1)
    .setInputFiles({
      name: 'Đề cương báo cáo.pdf',
      mimeType: 'application/pdf',
      buffer: readFileSync(new URL('./sample.pdf', import.meta.url)),
    });
  await drafter.getByText('đã lưu trên máy chủ').nth(1).waitFor();
  await shot(drafter, 'compose');
  await drafter.getByRole('button', { name: 'Trình' }).click();
  await drafter.waitForURL(/van-ban-di/, { timeout: 120_000 });
  const id = new URL(drafter.url()).pathname.split('/').at(-1) ?? '';
  await shot(drafter, 'submitted');

  const leader = await person(browser, 'lanhdao.a');
  await leader.goto(`${base}/cho-duyet/${id}`);
  await leader.locator('.textLayer span').first().waitFor();
  await shot(leader, 'to-approve');
  await act(leader, 'Trả lại');
  await leader.getByRole('dialog').getByRole('textbox').fill('Bổ sung thời hạn báo cáo.');
  await confirm(leader, 'Trả lại');
  await closed(leader);

  await drafter.goto(`${base}/du-thao/${id}`);
  await drafter.getByText('Bổ sung thời hạn báo cáo.').first().waitFor();
  await shot(drafter, 'returned');
  await drafter.goto(`${base}/du-thao/${id}/sua`);
  await drafter
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: process.env.DOCX ? 'Dự thảo công văn (2).docx' : 'Dự thảo công văn (2).pdf',
      mimeType: 'application/octet-stream',
      buffer: docx,
    });
  await drafter.getByText('đã lưu trên máy chủ').first().waitFor();
  await drafter.getByRole('button', { name: 'Trình' }).click();
  await drafter.waitForURL(/van-ban-di/, { timeout: 120_000 });

  await leader.goto(`${base}/cho-duyet/${id}`);
  await act(leader, 'Duyệt');
  await confirm(leader, 'Duyệt');
  await leader.getByRole('dialog').waitFor({ state: 'detached', timeout: 120_000 });
  await shot(leader, 'approved');

  const sign = async (page: Page, verb: string, name: string) => {
    await page.goto(`${base}/ky-so/${id}`);
    await act(page, verb);
    await page.getByLabel(/Mã PIN/).fill(pin);
    await confirm(page, verb);
    await page.getByRole('dialog').waitFor({ state: 'detached', timeout: 60_000 });
    await shot(page, name);
  };
  await sign(drafter, 'Ký nháy', 'initialled');
  await sign(leader, 'Ký số', 'signed');
  const clerk = await person(browser, 'vanthu.a');
  await sign(clerk, 'Đóng dấu số', 'sealed');
  await clerk.goto(`${base}/phat-hanh/${id}`);
  await act(clerk, 'Phát hành');
  await shot(clerk, 'issue-dialog');
  await confirm(clerk, 'Phát hành');
  await closed(clerk);
  await clerk.goto(`${base}/van-ban-di/${id}`);
  await clerk.getByText('Đã đến').first().waitFor();
  await shot(clerk, 'issued');

  const clerkB = await person(browser, 'vanthu.b');
  await clerkB.goto(`${base}/tiep-nhan`);
  await clerkB.getByRole('option').first().click();
  await clerkB.locator('.textLayer span').first().waitFor();
  await shot(clerkB, 'arrived');
  await act(clerkB, 'Tiếp nhận');
  await confirm(clerkB, 'Tiếp nhận');
  await closed(clerkB);
  await shot(clerkB, 'accepted');
  const arrived = new URL(clerkB.url()).pathname.split('/').at(-1) ?? '';

  const leaderB = await person(browser, 'lanhdao.b');
  await leaderB.goto(`${base}/phan-cong/${arrived}`);
  await act(leaderB, 'Phân công');
  await leaderB
    .getByRole('dialog')
    .getByRole('button', { name: /Chủ trì/ })
    .click();
  await leaderB.getByRole('option', { name: /Chuyên viên B/ }).click();
  await leaderB
    .getByRole('dialog')
    .getByRole('textbox', { name: /Ý kiến chỉ đạo/ })
    .fill('Tham mưu văn bản trả lời đúng hạn.');
  await confirm(leaderB, 'Phân công');
  await closed(leaderB);
  await shot(leaderB, 'assigned');

  const clerkC = await person(browser, 'vanthu.c');
  await clerkC.goto(`${base}/tiep-nhan`);
  await clerkC.getByRole('option').first().click();
  await act(clerkC, 'Trả lại');
  await clerkC.getByRole('dialog').getByRole('textbox').fill('Phụ lục chưa có chữ ký số của cơ quan.');
  await confirm(clerkC, 'Trả lại');
  await closed(clerkC);
  await shot(clerkC, 'sent-back');

  const handler = await person(browser, 'chuyenvien.b');
  await handler.goto(`${base}/viec-duoc-giao/${arrived}`);
  await act(handler, 'Bắt đầu xử lý');
  await shot(handler, 'handling');
  await act(handler, 'Trả lời');
  await handler.waitForURL(/tra-loi/);
  await shot(handler, 'answering');
  await handler.goto(`${base}/viec-duoc-giao/${arrived}`);
  await act(handler, 'Hoàn thành');
  await handler.getByRole('dialog').getByRole('textbox').fill('Đã trả lời bằng văn bản.');
  await confirm(handler, 'Hoàn thành');
  await closed(handler);

  await clerk.getByText('Đã hoàn thành').first().waitFor();
  await shot(clerk, 'statuses-live');
  await act(clerk, 'Thu hồi');
  await clerk.getByRole('dialog').getByRole('textbox').fill('Phụ lục ghi nhầm số liệu.');
  await confirm(clerk, 'Thu hồi');
  await closed(clerk);
  await shot(clerk, 'recalled');

  await clerkB.goto(`${base}/phai-huy/${arrived}`);
  await act(clerkB, 'Hủy và xác nhận');
  await confirm(clerkB, 'Hủy và xác nhận');
  await closed(clerkB);
  await clerkB.getByText('Nội dung đã đóng').first().waitFor();
  await shot(clerkB, 'cancelled');
  await clerk.goto(`${base}/van-ban-di/${id}?muc=history`);
  await shot(clerk, 'history');
  await clerk.goto(`${base}/so-dang-ky`);
  await shot(clerk, 'register');
  console.log('walk: done');
} catch (error) {
  for (const context of browser.contexts()) for (const page of context.pages()) await shot(page, 'failed');
  throw error;
} finally {
  for (const one of new Set(complaints)) console.log(one);
  await browser.close();
}
