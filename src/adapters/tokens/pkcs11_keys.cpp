#include "adapters/tokens/pkcs11_keys.hpp"

#include <algorithm>
#include <mutex>
#include <optional>

#include "adapters/tokens/driver.hpp"
#include "adapters/tokens/keys_math.hpp"
#include "errors/tokens.hpp"

namespace congvan::tokens {

namespace {

using usecases::DigestAlgorithm;
using usecases::KeyFacts;
using usecases::KeyKind;
using usecases::PinState;
using usecases::SignatureScheme;
using usecases::SignatureValue;
using usecases::SigningRequest;
using usecases::TokenFacts;

PinState pin_state(CK_FLAGS flags) {
    if ((flags & CKF_USER_PIN_LOCKED) != 0) return PinState::locked;
    if ((flags & CKF_USER_PIN_FINAL_TRY) != 0) return PinState::last_try;
    if ((flags & CKF_USER_PIN_COUNT_LOW) != 0) return PinState::few_tries_left;
    return PinState::normal;
}

std::vector<CK_ATTRIBUTE> pattern(CK_OBJECT_CLASS& object_class, const Bytes& id) {
    return {{CKA_CLASS, &object_class, sizeof object_class},
            {CKA_ID, const_cast<std::byte*>(id.data()), id.size()}};
}

Result<Bytes> certificate_of(const Session& session, const KeyReference& key) {
    LET(const auto id, from_hex(key.key.raw()));
    CK_OBJECT_CLASS object_class = CKO_CERTIFICATE;
    LET(const auto found, session.find(pattern(object_class, id)));
    if (found.empty()) return Error{Remedy::call_operator, errors::tokens::certificate_missing, key.key.raw()};
    LET(auto value, session.attribute(found.front(), CKA_VALUE));
    if (!value) return Error{Remedy::call_operator, errors::tokens::certificate_missing, "certificate without value"};
    return std::move(*value);
}

// What is handed to C_Sign: a mechanism, its parameters, and either the prepared digest or all the bytes.
struct Plan {
    CK_MECHANISM mechanism{};
    CK_RSA_PKCS_PSS_PARAMS pss{};
    Bytes input;
};

struct Mechanisms {
    CK_MECHANISM_TYPE rsa_pkcs1;
    CK_MECHANISM_TYPE rsa_pss;
    CK_MECHANISM_TYPE hash;
    CK_ULONG mask;
};

Mechanisms whole_mechanisms(DigestAlgorithm digest) {
    switch (digest) {
        case DigestAlgorithm::sha256: return {CKM_SHA256_RSA_PKCS, CKM_SHA256_RSA_PKCS_PSS, CKM_SHA256, CKG_MGF1_SHA256};
        case DigestAlgorithm::sha384: return {CKM_SHA384_RSA_PKCS, CKM_SHA384_RSA_PKCS_PSS, CKM_SHA384, CKG_MGF1_SHA384};
        case DigestAlgorithm::sha512: return {CKM_SHA512_RSA_PKCS, CKM_SHA512_RSA_PKCS_PSS, CKM_SHA512, CKG_MGF1_SHA512};
    }
    return {};
}

bool can(const Session& session, CK_MECHANISM_TYPE mechanism) {
    CK_MECHANISM_INFO info{};
    return session.calls().C_GetMechanismInfo(session.slot(), mechanism, &info) == CKR_OK && (info.flags & CKF_SIGN) != 0;
}

// Prefers the mechanism that signs a digest made here; a token without it gets all the bytes and hashes itself.
Result<std::unique_ptr<Plan>> plan(const Session& session, const SigningRequest& request) {
    auto plan = std::make_unique<Plan>();
    const auto digest = digest_of(request.digest, request.bytes_to_sign);
    const auto whole = whole_mechanisms(request.digest);
    switch (request.scheme) {
        case SignatureScheme::rsa_pkcs1:
            if (can(session, CKM_RSA_PKCS)) {
                plan->mechanism.mechanism = CKM_RSA_PKCS;
                plan->input = digest_info(request.digest, digest);
            } else {
                plan->mechanism.mechanism = whole.rsa_pkcs1;
                plan->input = request.bytes_to_sign;
            }
            break;
        case SignatureScheme::rsa_pss: {
            const bool ours = can(session, CKM_RSA_PKCS_PSS);
            plan->mechanism.mechanism = ours ? CKM_RSA_PKCS_PSS : whole.rsa_pss;
            plan->input = ours ? digest : request.bytes_to_sign;
            plan->pss = {whole.hash, whole.mask, digest.size()};
            plan->mechanism.pParameter = &plan->pss;
            plan->mechanism.ulParameterLen = sizeof plan->pss;
            break;
        }
        case SignatureScheme::ecdsa:
            plan->mechanism.mechanism = CKM_ECDSA;
            plan->input = digest;
            break;
    }
    if (!can(session, plan->mechanism.mechanism)) {
        return Error{Remedy::fix_input, errors::tokens::unsupported_scheme, "the token lacks the mechanism"};
    }
    return plan;
}

Result<CK_OBJECT_HANDLE> private_key(const Session& session, const KeyReference& key) {
    LET(const auto id, from_hex(key.key.raw()));
    CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
    LET(const auto found, session.find(pattern(object_class, id)));
    if (found.empty()) return Error{Remedy::call_operator, errors::tokens::key_absent, key.key.raw()};
    return found.front();
}

Result<Bytes> sign_with(Session& session, CK_OBJECT_HANDLE key, const Pin& pin, Plan& plan) {
    auto& calls = session.calls();
    CK_RV code = calls.C_SignInit(session.handle(), &plan.mechanism, key);
    if (code != CKR_OK) return to_error(code, "C_SignInit");
    LET(const auto always, session.attribute(key, CKA_ALWAYS_AUTHENTICATE));
    if (always && !always->empty() && always->front() != std::byte{0}) {
        // The key asks for the PIN for each signature; the one just accepted is meant, so this is no second try.
        TRY(session.log_in(pin, CKU_CONTEXT_SPECIFIC));
    }
    Bytes value(1024);  // RSA up to 8192 bits
    CK_ULONG size = value.size();
    code = calls.C_Sign(session.handle(), reinterpret_cast<CK_BYTE_PTR>(plan.input.data()), plan.input.size(),
                        reinterpret_cast<CK_BYTE_PTR>(value.data()), &size);
    if (code != CKR_OK) return to_error(code, "C_Sign");
    value.resize(size);
    return value;
}

// Before a PIN is spent: is this the right token and certificate?
Result<Done> check_certificate(const Session& session, const KeyReference& key, BytesView wanted) {
    LET(const auto certificate, certificate_of(session, key));
    if (as_text(certificate) == as_text(wanted)) return Done{};
    return Error{Remedy::fix_input, errors::tokens::certificate_mismatch, key.key.raw()};
}

// And is this a thing that its key can do?
Result<Done> check_request(const SigningRequest& request) {
    if (request.bytes_to_sign.size() > kMostToSign) {
        return Error{Remedy::fix_input, errors::tokens::request_too_large, std::to_string(request.bytes_to_sign.size())};
    }
    LET(const auto facts, read_certificate(request.certificate));
    const bool wants_ec = request.scheme == SignatureScheme::ecdsa;
    if (wants_ec != (facts.kind == KeyKind::ec)) {
        return Error{Remedy::fix_input, errors::tokens::unsupported_scheme, "scheme and kind of key differ"};
    }
    return Done{};
}

Result<SignatureValue> signed_value(Session& session, CK_OBJECT_HANDLE key, const Pin& pin, const SigningRequest& request, Plan& plan) {
    LET(auto value, sign_with(session, key, pin, plan));
    if (request.scheme != SignatureScheme::ecdsa) return SignatureValue{std::move(value)};
    LET(auto der, ecdsa_to_der(value));
    return SignatureValue{std::move(der)};
}

class Run final : public usecases::SigningRun {
public:
    Run(std::shared_ptr<std::mutex> turn, std::unique_lock<std::mutex> lock, Session session, CK_OBJECT_HANDLE key, Pin pin,
        Bytes certificate)
        : turn_(std::move(turn)), lock_(std::move(lock)), session_(std::move(session)), key_(key), pin_(std::move(pin)),
          certificate_(std::move(certificate)) {}

    Result<SignatureValue> sign(const SigningRequest& request) override {
        if (ended_) return *ended_;
        if (request.certificate != certificate_) {
            return Error{Remedy::fix_input, errors::tokens::certificate_mismatch, "another certificate than the run's"};
        }
        TRY(check_request(request));
        LET(const auto planned, plan(session_, request));
        auto value = signed_value(session_, key_, pin_, request, *planned);
        if (!value.has_value() && ends_a_run(value.error())) ended_ = value.error();
        return value;
    }

private:
    static bool ends_a_run(const Error& error) {
        return error.code == errors::tokens::wrong_pin || error.code == errors::tokens::wrong_pin_last_try ||
               error.code == errors::tokens::pin_locked || error.code == errors::tokens::pin_expired ||
               error.code == errors::tokens::absent;
    }

    // The session goes before the turn is given back.
    std::shared_ptr<std::mutex> turn_;
    std::unique_lock<std::mutex> lock_;
    Session session_;
    CK_OBJECT_HANDLE key_;
    Pin pin_;
    Bytes certificate_;
    std::optional<Error> ended_;
};

}  // namespace

Result<std::shared_ptr<Driver>> open_driver(const std::filesystem::path& library) { return Driver::open(library); }

Result<SignatureValue> Pkcs11Keys::sign(const KeyReference& key, const Pin& pin, const SigningRequest& request) {
    const auto turn = driver_->log_in_turn(key.token);
    const std::lock_guard lock(*turn);
    LET(const auto token, driver_->token(key.token));
    LET(auto session, driver_->session(token.slot, Access::read_only));
    TRY(check_certificate(session, key, request.certificate));
    TRY(check_request(request));
    LET(const auto planned, plan(session, request));
    TRY(session.log_in(pin));
    LET(const auto handle, private_key(session, key));
    return signed_value(session, handle, pin, request, *planned);
}

Result<std::unique_ptr<usecases::SigningRun>> Pkcs11Keys::begin(const KeyReference& key, const Pin& pin, BytesView certificate) {
    auto turn = driver_->log_in_turn(key.token);
    std::unique_lock lock(*turn);
    LET(const auto token, driver_->token(key.token));
    LET(auto session, driver_->session(token.slot, Access::read_only));
    TRY(check_certificate(session, key, certificate));
    TRY(session.log_in(pin));
    LET(const auto handle, private_key(session, key));
    return std::unique_ptr<usecases::SigningRun>(std::make_unique<Run>(std::move(turn), std::move(lock), std::move(session), handle, pin,
                                                                       Bytes(certificate.begin(), certificate.end())));
}

Result<std::vector<TokenFacts>> Pkcs11Keys::tokens() {
    LET(const auto present, driver_->tokens());
    std::vector<TokenFacts> facts;
    facts.reserve(present.size());
    for (const auto& token : present) {
        facts.push_back({TokenLabel(token.label), unpadded(token.info.serialNumber), unpadded(token.info.manufacturerID),
                         unpadded(token.info.model), pin_state(token.info.flags)});
    }
    std::sort(facts.begin(), facts.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
    return facts;
}

Result<std::vector<KeyFacts>> Pkcs11Keys::keys(const TokenLabel& label) {
    LET(const auto token, driver_->token(label));
    LET(const auto session, driver_->session(token.slot, Access::read_only));
    CK_OBJECT_CLASS object_class = CKO_CERTIFICATE;
    LET(const auto found, session.find({{CKA_CLASS, &object_class, sizeof object_class}}));
    std::vector<KeyFacts> keys;
    for (const auto object : found) {
        LET(const auto id, session.attribute(object, CKA_ID));
        LET(const auto name, session.attribute(object, CKA_LABEL));
        LET(auto value, session.attribute(object, CKA_VALUE));
        if (!id || id->empty() || !value) continue;
        const auto read = read_certificate(*value);
        if (!read.has_value()) continue;  // an authority's certificate of another kind, or none at all
        // A certificate without its key pair (an issuer's, kept for the chain) is not a key.
        CK_OBJECT_CLASS public_class = CKO_PUBLIC_KEY;
        LET(const auto pair, session.find(pattern(public_class, *id)));
        if (pair.empty()) continue;
        keys.push_back({{label, KeyId(to_hex(*id))}, name ? std::string(as_text(*name)) : std::string(), std::move(*value),
                        read->kind, read->bits});
    }
    std::sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.reference.key < b.reference.key; });
    return keys;
}

Result<Bytes> Pkcs11Keys::certificate(const KeyReference& key) {
    LET(const auto token, driver_->token(key.token));
    LET(const auto session, driver_->session(token.slot, Access::read_only));
    return certificate_of(session, key);
}

}  // namespace congvan::tokens
