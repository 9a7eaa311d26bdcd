#pragma once

// How tests look at a Result.

#include <stdexcept>
#include <string>

#include "base/result.hpp"

namespace congvan::testing_support {

// The value; a failure ends the test with its code and detail.
template <typename T>
T must(Result<T> result) {
    if (!result.has_value()) {
        throw std::runtime_error(std::string(result.error().code) + ": " + result.error().detail);
    }
    return std::move(result).value();
}

// The code of the failure, or "no error".
template <typename T>
std::string code_of(const Result<T>& result) {
    return result.has_value() ? "no error" : std::string(result.error().code);
}

}  // namespace congvan::testing_support
