#pragma once

// The values a PDF is made of (ISO 32000-1 7.3). Plain values; copying copies the whole tree, which is never deeper
// than the reader's limit. Only `Stream::raw` is a view: into the file, which must outlive it.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::signing::pdf {

// Where a token stands in the file, [begin, end). Both 0: not read from a file, or from an object stream.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct Null {
    friend bool operator==(Null, Null) { return true; }
};

// Without the slash; #xx sequences are resolved.
struct Name {
    std::string text;
    friend bool operator==(const Name&, const Name&) = default;
};

// The bytes meant, after escapes and hex. Equal strings may be written differently.
struct String {
    std::string bytes;
    Span span;             // of the token with its brackets
    bool hex = false;      // written as <…>
    friend bool operator==(const String& a, const String& b) { return a.bytes == b.bytes; }
};

// "12 0 R".
struct Reference {
    std::uint32_t number = 0;
    std::uint32_t generation = 0;
    friend bool operator==(const Reference&, const Reference&) = default;
    friend auto operator<=>(const Reference&, const Reference&) = default;
};

class Object;
struct Entry;

using Array = std::vector<Object>;

// Keys are unique and sorted bytewise; so two dictionaries are equal when their entries are.
class Dictionary {
public:
    const Object* find(std::string_view key) const;  // null: absent
    Object* find(std::string_view key);
    bool has(std::string_view key) const { return find(key) != nullptr; }
    void set(std::string_view key, Object value);    // adds or replaces
    void remove(std::string_view key);
    const std::vector<Entry>& entries() const { return entries_; }
    bool empty() const { return entries_.empty(); }

    // Takes entries in any order; false, and an empty dictionary, when a key stands twice.
    static bool from(std::vector<Entry> entries, Dictionary& into);

    friend bool operator==(const Dictionary&, const Dictionary&);

private:
    std::vector<Entry> entries_;
};

// `raw` is as it stands in the file, still filtered and perhaps encrypted. Streams are equal when dictionary and raw bytes are.
struct Stream {
    Dictionary dictionary;
    BytesView raw;
    Reference owner;  // the object that it is; of use where the file is encrypted
    friend bool operator==(const Stream& a, const Stream& b);
};

class Object {
public:
    using Value = std::variant<Null, bool, std::int64_t, double, Name, String, Array, Dictionary, Stream, Reference>;

    Object() = default;
    template <typename T, typename = std::enable_if_t<std::is_constructible_v<Value, std::in_place_type_t<T>, T>>>
    Object(T value) : value_(std::in_place_type<T>, std::move(value)) {}  // NOLINT(google-explicit-constructor)

    const Value& value() const { return value_; }

    bool is_null() const { return std::holds_alternative<Null>(value_); }
    // Null pointer when it is of another kind.
    template <typename T>
    const T* as() const {
        return std::get_if<T>(&value_);
    }
    template <typename T>
    T* as() {
        return std::get_if<T>(&value_);
    }
    bool is_name(std::string_view text) const {
        const auto* name = as<Name>();
        return name != nullptr && name->text == text;
    }
    // Integer or real.
    bool number(double& into) const;

    friend bool operator==(const Object& a, const Object& b) { return a.value_ == b.value_; }

private:
    Value value_;
};

struct Entry {
    std::string key;
    Object value;
    friend bool operator==(const Entry&, const Entry&) = default;
};

// `object` in PDF syntax, on one line, keys in order; a stream gives its dictionary only.
std::string to_text(const Object& object);
std::string to_text(const Dictionary& dictionary);

}  // namespace congvan::signing::pdf
