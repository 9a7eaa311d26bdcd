// Office packages by their entries, so that a change does not end at a checksum: the input is a run of entries
//   entry := name_length:u8 content_length:u16(big-endian) name content
// put into an archive. Any input ends, and none is accepted, because nobody is trusted.

#include "base/result.hpp"
#include "signing/office/judge_odf.hpp"
#include "signing/office/judge_ooxml.hpp"

namespace {

using namespace congvan;
using namespace congvan::signing;

Bytes archive_of(BytesView input) {
    std::vector<office::ZipAddition> entries;
    while (input.size() > 3 && entries.size() < 100) {
        const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(input[at]); };
        const auto name = std::min(byte(0), input.size() - 3);
        const auto content = std::min(byte(1) << 8 | byte(2), input.size() - 3 - name);
        const auto text = input.subspan(3 + name, content);
        entries.push_back({std::string(as_text(input.subspan(3, name))), Bytes(text.begin(), text.end())});
        input = input.subspan(3 + name + content);
    }
    const auto end = to_bytes(std::string("PK\5\6") + std::string(18, '\0'));
    const auto empty = office::ZipArchive::open(end);
    CONGVAN_INVARIANT(empty.has_value());
    return office::with_additions(*empty, entries);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = archive_of({reinterpret_cast<const std::byte*>(data), size});
    const TrustAnchors nobody;
    const RevocationFacts nothing;
    const JudgeContext context{nobody, nothing, from_microseconds(1'800'000'000'000'000)};
    CONGVAN_INVARIANT(!accepted(office::judge_ooxml(file, context).verdict));
    CONGVAN_INVARIANT(!accepted(office::judge_odf(file, context).verdict));
    return 0;
}
