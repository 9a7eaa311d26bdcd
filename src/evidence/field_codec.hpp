#pragma once

// Typed values inside the Fields of a history event. A struct is described once, for both directions, next to itself:
//
//   template <typename Codec>
//   void describe(Codec& codec, evidence::Like<FileRef> auto& file) {
//       codec("sha256", file.sha256);
//       codec("size", file.size);
//   }
//
// Names are joined by points, members of a list numbered from 0 ("recipients.0.name"); an absent optional has no field.
// Texts, whole numbers, flags, ids (Uuid, Named), digests, instants, days, Fields, optionals, vectors and described
// structs go by themselves; an enum goes by `codec.word(name, value, parse)` with its `to_word` and parser.
// Reading passes over fields that it does not know. Conventions: spec/formats/history-event.md.

#include <charconv>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/fields.hpp"
#include "base/instant.hpp"
#include "base/named.hpp"
#include "base/uuid.hpp"
#include "errors/base.hpp"

namespace congvan::evidence {

template <typename T, typename U>
concept Like = std::same_as<std::remove_const_t<T>, U>;

namespace detail {

template <typename T>
struct NamedRaw {};
template <typename Tag, typename Raw>
struct NamedRaw<Named<Tag, Raw>> { using type = Raw; };
template <typename T>
concept IsNamed = requires { typename NamedRaw<T>::type; };

template <typename T>
struct Inner {};
template <typename T>
struct Inner<std::optional<T>> { using optional = T; };
template <typename T>
struct Inner<std::vector<T>> { using list = T; };
template <typename T>
concept IsOptional = requires { typename Inner<T>::optional; };
template <typename T>
concept IsList = requires { typename Inner<T>::list; };

inline std::string join(std::string_view prefix, std::string_view name) {
    if (prefix.empty()) return std::string(name);
    return std::string(prefix) + "." + std::string(name);
}

}  // namespace detail

class FieldWriter {
public:
    explicit FieldWriter(Fields& into, std::string prefix = "") : into_(&into), prefix_(std::move(prefix)) {}

    template <typename T>
    void operator()(std::string_view name, const T& value) {
        write(detail::join(prefix_, name), value);
    }
    template <typename E, typename Parse>
    void word(std::string_view name, const E& value, Parse) {
        into_->set(detail::join(prefix_, name), std::string(to_word(value)));
    }

private:
    template <typename T>
    void write(const std::string& at, const T& value) {
        if constexpr (std::same_as<T, std::string>) {
            into_->set(at, value);
        } else if constexpr (std::same_as<T, bool>) {
            into_->set(at, value ? "true" : "false");
        } else if constexpr (std::integral<T>) {
            into_->set(at, std::to_string(value));
        } else if constexpr (std::same_as<T, Uuid>) {
            into_->set(at, value.text());
        } else if constexpr (std::same_as<T, Sha256>) {
            into_->set(at, value.hex());
        } else if constexpr (std::same_as<T, Instant>) {
            into_->set(at, to_iso8601(value, Fraction::kept));
        } else if constexpr (std::same_as<T, Day>) {
            into_->set(at, to_iso8601(value));
        } else if constexpr (detail::IsNamed<T>) {
            write(at, value.raw());
        } else {
            write_compound(at, value);
        }
    }

    template <typename T>
    void write_compound(const std::string& at, const T& value) {
        if constexpr (std::same_as<T, Fields>) {
            for (const auto& [name, text] : value.all()) into_->set(detail::join(at, name), text);
        } else if constexpr (detail::IsOptional<T>) {
            if (value) write(at, *value);
        } else if constexpr (detail::IsList<T>) {
            for (std::size_t i = 0; i < value.size(); ++i) write(detail::join(at, std::to_string(i)), value[i]);
        } else {
            FieldWriter inside(*into_, at);
            describe(inside, value);
        }
    }

    Fields* into_;
    std::string prefix_;
};

// Remembers the first thing that did not fit; what it read after that means nothing.
class FieldReader {
public:
    FieldReader(const Fields& from, std::string prefix = "") : from_(&from), prefix_(std::move(prefix)) {}

    template <typename T>
    void operator()(std::string_view name, T& value) {
        read(detail::join(prefix_, name), value);
    }
    template <typename E, typename Parse>
    void word(std::string_view name, E& value, Parse parse) {
        const std::string at = detail::join(prefix_, name);
        take(at, value, [&parse](const std::string& text) -> Result<E> { return parse(text); });
    }

    // base.malformed_record (call_operator), naming the field; nothing when all was there.
    const std::optional<Error>& failure() const { return failure_; }

private:
    template <typename T>
    void read(const std::string& at, T& value) {
        if constexpr (std::same_as<T, std::string>) {
            take(at, value, [](const std::string& text) -> Result<std::string> { return text; });
        } else if constexpr (std::same_as<T, bool>) {
            take(at, value, flag);
        } else if constexpr (std::integral<T>) {
            take(at, value, whole_number<T>);
        } else if constexpr (std::same_as<T, Uuid>) {
            take(at, value, Uuid::parse);
        } else if constexpr (std::same_as<T, Sha256>) {
            take(at, value, Sha256::parse);
        } else if constexpr (std::same_as<T, Instant>) {
            take(at, value, [](const std::string& text) { return parse_instant(text); });
        } else if constexpr (std::same_as<T, Day>) {
            take(at, value, [](const std::string& text) { return parse_day(text); });
        } else if constexpr (detail::IsNamed<T>) {
            typename detail::NamedRaw<T>::type raw{};
            read(at, raw);
            value = T(std::move(raw));
        } else {
            read_compound(at, value);
        }
    }

    template <typename T>
    void read_compound(const std::string& at, T& value) {
        if constexpr (std::same_as<T, Fields>) {
            read_all(at + ".", value);
        } else if constexpr (detail::IsOptional<T>) {
            if (!present(at)) return;
            value.emplace();
            read(at, *value);
        } else if constexpr (detail::IsList<T>) {
            for (std::string each = at + ".0"; present(each); each = at + "." + std::to_string(value.size())) {
                value.emplace_back();
                read(each, value.back());
            }
        } else {
            FieldReader inside(*from_, at);
            describe(inside, value);
            if (inside.failure_) fail(*inside.failure_);
        }
    }

    template <typename T, typename Parse>
    void take(const std::string& at, T& value, Parse parse) {
        const auto text = from_->find(at);
        if (!text) return fail(wrong("no field " + at));
        auto parsed = parse(*text);
        if (!parsed.has_value()) return fail(wrong("field " + at));
        value = std::move(parsed).value();
    }

    static Result<bool> flag(const std::string& text) {
        if (text == "true") return true;
        if (text == "false") return false;
        return wrong("neither true nor false");
    }

    template <typename T>
    static Result<T> whole_number(const std::string& text) {
        T number{};
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failed != std::errc{} || end != text.data() + text.size() || std::to_string(number) != text) {
            return wrong("not a number in range");
        }
        return number;
    }

    void read_all(const std::string& start, Fields& value) const {
        const auto& all = from_->all();
        for (auto each = all.lower_bound(start); each != all.end() && each->first.starts_with(start); ++each) {
            value.set(each->first.substr(start.size()), each->second);
        }
    }

    // A field of this name, or one below it.
    bool present(const std::string& at) const {
        if (from_->has(at)) return true;
        const auto below = from_->all().lower_bound(at + ".");
        return below != from_->all().end() && below->first.starts_with(at + ".");
    }

    static Error wrong(std::string detail) {
        return {Remedy::call_operator, errors::base::malformed_record, std::move(detail)};
    }
    void fail(Error error) {
        if (!failure_) failure_ = std::move(error);
    }

    const Fields* from_;
    std::string prefix_;
    std::optional<Error> failure_;
};

template <typename T>
void put_described(Fields& fields, std::string_view prefix, const T& value) {
    FieldWriter writer(fields);
    writer(prefix, value);
}

// Fails: base.malformed_record (call_operator).
template <typename T>
Result<T> get_described(const Fields& fields, std::string_view prefix) {
    FieldReader reader(fields);
    T value{};
    reader(prefix, value);
    if (reader.failure()) return *reader.failure();
    return value;
}

// The fields of whichever event a variant of described structs holds.
template <typename Event>
Fields fields_of(const Event& event) {
    Fields fields;
    FieldWriter writer(fields);
    std::visit([&writer](const auto& each) { describe(writer, each); }, event);
    return fields;
}

// The event whose kind is `kinds[i]` for the variant's i-th alternative.
// Fails with `unknown` (call_operator) for another kind, or for fields that are not those of the kind.
template <typename Event, std::size_t i = 0, typename Kinds>
Result<Event> event_of(const Kinds& kinds, std::string_view kind, const Fields& fields, std::string_view unknown) {
    static_assert(std::tuple_size_v<Kinds> == std::variant_size_v<Event>);
    if constexpr (i == std::variant_size_v<Event>) {
        return Error{Remedy::call_operator, unknown, "kind " + std::string(kind.substr(0, 64))};
    } else {
        if (kinds[i] != kind) return event_of<Event, i + 1>(kinds, kind, fields, unknown);
        FieldReader reader(fields);
        std::variant_alternative_t<i, Event> event{};
        describe(reader, event);
        if (reader.failure()) return Error{Remedy::call_operator, unknown, std::string(kind) + ": " + reader.failure()->detail};
        return Event(std::move(event));
    }
}

}  // namespace congvan::evidence
