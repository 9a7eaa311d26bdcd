#pragma once

// The regulation in force for the caller's agency today, as screens need it.

#include "usecases/views.hpp"

namespace congvan::usecases {

struct SecrecyView {
    Secrecy level = Secrecy::open;
    bool allowed = false;
    std::string text;
    std::string clause;
};

struct PolicyView {
    std::string profile;
    std::string title;
    std::string issuer;
    std::vector<policy::DocumentType> types;
    std::vector<SigningMethod> methods;
    std::vector<Urgency> urgencies;
    std::vector<SecrecyView> secrecy;
    bool signature_required = true;
    std::map<std::string, RuleView> rules;  // "send", "routing", "receipt", "return", "recall", "legal_value_signed", …
};

Result<PolicyView> view_policy(Office& office, const Caller& caller);

// "Cá nhân và tổ chức ký"
std::string_view method_name(SigningMethod method);

}  // namespace congvan::usecases
