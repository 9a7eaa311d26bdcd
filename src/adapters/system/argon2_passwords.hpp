#pragma once

#include "base/clock.hpp"
#include "usecases/ports/passwords.hpp"

namespace congvan::system {

// Costs of argon2id: 19 MiB, two passes, one lane (OWASP's floor; about 35 ms here). Old hashes keep their own.
struct Argon2Costs {
    std::uint32_t passes = 2;
    std::uint32_t memory_kib = 19 * 1024;
};

class Argon2Passwords final : public usecases::Passwords {
public:
    // `entropy` gives salts and must outlive it.
    explicit Argon2Passwords(Entropy& entropy, Argon2Costs costs = {}) : entropy_(entropy), costs_(costs) {}

    Result<std::string> hash(std::string_view password) override;
    bool matches(std::string_view password, std::string_view encoded) override;

private:
    Entropy& entropy_;
    const Argon2Costs costs_;
};

}  // namespace congvan::system
