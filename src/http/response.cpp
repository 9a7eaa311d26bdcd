#include "http/response.hpp"

#include "base/text.hpp"

namespace congvan::http {

namespace {

bool is_token_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

// Visible ASCII, spaces and tabs. We never send bytes above 0x7e: what is not ASCII has an encoding of its own (RFC 8187).
bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (c >= 0x20 && c <= 0x7e); });
}

bool is_cookie_octets(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c <= 0x7e && c != '"' && c != ',' && c != ';' && c != '\\';
    });
}

// RFC 8187 attr-char.
bool is_attribute_character(char c) {
    return is_token_character(c) && c != '*' && c != '\'' && c != '%';
}

// A name that is safe to suggest: no folders, no control characters.
std::string safe_name(std::string_view name) {
    std::string safe;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        safe += byte < 0x20 || byte == 0x7f || c == '/' || c == '\\' ? '_' : c;
    }
    if (safe.empty() || safe == "." || safe == "..") return "tep";
    return safe;
}

std::string ascii_name(std::string_view name) {
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
    std::string ascii;
    for (const char c : plain ? std::string(name) : fold(name)) {
        ascii += c < 0x20 || c > 0x7e || c == '"' || c == '\\' || c == '%' ? '_' : c;
    }
    return ascii;
}

}  // namespace

Response Response::text(int status, std::string_view content_type, std::string body) {
    Response response(status, std::move(body));
    response.set("Content-Type", content_type);
    return response;
}

Response Response::bytes(std::string_view content_type, BytesView body) {
    return text(200, content_type, std::string(as_text(body)));
}

Response Response::stream(std::string_view content_type, StreamedBody body) {
    Response response(200, std::move(body));
    response.set("Content-Type", content_type);
    return response;
}

Response& Response::set(std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_field_value(value)) {
        well_formed_ = false;
        return *this;
    }
    headers_.replace(name, std::string(value));
    return *this;
}

Response& Response::set_cookie(const Cookie& cookie) {
    if (!is_token(cookie.name) || !is_cookie_octets(cookie.value) || !is_cookie_octets(cookie.path)) {
        well_formed_ = false;
        return *this;
    }
    std::string line = cookie.name + "=" + cookie.value + "; Path=" + cookie.path + "; HttpOnly; SameSite=";
    line += cookie.same_site == SameSite::strict ? "Strict" : "Lax";
    if (cookie.secure == Secure::yes) line += "; Secure";
    if (cookie.max_age_s) line += "; Max-Age=" + std::to_string(*cookie.max_age_s);
    headers_.add("Set-Cookie", std::move(line));
    return *this;
}

Response& Response::status(int status) {
    status_ = status;
    return *this;
}

void Response::note(std::string_view code, std::string detail) {
    code_ = code;
    detail_ = std::move(detail);
}

std::string content_disposition(Disposition disposition, std::string_view name) {
    const auto safe = safe_name(name);
    std::string line = disposition == Disposition::attachment ? "attachment" : "inline";
    const auto ascii = ascii_name(safe);
    line += "; filename=\"" + ascii + "\"";
    if (ascii == safe) return line;
    line += "; filename*=UTF-8''";
    constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : safe) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_attribute_character(c)) {
            line += c;
        } else {
            line += '%';
            line += digits[byte >> 4];
            line += digits[byte & 15];
        }
    }
    return line;
}

bool matches_entity_tag(std::string_view field, std::string_view entity_tag) {
    const auto strong = [](std::string_view tag) { return tag.substr(0, 2) == "W/" ? tag.substr(2) : tag; };
    while (!field.empty()) {
        const auto start = field.find_first_not_of(" \t,");
        if (start == std::string_view::npos) return false;
        field.remove_prefix(start);
        if (field[0] == '*') return true;
        const auto open = field.find('"');
        if (open == std::string_view::npos) return false;
        const auto close = field.find('"', open + 1);
        if (close == std::string_view::npos) return false;
        if (strong(field.substr(0, close + 1)) == strong(entity_tag)) return true;
        field.remove_prefix(close + 1);
    }
    return false;
}

}  // namespace congvan::http
