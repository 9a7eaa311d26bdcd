#pragma once

// Tokens in memory, for tests of what stands above: the same words and refusals as real ones, and a lock after three
// wrong PINs. Safe from many threads.

#include <memory>

#include "usecases/ports/signer_keys.hpp"

namespace congvan::tokens {

class MemoryKeys final : public usecases::SignerKeys {
public:
    static constexpr int kTries = 3;

    MemoryKeys();
    ~MemoryKeys() override;

    // A plugged-in token with a fresh key pair, without a certificate yet. Returns its SubjectPublicKeyInfo (DER) and how
    // to call it.
    struct Made {
        usecases::KeyReference reference;
        Bytes public_key;
    };
    Made add(const usecases::TokenLabel& label, const usecases::Pin& pin, usecases::KeyKind kind = usecases::KeyKind::rsa);
    void put_certificate(const usecases::KeyReference& key, BytesView der);
    void unplug(const usecases::TokenLabel& label);
    void plug_in(const usecases::TokenLabel& label);

    Result<usecases::SignatureValue> sign(const usecases::KeyReference& key, const usecases::Pin& pin,
                                          const usecases::SigningRequest& request) override;
    Result<std::unique_ptr<usecases::SigningRun>> begin(const usecases::KeyReference& key, const usecases::Pin& pin,
                                                        BytesView certificate) override;
    Result<std::vector<usecases::TokenFacts>> tokens() override;
    Result<std::vector<usecases::KeyFacts>> keys(const usecases::TokenLabel& token) override;
    Result<Bytes> certificate(const usecases::KeyReference& key) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace congvan::tokens
