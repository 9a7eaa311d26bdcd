#include "base/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "errors/base.hpp"

namespace congvan {
namespace {

TEST(TextTest, BringsDecomposedVietnameseIntoOneForm) {
    EXPECT_FALSE(is_nfc("Tie\xcc\x82\xcc\x81ng"));
    EXPECT_EQ(*to_nfc("Tie\xcc\x82\xcc\x81ng"), "Tiếng");
    EXPECT_EQ(to_nfc("\xff\xfe").error().code, errors::base::not_utf8);
}

TEST(TextTest, FoldsEveryMarkAndTheBarredD) {
    EXPECT_EQ(fold("Đặng Đình ƯỠNG, Quyết định số 05/QĐ-UBND"), "dang dinh uong, quyet dinh so 05/qd-ubnd");
}

TEST(TextTest, SortsAsVietnameseDictionariesDo) {
    std::vector<std::string> words{"Đông", "dong", "đá", "ăn", "an", "âm", "Ân", "da", "êm", "em", "ơn", "ôn", "on", "ư", "u"};
    std::stable_sort(words.begin(), words.end(),
                     [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
    EXPECT_EQ(words, (std::vector<std::string>{"an", "ăn", "âm", "Ân", "da", "dong", "đá", "Đông", "em", "êm", "on", "ôn",
                                               "ơn", "u", "ư"}));
}

TEST(TextTest, CleansALineAndRefusesWhatHidesOrTurnsText) {
    EXPECT_EQ(*clean_line("  Về việc thử nghiệm \n", 100), "Về việc thử nghiệm");
    EXPECT_EQ(clean_line(" \t ", 100).error().code, errors::base::empty_text);
    EXPECT_EQ(clean_line("một\nhai", 100).error().code, errors::base::control_character);
    EXPECT_EQ(clean_line("fdp.\u202Eexe", 100).error().code, errors::base::control_character);
    EXPECT_EQ(*clean_text("một\nhai", 100), "một\nhai");
    EXPECT_TRUE(clean_line("ư", 1).has_value());
    EXPECT_EQ(clean_line("ưư", 1).error().code, errors::base::text_too_long);
}

}  // namespace
}  // namespace congvan
