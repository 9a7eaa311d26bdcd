#pragma once

// How values of the field stand in columns: enums by their words, which never change, so that a database read by hand
// makes sense and an enum may grow in the middle.

#include <string_view>

#include "adapters/sql/connection.hpp"
#include "base/fields.hpp"
#include "base/validity.hpp"
#include "errors/storage.hpp"

namespace congvan::sql {

inline Error damaged(std::string_view what) {
    return {Remedy::call_operator, errors::storage::damaged, std::string(what)};
}

// The value of an enum whose first value is Enum{} and last is `last`, by its to_word.
template <typename Enum>
Result<Enum> from_word(std::string_view word, Enum last) {
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        if (to_word(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
    }
    return damaged("an unknown word: " + std::string(word));
}

// The result of a parser of the field, where a failure means that the database holds what we never wrote.
template <typename T>
Result<T> stored(Result<T> parsed) {
    if (parsed.has_value()) return parsed;
    return damaged(std::string(parsed.error().code) + ": " + parsed.error().detail);
}

inline Bytes encoded(const Fields& fields) {
    Bytes bytes;
    fields.encode(bytes);
    return bytes;
}

inline Result<Fields> decoded_fields(BytesView bytes) {
    RecordReader reader(bytes);
    LET(auto fields, stored(Fields::decode(reader)));
    TRY(stored(reader.end()));
    return fields;
}

inline Validity validity_at(Row& row, int column) {
    return {row.maybe(column, &Row::day), row.maybe(column + 1, &Row::day)};
}

}  // namespace congvan::sql
