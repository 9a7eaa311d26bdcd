#pragma once

// A private PostgreSQL for tests: its own data in a temporary folder, reached by a Unix socket in it, no port of the
// machine, nothing of the system's service touched. As root it runs as the user "postgres". It is stopped and removed
// at the end, and stops by itself when the test process dies.

#include <filesystem>
#include <memory>
#include <string>

#include <sys/types.h>

#include "base/result.hpp"

namespace congvan::testing_support {

class PostgresCluster {
public:
    // A new cluster, ready for connections. Aborts the test with a sentence on stderr when it cannot be made.
    PostgresCluster();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    // The one cluster of this test process, made when first asked for.
    static PostgresCluster& shared();

    // A new empty database in it; returns the libpq connection string. Its collation is a Vietnamese one where the
    // machine has it, else C.UTF-8: stores must not depend on it.
    std::string new_database();

    std::string connection_to(const std::string& database) const;

    void kill();   // SIGKILL to the server and all its processes, as a power cut would have it
    void start();  // on the same data; returns when it answers

private:
    void stop();
    bool answers() const;

    std::filesystem::path folder_;
    pid_t server_ = -1;
    int databases_ = 0;
};

}  // namespace congvan::testing_support
