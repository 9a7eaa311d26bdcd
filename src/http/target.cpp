#include "http/target.hpp"

#include "base/text.hpp"
#include "errors/http.hpp"

namespace congvan::http {

namespace {

Error malformed(std::string why) { return {Remedy::fix_input, errors::http::malformed_address, std::move(why)}; }

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

enum class Plus { itself, space };

Result<std::string> decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return malformed("a % without two hex digits");
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus == Plus::space) {
            c = ' ';
        }
        decoded += c;
    }
    if (!is_utf8(decoded)) return malformed("not UTF-8 after decoding");
    return decoded;
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<std::vector<std::string>> split_path(std::string_view path) {
    std::vector<std::string> segments;
    path.remove_prefix(1);
    if (path.empty()) return segments;
    while (true) {
        const auto slash = path.find('/');
        LET(auto segment, decode(path.substr(0, slash), Plus::itself));
        if (segment == "." || segment == ".." || has_control(segment) ||
            segment.find_first_of("/\\") != std::string::npos) {
            return malformed("a path segment that is not a name");
        }
        segments.push_back(std::move(segment));
        if (slash == std::string_view::npos) return segments;
        path.remove_prefix(slash + 1);
    }
}

Result<std::vector<std::pair<std::string, std::string>>> split_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        if (!pair.empty()) {
            const auto equals = pair.find('=');
            LET(auto name, decode(pair.substr(0, equals), Plus::space));
            LET(auto value, decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), Plus::space));
            if (has_control(name) || value.find('\0') != std::string::npos) return malformed("a control character in the query");
            pairs.emplace_back(std::move(name), std::move(value));
        }
        if (end == std::string_view::npos) break;
        query.remove_prefix(end + 1);
    }
    return pairs;
}

bool starts_with_scheme(std::string_view text, std::string_view scheme) {
    return text.size() >= scheme.size() && std::equal(scheme.begin(), scheme.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
           });
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
    Target target;
    for (const std::string_view scheme : {std::string_view("http://"), std::string_view("https://")}) {
        if (!starts_with_scheme(text, scheme)) continue;
        text.remove_prefix(scheme.size());
        const auto end = text.find_first_of("/?");
        target.authority = text.substr(0, end);
        if (!is_host(target.authority)) return malformed("an authority that is no host");
        text = end == std::string_view::npos ? "/" : text.substr(end);
        if (text[0] == '?') return malformed("an absolute address without a path");
        break;
    }
    if (text.empty() || text[0] != '/') return malformed("neither origin nor absolute form");
    if (text.find('#') != std::string_view::npos) return malformed("a fragment");
    const auto mark = text.find('?');
    target.path = text.substr(0, mark);
    LET(target.segments, split_path(target.path));
    if (mark != std::string_view::npos) {
        LET(target.query, split_query(text.substr(mark + 1)));
    }
    return target;
}

bool is_host(std::string_view text) {
    if (text.empty() || text.size() > 261) return false;
    std::string_view rest = text;
    if (rest[0] == '[') {
        const auto close = rest.find(']');
        if (close == std::string_view::npos) return false;
        if (rest.substr(1, close - 1).find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
        rest.remove_prefix(close + 1);
        if (!rest.empty() && rest[0] != ':') return false;
    } else {
        const auto colon = rest.find(':');
        const auto name = rest.substr(0, colon);
        const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
        });
        if (name.empty() || !plain) return false;
        rest = colon == std::string_view::npos ? "" : rest.substr(colon);
    }
    if (rest.empty()) return true;
    rest.remove_prefix(1);
    return rest.size() <= 5 && rest.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace congvan::http
