#include "signing/judge/anchors.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>

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
constexpr int kMostLinks = 8;
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

}  // namespace

namespace {

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
    Held<X509_STORE> store{X509_STORE_new()};
    std::vector<Anchor> anchors;
    std::vector<cms::Certificate> intermediates;
    mutable Guarded<Memory> memory;
};

TrustAnchors::TrustAnchors() : state_(std::make_shared<State>()) {}

Result<TrustAnchors> TrustAnchors::make(const std::vector<TrustedCertificate>& anchors,
                                        const std::vector<Bytes>& intermediates) {
    auto state = std::make_shared<State>();
    for (const auto& anchor : anchors) {
        LET(auto certificate, cms::Certificate::parse(anchor.der));
        CONGVAN_INVARIANT(state->store && X509_STORE_add_cert(state->store.get(), certificate.handle()) == 1);
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

ChainFacts TrustAnchors::chain(const cms::Certificate& signer, std::span<const BytesView> others, Instant at) const {
    const auto name = question(signer, others);
    const auto known = state_->memory.with([&](const Memory& memory) {
        const auto found = memory.ways.find(name);
        const bool holds = found != memory.ways.end() && found->second.from <= at && at < found->second.until;
        return holds ? std::optional<ChainFacts>(found->second.facts) : std::nullopt;
    });
    if (known) return *known;
    Way way;
    way.facts = find_chain(signer, others, at, way.from, way.until);
    if (way.facts.status != ChainStatus::trusted) return way.facts;
    state_->memory.with([&](Memory& memory) {
        if (memory.ways.size() == kMostRemembered) memory.ways.clear();
        memory.ways.insert_or_assign(name, way);
    });
    return way.facts;
}

ChainFacts TrustAnchors::find_chain(const cms::Certificate& signer, std::span<const BytesView> others, Instant at,
                                    Instant& from, Instant& until) const {
    ChainFacts facts;
    facts.status = ChainStatus::no_path;
    if (state_->anchors.empty()) return facts;
    std::vector<cms::Certificate> brought;
    const Held<STACK_OF(X509)> helpers(sk_X509_new_null());
    const Held<X509_STORE_CTX> context(X509_STORE_CTX_new());
    bool ready = helpers && context;
    for (const auto& known : state_->intermediates) ready = ready && sk_X509_push(helpers.get(), known.handle()) > 0;
    for (const auto der : others) {
        auto certificate = read(der);
        if (!certificate.has_value()) continue;
        brought.push_back(std::move(certificate).value());
        ready = ready && sk_X509_push(helpers.get(), brought.back().handle()) > 0;
    }
    ready = ready && X509_STORE_CTX_init(context.get(), state_->store.get(), signer.handle(), helpers.get()) == 1;
    if (!ready) return facts;
    X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(rules, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    X509_VERIFY_PARAM_set_depth(rules, kMostLinks);
    X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    const bool good = X509_verify_cert(context.get()) == 1;
    const int error = X509_STORE_CTX_get_error(context.get());
    facts.status = good ? ChainStatus::trusted : error == X509_V_OK ? ChainStatus::broken : status_of(error);
    ERR_clear_error();
    if (!good) return facts;
    const auto* path = X509_STORE_CTX_get0_chain(context.get());
    X509* top = sk_X509_value(path, sk_X509_num(path) - 1);
    for (const auto& anchor : state_->anchors) {
        if (X509_cmp(anchor.certificate.handle(), top) != 0) continue;
        facts.anchor_class = anchor.kind;
        facts.anchor = anchor.certificate.facts().common_name;
        break;
    }
    if (!facts.anchor_class) facts.status = ChainStatus::no_path;
    from = Instant::min();
    until = Instant::max();
    for (int i = 0; i < sk_X509_num(path); ++i) {
        Instant begins, ends;
        const X509* link = sk_X509_value(path, i);
        if (!cms::read_validity(link, begins, ends)) return ChainFacts{ChainStatus::broken, {}, {}};
        from = std::max(from, begins);
        until = std::min(until, ends);
    }
    return facts;
}

}  // namespace congvan::signing
