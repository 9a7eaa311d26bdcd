#include "support/postgres_cluster.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

namespace congvan::testing_support {
namespace {

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "no PostgreSQL for the tests: %s\n", why.c_str());
    std::abort();
}

std::filesystem::path programs() {
    for (int version = 20; version >= 13; --version) {
        const auto folder = std::filesystem::path("/usr/lib/postgresql") / std::to_string(version) / "bin";
        if (std::filesystem::exists(folder / "postgres")) return folder;
    }
    give_up("the package postgresql-15 is not installed");
}

// Starts `arguments` as the user "postgres" when we are root (PostgreSQL refuses root), with its output in `log`.
pid_t spawn(const std::vector<std::string>& arguments, const std::filesystem::path& log) {
    std::vector<char*> raw;
    for (const auto& argument : arguments) raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    const passwd* user = geteuid() == 0 ? getpwnam("postgres") : nullptr;
    if (geteuid() == 0 && user == nullptr) give_up("there is no user postgres");
    const pid_t child = fork();
    if (child != 0) return child;
    if (user != nullptr && (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) {
        _exit(126);
    }
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    setpgid(0, 0);
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (out >= 0) {
        dup2(out, 1);
        dup2(out, 2);
    }
    execv(raw[0], raw.data());
    _exit(127);
}

int wait_for(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

}  // namespace

PostgresCluster::PostgresCluster() {
    std::string pattern = (std::filesystem::temp_directory_path() / "congvan-pg-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) give_up("no temporary folder");
    folder_ = pattern;
    chmod(folder_.c_str(), 0711);  // clients of another user reach the socket
    if (const passwd* user = getpwnam("postgres"); geteuid() == 0 && user != nullptr) {
        if (chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0) give_up("chown failed");
    }
    const auto log = folder_ / "log";
    const auto made = wait_for(spawn({programs() / "initdb", "-D", folder_ / "data", "-U", "postgres", "-A", "trust",
                                      "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--data-checksums"},
                                     log));
    if (made != 0) give_up("initdb failed, see " + log.string());
    start();
}

PostgresCluster::~PostgresCluster() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

PostgresCluster& PostgresCluster::shared() {
    static PostgresCluster cluster;
    return cluster;
}

std::string PostgresCluster::connection_to(const std::string& database) const {
    return "host=" + folder_.string() + " port=5432 user=postgres dbname=" + database;
}

bool PostgresCluster::answers() const {
    PGconn* connection = PQconnectdb(connection_to("postgres").c_str());
    const bool fine = PQstatus(connection) == CONNECTION_OK;
    PQfinish(connection);
    return fine;
}

void PostgresCluster::start() {
    server_ = spawn({programs() / "postgres", "-D", folder_ / "data", "-k", folder_, "-c", "listen_addresses=", "-c",
                     "max_connections=120", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal"},
                    folder_ / "log");
    for (int attempt = 0; attempt < 600; ++attempt) {
        if (answers()) return;
        if (waitpid(server_, nullptr, WNOHANG) == server_) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    give_up("the server does not answer, see " + (folder_ / "log").string());
}

void PostgresCluster::stop() {
    if (server_ < 0) return;
    ::kill(server_, SIGQUIT);
    wait_for(server_);
    server_ = -1;
}

void PostgresCluster::kill() {
    // Not the group alone: the server's children open sessions of their own. Without their parent they end by themselves.
    ::kill(server_, SIGKILL);
    wait_for(server_);
    server_ = -1;
    // A new server refuses to start while an old process still holds the shared memory.
    while (answers()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

std::string PostgresCluster::new_database() {
    const std::string name = "test_" + std::to_string(++databases_);
    PGconn* connection = PQconnectdb(connection_to("postgres").c_str());
    PGresult* answer = PQexec(connection, ("CREATE DATABASE " + name + " TEMPLATE template0 LOCALE_PROVIDER icu "
                                           "ICU_LOCALE 'vi' LOCALE 'C.UTF-8'").c_str());
    if (PQresultStatus(answer) != PGRES_COMMAND_OK) give_up(PQerrorMessage(connection));
    PQclear(answer);
    PQfinish(connection);
    return connection_to(name);
}

}  // namespace congvan::testing_support
