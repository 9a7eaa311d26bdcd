#pragma once

// Small pieces that the writers of OOXML and ODF signatures share. Any thread.

#include "signing/judge/signer_facts.hpp"
#include "signing/office/sign_office.hpp"
#include "signing/office/zip_directory.hpp"

namespace congvan::signing::office {

// Everything but the characters that may stand in a path is percent-escaped.
std::string percent_encoded(std::string_view name);

// SHA-256 in base64.
std::string digest_of(BytesView content);

// `addition` becomes the last child of the document element of `xml`, which has an end tag.
// Fails: signing.malformed_package (fix_input).
Result<std::string> with_last_child(std::string_view xml, std::string_view addition);

// The certificate, fit for the scheme. Fails: signing.bad_certificate · signing.key_unsuited (fix_input).
Result<Done> check_signer(BytesView certificate, SignatureScheme scheme);

// "congvan-" and hex: an identifier that depends on what is signed, by whom and when.
std::string identifier(BytesView file, BytesView certificate, Instant at);

// A world in which nobody is trusted: for asking whether signatures are intact.
struct NobodyTrusted {
    std::shared_ptr<const TrustAnchors> anchors;
    std::shared_ptr<const RevocationFacts> revocations;
    JudgeContext context;
};
NobodyTrusted nobody_trusted(Instant at);

// Signatures that are there must be intact. Fails: signing.tampered (fix_input).
Result<Done> check_earlier(const DocumentReport& report);

}  // namespace congvan::signing::office
