#pragma once

// The words of a verdict, one table for code, API and screens (docs/architecture.md section 4).

#include <string_view>

namespace congvan::signing {

enum class Verdict { valid, valid_with_additions, changed_after_signing, not_intact, malformed, undetermined, not_signed };
enum class Integrity { intact, intact_with_additions, changed_after_signing, not_intact, malformed, unknown, not_signed };

// How much of the file the signed bytes are.
enum class Coverage {
    whole_file,      // everything but the signature's own value
    whole_revision,  // the same of the file as it was when signed
    partial,         // less
    unclear,         // the signature does not say it in a way that can be trusted
};

enum class ChainStatus {
    trusted,         // leads to an anchor, and every certificate was in force at the signing time
    no_path,         // leads to no anchor
    not_in_force,    // a certificate had expired or did not hold yet at the signing time
    weak,            // a key or digest on the way is too weak
    unsuitable,      // the signer's certificate is not for signing documents
    broken,          // a certificate on the way contradicts another
    not_checked,     // there was no certificate to begin with
};

// As of the time that is proved: that of a verified time-stamp, else that of receipt.
enum class RevocationStatus {
    not_checked,   // no answer that could be believed
    good,
    stale,         // answers are older than that time
    suspended,     // on hold at that time
    revoked,
    revoked_later, // after that time: the signature stands
    unknown,       // the issuer does not know the certificate
};

// What came of one time-stamp. Only a trusted one says when.
enum class TimestampStatus {
    trusted,
    malformed,
    mismatch,      // it is over something else
    wrong,         // its own signature does not verify, or names another certificate
    unsuitable,    // its certificate is not for time-stamps
    weak,          // SHA-1, or a key that is too short
    no_path,       // leads to no anchor
    not_in_force,  // a certificate on the way did not hold at its time
    in_future,     // later than the time of judging
    revoked,       // its certificate, or one on the way
};

// What kind of file carries the signatures.
enum class SignedKind { pdf, xml, ooxml, odf, cms, unknown };

std::string_view to_word(SignedKind kind);
std::string_view to_word(Verdict verdict);
std::string_view to_word(Integrity integrity);
std::string_view to_word(Coverage coverage);
std::string_view to_word(ChainStatus status);
std::string_view to_word(RevocationStatus status);
std::string_view to_word(TimestampStatus status);

// "Hợp lệ", "Đã bị sửa sau khi ký" …
std::string_view to_vietnamese(Verdict verdict);

// Whether a clerk may rely on it: valid or valid_with_additions.
inline bool accepted(Verdict verdict) {
    return verdict == Verdict::valid || verdict == Verdict::valid_with_additions;
}

}  // namespace congvan::signing
