#include <gtest/gtest.h>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "adapters/system/directory_lock.hpp"
#include "adapters/system/fault_points.hpp"
#include "adapters/system/secret.hpp"
#include "adapters/system/small_file.hpp"
#include "adapters/system/system_entropy.hpp"
#include "base/fault_point.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace congvan::system {
namespace {

using testing_support::code_of;
using testing_support::must;

TEST(DirectoryLockTest, AdmitsOneHolderAtATime) {
    const testing_support::TemporaryFolder folder;
    {
        const auto lock = must(DirectoryLock::take(folder.path() / "data"));
        const auto second = DirectoryLock::take(folder.path() / "data");
        ASSERT_EQ(code_of(second), "system.directory_in_use");
        EXPECT_NE(second.error().detail.find(std::to_string(getpid())), std::string::npos);
    }
    must(DirectoryLock::take(folder.path() / "data"));
}

TEST(DirectoryLockTest, GoesWithTheProcess) {
    const testing_support::TemporaryFolder folder;
    const pid_t child = fork();
    if (child == 0) {
        const auto lock = DirectoryLock::take(folder.path());
        if (lock.has_value()) kill(getpid(), SIGKILL);
        _exit(1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    must(DirectoryLock::take(folder.path()));
}

TEST(DirectoryLockTest, RefusesAPlaceThatIsNoDirectory) {
    EXPECT_EQ(code_of(DirectoryLock::take("/proc/congvan/data")), "system.directory_unusable");
}

TEST(SecretTest, ComesFromAFileThatOnlyItsOwnerMayRead) {
    const testing_support::TemporaryFolder folder;
    const auto path = folder.path() / "password";
    const auto reference = "file:" + path.string();
    EXPECT_EQ(code_of(read_secret(reference)), "system.secret_unusable");
    must(replace_small_file(path, "mật khẩu\n", 0600));
    EXPECT_EQ(must(read_secret(reference)).reveal(), "mật khẩu");
    ASSERT_EQ(chmod(path.c_str(), 0640), 0);
    EXPECT_EQ(code_of(read_secret(reference)), "system.secret_unusable");
    must(replace_small_file(path, "\n", 0600));
    EXPECT_EQ(code_of(read_secret(reference)), "system.secret_unusable");
    EXPECT_EQ(code_of(read_secret(path.string())), "system.secret_unusable");
    EXPECT_EQ(code_of(read_secret("mật khẩu")), "system.secret_unusable");
}

TEST(SmallFileTest, IsReplacedWholeAndReadBack) {
    const testing_support::TemporaryFolder folder;
    const auto path = folder.path() / "note";
    EXPECT_EQ(must(read_small_file(path)), std::nullopt);
    must(replace_small_file(path, "một"));
    must(replace_small_file(path, std::string(60'000, 'x')));
    EXPECT_EQ(must(read_small_file(path)), std::string(60'000, 'x'));
    must(replace_small_file(path, std::string(70'000, 'x')));
    EXPECT_EQ(code_of(read_small_file(path)), "system.directory_unusable");
    EXPECT_EQ(code_of(replace_small_file(folder.path() / "none" / "note", "x")), "system.directory_unusable");
}

TEST(SystemEntropyTest, GivesOtherBytesEachTime) {
    SystemEntropy entropy;
    std::array<std::byte, 300> first{};
    std::array<std::byte, 300> second{};
    entropy.fill(first);
    entropy.fill(second);
    EXPECT_NE(first, second);
    EXPECT_NE(first, (std::array<std::byte, 300>{}));
}

#ifdef CONGVAN_FAULTS

// How a child ends that was armed with `fault` and passes "test.place" three times.
int end_of_child(const char* fault) {
    const pid_t child = fork();
    if (child == 0) {
        setenv("CONGVAN_FAULT", fault, 1);
        if (!arm_fault_points().has_value()) _exit(2);
        for (int i = 0; i < 3; ++i) {
            fault_point("test.place");
            fault_point("test.elsewhere");
        }
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

TEST(FaultPointsTest, KillTheProcessAtTheNamedPassage) {
    for (const char* fault : {"test.place:1", "test.place:3", "test.elsewhere:2"}) {
        const int status = end_of_child(fault);
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << fault;
    }
    for (const char* fault : {"test.place:4", "test.nowhere:1"}) EXPECT_EQ(end_of_child(fault), 0) << fault;
}

TEST(FaultPointsTest, RefuseAFaultTheyDoNotUnderstand) {
    for (const char* fault : {"", "test.place", "test.place:", ":1", "test.place:0", "test.place:-1", "test.place:1x"}) {
        const int status = end_of_child(fault);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 2) << fault;
    }
}

#endif

}  // namespace
}  // namespace congvan::system
