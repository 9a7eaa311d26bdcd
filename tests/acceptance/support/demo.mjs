// The demo province: created once (about half a minute) and copied for each file of tests.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { PostgresCluster } from "./postgres.mjs";
import { binary, congvan, eventually, root, startServer, temporaryFolder, workshop } from "./processes.mjs";

export const storage = process.env.CONGVAN_ACCEPTANCE_STORAGE ?? "sqlite";

// One template for one program and one set of shipped files.
function stamp() {
  const hash = crypto.createHash("sha256");
  for (const file of [binary, path.join(root, "regulations/demo/province.toml")]) {
    const facts = fs.statSync(file);
    hash.update(`${file} ${facts.size} ${facts.mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

async function createIn(folder, args) {
  const server = await startServer(folder, { args: ["--demo", ...args] });
  const how = await server.stop();
  if (how.code !== 0 && process.env.TOLERATE === undefined) throw new Error(`the demo server did not end well: ${JSON.stringify(how)} ${server.said()}`);
}

// The data directory that copies are made of. Two processes that want it at once: one makes it, the other waits.
export async function template() {
  const finished = path.join(workshop, `demo-${stamp()}`);
  if (fs.existsSync(finished)) return finished;
  fs.mkdirSync(workshop, { recursive: true });
  for (const name of fs.readdirSync(workshop)) {
    if (name.startsWith("demo-")) fs.rmSync(path.join(workshop, name), { recursive: true, force: true });
  }
  const lock = path.join(workshop, "making");
  try {
    fs.mkdirSync(lock);
  } catch (problem) {
    if (problem.code !== "EEXIST") throw problem;
    const left = () => Date.now() - fs.statSync(lock).mtimeMs > 300_000;
    await eventually("another process to make the demo", () => fs.existsSync(finished) || !fs.existsSync(lock) || left(), {
      seconds: 300,
      everyMs: 200,
    });
    if (!fs.existsSync(finished)) fs.rmSync(lock, { recursive: true, force: true });
    return template();
  }
  try {
    const making = path.join(lock, "data");
    await createIn(making, []);
    fs.renameSync(making, finished);
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
  return finished;
}

let cluster;
let databases = 0;

async function postgresDirectory(name) {
  if (cluster === undefined) {
    cluster = await PostgresCluster.start();
    cluster.templateData = path.join(temporaryFolder("demo-pg"), "data");
    const secret = cluster.secretFile(cluster.newDatabase("demo"));
    await createIn(cluster.templateData, ["--postgres", `file:${secret}`]);
  }
  databases += 1;
  const secret = cluster.secretFile(cluster.newDatabase(`run_${databases}`, "demo"));
  const data = path.join(temporaryFolder(name), "data");
  fs.cpSync(cluster.templateData, data, { recursive: true });
  const settings = path.join(data, "congvan.toml");
  const text = fs.readFileSync(settings, "utf8");
  const kept = /^database = 'file:[^']*'$/m;
  if (!kept.test(text)) throw new Error(`no database in ${text}`);
  fs.writeFileSync(settings, text.replace(kept, `database = 'file:${secret}'`));
  return data;
}

// A fresh demo province of its own, in the storage of this run.
export async function demoDirectory(name) {
  if (storage === "postgres") return postgresDirectory(name);
  const data = path.join(temporaryFolder(name), "data");
  fs.cpSync(await template(), data, { recursive: true });
  return data;
}

export function evidence(command, ...args) {
  return congvan("evidence", command, ...args, ...(command === "export" ? ["--share", root] : []));
}
