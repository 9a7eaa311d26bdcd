// C. Incoming documents: checking, accepting or returning, routing, statuses, cancelling.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { exchange } from "./support/client.mjs";
import { EventReader } from "./support/events.mjs";
import { filesBelow } from "./support/processes.mjs";
import { group } from "./support/story.mjs";

// The file of a blob in the data directory.
function blobFile(data, digest) {
  const found = filesBelow(path.join(data, "blobs")).find((file) => file.replaceAll(path.sep, "").includes(digest));
  assert.ok(found, `the blob ${digest} is on disk`);
  return found;
}

group("c_incoming", ({ story, eachRegulation }) => {
  const other = (letter) => (letter === "a" ? "b" : "a");

  // --- C1: checks before anybody accepts

  eachRegulation("C1", ["qn37"], "thả một tệp bất kỳ thì biết ngay chữ ký có hợp lệ không, và lấy lại được tệp như khi từng người ký", async ({ office, letter }) => {
    let sealed = await office.approved(letter, { method: "initial_person_and_seal" });
    const finals = [sealed.final_pdf.sha256];
    while (sealed.next_signature !== null) {
      sealed = await office.sign(letter, sealed.id, sealed.next_signature);
      finals.push(sealed.final_pdf.sha256);
    }
    assert.equal(new Set(finals).size, 4);
    const clerk = await office.as("clerk", letter);
    const file = (await clerk.file(`/outgoing/${sealed.id}/files/${sealed.final_pdf.sha256}`)).body;
    // Whoever looks at the file while the next one signs keeps it.
    for (const digest of finals) assert.equal((await clerk.file(`/outgoing/${sealed.id}/files/${digest}`)).status, 200);
    const drop = (path, content) => clerk.call("POST", path, { key: null, raw: content, headers: { "content-type": "application/octet-stream" } });
    const { status, body: verdict } = await drop("/verify", file);
    assert.deepEqual([status, verdict.kind, verdict.verdict, verdict.signatures.length], [200, "pdf", "valid", 3]);
    const { revision } = verdict.signatures.find((each) => each.role === "personal");
    const earlier = await drop(`/verify/revisions/${revision}`, file);
    assert.equal(earlier.status, 200);
    assert.ok(file.subarray(0, earlier.body.length).equals(earlier.body));
    assert.deepEqual((await drop("/verify", earlier.body)).body.signatures.map((each) => each.verdict), ["valid_with_additions", "valid"]);
    assert.equal((await drop("/verify/revisions/99", file)).body.code, "usecases.no_such_revision");
    const changed = Buffer.concat([file, Buffer.from("thêm")]);
    assert.notEqual((await drop("/verify", changed)).body.verdict, "valid");
    const stranger = await exchange(office.server, { method: "POST", path: "/verify", headers: { "content-type": "application/octet-stream" }, body: file });
    assert.equal(stranger.body.code, "usecases.not_logged_in", "chỉ mở cho mọi người khi nơi cài đặt chọn");
  });

  eachRegulation("C1", "all", "trước khi tiếp nhận, văn thư thấy kết quả kiểm tra: chữ ký, chứng thư, toàn vẹn, đúng nơi nhận, đủ tệp", async ({ office, letter }) => {
    const sender = other(letter);
    const document = await office.issued(sender, { to: [letter] });
    const arrival = await office.arrival(letter, document);
    const { verdict } = arrival;
    assert.deepEqual([verdict.verdict, verdict.integrity, verdict.words], ["valid", "intact", "hợp lệ"]);
    assert.deepEqual([verdict.addressee_right, verdict.complete], [true, true]);
    assert.deepEqual(verdict.signatures.map((each) => each.role), ["personal", "seal"]);
    for (const each of verdict.signatures) {
      assert.equal(each.chain_status, "trusted");
      assert.ok(each.signing_time >= each.valid_from && each.signing_time <= each.valid_to, "chứng thư có hiệu lực khi ký");
      assert.equal(each.organisation, document.agency.name);
      for (const reason of each.reasons) assert.ok(reason.code && reason.sentence.length > 5);
    }
    assert.deepEqual(verdict.signatures.map((each) => each.coverage), ["whole_revision", "whole_file"]);
    assert.equal(arrival.stage, "arrived");
  });

  eachRegulation("C1", "all", "tệp bị sửa trong kho không đến được tay ai; sửa lại đúng thì đi tiếp", async ({ office, letter }) => {
    const sender = other(letter);
    const sealed = await office.sealed(sender, { to: [letter] });
    const file = blobFile(office.data, sealed.final_pdf.sha256);
    const right = fs.readFileSync(file);
    const mode = fs.statSync(file).mode;
    const wrong = Buffer.from(right);
    wrong[Math.floor(wrong.length / 2)] ^= 1;
    fs.chmodSync(file, 0o600);
    fs.writeFileSync(file, wrong);
    const clerk = await office.as("clerk", sender);
    await clerk.refused("blobs.damaged", "GET", `/outgoing/${sealed.id}/signatures`);
    const document = await office.issue(sender, sealed.id);
    // What was issued later arrives: by then the changed one was tried.
    await office.arrival(letter, await office.issued(sender, { to: [letter] }));
    const page = await (await office.as("clerk", letter)).get("/incoming?list=all&limit=500");
    assert.ok(!page.items.some((each) => each.abstract === document.facts.abstract), "bản sửa không đến");
    assert.equal((await clerk.get(`/outgoing/${document.id}`)).deliveries[0].status, "queued");
    fs.writeFileSync(file, right);
    fs.chmodSync(file, mode);
    const arrival = await office.arrival(letter, document);
    assert.equal(arrival.verdict.verdict, "valid");
  });

  // --- C2: accept or return

  eachRegulation("C2", "all", "văn thư trả lại kèm lý do: bên gửi biết ngay; hồ sơ ghi trách nhiệm như quy định", async ({ office, letter, regulation }) => {
    const sender = other(letter);
    const document = await office.issued(sender, { to: [letter] });
    const arrival = await office.arrival(letter, document);
    const clerk = await office.as("clerk", letter);
    await clerk.refused("base.empty_text", "POST", `/incoming/${arrival.id}/return`, { reason: "  " });
    await (await office.as("leader", letter)).refused("directory.not_permitted", "POST", `/incoming/${arrival.id}/return`, { reason: "Tôi." });
    const returned = await clerk.post(`/incoming/${arrival.id}/return`, { reason: "Không thuộc thẩm quyền." });
    assert.deepEqual([returned.stage, returned.return_reason], ["returned", "Không thuộc thẩm quyền."]);
    const delivery = await office.delivery(sender, document, letter, "returned");
    const fact = delivery.facts.find((each) => each.status === "returned");
    assert.deepEqual([fact.detail, fact.by.startsWith(clerk.me.person.name)], ["Không thuộc thẩm quyền.", true]);
    await clerk.refused("documents.wrong_stage", "POST", `/incoming/${arrival.id}/accept`, {});
    const rule = (await office.policy(letter)).rules.return;
    const answers = /chịu trách nhiệm/.test(rule.text);
    assert.equal(answers, ["qn37", "la23", "kd19"].includes(regulation));
  });

  // --- C3, C4, C5: register, routing, handling

  eachRegulation("C3", "all", "tiếp nhận thì vào sổ: số đến liên tục, các trường lấy từ văn bản, văn thư sửa được chỗ chưa đúng", async ({ office, letter }) => {
    const sender = other(letter);
    const first = await office.accepted(letter, await office.issued(sender, { to: [letter] }));
    const document = await office.issued(sender, { to: [letter] });
    const arrival = await office.arrival(letter, document);
    const clerk = await office.as("clerk", letter);
    const corrected = { abstract: "Về việc đã đính chính trích yếu", note: "Bản giấy gửi sau." };
    const accepted = await clerk.post(`/incoming/${arrival.id}/accept`, { corrected });
    assert.equal(accepted.arrival_number, first.arrival_number + 1);
    assert.deepEqual([accepted.stage, accepted.abstract], ["accepted", corrected.abstract]);
    assert.equal(accepted.accepted_by.id, clerk.id);
    const book = (await clerk.get("/registers")).items.find((each) => each.kind === "incoming");
    const { items } = await clerk.get(`/registers/${book.id}/lines?limit=500`);
    assert.deepEqual(items.map((each) => each.sequence), items.map((_, i) => book.last - i));
    const line = items.find((each) => each.subject_id === arrival.id);
    assert.deepEqual(
      [line.sequence, line.state, line.notation, line.abstract, line.parties, line.type_name],
      [accepted.arrival_number, "entered", document.numbering.notation, corrected.abstract, document.agency.name, "Công văn"],
    );
    assert.ok(line.signer.includes(document.facts.signer.name));
    await clerk.refused("documents.wrong_stage", "POST", `/incoming/${arrival.id}/accept`, {});
  });

  eachRegulation("C4", "all", "chuyển xử lý ngay, không chờ bản giấy; LA23: trong hai giờ làm việc; khẩn: ngay", async ({ office, letter, regulation }) => {
    const sender = other(letter);
    const at = await office.toMonday("16:00");
    const document = await office.issued(sender, { to: [letter] });
    const arrival = await office.arrival(letter, document);
    const urgent = await office.arrival(letter, await office.issued(sender, { to: [letter], urgency: "express" }));
    const rule = (await office.policy(letter)).rules.routing;
    assert.equal(urgent.deadlines[0].due_at, urgent.legal_receipt_at, "khẩn: ngay khi nhận");
    assert.equal(urgent.deadlines[0].clause, rule.clause);
    if (regulation === "la23") {
      assert.match(arrival.legal_receipt_at, /T16:00:/);
      const due = new Date(Date.parse(arrival.legal_receipt_at) + (16 * 60 + 30) * 60_000 + 7 * 3_600_000).toISOString().slice(0, 19);
      assert.equal(arrival.deadlines[0].due_at.slice(0, 19), due, "một giờ chiều thứ Hai, một giờ sáng thứ Ba");
      assert.equal(arrival.deadlines[0].state, "soon");
      assert.match(arrival.deadlines[0].words, /^còn .*giờ/);
      await office.setClock(at(1, "09:00"));
      const late = await (await office.as("clerk", letter)).get(`/incoming/${arrival.id}`);
      assert.equal(late.deadlines[0].state, "overdue");
      assert.match(late.deadlines[0].words, /^quá hạn /);
    } else {
      assert.deepEqual(arrival.deadlines, [], "“kịp thời”, không có số giờ");
      assert.match(rule.text, /kịp thời/);
    }
    const clerk = await office.as("clerk", letter);
    await clerk.post(`/incoming/${arrival.id}/accept`, {});
    const assigned = await clerk.post(`/incoming/${arrival.id}/assign`, {
      lead: (await office.as("specialist", letter)).id,
      instruction: "Chuyển xử lý.",
    });
    assert.equal(assigned.stage, "assigned");
    if (regulation === "la23") assert.equal(assigned.deadlines[0].state, "missed");
  });

  eachRegulation("C5", ["kd19", "la23", "tw217"], "lãnh đạo giao chủ trì và phối hợp, có chỉ đạo và thời hạn; người được giao xử lý, trả lời, hoàn thành", async ({ office, letter }) => {
    const sender = other(letter);
    const at = await office.toMonday("08:00");
    const document = await office.issued(sender, { to: [letter] });
    const arrival = await office.accepted(letter, document);
    const [leader, lead, supporting] = [await office.as("leader", letter), await office.as("specialist", letter), await office.as("specialist2", letter)];
    await lead.refused("usecases.no_such_document", "GET", `/incoming/${arrival.id}`);
    const order = { lead: lead.id, supporting: [supporting.id], instruction: "Tổng hợp, trả lời đúng hạn.", deadline: at(3, "00:00").slice(0, 10) };
    await leader.refused("usecases.not_a_working_day", "POST", `/incoming/${arrival.id}/assign`, { ...order, deadline: at(5, "00:00").slice(0, 10) });
    await leader.refused("documents.handler_twice", "POST", `/incoming/${arrival.id}/assign`, { ...order, supporting: [lead.id] });
    const assigned = await leader.post(`/incoming/${arrival.id}/assign`, order);
    assert.equal(assigned.assignment.deadline, at(3, "17:00"));
    assert.equal(assigned.assignment.supporting[0].id, supporting.id);
    assert.ok((await lead.get("/incoming?list=to_handle")).items.some((each) => each.id === arrival.id));
    assert.ok((await supporting.get("/incoming?list=to_handle")).items.some((each) => each.id === arrival.id));
    await supporting.refused("documents.not_the_handler", "POST", `/incoming/${arrival.id}/start`);
    await lead.post(`/incoming/${arrival.id}/start`);
    await supporting.refused("directory.not_permitted", "POST", `/incoming/${arrival.id}/complete`, { result: "Xong." });
    const done = await lead.post(`/incoming/${arrival.id}/complete`, { result: "Đã báo cáo bằng lời." });
    assert.deepEqual([done.stage, done.result], ["completed", "Đã báo cáo bằng lời."]);
    assert.ok((await leader.get("/incoming?list=completed")).items.some((each) => each.id === arrival.id));
    assert.ok((await (await office.as("archivist", letter)).get("/incoming?list=completed")).items.some((each) => each.id === arrival.id));
  });

  // --- C6: statuses come back

  eachRegulation("C6", "all", "bên gửi thấy từng trạng thái với thời điểm, tự đến, không phải tải lại", async ({ office, letter }) => {
    const sender = other(letter);
    const drafter = await office.as("specialist", sender);
    const events = await EventReader.open(drafter);
    try {
      const document = await office.issued(sender, { to: [letter] });
      const news = () => events.next("news of the document", (each) => each.name === "changed" && each.data.id === document.id);
      const arrival = await office.arrival(letter, document);
      await office.delivery(sender, document, letter, "arrived");
      const [clerk, leader, lead] = [await office.as("clerk", letter), await office.as("leader", letter), await office.as("specialist", letter)];
      const steps = [
        ["accepted", () => clerk.post(`/incoming/${arrival.id}/accept`, {})],
        ["forwarded", () => leader.post(`/incoming/${arrival.id}/assign`, { lead: lead.id, instruction: "Xử lý." })],
        ["in_handling", () => lead.post(`/incoming/${arrival.id}/start`)],
        ["completed", () => lead.post(`/incoming/${arrival.id}/complete`, { result: "Xong." })],
      ];
      for (const [status, act] of steps) {
        events.events.length = 0;
        await act();
        await news();
        await office.delivery(sender, document, letter, status);
      }
      const delivery = await office.delivery(sender, document, letter, "completed");
      assert.deepEqual(delivery.facts.map((each) => each.status), ["arrived", "accepted", "forwarded", "in_handling", "completed"]);
      const times = delivery.facts.map((each) => each.at);
      assert.deepEqual(times, [...times].sort());
      const summary = (await drafter.get("/outgoing?list=issued&limit=500")).items.find((each) => each.id === document.id);
      assert.deepEqual(summary.statuses, { completed: 1 });
      const shown = (await drafter.get(`/outgoing/${document.id}`)).facts14.find((each) => each.name === "status");
      assert.match(shown.value, /đã hoàn thành: 1/);
    } finally {
      await events.close();
    }
  });

  // --- C7: what is recalled can no longer be opened

  eachRegulation("C7", ["tw217", "qt682", "qn37"], "bị thu hồi: không ai mở được nội dung nữa, dòng sổ còn nguyên, xác nhận về bên gửi", async ({ office, letter }) => {
    const sender = other(letter);
    const document = await office.issued(sender, { to: [letter] });
    const arrival = await office.assigned(letter, document);
    const [clerk, lead] = [await office.as("clerk", letter), await office.as("specialist", letter)];
    const files = [arrival.main, ...arrival.attachments];
    for (const file of files) assert.equal((await lead.file(`/incoming/${arrival.id}/files/${file.sha256}`)).status, 200);
    await (await office.as("leader", sender)).post(`/outgoing/${document.id}/recall`, { reason: "Ban hành nhầm." });
    const due = await office.until("the recall", clerk, `/incoming/${arrival.id}`, (now) => now.stage === "cancel_due");
    assert.equal(due.content_open, false);
    const closed = async () => {
      for (const person of [clerk, lead, await office.as("leader", letter)]) {
        for (const file of files) {
          const answer = await person.file(`/incoming/${arrival.id}/files/${file.sha256}`);
          assert.deepEqual([answer.status, answer.body.code], [410, "usecases.content_cancelled"]);
        }
      }
    };
    await closed();
    await lead.refused("documents.cancelled_content", "POST", `/incoming/${arrival.id}/start`);
    const cancelled = await clerk.post(`/incoming/${arrival.id}/cancel`);
    assert.equal(cancelled.stage, "cancelled");
    await closed();
    const book = (await clerk.get("/registers")).items.find((each) => each.kind === "incoming");
    const line = (await clerk.get(`/registers/${book.id}/lines?limit=500`)).items.find((each) => each.subject_id === arrival.id);
    assert.deepEqual([line.state, line.abstract, line.sequence], ["entered", document.facts.abstract, arrival.arrival_number]);
    assert.match(line.note, /h(ủy|uỷ) theo thông báo thu hồi/);
    const delivery = await office.delivery(sender, document, letter, "cancelled");
    assert.ok(delivery.facts.at(-1).by.startsWith(clerk.me.person.name));
  });

  // --- C8, C9, C10: times, legal value

  eachRegulation("C8", "all", "thời điểm nhận: LA23 ngoài giờ thì tính từ đầu giờ hành chính sau; nơi khác là khi vào hệ thống", async ({ office, letter, regulation }) => {
    const sender = other(letter);
    const at = await office.toMonday("08:00");
    await office.setClock(at(4, "20:15"));
    const arrival = await office.arrival(letter, await office.issued(sender, { to: [letter] }));
    assert.ok(arrival.arrived_at.startsWith(at(4, "20:15").slice(0, 13)), arrival.arrived_at);
    if (regulation === "la23") {
      assert.equal(arrival.legal_receipt_at, at(7, "07:30"), "tối thứ Sáu: 7 giờ 30 thứ Hai");
      assert.equal(arrival.deadlines[0].due_at, at(7, "09:30"));
    } else {
      assert.equal(arrival.legal_receipt_at, arrival.arrived_at);
    }
  });

  story("C9", "all", "mọi thời điểm theo ISO 8601, múi giờ Việt Nam, từ một đồng hồ chỉ đi tới", async ({ office }) => {
    const clerk = await office.as("clerk", "a");
    const health = await exchange(office.server, { method: "GET", path: "/health" });
    assert.deepEqual([health.status, health.body.status, health.body.demo], [200, "ready", true]);
    const before = await office.now();
    assert.ok(before >= health.body.now);
    assert.match(before, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/);
    const problem = await clerk.refused("system.clock_backwards", "POST", "/demo/clock", { set: "2020-01-01T00:00:00+07:00" });
    assert.ok(problem.fix.length > 0);
    assert.ok((await office.now()) >= before);
    await clerk.refused("base.malformed_time", "POST", "/demo/clock", { set: "hôm nay" }, { unchecked: true });
    // Every instant of every answer of every story is held to this form by the check against the description.
  });

  eachRegulation("C10", "all", "giá trị pháp lý được nói ra: ký hợp lệ tương đương bản giấy; không ký thì như quy định nói, kèm điều khoản", async ({ office, letter, regulation }) => {
    const sender = other(letter);
    const signed = await office.arrival(letter, await office.issued(sender, { to: [letter] }));
    const unsigned = await office.approved("e", { to: [letter === "e" ? "d" : letter] });
    await office.issue("e", unsigned.id);
    const clauses = {
      qn37: ["Điều 4 khoản 1 Quyết định 37/2018/QĐ-UBND", "Điều 4 khoản 2 Quyết định 37/2018/QĐ-UBND"],
      la23: ["Điều 4 Quyết định 28/2018/QĐ-TTg", "Điều 4 Quyết định 28/2018/QĐ-TTg"],
      tw217: ["Điều 4 khoản 1 Quy định 217-QĐ/TW", "Điều 4 khoản 2 Quy định 217-QĐ/TW"],
      qt682: ["Điều 3 khoản 1 Quy định 682-QĐ/TU", "Điều 3 khoản 2 Quy định 682-QĐ/TU"],
      kd19: ["Điều 3 khoản 5 Quy chế 19-QC/HU", "Điều 3 khoản 5 Quy chế 19-QC/HU"],
    };
    assert.match(signed.legal_value.text, /có giá trị pháp lý tương đương văn bản giấy/);
    assert.equal(signed.legal_value.clause, clauses[regulation][0]);
    const words = {
      qn37: /chỉ để biết, tham khảo, không thay cho/,
      la23: /chỉ để biết, tham khảo, không thay cho/,
      tw217: /tham khảo, không có giá trị pháp lý/,
      qt682: /tham khảo, không có giá trị pháp lý/,
      kd19: /có giá trị pháp lý tương đương văn bản giấy/,
    };
    const rule = (await office.policy(letter)).rules.legal_value_unsigned;
    assert.match(rule.text, words[regulation]);
    assert.equal(rule.clause, clauses[regulation][1]);
    if (regulation === "kd19") {
      assert.match((await (await office.as("clerk", "e")).get(`/outgoing/${unsigned.id}`)).legal_value.text, words.kd19);
      return;
    }
    const bare = await office.arrival(letter, unsigned);
    assert.equal(bare.verdict.verdict, "not_signed");
    assert.deepEqual([bare.legal_value.text, bare.legal_value.clause], [rule.text, rule.clause]);
  });
});
