#pragma once

// The values a profile consists of: where each stands in the file and how it is read. Internal to this module.

#include <span>
#include <string_view>

#include "policy/layer.hpp"

namespace congvan::policy {

using Apply = std::function<void(Profile&, const Citation&)>;

enum class Need { always, sometimes };

struct Slot {
    std::string_view group;  // "signing.appearance"; empty at the top
    std::string_view key;    // "seal"
    Apply (*read)(TableReader& row);
    Need need = Need::always;
};

std::span<const Slot> every_slot();
Apply read_rule_level(TableReader& row, std::string id);

}  // namespace congvan::policy
