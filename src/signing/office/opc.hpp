#pragma once

// The inside of an OOXML file as ECMA-376 part 2 sees it: parts with content types, and relationships from the package and
// from parts. Read strictly: what two consumers could understand differently is refused. Pure; any thread.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "signing/office/zip_directory.hpp"

namespace congvan::signing::office {

// ASCII letters in lower case: how names of parts and content types compare.
std::string lower(std::string_view text);

inline constexpr std::string_view kContentTypesName = "[Content_Types].xml";
inline constexpr std::string_view kTypesSpace = "http://schemas.openxmlformats.org/package/2006/content-types";
inline constexpr std::string_view kRelationsSpace = "http://schemas.openxmlformats.org/package/2006/relationships";
inline constexpr std::string_view kRelationshipsType = "application/vnd.openxmlformats-package.relationships+xml";
inline constexpr std::string_view kOriginType = "application/vnd.openxmlformats-package.digital-signature-origin";
inline constexpr std::string_view kSignatureType = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml";
inline constexpr std::string_view kCertificateType = "application/vnd.openxmlformats-package.digital-signature-certificate";
inline constexpr std::string_view kOriginRelation = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin";
inline constexpr std::string_view kSignatureRelation =
    "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/signature";
inline constexpr std::string_view kCertificateRelation =
    "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/certificate";

struct Relationship {
    std::string id;
    std::string type;
    std::string target;      // as written
    bool external = false;
    std::string part;        // key of the part it leads to, whether or not that exists; empty: external, or not resolved
};

// The relationships of one source.
struct Relationships {
    std::string name;    // of the relationships part: "/word/_rels/document.xml.rels"
    std::string source;  // key of the part they come from; "/" for the package
    std::vector<Relationship> all;
};

// The XML of a relationships part, targets not resolved.
// Fails: signing.malformed_package (fix_input).
Result<std::vector<Relationship>> read_relationships(BytesView xml);

// What the OPC relationship transform makes of a part, in canonical form (ECMA-376 part 2, 13.2.4.24): those of `chosen` in
// the order of their identifiers, with explicit modes. `odd_texts`: see count_texts.
std::string transformed(std::vector<Relationship> chosen, std::size_t odd_texts = 0);

// Pieces of text (white space) and comments between the relationships of a part. xmlsec1 before 1.3, by which LibreOffice
// signs and verifies, does not drop them as the standard wants, but leaves an element "text" or "comment" for each.
// Fails: signing.malformed_package (fix_input; also where there are comments, as nobody signed such a file).
Result<std::size_t> count_texts(BytesView xml);
inline constexpr std::string_view kOddText = "<text></text>";

// The XML of a relationships part without anything between the elements.
std::string written(const std::vector<Relationship>& all);

// A part key is "/" and its ZIP name in lower case, percent escapes of printable ASCII undone.
std::string part_key(std::string_view name);

class OpcPackage {
public:
    // `archive` must outlive it. Fails: signing.malformed_package (fix_input).
    static Result<OpcPackage> read(const ZipArchive& archive);

    struct Part {
        const ZipEntry* entry = nullptr;
        std::string name;          // "/word/document.xml", as in the archive
        std::string content_type;  // empty: none is given
    };
    const std::map<std::string, Part>& parts() const { return parts_; }                   // by key; not the content types
    const std::map<std::string, Relationships>& relationships() const { return relationships_; }  // by key of the source
    const Part* find(std::string_view key) const;
    const Relationships* relationships_of(std::string_view source) const;
    BytesView content_types() const { return content_types_; }

private:
    Result<Done> read_content_types(const ZipArchive& archive);
    std::map<std::string, Part> parts_;
    std::map<std::string, Relationships> relationships_;
    Bytes content_types_;
};

}  // namespace congvan::signing::office
