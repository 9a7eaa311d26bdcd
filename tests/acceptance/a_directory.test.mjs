// A. Directory: agencies, people, keys, the working calendar.
import assert from "node:assert/strict";

import { kPin, Person } from "./support/client.mjs";
import { letters } from "./support/office.mjs";
import { group } from "./support/story.mjs";

const collator = new Intl.Collator("vi");

group("a_directory", ({ story, eachRegulation }) => {
  story("A1", "all", "mỗi cơ quan một mã định danh, không trùng", async ({ office }) => {
    const clerk = await office.as("clerk", "a");
    const { items } = await clerk.get("/agencies?limit=500");
    const codes = [clerk.agency.code, ...items.map((each) => each.code)];
    assert.equal(new Set(codes).size, codes.length, codes.join(" "));
    for (const code of codes) assert.match(code, /^[A-Z]\d{2}(\.\d{2})*$/);
    for (const letter of Object.values(letters)) assert.ok(codes.includes((await office.agency(letter)).code));
  });

  story("A1", ["qn37", "la23"], "tìm cơ quan có dấu hay không dấu, theo mã; xếp theo thứ tự tiếng Việt", async ({ office }) => {
    const clerk = await office.as("clerk", "a");
    const found = async (q) => (await clerk.get(`/agencies?q=${encodeURIComponent(q)}`)).items.map((each) => each.name);
    const whole = "Đảng ủy xã Thử Nghiệm";
    assert.deepEqual(await found("đảng ủy xã"), [whole]);
    assert.deepEqual(await found("dang uy xa"), [whole]);
    assert.deepEqual(await found("DANG UY"), [whole]);
    assert.deepEqual(await found((await office.agency("e")).code), [whole]);
    assert.deepEqual(await found("không có cơ quan này"), []);
    const all = (await clerk.get("/agencies?limit=500")).items.map((each) => each.name);
    assert.deepEqual(all, [...all].sort(collator.compare));
    assert.ok(all.indexOf("Ban Tổ chức Tỉnh ủy (thử nghiệm)") < all.indexOf(whole), "B trước Đ");
    assert.ok(!all.includes((await office.agency("a")).name), "không gửi cho chính mình");
  });

  eachRegulation("A2", ["qn37", "la23"], "văn bản có mã định danh riêng, bên nhận thấy đúng mã ấy", async ({ office, letter }) => {
    const to = letter === "a" ? "b" : "a";
    const first = await office.issued(letter);
    const second = await office.issued(letter);
    assert.match(first.document_code, new RegExp(`^${first.agency.code.replaceAll(".", "\\.")}\\.\\d{4}\\.\\d{6}$`));
    assert.notEqual(first.document_code, second.document_code);
    const arrival = await office.arrival(to, first);
    assert.equal(arrival.document_code, first.document_code);
    assert.equal(arrival.document_id, first.id);
  });

  eachRegulation("A3", ["qn37", "la23", "kd19"], "vai trò quyết định việc được làm: máy chủ từ chối, không phải màn hình", async ({ office, letter }) => {
    const watched = ["draft", "approve", "sign", "seal", "issue", "accept", "edit_calendar"];
    const can = async (role) => (await office.as(role, letter)).me.can.filter((act) => watched.includes(act));
    assert.deepEqual(await can("leader"), ["draft", "approve", "sign"]);
    assert.deepEqual(await can("clerk"), ["draft", "seal", "issue", "accept"]);
    assert.deepEqual(await can("specialist"), ["draft"]);
    assert.deepEqual((await office.as("archivist", letter)).me.can, ["read_registers"]);
    assert.deepEqual((await office.as("administrator")).me.can, ["edit_calendar"]);

    const document = await office.submitted(letter);
    const specialist = await office.as("specialist", letter);
    const clerk = await office.as("clerk", letter);
    const notPermitted = (person, path, body) => person.refused("directory.not_permitted", "POST", path, body);
    for (const person of [specialist, clerk, await office.as("leader2", letter)]) await notPermitted(person, `/outgoing/${document.id}/approve`, {});
    await notPermitted(clerk, `/outgoing/${document.id}/return`, { opinion: "Không." });
    await notPermitted(await office.as("archivist", letter), "/outgoing", await office.facts(letter));
    await office.signAll(letter, await office.approve(letter, document.id));
    for (const role of ["specialist", "leader"]) await notPermitted(await office.as(role, letter), `/outgoing/${document.id}/issue`);
    await specialist.refused("directory.not_permitted", "PUT", "/calendar/days/2030-01-08", { kind: "off", reference: "Không có" });
  });

  story("A3", ["qn37", "la23", "kd19"], "một người một tài khoản; nhập sai mật khẩu nhiều lần thì tạm khóa, không lộ ai có tài khoản", async ({ office }) => {
    const wrong = async (user) => {
      const answer = await new Person(office.server, user, "sai mat khau roi").logIn().then(
        () => assert.fail("logged in"),
        (problem) => problem.message,
      );
      return answer.replace(user, "").replace(/urn:trace:[0-9a-f]+/, "");
    };
    assert.equal(await wrong("chuyenvien2.c"), await wrong("khong.co.ai"));
    for (let i = 1; i < 8; i += 1) assert.match(await wrong("chuyenvien2.c"), /usecases\.wrong_password/);
    assert.match(await wrong("chuyenvien2.c"), /usecases\.account_locked/);
    await assert.rejects(new Person(office.server, "chuyenvien2.c").logIn(), /usecases\.account_locked/);
    const now = Date.parse(await office.now());
    await office.setClock(`${new Date(now + 16 * 60_000 + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`);
    await new Person(office.server, "chuyenvien2.c").logIn();
  });

  story("A4", ["qn37", "la23", "kd19"], "đổi mật khẩu thì các phiên khác của người ấy chấm dứt", async ({ office }) => {
    const here = await office.fresh("specialist2", "d");
    const elsewhere = await office.fresh("specialist2", "d");
    await here.refused("usecases.wrong_password", "POST", "/me/password", { current: "nhầm rồi nhé", replacement: "mật khẩu mới dài" });
    await here.refused("usecases.weak_password", "POST", "/me/password", { current: here.password, replacement: here.password });
    await elsewhere.get("/me");
    const replacement = "mật khẩu mới của tôi";
    await here.post("/me/password", { current: here.password, replacement });
    await here.get("/me");
    await elsewhere.refused("usecases.not_logged_in", "GET", "/me");
    await assert.rejects(new Person(office.server, here.userName).logIn(), /usecases\.wrong_password/);
    const again = await new Person(office.server, here.userName, replacement).logIn();
    await again.done("DELETE", "/session", { key: null });
    await again.refused("usecases.not_logged_in", "GET", "/me");
  });

  story("A7", "all", "chỉ văn thư dùng khóa cơ quan; chỉ chủ khóa dùng khóa cá nhân", async ({ office }) => {
    for (const letter of Object.values(letters)) {
      const document = await office.approved(letter);
      for (const role of ["leader2", "clerk"]) {
        const other = await office.as(role, letter);
        await other.refused("directory.not_permitted", "POST", `/outgoing/${document.id}/sign`, { role: "personal", pin: kPin });
      }
      await office.sign(letter, document.id, "personal");
      for (const role of ["leader", "specialist"]) {
        const other = await office.as(role, letter);
        await other.refused("directory.not_permitted", "POST", `/outgoing/${document.id}/sign`, { role: "seal", pin: kPin });
      }
      const sealed = await office.sign(letter, document.id, "seal");
      assert.equal(sealed.signatures.at(-1).by.id, (await office.as("clerk", letter)).id);
      assert.ok(sealed.signatures.at(-1).certificate_subject.includes(sealed.agency.name), sealed.signatures.at(-1).certificate_subject);
      assert.ok(sealed.signatures[0].certificate_subject.includes(sealed.facts.signer.name));
    }
  });

  eachRegulation("A8", "all", "quy định gắn với phần cây cơ quan: mỗi cơ quan theo quy định của mình trong cùng một hệ thống", async ({ office, letter, regulation }) => {
    const policy = await office.policy(letter);
    assert.equal(policy.profile, regulation);
    for (const rule of Object.values(policy.rules)) assert.ok(rule.text.length > 0 && /^\S/.test(rule.clause), JSON.stringify(rule));
    for (const rule of policy.secrecy) assert.match(rule.clause, /^\S/, JSON.stringify(rule));
    if (regulation === "qn37") {
      assert.equal((await office.policy("f")).profile, "qn37", "gắn ở UBND tỉnh, có hiệu lực cho cơ quan bên dưới");
      await (await office.as("administrator")).refused("directory.no_profile", "GET", "/policy");
    }
  });

  story("A10", ["qn37", "tw217", "la23", "kd19"], "quản trị khai ngày nghỉ, ngày làm bù: hạn gửi và hạn chuyển dời theo", async ({ office }) => {
    const at = await office.toMonday("09:00");
    const tuesday = at(1, "00:00").slice(0, 10);
    const saturday = at(5, "00:00").slice(0, 10);
    const administrator = await office.as("administrator");
    const year = tuesday.slice(0, 4);
    const off = await administrator.put(`/calendar/days/${tuesday}`, { kind: "off", reference: "Thông báo 01/TB-TN" });
    const shown = off.days.find((each) => each.day === tuesday);
    assert.deepEqual([shown.kind, shown.origin, shown.reference], ["off", "override", "Thông báo 01/TB-TN"]);

    const clerkA = await office.as("clerk", "a");
    const document = await office.sealed("a");
    assert.match(document.deadline.clause, /Điều 7 khoản 2 Quyết định 37\/2018/);
    for (const each of [document, await office.sealed("b"), await office.sealed("c"), await office.sealed("e")]) {
      assert.equal(each.deadline.due_at, at(2, "11:30"), "thứ Ba nghỉ: chậm nhất sáng thứ Tư");
    }
    await office.issue("a", document.id);
    const arrival = await office.arrival("b", document);
    assert.equal(arrival.deadlines[0].due_at.slice(0, 13), at(0, "11:00").slice(0, 13), "hai giờ làm việc của LA23");

    await (await office.as("administrator")).done("DELETE", `/calendar/days/${tuesday}`);
    assert.equal((await clerkA.get(`/outgoing/${document.id}`)).deadline.due_at, at(1, "11:30"), "bỏ ngày nghỉ: sáng thứ Ba");
    assert.equal((await office.calendar(year)).days.find((each) => each.day === tuesday), undefined);

    const work = await administrator.put(`/calendar/days/${saturday}`, { kind: "work", reference: "Thông báo 02/TB-TN" });
    assert.equal(work.days.find((each) => each.day === saturday).kind, "work");
    await office.setClock(at(4, "16:00"));
    const friday = await office.sealed("a");
    assert.equal(friday.deadline.due_at, at(5, "11:30"), "thứ Bảy làm bù");
    await (await office.as("administrator")).refused("base.empty_text", "PUT", `/calendar/days/${tuesday}`, { kind: "off", reference: " " });
  });

  story("A10", ["qn37", "la23"], "ngày lễ theo luật: Tết, Giỗ Tổ, 24/11 từ năm 2026, nghỉ bù", async ({ office }) => {
    const calendar = await office.calendar(2027);
    const names = new Map(calendar.days.map((each) => [each.day, each]));
    assert.match(names.get("2027-11-24").name, /Văn hóa Việt Nam/);
    assert.match(names.get("2027-02-06").name, /Tết|Nguyên đán/i);
    assert.match(names.get("2027-01-01").name, /Tết Dương lịch/);
    assert.ok(calendar.days.some((each) => each.origin === "compensation"), "có ngày nghỉ bù");
    assert.deepEqual(calendar.office_hours.find((each) => each.weekday === 1).sessions, ["07:30-11:30", "13:30-17:00"]);
    assert.deepEqual(calendar.office_hours.find((each) => each.weekday === 7).sessions, []);
    assert.equal((await office.calendar(2025)).days.find((each) => each.day === "2025-11-24"), undefined);
  });
});
