#include "policy/words.hpp"

#include <array>
#include <utility>

#include "errors/policy.hpp"

namespace congvan {
namespace {

template <typename T, std::size_t N>
using Words = std::array<std::pair<T, std::string_view>, N>;

constexpr Words<Urgency, 4> kUrgency{{{Urgency::normal, "normal"},
                                      {Urgency::urgent, "urgent"},
                                      {Urgency::very_urgent, "very_urgent"},
                                      {Urgency::express, "express"}}};
constexpr Words<Secrecy, 5> kSecrecy{{{Secrecy::open, "open"},
                                      {Secrecy::sensitive, "sensitive"},
                                      {Secrecy::confidential, "confidential"},
                                      {Secrecy::secret, "secret"},
                                      {Secrecy::top_secret, "top_secret"}}};
constexpr Words<SigningMethod, 3> kMethod{{{SigningMethod::scan_and_seal, "scan_and_seal"},
                                           {SigningMethod::person_and_seal, "person_and_seal"},
                                           {SigningMethod::initial_person_and_seal, "initial_person_and_seal"}}};
constexpr Words<SignatureRole, 3> kRole{{{SignatureRole::initial, "initial"},
                                         {SignatureRole::personal, "personal"},
                                         {SignatureRole::seal, "seal"}}};

template <typename T, std::size_t N>
std::string_view word_of(const Words<T, N>& words, T value) {
    for (const auto& [each, word] : words) {
        if (each == value) return word;
    }
    CONGVAN_INVARIANT(!"a value without a word");
    return {};
}

template <typename T, std::size_t N>
Result<T> value_of(const Words<T, N>& words, std::string_view text) {
    for (const auto& [value, word] : words) {
        if (word == text) return value;
    }
    return Error{Remedy::fix_input, errors::policy::unknown_word, std::string(text.substr(0, 64))};
}

}  // namespace

std::string_view to_word(Urgency urgency) { return word_of(kUrgency, urgency); }
std::string_view to_word(Secrecy secrecy) { return word_of(kSecrecy, secrecy); }
std::string_view to_word(SigningMethod method) { return word_of(kMethod, method); }
std::string_view to_word(SignatureRole role) { return word_of(kRole, role); }

Result<Urgency> parse_urgency(std::string_view word) { return value_of(kUrgency, word); }
Result<Secrecy> parse_secrecy(std::string_view word) { return value_of(kSecrecy, word); }
Result<SigningMethod> parse_signing_method(std::string_view word) { return value_of(kMethod, word); }
Result<SignatureRole> parse_signature_role(std::string_view word) { return value_of(kRole, word); }

}  // namespace congvan
