#include "policy/words.hpp"

#include <gtest/gtest.h>

#include "errors/policy.hpp"

namespace congvan {
namespace {

TEST(PolicyWordsTest, ReadBackWhatTheyWrite) {
    for (const Urgency each : {Urgency::normal, Urgency::urgent, Urgency::very_urgent, Urgency::express}) {
        EXPECT_EQ(parse_urgency(to_word(each)).value(), each);
    }
    for (const Secrecy each : {Secrecy::open, Secrecy::sensitive, Secrecy::confidential, Secrecy::secret, Secrecy::top_secret}) {
        EXPECT_EQ(parse_secrecy(to_word(each)).value(), each);
    }
    for (const SigningMethod each : {SigningMethod::scan_and_seal, SigningMethod::person_and_seal, SigningMethod::initial_person_and_seal}) {
        EXPECT_EQ(parse_signing_method(to_word(each)).value(), each);
    }
    for (const SignatureRole each : {SignatureRole::initial, SignatureRole::personal, SignatureRole::seal}) {
        EXPECT_EQ(parse_signature_role(to_word(each)).value(), each);
    }
}

TEST(PolicyWordsTest, RefuseWhatIsNoWord) {
    EXPECT_EQ(parse_urgency("soon").error().code, errors::policy::unknown_word);
    EXPECT_EQ(parse_secrecy("").error().code, errors::policy::unknown_word);
    EXPECT_EQ(parse_signing_method("4").error().code, errors::policy::unknown_word);
    EXPECT_EQ(parse_signature_role("SEAL").error().code, errors::policy::unknown_word);
}

}  // namespace
}  // namespace congvan
