// What must hold after every crash: the invariants I1 to I6 and I10 (I10 is asked by whoever restarts), from the rows
// that the stopped server left, the files on its disk and what people see and were told. Each failure names its invariant.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { bookOf, decodeEvent, deliveryStatus, incomingStage, outgoingStage } from "./history.mjs";
import { openCheckpoint, readKey, rootsOf } from "./merkle.mjs";

function grouped(rows, name) {
  const groups = new Map();
  for (const row of rows) {
    const key = name(row);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return groups;
}

function streamsOf(state) {
  const events = state.history.map((row) => ({ ...decodeEvent(Buffer.from(row.leaf, "hex")), index: row.log_index }));
  const streams = {};
  for (const [name, own] of grouped(events, (each) => `${each.streamKind}/${each.stream}`)) {
    own.forEach((each, i) => assert.equal(each.revision, i + 1, `I3: ${name} has revision ${each.revision} in place ${i + 1}`));
    const kind = own[0].streamKind;
    streams[kind] ??= new Map();
    streams[kind].set(own[0].stream, own);
  }
  return (kind) => streams[kind] ?? new Map();
}

// The log: places 0 … n-1, the stored head, and every signed checkpoint are those of the leaves.
function checkLog({ state, api, key }) {
  const leaves = state.history.map((row) => Buffer.from(row.leaf, "hex"));
  state.history.forEach((row, i) => assert.equal(row.log_index, i, "the log has a gap"));
  const logKey = readKey(key);
  const signed = [api.checkpoint, ...state.checkpoints.map((each) => each.note)].map((note) => openCheckpoint(note, logKey));
  const head = state.log_head[0] ?? { size: 0, root: rootsOf([], [0]).get(0) };
  assert.equal(head.size, leaves.length, "the head of the log has another size than the log");
  const roots = rootsOf(leaves, [head.size, ...signed.map((each) => each.size)]);
  assert.equal(roots.get(head.size), head.root, "the root of the log is not that of its leaves");
  for (const each of signed) assert.equal(each.root, roots.get(each.size), `the checkpoint of size ${each.size} is of another log`);
  assert.equal(signed[0].size, leaves.length, "something was written after everything was quiet");
}

// I1: whatever was answered with 2xx is found, by those who were told and in the rows.
function checkAcknowledged({ state, api, ledger }) {
  const uploads = new Set(state.uploads.map((each) => each.id));
  for (const [id, userName] of ledger.uploads) assert.ok(uploads.has(id), `I1: upload ${id} of ${userName} is lost`);
  for (const [name, thing] of ledger.things) {
    const now = api.things.get(name);
    assert.equal(now.status, 200, `I1: ${name} is lost to ${thing.userName}: ${now.text}`);
    assert.ok(state[thing.room].some((each) => each.id === thing.id), `I1: ${name} has no row`);
    if (thing.room === "incoming") {
      if (thing.arrival !== undefined) assert.equal(now.body.arrival_number, thing.arrival, `I1: ${name} has another number`);
      continue;
    }
    const numbers = [now.body.numbering, ...now.body.voided_numbers].filter(Boolean).map((each) => each.notation);
    for (const notation of thing.numbers) assert.ok(numbers.includes(notation), `I1: ${name} lost its number ${notation}`);
  }
}

// I2: one inbox item for a document at a recipient, one delivery, one line that lives.
function checkOnce({ state }) {
  const once = (rows, name, what) => {
    for (const [key, same] of grouped(rows, name)) assert.equal(same.length, 1, `I2: ${what} ${key} is there ${same.length} times`);
  };
  once(state.incoming, (row) => `${row.document} at ${row.agency}`, "incoming");
  once(state.deliveries, (row) => `${row.document} to ${row.recipient}`, "delivery");
  const living = state.register_lines.filter((line) => line.state !== "voided");
  once(living, (line) => line.subject, "the line of");
  once(state.register_lines, (line) => `${line.book}/${line.sequence}`, "number");
}

// I3: the rows that lists are made of, and the lists, are what the events come to.
function checkFolds({ state, api }, streams) {
  const rooms = { outgoing: outgoingStage, incoming: incomingStage };
  for (const [room, stageOf] of Object.entries(rooms)) {
    assert.equal(state[room].length, streams(room).size, `I3: rows of ${room} and their histories differ in number`);
    for (const row of state[room]) {
      const events = streams(room).get(row.id);
      assert.ok(events, `I3: ${room} ${row.id} has no history`);
      assert.equal(row.stage, stageOf(events), `I3: ${room} ${row.id}`);
    }
  }
  assert.equal(state.deliveries.length, streams("delivery").size, "I3: deliveries and their histories differ in number");
  for (const row of state.deliveries) assert.equal(row.status, deliveryStatus(streams("delivery").get(row.id)), `I3: delivery ${row.id}`);
  for (const view of api.views) {
    for (const room of Object.keys(rooms)) {
      const rows = new Map(state[room].filter((row) => row.agency === view.agency).map((row) => [row.id, row]));
      for (const item of view[room]) {
        assert.ok(rows.has(item.id), `I3: ${view.userName} sees ${room} ${item.id}, which the agency does not have`);
        assert.equal(item.stage, rows.get(item.id).stage, `I3: ${view.userName} sees ${room} ${item.id} in another stage`);
      }
      assert.equal(new Set(view[room].map((item) => item.id)).size, view[room].length, `I2: ${view.userName} sees something twice`);
      const all = view.userName.startsWith("vanthu") && room === "incoming";
      if (all) assert.equal(view[room].length, rows.size, `I1: ${view.userName} does not see every arrival`);
    }
  }
}

// I4: numbers are 1 … n in every book, in rows, history and on the screen alike; a void one says why.
function checkNumbers({ state, api }, streams) {
  const lines = grouped(state.register_lines, (line) => line.book);
  for (const book of state.register_books) {
    const name = `book ${book.kind} ${book.series} ${book.period} of ${book.agency}`;
    const own = lines.get(book.id) ?? [];
    assert.deepEqual(own.map((line) => line.sequence), Array.from({ length: book.last }, (_, i) => i + 1), `I4: ${name}`);
    const told = bookOf(streams("register_book").get(book.id) ?? []);
    assert.equal(told.last, book.last, `I4: ${name} ends elsewhere in its history`);
    for (const line of own) {
      assert.equal(line.state, told.lines.get(line.sequence).state, `I3: ${name}, number ${line.sequence}`);
      assert.equal(line.subject, told.lines.get(line.sequence).subject, `I3: ${name}, number ${line.sequence}`);
      if (line.state === "voided") assert.ok(line.note.length > 0, `I4: number ${line.sequence} of ${name} is void without a reason`);
    }
  }
  for (const view of api.views) {
    for (const book of view.registers) {
      const shown = book.lines.map((line) => line.sequence).sort((a, b) => a - b);
      assert.deepEqual(shown, Array.from({ length: book.last }, (_, i) => i + 1), `I4: ${view.userName} sees ${book.title}`);
    }
  }
  // The number of a document is the number of its line.
  const byBook = new Map(state.register_books.map((book) => [book.id, book]));
  const living = new Map(state.register_lines.filter((line) => line.state !== "voided").map((line) => [line.subject, line]));
  for (const row of state.outgoing.filter((each) => each.notation !== "")) {
    assert.equal(living.get(row.id)?.notation, row.notation, `I4: ${row.notation} is not the line of ${row.id}`);
  }
  for (const row of state.incoming.filter((each) => each.arrival_number !== null)) {
    const line = living.get(row.id);
    assert.equal(line?.sequence, row.arrival_number, `I4: arrival ${row.arrival_number} is not the line of ${row.id}`);
    assert.equal(byBook.get(line.book).kind, "incoming");
  }
  const numbered = new Set([...state.outgoing, ...state.incoming].map((row) => row.id));
  for (const subject of living.keys()) assert.ok(numbered.has(subject), `I4: a line lives for ${subject}, which does not exist`);
}

// I5: what lies on the disk has the digest it is named by, and the recipient confirmed the digest that was issued.
function checkBytes({ data, state }, streams) {
  const folder = path.join(data, "blobs");
  const stored = new Set();
  for (const part of fs.readdirSync(folder)) {
    if (!/^[0-9a-f]{2}$/.test(part)) continue;
    for (const name of fs.readdirSync(path.join(folder, part))) {
      const digest = crypto.createHash("sha256").update(fs.readFileSync(path.join(folder, part, name))).digest("hex");
      assert.equal(digest, name, "I5: a stored file does not have the digest it is named by");
      stored.add(name);
    }
  }
  for (const row of [...state.held_blobs, ...state.uploads]) assert.ok(stored.has(row.blob), `I5: ${row.blob} is not on the disk`);
  for (const [id, events] of streams("incoming")) {
    const arrived = events.find((each) => each.kind === "incoming.arrived");
    if (arrived === undefined) continue; // recalled before it came
    const issued = streams("outgoing").get(arrived.document)?.find((each) => each.kind === "outgoing.issued");
    assert.ok(issued, `I5: incoming ${id} was never issued`);
    assert.equal(arrived.fields["facts.main.sha256"], issued.fields["pdf.sha256"], `I5: incoming ${id} is another file than issued`);
    assert.ok(stored.has(issued.fields["pdf.sha256"]), `I5: the file of incoming ${id} is not on the disk`);
  }
}

// I6: a receipt is only there for what is stored at the recipient, and says when and what arrived there.
function checkReceipts({ state }, streams) {
  const rows = new Map(state.deliveries.map((row) => [row.id, row]));
  for (const [id, events] of streams("delivery")) {
    const receipts = events.filter((each) => each.fields["receipt.main"] !== undefined);
    assert.ok(receipts.length <= 1, `I2: delivery ${id} has ${receipts.length} receipts`);
    if (receipts.length === 0) continue;
    const { document, recipient } = rows.get(id);
    const at = state.incoming.find((row) => row.document === document && row.agency === recipient);
    const arrived = at && streams("incoming").get(at.id).find((each) => each.kind === "incoming.arrived");
    assert.ok(arrived, `I6: delivery ${id} has a receipt, the recipient has nothing`);
    assert.equal(receipts[0].fields["receipt.main"], arrived.fields["facts.main.sha256"], `I5: the receipt of ${id}`);
    assert.equal(receipts[0].fields["receipt.at"], arrived.fields.at, `I6: the receipt of ${id} is not that of the arrival`);
  }
  // When everything is quiet, every delivery has been received, or recalled before it came.
  for (const row of state.deliveries) {
    const heard = streams("delivery").get(row.id).some((each) => each.fields["receipt.main"] !== undefined);
    const at = state.incoming.find((each) => each.document === row.document && each.agency === row.recipient);
    assert.ok(at, `I1: delivery ${row.id} never came to its recipient`);
    const came = streams("incoming").get(at.id).some((each) => each.kind === "incoming.arrived");
    assert.equal(heard, came, `I6: delivery ${row.id} arrived and has no receipt`);
  }
  assert.equal(state.outbox.length, 0, `I12: work is left over: ${JSON.stringify(state.outbox)}`);
}

// A recall exists at the sender exactly when it was asked for, and every recipient has heard of it.
function checkRecalls({ state }, streams) {
  const recalled = state.outgoing.filter((row) => row.stage === "recalled");
  assert.equal(streams("recall").size, recalled.length, "F8: recalls asked for and documents recalled differ in number");
  const recalls = new Map([...streams("recall").values()].map((events) => [events[0].document, events]));
  for (const row of recalled) {
    assert.ok(recalls.has(row.id), `F8: ${row.id} is recalled, nobody asked for it`);
    for (const delivery of state.deliveries.filter((each) => each.document === row.id)) {
      const at = state.incoming.find((each) => each.document === row.id && each.agency === delivery.recipient);
      const heard = at && streams("incoming").get(at.id).some((each) => each.fields.recall !== undefined);
      assert.ok(heard, `F8: ${delivery.recipient} has not heard of the recall of ${row.id}`);
    }
  }
}

export function checkEverything(facts) {
  checkLog(facts);
  const streams = streamsOf(facts.state);
  checkAcknowledged(facts);
  checkOnce(facts);
  checkFolds(facts, streams);
  checkNumbers(facts, streams);
  checkBytes(facts, streams);
  checkReceipts(facts, streams);
  checkRecalls(facts, streams);
}
