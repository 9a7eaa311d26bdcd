#include "usecases/rules.hpp"

#include <algorithm>

#include "errors/usecases.hpp"

namespace congvan::usecases {

documents::OutgoingRules outgoing_rules(const policy::Profile& profile) {
    documents::OutgoingRules rules;
    rules.methods = *profile.methods;
    rules.signature_required = *profile.signature_need == policy::SignatureNeed::required;
    rules.secrecy_allowed = profile.secrecy_allowed();
    return rules;
}

namespace {

// What follows the number in the notation that the profile gives to a document of `unit`; empty when it gives none.
std::string notation_of_unit(const policy::Profile& profile, const policy::DocumentType& type, const directory::Agency& agency,
                             const std::string& unit) {
    const auto notation = policy::render_notation(profile, {0, &type, agency.short_name, unit});
    return notation.has_value() ? notation->text.substr(notation->number.size()) : "";
}

// The unit whose notation the last version prints, so that a draft may come from any unit of its agency (NĐ 30/2020
// appendix I part I section II.3: the drafting unit or the field dealt with).
const directory::Unit* printed_unit(const policy::Profile& profile, const policy::DocumentType& type,
                                    const directory::Agency& agency, const documents::Outgoing& document) {
    if (document.versions.empty() || !document.versions.back().head) return nullptr;
    const std::string& printed = document.versions.back().head->notation;
    for (const directory::Unit& unit : agency.units) {
        if (policy::same_notation(printed, notation_of_unit(profile, type, agency, unit.abbreviation))) return &unit;
    }
    return nullptr;
}

// Every notation that the register can give the document: that of its unit first.
std::vector<std::string> possible_notations(const policy::Profile& profile, const DirectoryView& directory,
                                            const documents::Outgoing& document, Day day) {
    std::vector<std::string> notations;
    const policy::DocumentType* type = profile.type(document.facts.type);
    const directory::Agency* agency = directory.tree().find(document.agency.id);
    if (type == nullptr || agency == nullptr) return notations;
    const auto add = [&](const std::string& unit) {
        std::string notation = notation_of_unit(profile, *type, *agency, unit);
        if (!notation.empty() && std::find(notations.begin(), notations.end(), notation) == notations.end()) notations.push_back(std::move(notation));
    };
    add(numbering_unit(profile, directory, document, day));
    for (const directory::Unit& unit : agency->units) add(unit.abbreviation);
    return notations;
}

}  // namespace

std::string numbering_unit(const policy::Profile& profile, const DirectoryView& directory,
                           const documents::Outgoing& document, Day day) {
    const policy::DocumentType* type = profile.type(document.facts.type);
    const directory::Agency* home = directory.tree().find(document.agency.id);
    if (type != nullptr && home != nullptr) {
        const directory::Unit* printed = printed_unit(profile, *type, *home, document);
        if (printed != nullptr) return printed->abbreviation;
    }
    const directory::Post* post = directory.post(document.drafter.person, document.agency.id, day);
    if (post != nullptr && !post->unit.empty()) return post->unit;
    const directory::Agency* agency = directory.tree().find(document.agency.id);
    if (agency == nullptr || agency->units.empty()) return "";
    return agency->units.front().abbreviation;
}

Fields register_columns(const documents::Outgoing& document) {
    Fields columns;
    columns.set("type_name", document.facts.type_name).set("abstract", document.facts.abstract);
    columns.set("signer", document.facts.signer.name);
    std::string recipients;
    for (const documents::AgencyRef& each : document.facts.recipients) {
        recipients += recipients.empty() ? each.name : "; " + each.name;
    }
    columns.set("parties", recipients);
    return columns;
}

policy::SubmitFacts submit_facts(const policy::Profile& profile, const Caller& caller, const documents::Outgoing& document) {
    policy::SubmitFacts facts;
    facts.type = document.facts.type;
    facts.abstract = document.facts.abstract;
    facts.unit = numbering_unit(profile, *caller.directory, document, caller.today);
    facts.recipients = document.facts.recipients.size();
    facts.has_version = !document.versions.empty();
    facts.urgency = document.facts.urgency;
    facts.secrecy = document.facts.secrecy;
    facts.network = kInternalNetwork;
    facts.method = document.facts.method;
    facts.asks_for_answer = document.facts.answer_by.has_value();
    facts.answer_by = document.facts.answer_by;
    facts.is_answer = document.facts.answers.has_value();
    facts.linked = document.facts.answers.has_value();
    if (!document.versions.empty()) facts.head = document.versions.back().head;
    facts.notations = possible_notations(profile, *caller.directory, document, caller.today);
    facts.today = caller.today;
    return facts;
}

policy::IssueFacts issue_facts(const policy::Profile& profile, const Caller& caller,
                               const documents::Outgoing& document, const calendar::Calendar& calendar, Instant now) {
    policy::IssueFacts facts;
    facts.draft = submit_facts(profile, caller, document);
    facts.method = document.facts.method;
    facts.approved = document.approver.has_value();
    facts.numbered = document.numbering.has_value();
    for (const documents::SignatureMade& made : document.signatures) {
        facts.signatures.push_back(made.role);
        if (made.role == SignatureRole::personal) facts.signed_at = made.at;
        // Signing checked the right to the seal and re-verified the file before it was taken.
        if (made.role == SignatureRole::seal) facts.sealed_by_clerk = true;
        facts.certificates_in_force = true;
    }
    if (!facts.signed_at && !document.signatures.empty()) facts.signed_at = document.signatures.front().at;
    if (facts.signed_at) facts.send_by = policy::send_deadline(profile, calendar, *facts.signed_at, document.facts.urgency);
    facts.now = now;
    return facts;
}

policy::AcceptFacts accept_facts(const documents::Incoming& document) {
    policy::AcceptFacts facts;
    facts.addressee_right = document.check.addressee_right;
    facts.complete = document.check.complete;
    const std::string& verdict = document.check.verdict;
    facts.is_signed = verdict != "not_signed";
    if (verdict == "valid" || verdict == "valid_with_additions") {
        facts.signatures_valid = true;
        facts.certificates_in_force = true;
    } else if (verdict != "undetermined" && verdict != "not_signed") {
        facts.signatures_valid = false;
    }
    if (document.check.integrity == "intact" || document.check.integrity == "intact_with_additions") {
        facts.intact = true;
    } else if (document.check.integrity != "unknown" && document.check.integrity != "not_signed") {
        facts.intact = false;
    }
    facts.secrecy = document.facts.secrecy;
    facts.network = kInternalNetwork;
    return facts;
}

Result<Done> demand(const policy::Findings& findings) {
    const auto refusals = findings.refusals();
    if (refusals.empty()) return Done{};
    const policy::FindingRow& first = *refusals.front();
    return Error{Remedy::fix_input, errors::usecases::rule_refused, std::string(first.rule) + " " + first.note, first.clause,
                 first.note.empty() ? first.sentence : first.sentence + " " + first.note};
}

}  // namespace congvan::usecases
