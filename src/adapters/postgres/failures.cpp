#include "adapters/postgres/failures.hpp"

#include <string>

#include "errors/base.hpp"
#include "errors/storage.hpp"

namespace congvan::postgres {
namespace {

namespace codes = errors::storage;

struct Meaning {
    std::string_view sqlstate;  // a code, or the first characters of a class
    Remedy remedy;
    std::string_view code;
    Trouble trouble;
};

// Appendix A of the PostgreSQL manual; the first row that fits counts.
constexpr Meaning kMeanings[] = {
    {"40001", Remedy::retry_later, codes::unavailable, Trouble::again},   // serialization_failure
    {"40P01", Remedy::retry_later, codes::unavailable, Trouble::again},   // deadlock_detected
    {"40", Remedy::retry_later, codes::unavailable, Trouble::fine},
    {"23505", Remedy::reload_and_retry, codes::conflict, Trouble::fine},  // unique_violation
    {"23503", Remedy::reload_and_retry, codes::conflict, Trouble::fine},  // foreign_key_violation
    {"23P01", Remedy::reload_and_retry, codes::conflict, Trouble::fine},  // exclusion_violation
    {"23", Remedy::call_operator, codes::rejected, Trouble::fine},
    {"53100", Remedy::retry_later, codes::full, Trouble::fine},           // disk_full
    {"53", Remedy::retry_later, codes::unavailable, Trouble::fine},       // too many connections, out of memory
    {"25006", Remedy::call_operator, codes::read_only, Trouble::fine},    // read_only_sql_transaction
    {"55P03", Remedy::retry_later, codes::unavailable, Trouble::fine},    // lock_not_available
    {"57014", Remedy::retry_later, codes::unavailable, Trouble::fine},    // query_canceled: took too long
    {"57P", Remedy::retry_later, codes::unavailable, Trouble::lost},      // shutting down, crashed, starting
    {"08", Remedy::retry_later, codes::unavailable, Trouble::lost},
    {"58", Remedy::retry_later, codes::unavailable, Trouble::fine},       // system_error, io_error
    {"XX001", Remedy::call_operator, codes::damaged, Trouble::fine},      // data_corrupted
    {"XX002", Remedy::call_operator, codes::damaged, Trouble::fine},      // index_corrupted
    {"22021", Remedy::fix_input, errors::base::not_utf8, Trouble::fine},
};

std::string field(const PGresult* answer, int which) {
    const char* text = answer == nullptr ? nullptr : PQresultErrorField(answer, which);
    return text == nullptr ? std::string() : std::string(text);
}

std::string describe(const PGconn* connection, const PGresult* answer, std::string_view while_doing) {
    std::string text = "postgres ";
    const auto state = field(answer, PG_DIAG_SQLSTATE);
    if (!state.empty()) {
        text += state + ": " + field(answer, PG_DIAG_MESSAGE_PRIMARY);
        const auto constraint = field(answer, PG_DIAG_CONSTRAINT_NAME);
        if (!constraint.empty()) text += " [" + constraint + "]";
        const auto more = field(answer, PG_DIAG_MESSAGE_DETAIL);
        if (!more.empty()) text += " (" + more + ")";
    } else {
        text += connection == nullptr ? "no connection" : PQerrorMessage(connection);
        while (!text.empty() && text.back() == '\n') text.pop_back();
    }
    return text + ", in: " + std::string(while_doing.substr(0, 200));
}

}  // namespace

Failure failure(const PGconn* connection, const PGresult* answer, std::string_view while_doing) {
    auto detail = describe(connection, answer, while_doing);
    const auto state = field(answer, PG_DIAG_SQLSTATE);
    const bool broken = PQstatus(connection) != CONNECTION_OK;
    for (const auto& meaning : kMeanings) {
        if (state.empty() || !state.starts_with(meaning.sqlstate)) continue;
        return {{meaning.remedy, meaning.code, std::move(detail)}, broken ? Trouble::lost : meaning.trouble};
    }
    if (broken || state.empty()) {
        return {{Remedy::retry_later, codes::unavailable, std::move(detail)}, Trouble::lost};
    }
    return {{Remedy::call_operator, codes::wrong_statement, std::move(detail)}, Trouble::fine};
}

}  // namespace congvan::postgres
