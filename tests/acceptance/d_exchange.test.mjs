// D. Exchange between agencies, and the facts that each document shows.
import assert from "node:assert/strict";

import { EventReader } from "./support/events.mjs";
import { congvan, root } from "./support/processes.mjs";
import { group } from "./support/story.mjs";

const kFacts = [
  ["agency_code", "Mã định danh cơ quan, tổ chức"],
  ["document_code", "Mã định danh văn bản"],
  ["notation", "Số và ký hiệu văn bản"],
  ["day", "Ngày, tháng, năm ban hành"],
  ["type", "Thể loại văn bản"],
  ["urgency", "Mức độ khẩn"],
  ["abstract", "Trích yếu nội dung"],
  ["attachments", "Hồ sơ, tài liệu gửi kèm"],
  ["status", "Trạng thái xử lý"],
  ["signer", "Họ tên người ký"],
  ["sender", "Bên gửi"],
  ["recipients", "Bên nhận"],
  ["times", "Thời gian gửi, nhận"],
  ["deadline", "Thời hạn xử lý"],
  ["history", "Lịch sử gửi, nhận văn bản"],
];

group("d_exchange", ({ story, eachRegulation }) => {
  eachRegulation("D1", ["tw217", "qt682", "qn37", "la23"], "trong cùng hệ thống văn bản đến ngay mọi cơ quan nhận, mỗi nơi một lần, có kênh và lý do", async ({ office, letter }) => {
    const to = ["a", "b", "c", "d", "e", "f"].filter((each) => each !== letter);
    const clerk = await office.as("clerk", to[0]);
    const events = await EventReader.open(clerk);
    try {
      const document = await office.issued(letter, { to });
      for (const each of to) {
        const delivery = await office.delivery(letter, document, each, "arrived");
        assert.equal(delivery.channel, "internal");
        assert.ok(delivery.channel_reason.length > 0);
        const arrival = await office.arrival(each, document);
        assert.deepEqual([arrival.from.code, arrival.notation, arrival.day], [document.agency.code, document.numbering.notation, document.numbering.day]);
        assert.deepEqual(arrival.recipients.map((one) => one.id), document.facts.recipients.map((one) => one.id));
      }
      await events.next("the arrival to be told live", (each) => each.name === "changed" && each.data.kind === "incoming");
      await events.next("the counts to be told live", (each) => each.name === "counts");
    } finally {
      await events.close();
    }
  });

  story("D1", "qn37", "máy chủ dừng giữa chừng và chạy lại: văn bản vẫn đến đủ, không lặp", async ({ office }) => {
    const sealed = await office.sealed("a", { to: ["b", "c", "d"] });
    const clerk = await office.as("clerk", "a");
    await clerk.post(`/outgoing/${sealed.id}/issue`);
    await office.server.kill();
    await office.serve();
    for (const each of ["b", "c", "d"]) {
      await office.delivery("a", sealed, each, "arrived");
      const page = await (await office.as("clerk", each)).get("/incoming?list=all&limit=500");
      assert.equal(page.items.filter((one) => one.abstract === sealed.facts.abstract).length, 1);
    }
  });

  eachRegulation("D7", "all", "mười bốn thông tin (và mã định danh văn bản) được hiện cho mỗi văn bản, ở bên gửi và bên nhận", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const answerBy = (await office.toMonday("09:00"))(4, "00:00").slice(0, 10);
    const [year, month, day] = answerBy.split("-");
    const document = await office.issued(letter, {
      to: [to],
      urgency: "urgent",
      answer_by: answerBy,
      attachments: [["Phụ lục kèm theo.txt", Buffer.from("Nội dung phụ lục\n")]],
    });
    await office.delivery(letter, document, to, "arrived");
    const outgoing = await (await office.as("clerk", letter)).get(`/outgoing/${document.id}`);
    const incoming = await office.arrival(to, document);
    for (const rows of [outgoing.facts14, incoming.facts14]) {
      assert.deepEqual(rows.map((each) => [each.name, each.label]), kFacts);
      const value = Object.fromEntries(rows.map((each) => [each.name, each.value]));
      for (const [name] of kFacts) assert.notEqual(value[name], "", name);
      assert.equal(value.agency_code, document.agency.code);
      assert.equal(value.document_code, document.document_code);
      assert.equal(value.notation, document.numbering.notation);
      assert.equal(value.urgency, "khẩn");
      assert.equal(value.abstract, document.facts.abstract);
      assert.equal(value.attachments, "Phụ lục kèm theo.txt");
      assert.match(value.status, /đã đến/);
      assert.ok(value.signer.includes(document.facts.signer.name));
      assert.equal(value.sender, document.agency.name);
      assert.equal(value.recipients, incoming.agency.name);
      assert.match(value.times, /^Gửi: \d\d\/\d\d\/\d{4} \d\d:\d\d; .*nhận: \d\d\/\d\d\/\d{4} \d\d:\d\d/);
      assert.equal(value.deadline, `${day}/${month}/${year}`);
    }
  });

  story("D1", ["qn37", "la23", "tw217", "qt682"], "cả câu chuyện đi hết qua lệnh congvan tour", async ({ office }) => {
    const toured = congvan("tour", "--server", office.server.url, "--share", root, "--json", "--patience", "60");
    assert.equal(toured.status, 0, `${toured.err}${toured.out}`);
    const told = JSON.parse(toured.out.toString("utf8"));
    assert.match(told.document_id, /^[0-9a-f-]{36}$/);
    assert.ok(told.steps.length > 20);
    const document = await (await office.as("clerk", "a")).get(`/outgoing/${told.document_id}`);
    const outcomes = document.recall.answers.map((each) => each.outcome).sort();
    assert.deepEqual(outcomes, ["cancelled", "cancelled", "nothing_to_cancel"]);
    assert.equal(document.recall.settled, true);
  });
});
