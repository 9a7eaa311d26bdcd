#include "adapters/sql/people_tables.hpp"

#include "adapters/sql/words.hpp"

namespace congvan::sql {
namespace {

using calendar::Override;
using usecases::Account;
using usecases::PendingSignature;
using usecases::Replay;
using usecases::SessionRecord;
using usecases::UploadRecord;

constexpr std::string_view kAccount = "SELECT person, user_name, password_hash, failures, locked_until FROM accounts WHERE ";
constexpr std::chrono::hours kReplayLife{24};
constexpr std::chrono::hours kUploadLife{24};

Account account_row(Row& row) {
    return {row.named<PersonId>(0), row.text(1), row.text(2), static_cast<std::uint32_t>(row.integer(3)),
            row.maybe(4, &Row::instant)};
}

Result<UploadRecord> upload_row(Row& row) {
    UploadRecord made;
    made.id = row.uuid(0);
    made.by = row.named<PersonId>(1);
    made.agency = row.named<AgencyId>(2);
    made.file.sha256 = row.digest(3);
    made.file.size = static_cast<std::uint64_t>(row.integer(4));
    made.file.name = row.text(5);
    made.file.media_type = row.text(6);
    LET(made.file.checked, stored(documents::parse_checked(row.text_view(7))));
    made.at = row.instant(8);
    made.taken = row.flag(9);
    return made;
}

Result<PendingSignature> pending_row(Row& row) {
    PendingSignature made;
    made.id = row.uuid(0);
    made.document = row.named<DocumentId>(1);
    made.by = row.named<PersonId>(2);
    LET(made.role, stored(parse_signature_role(row.text_view(3))));
    made.base = row.digest(4);
    made.prepared = row.digest(5);
    made.certificate = row.bytes(6);
    made.expires_at = row.instant(7);
    return made;
}

Result<Override> override_row(Row& row) {
    Override made;
    made.day = row.day(0);
    LET(made.kind, stored(calendar::parse_override_kind(row.text_view(1))));
    made.reference = row.text(2);
    made.instead_of = row.maybe(3, &Row::day);
    return made;
}

}  // namespace

Result<Done> PeopleTables::run(std::string_view sql, Params params) {
    TRY(connection_.execute(sql, params));
    return Done{};
}

Result<std::optional<Account>> PeopleTables::account(std::string_view user_name) {
    return connection_.first(std::string(kAccount) + "user_name = $1", {user_name}, account_row);
}

Result<std::optional<Account>> PeopleTables::account_of(PersonId person) {
    return connection_.first(std::string(kAccount) + "person = $1", {person}, account_row);
}

Result<std::optional<SessionRecord>> PeopleTables::session(const Sha256& token) {
    return connection_.first("SELECT token, person, agency, created_at, seen_at, expires_at FROM sessions WHERE token = $1",
                             {token}, [](Row& row) {
                                 return SessionRecord{row.digest(0), row.named<PersonId>(1), row.named<AgencyId>(2),
                                                      row.instant(3), row.instant(4), row.instant(5)};
                             });
}

Result<std::optional<UploadRecord>> PeopleTables::upload(const Uuid& id) {
    return connection_.first("SELECT id, person, agency, blob, size, name, media_type, checked, at, taken FROM uploads"
                             " WHERE id = $1", {id}, upload_row);
}

Result<std::optional<PendingSignature>> PeopleTables::pending_signature(const Uuid& id) {
    return connection_.first("SELECT id, document, person, role, base, prepared, certificate, expires_at"
                             " FROM pending_signatures WHERE id = $1", {id}, pending_row);
}

Result<std::optional<Replay>> PeopleTables::replay(PersonId person, std::string_view key) {
    return connection_.first("SELECT person, key, request, subject, at FROM replays WHERE person = $1 AND key = $2",
                             {person, key}, [](Row& row) {
                                 return Replay{row.named<PersonId>(0), row.text(1), row.digest(2), row.uuid(3), row.instant(4)};
                             });
}

Result<std::vector<Override>> PeopleTables::calendar_overrides() {
    return connection_.all("SELECT day, kind, reference, instead_of FROM calendar_overrides ORDER BY day", {}, override_row);
}

Result<std::optional<std::string>> PeopleTables::setting(std::string_view name) {
    return connection_.first("SELECT value FROM settings WHERE name = $1", {name}, [](Row& row) { return row.text(0); });
}

Result<Done> PeopleTables::put(const Account& account) {
    return run("INSERT INTO accounts (person, user_name, password_hash, failures, locked_until) VALUES ($1, $2, $3, $4, $5)"
               " ON CONFLICT (person) DO UPDATE SET user_name = excluded.user_name, password_hash = excluded.password_hash,"
               " failures = excluded.failures, locked_until = excluded.locked_until",
               {account.person, account.user_name, account.password_hash, account.failures, account.locked_until});
}

Result<Done> PeopleTables::put(const SessionRecord& session) {
    return run("INSERT INTO sessions (token, person, agency, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"
               " ON CONFLICT (token) DO UPDATE SET person = excluded.person, agency = excluded.agency,"
               " created_at = excluded.created_at, seen_at = excluded.seen_at, expires_at = excluded.expires_at",
               {session.token, session.person, session.agency, session.created_at, session.seen_at, session.expires_at});
}

Result<Done> PeopleTables::end_session(const Sha256& token) { return run("DELETE FROM sessions WHERE token = $1", {token}); }

Result<Done> PeopleTables::end_sessions(PersonId person, const std::optional<Sha256>& kept) {
    if (!kept.has_value()) return run("DELETE FROM sessions WHERE person = $1", {person});
    return run("DELETE FROM sessions WHERE person = $1 AND token <> $2", {person, *kept});
}

Result<Done> PeopleTables::put(const UploadRecord& upload) {
    return run("INSERT INTO uploads (id, person, agency, blob, size, name, media_type, checked, at, taken)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET person = excluded.person,"
               " agency = excluded.agency, blob = excluded.blob, size = excluded.size, name = excluded.name,"
               " media_type = excluded.media_type, checked = excluded.checked, at = excluded.at, taken = excluded.taken",
               {upload.id, upload.by, upload.agency, upload.file.sha256, upload.file.size, upload.file.name,
                upload.file.media_type, to_word(upload.file.checked), upload.at, upload.taken});
}

Result<Done> PeopleTables::put(const PendingSignature& pending) {
    return run("INSERT INTO pending_signatures (id, document, person, role, base, prepared, certificate, expires_at)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET document = excluded.document,"
               " person = excluded.person, role = excluded.role, base = excluded.base, prepared = excluded.prepared,"
               " certificate = excluded.certificate, expires_at = excluded.expires_at",
               {pending.id, pending.document, pending.by, to_word(pending.role), pending.base, pending.prepared,
                pending.certificate, pending.expires_at});
}

Result<Done> PeopleTables::remove_pending_signature(const Uuid& id) {
    return run("DELETE FROM pending_signatures WHERE id = $1", {id});
}

Result<Done> PeopleTables::remember(const Replay& replay) {
    return run("INSERT INTO replays (person, key, request, subject, at) VALUES ($1, $2, $3, $4, $5)",
               {replay.person, replay.key, replay.request, replay.subject, replay.at});
}

Result<Done> PeopleTables::put(const Override& day) {
    return run("INSERT INTO calendar_overrides (day, kind, reference, instead_of) VALUES ($1, $2, $3, $4)"
               " ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, reference = excluded.reference,"
               " instead_of = excluded.instead_of",
               {day.day, to_word(day.kind), day.reference, day.instead_of});
}

Result<Done> PeopleTables::remove_calendar_override(Day day) {
    return run("DELETE FROM calendar_overrides WHERE day = $1", {day});
}

Result<Done> PeopleTables::put_setting(std::string_view name, std::string_view value) {
    return run("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
               {name, value});
}

Result<Done> PeopleTables::sweep(Instant now) {
    TRY(run("DELETE FROM sessions WHERE expires_at <= $1", {now}));
    TRY(run("DELETE FROM pending_signatures WHERE expires_at <= $1", {now}));
    TRY(run("DELETE FROM replays WHERE at < $1", {now - kReplayLife}));
    return run("DELETE FROM uploads WHERE taken = 0 AND at < $1", {now - kUploadLife});
}

}  // namespace congvan::sql
