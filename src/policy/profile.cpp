#include "policy/profile.hpp"

#include <algorithm>

#include "errors/policy.hpp"

namespace congvan::policy {
namespace {

template <typename Map, typename Key>
const auto& entry(const Map& map, const Key& key) {
    const auto at = map.find(key);
    CONGVAN_INVARIANT(at != map.end());
    return at->second;
}

std::string_view told(Network network) {
    switch (network) {
        case Network::wide_area: return "mạng thông tin diện rộng";
        case Network::internet: return "mạng Internet";
        case Network::axis: return "trục liên thông";
    }
    return "";
}

std::string period_of(const Profile& profile, const NumberingRule& rule, Day day) {
    switch (rule.period) {
        case NumberPeriod::year: break;
        case NumberPeriod::term:
            CONGVAN_INVARIANT(profile.term.has_value());
            return profile.term->value;
    }
    return std::to_string(static_cast<int>(std::chrono::year_month_day{day}.year()));
}

calendar::Deadline at_once(Instant instant) {
    return {instant, {{calendar::Reason::at_once, vietnam_day(instant), ""}}};
}

// `pattern` with its parts filled in; the name of a part that is asked for and empty ends up in `missing`.
std::string fill(std::string pattern, const std::map<std::string_view, std::string>& parts, std::string_view& missing) {
    for (const auto& [part, value] : parts) {
        const auto at = pattern.find(part);
        if (at == std::string::npos) continue;
        if (value.empty()) missing = part;
        pattern.replace(at, part.size(), value);
    }
    return pattern;
}

}  // namespace

const Cited<SecrecyRule>& Profile::secrecy_of(Secrecy level) const { return entry(secrecy, level); }
const Cited<LegalValue>& Profile::legal_value_of(SignedState state) const { return entry(legal_value, state); }
const Cited<Appearance>& Profile::appearance_of(AppearanceOf of) const { return entry(appearance, of); }

const DocumentType* Profile::type(std::string_view code) const {
    const auto at = std::find_if(document_types->begin(), document_types->end(),
                                 [&](const DocumentType& each) { return each.code == code; });
    return at == document_types->end() ? nullptr : &*at;
}

std::vector<Secrecy> Profile::secrecy_allowed() const {
    std::vector<Secrecy> levels;
    for (const auto& [level, rule] : secrecy) {
        if (rule->travel == Travel::allowed) levels.push_back(level);
    }
    return levels;
}

SecrecyJudgement judge_secrecy(const Profile& profile, Secrecy level, Network network, Enveloped enveloped) {
    const auto& rule = profile.secrecy_of(level);
    const std::string clause = rule.citation.in_full();
    switch (rule->travel) {
        case Travel::allowed: return {true, "", clause};
        case Travel::refused: return {false, rule->reason, clause};
        case Travel::cipher_envelope: break;
    }
    if (std::find(rule->never_over.begin(), rule->never_over.end(), network) != rule->never_over.end()) {
        return {false, rule->reason + " Không được gửi qua " + std::string(told(network)) + ".", clause};
    }
    if (enveloped == Enveloped::no) return {false, rule->reason, clause};
    return {true, "", clause};
}

calendar::Deadline send_deadline(const Profile& profile, const calendar::Calendar& calendar, Instant signed_at,
                                 Urgency urgency) {
    switch (urgency == Urgency::normal ? profile.send->ordinary : profile.send->urgent) {
        case SendRule::next_working_morning: return calendar.send_deadline(signed_at);
        case SendRule::at_once: break;
    }
    return at_once(signed_at);
}

std::optional<calendar::Deadline> routing_deadline(const Profile& profile, const calendar::Calendar& calendar,
                                                   Instant received_at, Urgency urgency) {
    switch (urgency == Urgency::normal ? profile.routing->ordinary : profile.routing->urgent) {
        case RoutingRule::promptly: return std::nullopt;
        case RoutingRule::within_hours: return calendar.add_working_hours(received_at, *profile.routing->within);
        case RoutingRule::at_once: break;
    }
    return at_once(received_at);
}

calendar::Deadline legal_receipt(const Profile& profile, const calendar::Calendar& calendar, Instant entered) {
    return calendar.legal_receipt(entered, *profile.receipt);
}

SeriesKey outgoing_series(const Profile& profile, const DocumentType& type, Day day) {
    const NumberingRule& rule = *profile.outgoing_numbers;
    SeriesKey key{"", period_of(profile, rule, day)};
    switch (rule.series) {
        case NumberSeries::agency: break;
        case NumberSeries::agency_and_type: key.series = type.code; break;
    }
    return key;
}

SeriesKey incoming_series(const Profile& profile, Day day) {
    return {"", period_of(profile, *profile.incoming_numbers, day)};
}

Result<Notation> render_notation(const Profile& profile, const NotationFacts& facts) {
    CONGVAN_INVARIANT(facts.type != nullptr);
    const NotationRule& rule = *profile.notation;
    std::string number = std::to_string(facts.number);
    const auto least = static_cast<std::size_t>(rule.least_digits);
    if (number.size() < least) number.insert(0, least - number.size(), '0');

    if (facts.type->form == TypeForm::unnumbered) {
        return Error{Remedy::fix_input, errors::policy::not_numbered, facts.type->code};
    }
    const std::string& pattern = facts.type->form == TypeForm::letter ? rule.letter : rule.named;
    std::string_view missing;
    Notation notation;
    notation.number = number;
    notation.text = fill(pattern, {{"{number}", number}, {"{type}", facts.type->abbreviation}, {"{agency}", facts.agency},
                                   {"{unit}", facts.unit}}, missing);
    if (!missing.empty()) {
        return Error{Remedy::fix_input, errors::policy::notation_incomplete, std::string(missing) + " of " + pattern};
    }
    notation.symbol = notation.text.substr(number.size() + 1);
    notation.labelled = rule.label + " " + notation.text;
    return notation;
}

}  // namespace congvan::policy
