#pragma once

// The standard security handler of PDF, for reading (ISO 32000-1 7.6, ISO 32000-2 7.6): RC4 of 40 to 128 bits, AES-128,
// AES-256 (revisions 5 and 6), opened by the user's or the owner's password. Pure; immutable; any thread.

#include <string>
#include <string_view>

#include "signing/pdf/object.hpp"

namespace congvan::signing::pdf {

class Cipher {
public:
    // `encrypt` is the encryption dictionary without references, `id` the first half of the trailer's /ID.
    // Fails: signing.encrypted_pdf (another handler, odd parameters) · signing.wrong_password (both fix_input).
    static Result<Cipher> open(const Dictionary& encrypt, std::string_view id, std::string_view password);

    // Fail: signing.malformed_pdf (fix_input: the data has no room for what AES needs, or odd padding).
    Result<Bytes> string(BytesView data, Reference owner) const;
    Result<Bytes> stream(const Stream& stream) const;

private:
    enum class Method { none, rc4, aes };
    Result<Bytes> run(Method method, BytesView data, Reference owner) const;
    Result<Done> read_methods(const Dictionary& encrypt);
    Result<Method> method_named(const Dictionary& filters, const Object* name) const;

    int version_ = 0;
    Bytes key_;
    Method strings_ = Method::rc4;
    Method streams_ = Method::rc4;
    bool metadata_ = true;  // /EncryptMetadata
};

// Deciphers every string of `object`, but for the value of a signature (the /Contents beside a /ByteRange).
// Fails: as Cipher::string.
Result<Done> decipher_strings(Object& object, const Cipher& cipher, Reference owner);

}  // namespace congvan::signing::pdf
