#include "evidence/history_event.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/evenly_for_tests.hpp"
#include "errors/evidence.hpp"
#include "evidence/story_for_tests.hpp"

namespace congvan::evidence {
namespace {

HistoryEvent sample() { return Story().events.front().event; }

std::string_view refusal(BytesView bytes) {
    const auto event = decode_event(bytes);
    return event.has_value() ? std::string_view() : event.error().code;
}

TEST(HistoryEventTest, ComesBackFromItsBytes) {
    for (const BundleEvent& each : Story().events) {
        EXPECT_EQ(decode_event(encode(each.event).value()).value(), each.event);
    }
}

TEST(HistoryEventTest, KeepsInstantsBefore1970) {
    HistoryEvent event = sample();
    event.at = from_microseconds(-1);
    EXPECT_EQ(decode_event(encode(event).value())->at, event.at);
}

TEST(HistoryEventTest, RefusesEveryTruncationAndAnythingAfterTheEnd) {
    Bytes bytes = encode(sample()).value();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        ASSERT_EQ(refusal(BytesView(bytes).first(length)), errors::evidence::malformed_event) << length;
    }
    bytes.push_back(std::byte{0});
    EXPECT_EQ(refusal(bytes), errors::evidence::malformed_event);
}

TEST(HistoryEventTest, GivesEveryByteAMeaning) {
    const HistoryEvent event = sample();
    const Bytes bytes = encode(event).value();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        Bytes changed = bytes;
        changed[at] ^= std::byte{1};
        const auto decoded = decode_event(changed);
        ASSERT_TRUE(!decoded.has_value() || *decoded != event) << at;
        if (decoded.has_value()) {
            ASSERT_EQ(encode(*decoded).value(), changed) << at;
        }
    }
}

TEST(HistoryEventTest, RefusesUnknownVersionsStreamsAndRevisionZero) {
    const Bytes bytes = encode(sample()).value();
    const auto with = [&bytes](std::size_t at, std::uint8_t value) {
        Bytes changed = bytes;
        changed[at] = static_cast<std::byte>(value);
        return refusal(changed);
    };
    EXPECT_EQ(with(0, 2), errors::evidence::malformed_event);
    EXPECT_EQ(with(1, 0), errors::evidence::malformed_event);
    EXPECT_EQ(with(1, 7), errors::evidence::malformed_event);
    EXPECT_EQ(with(21, 0), errors::evidence::malformed_event);  // the last byte of revision 1
}

TEST(HistoryEventTest, IsNotWrittenWhenItCouldNotBeReadAgain) {
    const auto refused = [](auto change) {
        HistoryEvent event = sample();
        change(event);
        const auto bytes = encode(event);
        return bytes.has_value() ? std::string_view() : bytes.error().code;
    };
    EXPECT_EQ(refused([](HistoryEvent& e) { e.revision = Revision(0); }), errors::evidence::malformed_event);
    EXPECT_EQ(refused([](HistoryEvent& e) { e.kind = "drafted"; }), errors::evidence::malformed_event);
    EXPECT_EQ(refused([](HistoryEvent& e) { e.fields.set("note", "e\xcc\x81"); }), errors::evidence::malformed_event);
    EXPECT_EQ(refused([](HistoryEvent& e) { e.actor.name = "\xff"; }), errors::evidence::malformed_event);
    EXPECT_EQ(refused([](HistoryEvent& e) { e.fields.set("note", std::string(kMostEventBytes, 'a')); }),
              errors::evidence::malformed_event);
}

TEST(HistoryEventTest, KnowsAKindFromOtherText) {
    for (const char* kind : {"outgoing.approved", "register.number_reserved", "system.key_2"}) EXPECT_TRUE(is_event_kind(kind)) << kind;
    for (const char* text : {"", ".", "outgoing", "outgoing.", ".approved", "Outgoing.approved", "a.b.c", "a b.c", "_a.b", "a.b_"}) {
        EXPECT_FALSE(is_event_kind(text)) << text;
    }
    EXPECT_FALSE(is_event_kind(std::string(64, 'a') + ".b"));
}

TEST(HistoryEventTest, NamesItsStreamsBothWays) {
    for (const auto kind : {StreamKind::outgoing, StreamKind::delivery, StreamKind::incoming, StreamKind::recall,
                            StreamKind::register_book, StreamKind::system}) {
        EXPECT_EQ(parse_stream_kind(name_of(kind)).value(), kind);
    }
    EXPECT_EQ(parse_stream_kind("mail").error().code, errors::evidence::malformed_event);
}

rc::Gen<std::string> vietnamese() {
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                            "a", "ệ", "Đ", "ư", " ", "7", "\n", "𠀀", "\"")),
                        [](const std::vector<std::string>& parts) {
                            std::string text;
                            for (const std::string& part : parts) text += part;
                            return text;
                        });
}

RC_GTEST_PROP(HistoryEventProperty, AnyEventComesBackAndEqualEventsHaveEqualBytes, ()) {
    HistoryEvent event = sample();
    event.stream_kind = static_cast<StreamKind>(evenly(1, 7));
    event.revision = Revision(evenly<std::uint32_t>(1, UINT32_MAX));
    event.at = from_microseconds(*rc::gen::arbitrary<std::int64_t>());
    event.actor.name = *vietnamese();
    event.actor.post = *vietnamese();
    event.fields = {};
    for (const auto& name : *rc::gen::container<std::vector<std::string>>(vietnamese())) event.fields.set(name, *vietnamese());
    const Bytes bytes = encode(event).value();
    RC_ASSERT(decode_event(bytes).value() == event);
    RC_ASSERT(encode(decode_event(bytes).value()).value() == bytes);
}

}  // namespace
}  // namespace congvan::evidence
