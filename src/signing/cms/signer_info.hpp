#pragma once

// Reads one SignerInfo (RFC 5652 section 5.3) into the data of its message. Used by the readers of whole messages.

#include "signing/cms/signed_data.hpp"

namespace congvan::signing::cms {

// What may stand in it: `strict` as PAdES and time-stamps have it (signed attributes, the signer by issuer and number);
// `any` also takes the signer by key identifier, and plain data signed without attributes (then `attributes` is empty).
enum class Shape { strict, any };

// `data.certificates` are read before. `content_type`: content bytes of the object identifier of what is signed.
Result<Done> read_signer_info(const der::Element& info, std::string_view content_type, Shape shape, SignedData& data);

}  // namespace congvan::signing::cms
