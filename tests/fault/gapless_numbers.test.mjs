// Requirement of the register books: 32 sessions take numbers of one book at once, the server is killed in the middle
// and started again, and the numbers are exactly 1 … n, each given up with a reason or held by one document.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";

import { newKey } from "../acceptance/support/client.mjs";
import { storage } from "../acceptance/support/demo.mjs";
import { endAll } from "../acceptance/support/processes.mjs";
import { Arena, sleep } from "./support/arena.mjs";

const kPeople = 32;
const kRounds = Number(process.env.CONGVAN_FAULT_ROUNDS ?? 4);
const kKills = 2;

describe(`gapless numbers (${storage})`, () => {
  after(endAll);

  it(`${kPeople} people, one book, ${kKills} kills: exactly 1 … n`, { timeout: 300_000 }, async () => {
    const arena = await Arena.open("gapless");
    // Signed on paper: an approval is a number and nothing else, so that the book is what everybody waits for.
    const drafter = await arena.as("specialist", "a");
    const source = await drafter.upload("Dự thảo.pdf", await arena.letterPdf("state"));
    const desks = [];
    for (let i = 0; i < kPeople; i += 1) {
      const made = await drafter.post("/outgoing", await arena.facts("a", { to: ["b"], method: "scan_and_seal" }));
      await drafter.post(`/outgoing/${made.id}/versions`, { source, attachments: [] });
      desks.push({ id: made.id, leader: await arena.fresh("leader", "a"), clerk: await arena.fresh("clerk", "a"), taken: [] });
    }

    let done = 0;
    const say = async (person, path_, body) => {
      const answer = await arena.again(person, "POST", path_, { body, key: newKey() });
      assert.ok(answer.status < 300, `${path_}: ${answer.status} ${answer.text}`);
      return answer.body;
    };
    const work = async ({ id, leader, clerk, taken }) => {
      for (let round = 1; round <= kRounds; round += 1) {
        await say(drafter, `/outgoing/${id}/submit`);
        taken.push((await say(leader, `/outgoing/${id}/approve`, {})).numbering.sequence);
        done += 1;
        if (round === kRounds) return; // keeps its last number
        await say(clerk, `/outgoing/${id}/void-number`, { reason: `Duyệt nhầm lần ${round} (thử nghiệm).` });
      }
    };
    const killing = async () => {
      for (let i = 1; i <= kKills; i += 1) {
        while (done < (i * kPeople * kRounds) / (kKills + 1)) await sleep(5);
        await arena.server.kill();
        await arena.afterCrash();
      }
    };
    await Promise.all([...desks.map(work), killing()]);

    const numbers = desks.flatMap((desk) => desk.taken).sort((a, b) => a - b);
    assert.deepEqual(numbers, Array.from({ length: kPeople * kRounds }, (_, i) => i + 1), "the numbers that people were told");
    const state = await arena.check();
    const book = state.register_books.find((each) => each.kind === "outgoing");
    assert.equal(book.last, kPeople * kRounds);
    const lines = state.register_lines.filter((each) => each.book === book.id);
    assert.equal(lines.filter((each) => each.state === "voided").length, kPeople * (kRounds - 1));
    assert.equal(lines.filter((each) => each.state === "reserved").length, kPeople);
    await arena.stop();
  });
});
