#pragma once

// The ways of signing (cms/builder.hpp) as XML signatures write them. Used by those who write such signatures; any thread.

#include "signing/cms/builder.hpp"
#include "signing/xml/algorithms.hpp"

namespace congvan::signing::xml {

// Fails: signing.key_unsuited (fix_input: the key is not of the scheme's kind, RSA under 2048 bits, or another curve).
Result<Done> suits(const cms::Certificate& certificate, SignatureScheme scheme);

// What a token gave, as it stands in a ds:SignatureValue: for ECDSA r || s. Empty: neither that nor DER.
Bytes raw_value(SignatureScheme scheme, BytesView value);

std::string_view method_identifier(SignatureScheme scheme);
SignatureMethod method_of(SignatureScheme scheme);

}  // namespace congvan::signing::xml
