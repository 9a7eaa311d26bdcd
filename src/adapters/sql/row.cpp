#include "adapters/sql/row.hpp"

namespace congvan::sql {

void Row::complain(int column, std::string_view wanted) {
    if (complaint_.has_value()) return;
    complaint_ = "column " + std::to_string(column) + " does not hold " + std::string(wanted);
}

template <typename T>
T Row::as(int column, std::string_view wanted) {
    const auto held = cell(column);
    if (held.has_value()) {
        if (const T* value = std::get_if<T>(&*held)) return *value;
    }
    complain(column, wanted);
    return T{};
}

bool Row::is_null(int column) {
    const auto held = cell(column);
    if (!held.has_value()) complain(column, "anything readable");
    return held.has_value() && std::holds_alternative<Null>(*held);
}

std::int64_t Row::integer(int column) { return as<std::int64_t>(column, "an integer"); }

double Row::real(int column) { return as<double>(column, "a real number"); }

std::string_view Row::text_view(int column) { return as<std::string_view>(column, "text"); }

BytesView Row::bytes_view(int column) { return as<BytesView>(column, "bytes"); }

Bytes Row::bytes(int column) {
    const auto view = bytes_view(column);
    return {view.begin(), view.end()};
}

Sha256 Row::digest(int column) {
    auto digest = Sha256::from_bytes(bytes_view(column));
    if (digest.has_value()) return *digest;
    complain(column, "a digest");
    return {};
}

Uuid Row::uuid(int column) {
    auto id = Uuid::parse(text_view(column));
    if (id.has_value()) return *id;
    complain(column, "an id");
    return {};
}

}  // namespace congvan::sql
