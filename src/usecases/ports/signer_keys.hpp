#pragma once

// Keys that sign, on devices of their own: smart cards, USB tokens, HSMs (TT 15/2025/TT-BKHCN: keys live on conforming
// devices). The private key never leaves the device; what comes out is a signature value.
//
// There are two ways to get one:
//   one step   the device is at the server: SignerKeys::sign with the PIN of this one request;
//   two steps  the device is on a person's own machine: hand the SigningRequest out, take the SignatureValue back.
//              That needs no adapter: both values are plain data. Whoever takes a value back must verify it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/named.hpp"
#include "base/result.hpp"

namespace congvan::usecases {

// The label a token carries (PKCS#11 CK_TOKEN_INFO.label without its padding); UTF-8, at most 32 bytes.
using TokenLabel = Named<struct TokenLabelTag, std::string>;
// The CKA_ID that certificate, public and private key of one pair share; lower-case hex, 1 to 64 bytes.
using KeyId = Named<struct KeyIdTag, std::string>;

struct KeyReference {
    TokenLabel token;
    KeyId key;

    friend bool operator==(const KeyReference&, const KeyReference&) = default;
};

enum class DigestAlgorithm { sha256, sha384, sha512 };
// rsa_pkcs1: RSASSA-PKCS1-v1_5, what deployed systems read. rsa_pss: MGF1 of the same digest, salt as long as the
// digest (TT 15/2025 annex I). ecdsa: over P-256, P-384 or P-521.
enum class SignatureScheme { rsa_pkcs1, rsa_pss, ecdsa };

// What is to be signed. `bytes_to_sign` are the bytes whose digest is signed (for CMS: the DER of the signed
// attributes as a SET OF), not the digest itself; at most 1 MiB.
struct SigningRequest {
    Bytes bytes_to_sign;
    DigestAlgorithm digest = DigestAlgorithm::sha256;
    SignatureScheme scheme = SignatureScheme::rsa_pkcs1;
    Bytes certificate;  // DER; the signature must verify with its public key
};

// The value as it stands in CMS and XMLDSig-by-CMS: RSA as it is, ECDSA as the DER of Ecdsa-Sig-Value (r, s).
struct SignatureValue {
    Bytes bytes;

    friend bool operator==(const SignatureValue&, const SignatureValue&) = default;
};

// A PIN on its way to a device. Wiped when it goes; cannot be printed or compared by accident.
class Pin {
public:
    explicit Pin(std::string_view text) : text_(text) {}
    Pin(const Pin&) = default;
    Pin(Pin&& other) noexcept : text_(other.text_) { other.wipe(); }
    Pin& operator=(Pin other) noexcept {
        wipe();
        text_ = other.text_;
        return *this;
    }
    ~Pin() { wipe(); }

    std::string_view reveal() const { return text_; }

private:
    void wipe() {
        volatile char* at = text_.data();
        for (std::size_t i = 0; i < text_.size(); ++i) at[i] = '\0';
        text_.clear();
    }
    std::string text_;
};

// What the device says about the next wrong PIN.
enum class PinState { normal, few_tries_left, last_try, locked };

struct TokenFacts {
    TokenLabel label;
    std::string serial;
    std::string manufacturer;
    std::string model;
    PinState pin = PinState::normal;
};

enum class KeyKind { rsa, ec };

// A key pair whose certificate is on the token; read without a PIN.
struct KeyFacts {
    KeyReference reference;
    std::string label;
    Bytes certificate;  // DER
    KeyKind kind = KeyKind::rsa;
    std::uint32_t bits = 0;  // RSA modulus or EC field
};

// One log-in for several signatures, made one after the other; others wait for the token meanwhile. Logged out when it goes,
// which is in the thread that began it. The PIN that began it is presented again only where a key asks for it with every
// signature, and never after a refusal.
class SigningRun {
public:
    virtual ~SigningRun() = default;

    // Fails: as SignerKeys::sign. A failure ends nothing but itself, unless the PIN was refused or the token is gone.
    virtual Result<SignatureValue> sign(const SigningRequest& request) = 0;
};

// The devices at the server. One instance may be used from many threads at once; operations on one token run one
// after the other, because a PKCS#11 log-in belongs to the whole process: every signature logs in with the PIN of
// its own request and logs out again, so nobody signs on somebody else's log-in.
//
// All: tokens.device_failed (call_operator) when the device or its driver fails in a way that has no better word.
class SignerKeys {
public:
    virtual ~SignerKeys() = default;

    // Signs with the key of `key`. The PIN is presented once: a refusal is never followed by another try.
    // Fails: tokens.wrong_pin, tokens.wrong_pin_last_try (fix_input; last_try: the next wrong one locks the token)
    //   · tokens.pin_locked, tokens.pin_expired (call_operator) · tokens.absent (retry_later: plug it in)
    //   · tokens.ambiguous (call_operator: two tokens of this label) · tokens.key_absent (call_operator)
    //   · tokens.certificate_missing (call_operator) · tokens.certificate_mismatch (fix_input: another certificate
    //   than the request's) · tokens.unsupported_scheme (fix_input) · tokens.request_too_large (fix_input).
    virtual Result<SignatureValue> sign(const KeyReference& key, const Pin& pin, const SigningRequest& request) = 0;

    // Logs in for several signatures with the key whose certificate this is. Fails: as sign.
    virtual Result<std::unique_ptr<SigningRun>> begin(const KeyReference& key, const Pin& pin, BytesView certificate) = 0;

    // The tokens present now, by label.
    virtual Result<std::vector<TokenFacts>> tokens() = 0;

    // The keys with a certificate on `token`, by key id. Fails: tokens.absent, tokens.ambiguous.
    virtual Result<std::vector<KeyFacts>> keys(const TokenLabel& token) = 0;

    // The certificate (DER) of a key. Fails: tokens.absent, tokens.ambiguous, tokens.certificate_missing.
    virtual Result<Bytes> certificate(const KeyReference& key) = 0;
};

}  // namespace congvan::usecases
