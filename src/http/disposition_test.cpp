#include "http/disposition.hpp"

#include <gtest/gtest.h>

#include "errors/http.hpp"

namespace congvan::http {
namespace {

TEST(DispositionTest, ReadsAVietnameseNameInItsExtendedForm) {
    const auto name = file_name_in("attachment; filename=\"quyet dinh.docx\"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh.docx");
    ASSERT_TRUE(name.has_value());
    EXPECT_EQ(*name, "Quyết định.docx");
}

TEST(DispositionTest, ReadsAQuotedNameWithEscapes) {
    const auto name = file_name_in("attachment; filename=\"a\\\"b; c.pdf\"");
    ASSERT_TRUE(name.has_value());
    EXPECT_EQ(*name, "a\"b; c.pdf");
}

TEST(DispositionTest, RefusesAFieldWithoutAName) {
    EXPECT_EQ(file_name_in("attachment").error().code, errors::http::file_name_missing);
    EXPECT_EQ(file_name_in("attachment; size=3").error().code, errors::http::file_name_missing);
}

TEST(DispositionTest, RefusesBrokenForms) {
    for (const char* field : {"attachment; filename=\"open", "attachment; filename", "attachment; filename*=UTF-8''%4",
                              "attachment; filename*=UTF-8''%FF%FE", "attachment; filename*=latin1''x", "attachment junk"}) {
        const auto name = file_name_in(field);
        ASSERT_FALSE(name.has_value()) << field;
        EXPECT_EQ(name.error().code, errors::http::malformed_disposition) << field;
    }
}

}  // namespace
}  // namespace congvan::http
