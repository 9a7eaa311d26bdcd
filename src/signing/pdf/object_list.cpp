#include "signing/pdf/object_list.hpp"

#include <charconv>
#include <cmath>
#include <zlib.h>

namespace congvan::signing {
Bytes deflated(BytesView data) {
    uLongf size = compressBound(static_cast<uLong>(data.size()));
    Bytes out(size);
    const int status = compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                                 reinterpret_cast<const Bytef*>(data.data()), static_cast<uLong>(data.size()), 9);
    CONGVAN_INVARIANT(status == Z_OK);
    out.resize(size);
    return out;
}

int ObjectList::add_deflated(std::string dictionary, BytesView data) {
    const std::size_t end = dictionary.rfind(">>");
    CONGVAN_INVARIANT(end != std::string::npos);
    dictionary.insert(end, "/Filter /FlateDecode ");
    return add_stream(std::move(dictionary), deflated(data));
}

int ObjectList::append(const ObjectList& other) {
    const int shift = size();
    for (NewObject object : other.objects_) {
        object.body = resolved(object.body, [&](int place) { return reference(place + shift); });
        objects_.push_back(std::move(object));
    }
    return size() - 1;
}

std::string ObjectList::resolved(std::string_view body, const std::function<std::string(int)>& shown) {
    std::string out;
    out.reserve(body.size() + 16);
    for (;;) {
        const std::size_t begin = body.find('@');
        if (begin == std::string_view::npos) break;
        const std::size_t end = body.find('@', begin + 1);
        CONGVAN_INVARIANT(end != std::string_view::npos);
        int place = 0;
        const auto parsed = std::from_chars(body.data() + begin + 1, body.data() + end, place);
        CONGVAN_INVARIANT(parsed.ec == std::errc() && parsed.ptr == body.data() + end);
        out += body.substr(0, begin);
        out += shown(place);
        body.remove_prefix(end + 1);
    }
    out += body;
    return out;
}

std::string pdf_number(double value) {
    CONGVAN_INVARIANT(std::isfinite(value));
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, 3);
    CONGVAN_INVARIANT(end.ec == std::errc());
    std::string out(text, end.ptr);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    return out == "-0" ? "0" : out;
}

std::string pdf_hex_string(BytesView bytes) {
    std::string out = "<";
    for (char c : to_hex(bytes)) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out + ">";
}

std::string pdf_text_string(std::string_view utf8) {
    const bool plain = std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '@'; });
    if (plain) {
        std::string out = "(";
        for (char c : utf8) {
            if (c == '(' || c == ')' || c == '\\') out += '\\';
            out += c;
        }
        return out + ")";
    }
    return pdf_hex_string(to_utf16be(utf8, ByteOrderMark::written));
}

Bytes to_utf16be(std::string_view utf8, ByteOrderMark mark) {
    Bytes out;
    const auto unit = [&](std::uint32_t value) {
        out.push_back(static_cast<std::byte>(value >> 8 & 0xff));
        out.push_back(static_cast<std::byte>(value & 0xff));
    };
    if (mark == ByteOrderMark::written) unit(0xfeff);
    for (std::size_t at = 0; at < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        std::uint32_t point = length == 1 ? lead : lead & (0x7f >> length);
        for (std::size_t i = 1; i < length && at + i < utf8.size(); ++i) {
            point = point << 6 | (static_cast<unsigned char>(utf8[at + i]) & 0x3f);
        }
        at += length;
        if (point >= 0x10000) {
            unit(0xd800 + ((point - 0x10000) >> 10 & 0x3ff));
            unit(0xdc00 + ((point - 0x10000) & 0x3ff));
        } else {
            unit(point);
        }
    }
    return out;
}

}  // namespace congvan::signing
