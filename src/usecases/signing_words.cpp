#include "usecases/signing_words.hpp"

namespace congvan::usecases {

using directory::Act;

Act act_for(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return Act::initial;
        case SignatureRole::personal: return Act::sign;
        case SignatureRole::seal: return Act::seal;
    }
    return Act::sign;
}

signing::SignatureRole writer_role(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return signing::SignatureRole::initial;
        case SignatureRole::personal: return signing::SignatureRole::personal;
        case SignatureRole::seal: return signing::SignatureRole::seal;
    }
    return signing::SignatureRole::personal;
}

policy::AppearanceOf appearance_of(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return policy::AppearanceOf::initial;
        case SignatureRole::personal: return policy::AppearanceOf::personal;
        case SignatureRole::seal: return policy::AppearanceOf::seal;
    }
    return policy::AppearanceOf::personal;
}

signing::AppearanceKind kind_of_look(policy::SignatureLook look) {
    switch (look) {
        case policy::SignatureLook::image_only: return signing::AppearanceKind::image_only;
        case policy::SignatureLook::image_name_time: return signing::AppearanceKind::image_name_time;
        case policy::SignatureLook::name_agency_time: return signing::AppearanceKind::name_agency_time;
        case policy::SignatureLook::name_post: return signing::AppearanceKind::name_post;
        case policy::SignatureLook::text_only: return signing::AppearanceKind::text_only;
    }
    return signing::AppearanceKind::image_only;
}

signing::Anchor anchor_of(policy::SignaturePlace place) {
    switch (place) {
        case policy::SignaturePlace::above_signer_name: return signing::Anchor::above_signer_name;
        case policy::SignaturePlace::on_personal_signature: return signing::Anchor::on_personal_signature;
        case policy::SignaturePlace::end_of_recipients: return signing::Anchor::end_of_recipients;
        case policy::SignaturePlace::margin_below_notation: return signing::Anchor::margin_below_notation;
        case policy::SignaturePlace::top_right: return signing::Anchor::top_right;
    }
    return signing::Anchor::above_signer_name;
}

}  // namespace congvan::usecases
