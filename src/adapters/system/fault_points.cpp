#include "adapters/system/fault_points.hpp"

#include <signal.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>

#include "base/fault_point.hpp"
#include "errors/system.hpp"

namespace congvan::system {
namespace {

#ifdef CONGVAN_FAULTS

std::string armed_name;
std::atomic<std::uint64_t> passages_left{0};

void pass(std::string_view name) {
    if (name == armed_name && passages_left.fetch_sub(1) == 1) kill(getpid(), SIGKILL);
}

bool arm(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const auto count = text.substr(colon + 1);
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(count.data(), count.data() + count.size(), number);
    if (problem != std::errc() || end != count.data() + count.size() || number == 0) return false;
    armed_name = text.substr(0, colon);
    passages_left = number;
    fault_hook.store(pass, std::memory_order_release);
    return true;
}

#else

bool arm(std::string_view) { return false; }

#endif

}  // namespace

Result<Done> arm_fault_points() {
    const char* text = std::getenv("CONGVAN_FAULT");
    if (text == nullptr || arm(text)) return Done{};
    return Error{Remedy::call_operator, errors::system::fault_not_armed,
                 "CONGVAN_FAULT cannot be obeyed; it takes name:n and a build with CONGVAN_FAULTS"};
}

}  // namespace congvan::system
