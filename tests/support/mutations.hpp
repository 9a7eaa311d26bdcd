#pragma once

// Runs a fuzz target over its seeds in tests/fuzz and over deterministic mutations of them: the short form of fuzzing that
// belongs to every test run.

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "support/signing_tools.hpp"

namespace congvan::testing_support {

inline std::string mutated(std::string text, const std::vector<std::string>& seeds, std::mt19937& random) {
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

// `folder` is one of tests/fuzz; `each` mutations are tried of every seed in it.
inline void run_mutations(const std::string& folder, int each, int (*target)(const std::uint8_t*, std::size_t)) {
    std::vector<std::string> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(CONGVAN_SOURCE_DIR) / "tests/fuzz" / folder)) {
        seeds.push_back(file_text(entry.path()));
    }
    std::sort(seeds.begin(), seeds.end());
    ASSERT_FALSE(seeds.empty());
    std::mt19937 random(1);
    const auto run = [&](const std::string& text) { return target(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()); };
    for (const auto& seed : seeds) {
        EXPECT_EQ(run(seed), 0);
        for (int i = 0; i < each; ++i) EXPECT_EQ(run(mutated(seed, seeds, random)), 0);
    }
}

}  // namespace congvan::testing_support
