#pragma once

// Passwords and keys that the configuration refers to and never contains: "file:/run/congvan/database-password".

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace congvan::system {

// A secret in memory, wiped when it goes. Printing it takes intent.
class Secret {
public:
    explicit Secret(std::string text) : text_(std::move(text)) {}
    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;

    std::string_view reveal() const { return text_; }

private:
    void wipe();
    std::string text_;
};

// What the file holds, without one line feed at its end. Only the owner (and root) may have access to the file.
// Fails: system.secret_unusable (call_operator) for any other form of reference, a missing, empty or larger file than
// 64 KiB, and one that others may read.
Result<Secret> read_secret(std::string_view reference);

}  // namespace congvan::system
