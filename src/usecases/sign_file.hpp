#pragma once

// Signs one file of any kind with one key, to the level that is asked for, and verifies what came out before anybody gets it.
// For the command line and for whoever has a file and no document.

#include <functional>
#include <string>

#include "signing/pdf/font.hpp"
#include "signing/seal_place.hpp"
#include "usecases/ports/converter.hpp"
#include "usecases/ports/signer_keys.hpp"
#include "usecases/ports/trust_services.hpp"
#include "usecases/verify_file.hpp"

namespace congvan::usecases {

// What the signature becomes. `by_content`: a PDF, an XML file or an office file is signed inside, anything else by a CMS beside it.
enum class FileSignature { by_content, pdf, cms_detached, cms_attached, xml, office };

// EN 319 142-1, EN 319 122-1: plain; with a time-stamp; with what proves it later; with a time-stamp over that.
enum class SignatureLevel { b_b, b_t, b_lt, b_lta };

// The visible side of a signature in a PDF.
struct PdfLook {
    signing::AppearanceRequest drawing;       // its `at` is set here
    std::optional<signing::Place> place;      // as seen; an empty rectangle takes the drawing's own size with this left top corner
    signing::Anchor anchor = signing::Anchor::above_signer_name;  // where no place is given
};

struct FileToSign {
    BytesView file;
    FileSignature form = FileSignature::by_content;
    SignatureLevel level = SignatureLevel::b_b;
    KeyReference key;
    std::optional<SignatureScheme> scheme;    // none: PKCS#1 v1.5 for RSA, ECDSA for P-256
    Instant at;
    signing::SignatureRole role = signing::SignatureRole::personal;
    std::string signer;                       // /Name of a PDF signature; empty: as the certificate says
    std::string reason;                       // of a PDF or office signature; empty: by role
    std::optional<PdfLook> look;              // none: invisible
};

// What is needed of the world; must outlive the call.
struct FileSigningTools {
    SignerKeys& keys;
    const signing::TrustAnchors& anchors;     // whose intermediates travel along; what is trusted when the result is verified
    std::function<Instant()> now;
    TrustServices* services = nullptr;        // none: no level above B-B
    std::function<Result<PdfText>(BytesView pdf)> words{};       // for a place by role
    std::function<Result<signing::FontFamily>()> fonts{};        // for a look
    Patience patience{std::chrono::seconds(60)};                 // with servers outside, for B-LT
};

struct SignedFile {
    Bytes file;                               // the signed file, or for cms_detached the signature alone
    signing::DocumentReport report;           // of the verification
};

// The PIN is presented once. A PDF that nobody signed yet is normalised first (signing/pdf/normalise.hpp); a seal wants an
// earlier signature of a person that is in order.
// Fails: as SignerKeys, signing::prepare_signature, signing::normalise, TrustServices::stamp ·
// usecases.kind_not_signable (fix_input) · usecases.seal_before_signature (reload_and_retry) · usecases.evidence_missing
// (retry_later: B-LT and above) · usecases.signature_not_verified (call_operator; nothing is handed out).
Result<SignedFile> sign_file(const FileSigningTools& tools, const FileToSign& wish, const Pin& pin);

// A time-stamp of the whole PDF, in a revision of its own. Fails as sign_file.
Result<SignedFile> timestamp_file(const FileSigningTools& tools, BytesView pdf, Instant at);

}  // namespace congvan::usecases
