// The reader and everything that stands on it must end on any input, and never call it valid: nobody is trusted. Besides the
// judge: streams, the words of pages, the second reading, the security store.

#include "base/result.hpp"
#include "signing/judge/judge.hpp"
#include "signing/judge/security_store.hpp"
#include "signing/pdf/page_text.hpp"
#include "signing/pdf/second_reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::signing;
    const BytesView file{reinterpret_cast<const std::byte*>(data), size};
    pdf::Limits limits;
    limits.inflated_bytes = 1u << 20;
    const auto report = judge_pdf(file, TrustAnchors(), from_microseconds(1'800'000'000'000'000), limits);
    CONGVAN_INVARIANT(!accepted(report.verdict));
    const auto document = pdf::Document::open(file, limits, "nguoi");
    if (!document.has_value()) return 0;
    for (std::size_t at = 0; at <= document->last(); ++at) {
        for (const auto& entry : document->revisions()[at].entries) {
            const auto object = document->load({entry.number, entry.generation}, at);
            if (!object.has_value()) continue;
            if (const auto* stream = (*object)->as<pdf::Stream>()) (void)document->decode(*stream, at).has_value();
        }
    }
    (void)read_security_store(*document, document->last());
    (void)pdf::second_reading(*document, "nguoi");
    const auto pages = document->pages(document->last());
    TextBudget budget;
    for (std::size_t i = 0; pages.has_value() && i < pages->size() && i < 8; ++i) {
        (void)read_page_text(*document, (*pages)[i], document->last(), budget).text();
    }
    return 0;
}
