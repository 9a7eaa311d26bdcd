#pragma once

// What a proved signature of an OOXML package leaves out, and what the package holds that a signature cannot vouch for. Any
// thread.

#include <map>
#include <set>

#include "signing/office/opc.hpp"
#include "signing/office/package_signature.hpp"

namespace congvan::signing::office {

// What hangs below the signature origin: no content.
struct SignatureParts {
    std::string origin;                   // key; empty: there is none
    std::vector<std::string> signatures;  // keys, in the order of their relationships
    std::set<std::string> all;            // keys of origin, signatures, certificates
};

// Fails: package.signature_malformed as the code (fix_input: a part of another content type, a relationship of another
// kind, signature parts that nothing leads to).
Result<SignatureParts> find_signature_parts(const OpcPackage& package);

// "/word/document.xml?ContentType=…" taken apart.
struct PartReference {
    std::string key;
    std::string content_type;  // empty: not given
};
PartReference part_reference(std::string_view uri);

// The transform of a relationships part (ECMA-376 part 2, 13.2.4.24), for xml::XmlOptions; as the standard has it, or with
// the odd texts of xmlsec1 (see count_texts).
enum class TransformForm { standard, odd_texts };
xml::ForeignTransform relationship_transform(TransformForm form = TransformForm::standard);

struct CoverageReport {
    Codes codes;
    std::set<std::string> unsigned_parts;  // names of parts, and "/word/_rels/document.xml.rels#rId7"
};

CoverageReport examine_coverage(const OpcPackage& package, const SignatureParts& infrastructure,
                                const std::vector<xml::VerifiedPart>& verified);

// Macros, controls, content from elsewhere, whatever a signature covers.
Codes examine_content(const OpcPackage& package);

// Whether a text of the package shows properties of the file: by a field, or by a control bound to them.
bool shows_properties(const OpcPackage& package, const ZipArchive& archive);

}  // namespace congvan::signing::office
