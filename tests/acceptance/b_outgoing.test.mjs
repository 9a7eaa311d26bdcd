// B. Outgoing documents: drafting, approval, number, signatures, issue, recall.
import assert from "node:assert/strict";
import crypto from "node:crypto";

import { dispositionOf, kPin, newKey } from "./support/client.mjs";
import { demoFile, letterDocx, openDocument, pdf, picture, png, presentation } from "./support/files.mjs";
import { fieldsOf, picturesIn, place, signaturesOf, textOf, wordsOf } from "./support/page.mjs";
import { eventually } from "./support/processes.mjs";
import { group } from "./support/story.mjs";
import { signWithToken } from "./support/token.mjs";

const kPageHeight = 842;

group("b_outgoing", ({ story, eachRegulation }) => {
  const finalFile = async (office, letter, document) => {
    const clerk = await office.as("clerk", letter);
    return (await clerk.file(`/outgoing/${document.id}/files/${document.final_pdf.sha256}`)).body;
  };

  // --- B1, B3: drafts and files

  eachRegulation("B1", ["tw217", "la23", "kd19", "qn37"], "dự thảo .docx thành PDF, bị trả lại kèm ý kiến, có bản mới; mọi bản còn đọc được", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    const leader = await office.as("leader", letter);
    let document = await office.drafted(letter, {
      source: ["Dự thảo công văn.docx", demoFile("ce".includes(letter) ? "cong-van-dang.docx" : "cong-van.docx")],
      attachments: [["Bảng tổng hợp số liệu.xlsx", demoFile("tong-hop-van-ban.xlsx")], ["Danh mục hồ sơ.pdf", demoFile("danh-muc-ho-so.pdf")]],
    });
    assert.equal(document.versions[0].source.name, "Dự thảo công văn.docx");
    assert.equal(document.versions[0].pdf.name, "Dự thảo công văn.pdf");
    await specialist.post(`/outgoing/${document.id}/submit`);
    await specialist.refused("documents.wrong_stage", "POST", `/outgoing/${document.id}/versions`, {
      source: await specialist.upload("Sửa lén.pdf", pdf(["x"])),
    });
    await leader.refused("documents.opinion_missing", "POST", `/outgoing/${document.id}/return`, { opinion: "  " });
    document = await leader.post(`/outgoing/${document.id}/return`, { opinion: "Bổ sung thời hạn báo cáo." });
    assert.deepEqual([document.stage, document.opinions[0].text, document.opinions[0].version], ["drafting", "Bổ sung thời hạn báo cáo.", 1]);
    document = await office.addVersion(specialist, document.id, letter, { attachments: [["Danh mục hồ sơ.pdf", demoFile("danh-muc-ho-so.pdf")]] });
    document = await specialist.put(`/outgoing/${document.id}/facts`, await office.facts(letter, { abstract: "Về việc đã sửa trích yếu" }));
    assert.equal(document.facts.abstract, "Về việc đã sửa trích yếu");
    document = await specialist.post(`/outgoing/${document.id}/submit`);
    assert.equal(document.versions.length, 2);
    for (const version of document.versions) {
      for (const file of [version.source, version.pdf, ...version.attachments]) {
        const read = await leader.file(`/outgoing/${document.id}/files/${file.sha256}`);
        assert.equal(read.status, 200);
        assert.equal(crypto.createHash("sha256").update(read.body).digest("hex"), file.sha256, file.name);
      }
    }
  });

  eachRegulation(["B1", "B17"], "all", "không trình được khi chưa có nội dung; trình rồi thì chờ đúng lãnh đạo được ghi", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    const empty = await specialist.post("/outgoing", await office.facts(letter));
    await specialist.refused("usecases.rule_refused", "POST", `/outgoing/${empty.id}/submit`);
    const nobody = await office.drafted(letter, { to: [] });
    await specialist.refused("usecases.rule_refused", "POST", `/outgoing/${nobody.id}/submit`);
    const document = await office.submitted(letter);
    const waiting = await (await office.as("leader", letter)).get("/outgoing?list=awaiting_approval");
    assert.ok(waiting.items.some((each) => each.id === document.id));
    const others = await (await office.as("leader2", letter)).get("/outgoing?list=awaiting_approval");
    assert.ok(!others.items.some((each) => each.id === document.id));
  });

  eachRegulation("B3", ["la23", "qn37", "kd19"], "định dạng được nhận, và định dạng bị từ chối kèm cách sửa", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    const accepted = [
      ["ghi chú.txt", Buffer.from("Văn bản thuần, có dấu: ệ ữ ợ\n")],
      ["bảng.csv", Buffer.from("số,tên\n1,Đơn vị\n")],
      ["thư.rtf", Buffer.from("{\\rtf1\\ansi Xin chao}")],
      ["công văn.docx", demoFile("cong-van.docx")],
      ["bảng.xlsx", demoFile("tong-hop-van-ban.xlsx")],
      ["trình chiếu.pptx", presentation()],
      ["văn bản.odt", openDocument("text")],
      ["bảng tính.ods", openDocument("spreadsheet")],
      ["trình chiếu.odp", openDocument("presentation")],
      ["ảnh.png", png],
      ["tài liệu.pdf", pdf(["text"])],
    ];
    for (const [name, content] of accepted) {
      const answer = await specialist.uploading(name, content);
      assert.equal(answer.status, 201, `${name}: ${answer.text}`);
      assert.equal(answer.body.file.name, name.normalize("NFC"));
      assert.equal(answer.body.file.checked, "structure");
    }
    const tcvn3 = Buffer.from([0x56, 0xa8, 0x6e, 0x20, 0x62, 0xb6, 0x6e, 0x0a]);
    for (const [name, content, code] of [
      ["công văn.docx", pdf(["a pdf"]), "convert.wrong_type"],
      ["ảnh.png", Buffer.from("not a picture"), "convert.wrong_type"],
      ["văn bản cũ.txt", tcvn3, "convert.not_unicode"],
      ["chương trình.exe", Buffer.from("MZ\x90\0"), "convert.executable"],
      ["lệnh.pdf", Buffer.from("#!/bin/sh\nrm\n"), "convert.executable"],
    ]) {
      const answer = await specialist.uploading(name, content);
      assert.equal(answer.body.code, code, name);
      assert.ok(answer.body.fix.length > 10);
    }
    const document = await specialist.post("/outgoing", await office.facts(letter));
    await specialist.refused("usecases.source_not_document", "POST", `/outgoing/${document.id}/versions`, {
      source: await specialist.upload("bảng.xlsx", demoFile("tong-hop-van-ban.xlsx")),
    });
  });

  // --- B4: numbers

  eachRegulation("B4", "all", "số và ký hiệu lấy từ sổ của cơ quan, ghi lên văn bản, liên tục không trùng", async ({ office, letter, regulation }) => {
    const party = "cde".includes(letter);
    const clerk = await office.as("clerk", letter);
    const first = await office.approved(letter);
    const second = await office.approved(letter);
    assert.equal(second.numbering.sequence, first.numbering.sequence + 1);
    const digits = String(first.numbering.sequence).padStart(2, "0");
    const pattern = party ? new RegExp(`^${digits}-CV/\\p{Lu}+$`, "u") : new RegExp(`^${digits}/\\p{Lu}+-\\p{Lu}+$`, "u");
    assert.match(first.numbering.notation, pattern, regulation);
    assert.equal(first.numbering.day, (await office.now()).slice(0, 10));

    const { items: books } = await clerk.get("/registers");
    const period = party ? /^\d{4}-\d{4}$/ : /^\d{4}$/;
    const book = books.find((each) => each.kind === "outgoing" && (party ? each.series === "CV" : each.series === ""));
    assert.match(book.period, period, "Đảng: theo nhiệm kỳ và từng thể loại; nhà nước: theo năm");
    const { items: lines } = await clerk.get(`/registers/${book.id}/lines?limit=500`);
    assert.deepEqual(lines.map((line) => line.sequence), lines.map((_, i) => book.last - i), "liên tục từ 1");
    const line = lines.find((each) => each.subject_id === second.id);
    assert.deepEqual([line.sequence, line.notation, line.state], [second.numbering.sequence, second.numbering.notation, "reserved"]);

    const words = wordsOf(await finalFile(office, letter, first));
    const label = place(words, party ? "Số" : "Số:");
    const number = words.find((word) => word.text.startsWith(digits) && Math.abs(word.y - label.y) < 12 && word.x > label.right);
    assert.ok(number, `số ${digits} đứng sau nhãn`);
    const [year, month, day] = first.numbering.day.split("-");
    assert.match(textOf(await finalFile(office, letter, first)), new RegExp(`ngày\\s+${day}\\s+tháng\\s+0?${Number(month)}\\s+năm\\s+${year}`));
  });

  const kDayToCome = "Đông Hải, ngày        tháng        năm          ";

  eachRegulation("B4", ["qn37", "tw217"], "dự thảo in sẵn số, ký hiệu hoặc ngày khác với sổ thì bị từ chối, nêu rõ cả hai", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    const party = letter === "c";
    const [label, right, wrong] = party ? ["Số", "-CV/TU", "-CV/HU"] : ["Số:", "/SNV-VP", "/UBND-XYZ"];
    const cases = [
      [`${label} 12${right}`, kDayToCome, "outgoing.number_left_free", ["in sẵn số 12"]],
      [`${label}          ${wrong}`, kDayToCome, "outgoing.notation_as_registered", [wrong, right]],
      [`${label}          ${right}`, "Đông Hải, ngày 03 tháng 02 năm 2020", "outgoing.date_as_numbered", ["ngày 03 tháng 02 năm 2020"]],
    ];
    for (const [numberLine, dayLine, rule, words] of cases) {
      const draft = await office.drafted(letter, { source: ["công văn.docx", letterDocx(numberLine, dayLine)] });
      assert.deepEqual(draft.findings.map((row) => [row.rule, row.level]), [[rule, "refuse"]]);
      const problem = await specialist.refused("usecases.rule_refused", "POST", `/outgoing/${draft.id}/submit`);
      for (const each of words) assert.ok(JSON.stringify(problem).includes(each), `${each} trong ${JSON.stringify(problem)}`);
      assert.equal((await specialist.get(`/outgoing/${draft.id}`)).stage, "drafting");
    }
  });

  eachRegulation("B4", ["qn37"], "ký hiệu công văn lấy theo đơn vị mà dự thảo in, khi cơ quan có đơn vị đó", async ({ office, letter }) => {
    for (const symbol of ["/SNV-CCHC", "/SNV-VP"]) {
      const source = ["công văn.docx", letterDocx(`Số:          ${symbol}`, kDayToCome)];
      const approved = await office.approved(letter, { source });
      assert.match(approved.numbering.notation, new RegExp(`^\\d+${symbol}$`, "u"));
      assert.ok(textOf(await finalFile(office, letter, approved)).includes(approved.numbering.notation));
    }
  });

  eachRegulation("B4", ["qn37", "tw217", "qt682", "kd19"], "nhiều người duyệt cùng lúc: số vẫn liên tục, không trùng", async ({ office, letter }) => {
    const waiting = [];
    for (let i = 0; i < 6; i += 1) waiting.push(await office.submitted(letter, { signer: i % 2 ? "leader" : "leader2" }));
    const leaders = [await office.as("leader2", letter), await office.as("leader", letter)];
    const approved = await Promise.all(waiting.map((document, i) => leaders[i % 2].post(`/outgoing/${document.id}/approve`, {})));
    const numbers = approved.map((each) => each.numbering.sequence).sort((a, b) => a - b);
    assert.deepEqual(numbers, numbers.map((_, i) => numbers[0] + i));
    const notations = new Set(approved.map((each) => each.numbering.notation));
    assert.equal(notations.size, waiting.length);
  });

  eachRegulation("B4", ["qn37", "tw217", "qt682", "kd19"], "số không ký được thì hủy có lý do và nằm lại trong sổ; số sau không lấp vào", async ({ office, letter }) => {
    const clerk = await office.as("clerk", letter);
    const document = await office.approved(letter);
    await clerk.refused("base.empty_text", "POST", `/outgoing/${document.id}/void-number`, { reason: " " });
    const voided = await clerk.post(`/outgoing/${document.id}/void-number`, { reason: "Duyệt nhầm bản." });
    assert.deepEqual([voided.stage, voided.numbering, voided.final_pdf], ["drafting", null, null]);
    assert.deepEqual(voided.voided_numbers.at(-1), document.numbering);
    await (await office.as("specialist", letter)).post(`/outgoing/${document.id}/submit`);
    const again = await office.approve(letter, document.id);
    assert.equal(again.numbering.sequence, document.numbering.sequence + 1);
    const book = (await clerk.get("/registers")).items.find((each) => each.kind === "outgoing" && ["", "CV"].includes(each.series));
    const { items } = await clerk.get(`/registers/${book.id}/lines?limit=500`);
    const line = items.find((each) => each.sequence === document.numbering.sequence);
    assert.equal(line.state, "voided");
    assert.match(line.note, /Duyệt nhầm bản/);
  });

  story("B4", ["qn37"], "sổ dài đọc theo trang, không sót không lặp", async ({ office }) => {
    const archivist = await office.as("archivist", "a");
    const book = (await archivist.get("/registers")).items.find((each) => each.kind === "outgoing");
    const seen = [];
    let next = null;
    do {
      const page = await archivist.get(`/registers/${book.id}/lines?limit=2${next === null ? "" : `&cursor=${next}`}`);
      seen.push(...page.items.map((each) => each.sequence));
      next = page.next;
    } while (next !== null);
    assert.deepEqual(seen, Array.from({ length: book.last }, (_, i) => book.last - i));
  });

  // --- B5 to B8: signatures

  eachRegulation("B5", ["qn37", "tw217", "qt682", "kd19"], "phương thức 3: ký nháy, người có thẩm quyền, cơ quan sau cùng; sai thứ tự bị từ chối", async ({ office, letter }) => {
    const document = await office.approved(letter, { method: "initial_person_and_seal" });
    assert.deepEqual(document.required_signatures, ["initial", "personal", "seal"]);
    const refusedNow = async (roles) => {
      for (const role of roles) {
        const person = await office.as(office.signerOf(role), letter);
        await person.refused("documents.signature_out_of_order", "POST", `/outgoing/${document.id}/sign`, { role, pin: kPin });
      }
    };
    await refusedNow(["personal", "seal"]);
    await office.sign(letter, document.id, "initial");
    await refusedNow(["initial", "seal"]);
    await office.sign(letter, document.id, "personal");
    await refusedNow(["initial", "personal"]);
    const sealed = await office.sign(letter, document.id, "seal");
    assert.deepEqual(sealed.signatures.map((each) => each.role), ["initial", "personal", "seal"]);
    const file = await finalFile(office, letter, sealed);
    const found = signaturesOf(file);
    assert.deepEqual(found.map((each) => each.valid), [true, true, true]);
    assert.deepEqual(found.map((each) => each.whole), [false, false, true], "chữ ký cuối phủ toàn bộ tệp");
    assert.deepEqual(found.map((each) => each.signer), [sealed.drafter.name, sealed.facts.signer.name, sealed.agency.name]);
    const verdict = await (await office.as("clerk", letter)).get(`/outgoing/${sealed.id}/signatures`);
    assert.equal(verdict.verdict, "valid");
    assert.deepEqual(verdict.signatures.map((each) => each.role), ["initial", "personal", "seal"]);
  });

  eachRegulation("B5", ["qn37", "la23", "tw217", "qt682", "kd19"], "phương thức 2: người có thẩm quyền rồi cơ quan", async ({ office, letter }) => {
    const document = await office.approved(letter, { method: "person_and_seal" });
    const clerk = await office.as("clerk", letter);
    await clerk.refused("documents.signature_out_of_order", "POST", `/outgoing/${document.id}/sign`, { role: "seal", pin: kPin });
    const sealed = await office.signAll(letter, document);
    assert.deepEqual(sealed.signatures.map((each) => each.role), ["personal", "seal"]);
    assert.ok(signaturesOf(await finalFile(office, letter, sealed)).every((each) => each.valid));
  });

  eachRegulation("B5", ["qn37", "tw217", "qt682", "kd19"], "phương thức 1: bản giấy đã ký được quét, cơ quan ký số", async ({ office, letter }) => {
    const document = await office.approved(letter, { method: "scan_and_seal" });
    const clerk = await office.as("clerk", letter);
    assert.deepEqual([document.stage, document.final_pdf], ["numbered", null]);
    assert.ok((await clerk.get(`/outgoing/${document.id}`)).acts.includes("scan"));
    await clerk.refused("usecases.not_a_pdf", "POST", `/outgoing/${document.id}/scan`, { source: await clerk.upload("quét.png", png) });
    const scan = pdf([`No ${document.numbering.sequence}`, "scan of the signed paper"]);
    const scanned = await clerk.post(`/outgoing/${document.id}/scan`, { source: await clerk.upload("Bản quét.pdf", scan) });
    assert.equal(scanned.next_signature, "seal");
    const sealed = await office.sign(letter, document.id, "seal");
    const found = signaturesOf(await finalFile(office, letter, sealed));
    assert.deepEqual(found.map((each) => [each.valid, each.whole, each.signer]), [[true, true, sealed.agency.name]]);
    const issued = await office.issue(letter, document.id);
    assert.equal(issued.stage, "issued");
  });

  story("B5", "la23", "LA23 chỉ nhận một phương thức: cá nhân rồi cơ quan", async ({ office }) => {
    const specialist = await office.as("specialist", "b");
    for (const method of ["scan_and_seal", "initial_person_and_seal"]) {
      await specialist.refused("documents.method_not_allowed", "POST", "/outgoing", await office.facts("b", { method }));
    }
  });

  story("B5", ["qn37"], "khóa ở máy của người ký: hai bước, giá trị ký sai không được nhận", async ({ office }) => {
    const leader = await office.as("leader", "a");
    const document = await office.approved("a");
    const prepared = await leader.post(`/outgoing/${document.id}/sign/prepare`, { role: "personal" });
    assert.ok(Buffer.from(prepared.bytes_to_sign, "base64").length > 60);
    const certificate = new crypto.X509Certificate(Buffer.from(prepared.certificate, "base64"));
    assert.ok(certificate.subject.normalize("NFC").includes(document.facts.signer.name), certificate.subject);
    const wrong = crypto.generateKeyPairSync("rsa", { modulusLength: 2048 });
    const value = crypto.sign("sha256", Buffer.from(prepared.bytes_to_sign, "base64"), wrong.privateKey).toString("base64");
    const step = { signing_id: prepared.signing_id, signature: value };
    await leader.refused("signing.signature_mismatch", "POST", `/outgoing/${document.id}/sign/complete`, step);
    await (await office.as("leader2", "a")).refused("usecases.no_such_signing", "POST", `/outgoing/${document.id}/sign/complete`, step);
    assert.equal((await leader.get(`/outgoing/${document.id}`)).signatures.length, 0);
  });

  story("B5", ["qn37"], "khóa ở máy của người ký: giá trị ký đúng được nhận, tệp là đúng bản đã chuẩn bị thêm đúng một chữ ký", async ({ office }) => {
    const leader = await office.as("leader", "a");
    const document = await office.approved("a");
    const before = await finalFile(office, "a", document);
    const prepared = await leader.post(`/outgoing/${document.id}/sign/prepare`, { role: "personal" });
    assert.deepEqual([prepared.digest, prepared.scheme], ["sha256", "rsa_pkcs1"]);
    const value = signWithToken(office, prepared).toString("base64");
    const path = `/outgoing/${document.id}/sign/complete`;
    const signed = await leader.post(path, { signing_id: prepared.signing_id, signature: value });
    assert.deepEqual(signed.signatures.map((each) => each.role), ["personal"]);
    const after = await finalFile(office, "a", signed);
    assert.ok(after.subarray(0, before.length).equals(before), "tệp trước khi ký còn nguyên ở đầu");
    assert.deepEqual(signaturesOf(after).map((each) => [each.valid, each.whole, each.signer]), [[true, true, document.facts.signer.name]]);
    await leader.refused("usecases.no_such_signing", "POST", path, { signing_id: prepared.signing_id, signature: value });
  });

  eachRegulation("B5", ["la23", "qn37"], "ký nhiều văn bản bằng một lần nhập mã PIN; một văn bản chưa đến lượt không ngăn các văn bản khác", async ({ office, letter }) => {
    const leader = await office.fresh("leader", letter);
    const due = [await office.approved(letter), await office.approved(letter), await office.approved(letter)];
    const early = await office.submitted(letter);
    const documents = [due[0].id, early.id, due[1].id, due[2].id, due[0].id];
    await leader.refused("usecases.pin_needed", "POST", "/outgoing/sign-batch", { documents, role: "personal" });
    await leader.refused("tokens.wrong_pin", "POST", "/outgoing/sign-batch", { documents, role: "personal", pin: "000000" });
    await leader.refused("usecases.nothing_to_sign", "POST", "/outgoing/sign-batch", { documents: [], role: "personal", pin: kPin }, { unchecked: true });
    for (const each of due) assert.equal((await leader.get(`/outgoing/${each.id}`)).signatures.length, 0);
    const key = newKey();
    const done = await leader.post("/outgoing/sign-batch", { documents, role: "personal", pin: kPin }, { key });
    assert.deepEqual(done.items.map((each) => [each.id, each.signed]), [[due[0].id, true], [early.id, false], [due[1].id, true], [due[2].id, true]]);
    assert.ok(done.items[1].code && done.items[1].title && done.items[1].fix);
    for (const each of due) assert.equal(signaturesOf(await finalFile(office, letter, await leader.get(`/outgoing/${each.id}`)))[0].valid, true);
    const again = await leader.post("/outgoing/sign-batch", { documents, role: "personal", pin: kPin }, { key });
    assert.deepEqual(again.items.map((each) => each.replayed), [true, false, true, true]);
    const clerk = await office.fresh("clerk", letter);
    const sealed = await clerk.post("/outgoing/sign-batch", { documents: due.map((each) => each.id), role: "seal", pin: kPin });
    assert.ok(sealed.items.every((each) => each.signed), JSON.stringify(sealed.items));
    for (const each of due) assert.equal((await clerk.get(`/outgoing/${each.id}`)).stage, "sealed");
    const others = await (await office.fresh("leader", letter === "a" ? "b" : "a")).post("/outgoing/sign-batch", { documents: [due[0].id], role: "personal", pin: kPin });
    assert.deepEqual(others.items.map((each) => [each.signed, each.code]), [[false, "usecases.no_such_document"]]);
  });

  eachRegulation("B6", ["tw217", "qn37"], "ảnh con dấu đúng kích thước thật và ảnh chữ ký tay do cơ quan, cá nhân nạp", async ({ office, letter, regulation }) => {
    const administrator = await office.as("administrator");
    const leader = await office.as("leader", letter);
    const clerk = await office.as("clerk", letter);
    const agency = await office.agency(letter);
    const seal = `/agencies/${agency.id}/seal-picture`;
    const round = picture(300, 300, [200, 16, 24]).toString("base64");
    await clerk.refused("directory.not_permitted", "PUT", seal, { png: round, width_mm: 34 });
    await administrator.refused("signing.bad_image", "PUT", seal, { png: Buffer.from("không phải ảnh").toString("base64"), width_mm: 34 });
    await administrator.refused("usecases.picture_too_large", "PUT", seal, { png: picture(2100, 4, [1, 2, 3]).toString("base64"), width_mm: 34 });
    await administrator.refused("usecases.picture_size_refused", "PUT", seal, { png: round, width_mm: 400 }, { unchecked: true });
    assert.equal((await administrator.get(seal)).set, false);
    assert.deepEqual([(await administrator.put(seal, { png: round, width_mm: 34 })).width_mm, (await clerk.get(seal)).set], [34, true]);
    assert.equal((await clerk.file(`${seal}/content`)).body.toString("base64"), round);
    const hand = picture(400, 160, [12, 40, 150]);
    await leader.put("/me/hand-picture", { png: hand.toString("base64"), width_mm: 50 });
    const kept = await leader.file("/me/hand-picture/content");
    assert.ok(kept.body.equals(hand));
    assert.equal((await clerk.get("/me/hand-picture")).set, false);

    const document = await office.sealed(letter);
    const bytes = await finalFile(office, letter, document);
    const widths = Object.fromEntries(Object.entries(fieldsOf(bytes)).map(([name, [x, , right]]) => [name.split("-")[1], ((right - x) * 25.4) / 72]));
    if (regulation === "tw217") {
      assert.ok(Math.abs(widths.seal - 34) < 0.1 && Math.abs(widths.personal - 50) < 0.1, JSON.stringify(widths));
    }
    assert.deepEqual(picturesIn(bytes).filter((each) => each.width === 300).map((each) => [each.height, each.masked]), [[300, true]]);
    assert.ok(signaturesOf(bytes).every((each) => each.valid));
    await administrator.done("DELETE", seal);
    await leader.done("DELETE", "/me/hand-picture");
    assert.equal((await clerk.get(seal)).set, false);
  });

  eachRegulation("B6", "all", "vị trí, hình thức từng chữ ký trên trang theo quy định", async ({ office, letter, regulation }) => {
    const initialled = regulation !== "la23";
    const method = initialled ? "initial_person_and_seal" : "person_and_seal";
    const sealed = await office.sealed(letter, { method });
    const bytes = await finalFile(office, letter, sealed);
    const words = wordsOf(bytes);
    const fields = Object.fromEntries(
      Object.entries(fieldsOf(bytes)).map(([name, [x, y, right, top]]) => [
        name.split("-")[1],
        { x, right, top: kPageHeight - top, bottom: kPageHeight - y },
      ]),
    );
    const { personal, seal, initial } = fields;
    const written = (phrase, where) => {
      const found = place(words, phrase, where);
      assert.ok(found, `“${phrase}” đứng trên trang: ${words.map((each) => each.text).join(" ")}`);
      return found;
    };
    const signerOnPage = place(words, "Lãnh đạo A (thử nghiệm)", { below: 580 }) ?? place(words, "Lãnh đạo B (thử nghiệm)", { below: 580 });
    assert.ok(personal.bottom <= signerOnPage.y + 2, "chữ ký ở trên tên người ký");
    assert.ok(personal.x < signerOnPage.right && personal.right > signerOnPage.x, "và ngay chỗ ký");
    const at = (role) => sealed.signatures.find((each) => each.role === role).at;
    if (initialled) {
      const list = place(words, "Nơi nhận:");
      assert.ok(initial.top > list.bottom && Math.abs(initial.x - list.x) < 20, "ký nháy ở cuối “Nơi nhận”");
      written(`Ký nháy: ${sealed.drafter.name}`);
      written(sealed.drafter.post);
    }
    if (regulation === "qn37") {
      const number = place(words, "Số:");
      assert.ok(seal.top > number.bottom && seal.top < number.bottom + 20 && seal.x < 85 && seal.right < 86, "dấu ở lề trái, ngay dưới số và ký hiệu");
      const stamp = written(`Thời gian ký: ${at("seal").replace("T", " ")}`);
      assert.ok(stamp.x >= seal.x && stamp.right <= seal.right && stamp.y >= seal.top && stamp.bottom <= seal.bottom + 1);
      written(`Người ký: ${sealed.facts.signer.name}`);
      written(`Cơ quan: ${sealed.agency.name}`);
      const time = written(`Thời gian ký: ${at("personal")}`, { below: personal.top - 2 });
      assert.ok(time.x >= personal.x && time.right <= personal.right + 1, "thời gian trong khung chữ ký");
      return;
    }
    const overlap = (seal.right - personal.x) / (personal.right - personal.x);
    assert.ok(seal.x < personal.x && overlap > 0.2 && overlap < 0.5, `dấu trùm khoảng một phần ba chữ ký, về bên trái (${overlap})`);
    if (regulation === "la23") {
      written(at("seal"));
      assert.equal(place(words, "Người ký:"), undefined, "chữ ký cá nhân là hình ảnh");
    }
  });

  eachRegulation("B6", ["qn37"], "dấu vẫn ở lề trái, ngay dưới số và ký hiệu, khi có khung mức độ khẩn", async ({ office, letter }) => {
    for (const [urgency, word, width] of [["express", "HỎA TỐC", 85.04], ["very_urgent", "THƯỢNG KHẨN", 113.39], ["urgent", "KHẨN", 56.69]]) {
      const sealed = await office.sealed(letter, { urgency });
      const bytes = await finalFile(office, letter, sealed);
      const words = wordsOf(bytes).filter((each) => each.page === 1);
      const [x, y, right, top] = Object.entries(fieldsOf(bytes)).find(([name]) => name.startsWith("congvan-seal"))[1];
      const seal = { x, right, y: kPageHeight - top, bottom: kPageHeight - y };
      const number = place(words, "Số:");
      assert.ok(seal.y > number.bottom - 2 && seal.y < number.bottom + 20 && right < 86, `${word}: dấu ở lề trái ${JSON.stringify(seal)}`);
      const degree = place(words, word);
      assert.ok((degree.x + degree.right - width) / 2 >= right, `${word}: khung không chạm dấu`);
      const inside = (each) => each.x >= x - 1 && each.right <= right + 1;
      const covered = words.filter((each) => each.x < right && each.right > x && each.y < seal.bottom && each.bottom > seal.y && !inside(each));
      assert.deepEqual(covered, [], `${word}: dấu không che chữ`);
    }
  });

  story("B8", "qn37", "ký xong hay hỏng đều báo cho người ký: sai mã PIN, thiếu mã PIN", async ({ office }) => {
    const document = await office.approved("a");
    const leader = await office.fresh("leader", "a");
    const path = `/outgoing/${document.id}/sign`;
    await leader.refused("usecases.pin_needed", "POST", path, { role: "personal" });
    const problem = await leader.refused("tokens.wrong_pin", "POST", path, { role: "personal", pin: "000000" });
    assert.match(problem.detail, /PIN/);
    assert.equal((await leader.get(`/outgoing/${document.id}`)).signatures.length, 0);
    const signed = await leader.post(path, { role: "personal", pin: kPin });
    assert.equal(signed.signatures.length, 1);
    const next = await office.approved("a");
    assert.notEqual((await leader.get("/me")).pin_held_until, null);
    await leader.post(`/outgoing/${next.id}/sign`, { role: "personal" });
    await office.setClock((await office.toMonday("08:00"))(0, "08:10"));
    const later = await office.approved("a");
    await (await office.fresh("leader", "a")).refused("usecases.pin_needed", "POST", `/outgoing/${later.id}/sign`, { role: "personal" });
  });

  // --- B9, B10: in time, urgent first

  eachRegulation("B9", "all", "gửi trong ngày ký, chậm nhất sáng ngày làm việc sau: hạn bằng lời, quá hạn thì nói quá hạn", async ({ office, letter }) => {
    const at = await office.toMonday("15:00");
    const clerk = async () => office.as("clerk", letter);
    await office.setClock(at(4, "15:00"));
    const document = await office.sealed(letter);
    assert.equal(document.deadline.due_at, at(7, "11:30"), "ký chiều thứ Sáu: sáng thứ Hai");
    assert.match(document.deadline.words, /^còn .*giờ/);
    assert.match(document.deadline.clause, /^Điều \d/);
    await office.setClock(at(7, "10:30"));
    const soon = (await (await clerk()).get("/outgoing?list=to_issue")).items.find((each) => each.id === document.id);
    assert.deepEqual([soon.deadline.state, /^còn /.test(soon.deadline.words)], ["soon", true]);
    await office.setClock(at(7, "14:30"));
    const late = await (await clerk()).get(`/outgoing/${document.id}`);
    assert.equal(late.deadline.state, "overdue");
    assert.match(late.deadline.words, /^quá hạn /);
    const issued = await office.issue(letter, document.id);
    assert.deepEqual([issued.deadline.state, issued.deadline.words], ["missed", "trễ hạn"]);
    const prompt = await office.issued(letter);
    assert.deepEqual([prompt.deadline.state, prompt.deadline.words], ["met", "đúng hạn"]);
  });

  eachRegulation("B10", "all", "văn bản khẩn đứng trước trong mọi danh sách, ghi trên văn bản; mức khẩn ngoài quy định bị từ chối", async ({ office, letter }) => {
    const to = letter === "f" ? "a" : "f";
    const levels = (await office.policy(letter)).urgencies;
    const specialist = await office.as("specialist", letter);
    const drafts = {};
    for (const urgency of [...levels].reverse()) drafts[urgency] = await office.submitted(letter, { to: [to], urgency });
    const ranks = (page) => page.items.map((each) => ["normal", "urgent", "very_urgent", "express"].indexOf(each.urgency));
    for (const list of ["awaiting_approval"]) {
      const order = ranks(await (await office.as("leader", letter)).get(`/outgoing?list=${list}&limit=500`));
      assert.deepEqual(order, [...order].sort((a, b) => b - a));
    }
    const sent = [];
    for (const urgency of ["normal", levels.at(-1)]) {
      const approved = await office.approve(letter, drafts[urgency].id);
      sent.push(await office.issue(letter, (await office.signAll(letter, approved)).id));
    }
    const page = textOf(await finalFile(office, letter, sent[1]));
    assert.match(page, /HỎA TỐC/);
    for (const each of sent) await office.arrival(to, each);
    const arrived = ranks(await (await office.as("clerk", to)).get("/incoming?list=to_accept&limit=500"));
    assert.deepEqual(arrived, [...arrived].sort((a, b) => b - a));
    assert.ok(arrived[0] > 0);
    if (!levels.includes("very_urgent")) {
      const odd = await office.drafted(letter, { urgency: "very_urgent" });
      const problem = await specialist.refused("usecases.rule_refused", "POST", `/outgoing/${odd.id}/submit`);
      assert.match(problem.clause, /Điều 6 khoản 5/);
    }
  });

  // --- B13: recall

  eachRegulation("B13", "all", "thu hồi: bên đã nhận phải hủy và xác nhận, bên đã trả lại không còn gì để hủy, bên chưa tiếp nhận thì rút lại", async ({ office, letter }) => {
    const others = ["a", "b", "c", "d"].filter((each) => each !== letter).slice(0, 3);
    const [takes, returns, waits] = others;
    const document = await office.issued(letter, { to: others });
    const accepted = await office.accepted(takes, document);
    const returned = await office.arrival(returns, document);
    await (await office.as("clerk", returns)).post(`/incoming/${returned.id}/return`, { reason: "Không thuộc thẩm quyền." });
    const waiting = await office.arrival(waits, document);
    await office.delivery(letter, document, returns, "returned");

    const clerk = await office.as("clerk", letter);
    await clerk.refused("base.empty_text", "POST", `/outgoing/${document.id}/recall`, { reason: "" }, { unchecked: true });
    const recalled = await clerk.post(`/outgoing/${document.id}/recall`, { reason: "Sai số liệu trong phụ lục." });
    assert.equal(recalled.stage, "recalled");
    const taker = await office.as("clerk", takes);
    const due = await office.until("the recall to reach the taker", taker, `/incoming/${accepted.id}`, (now) => now.stage === "cancel_due");
    assert.equal(due.recall_reason, "Sai số liệu trong phụ lục.");
    assert.ok((await taker.get("/incoming?list=to_cancel")).items.some((each) => each.id === accepted.id));
    await office.until("the withdrawal", await office.as("clerk", waits), `/incoming/${waiting.id}`, (now) => now.stage === "withdrawn");
    await taker.post(`/incoming/${accepted.id}/cancel`);
    const settled = await office.until("the recall to settle", clerk, `/outgoing/${document.id}`, (now) => now.recall.settled);
    const outcomes = {};
    for (const each of settled.recall.answers) outcomes[each.recipient.id] = each.outcome;
    const agency = async (each) => (await office.agency(each)).id;
    assert.deepEqual(
      [outcomes[await agency(takes)], outcomes[await agency(returns)], outcomes[await agency(waits)]],
      ["cancelled", "nothing_to_cancel", "withdrawn"],
    );
    await clerk.refused("documents.wrong_stage", "POST", `/outgoing/${document.id}/recall`, { reason: "Lần nữa." });
    const book = (await clerk.get("/registers")).items.find((each) => each.kind === "outgoing" && (each.series === "" || each.series === "CV"));
    const line = (await clerk.get(`/registers/${book.id}/lines?limit=500`)).items.find((each) => each.subject_id === document.id);
    assert.match(line.note, /Thu hồi: Sai số liệu/);
    assert.equal(line.state, "entered", "dòng sổ còn nguyên");
  });

  // --- B14: answers

  eachRegulation("B14", ["la23", "qn37"], "yêu cầu trả lời mang thời hạn; văn bản trả lời liên kết với văn bản đến", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const answerBy = (await office.toMonday("08:00"))(9, "00:00").slice(0, 10);
    const asked = await office.issued(letter, { to: [to], answer_by: answerBy });
    const arrival = await office.assigned(to, asked);
    assert.equal(arrival.answer_by, answerBy);
    const handler = await office.as("specialist", to);
    await handler.post(`/incoming/${arrival.id}/start`);
    const answer = await office.issued(to, { to: [letter], answers: arrival.id });
    assert.equal(answer.facts.answers, arrival.id);
    assert.equal(answer.facts.answers_notation, asked.numbering.notation);
    const linked = await handler.get(`/incoming/${arrival.id}`);
    assert.deepEqual(linked.answers, [{ id: answer.id, notation: answer.numbering.notation }]);
    const back = await office.arrival(letter, answer);
    assert.deepEqual(back.answered_document, { id: asked.id, notation: asked.numbering.notation });
    await handler.refused("documents.answer_day_past", "POST", "/outgoing", await office.facts(to, { to: [letter], answer_by: "2020-01-02" }));
    await (await office.as("specialist2", to)).refused("directory.not_permitted", "POST", "/outgoing", await office.facts(to, { to: [letter], answers: arrival.id }));
  });

  // --- B15, B18: sending

  eachRegulation("B15", ["la23", "qn37"], "thời điểm gửi là khi văn thư phát hành và có biên nhận của bên nhận", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const sealed = await office.sealed(letter);
    const before = await office.now();
    const issued = await office.issue(letter, sealed.id);
    assert.ok(issued.issued_at >= before, `${issued.issued_at} ${before}`);
    assert.equal(issued.issued_by.id, (await office.as("clerk", letter)).id);
    const delivery = await office.delivery(letter, issued, to, "arrived");
    assert.equal(delivery.receipt.main_sha256, issued.final_pdf.sha256);
    assert.equal(delivery.receipt.verdict, "valid");
    assert.ok(delivery.receipt.at >= issued.issued_at);
    const arrival = await office.arrival(to, issued);
    assert.equal(arrival.sent_at, issued.issued_at);
  });

  eachRegulation("B16", "all", "mỗi mức mật bị từ chối hay được gửi như quy định nói, kèm điều khoản", async ({ office, letter, regulation }) => {
    const policy = await office.policy(letter);
    const specialist = await office.as("specialist", letter);
    const allowed = { open: true, sensitive: regulation !== "kd19", confidential: false, secret: false, top_secret: false };
    const clauses = {
      qn37: /Điều 1 khoản 2 Quyết định 37\/2018\/QĐ-UBND/,
      la23: /Điều 1 khoản 2 .*23\/2019\/QĐ-UBND/,
      tw217: /Điều 5 khoản 1 Quy định 217-QĐ\/TW|117\/2025\/QH15/,
      qt682: /Điều 4 khoản 1 Quy định 682-QĐ\/TU|117\/2025\/QH15/,
      kd19: /Điều (1|6 khoản 1) Quy chế 19-QC\/HU/,
    };
    for (const rule of policy.secrecy) {
      assert.equal(rule.allowed, allowed[rule.level], rule.level);
      const facts = await office.facts(letter, { secrecy: rule.level });
      if (rule.allowed) {
        assert.equal((await specialist.post("/outgoing", facts)).facts.secrecy, rule.level);
        continue;
      }
      const problem = await specialist.refused("usecases.secrecy_refused", "POST", "/outgoing", facts);
      assert.match(problem.clause ?? "", clauses[regulation], rule.level);
      assert.equal(problem.clause, rule.clause);
      assert.equal(problem.detail, rule.text, "nói bằng lời của quy định");
      const draft = await specialist.post("/outgoing", await office.facts(letter));
      await specialist.refused("usecases.secrecy_refused", "PUT", `/outgoing/${draft.id}/facts`, facts);
    }
  });

  eachRegulation("B17", ["tw217", "qt682", "qn37", "la23"], "bên nhận được đủ văn bản cùng mọi tệp kèm, đúng từng byte, đúng tên tiếng Việt", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const attachments = [
      ["Phụ lục 1 – Số liệu “đặc biệt” ữợ.xlsx", demoFile("tong-hop-van-ban.xlsx")],
      ["Danh mục hồ sơ (bản 2).pdf", demoFile("danh-muc-ho-so.pdf")],
    ];
    const issued = await office.issued(letter, { attachments });
    const arrival = await office.arrival(to, issued);
    assert.deepEqual(arrival.attachments.map((each) => each.name), attachments.map(([name]) => name));
    assert.equal(arrival.verdict.complete, true);
    const clerk = await office.as("clerk", to);
    for (const [i, [name, content]] of attachments.entries()) {
      const file = await clerk.file(`/incoming/${arrival.id}/files/${arrival.attachments[i].sha256}`);
      assert.ok(file.body.equals(content), name);
      const coded = /filename\*=UTF-8''([^;]+)/.exec(file.headers["content-disposition"]);
      assert.equal(decodeURIComponent(coded[1]), name, "tên tệp đi về nguyên vẹn (RFC 8187)");
    }
    const main = await clerk.file(`/incoming/${arrival.id}/files/${arrival.main.sha256}`);
    assert.equal(crypto.createHash("sha256").update(main.body).digest("hex"), issued.final_pdf.sha256);
  });

  eachRegulation("B18", ["tw217", "qt682", "qn37", "la23"], "không gửi khi chưa duyệt, chưa có đủ chữ ký, chưa phát hành", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const clerk = await office.as("clerk", letter);
    const nobodyKnows = async (document) => {
      const page = await (await office.as("clerk", to)).get("/incoming?list=all&limit=500");
      assert.ok(!page.items.some((each) => each.abstract === document.facts.abstract));
    };
    const document = await office.submitted(letter);
    await clerk.refused("documents.wrong_stage", "POST", `/outgoing/${document.id}/issue`);
    const approved = await office.approve(letter, document.id);
    await clerk.refused("documents.not_all_signed", "POST", `/outgoing/${document.id}/issue`);
    await office.signAll(letter, approved, { until: "seal" });
    await clerk.refused("documents.not_all_signed", "POST", `/outgoing/${document.id}/issue`);
    await office.sign(letter, document.id, "seal");
    await nobodyKnows(document);
    await office.issue(letter, document.id);
    await office.arrival(to, document);
    await clerk.refused("documents.wrong_stage", "POST", `/outgoing/${document.id}/issue`);
  });

  story("B18", "kd19", "KD19 không đòi ký số: đã duyệt, có số thì văn thư phát hành được, bên nhận thấy là chưa ký", async ({ office }) => {
    const clerk = await office.as("clerk", "e");
    const document = await office.submitted("e", { to: ["d"] });
    await clerk.refused("documents.wrong_stage", "POST", `/outgoing/${document.id}/issue`);
    await office.approve("e", document.id);
    const issued = await office.issue("e", document.id);
    assert.deepEqual([issued.stage, issued.signatures.length], ["issued", 0]);
    const arrival = await office.arrival("d", issued);
    assert.equal(arrival.verdict.verdict, "not_signed");
    assert.match(arrival.legal_value.text, /không có giá trị pháp lý/, "bên nhận theo QT682");
    const half = await office.approved("e", { to: ["d"] });
    await office.sign("e", half.id, "personal");
    await clerk.refused("usecases.rule_refused", "POST", `/outgoing/${half.id}/issue`);
  });

  // --- writes happen once

  story(["B4", "G5"], ["qn37"], "cùng một khóa chống lặp: làm một lần, trả lời như cũ; khóa dùng cho việc khác bị từ chối", async ({ office }) => {
    const specialist = await office.as("specialist", "a");
    const key = newKey();
    const facts = await office.facts("a");
    const first = await specialist.call("POST", "/outgoing", { body: facts, key });
    const again = await specialist.call("POST", "/outgoing", { body: facts, key });
    assert.deepEqual([first.status, again.status, again.body.id, again.headers["idempotency-replayed"]], [201, 200, first.body.id, "true"]);
    await specialist.refused("usecases.key_reused", "POST", "/outgoing", await office.facts("a"), { key });
    await specialist.refused("usecases.key_missing", "POST", "/outgoing", facts, { key: null, unchecked: true });
    await specialist.refused("usecases.key_malformed", "POST", "/outgoing", facts, { headers: { "idempotency-key": "x".repeat(129) }, key: null, unchecked: true });
    const upload = newKey();
    const one = await specialist.uploading("ghi chú.txt", Buffer.from("một"), { key: upload });
    const two = await specialist.uploading("ghi chú.txt", Buffer.from("một"), { key: upload });
    assert.equal(two.body.upload_id, one.body.upload_id);
    const document = await office.sealed("a");
    const clerk = await office.as("clerk", "a");
    const issueKey = newKey();
    const answers = await Promise.all([1, 2, 3].map(() => clerk.call("POST", `/outgoing/${document.id}/issue`, { key: issueKey })));
    for (const each of answers) assert.equal(each.status, 200, each.text);
    await office.arrival("b", document);
    const page = await (await office.as("clerk", "b")).get("/incoming?list=all&limit=500");
    assert.equal(page.items.filter((each) => each.abstract === document.facts.abstract).length, 1);
    await eventually("one delivery", async () => (await clerk.get(`/outgoing/${document.id}`)).deliveries.length === 1);
  });

  story("B4", ["qn37"], "trường lạ, trường thiếu, trường sai kiểu bị từ chối bằng mã rõ ràng", async ({ office }) => {
    const specialist = await office.as("specialist", "a");
    const facts = await office.facts("a");
    const wrong = { unchecked: true };
    await specialist.refused("http.wrong_member", "POST", "/outgoing", { ...facts, odd: 1 }, wrong);
    await specialist.refused("http.missing_member", "POST", "/outgoing", { ...facts, abstract: undefined }, wrong);
    await specialist.refused("http.wrong_member", "POST", "/outgoing", { ...facts, recipients: "b" }, wrong);
    await specialist.refused("usecases.unknown_type", "POST", "/outgoing", { ...facts, type: "XX" }, wrong);
    await specialist.refused("usecases.unknown_agency", "POST", "/outgoing", { ...facts, recipients: [specialist.id] }, wrong);
    await specialist.refused("usecases.signer_not_leader", "POST", "/outgoing", { ...facts, signer: specialist.id }, wrong);
    await specialist.refused("documents.recipient_is_sender", "POST", "/outgoing", { ...facts, recipients: [specialist.agency.id] }, wrong);
    const unnamed = await specialist.call("POST", "/files", { raw: Buffer.from("x"), headers: { "content-type": "application/octet-stream" }, unchecked: true });
    assert.equal(unnamed.body.code, "http.file_name_missing");
    const latin = await specialist.call("POST", "/files", {
      raw: Buffer.from("x"),
      headers: { "content-type": "application/octet-stream", "content-disposition": dispositionOf("a.txt").replace("UTF-8", "ISO-8859-1") },
      unchecked: true,
    });
    assert.equal(latin.body.code, "http.malformed_disposition");
  });
});
