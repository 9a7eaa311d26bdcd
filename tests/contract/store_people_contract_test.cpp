// The use cases' store, in every world of SQL: accounts, uploads, what is remembered for a while, settings and the directory.

#include "directory/permission.hpp"
#include "contract/store_world.hpp"

namespace congvan::contract {
namespace {

using namespace usecases;  // NOLINT: every name of the port

TEST_P(StoreTest, KeepsAccountsAndSessions) {
    Account account{named<PersonId>("person"), "chuyenvien.a", "$argon2id$…", 2, at(5)};
    put(account);
    account.failures = 0;
    account.locked_until.reset();
    put(account);
    const auto found = read([](Reader& reader) { return reader.account("chuyenvien.a"); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->person, account.person);
    EXPECT_EQ(found->password_hash, account.password_hash);
    EXPECT_EQ(found->failures, 0U);
    EXPECT_EQ(found->locked_until, std::nullopt);
    EXPECT_TRUE(read([](Reader& reader) { return reader.account_of(named<PersonId>("person")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.account("khac"); }).has_value());
    EXPECT_EQ(code_of(write([&](Transaction& transaction) {
        return transaction.put(Account{named<PersonId>("second"), "chuyenvien.a", "", 0, {}});
    })), "storage.conflict");

    for (const auto* token : {"one", "two", "three"}) {
        put(SessionRecord{digest(token), named<PersonId>("person"), named<AgencyId>("agency"), at(0), at(1), at(60)});
    }
    const auto has = [&](std::string_view token) {
        return read([&](Reader& reader) { return reader.session(digest(token)); }).has_value();
    };
    EXPECT_EQ(read([](Reader& reader) { return reader.session(digest("one")); })->expires_at, at(60));
    must(write([](Transaction& transaction) { return transaction.end_session(digest("one")); }));
    EXPECT_FALSE(has("one"));
    must(write([](Transaction& transaction) { return transaction.end_sessions(named<PersonId>("person"), digest("two")); }));
    EXPECT_TRUE(has("two"));
    EXPECT_FALSE(has("three"));
    must(write([](Transaction& transaction) { return transaction.end_sessions(named<PersonId>("person"), {}); }));
    EXPECT_FALSE(has("two"));
}

TEST_P(StoreTest, KeepsUploadsAndPendingSignatures) {
    UploadRecord upload{id_of("upload"), named<PersonId>("person"), named<AgencyId>("agency"),
                        {digest("content"), 5'000'000'000, "Tờ trình số 1.pdf", "application/pdf", documents::Checked::clean},
                        at(3), false};
    put(upload);
    upload.taken = true;
    put(upload);
    const auto found = read([](Reader& reader) { return reader.upload(id_of("upload")); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->file, upload.file);
    EXPECT_EQ(found->at, upload.at);
    EXPECT_TRUE(found->taken);

    const PendingSignature pending{id_of("pending"), named<DocumentId>("document"), named<PersonId>("person"),
                                   SignatureRole::initial, digest("base"), digest("prepared"), to_bytes("der"), at(10)};
    put(pending);
    const auto waiting = read([](Reader& reader) { return reader.pending_signature(id_of("pending")); });
    ASSERT_TRUE(waiting.has_value());
    EXPECT_EQ(waiting->role, pending.role);
    EXPECT_EQ(waiting->prepared, pending.prepared);
    EXPECT_EQ(waiting->certificate, pending.certificate);
    must(write([](Transaction& transaction) { return transaction.remove_pending_signature(id_of("pending")); }));
    EXPECT_FALSE(read([](Reader& reader) { return reader.pending_signature(id_of("pending")); }).has_value());
}

TEST_P(StoreTest, KnowsWhichBytesAreSpokenOf) {
    UploadRecord upload{id_of("upload"), named<PersonId>("person"), named<AgencyId>("agency"),
                        {digest("uploaded"), 5'000'000'000, "Dự thảo quyết định.docx", "application/pdf", documents::Checked::structure},
                        at(0), false};
    put(upload);
    PendingSignature pending{id_of("pending"), named<DocumentId>("document"), named<PersonId>("person"), SignatureRole::personal,
                             digest("base"), digest("prepared"), to_bytes("chứng thư"), at(10)};
    put(pending);
    must(write([](Transaction& transaction) -> Result<Done> {
        TRY(transaction.hold_blob(named<DocumentId>("document"), digest("held")));
        TRY(transaction.hold_blob(named<DocumentId>("document"), digest("held")));
        return transaction.hold_blob(named<DocumentId>("other"), digest("held"));
    }));
    for (const auto* name : {"uploaded", "base", "prepared", "held"}) {
        EXPECT_TRUE(read([&](Reader& reader) { return reader.refers_to(digest(name)); })) << name;
    }
    EXPECT_FALSE(read([](Reader& reader) { return reader.refers_to(digest("unknown")); }));
}

TEST_P(StoreTest, RemembersAnIdempotencyKeyOnce) {
    const Replay replay{named<PersonId>("person"), "khóa-1", digest("request"), id_of("made"), at(0)};
    must(write([&](Transaction& transaction) { return transaction.remember(replay); }));
    EXPECT_EQ(code_of(write([&](Transaction& transaction) { return transaction.remember(replay); })), "storage.conflict");
    const auto found = read([](Reader& reader) { return reader.replay(named<PersonId>("person"), "khóa-1"); });
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->subject, replay.subject);
    EXPECT_EQ(found->request, replay.request);
    EXPECT_FALSE(read([](Reader& reader) { return reader.replay(named<PersonId>("other"), "khóa-1"); }).has_value());
}

TEST_P(StoreTest, KeepsCalendarOverridesAndSettings) {
    put(calendar::Override{day(1), calendar::OverrideKind::working_day, "Thông báo số 1", day(4)});
    put(calendar::Override{day(0), calendar::OverrideKind::day_off, "Thông báo số 2", {}});
    put(calendar::Override{day(1), calendar::OverrideKind::working_day, "Thông báo số 3", day(5)});
    const auto overrides = read([](Reader& reader) { return reader.calendar_overrides(); });
    EXPECT_EQ(overrides, (std::vector<calendar::Override>{
                             {day(0), calendar::OverrideKind::day_off, "Thông báo số 2", {}},
                             {day(1), calendar::OverrideKind::working_day, "Thông báo số 3", day(5)}}));
    must(write([](Transaction& transaction) { return transaction.remove_calendar_override(day(0)); }));
    EXPECT_EQ(read([](Reader& reader) { return reader.calendar_overrides(); }).size(), 1U);
    for (const auto* value : {"một", "hai"}) {
        must(write([&](Transaction& transaction) { return transaction.put_setting("tên", value); }));
    }
    EXPECT_EQ(read([](Reader& reader) { return reader.setting("tên"); }), "hai");
}

TEST_P(StoreTest, SweepsWhatIsOver) {
    put(SessionRecord{digest("over"), named<PersonId>("person"), named<AgencyId>("agency"), at(0), at(0), at(10)});
    put(SessionRecord{digest("live"), named<PersonId>("person"), named<AgencyId>("agency"), at(0), at(0), at(9000)});
    put(PendingSignature{id_of("over"), {}, {}, SignatureRole::seal, {}, {}, {}, at(10)});
    put(UploadRecord{id_of("left"), {}, {}, {digest("left"), 1, "a", "b", documents::Checked::structure}, at(0), false});
    put(UploadRecord{id_of("taken"), {}, {}, {digest("taken"), 1, "a", "b", documents::Checked::structure}, at(0), true});
    must(write([](Transaction& transaction) { return transaction.remember({{}, "old", {}, {}, at(0)}); }));
    const auto now = at(0) + std::chrono::hours(25);
    must(write([](Transaction& transaction) { return transaction.remember({{}, "new", {}, {}, at(0) + std::chrono::hours(24)}); }));
    must(write([&](Transaction& transaction) { return transaction.sweep(now); }));
    EXPECT_FALSE(read([](Reader& reader) { return reader.session(digest("over")); }).has_value());
    EXPECT_TRUE(read([](Reader& reader) { return reader.session(digest("live")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.pending_signature(id_of("over")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.upload(id_of("left")); }).has_value());
    EXPECT_TRUE(read([](Reader& reader) { return reader.upload(id_of("taken")); }).has_value());
    EXPECT_FALSE(read([](Reader& reader) { return reader.replay({}, "old"); }).has_value());
    EXPECT_TRUE(read([](Reader& reader) { return reader.replay({}, "new"); }).has_value());
}

TEST_P(StoreTest, GivesBackTheDirectoryInItsOrder) {
    using namespace directory;  // NOLINT
    DirectoryRecords records;
    const auto code = [](std::string_view text) { return must(AgencyCode::parse(text)); };
    records.agencies.push_back({named<AgencyId>("ubnd"),
                                {{code("H41"), CodeScheme::qd_20_2020, {day(0), {}}}, {code("000.00.00.H41"), CodeScheme::qcvn_102, {{}, day(-1)}}},
                                "Ủy ban nhân dân tỉnh (thử nghiệm)", "UBND", {{"VP", "Văn phòng"}, {"VX", "Phòng Văn xã"}},
                                {}, ProfileId("nd30"), {}});
    records.agencies.push_back({named<AgencyId>("snv"), {{code("H41.12"), CodeScheme::qd_20_2020, {}}}, "Sở Nội vụ (thử nghiệm)",
                                "SNV", {}, named<AgencyId>("ubnd"), {}, {day(-10), day(10)}});
    records.people.push_back({named<PersonId>("b"), must(UserName::parse("lanhdao.b")), "Lãnh đạo B (thử nghiệm)", "b", {}});
    records.people.push_back({named<PersonId>("a"), must(UserName::parse("vanthu.a")), "Văn thư A (thử nghiệm)", "a", {day(0), {}}});
    records.posts.push_back({named<PersonId>("b"), named<AgencyId>("ubnd"), Role::leader, "Chủ tịch", "", {}});
    records.posts.push_back({named<PersonId>("a"), named<AgencyId>("ubnd"), Role::clerk, "Văn thư", "VP", {{}, day(3)}});
    records.keys.push_back({named<directory::KeyId>("k"), KeyPurpose::seal, named<AgencyId>("ubnd"), {}, "con dấu", to_bytes("der"), digest("der"), {}});
    records.keys.push_back({named<directory::KeyId>("l"), KeyPurpose::personal, named<AgencyId>("ubnd"), named<PersonId>("b"), "ký số", to_bytes("der2"), digest("der2"), {day(0), day(1)}});
    records.delegations.push_back({named<DelegationId>("d"), DelegationKind::substitution, named<AgencyId>("ubnd"), named<PersonId>("b"),
                                   named<PersonId>("a"), Role::leader, {Act::approve, Act::sign}, "QĐ số 1", {day(0), day(9)}});
    must(write([&](Transaction& transaction) { return transaction.replace(records); }));
    must(write([&](Transaction& transaction) { return transaction.replace(records); }));
    const auto found = read([](Reader& reader) { return reader.directory(); });
    EXPECT_EQ(found.agencies, records.agencies);
    EXPECT_EQ(found.people, records.people);
    EXPECT_EQ(found.posts, records.posts);
    EXPECT_EQ(found.keys, records.keys);
    EXPECT_EQ(found.delegations, records.delegations);
}

}  // namespace
}  // namespace congvan::contract
