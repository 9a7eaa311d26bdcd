// An arrival is judged with what the authority says of its certificates: openssl's responder for the demo's authority, as the
// trust folder names it.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { demoDirectory } from "./support/demo.mjs";
import { Office } from "./support/office.mjs";
import { endAll, run, temporaryFolder } from "./support/processes.mjs";

const kLimit = { timeout: 240_000 };
const kDays = "90"; // the demo's clock is ahead of that of openssl

let office, server, folder;
let mode = "good";
let asked = 0;

const openssl = (...args) => {
  const done = run("openssl", args, { cwd: folder });
  assert.equal(done.status, 0, done.err);
  return done.out.toString("utf8");
};

// Answers about any certificate of `name` ("issuing", "root") as `mode` says.
function answer(name, question) {
  fs.writeFileSync(path.join(folder, "question"), question);
  const [serial] = /Serial Number: ([0-9A-F]+)/.exec(openssl("ocsp", "-reqin", "question", "-req_text", "-noverify")).slice(1);
  const revoked = mode === "revoked" && name === "issuing";
  fs.writeFileSync(path.join(folder, "index.txt"), `${revoked ? "R" : "V"}\t490101000000Z\t${revoked ? "260101000000Z,keyCompromise" : ""}\t${serial}\tunknown\t/CN=x\n`);
  const signer = ["-rsigner", `${name}.pem`, "-rkey", `${name}.key.pem`, "-CA", `${name}.pem`];
  openssl("ocsp", "-index", "index.txt", ...signer, "-ndays", kDays, "-reqin", "question", "-respout", "reply");
  return fs.readFileSync(path.join(folder, "reply"));
}

async function arrivedFrom(letter, to) {
  const document = await office.issued(letter, { to: [to] });
  return office.arrival(to, document);
}

describe("revocation at an arrival", () => {
  before(async () => {
    folder = temporaryFolder("responder");
    office = new Office();
    office.data = await demoDirectory("revocation");
    for (const name of ["issuing", "root"]) {
      for (const file of [`${name}.pem`, `${name}.key.pem`]) fs.copyFileSync(path.join(office.data, "ca", file), path.join(folder, file));
    }
    server = http.createServer((request, reply) => {
      const pieces = [];
      request.on("data", (piece) => pieces.push(piece));
      request.on("end", () => {
        asked += 1;
        if (mode === "down") return reply.writeHead(503).end();
        reply.writeHead(200, { "content-type": "application/ocsp-response" }).end(answer(request.url.slice(1), Buffer.concat(pieces)));
      });
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    const sources = ["issuing", "root"].map((name) => {
      const print = openssl("x509", "-in", `${name}.pem`, "-noout", "-fingerprint", "-sha256").split("=")[1].trim().replaceAll(":", "");
      return `[[authority]]\nsha256 = "${print.toLowerCase()}"\nocsp = ["http://127.0.0.1:${server.address().port}/${name}"]\n`;
    });
    fs.writeFileSync(path.join(office.data, "trust", "sources.toml"), sources.join("\n"));
    await office.serve();
    await office.toMonday("08:00");
  }, kLimit);
  after(async () => {
    await office.close();
    server.close();
    await endAll();
  });

  it("a signer whose certificate is good is said to be so, and is not asked about twice", kLimit, async () => {
    const arrival = await arrivedFrom("a", "b");
    assert.equal(arrival.verdict.verdict, "valid");
    for (const each of arrival.verdict.signatures) {
      assert.equal(each.revocation_status, "good");
      assert.ok(!each.reasons.some((one) => one.code.startsWith("revocation.")), JSON.stringify(each.reasons));
    }
    const before = asked;
    assert.ok(before > 0);
    assert.equal((await arrivedFrom("a", "b")).verdict.verdict, "valid");
    assert.equal(asked, before);
  });

  it("a revoked one is found out before anybody accepts", kLimit, async () => {
    mode = "revoked";
    const arrival = await arrivedFrom("c", "b");
    assert.equal(arrival.verdict.verdict, "undetermined");
    assert.equal(arrival.verdict.integrity, "intact");
    const codes = arrival.verdict.signatures.flatMap((each) => each.reasons.map((one) => one.code));
    assert.ok(codes.includes("revocation.revoked"), JSON.stringify(codes));
  });

  it("an authority that is down holds nothing up; the warning is shown", kLimit, async () => {
    mode = "down";
    const arrival = await arrivedFrom("d", "b");
    assert.equal(arrival.verdict.verdict, "valid");
    for (const each of arrival.verdict.signatures) {
      assert.equal(each.revocation_status, "not_checked");
      assert.ok(each.reasons.some((one) => one.code === "revocation.not_checked"));
    }
  });
});
