#pragma once

// What people see of documents: the life cycle's state with what belongs to it, the facts the law wants shown, the
// deadlines in working time, and what the person may do next. Read in one moment; nothing here decides.

#include "exchange/delivery.hpp"
#include "exchange/recall.hpp"
#include "policy/rules.hpp"
#include "usecases/caller.hpp"
#include "usecases/verification.hpp"

namespace congvan::usecases {

// A sentence of the regulation in force, with its clause.
struct RuleView {
    std::string text;
    std::string clause;
    std::string standing;  // "certain", "uncertain", "beyond"
};

enum class DeadlineState { ahead, soon, overdue, met, missed };
std::string_view to_word(DeadlineState state);
struct DeadlineView {
    Instant due;
    DeadlineState state = DeadlineState::ahead;
    std::string words_vi;  // "còn 2 giờ làm việc", "quá hạn 1 ngày làm việc"
    std::string words_en;
    std::string clause;
};

// One of the facts of requirement D7, under its legal name.
struct FactRow {
    std::string name;
    std::string label_vi;
    std::string label_en;
    std::string value_vi;
    std::string value_en;
};

struct OutgoingView {
    documents::Outgoing document;
    std::vector<exchange::Delivery> deliveries;  // in the order of the recipients
    std::optional<exchange::Recall> recall;
    std::string document_code;  // mã định danh văn bản; empty before a number
    std::string answers_notation;
    std::optional<RuleView> legal_value;
    std::vector<FactRow> facts;
    std::optional<DeadlineView> deadline;
    std::vector<std::string> acts;
    std::vector<policy::FindingRow> findings;  // what stands in the way (refuse) or is worth a look (warn) of the next step of a draft
    Instant created_at;
    Instant updated_at;
};

struct AnswerView {
    DocumentId id;
    std::string notation;
};

struct IncomingView {
    documents::Incoming document;
    VerdictView verdict;
    std::string document_code;
    RuleView legal_value;
    std::vector<AnswerView> answers;
    std::optional<AnswerView> answered;
    std::string recall_reason;
    std::vector<FactRow> facts;
    std::vector<DeadlineView> deadlines;
    std::vector<std::string> acts;
};

// Fail: usecases.no_such_document (fix_input) for what the caller may not see.
Result<OutgoingView> view_outgoing(Office& office, const Caller& caller, DocumentId id);
Result<IncomingView> view_incoming(Office& office, const Caller& caller, IncomingId id);

// What happened to it, as far as it is the caller's agency's to know, newest first.
Result<std::vector<LoggedEvent>> outgoing_history(Office& office, const Caller& caller, DocumentId id);
Result<std::vector<LoggedEvent>> incoming_history(Office& office, const Caller& caller, IncomingId id);

// The verifier's word on the final file as it is now. Fails also: usecases.no_such_file (fix_input).
Result<VerdictView> outgoing_verdict(Office& office, const Caller& caller, DocumentId id);

// A file of the document, to be streamed. Fails: usecases.no_such_file (fix_input) · usecases.content_cancelled
// (ask_permission) for a withdrawn or cancelled arrival; as BlobStore::open_random.
struct OpenFile {
    documents::FileRef file;
    std::unique_ptr<RandomAccessBytes> content;
};
Result<OpenFile> open_outgoing_file(Office& office, const Caller& caller, DocumentId id, const Sha256& digest);
Result<OpenFile> open_incoming_file(Office& office, const Caller& caller, IncomingId id, const Sha256& digest);

// Mã định danh văn bản: agency code, period, series where types count for themselves, number (QĐ 28/2018 art. 10.2b).
std::string document_code(const documents::AgencyRef& agency, const documents::Numbering& numbering);

// What a deadline is told from: when it began to run, when it is due, when it was met.
struct DeadlineFacts {
    Instant since;  // equal to `due`: at once, and the minutes that passed are what counts
    Instant due;
    std::optional<Instant> met_at;
    std::string clause;
};
// How it stands at `now`, in working time. What was to be done at once counts as in time on the same day.
DeadlineView view_deadline(const calendar::Calendar& calendar, const DeadlineFacts& facts, Instant now);

}  // namespace congvan::usecases
