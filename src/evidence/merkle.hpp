#pragma once

// The append-only Merkle tree of RFC 6962 section 2 (the same tree as RFC 9162 section 2.1) over SHA-256: what makes a
// history that cannot be rewritten unseen. Pure: a store keeps the nodes of complete subtrees and serves them by
// (level, index). Format: spec/formats/merkle-log.md.

#include <cstdint>
#include <functional>
#include <vector>

#include "base/digest.hpp"

namespace congvan::evidence {

// The root of the complete subtree over the leaves [index << level, (index + 1) << level).
struct NodeAt {
    unsigned level = 0;
    std::uint64_t index = 0;

    friend bool operator==(const NodeAt&, const NodeAt&) = default;
    friend auto operator<=>(const NodeAt&, const NodeAt&) = default;
};

struct Node {
    NodeAt at;
    Sha256 hash;
};

// From the leaf (or the older tree) towards the root; at most 128 hashes.
using Proof = std::vector<Sha256>;

// The node at a place below the size in question. Fails as the store fails.
using NodeLookup = std::function<Result<Sha256>(NodeAt)>;

inline constexpr std::uint64_t kMostLeaves = std::uint64_t{1} << 62;

Sha256 leaf_hash(BytesView leaf);                               // SHA-256(0x00 || leaf)
Sha256 node_hash(const Sha256& left, const Sha256& right);      // SHA-256(0x01 || left || right)
Sha256 empty_root();                                            // SHA-256("")

// The right edge of a tree: enough to append and to know the root, in O(log n) memory. A value; one thread at a time.
class CompactRange {
public:
    CompactRange() = default;  // the empty tree

    // A tree of `size` leaves whose complete subtrees, largest first, have the roots `peaks`: one for every bit set in
    // `size`. Fails: evidence.malformed_proof (call_operator) when the count does not fit.
    static Result<CompactRange> make(std::uint64_t size, std::vector<Sha256> peaks);
    // The same from stored nodes. Fails as the lookup fails, and as `make`.
    static Result<CompactRange> load(std::uint64_t size, const NodeLookup& lookup);

    // Appends one leaf and returns the nodes this completed, the leaf itself first: exactly what a store must add.
    std::vector<Node> append(const Sha256& leaf);

    std::uint64_t size() const { return size_; }
    const std::vector<Sha256>& peaks() const { return peaks_; }
    Sha256 root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Sha256> peaks_;
};

// The root of the first `size` leaves. Fails as the lookup fails.
Result<Sha256> root_of(std::uint64_t size, const NodeLookup& lookup);

// Proof that leaf `index` stands in the tree of the first `size` leaves.
// Fails: evidence.malformed_proof (fix_input) unless index < size <= kMostLeaves; as the lookup fails.
Result<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, const NodeLookup& lookup);

// Proof that the tree of `older` leaves is a prefix of the tree of `newer`; empty when they are equal or `older` is 0.
// Fails: evidence.malformed_proof (fix_input) unless older <= newer <= kMostLeaves; as the lookup fails.
Result<Proof> prove_consistency(std::uint64_t older, std::uint64_t newer, const NodeLookup& lookup);

// RFC 9162 section 2.1.3.2. Fails: evidence.malformed_proof, evidence.proof_failed (fix_input).
Result<Done> verify_inclusion(const Sha256& leaf, std::uint64_t index, std::uint64_t size, const Proof& proof,
                              const Sha256& root);

struct TreeHead {
    std::uint64_t size = 0;
    Sha256 root;

    friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// RFC 9162 section 2.1.4.2. Fails: evidence.malformed_proof, evidence.proof_failed (fix_input).
Result<Done> verify_consistency(const TreeHead& older, const TreeHead& newer, const Proof& proof);

}  // namespace congvan::evidence
