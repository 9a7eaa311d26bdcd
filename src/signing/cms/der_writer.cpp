#include "signing/cms/der_writer.hpp"

namespace congvan::signing::der {

Bytes head(Tag tag, std::uint64_t length) {
    Bytes out{static_cast<std::byte>(tag)};
    if (length < 0x80) {
        out.push_back(static_cast<std::byte>(length));
    } else {
        int octets = 0;
        for (auto rest = length; rest != 0; rest >>= 8) ++octets;
        out.push_back(static_cast<std::byte>(0x80 | octets));
        for (int at = octets - 1; at >= 0; --at) out.push_back(static_cast<std::byte>(length >> (8 * at) & 0xff));
    }
    return out;
}

Bytes wrap(Tag tag, BytesView content) {
    Bytes out = head(tag, content.size());
    out.insert(out.end(), content.begin(), content.end());
    return out;
}

Bytes join(std::initializer_list<BytesView> parts) {
    Bytes out;
    for (const BytesView part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

Bytes sequence(std::initializer_list<BytesView> parts) { return wrap(Tag::sequence, join(parts)); }

Bytes small_integer(unsigned char value) {
    CONGVAN_INVARIANT(value < 0x80);
    const std::byte content{value};
    return wrap(Tag::integer, {&content, 1});
}

Bytes oid(std::string_view hex) {
    const auto content = from_hex(hex);
    CONGVAN_INVARIANT(content.has_value());
    return wrap(Tag::oid, *content);
}

Bytes set_of(std::vector<Bytes> members, Tag tag) {
    std::sort(members.begin(), members.end());
    Bytes content;
    for (const Bytes& member : members) content.insert(content.end(), member.begin(), member.end());
    return wrap(tag, content);
}

}  // namespace congvan::signing::der
