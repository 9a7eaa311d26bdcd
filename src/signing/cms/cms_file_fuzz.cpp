// CMS files: any input ends in a report, attached or over other content, and none is accepted, because nobody is trusted.

#include "base/result.hpp"
#include "signing/judge/judge_cms.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::signing;
    const MemoryBytes file({reinterpret_cast<const std::byte*>(data), size});
    const TrustAnchors nobody;
    const RevocationFacts nothing;
    const JudgeContext context{nobody, nothing, from_microseconds(1'800'000'000'000'000)};
    const cms::FileLimits limits{.rest = 1u << 20, .pieces = 1u << 16, .text = 1u << 20};
    const auto attached = judge_cms(file, context, limits);
    CONGVAN_INVARIANT(!accepted(attached.report.verdict));
    if (attached.content) {
        const MemoryBytes binary(attached.binary);
        cms::ContentSource source(attached.binary.empty() ? file : binary, *attached.content);
        const auto content = read_all(source, 1u << 24);
        CONGVAN_INVARIANT(content.has_value() && content->size() == attached.content->content_size);
    }
    MemorySource content(as_bytes("nội dung"));
    CONGVAN_INVARIANT(!accepted(judge_cms_over(file, content, context, limits).verdict));
    return 0;
}
