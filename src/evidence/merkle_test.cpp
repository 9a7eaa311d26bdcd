#include "evidence/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/evenly_for_tests.hpp"
#include "errors/evidence.hpp"
#include "evidence/story_for_tests.hpp"

namespace congvan::evidence {
namespace {

// The tree as RFC 6962 section 2.1 writes it down, over whole lists.
Sha256 naive_root(std::span<const Sha256> leaves) {
    if (leaves.empty()) return Sha256::of({});
    if (leaves.size() == 1) return leaves[0];
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    return node_hash(naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

Proof naive_path(std::size_t m, std::span<const Sha256> leaves) {
    if (leaves.size() == 1) return {};
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    Proof path = m < k ? naive_path(m, leaves.first(k)) : naive_path(m - k, leaves.subspan(k));
    path.push_back(naive_root(m < k ? leaves.subspan(k) : leaves.first(k)));
    return path;
}

Proof naive_subproof(std::size_t m, std::span<const Sha256> leaves, bool complete) {
    if (m == leaves.size()) return complete ? Proof{} : Proof{naive_root(leaves)};
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    Proof proof = m <= k ? naive_subproof(m, leaves.first(k), complete) : naive_subproof(m - k, leaves.subspan(k), false);
    proof.push_back(naive_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
    return proof;
}

// The published leaves and roots that implementations of RFC 6962 share.
const std::vector<std::string> kLeaves = {
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                         "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

MemoryLog published() {
    MemoryLog log;
    for (const std::string& leaf : kLeaves) log.append(from_hex(leaf).value());
    return log;
}

std::vector<std::string> hexes(const Proof& proof) {
    std::vector<std::string> out;
    for (const Sha256& hash : proof) out.push_back(hash.hex());
    return out;
}

MemoryLog numbered(std::size_t count, std::vector<Sha256>* leaves = nullptr) {
    MemoryLog log;
    for (std::size_t i = 0; i < count; ++i) {
        Bytes leaf;
        append_u32(leaf, static_cast<std::uint32_t>(i));
        if (leaves != nullptr) leaves->push_back(leaf_hash(leaf));
        log.append(leaf);
    }
    return log;
}

TEST(MerkleTest, HasThePublishedRoots) {
    MemoryLog log;
    EXPECT_EQ(log.head().root.hex(), kRoots[0]);
    for (std::size_t i = 0; i < kLeaves.size(); ++i) {
        log.append(from_hex(kLeaves[i]).value());
        EXPECT_EQ(log.head().root.hex(), kRoots[i + 1]) << i;
        EXPECT_EQ(root_of(i + 1, log.lookup())->hex(), kRoots[i + 1]) << i;
    }
}

TEST(MerkleTest, HasThePublishedProofs) {
    const MemoryLog log = published();
    EXPECT_EQ(hexes(prove_inclusion(5, 8, log.lookup()).value()),
              (std::vector<std::string>{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(hexes(prove_consistency(6, 8, log.lookup()).value()),
              (std::vector<std::string>{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
    EXPECT_EQ(hexes(prove_consistency(2, 5, log.lookup()).value()),
              (std::vector<std::string>{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(MerkleTest, AgreesWithTheNaiveTreeForEverySizeAndLeaf) {
    std::vector<Sha256> leaves;
    const MemoryLog log = numbered(67, &leaves);
    for (std::size_t size = 1; size <= leaves.size(); ++size) {
        const auto first = std::span<const Sha256>(leaves).first(size);
        const Sha256 root = naive_root(first);
        ASSERT_EQ(root_of(size, log.lookup()).value(), root);
        for (std::size_t index = 0; index < size; ++index) {
            const Proof proof = prove_inclusion(index, size, log.lookup()).value();
            ASSERT_EQ(proof, naive_path(index, first));
            ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, root).has_value());
        }
        for (std::size_t older = 1; older <= size; ++older) {
            const Proof proof = prove_consistency(older, size, log.lookup()).value();
            ASSERT_EQ(proof, naive_subproof(older, first, true));
            ASSERT_TRUE(verify_consistency({older, naive_root(first.first(older))}, {size, root}, proof).has_value());
        }
    }
}

TEST(MerkleTest, ServesProofsFromExactlyTheNodesThatAppendReturned) {
    MemoryLog log = numbered(100);
    const CompactRange again = CompactRange::load(100, log.lookup()).value();
    EXPECT_EQ(again.peaks(), log.range().peaks());
    EXPECT_EQ(again.root(), log.head().root);
}

TEST(MerkleTest, RefusesPeaksThatDoNotFitTheSize) {
    const auto made = CompactRange::make(3, {leaf_hash({})});
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errors::evidence::malformed_proof);
}

TEST(MerkleTest, ProvesNothingAboutLeavesThatAreNotThere) {
    const MemoryLog log = numbered(5);
    EXPECT_EQ(prove_inclusion(5, 5, log.lookup()).error().code, errors::evidence::malformed_proof);
    EXPECT_EQ(prove_inclusion(0, 0, log.lookup()).error().code, errors::evidence::malformed_proof);
    EXPECT_EQ(prove_consistency(6, 5, log.lookup()).error().code, errors::evidence::malformed_proof);
}

TEST(MerkleTest, PassesOnWhatTheStoreFailsWith) {
    const NodeLookup broken = [](NodeAt) -> Result<Sha256> { return Error{Remedy::retry_later, "storage.unavailable", ""}; };
    EXPECT_EQ(prove_inclusion(1, 5, broken).error().code, "storage.unavailable");
    EXPECT_EQ(prove_consistency(3, 5, broken).error().code, "storage.unavailable");
}

TEST(MerkleTest, EverySizeIsConsistentWithTheEmptyTreeAndItself) {
    const MemoryLog log = numbered(9);
    const TreeHead head = log.head();
    EXPECT_TRUE(verify_consistency({0, empty_root()}, head, {}).has_value());
    EXPECT_TRUE(verify_consistency(head, head, {}).has_value());
    EXPECT_TRUE(verify_consistency({0, empty_root()}, {0, empty_root()}, {}).has_value());
    EXPECT_EQ(verify_consistency({0, head.root}, head, {}).error().code, errors::evidence::proof_failed);
    EXPECT_EQ(verify_consistency({0, empty_root()}, {0, head.root}, {}).error().code, errors::evidence::proof_failed);
    EXPECT_EQ(verify_consistency({9, empty_root()}, head, {}).error().code, errors::evidence::proof_failed);
    EXPECT_EQ(verify_consistency(head, head, {head.root}).error().code, errors::evidence::malformed_proof);
    EXPECT_EQ(verify_consistency({10, head.root}, head, {}).error().code, errors::evidence::malformed_proof);
}

RC_GTEST_PROP(MerkleProperty, AnInclusionProofProvesOneLeafAtOnePlaceOnly, ()) {
    const auto size = evenly<std::uint64_t>(2, 300);
    std::vector<Sha256> leaves;
    const MemoryLog log = numbered(size, &leaves);
    const auto index = evenly<std::uint64_t>(0, size);
    const auto other = *rc::gen::distinctFrom(rc::gen::inRange<std::uint64_t>(0, size), index);
    Proof proof = prove_inclusion(index, size, log.lookup()).value();
    const Sha256 root = log.head().root;
    RC_ASSERT(verify_inclusion(leaves[index], index, size, proof, root).has_value());
    RC_ASSERT(!verify_inclusion(leaves[other], index, size, proof, root).has_value());
    RC_ASSERT(!verify_inclusion(leaves[index], other, size, proof, root).has_value());
    const auto changed = evenly<std::size_t>(0, proof.size());
    proof[changed] = leaf_hash(proof[changed].bytes());
    RC_ASSERT(verify_inclusion(leaves[index], index, size, proof, root).error().code == errors::evidence::proof_failed);
    proof.pop_back();
    RC_ASSERT(!verify_inclusion(leaves[index], index, size, proof, root).has_value());
}

RC_GTEST_PROP(MerkleProperty, AChangedPastIsNeverConsistent, ()) {
    const auto newer = evenly<std::uint64_t>(2, 200);
    const auto older = evenly<std::uint64_t>(1, newer);
    std::vector<Sha256> leaves;
    const MemoryLog log = numbered(newer, &leaves);
    const Proof proof = prove_consistency(older, newer, log.lookup()).value();
    const TreeHead old_head{older, naive_root(std::span<const Sha256>(leaves).first(older))};
    RC_ASSERT(verify_consistency(old_head, log.head(), proof).has_value());

    leaves[evenly<std::uint64_t>(0, older)] = leaf_hash(as_bytes("rewritten"));
    const TreeHead rewritten{newer, naive_root(leaves)};
    RC_ASSERT(!verify_consistency(old_head, rewritten, proof).has_value());
    const TreeHead rewritten_old{older, naive_root(std::span<const Sha256>(leaves).first(older))};
    RC_ASSERT(!verify_consistency(rewritten_old, log.head(), proof).has_value());
}

}  // namespace
}  // namespace congvan::evidence
