// Times, ids, digests and the canonical record.

#include <gtest/gtest.h>

#include "base/digest.hpp"
#include "base/fields.hpp"
#include "base/instant.hpp"
#include "base/uuid.hpp"
#include "errors/base.hpp"

namespace congvan {
namespace {

class CountingEntropy final : public Entropy {
public:
    void fill(std::span<std::byte> into) override {
        for (std::byte& each : into) each = static_cast<std::byte>(++count_);
    }

private:
    unsigned count_ = 0;
};

TEST(InstantTest, IsWrittenInVietnamsZoneAndReadInAny) {
    const auto at = parse_instant("2026-11-20T17:30:05Z");
    ASSERT_TRUE(at.has_value());
    EXPECT_EQ(to_iso8601(*at), "2026-11-21T00:30:05+07:00");
    EXPECT_EQ(to_iso8601(vietnam_day(*at)), "2026-11-21");
    EXPECT_EQ(*parse_instant("2026-11-21T00:30:05+07:00"), *at);
    EXPECT_EQ(*parse_instant("2026-11-20T12:30:05-05:00"), *at);
}

TEST(InstantTest, KeepsMicrosecondsWhenAsked) {
    const auto at = parse_instant("2026-11-20T14:03:22.000123+07:00");
    ASSERT_TRUE(at.has_value());
    EXPECT_EQ(to_iso8601(*at, Fraction::kept), "2026-11-20T14:03:22.000123+07:00");
}

TEST(InstantTest, RefusesWhatIsNoTime) {
    for (const char* text : {"", "2026-11-20", "2026-02-30T00:00:00Z", "2026-11-20T24:00:00Z", "2026-11-20T00:00:00",
                             "2026-11-20T00:00:00Zx", "2026-11-20T00:00:00.Z"}) {
        EXPECT_EQ(parse_instant(text).error().code, errors::base::malformed_time) << text;
    }
    EXPECT_EQ(parse_day("2026-13-01").error().code, errors::base::malformed_time);
}

TEST(UuidTest, SortsByTheTimeItWasMade) {
    CountingEntropy entropy;
    const Uuid first = Uuid::make(*parse_instant("2026-11-20T00:00:00Z"), entropy);
    const Uuid second = Uuid::make(*parse_instant("2026-11-20T00:00:00.001Z"), entropy);
    EXPECT_LT(first.text(), second.text());
    EXPECT_EQ(first.text()[14], '7');
    EXPECT_EQ(*Uuid::parse(first.text()), first);
}

TEST(UuidTest, IsDerivedAlikeFromTheSamePartsOnly) {
    EXPECT_EQ(Uuid::derived({"a", "bc"}), Uuid::derived({"a", "bc"}));
    EXPECT_NE(Uuid::derived({"a", "bc"}), Uuid::derived({"ab", "c"}));
}

TEST(UuidTest, RefusesAnyOtherSpelling) {
    for (const char* text : {"", "01a1fac0c9d772a4b7679696a0b87253", "01A1FAC0-c9d7-72a4-b767-9696a0b87253",
                             "01a1fac0-c9d7-72a4-b767-9696a0b8725g"}) {
        EXPECT_EQ(Uuid::parse(text).error().code, errors::base::malformed_text) << text;
    }
}

TEST(Sha256Test, GivesTheKnownDigestHoweverTheContentIsCut) {
    const Sha256 whole = Sha256::of(as_bytes("abc"));
    EXPECT_EQ(whole.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256Stream stream;
    stream.add(as_bytes("a"));
    stream.add(as_bytes("bc"));
    EXPECT_EQ(stream.finish(), whole);
}

TEST(FieldsTest, ComeBackFromTheirBytesAndFromNoOthers) {
    Fields fields{{"số", "05"}, {"abstract", "Về việc thử nghiệm"}};
    fields.set_number("count", -3);
    Bytes bytes;
    fields.encode(bytes);
    RecordReader reader(bytes);
    const auto again = Fields::decode(reader);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(*again, fields);
    EXPECT_TRUE(reader.end().has_value());
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        RecordReader shorter(BytesView(bytes).first(cut));
        EXPECT_EQ(Fields::decode(shorter).error().code, errors::base::malformed_record) << cut;
    }
}

TEST(FieldsTest, RefuseNamesOutOfOrderAndTextThatIsNotNfc) {
    Bytes disordered;
    append_u32(disordered, 2);
    for (const char* text : {"b", "1", "a", "2"}) append_text(disordered, text);
    RecordReader first(disordered);
    EXPECT_EQ(Fields::decode(first).error().code, errors::base::malformed_record);

    Bytes decomposed;
    append_text(decomposed, "e\xcc\x81");
    RecordReader second(decomposed);
    EXPECT_EQ(second.text().error().code, errors::base::malformed_record);
}

TEST(FieldsTest, TellAbsentFromEmpty) {
    const Fields fields{{"empty", ""}};
    EXPECT_EQ(fields.find("empty"), "");
    EXPECT_FALSE(fields.has("absent"));
    EXPECT_EQ(fields.number("empty").error().code, errors::base::malformed_record);
}

}  // namespace
}  // namespace congvan
