// What holds for every event of every life cycle: it has its sentence, and its stored form is readable for ever.

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "evidence/sentences.hpp"
#include "exchange/every_event_for_tests.hpp"

namespace congvan::exchange {
namespace {

using evidence::HistoryEvent;

constexpr std::size_t kKinds = std::variant_size_v<documents::OutgoingEvent> + std::variant_size_v<documents::IncomingEvent> +
                               std::variant_size_v<DeliveryEvent> + std::variant_size_v<RecallEvent> +
                               std::variant_size_v<registers::Event>;

// Reads the typed event and gives the fields it would be stored with.
Result<Fields> read_and_write(const HistoryEvent& event) {
    const auto again = [](const auto& typed) -> Result<Fields> {
        if (!typed.has_value()) return typed.error();
        return to_fields(*typed);
    };
    switch (event.stream_kind) {
        case evidence::StreamKind::outgoing: return again(documents::outgoing_event_from(event.kind, event.fields));
        case evidence::StreamKind::incoming: return again(documents::incoming_event_from(event.kind, event.fields));
        case evidence::StreamKind::delivery: return again(delivery_event_from(event.kind, event.fields));
        case evidence::StreamKind::recall: return again(recall_event_from(event.kind, event.fields));
        case evidence::StreamKind::register_book: return again(registers::event_from(event.kind, event.fields));
        case evidence::StreamKind::system: break;
    }
    return Error{Remedy::call_operator, "test.no_such_stream", event.kind};
}

TEST(EveryEventTest, IsOneOfEachKind) {
    std::set<std::string> kinds;
    const EveryEvent every;
    for (const HistoryEvent& event : every.all()) EXPECT_TRUE(kinds.insert(event.kind).second) << event.kind;
    EXPECT_EQ(kinds.size(), kKinds);
}

TEST(EveryEventTest, ComesBackFromTheBytesOfTheLog) {
    const EveryEvent every;
    for (const HistoryEvent& event : every.all()) {
        const HistoryEvent stored = evidence::decode_event(evidence::encode(event).value()).value();
        EXPECT_EQ(read_and_write(stored).value(), event.fields) << event.kind;
    }
}

TEST(EveryEventTest, IsToldInFull) {
    std::set<std::string_view> kinds;
    const EveryEvent every;
    for (const HistoryEvent& event : every.all()) {
        const evidence::Sentence told = evidence::tell(event);
        EXPECT_NE(told.vi, event.kind);
        for (const std::string& text : {told.vi, told.en}) {
            EXPECT_EQ(text.find("…"), std::string::npos) << event.kind << ": " << text;
            EXPECT_EQ(text.find(".."), std::string::npos) << event.kind << ": " << text;
        }
        kinds.insert(event.kind);
    }
    // And the catalogue holds no row of a life cycle that nothing writes.
    for (const evidence::SentenceRow& row : evidence::sentence_rows()) {
        EXPECT_TRUE(kinds.count(row.kind) == 1 || row.kind.starts_with("calendar.") || row.kind.starts_with("picture.")) << row.kind;
    }
}

// The first version of every event, one a line in hex. A program that cannot read these has lost somebody's history.
TEST(EveryEventGoldenTest, ReadsTheFirstVersionForEver) {
    std::ifstream in(std::string(CONGVAN_SOURCE_DIR) + "/tests/compat/life-cycles/v1/events.hex");
    ASSERT_TRUE(in.good());
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        const auto event = evidence::decode_event(from_hex(line).value());
        ASSERT_TRUE(event.has_value()) << "line " << count + 1;
        const auto read = read_and_write(*event);
        ASSERT_TRUE(read.has_value()) << event->kind << ": " << read.error().detail;
        // What was known then is still written under the same names.
        for (const auto& [name, value] : event->fields.all()) EXPECT_EQ(read->find(name), value) << event->kind << " " << name;
    }
    EXPECT_EQ(count, 34u);
}

}  // namespace
}  // namespace congvan::exchange
