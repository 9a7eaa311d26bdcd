#pragma once

// One file of rules before it is put together with what it stands on. Internal to this module.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "policy/profile.hpp"
#include "policy/toml_tree.hpp"

namespace congvan::policy {

// common: what several regulations adopt, attached to nobody. profile: a regulation. overlay: an agency's own rules.
enum class LayerKind { common, profile, overlay };
std::string_view to_word(LayerKind kind);

// One value in force for a while. `apply` writes it into the profile of a day.
struct Row {
    Citation citation;
    std::function<void(Profile&, const Citation&)> apply;
};

struct Layer {
    LayerKind kind = LayerKind::profile;
    Identity identity;
    std::optional<ProfileId> based_on;
    std::map<std::string, std::vector<Row>> slots;  // by path: "secrecy.open", "rules.outgoing.sealed"
};

// Nothing, after telling `problems`, when the file has none that can be worked with.
std::optional<Layer> read_layer(const SourceFile& file, Problems& problems);

// Every path that a profile must fill on each of its days.
std::vector<std::string> required_slots();

}  // namespace congvan::policy
