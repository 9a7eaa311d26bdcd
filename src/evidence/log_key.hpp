#pragma once

// The Ed25519 key (RFC 8032) by which the log vouches for its history, and its public half as people pin it:
// the verifier key text of C2SP signed-note, "name+hash+base64(0x01 || key)".

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace congvan::evidence {

using LogSignature = std::array<std::byte, 64>;

class LogPublicKey {
public:
    static constexpr std::size_t kSize = 32;

    // From "example.com/log+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", one spelling only.
    // Fails: evidence.malformed_key (fix_input).
    static Result<LogPublicKey> parse(std::string_view text);
    // `name` is 1 to 128 visible ASCII characters without '+'. Fails: evidence.malformed_key (fix_input).
    static Result<LogPublicKey> make(std::string_view name, BytesView key);

    const std::string& name() const { return name_; }  // the log's name, also the origin of its checkpoints
    BytesView key() const { return key_; }
    std::uint32_t id() const;          // the four bytes that signature lines carry
    std::string text() const;          // what `parse` reads
    std::string fingerprint() const;   // SHA-256 of `text()` in lower-case hex, for comparing by eye or by telephone

    bool verifies(BytesView message, BytesView signature) const;

    friend bool operator==(const LogPublicKey&, const LogPublicKey&) = default;

private:
    LogPublicKey(std::string name, const std::array<std::byte, kSize>& key) : name_(std::move(name)), key_(key) {}

    std::string name_;
    std::array<std::byte, kSize> key_;
};

// Holds the seed in memory and wipes it at the end. `sign` may be called from many threads at once.
class LogKey {
public:
    static constexpr std::size_t kSeedSize = 32;

    // The seed comes from the composition root; the same seed is the same key. Fails: evidence.malformed_key (fix_input).
    static Result<LogKey> from_seed(std::string_view name, BytesView seed);

    LogKey(LogKey&& other) noexcept;
    LogKey& operator=(LogKey&& other) noexcept;
    LogKey(const LogKey&) = delete;
    LogKey& operator=(const LogKey&) = delete;
    ~LogKey();

    const LogPublicKey& public_key() const { return public_key_; }
    LogSignature sign(BytesView message) const;

private:
    LogKey(const std::array<std::byte, kSeedSize>& seed, LogPublicKey public_key)
        : seed_(seed), public_key_(std::move(public_key)) {}

    std::array<std::byte, kSeedSize> seed_;
    LogPublicKey public_key_;
};

}  // namespace congvan::evidence
