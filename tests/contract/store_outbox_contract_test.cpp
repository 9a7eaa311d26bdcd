// The use cases' store, in every world of SQL: the work left by what was committed.

#include "adapters/sql/store.hpp"
#include "contract/store_world.hpp"

namespace congvan::contract {
namespace {

using namespace usecases;  // NOLINT: every name of the port

OutboxItem work(std::string_view lane, std::string_view name, std::uint32_t rank = 0, int due = 0) {
    return {0, "deliver", std::string(lane), rank, {{"name", std::string(name)}}, at(due), 0, ""};
}

class OutboxTest : public StoreTest {
protected:
    void enqueue(const std::vector<OutboxItem>& items) {
        must(write([&](Transaction& transaction) -> Result<Done> {
            for (const auto& item : items) TRY(transaction.enqueue(item));
            return Done{};
        }));
    }
    std::vector<OutboxItem> claim(int now, std::uint32_t limit = 10, usecases::Pace pace = usecases::Pace::quick) {
        return must(store().claim(at(now), std::chrono::minutes(1), limit, pace));
    }
    void finish(const OutboxItem& item) {
        must(write([&](Transaction& transaction) { return transaction.finish(item.id); }));
    }
    static Names names(const std::vector<OutboxItem>& items) {
        Names all;
        for (const auto& item : items) all.push_back(must(item.payload.text("name")));
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(Store, OutboxTest, kAllWorlds, name_of_case);

TEST_P(OutboxTest, HandsOutTheOldestOfEachLaneHighestRankFirst) {
    enqueue({work("x", "x1"), work("x", "x2", 9), work("y", "y1", 5), work("z", "z1", 1, 30)});
    const auto got = claim(0);
    EXPECT_EQ(names(got), (Names{"y1", "x1"}));
    EXPECT_EQ(got[1].kind, "deliver");
    EXPECT_EQ(got[1].attempts, 0U);
    EXPECT_TRUE(claim(0).empty());
    finish(got[1]);
    EXPECT_EQ(names(claim(0)), Names{"x2"});
    EXPECT_EQ(names(claim(30)), (Names{"x2", "y1", "z1"}));
}

TEST_P(OutboxTest, HandsAnItemOutAgainWhenItsLeaseIsOver) {
    enqueue({work("x", "x1")});
    EXPECT_EQ(claim(0)[0].attempts, 0U);
    EXPECT_TRUE(claim(0).empty());
    EXPECT_EQ(claim(1)[0].attempts, 1U);
}

TEST_P(OutboxTest, HandsOutAtOnceWhatADeadProcessHadTaken) {
    enqueue({work("x", "x1"), work("y", "y1"), work("z", "z1", 0, 30)});
    EXPECT_EQ(claim(0).size(), 2U);
    EXPECT_TRUE(claim(0).empty());
    must(sql::release_leases(database()));
    const auto again = claim(0);
    EXPECT_EQ(names(again), (Names{"x1", "y1"}));
    EXPECT_EQ(again[0].attempts, 1U);  // a crash counts as an attempt
}

TEST_P(OutboxTest, SlowWorkIsClaimedApartFromQuick) {
    enqueue({work("slow/timestamp/x", "t1"), work("slower", "q1"), work("slow/timestamp/y", "t2")});
    EXPECT_EQ(names(claim(0)), Names{"q1"});
    EXPECT_EQ(names(claim(0, 1, usecases::Pace::slow)), Names{"t1"});
    EXPECT_EQ(names(claim(0, 10, usecases::Pace::slow)), Names{"t2"});
    EXPECT_TRUE(claim(0).empty());
}

TEST_P(OutboxTest, PostponesAnItemAndKeepsItsLaneWaiting) {
    enqueue({work("x", "x1"), work("x", "x2")});
    const auto item = claim(0)[0];
    must(write([&](Transaction& transaction) { return transaction.postpone(item.id, at(15), "exchange.unreachable"); }));
    EXPECT_TRUE(claim(14).empty());
    const auto again = claim(15);
    ASSERT_EQ(names(again), Names{"x1"});
    EXPECT_EQ(again[0].last_failure, "exchange.unreachable");
    EXPECT_EQ(again[0].attempts, 1U);
}

TEST_P(OutboxTest, LimitsHowMuchItHandsOut) {
    for (int i = 0; i < 5; ++i) enqueue({work("lane " + std::to_string(i), std::to_string(i))});
    EXPECT_EQ(claim(0, 3).size(), 3U);
    EXPECT_EQ(claim(0, 3).size(), 2U);
    EXPECT_EQ(claim(0, 3).size(), 0U);
}

TEST_P(OutboxTest, GivesEachItemToOneOfManyWorkersAndKeepsTheLanesInOrder) {
    constexpr int kLanes = 5;
    constexpr int kEach = 8;
    std::vector<std::thread> producers;
    for (int p = 0; p < kLanes; ++p) {
        producers.emplace_back([&, p] {
            for (int i = 0; i < kEach; ++i) enqueue({work(std::to_string(p), std::to_string(i))});
        });
    }
    std::mutex mutex;
    std::map<std::string, Names> done;
    std::atomic<int> finished = 0;
    std::vector<std::thread> workers;
    for (int w = 0; w < 4; ++w) {
        workers.emplace_back([&] {
            while (finished < kLanes * kEach) {
                for (const auto& item : claim(0, 2)) {
                    {
                        const std::lock_guard lock(mutex);
                        done[item.lane].push_back(must(item.payload.text("name")));
                    }
                    finish(item);
                    ++finished;
                }
            }
        });
    }
    for (auto& producer : producers) producer.join();
    for (auto& worker : workers) worker.join();
    Names expected;
    for (int i = 0; i < kEach; ++i) expected.push_back(std::to_string(i));
    ASSERT_EQ(done.size(), std::size_t{kLanes});
    for (const auto& [lane, order] : done) EXPECT_EQ(order, expected) << lane;
    EXPECT_TRUE(claim(1000).empty());
}

TEST_P(OutboxTest, WakesTheDispatcherAfterTheCommit) {
    std::mutex mutex;
    std::condition_variable woken;
    int wakes = 0;
    store().on_outbox([&] {
        const std::lock_guard lock(mutex);
        ++wakes;
        woken.notify_all();
    });
    enqueue({work("x", "x1")});
    std::unique_lock lock(mutex);
    EXPECT_TRUE(woken.wait_for(lock, std::chrono::seconds(20), [&] { return wakes > 0; }));
}

}  // namespace
}  // namespace congvan::contract
