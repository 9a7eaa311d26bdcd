#pragma once

#include "base/clock.hpp"

namespace congvan::system {

// Bytes from the kernel's generator (getrandom). Ends the process if the kernel has none to give.
class SystemEntropy final : public Entropy {
public:
    void fill(std::span<std::byte> into) override;
};

}  // namespace congvan::system
