#include "http/net/chunked.hpp"

#include <gtest/gtest.h>

namespace congvan::http::net {
namespace {

struct Outcome {
    ChunkReader::Verdict verdict;
    std::string content;
    std::size_t used;
    bool operator==(const Outcome&) const = default;
};

// Feeds `text` in pieces of `step` bytes.
Outcome read_in_steps(std::string_view text, std::size_t step) {
    ChunkReader reader;
    Outcome outcome{ChunkReader::Verdict::need_more, "", 0};
    const std::function<void(BytesView)> take = [&](BytesView bytes) { outcome.content += as_text(bytes); };
    while (outcome.used < text.size() && outcome.verdict == ChunkReader::Verdict::need_more) {
        std::size_t used = 0;
        outcome.verdict = reader.read(text.substr(outcome.used, step), used, take);
        outcome.used += used;
    }
    return outcome;
}

TEST(ChunkReaderTest, ReadsChunksExtensionsAndTrailers) {
    const std::string text = "5;a=\"b\"\r\nhello\r\n00a\r\n0123456789\r\n0;x\r\nA: b\r\nEmpty:\r\n\r\nnext";
    const auto outcome = read_in_steps(text, text.size());
    EXPECT_EQ(outcome.verdict, ChunkReader::Verdict::done);
    EXPECT_EQ(outcome.content, "hello0123456789");
    EXPECT_EQ(text.substr(outcome.used), "next");
}

TEST(ChunkReaderTest, RefusesWhatIsNotExactlyAChunk) {
    for (const std::string text :
         {"\r\n", "-2\r\n", "+5\r\n", "0x5\r\n", " 5\r\n", "5 \r\n", "5\n", "5\rx", "g\r\n", ";a\r\n", "1\r\nab", "1\r\na\n", "1\r\na\rb",
          "5;a\n", "0\r\n:x\r\n", "0\r\n a: b\r\n", "0\r\na b: c\r\n", "0\r\na: b\n", "0\r\na\r\n", "0\r\n\rx", "0\r\na: \x01\r\n",
          "1111111111111111\r\n"}) {
        EXPECT_EQ(read_in_steps(text, text.size()).verdict, ChunkReader::Verdict::malformed) << text;
    }
    EXPECT_EQ(read_in_steps("5;" + std::string(300, 'a'), 400).verdict, ChunkReader::Verdict::malformed);
    EXPECT_EQ(read_in_steps("0\r\na: " + std::string(9000, 'a'), 10'000).verdict, ChunkReader::Verdict::malformed);
}

TEST(ChunkReaderTest, ArrivalDoesNotMatter) {
    for (const std::string text : {"5;a\r\nhello\r\n1\r\nx\r\n0\r\nA: b\r\n\r\nnext", "3\r\nabc\r\n0\r\n\r\n", "5;a=l\r\n0/\r)\n", "0\r\n0\r\nX: 9\r\n\r\n",
                                   "2\r\nab\r\n-1\r\n", "f\r\nshort"}) {
        const auto at_once = read_in_steps(text, text.size());
        for (std::size_t step = 1; step < text.size(); ++step) EXPECT_EQ(read_in_steps(text, step), at_once) << text << " by " << step;
    }
}

}  // namespace
}  // namespace congvan::http::net
