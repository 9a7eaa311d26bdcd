// Whatever the text, the readers of checkpoints and of verifier keys answer; and there is one spelling of each.

#include "evidence/checkpoint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::evidence;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = read_checkpoint(text);
    if (read.has_value()) CONGVAN_INVARIANT(text.starts_with(read->text));
    const auto key = LogPublicKey::parse(text);
    if (key.has_value()) CONGVAN_INVARIANT(key->text() == text);
    return 0;
}
