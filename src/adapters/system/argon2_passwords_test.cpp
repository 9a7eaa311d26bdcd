#include "adapters/system/argon2_passwords.hpp"

#include <gtest/gtest.h>

#include "adapters/system/system_entropy.hpp"

namespace congvan::system {
namespace {

TEST(Argon2PasswordsTest, MatchesOnlyThePasswordItHashed) {
    SystemEntropy entropy;
    Argon2Passwords passwords(entropy, {1, 64});
    const auto hash = passwords.hash("mật khẩu thử nghiệm");
    ASSERT_TRUE(hash.has_value());
    EXPECT_TRUE(passwords.matches("mật khẩu thử nghiệm", *hash));
    EXPECT_FALSE(passwords.matches("mật khẩu thử nghiêm", *hash));
    EXPECT_EQ(hash->rfind("$argon2id$v=19$", 0), 0u);
}

TEST(Argon2PasswordsTest, GivesEveryHashASaltOfItsOwn) {
    SystemEntropy entropy;
    Argon2Passwords passwords(entropy, {1, 64});
    EXPECT_NE(*passwords.hash("x"), *passwords.hash("x"));
}

TEST(Argon2PasswordsTest, MatchesNothingAgainstAMalformedHash) {
    SystemEntropy entropy;
    Argon2Passwords passwords(entropy);
    EXPECT_FALSE(passwords.matches("x", ""));
    EXPECT_FALSE(passwords.matches("x", "$argon2id$v=19$m=19456,t=2,p=1$AAAA"));
}

}  // namespace
}  // namespace congvan::system
