#pragma once

// Demo tokens: SoftHSM2 files inside the data directory, one token per holder, keys made on the token. For a data
// directory created as a demo only: the files hold the keys, so they are no conforming device.

#include <filesystem>
#include <memory>
#include <string>

#include "usecases/ports/signer_keys.hpp"

namespace congvan::tokens {

class Driver;

inline constexpr std::string_view kSoftHsmLibrary = "/usr/lib/softhsm/libsofthsm2.so";

// Makes `folder` (0700) with "softhsm2.conf" and "store/", unless they exist, and returns the path of the
// configuration, absolute. The composition root sets SOFTHSM2_CONF to it before threads start and open_driver is called;
// no system-wide configuration and no group is needed.
// Fails: tokens.no_driver (call_operator: the folder cannot be written).
Result<std::filesystem::path> prepare_softhsm(const std::filesystem::path& folder);

struct DemoToken {
    usecases::TokenLabel label;  // at most 32 bytes
    usecases::Pin pin;           // 4 to 255 bytes
    usecases::Pin officer_pin;   // for unlocking; the same bounds
    std::string key_label;
    usecases::KeyKind kind = usecases::KeyKind::rsa;  // RSA 2048 or P-256
};

struct DemoKey {
    usecases::KeyReference reference;
    Bytes public_key;  // SubjectPublicKeyInfo, DER: what the certificate is built around
};

// The token with one key pair made on it (CKA_SENSITIVE, not CKA_EXTRACTABLE). Creates what is missing, so that a start
// cut short can be repeated. Fails: tokens.wrong_pin (fix_input: the token exists with another PIN) ·
// tokens.ambiguous, tokens.device_failed (call_operator).
Result<DemoKey> create_demo_token(Driver& driver, const DemoToken& wanted);

// Puts the certificate (DER) beside its key; replaces an earlier one. Fails: tokens.absent · tokens.wrong_pin ·
// tokens.certificate_mismatch (fix_input: it is not about this key) · tokens.device_failed.
Result<Done> store_certificate(Driver& driver, const DemoKey& key, const usecases::Pin& pin, BytesView certificate);

}  // namespace congvan::tokens
