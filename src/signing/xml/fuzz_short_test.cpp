// The fuzz target over its seeds and a few thousand deterministic mutations of them.

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "signing/xml/xml_signature_fuzz.cpp"
#include "support/signing_tools.hpp"

namespace congvan::signing::xml {
namespace {

std::string mutated(std::string text, const std::vector<std::string>& seeds, std::mt19937& random) {
    for (auto times = random() % 4 + 1; times > 0 && !text.empty(); --times) {
        const auto at = random() % text.size();
        const auto length = random() % 200;
        switch (random() % 5) {
            case 0: text[at] = static_cast<char>(random()); break;
            case 1: text.erase(at, length); break;
            case 2: text.insert(at, text.substr(random() % text.size(), length)); break;
            case 3: text[at] = static_cast<char>(text[at] ^ (1 << random() % 8)); break;
            default: {
                const auto& other = seeds[random() % seeds.size()];
                text.insert(at, other.substr(random() % other.size(), length));
            }
        }
    }
    return text;
}

TEST(XmlFuzzTest, EndsOnItsSeedsAndTheirMutations) {
    std::vector<std::string> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(CONGVAN_SOURCE_DIR) / "tests/fuzz/xml_signature")) {
        seeds.push_back(testing_support::file_text(entry.path()));
    }
    std::sort(seeds.begin(), seeds.end());
    ASSERT_GE(seeds.size(), 10u);
    std::mt19937 random(1);
    const auto run = [](const std::string& text) {
        return LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    for (const auto& seed : seeds) {
        EXPECT_EQ(run(seed), 0);
        for (int i = 0; i < 150; ++i) EXPECT_EQ(run(mutated(seed, seeds, random)), 0);
    }
}

}  // namespace
}  // namespace congvan::signing::xml
