#pragma once

// What a signature looks like on the page (requirement B6). A policy profile names one kind for each role; the
// drawing follows from plain data. Sources: NĐ 30/2020/NĐ-CP appendix I part I sections II.7d, II.8a, II.8b, III.1d
// and part II section I.3; QĐ 37/2018 of Quảng Nam art. 14.3. Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "signing/pdf/drawing.hpp"

namespace congvan::signing {

// Which signature this is. The field in the PDF is named after it: congvan-initial-1, congvan-personal-1,
// congvan-seal-1, congvan-attachment-1.
enum class SignatureRole { initial, personal, seal, attachment };

enum class AppearanceKind {
    image_only,        // NĐ 30: the hand signature in blue, or the seal in red at its true size; no text
    image_name_time,   // QN37 organisation: seal or logo, name of the agency, time
    name_agency_time,  // QN37 competent person: name, agency, time
    name_post,         // QN37 drafter's initial: name, post or e-mail
    text_only,         // NĐ 30 attachments and copies: one line, 10 pt upright black, no picture
};

struct AppearanceRequest {
    AppearanceKind kind = AppearanceKind::image_only;
    SignatureRole role = SignatureRole::personal;
    std::string signer;    // name of the person; may be empty for the seal
    std::string post;      // position title, or e-mail; for name_post
    std::string agency;    // name of the agency
    std::string notation;  // "05/QĐ-UBND"; for text_only. "SAO Y; UBND huyện A" style prefixes go in `prefix`
    std::string prefix;    // text_only: what stands before the time instead of "Số: <notation>"; empty for attachments
    Instant at;            // signing time, drawn as +07:00
    std::optional<Picture> picture;  // none: a seal or a hand is drawn from the names
    double picture_width_mm = 0;     // 0: 36 for a seal, 45 for a hand signature; the height follows
};

// The drawing at its natural size; `size()` of it is what placing needs.
// Fails: signing.no_glyph (fix_input: a name holds a letter that the font lacks).
Result<Drawing> draw_appearance(const AppearanceRequest& request, const FontFamily& fonts);

// Every shape in which the signature may be drawn, the best first and at least one: `draw_appearance`, and for
// image_name_time also upright ones that fit a page margin (the picture above the name and the time), ever narrower, down to
// 40 points if the words of the name allow. No text is smaller than 5.5 points.
// Fails: as draw_appearance.
Result<std::vector<Drawing>> appearance_shapes(const AppearanceRequest& request, const FontFamily& fonts);

// "2026-11-20T14:03:22+07:00", and "20/11/2026; 14:03:22 +07:00" as the line on attachments has it.
std::string appearance_time(Instant at);
std::string attachment_time(Instant at);

}  // namespace congvan::signing
