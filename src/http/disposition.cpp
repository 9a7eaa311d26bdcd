#include "http/disposition.hpp"

#include <cctype>
#include <optional>

#include "base/text.hpp"
#include "errors/http.hpp"

namespace congvan::http {
namespace {

Error malformed(std::string_view why) {
    return {Remedy::fix_input, errors::http::malformed_disposition, std::string(why)};
}

void skip_blanks(std::string_view& rest) {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
}

std::string_view take_token(std::string_view& rest) {
    std::size_t length = 0;
    while (length < rest.size() && rest[length] != '=' && rest[length] != ';' && rest[length] != ' ' &&
           rest[length] != '\t') {
        ++length;
    }
    const std::string_view token = rest.substr(0, length);
    rest.remove_prefix(length);
    return token;
}

Result<std::string> take_value(std::string_view& rest) {
    if (rest.empty() || rest.front() != '"') {
        std::size_t length = 0;
        while (length < rest.size() && rest[length] != ';') ++length;
        std::string value(rest.substr(0, length));
        rest.remove_prefix(length);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) value.pop_back();
        return value;
    }
    rest.remove_prefix(1);
    std::string value;
    while (!rest.empty() && rest.front() != '"') {
        if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
        value += rest.front();
        rest.remove_prefix(1);
    }
    if (rest.empty()) return malformed("the quoted name does not end");
    rest.remove_prefix(1);
    return value;
}

bool same_word(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::tolower(static_cast<unsigned char>(a[i])) != b[i]) return false;
    }
    return true;
}

// charset'language'percent-encoded
Result<std::string> decode_extended(std::string_view value) {
    const std::size_t first = value.find('\'');
    const std::size_t second = first == std::string_view::npos ? first : value.find('\'', first + 1);
    if (second == std::string_view::npos || !same_word(value.substr(0, first), "utf-8")) {
        return malformed("filename* is not in UTF-8");
    }
    std::string name;
    for (std::string_view rest = value.substr(second + 1); !rest.empty();) {
        if (rest.front() != '%') {
            name += rest.front();
            rest.remove_prefix(1);
            continue;
        }
        const auto byte = from_hex(rest.substr(1, 2));
        if (rest.size() < 3 || !byte.has_value()) return malformed("filename* has a broken percent sign");
        name += static_cast<char>(byte.value().front());
        rest.remove_prefix(3);
    }
    if (!is_utf8(name)) return malformed("filename* is not UTF-8");
    return name;
}

}  // namespace

Result<std::string> file_name_in(std::string_view field) {
    std::string_view rest = field;
    take_token(rest);  // attachment, inline
    std::optional<std::string> plain;
    std::optional<std::string> extended;
    for (;;) {
        skip_blanks(rest);
        if (rest.empty()) break;
        if (rest.front() != ';') return malformed("no semicolon between parameters");
        rest.remove_prefix(1);
        skip_blanks(rest);
        const std::string_view name = take_token(rest);
        skip_blanks(rest);
        if (rest.empty() || rest.front() != '=') return malformed("a parameter without a value");
        rest.remove_prefix(1);
        skip_blanks(rest);
        LET(std::string value, take_value(rest));
        if (same_word(name, "filename*")) {
            LET(extended, decode_extended(value));
        } else if (same_word(name, "filename")) {
            plain = std::move(value);
        }
    }
    if (extended) return *extended;
    if (plain) return *plain;
    return Error{Remedy::fix_input, errors::http::file_name_missing, ""};
}

}  // namespace congvan::http
