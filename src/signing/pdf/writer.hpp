#pragma once

// Puts a signature into a PDF by an incremental update (ISO 32000-1 7.5.6, 12.8; EN 319 142-1): the bytes of the
// input stay the first bytes of the output, whatever it already holds. Two steps, because the key is elsewhere:
//
//     prepare_signature(pdf, request)          -> PreparedPdf
//     prepare_attributes(prepared.digest(), …) -> bytes for the token -> assemble_cms(…)      (cms/builder.hpp)
//     complete_signature(prepared, cms)        -> the signed file
//
// Pure functions; any thread.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"
#include "signing/pdf/appearance.hpp"

namespace congvan::signing {

// Largest PDF that is signed or normalised.
inline constexpr std::size_t kMostPdfBytes = 64u * 1024 * 1024;

// The word that stands in /Reason, in Vietnamese.
std::string_view role_reason(SignatureRole role);

struct SignatureRequest {
    SignatureRole role = SignatureRole::personal;
    Instant at;           // the claimed time, written to /M with +07'00'
    std::string signer;   // /Name: the person, or for a seal the agency
    std::string contact;  // /ContactInfo; empty: none
    std::string reason;   // /Reason; empty: the word of the role
    std::optional<Drawing> appearance;  // none: an invisible signature on the first page
    Place place;          // where the appearance goes; its rect should have the drawing's proportions
    std::size_t contents_room = 8192;   // bytes kept for the CMS: its certificates may need more
};

class Update;

// A file that lacks only its CMS, or its time-stamp token (long_term.hpp). Immutable; holds the whole file.
class PreparedPdf {
public:
    const Bytes& file() const { return file_; }
    const std::string& field() const { return field_; }  // "congvan-personal-1"

    // What the signature covers: everything but the /Contents value. Views into the file.
    std::array<BytesView, 2> covered() const {
        return {BytesView(file_).first(gap_begin_), BytesView(file_).subspan(gap_end_)};
    }
    // SHA-256 of that.
    Sha256 digest() const;

    // The prepared update without the original (some 30 KB), to be kept between two requests.
    Bytes encode() const;
    // Fails: signing.bad_prepared (fix_input: `encoded` is damaged or belongs to another original).
    static Result<PreparedPdf> decode(BytesView original, BytesView encoded);

private:
    friend PreparedPdf prepared_from(const Update&, std::size_t, std::size_t, std::string);
    friend Result<Bytes> complete_signature(const PreparedPdf&, BytesView);
    PreparedPdf() = default;

    Bytes file_;
    std::size_t original_size_ = 0;
    std::size_t gap_begin_ = 0;  // offset of '<' of /Contents
    std::size_t gap_end_ = 0;    // one past its '>'
    std::string field_;
};

// Adds the signature dictionary, its field merged with its widget, the appearance, and what must be redefined for
// them (the page or its /Annots, the AcroForm or the catalog); nothing else.
// Fails: signing.too_large · signing.malformed_pdf · signing.encrypted_pdf · signing.changes_forbidden (an earlier
// certification with P=1) · signing.tampered (an earlier signature is not intact, or the file was changed after it; reasons in
// detail) · signing.no_such_page · signing.bad_place (rect outside the page or empty) ·
// signing.no_glyph. All fix_input.
Result<PreparedPdf> prepare_signature(BytesView pdf, const SignatureRequest& request);

// The signed file: `prepared` with `cms` in its /Contents.
// Fails: signing.contents_too_small (fix_input: prepare again with more contents_room).
Result<Bytes> complete_signature(const PreparedPdf& prepared, BytesView cms);

// A signature field that carries a value, in the order of the form.
struct PlacedSignature {
    std::string field;
    std::optional<SignatureRole> role;  // none: not named by us
    Place place;                        // an empty rect when invisible
};

// Where the signatures of a PDF stand, for placing the next one. Says nothing about their validity.
// Fails: signing.malformed_pdf · signing.encrypted_pdf (fix_input).
Result<std::vector<PlacedSignature>> placed_signatures(BytesView pdf);

}  // namespace congvan::signing
