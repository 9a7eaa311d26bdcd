// The checker of invariants notices what it is there to notice: each fault is put into what a sound server left.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { endAll } from "../acceptance/support/processes.mjs";
import { Arena } from "./support/arena.mjs";
import { checkEverything } from "./support/invariants.mjs";

describe("the checker of invariants", () => {
  let sound;
  before(async () => {
    const arena = await Arena.open("checker");
    const document = await arena.issued("a", { to: ["b", "c"] });
    await arena.accepted("b", document);
    const second = await arena.approved("a", { to: ["b"] });
    await (await arena.as("clerk", "a")).post(`/outgoing/${second.id}/void-number`, { reason: "Duyệt nhầm (thử nghiệm)." });
    sound = await arena.remains();
  }, { timeout: 180_000 });
  after(endAll);

  function notices(what, invariant, spoil) {
    it(`notices ${what}`, () => {
      const facts = { ...sound, state: structuredClone(sound.state) };
      spoil(facts.state, facts);
      assert.throws(() => checkEverything(facts), (problem) => {
        assert.match(problem.message, invariant);
        return true;
      });
    });
  }

  it("is content with what a sound server left", () => checkEverything(sound));

  notices("a changed byte of an event", /root of the log/, (state) => {
    const row = state.history[3];
    row.leaf = `${row.leaf.slice(0, -2)}${row.leaf.endsWith("00") ? "01" : "00"}`;
  });
  notices("a missing event", /log has a gap/, (state) => state.history.splice(2, 1));
  notices("a log that lost its end", /head of the log/, (state) => state.history.pop());
  notices("a foreign checkpoint", /not signed by the log's key/, (_, facts) => {
    facts.api = { ...facts.api, checkpoint: facts.api.checkpoint.replace(/\n(\d+)\n/, "\n1$1\n") };
  });
  notices("a lost document", /I1: outgoing/, (state) => state.outgoing.shift());
  notices("a lost upload", /I1: upload/, (state) => state.uploads.shift());
  notices("a document that arrived twice", /I2: incoming/, (state) => state.incoming.push({ ...state.incoming[0], id: "another" }));
  notices("a second living line", /I2: the line/, (state) => {
    const line = state.register_lines.find((each) => each.state === "entered");
    state.register_lines.push({ ...line, sequence: 99 });
  });
  notices("a row that is not what its events say", /I3: incoming/, (state) => {
    state.incoming[0].stage = "completed";
  });
  notices("a delivery that is not what its events say", /I3: delivery/, (state) => {
    state.deliveries[0].status = "queued";
  });
  notices("a gap in a book", /I4: book/, (state) => {
    const book = state.register_books.find((each) => each.last > 1);
    state.register_lines = state.register_lines.filter((each) => each.book !== book.id || each.sequence !== 1);
  });
  notices("a void number without a reason", /I4: number .* void/, (state) => {
    state.register_lines.find((each) => each.state === "voided").note = "";
  });
  notices("a missing file", /I5: .* not on the disk/, (state) => state.held_blobs.push({ blob: "ab".repeat(32), document: "x" }));
  notices("a receipt without an arrival", /I3: rows of incoming/, (state) => {
    state.incoming = state.incoming.filter((each) => each.stage !== "arrived");
  });
  notices("work that is left over", /I12/, (state) => state.outbox.push({ id: 1, kind: "deliver" }));
  notices("a recall that nobody asked for", /I3|F8/, (state) => {
    state.outgoing.find((each) => each.stage === "issued").stage = "recalled";
  });

  it("notices a file whose bytes have changed", () => {
    const { blob } = sound.state.held_blobs[0];
    const file = path.join(sound.data, "blobs", blob.slice(0, 2), blob);
    const bytes = fs.readFileSync(file);
    bytes[bytes.length >> 1] ^= 1;
    fs.chmodSync(file, 0o640);
    fs.writeFileSync(file, bytes);
    assert.throws(() => checkEverything(sound), /I5: a stored file/);
  });
});
