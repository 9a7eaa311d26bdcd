#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace congvan::usecases {

// Hashes passwords (argon2id). Slow on purpose: never called inside a transaction. Safe from many threads at once.
class Passwords {
public:
    virtual ~Passwords() = default;

    // The encoded hash with its salt and costs. Fails: storage.unavailable (retry_later) when memory is short.
    virtual Result<std::string> hash(std::string_view password) = 0;
    virtual bool matches(std::string_view password, std::string_view encoded) = 0;
};

}  // namespace congvan::usecases
