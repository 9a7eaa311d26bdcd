#pragma once

// Failures as values. A function that can fail for an expected reason returns Result<T>; exceptions from
// libraries stop in the adapter that called the library. Spelled like std::expected (C++23) so that it can be
// replaced by it.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace congvan {

// What the caller can do about a failure. Not what went wrong: that is `Error::code`.
enum class Remedy { fix_input, reload_and_retry, retry_later, ask_permission, call_operator };

struct [[nodiscard]] Error {
    Remedy remedy = Remedy::call_operator;
    std::string_view code;  // stable, from spec/errors: "registers.number_taken"; always a literal with static life
    std::string detail;     // for the operator's log; never reaches a citizen
    // Where a rule of a regulation spoke: its clause and its sentence, shown to the person in place of the catalogue's.
    std::string clause{};
    std::string sentence{};
};

// The success of an act that has nothing more to say.
struct Done {};

namespace detail {
[[noreturn]] inline void broken(const char* what, const char* file, int line) {
    std::fprintf(stderr, "invariant broken: %s (%s:%d)\n", what, file, line);
    std::abort();
}
}  // namespace detail

// Stops the process: for what the program itself guarantees, never for input.
#define CONGVAN_INVARIANT(...) \
    ((__VA_ARGS__) ? void(0) : ::congvan::detail::broken(#__VA_ARGS__, __FILE__, __LINE__))

// Holds a value or an Error. Reading the wrong one is a broken invariant.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    bool has_value() const { return held_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    const T& value() const& {
        CONGVAN_INVARIANT(has_value());
        return *std::get_if<0>(&held_);
    }
    T& value() & {
        CONGVAN_INVARIANT(has_value());
        return *std::get_if<0>(&held_);
    }
    T&& value() && {
        CONGVAN_INVARIANT(has_value());
        return std::move(*std::get_if<0>(&held_));
    }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    const Error& error() const& {
        CONGVAN_INVARIANT(!has_value());
        return *std::get_if<1>(&held_);
    }
    Error&& error() && {
        CONGVAN_INVARIANT(!has_value());
        return std::move(*std::get_if<1>(&held_));
    }

private:
    std::variant<T, Error> held_;
};

}  // namespace congvan

#define CONGVAN_JOIN_(a, b) a##b
#define CONGVAN_JOIN(a, b) CONGVAN_JOIN_(a, b)

// LET(const auto sender, AgencyCode::parse(text)); returns the error early, else declares the value.
// Several statements: never the body of a brace-less `if`.
#define LET(declaration, ...) CONGVAN_LET_(CONGVAN_JOIN(let_, __LINE__), declaration, (__VA_ARGS__))
#define CONGVAN_LET_(name, declaration, expression)           \
    auto name = expression;                                   \
    if (!name.has_value()) return std::move(name).error();    \
    declaration = std::move(name).value()

// TRY(store.write(x)); returns the error early and drops the value.
#define TRY(...)                                                                             \
    do {                                                                                     \
        if (auto tried = (__VA_ARGS__); !tried.has_value()) return std::move(tried).error(); \
    } while (false)
