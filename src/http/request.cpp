#include "http/request.hpp"

#include <charconv>

namespace congvan::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool same_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `take` with each part between `separator`s, without the spaces around it.
template <typename Take>
void for_each_part(std::string_view text, char separator, Take take) {
    while (true) {
        const auto end = text.find(separator);
        take(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

// "q=0.8" -> 800; 1000 when absent, 0 when it cannot be read.
int quality(std::string_view parameters) {
    int result = 1000;
    for_each_part(parameters, ';', [&](std::string_view part) {
        if (part.size() < 3 || lower(part[0]) != 'q' || part[1] != '=') return;
        part.remove_prefix(2);
        result = part[0] == '1' ? 1000 : 0;
        int weight = 100;
        if (part.size() > 1 && part[0] == '0' && part[1] == '.') {
            for (const char digit : part.substr(2, 3)) {
                if (digit < '0' || digit > '9') break;
                result += (digit - '0') * weight;
                weight /= 10;
            }
        }
    });
    return result;
}

}  // namespace

std::string_view to_text(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::del: return "DELETE";
        case Method::options: return "OPTIONS";
    }
    return "";
}

std::optional<Method> parse_method(std::string_view token) {
    for (const auto method :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
        if (token == to_text(method)) return method;
    }
    return std::nullopt;
}

bool is_safe(Method method) {
    return method == Method::get || method == Method::head || method == Method::options;
}

Language preferred_language(std::string_view accept_language) {
    int vietnamese = -1;
    int english = -1;
    for_each_part(accept_language, ',', [&](std::string_view range) {
        const auto semicolon = range.find(';');
        const auto tag = trimmed(range.substr(0, semicolon));
        const int weight = semicolon == std::string_view::npos ? 1000 : quality(range.substr(semicolon + 1));
        const auto primary = tag.substr(0, tag.find('-'));
        if (same_name(primary, "vi")) vietnamese = std::max(vietnamese, weight);
        if (same_name(primary, "en")) english = std::max(english, weight);
    });
    return english > 0 && english > vietnamese ? Language::english : Language::vietnamese;
}

void Headers::replace(std::string_view name, std::string value) {
    for (auto& field : fields_) {
        if (same_name(field.name, name)) {
            field.value = std::move(value);
            return;
        }
    }
    add(std::string(name), std::move(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (const auto& field : fields_) {
        if (same_name(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields_.begin(), fields_.end(), [&](const Field& field) { return same_name(field.name, name); }));
}

std::string Headers::joined(std::string_view name) const {
    std::string all;
    for (const auto& field : fields_) {
        if (!same_name(field.name, name)) continue;
        if (!all.empty()) all += ", ";
        all += field.value;
    }
    return all;
}

Request::Request(RequestParts parts) : parts_(std::move(parts)) {
    language_ = preferred_language(parts_.headers.joined("Accept-Language"));
    if (const auto authorization = header("Authorization")) {
        constexpr std::string_view scheme = "Bearer ";
        if (authorization->size() > scheme.size() && same_name(authorization->substr(0, scheme.size()), scheme)) {
            bearer_ = std::string(trimmed(authorization->substr(scheme.size())));
        }
    }
    if (bearer_) return;
    for (const auto& field : parts_.headers.all()) {
        if (!same_name(field.name, "Cookie")) continue;
        for_each_part(field.value, ';', [&](std::string_view pair) {
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || equals == 0) return;
            cookies_.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
        });
    }
}

std::string_view Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : parts_.parameters) {
        if (key == name) return value;
    }
    CONGVAN_INVARIANT(!"the route has a parameter of this name");
    return {};
}

std::optional<std::string_view> Request::query(std::string_view name) const {
    for (const auto& [key, value] : parts_.query) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : cookies_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

ByteSource& Request::stream() {
    if (!parts_.stream) parts_.stream = std::make_unique<MemorySource>(parts_.body);
    return *parts_.stream;
}

}  // namespace congvan::http
