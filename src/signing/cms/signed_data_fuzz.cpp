// CMS values and certificates: any input ends, and what is read stays within it.

#include "base/result.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/cms/signed_data.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::signing;
    const BytesView input{reinterpret_cast<const std::byte*>(data), size};
    std::size_t consumed = 0;
    if (const auto definite = der::with_definite_lengths(input, consumed); definite.has_value()) {
        CONGVAN_INVARIANT(consumed <= size);
    }
    (void)cms::Certificate::parse(input).has_value();
    const auto parsed = cms::parse_detached(input);
    if (!parsed.has_value() || !parsed->signer) return 0;
    const auto signer = cms::Certificate::parse(parsed->certificates[*parsed->signer]);
    if (signer.has_value()) (void)cms::signature_verifies(*parsed, *signer);
    return 0;
}
