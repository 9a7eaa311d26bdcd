#pragma once

// All profiles of an installation: loaded once from the texts of regulations/, checked, and selected by a document's
// own date. Immutable; read from any thread. Opens no file: texts are handed in.

#include <memory>
#include <string>
#include <vector>

#include "policy/profile.hpp"

namespace congvan::policy {

struct SourceFile {
    std::string name;  // for messages: "regulations/profiles/qn37.toml"
    std::string text;
};

class ProfileSet {
public:
    ProfileSet(ProfileSet&&) noexcept;
    ProfileSet& operator=(ProfileSet&&) noexcept;
    ~ProfileSet();

    // The profile as it stands on `day`, with what it is based on. Lives as long as the set.
    // Fails: policy.unknown_profile · policy.not_in_force (call_operator).
    Result<const Profile*> at(const ProfileId& id, Day day) const;

    // Profiles and overlays that an agency may have, by id (the common parts they stand on are not among them).
    std::vector<ProfileId> ids() const;
    // Identity without a date: title, issuer, validity. Null when unknown.
    const Identity* identity(const ProfileId& id) const;

private:
    struct Loaded;
    explicit ProfileSet(std::unique_ptr<Loaded> loaded);
    friend Result<ProfileSet> load(const std::vector<SourceFile>& files);
    std::unique_ptr<Loaded> loaded_;
};

// Reads every file and checks the whole. The detail of a failure lists every problem found, one a line, as
// "qn37.toml:12: …"; its code is that of the first.
// Fails (call_operator): policy.bad_toml · policy.unknown_key · policy.missing_key · policy.bad_value ·
// policy.missing_clause · policy.bad_clause · policy.missing_source · policy.overlapping_validity ·
// policy.not_covered · policy.unknown_rule · policy.profile_twice · policy.unknown_base · policy.base_circle ·
// policy.overlay_loosens.
Result<ProfileSet> load(const std::vector<SourceFile>& files);

}  // namespace congvan::policy
