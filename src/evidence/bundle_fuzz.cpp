// Whatever the bytes, the bundle reader answers; and what it reads it writes again byte for byte.

#include "evidence/bundle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::evidence;
    // The closing digest would keep a fuzzer out: it is made for the input.
    Bytes file(reinterpret_cast<const std::byte*>(data), reinterpret_cast<const std::byte*>(data) + size);
    const Sha256 closing = Sha256::of(file);
    file.insert(file.end(), closing.bytes().begin(), closing.bytes().end());
    const Verdict verdict = verify(file, std::nullopt);
    CONGVAN_INVARIANT((verdict.standing == Standing::refused) == !verdict.code.empty());
    const auto event = decode_event(BytesView(file).first(size));
    if (event.has_value()) {
        const auto again = encode(*event);
        CONGVAN_INVARIANT(again.has_value() && std::equal(again->begin(), again->end(), file.begin()) && again->size() == size);
    }
    return 0;
}
