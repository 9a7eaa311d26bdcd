// fault-F1 to F8: the server kills itself at a named place, is started again, and people go on where they were.
// On PostgreSQL those of the storage are told again: F2, F5 and F8.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { kPin, newKey } from "../acceptance/support/client.mjs";
import { storage } from "../acceptance/support/demo.mjs";
import { endAll } from "../acceptance/support/processes.mjs";
import { Arena } from "./support/arena.mjs";
import { readDatabase } from "./support/database.mjs";
import { decodeEvent } from "./support/history.mjs";

const kLimitMs = 240_000;
const everywhere = { timeout: kLimitMs };
const onSqlite = { timeout: kLimitMs, skip: storage === "sqlite" ? false : "told on SQLite" };

let arena;
let specialist, leader, clerk, clerkB, clerkC;

// The act is cut off by the fault, then said again with the same key. Answers with that answer.
async function cutOff(fault, person, method, path_, options = {}) {
  const given = { ...options, key: newKey() };
  const told = await arena.dying(fault, () => person.call(method, path_, given));
  assert.equal(told, undefined, `${fault}: the act was answered: ${told?.text}`);
  return { key: given.key, answer: await arena.again(person, method, path_, given) };
}

function replayed(answer) {
  assert.ok(answer.status < 300, answer.text);
  assert.equal(answer.headers["idempotency-replayed"], "true", "the act was done again instead of being told again");
  return answer.body;
}

function doneNow(answer) {
  assert.ok(answer.status < 300, answer.text);
  assert.equal(answer.headers["idempotency-replayed"], undefined, "the act had been done although it was cut off before");
  return answer.body;
}

async function eventsOf(kind, stream) {
  const rows = readDatabase(arena.data, ["history"]).history;
  return rows.map((row) => decodeEvent(Buffer.from(row.leaf, "hex"))).filter((each) => each.kind === kind && each.stream === stream);
}

// Every file that lies in the store.
function storedNames() {
  const folder = path.join(arena.data, "blobs");
  return new Set(fs.readdirSync(folder).flatMap((part) => fs.readdirSync(path.join(folder, part))));
}

async function book(person, kind, series) {
  const books = (await person.get("/registers")).items.filter((each) => each.kind === kind);
  return books.find((each) => series === undefined || each.series === series)?.last ?? 0;
}

const deliveryTo = (document, agency) => document.deliveries.find((each) => each.recipient.id === agency.id);

async function arrivedOnce(person, document) {
  await arena.quiet();
  const arrivals = (await person.get("/incoming?list=all&limit=500")).items.filter((each) => each.abstract === document.facts.abstract);
  assert.equal(arrivals.length, 1, `${person.userName} has ${arrivals.length} arrivals of one document`);
  assert.equal((await eventsOf("incoming.arrived", arrivals[0].id)).length, 1);
  return person.get(`/incoming/${arrivals[0].id}`);
}

describe(`crash points (${storage})`, () => {
  before(async () => {
    arena = await Arena.open("crash");
    specialist = await arena.as("specialist", "a");
    leader = await arena.as("leader", "a");
    clerk = await arena.as("clerk", "a");
    clerkB = await arena.as("clerk", "b");
    clerkC = await arena.as("clerk", "c");
  }, everywhere);
  after(endAll);

  it("F1 a file is stored, its record is not: the retry gives one upload", onSqlite, async () => {
    const pdf = await arena.letterPdf("state");
    const options = { raw: pdf, headers: { "content-type": "application/octet-stream", "content-disposition": "attachment; filename*=UTF-8''thu.pdf" } };
    const before = readDatabase(arena.data, ["uploads"]).uploads.length;
    const { key, answer } = await cutOff("upload.after_blob:1", specialist, "POST", "/files", options);
    const upload = doneNow(answer);
    assert.equal(replayed(await specialist.call("POST", "/files", { ...options, key })).upload_id, upload.upload_id);
    assert.equal(readDatabase(arena.data, ["uploads"]).uploads.length, before + 1);
    await arena.check();
  });

  for (const point of ["blobs.before_flush", "blobs.before_rename", "blobs.after_rename"]) {
    it(`F1 a file is on its way (${point}): nothing half is left, the retry stores it`, onSqlite, async () => {
      const options = { raw: await arena.letterPdf("party"), headers: { "content-type": "application/octet-stream", "content-disposition": "attachment; filename*=UTF-8''dang.pdf" } };
      const { answer } = await cutOff(`${point}:1`, specialist, "POST", "/files", options);
      doneNow(answer);
      assert.deepEqual(fs.readdirSync(path.join(arena.data, "blobs", "incoming")), [], "a temporary file is left");
    });
  }

  it("F1 a draft is decided, not committed: the retry makes one draft", onSqlite, async () => {
    const facts = await arena.facts("a", { to: ["b"] });
    const { answer } = await cutOff("act.before_commit:1", specialist, "POST", "/outgoing", { body: facts });
    doneNow(answer);
    const drafts = (await specialist.get("/outgoing?list=all&limit=500")).items.filter((each) => each.abstract === facts.abstract);
    assert.equal(drafts.length, 1);
    await arena.check();
  });

  it("F2 an act is committed, its reply is lost: the same id and the same number come again", everywhere, async () => {
    const facts = await arena.facts("a", { to: ["b"] });
    const drafted = await cutOff("act.after_commit:1", specialist, "POST", "/outgoing", { body: facts });
    const draft = replayed(drafted.answer);
    const drafts = (await specialist.get("/outgoing?list=all&limit=500")).items.filter((each) => each.abstract === facts.abstract);
    assert.deepEqual(drafts.map((each) => each.id), [draft.id]);

    await arena.addVersion(specialist, draft.id, "a");
    await specialist.post(`/outgoing/${draft.id}/submit`);
    const before = await book(clerk, "outgoing");
    const { key, answer } = await cutOff("act.after_commit:1", leader, "POST", `/outgoing/${draft.id}/approve`, { body: {} });
    const approved = replayed(answer);
    assert.equal(approved.numbering.sequence, before + 1);
    assert.equal(await book(clerk, "outgoing"), before + 1, "the retry took a second number");
    const other = await leader.call("POST", `/outgoing/${draft.id}/approve`, { body: { opinion: "khác" }, key });
    assert.equal(other.body.code, "usecases.key_reused");

    await arena.until("the final PDF", clerk, `/outgoing/${draft.id}`, (now) => now.final_pdf !== null);
    await arena.signAll("a", await clerk.get(`/outgoing/${draft.id}`));
    const issued = await cutOff("act.after_commit:1", clerk, "POST", `/outgoing/${draft.id}/issue`);
    assert.equal(replayed(issued.answer).stage, "issued");
    const arrival = await arrivedOnce(clerkB, draft);
    const arrivals = await book(clerkB, "incoming");
    const accepted = await cutOff("act.after_commit:1", clerkB, "POST", `/incoming/${arrival.id}/accept`, { body: {} });
    assert.equal(replayed(accepted.answer).arrival_number, arrivals + 1);
    assert.equal(await book(clerkB, "incoming"), arrivals + 1);
    await arena.check();
  });

  it("F3 a number is taken, the document is not written: no gap, and the next takes that number", onSqlite, async () => {
    const document = await arena.submitted("a", { to: ["b"] });
    const before = await book(clerk, "outgoing");
    const key = newKey();
    const told = await arena.dying("register.after_line:1", () => leader.call("POST", `/outgoing/${document.id}/approve`, { body: {}, key }));
    assert.equal(told, undefined);
    assert.equal(await book(clerk, "outgoing"), before);
    assert.equal((await leader.get(`/outgoing/${document.id}`)).stage, "awaiting_approval");
    const other = await arena.approved("a", { to: ["b"] });
    assert.equal(other.numbering.sequence, before + 1);
    const approved = doneNow(await leader.call("POST", `/outgoing/${document.id}/approve`, { body: {}, key }));
    assert.equal(approved.numbering.sequence, before + 2);

    await arena.signAll("a", other);
    await arena.issue("a", other.id);
    const arrival = await arrivedOnce(clerkB, other);
    const arrivals = await book(clerkB, "incoming");
    const accepted = await cutOff("register.after_line:1", clerkB, "POST", `/incoming/${arrival.id}/accept`, { body: {} });
    assert.equal(doneNow(accepted.answer).arrival_number, arrivals + 1);
    await arena.check();
  });

  it("F4 the final file is being rendered: it is there once, and whole", onSqlite, async () => {
    const document = await arena.submitted("a", { to: ["b"] });
    for (const fault of ["outbox.after_claim:1", "render.before_commit:1"]) {
      if (fault.startsWith("outbox")) {
        await arena.dying(fault, () => leader.post(`/outgoing/${document.id}/approve`, {}));
      } else {
        const voided = await clerk.post(`/outgoing/${document.id}/void-number`, { reason: "Duyệt nhầm (thử nghiệm)." });
        assert.equal(voided.final_pdf, null);
        await specialist.post(`/outgoing/${document.id}/submit`);
        await arena.dying(fault, () => leader.post(`/outgoing/${document.id}/approve`, {}));
      }
      const now = await arena.until("the final PDF", clerk, `/outgoing/${document.id}`, (each) => each.final_pdf !== null);
      assert.equal(now.stage, "signing");
    }
    assert.equal((await eventsOf("outgoing.final_set", document.id)).length, 2);
    await arena.check();
  });

  it("F4 a signature is being made: nothing half signed is seen, one is attached in the end", onSqlite, async () => {
    const methods = (await arena.policy("a")).signing_methods.map((each) => each.method);
    const three = methods.includes("initial_person_and_seal") ? { method: "initial_person_and_seal" } : {};
    let document = await arena.approved("a", { to: ["b"], ...three });
    const faults = ["sign.before_token:1", "sign.after_token:1", "sign.after_blob:1", "act.before_commit:1"];
    while (document.next_signature !== null) {
      const role = document.next_signature;
      const signer = await arena.as(arena.signerOf(role), "a");
      const body = { role, pin: kPin };
      const key = newKey();
      const blobs = storedNames();
      for (const fault of role === "seal" ? ["act.after_commit:1"] : faults.splice(0, 2)) {
        const told = await arena.dying(fault, () => signer.call("POST", `/outgoing/${document.id}/sign`, { body, key }));
        assert.equal(told, undefined);
        if (fault === "act.after_commit:1") continue;
        const now = await clerk.get(`/outgoing/${document.id}`);
        assert.equal(now.final_pdf.sha256, document.final_pdf.sha256, `${fault}: another file is shown`);
        assert.equal(now.signatures.length, document.signatures.length, `${fault}: a signature is shown`);
        for (const name of storedNames()) {
          if (!blobs.has(name)) await clerk.refused("usecases.no_such_file", "GET", `/outgoing/${document.id}/files/${name}`);
        }
      }
      const answer = await arena.again(signer, "POST", `/outgoing/${document.id}/sign`, { body, key });
      const signed = role === "seal" ? replayed(answer) : doneNow(answer);
      assert.equal(signed.signatures.length, document.signatures.length + 1);
      assert.equal(signed.signatures.at(-1).role, role);
      document = signed;
    }
    assert.deepEqual(faults, [], "a place was not tried");
    const verdict = await clerk.get(`/outgoing/${document.id}/signatures`);
    assert.equal(verdict.verdict, "valid", JSON.stringify(verdict.reasons));
    assert.equal(verdict.signatures.length, document.signatures.length);
    assert.equal(document.stage, "sealed");
    await arena.check();
  });

  it("F5 a packet has been delivered and is not ticked off: the recipient has it once", everywhere, async () => {
    const agency = await arena.agency("b");
    for (const fault of ["outbox.before_effect:1", "receive.before_commit:1", "outbox.after_effect:1", "outbox.after_finish:1"]) {
      const document = await arena.sealed("a", { to: ["b"] });
      await arena.dying(fault, () => clerk.post(`/outgoing/${document.id}/issue`));
      const arrival = await arrivedOnce(clerkB, document);
      assert.equal(arrival.stage, "arrived");
      const now = await clerk.get(`/outgoing/${document.id}`);
      assert.equal(now.stage, "issued");
      assert.equal(deliveryTo(now, agency).status, "arrived", fault);
    }
    await arena.check();
  });

  it("F5 one packet of three is delivered and not ticked off: all three have it once", everywhere, async () => {
    const document = await arena.sealed("a", { to: ["b", "c", "d"] });
    await arena.dying("outbox.after_effect:2", () => clerk.post(`/outgoing/${document.id}/issue`));
    for (const letter of ["b", "c", "d"]) await arrivedOnce(await arena.as("clerk", letter), document);
    await arena.check();
  });

  it("F6, F7 the receipt is lost before it leaves, before it is recorded, and when it was recorded: it is the same one", onSqlite, async () => {
    const agency = await arena.agency("b");
    for (const fault of ["outbox.before_effect:2", "status.before_commit:1", "outbox.after_effect:2"]) {
      const document = await arena.sealed("a", { to: ["b"] });
      await arena.dying(fault, () => clerk.post(`/outgoing/${document.id}/issue`));
      const arrival = await arrivedOnce(clerkB, document);
      const delivery = deliveryTo(await clerk.get(`/outgoing/${document.id}`), agency);
      assert.equal(delivery.status, "arrived", fault);
      assert.equal(delivery.receipt.main_sha256, document.final_pdf.sha256);
      assert.equal(delivery.receipt.at, arrival.arrived_at, `${fault}: the receipt is not that of the arrival`);
      assert.equal(delivery.facts.length, 1, `${fault}: the status was heard ${delivery.facts.length} times`);
    }
    await arena.check();
  });

  it("F8 a recall is cut off: it was asked for or not, and all come to the same end", everywhere, async () => {
    const document = await arena.issued("a", { to: ["b", "c"] });
    const atB = await arena.accepted("b", document);
    const atC = await arrivedOnce(clerkC, document);
    const body = { reason: "Sai số liệu (thử nghiệm)." };
    const key = newKey();
    const recall = () => clerk.call("POST", `/outgoing/${document.id}/recall`, { body, key });

    assert.equal(await arena.dying("act.before_commit:1", recall), undefined);
    const untouched = await clerk.get(`/outgoing/${document.id}`);
    assert.equal(untouched.stage, "issued");
    assert.equal(untouched.recall, null);
    assert.equal((await clerkB.get(`/incoming/${atB.id}`)).stage, "accepted");

    assert.equal(await arena.dying("act.after_commit:1", recall), undefined);
    const recalled = replayed(await arena.again(clerk, "POST", `/outgoing/${document.id}/recall`, { body, key }));
    assert.equal(recalled.stage, "recalled");
    await arena.until("B to know that it must cancel", clerkB, `/incoming/${atB.id}`, (now) => now.stage === "cancel_due");
    await arena.until("C to lose it", clerkC, `/incoming/${atC.id}`, (now) => now.stage === "withdrawn");

    const cancelled = await cutOff("act.after_commit:1", clerkB, "POST", `/incoming/${atB.id}/cancel`);
    assert.equal(replayed(cancelled.answer).stage, "cancelled");
    await arena.until("the recall to be settled", clerk, `/outgoing/${document.id}`, (now) => now.recall.settled);
    assert.equal((await eventsOf("outgoing.recalled", document.id)).length, 1);
    await arena.check();
  });

  it("F8 the word of a recall is cut off on its way: it is heard once, and answered once", everywhere, async () => {
    const faults = ["recall.before_commit:1", "outbox.after_effect:1", "recall_answer.before_commit:1"];
    for (const fault of storage === "sqlite" ? faults : faults.slice(1)) {
      const document = await arena.issued("a", { to: ["b"] });
      const arrival = await arrivedOnce(clerkB, document);
      await arena.dying(fault, () => clerk.post(`/outgoing/${document.id}/recall`, { reason: "Gửi nhầm (thử nghiệm)." }));
      await arena.quiet();
      assert.equal((await clerkB.get(`/incoming/${arrival.id}`)).stage, "withdrawn", fault);
      const now = await clerk.get(`/outgoing/${document.id}`);
      assert.equal(now.recall.settled, true, fault);
      assert.deepEqual(now.recall.answers.map((each) => each.outcome), ["withdrawn"], fault);
      assert.equal((await eventsOf("incoming.withdrawn", arrival.id)).length, 1, fault);
      assert.equal((await eventsOf("recall.answered", now.recall.id)).length, 1, fault);
    }
    await arena.check();
  });

  it("I10 three restarts change nothing", everywhere, async () => {
    await arena.check({ restarts: 3 });
  });
});
