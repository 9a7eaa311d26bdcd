#include "evidence/log_key.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "base/digest.hpp"
#include "base/fields.hpp"
#include "errors/evidence.hpp"

namespace congvan::evidence {
namespace {

constexpr std::byte kEd25519{0x01};  // the signature type of C2SP signed-note
constexpr std::size_t kMostNameBytes = 128;

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Digest = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

Error malformed(std::string_view why) { return {Remedy::fix_input, errors::evidence::malformed_key, std::string(why)}; }

bool is_log_name(std::string_view name) {
    if (name.empty() || name.size() > kMostNameBytes) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

Key private_key(BytesView seed) {
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()));
    CONGVAN_INVARIANT(key != nullptr);
    return key;
}

std::string id_hex(std::uint32_t id) {
    Bytes bytes;
    append_u32(bytes, id);
    return to_hex(bytes);
}

}  // namespace

Result<LogPublicKey> LogPublicKey::make(std::string_view name, BytesView key) {
    if (!is_log_name(name)) return malformed("the name of the log");
    if (key.size() != kSize) return malformed("the key is not 32 bytes");
    std::array<std::byte, kSize> bytes{};
    std::copy(key.begin(), key.end(), bytes.begin());
    return LogPublicKey(std::string(name), bytes);
}

Result<LogPublicKey> LogPublicKey::parse(std::string_view text) {
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) return malformed("not name+hash+key");
    const auto typed = from_base64(text.substr(second + 1));
    if (!typed.has_value()) return malformed("the key is not base64");
    if (typed->empty() || typed->front() != kEd25519) return malformed("the key is not of type Ed25519");
    LET(LogPublicKey key, make(text.substr(0, first), BytesView(*typed).subspan(1)));
    if (key.text() != text) return malformed("the hash is of another key");
    return key;
}

std::uint32_t LogPublicKey::id() const {
    Bytes named = to_bytes(name_);
    named.push_back(std::byte{'\n'});
    named.push_back(kEd25519);
    named.insert(named.end(), key_.begin(), key_.end());
    const Sha256 digest = Sha256::of(named);
    std::uint32_t id = 0;
    for (const std::byte byte : digest.bytes().first(4)) id = id << 8 | std::to_integer<std::uint32_t>(byte);
    return id;
}

std::string LogPublicKey::text() const {
    Bytes typed{kEd25519};
    typed.insert(typed.end(), key_.begin(), key_.end());
    return name_ + "+" + id_hex(id()) + "+" + to_base64(typed);
}

std::string LogPublicKey::fingerprint() const { return Sha256::of(as_bytes(text())).hex(); }

bool LogPublicKey::verifies(BytesView message, BytesView signature) const {
    if (signature.size() != std::tuple_size_v<LogSignature>) return false;
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key_), key_.size()));
    if (key == nullptr) return false;
    const Digest context(EVP_MD_CTX_new());
    if (context == nullptr) return false;
    if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(message), message.size()) == 1;
}

Result<LogKey> LogKey::from_seed(std::string_view name, BytesView seed) {
    if (seed.size() != kSeedSize) return malformed("the seed is not 32 bytes");
    const Key key = private_key(seed);
    std::array<std::byte, LogPublicKey::kSize> public_bytes{};
    std::size_t size = public_bytes.size();
    CONGVAN_INVARIANT(EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(public_bytes.data()), &size) == 1);
    LET(LogPublicKey public_key, LogPublicKey::make(name, public_bytes));
    std::array<std::byte, kSeedSize> kept{};
    std::copy(seed.begin(), seed.end(), kept.begin());
    LogKey made(kept, std::move(public_key));
    OPENSSL_cleanse(kept.data(), kept.size());
    return made;
}

LogKey::LogKey(LogKey&& other) noexcept : seed_(other.seed_), public_key_(std::move(other.public_key_)) {
    OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
}

LogKey& LogKey::operator=(LogKey&& other) noexcept {
    if (this == &other) return *this;
    seed_ = other.seed_;
    public_key_ = std::move(other.public_key_);
    OPENSSL_cleanse(other.seed_.data(), other.seed_.size());
    return *this;
}

LogKey::~LogKey() { OPENSSL_cleanse(seed_.data(), seed_.size()); }

LogSignature LogKey::sign(BytesView message) const {
    const Key key = private_key(seed_);
    const Digest context(EVP_MD_CTX_new());
    CONGVAN_INVARIANT(context != nullptr);
    CONGVAN_INVARIANT(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
    LogSignature signature{};
    std::size_t size = signature.size();
    CONGVAN_INVARIANT(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, raw(message),
                                     message.size()) == 1 &&
                      size == signature.size());
    return signature;
}

}  // namespace congvan::evidence
