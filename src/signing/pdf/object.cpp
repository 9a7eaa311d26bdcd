#include "signing/pdf/object.hpp"

#include <algorithm>
#include <charconv>

namespace congvan::signing::pdf {
namespace {

bool before(const Entry& entry, std::string_view key) { return entry.key < key; }

void append_name(std::string& into, std::string_view name) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    into += '/';
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte > 0x20 && byte < 0x7F && std::string_view("#()<>[]{}/%").find(c) == std::string_view::npos;
        if (plain) {
            into += c;
        } else {
            into += '#';
            into += kDigits[byte >> 4];
            into += kDigits[byte & 15];
        }
    }
}

void append(std::string& into, const Object& object);

void append(std::string& into, const Dictionary& dictionary) {
    into += "<<";
    for (const auto& entry : dictionary.entries()) {
        append_name(into, entry.key);
        into += ' ';
        append(into, entry.value);
    }
    into += ">>";
}

struct Writer {
    std::string& into;
    void operator()(Null) const { into += "null"; }
    void operator()(bool value) const { into += value ? "true" : "false"; }
    void operator()(std::int64_t value) const { into += std::to_string(value); }
    void operator()(double value) const {
        char text[400];
        const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
        into.append(text, end);
    }
    void operator()(const Name& value) const { append_name(into, value.text); }
    void operator()(const String& value) const { into += '<' + to_hex(as_bytes(value.bytes)) + '>'; }
    void operator()(const Array& values) const {
        into += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i != 0) into += ' ';
            append(into, values[i]);
        }
        into += ']';
    }
    void operator()(const Dictionary& value) const { append(into, value); }
    void operator()(const Stream& value) const { append(into, value.dictionary); }
    void operator()(const Reference& value) const {
        into += std::to_string(value.number) + ' ' + std::to_string(value.generation) + " R";
    }
};

void append(std::string& into, const Object& object) { std::visit(Writer{into}, object.value()); }

}  // namespace

const Object* Dictionary::find(std::string_view key) const {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
    return at != entries_.end() && at->key == key ? &at->value : nullptr;
}

Object* Dictionary::find(std::string_view key) {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
    return at != entries_.end() && at->key == key ? &at->value : nullptr;
}

void Dictionary::set(std::string_view key, Object value) {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
    if (at != entries_.end() && at->key == key) {
        at->value = std::move(value);
    } else {
        entries_.insert(at, Entry{std::string(key), std::move(value)});
    }
}

void Dictionary::remove(std::string_view key) {
    const auto at = std::lower_bound(entries_.begin(), entries_.end(), key, before);
    if (at != entries_.end() && at->key == key) entries_.erase(at);
}

bool Dictionary::from(std::vector<Entry> entries, Dictionary& into) {
    into.entries_.clear();
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.key < b.key; });
    const auto twice = std::adjacent_find(entries.begin(), entries.end(),
                                          [](const Entry& a, const Entry& b) { return a.key == b.key; });
    if (twice != entries.end()) return false;
    into.entries_ = std::move(entries);
    return true;
}

bool operator==(const Dictionary& a, const Dictionary& b) { return a.entries_ == b.entries_; }

bool operator==(const Stream& a, const Stream& b) {
    return a.dictionary == b.dictionary && std::equal(a.raw.begin(), a.raw.end(), b.raw.begin(), b.raw.end());
}

bool Object::number(double& into) const {
    if (const auto* whole = as<std::int64_t>()) {
        into = static_cast<double>(*whole);
        return true;
    }
    if (const auto* real = as<double>()) {
        into = *real;
        return true;
    }
    return false;
}

std::string to_text(const Object& object) {
    std::string text;
    append(text, object);
    return text;
}

std::string to_text(const Dictionary& dictionary) {
    std::string text;
    append(text, dictionary);
    return text;
}

}  // namespace congvan::signing::pdf
