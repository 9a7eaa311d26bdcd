#pragma once

// DER values put together by hand: what CMS assembly needs, no more.

#include <initializer_list>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::signing::der {

enum class Tag : unsigned char {
    integer = 0x02,
    octet_string = 0x04,
    null = 0x05,
    oid = 0x06,
    utc_time = 0x17,
    generalized_time = 0x18,
    sequence = 0x30,
    set = 0x31,
    context_0 = 0xa0,  // constructed [0], and so on
    context_1 = 0xa1,
    context_2 = 0xa2,
};

// Tag and length of an element whose content follows.
Bytes head(Tag tag, std::uint64_t length);
Bytes wrap(Tag tag, BytesView content);
Bytes join(std::initializer_list<BytesView> parts);
Bytes sequence(std::initializer_list<BytesView> parts);
Bytes small_integer(unsigned char value);
// The content bytes of an object identifier, as hex ("2a864886f70d010701").
Bytes oid(std::string_view hex);
// SET OF in DER order; with another tag, an implicitly tagged one.
Bytes set_of(std::vector<Bytes> members, Tag tag = Tag::set);

}  // namespace congvan::signing::der
