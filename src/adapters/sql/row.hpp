#pragma once

// One row of an answer, columns counted from 0. Valid only inside the function that receives it.
// A column that does not hold what is asked for yields an empty value and marks the row; the statement then fails
// with storage.damaged (call_operator), so callers need not check every column.

#include <optional>
#include <string>
#include <string_view>

#include "adapters/sql/param.hpp"

namespace congvan::sql {

class Row {
public:
    virtual ~Row() = default;

    bool is_null(int column);
    std::int64_t integer(int column);
    bool flag(int column) { return integer(column) != 0; }
    double real(int column);
    std::string text(int column) { return std::string(text_view(column)); }
    std::string_view text_view(int column);  // valid as long as the row
    Bytes bytes(int column);
    BytesView bytes_view(int column);        // valid as long as the row
    Sha256 digest(int column);
    Uuid uuid(int column);
    Instant instant(int column) { return from_microseconds(integer(column)); }
    Day day(int column) { return Day(std::chrono::days(integer(column))); }

    // A Named over Uuid, a number or text.
    template <typename Name>
    Name named(int column) {
        if constexpr (std::same_as<typename Name::raw_type, Uuid>) {
            return Name(uuid(column));
        } else if constexpr (std::integral<typename Name::raw_type>) {
            return Name(static_cast<typename Name::raw_type>(integer(column)));
        } else {
            return Name(text(column));
        }
    }

    // Nothing when null, else what `read` makes of the column: row.maybe(3, &Row::instant).
    template <typename Read>
    auto maybe(int column, Read read) -> std::optional<decltype((this->*read)(column))> {
        if (is_null(column)) return std::nullopt;
        return (this->*read)(column);
    }
    template <typename Name>
    std::optional<Name> maybe_named(int column) {
        if (is_null(column)) return std::nullopt;
        return named<Name>(column);
    }

    // What was wrong with the columns read so far, if anything.
    const std::optional<std::string>& complaint() const { return complaint_; }

protected:
    // What the engine has in `column`, or nothing when there is no such column or its type is not one of ours.
    virtual std::optional<Param::View> cell(int column) = 0;

    template <typename T>
    T as(int column, std::string_view wanted);
    void complain(int column, std::string_view wanted);

    std::optional<std::string> complaint_;
};

}  // namespace congvan::sql
