#pragma once

// Pictures of seals and hand signatures (NĐ 30/2020 appendix I part I sections II.7d, II.8a: PNG with a transparent ground, the
// seal in red at its true size, the hand in blue). An administrator sets the seal of an agency, everybody their own hand; where
// none is set, one is drawn from the names. Kept as stored files; who changed what is in the history.

#include "signing/pdf/image.hpp"
#include "usecases/caller.hpp"

namespace congvan::usecases {

inline constexpr std::size_t kMostPictureBytes = 1u << 20;
inline constexpr int kMostPicturePixels = 2000;  // a side
inline constexpr double kLeastPictureMm = 5, kMostPictureMm = 100;

// Whose picture.
struct PictureOwner {
    enum class What { seal, hand };
    What what = What::hand;
    Uuid id;  // of the agency, or of the person

    static PictureOwner seal_of(AgencyId agency) { return {What::seal, agency.raw()}; }
    static PictureOwner hand_of(PersonId person) { return {What::hand, person.raw()}; }
};

struct PictureView {
    Sha256 sha256;       // of the PNG
    double width_mm = 0; // as it is printed
};

struct PictureInput {
    Bytes png;
    double width_mm = 0;
};

// Fails: usecases.picture_too_large, usecases.picture_size_refused, signing.bad_image (fix_input) · as require: a seal is set by an
// administrator of the agency or of one above it, a hand by the person.
Result<Outcome> set_picture(Office& office, const Caller& caller, const WriteKey& key, const PictureOwner& owner, const PictureInput& input);
// Back to the drawn one. Fails as set_picture.
Result<Outcome> remove_picture(Office& office, const Caller& caller, const WriteKey& key, const PictureOwner& owner);

// None: none is set. Fails: as require: a seal may be looked at in its agency and by its administrators.
Result<std::optional<PictureView>> view_picture(Office& office, const Caller& caller, const PictureOwner& owner);
// Fails: usecases.no_such_picture (fix_input) · as view_picture.
Result<Bytes> picture_content(Office& office, const Caller& caller, const PictureOwner& owner);

// For drawing, whoever asks.
struct DrawnPicture {
    signing::Picture picture;
    double width_mm = 0;
};
Result<std::optional<DrawnPicture>> picture_to_draw(Office& office, const PictureOwner& owner);

}  // namespace congvan::usecases
