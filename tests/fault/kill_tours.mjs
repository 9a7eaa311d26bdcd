// Kills a server with SIGKILL at random moments while `congvan tour` runs again and again; at the end every tour has
// come to its end, and nothing is lost or doubled.
//
//   node tests/fault/kill_tours.mjs [--kills 20] [--seed N] [--tours N]
//
// It goes on for as many tours as the kills take, and for --tours at least. The seed is printed: the same seed gives
// the same moments.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import { parseArgs } from "node:util";

import { atEnd, binary, endAll, root } from "../acceptance/support/processes.mjs";
import { Arena, sleep } from "./support/arena.mjs";

const kLongestLife = 4_000; // ms between a start and the next kill

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, seed: { type: "string" }, tours: { type: "string", default: "1" } },
});
const kills = Number(values.kills);
const fewestTours = Number(values.tours);
const seed = Number(values.seed ?? crypto.randomInt(1, 1_000_000));

// Mulberry32: small, and the same everywhere.
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}

const started = Date.now();
function say(sentence) {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(7)} s  ${sentence}`);
}

function tour(url) {
  const child = spawn(binary, ["tour", "--server", url, "--share", root, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
  atEnd(() => child.kill("SIGKILL"));
  let out = "";
  let err = "";
  child.stdout.on("data", (piece) => {
    out += piece;
  });
  child.stderr.on("data", (piece) => {
    err += piece;
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve({ code, out, err })));
}

async function main() {
  say(`seed ${seed}, ${kills} kills`);
  const arena = await Arena.open("tours");
  arena.port = arena.server.port; // the tours find the server again where it was
  let killed = 0;
  let toldReconnections = 0;
  const documents = [];

  const killing = async () => {
    while (killed < kills) {
      await sleep(random() * kLongestLife);
      const how = await arena.server.kill();
      assert.equal(how.signal, "SIGKILL", `the server ended by itself: ${JSON.stringify(how)} ${arena.server.said()}`);
      killed += 1;
      await sleep(random() * 300);
      await arena.afterCrash();
      say(`kill ${killed}`);
    }
  };
  const touring = async () => {
    while (killed < kills || documents.length < fewestTours) {
      const done = await tour(arena.server.url);
      assert.equal(done.code, 0, `tour ${documents.length + 1} failed (seed ${seed}): ${done.err}\n${done.out}`);
      const answer = JSON.parse(done.out);
      documents.push(answer.document_id);
      toldReconnections += answer.reconnections;
      say(`tour ${documents.length} done, ${answer.steps.length} steps, ${answer.reconnections} log-ins again`);
    }
  };
  await Promise.all([touring(), killing()]);

  const tours = documents.length;
  assert.equal(new Set(documents).size, tours);
  const everybody = ["specialist", "specialist2", "leader", "clerk"].flatMap((role) => ["a", "b", "c", "d"].map((letter) => [role, letter]));
  for (const [role, letter] of everybody) await arena.as(role, letter);
  const rows = await arena.check({ restarts: 3 });

  // Nothing lost, nothing doubled: what one tour leaves, times the tours.
  const agencies = {};
  for (const letter of ["a", "b", "c", "d"]) agencies[letter] = (await arena.agency(letter)).id;
  const count = (table, fits) => rows[table].filter(fits).length;
  const per = {
    "documents of A": count("outgoing", (row) => row.agency === agencies.a) / 2,
    "documents of A recalled": count("outgoing", (row) => row.agency === agencies.a && row.stage === "recalled") / 2,
    "answers of B": count("outgoing", (row) => row.agency === agencies.b && row.stage === "issued"),
    "arrivals at A": count("incoming", (row) => row.agency === agencies.a),
    "arrivals at B": count("incoming", (row) => row.agency === agencies.b) / 2,
    "cancelled at B": count("incoming", (row) => row.agency === agencies.b && row.stage === "cancelled"),
    "withdrawn at B": count("incoming", (row) => row.agency === agencies.b && row.stage === "withdrawn"),
    "returned at C": count("incoming", (row) => row.agency === agencies.c && row.stage === "returned"),
    "cancelled at D": count("incoming", (row) => row.agency === agencies.d && row.stage === "cancelled"),
    deliveries: count("deliveries", () => true) / 5,
    "numbers of A": count("register_lines", (row) => agencies.a === bookOf(rows, row).agency) / 3,
    "void numbers": count("register_lines", (row) => row.state === "voided"),
    "other numbers": count("register_lines", (row) => agencies.a !== bookOf(rows, row).agency) / 3,
  };
  for (const [what, number] of Object.entries(per)) assert.equal(number, tours, `${what}: ${number} instead of ${tours} (seed ${seed})`);
  await arena.stop();
  say(`${tours} tours, ${killed} kills, ${toldReconnections} log-ins again, ${rows.history.length} events: nothing lost, nothing doubled`);
}

function bookOf(rows, line) {
  return rows.register_books.find((book) => book.id === line.book);
}

try {
  await main();
} finally {
  await endAll();
}
