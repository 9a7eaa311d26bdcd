#include "base/text.hpp"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <optional>

#include "errors/base.hpp"

namespace congvan {
namespace {

const icu::Normalizer2& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
    CONGVAN_INVARIANT(U_SUCCESS(status) && instance != nullptr);
    return *instance;
}

const icu::Normalizer2& nfd() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = icu::Normalizer2::getNFDInstance(status);
    CONGVAN_INVARIANT(U_SUCCESS(status) && instance != nullptr);
    return *instance;
}

icu::UnicodeString to_unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

Error wrong(std::string_view code) { return {Remedy::fix_input, code, ""}; }

enum class Lines { one, many };

Result<std::string> clean(std::string_view text, std::size_t most, Lines lines) {
    LET(std::string line, to_nfc(text));
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!line.empty() && blank(line.back())) line.pop_back();
    std::size_t front = 0;
    while (front < line.size() && blank(line[front])) ++front;
    line.erase(0, front);

    std::size_t characters = 0;
    for (int32_t at = 0; at < static_cast<int32_t>(line.size());) {
        UChar32 c = 0;
        U8_NEXT(line.data(), at, static_cast<int32_t>(line.size()), c);
        const bool allowed = lines == Lines::many && (c == '\n' || c == '\t' || c == '\r');
        // Format characters can turn or hide what a person reads (bidirectional overrides in a file name).
        const auto kind = u_charType(c);
        if (!allowed && (kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_LINE_SEPARATOR ||
                         kind == U_PARAGRAPH_SEPARATOR)) {
            return wrong(errors::base::control_character);
        }
        ++characters;
    }
    if (characters > most) return wrong(errors::base::text_too_long);
    return line;
}

}  // namespace

bool is_utf8(std::string_view text) {
    if (text.size() > INT32_MAX) return false;
    for (int32_t at = 0; at < static_cast<int32_t>(text.size());) {
        UChar32 c = 0;
        U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), c);
        if (c < 0) return false;
    }
    return true;
}

bool is_nfc(std::string_view text) {
    if (!is_utf8(text)) return false;
    UErrorCode status = U_ZERO_ERROR;
    return nfc().isNormalizedUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), status) &&
           U_SUCCESS(status);
}

Result<std::string> to_nfc(std::string_view text) {
    if (!is_utf8(text)) return wrong(errors::base::not_utf8);
    if (is_nfc(text)) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString normal = nfc().normalize(to_unicode(text), status);
    CONGVAN_INVARIANT(U_SUCCESS(status));
    std::string out;
    normal.toUTF8String(out);
    return out;
}

Result<std::string> clean_line(std::string_view text, std::size_t most) {
    LET(std::string line, clean(text, most, Lines::one));
    if (line.empty()) return wrong(errors::base::empty_text);
    return line;
}

Result<std::string> clean_text(std::string_view text, std::size_t most) { return clean(text, most, Lines::many); }

std::size_t count_characters(std::string_view utf8) {
    std::size_t count = 0;
    for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

std::string sort_key(std::string_view text) {
    thread_local const std::unique_ptr<icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("vi"), status));
        CONGVAN_INVARIANT(U_SUCCESS(status));
        return made;
    }();
    const icu::UnicodeString source = to_unicode(text);
    std::vector<std::uint8_t> key(static_cast<std::size_t>(source.length()) * 4 + 16);
    int32_t size = collator->getSortKey(source, key.data(), static_cast<int32_t>(key.size()));
    if (size > static_cast<int32_t>(key.size())) {
        key.resize(static_cast<std::size_t>(size));
        size = collator->getSortKey(source, key.data(), size);
    }
    return to_hex(std::as_bytes(std::span(key).first(static_cast<std::size_t>(size))));
}

std::string to_upper(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    std::string upper;
    nfc().normalize(to_unicode(text).toUpper(icu::Locale("vi")), status).toUTF8String(upper);
    CONGVAN_INVARIANT(U_SUCCESS(status));
    return upper;
}

std::string fold(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString apart = nfd().normalize(to_unicode(text), status);
    CONGVAN_INVARIANT(U_SUCCESS(status));
    icu::UnicodeString folded;
    for (int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        const UChar32 c = apart.char32At(at);
        if (u_charType(c) == U_NON_SPACING_MARK) continue;
        folded.append(c == 0x0111 || c == 0x0110 ? UChar32('d') : u_tolower(c));
    }
    std::string out;
    folded.toUTF8String(out);
    return out;
}

}  // namespace congvan
