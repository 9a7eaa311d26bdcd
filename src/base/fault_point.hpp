#pragma once

// A named place where a crash test may kill the process. In what is shipped it is nothing at all; in a build with
// CONGVAN_FAULTS the composition root may arm it (adapters/system/fault_points.hpp), and then the n-th passage of one
// name ends the process with SIGKILL. Only use cases and adapters name such places (the include check holds the pure
// modules to that); names are "module.moment": "storage.after_commit".

#ifdef CONGVAN_FAULTS

#include <atomic>
#include <string_view>

namespace congvan {

using FaultHook = void (*)(std::string_view name);
inline std::atomic<FaultHook> fault_hook{nullptr};

inline void fault_point(std::string_view name) {
    if (const auto hook = fault_hook.load(std::memory_order_acquire)) hook(name);
}

}  // namespace congvan

#else

#include <string_view>

namespace congvan {

inline void fault_point(std::string_view) {}

}  // namespace congvan

#endif
