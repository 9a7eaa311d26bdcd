#include <gtest/gtest.h>

#include <fstream>

#include "adapters/system/steered_clock.hpp"
#include "adapters/system/system_clock.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace congvan::system {
namespace {

using std::chrono::hours;
using testing_support::code_of;
using testing_support::must;

class HandClock final : public Clock {
public:
    Instant now() const override { return at; }
    Instant at = from_microseconds(1'800'000'000'000'000);
};

class SteeredClockTest : public ::testing::Test {
protected:
    std::unique_ptr<SteeredClock> open() { return must(SteeredClock::open(folder_.path() / "clock", real_)); }
    testing_support::TemporaryFolder folder_;
    HandClock real_;
};

TEST(SystemClockTest, NeverGoesBackwards) {
    std::atomic<std::int64_t> latest{0};
    EXPECT_EQ(never_back(latest, 10), 10);
    EXPECT_EQ(never_back(latest, 5), 10);
    EXPECT_EQ(never_back(latest, 11), 11);
    const SystemClock clock;
    const auto before = clock.now();
    EXPECT_LE(before, clock.now());
}

TEST_F(SteeredClockTest, RunsWithTheRealOneUntilItIsSteered) {
    const auto clock = open();
    EXPECT_EQ(clock->now(), real_.at);
    real_.at += hours(1);
    EXPECT_EQ(clock->now(), real_.at);
}

TEST_F(SteeredClockTest, IsMovedForwardAndGoesOnFromThere) {
    const auto clock = open();
    must(clock->set(real_.at + hours(48)));
    EXPECT_EQ(clock->now(), real_.at + hours(48));
    real_.at += hours(1);
    EXPECT_EQ(clock->now(), real_.at + hours(48));
    must(clock->set(real_.at + hours(100)));
    EXPECT_EQ(clock->now(), real_.at + hours(100));
}

TEST_F(SteeredClockTest, RefusesToGoBackwards) {
    const auto clock = open();
    must(clock->set(real_.at + hours(2)));
    EXPECT_EQ(code_of(clock->set(real_.at + hours(1))), "system.clock_backwards");
    real_.at -= hours(1);
    EXPECT_EQ(clock->now(), real_.at + hours(3));
}

TEST_F(SteeredClockTest, RemembersAfterARestart) {
    must(open()->set(real_.at + hours(24)));
    EXPECT_EQ(open()->now(), real_.at + hours(24));
    const auto steered_to = real_.at + hours(24);
    real_.at -= hours(5);
    EXPECT_EQ(open()->now(), steered_to);
}

TEST_F(SteeredClockTest, RefusesAFileThatIsNotIts) {
    for (const char* content : {"", "congvan-clock-1\n", "congvan-clock-1\n5\n", "congvan-clock-1\n-5\n0\n",
                                "congvan-clock-1\n5\n6\n7\n", "congvan-clock-2\n5\n6\n"}) {
        std::ofstream(folder_.path() / "clock") << content;
        EXPECT_EQ(code_of(SteeredClock::open(folder_.path() / "clock", real_)), "system.directory_unusable") << content;
    }
}

}  // namespace
}  // namespace congvan::system
