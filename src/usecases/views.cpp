#include "usecases/views.hpp"

#include <algorithm>

#include "errors/usecases.hpp"
#include "signing/pdf/writer.hpp"
#include "usecases/dossiers.hpp"
#include "usecases/facts14.hpp"
#include "usecases/policy_view.hpp"
#include "usecases/rules.hpp"

namespace congvan::usecases {
namespace {

using directory::Act;
using documents::Incoming;
using documents::IncomingStage;
using documents::Outgoing;
using documents::OutgoingStage;
using evidence::StreamKind;

constexpr std::chrono::minutes kOfficeDay{7 * 60 + 30};
constexpr std::chrono::hours kFar{90 * 24};
constexpr std::chrono::minutes kSoon{4 * 60};

RuleView legal_value(const policy::Profile& profile, bool validly_signed) {
    const auto& value =
        profile.legal_value_of(validly_signed ? policy::SignedState::validly_signed : policy::SignedState::not_signed);
    return {value->sentence, value.citation.in_full(), std::string(to_word(value.citation.standing))};
}

// A list of acts is made of the stages in which each can be and the right to it; the life cycle has the last word.
struct ActRow {
    std::string_view name;
    Act act;
    std::vector<OutgoingStage> stages;
};

std::vector<std::string> outgoing_acts(const Caller& caller, const Outgoing& document, const policy::Profile& profile) {
    const directory::Thing thing = thing_of(caller, document);
    std::vector<std::string> acts;
    const auto may = [&](Act act) { return require(caller, act, thing).has_value(); };
    const auto add_at = [&](std::string_view name, Act act, std::initializer_list<OutgoingStage> stages) {
        if (std::find(stages.begin(), stages.end(), document.stage) != stages.end() && may(act)) {
            acts.emplace_back(name);
        }
    };
    add_at("change_facts", Act::revise_draft, {OutgoingStage::drafting});
    add_at("add_version", Act::revise_draft, {OutgoingStage::drafting});
    if (!document.versions.empty()) add_at("submit", Act::submit, {OutgoingStage::drafting});
    add_at("return", Act::return_draft, {OutgoingStage::awaiting_approval});
    add_at("approve", Act::approve, {OutgoingStage::awaiting_approval});
    if (document.facts.method == SigningMethod::scan_and_seal && !document.final_pdf) {
        add_at("scan", Act::set_final, {OutgoingStage::numbered});
    }
    if (const auto next = next_signature(document); next && document.final_pdf) {
        const std::initializer_list<OutgoingStage> stages{OutgoingStage::numbered, OutgoingStage::signing};
        switch (*next) {
            case SignatureRole::initial: add_at("sign:initial", Act::initial, stages); break;
            case SignatureRole::personal: add_at("sign:personal", Act::sign, stages); break;
            case SignatureRole::seal: add_at("sign:seal", Act::seal, stages); break;
        }
    }
    add_at("void_number", Act::void_number, {OutgoingStage::numbered, OutgoingStage::signing});
    add_at("issue", Act::issue, {OutgoingStage::sealed});
    if (*profile.signature_need != policy::SignatureNeed::required && document.final_pdf) {
        add_at("issue", Act::issue, {OutgoingStage::numbered, OutgoingStage::signing});
    }
    add_at("recall", Act::recall, {OutgoingStage::issued});
    return acts;
}

std::vector<std::string> incoming_acts(const Caller& caller, const Incoming& document) {
    const directory::Thing thing = thing_of(caller, document);
    std::vector<std::string> acts;
    const auto add_at = [&](std::string_view name, Act act, std::initializer_list<IncomingStage> stages) {
        if (std::find(stages.begin(), stages.end(), document.stage) == stages.end()) return;
        if (require(caller, act, thing).has_value()) acts.emplace_back(name);
    };
    add_at("accept", Act::accept, {IncomingStage::arrived});
    add_at("return", Act::return_incoming, {IncomingStage::arrived});
    add_at("assign", Act::assign, {IncomingStage::accepted, IncomingStage::assigned, IncomingStage::in_handling});
    const bool leads = document.assignment && document.assignment->lead.person == caller.actor.person;
    if (leads) add_at("start", Act::handle, {IncomingStage::assigned});
    add_at("answer", Act::answer, {IncomingStage::assigned, IncomingStage::in_handling});
    add_at("complete", Act::complete, {IncomingStage::in_handling});
    add_at("cancel", Act::cancel_recalled, {IncomingStage::cancel_due});
    return acts;
}

Result<std::string> notation_of(Reader& reader, const std::optional<IncomingId>& answered) {
    if (!answered) return std::string();
    LET(const Incoming document, load_incoming_or_empty(reader, *answered));
    return document.facts.notation;
}

std::optional<DeadlineView> send_deadline(const policy::Profile& profile, const calendar::Calendar& calendar,
                                          const Outgoing& document, Instant now) {
    for (const documents::SignatureMade& made : document.signatures) {
        if (made.role != SignatureRole::personal) continue;
        const calendar::Deadline due = policy::send_deadline(profile, calendar, made.at, document.facts.urgency);
        return view_deadline(calendar, {made.at, due.due, document.issued_at, profile.send.citation.in_full()}, now);
    }
    return std::nullopt;
}

Result<std::vector<exchange::Delivery>> deliveries_of(Reader& reader, const Outgoing& document) {
    std::vector<exchange::Delivery> found;
    if (!document.issued_at) return found;
    for (const documents::AgencyRef& recipient : document.facts.recipients) {
        LET(exchange::Delivery delivery,
            load_delivery_or_empty(reader, documents::delivery_id(document.id, recipient.id)));
        found.push_back(std::move(delivery));
    }
    return found;
}

// When the lead completed it, as its history says.
Result<std::optional<Instant>> completed_at(Reader& reader, const Incoming& document) {
    LET(const auto events, reader.events(StreamKind::incoming, document.id.raw()));
    for (const evidence::HistoryEvent& event : events) {
        if (event.kind == "incoming.completed") return std::optional<Instant>(event.at);
    }
    return std::optional<Instant>();
}

std::vector<DeadlineView> incoming_deadlines(const policy::Profile& profile, const calendar::Calendar& calendar,
                                             const Incoming& document, std::optional<Instant> completed, Instant now) {
    std::vector<DeadlineView> found;
    if (document.stage == IncomingStage::none || document.arrived_at == Instant()) return found;
    const auto routing =
        policy::routing_deadline(profile, calendar, document.legal_receipt_at, document.facts.urgency);
    // What was sent back or recalled waits for nobody.
    const bool waits = document.stage == IncomingStage::arrived || document.stage == IncomingStage::accepted;
    if (routing && (waits || document.assignment)) {
        std::optional<Instant> met;
        if (document.assignment) met = document.assignment->at;
        found.push_back(view_deadline(
            calendar, {document.legal_receipt_at, routing->due, met, profile.routing.citation.in_full()}, now));
    }
    if (document.assignment && document.assignment->deadline) {
        const documents::Assignment& given = *document.assignment;
        found.push_back(view_deadline(calendar, {given.at, *given.deadline, completed, ""}, now));
    }
    return found;
}

template <typename Document>
std::vector<documents::FileRef> every_file(const Document& document);

template <>
std::vector<documents::FileRef> every_file(const Outgoing& document) {
    std::vector<documents::FileRef> files;
    for (const documents::Version& version : document.versions) {
        files.push_back(version.source);
        files.push_back(version.pdf);
        files.insert(files.end(), version.attachments.begin(), version.attachments.end());
    }
    if (document.final_pdf) files.push_back(*document.final_pdf);
    return files;
}

template <>
std::vector<documents::FileRef> every_file(const Incoming& document) {
    std::vector<documents::FileRef> files{document.facts.main};
    files.insert(files.end(), document.facts.attachments.begin(), document.facts.attachments.end());
    return files;
}

Result<OpenFile> open_file(Office& office, const std::vector<documents::FileRef>& files, const Sha256& digest) {
    const auto at = std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.sha256 == digest; });
    if (at == files.end()) return Error{Remedy::fix_input, errors::usecases::no_such_file, digest.hex()};
    OpenFile open;
    open.file = *at;
    LET(open.content, office.blobs.open_random(digest));
    return open;
}

// What is the agency's own of a document's events.
Result<std::vector<LoggedEvent>> own_events(Reader& reader, DocumentId document, AgencyId agency) {
    LET(std::vector<LoggedEvent> events, reader.events_about(document));
    std::erase_if(events, [&](const LoggedEvent& each) { return each.event.agency != agency; });
    std::reverse(events.begin(), events.end());
    return events;
}

// What a person may not read does not exist for them, in their own agency too.
Result<Done> readable(const Caller& caller, Act act, const directory::Thing& thing) {
    if (require(caller, act, thing).has_value()) return Done{};
    return Error{Remedy::fix_input, errors::usecases::no_such_document, std::string(directory::to_word(act))};
}

Result<Outgoing> readable_outgoing(Reader& reader, const Caller& caller, DocumentId id) {
    LET(Outgoing document, load_outgoing(reader, id));
    TRY(readable(caller, Act::read_outgoing, thing_of(caller, document)));
    return document;
}

Result<Incoming> readable_incoming(Reader& reader, const Caller& caller, IncomingId id) {
    LET(Incoming document, load_incoming(reader, id));
    TRY(readable(caller, Act::read_incoming, thing_of(caller, document)));
    return document;
}

}  // namespace

std::string_view to_word(DeadlineState state) {
    switch (state) {
        case DeadlineState::ahead: return "ahead";
        case DeadlineState::soon: return "soon";
        case DeadlineState::overdue: return "overdue";
        case DeadlineState::met: return "met";
        case DeadlineState::missed: return "missed";
    }
    return "";
}

std::string document_code(const documents::AgencyRef& agency, const documents::Numbering& numbering) {
    std::string number = std::to_string(numbering.sequence.raw());
    number.insert(0, number.size() < 6 ? 6 - number.size() : 0, '0');
    const std::string& series = numbering.book.series;
    return agency.code + "." + numbering.book.period + "." + (series.empty() ? "" : series + ".") + number;
}

namespace {

DeadlineView view_at_once(const DeadlineFacts& facts, Instant now) {
    const Instant until = facts.met_at.value_or(now);
    const auto passed = std::chrono::duration_cast<std::chrono::minutes>(until - facts.since).count();
    const bool same_day = vietnam_day(until) == vietnam_day(facts.since);
    DeadlineView view{facts.due, DeadlineState::soon, "", "", facts.clause};
    if (facts.met_at) {
        view.state = same_day ? DeadlineState::met : DeadlineState::missed;
        view.words_vi = passed == 0 ? "đã làm ngay" : "đã làm sau " + std::to_string(passed) + " phút";
        view.words_en = passed == 0 ? "done at once" : "done after " + std::to_string(passed) + " min";
    } else {
        view.state = same_day ? DeadlineState::soon : DeadlineState::overdue;
        view.words_vi = passed == 0 ? "làm ngay" : "làm ngay, đã qua " + std::to_string(passed) + " phút";
        view.words_en = passed == 0 ? "at once" : "at once; " + std::to_string(passed) + " min have passed";
    }
    return view;
}

}  // namespace

DeadlineView view_deadline(const calendar::Calendar& calendar, const DeadlineFacts& facts, Instant now) {
    if (facts.due <= facts.since) return view_at_once(facts, now);
    DeadlineView view{facts.due, DeadlineState::ahead, "", "", facts.clause};
    if (facts.met_at) {
        const bool in_time = *facts.met_at <= facts.due;
        view.state = in_time ? DeadlineState::met : DeadlineState::missed;
        view.words_vi = in_time ? "đúng hạn" : "trễ hạn";
        view.words_en = in_time ? "in time" : "late";
        return view;
    }
    // So far away nobody counts working days, and the calendar need not be known yet.
    if (facts.due - now > kFar) {
        view.words_vi = "đến " + to_vietnamese(vietnam_day(facts.due));
        view.words_en = "by " + to_vietnamese(vietnam_day(facts.due));
        return view;
    }
    const std::chrono::minutes left = calendar.working_time_between(now, facts.due);
    if (now > facts.due) {
        view.state = DeadlineState::overdue;
        const std::chrono::minutes late = std::max(std::chrono::minutes{0}, -left);
        view.words_vi = late.count() == 0 ? "quá hạn" : "quá hạn " + calendar::to_vietnamese(late, kOfficeDay);
        view.words_en = "overdue by " + std::to_string(late.count() / 60) + " h of office time";
    } else {
        view.state = left <= kSoon ? DeadlineState::soon : DeadlineState::ahead;
        view.words_vi = "còn " + calendar::to_vietnamese(left, kOfficeDay);
        view.words_en = std::to_string(left.count() / 60) + " h of office time left";
    }
    return view;
}

// What the rules would say now if the draft were submitted or approved, for those who can do either.
std::vector<policy::FindingRow> draft_findings(const Caller& caller, const Outgoing& document, const policy::Profile& profile,
                                               const std::vector<std::string>& acts) {
    std::vector<policy::FindingRow> rows;
    policy::SubmitFacts facts = submit_facts(profile, caller, document);
    facts.being_numbered = std::find(acts.begin(), acts.end(), "approve") != acts.end();
    if (!facts.being_numbered && std::find(acts.begin(), acts.end(), "submit") == acts.end()) return rows;
    const policy::Findings findings = policy::check_before_submit(profile, facts);
    for (const policy::FindingRow* row : findings.refusals()) rows.push_back(*row);
    for (const policy::FindingRow* row : findings.warnings()) rows.push_back(*row);
    return rows;
}

// The final file before each signature stays readable: somebody may be looking at it while the next one signs.
Result<Done> add_earlier_finals(Reader& reader, DocumentId id, std::vector<documents::FileRef>& files) {
    LET(const auto events, reader.events(StreamKind::outgoing, id.raw()));
    for (const evidence::HistoryEvent& stored : events) {
        LET(const documents::OutgoingEvent event, documents::outgoing_event_from(stored.kind, stored.fields));
        if (const auto* set = std::get_if<documents::FinalSet>(&event)) files.push_back(set->pdf);
        if (const auto* made = std::get_if<documents::Signed>(&event)) files.push_back(made->pdf);
    }
    return Done{};
}

Result<OutgoingView> view_outgoing(Office& office, const Caller& caller, DocumentId id) {
    return usecases::read<OutgoingView>(office.store, [&](Reader& reader) -> Result<OutgoingView> {
        OutgoingView view;
        LET(view.document, readable_outgoing(reader, caller, id));
        const Outgoing& document = view.document;
        const Day day = document.numbering ? document.numbering->day : caller.today;
        LET(const policy::Profile* profile, profile_of(office, *caller.directory, document.agency.id, day));
        LET(const calendar::Calendar calendar, calendar_now(office, reader));
        LET(view.deliveries, deliveries_of(reader, document));
        if (document.recall) {
            LET(view.recall, load_recall(reader, *document.recall));
        }
        LET(view.answers_notation, notation_of(reader, document.facts.answers));
        if (document.numbering) view.document_code = document_code(document.agency, *document.numbering);
        if (document.issued_at) view.legal_value = legal_value(*profile, !document.signatures.empty());
        view.deadline = send_deadline(*profile, calendar, document, office.clock.now());
        view.acts = outgoing_acts(caller, document, *profile);
        view.findings = draft_findings(caller, document, *profile, view.acts);
        LET(const auto events, reader.events(StreamKind::outgoing, id.raw()));
        view.created_at = events.front().at;
        view.updated_at = events.back().at;
        view.facts = facts_of(view);
        return view;
    });
}

Result<IncomingView> view_incoming(Office& office, const Caller& caller, IncomingId id) {
    return usecases::read<IncomingView>(office.store, [&](Reader& reader) -> Result<IncomingView> {
        IncomingView view;
        LET(view.document, readable_incoming(reader, caller, id));
        const Incoming& document = view.document;
        LET(const policy::Profile* profile, profile_of(office, *caller.directory, document.agency.id, caller.today));
        LET(const calendar::Calendar calendar, calendar_now(office, reader));
        if (!document.check.report.empty()) {
            LET(view.verdict, verdict_from(document.check.report));
        }
        const bool valid = document.check.verdict == "valid" || document.check.verdict == "valid_with_additions";
        view.legal_value = legal_value(*profile, valid);
        if (const auto sent = load_outgoing(reader, document.facts.document); sent.has_value()) {
            if (sent->numbering) view.document_code = document_code(document.facts.from, *sent->numbering);
        }
        for (const DocumentId answer : document.answers) {
            LET(const Outgoing answering, load_outgoing(reader, answer));
            view.answers.push_back({answer, answering.numbering ? answering.numbering->notation : ""});
        }
        if (document.facts.answers_document) {
            LET(const Outgoing answered, load_outgoing(reader, *document.facts.answers_document));
            view.answered = AnswerView{answered.id, answered.numbering ? answered.numbering->notation : ""};
        }
        if (document.recall) {
            LET(const exchange::Recall recall, load_recall(reader, *document.recall));
            view.recall_reason = recall.reason;
        }
        LET(const std::optional<Instant> completed, completed_at(reader, document));
        view.deadlines = incoming_deadlines(*profile, calendar, document, completed, office.clock.now());
        view.acts = incoming_acts(caller, document);
        view.facts = facts_of(view);
        return view;
    });
}

Result<std::vector<LoggedEvent>> outgoing_history(Office& office, const Caller& caller, DocumentId id) {
    return usecases::read<std::vector<LoggedEvent>>(
        office.store, [&](Reader& reader) -> Result<std::vector<LoggedEvent>> {
            LET(const Outgoing document, readable_outgoing(reader, caller, id));
            return own_events(reader, id, document.agency.id);
        });
}

Result<std::vector<LoggedEvent>> incoming_history(Office& office, const Caller& caller, IncomingId id) {
    return usecases::read<std::vector<LoggedEvent>>(
        office.store, [&](Reader& reader) -> Result<std::vector<LoggedEvent>> {
            LET(const Incoming document, readable_incoming(reader, caller, id));
            return own_events(reader, document.facts.document, document.agency.id);
        });
}

Result<VerdictView> outgoing_verdict(Office& office, const Caller& caller, DocumentId id) {
    LET(const Outgoing document, usecases::read<Outgoing>(office.store, [&](Reader& reader) {
            return readable_outgoing(reader, caller, id);
        }));
    if (!document.final_pdf) return Error{Remedy::fix_input, errors::usecases::no_such_file, "no final file yet"};
    LET(const auto content, office.blobs.open(document.final_pdf->sha256));
    LET(const Bytes pdf, read_all(*content, signing::kMostPdfBytes));
    return verify_pdf(office, pdf, office.clock.now());
}

Result<OpenFile> open_outgoing_file(Office& office, const Caller& caller, DocumentId id, const Sha256& digest) {
    LET(const auto files, usecases::read<std::vector<documents::FileRef>>(
                              office.store, [&](Reader& reader) -> Result<std::vector<documents::FileRef>> {
                                  LET(const Outgoing document, readable_outgoing(reader, caller, id));
                                  auto found = every_file(document);
                                  TRY(add_earlier_finals(reader, id, found));
                                  return found;
                              }));
    return open_file(office, files, digest);
}

Result<OpenFile> open_incoming_file(Office& office, const Caller& caller, IncomingId id, const Sha256& digest) {
    LET(const Incoming document, usecases::read<Incoming>(office.store, [&](Reader& reader) {
            return readable_incoming(reader, caller, id);
        }));
    if (!document.content_open()) {
        return Error{Remedy::ask_permission, errors::usecases::content_cancelled, id.raw().text()};
    }
    return open_file(office, every_file(document), digest);
}

}  // namespace congvan::usecases
