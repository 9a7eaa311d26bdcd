#include "usecases/policy_view.hpp"

#include "usecases/rules.hpp"

namespace congvan::usecases {
namespace {

template <typename T>
RuleView rule_of(const policy::Cited<T>& cited, std::string text) {
    return {std::move(text), cited.citation.in_full(), std::string(to_word(cited.citation.standing))};
}

std::string send_text(const policy::SendTimes& times) {
    std::string text = times.ordinary == policy::SendRule::at_once
                           ? "Gửi ngay sau khi ký."
                           : "Gửi trong ngày ký, chậm nhất là buổi sáng của ngày làm việc tiếp theo.";
    if (times.urgent == policy::SendRule::at_once) text += " Văn bản khẩn gửi ngay sau khi ký số.";
    return text;
}

std::string routing_text(const policy::RoutingTimes& times) {
    std::string text;
    switch (times.ordinary) {
        case policy::RoutingRule::promptly: text = "Chuyển xử lý kịp thời sau khi tiếp nhận."; break;
        case policy::RoutingRule::within_hours:
            text = "Chuyển xử lý trong " + std::to_string(times.within ? times.within->raw() : 0) +
                   " giờ làm việc kể từ khi nhận.";
            break;
        case policy::RoutingRule::at_once: text = "Chuyển xử lý ngay sau khi tiếp nhận."; break;
    }
    if (times.urgent == policy::RoutingRule::at_once) text += " Văn bản khẩn chuyển ngay.";
    return text;
}

std::string receipt_text(calendar::ReceiptRule rule) {
    switch (rule) {
        case calendar::ReceiptRule::on_entry: return "Thời điểm nhận là khi văn bản vào hệ thống của bên nhận.";
        case calendar::ReceiptRule::next_office_hours:
            return "Thời điểm nhận là khi văn bản vào hệ thống; ngoài giờ hành chính thì tính từ đầu giờ hành chính tiếp theo.";
    }
    return "";
}

SecrecyView secrecy_of(const policy::Profile& profile, Secrecy level) {
    const auto judged = policy::judge_secrecy(profile, level, kInternalNetwork, policy::Enveloped::no);
    const auto& rule = profile.secrecy_of(level);
    return {level, judged.allowed, judged.allowed ? "" : judged.sentence, rule.citation.in_full()};
}

}  // namespace

std::string_view method_name(SigningMethod method) {
    switch (method) {
        case SigningMethod::scan_and_seal: return "Phương thức 1: bản giấy quét, tổ chức ký số";
        case SigningMethod::person_and_seal: return "Phương thức 2: cá nhân và tổ chức ký số";
        case SigningMethod::initial_person_and_seal: return "Phương thức 3: ký nháy, cá nhân và tổ chức ký số";
    }
    return "";
}

Result<PolicyView> view_policy(Office& office, const Caller& caller) {
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    PolicyView view;
    view.profile = profile->identity.id.raw();
    view.title = profile->identity.title;
    view.issuer = profile->identity.issuer;
    view.types = *profile->document_types;
    view.methods = *profile->methods;
    view.urgencies = *profile->urgencies;
    view.signature_required = *profile->signature_need == policy::SignatureNeed::required;
    for (const Secrecy level : {Secrecy::open, Secrecy::sensitive, Secrecy::confidential, Secrecy::secret, Secrecy::top_secret}) {
        view.secrecy.push_back(secrecy_of(*profile, level));
    }
    view.rules["send"] = rule_of(profile->send, send_text(*profile->send));
    view.rules["routing"] = rule_of(profile->routing, routing_text(*profile->routing));
    view.rules["receipt"] = rule_of(profile->receipt, receipt_text(*profile->receipt));
    view.rules["return"] = rule_of(profile->returning, profile->returning->sentence);
    view.rules["recall_sender"] = rule_of(profile->recall, profile->recall->to_sender);
    view.rules["recall_recipient"] = rule_of(profile->recall, profile->recall->to_recipient);
    const auto& valid = profile->legal_value_of(policy::SignedState::validly_signed);
    const auto& unsigned_one = profile->legal_value_of(policy::SignedState::not_signed);
    view.rules["legal_value_signed"] = rule_of(valid, valid->sentence);
    view.rules["legal_value_unsigned"] = rule_of(unsigned_one, unsigned_one->sentence);
    return view;
}

}  // namespace congvan::usecases
