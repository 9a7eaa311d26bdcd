#pragma once

// OpenSSL objects with an owner. Inner header of this adapter.

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace congvan::trust {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* held) const {
        Free(held);
    }
};

template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using OwnedCertificate = Owned<X509, X509_free>;
using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedBio = Owned<BIO, BIO_free_all>;
using OwnedNumber = Owned<BIGNUM, BN_free>;
using OwnedExtension = Owned<X509_EXTENSION, X509_EXTENSION_free>;

}  // namespace congvan::trust
