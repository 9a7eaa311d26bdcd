#pragma once

// Vietnamese text: one form inside (UTF-8, NFC; TCVN 6909:2001), its order, and its folded form for search.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace congvan {

bool is_utf8(std::string_view text);
bool is_nfc(std::string_view text);  // false also when not UTF-8

// Text in NFC. Fails: base.not_utf8 (fix_input).
Result<std::string> to_nfc(std::string_view text);

// A line a person typed: NFC, trimmed, no control characters, 1 to `most` characters (code points).
// Fails: base.not_utf8, base.empty_text, base.text_too_long, base.control_character (fix_input).
Result<std::string> clean_line(std::string_view text, std::size_t most);
// The same, but line feeds and tabs may stand inside, and it may be empty.
Result<std::string> clean_text(std::string_view text, std::size_t most);

std::size_t count_characters(std::string_view utf8);  // code points

// Bytes that sort as Vietnamese sorts (ICU collation "vi"), as lower-case hex, for a column both databases order by.
std::string sort_key(std::string_view text);

// Capitals as Vietnamese writes them ("Ủy ban" -> "ỦY BAN"), NFC.
std::string to_upper(std::string_view text);

// Lower case without any diacritic ("Đặng Đình" -> "dang dinh"), for search and for file names in ASCII.
std::string fold(std::string_view text);

}  // namespace congvan
