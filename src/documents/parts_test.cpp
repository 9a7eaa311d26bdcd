#include "documents/parts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "documents/documents_for_tests.hpp"
#include "errors/base.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

TEST(PartsTest, ComeBackFromFieldsUnderAPrefix) {
    Fields fields;
    const std::vector<FileRef> files = {test_file("a"), test_file("b")};
    const std::vector<AgencyRef> agencies = {test_agency("A"), test_agency("B"), test_agency("C")};
    put(fields, "file", test_file("một tệp.pdf"));
    put(fields, "by", test_official("Văn thư A"));
    put(fields, "to", test_agency("A"));
    put(fields, "numbering", test_numbering());
    put_files(fields, "files", files);
    put_agencies(fields, "agencies", agencies);
    EXPECT_EQ(get_file(fields, "file").value(), test_file("một tệp.pdf"));
    EXPECT_EQ(get_official(fields, "by").value(), test_official("Văn thư A"));
    EXPECT_EQ(get_agency(fields, "to").value(), test_agency("A"));
    EXPECT_EQ(get_numbering(fields, "numbering").value(), test_numbering());
    EXPECT_EQ(get_files(fields, "files").value(), files);
    EXPECT_EQ(get_agencies(fields, "agencies").value(), agencies);
    EXPECT_TRUE(get_files(fields, "nothing").value().empty());
}

TEST(PartsTest, AreMissingWhenAFieldIs) {
    Fields fields;
    put(fields, "file", test_file("a"));
    EXPECT_EQ(get_file(fields, "other").error().code, errors::base::malformed_record);
    fields.set("file.sha256", "abc");
    EXPECT_EQ(get_file(fields, "file").error().code, errors::base::malformed_record);
}

TEST(PartsTest, KeepTheirWords) {
    for (const auto checked : {Checked::unchecked, Checked::structure, Checked::clean}) {
        EXPECT_EQ(parse_checked(to_word(checked)).value(), checked);
    }
    EXPECT_EQ(parse_checked("maybe").error().code, errors::documents::unknown_word);
}

TEST(PartsTest, RefuseAPackedListThatIsNone) {
    for (const char* text : {"1", "1:", "1:a", "2:a\n", "1:ab\n", ":a\n", "01:a\n", "-1:a\n", "1;a\n", "99999999999999999999:a\n",
                             "18446744073709551615:a\n", "1:a\n1"}) {
        const auto parts = unpack(text);
        ASSERT_FALSE(parts.has_value()) << text;
        EXPECT_EQ(parts.error().code, errors::base::malformed_record) << text;
    }
}

RC_GTEST_PROP(PartsProperty, AnyListComesBackFromItsPackedForm, (const std::vector<std::string>& parts)) {
    RC_ASSERT(unpack(pack(parts)).value() == parts);
}

}  // namespace
}  // namespace congvan::documents
