#pragma once

// Arms the places named in base/fault_point.hpp, in a build with CONGVAN_FAULTS; otherwise there is nothing to arm.
//
// The environment variable CONGVAN_FAULT = "name:n" (n from 1) makes the process kill itself with SIGKILL, without any
// last word, at the n-th passage of `name` counted over all threads.

#include "base/result.hpp"

namespace congvan::system {

// Reads CONGVAN_FAULT; without it nothing is armed. Call once, before threads start.
// Fails: system.fault_not_armed (call_operator) when the variable is set but malformed, or the build has no fault
// points: a crash test that does not crash must not pass.
Result<Done> arm_fault_points();

}  // namespace congvan::system
