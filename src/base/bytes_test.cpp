#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include "errors/base.hpp"

namespace congvan {
namespace {

TEST(Base64Test, EncodesAndDecodesTheExamplesOfRfc4648) {
    for (const auto& [plain, encoded] : std::vector<std::pair<std::string, std::string>>{
             {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}}) {
        EXPECT_EQ(to_base64(as_bytes(plain)), encoded);
        const auto decoded = from_base64(encoded);
        ASSERT_TRUE(decoded.has_value()) << encoded;
        EXPECT_EQ(as_text(*decoded), plain);
    }
}

TEST(Base64Test, RefusesEveryTextButTheCanonicalOne) {
    for (const char* text : {"Zg", "Zg=", "Zh==", "Z===", "Zg==\n", "Zm9*", "Zg==Zg=="}) {
        const auto decoded = from_base64(text);
        ASSERT_FALSE(decoded.has_value()) << text;
        EXPECT_EQ(decoded.error().code, errors::base::malformed_text) << text;
    }
}

TEST(HexTest, RefusesOddLengthsAndOtherLetters) {
    EXPECT_EQ(to_hex(as_bytes("\x01\xfe")), "01fe");
    EXPECT_EQ(from_hex("0").error().code, errors::base::malformed_text);
    EXPECT_EQ(from_hex("0g").error().code, errors::base::malformed_text);
}

TEST(MemorySinkTest, RefusesTheByteOverItsLimitAndKeepsTheRest) {
    MemorySink sink(3);
    ASSERT_TRUE(sink.write(as_bytes("ab")).has_value());
    EXPECT_EQ(sink.write(as_bytes("cd")).error().code, errors::base::too_large);
    EXPECT_EQ(as_text(sink.bytes()), "ab");
}

TEST(ReadAllTest, StopsAtItsLimit) {
    MemorySource source(as_bytes("0123456789"));
    EXPECT_EQ(read_all(source, 9).error().code, errors::base::too_large);
}

}  // namespace
}  // namespace congvan
