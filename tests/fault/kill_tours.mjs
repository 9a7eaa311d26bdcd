// Kills a server with SIGKILL at random moments while `congvan tour` runs again and again; at the end every tour has
// come to its end, and nothing is lost or doubled.
//
//   node tests/fault/kill_tours.mjs [--kills 20] [--seed N] [--tours N] [--places]
//
// It goes on for as many tours as the kills take, and for --tours at least. The seed is printed: the same seed gives
// the same moments. With --places (a build with CONGVAN_FAULTS) every second kill comes at a random passage of a random
// named place instead of at a random moment.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import { parseArgs } from "node:util";

import { atEnd, binary, endAll, root } from "../acceptance/support/processes.mjs";
import { Arena, sleep } from "./support/arena.mjs";

const kLongestLife = 4_000; // ms between a start and the next kill

const kPlaces = {
  "storage.before_commit": 40, "storage.after_commit": 40, "act.before_commit": 8, "act.after_commit": 8, "upload.after_blob": 3,
  "blobs.before_rename": 4, "blobs.after_rename": 4, "register.after_line": 3, "sign.after_token": 3, "sign.after_blob": 3,
  "outbox.after_claim": 4, "outbox.before_effect": 6, "outbox.after_effect": 6, "outbox.after_finish": 6,
  "render.before_commit": 1, "receive.before_commit": 2, "status.before_commit": 4, "recall.before_commit": 1,
  "recall_answer.before_commit": 1,
}; // the highest passage that is tried

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    seed: { type: "string" },
    tours: { type: "string", default: "1" },
    places: { type: "boolean", default: false },
  },
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

function somePlace() {
  const [name, most] = Object.entries(kPlaces)[Math.floor(random() * Object.keys(kPlaces).length)];
  return `${name}:${1 + Math.floor(random() * most)}`;
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

  const kill = async () => {
    const patience = random() * kLongestLife;
    if (arena.fault === undefined) {
      await sleep(patience);
      return arena.server.kill();
    }
    // The place may not be on the way any more: then the moment decides after all.
    const reached = await Promise.race([arena.server.ended, sleep(4 * kLongestLife)]);
    return reached ?? arena.server.kill();
  };
  const killing = async () => {
    while (killed < kills) {
      const how = await kill();
      assert.equal(how.signal, "SIGKILL", `the server ended by itself: ${JSON.stringify(how)} ${arena.server.said()}`);
      killed += 1;
      say(`kill ${killed}${arena.fault === undefined ? "" : ` at ${arena.fault}`}`);
      await sleep(random() * 300);
      arena.fault = values.places && killed < kills && killed % 2 === 1 ? somePlace() : undefined;
      await arena.afterCrash(arena.fault);
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
