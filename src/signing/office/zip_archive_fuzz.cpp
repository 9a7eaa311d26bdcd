// ZIP archives and what stands in them, as raw bytes: any input ends, and none is accepted, because nobody is trusted.

#include "base/result.hpp"
#include "signing/office/judge_odf.hpp"
#include "signing/office/judge_ooxml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::signing;
    const BytesView file{reinterpret_cast<const std::byte*>(data), size};
    const office::ZipLimits limits{.file = 1u << 20, .entries = 200, .entry = 1u << 20, .unfolded = 4u << 20};
    const TrustAnchors nobody;
    const RevocationFacts nothing;
    const JudgeContext context{nobody, nothing, from_microseconds(1'800'000'000'000'000)};
    CONGVAN_INVARIANT(!accepted(office::judge_ooxml(file, context, limits).verdict));
    CONGVAN_INVARIANT(!accepted(office::judge_odf(file, context, limits).verdict));
    const auto archive = office::ZipArchive::open(file, limits);
    if (!archive.has_value()) return 0;
    bool whole = true;
    for (const auto& entry : archive->entries()) {
        const auto content = archive->read(entry);
        whole = whole && content.has_value();
        CONGVAN_INVARIANT(!content.has_value() || content->size() == entry.unpacked);
    }
    if (whole) CONGVAN_INVARIANT(office::ZipArchive::open(office::with_additions(*archive, {}), limits).has_value());
    return 0;
}
