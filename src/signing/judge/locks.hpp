#pragma once

// What a signature allows after it: certification (DocMDP) and field locks (FieldMDP), ISO 32000-1 12.8.2. Used by the judge.

#include <string>
#include <string_view>
#include <vector>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

// 1: nothing but a security store and time-stamps · 2: signatures and filled forms · 3: annotations too.
enum class Permission { nothing = 1, forms = 2, annotations = 3 };

struct FieldLock {
    enum class Action { all, include, exclude };
    Action action = Action::all;
    std::vector<std::string> fields;  // full names, UTF-8

    // Whether the field itself or one above it is named, as `action` says.
    bool holds(std::string_view field) const;
};

struct Locks {
    bool understood = true;           // false: a transform that is not known, or one that is odd
    std::optional<Permission> permission;  // none: this signature certifies nothing
    std::vector<FieldLock> locks;
};

// `signature` is the signature dictionary as revision `at` has it.
Locks read_locks(const pdf::Document& document, const pdf::Dictionary& signature, std::size_t at);

}  // namespace congvan::signing
