#pragma once

// Values between us and PostgreSQL, in its binary form: nothing is quoted, nothing is rounded.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "adapters/sql/param.hpp"
#include "adapters/sql/row.hpp"

namespace congvan::postgres {

// The arrays that libpq wants for the parameters of one call. The parameters must outlive it.
class Arguments {
public:
    explicit Arguments(std::span<const sql::Param> params);
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    int count() const { return static_cast<int>(types_.size()); }
    const Oid* types() const { return types_.data(); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }
    // One letter per parameter: statements are prepared once per combination of kinds.
    const std::string& kinds() const { return kinds_; }

private:
    void add(const sql::Param& param, std::array<char, 8>& room);
    void push(sql::Kind kind, const char* value, std::size_t length);

    std::vector<std::array<char, 8>> numbers_;
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
    std::string kinds_;
};

// Row `number` of an answer in binary form, which must outlive it.
class PostgresRow final : public sql::Row {
public:
    PostgresRow(const PGresult* answer, int number) : answer_(answer), number_(number) {}

protected:
    std::optional<sql::Param::View> cell(int column) override;

private:
    const PGresult* answer_;
    int number_;
};

}  // namespace congvan::postgres
