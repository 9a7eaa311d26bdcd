#pragma once

// DER read front to back (X.690): definite minimal lengths, one-byte tags; nothing else is taken. Views into the input.
// Every failure is signing.malformed_cms (fix_input). Pure; any thread.

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/instant.hpp"

namespace congvan::signing::der {

struct Element {
    std::uint8_t tag = 0;
    BytesView content;
    BytesView whole;  // with tag and length
    std::string_view text() const { return as_text(content); }
};

class Reader {
public:
    explicit Reader(BytesView all) : rest_(all) {}

    bool at_end() const { return rest_.empty(); }
    Result<Element> next();
    Result<Element> next(std::uint8_t tag);       // fails on another tag
    Result<std::optional<Element>> maybe(std::uint8_t tag);
    Result<Done> end() const;                     // fails unless everything was read

private:
    BytesView rest_;
};

// Length of the one element at the front of `bytes`.
Result<std::size_t> extent(BytesView bytes);

// Some signers (Bouncy Castle by default) write the outer layers in BER with lengths left open. The same values with
// definite lengths; `consumed` becomes the length of the element in `ber`.
Result<Bytes> with_definite_lengths(BytesView ber, std::size_t& consumed);

// "1.2.840.113549.1.9.4" of the content bytes of an object identifier.
std::string dotted(BytesView oid);

// UTCTime or GeneralizedTime in the one form that DER has, "…SSZ".
Result<Instant> time(const Element& element);

}  // namespace congvan::signing::der
