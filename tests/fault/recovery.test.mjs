// fault-F9: the server dies ten times in a row while it starts, with work left over from the crash before; and while
// it creates the demo.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { storage } from "../acceptance/support/demo.mjs";
import { endAll, temporaryFolder } from "../acceptance/support/processes.mjs";
import { Arena } from "./support/arena.mjs";
import { readDatabase } from "./support/database.mjs";

const kLimit = { timeout: 240_000 };

const kStart = ["start.after_lock:1", "start.after_database:1", "start.after_schema:1", "start.after_storage:1", "start.before_serving:1"];
const kWork = ["outbox.after_claim:1", "receive.before_commit:1", "outbox.after_effect:1", "status.before_commit:1", "outbox.after_effect:1"];

describe(`deaths at start (${storage})`, () => {
  let arena;
  before(async () => {
    arena = await Arena.open("recovery");
  }, kLimit);
  after(endAll);

  it("F9 with a delivery under way: ten deaths in a row, then it arrives once and all is well", kLimit, async () => {
    const document = await arena.sealed("a", { to: ["b"] });
    const clerk = await arena.as("clerk", "a");
    const told = await arena.dyingForGood("outbox.before_effect:1", () => clerk.call("POST", `/outgoing/${document.id}/issue`));
    assert.ok(told === undefined || told.status === 200);
    const before = readDatabase(arena.data).history;
    for (let i = 0; i < 5; i += 1) {
      await arena.dieAtStart(kStart[i]);
      await arena.dieAtStart(kWork[i]);
    }
    await arena.start();
    const arrival = await arena.arrival("b", document);
    assert.equal(arrival.stage, "arrived");
    await arena.quiet();
    const after_ = readDatabase(arena.data, ["history"]).history;
    assert.deepEqual(after_.slice(0, before.length), before, "what was written before the crashes has changed");
    const kinds = after_.length - before.length;
    assert.equal(kinds, 2, "an arrival and its receipt were to be added, and nothing else");
    await arena.check();
  });

  it("F9, I10 with nothing left to be done: ten deaths at the start change nothing at all", kLimit, async () => {
    const before = await arena.check();
    await arena.stop();
    for (let i = 0; i < 10; i += 1) await arena.dieAtStart(kStart[i % kStart.length]);
    const after_ = readDatabase(arena.data);
    for (const table of Object.keys(before)) assert.deepEqual(after_[table], before[table], `${table} has changed (I10)`);
    await arena.start();
    await arena.check({ restarts: 3 });
  });

  it("a demo whose creation dies is finished by the next start", kLimit, async () => {
    const half = new Arena();
    half.data = path.join(temporaryFolder("half"), "data");
    await half.dieAtStart("start.after_lock:1", ["--demo"]);
    await half.dieAtStart("start.after_schema:1", ["--demo"]);
    await half.dieAtStart("demo.after_key:2", ["--demo"]);
    await half.dieAtStart("demo.after_key:3", ["--demo"]);
    await half.dieAtStart("start.before_serving:1", ["--demo"]);
    half.begin();
    await half.start();
    await half.issued("a", { to: ["b"] });
    await half.check();
    await half.stop();
  });
});
