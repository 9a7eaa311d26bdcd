#pragma once

// How a PostgreSQL database is reached. Fixed for its life.

#include <chrono>
#include <cstddef>
#include <string>

namespace congvan::postgres {

struct Settings {
    // libpq connection string: "host=… port=… dbname=… user=… password=…" or a postgresql:// URI. Several hosts
    // may be named; the one that takes writes is chosen.
    std::string connection;

    std::size_t connections = 16;                    // open at once, besides one that listens for wake-ups
    std::chrono::milliseconds patience{1000};        // how long a free connection is waited for
    std::chrono::milliseconds longest_statement{30'000};
    std::chrono::milliseconds longest_lock_wait{10'000};
    int most_attempts = 10;                          // of one write that meets deadlocks or serialization failures
};

}  // namespace congvan::postgres
