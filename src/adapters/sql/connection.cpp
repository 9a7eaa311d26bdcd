#include "adapters/sql/connection.hpp"

#include <cmath>

#include "base/text.hpp"
#include "errors/base.hpp"
#include "errors/storage.hpp"

namespace congvan::sql {
namespace {

bool is_ascii_without_nul(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

// One rule for both engines, before either sees the value: PostgreSQL refuses a NUL and bytes that are not UTF-8,
// SQLite would cut the text or keep the rubbish.
Result<Done> check(const Param& param) {
    const auto view = param.view();
    if (const auto* text = std::get_if<std::string_view>(&view)) {
        if (is_ascii_without_nul(*text)) return Done{};
        if (text->find('\0') != std::string_view::npos) {
            return Error{Remedy::fix_input, errors::base::control_character, "text with a NUL byte"};
        }
        if (!is_utf8(*text)) return Error{Remedy::fix_input, errors::base::not_utf8, "text that is not UTF-8"};
    } else if (const auto* number = std::get_if<double>(&view)) {
        if (!std::isfinite(*number)) {
            return Error{Remedy::fix_input, errors::base::malformed_text, "a number that is not finite"};
        }
    }
    return Done{};
}

Result<Done> check(std::span<const Param> params) {
    for (const auto& param : params) TRY(check(param));
    return Done{};
}

}  // namespace

template <typename Act>
auto Connection::guarded(Act&& act) -> std::invoke_result_t<Act> {
    CONGVAN_INVARIANT(!busy_);  // a function called for a row used the connection
    if (failure_.has_value()) return *failure_;
    busy_ = true;
    auto outcome = act();
    busy_ = false;
    if (!outcome.has_value()) failure_ = outcome.error();
    return outcome;
}

Result<std::int64_t> Connection::execute(std::string_view sql, Params params) {
    return guarded([&]() -> Result<std::int64_t> {
        TRY(check(params.all()));
        return do_run({sql, params.all()}, nullptr);
    });
}

Result<std::int64_t> Connection::execute_many(std::string_view sql, const std::vector<std::vector<Param>>& rows) {
    return guarded([&]() -> Result<std::int64_t> {
        for (const auto& row : rows) TRY(check(std::span<const Param>(row)));
        if (rows.empty()) return std::int64_t{0};
        return do_run_many(sql, rows);
    });
}

Result<Done> Connection::each(std::string_view sql, Params params, const Take& take) {
    bool stopped = false;  // by the caller, which is no failure of the transaction
    const Take checked = [&](Row& row) -> Result<Done> {
        auto taken = take(row);
        if (row.complaint().has_value()) {
            return Error{Remedy::call_operator, errors::storage::damaged, *row.complaint()};
        }
        stopped = !taken.has_value();
        return taken;
    };
    auto done = guarded([&]() -> Result<std::int64_t> {
        TRY(check(params.all()));
        return do_run({sql, params.all()}, &checked);
    });
    if (stopped) failure_.reset();
    if (!done.has_value()) return std::move(done).error();
    return Done{};
}

Result<std::int64_t> Connection::number(std::string_view sql, Params params) {
    LET(const auto found, first(sql, params, [](Row& row) { return row.integer(0); }));
    if (found.has_value()) return *found;
    failure_ = Error{Remedy::call_operator, errors::storage::damaged, "no row where one was expected"};
    return *failure_;
}

Result<Done> Connection::script(std::string_view sql) {
    return guarded([&]() -> Result<Done> {
        LET(const auto words, in_words_of(engine(), sql));
        return do_script(words);
    });
}

Result<Done> Connection::lock(std::string_view name) {
    return guarded([&] { return do_lock(name); });
}

Result<Done> Connection::wake(std::string_view channel) {
    return guarded([&] { return do_wake(channel); });
}

void Connection::remember_wake(std::string_view channel) { wakes_.emplace_back(channel); }

void Connection::begin_work() {
    failure_.reset();
    busy_ = false;
    wakes_.clear();
}

Result<Done> Connection::end_work(Result<Done> outcome) {
    if (outcome.has_value() && failure_.has_value()) return *failure_;
    return outcome;
}

}  // namespace congvan::sql
