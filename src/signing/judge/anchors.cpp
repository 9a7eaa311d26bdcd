#include "signing/judge/anchors.hpp"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/guarded.hpp"

namespace congvan::signing {
namespace {

struct Free {
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
    void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
    void operator()(STACK_OF(X509)* stack) const { sk_X509_free(stack); }  // the certificates have owners of their own
};
template <typename T>
using Held = std::unique_ptr<T, Free>;

constexpr std::size_t kMostRemembered = 4096;
constexpr std::size_t kMostLinks = 8;
constexpr int kLeastCurveBits = 256;
constexpr int kSecurityLevel = 2;  // 112 bits: RSA from 2048, no SHA-1 below the anchor

ChainStatus status_of(int error) {
    switch (error) {
        case X509_V_OK: return ChainStatus::trusted;
        case X509_V_ERR_CERT_NOT_YET_VALID:
        case X509_V_ERR_CERT_HAS_EXPIRED: return ChainStatus::not_in_force;
        case X509_V_ERR_EE_KEY_TOO_SMALL:
        case X509_V_ERR_CA_KEY_TOO_SMALL:
        case X509_V_ERR_CA_MD_TOO_WEAK: return ChainStatus::weak;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
        case X509_V_ERR_CERT_CHAIN_TOO_LONG:
        case X509_V_ERR_CERT_UNTRUSTED: return ChainStatus::no_path;
        default: return ChainStatus::broken;
    }
}

// A way that was found, and while it holds: as long as all its certificates are in force.
struct Way {
    ChainFacts facts;
    Instant from;
    Instant until;
};

struct Memory {
    std::map<Sha256, cms::Certificate> certificates;  // by digest of the DER
    std::map<Sha256, Way> ways;                       // by digest of the question
};

// What decides about a way besides the time: the signer and all that came along, in order.
Sha256 question(const cms::Certificate& signer, std::span<const BytesView> others) {
    Sha256Stream stream;
    stream.add(signer.facts().sha256.bytes());
    for (const auto der : others) stream.add(Sha256::of(der).bytes());
    return stream.finish();
}

}  // namespace

struct TrustAnchors::State {
    struct Anchor {
        cms::Certificate certificate;
        AnchorClass kind;
    };
    std::vector<Anchor> anchors;
    std::vector<cms::Certificate> intermediates;
    Held<X509_STORE> store{X509_STORE_new()};  // empty: every way is checked against its own anchor
    mutable Guarded<Memory> memory;
};

TrustAnchors::TrustAnchors() : state_(std::make_shared<State>()) {}

Result<TrustAnchors> TrustAnchors::make(const std::vector<TrustedCertificate>& anchors,
                                        const std::vector<Bytes>& intermediates) {
    auto state = std::make_shared<State>();
    for (const auto& anchor : anchors) {
        LET(auto certificate, cms::Certificate::parse(anchor.der));
        state->anchors.push_back({std::move(certificate), anchor.kind});
    }
    for (const auto& der : intermediates) {
        LET(auto certificate, cms::Certificate::parse(der));
        state->intermediates.push_back(std::move(certificate));
    }
    TrustAnchors result;
    result.state_ = std::move(state);
    return result;
}

Result<cms::Certificate> TrustAnchors::read(BytesView der) const {
    const auto name = Sha256::of(der);
    const auto known = state_->memory.with([&](const Memory& memory) {
        const auto found = memory.certificates.find(name);
        return found == memory.certificates.end() ? std::optional<cms::Certificate>() : found->second;
    });
    if (known) return *known;
    LET(auto certificate, cms::Certificate::parse(der));
    state_->memory.with([&](Memory& memory) {
        if (memory.certificates.size() == kMostRemembered) memory.certificates.clear();
        memory.certificates.emplace(name, certificate);
    });
    return certificate;
}

namespace {

// Candidate ways from a certificate upwards, by name and signature; what else holds is asked of each whole way.
class PathFinder {
public:
    using Certificate = cms::Certificate;
    struct Candidate {
        std::vector<Certificate> path;
        std::size_t anchor = 0;
    };

    PathFinder(std::vector<Certificate> anchors, std::vector<Certificate> helpers)
        : anchors_(std::move(anchors)), helpers_(std::move(helpers)) {}

    void climb(const Certificate& from) {
        path_.push_back(from);
        const auto own = index_of_anchor(from);
        if (own) {
            found_.push_back({path_, *own});
        } else if (path_.size() <= kMostLinks) {
            climb_on(from);
        }
        path_.pop_back();
    }

    const std::vector<Candidate>& found() const { return found_; }
    const std::vector<Certificate>& dead_ends() const { return dead_ends_; }
    // A certificate names an issuer that is known, whose key did not sign it.
    bool impostor() const { return impostor_; }

private:
    std::optional<std::size_t> index_of_anchor(const Certificate& one) const {
        for (std::size_t i = 0; i < anchors_.size(); ++i) {
            if (anchors_[i].facts().sha256 == one.facts().sha256) return i;
        }
        return std::nullopt;
    }

    void climb_on(const Certificate& from) {
        bool above = false;
        for (const auto* group : {&anchors_, &helpers_}) {
            for (const auto& issuer : *group) {
                if (found_.size() >= kMostWays || !may_have_issued(issuer, from)) continue;
                above = true;
                if (!stands_in_path(issuer)) climb(issuer);
            }
        }
        const bool self = X509_NAME_cmp(X509_get_issuer_name(from.handle()), X509_get_subject_name(from.handle())) == 0;
        if (!above && !self && dead_ends_.size() < kMostWays) dead_ends_.push_back(from);
    }

    bool may_have_issued(const Certificate& issuer, const Certificate& from) {
        if (issuer.facts().sha256 == from.facts().sha256) return false;
        if (X509_NAME_cmp(X509_get_subject_name(issuer.handle()), X509_get_issuer_name(from.handle())) != 0) return false;
        if (asked_ >= kMostQuestions) return false;
        ++asked_;
        EVP_PKEY* key = X509_get0_pubkey(issuer.handle());
        const bool made = key != nullptr && X509_verify(from.handle(), key) == 1;
        ERR_clear_error();
        impostor_ = impostor_ || !made;
        return made;
    }

    // One name with one key stands once in a way: that cuts loops of cross certificates.
    bool stands_in_path(const Certificate& one) const {
        return std::any_of(path_.begin(), path_.end(), [&](const Certificate& known) {
            return X509_NAME_cmp(X509_get_subject_name(known.handle()), X509_get_subject_name(one.handle())) == 0 &&
                   EVP_PKEY_eq(X509_get0_pubkey(known.handle()), X509_get0_pubkey(one.handle())) == 1;
        });
    }

    static constexpr std::size_t kMostWays = 16;
    static constexpr int kMostQuestions = 128;

    std::vector<Certificate> anchors_;
    std::vector<Certificate> helpers_;
    std::vector<Certificate> path_;
    std::vector<Candidate> found_;
    std::vector<Certificate> dead_ends_;
    int asked_ = 0;
    bool impostor_ = false;
};

// RFC 5280 section 6 over one way, whose last certificate is the anchor.
ChainStatus validate(X509_STORE* store, const std::vector<cms::Certificate>& path, Instant at) {
    const Held<STACK_OF(X509)> between(sk_X509_new_null());
    const Held<STACK_OF(X509)> top(sk_X509_new_null());
    const Held<X509_STORE_CTX> context(X509_STORE_CTX_new());
    bool ready = between && top && context && sk_X509_push(top.get(), path.back().handle()) > 0;
    for (std::size_t i = 1; i + 1 < path.size(); ++i) ready = ready && sk_X509_push(between.get(), path[i].handle()) > 0;
    ready = ready && X509_STORE_CTX_init(context.get(), store, path.front().handle(), between.get()) == 1;
    if (!ready) return ChainStatus::broken;
    X509_STORE_CTX_set0_trusted_stack(context.get(), top.get());
    X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(rules, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    X509_VERIFY_PARAM_set_depth(rules, static_cast<int>(kMostLinks));
    X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK);
    // RFC 5280 6.1.1 (c): any policy will do; libcrypto takes an empty set to mean none.
    X509_VERIFY_PARAM_add0_policy(rules, OBJ_dup(OBJ_nid2obj(NID_any_policy)));
    const bool good = X509_verify_cert(context.get()) == 1;
    const int error = X509_STORE_CTX_get_error(context.get());
    ERR_clear_error();
    if (!good) return error == X509_V_OK ? ChainStatus::broken : status_of(error);
    const bool small = std::any_of(path.begin(), path.end(), [](const cms::Certificate& one) {
        return one.facts().key == cms::KeyKind::ec && one.facts().key_bits < kLeastCurveBits;
    });
    return small ? ChainStatus::weak : ChainStatus::trusted;
}

int rank(ChainStatus status) {
    switch (status) {
        case ChainStatus::trusted: return 0;
        case ChainStatus::not_in_force: return 1;
        case ChainStatus::weak: return 2;
        case ChainStatus::unsuitable: return 3;
        case ChainStatus::broken: return 4;
        case ChainStatus::no_path: return 5;
        case ChainStatus::not_checked: return 6;
    }
    return 6;
}

// While all certificates of a way are in force.
bool read_span(const std::vector<cms::Certificate>& path, Instant& from, Instant& until) {
    from = Instant::min();
    until = Instant::max();
    for (const auto& link : path) {
        from = std::max(from, link.facts().not_before);
        until = std::min(until, link.facts().not_after);
    }
    return from < until;
}

}  // namespace

ChainFacts TrustAnchors::chain(const cms::Certificate& signer, std::span<const BytesView> others, Instant at) const {
    const auto name = question(signer, others);
    const auto known = state_->memory.with([&](const Memory& memory) {
        const auto found = memory.ways.find(name);
        const bool holds = found != memory.ways.end() && found->second.from <= at && at < found->second.until;
        return holds ? std::optional<ChainFacts>(found->second.facts) : std::nullopt;
    });
    if (known) return *known;
    std::vector<cms::Certificate> anchors, helpers = state_->intermediates;
    for (const auto& anchor : state_->anchors) anchors.push_back(anchor.certificate);
    for (const auto der : others) {
        auto certificate = read(der);
        if (certificate.has_value()) helpers.push_back(std::move(certificate).value());
    }
    PathFinder finder(std::move(anchors), std::move(helpers));
    finder.climb(signer);
    Way way;
    way.facts.status = finder.impostor() ? ChainStatus::broken : ChainStatus::no_path;
    const auto key = [&](const ChainFacts& facts) {
        return std::tuple(rank(facts.status), facts.anchor_class.value_or(AnchorClass::own), facts.path.size());
    };
    for (const auto& candidate : finder.found()) {
        const auto& anchor = state_->anchors[candidate.anchor];
        ChainFacts facts{validate(state_->store.get(), candidate.path, at), anchor.kind, anchor.certificate.facts().common_name,
                         candidate.path, {}};
        if (way.facts.path.empty() || key(facts) < key(way.facts)) way.facts = std::move(facts);
    }
    if (way.facts.status != ChainStatus::trusted) {
        way.facts.dead_ends = finder.dead_ends();
        way.facts.anchor_class.reset();
        way.facts.anchor.clear();
        return way.facts;
    }
    if (!read_span(way.facts.path, way.from, way.until)) return way.facts;
    state_->memory.with([&](Memory& memory) {
        if (memory.ways.size() == kMostRemembered) memory.ways.clear();
        memory.ways.insert_or_assign(name, way);
    });
    return way.facts;
}

}  // namespace congvan::signing
