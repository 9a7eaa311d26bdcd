// What an authority serves over HTTP, in a process of its own: `node services.mjs PORT FOLDER MODE`. GET hands out files of FOLDER;
// questions about certificates are answered by openssl ocsp from its index; requests for time-stamps by openssl ts with tsa.cnf.
// MODE is how the time-stamp service behaves: honest, refusing, lying (answers every request with the first token), silent, broken.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

const [port, folder, mode] = process.argv.slice(2);
let first = null;

function reply(query) {
  const asked = path.join(folder, `query-${process.pid}`);
  fs.writeFileSync(asked, query);
  const done = spawnSync("openssl", ["ts", "-reply", "-config", path.join(folder, "tsa.cnf"), "-section", "tsa", "-queryfile", asked, "-out", `${asked}.reply`], { cwd: folder });
  if (done.status !== 0) process.stderr.write(done.stderr);
  return done.status === 0 ? fs.readFileSync(`${asked}.reply`) : null;
}

function standing(question) {
  const asked = path.join(folder, `ocsp-${process.pid}`);
  fs.writeFileSync(asked, question);
  const args = ["ocsp", "-index", "index.txt", "-rsigner", "responder.pem", "-rkey", "responder.key", "-CA", "sub.pem", "-ndays", "1"];
  const done = spawnSync("openssl", [...args, "-reqin", asked, "-respout", `${asked}.reply`], { cwd: folder });
  return done.status === 0 ? fs.readFileSync(`${asked}.reply`) : null;
}

http
  .createServer((request, answer) => {
    if (request.method === "GET") {
      const file = path.join(folder, path.basename(request.url));
      return fs.existsSync(file) ? answer.writeHead(200).end(fs.readFileSync(file)) : answer.writeHead(404).end();
    }
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      if (request.headers["content-type"] === "application/ocsp-request") {
        const said = standing(Buffer.concat(pieces));
        return answer.writeHead(said ? 200 : 500, { "content-type": "application/ocsp-response" }).end(said ?? "");
      }
      if (mode === "silent") return;
      if (mode === "broken") return answer.writeHead(500).end();
      if (mode === "refusing") return answer.writeHead(200, { "content-type": "application/timestamp-reply" }).end(Buffer.from("30053003020102", "hex"));
      const token = mode === "lying" ? (first ??= reply(Buffer.concat(pieces))) : reply(Buffer.concat(pieces));
      answer.writeHead(token ? 200 : 500, { "content-type": "application/timestamp-reply" }).end(token ?? "");
    });
  })
  .listen(Number(port), "127.0.0.1");
