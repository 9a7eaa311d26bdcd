#include "base/digest.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "errors/base.hpp"

namespace congvan {

struct Sha256Stream::Context {
    EVP_MD_CTX* md = EVP_MD_CTX_new();
    ~Context() { EVP_MD_CTX_free(md); }
};

Sha256Stream::Sha256Stream() : context_(std::make_unique<Context>()) {
    CONGVAN_INVARIANT(context_->md != nullptr);
    CONGVAN_INVARIANT(EVP_DigestInit_ex(context_->md, EVP_sha256(), nullptr) == 1);
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::add(BytesView bytes) {
    CONGVAN_INVARIANT(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1);
}

Sha256 Sha256Stream::finish() {
    std::array<std::byte, Sha256::kSize> out{};
    unsigned size = 0;
    CONGVAN_INVARIANT(EVP_DigestFinal_ex(context_->md, reinterpret_cast<unsigned char*>(out.data()), &size) == 1);
    CONGVAN_INVARIANT(size == Sha256::kSize);
    return Sha256(out);
}

Result<Sha256> Sha256::from_bytes(BytesView bytes) {
    if (bytes.size() != kSize) return Error{Remedy::fix_input, errors::base::malformed_text, "a digest has 32 bytes"};
    std::array<std::byte, kSize> out{};
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return Sha256(out);
}

Result<Sha256> Sha256::parse(std::string_view hex) {
    LET(const Bytes bytes, from_hex(hex));
    return from_bytes(bytes);
}

Sha256 Sha256::of(BytesView content) {
    Sha256Stream stream;
    stream.add(content);
    return stream.finish();
}

}  // namespace congvan
