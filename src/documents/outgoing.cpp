#include "documents/outgoing.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

constexpr std::size_t kMostAbstract = 500;  // characters
constexpr std::size_t kMostText = 4000;

constexpr std::array<std::string_view, 8> kStages = {"none",    "drafting", "awaiting_approval", "numbered",
                                                     "signing", "sealed",   "issued",            "recalled"};

Error refused(Remedy remedy, std::string_view code, std::string detail = "") { return {remedy, code, std::move(detail)}; }

Result<Done> in_stage(const Outgoing& document, OutgoingStage stage) {
    if (document.stage == stage) return Done{};
    return refused(Remedy::reload_and_retry, errors::documents::wrong_stage, std::string(to_word(document.stage)));
}

Result<std::string> needed_text(std::string_view text, std::string_view code_if_empty) {
    LET(std::string cleaned, clean_text(text, kMostText));
    if (cleaned.empty()) return refused(Remedy::fix_input, code_if_empty);
    return cleaned;
}

Result<Done> check_recipients(const std::vector<AgencyRef>& recipients, const AgencyId& sender) {
    std::set<AgencyId> seen;
    for (const AgencyRef& each : recipients) {
        if (each.id == sender) return refused(Remedy::fix_input, errors::documents::recipient_is_sender, each.code);
        if (!seen.insert(each.id).second) return refused(Remedy::fix_input, errors::documents::recipient_twice, each.code);
    }
    return Done{};
}

// The facts with their abstract as it is kept, or why they cannot be taken.
Result<OutgoingFacts> checked(OutgoingFacts facts, const AgencyId& sender, const OutgoingRules& rules, Instant at) {
    LET(facts.abstract, clean_line(facts.abstract, kMostAbstract));
    const auto allows = [](const auto& list, auto value) { return std::find(list.begin(), list.end(), value) != list.end(); };
    if (!allows(rules.methods, facts.method)) {
        return refused(Remedy::fix_input, errors::documents::method_not_allowed, std::string(to_word(facts.method)));
    }
    if (!allows(rules.secrecy_allowed, facts.secrecy)) {
        return refused(Remedy::fix_input, errors::documents::secrecy_refused, std::string(to_word(facts.secrecy)));
    }
    TRY(check_recipients(facts.recipients, sender));
    if (facts.answer_by && *facts.answer_by < vietnam_day(at)) {
        return refused(Remedy::fix_input, errors::documents::answer_day_past, to_iso8601(*facts.answer_by));
    }
    return facts;
}

class Decision {
public:
    Decision(const Outgoing& state, const OutgoingRules& rules, Instant at) : state_(state), rules_(rules), at_(at) {}

    Result<OutgoingEvent> operator()(const Draft& command) const {
        if (state_.stage != OutgoingStage::none) {
            return refused(Remedy::reload_and_retry, errors::documents::exists, state_.id.raw().text());
        }
        LET(OutgoingFacts facts, checked(command.facts, command.agency.id, rules_, at_));
        return OutgoingEvent(Drafted{command.id, command.agency, command.by, std::move(facts), at_});
    }

    Result<OutgoingEvent> operator()(const ChangeFacts& command) const {
        TRY(drafting_by(command.by));
        LET(OutgoingFacts facts, checked(command.facts, state_.agency.id, rules_, at_));
        return OutgoingEvent(FactsChanged{command.by, std::move(facts), at_});
    }

    Result<OutgoingEvent> operator()(const AddVersion& command) const {
        TRY(drafting_by(command.by));
        const auto number = static_cast<std::uint32_t>(state_.versions.size() + 1);
        return OutgoingEvent(VersionAdded{{number, command.source, command.pdf, command.attachments, command.by, at_, command.head}});
    }

    Result<OutgoingEvent> operator()(const Submit& command) const {
        TRY(drafting_by(command.by));
        if (state_.versions.empty()) return refused(Remedy::fix_input, errors::documents::no_version);
        TRY(has_recipients());
        // The rules and the calendar may have moved on since the facts were written.
        TRY(checked(state_.facts, state_.agency.id, rules_, at_));
        return OutgoingEvent(Submitted{command.by, last_version(), at_});
    }

    Result<OutgoingEvent> operator()(const ReturnForChange& command) const {
        TRY(in_stage(state_, OutgoingStage::awaiting_approval));
        TRY(by_the_signer(command.by));
        LET(std::string text, needed_text(command.opinion, errors::documents::opinion_missing));
        return OutgoingEvent(ReturnedForChange{{command.by, at_, last_version(), std::move(text)}});
    }

    Result<OutgoingEvent> operator()(const Approve& command) const {
        TRY(in_stage(state_, OutgoingStage::awaiting_approval));
        TRY(by_the_signer(command.by));
        LET(std::string opinion, clean_text(command.opinion, kMostText));
        return OutgoingEvent(Approved{command.by, last_version(), std::move(opinion), command.numbering, at_});
    }

    Result<OutgoingEvent> operator()(const SetFinal& command) const {
        const bool replaces_unsigned = state_.stage == OutgoingStage::signing && state_.signatures.empty();
        if (!replaces_unsigned) TRY(in_stage(state_, OutgoingStage::numbered));
        if (command.origin == FinalOrigin::scanned && state_.facts.method != SigningMethod::scan_and_seal) {
            return refused(Remedy::fix_input, errors::documents::method_not_allowed, "a scan of signed paper");
        }
        return OutgoingEvent(FinalSet{command.by, command.pdf, command.origin, at_});
    }

    Result<OutgoingEvent> operator()(const AddSignature& command) const {
        TRY(in_stage(state_, OutgoingStage::signing));
        const SignatureMade& made = command.signature;
        if (next_signature(state_) != made.role) {
            return refused(Remedy::reload_and_retry, errors::documents::signature_out_of_order, std::string(to_word(made.role)));
        }
        if (made.role == SignatureRole::initial) TRY(by_the_drafter(made.by));
        if (made.role == SignatureRole::personal) TRY(by_the_signer(made.by));
        const bool upon_current = command.base == state_.final_pdf->sha256 && made.file == command.signed_pdf.sha256;
        if (!upon_current || made.file == command.base) {
            return refused(Remedy::reload_and_retry, errors::documents::signed_other_file, command.base.hex());
        }
        return OutgoingEvent(Signed{made, command.signed_pdf});
    }

    Result<OutgoingEvent> operator()(const AddTimestamp& command) const {
        if (state_.stage != OutgoingStage::signing) TRY(in_stage(state_, OutgoingStage::sealed));
        const bool upon_current = state_.final_pdf.has_value() && command.base == state_.final_pdf->sha256;
        if (!upon_current || command.stamped_pdf.sha256 == command.base) {
            return refused(Remedy::reload_and_retry, errors::documents::signed_other_file, command.base.hex());
        }
        return OutgoingEvent(Timestamped{command.by, command.stamped_pdf, command.time, at_});
    }

    Result<OutgoingEvent> operator()(const VoidNumber& command) const {
        if (state_.stage != OutgoingStage::signing) TRY(in_stage(state_, OutgoingStage::numbered));
        LET(std::string reason, needed_text(command.reason, errors::documents::reason_missing));
        return OutgoingEvent(NumberGivenUp{command.by, *state_.numbering, std::move(reason), at_});
    }

    Result<OutgoingEvent> operator()(const Issue& command) const {
        const bool numbered = state_.stage == OutgoingStage::numbered || state_.stage == OutgoingStage::signing;
        const bool unsigned_is_enough = numbered && !rules_.signature_required && state_.final_pdf.has_value();
        if (numbered && !unsigned_is_enough) return refused(Remedy::fix_input, errors::documents::not_all_signed);
        if (!numbered) TRY(in_stage(state_, OutgoingStage::sealed));
        TRY(has_recipients());
        return OutgoingEvent(
            Issued{command.by, *state_.final_pdf, state_.facts.recipients, state_.versions.back().attachments, at_});
    }

    Result<OutgoingEvent> operator()(const MarkRecalled& command) const {
        TRY(in_stage(state_, OutgoingStage::issued));
        LET(std::string reason, needed_text(command.reason, errors::documents::reason_missing));
        return OutgoingEvent(OutgoingRecalled{command.by, command.recall, std::move(reason), at_});
    }

private:
    std::uint32_t last_version() const { return static_cast<std::uint32_t>(state_.versions.size()); }

    Result<Done> by_the_drafter(const Official& by) const {
        if (by.person == state_.drafter.person) return Done{};
        return refused(Remedy::ask_permission, errors::documents::not_the_drafter);
    }
    Result<Done> by_the_signer(const Official& by) const {
        if (by.person == state_.facts.signer.person) return Done{};
        return refused(Remedy::ask_permission, errors::documents::not_the_signer);
    }
    Result<Done> drafting_by(const Official& by) const {
        TRY(in_stage(state_, OutgoingStage::drafting));
        return by_the_drafter(by);
    }
    Result<Done> has_recipients() const {
        if (!state_.facts.recipients.empty()) return Done{};
        return refused(Remedy::fix_input, errors::documents::no_recipients);
    }

    const Outgoing& state_;
    const OutgoingRules& rules_;
    Instant at_;
};

class Fold {
public:
    explicit Fold(Outgoing& document) : document_(document) {}

    void operator()(const Drafted& event) const {
        document_.id = event.id;
        document_.agency = event.agency;
        document_.drafter = event.by;
        document_.facts = event.facts;
        document_.stage = OutgoingStage::drafting;
    }
    void operator()(const FactsChanged& event) const { document_.facts = event.facts; }
    void operator()(const VersionAdded& event) const { document_.versions.push_back(event.version); }
    void operator()(const Submitted&) const { document_.stage = OutgoingStage::awaiting_approval; }
    void operator()(const ReturnedForChange& event) const {
        document_.opinions.push_back(event.opinion);
        document_.stage = OutgoingStage::drafting;
    }
    void operator()(const Approved& event) const {
        if (!event.opinion.empty()) document_.opinions.push_back({event.by, event.at, event.version, event.opinion});
        document_.approver = event.by;
        document_.numbering = event.numbering;
        document_.stage = OutgoingStage::numbered;
    }
    void operator()(const FinalSet& event) const {
        document_.final_pdf = event.pdf;
        // Method 1 is signed on paper: what was rendered for it is for printing, and only the scan goes on to the seal.
        const bool for_printing =
            document_.facts.method == SigningMethod::scan_and_seal && event.origin == FinalOrigin::rendered;
        document_.stage = for_printing ? OutgoingStage::numbered : OutgoingStage::signing;
    }
    void operator()(const Signed& event) const {
        document_.signatures.push_back(event.signature);
        document_.final_pdf = event.pdf;
        if (!next_signature(document_)) document_.stage = OutgoingStage::sealed;
    }
    void operator()(const Timestamped& event) const { document_.final_pdf = event.pdf; }
    void operator()(const NumberGivenUp& event) const {
        document_.voided.push_back(event.numbering);
        document_.numbering.reset();
        document_.approver.reset();
        document_.final_pdf.reset();
        document_.signatures.clear();
        document_.stage = OutgoingStage::drafting;
    }
    void operator()(const Issued& event) const {
        document_.issued_at = event.at;
        document_.issued_by = event.by;
        document_.stage = OutgoingStage::issued;
    }
    void operator()(const OutgoingRecalled& event) const {
        document_.recall = event.recall;
        document_.recalled_at = event.at;
        document_.stage = OutgoingStage::recalled;
    }

private:
    Outgoing& document_;
};

}  // namespace

std::string_view to_word(OutgoingStage stage) { return kStages.at(static_cast<std::size_t>(stage)); }

std::vector<SignatureRole> required_signatures(SigningMethod method) {
    switch (method) {
        case SigningMethod::scan_and_seal: return {SignatureRole::seal};
        case SigningMethod::person_and_seal: return {SignatureRole::personal, SignatureRole::seal};
        case SigningMethod::initial_person_and_seal:
            return {SignatureRole::initial, SignatureRole::personal, SignatureRole::seal};
    }
    return {};
}

std::optional<SignatureRole> next_signature(const Outgoing& document) {
    if (document.stage != OutgoingStage::signing) return std::nullopt;
    const std::vector<SignatureRole> required = required_signatures(document.facts.method);
    if (document.signatures.size() >= required.size()) return std::nullopt;
    return required[document.signatures.size()];
}

Result<OutgoingEvents> decide(const Outgoing& state, const OutgoingCommand& command, const OutgoingRules& rules, Instant at) {
    LET(OutgoingEvent event, std::visit(Decision(state, rules, at), command));
    return OutgoingEvents{std::move(event)};
}

Outgoing evolve(Outgoing state, const OutgoingEvent& event) {
    std::visit(Fold(state), event);
    state.revision = Revision(state.revision.raw() + 1);
    return state;
}

}  // namespace congvan::documents
