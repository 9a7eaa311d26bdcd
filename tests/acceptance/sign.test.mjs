// congvan sign and congvan timestamp: keys on SoftHSM2, a time-stamp service and an OCSP responder that run for real, and other
// people's tools to judge what comes out.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { demoDirectory } from "./support/demo.mjs";
import { demoFile, pdf } from "./support/files.mjs";
import { Office } from "./support/office.mjs";
import { Pki } from "./support/pki.mjs";
import { congvan, endAll, eventually, run, temporaryFolder } from "./support/processes.mjs";

const kLimit = { timeout: 240_000 };
let pki, leader, clerk, curve, tsa;

const count = (text, what) => text.split(what).length - 1;
const pdfsig = (file) => run("pdfsig", ["-nocert", file]).out.toString("utf8");
function sign(file, out, ...args) {
  const done = congvan("sign", file, "--out", out, ...args);
  return { status: done.status, err: done.err };
}
function signed(file, out, ...args) {
  const done = sign(file, out, ...args);
  assert.equal(done.status, 0, done.err);
  return fs.readFileSync(out);
}
function verdict(...files) {
  const done = congvan("verify", "--json", "--trust", pki.trust, ...files);
  return JSON.parse(done.out.toString("utf8"));
}
function isClean(file, signatures) {
  const says = pdfsig(file);
  assert.equal(count(says, "Signature is Valid."), signatures, says);
  const structure = run("qpdf", ["--check", file]);
  assert.equal(structure.status, 0, structure.out.toString() + structure.err);
}

describe("congvan sign", () => {
  before(async () => {
    pki = await Pki.open(temporaryFolder("sign"));
    leader = pki.token("lanhdao", "Lãnh đạo A (thử nghiệm)");
    clerk = pki.token("condau", "Ủy ban nhân dân huyện A (thử nghiệm)");
    curve = pki.token("duongcong", "Chuyên viên A (thử nghiệm)", "ec");
    tsa = await pki.timestamps();
    pki.put("văn bản.pdf", pdf(["So: 05/QD-UBND", "Lanh dao A"]));
  }, kLimit);
  after(endAll);

  const plain = () => pki.at("văn bản.pdf");

  it("signs by every scheme that the key can do, and every verifier says valid", kLimit, () => {
    const ways = [[leader, "pkcs1", "RSA-PKCS1-SHA256"], [leader, "pss", "RSA-PSS-SHA256"], [curve, "ecdsa", "ECDSA-SHA256"]];
    for (const [key, scheme, name] of ways) {
      const out = pki.at(`${scheme}.pdf`);
      signed(plain(), out, ...key, "--scheme", scheme);
      isClean(out, 1);
      const [answer] = verdict(out);
      assert.deepEqual([answer.document_verdict, answer.signatures[0].algorithm], ["valid", name]);
    }
    assert.equal(sign(plain(), pki.at("x.pdf"), ...leader, "--scheme", "ecdsa").status, 1);
    assert.equal(sign(plain(), pki.at("x.pdf"), ...leader, "--scheme", "md5").status, 2);
    assert.ok(!fs.existsSync(pki.at("x.pdf")));
  });

  it("reaches every level, each of which holds for the others' tools; earlier bytes stay", kLimit, () => {
    const first = pki.at("ky.pdf");
    const before = signed(plain(), first, ...leader, "--level", "B-T", "--tsa", tsa);
    const out = pki.at("lau dai.pdf");
    const after = signed(first, out, ...clerk, "--role", "seal", "--level", "B-LTA", "--tsa", tsa, "--picture-width-mm", "36", "--agency", "Ủy ban nhân dân huyện A (thử nghiệm)");
    assert.ok(after.subarray(0, before.length).equals(before));
    isClean(out, 2);
    const [answer] = verdict(out);
    assert.equal(answer.document_verdict, "valid_with_additions", JSON.stringify(answer.signatures));
    assert.deepEqual(answer.signatures.map((each) => each.form), ["signature", "signature", "document_timestamp"]);
    assert.deepEqual(answer.signatures.slice(0, 2).map((each) => each.revocation_status), ["good", "good"]);
    for (const each of answer.signatures) assert.match(each.timestamp_time, /\+07:00$/);
    assert.deepEqual(answer.changes.map((each) => each.kind), ["signature_added", "security_store_added", "timestamp_added"]);
  });

  it("time-stamps a file that is signed, and one that is not", kLimit, () => {
    const first = pki.at("mot.pdf");
    signed(plain(), first, ...leader);
    for (const [file, signatures] of [[first, 1], [plain(), 0]]) {
      const out = pki.at("dau.pdf");
      const done = congvan("timestamp", file, "--out", out, "--tsa", tsa, "--trust", pki.trust);
      assert.equal(done.status, 0, done.err);
      isClean(out, signatures);
      assert.equal(verdict(out)[0].signatures.at(-1).form, "document_timestamp");
    }
  });

  it("hands out nothing when the time-stamp service refuses, fails or lies", kLimit, async () => {
    for (const mode of ["refusing", "broken"]) {
      const out = pki.at(`${mode}.pdf`);
      const done = sign(plain(), out, ...leader, "--level", "B-T", "--tsa", await pki.timestamps(mode));
      assert.ok([1, 3].includes(done.status), done.err);
      assert.ok(!fs.existsSync(out), mode);
    }
    const lying = await pki.timestamps("lying");
    signed(plain(), pki.at("that.pdf"), ...leader, "--level", "B-T", "--tsa", lying);
    const done = sign(plain(), pki.at("gia.pdf"), ...leader, "--level", "B-T", "--tsa", lying);
    assert.equal(done.status, 3);
    assert.match(done.err, /signing\.timestamp_other/);
    assert.ok(!fs.existsSync(pki.at("gia.pdf")));
  });

  it("seals only what a person has signed, and never on top of a change", kLimit, () => {
    const early = sign(plain(), pki.at("x.pdf"), ...clerk, "--role", "seal");
    assert.deepEqual([early.status, /seal_before_signature/.test(early.err)], [1, true]);
    const first = pki.at("da ky.pdf");
    const bytes = signed(plain(), first, ...leader);
    const tampered = Buffer.from(bytes);
    tampered[bytes.indexOf("stream") + 12] ^= 1;
    const changed = sign(pki.put("sua.pdf", tampered), pki.at("x.pdf"), ...clerk, "--role", "seal");
    assert.deepEqual([changed.status, /signing\.tampered|seal_before_signature/.test(changed.err)], [1, true], changed.err);
    const again = sign(pki.at("sua.pdf"), pki.at("x.pdf"), ...leader);
    assert.deepEqual([again.status, /signing\.tampered/.test(again.err)], [1, true], again.err);
    signed(first, pki.at("da dong dau.pdf"), ...clerk, "--role", "seal", "--agency", "Ủy ban nhân dân huyện A (thử nghiệm)");
    isClean(pki.at("da dong dau.pdf"), 2);
    assert.equal(verdict(pki.at("da dong dau.pdf"))[0].document_verdict, "valid");
  });

  it("draws the text of an appearance so that it is found letter for letter, at the place asked for", kLimit, () => {
    const out = pki.at("hinh.pdf");
    signed(plain(), out, ...leader, "--look", "name-agency-time", "--place", "1,100,200", "--signer", "Nguyễn Thị Ánh Ngọc (thử nghiệm)", "--agency", "Ủy ban nhân dân tỉnh Đông Hải");
    const text = run("pdftotext", ["-layout", out, "-"]).out.toString("utf8").normalize("NFC").replace(/\s+/g, " ");
    for (const words of ["Nguyễn Thị Ánh Ngọc (thử nghiệm)", "Ủy ban nhân dân tỉnh Đông Hải", "Thời gian ký:", "+07:00"]) assert.ok(text.includes(words), `${words}: ${text}`);
    const boxes = run("pdftotext", ["-bbox", out, "-"]).out.toString("utf8");
    const box = boxes.match(/xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Người</);
    assert.ok(Math.abs(Number(box[1]) - (100 * 72) / 25.4) < 12 && Math.abs(Number(box[2]) - (200 * 72) / 25.4) < 12, box[0]);
  });

  it("signs other files by what they are: CMS, XML, office", kLimit, () => {
    const text = pki.put("tờ trình.txt", "Nội dung tờ trình\n");
    signed(text, `${text}.p7s`, ...leader, "--level", "B-T", "--tsa", tsa);
    const trusted = ["-CAfile", pki.at("root.pem"), "-purpose", "any", "-out", "/dev/null"];
    const detached = run("openssl", ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", `${text}.p7s`, "-content", text, ...trusted]);
    assert.equal(detached.status, 0, detached.err);
    signed(text, pki.at("kèm.p7m"), ...curve, "--kind", "cms-attached");
    const attached = run("openssl", ["cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", pki.at("kèm.p7m"), ...trusted]);
    assert.equal(attached.status, 0, attached.err);
    const xml = pki.put("gói.xml", '<?xml version="1.0" encoding="UTF-8"?>\n<goi><noidung>Xin chào</noidung></goi>\n');
    signed(xml, pki.at("gói đã ký.xml"), ...leader, "--level", "B-T", "--tsa", tsa);
    const docx = path.join(pki.folder, "mau.docx");
    fs.writeFileSync(docx, demoFile("quyet-dinh.docx"));
    signed(docx, pki.at("đã ký.docx"), ...leader);
    const answers = verdict(`${text}.p7s`, pki.at("kèm.p7m"), pki.at("gói đã ký.xml"), pki.at("đã ký.docx"));
    assert.deepEqual(answers.map((each) => [each.kind, each.document_verdict]), [["cms", "valid"], ["cms", "valid"], ["xml", "valid"], ["ooxml", "valid"]]);
    assert.equal(sign(text, pki.at("x"), ...leader, "--kind", "xml").status, 1);
  });

  it("says what is wrong with key, PIN and device, and spends one try", kLimit, () => {
    const other = (name, value) => leader.map((each, i) => (leader[i - 1] === name ? value : each));
    const cases = [
      [other("--token", "không có"), /tokens\.absent/],
      [other("--module", "/usr/lib/x86_64-linux-gnu/libz.so.1"), /tokens\.no_driver/],
      [[...leader, "--key", "ff"], /tokens\.certificate_missing/],
      [other("--pin-file", pki.put("sai", "000000\n")), /tokens\.wrong_pin/],
    ];
    for (const [args, words] of cases) {
      const done = sign(plain(), pki.at("x.pdf"), ...args);
      assert.ok(done.status === 1 || done.status === 3, done.err);
      assert.match(done.err, words);
    }
    signed(plain(), pki.at("lai.pdf"), ...leader);
  });

  it("does not reach B-LT with a certificate that was revoked", kLimit, () => {
    const gone = pki.token("thuhoi", "Người đã bị thu hồi (thử nghiệm)");
    pki.revoke("thuhoi");
    const done = sign(plain(), pki.at("x.pdf"), ...gone, "--level", "B-LT", "--tsa", tsa);
    assert.deepEqual([done.status, /usecases\.evidence_missing/.test(done.err)], [3, true], done.err);
  });
});

describe("a server with a time-stamp service", () => {
  after(endAll);

  it("stamps what was sealed in the background, and issues without waiting where the service is away", kLimit, async () => {
    const authority = await Pki.open(temporaryFolder("stamping"));
    const office = new Office();
    office.data = await demoDirectory("stamping");
    const sources = (address) => fs.writeFileSync(path.join(office.data, "trust", "sources.toml"), `fetch = false\n[[timestamp]]\naddress = "${address}"\npatience = "5s"\ntries = 1\n`);
    sources(await authority.timestamps());
    fs.copyFileSync(authority.at("root.pem"), path.join(office.data, "trust", "anchors", "own-stamps.pem"));
    await office.serve();
    const clerk = await office.as("clerk", "a");
    const file = async (document) => (await clerk.file(`/outgoing/${document.id}/files/${document.final_pdf.sha256}`)).body;
    const sealed = await office.sealed("a");
    const before = await file(sealed);
    const stamped = await eventually("the time-stamp", async () => {
      const now = await clerk.get(`/outgoing/${sealed.id}`);
      return now.final_pdf.sha256 === sealed.final_pdf.sha256 ? undefined : now;
    });
    const after = await file(stamped);
    assert.ok(after.subarray(0, before.length).equals(before));
    const verdict = await clerk.get(`/outgoing/${sealed.id}/signatures`);
    assert.deepEqual([verdict.verdict, verdict.signatures.at(-1).form], ["valid_with_additions", "document_timestamp"]);
    assert.equal(count(pdfsig(authority.put("dong dau.pdf", after)), "Signature is Valid."), 2);
    const history = await clerk.get(`/outgoing/${sealed.id}/history`);
    assert.ok(JSON.stringify(history).includes("được đóng dấu thời gian lúc"));
    assert.equal((await office.issue("a", sealed.id)).stage, "issued");
    await office.arrival("b", sealed);

    await office.close();
    sources(await authority.timestamps("silent"));
    await office.serve();
    const other = await office.sealed("a");
    assert.equal((await office.issue("a", other.id)).stage, "issued");
    await office.arrival("b", other);
    assert.equal((await (await office.as("clerk", "a")).get(`/outgoing/${other.id}`)).final_pdf.sha256, other.final_pdf.sha256);
    await office.close();
  });
});
