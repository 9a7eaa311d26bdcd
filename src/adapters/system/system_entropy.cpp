#include "adapters/system/system_entropy.hpp"

#include <sys/random.h>

#include <cerrno>

#include "base/result.hpp"

namespace congvan::system {

void SystemEntropy::fill(std::span<std::byte> into) {
    while (!into.empty()) {
        const auto got = getrandom(into.data(), into.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        CONGVAN_INVARIANT(got > 0);
        into = into.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace congvan::system
