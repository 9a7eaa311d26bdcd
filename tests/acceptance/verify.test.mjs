// congvan verify, on files that the product signed, on files that openssl and xmlsec1 signed, and on damaged ones.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { pdf } from "./support/files.mjs";
import { Office } from "./support/office.mjs";
import { congvan, endAll, run, temporaryFolder } from "./support/processes.mjs";

const kLimit = { timeout: 240_000 };
let folder, office, trust, sealed, soon;  // `soon`: the office's clock is steered, the command's is not

const at = (name) => path.join(folder, name);
function put(name, content) {
  fs.writeFileSync(at(name), content);
  return at(name);
}
function answers(files, time = soon) {
  const done = congvan("verify", "--json", "--trust", trust, "--at", time, ...files);
  const all = JSON.parse(done.out.toString("utf8"));
  assert.equal(all.length, files.length);
  return { status: done.status, all, first: all[0] };
}
function openssl(...args) {
  const done = run("openssl", args);
  assert.equal(done.status, 0, done.err);
}

describe("congvan verify", () => {
  before(async () => {
    folder = temporaryFolder("verify");
    office = await Office.open("verify");
    trust = path.join(office.data, "trust");
    const document = await office.sealed("a", { method: "initial_person_and_seal" });
    const clerk = await office.as("clerk", "a");
    sealed = (await clerk.file(`/outgoing/${document.id}/files/${document.final_pdf.sha256}`)).body;
    put("văn bản đã ký.pdf", sealed);
    soon = await office.now();
  }, kLimit);
  after(async () => {
    await office?.close();
    await endAll();
  });

  it("says of a document with three signatures who signed, and that it is valid", kLimit, () => {
    const { status, first } = answers([at("văn bản đã ký.pdf")]);
    assert.equal(status, 0);
    assert.deepEqual([first.kind, first.document_verdict], ["pdf", "valid"]);
    assert.deepEqual(first.signatures.map((each) => each.signer), ["Chuyên viên A (thử nghiệm)", "Lãnh đạo A (thử nghiệm)", "Sở Nội vụ (thử nghiệm)"]);
    for (const each of first.signatures) {
      assert.equal(each.chain_status, "trusted");
      assert.equal(each.algorithm, "RSA-PKCS1-SHA256");
      assert.match(each.signing_time, /\+07:00$/);
    }
    assert.deepEqual(first.changes.map((each) => each.kind), ["signature_added", "signature_added"]);
  });

  it("says it in Vietnamese to a person", kLimit, () => {
    const done = congvan("verify", "--trust", trust, "--at", soon, at("văn bản đã ký.pdf"));
    const text = done.out.toString("utf8");
    assert.match(text, /: Hợp lệ\n/);
    assert.match(text, /Người ký: Lãnh đạo A \(thử nghiệm\)/);
    assert.match(text, /Cơ quan cấp chứng thư số: /);
  });

  it("believes nobody without anchors", kLimit, () => {
    const done = congvan("verify", "--json", "--at", soon, at("văn bản đã ký.pdf"));
    const [answer] = JSON.parse(done.out.toString("utf8"));
    assert.deepEqual([done.status, answer.document_verdict, answer.integrity], [1, "undetermined", "intact"]);
    assert.ok(answer.reasons.includes("chain.no_path"));
  });

  it("judges as of the time it is told", kLimit, () => {
    const early = answers([at("văn bản đã ký.pdf")], "2026-02-01T08:00:00+07:00");
    assert.deepEqual([early.status, early.first.document_verdict], [1, "undetermined"]);
    assert.ok(early.first.reasons.includes("time.in_future"), early.first.reasons.join());
    assert.equal(congvan("verify", "--at", "hôm qua", at("văn bản đã ký.pdf")).status, 2);
  });

  it("finds the change that came after the last signature, and hands out the file as it was signed", kLimit, () => {
    put("bị sửa.pdf", Buffer.concat([sealed, Buffer.from("\n% thêm vào sau\n")]));
    const { status, first } = answers([at("bị sửa.pdf")]);
    assert.equal(status, 1);
    assert.notEqual(first.document_verdict, "valid");
    const damaged = Buffer.from(sealed);
    damaged[2000] ^= 1;
    assert.ok(!["intact", "intact_with_additions"].includes(answers([put("hỏng.pdf", damaged)]).first.integrity));

    const { first: whole } = answers([at("văn bản đã ký.pdf")]);
    const revision = String(whole.signatures[1].revision);
    const out = at("bản lãnh đạo đã ký.pdf");
    assert.equal(congvan("verify", "--trust", trust, "--at", soon, "--extract-revision", revision, out, at("văn bản đã ký.pdf")).status, 0);
    const signed = fs.readFileSync(out);
    assert.ok(sealed.subarray(0, signed.length).equals(signed));
    assert.deepEqual(answers([out]).first.signatures.map((each) => each.verdict).at(-1), "valid");
    assert.equal(congvan("verify", "--at", soon, "--extract-revision", "99", out, at("văn bản đã ký.pdf")).status, 1);
    assert.equal(congvan("verify", "--extract-revision", "không", out, at("văn bản đã ký.pdf")).status, 2);
  });

  it("answers for every file of a call, also for one that is not there or not signed", kLimit, () => {
    const { status, all } = answers([at("văn bản đã ký.pdf"), put("chưa ký.pdf", pdf(["plain"])), at("không có.pdf"), put("ghi chú.txt", "xin chào")]);
    assert.equal(status, 3);
    assert.deepEqual(all.map((each) => each.document_verdict), ["valid", "not_signed", "undetermined", "not_signed"]);
    assert.deepEqual(all[2].reasons, ["cli.unreadable_file"]);
  });

  it("judges what openssl signed, detached and attached, from a folder of plain certificates and a list of revoked ones", kLimit, () => {
    const loose = at("chứng thư");
    fs.mkdirSync(loose);
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=CA thu nghiem", "-keyout", path.join(loose, "ca.key.pem"), "-out", path.join(loose, "ca.pem"), "-addext", "keyUsage=critical,keyCertSign,cRLSign");
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Nguoi ky", "-keyout", at("key.pem"), "-out", at("csr.pem"));
    fs.writeFileSync(at("ext"), "keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:FALSE\n");
    openssl("x509", "-req", "-in", at("csr.pem"), "-CA", path.join(loose, "ca.pem"), "-CAkey", path.join(loose, "ca.key.pem"), "-CAcreateserial", "-days", "20", "-extfile", at("ext"), "-out", at("leaf.pem"));
    put("tờ trình.txt", "Nội dung tờ trình\n");
    openssl("cms", "-sign", "-binary", "-cades", "-in", at("tờ trình.txt"), "-signer", at("leaf.pem"), "-inkey", at("key.pem"), "-outform", "DER", "-out", at("tờ trình.txt.p7s"));
    openssl("cms", "-sign", "-binary", "-cades", "-nodetach", "-in", at("tờ trình.txt"), "-signer", at("leaf.pem"), "-inkey", at("key.pem"), "-outform", "PEM", "-out", at("kèm nội dung.p7m"));
    const judge = (...args) => {
      const done = congvan("verify", "--json", "--trust", loose, ...args);
      return { status: done.status, first: JSON.parse(done.out.toString("utf8"))[0] };
    };
    const detached = judge(at("tờ trình.txt.p7s"));
    assert.deepEqual([detached.status, detached.first.kind, detached.first.document_verdict, detached.first.signatures[0].signer], [0, "cms", "valid", "Nguoi ky"]);
    assert.deepEqual([judge(at("kèm nội dung.p7m")).first.document_verdict], ["valid"]);
    // A list of revoked certificates beside the anchors is believed once it verifies.
    put("index.txt", "");
    put("serial", "01\n");
    put("ca.cnf", `[ca]\ndefault_ca=c\n[c]\ndatabase=${at("index.txt")}\ncrlnumber=${at("serial")}\ndefault_md=sha256\ndefault_crl_days=30\n`);
    const keys = ["-keyfile", path.join(loose, "ca.key.pem"), "-cert", path.join(loose, "ca.pem"), "-config", at("ca.cnf")];
    const list = () => openssl("ca", "-gencrl", ...keys, "-out", path.join(loose, "ca.crl"));
    list();
    const clean = judge(at("tờ trình.txt.p7s"));
    assert.deepEqual([clean.first.document_verdict, clean.first.signatures[0].revocation_status], ["valid", "good"]);
    openssl("ca", "-revoke", at("leaf.pem"), ...keys);
    list();
    const revoked = judge(at("tờ trình.txt.p7s"));
    assert.deepEqual([revoked.status, revoked.first.signatures[0].revocation_status], [1, "revoked"]);
    assert.match(revoked.first.signatures[0].revoked_at, /\+07:00$/);
    fs.rmSync(path.join(loose, "ca.crl"));
    put("khác.txt", "Nội dung khác\n");
    const other = judge("--content", at("khác.txt"), at("tờ trình.txt.p7s"));
    assert.deepEqual([other.status, other.first.document_verdict], [1, "not_intact"]);
  });
});
