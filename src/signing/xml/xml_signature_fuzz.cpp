// XML and the signatures in it: any input ends in a report, and none is accepted, because nobody is trusted.

#include "base/result.hpp"
#include "signing/xml/judge_xml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::signing;
    const BytesView file{reinterpret_cast<const std::byte*>(data), size};
    const TrustAnchors nobody;
    const RevocationFacts nothing;
    xml::XmlOptions options;
    options.limits.bytes = 1u << 20;
    options.content = [](std::string_view uri) { return std::optional<BytesView>(as_bytes(uri)); };
    const auto verified = xml::verify_xml(file, {nobody, nothing, from_microseconds(1'800'000'000'000'000)}, options);
    CONGVAN_INVARIANT(!accepted(verified.report.verdict));
    CONGVAN_INVARIANT(verified.report.signatures.size() == verified.signatures.size());
    for (std::size_t i = 0; i < verified.signatures.size(); ++i) {
        const auto integrity = verified.report.signatures[i].integrity;
        const bool broken = integrity == Integrity::not_intact || integrity == Integrity::malformed;
        CONGVAN_INVARIANT(!broken || verified.signatures[i].parts.empty());
    }
    return 0;
}
