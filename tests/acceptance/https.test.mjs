// HTTPS of the server's own, and proxies it trusts: what the operator can say on the command line.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import path from "node:path";
import { after, afterEach, before, describe, it } from "node:test";

import { kPassword } from "./support/client.mjs";
import { demoDirectory } from "./support/demo.mjs";
import { congvan, endAll, eventually, root, run, startServer, temporaryFolder } from "./support/processes.mjs";

const kLimit = { timeout: 240_000 };

// A key and a certificate for 127.0.0.1 that it signed itself.
function makePair(folder, name) {
  const pair = { key: path.join(folder, `${name}.key.pem`), certificate: path.join(folder, `${name}.pem`) };
  const made = run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
    ...["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pair.key, "-out", pair.certificate],
  ]);
  assert.equal(made.status, 0, made.err);
  return pair;
}

// One request on a connection of its own. { status, headers, text, certificate }
function ask(url, { method = "GET", headers = {}, body, ca, from } = {}) {
  const client = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const request = client.request(url, { method, headers, ca, localAddress: from, agent: false }, (answer) => {
      const certificate = answer.socket.getPeerCertificate?.().subject.CN;
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece) => {
        text += piece;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text, certificate }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const logIn = (url, how = {}) =>
  ask(`${url}/api/v1/session`, {
    ...how,
    method: "POST",
    headers: { "content-type": "application/json", ...how.headers },
    body: JSON.stringify({ user_name: "vanthu.a", password: kPassword }),
  });

// All that comes back for some bytes, until the connection ends.
function rawAnswer(port, bytes) {
  return new Promise((resolve) => {
    const pieces = [];
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("data", (piece) => pieces.push(piece));
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(pieces)));
  });
}

describe("HTTPS and proxies", () => {
  let data;
  let folder;
  before(async () => {
    data = await demoDirectory("https");
    folder = temporaryFolder("tls");
  }, kLimit);
  after(endAll);

  let server;  // one at a time: they share the data
  afterEach(() => server?.kill());

  async function serve(pair) {
    const ca = fs.readFileSync(pair.certificate);
    server = await startServer(data, {
      scheme: "https",
      args: ["--tls-certificate", pair.certificate, "--tls-key", pair.key],
      ready: async (url) => (await ask(`${url}/api/v1/health`, { ca })).status === 200,
    });
    return ca;
  }

  it("logs in over HTTPS with a Secure cookie and HSTS; plain HTTP on that port gets nothing", kLimit, async () => {
    const ca = await serve(makePair(folder, "first"));
    assert.match(server.said(), new RegExp(`https://localhost:${server.port}`));
    const told = await logIn(server.url, { ca });
    assert.equal(told.status, 200, told.text);
    assert.equal(told.certificate, "first");
    assert.equal(told.headers["strict-transport-security"], "max-age=31536000");
    const [cookie] = told.headers["set-cookie"];
    for (const word of ["Secure", "HttpOnly", "SameSite=Lax"]) assert.ok(cookie.split("; ").includes(word), cookie);
    const me = await ask(`${server.url}/api/v1/me`, { ca, headers: { cookie: cookie.split(";")[0] } });
    assert.equal(me.status, 200, me.text);
    const page = await ask(`${server.url}/`, { ca });
    assert.equal(page.headers["strict-transport-security"], "max-age=31536000");

    const plain = await rawAnswer(server.port, "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert.ok(!plain.includes("HTTP"), plain.toString("latin1"));
    await assert.rejects(ask(`${server.url}/api/v1/health`, { ca: fs.readFileSync(makePair(folder, "stranger").certificate) }));
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
  });

  it("takes up a renewed certificate when it is started again, and not before", kLimit, async () => {
    const pair = makePair(folder, "renewed");
    const ca = await serve(pair);
    const next = makePair(folder, "next");
    for (const part of ["key", "certificate"]) fs.copyFileSync(next[part], pair[part]);
    assert.equal((await ask(`${server.url}/api/v1/health`, { ca })).certificate, "renewed");
    await server.stop();
    const nextCa = await serve(pair);
    assert.equal((await ask(`${server.url}/api/v1/health`, { ca: nextCa })).certificate, "next");
  });

  it("believes what a trusted proxy says of the client, and nobody else", kLimit, async () => {
    server = await startServer(data, { args: ["--trusted-proxy", "127.0.0.9", "--trusted-proxy", "::1"], log: "access-log" });
    const headers = { "x-forwarded-for": "198.51.100.9, 192.0.2.7", "x-forwarded-proto": "https" };
    const peerOf = (trace) =>
      eventually("the line of the log", () => {
        const lines = server.said().split("\n").filter((line) => line.startsWith("{"));
        return lines.map((line) => JSON.parse(line)).find((line) => line.trace === trace)?.peer;
      });
    for (const [from, peer, secure] of [["127.0.0.9", "192.0.2.7", true], ["127.0.0.1", "127.0.0.1", false]]) {
      const told = await logIn(server.url, { from, headers });
      assert.equal(told.status, 200, told.text);
      assert.equal(await peerOf(told.headers["x-trace-id"]), peer, `from ${from}`);
      assert.equal(told.headers["set-cookie"][0].split("; ").includes("Secure"), secure, `from ${from}`);
      assert.equal("strict-transport-security" in told.headers, secure, `from ${from}`);
    }
    const unsaid = await ask(`${server.url}/api/v1/health`, { from: "127.0.0.9" });
    assert.equal(await peerOf(unsaid.headers["x-trace-id"]), "127.0.0.9");
  });

  it("says what is wrong with the files and addresses before it makes anything", kLimit, async () => {
    const pair = makePair(folder, "mine");
    const other = makePair(folder, "other");
    const broken = path.join(folder, "broken.pem");
    fs.writeFileSync(broken, "not a key");
    const made = path.join(folder, "made");
    const missing = path.join(folder, "missing.pem");
    const tls = (certificate, key) => ["--tls-certificate", certificate, "--tls-key", key];
    for (const [code, status, names, args] of [
      ["cli.tls_half", 2, "", ["--tls-certificate", pair.certificate]],
      ["cli.tls_half", 2, "", ["--tls-key", pair.key]],
      ["http.tls_files", 3, missing, tls(missing, pair.key)],
      ["http.tls_files", 3, missing, tls(pair.certificate, missing)],
      ["http.tls_files", 3, broken, tls(pair.certificate, broken)],
      ["http.tls_mismatch", 3, other.key, tls(pair.certificate, other.key)],
      ["http.malformed_proxy", 3, "10.0.0.0/8", ["--trusted-proxy", "10.0.0.0/8"]],
      ["http.listen_failed", 3, "office.example", ["--address", "office.example"]],
    ]) {
      const told = congvan("serve", "--demo", "--data", made, "--share", root, ...args);
      assert.equal(told.status, status, told.err);
      const [first, ...sentences] = told.err.trim().split("\n");
      assert.ok(first.startsWith(`congvan: ${code}`) && first.includes(names), told.err);
      assert.equal(sentences.length, 4, `the sentence and what to do, in both languages: ${told.err}`);
      assert.match(sentences[0], /[^\x00-\x7f]/, "Vietnamese comes first");
      assert.ok(!fs.existsSync(made), "nothing was made");
    }
  });
});
