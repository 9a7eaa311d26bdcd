#include "policy/profile.hpp"
#include "policy/rules.hpp"

namespace congvan::policy {

std::string_view to_word(Standing standing) {
    switch (standing) {
        case Standing::certain: return "certain";
        case Standing::uncertain: return "uncertain";
        case Standing::beyond: return "beyond";
    }
    return "";
}

std::string_view to_word(Branch branch) {
    switch (branch) {
        case Branch::state: return "state";
        case Branch::party: return "party";
    }
    return "";
}

std::string_view to_word(Travel travel) {
    switch (travel) {
        case Travel::allowed: return "allowed";
        case Travel::cipher_envelope: return "cipher_envelope";
        case Travel::refused: return "refused";
    }
    return "";
}

std::string_view to_word(Network network) {
    switch (network) {
        case Network::wide_area: return "wide_area";
        case Network::internet: return "internet";
        case Network::axis: return "axis";
    }
    return "";
}

std::string_view to_word(LegalEffect effect) {
    switch (effect) {
        case LegalEffect::equals_paper: return "equals_paper";
        case LegalEffect::reference_without_value: return "reference_without_value";
        case LegalEffect::reference_not_replacing_paper: return "reference_not_replacing_paper";
    }
    return "";
}

std::string_view to_word(SignedState state) {
    switch (state) {
        case SignedState::validly_signed: return "signed";
        case SignedState::not_signed: return "unsigned";
    }
    return "";
}

std::string_view to_word(SendRule rule) {
    switch (rule) {
        case SendRule::next_working_morning: return "next_working_morning";
        case SendRule::at_once: return "at_once";
    }
    return "";
}

std::string_view to_word(RoutingRule rule) {
    switch (rule) {
        case RoutingRule::promptly: return "promptly";
        case RoutingRule::within_hours: return "within_hours";
        case RoutingRule::at_once: return "at_once";
    }
    return "";
}

std::string_view to_word(NumberTime time) {
    switch (time) {
        case NumberTime::before_signing: return "before_signing";
        case NumberTime::after_personal_signature: return "after_personal_signature";
    }
    return "";
}

std::string_view to_word(RsaScheme scheme) {
    switch (scheme) {
        case RsaScheme::pkcs1: return "pkcs1";
        case RsaScheme::pss: return "pss";
    }
    return "";
}

std::string_view to_word(SignatureNeed need) {
    switch (need) {
        case SignatureNeed::required: return "required";
        case SignatureNeed::not_required: return "not_required";
    }
    return "";
}

std::string_view to_word(AppearanceOf of) {
    switch (of) {
        case AppearanceOf::initial: return "initial";
        case AppearanceOf::personal: return "personal";
        case AppearanceOf::seal: return "seal";
        case AppearanceOf::attachment: return "attachment";
        case AppearanceOf::scan: return "scan";
    }
    return "";
}

std::string_view to_word(SignaturePlace place) {
    switch (place) {
        case SignaturePlace::above_signer_name: return "above_signer_name";
        case SignaturePlace::on_personal_signature: return "on_personal_signature";
        case SignaturePlace::end_of_recipients: return "end_of_recipients";
        case SignaturePlace::margin_below_notation: return "margin_below_notation";
        case SignaturePlace::top_right: return "top_right";
    }
    return "";
}

std::string_view to_word(SignatureLook look) {
    switch (look) {
        case SignatureLook::image_only: return "image_only";
        case SignatureLook::image_name_time: return "image_name_time";
        case SignatureLook::name_agency_time: return "name_agency_time";
        case SignatureLook::name_post: return "name_post";
        case SignatureLook::text_only: return "text_only";
    }
    return "";
}

std::string_view to_word(TypeForm form) {
    switch (form) {
        case TypeForm::named: return "named";
        case TypeForm::letter: return "letter";
        case TypeForm::unnumbered: return "unnumbered";
    }
    return "";
}

std::string_view to_word(NumberPeriod period) {
    switch (period) {
        case NumberPeriod::year: return "year";
        case NumberPeriod::term: return "term";
    }
    return "";
}

std::string_view to_word(NumberSeries series) {
    switch (series) {
        case NumberSeries::agency: return "agency";
        case NumberSeries::agency_and_type: return "agency_and_type";
    }
    return "";
}

std::string_view to_word(AnswerStatus status) {
    switch (status) {
        case AnswerStatus::arrived: return "arrived";
        case AnswerStatus::accepted: return "accepted";
        case AnswerStatus::forwarded: return "forwarded";
        case AnswerStatus::in_handling: return "in_handling";
        case AnswerStatus::completed: return "completed";
        case AnswerStatus::returned: return "returned";
        case AnswerStatus::recalled: return "recalled";
        case AnswerStatus::deleted: return "deleted";
    }
    return "";
}

std::string_view to_vietnamese(AnswerStatus status) {
    switch (status) {
        case AnswerStatus::arrived: return "Đã đến";
        case AnswerStatus::accepted: return "Đã tiếp nhận";
        case AnswerStatus::forwarded: return "Đã chuyển xử lý";
        case AnswerStatus::in_handling: return "Đang xử lý";
        case AnswerStatus::completed: return "Đã hoàn thành";
        case AnswerStatus::returned: return "Từ chối nhận (trả lại)";
        case AnswerStatus::recalled: return "Thu hồi";
        case AnswerStatus::deleted: return "Xóa";
    }
    return "";
}

std::string_view to_word(Accountable accountable) {
    switch (accountable) {
        case Accountable::yes: return "yes";
        case Accountable::not_said: return "not_said";
    }
    return "";
}

std::string_view to_word(Level level) {
    switch (level) {
        case Level::refuse: return "refuse";
        case Level::warn: return "warn";
        case Level::note: return "note";
        case Level::off: return "off";
    }
    return "";
}

std::string_view to_word(Finding finding) {
    switch (finding) {
        case Finding::held: return "held";
        case Finding::failed: return "failed";
        case Finding::not_applicable: return "not_applicable";
        case Finding::unknown: return "unknown";
    }
    return "";
}

std::string Citation::in_full() const {
    if (clause.empty()) return text.empty() ? source : text;
    return text.empty() ? clause : clause + " " + text;
}

}  // namespace congvan::policy
