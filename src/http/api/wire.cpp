#include "http/api/wire.hpp"

#include <cstdio>

#include "evidence/sentences.hpp"

namespace congvan::http::wire {
namespace {

template <typename Items, typename Make>
array array_of(const Items& items, Make make) {
    array made;
    made.reserve(items.size());
    for (const auto& each : items) made.push_back(make(each));
    return made;
}

template <typename T, typename Make>
value or_null(const std::optional<T>& maybe, Make make) {
    return maybe ? value(make(*maybe)) : value(nullptr);
}

template <typename T>
std::string id_text(const T& id) {
    return id.raw().text();
}

array reasons(const std::vector<usecases::ReasonView>& list, Language language) {
    return array_of(list, [&](const usecases::ReasonView& each) {
        return object{{"code", each.code}, {"sentence", language == Language::english ? each.en : each.vi}};
    });
}

std::string_view words(std::string_view verdict, Language language) {
    const usecases::Words both = usecases::verdict_words(verdict);
    return language == Language::english ? both.en : both.vi;
}

object signature(const usecases::SignatureView& each, Language language) {
    return {{"field", each.field},
            {"role", or_null(each.role, [](SignatureRole role) { return to_word(role); })},
            {"signer", each.signer},
            {"organisation", each.organisation},
            {"issuer", each.issuer},
            {"serial", each.serial},
            {"signing_time", instant(each.signing_time)},
            {"verdict", each.verdict},
            {"integrity", each.integrity},
            {"words", words(each.verdict, language)},
            {"reasons", reasons(each.reasons, language)},
            {"coverage", each.coverage},
            {"algorithm", each.algorithm},
            {"chain_status", each.chain_status},
            {"revocation_status", each.revocation_status},
            {"valid_from", instant(each.valid_from)},
            {"valid_to", instant(each.valid_to)},
            {"form", each.form.empty() ? "signature" : each.form},
            {"revision", each.revision ? value(*each.revision) : value(nullptr)},
            {"timestamp_time", instant(each.timestamp_time)}};
}

object change(const usecases::ChangeView& each, Language language) {
    return {{"revision", each.revision},
            {"kind", each.kind},
            {"sentence", language == Language::english ? each.en : each.vi}};
}

object facts(const documents::OutgoingFacts& facts, const std::string& answers_notation) {
    return {{"type", facts.type},
            {"type_name", facts.type_name},
            {"abstract", facts.abstract},
            {"urgency", to_word(facts.urgency)},
            {"secrecy", to_word(facts.secrecy)},
            {"recipients", array_of(facts.recipients, agency)},
            {"answer_by", day(facts.answer_by)},
            {"answers", or_null(facts.answers, id_text<IncomingId>)},
            {"answers_notation", text_or_null(answers_notation)},
            {"method", to_word(facts.method)},
            {"signer", official(facts.signer)}};
}

object version(const documents::Version& version) {
    return {{"number", version.number}, {"source", file(version.source)},
            {"pdf", file(version.pdf)}, {"attachments", array_of(version.attachments, file)},
            {"by", official(version.by)}, {"at", instant(version.at)}};
}

object opinion(const documents::Opinion& opinion) {
    return {{"by", official(opinion.by)}, {"at", instant(opinion.at)}, {"version", opinion.version}, {"text", opinion.text}};
}

object signature_made(const documents::SignatureMade& made) {
    return {{"role", to_word(made.role)},
            {"by", official(made.by)},
            {"at", instant(made.at)},
            {"certificate_subject", made.certificate_subject},
            {"field", made.field}};
}

object status_fact(const exchange::StatusFact& fact) {
    return {{"status", to_word(fact.status)}, {"at", instant(fact.at)}, {"by", fact.by}, {"detail", fact.detail}};
}

object delivery(const exchange::Delivery& delivery) {
    return {{"id", id_text(delivery.id)},
            {"recipient", agency(delivery.to)},
            {"status", to_word(delivery.status)},
            {"channel", delivery.channel},
            {"channel_reason", delivery.channel_reason},
            {"facts", array_of(delivery.facts, status_fact)},
            {"receipt", or_null(delivery.receipt,
                                [](const exchange::Receipt& receipt) {
                                    return object{{"main_sha256", receipt.main.hex()},
                                                  {"verdict", receipt.verdict},
                                                  {"at", instant(receipt.at)}};
                                })},
            {"last_failure", or_null(delivery.last_failure, [](const std::string& code) { return code; })}};
}

object recall(const exchange::Recall& recall) {
    return {{"id", id_text(recall.id)},
            {"by", official(recall.by)},
            {"reason", recall.reason},
            {"at", instant(recall.at)},
            {"settled", recall.settled()},
            {"answers", array_of(recall.answers, [](const exchange::RecallAnswer& answer) {
                 return object{{"recipient", agency(answer.recipient)},
                               {"outcome", to_word(answer.outcome)},
                               {"at", instant(answer.at)},
                               {"by", answer.by}};
             })}};
}

array fact_rows(const std::vector<usecases::FactRow>& rows, Language language) {
    return array_of(rows, [&](const usecases::FactRow& row) {
        const bool english = language == Language::english;
        return object{{"name", row.name},
                      {"label", english ? row.label_en : row.label_vi},
                      {"value", english ? row.value_en : row.value_vi}};
    });
}

object assignment(const documents::Assignment& given) {
    return {{"by", official(given.by)},
            {"lead", official(given.lead)},
            {"supporting", array_of(given.supporting, official)},
            {"instruction", given.instruction},
            {"deadline", instant(given.deadline)},
            {"at", instant(given.at)}};
}

object answer(const usecases::AnswerView& answer) {
    return {{"id", id_text(answer.id)}, {"notation", answer.notation}};
}

array texts(const std::vector<std::string>& list) {
    return array_of(list, [](const std::string& each) { return value(each); });
}

std::string clock_time(std::chrono::minutes since_midnight) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(since_midnight.count() / 60),
                  static_cast<int>(since_midnight.count() % 60));
    return text;
}

}  // namespace

value instant(const std::optional<Instant>& at) { return at ? value(to_iso8601(*at)) : value(nullptr); }
value day(const std::optional<Day>& day) { return day ? value(to_iso8601(*day)) : value(nullptr); }
value text_or_null(std::string_view text) { return text.empty() ? value(nullptr) : value(text); }

object official(const documents::Official& official) {
    return {{"id", id_text(official.person)}, {"name", official.name}, {"post", official.post}};
}

object agency(const documents::AgencyRef& agency) {
    return {{"id", id_text(agency.id)}, {"code", agency.code}, {"name", agency.name}};
}

object file(const documents::FileRef& file) {
    return {{"sha256", file.sha256.hex()},
            {"size", file.size},
            {"name", file.name},
            {"media_type", file.media_type},
            {"checked", to_word(file.checked)}};
}

object numbering(const documents::Numbering& numbering) {
    return {{"sequence", numbering.sequence.raw()}, {"notation", numbering.notation}, {"day", day(numbering.day)}};
}

object verdict(const usecases::VerdictView& verdict, Language language) {
    return {{"kind", verdict.kind},
            {"verdict", verdict.verdict},
            {"integrity", verdict.integrity},
            {"words", words(verdict.verdict, language)},
            {"reasons", reasons(verdict.reasons, language)},
            {"revisions", verdict.revisions},
            {"judged_at", instant(verdict.judged_at)},
            {"changes", array_of(verdict.changes, [&](const auto& each) { return change(each, language); })},
            {"unsigned_parts", texts(verdict.unsigned_parts)},
            {"signatures", array_of(verdict.signatures, [&](const auto& each) { return signature(each, language); })}};
}

object deadline(const usecases::DeadlineView& deadline, Language language) {
    return {{"due_at", instant(deadline.due)},
            {"state", to_word(deadline.state)},
            {"words", language == Language::english ? deadline.words_en : deadline.words_vi},
            {"clause", deadline.clause}};
}

object rule(const usecases::RuleView& rule) {
    return {{"text", rule.text},
            {"clause", rule.clause},
            {"standing", rule.standing}};
}

object finding(const policy::FindingRow& row, Language language) {
    return {{"rule", row.rule},
            {"level", to_word(row.level)},
            {"text", language == Language::english ? row.sentence_en : row.sentence},
            {"note", row.note},
            {"clause", row.clause}};
}

object outgoing(const usecases::OutgoingView& view, Language language) {
    const documents::Outgoing& d = view.document;
    return {{"id", id_text(d.id)},
            {"revision", d.revision.raw()},
            {"stage", to_word(d.stage)},
            {"agency", agency(d.agency)},
            {"drafter", official(d.drafter)},
            {"facts", facts(d.facts, view.answers_notation)},
            {"versions", array_of(d.versions, version)},
            {"opinions", array_of(d.opinions, opinion)},
            {"approver", or_null(d.approver, official)},
            {"numbering", or_null(d.numbering, numbering)},
            {"voided_numbers", array_of(d.voided, numbering)},
            {"final_pdf", or_null(d.final_pdf, file)},
            {"signatures", array_of(d.signatures, signature_made)},
            {"required_signatures",
             array_of(documents::required_signatures(d.facts.method), [](SignatureRole role) { return value(to_word(role)); })},
            {"next_signature", or_null(documents::next_signature(d), [](SignatureRole role) { return to_word(role); })},
            {"issued_at", instant(d.issued_at)},
            {"issued_by", or_null(d.issued_by, official)},
            {"deliveries", array_of(view.deliveries, delivery)},
            {"recall", or_null(view.recall, recall)},
            {"document_code", text_or_null(view.document_code)},
            {"legal_value", or_null(view.legal_value, rule)},
            {"facts14", fact_rows(view.facts, language)},
            {"deadline", or_null(view.deadline, [&](const auto& each) { return deadline(each, language); })},
            {"acts", texts(view.acts)},
            {"findings", array_of(view.findings, [&](const auto& row) { return finding(row, language); })},
            {"created_at", instant(view.created_at)},
            {"updated_at", instant(view.updated_at)}};
}

object incoming(const usecases::IncomingView& view, Language language) {
    const documents::Incoming& d = view.document;
    const documents::ArrivalFacts& f = d.facts;
    object checked = verdict(view.verdict, language);
    checked["addressee_right"] = d.check.addressee_right;
    checked["complete"] = d.check.complete;
    return {{"id", id_text(d.id)},
            {"revision", d.revision.raw()},
            {"stage", to_word(d.stage)},
            {"document_id", id_text(f.document)},
            {"document_code", view.document_code},
            {"agency", agency(d.agency)},
            {"from", agency(f.from)},
            {"notation", f.notation},
            {"day", day(f.day)},
            {"type_name", f.type_name},
            {"abstract", f.abstract},
            {"urgency", to_word(f.urgency)},
            {"signer", f.signer},
            {"recipients", array_of(f.recipients, agency)},
            {"answer_by", day(f.answer_by)},
            {"sent_at", instant(f.sent_at)},
            {"arrived_at", instant(d.arrived_at)},
            {"legal_receipt_at", instant(d.legal_receipt_at)},
            {"verdict", std::move(checked)},
            {"legal_value", rule(view.legal_value)},
            {"main", file(f.main)},
            {"attachments", array_of(f.attachments, file)},
            {"content_open", d.content_open()},
            {"arrival_number", or_null(d.arrival_number, [](registers::Sequence number) { return number.raw(); })},
            {"accepted_by", or_null(d.accepted_by, official)},
            {"accepted_at", instant(d.accepted_at)},
            {"assignment", or_null(d.assignment, assignment)},
            {"answers", array_of(view.answers, answer)},
            {"answered_document", or_null(view.answered, answer)},
            {"result", or_null(d.result, [](const std::string& text) { return text; })},
            {"return_reason", or_null(d.return_reason, [](const std::string& text) { return text; })},
            {"recall_reason", text_or_null(view.recall_reason)},
            {"facts14", fact_rows(view.facts, language)},
            {"deadlines", array_of(view.deadlines, [&](const auto& each) { return deadline(each, language); })},
            {"acts", texts(view.acts)}};
}

object outgoing_row(const usecases::OutgoingListRow& listed, Language language) {
    const usecases::OutgoingRow& row = listed.row;
    object statuses;
    for (const auto& [status, count] : listed.statuses) statuses[to_word(status)] = count;
    return {{"id", id_text(row.id)},
            {"stage", to_word(row.stage)},
            {"notation", text_or_null(row.notation)},
            {"day", day(row.day)},
            {"type_name", row.type_name},
            {"abstract", row.abstract},
            {"urgency", to_word(row.urgency)},
            {"drafter", row.drafter_name},
            {"signer", row.signer_name},
            {"updated_at", instant(row.updated_at)},
            {"recipients", row.recipients},
            {"statuses", std::move(statuses)},
            {"attachments", row.attachments},
            {"next_signature", or_null(row.next_signature, [](SignatureRole role) { return to_word(role); })},
            {"deadline", or_null(listed.deadline, [&](const auto& each) { return deadline(each, language); })}};
}

object incoming_row(const usecases::IncomingListRow& listed, Language language) {
    const usecases::IncomingRow& row = listed.row;
    return {{"id", id_text(row.id)},
            {"stage", to_word(row.stage)},
            {"notation", row.notation},
            {"day", day(row.day)},
            {"type_name", row.type_name},
            {"abstract", row.abstract},
            {"urgency", to_word(row.urgency)},
            {"from", row.from_name},
            {"arrived_at", instant(row.arrived_at)},
            {"arrival_number", or_null(row.arrival_number, [](registers::Sequence number) { return number.raw(); })},
            {"verdict", row.verdict},
            {"attachments", row.attachments},
            {"lead", text_or_null(row.lead_name)},
            {"deadline", or_null(listed.deadline, [&](const auto& each) { return deadline(each, language); })}};
}

object history_item(const usecases::LoggedEvent& logged, const usecases::DirectoryView& directory, Language language) {
    const evidence::HistoryEvent& event = logged.event;
    const evidence::Sentence sentence = evidence::tell(event);
    const directory::Agency* agency = directory.tree().find(event.agency);
    const bool person = event.actor.person != PersonId();
    return {{"kind", event.kind},
            {"at", instant(event.at)},
            {"agency", agency != nullptr ? agency->name : ""},
            {"actor", person ? value(event.actor.name) : value(nullptr)},
            {"post", person ? text_or_null(event.actor.post) : value(nullptr)},
            {"sentence", language == Language::english ? sentence.en : sentence.vi},
            {"detail", nullptr},
            {"index", logged.index}};
}

object register_book(const usecases::RegisterView& book) {
    return {{"id", id_text(book.row.key.id())},
            {"kind", to_word(book.row.key.kind)},
            {"series", book.row.key.series},
            {"period", book.row.key.period},
            {"last", book.row.last.raw()},
            {"title", book.title}};
}

object register_line(const registers::Line& line) {
    const auto column = [&](std::string_view name) { return line.columns.find(name).value_or(""); };
    return {{"sequence", line.sequence.raw()},
            {"state", to_word(line.state)},
            {"day", day(line.day)},
            {"notation", line.notation},
            {"type_name", column("type_name")},
            {"abstract", column("abstract")},
            {"parties", column("parties")},
            {"signer", column("signer")},
            {"handler", column("handler")},
            {"note", line.note},
            {"subject_id", line.subject.text()}};
}

object calendar(const usecases::CalendarView& view) {
    array hours;
    for (int weekday = 1; weekday <= 7; ++weekday) {
        array sessions;
        for (const calendar::DaySession& session : view.week[static_cast<std::size_t>(weekday % 7)]) {
            sessions.push_back(value(clock_time(session.from) + "-" + clock_time(session.to)));
        }
        hours.push_back(object{{"weekday", weekday}, {"sessions", std::move(sessions)}});
    }
    return {{"year", view.year},
            {"office_hours", std::move(hours)},
            {"days", array_of(view.days, [](const usecases::CalendarDay& each) {
                 return object{{"day", day(each.day)},
                               {"kind", each.working ? "work" : "off"},
                               {"name", each.name},
                               {"origin", each.origin},
                               {"reference", each.reference}};
             })}};
}

}  // namespace congvan::http::wire
