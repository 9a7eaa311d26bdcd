#pragma once

// Signing keys on PKCS#11 tokens at the server, through a driver given by path (SoftHSM2 in the demo, the vendor's
// module for real tokens). Sessions are opened for each operation, so tokens may be unplugged and come back.

#include <filesystem>
#include <memory>

#include "usecases/ports/signer_keys.hpp"

namespace congvan::tokens {

class Driver;

// Loads and initialises a driver; its environment (SOFTHSM2_CONF, see prepare_softhsm) must be set before. One per
// process and path; keep it as long as anything made from it.
// Fails: tokens.no_driver, tokens.device_failed (call_operator).
Result<std::shared_ptr<Driver>> open_driver(const std::filesystem::path& library);

class Pkcs11Keys final : public usecases::SignerKeys {
public:
    explicit Pkcs11Keys(std::shared_ptr<Driver> driver) : driver_(std::move(driver)) {}

    Result<usecases::SignatureValue> sign(const usecases::KeyReference& key, const usecases::Pin& pin,
                                          const usecases::SigningRequest& request) override;
    Result<std::unique_ptr<usecases::SigningRun>> begin(const usecases::KeyReference& key, const usecases::Pin& pin,
                                                        BytesView certificate) override;
    Result<std::vector<usecases::TokenFacts>> tokens() override;
    Result<std::vector<usecases::KeyFacts>> keys(const usecases::TokenLabel& token) override;
    Result<Bytes> certificate(const usecases::KeyReference& key) override;

private:
    std::shared_ptr<Driver> driver_;
};

}  // namespace congvan::tokens
