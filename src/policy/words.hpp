#pragma once

// The choices that regulations name and life cycles, packets and screens share. Each has one word for code, API and
// database (`to_word`, `parse_…`); the Vietnamese terms are in GLOSSARY.md.

#include <string_view>

#include "base/result.hpp"

namespace congvan {

// Độ khẩn. Later values travel first.
enum class Urgency { normal, urgent, very_urgent, express };
// Độ mật. Only `open` may enter the system unless a profile says otherwise (requirement B16).
enum class Secrecy { open, sensitive, confidential, secret, top_secret };
// Phương thức ký số (37/2018/QĐ-UBND art. 14.2): 1 paper scan + seal; 2 person + seal; 3 initial + person + seal.
enum class SigningMethod { scan_and_seal = 1, person_and_seal = 2, initial_person_and_seal = 3 };
// Whose signature: ký nháy, chữ ký số cá nhân, chữ ký số tổ chức.
enum class SignatureRole { initial, personal, seal };

std::string_view to_word(Urgency urgency);
std::string_view to_word(Secrecy secrecy);
std::string_view to_word(SigningMethod method);
std::string_view to_word(SignatureRole role);

// Fail: policy.unknown_word (fix_input).
Result<Urgency> parse_urgency(std::string_view word);
Result<Secrecy> parse_secrecy(std::string_view word);
Result<SigningMethod> parse_signing_method(std::string_view word);
Result<SignatureRole> parse_signature_role(std::string_view word);

}  // namespace congvan
