#include "signing/pdf/font_reader.hpp"

#include <algorithm>

#include "signing/pdf/content.hpp"

namespace congvan::signing::pdf {
namespace {

constexpr std::size_t kMostCodes = 70'000;

std::string utf8_of(std::uint32_t character) {
    String text;
    text.bytes = "\xFE\xFF";
    const auto unit = [&](std::uint32_t value) {
        text.bytes += static_cast<char>(value >> 8);
        text.bytes += static_cast<char>(value & 255);
    };
    if (character >= 0x10000) {
        unit(0xD800 + ((character - 0x10000) >> 10));
        unit(0xDC00 + ((character - 0x10000) & 0x3FF));
    } else {
        unit(character);
    }
    return to_utf8(text);
}

// Names of characters (the Adobe glyph list) as far as numbers and dates need them; else "uni1EC7" and single letters.
std::string character_named(std::string_view name) {
    static constexpr std::pair<std::string_view, char> kNamed[] = {
        {"zero", '0'}, {"one", '1'}, {"two", '2'}, {"three", '3'}, {"four", '4'}, {"five", '5'}, {"six", '6'}, {"seven", '7'},
        {"eight", '8'}, {"nine", '9'}, {"space", ' '}, {"slash", '/'}, {"hyphen", '-'}, {"colon", ':'}, {"period", '.'},
        {"comma", ','}, {"parenleft", '('}, {"parenright", ')'}};
    for (const auto& [known, character] : kNamed) {
        if (name == known) return std::string(1, character);
    }
    if (name.size() == 1) return std::string(name);
    const auto digits = name.starts_with("uni") ? name.substr(3) : std::string_view();
    if (digits.size() != 4) return {};
    std::uint32_t value = 0;
    for (const char c : digits) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        if (digit < 0) return {};
        value = value * 16 + static_cast<std::uint32_t>(digit);
    }
    return utf8_of(value);
}

// Windows code page 1252 where it differs from Latin 1.
std::uint32_t from_windows(std::uint8_t byte) {
    static constexpr std::array<std::uint16_t, 32> kUpper = {
        0x20AC, 0x2022, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x2022, 0x017D, 0x2022,
        0x2022, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x2022, 0x017E, 0x0178};
    return byte >= 0x80 && byte <= 0x9F ? kUpper[byte - 0x80u] : byte;
}

std::uint32_t code_of(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
}

double number_or(const Object& object, double otherwise) {
    double value = otherwise;
    return object.number(value) ? value : otherwise;
}

const Object& value_of(const Document& document, const Dictionary& dictionary, std::string_view key, std::size_t at) {
    static const Object kNone;
    const auto found = document.get(dictionary, key, at);
    return found.has_value() ? **found : kNone;
}

}  // namespace

void FontReader::read_widths(const Document& document, const Array& widths, std::size_t at) {
    // "first [w w w]" or "first last w" (9.7.4.3)
    for (std::size_t i = 0; i + 1 < widths.size();) {
        const auto first = static_cast<std::uint32_t>(std::clamp(number_or(widths[i], 0), 0.0, 65535.0));
        const auto second = document.resolve(widths[i + 1], at);
        if (!second.has_value()) return;
        if (const auto* list = (*second)->as<Array>()) {
            for (std::size_t k = 0; k < list->size() && widths_.size() < kMostCodes; ++k) {
                widths_[first + static_cast<std::uint32_t>(k)] = number_or((*list)[k], default_width_);
            }
            i += 2;
        } else if (i + 2 < widths.size()) {
            const auto last = static_cast<std::uint32_t>(std::clamp(number_or(**second, 0), 0.0, 65535.0));
            for (auto code = first; code <= last && widths_.size() < kMostCodes; ++code) {
                widths_[code] = number_or(widths[i + 2], default_width_);
            }
            i += 3;
        } else {
            return;
        }
    }
}

void FontReader::read_composite(const Document& document, const Dictionary& font, std::size_t at) {
    composite_ = true;
    default_width_ = 1000;
    const auto* list = value_of(document, font, "DescendantFonts", at).as<Array>();
    if (list == nullptr || list->empty()) return;
    const auto resolved = document.resolve(list->front(), at);
    const auto* descendant = resolved.has_value() ? (*resolved)->as<Dictionary>() : nullptr;
    if (descendant == nullptr) return;
    default_width_ = number_or(value_of(document, *descendant, "DW", at), 1000);
    if (const auto* widths = value_of(document, *descendant, "W", at).as<Array>()) read_widths(document, *widths, at);
}

void FontReader::read_encoding(const Document& document, const Object& encoding, std::size_t at) {
    const auto* dictionary = encoding.as<Dictionary>();
    const auto* list = dictionary != nullptr ? value_of(document, *dictionary, "Differences", at).as<Array>() : nullptr;
    if (list == nullptr) return;
    std::uint32_t code = 0;
    for (const auto& entry : *list) {
        if (const auto* first = entry.as<std::int64_t>()) {
            code = static_cast<std::uint32_t>(std::clamp<std::int64_t>(*first, 0, 255));
        } else if (const auto* name = entry.as<Name>(); name != nullptr && code < 256) {
            texts_[code++] = character_named(name->text);
        }
    }
}

void FontReader::read_simple(const Document& document, const Dictionary& font, std::size_t at) {
    for (std::uint32_t code = 32; code < 256; ++code) texts_[code] = utf8_of(from_windows(static_cast<std::uint8_t>(code)));
    read_encoding(document, value_of(document, font, "Encoding", at), at);
    const auto* widths = value_of(document, font, "Widths", at).as<Array>();
    const auto first = number_or(value_of(document, font, "FirstChar", at), 0);
    for (std::size_t i = 0; widths != nullptr && i < widths->size() && i < 256; ++i) {
        const auto resolved = document.resolve((*widths)[i], at);
        if (resolved.has_value()) widths_[static_cast<std::uint32_t>(std::clamp(first, 0.0, 255.0)) + static_cast<std::uint32_t>(i)] = number_or(**resolved, 500);
    }
}

// The CMap that says which characters codes stand for: only bfchar and bfrange (9.10.3).
void FontReader::read_to_unicode(const Document& document, const Dictionary& font, std::size_t at) {
    const auto* stream = value_of(document, font, "ToUnicode", at).as<Stream>();
    if (stream == nullptr) return;
    const auto content = document.decode(*stream, at);
    if (!content.has_value()) return;
    ContentReader reader(*content);
    std::vector<Object> operands;
    std::string word;
    const auto text = [](const Object& object) {
        String utf16;
        if (const auto* bytes = object.as<String>()) utf16.bytes = "\xFE\xFF" + bytes->bytes;
        return utf16.bytes.empty() ? std::string() : to_utf8(utf16);
    };
    const auto code = [](const Object& object) { return object.as<String>() != nullptr ? code_of(object.as<String>()->bytes) : 0; };
    while (reader.next(operands, word)) {
        if (word == "endbfchar") {
            for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
                if (texts_.size() < kMostCodes) texts_[code(operands[i])] = text(operands[i + 1]);
            }
        } else if (word == "endbfrange") {
            for (std::size_t i = 0; i + 2 < operands.size(); i += 3) {
                const auto first = code(operands[i]), last = code(operands[i + 1]);
                const auto* list = operands[i + 2].as<Array>();
                const auto* start = operands[i + 2].as<String>();
                for (auto c = first; c <= last && c - first < 65536 && texts_.size() < kMostCodes; ++c) {
                    if (list != nullptr && c - first < list->size()) texts_[c] = text((*list)[c - first]);
                    if (start == nullptr || start->bytes.size() < 2) continue;
                    auto next = *start;
                    const auto unit = code_of(std::string_view(next.bytes).substr(next.bytes.size() - 2)) + (c - first);
                    next.bytes[next.bytes.size() - 2] = static_cast<char>(unit >> 8);
                    next.bytes.back() = static_cast<char>(unit & 255);
                    texts_[c] = text(Object(next));
                }
            }
        }
        operands.clear();
    }
}

FontReader FontReader::read(const Document& document, const Dictionary& font, std::size_t at) {
    FontReader reader;
    if (value_of(document, font, "Subtype", at).is_name("Type0")) {
        reader.read_composite(document, font, at);
    } else {
        reader.read_simple(document, font, at);
    }
    reader.read_to_unicode(document, font, at);
    return reader;
}

FontReader::Code FontReader::next(std::string_view text) const {
    Code result;
    result.bytes = composite_ && text.size() > 1 ? 2 : 1;
    const auto code = code_of(text.substr(0, result.bytes));
    const auto width = widths_.find(code);
    result.width = width != widths_.end() ? width->second : default_width_;
    const auto known = texts_.find(code);
    if (known != texts_.end()) result.text = known->second;
    result.space = !composite_ && code == 32;
    return result;
}

}  // namespace congvan::signing::pdf
