#include "evidence/merkle.hpp"

#include <bit>

#include "errors/evidence.hpp"

namespace congvan::evidence {
namespace {

Error malformed(Remedy remedy, std::string_view why) { return {remedy, errors::evidence::malformed_proof, std::string(why)}; }
Error failed(std::string_view why) { return {Remedy::fix_input, errors::evidence::proof_failed, std::string(why)}; }

// The largest power of two below `count` (count > 1): where RFC 6962 splits.
std::uint64_t split_of(std::uint64_t count) { return std::bit_floor(count - 1); }

// The root over the leaves [begin, begin + count). In every recursion of RFC 6962 `begin` is a multiple of the
// smallest power of two that is not below `count`, so a complete range is one stored node.
Result<Sha256> range_hash(std::uint64_t begin, std::uint64_t count, const NodeLookup& lookup) {
    if (std::has_single_bit(count)) {
        const auto level = static_cast<unsigned>(std::countr_zero(count));
        return lookup(NodeAt{level, begin >> level});
    }
    const std::uint64_t left_count = split_of(count);
    LET(const Sha256 left, range_hash(begin, left_count, lookup));
    LET(const Sha256 right, range_hash(begin + left_count, count - left_count, lookup));
    return node_hash(left, right);
}

}  // namespace

Sha256 leaf_hash(BytesView leaf) {
    constexpr std::byte prefix{0x00};
    Sha256Stream stream;
    stream.add(BytesView(&prefix, 1));
    stream.add(leaf);
    return stream.finish();
}

Sha256 node_hash(const Sha256& left, const Sha256& right) {
    constexpr std::byte prefix{0x01};
    Sha256Stream stream;
    stream.add(BytesView(&prefix, 1));
    stream.add(left.bytes());
    stream.add(right.bytes());
    return stream.finish();
}

Sha256 empty_root() { return Sha256::of({}); }

Result<CompactRange> CompactRange::make(std::uint64_t size, std::vector<Sha256> peaks) {
    if (size > kMostLeaves || peaks.size() != static_cast<std::size_t>(std::popcount(size))) {
        return malformed(Remedy::call_operator, "the peaks do not fit the size");
    }
    CompactRange range;
    range.size_ = size;
    range.peaks_ = std::move(peaks);
    return range;
}

Result<CompactRange> CompactRange::load(std::uint64_t size, const NodeLookup& lookup) {
    std::vector<Sha256> peaks;
    std::uint64_t begin = 0;
    for (std::uint64_t left = size; left != 0;) {
        const std::uint64_t count = std::bit_floor(left);
        LET(Sha256 peak, range_hash(begin, count, lookup));
        peaks.push_back(std::move(peak));
        begin += count;
        left -= count;
    }
    return make(size, std::move(peaks));
}

std::vector<Node> CompactRange::append(const Sha256& leaf) {
    CONGVAN_INVARIANT(size_ < kMostLeaves);
    std::vector<Node> made{{NodeAt{0, size_}, leaf}};
    // Every trailing one bit of the old size is a complete subtree that the new leaf's subtree joins.
    Sha256 hash = leaf;
    unsigned level = 0;
    for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
        hash = node_hash(peaks_.back(), hash);
        peaks_.pop_back();
        ++level;
        made.push_back({NodeAt{level, size_ >> level}, hash});
    }
    peaks_.push_back(hash);
    ++size_;
    return made;
}

Sha256 CompactRange::root() const {
    if (peaks_.empty()) return empty_root();
    Sha256 hash = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) hash = node_hash(*peak, hash);
    return hash;
}

Result<Sha256> root_of(std::uint64_t size, const NodeLookup& lookup) {
    LET(const CompactRange range, CompactRange::load(size, lookup));
    return range.root();
}

// PATH(m, D[n]) of RFC 6962 section 2.1.1, walked from the root and reversed.
Result<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, const NodeLookup& lookup) {
    if (index >= size || size > kMostLeaves) return malformed(Remedy::fix_input, "no such leaf");
    Proof downwards;
    std::uint64_t begin = 0;
    std::uint64_t count = size;
    while (count > 1) {
        const std::uint64_t left = split_of(count);
        if (index - begin < left) {
            LET(Sha256 sibling, range_hash(begin + left, count - left, lookup));
            downwards.push_back(std::move(sibling));
            count = left;
        } else {
            LET(Sha256 sibling, range_hash(begin, left, lookup));
            downwards.push_back(std::move(sibling));
            begin += left;
            count -= left;
        }
    }
    return Proof(downwards.rbegin(), downwards.rend());
}

// PROOF(m, D[n]) of RFC 6962 section 2.1.2, walked from the root and reversed.
Result<Proof> prove_consistency(std::uint64_t older, std::uint64_t newer, const NodeLookup& lookup) {
    if (older > newer || newer > kMostLeaves) return malformed(Remedy::fix_input, "the older tree is the larger one");
    if (older == 0 || older == newer) return Proof{};
    Proof downwards;
    std::uint64_t begin = 0;
    std::uint64_t count = newer;
    std::uint64_t rest = older;    // how many leaves of the older tree lie in the current range
    bool whole_older_tree = true;  // the older tree's root is known to the verifier only until we turn right
    while (rest != count) {
        const std::uint64_t left = split_of(count);
        if (rest <= left) {
            LET(Sha256 sibling, range_hash(begin + left, count - left, lookup));
            downwards.push_back(std::move(sibling));
            count = left;
        } else {
            LET(Sha256 sibling, range_hash(begin, left, lookup));
            downwards.push_back(std::move(sibling));
            begin += left;
            count -= left;
            rest -= left;
            whole_older_tree = false;
        }
    }
    if (!whole_older_tree) {
        LET(Sha256 shared, range_hash(begin, count, lookup));
        downwards.push_back(std::move(shared));
    }
    return Proof(downwards.rbegin(), downwards.rend());
}

Result<Done> verify_inclusion(const Sha256& leaf, std::uint64_t index, std::uint64_t size, const Proof& proof,
                              const Sha256& root) {
    if (index >= size || size > kMostLeaves) return malformed(Remedy::fix_input, "no such leaf");
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    Sha256 hash = leaf;
    for (const Sha256& step : proof) {
        if (sn == 0) return malformed(Remedy::fix_input, "the proof is too long");
        if ((fn & 1) != 0 || fn == sn) {
            hash = node_hash(step, hash);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            hash = node_hash(hash, step);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0) return malformed(Remedy::fix_input, "the proof is too short");
    if (hash != root) return failed("inclusion");
    return Done{};
}

Result<Done> verify_consistency(const TreeHead& older, const TreeHead& newer, const Proof& proof) {
    if (older.size > newer.size || newer.size > kMostLeaves) return malformed(Remedy::fix_input, "the older tree is the larger one");
    if (older.size == 0 || older.size == newer.size) {
        if (!proof.empty()) return malformed(Remedy::fix_input, "the proof is too long");
        const bool agree = older.size == 0 ? older.root == empty_root() : older.root == newer.root;
        if (older.size == 0 && newer.size == 0 && newer.root != empty_root()) return failed("consistency");
        return agree ? Result<Done>(Done{}) : Result<Done>(failed("consistency"));
    }
    if (proof.empty()) return malformed(Remedy::fix_input, "the proof is empty");

    // When the older tree is complete, its root is the first step of the proof.
    auto step = proof.begin();
    const Sha256 seed = std::has_single_bit(older.size) ? older.root : *step++;
    std::uint64_t fn = older.size - 1;
    std::uint64_t sn = newer.size - 1;
    while ((fn & 1) != 0) {
        fn >>= 1;
        sn >>= 1;
    }
    Sha256 old_hash = seed;
    Sha256 new_hash = seed;
    for (; step != proof.end(); ++step) {
        if (sn == 0) return malformed(Remedy::fix_input, "the proof is too long");
        if ((fn & 1) != 0 || fn == sn) {
            old_hash = node_hash(*step, old_hash);
            new_hash = node_hash(*step, new_hash);
            while ((fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            new_hash = node_hash(new_hash, *step);
        }
        fn >>= 1;
        sn >>= 1;
    }
    if (sn != 0) return malformed(Remedy::fix_input, "the proof is too short");
    if (old_hash != older.root || new_hash != newer.root) return failed("consistency");
    return Done{};
}

}  // namespace congvan::evidence
