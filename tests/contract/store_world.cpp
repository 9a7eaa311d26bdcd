#include "contract/store_world.hpp"

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/store.hpp"

namespace congvan::contract {

Instant at(int minutes) { return must(parse_instant("2026-11-20T08:00:00+07:00")) + std::chrono::minutes(minutes); }
Day day(int offset) { return must(parse_day("2026-11-20")) + std::chrono::days(offset); }

evidence::HistoryEvent event(std::string_view stream, std::uint32_t revision, std::string_view document) {
    return {evidence::StreamKind::outgoing, id_of(stream), Revision(revision), DocumentId(id_of(document)),
            AgencyId(id_of("agency")), {PersonId(id_of("person")), "Chuyên viên A (thử nghiệm)", "Chuyên viên"},
            at(static_cast<int>(revision)), "outgoing.approved", {{"opinion", "Đồng ý " + std::to_string(revision)}}};
}

StoreTest::StoreTest() {
    must(sql::migrate(database(), sql::program_migrations(), at(0)));
    store_ = sql::make_store(database());
}

Result<Done> StoreTest::append(std::vector<evidence::HistoryEvent> events) {
    return write([&](usecases::Transaction& transaction) { return transaction.append(events); });
}

// The tests of this suite stand in the files store_*_contract_test.cpp.
INSTANTIATE_TEST_SUITE_P(Store, StoreTest, kAllWorlds, name_of_case);

}  // namespace congvan::contract
