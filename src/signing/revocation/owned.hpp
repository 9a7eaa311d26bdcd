#pragma once

// libcrypto objects with an owner. Inner header of this folder.

#include <memory>

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/bytes.hpp"

namespace congvan::signing::revocation {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* held) const {
        Free(held);
    }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

inline const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

inline Bytes bytes_of(const ASN1_STRING* string) {
    const auto* first = reinterpret_cast<const std::byte*>(ASN1_STRING_get0_data(string));
    return {first, first + ASN1_STRING_length(string)};
}

// Whether a signature on evidence by this algorithm counts: by its digest, SHA-256 or better.
bool is_sound(const X509_ALGOR* algorithm);

}  // namespace congvan::signing::revocation
