#pragma once

// Accounts, sessions, uploads, signatures under way, idempotency records, calendar overrides, settings.

#include <vector>

#include "adapters/sql/connection.hpp"
#include "usecases/ports/records.hpp"

namespace congvan::sql {

class PeopleTables {
public:
    explicit PeopleTables(Connection& connection) : connection_(connection) {}

    Result<std::optional<usecases::Account>> account(std::string_view user_name);
    Result<std::optional<usecases::Account>> account_of(PersonId person);
    Result<std::optional<usecases::SessionRecord>> session(const Sha256& token);
    Result<std::optional<usecases::UploadRecord>> upload(const Uuid& id);
    Result<std::optional<usecases::PendingSignature>> pending_signature(const Uuid& id);
    Result<std::optional<usecases::Replay>> replay(PersonId person, std::string_view key);
    Result<std::vector<calendar::Override>> calendar_overrides();
    Result<std::optional<std::string>> setting(std::string_view name);

    Result<Done> put(const usecases::Account& account);
    Result<Done> put(const usecases::SessionRecord& session);
    Result<Done> end_session(const Sha256& token);
    Result<Done> end_sessions(PersonId person, const std::optional<Sha256>& kept);
    Result<Done> put(const usecases::UploadRecord& upload);
    Result<Done> put(const usecases::PendingSignature& pending);
    Result<Done> remove_pending_signature(const Uuid& id);
    Result<Done> remember(const usecases::Replay& replay);
    Result<Done> put(const calendar::Override& day);
    Result<Done> remove_calendar_override(Day day);
    Result<Done> put_setting(std::string_view name, std::string_view value);
    Result<Done> sweep(Instant now);

private:
    Result<Done> run(std::string_view sql, Params params);
    Connection& connection_;
};

}  // namespace congvan::sql
