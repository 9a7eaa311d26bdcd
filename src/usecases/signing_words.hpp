#pragma once

// The words of the life cycle and of the profile in those of the signing module.

#include "directory/permission.hpp"
#include "policy/profile.hpp"
#include "signing/seal_place.hpp"

namespace congvan::usecases {

directory::Act act_for(SignatureRole role);
signing::SignatureRole writer_role(SignatureRole role);
policy::AppearanceOf appearance_of(SignatureRole role);
signing::AppearanceKind kind_of_look(policy::SignatureLook look);
signing::Anchor anchor_of(policy::SignaturePlace place);

}  // namespace congvan::usecases
