// People at real browsers: each in a context of their own, logged in by the screen, never reloading the page.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { chromium } from "playwright-core";

import { kPassword, kPin } from "../../acceptance/support/client.mjs";

// How long news may take from one person's act to another person's screen.
export const kLiveMs = 10_000;
// Turning a draft file into a PDF is the longest thing a person waits for.
export const kConversionMs = 60_000;

const kPatienceMs = 20_000;
const kOffice = { width: 1366, height: 768 };
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// The one message a browser writes by itself here: nobody is logged in yet when the log-in page asks who is there.
const expected = (message) =>
  message.text().includes("401") && new URL(message.location().url || "about:blank").pathname === "/api/v1/me";

export class Screen {
  // The log-in page, for `user` to enter. What the browser complains about is added to `complaints`.
  static async open(browser, url, user, complaints) {
    const context = await browser.newContext({ viewport: kOffice, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh", reducedMotion: "reduce" });
    const screen = new Screen();
    Object.assign(screen, { url, user, complaints });
    screen.watch(await context.newPage());
    await screen.page.goto(`${url}/dang-nhap`);
    return screen;
  }

  // The same person at another page.
  on(page, complaints = this.complaints) {
    const other = new Screen();
    Object.assign(other, { url: this.url, user: this.user, complaints });
    other.watch(page);
    return other;
  }

  watch(page) {
    this.page = page;
    this.context = page.context();
    page.setDefaultTimeout(kPatienceMs);
    page.setDefaultNavigationTimeout(kPatienceMs);
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !expected(message)) {
        this.complaints.push(`${this.user}: ${message.text()} (${message.location().url}) at ${page.url()}`);
      }
    });
    page.on("pageerror", (error) => this.complaints.push(`${this.user}: ${error.stack}`));
  }

  async logIn() {
    await this.page.getByLabel("Tên đăng nhập").fill(this.user);
    await this.page.getByLabel("Mật khẩu").fill(kPassword);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".rail-person").waitFor();
    await this.page.evaluate(() => {
      window.loadedOnce = true;
    });
    return this;
  }

  // Whether the page is still the one that logged in: nothing on it came by a reload.
  stillTheSamePage() {
    return this.page.evaluate(() => window.loadedOnce === true);
  }

  get address() {
    return new URL(this.page.url()).pathname;
  }

  // The last part of the address: the id of what is open.
  get openId() {
    return this.address.split("/").at(-1);
  }

  async go(slug) {
    await this.page.locator(`.rail a[href="/${slug}"]`).click();
    await this.page.waitForURL((url) => url.pathname === `/${slug}`);
  }

  rows() {
    return this.page.locator(".listpane [role=option]");
  }

  row(abstract) {
    return this.rows().filter({ hasText: abstract });
  }

  // Opens the row of the list that is shown, as soon as it is there.
  async openRow(abstract, { within = kLiveMs } = {}) {
    await this.row(abstract).waitFor({ timeout: within });
    await this.row(abstract).click();
    await this.page.locator(".doc-title", { hasText: abstract }).waitFor();
  }

  text(wanted, { within = kPatienceMs, exact = false } = {}) {
    return this.page.locator("main").getByText(wanted, { exact }).first().waitFor({ timeout: within });
  }

  tab(name) {
    return this.page.getByRole("tab", { name }).click();
  }

  // The text of the document as the PDF pane draws it.
  async readsPage(words) {
    await this.page.locator(".textLayer span").first().waitFor({ timeout: kPatienceMs });
    if (words === undefined) return;
    await this.page.waitForFunction(
      (wanted) => [...document.querySelectorAll(".textLayer")].some((layer) => layer.textContent.replace(/\s+/g, " ").includes(wanted)),
      words,
      { timeout: kPatienceMs },
    );
  }

  // --- acts

  get dialog() {
    return this.page.getByRole("dialog");
  }

  actButton(verb) {
    return this.page.locator(".doc-acts").getByRole("button", { name: verb }).first();
  }

  // Presses the letter that the act's button shows.
  async press(verb) {
    const button = this.actButton(verb);
    await button.waitFor();
    const letter = (await button.locator("kbd").textContent()).trim();
    await this.page.keyboard.press(letter.toLowerCase());
  }

  async ask(verb) {
    await this.press(verb);
    await this.dialog.waitFor();
  }

  async confirm(verb, { within = kPatienceMs } = {}) {
    await this.dialog.getByRole("button", { name: verb, exact: true }).click();
    await this.answered(within);
  }

  // Enter, in a dialog whose first field has the focus or that has none.
  async enter({ within = kPatienceMs } = {}) {
    await this.page.keyboard.press("Enter");
    await this.answered(within);
  }

  // The dialog closes when the act is done; when it was refused, the refusal is what the test reports.
  async answered(within) {
    const refused = this.dialog.locator(".trouble");
    const over = this.dialog.waitFor({ state: "detached", timeout: within });
    const told = refused.waitFor({ timeout: within }).then(async () => {
      throw new Error(`${this.user}: ${await refused.innerText()}`);
    });
    told.catch(() => {});
    await Promise.race([over, told]);
  }

  async actWithText(verb, text) {
    await this.ask(verb);
    await this.dialog.getByRole("textbox").fill(text);
    await this.confirm(verb);
  }

  // Signs what is open: the dialog takes the PIN, or says that it is still held.
  async sign(verb) {
    await this.ask(verb);
    const pin = this.dialog.getByLabel(/Mã PIN/);
    if ((await pin.count()) > 0) await this.page.keyboard.type(kPin);
    await this.enter({ within: kConversionMs });
  }

  // --- forms

  async choose(label, option) {
    await this.page.getByRole("button", { name: label }).click();
    await this.page.getByRole("option", { name: option }).first().click();
  }

  // Marks a choice by clicking its words.
  async mark(words) {
    await this.page.locator("label").filter({ has: this.page.locator("input[type=radio]"), hasText: words }).click();
    const chosen = this.page.getByRole("radio", { name: words, checked: true });
    await chosen.waitFor({ state: "attached" });
  }

  // Types into a field that searches and takes the first answer by keyboard.
  async find(label, typed) {
    const box = this.page.getByRole("combobox", { name: label });
    await box.fill(typed);
    await this.page.getByRole("option").first().waitFor();
    await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
  }

  // A day typed as one reads it, "31/01/2036": the segments of the field move on by themselves.
  async typeDay(label, day) {
    await this.page.getByRole("group", { name: label }).getByRole("spinbutton").first().click();
    await this.page.keyboard.type(day.replaceAll("/", ""));
  }

  // `files`: [name, content]…
  async upload(label, files) {
    await this.page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles(
      files.map(([name, buffer]) => ({ name, mimeType: "application/octet-stream", buffer })),
    );
    for (const [name] of files) {
      await this.page.locator(".sent", { hasText: name }).getByText("đã lưu trên máy chủ").waitFor();
    }
  }

  // --- checks

  // No violation of WCAG 2.2 A or AA on what is shown; an open dialog hides the rest from everyone.
  // Nor is a tab or an act cut off at the edge of an office monitor.
  async accessible(name) {
    const cut = await this.page.evaluate(() =>
      [...document.querySelectorAll(".tab-list, .doc-acts, .rail")].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => `${each.className} ${each.scrollWidth} > ${each.clientWidth}`),
    );
    assert.deepEqual(cut, [], `${name}: cut off`);
    await this.page.evaluate(axe);
    const found = await this.page.evaluate(async () => {
      const dialog = document.querySelector("[role=dialog], [role=alertdialog]");
      // What was announced last stays for some seconds in nodes that nobody sees, also when what they name is gone.
      const judged = dialog ?? { exclude: "[data-live-announcer]" };
      const result = await window.axe.run(judged, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      });
      return result.violations.map((each) => `${each.id}: ${each.help}\n${each.nodes.slice(0, 3).map((node) => `    ${node.html.slice(0, 160)}\n    ${node.failureSummary}`).join("\n")}`);
    });
    assert.deepEqual(found, [], `${name}: ${found.join("\n")}`);
  }

  // What a stored file answers to this person's session.
  async fileStatus(kind, id, sha256) {
    return (await this.context.request.get(`${this.url}/api/v1/${kind}/${id}/files/${sha256}`)).status();
  }

  async read(apiPath) {
    const answer = await this.context.request.get(`${this.url}/api/v1${apiPath}`);
    assert.equal(answer.status(), 200, apiPath);
    return answer.json();
  }

  async keepPicture(folder) {
    fs.mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${this.user}.png`) });
  }
}
