#include "adapters/sql/database.hpp"

#include "errors/storage.hpp"

namespace congvan::sql {
namespace {
thread_local bool inside_work = false;
}  // namespace

InsideWork::InsideWork() {
    CONGVAN_INVARIANT(!inside_work);
    inside_work = true;
}

InsideWork::~InsideWork() { inside_work = false; }

bool InsideWork::here() { return inside_work; }

Result<Done> carry_out(const Database::Work& work, Connection& connection) {
    const InsideWork inside;
    connection.begin_work();
    try {
        return connection.end_work(work(connection));
    } catch (const std::exception& problem) {
        return Error{Remedy::retry_later, errors::storage::unavailable, problem.what()};
    }
}

}  // namespace congvan::sql
