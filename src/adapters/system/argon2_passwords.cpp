#include "adapters/system/argon2_passwords.hpp"

#include <argon2.h>

#include <array>

#include "errors/storage.hpp"

namespace congvan::system {
namespace {

constexpr std::size_t kSalt = 16;
constexpr std::size_t kHash = 32;

}  // namespace

Result<std::string> Argon2Passwords::hash(std::string_view password) {
    std::array<std::byte, kSalt> salt{};
    entropy_.fill(salt);
    std::string encoded(
        argon2_encodedlen(costs_.passes, costs_.memory_kib, 1, kSalt, kHash, Argon2_id), '\0');
    const int outcome = argon2id_hash_encoded(costs_.passes, costs_.memory_kib, 1, password.data(), password.size(),
                                              salt.data(), salt.size(), kHash, encoded.data(), encoded.size());
    if (outcome != ARGON2_OK) {
        return Error{Remedy::retry_later, errors::storage::unavailable, argon2_error_message(outcome)};
    }
    encoded.resize(encoded.find('\0'));
    return encoded;
}

bool Argon2Passwords::matches(std::string_view password, std::string_view encoded) {
    const std::string terminated(encoded);
    return argon2id_verify(terminated.c_str(), password.data(), password.size()) == ARGON2_OK;
}

}  // namespace congvan::system
