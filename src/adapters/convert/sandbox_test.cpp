#include "adapters/convert/sandbox.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <dirent.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors/convert.hpp"

namespace congvan::convert {
namespace {

using namespace std::chrono_literals;

SandboxJob shell(std::string script) { return {{"/bin/sh", "-c", std::move(script)}, {}, {}}; }

std::string said(const Result<SandboxOutcome>& outcome) {
    if (!outcome.has_value()) return std::string(outcome.error().code) + ": " + outcome.error().detail;
    return std::string(as_text(outcome->output));
}

int open_files() {
    int count = 0;
    DIR* folder = opendir("/proc/self/fd");
    while (readdir(folder) != nullptr) ++count;
    closedir(folder);
    return count;
}

TEST(SandboxTest, RunsAProgramOverItsInputAndGivesItsOutput) {
    Sandbox sandbox({});
    const auto text = to_bytes("Kính gửi: Sở Nội vụ");
    const MemoryBytes content(text);
    SandboxJob job{{"/bin/cat", "/tmp/in/a"}, {{"/tmp/in/a", &content}}, {}};
    const auto outcome = sandbox.run(job);
    ASSERT_TRUE(outcome.has_value()) << said(outcome);
    EXPECT_EQ(outcome->exit_code, 0);
    EXPECT_EQ(outcome->output, text);
}

TEST(SandboxTest, GivesExitCodeAndComplaints) {
    Sandbox sandbox({});
    const auto outcome = sandbox.run(shell("echo lỗi >&2; exit 7"));
    ASSERT_TRUE(outcome.has_value()) << said(outcome);
    EXPECT_EQ(outcome->exit_code, 7);
    EXPECT_EQ(outcome->complaints, "lỗi\n");
}

TEST(SandboxTest, TheNetworkCannotBeReached) {
    // A listener that everybody on this machine could reach.
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const auto port = std::to_string(ntohs(address.sin_port));
    // Outside it works, so the refusal inside means something.
    const int caller = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::connect(caller, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::close(caller);

    Sandbox sandbox({});
    EXPECT_EQ(said(sandbox.run({{"/usr/bin/perl", "-MIO::Socket::INET", "-e",
                                 "print IO::Socket::INET->new('127.0.0.1:" + port + "') ? 'reached' : 'unreachable'"}, {}, {}})),
              "unreachable");
    // Not one interface is up.
    EXPECT_EQ(said(sandbox.run(shell("grep -c : /proc/net/route || true; cat /proc/net/dev | grep -vE 'lo:|Inter|face' | wc -l"))), "0\n0\n");
    ::close(listener);
}

TEST(SandboxTest, FilesOutsideCannotBeReadAndTheSystemCannotBeWritten) {
    char name[] = "/tmp/congvan-secret-XXXXXX";
    const int secret = mkstemp(name);
    ASSERT_GE(secret, 0);
    ASSERT_EQ(::write(secret, "x", 1), 1);
    ::fchmod(secret, 0666);
    ::close(secret);
    Sandbox sandbox({});
    EXPECT_EQ(said(sandbox.run(shell(std::string("cat ") + name + " 2>/dev/null || echo unreadable"))), "unreadable\n");
    for (const std::string path : {"/etc/passwd", "/root", "/home", "/var/lib", "/work", "/etc/shadow", "/run"}) {
        EXPECT_EQ(said(sandbox.run(shell("ls " + path + " 2>/dev/null || echo absent"))), "absent\n") << path;
    }
    EXPECT_EQ(said(sandbox.run(shell("touch /usr/x 2>/dev/null || echo refused"))), "refused\n");
    ::unlink(name);
}

TEST(SandboxTest, InsideNobodyIsRootAndNoneOfTheServersEnvironmentOrFilesIsThere) {
    ::setenv("CONGVAN_SECRET", "x", 1);
    Sandbox sandbox({});
    EXPECT_EQ(said(sandbox.run(shell("id -u; env | grep -c SECRET || true; ls /proc/self/fd | wc -l; ls /proc | grep -cE '^[0-9]+$'"))).substr(0, 8), "65534\n0\n");
    EXPECT_EQ(said(sandbox.run(shell("grep CapEff /proc/self/status"))), "CapEff:\t0000000000000000\n");
    EXPECT_EQ(said(sandbox.run(shell("unshare -U true 2>/dev/null || echo refused"))), "refused\n");
    EXPECT_EQ(said(sandbox.run(shell("read line || echo closed"))), "closed\n");
}

// The user id that the host sees behind the process whose command line holds `mark`; -1: none.
int owner_of(const std::string& mark) {
    DIR* folder = opendir("/proc");
    int owner = -1;
    while (const dirent* entry = readdir(folder)) {
        std::ifstream command(std::string("/proc/") + entry->d_name + "/cmdline");
        // A process may end while it is read: getline takes that for the end, an iterator would throw.
        std::string line;
        std::getline(command, line);
        if (line != std::string("sleep\0", 6) + mark + std::string(1, '\0')) continue;
        struct stat facts {};
        if (::stat((std::string("/proc/") + entry->d_name).c_str(), &facts) == 0) owner = static_cast<int>(facts.st_uid);
    }
    closedir(folder);
    return owner;
}

TEST(SandboxTest, OnTheHostTheProgramIsNotRoot) {
    Sandbox sandbox({});
    std::thread runner([&] { EXPECT_TRUE(sandbox.run(shell("sleep 1.2345; true")).has_value()); });
    int owner = -1;
    for (int i = 0; i < 5000 && owner < 0; ++i) owner = owner_of("1.2345");
    runner.join();
    EXPECT_EQ(owner, ::geteuid() == 0 ? 65534 : static_cast<int>(::geteuid()));
}

TEST(SandboxTest, AProgramThatNeverEndsIsKilledInTimeWithAllItsChildren) {
    Sandbox sandbox({});
    auto job = shell("sleep 1000 & sleep 1000 & while :; do :; done");
    job.limits.wall = 700ms;
    const auto before = std::chrono::steady_clock::now();
    const auto outcome = sandbox.run(job);
    const auto took = std::chrono::steady_clock::now() - before;
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, errors::convert::timed_out);
    EXPECT_LT(took, 20s);
}

TEST(SandboxTest, AProgramThatIgnoresSignalsAndClosesItsPipesIsKilledToo) {
    Sandbox sandbox({});
    auto job = shell("trap '' TERM INT HUP; exec >&- 2>&-; while :; do sleep 1; done");
    job.limits.wall = 700ms;
    const auto outcome = sandbox.run(job);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, errors::convert::timed_out);
}

TEST(SandboxTest, ProcessorTimeIsBounded) {
    Sandbox sandbox({});
    auto job = shell("while :; do :; done");
    job.limits.processor = 1s;
    const auto outcome = sandbox.run(job);
    ASSERT_TRUE(outcome.has_value()) << said(outcome);
    EXPECT_GT(outcome->exit_code, 128);
}

TEST(SandboxTest, EndlessOutputIsCutOff) {
    Sandbox sandbox({});
    auto job = shell("yes");
    job.limits.output = 1u << 20;
    const auto outcome = sandbox.run(job);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, errors::convert::too_large);
}

TEST(SandboxTest, MemoryAndScratchAreBounded) {
    Sandbox sandbox({});
    auto job = shell("head -c 200000000 /dev/zero | tail -c 190000000 | wc -c");
    job.limits.memory = 64u << 20;
    const auto outcome = sandbox.run(job);
    ASSERT_TRUE(outcome.has_value()) << said(outcome);
    EXPECT_NE(as_text(outcome->output), "190000000\n");
    auto filling = shell("for i in 1 2 3; do head -c 3000000 /dev/zero > /tmp/$i 2>/dev/null || echo full; done");
    filling.limits.scratch = 4u << 20;
    EXPECT_EQ(said(sandbox.run(filling)), "full\nfull\n");
}

TEST(SandboxTest, WithoutBubblewrapNothingIsRun) {
    for (const std::string missing : {"/nowhere/bwrap", "/bin/false"}) {
        SandboxSettings settings;
        settings.bubblewrap = missing;
        Sandbox sandbox(settings);
        const auto outcome = sandbox.run(shell("echo ran"));
        ASSERT_FALSE(outcome.has_value()) << missing;
        EXPECT_EQ(outcome.error().code, errors::convert::no_sandbox);
    }
}

TEST(SandboxTest, AQueueThatIsFullRefuses) {
    SandboxSettings settings;
    settings.at_once = 1;
    settings.queue = 0;
    Sandbox sandbox(settings);
    std::atomic<int> busy{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            const auto outcome = sandbox.run(shell("sleep 1"));
            if (!outcome.has_value() && outcome.error().code == errors::convert::busy) ++busy;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(busy, 2);
    EXPECT_TRUE(sandbox.run(shell("true")).has_value());
}

TEST(SandboxTest, LeavesNoFileOpen) {
    Sandbox sandbox({});
    ASSERT_TRUE(sandbox.run(shell("true")).has_value());
    const int before = open_files();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(sandbox.run(shell("true")).has_value());
    EXPECT_EQ(open_files(), before);
}

}  // namespace
}  // namespace congvan::convert
