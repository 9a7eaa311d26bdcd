#include "evidence/checkpoint.hpp"

#include <gtest/gtest.h>

#include "errors/evidence.hpp"
#include "evidence/story_for_tests.hpp"

namespace congvan::evidence {
namespace {

// Published by the signed-note documentation.
constexpr std::string_view kExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

std::string_view read_refusal(std::string_view note) {
    const auto read = read_checkpoint(note);
    return read.has_value() ? std::string_view() : read.error().code;
}
std::string_view open_refusal(std::string_view note, const LogPublicKey& key) {
    const auto opened = open_checkpoint(note, key);
    return opened.has_value() ? std::string_view() : opened.error().code;
}
std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    CONGVAN_INVARIANT(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

TEST(LogKeyTest, SignsAsTheFirstVectorOfRfc8032) {
    const Bytes seed = from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value();
    const LogKey key = LogKey::from_seed("example.com/log", seed).value();
    EXPECT_EQ(to_hex(key.public_key().key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    EXPECT_EQ(to_hex(key.sign({})),
              "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
              "655141438e7a100b");
}

TEST(LogKeyTest, ReadsThePublishedVerifierKeysAndVerifiesThePublishedNote) {
    const LogPublicKey key = LogPublicKey::parse(kExampleKey).value();
    EXPECT_EQ(key.name(), "example.com/foo");
    EXPECT_EQ(key.id(), 0x530d903au);
    EXPECT_EQ(key.text(), kExampleKey);
    const Bytes line =
        from_base64("Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=").value();
    EXPECT_TRUE(key.verifies(as_bytes("This is an example message.\n"), BytesView(line).subspan(4)));
    EXPECT_FALSE(key.verifies(as_bytes("This is an example message!\n"), BytesView(line).subspan(4)));
    EXPECT_FALSE(key.verifies(as_bytes("This is an example message.\n"), BytesView(line).subspan(5)));
    EXPECT_TRUE(LogPublicKey::parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8").has_value());
}

TEST(LogKeyTest, RefusesOtherSpellingsOfAKey) {
    const std::string text(kExampleKey);
    for (const std::string& wrong :
         {std::string(), std::string("example.com/foo"), replaced(text, "530d903a", "530D903A"), replaced(text, "530d903a", "530d903b"),
          replaced(text, "example.com/foo", "example.com/bar"), replaced(text, "example.com/foo", ""),
          replaced(text, "example.com/foo", "example com"), replaced(text, "+Aeky", "+Beky"), text + "=", text + "\n", " " + text,
          text.substr(0, text.size() - 4)}) {
        const auto key = LogPublicKey::parse(wrong);
        ASSERT_FALSE(key.has_value()) << wrong;
        EXPECT_EQ(key.error().code, errors::evidence::malformed_key) << wrong;
    }
}

TEST(LogKeyTest, RefusesSeedsAndNamesThatAreNone) {
    EXPECT_EQ(LogKey::from_seed("log", Bytes(31)).error().code, errors::evidence::malformed_key);
    EXPECT_EQ(LogKey::from_seed("nhật ký", Bytes(32)).error().code, errors::evidence::malformed_key);
    EXPECT_EQ(LogKey::from_seed("", Bytes(32)).error().code, errors::evidence::malformed_key);
    EXPECT_EQ(LogKey::from_seed(std::string(129, 'a'), Bytes(32)).error().code, errors::evidence::malformed_key);
}

TEST(LogKeyTest, TellsKeysApartByFingerprint) {
    EXPECT_EQ(story_key().public_key().fingerprint(), story_key().public_key().fingerprint());
    EXPECT_NE(story_key().public_key().fingerprint(), key_from("other", std::byte{7}).public_key().fingerprint());
    EXPECT_NE(story_key().public_key().fingerprint(), key_from(story_key().public_key().name(), std::byte{8}).public_key().fingerprint());
}

TEST(LogKeyTest, StillSignsAfterBeingMoved) {
    LogKey first = story_key();
    const LogPublicKey public_key = first.public_key();
    LogKey second = std::move(first);
    EXPECT_TRUE(public_key.verifies(as_bytes("a"), second.sign(as_bytes("a"))));
    LogKey third = key_from("other", std::byte{1});
    third = std::move(second);
    EXPECT_TRUE(public_key.verifies(as_bytes("a"), third.sign(as_bytes("a"))));
}

TEST(CheckpointTest, SaysThreeLinesAndASignature) {
    const std::string note = sign_checkpoint({0, empty_root()}, key_from("example.com/log", std::byte{1}));
    EXPECT_TRUE(note.starts_with("example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.com/log ")) << note;
    EXPECT_TRUE(note.ends_with("\n"));
}

TEST(CheckpointTest, OpensUnderItsOwnKeyOnly) {
    const LogKey key = story_key();
    const TreeHead head = Story().log.head();
    const std::string note = sign_checkpoint(head, key);
    EXPECT_EQ(open_checkpoint(note, key.public_key()).value(), (Checkpoint{key.public_key().name(), head}));
    EXPECT_EQ(open_refusal(note, key_from(key.public_key().name(), std::byte{8}).public_key()), errors::evidence::foreign_key);
    EXPECT_EQ(open_refusal(note, key_from("other", std::byte{7}).public_key()), errors::evidence::foreign_key);
}

TEST(CheckpointTest, RefusesAnyChangedByte) {
    const LogKey key = story_key();
    const std::string note = sign_checkpoint(Story().log.head(), key);
    for (std::size_t at = 0; at < note.size(); ++at) {
        for (const unsigned bit : {1u, 0x20u}) {
            std::string changed = note;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ bit);
            EXPECT_FALSE(open_refusal(changed, key.public_key()).empty()) << at;
        }
        EXPECT_FALSE(open_refusal(note.substr(0, at), key.public_key()).empty()) << at;
    }
    EXPECT_EQ(open_refusal(replaced(note, "\n8\n", "\n9\n"), key.public_key()), errors::evidence::signature_failed);
}

TEST(CheckpointTest, RefusesFormsThatTheSpecificationDoesNotKnow) {
    const std::string note = sign_checkpoint(Story().log.head(), story_key());
    for (const std::string& wrong :
         {std::string(), note.substr(0, note.find("\n\n") + 2), replaced(note, "\n8\n", "\n08\n"), replaced(note, "\n8\n", "\n-8\n"),
          replaced(note, "\n8\n", "\n 8\n"), replaced(note, "\n8\n", "\n18446744073709551615\n"), replaced(note, "\n8\n", "\n8\r\n"),
          replaced(note, "\n\n", "\nextension\n\n"), replaced(note, "— ", "- "), replaced(note, "— ", "—  "), note + "\n",
          replaced(note, "=\n\n", "\n\n"), "\n" + note, note + "— a b\n", note + "— a+b AAAAAAAA\n", note + "\xff"}) {
        EXPECT_EQ(read_refusal(wrong), errors::evidence::malformed_checkpoint) << wrong;
    }
}

TEST(CheckpointTest, PassesOverWitnessesButNotOverAFailedSignatureOfItsKey) {
    const LogKey key = story_key();
    const LogKey witness = key_from("witness.example", std::byte{9});
    const std::string note = sign_checkpoint(Story().log.head(), key);
    const std::string by_witness = sign_checkpoint(Story().log.head(), witness);
    const std::string witness_line = by_witness.substr(by_witness.find("— "));
    EXPECT_TRUE(open_checkpoint(note + witness_line, key.public_key()).has_value());
    EXPECT_EQ(read_checkpoint(note + witness_line)->signatures.size(), 2u);

    const std::string of_another_head = sign_checkpoint({3, empty_root()}, key);
    EXPECT_EQ(open_refusal(note + of_another_head.substr(of_another_head.find("— ")), key.public_key()),
              errors::evidence::signature_failed);
    std::string crowded = note;
    for (int i = 0; i < 15; ++i) crowded += witness_line;
    EXPECT_EQ(read_refusal(crowded), "");
    EXPECT_EQ(read_refusal(crowded + witness_line), errors::evidence::malformed_checkpoint);
}

}  // namespace
}  // namespace congvan::evidence
