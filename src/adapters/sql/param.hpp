#pragma once

// One value handed to an SQL statement for `$1`, `$2`… It looks at what it was made from (text and bytes are not
// copied), so it lives in the call that it is written in: connection.execute("…", {id, revision, title}).

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"
#include "base/named.hpp"
#include "base/uuid.hpp"

namespace congvan::sql {

// What a null would be if it were a value. PostgreSQL infers `unknown` from where the parameter stands, which fails in
// `$1 IS NULL OR name = $1`: hand in an empty std::optional there, whose type tells.
enum class Kind { unknown, integer, real, text, bytes };

struct Null {
    Kind kind = Kind::unknown;
    friend bool operator==(Null, Null) { return true; }
};

// How every kind is kept: ids as text of 36 characters, instants as UTC microseconds, days as days since
// 1970-01-01, digests as 32 bytes, flags as 0 or 1.
class Param {
public:
    using View = std::variant<Null, std::int64_t, double, std::string_view, BytesView>;  // in the order of Kind

    Param(Null) {}                // NOLINT(google-explicit-constructor): parameters are written in place
    Param(std::nullopt_t) {}      // NOLINT(google-explicit-constructor)
    template <std::integral Number>
    Param(Number number) : view_(static_cast<std::int64_t>(number)) {  // NOLINT(google-explicit-constructor)
        CONGVAN_INVARIANT(std::in_range<std::int64_t>(static_cast<Widest<Number>>(number)));
    }
    Param(double number) : view_(number) {}                              // NOLINT(google-explicit-constructor)
    Param(std::string_view text) : view_(text) {}                        // NOLINT(google-explicit-constructor)
    Param(const std::string& text) : view_(std::string_view(text)) {}    // NOLINT(google-explicit-constructor)
    Param(const char* text) : view_(std::string_view(text)) {}           // NOLINT(google-explicit-constructor)
    Param(BytesView bytes) : view_(bytes) {}                             // NOLINT(google-explicit-constructor)
    Param(const Bytes& bytes) : view_(BytesView(bytes)) {}               // NOLINT(google-explicit-constructor)
    Param(const Sha256& digest) : view_(digest.bytes()) {}               // NOLINT(google-explicit-constructor)
    Param(const Uuid& id) : owned_(id.text()) {}                         // NOLINT(google-explicit-constructor)
    Param(Instant at) : view_(to_microseconds(at)) {}                    // NOLINT(google-explicit-constructor)
    Param(Day day) : view_(std::int64_t{day.time_since_epoch().count()}) {}  // NOLINT(google-explicit-constructor)
    template <typename Tag, typename Raw>
    Param(const Named<Tag, Raw>& named) : Param(named.raw()) {}          // NOLINT(google-explicit-constructor)
    template <typename T>
    Param(const std::optional<T>& maybe) {                               // NOLINT(google-explicit-constructor)
        if (maybe.has_value()) {
            *this = Param(*maybe);
        } else {
            view_ = Null{kind_of(Param(T{}).view())};
        }
    }

    static Kind kind_of(const View& view) {
        if (const auto* null = std::get_if<Null>(&view)) return null->kind;
        return static_cast<Kind>(view.index());
    }

    View view() const { return owned_.has_value() ? View(std::string_view(*owned_)) : view_; }

private:
    template <typename Number>
    using Widest = std::conditional_t<std::same_as<Number, bool>, int, Number>;

    View view_{Null{}};
    std::optional<std::string> owned_;
};

// The parameters of one call, `$1` first.
class Params {
public:
    Params() = default;
    Params(std::initializer_list<Param> list) : Params(list.begin(), list.size()) {}  // NOLINT(google-explicit-constructor)
    Params(const std::vector<Param>& list) : Params(list.data(), list.size()) {}      // NOLINT(google-explicit-constructor)
    std::span<const Param> all() const { return all_; }

private:
    Params(const Param* first, std::size_t many) : all_(first, many) {}
    std::span<const Param> all_;
};

}  // namespace congvan::sql
