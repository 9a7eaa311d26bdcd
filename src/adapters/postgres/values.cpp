#include "adapters/postgres/values.hpp"

#include <bit>

namespace congvan::postgres {
namespace {

// catalog/pg_type.dat
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kUnknown = 705;
constexpr Oid kVarchar = 1043;
constexpr Oid kVoid = 2278;

void store(std::uint64_t value, std::array<char, 8>& into) {
    for (int i = 7; i >= 0; --i, value >>= 8) into[static_cast<std::size_t>(i)] = static_cast<char>(value & 0xff);
}

std::uint64_t load(const char* from, int length) {
    std::uint64_t value = 0;
    for (int i = 0; i < length; ++i) value = value << 8 | static_cast<unsigned char>(from[i]);
    return value;
}

}  // namespace

Arguments::Arguments(std::span<const sql::Param> params) : numbers_(params.size()) {
    for (auto* list : {&lengths_, &formats_}) list->reserve(params.size());
    values_.reserve(params.size());
    types_.reserve(params.size());
    for (std::size_t i = 0; i < params.size(); ++i) add(params[i], numbers_[i]);
}

void Arguments::push(sql::Kind kind, const char* value, std::size_t length) {
    constexpr Oid kTypes[] = {0, kInt8, kFloat8, kText, kBytea};  // in the order of Kind; 0: inferred
    types_.push_back(kTypes[static_cast<std::size_t>(kind)]);
    values_.push_back(value);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(1);
    kinds_.push_back(static_cast<char>('0' + static_cast<int>(kind)));
}

void Arguments::add(const sql::Param& param, std::array<char, 8>& room) {
    const auto view = param.view();
    const auto kind = sql::Param::kind_of(view);
    if (const auto* number = std::get_if<std::int64_t>(&view)) {
        store(static_cast<std::uint64_t>(*number), room);
        push(kind, room.data(), room.size());
    } else if (const auto* real = std::get_if<double>(&view)) {
        store(std::bit_cast<std::uint64_t>(*real), room);
        push(kind, room.data(), room.size());
    } else if (const auto* text = std::get_if<std::string_view>(&view)) {
        push(kind, text->empty() ? "" : text->data(), text->size());
    } else if (const auto* bytes = std::get_if<BytesView>(&view)) {
        push(kind, bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size());
    } else {
        push(kind, nullptr, 0);
    }
}

std::optional<sql::Param::View> PostgresRow::cell(int column) {
    if (column < 0 || column >= PQnfields(answer_)) return std::nullopt;
    const Oid type = PQftype(answer_, column);
    if (type == kVoid || PQgetisnull(answer_, number_, column) == 1) return sql::Null{};
    const char* value = PQgetvalue(answer_, number_, column);
    const int length = PQgetlength(answer_, number_, column);
    switch (type) {
        case kInt8: return static_cast<std::int64_t>(load(value, 8));
        case kInt4: return std::int64_t{static_cast<std::int32_t>(load(value, 4))};
        case kInt2: return std::int64_t{static_cast<std::int16_t>(load(value, 2))};
        case kBool: return std::int64_t{value[0] != 0};
        case kFloat8: return std::bit_cast<double>(load(value, 8));
        case kFloat4: return double{std::bit_cast<float>(static_cast<std::uint32_t>(load(value, 4)))};
        case kText:
        case kVarchar:
        case kName:
        case kUnknown: return std::string_view(value, static_cast<std::size_t>(length));
        case kBytea: return BytesView(reinterpret_cast<const std::byte*>(value), static_cast<std::size_t>(length));
        default: return std::nullopt;  // numeric and the like: CAST them in the statement
    }
}

}  // namespace congvan::postgres
