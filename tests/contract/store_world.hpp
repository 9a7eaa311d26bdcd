#pragma once

// What the contract suites of the use cases' store share: an empty store of each world, and names for what they put into it.

#include <string>
#include <string_view>
#include <vector>

#include "contract/sql_world.hpp"
#include "usecases/ports/store.hpp"

namespace congvan::contract {

using Names = std::vector<std::string>;

// The same name gives the same id.
inline Uuid id_of(std::string_view name) { return Uuid::derived({"store contract", name}); }
template <typename Id>
Id named(std::string_view name) {
    return Id(id_of(name));
}
inline Sha256 digest(std::string_view name) { return Sha256::of(as_bytes(name)); }

// Counted from eight in the morning of 20 November 2026.
Instant at(int minutes);
Day day(int offset);

evidence::HistoryEvent event(std::string_view stream, std::uint32_t revision, std::string_view document = "document");

class StoreTest : public SqlTest {
protected:
    StoreTest();

    template <typename Work>
    auto read(Work&& work) {
        using T = std::decay_t<decltype(work(std::declval<usecases::Reader&>()).value())>;
        return must(usecases::read<T>(store(), work));
    }
    Result<Done> write(const std::function<Result<Done>(usecases::Transaction&)>& work) { return store().write(work); }
    Result<Done> append(std::vector<evidence::HistoryEvent> events);
    template <typename Row>
    void put(const Row& row) {
        must(write([&](usecases::Transaction& transaction) { return transaction.put(row); }));
    }
    usecases::Store& store() { return *store_; }

private:
    std::unique_ptr<usecases::Store> store_;
};

}  // namespace congvan::contract
