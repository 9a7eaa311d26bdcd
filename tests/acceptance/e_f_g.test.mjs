// E, F, G. Finding, history and its proof, safety.
import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { exchange, kPin, newKey } from "./support/client.mjs";
import { description } from "./support/contract.mjs";
import { demoDirectory, evidence } from "./support/demo.mjs";
import { encryptedPdf, pdf, zip, zipBomb } from "./support/files.mjs";
import { Office } from "./support/office.mjs";
import { signaturesOf } from "./support/page.mjs";
import { filesBelow, run, temporaryFolder } from "./support/processes.mjs";
import { group } from "./support/story.mjs";

group("e_f_g", ({ story, eachRegulation }) => {
  // --- E5: finding

  eachRegulation("E5", ["la23", "kd19", "qn37"], "tìm văn bản đi, văn bản đến có dấu hay không dấu, chỉ trong phần mình được xem", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const abstract = `Về việc rà soát hồ sơ đường Nguyễn Huệ của ${letter}`;
    const document = await office.issued(letter, { to: [to], abstract });
    await office.arrival(to, document);
    const found = async (person, list, q) => (await person.get(`/${list}?q=${encodeURIComponent(q)}&limit=500`)).items.map((each) => each.abstract);
    const [mine, theirs] = [await office.as("clerk", letter), await office.as("clerk", to)];
    for (const q of ["rà soát", "ra soat", "RA SOAT", "duong nguyen hue", "nguyễn HUỆ", "hue duong", document.numbering.notation]) {
      assert.ok((await found(mine, "outgoing", q)).includes(abstract), `${q} ở văn bản đi`);
      assert.ok((await found(theirs, "incoming", q)).includes(abstract), `${q} ở văn bản đến`);
    }
    assert.deepEqual(await found(mine, "outgoing", "không có chữ này đâu"), []);
    assert.ok(!(await found(await office.as("specialist2", letter), "outgoing", "ra soat")).includes(abstract), "không phải việc của mình");
    assert.ok(!(await found(await office.as("clerk", "f"), "incoming", "ra soat")).includes(abstract), "không phải cơ quan mình");
  });

  eachRegulation("E5", ["la23", "kd19", "qn37"], "danh sách dài đọc theo trang, mỗi dòng một lần; số đếm khớp với danh sách", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    for (let i = 0; i < 7; i += 1) await specialist.post("/outgoing", await office.facts(letter, { urgency: i === 3 ? "express" : "normal" }));
    const all = (await specialist.get("/outgoing?list=drafts&limit=500")).items.map((each) => each.id);
    const paged = [];
    let cursor = "";
    do {
      const page = await specialist.get(`/outgoing?list=drafts&limit=3${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
      assert.ok(page.items.length <= 3);
      paged.push(...page.items.map((each) => each.id));
      cursor = page.next ?? "";
    } while (cursor !== "");
    assert.deepEqual(paged, all);
    assert.equal((await specialist.get("/counts")).outgoing.drafts, all.length);
    await specialist.refused("usecases.unknown_list", "GET", "/outgoing?list=moi", undefined, { unchecked: true });
    await specialist.refused("base.malformed_text", "GET", "/outgoing?cursor=!!!", undefined, { unchecked: true });
    assert.deepEqual((await specialist.get("/people?role=leader")).items.map((each) => each.role), ["leader", "leader"]);
  });

  // --- F3: history and evidence

  eachRegulation("F3", ["qt682", "tw217", "qn37", "la23", "kd19"], "ai làm gì, lúc nào: lịch sử của bên gửi và bên nhận, mỗi bên phần của mình", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const document = await office.issued(letter, { to: [to] });
    const arrival = await office.accepted(to, document);
    await office.delivery(letter, document, to, "accepted");
    const clerk = await office.as("clerk", letter);
    const { items } = await clerk.get(`/outgoing/${document.id}/history`);
    const kinds = items.map((each) => each.kind).reverse();
    for (const kind of ["outgoing.drafted", "outgoing.version_added", "outgoing.submitted", "outgoing.approved", "outgoing.signed", "outgoing.issued"]) {
      assert.ok(kinds.includes(kind), kind);
    }
    assert.deepEqual(items.map((each) => each.index), [...items.map((each) => each.index)].sort((a, b) => b - a));
    const issued = items.find((each) => each.kind === "outgoing.issued");
    assert.deepEqual([issued.actor, issued.post, issued.at], [clerk.me.person.name, clerk.me.person.post, document.issued_at]);
    assert.ok(issued.sentence.includes(clerk.me.person.name) && issued.sentence.includes("phát hành"));
    for (const each of items) assert.equal(each.agency, document.agency.name);
    const theirs = await (await office.as("clerk", to)).get(`/incoming/${arrival.id}/history`);
    assert.ok(theirs.items.some((each) => each.kind === "incoming.accepted"));
    for (const each of theirs.items) assert.equal(each.agency, arrival.agency.name);
  });

  story(["F3", "G5"], ["qt682", "tw217", "qn37", "la23", "kd19"], "một tệp chứng cứ chứng minh cả câu chuyện với người ngoài; đổi một byte, hay ký bằng khóa khác, đều bị bác", async ({ office }) => {
    const document = await office.issued("a", { to: ["b", "c", "d", "e"] });
    for (const each of ["b", "c", "d", "e"]) {
      await office.accepted(each, document);
      await office.delivery("a", document, each, "accepted");
    }
    const folder = temporaryFolder("evidence");
    const file = path.join(folder, "chứng cứ.evidence");
    const exported = evidence("export", document.id, "--data", office.data, "--out", file);
    assert.equal(exported.status, 0, exported.err);
    const key = evidence("key", "--data", office.data).out.toString("utf8").trim();
    const verify = (name, ...more) => {
      const done = evidence("verify", name, "--json", ...more);
      return { status: done.status, ...JSON.parse(done.out.toString("utf8")) };
    };
    const proved = verify(file, "--key", key);
    assert.deepEqual([proved.status, proved.standing, proved.document_id], [0, "proved", document.id]);
    const kinds = proved.steps.map((each) => each.kind);
    for (const kind of ["outgoing.drafted", "outgoing.issued", "incoming.arrived", "incoming.accepted"]) assert.ok(kinds.includes(kind), kind);
    assert.equal(new Set(proved.steps.map((each) => each.agency)).size, 5, "phần của cả năm cơ quan");
    assert.ok(proved.files.some((each) => each.sha256 === document.final_pdf.sha256 && each.enclosed));
    const bare = verify(file);
    assert.deepEqual([bare.status, bare.standing], [1, "consistent"], "không có khóa: chưa chứng minh nguồn gốc");

    const bytes = fs.readFileSync(file);
    const changed = path.join(folder, "changed.evidence");
    for (const part of [0.01, 0.2, 0.5, 0.8, 0.999]) {
      const copy = Buffer.from(bytes);
      copy[Math.floor((copy.length - 1) * part)] ^= 0x20;
      fs.writeFileSync(changed, copy);
      const refused = verify(changed, "--key", key);
      assert.deepEqual([refused.status, refused.standing], [1, "refused"], `byte ở ${part}`);
    }
    fs.writeFileSync(changed, bytes.subarray(0, bytes.length - 1));
    assert.equal(verify(changed, "--key", key).status, 1);

    const mine = await office.as("clerk", "a");
    const own = await mine.file(`/outgoing/${document.id}/evidence`);
    fs.writeFileSync(changed, own.body);
    const part = verify(changed, "--key", key);
    assert.equal(part.standing, "proved");
    assert.deepEqual([...new Set(part.steps.map((each) => each.agency))], [document.agency.id], "cơ quan chỉ xuất phần của mình");

    const forger = new Office();
    forger.data = await demoDirectory("forger");
    fs.rmSync(path.join(forger.data, "log.key"));
    await forger.serve();
    try {
      const forged = await forger.issued("a", { to: ["b"] });
      const other = evidence("key", "--data", forger.data).out.toString("utf8").trim();
      assert.notEqual(other, key);
      const forgery = path.join(folder, "forged.evidence");
      assert.equal(evidence("export", forged.id, "--data", forger.data, "--out", forgery).status, 0);
      assert.equal(verify(forgery, "--key", other).status, 0);
      const refused = verify(forgery, "--key", key);
      assert.deepEqual([refused.status, refused.standing, refused.code], [1, "refused", "evidence.foreign_key"]);
    } finally {
      await forger.close();
    }
    assert.equal(evidence("export", crypto.randomUUID(), "--data", office.data).status, 1);
  });

  story("F3", ["qt682", "tw217", "qn37", "la23", "kd19"], "nhật ký có mốc đã ký, chỉ dài thêm", async ({ office }) => {
    const checkpoint = async () => {
      const answer = await exchange(office.server, { method: "GET", path: "/log/checkpoint" });
      assert.equal(answer.status, 200);
      const lines = answer.text.split("\n");
      assert.match(lines[0], /^congvan\/[0-9a-f]{12}$/);
      assert.ok(lines.some((line) => line.startsWith("— congvan/")), "có chữ ký");
      return { size: Number(lines[1]), root: lines[2] };
    };
    const before = await checkpoint();
    await office.drafted("a");
    const after = await checkpoint();
    assert.ok(after.size > before.size && after.root !== before.root);
    assert.deepEqual(await checkpoint(), after);
  });

  // --- G2: files that must not come in

  eachRegulation("G2", ["kd19", "qn37"], "tệp rỗng, sai loại, có mật khẩu, bom nén, tên lạ đều bị từ chối rõ ràng và không để lại gì", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    const document = await office.drafted(letter);
    const blobs = path.join(office.data, "blobs");
    const before = filesBelow(blobs).sort();
    const long = `${"ệ".repeat(99)}.pdf`;
    assert.ok(Buffer.byteLength(long) > 300 - 4);
    for (const [name, content, code] of [
      ["rỗng.pdf", Buffer.alloc(0), "convert.empty_file"],
      ["giả.docx", Buffer.from(`not a document ${newKey()}`), "convert.wrong_type"],
      ["khóa.pdf", encryptedPdf(), "convert.encrypted"],
      ["bom.docx", zipBomb(), "convert.zip_bomb"],
      ["../../leo lên.pdf", pdf([newKey()]), "convert.name_path"],
      ["..\\leo lên.pdf", pdf([newKey()]), "convert.name_path"],
      [long, pdf([newKey()]), "convert.name_too_long"],
      [`${"a".repeat(296)}.pdf`, pdf([newKey()]), "convert.name_too_long"],
      ["tên\u202Efdp.exe.pdf", pdf([newKey()]), "convert.name_control"],
      ["lỗi.docx", zip([["../thoát.txt", "x"]]), "convert.malformed_archive"],
      ["cụt.pdf", Buffer.from(`%PDF-1.7\n${newKey()}`), "convert.damaged"],
    ]) {
      const answer = await specialist.uploading(name, content);
      assert.equal(answer.body.code, code, `${name}: ${answer.text}`);
      assert.ok(answer.status >= 400 && answer.status < 500);
      const digest = crypto.createHash("sha256").update(content).digest("hex");
      await specialist.refused("usecases.no_such_file", "GET", `/outgoing/${document.id}/files/${digest}`);
    }
    assert.deepEqual(filesBelow(blobs).sort(), before, "không tệp nào ở lại");
    const good = await specialist.uploading("tốt.pdf", pdf([newKey()]));
    assert.equal(good.body.file.checked, "structure");
  });

  // --- G3: nobody sees another agency's things

  eachRegulation("G3", ["kd19", "qn37"], "mọi mã của cơ quan khác đều như không có, ở mọi đường dẫn", async ({ office, letter }) => {
    const theirs = await office.issued("b", { to: ["c"], attachments: [["riêng.txt", Buffer.from("chuyện riêng\n")]] });
    const draft = await office.approved("b", { to: ["c"] });
    const arrived = await office.assigned("b", await office.issued("c", { to: ["b"] }));
    const books = (await (await office.as("clerk", "b")).get("/registers")).items;
    const upload = await (await office.as("specialist", "b")).upload("của b.txt", Buffer.from("của b\n"));
    const bodies = {
      facts: await office.facts(letter),
      versions: { source: upload, attachments: [] },
      return: { opinion: "x", reason: "x" },
      approve: {},
      scan: { source: upload },
      sign: { role: "personal", pin: kPin },
      prepare: { role: "personal" },
      complete: { signing_id: crypto.randomUUID(), signature: "AAAA", result: "x" },
      "void-number": { reason: "x" },
      recall: { reason: "x" },
      accept: {},
      assign: { lead: (await office.as("specialist", letter)).id, instruction: "x" },
    };
    const targets = {
      "/outgoing/": [theirs.id, draft.id],
      "/incoming/": [arrived.id],
      "/registers/": books.map((each) => each.id),
    };
    const files = { "/outgoing/": theirs.final_pdf.sha256, "/incoming/": arrived.main.sha256 };
    let asked = 0;
    for (const [template, item] of Object.entries(description.paths)) {
      const area = Object.keys(targets).find((each) => template.startsWith(each));
      if (area === undefined || !template.includes("{id}")) continue;
      for (const method of ["get", "post", "put"].filter((each) => item[each] !== undefined)) {
        for (const id of targets[area]) {
          // A specialist may read no register at all, and is told so.
          for (const role of ["clerk", "leader", "archivist", ...(area === "/registers/" ? [] : ["specialist"])]) {
            const last = template.split("/").pop();
            let body = item[method].requestBody === undefined ? undefined : bodies[last];
            if (last === "return") body = area === "/outgoing/" ? { opinion: "x" } : { reason: "x" };
            if (last === "complete") body = area === "/outgoing/" ? { signing_id: bodies.complete.signing_id, signature: "AAAA" } : { result: "x" };
            const at = template.replace("{id}", id).replace("{sha256}", files[area] ?? "");
            const person = await office.as(role, letter);
            const answer = await person.call(method.toUpperCase(), at, { body });
            assert.equal(answer.status, 404, `${role} ${method} ${at}: ${answer.status} ${answer.text ?? ""}`);
            asked += 1;
          }
        }
      }
    }
    assert.ok(asked > 100, `${asked}`);
    const specialist = await office.as("specialist", letter);
    await specialist.refused("usecases.no_such_upload", "POST", `/outgoing/${(await specialist.post("/outgoing", await office.facts(letter))).id}/versions`, { source: upload, attachments: [] });
    const answering = await specialist.call("POST", "/outgoing", { body: await office.facts(letter, { answers: arrived.id }) });
    assert.equal(answering.status, 404, answering.text);
    for (const list of ["outgoing", "incoming"]) {
      const page = await (await office.as("clerk", letter)).get(`/${list}?list=all&limit=500`);
      for (const each of page.items) assert.ok(![theirs.id, draft.id, arrived.id].includes(each.id));
    }
  });

  story("G3", ["kd19", "qn37"], "không đăng nhập thì không có gì; phiên chỉ là của một người", async ({ office }) => {
    for (const [method, template] of Object.entries(description.paths).flatMap(([at, item]) =>
      ["get", "post", "put", "delete"].filter((each) => item[each] !== undefined && item[each].security?.length !== 0).map((each) => [each, at]),
    )) {
      if (template.startsWith("/demo/")) continue;
      const at = template.replace("{id}", crypto.randomUUID()).replace("{sha256}", "0".repeat(64)).replace("{year}", "2027").replace("{day}", "2027-01-04");
      const answer = await exchange(office.server, { method: method.toUpperCase(), path: at, unchecked: true, headers: { "idempotency-key": newKey() } });
      assert.deepEqual([answer.status, answer.body.code], [401, "usecases.not_logged_in"], `${method} ${at}`);
    }
    const forged = await exchange(office.server, { method: "GET", path: "/me", headers: { authorization: `Bearer ${"A".repeat(43)}` } });
    assert.equal(forged.status, 401);
  });

  // --- G5, G7

  eachRegulation("G5", ["tw217", "qt682", "qn37", "kd19"], "tệp bên nhận giữ là tệp bên gửi đã ký; đổi một byte thì chữ ký không còn hợp lệ", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const document = await office.issued(letter, { to: [to] });
    const arrival = await office.arrival(to, document);
    const file = (await (await office.as("clerk", to)).file(`/incoming/${arrival.id}/files/${arrival.main.sha256}`)).body;
    assert.equal(crypto.createHash("sha256").update(file).digest("hex"), document.final_pdf.sha256);
    assert.deepEqual(signaturesOf(file).map((each) => each.valid), [true, true]);
    const changed = Buffer.from(file);
    changed[changed.indexOf("startxref") - 40] ^= 1;
    assert.ok(signaturesOf(changed).every((each) => !each.valid || !each.whole), "bản bị sửa không còn chữ ký phủ toàn tệp");
  });

  story(["B5", "G5"], ["qn37"], "khóa trên thiết bị của người ký: giá trị ký đúng được nhận, văn bản hợp lệ", async ({ office }) => {
    const leader = await office.as("leader", "a");
    const document = await office.approved("a");
    const prepared = await leader.post(`/outgoing/${document.id}/sign/prepare`, { role: "personal" });
    const folder = temporaryFolder("device");
    const [input, output] = [path.join(folder, "in"), path.join(folder, "out")];
    fs.writeFileSync(input, Buffer.from(prepared.bytes_to_sign, "base64"));
    const token = `person-${leader.id.slice(0, 23)}`;
    const signed = run("env", [
      `SOFTHSM2_CONF=${path.join(office.data, "softhsm/softhsm2.conf")}`,
      "pkcs11-tool", "--module", "/usr/lib/softhsm/libsofthsm2.so", "--token-label", token, "--login", "--pin", kPin,
      "--sign", "--mechanism", "SHA256-RSA-PKCS", "--input-file", input, "--output-file", output,
    ]);
    assert.equal(signed.status, 0, signed.err);
    const value = fs.readFileSync(output).toString("base64");
    const step = { signing_id: prepared.signing_id, signature: value };
    const done = await leader.post(`/outgoing/${document.id}/sign/complete`, step);
    assert.deepEqual(done.signatures.map((each) => each.role), ["personal"]);
    await leader.refused("usecases.no_such_signing", "POST", `/outgoing/${document.id}/sign/complete`, step);
    await office.sign("a", document.id, "seal");
    assert.equal((await leader.get(`/outgoing/${document.id}/signatures`)).verdict, "valid");
  });

  eachRegulation("G7", ["la23", "qn37"], "chữ Việt Unicode: gõ tổ hợp hay dựng sẵn đều lưu một dạng, tìm thấy nhau, tên tệp đúng", async ({ office, letter }) => {
    const specialist = await office.as("specialist", letter);
    const abstract = "Về việc kiểm tra chữ Việt: ẳ ẵ ặ ở ỡ ợ ử ữ ự ỷ ỹ ỵ Đ đ";
    const made = await specialist.post("/outgoing", await office.facts(letter, { abstract: abstract.normalize("NFD") }));
    assert.equal(made.facts.abstract, abstract);
    const page = await specialist.get(`/outgoing?q=${encodeURIComponent("KIỂM TRA chữ".normalize("NFD"))}`);
    assert.ok(page.items.some((each) => each.id === made.id));
    const uploaded = await specialist.uploading("Phụ lục ữợ.txt".normalize("NFD"), Buffer.from("ữ\n"));
    assert.equal(uploaded.body.file.name, "Phụ lục ữợ.txt");
    const raw = await specialist.call("POST", "/outgoing", {
      raw: Buffer.concat([Buffer.from('{"abstract":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      headers: { "content-type": "application/json" },
      unchecked: true,
    });
    assert.ok(["http.malformed_json", "base.not_utf8"].includes(raw.body.code), raw.text);
    const control = await specialist.call("POST", "/outgoing", { body: await office.facts(letter, { abstract: "a\u0007b" }) });
    assert.equal(control.body.code, "base.control_character");
    const described = await exchange(office.server, { method: "GET", path: "/openapi.yaml" });
    assert.match(described.text, /^openapi: 3\.1/);
  });
});
