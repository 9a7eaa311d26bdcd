#pragma once

// What an answer of PostgreSQL means to the caller and to the connection.

#include <string_view>

#include <libpq-fe.h>

#include "base/result.hpp"

namespace congvan::postgres {

// fine:  the connection can be used again after ROLLBACK.
// again: the same, and the whole transaction may succeed when repeated (deadlock, serialization).
// lost:  the connection is of no use any more.
enum class Trouble { fine, again, lost };

struct Failure {
    Error error;
    Trouble trouble;
};

// The failure in `answer`, or of `connection` itself when `answer` is null.
Failure failure(const PGconn* connection, const PGresult* answer, std::string_view while_doing);

}  // namespace congvan::postgres
