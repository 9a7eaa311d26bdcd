#include "policy/slots.hpp"

#include <algorithm>
#include <set>

#include "errors/policy.hpp"

namespace congvan::policy {
namespace {

constexpr Travel kTravels[] = {Travel::refused, Travel::cipher_envelope, Travel::allowed};
constexpr Network kNetworks[] = {Network::wide_area, Network::internet, Network::axis};
constexpr LegalEffect kEffects[] = {LegalEffect::equals_paper, LegalEffect::reference_without_value,
                                    LegalEffect::reference_not_replacing_paper};
constexpr SendRule kSendRules[] = {SendRule::next_working_morning, SendRule::at_once};
constexpr RoutingRule kRoutingRules[] = {RoutingRule::promptly, RoutingRule::within_hours, RoutingRule::at_once};
constexpr calendar::ReceiptRule kReceiptRules[] = {calendar::ReceiptRule::on_entry, calendar::ReceiptRule::next_office_hours};
constexpr Urgency kUrgencies[] = {Urgency::normal, Urgency::urgent, Urgency::very_urgent, Urgency::express};
constexpr SigningMethod kMethods[] = {SigningMethod::scan_and_seal, SigningMethod::person_and_seal,
                                      SigningMethod::initial_person_and_seal};
constexpr NumberTime kNumberTimes[] = {NumberTime::before_signing, NumberTime::after_personal_signature};
constexpr RsaScheme kRsaSchemes[] = {RsaScheme::pkcs1, RsaScheme::pss};
constexpr SignatureNeed kNeeds[] = {SignatureNeed::required, SignatureNeed::not_required};
constexpr SignaturePlace kPlaces[] = {SignaturePlace::above_signer_name, SignaturePlace::on_personal_signature,
                                      SignaturePlace::end_of_recipients, SignaturePlace::margin_below_notation,
                                      SignaturePlace::top_right};
constexpr SignatureLook kLooks[] = {SignatureLook::image_only, SignatureLook::image_name_time,
                                    SignatureLook::name_agency_time, SignatureLook::name_post, SignatureLook::text_only};
constexpr TypeForm kForms[] = {TypeForm::named, TypeForm::letter, TypeForm::unnumbered};
constexpr NumberPeriod kPeriods[] = {NumberPeriod::year, NumberPeriod::term};
constexpr NumberSeries kSeries[] = {NumberSeries::agency, NumberSeries::agency_and_type};
constexpr AnswerStatus kStatuses[] = {AnswerStatus::arrived,     AnswerStatus::accepted,  AnswerStatus::forwarded,
                                      AnswerStatus::in_handling, AnswerStatus::completed, AnswerStatus::returned,
                                      AnswerStatus::recalled,    AnswerStatus::deleted};
constexpr Accountable kAccountable[] = {Accountable::not_said, Accountable::yes};
constexpr Level kLevels[] = {Level::refuse, Level::warn, Level::note, Level::off};

// A value that is one member of the profile.
template <typename T>
Apply into(Cited<T> Profile::*member, T value) {
    return [member, value = std::move(value)](Profile& profile, const Citation& citation) {
        profile.*member = Cited<T>{value, citation};
    };
}

// A value that is one entry of a map in the profile.
template <typename K, typename T>
Apply into(std::map<K, Cited<T>> Profile::*member, K key, T value) {
    return [member, key, value = std::move(value)](Profile& profile, const Citation& citation) {
        (profile.*member).insert_or_assign(key, Cited<T>{value, citation});
    };
}

template <Secrecy level>
Apply read_secrecy(TableReader& row) {
    SecrecyRule rule;
    rule.travel = row.word("travel", kTravels);
    if (row.has("never_over")) rule.never_over = row.words("never_over", kNetworks);
    if (rule.travel != Travel::allowed) rule.reason = row.text("reason");
    return into(&Profile::secrecy, level, std::move(rule));
}

template <SignedState state>
Apply read_legal_value(TableReader& row) {
    LegalValue value;
    value.effect = row.word("effect", kEffects);
    value.sentence = row.text("sentence");
    return into(&Profile::legal_value, state, std::move(value));
}

Apply read_send(TableReader& row) {
    SendTimes times;
    times.ordinary = row.word("ordinary", kSendRules);
    times.urgent = row.word("urgent", kSendRules);
    return into(&Profile::send, times);
}

Apply read_routing(TableReader& row) {
    RoutingTimes times;
    times.ordinary = row.word("ordinary", kRoutingRules);
    times.urgent = row.word("urgent", kRoutingRules);
    const bool counted = times.ordinary == RoutingRule::within_hours || times.urgent == RoutingRule::within_hours;
    if (counted != row.has("hours")) {
        row.problem(errors::policy::bad_value, "\"hours\" goes with \"within_hours\" and only with it");
    }
    const auto hours = row.number_or("hours", 1);
    if (hours < 1 || hours > 1000) row.problem(errors::policy::bad_value, "\"hours\" must lie in [1, 1000]");
    if (counted) times.within = calendar::WorkingHours(static_cast<int>(hours));
    return into(&Profile::routing, times);
}

Apply read_receipt(TableReader& row) { return into(&Profile::receipt, row.word("rule", kReceiptRules)); }

Apply read_urgencies(TableReader& row) { return into(&Profile::urgencies, row.words("levels", kUrgencies)); }

Apply read_methods(TableReader& row) { return into(&Profile::methods, row.words("allowed", kMethods)); }
Apply read_need(TableReader& row) { return into(&Profile::signature_need, row.word("before_sending", kNeeds)); }
Apply read_number_time(TableReader& row) { return into(&Profile::number_time, row.word("when", kNumberTimes)); }

Apply read_rsa_scheme(TableReader& row) { return into(&Profile::rsa_scheme, row.word("rsa", kRsaSchemes)); }

template <AppearanceOf of>
Apply read_appearance(TableReader& row) {
    Appearance appearance;
    appearance.place = row.word("place", kPlaces);
    appearance.look = row.word("look", kLooks);
    return into(&Profile::appearance, of, appearance);
}

bool is_plain_code(const std::string& code) {
    return !code.empty() && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

Apply read_types(TableReader& row) {
    std::vector<DocumentType> types;
    std::set<std::string> codes;
    for (const Node* node : row.tables("list")) {
        TableReader each(*node, row.file(), row.where() + ".list", row.problems());
        DocumentType type;
        type.code = each.text("code");
        type.name = each.text("name");
        type.abbreviation = each.text_or("abbreviation", "");
        type.form = each.word_or("form", TypeForm::named, kForms);
        each.finish();
        if (!is_plain_code(type.code)) each.problem(errors::policy::bad_value, "a type's code is ASCII letters and digits");
        if (!codes.insert(type.code).second) each.problem(errors::policy::bad_value, "the code stands twice: " + type.code);
        if (type.form == TypeForm::named && type.abbreviation.empty()) {
            each.problem(errors::policy::bad_value, "a named type needs its abbreviation: " + type.code);
        }
        types.push_back(std::move(type));
    }
    if (types.empty()) row.problem(errors::policy::missing_key, "\"list\" is missing or empty");
    return into(&Profile::document_types, std::move(types));
}

// A pattern begins with the number and a separator, and names only known parts.
void check_pattern(TableReader& row, std::string_view key, const std::string& pattern) {
    std::string rest = pattern;
    for (const std::string_view part : {"{number}", "{type}", "{agency}", "{unit}"}) {
        const auto at = rest.find(part);
        if (at != std::string::npos) rest.replace(at, part.size(), "x");
    }
    const bool begins = pattern.rfind("{number}/", 0) == 0 || pattern.rfind("{number}-", 0) == 0;
    if (!begins || rest.find_first_of("{} ") != std::string::npos) {
        row.problem(errors::policy::bad_value, "\"" + std::string(key) + "\" is no pattern of a notation: " + pattern);
    }
}

Apply read_notation(TableReader& row) {
    NotationRule rule;
    rule.named = row.text("named");
    rule.letter = row.text("letter");
    rule.label = row.text("label");
    const auto digits = row.number_or("least_digits", 2);
    if (digits < 1 || digits > 9) row.problem(errors::policy::bad_value, "\"least_digits\" must lie in [1, 9]");
    rule.least_digits = static_cast<int>(std::clamp<std::int64_t>(digits, 1, 9));
    check_pattern(row, "named", rule.named);
    check_pattern(row, "letter", rule.letter);
    return into(&Profile::notation, std::move(rule));
}

NumberingRule numbering(TableReader& row) {
    NumberingRule rule;
    rule.period = row.word("period", kPeriods);
    rule.series = row.word("series", kSeries);
    return rule;
}
Apply read_outgoing_numbers(TableReader& row) { return into(&Profile::outgoing_numbers, numbering(row)); }
Apply read_incoming_numbers(TableReader& row) {
    const NumberingRule rule = numbering(row);
    if (rule.series != NumberSeries::agency) {
        row.problem(errors::policy::bad_value, "arrivals of an agency share one series");
    }
    return into(&Profile::incoming_numbers, rule);
}

Apply read_term(TableReader& row) {
    const std::string name = row.text("name");
    return [name](Profile& profile, const Citation& citation) { profile.term = Cited<std::string>{name, citation}; };
}

Apply read_statuses(TableReader& row) { return into(&Profile::answer_statuses, row.words("list", kStatuses)); }

Apply read_return(TableReader& row) {
    ReturnRule rule;
    rule.accountable = row.word("accountable", kAccountable);
    rule.sentence = row.text("sentence");
    return into(&Profile::returning, std::move(rule));
}

Apply read_recall(TableReader& row) {
    RecallRule rule;
    rule.to_sender = row.text("to_sender");
    rule.to_recipient = row.text("to_recipient");
    return into(&Profile::recall, std::move(rule));
}

constexpr Slot kSlots[] = {
    {"secrecy", "open", read_secrecy<Secrecy::open>},
    {"secrecy", "sensitive", read_secrecy<Secrecy::sensitive>},
    {"secrecy", "confidential", read_secrecy<Secrecy::confidential>},
    {"secrecy", "secret", read_secrecy<Secrecy::secret>},
    {"secrecy", "top_secret", read_secrecy<Secrecy::top_secret>},
    {"legal_value", "signed", read_legal_value<SignedState::validly_signed>},
    {"legal_value", "unsigned", read_legal_value<SignedState::not_signed>},
    {"deadlines", "send", read_send},
    {"deadlines", "routing", read_routing},
    {"", "receipt_time", read_receipt},
    {"", "urgency", read_urgencies},
    {"signing", "methods", read_methods},
    {"signing", "need", read_need},
    {"signing", "number", read_number_time},
    {"signing", "scheme", read_rsa_scheme},
    {"signing.appearance", "initial", read_appearance<AppearanceOf::initial>},
    {"signing.appearance", "personal", read_appearance<AppearanceOf::personal>},
    {"signing.appearance", "seal", read_appearance<AppearanceOf::seal>},
    {"signing.appearance", "attachment", read_appearance<AppearanceOf::attachment>},
    {"signing.appearance", "scan", read_appearance<AppearanceOf::scan>},
    {"", "document_types", read_types},
    {"", "notation", read_notation},
    {"numbering", "outgoing", read_outgoing_numbers},
    {"numbering", "incoming", read_incoming_numbers},
    {"numbering", "term", read_term, Need::sometimes},
    {"answers", "statuses", read_statuses},
    {"answers", "return", read_return},
    {"", "recall", read_recall},
};

}  // namespace

std::span<const Slot> every_slot() { return kSlots; }

Apply read_rule_level(TableReader& row, std::string id) {
    const Level level = row.word("level", kLevels);
    return [id = std::move(id), level](Profile& profile, const Citation& citation) {
        profile.rules.insert_or_assign(id, Cited<Level>{level, citation});
    };
}

}  // namespace congvan::policy
