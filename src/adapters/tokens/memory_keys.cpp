#include "adapters/tokens/memory_keys.hpp"

#include <map>
#include <mutex>

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "adapters/tokens/keys_math.hpp"
#include "base/digest.hpp"
#include "base/guarded.hpp"
#include "errors/tokens.hpp"

namespace congvan::tokens {

namespace {

using usecases::DigestAlgorithm;
using usecases::KeyFacts;
using usecases::KeyId;
using usecases::KeyKind;
using usecases::KeyReference;
using usecases::Pin;
using usecases::PinState;
using usecases::SignatureScheme;
using usecases::SignatureValue;
using usecases::SigningRequest;
using usecases::TokenFacts;
using usecases::TokenLabel;

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

struct Token {
    std::string pin;
    KeyKind kind = KeyKind::rsa;
    KeyId id;
    std::shared_ptr<EVP_PKEY> key;
    Bytes certificate;
    int wrong = 0;
    bool plugged_in = true;
};

Error absent(const TokenLabel& label) { return {Remedy::retry_later, errors::tokens::absent, label.raw()}; }
Error failed(std::string_view why) { return {Remedy::call_operator, errors::tokens::device_failed, std::string(why)}; }

PinState pin_state(const Token& token) {
    const int left = MemoryKeys::kTries - token.wrong;
    if (left <= 0) return PinState::locked;
    if (left == 1) return PinState::last_try;
    return token.wrong > 0 ? PinState::few_tries_left : PinState::normal;
}

Result<Done> log_in(Token& token, const Pin& pin) {
    if (pin_state(token) == PinState::locked) return Error{Remedy::call_operator, errors::tokens::pin_locked, "locked"};
    if (pin.reveal().empty()) return Error{Remedy::fix_input, errors::tokens::wrong_pin, "empty PIN, not presented"};
    if (pin.reveal() == token.pin) {
        token.wrong = 0;
        return Done{};
    }
    ++token.wrong;
    switch (pin_state(token)) {
        case PinState::locked: return Error{Remedy::call_operator, errors::tokens::pin_locked, "just locked"};
        case PinState::last_try: return Error{Remedy::fix_input, errors::tokens::wrong_pin_last_try, "one left"};
        case PinState::normal:
        case PinState::few_tries_left: break;
    }
    return Error{Remedy::fix_input, errors::tokens::wrong_pin, "wrong"};
}

const char* digest_name(DigestAlgorithm digest) {
    switch (digest) {
        case DigestAlgorithm::sha256: return "SHA256";
        case DigestAlgorithm::sha384: return "SHA384";
        case DigestAlgorithm::sha512: return "SHA512";
    }
    return "";
}

Result<SignatureValue> make_signature(EVP_PKEY* key, const SigningRequest& request) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* inner = nullptr;
    if (!context || EVP_DigestSignInit_ex(context.get(), &inner, digest_name(request.digest), nullptr, nullptr, key,
                                          nullptr) != 1) {
        return failed("EVP_DigestSignInit");
    }
    if (request.scheme == SignatureScheme::rsa_pss) {
        EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, RSA_PSS_SALTLEN_DIGEST);
    }
    const auto* content = reinterpret_cast<const unsigned char*>(request.bytes_to_sign.data());
    std::size_t size = 0;
    if (EVP_DigestSign(context.get(), nullptr, &size, content, request.bytes_to_sign.size()) != 1) return failed("EVP_DigestSign");
    Bytes value(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &size, content,
                       request.bytes_to_sign.size()) != 1) {
        return failed("EVP_DigestSign");
    }
    value.resize(size);
    return SignatureValue{std::move(value)};
}

}  // namespace

struct MemoryKeys::State {
    Guarded<std::map<TokenLabel, Token>> tokens;
};

MemoryKeys::MemoryKeys() : state_(std::make_unique<State>()) {}
MemoryKeys::~MemoryKeys() = default;

MemoryKeys::Made MemoryKeys::add(const TokenLabel& label, const Pin& pin, KeyKind kind) {
    EVP_PKEY* fresh = kind == KeyKind::rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");
    CONGVAN_INVARIANT(fresh != nullptr);
    const std::shared_ptr<EVP_PKEY> key(fresh, FreeKey{});
    Bytes front(static_cast<std::size_t>(i2d_PUBKEY(fresh, nullptr)));
    auto* at = reinterpret_cast<unsigned char*>(front.data());
    i2d_PUBKEY(fresh, &at);
    const KeyId id(Sha256::of(front).hex().substr(0, 40));
    state_->tokens.with([&](auto& tokens) { tokens[label] = Token{std::string(pin.reveal()), kind, id, key, {}, 0, true}; });
    return {{label, id}, std::move(front)};
}

void MemoryKeys::put_certificate(const KeyReference& key, BytesView der) {
    state_->tokens.with([&](auto& tokens) { tokens.at(key.token).certificate.assign(der.begin(), der.end()); });
}

void MemoryKeys::unplug(const TokenLabel& label) {
    state_->tokens.with([&](auto& tokens) { tokens.at(label).plugged_in = false; });
}

void MemoryKeys::plug_in(const TokenLabel& label) {
    state_->tokens.with([&](auto& tokens) { tokens.at(label).plugged_in = true; });
}

namespace {

Result<Token*> found_token(std::map<TokenLabel, Token>& tokens, const KeyReference& key, BytesView certificate) {
    const auto found = tokens.find(key.token);
    if (found == tokens.end() || !found->second.plugged_in) return absent(key.token);
    Token& token = found->second;
    if (token.certificate.empty() || token.id != key.key) {
        return Error{Remedy::call_operator, errors::tokens::certificate_missing, key.key.raw()};
    }
    if (as_text(token.certificate) != as_text(certificate)) {
        return Error{Remedy::fix_input, errors::tokens::certificate_mismatch, key.key.raw()};
    }
    return &token;
}

Result<Done> check_request(const Token& token, const SigningRequest& request) {
    if (request.bytes_to_sign.size() > kMostToSign) return Error{Remedy::fix_input, errors::tokens::request_too_large, ""};
    if ((request.scheme == SignatureScheme::ecdsa) == (token.kind == KeyKind::ec)) return Done{};
    return Error{Remedy::fix_input, errors::tokens::unsupported_scheme, ""};
}

class Run final : public usecases::SigningRun {
public:
    Run(Guarded<std::map<TokenLabel, Token>>& tokens, KeyReference key, Bytes certificate)
        : tokens_(tokens), key_(std::move(key)), certificate_(std::move(certificate)) {}

    Result<SignatureValue> sign(const SigningRequest& request) override {
        return tokens_.with([&](auto& tokens) -> Result<SignatureValue> {
            LET(Token* token, found_token(tokens, key_, certificate_));
            if (request.certificate != certificate_) {
                return Error{Remedy::fix_input, errors::tokens::certificate_mismatch, "another certificate than the run's"};
            }
            TRY(check_request(*token, request));
            return make_signature(token->key.get(), request);
        });
    }

private:
    Guarded<std::map<TokenLabel, Token>>& tokens_;
    KeyReference key_;
    Bytes certificate_;
};

}  // namespace

Result<SignatureValue> MemoryKeys::sign(const KeyReference& key, const Pin& pin, const SigningRequest& request) {
    return state_->tokens.with([&](auto& tokens) -> Result<SignatureValue> {
        LET(Token* token, found_token(tokens, key, request.certificate));
        TRY(check_request(*token, request));
        TRY(log_in(*token, pin));
        return make_signature(token->key.get(), request);
    });
}

Result<std::unique_ptr<usecases::SigningRun>> MemoryKeys::begin(const KeyReference& key, const Pin& pin, BytesView certificate) {
    TRY(state_->tokens.with([&](auto& tokens) -> Result<Done> {
        LET(Token* token, found_token(tokens, key, certificate));
        return log_in(*token, pin);
    }));
    return std::unique_ptr<usecases::SigningRun>(
        std::make_unique<Run>(state_->tokens, key, Bytes(certificate.begin(), certificate.end())));
}

Result<std::vector<TokenFacts>> MemoryKeys::tokens() {
    return state_->tokens.with([](const auto& tokens) -> Result<std::vector<TokenFacts>> {
        std::vector<TokenFacts> facts;
        for (const auto& [label, token] : tokens) {
            if (token.plugged_in) facts.push_back({label, token.id.raw().substr(0, 16), "congvan", "memory", pin_state(token)});
        }
        return facts;
    });
}

Result<std::vector<KeyFacts>> MemoryKeys::keys(const TokenLabel& label) {
    return state_->tokens.with([&](const auto& tokens) -> Result<std::vector<KeyFacts>> {
        const auto found = tokens.find(label);
        if (found == tokens.end() || !found->second.plugged_in) return absent(label);
        const Token& token = found->second;
        std::vector<KeyFacts> facts;
        if (token.certificate.empty()) return facts;
        LET(const auto read, read_certificate(token.certificate));
        facts.push_back({{label, token.id}, label.raw(), token.certificate, read.kind, read.bits});
        return facts;
    });
}

Result<Bytes> MemoryKeys::certificate(const KeyReference& key) {
    return state_->tokens.with([&](const auto& tokens) -> Result<Bytes> {
        const auto found = tokens.find(key.token);
        if (found == tokens.end() || !found->second.plugged_in) return absent(key.token);
        if (found->second.certificate.empty() || found->second.id != key.key) {
            return Error{Remedy::call_operator, errors::tokens::certificate_missing, key.key.raw()};
        }
        return found->second.certificate;
    });
}

}  // namespace congvan::tokens
