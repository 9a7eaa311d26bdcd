#include <gtest/gtest.h>

#include "signing/judge/report.hpp"

namespace congvan::signing {
namespace {

TEST(ChangeWordsTest, SaysWhatHappenedInBothLanguages) {
    struct Case {
        Change change;
        const char* vi;
        const char* en;
    };
    const Case cases[] = {
        {{1, ChangeKind::page_changed, "object 4", 2, "content"}, "Trang 2 bị thay nội dung.", "The content of page 2 was replaced."},
        {{1, ChangeKind::page_changed, "", 1, "font"}, "Trang 1 bị thay phông chữ.", "A font of page 1 was replaced."},
        {{1, ChangeKind::annotation_changed, "added", 1, {}}, "Thêm chú thích lên trang 1.", "An annotation was added to page 1."},
        {{1, ChangeKind::annotation_changed, "removed", 0, {}}, "Gỡ chú thích hoặc hình chữ ký khỏi trang.",
         "An annotation or the look of a signature was removed from page."},
        {{1, ChangeKind::pages_added_or_removed, "2 -> 3", 0, {}}, "Lúc ký tệp có 2 trang, sau đó có 3 trang.",
         "The file had 2 pages when signed and 3 afterwards."},
        {{1, ChangeKind::pages_added_or_removed, "2 -> 2", 0, {}}, "Các trang bị đổi thứ tự hoặc bị thay bằng trang khác.",
         "Pages were moved or exchanged for others."},
        {{1, ChangeKind::signature_added, "congvan-seal-1", 0, {}}, "Thêm chữ ký ở trường “congvan-seal-1”.",
         "A signature was added in field “congvan-seal-1”."},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(to_vietnamese(one.change), one.vi);
        EXPECT_EQ(to_english(one.change), one.en);
    }
}

TEST(ChangeWordsTest, HasASentenceForEveryKind) {
    for (int kind = 0; kind <= static_cast<int>(ChangeKind::other); ++kind) {
        for (const char* subject : {"", "object 7", "1 -> 2"}) {
            const Change change{1, static_cast<ChangeKind>(kind), subject, 1, {}};
            for (const auto& text : {to_vietnamese(change), to_english(change)}) {
                EXPECT_TRUE(text.ends_with(".")) << text;
                EXPECT_EQ(text.find('@'), std::string::npos) << text;
            }
            EXPECT_FALSE(to_word(change.kind).empty());
        }
    }
}

}  // namespace
}  // namespace congvan::signing
