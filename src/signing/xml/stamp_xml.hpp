#pragma once

// Raises a signature in XML from XAdES B-B to B-T, in two steps, because the authority is far away and slow:
//
//     stamp_content(file, id)            ->  the bytes that the time-stamp is to be over
//     add_stamp(file, id, token)         ->  the file with the token among the unsigned properties
//
// Nothing that is signed changes. Pure functions; any thread.

#include "base/bytes.hpp"
#include "signing/xml/scan.hpp"

namespace congvan::signing::xml {

// The canonical ds:SignatureValue of the signature with this Id.
// Fails, all fix_input: signing.malformed_xml (also: no such signature, or without XAdES properties) · signing.xml_dtd ·
// signing.duplicate_id · signing.xml_too_large.
Result<Bytes> stamp_content(BytesView file, std::string_view id, const Limits& limits = {});

// Fails as stamp_content; also signing.timestamp_other_content (call_operator: the token is not over those bytes) and
// signing.malformed_timestamp (retry_later).
Result<Bytes> add_stamp(BytesView file, std::string_view id, BytesView token, const Limits& limits = {});

}  // namespace congvan::signing::xml
