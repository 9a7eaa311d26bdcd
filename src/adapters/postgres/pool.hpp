#pragma once

// The connections of one process to one database, opened when first needed. Safe from many threads at once.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "adapters/postgres/connection.hpp"

namespace congvan::postgres {

// A connection and whether it was open before (then it may have died unnoticed).
struct Lent {
    std::unique_ptr<Connection> connection;
    bool reused = false;
};

class Pool {
public:
    explicit Pool(Settings settings) : settings_(std::move(settings)) {}

    // Fails: storage.unavailable (retry_later) when none is free within the patience or none can be opened.
    Result<Lent> take();
    // A connection that is not idle is closed, and so are all idle ones when this one was lost: they went with it.
    void give_back(std::unique_ptr<Connection> connection);

private:
    const Settings settings_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t open_ = 0;
};

}  // namespace congvan::postgres
