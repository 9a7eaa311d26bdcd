#pragma once

// Where a value of a profile comes from, and how sure that is.

#include <string>
#include <string_view>

#include "base/validity.hpp"

namespace congvan::policy {

// certain: the text was read. uncertain: it was not; `source` says what stands for it. beyond: the regulation is
// silent and the value is another text's or our own; `source` says why.
enum class Standing { certain, uncertain, beyond };
std::string_view to_word(Standing standing);

struct Citation {
    std::string clause;  // "Điều 6 khoản 3"; empty only where the regulation is silent (beyond)
    std::string text;    // of which text: "Quy định 217-QĐ/TW"
    Standing standing = Standing::certain;
    std::string source;  // empty when certain
    Validity validity;
    std::string file;    // where the value stands, for the operator
    int line = 0;

    // "Điều 6 khoản 3 Quy định 217-QĐ/TW"
    std::string in_full() const;
    friend bool operator==(const Citation&, const Citation&) = default;
};

template <typename T>
struct Cited {
    T value{};
    Citation citation;

    const T* operator->() const { return &value; }
    const T& operator*() const { return value; }
    friend bool operator==(const Cited&, const Cited&) = default;
};

}  // namespace congvan::policy
