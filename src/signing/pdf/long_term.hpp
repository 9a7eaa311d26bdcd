#pragma once

// The higher levels of a signed PDF (EN 319 142-1), each as one more incremental update, so that no earlier byte changes:
//
//     B-T    a signature time-stamp while the signature is made (cms/signature_timestamp.hpp), or later a time-stamp of the file
//     B-LT   add_security_store: certificates, revocation lists and answers for later years
//     B-LTA  add_security_store, then a time-stamp of the file; to be repeated before its algorithms grow weak
//
// A time-stamp takes two steps as a signature does, because its authority is elsewhere:
//
//     prepare_timestamp(pdf)              -> PreparedPdf
//     prepared.digest()                   -> to the authority (timestamp/timestamp.hpp)
//     complete_timestamp(prepared, token) -> the file
//
// Pure functions; any thread. Nothing is added to what was tampered with: see may_be_extended in the failures.

#include "signing/pdf/writer.hpp"

namespace congvan::signing {

// An invisible /DocTimeStamp over the whole file, in a field of its own, "congvan-timestamp-1"; bytes kept for its token.
// Fails: as prepare_signature.
Result<PreparedPdf> prepare_timestamp(BytesView pdf, std::size_t contents_room = 12'288);

// Fails: signing.malformed_timestamp · signing.timestamp_other_content (not of this file) · signing.timestamp_wrong (its own
// signature does not verify) · signing.contents_too_small. All fix_input.
Result<Bytes> complete_timestamp(const PreparedPdf& prepared, BytesView token);

// What proves a signature later. All DER; not looked into here.
struct ValidationData {
    std::vector<Bytes> certificates;
    std::vector<Bytes> answers;  // OCSPResponse
    std::vector<Bytes> lists;    // CRL

    bool empty() const { return certificates.empty() && answers.empty() && lists.empty(); }
};

// Which of it is about which signature (VRI).
struct ValidationOf {
    std::string field;
    ValidationData data;
};

// The store in the catalog (/DSS), or the one that is there, grown; a value that is there already is not written twice.
// Nothing new: the file as it is.
// Fails: as prepare_signature · signing.evidence_unfit (fix_input: a value is no DER, or no signature has such a field).
Result<Bytes> add_security_store(BytesView pdf, const std::vector<ValidationOf>& signatures);

}  // namespace congvan::signing
