#pragma once

#include <rapidcheck.h>

namespace congvan {

// A number of [from, to), evenly at every size: RapidCheck's own inRange keeps to the low end while sizes are small.
template <typename T>
T evenly(T from, T to) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(from, to));
}

}  // namespace congvan
