// The main job by the screens, in real Chromium, against the real server: people of four agencies draft, sign, issue,
// receive, handle, answer, return and recall. Nobody reloads a page: what one does, the others see arrive.
//
//   node tests/browser/main_job.mjs [--update-screenshots]      CONGVAN_SHOTS=folder keeps a picture of every screen
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { demoFile } from "../acceptance/support/files.mjs";
import { Office } from "../acceptance/support/office.mjs";
import { endAll } from "../acceptance/support/processes.mjs";
import { picture, picturing } from "./support/pictures.mjs";
import { kConversionMs, kLiveMs, launch, Screen } from "./support/screen.mjs";

const kAbstract = "Về việc báo cáo tình hình gửi, nhận văn bản điện tử năm 2026";
const kOrdinary = "Về việc rà soát danh mục hồ sơ điện tử của các cơ quan";
const kAnswer = "Về việc phúc đáp tình hình gửi, nhận văn bản điện tử năm 2026";
const kMistaken = "Về việc mời họp trực tuyến về chuyển đổi số (gửi nhầm)";
const kOpinion = "Bổ sung thời hạn báo cáo và nơi nhận tại mục Nơi nhận.";
const kRefusal = "Không thuộc thẩm quyền giải quyết.";
const kRecallReason = "Phụ lục ghi nhầm số liệu quý III.";
const kInstruction = "Chủ trì tổng hợp, tham mưu văn bản trả lời đúng hạn.";
const kLetter = ["Dự thảo công văn.docx", demoFile("cong-van.docx")];
const kAnswerLetter = ["Dự thảo trả lời.docx", demoFile("cong-van-tra-loi.docx")];
const kAttachments = [
  ["Bảng tổng hợp số liệu.xlsx", demoFile("tong-hop-van-ban.xlsx")],
  ["Danh mục hồ sơ.pdf", demoFile("danh-muc-ho-so.pdf")],
];

// Requirement D7; LA23 adds the second code.
const kFacts = [
  "Mã định danh cơ quan, tổ chức",
  "Số và ký hiệu văn bản",
  "Ngày, tháng, năm ban hành",
  "Thể loại văn bản",
  "Mức độ khẩn",
  "Trích yếu nội dung",
  "Hồ sơ, tài liệu gửi kèm",
  "Trạng thái xử lý",
  "Họ tên người ký",
  "Bên gửi",
  "Bên nhận",
  "Thời gian gửi, nhận",
  "Thời hạn xử lý",
  "Lịch sử gửi, nhận văn bản",
];
const kSecondCode = "Mã định danh văn bản";

const keptFolder = process.env.CONGVAN_BROWSER_RESULTS ?? path.join(process.cwd(), "browser-results");

let office;
let browser;
const people = {};
const complaints = [];
let broken = false;

async function sit(name, user) {
  people[name] = await (await Screen.open(browser, office.server.url, user, complaints)).logIn();
  return people[name];
}

// One step of the story; after the first that fails, the rest is not told.
function step(sentence, work) {
  it(sentence, { timeout: picturing ? 480_000 : 120_000 }, async (t) => {
    if (broken) return t.skip("an earlier step failed");
    try {
      await work(people);
    } catch (problem) {
      broken = true;
      for (const screen of Object.values(people)) await screen.keepPicture(keptFolder).catch(() => {});
      fs.mkdirSync(keptFolder, { recursive: true });
      fs.writeFileSync(path.join(keptFolder, "server.log"), office.server.said());
      fs.writeFileSync(path.join(keptFolder, "console.log"), complaints.join("\n"));
      throw problem;
    }
  });
}

// Fills the form of a new document, as far as `facts` say.
async function fillForm(screen, { abstract, recipients = [], urgency, answerBy, method = /ký nháy/i, letter, attachments = [] }) {
  await screen.choose(/Loại văn bản/, /^Công văn/);
  await screen.page.getByRole("textbox", { name: /Trích yếu/ }).fill(abstract);
  for (const each of recipients) await screen.find(/Nơi nhận/, each);
  if (urgency) await screen.mark(urgency);
  if (answerBy) await screen.typeDay(/Hạn trả lời/, answerBy);
  await screen.choose(/Người ký/, /^Lãnh đạo [A-F] /);
  await screen.mark(method);
  await screen.upload("Tệp dự thảo", [letter]);
  if (attachments.length > 0) await screen.upload("Tệp kèm theo", attachments);
}

async function submit(screen) {
  await screen.page.getByRole("button", { name: "Trình", exact: true }).click();
  const away = screen.page.waitForURL(/\/van-ban-di\//, { timeout: kConversionMs });
  const trouble = screen.page.locator(".formpage .trouble");
  await Promise.race([
    away,
    trouble.waitFor({ timeout: kConversionMs }).then(async () => {
      throw new Error(await trouble.innerText());
    }),
  ]);
  return screen.openId;
}

// From approval to issue, each at the list that fills for them. Without a drafter nobody initials.
async function signAndIssue({ drafter, leader, clerk }, abstract) {
  await leader.go("cho-duyet");
  await leader.openRow(abstract);
  await leader.ask("Duyệt");
  await leader.confirm("Duyệt", { within: kConversionMs });
  for (const [who, verb] of [
    [drafter, "Ký nháy"],
    [leader, "Ký số"],
    [clerk, "Đóng dấu số"],
  ]) {
    if (who === undefined) continue;
    await who.go("ky-so");
    await who.openRow(abstract);
    await who.sign(verb);
  }
  await clerk.go("phat-hanh");
  await clerk.openRow(abstract);
  await clerk.ask("Phát hành");
  await clerk.confirm("Phát hành");
}

// The line of a recipient: name, state, time.
const delivery = (screen, name) => screen.page.locator(".delivery").filter({ hasText: name });

async function deliverySays(screen, name, words) {
  await delivery(screen, name).filter({ hasText: words }).waitFor({ timeout: kLiveMs });
  const shown = await delivery(screen, name).locator("time").first().textContent();
  assert.match(shown, /^\d\d\/\d\d\/\d{4} \d\d:\d\d$/, `${name} has no time`);
}

const kB = "Sở Khoa học và Công nghệ";
const kC = "Tỉnh ủy Thử Nghiệm";
const kD = "Ban Tổ chức Tỉnh ủy";

describe("The main job in the browser", () => {
  let first; // id of the first document at A
  let notation;
  let atB;
  let digest;

  before(async () => {
    fs.rmSync(keptFolder, { recursive: true, force: true });
    office = await Office.open("browser");
    // Something ordinary has arrived before, so that the urgent has something to come before.
    const earlier = await office.issued("f", { to: ["a", "b", "c", "d"], abstract: kOrdinary });
    for (const each of ["b", "c", "d"]) await office.arrival(each, earlier);
    if (picturing) await fillLists();
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    await office?.close();
    await endAll();
  });

  step("the log-in page lets people in, and says why it does not", async () => {
    const stranger = await Screen.open(browser, office.server.url, "vanthu.a", []);
    await stranger.accessible("log-in");
    await picture(stranger, "login");
    await stranger.page.getByLabel("Tên đăng nhập").fill("vanthu.a");
    await stranger.page.getByLabel("Mật khẩu").fill("sai mật khẩu");
    await stranger.page.keyboard.press("Enter");
    await stranger.page.getByRole("alert").waitFor();
    await picture(stranger, "login-wrong", {
      act: async (phone) => {
        await phone.page.getByLabel("Tên đăng nhập").fill("vanthu.a");
        await phone.page.getByLabel("Mật khẩu").fill("sai mật khẩu");
        await phone.page.keyboard.press("Enter");
        await phone.page.getByRole("alert").waitFor();
      },
    });
    await stranger.context.close();
    await Promise.all([
      sit("drafter", "chuyenvien.a"),
      sit("leader", "lanhdao.a"),
      sit("clerk", "vanthu.a"),
      sit("clerkB", "vanthu.b"),
      sit("clerkC", "vanthu.c"),
    ]);
    await Promise.all([sit("leaderB", "lanhdao.b"), sit("handlerB", "chuyenvien.b"), sit("clerkD", "vanthu.d")]);
    await people.clerkB.go("tiep-nhan");
    await people.clerkC.go("tiep-nhan");
    await people.clerkD.go("tiep-nhan");
    await people.leader.go("cho-duyet");
    await people.leaderB.go("phan-cong");
    await people.handlerB.go("viec-duoc-giao");
  });

  step("the specialist drafts with a real .docx and two attachments and submits", async ({ drafter, leader }) => {
    await drafter.go("du-thao");
    await picture(drafter, "drafts-empty");
    await drafter.go("du-thao/moi");
    await drafter.accessible("compose");
    await picture(drafter, "compose-empty");
    await fillForm(drafter, {
      abstract: kAbstract,
      recipients: ["khoa hoc", "tinh uy thu", "to chuc tinh uy"],
      urgency: "Thượng khẩn",
      answerBy: "31/01/2036",
      letter: kLetter,
      attachments: kAttachments,
    });
    await drafter.accessible("compose, filled");
    await drafter.page.locator(".formpage").evaluate((form) => form.scrollTo(0, 0));
    await picture(drafter, "compose", { inReadme: true, small: true });
    first = await submit(drafter);
    await leader.row(kAbstract).waitFor({ timeout: kLiveMs });
  });

  step("the leader returns it with an opinion, which the drafter sees at once", async ({ drafter, leader }) => {
    await leader.page.keyboard.press("j");
    await leader.page.keyboard.press("Enter");
    await leader.page.locator(".doc-title", { hasText: kAbstract }).waitFor();
    await leader.readsPage();
    await leader.accessible("to approve");
    await picture(leader, "to-approve");
    await leader.ask("Trả lại");
    await leader.dialog.getByRole("textbox").fill(kOpinion);
    await leader.accessible("return dialog");
    await leader.confirm("Trả lại");
    await drafter.text(kOpinion, { within: kLiveMs });
    await picture(drafter, "returned");
  });

  step("a new version goes up; both stay readable", async ({ drafter }) => {
    await drafter.page.keyboard.press("e");
    await drafter.page.waitForURL(/\/sua$/);
    await drafter.upload("Tệp dự thảo cho bản mới", [kLetter]);
    await drafter.upload("Tệp kèm theo", kAttachments);
    await picture(drafter, "edit");
    await submit(drafter);
    await drafter.tab(/^Phiên bản/);
    await drafter.text("Bản 1", { exact: true });
    await drafter.text("Bản 2", { exact: true });
    await picture(drafter, "versions");
    const document = await drafter.read(`/outgoing/${first}`);
    assert.equal(document.versions.length, 2);
    for (const version of document.versions) {
      for (const file of [version.pdf, version.source, ...version.attachments]) {
        assert.equal(await drafter.fileStatus("outgoing", first, file.sha256), 200, file.name);
      }
    }
  });

  step("the leader approves and the number appears at once at the drafter", async ({ drafter, leader }) => {
    await leader.go("cho-duyet");
    await leader.openRow(kAbstract);
    await leader.ask("Duyệt");
    await leader.accessible("approval dialog");
    await picture(leader, "approve-dialog", { act: (phone) => phone.actButton("Duyệt").click() });
    await leader.confirm("Duyệt", { within: kConversionMs });
    const shown = drafter.page.locator(".doc-notation", { hasText: /^\d+\// });
    await shown.waitFor({ timeout: kLiveMs });
    notation = (await shown.textContent()).trim();
    await drafter.actButton("Ký nháy").waitFor({ timeout: kConversionMs });
    await drafter.readsPage(notation.split("/")[0]);
  });

  step("initial, personal signature and seal follow one another with the PIN", async ({ drafter, leader, clerk }) => {
    await drafter.ask("Ký nháy");
    await drafter.accessible("signing dialog");
    await picture(drafter, "sign-dialog", { act: (phone) => phone.actButton("Ký nháy").click() });
    await drafter.page.keyboard.press("Escape");
    await drafter.sign("Ký nháy");
    await leader.go("ky-so");
    await leader.openRow(kAbstract);
    await leader.sign("Ký số");
    await clerk.go("ky-so");
    await clerk.openRow(kAbstract);
    await picture(clerk, "to-seal");
    await clerk.sign("Đóng dấu số");
    await clerk.go("phat-hanh");
    await clerk.openRow(kAbstract);
    await clerk.tab(/^Chữ ký/);
    await clerk.text("Hợp lệ");
    assert.equal(await clerk.page.locator(".signature").count(), 3);
    await clerk.readsPage();
    await clerk.accessible("to issue");
    await picture(clerk, "signatures", { inReadme: true, small: true });
  });

  step("the clerk issues; it stands on top at B, urgent first, without a reload", async ({ clerk, clerkB, drafter }) => {
    assert.equal(await clerkB.row(kAbstract).count(), 0);
    await clerkB.row(kOrdinary).waitFor();
    await clerk.ask("Phát hành");
    await picture(clerk, "issue-dialog", { act: (phone) => phone.actButton("Phát hành").click() });
    await clerk.confirm("Phát hành");
    await clerkB.row(kAbstract).waitFor({ timeout: kLiveMs });
    assert.match(await clerkB.rows().first().innerText(), new RegExp(kAbstract.slice(0, 30)));
    await drafter.tab(/^Nơi nhận/);
    for (const each of [kB, kC, kD]) await deliverySays(drafter, each, "Đã đến");
    await clerkB.accessible("list of arrivals");
    await picture(clerkB, "arrivals", { inReadme: true, small: true });
  });

  step("B reads the verdict and accepts; the leader assigns; A sees each at once", async ({ clerkB, leaderB, drafter }) => {
    await clerkB.page.keyboard.press("k");
    await clerkB.page.keyboard.press("k");
    await clerkB.page.keyboard.press("Enter");
    await clerkB.page.locator(".doc-title", { hasText: kAbstract }).waitFor();
    await clerkB.page.locator(".verdict-word", { hasText: "Hợp lệ" }).waitFor();
    await clerkB.text("Đúng nơi nhận");
    await clerkB.readsPage(notation.split("/")[0]);
    await clerkB.accessible("arrival");
    await picture(clerkB, "arrival", { inReadme: true, small: true });
    atB = clerkB.openId;
    digest = (await clerkB.read(`/incoming/${atB}`)).main.sha256;
    assert.equal(await clerkB.fileStatus("incoming", atB, digest), 200);
    await clerkB.ask("Tiếp nhận");
    await clerkB.accessible("acceptance dialog");
    await picture(clerkB, "accept-dialog", { act: (phone) => phone.actButton("Tiếp nhận").click() });
    await clerkB.confirm("Tiếp nhận");
    await clerkB.text(/Số đến \d+/);
    await deliverySays(drafter, kB, "Đã tiếp nhận");

    await leaderB.openRow(kAbstract);
    await leaderB.ask("Phân công");
    await leaderB.dialog.getByRole("button", { name: /Chủ trì/ }).click();
    await leaderB.page.getByRole("option", { name: /^Chuyên viên B/ }).click();
    await leaderB.find(/Phối hợp/, "chuyen vien thu hai");
    await leaderB.dialog.getByRole("textbox", { name: /Ý kiến chỉ đạo/ }).fill(kInstruction);
    await leaderB.typeDay(/Hạn xử lý/, "30/01/2036");
    await leaderB.accessible("assignment dialog");
    await picture(leaderB, "assign-dialog", { act: (phone) => phone.actButton("Phân công").click() });
    await leaderB.confirm("Phân công");
    await deliverySays(drafter, kB, "Đã chuyển xử lý");
  });

  step("C returns it with a reason, D accepts", async ({ clerkC, clerkD, drafter }) => {
    await clerkC.openRow(kAbstract);
    await clerkC.ask("Trả lại");
    await clerkC.dialog.getByRole("textbox").fill(kRefusal);
    await picture(clerkC, "return-dialog", { act: (phone) => phone.actButton("Trả lại").click() });
    await clerkC.confirm("Trả lại");
    await deliverySays(drafter, kC, "Từ chối nhận");
    await drafter.text(kRefusal, { within: kLiveMs });
    await clerkD.openRow(kAbstract);
    await clerkD.ask("Tiếp nhận");
    await clerkD.confirm("Tiếp nhận");
    await deliverySays(drafter, kD, "Đã tiếp nhận");
  });

  step("B's handler answers with a linked document and completes", async ({ handlerB, leaderB, clerkB, clerk, drafter }) => {
    await handlerB.openRow(kAbstract);
    await handlerB.text(kInstruction);
    await handlerB.accessible("work");
    await picture(handlerB, "work");
    await handlerB.press("Bắt đầu xử lý");
    await deliverySays(drafter, kB, "Đang xử lý");
    await handlerB.press("Trả lời");
    await handlerB.page.waitForURL(/tra-loi=/);
    await handlerB.text(/^Trả lời .* của /);
    // B's regulation knows no initial.
    await fillForm(handlerB, { abstract: kAnswer, method: /cá nhân và tổ chức/, letter: kAnswerLetter });
    await submit(handlerB);
    await signAndIssue({ leader: leaderB, clerk: clerkB }, kAnswer);
    await handlerB.go("viec-duoc-giao");
    await handlerB.openRow(kAbstract);
    await handlerB.actWithText("Hoàn thành", "Đã trả lời bằng văn bản.");
    await deliverySays(drafter, kB, "Đã hoàn thành");
    await handlerB.tab(/^Liên quan/);
    await handlerB.page.locator('.doc-side a[href^="/van-ban-di/"]').first().waitFor();
    await picture(handlerB, "related");
    await clerk.go("tiep-nhan");
    await clerk.openRow(kAnswer);
    await clerk.tab(/^Liên quan/);
    await clerk.text(notation);
  });

  step("A has every status with its time, the 14 facts and the whole history", async ({ drafter, clerk }) => {
    await delivery(drafter, kB).locator("summary").click();
    await delivery(drafter, kB).locator(".timeline-sentence").nth(4).waitFor();
    const told = await delivery(drafter, kB).locator(".timeline-sentence").allTextContents();
    for (const word of ["Đã đến", "Đã tiếp nhận", "Đã chuyển xử lý", "Đang xử lý", "Đã hoàn thành"]) {
      assert.ok(told.includes(word), `${word} is not in ${told}`);
    }
    await drafter.accessible("statuses");
    await picture(drafter, "statuses", { inReadme: true, small: true });
    await drafter.tab("Thông tin");
    await drafter.page.locator(".facts-numbered dt").nth(kFacts.length - 1).waitFor();
    const labels = await drafter.page.locator(".facts-numbered dt").allTextContents();
    assert.deepEqual(labels.filter((each) => each !== kSecondCode), kFacts);
    await picture(drafter, "facts");
    await drafter.tab("Lịch sử");
    await drafter.page.locator(".timeline-item").nth(12).waitFor();
    await drafter.accessible("history");
    await picture(drafter, "history", { inReadme: true });
    await clerk.go("van-ban-di");
    await clerk.row(kAbstract).waitFor();
    await picture(clerk, "outgoing-list", { small: true });
    await clerk.openRow(kAbstract);
  });

  step("A recalls; B and D must cancel, C has nothing left to cancel", async ({ clerk, clerkB, clerkD, drafter }) => {
    await drafter.tab(/^Nơi nhận/);
    await clerk.ask("Thu hồi");
    await clerk.dialog.getByRole("textbox").fill(kRecallReason);
    await clerk.accessible("recall dialog");
    await picture(clerk, "recall-dialog", { act: (phone) => phone.actButton("Thu hồi").click() });
    await clerk.confirm("Thu hồi");
    for (const each of [clerkB, clerkD]) {
      await each.go("phai-huy");
      await each.openRow(kAbstract);
      await each.text(kRecallReason);
    }
    await picture(clerkB, "must-cancel");
    for (const each of [clerkB, clerkD]) {
      await each.ask("Hủy và xác nhận");
      if (each === clerkB) await picture(clerkB, "cancel-dialog", { act: (phone) => phone.actButton("Hủy và xác nhận").click() });
      await each.confirm("Hủy và xác nhận");
      await each.text("Nội dung đã đóng", { within: kLiveMs });
    }
    await deliverySays(drafter, kB, "Đã hủy và xác nhận");
    await deliverySays(drafter, kD, "Đã hủy và xác nhận");
    await deliverySays(drafter, kC, "Không còn gì để hủy");
    await drafter.text("Mọi nơi nhận đã trả lời.", { within: kLiveMs });
    await picture(drafter, "recalled", { inReadme: true });
  });

  step("the content no longer opens, the register line and the answer stay", async ({ clerkB }) => {
    assert.equal(await clerkB.fileStatus("incoming", atB, digest), 410);
    await clerkB.tab(/^Liên quan/);
    await clerkB.page.locator('.doc-side a[href^="/van-ban-di/"]').first().waitFor();
    await clerkB.accessible("cancelled");
    await picture(clerkB, "cancelled");
    await clerkB.go("so-dang-ky");
    await clerkB.text(notation);
    await clerkB.accessible("register");
    await picture(clerkB, "register", { inReadme: true });
  });

  step("a second document is recalled before anyone accepted it and is simply withdrawn", async ({ drafter, leader, clerk, clerkB }) => {
    await drafter.go("du-thao/moi");
    await fillForm(drafter, { abstract: kMistaken, recipients: ["khoa hoc"], letter: kLetter });
    await submit(drafter);
    await signAndIssue({ drafter, leader, clerk }, kMistaken);
    await clerkB.go("tiep-nhan");
    await clerkB.openRow(kMistaken);
    await clerk.go("van-ban-di");
    await clerk.openRow(kMistaken);
    await clerk.actWithText("Thu hồi", "Gửi nhầm nơi nhận.");
    await clerkB.text("Nơi gửi đã rút", { within: kLiveMs });
    await picture(clerkB, "withdrawn");
    await deliverySays(clerk, kB, "Đã rút");
    await clerkB.row(kMistaken).waitFor({ state: "detached", timeout: kLiveMs });
  });

  step("the keys, the palette and the help do what they say", async ({ clerkB, drafter }) => {
    await clerkB.go("van-ban-den");
    await clerkB.rows().nth(1).waitFor();
    const open = async () => (await clerkB.page.locator(".doc-title").textContent()).trim();
    await clerkB.page.keyboard.press("Home");
    await clerkB.page.keyboard.press("Enter");
    await clerkB.page.locator(".doc-title").waitFor();
    const one = await open();
    await clerkB.page.keyboard.press("j");
    await clerkB.page.waitForFunction((title) => document.querySelector(".doc-title")?.textContent.trim() !== title, one);
    await clerkB.page.keyboard.press("k");
    await clerkB.page.waitForFunction((title) => document.querySelector(".doc-title")?.textContent.trim() === title, one);
    await picture(clerkB, "incoming-list");
    await clerkB.page.keyboard.press("?");
    await clerkB.dialog.getByRole("heading", { name: "Phím của trang này" }).waitFor();
    await clerkB.accessible("keys");
    await picture(clerkB, "keys", { act: (phone) => phone.page.keyboard.press("?") });
    await clerkB.page.keyboard.press("Escape");
    await clerkB.dialog.waitFor({ state: "detached" });
    await clerkB.page.keyboard.press("Control+k");
    await clerkB.page.keyboard.type("so dang");
    await clerkB.page.getByRole("option", { name: /Sổ đăng ký/ }).waitFor();
    await clerkB.accessible("palette");
    await picture(clerkB, "palette", {
      act: async (phone) => {
        await phone.page.keyboard.press("Control+k");
        await phone.page.keyboard.type("so dang");
      },
    });
    await clerkB.page.keyboard.press("Enter");
    await clerkB.page.waitForURL(/so-dang-ky/);
    await drafter.page.keyboard.press("Control+k");
    await drafter.page.keyboard.type(notation);
    await drafter.page.getByRole("option", { name: new RegExp(`${notation}.*${kAbstract.slice(0, 20)}`) }).waitFor();
    await drafter.page.keyboard.press("Escape");
  });

  step("the other screens stand", async ({ clerkB, leader }) => {
    await clerkB.go("lich-lam-viec");
    await clerkB.text(/Tết/);
    await clerkB.accessible("calendar");
    await picture(clerkB, "calendar");
    await clerkB.page.locator(".rail-person").click();
    await clerkB.page.getByRole("menuitem", { name: "Hồ sơ cá nhân" }).click();
    await clerkB.text(/Văn thư B/);
    await clerkB.accessible("account");
    await picture(clerkB, "account");
    await leader.go("cho-duyet");
    await leader.text("Không có văn bản nào");
    await leader.accessible("empty list");
    await picture(leader, "empty");
    if (picturing) await pictureTheRest(people);
  });

  step("nobody's page was reloaded and no browser complained", async () => {
    for (const screen of Object.values(people)) assert.ok(await screen.stillTheSamePage(), `${screen.user}: reloaded`);
    assert.deepEqual(complaints, []);
  });
});

// A morning's documents, so that the pictures show lists as people have them.
async function fillLists() {
  const morning = [
    ["f", "normal", "Về việc triển khai Kế hoạch chuyển đổi số của tỉnh năm 2027"],
    ["a", "normal", "Về việc cử công chức tham gia lớp bồi dưỡng nghiệp vụ văn thư, lưu trữ"],
    ["f", "urgent", "Về việc rà soát, cập nhật thủ tục hành chính cung cấp trực tuyến toàn trình; báo cáo kết quả và khó khăn, vướng mắc của từng đơn vị"],
    ["d", "normal", "Về việc đánh giá, xếp loại tổ chức cơ sở đảng năm 2026"],
    ["a", "normal", "Về việc lấy ý kiến dự thảo Quy chế làm việc"],
    ["c", "normal", "Về việc chuẩn bị nội dung hội nghị giao ban quý I năm 2027"],
    ["f", "normal", "Về việc phân bổ kinh phí ứng dụng công nghệ thông tin"],
  ];
  for (const [letter, urgency, abstract] of morning) await office.issued(letter, { to: ["b", "e"], urgency, abstract });
}

// States that the story does not pass through.
async function pictureTheRest({ leader, clerk }) {
  const administrator = await (await Screen.open(browser, office.server.url, "quantri", complaints)).logIn();
  await picture(administrator, "administrator");
  await administrator.go("lich-lam-viec");
  await administrator.page.getByRole("button", { name: "Thêm ngày" }).click();
  await administrator.dialog.waitFor();
  await picture(administrator, "calendar-dialog", {
    act: (phone) => phone.page.getByRole("button", { name: "Thêm ngày" }).click(),
  });
  await administrator.context.close();
  const other = await leader.context.newPage();
  const lost = leader.on(other, []); // the browser itself says that a document is not there
  await other.goto(`${leader.url}/khong-co-man-hinh-nay`);
  await picture(lost, "lost");
  await other.goto(`${leader.url}/van-ban-di/khong-co`);
  await picture(lost, "unknown-document");
  await other.goto(`${leader.url}/van-ban-di?q=khong+co+gi`);
  await picture(lost, "no-match");
  await other.goto(`${leader.url}/`);
  await picture(lost, "home");
  await other.close();
  const english = clerk.on(await clerk.context.newPage());
  await english.page.addInitScript(() => localStorage.setItem("congvan.language", JSON.stringify("en")));
  await english.page.goto(clerk.page.url());
  await picture(english, "english");
  await english.page.close();
}
