#pragma once

// New indirect objects on their way into a PDF, before they have numbers. A dictionary names its neighbours by
// their place in the list: `@3@` in the text stands for "reference to object 3 of this list". Objects only refer to
// objects before them, so a list is written in order.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::signing {

struct NewObject {
    std::string body;             // PDF syntax; for a stream its dictionary without /Length
    std::optional<Bytes> stream;  // already filtered as the dictionary says
};

class ObjectList {
public:
    // Appends and returns the place of the object.
    int add(std::string body) { return push({std::move(body), std::nullopt}); }
    int add_stream(std::string dictionary, Bytes data) { return push({std::move(dictionary), std::move(data)}); }
    // Appends a stream compressed with Flate; `dictionary` is without /Filter.
    int add_deflated(std::string dictionary, BytesView data);
    // Appends all of `other`, moving its references along, and returns the place of its last object.
    int append(const ObjectList& other);

    const std::vector<NewObject>& objects() const { return objects_; }
    int size() const { return static_cast<int>(objects_.size()); }

    static std::string reference(int place) { return "@" + std::to_string(place) + "@"; }

    // `body` with every `@n@` as what `shown` makes of n, for example "12 0 R".
    static std::string resolved(std::string_view body, const std::function<std::string(int)>& shown);

private:
    int push(NewObject object) {
        objects_.push_back(std::move(object));
        return size() - 1;
    }
    std::vector<NewObject> objects_;
};

// PDF syntax of values.
std::string pdf_number(double value);                // at most three decimals, no exponent
std::string pdf_text_string(std::string_view utf8);  // (ASCII) or <FEFF…> for anything else; never holds an '@'
std::string pdf_hex_string(BytesView bytes);         // <0A1B…>

enum class ByteOrderMark { omitted, written };
Bytes to_utf16be(std::string_view utf8, ByteOrderMark mark);  // `utf8` must be valid
Bytes deflated(BytesView data);                               // zlib form, as /FlateDecode reads it

}  // namespace congvan::signing
