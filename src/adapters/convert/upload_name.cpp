#include "adapters/convert/upload_name.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

// The next code point of valid UTF-8.
char32_t next(std::string_view& rest) {
    const auto lead = static_cast<unsigned char>(rest.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    char32_t point = size == 1 ? lead : lead & (0xffu >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) point = point << 6 | (static_cast<unsigned char>(rest[i]) & 0x3fu);
    rest.remove_prefix(size);
    return point;
}

// Controls, and what makes a name look like another: zero-width marks and changes of direction.
bool hidden(char32_t point) {
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x200b && point <= 0x200f) ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) || point == 0xfeff;
}

Error refused(std::string_view code) { return {Remedy::fix_input, code, "name of an upload"}; }

}  // namespace

Result<std::string> clean_name(std::string_view name) {
    // Before anything else, so that nobody can make a long name costly.
    if (name.size() > 4 * kMostNameBytes) return refused(errors::convert::name_too_long);
    LET(auto nfc, to_nfc(name));
    if (nfc.find_first_not_of(" .") == std::string::npos && nfc != "..") return refused(errors::convert::name_empty);
    if (nfc == ".." || nfc.find_first_of("/\\") != std::string::npos) return refused(errors::convert::name_path);
    for (std::string_view rest = nfc; !rest.empty();) {
        if (hidden(next(rest))) return refused(errors::convert::name_control);
    }
    if (nfc.size() > kMostNameBytes) return refused(errors::convert::name_too_long);
    return nfc;
}

std::string extension_of(std::string_view name) {
    const auto point = name.rfind('.');
    if (point == std::string_view::npos) return {};
    std::string extension(name.substr(point + 1));
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return extension;
}

}  // namespace congvan::convert
