#pragma once

// A time-stamp on a signature value (CAdES B-T, EN 319 122-1 5.3; RFC 3161 appendix A): CMS in, the same CMS with the token
// among the unsigned attributes out. Whatever else stands there stays as it was, byte for byte. Pure; any thread.

#include "base/bytes.hpp"

namespace congvan::signing {

// What the token has to be over: the signature value of the one signer of `cms` (DER, exactly; its content inside or not).
// Fails: signing.malformed_cms · signing.several_signers (fix_input).
Result<Bytes> value_to_stamp(BytesView cms);

// Fails: as value_to_stamp, read_timestamp · signing.timestamp_other_content (fix_input: the token is over something else) ·
// signing.timestamp_wrong (fix_input: its own signature does not verify).
Result<Bytes> with_signature_timestamp(BytesView cms, BytesView token);

}  // namespace congvan::signing
