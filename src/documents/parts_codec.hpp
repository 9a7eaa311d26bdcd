#pragma once

// Stored forms of the parts of documents, for the codecs of this and the next module.

#include "documents/parts.hpp"
#include "evidence/field_codec.hpp"
#include "registers/register_codec.hpp"

namespace congvan::documents {

template <typename Codec>
void describe(Codec& codec, evidence::Like<FileRef> auto& file) {
    codec("sha256", file.sha256);
    codec("size", file.size);
    codec("name", file.name);
    codec("media_type", file.media_type);
    codec.word("checked", file.checked, parse_checked);
}

template <typename Codec>
void describe(Codec& codec, evidence::Like<Official> auto& official) {
    codec("person", official.person);
    codec("name", official.name);
    codec("post", official.post);
}

template <typename Codec>
void describe(Codec& codec, evidence::Like<AgencyRef> auto& agency) {
    codec("id", agency.id);
    codec("code", agency.code);
    codec("name", agency.name);
}

template <typename Codec>
void describe(Codec& codec, evidence::Like<Numbering> auto& numbering) {
    codec("book", numbering.book);
    codec("sequence", numbering.sequence);
    codec("notation", numbering.notation);
    codec("day", numbering.day);
}

template <typename Codec>
void describe(Codec& codec, evidence::Like<SignatureMade> auto& signature) {
    codec.word("role", signature.role, parse_signature_role);
    codec("by", signature.by);
    codec("field", signature.field);
    codec("certificate", signature.certificate);
    codec("certificate_subject", signature.certificate_subject);
    codec("at", signature.at);
    codec("file", signature.file);
}

}  // namespace congvan::documents
