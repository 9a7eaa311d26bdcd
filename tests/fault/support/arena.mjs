// A demo office whose server is killed, again and again. People keep their sessions, as they do in life; whatever they
// were told is done is remembered, to be demanded later.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { exchange, newKey, Person } from "../../acceptance/support/client.mjs";
import { demoDirectory, storage } from "../../acceptance/support/demo.mjs";
import { Office } from "../../acceptance/support/office.mjs";
import { atEnd, binary, eventually, freePort, root, run, startServer } from "../../acceptance/support/processes.mjs";
import { readDatabase } from "./database.mjs";
import { checkEverything } from "./invariants.mjs";

const kUsers = { leader: "lanhdao", clerk: "vanthu", specialist: "chuyenvien", specialist2: "chuyenvien2" };

export function sleep(ms) {
  return new Promise((wake) => setTimeout(wake, ms));
}

// What a write that was answered with 2xx promised.
class Ledger {
  constructor() {
    this.things = new Map(); // "outgoing/ID" → { userName, id, room, numbers }
    this.uploads = new Map(); // id → userName
  }
  note(userName, path_, body) {
    if (body?.upload_id !== undefined) this.uploads.set(body.upload_id, userName);
    const room = /^\/(outgoing|incoming)/.exec(path_)?.[1];
    if (room === undefined || body?.id === undefined) return;
    const name = `${room}/${body.id}`;
    const thing = this.things.get(name) ?? { userName, room, id: body.id, numbers: new Set() };
    if (body.numbering) thing.numbers.add(body.numbering.notation);
    if (typeof body.arrival_number === "number") thing.arrival = body.arrival_number;
    this.things.set(name, thing);
  }
}

class Witnessed extends Person {
  constructor(arena, userName) {
    super(arena.server, userName);
    this.arena = arena;
  }
  async call(method, path_, options) {
    this.server = this.arena.server;
    const answer = await super.call(method, path_, options);
    if (method !== "GET" && answer.status < 300) this.arena.ledger.note(this.userName, path_, answer.body);
    return answer;
  }
}

export class Arena extends Office {
  static async open(name) {
    const arena = new Arena();
    arena.data = await demoDirectory(name);
    arena.begin();
    await arena.start();
    return arena;
  }

  begin() {
    this.ledger = new Ledger();
    this.people = new Map();
  }

  // On `this.port` if one is set. With `fault` ("name:n") the server kills itself at the n-th passage of that place.
  async start(fault) {
    const env = fault === undefined ? {} : { CONGVAN_FAULT: fault };
    this.server = await startServer(this.data, { env, port: this.port });
  }

  async stop() {
    const how = await this.server.stop();
    assert.equal(how.code, 0, `the server did not end well: ${JSON.stringify(how)}\n${this.server.said()}`);
  }

  async as(role, letter) {
    const user = role === "administrator" ? "quantri" : `${kUsers[role] ?? role}.${letter}`;
    if (!this.people.has(user)) this.people.set(user, new Witnessed(this, user).logIn());
    return this.people.get(user);
  }

  // A session of its own.
  async fresh(role, letter) {
    return new Witnessed(this, `${kUsers[role]}.${letter}`).logIn();
  }

  // Work that another server had taken when it died waits on PostgreSQL until the lease ends: the clock is moved there.
  async afterCrash(fault) {
    try {
      await this.start(fault);
    } catch (problem) {
      // A place that the start itself passes: dead again, and started without.
      if (fault === undefined || !problem.final || !/"signal":"SIGKILL"/.test(problem.message)) throw problem;
      await this.start();
    }
    if (storage !== "postgres") return;
    const now = await this.now();
    const later = new Date(Date.parse(now) + 61_000 + 7 * 3_600_000).toISOString().replace("Z", "+07:00");
    const answer = await exchange(this.server, {
      method: "POST",
      path: "/demo/clock",
      headers: { "content-type": "application/json", "idempotency-key": newKey() },
      body: JSON.stringify({ set: later }),
    });
    assert.equal(answer.status, 200, answer.text);
  }

  // The server dies at the fault while `act` goes on, and is started again. Answers with what the act was told:
  // undefined when the connection was lost before an answer.
  async dying(fault, act) {
    const told = await this.dyingForGood(fault, act);
    await this.afterCrash();
    return told;
  }

  // The same, and the server stays dead.
  async dyingForGood(fault, act) {
    await this.quiet();
    await this.stop();
    await this.start(fault);
    let told;
    let lost;
    try {
      told = await act();
    } catch (problem) {
      if (!(problem instanceof TypeError)) throw problem; // fetch tells a lost connection so
      lost = problem;
    }
    const patience = sleep(60_000).then(() => "alive");
    const how = await Promise.race([this.server.ended, patience]);
    assert.notEqual(how, "alive", `${fault} was never reached; the act was told ${JSON.stringify(told ?? lost)}`);
    assert.equal(how.signal, "SIGKILL", `${JSON.stringify(how)} ${this.server.said()}`);
    return told;
  }

  // The server is started only to die at the fault.
  async dieAtStart(fault, args = []) {
    const port = await freePort();
    const child = spawn(
      binary,
      ["serve", "--data", this.data, "--port", String(port), "--share", root, "--no-access-log", ...args],
      { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, CONGVAN_FAULT: fault } },
    );
    let said = "";
    child.stderr.on("data", (piece) => {
      said += piece;
    });
    const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
    atEnd(() => child.kill("SIGKILL"));
    const how = await Promise.race([ended, sleep(60_000).then(() => "alive")]);
    assert.notEqual(how, "alive", `${fault} was never reached`);
    assert.equal(how.signal, "SIGKILL", `${fault}: ${JSON.stringify(how)} ${said}`);
  }

  // Says again what was said before the connection was lost, with the same key, until it is answered.
  async again(person, method, path_, options) {
    return eventually(`${method} ${path_} to be answered`, async () => {
      try {
        const answer = await person.call(method, path_, options);
        return answer.status >= 500 || answer.status === 429 ? null : answer;
      } catch (problem) {
        if (problem instanceof TypeError) return null;
        throw Object.assign(problem, { final: true });
      }
    });
  }

  waiting() {
    const settings = fs.readFileSync(path.join(this.data, "congvan.toml"), "utf8");
    if (/^database = /m.test(settings)) return readDatabase(this.data, ["outbox"]).outbox.length;
    const done = run("sqlite3", [`file:${path.join(this.data, "congvan.sqlite")}?mode=ro`, "SELECT count(*) FROM outbox"]);
    return done.status === 0 ? Number(done.out) : 1;
  }

  // Until nothing is left to be done.
  async quiet() {
    await eventually("the outbox to be empty", () => this.waiting() === 0, { seconds: 90, everyMs: 50 });
  }

  // What the invariants are about. The server is stopped afterwards.
  async remains() {
    await this.quiet();
    const api = await this.seen();
    const key = run(binary, ["evidence", "key", "--data", this.data]);
    assert.equal(key.status, 0, key.err);
    await this.stop();
    return { data: this.data, state: readDatabase(this.data), api, ledger: this.ledger, key: key.out.toString() };
  }

  // Every invariant. The server runs before and after; `restarts` times it is also stopped and started in between
  // (invariant-I10).
  async check({ restarts = 0 } = {}) {
    const facts = await this.remains();
    checkEverything(facts);
    let { state } = facts;
    for (let i = 0; i < restarts; i += 1) {
      await this.start();
      await this.quiet();
      if (i % 2 === 0) await this.stop();
      else await this.server.kill();
      const after = readDatabase(this.data);
      for (const table of Object.keys(state)) {
        if (table === "checkpoints") continue;
        assert.deepEqual(after[table], state[table], `restart ${i + 1} changed ${table} (I10)`);
      }
      state = after;
    }
    await this.start();
    return state;
  }

  // What everybody who took part sees, and the checkpoint.
  async seen() {
    const answer = await exchange(this.server, { method: "GET", path: "/log/checkpoint" });
    assert.equal(answer.status, 200);
    const views = [];
    for (const coming of this.people.values()) {
      const person = await coming;
      const view = { userName: person.userName, agency: person.agency.id, outgoing: [], incoming: [], registers: [] };
      for (const room of ["outgoing", "incoming"]) view[room] = await this.wholeList(person, `/${room}?list=all&limit=500`);
      if (person.me.can.includes("read_registers")) {
        for (const register of (await person.get("/registers")).items) {
          view.registers.push({ ...register, lines: await this.wholeList(person, `/registers/${register.id}/lines?limit=500`) });
        }
      }
      views.push(view);
    }
    const things = new Map();
    for (const thing of this.ledger.things.values()) {
      const person = await this.people.get(thing.userName);
      const now = await person.call("GET", `/${thing.room}/${thing.id}`);
      things.set(`${thing.room}/${thing.id}`, now);
    }
    return { checkpoint: answer.text, views, things };
  }

  async wholeList(person, path_) {
    const all = [];
    for (let next = null; ; ) {
      const page = await person.get(next === null ? path_ : `${path_}&cursor=${encodeURIComponent(next)}`);
      all.push(...page.items);
      if (page.next === null) return all;
      next = page.next;
    }
  }
}
