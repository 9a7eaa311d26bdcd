#include "policy/profile_set.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "errors/policy.hpp"
#include "policy/layer.hpp"

namespace congvan::policy {
namespace {

using std::chrono::days;

// One regulation or overlay with what it stands on: a profile for each stretch of days on which nothing changes.
struct Composed {
    Identity identity;
    std::optional<ProfileId> falls_to;  // overlay: what holds outside its validity
    std::map<Day, Profile> from;        // by the first day of the stretch
};

using Layers = std::map<ProfileId, Layer>;
using Chain = std::vector<const Layer*>;  // the layer itself first

// Every day on which some value of the chain begins or has just ended, within the validity of the first layer.
std::set<Day> changes(const Chain& chain) {
    const Validity& whole = chain.front()->identity.citation.validity;
    std::set<Day> found{*whole.from};
    const auto add = [&](std::optional<Day> day) {
        if (day && whole.covers(*day)) found.insert(*day);
    };
    for (const Layer* layer : chain) {
        for (const auto& [path, rows] : layer->slots) {
            for (const Row& row : rows) {
                add(row.citation.validity.from);
                if (row.citation.validity.to) add(*row.citation.validity.to + days{1});
            }
        }
    }
    return found;
}

Profile compose(const Chain& chain, Day day, std::set<std::string>& filled) {
    Profile profile;
    for (auto layer = chain.rbegin(); layer != chain.rend(); ++layer) {
        for (const auto& [path, rows] : (*layer)->slots) {
            for (const Row& row : rows) {
                if (!row.citation.validity.covers(day)) continue;
                row.apply(profile, row.citation);
                filled.insert(path);
            }
        }
    }
    profile.identity = chain.front()->identity;
    for (const Layer* layer : chain) profile.layers.push_back(layer->identity.id);
    return profile;
}

void check_covered(const Profile& profile, Day day, const std::set<std::string>& filled, std::set<std::string>& told,
                   Problems& problems) {
    std::vector<std::string> wanted = required_slots();
    const bool by_term =
        (filled.count("numbering.outgoing") > 0 && profile.outgoing_numbers->period == NumberPeriod::term) ||
        (filled.count("numbering.incoming") > 0 && profile.incoming_numbers->period == NumberPeriod::term);
    if (by_term) wanted.emplace_back("numbering.term");
    for (const auto& path : wanted) {
        if (filled.count(path) > 0 || !told.insert(path).second) continue;
        problems.add(errors::policy::not_covered, profile.identity.citation.file, profile.identity.citation.line,
                     profile.identity.id.raw() + ": no value of " + path + " on " + to_iso8601(day));
    }
}

// An agency's own rules may be stricter than the regulation, never looser (requirements A8, B16, B18).
void check_not_looser(const Profile& overlay, const Profile& base, Day day, Problems& problems) {
    const auto loosens = [&](const std::string& what, const Citation& citation) {
        problems.add(errors::policy::overlay_loosens, citation.file, citation.line,
                     overlay.identity.id.raw() + ": " + what + " is looser than in " + base.identity.id.raw() + " on " + to_iso8601(day));
    };
    const auto freedom = [](Travel travel) {
        switch (travel) {
            case Travel::refused: return 0;
            case Travel::cipher_envelope: return 1;
            case Travel::allowed: return 2;
        }
        return 2;
    };
    for (const auto& [level, rule] : overlay.secrecy) {
        if (freedom(rule->travel) > freedom(base.secrecy_of(level)->travel)) {
            loosens("secrecy." + std::string(to_word(level)), rule.citation);
        }
    }
    if (*overlay.signature_need > *base.signature_need) loosens("signing.need", overlay.signature_need.citation);
    for (const auto& [id, level] : base.rules) {
        const auto own = overlay.rules.find(id);
        if (own->second.value > level.value) loosens("rules." + id, own->second.citation);
    }
}

Layers read_layers(const std::vector<SourceFile>& files, Problems& problems) {
    Layers layers;
    for (const auto& file : files) {
        auto layer = read_layer(file, problems);
        if (!layer) continue;
        const ProfileId id = layer->identity.id;
        const int line = layer->identity.citation.line;
        if (!layers.emplace(id, std::move(*layer)).second) {
            problems.add(errors::policy::profile_twice, file.name, line, "the id \"" + id.raw() + "\" stands in another file too");
        }
    }
    return layers;
}

std::optional<Chain> chain_of(const Layer& layer, const Layers& layers, Problems& problems) {
    Chain chain{&layer};
    while (chain.back()->based_on) {
        const auto base = layers.find(*chain.back()->based_on);
        const auto& at = layer.identity.citation;
        if (base == layers.end()) {
            problems.add(errors::policy::unknown_base, at.file, at.line, "no file has the id \"" + chain.back()->based_on->raw() + "\"");
            return std::nullopt;
        }
        if (chain.size() > layers.size()) {
            problems.add(errors::policy::base_circle, at.file, at.line, layer.identity.id.raw() + " is based on itself");
            return std::nullopt;
        }
        chain.push_back(&base->second);
    }
    return chain;
}

const Profile* stretch_of(const Composed& composed, Day day) {
    if (!composed.identity.citation.validity.covers(day)) return nullptr;
    return &std::prev(composed.from.upper_bound(day))->second;
}

}  // namespace

struct ProfileSet::Loaded {
    std::map<ProfileId, Composed> profiles;

    const Profile* find(const ProfileId& id, Day day) const {
        auto at = profiles.find(id);
        while (at != profiles.end()) {
            if (const Profile* profile = stretch_of(at->second, day)) return profile;
            if (!at->second.falls_to) return nullptr;
            at = profiles.find(*at->second.falls_to);
        }
        return nullptr;
    }
};

ProfileSet::ProfileSet(std::unique_ptr<Loaded> loaded) : loaded_(std::move(loaded)) {}
ProfileSet::ProfileSet(ProfileSet&&) noexcept = default;
ProfileSet& ProfileSet::operator=(ProfileSet&&) noexcept = default;
ProfileSet::~ProfileSet() = default;

Result<const Profile*> ProfileSet::at(const ProfileId& id, Day day) const {
    if (identity(id) == nullptr) return Error{Remedy::call_operator, errors::policy::unknown_profile, id.raw()};
    if (const Profile* profile = loaded_->find(id, day)) return profile;
    return Error{Remedy::call_operator, errors::policy::not_in_force, id.raw() + " on " + to_iso8601(day)};
}

std::vector<ProfileId> ProfileSet::ids() const {
    std::vector<ProfileId> found;
    for (const auto& [id, composed] : loaded_->profiles) found.push_back(id);
    return found;
}

const Identity* ProfileSet::identity(const ProfileId& id) const {
    const auto at = loaded_->profiles.find(id);
    return at == loaded_->profiles.end() ? nullptr : &at->second.identity;
}

Result<ProfileSet> load(const std::vector<SourceFile>& files) {
    Problems problems;
    const Layers layers = read_layers(files, problems);
    auto loaded = std::make_unique<ProfileSet::Loaded>();
    for (const auto& [id, layer] : layers) {
        const auto chain = chain_of(layer, layers, problems);
        if (!problems.none() || !chain || layer.kind == LayerKind::common) continue;
        Composed composed{layer.identity, {}, {}};
        if (layer.kind == LayerKind::overlay) composed.falls_to = layer.based_on;
        std::set<std::string> told;
        for (const Day day : changes(*chain)) {
            std::set<std::string> filled;
            Profile profile = compose(*chain, day, filled);
            check_covered(profile, day, filled, told, problems);
            composed.from.emplace(day, std::move(profile));
        }
        loaded->profiles.emplace(id, std::move(composed));
    }
    if (!problems.none()) return problems.error();
    for (const auto& [id, composed] : loaded->profiles) {
        if (!composed.falls_to) continue;
        for (const auto& [day, profile] : composed.from) {
            const Profile* base = loaded->find(*composed.falls_to, day);
            if (base != nullptr) check_not_looser(profile, *base, day, problems);
        }
    }
    if (!problems.none()) return problems.error();
    return ProfileSet(std::move(loaded));
}

}  // namespace congvan::policy
