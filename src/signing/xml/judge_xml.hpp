#pragma once

// Judges the signatures of an XML file (XMLDSig core 1.1; XAdES B-B and B-T, EN 319 132-1): enveloped, enveloping, detached by
// identifier inside the file, detached from content that is handed in. `valid` means: every signature verifies under the one
// certificate that came with it, leads to an anchor, and nothing of the file is left out but the signatures themselves and
// the bare document element around them. A file with unsigned content is `undetermined` unless other accepted signatures
// cover it, or the caller knows the format and names the elements that it will read.
//
// What a caller may use is in `VerifiedSignature::parts`: the bytes that were digested, never the file again. So an element
// that was moved, doubled or wrapped cannot be taken for the signed one.
//
// Reading, canonical forms and tree are libxml2's; references, transforms, digests and signature values are checked here
// over libcrypto, with the few algorithms in references.hpp and algorithms.hpp. The library xmlsec1 is not linked: it would
// bring XSLT, XPath, key stores, URI fetching and process-wide registries, all of which a verifier must switch off again,
// and it does not tell what a reference covered; its command is the second judge in our tests.
//
// Any thread. Never throws, never fails: every input ends in a report, within the limits.

#include "signing/judge/signer_facts.hpp"
#include "signing/xml/references.hpp"

namespace congvan::signing::xml {

// What the signature is about.
enum class Scope {
    file,     // the XML file itself
    package,  // parts of a package that holds the file: the caller judges what is covered
};

struct XmlOptions {
    Limits limits{};
    ContentResolver content{};
    std::vector<ForeignTransform> transforms{};
    // Elements that the caller reads, as "/{namespace}edXML/{namespace}edXMLEnvelope/…" (dom::full_path). When given, a
    // signature that covers each of them, and there is no other of that path, may leave out the rest.
    std::vector<std::string> required{};
    Scope scope = Scope::file;
};

// Bytes that a signature was proved to cover.
struct VerifiedPart {
    Target target = Target::outside;
    std::string uri;        // of the reference
    std::string path;       // of an element, in the file that was judged
    std::string type;       // of the reference
    std::string mime_type;  // as the signed properties say; empty: they do not
    Bytes content;          // an element or document: its canonical form, a document of its own holding nothing else
};

struct VerifiedSignature {
    std::string id;                   // of ds:Signature; may be empty
    Bytes signer_certificate;         // DER
    std::string policy;               // of the signature; "implied"; empty: none
    std::vector<VerifiedPart> parts;  // empty unless the signature and all its digests are right
};

struct VerifiedXml {
    DocumentReport report;
    std::vector<VerifiedSignature> signatures;  // as in report.signatures
};

VerifiedXml verify_xml(BytesView file, const JudgeContext& context, const XmlOptions& options = {});

// The report alone.
DocumentReport judge_xml(BytesView file, const TrustAnchors& anchors, Instant at, const RevocationFacts& revocations = {},
                         const ContentResolver& content = {});

}  // namespace congvan::signing::xml
