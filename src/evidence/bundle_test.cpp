#include "evidence/bundle.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "errors/evidence.hpp"
#include "evidence/story_for_tests.hpp"

namespace congvan::evidence {
namespace {

Bytes sealed_story() { return seal_bundle(Story().content(story_key()), story_key()).value(); }

Verdict judged(BytesView file) { return verify(file, story_key().public_key()); }

// What a forger without the key can do: change the content, keep the old seal, close it again.
Bytes reclosed(Bytes file) {
    file.resize(file.size() - Sha256::kSize);
    const Sha256 closing = Sha256::of(file);
    file.insert(file.end(), closing.bytes().begin(), closing.bytes().end());
    return file;
}

// The refusal of a content that even its own key cannot make stand.
std::string_view refusal_of(const BundleContent& content) {
    const auto file = seal_bundle(content, story_key());
    return file.has_value() ? std::string_view() : file.error().code;
}

Bytes read_golden(const std::string& name) {
    std::ifstream in(std::string(CONGVAN_SOURCE_DIR) + "/tests/compat/evidence/v1/" + name, std::ios::binary);
    CONGVAN_INVARIANT(in.good());
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return to_bytes(text);
}

TEST(BundleTest, ProvesAStoryUnderThePinnedKey) {
    const Story story;
    const Verdict verdict = judged(sealed_story());
    EXPECT_EQ(verdict.standing, Standing::proved);
    EXPECT_EQ(verdict.code, "");
    EXPECT_EQ(verdict.document, story.document);
    EXPECT_EQ(verdict.log, "thu-nghiem.example/nhat-ky");
    EXPECT_EQ(verdict.fingerprint, story_key().public_key().fingerprint());
    EXPECT_EQ(verdict.head, story.log.head());
    ASSERT_EQ(verdict.steps.size(), story.events.size());
    for (std::size_t i = 0; i < story.events.size(); ++i) EXPECT_EQ(verdict.steps[i].event, story.events[i].event);
    ASSERT_EQ(verdict.files.size(), 2u);
    EXPECT_EQ(verdict.files[0].name, "Phụ lục.xlsx");
    EXPECT_FALSE(verdict.files[0].enclosed);
    EXPECT_EQ(verdict.files[1].name, "quyet-dinh.pdf");
    EXPECT_TRUE(verdict.files[1].enclosed);
}

TEST(BundleTest, IsOnlyConsistentWhenNoKeyIsPinned) {
    const Verdict verdict = verify(sealed_story(), std::nullopt);
    EXPECT_EQ(verdict.standing, Standing::consistent);
    EXPECT_EQ(verdict.fingerprint, story_key().public_key().fingerprint());
    EXPECT_EQ(verdict.steps.size(), 5u);
}

TEST(BundleTest, ComesBackFromItsBytes) {
    const Bundle bundle = decode_bundle(sealed_story()).value();
    EXPECT_EQ(bundle.key, story_key().public_key());
    EXPECT_EQ(bundle.content.events.size(), 5u);
    EXPECT_EQ(bundle.content.created, Story().content(story_key()).created);
    EXPECT_EQ(bundle.content.files[1].content, Story().pdf);
}

TEST(BundleTest, IsTheSameInWhateverOrderTheExporterHandsThingsIn) {
    BundleContent content = Story().content(story_key());
    std::reverse(content.events.begin(), content.events.end());
    std::reverse(content.files.begin(), content.files.end());
    EXPECT_EQ(seal_bundle(content, story_key()).value(), sealed_story());
}

TEST(BundleTest, RefusesEveryChangedByte) {
    const Bytes file = sealed_story();
    for (std::size_t at = 0; at < file.size(); ++at) {
        for (const unsigned bits : {0x01u, 0x80u, 0xffu}) {
            Bytes changed = file;
            changed[at] ^= static_cast<std::byte>(bits);
            const Verdict verdict = verify(changed, std::nullopt);
            ASSERT_EQ(verdict.standing, Standing::refused) << at;
            ASSERT_EQ(verdict.code, at < 19 ? errors::evidence::malformed_bundle : errors::evidence::digest_mismatch) << at;
            ASSERT_TRUE(verdict.steps.empty());
        }
    }
}

TEST(BundleTest, RefusesEveryChangedByteEvenWhenClosedAgain) {
    const Bytes file = sealed_story();
    for (std::size_t at = 0; at < file.size() - Sha256::kSize; ++at) {
        Bytes changed = file;
        changed[at] ^= std::byte{1};
        const Verdict verdict = verify(reclosed(std::move(changed)), std::nullopt);
        ASSERT_EQ(verdict.standing, Standing::refused) << at;
        ASSERT_FALSE(verdict.code.empty()) << at;
    }
}

TEST(BundleTest, RefusesDeletedAndInsertedBytes) {
    const Bytes file = sealed_story();
    for (std::size_t at = 0; at < file.size(); at += 7) {
        Bytes shorter = file;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
        ASSERT_EQ(judged(shorter).standing, Standing::refused) << at;
        ASSERT_EQ(judged(reclosed(shorter)).standing, Standing::refused) << at;
        Bytes longer = file;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), std::byte{0});
        ASSERT_EQ(judged(longer).standing, Standing::refused) << at;
        ASSERT_EQ(judged(reclosed(longer)).standing, Standing::refused) << at;
    }
}

TEST(BundleTest, RefusesTruncatedAndExtendedFiles) {
    const Bytes file = sealed_story();
    for (std::size_t length = 0; length < file.size(); ++length) {
        ASSERT_EQ(judged(BytesView(file).first(length)).standing, Standing::refused) << length;
    }
    Bytes extended = file;
    extended.push_back(std::byte{0});
    EXPECT_EQ(judged(extended).code, errors::evidence::digest_mismatch);
    EXPECT_EQ(judged({}).code, errors::evidence::malformed_bundle);
    EXPECT_EQ(judged(as_bytes("congvan evidence 1\n")).code, errors::evidence::malformed_bundle);
    Bytes twice = file;
    twice.insert(twice.end(), file.begin(), file.end());
    EXPECT_EQ(judged(twice).code, errors::evidence::digest_mismatch);
}

TEST(BundleTest, RefusesAWholeStoryForgedWithAnotherKey) {
    // The forger rebuilds everything, under the same log name, with a key of his own.
    const LogKey forger = key_from("thu-nghiem.example/nhat-ky", std::byte{66});
    const Bytes forged = seal_bundle(Story().content(forger), forger).value();
    const Verdict verdict = judged(forged);
    EXPECT_EQ(verdict.standing, Standing::refused);
    EXPECT_EQ(verdict.code, errors::evidence::foreign_key);
    const Verdict unpinned = verify(forged, std::nullopt);
    EXPECT_EQ(unpinned.standing, Standing::consistent);
    EXPECT_NE(unpinned.fingerprint, story_key().public_key().fingerprint());
}

TEST(BundleTest, RefusesACheckpointOfAnotherKeyUnderTheRightKey) {
    const LogKey other = key_from("thu-nghiem.example/nhat-ky", std::byte{66});
    EXPECT_EQ(refusal_of(Story().content(other)), errors::evidence::foreign_key);
}

TEST(BundleTest, RefusesARemovedEventOfAStream) {
    BundleContent content = Story().content(story_key());
    content.events.erase(content.events.begin());  // the first of the outgoing stream
    EXPECT_EQ(refusal_of(content), errors::evidence::incomplete_history);
}

TEST(BundleTest, RefusesAStoryWithoutItsEndUnlessTheLogSealsIt) {
    // Inclusion proofs alone cannot show that the last event was dropped; the seal of the log does.
    const Bundle whole = decode_bundle(sealed_story()).value();
    BundleContent shorter = whole.content;
    shorter.events.pop_back();
    const Bytes resealed = seal_bundle(shorter, story_key()).value();
    Bytes with_old_seal = resealed;
    std::copy(whole.seal.begin(), whole.seal.end(), with_old_seal.end() - Sha256::kSize - whole.seal.size());
    EXPECT_EQ(judged(reclosed(with_old_seal)).code, errors::evidence::signature_failed);
}

TEST(BundleTest, RefusesAnEmptyHistory) {
    BundleContent content = Story().content(story_key());
    content.events.clear();
    EXPECT_EQ(refusal_of(content), errors::evidence::incomplete_history);
}

TEST(BundleTest, RefusesADuplicatedEvent) {
    BundleContent content = Story().content(story_key());
    content.events.push_back(content.events.back());
    EXPECT_EQ(refusal_of(content), errors::evidence::incomplete_history);
}

TEST(BundleTest, RefusesReorderedEvents) {
    BundleContent content = Story().content(story_key());
    std::swap(content.events[0].leaf, content.events[2].leaf);
    EXPECT_EQ(refusal_of(content), errors::evidence::proof_failed);
    // A log that holds the events in the wrong order is refused by their revisions.
    Story story;
    story.add(StreamKind::incoming, "incoming", 2, "incoming.accepted", {{"number", "1"}});
    story.add(StreamKind::incoming, "incoming", 1, "incoming.arrived", {});
    EXPECT_EQ(refusal_of(story.content(story_key())), errors::evidence::incomplete_history);
}

TEST(BundleTest, RefusesASharedStreamThatRunsBackwards) {
    Story story;
    story.add(StreamKind::register_book, "book", 9, "register.line_annotated", {{"sequence", "5"}});
    EXPECT_EQ(refusal_of(story.content(story_key())), errors::evidence::incomplete_history);
}

TEST(BundleTest, RefusesAnEventThatIsNotInTheLog) {
    BundleContent content = Story().content(story_key());
    content.events[2].event.fields.set("recipients.0.name", "Sở C (thử nghiệm)");
    EXPECT_EQ(refusal_of(content), errors::evidence::proof_failed);
}

TEST(BundleTest, RefusesAProofThatIsTooLongOrTooShort) {
    BundleContent content = Story().content(story_key());
    content.events[0].proof.pop_back();
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_proof);
    content = Story().content(story_key());
    content.events[0].proof.push_back(leaf_hash({}));
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_proof);
    content.events[0].proof.assign(65, leaf_hash({}));
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_bundle);
}

TEST(BundleTest, RefusesEventsOfAnotherDocument) {
    BundleContent content = Story().content(story_key());
    content.document = DocumentId(id_of("another"));
    EXPECT_EQ(refusal_of(content), errors::evidence::other_document);
}

TEST(BundleTest, RefusesASecondSignatureOnTheCheckpoint) {
    BundleContent content = Story().content(story_key());
    const std::string by_witness = sign_checkpoint(Story().log.head(), key_from("witness.example", std::byte{9}));
    content.checkpoint += by_witness.substr(by_witness.find("— "));
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_checkpoint);
}

TEST(BundleTest, RefusesACheckpointOfAnOlderTree) {
    Story story;
    const std::string old_note = story.content(story_key()).checkpoint;
    story.add(StreamKind::outgoing, "document", 3, "outgoing.recalled", {{"reason", "nhầm"}});
    BundleContent content = story.content(story_key());
    content.checkpoint = old_note;
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_proof);
}

TEST(BundleTest, RefusesFilesThatTheHistoryDoesNotName) {
    BundleContent content = Story().content(story_key());
    const Bytes other = to_bytes("other");
    content.files.push_back({"attachment", "other.txt", other.size(), Sha256::of(other), other});
    EXPECT_EQ(refusal_of(content), errors::evidence::file_not_in_history);
    content = Story().content(story_key());
    content.files[0].name = "quyet-dinh-khac.pdf";
    EXPECT_EQ(refusal_of(content), errors::evidence::file_not_in_history);
    content = Story().content(story_key());
    content.files[1].size += 1;
    EXPECT_EQ(refusal_of(content), errors::evidence::file_not_in_history);
}

TEST(BundleTest, RefusesFilesWhoseContentIsNotTheirs) {
    BundleContent content = Story().content(story_key());
    content.files[0].content->front() ^= std::byte{1};
    EXPECT_EQ(refusal_of(content), errors::evidence::file_mismatch);
}

TEST(BundleTest, RefusesFileNamesThatReachOutOfTheirFolder) {
    for (const char* name : {"", "..", ".", "../a.pdf", "a/b.pdf", "a\\b.pdf", "a\n.pdf", " a.pdf", "a\xE2\x80\xAE.pdf", "e\xcc\x81.pdf"}) {
        BundleContent content = Story().content(story_key());
        content.files[0].name = name;
        EXPECT_EQ(refusal_of(content), errors::evidence::malformed_bundle) << name;
    }
}

TEST(BundleTest, CountsAFileThatIsHandedInTwiceOnce) {
    BundleContent content = Story().content(story_key());
    content.files.push_back(content.files.front());
    EXPECT_EQ(seal_bundle(content, story_key()).value(), sealed_story());
    // One of them without its content is not the same file.
    content.files.back().content.reset();
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_bundle);
}

TEST(BundleTest, RefusesEventsThatCannotBeWritten) {
    BundleContent content = Story().content(story_key());
    content.events[0].event.kind = "no kind";
    EXPECT_EQ(refusal_of(content), errors::evidence::malformed_event);
}

TEST(BundleGoldenTest, ReadsTheFirstVersionForEver) {
    const Bytes file = read_golden("story.evidence");
    const LogPublicKey key = LogPublicKey::parse(as_text(read_golden("log.key"))).value();
    const Verdict verdict = verify(file, key);
    EXPECT_EQ(verdict.standing, Standing::proved) << verdict.code << " " << verdict.where;
    EXPECT_EQ(verdict.document.raw(), id_of("document"));
    ASSERT_EQ(verdict.steps.size(), 5u);
    EXPECT_EQ(verdict.steps[2].event.kind, "outgoing.issued");
    EXPECT_EQ(verdict.steps[2].event.fields.find("recipients.1.name"), "Sở B (thử nghiệm)");
    EXPECT_EQ(encode(verdict.steps[0].event).value(), read_golden("drafted.event"));
}

TEST(BundleGoldenTest, WritesTheFirstVersionByteForByte) {
    EXPECT_EQ(sealed_story(), read_golden("story.evidence"));
    EXPECT_EQ(to_bytes(story_key().public_key().text()), read_golden("log.key"));
}

}  // namespace
}  // namespace congvan::evidence
