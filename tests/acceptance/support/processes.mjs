// Programs that tests start, each ended by the test that started it.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export const binary = process.env.CONGVAN_BINARY ?? path.join(root, "build/dev/congvan");

// Where the demo template and the results of a whole run are kept.
export const workshop = process.env.CONGVAN_ACCEPTANCE_DIR ?? path.join(os.tmpdir(), `congvan-acceptance-${process.getuid()}`);

const endings = [];

// Done when the tests of this process are over, newest first.
export function atEnd(work) {
  endings.push(work);
}

export async function endAll() {
  while (endings.length > 0) await endings.pop()();
}

export function temporaryFolder(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `congvan-${name}-`));
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function filesBelow(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const at = path.join(folder, each.name);
    return each.isDirectory() ? filesBelow(at) : [at];
  });
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Asks `look` until it answers with something; a failure that `look` throws is told when patience ends.
// Longer than the minute for which a node that was killed keeps what it had claimed on PostgreSQL.
export async function eventually(what, look, { seconds = 100, everyMs = 40 } = {}) {
  const giveUp = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (problem) {
      if (problem.final) throw problem;
      last = problem;
    }
    if (Date.now() > giveUp) {
      throw new Error(`waited ${seconds} s in vain for: ${what}`, { cause: last });
    }
    await new Promise((wake) => setTimeout(wake, everyMs));
  }
}

// Runs a program to its end. { status, out, err }
export function run(program, args, { input, cwd } = {}) {
  const done = spawnSync(program, args, { input, cwd, maxBuffer: 256 << 20 });
  if (done.error) throw done.error;
  return { status: done.status, out: done.stdout, err: done.stderr.toString() };
}

export function congvan(...args) {
  return run(binary, args);
}

async function isHealthy(url) {
  const answer = await fetch(`${url}/api/v1/health`);
  await answer.arrayBuffer();
  return answer.status === 200;
}

// A running server on `data`, on a free port unless one is given. { url, port, ended, stop, kill, said }
export async function startServer(data, options = {}) {
  const { args = [], seconds = 180, env = {}, scheme = "http", ready = isHealthy, log = "no-access-log" } = options;
  const port = options.port ?? (await freePort());
  const child = spawn(
    binary,
    ["serve", "--data", data, "--port", String(port), "--share", root, ...(log === "access-log" ? [] : ["--no-access-log"]), ...args],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } },
  );
  let said = "";
  child.stderr.on("data", (piece) => {
    said += piece;
    if (said.length > 1 << 20) said = said.slice(-(1 << 19));
  });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  let over = null;
  ended.then((how) => {
    over = how;
  });
  const url = `${scheme}://127.0.0.1:${port}`;
  const end = async (signal) => {
    if (over === null) child.kill(signal);
    return ended;
  };
  atEnd(() => end("SIGKILL"));
  await eventually(
    "the server to be ready",
    async () => {
      if (over !== null) throw Object.assign(new Error(`the server ended: ${JSON.stringify(over)}\n${said}`), { final: true });
      return ready(url);
    },
    { seconds },
  );
  return { url, port, ended, said: () => said, over: () => over, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}
