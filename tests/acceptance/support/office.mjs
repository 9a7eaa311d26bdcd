// The demo province as a test sees it: its people by role and agency, its clock, and documents brought to any stage.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { exchange, kPin, newKey, Person } from "./client.mjs";
import { demoDirectory } from "./demo.mjs";
import { demoFile } from "./files.mjs";
import { eventually, startServer, workshop } from "./processes.mjs";

// The agency of the demo that follows each regulation.
export const letters = { qn37: "a", la23: "b", tw217: "c", qt682: "d", kd19: "e" };
export const regulations = Object.keys(letters);

const kUsers = { leader: "lanhdao", leader2: "lanhdao2", clerk: "vanthu", specialist: "chuyenvien", specialist2: "chuyenvien2", archivist: "luutru" };
const kDayMs = 86_400_000;

let documents = 0;

export class Office {
  static async open(name) {
    const office = new Office();
    office.data = await demoDirectory(name);
    await office.serve();
    await office.toMonday("08:00");
    return office;
  }

  async serve() {
    this.server = await startServer(this.data);
    this.people = new Map();
  }

  async close() {
    const how = await this.server.stop();
    if (process.env.TOLERATE === undefined) assert.equal(how.code, 0, `the server did not end well: ${JSON.stringify(how)}\n${this.server.said()}`);
  }

  // --- people

  async as(role, letter) {
    const user = role === "administrator" ? "quantri" : `${kUsers[role]}.${letter}`;
    if (!this.people.has(user)) this.people.set(user, await new Person(this.server, user).logIn());
    return this.people.get(user);
  }

  // A session of its own, not shared with other steps.
  async fresh(role, letter) {
    return new Person(this.server, `${kUsers[role]}.${letter}`).logIn();
  }

  async agency(letter) {
    return (await this.as("clerk", letter)).agency;
  }

  async policy(letter) {
    return (await this.as("clerk", letter)).get("/policy");
  }

  // --- clock

  async now() {
    const answer = await exchange(this.server, { method: "GET", path: "/demo/clock" });
    assert.equal(answer.status, 200);
    return answer.body.now;
  }

  // Sessions do not outlive a jump of hours: people log in again.
  async setClock(at) {
    const answer = await exchange(this.server, {
      method: "POST",
      path: "/demo/clock",
      headers: { "content-type": "application/json", "idempotency-key": newKey() },
      body: JSON.stringify({ set: at }),
    });
    assert.equal(answer.status, 200, answer.text);
    this.people.clear();
    return answer.body.now;
  }

  async calendar(year) {
    return (await this.as("clerk", "a")).get(`/calendar/${year}`);
  }

  // The next Monday from which nine days run as in an ordinary week: "2026-11-30".
  async nextOrdinaryMonday() {
    const today = Date.parse(`${(await this.now()).slice(0, 10)}T00:00:00Z`);
    const odd = new Map();
    for (let day = today + kDayMs; ; day += kDayMs) {
      if (new Date(day).getUTCDay() !== 1) continue;
      const days = Array.from({ length: 9 }, (_, i) => new Date(day + i * kDayMs).toISOString().slice(0, 10));
      for (const year of new Set(days.map((each) => each.slice(0, 4)))) {
        if (!odd.has(year)) odd.set(year, new Set((await this.calendar(year)).days.map((each) => each.day)));
      }
      if (days.every((each) => !odd.get(each.slice(0, 4)).has(each))) return days[0];
    }
  }

  // Moves the clock to such a Monday; answers with a function that names moments of that week: at(1, "18:00").
  async toMonday(time) {
    const monday = await this.nextOrdinaryMonday();
    const at = (day, clock) => {
      const date = new Date(Date.parse(`${monday}T00:00:00Z`) + day * kDayMs).toISOString().slice(0, 10);
      return `${date}T${clock}:00+07:00`;
    };
    await this.setClock(at(0, time));
    return at;
  }

  // --- drafts

  // The shipped letter as PDF, converted by the product once for a whole run.
  async letterPdf(branch) {
    const name = branch === "party" ? "cong-van-dang" : "cong-van";
    fs.mkdirSync(workshop, { recursive: true });
    const kept = path.join(workshop, `${name}.pdf`);
    const source = demoFile(`${name}.docx`);
    const mark = `${kept}.size`;
    if (fs.existsSync(kept) && fs.readFileSync(mark, "utf8") === String(source.length)) return fs.readFileSync(kept);
    const letter = branch === "party" ? "c" : "a";
    const document = await this.drafted(letter, { to: ["f"], source: [`${name}.docx`, source] });
    const version = document.versions[0];
    const drafter = await this.as("specialist", letter);
    const file = await drafter.file(`/outgoing/${document.id}/files/${version.pdf.sha256}`);
    fs.writeFileSync(`${kept}.${process.pid}`, file.body);
    fs.writeFileSync(mark, String(source.length));
    fs.renameSync(`${kept}.${process.pid}`, kept);
    return file.body;
  }

  async facts(letter, { to = [letter === "a" ? "b" : "a"], drafter = "specialist", signer = "leader", ...given } = {}) {
    const policy = await this.policy(letter);
    const recipients = [];
    for (const each of to) recipients.push((await this.agency(each)).id);
    const methods = policy.signing_methods.map((each) => each.method);
    documents += 1;
    return {
      type: "CV",
      abstract: `Về việc thử nghiệm số ${documents} của ${(await this.as(drafter, letter)).userName}`,
      urgency: "normal",
      secrecy: "open",
      recipients,
      method: methods.includes("person_and_seal") ? "person_and_seal" : methods[0],
      signer: (await this.as(signer, letter)).id,
      ...given,
    };
  }

  // A draft with one version. `attachments`: [[name, content]…]
  async drafted(letter, { source, attachments = [], drafter = "specialist", ...given } = {}) {
    const by = await this.as(drafter, letter);
    const made = await by.post("/outgoing", await this.facts(letter, { drafter, ...given }));
    return this.addVersion(by, made.id, letter, { source, attachments });
  }

  async addVersion(by, id, letter, { source, attachments = [] } = {}) {
    const branch = "cde".includes(letter) ? "party" : "state";
    const [name, content] = source ?? ["Dự thảo công văn.pdf", await this.letterPdf(branch)];
    const body = { source: await by.upload(name, content), attachments: [] };
    for (const [title, bytes] of attachments) body.attachments.push(await by.upload(title, bytes));
    return by.post(`/outgoing/${id}/versions`, body);
  }

  async submitted(letter, given = {}) {
    const document = await this.drafted(letter, given);
    return (await this.as(given.drafter ?? "specialist", letter)).post(`/outgoing/${document.id}/submit`);
  }

  // Approved: it has its number, and its final PDF unless paper is signed.
  async approved(letter, given = {}) {
    const document = await this.submitted(letter, given);
    return this.approve(letter, document.id, given);
  }

  async approve(letter, id, { signer = "leader" } = {}) {
    const leader = await this.as(signer, letter);
    const numbered = await leader.post(`/outgoing/${id}/approve`, {});
    if (numbered.facts.method === "scan_and_seal") return numbered;
    return eventually("the final PDF", async () => {
      const now = await leader.get(`/outgoing/${id}`);
      return now.final_pdf === null ? null : now;
    });
  }

  signerOf(role) {
    return { initial: "specialist", personal: "leader", seal: "clerk" }[role];
  }

  async sign(letter, id, role, { by = this.signerOf(role), pin = kPin } = {}) {
    return (await this.as(by, letter)).post(`/outgoing/${id}/sign`, { role, pin });
  }

  async signAll(letter, document, { until, drafter, signer } = {}) {
    let now = document;
    const people = { initial: drafter ?? "specialist", personal: signer ?? "leader", seal: "clerk" };
    while (now.next_signature !== null && now.next_signature !== until) {
      now = await this.sign(letter, now.id, now.next_signature, { by: people[now.next_signature] });
    }
    return now;
  }

  async sealed(letter, given = {}) {
    return this.signAll(letter, await this.approved(letter, given), given);
  }

  async issue(letter, id) {
    return (await this.as("clerk", letter)).post(`/outgoing/${id}/issue`);
  }

  async issued(letter, given = {}) {
    const document = await this.sealed(letter, given);
    return this.issue(letter, document.id);
  }

  // --- exchange

  // The arrival of `document` at the agency, once it is there.
  async arrival(letter, document, by = "clerk") {
    const clerk = await this.as(by, letter);
    const incoming = await eventually(`${document.facts.abstract} to arrive at ${letter}`, async () => {
      const page = await clerk.get("/incoming?list=all&limit=500");
      return page.items.find((each) => each.abstract === document.facts.abstract);
    }).catch(async (problem) => {
      const sender = this.people.values().next().value && [...this.people.values()].find((each) => each.agency.id === document.agency.id);
      const now = sender === undefined ? null : await sender.get(`/outgoing/${document.id}`);
      throw new Error(`${problem.message}\n  deliveries: ${JSON.stringify(now?.deliveries)}`, { cause: problem.cause });
    });
    return clerk.get(`/incoming/${incoming.id}`);
  }

  // Waits until the incoming or outgoing document `fits`.
  async until(what, person, path, fits) {
    let last;
    return eventually(what, async () => {
      last = await person.get(path);
      return fits(last) ? last : null;
    }).catch((problem) => {
      throw new Error(`${problem.message}\n  now: ${JSON.stringify(last).slice(0, 3000)}`, { cause: problem.cause });
    });
  }

  async accepted(letter, document) {
    const arrival = await this.arrival(letter, document);
    return (await this.as("clerk", letter)).post(`/incoming/${arrival.id}/accept`, {});
  }

  async assigned(letter, document, given = {}) {
    const arrival = await this.accepted(letter, document);
    return (await this.as("leader", letter)).post(`/incoming/${arrival.id}/assign`, {
      lead: (await this.as("specialist", letter)).id,
      instruction: "Tham mưu trả lời.",
      ...given,
    });
  }

  // The delivery to the agency, once it has `status`.
  async delivery(letter, document, toLetter, status) {
    const clerk = await this.as("clerk", letter);
    const to = (await this.agency(toLetter)).id;
    const now = await this.until(`${status} of ${toLetter} to reach ${letter}`, clerk, `/outgoing/${document.id}`, (each) =>
      each.deliveries.some((delivery) => delivery.recipient.id === to && delivery.status === status),
    );
    return now.deliveries.find((delivery) => delivery.recipient.id === to);
  }
}
