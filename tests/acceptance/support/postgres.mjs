// A PostgreSQL server of the tests' own, as tests/support/postgres_cluster.cpp: its folder, its socket, its end.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { atEnd, eventually, run, temporaryFolder } from "./processes.mjs";

function programs() {
  for (let version = 20; version >= 13; version -= 1) {
    const folder = `/usr/lib/postgresql/${version}/bin`;
    if (fs.existsSync(path.join(folder, "postgres"))) return folder;
  }
  throw new Error("the package postgresql-15 is not installed");
}

// PostgreSQL refuses to run as root.
function asPostgres(program, args) {
  return process.getuid() === 0 ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, args];
}

export class PostgresCluster {
  static async start() {
    const cluster = new PostgresCluster();
    cluster.bin = programs();
    cluster.folder = temporaryFolder("pg");
    fs.chmodSync(cluster.folder, 0o711);
    if (process.getuid() === 0) run("chown", ["postgres", cluster.folder]);
    const data = path.join(cluster.folder, "data");
    const made = run(...asPostgres(path.join(cluster.bin, "initdb"), [
      "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
    ]));
    if (made.status !== 0) throw new Error(`initdb: ${made.err}`);
    const [program, args] = asPostgres(path.join(cluster.bin, "postgres"), [
      "-D", data, "-k", cluster.folder, "-c", "listen_addresses=", "-c", "max_connections=120",
      "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal",
    ]);
    const child = spawn(program, args, { stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    atEnd(async () => {
      // The server itself, not runuser above it.
      const pid = Number(fs.readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[0]);
      process.kill(pid, "SIGQUIT");
      await ended;
    });
    await eventually("PostgreSQL to answer", () => cluster.ask("SELECT 1", "postgres").status === 0, { everyMs: 100 });
    return cluster;
  }

  ask(sql, database) {
    return run(path.join(this.bin, "psql"), ["-h", this.folder, "-U", "postgres", "-d", database, "-Atc", sql]);
  }

  newDatabase(name, template = "template0") {
    const words = template === "template0" ? " LOCALE_PROVIDER icu ICU_LOCALE 'vi' LOCALE 'C.UTF-8'" : "";
    const made = this.ask(`CREATE DATABASE ${name} TEMPLATE ${template}${words}`, "postgres");
    if (made.status !== 0) throw new Error(made.err);
    return `host=${this.folder} port=5432 user=postgres dbname=${name}`;
  }

  // A file that only its owner reads, as a connection string must be kept.
  secretFile(connection) {
    const file = path.join(temporaryFolder("secret"), "connection");
    fs.writeFileSync(file, connection, { mode: 0o600 });
    return file;
  }
}
