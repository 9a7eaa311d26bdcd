#include "signing/judge/descriptions.hpp"

#include <algorithm>

namespace congvan::signing {
namespace {

using pdf::Dictionary;
using pdf::Object;
using pdf::String;

constexpr std::size_t kLongestText = 500;

const String* short_text(const Object* value) {
    const auto* text = value != nullptr ? value->as<String>() : nullptr;
    return text != nullptr && text->bytes.size() <= kLongestText ? text : nullptr;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Characters of dates and identifiers.
bool is_plain(std::string_view text, bool words) {
    return text.size() <= kLongestText && std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ':' || c == '-' ||
                      c == '+' || c == '.' || (words && c != '<' && c != '"' && c != '\'' && c != '&');
           });
}

// `text` with the values of what may change taken out, as elements and as attributes, and runs of white space as one.
std::string masked(std::string_view text) {
    static constexpr std::string_view kMayChange[] = {"xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:InstanceID", "pdf:Producer"};
    std::string result;
    std::size_t at = 0;
    const auto skip_value = [&](std::string_view name, std::size_t from, std::string_view end) {
        const auto close = text.find(end, from);
        if (close == std::string_view::npos || !is_plain(text.substr(from, close - from), name == "pdf:Producer")) return;
        result += std::string(name) + "=";
        at = close + end.size();
    };
    while (at < text.size()) {
        const auto before = at;
        for (const auto name : kMayChange) {
            if (text[at] == '<' && text.substr(at + 1).starts_with(std::string(name) + ">")) {
                skip_value(name, at + name.size() + 2, "</" + std::string(name) + ">");
            } else if (text.substr(at).starts_with(std::string(name) + "=\"")) {
                skip_value(name, at + name.size() + 2, "\"");
            }
            if (at != before) break;
        }
        if (at != before) continue;
        if (!is_space(text[at])) {
            result += text[at];
        } else if (result.empty() || result.back() != ' ') {
            result += ' ';
        }
        ++at;
    }
    return result;
}

bool is_extension(const Object& value) {
    const auto* extension = value.as<Dictionary>();
    if (extension == nullptr) return false;
    for (const auto& entry : extension->entries()) {
        const bool known = (entry.key == "Type" && entry.value.is_name("DeveloperExtensions")) ||
                           (entry.key == "BaseVersion" && entry.value.as<pdf::Name>() != nullptr) ||
                           (entry.key == "ExtensionLevel" && entry.value.as<std::int64_t>() != nullptr);
        if (!known) return false;
    }
    return true;
}

const Dictionary* dictionary_of(const pdf::Document& document, const Object* holder, std::size_t at) {
    static const Dictionary kNone;
    if (holder == nullptr) return &kNone;
    const auto resolved = document.resolve(*holder, at);
    return resolved.has_value() ? (*resolved)->as<Dictionary>() : nullptr;
}

}  // namespace

bool only_dates_differ(const Dictionary& was, const Dictionary& is) {
    for (const auto& entry : is.entries()) {
        const auto* old = was.find(entry.key);
        if (old != nullptr && *old == entry.value) continue;
        const auto* text = short_text(&entry.value);
        if (text == nullptr) return false;
        if (entry.key == "ModDate" || (entry.key == "CreationDate" && old == nullptr)) continue;
        // DEPARTS: beside the dates. Programs name themselves after those before them ("…; modified using …").
        const auto* producer = short_text(old);
        const bool tail = producer != nullptr && text->bytes.starts_with(producer->bytes);
        if (entry.key != "Producer" || !(old == nullptr || tail)) return false;
    }
    return std::all_of(was.entries().begin(), was.entries().end(), [&](const pdf::Entry& entry) { return is.has(entry.key); });
}

bool only_dates_differ(std::string_view was, std::string_view is) { return masked(was) == masked(is); }

bool only_known_extensions_differ(const pdf::Document& document, const Object* was, std::size_t before, const Object& is,
                                  std::size_t now) {
    const auto* old = dictionary_of(document, was, before);
    const auto* fresh = dictionary_of(document, &is, now);
    if (old == nullptr || fresh == nullptr) return false;
    for (const auto& entry : fresh->entries()) {
        const auto* match = old->find(entry.key);
        if (match != nullptr && *match == entry.value) continue;
        if ((entry.key != "ADBE" && entry.key != "ESIC") || !is_extension(entry.value)) return false;
    }
    return std::all_of(old->entries().begin(), old->entries().end(), [&](const pdf::Entry& entry) { return fresh->has(entry.key); });
}

}  // namespace congvan::signing
