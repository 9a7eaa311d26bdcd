// What a stopped server left in its database, read without touching it: a copy of the SQLite files (the journal of a
// killed server goes with them), or PostgreSQL itself.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { run } from "../../acceptance/support/processes.mjs";

const kTables = {
  history: "log_index, stream_kind, stream, revision, document, @leaf",
  log_head: "size, @root",
  checkpoints: "size, @root, note",
  outgoing: "id, agency, stage, notation, updated_at",
  incoming: "id, document, agency, stage, notation, arrival_number, updated_at",
  deliveries: "id, document, sender, recipient, status",
  held_blobs: "@blob, document",
  uploads: "id, person, @blob, taken",
  register_books: "id, agency, kind, series, period, last, revision",
  register_lines: "book, sequence, state, subject, notation, note",
  outbox: "id, kind, lane, attempts, last_failure",
  replays: "person, key, subject",
};

const kOrder = {
  history: "log_index",
  checkpoints: "size",
  held_blobs: "1, 2",
  register_lines: "book, sequence",
  replays: "person, key",
};

function select(table, hex) {
  const columns = kTables[table].replace(/@(\w+)/g, (_, name) => `${hex(name)} AS ${name}`);
  return `SELECT ${columns} FROM ${table} ORDER BY ${kOrder[table] ?? "1"}`;
}

function ofSqlite(data, tables) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "congvan-look-"));
  try {
    for (const end of ["", "-wal"]) {
      const file = path.join(data, `congvan.sqlite${end}`);
      if (fs.existsSync(file)) fs.copyFileSync(file, path.join(copy, `congvan.sqlite${end}`));
    }
    const ask = (sql) => {
      const done = run("sqlite3", ["-json", path.join(copy, "congvan.sqlite"), sql]);
      if (done.status !== 0) throw new Error(`sqlite3: ${done.err}`);
      return done.out.length === 0 ? [] : JSON.parse(done.out);
    };
    const sound = ask("PRAGMA integrity_check")[0].integrity_check;
    if (sound !== "ok") throw new Error(`SQLite is damaged: ${sound}`);
    const read = (table) => ask(select(table, (name) => `lower(hex(${name}))`));
    return Object.fromEntries(tables.map((table) => [table, read(table)]));
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}

function ofPostgres(cluster, database, tables) {
  const read = (table) => {
    const rows = select(table, (name) => `encode(${name}, 'hex')`);
    const done = cluster.ask(`SELECT coalesce(json_agg(t), '[]') FROM (${rows}) t`, database);
    if (done.status !== 0) throw new Error(`psql: ${done.err}`);
    return JSON.parse(done.out);
  };
  return Object.fromEntries(tables.map((table) => [table, read(table)]));
}

// The tables above as rows; bytes are hex.
export function readDatabase(data, tables = Object.keys(kTables)) {
  const settings = fs.readFileSync(path.join(data, "congvan.toml"), "utf8");
  const secret = /^database = 'file:([^']*)'$/m.exec(settings);
  if (secret === null) return ofSqlite(data, tables);
  const connection = fs.readFileSync(secret[1], "utf8");
  const word = (name) => new RegExp(`${name}=(\\S+)`).exec(connection)[1];
  const cluster = {
    ask: (sql, database) => run("psql", ["-h", word("host"), "-U", word("user"), "-d", database, "-Atc", sql]),
  };
  return ofPostgres(cluster, word("dbname"), tables);
}
