#include "signing/judge/judge.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <tuple>

#include "errors/signing.hpp"
#include "signing/judge/field_values.hpp"
#include "signing/judge/locks.hpp"
#include "signing/judge/places.hpp"
#include "signing/judge/reach.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/security_store.hpp"
#include "signing/judge/signature_facts.hpp"
#include "signing/judge/update_facts.hpp"
#include "signing/pdf/parser.hpp"
#include "signing/pdf/second_reading.hpp"

namespace congvan::signing {
namespace {

// How many ends of earlier revisions are tried in a file that does not end where its last one does.
constexpr int kMostPrefixes = 3;
// Bytes that the signatures of one file cover together: they are hashed for each.
constexpr std::size_t kMostSignedBytes = 768u * 1024 * 1024;
// Pages and fields of all revisions together.
constexpr std::size_t kMostCompared = 300'000;

using Codes = std::vector<std::string_view>;

void add(Codes& codes, std::string_view code) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

DocumentReport report_of(std::string_view code, std::size_t revisions = 0) {
    DocumentReport report;
    report.reasons.push_back(code);
    const auto conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
    report.revisions = revisions;
    return report;
}

std::string_view reason_for(const Error& error, const PdfOptions& options) {
    if (error.code == errors::signing::wrong_password) return options.password.empty() ? reasons::pdf_encrypted : reasons::pdf_wrong_password;
    if (error.code == errors::signing::encrypted_pdf) return reasons::pdf_encrypted;
    if (error.code == errors::signing::too_large) return reasons::pdf_too_large;
    return reasons::pdf_malformed;
}

// Signature fields that carry a value.
Result<std::vector<pdf::Field>> signed_fields(const pdf::Document& document, std::size_t at) {
    LET(auto fields, document.fields(at));
    std::erase_if(fields, [&](const pdf::Field& field) {
        if (field.type == nullptr || !field.type->is_name("Sig") || field.value == nullptr) return true;
        return field.value->is_null();
    });
    return fields;
}

class Judge {
public:
    Judge(const pdf::Document& document, const JudgeContext& context, const PdfOptions& options)
        : document_(document), context_(context), options_(options) {}

    DocumentReport run();

private:
    bool find_signatures();
    void check_names();
    std::size_t first_signed_revision() const;
    void check_updates();
    void check_update(const UpdateFacts& update);
    void check_number_entry(const UpdateFacts& update);
    void check_removed(std::size_t first);
    void check_reach(std::size_t first, const std::vector<std::uint32_t>& lists);
    void add_security_store();
    void examine_signatures(const std::vector<pdf::Field>& fields);
    void check_locks();
    void check_fields();
    std::string_view broken_lock(const Locks& locks, std::size_t revision) const;
    void judge_signatures();
    DocumentReport report();
    DocumentReport report_without_signatures() const;
    static void add_what_came_last(DocumentReport& report);

    const pdf::Document& document_;
    JudgeContext context_;
    const PdfOptions& options_;
    std::vector<SignatureFacts> facts_;
    std::vector<UpdateFacts> updates_;
    Codes file_reasons_;  // of no single signature
};

bool Judge::find_signatures() {
    const auto fields = signed_fields(document_, document_.last());
    if (!fields.has_value()) {
        add(file_reasons_, reason_for(fields.error(), options_));
        return false;
    }
    // Every honest signature has a revision of its own, so more of them is no use looking at.
    if (fields->size() > document_.revisions().size()) add(file_reasons_, reasons::pdf_signature_dictionary);
    if (!fields->empty()) add_security_store();
    examine_signatures(*fields);
    std::stable_sort(facts_.begin(), facts_.end(), [](const SignatureFacts& a, const SignatureFacts& b) {
        return std::tuple(a.report.revision, a.report.signed_bytes) < std::tuple(b.report.revision, b.report.signed_bytes);
    });
    return true;
}

void Judge::add_security_store() {
    const auto store = read_security_store(document_, document_.last());
    if (store.certificates.empty() && store.answers_and_lists.empty()) return;
    const std::vector<BytesView> evidence(store.answers_and_lists.begin(), store.answers_and_lists.end());
    const std::vector<BytesView> certificates(store.certificates.begin(), store.certificates.end());
    add_evidence(context_, evidence, certificates);
}

// From the newest to the oldest, so that a time-stamp of the file proves when what it covers existed.
void Judge::examine_signatures(const std::vector<pdf::Field>& fields) {
    std::vector<std::pair<std::size_t, const pdf::Field*>> order;
    for (const auto& field : fields) {
        if (order.size() == document_.revisions().size()) break;
        const auto* reference = field.value->as<pdf::Reference>();
        const auto revision = reference != nullptr ? document_.defined_in(reference->number, document_.last()) : std::nullopt;
        order.emplace_back(revision.value_or(0), &field);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::size_t covered = 0;
    for (const auto& [revision, field] : order) {
        covered += document_.revisions()[revision].end;
        if (covered > kMostSignedBytes) return add(file_reasons_, reasons::pdf_too_large);
        facts_.push_back(examine_signature(document_, *field, context_));
        const auto& report = facts_.back().report;
        const bool whole = report.coverage == Coverage::whole_file || report.coverage == Coverage::whole_revision;
        const bool proves = report.form == SignatureForm::document_timestamp && whole && accepted(report.verdict) && report.timestamp_time;
        if (proves) context_.existed_by = std::min(context_.existed_by.value_or(*report.timestamp_time), *report.timestamp_time);
    }
}

// One name, one field, one value; or people and programs mean different ones.
void Judge::check_names() {
    const auto fields = document_.fields(document_.last());
    if (!fields.has_value()) return;
    std::set<std::string_view> names;
    std::set<std::string_view> twice;
    for (const auto& field : *fields) {
        if (!names.insert(field.name).second) twice.insert(field.name);
    }
    std::map<std::uint32_t, int> values;
    for (const auto& one : facts_) ++values[one.signature_number];
    for (auto& one : facts_) {
        const bool shared = one.signature != nullptr && values[one.signature_number] > 1;
        if (shared || one.report.field.empty() || twice.contains(one.report.field)) {
            add(one.report.reasons, reasons::pdf_duplicate_field);
        }
    }
}

// The first revision in which there is a signature, whether or not it is still there.
std::size_t Judge::first_signed_revision() const {
    auto limit = document_.revisions().size();
    for (const auto& one : facts_) limit = std::min(limit, one.report.revision.value_or(limit));
    for (std::size_t revision = 0; revision < limit; ++revision) {
        const auto fields = signed_fields(document_, revision);
        if (fields.has_value() && !fields->empty()) return revision;
    }
    return limit;
}

// A revision with a signature holds just that one; one without holds none.
void Judge::check_update(const UpdateFacts& update) {
    if (!update.reasons.empty()) return;
    const auto here = std::count_if(facts_.begin(), facts_.end(), [&](const SignatureFacts& one) {
        return one.report.revision == update.revision;
    });
    const bool own = std::any_of(facts_.begin(), facts_.end(), [&](const SignatureFacts& one) {
        return one.report.revision == update.revision && one.field == update.field;
    });
    if (update.field ? here != 1 || !own : here != 0) add(file_reasons_, reasons::pdf_update_not_understood);
}

void Judge::check_reach(std::size_t first, const std::vector<std::uint32_t>& lists) {
    switch (examine_reach(document_, first, lists)) {
        case ReachFinding::sound: return;
        case ReachFinding::dormant: return add(file_reasons_, reasons::pdf_dormant_object_activated);
        case ReachFinding::shared:
        case ReachFinding::unread: return add(file_reasons_, reasons::pdf_update_not_understood);
    }
}

void Judge::check_updates() {
    const auto first = first_signed_revision();
    std::vector<std::uint32_t> lists;
    bool understood = true;
    const auto pages = document_.pages(document_.last());
    const auto fields = document_.fields(document_.last());
    const auto size = (pages.has_value() ? pages->size() : 0) + (fields.has_value() ? fields->size() : 0);
    if (size * (document_.revisions().size() - std::min(first, document_.last())) > kMostCompared) {
        return add(file_reasons_, reasons::pdf_too_large);
    }
    for (auto revision = first + 1; revision < document_.revisions().size(); ++revision) {
        updates_.push_back(examine_update(document_, revision));
        check_update(updates_.back());
        check_number_entry(updates_.back());
        const auto& redefined = updates_.back().redefined_lists;
        lists.insert(lists.end(), redefined.begin(), redefined.end());
        understood = understood && updates_.back().reasons.empty();
    }
    if (understood && !updates_.empty()) {
        check_reach(first, lists);
        const bool sound = conclude(file_reasons_).verdict == Verdict::valid;
        if (sound && !pdf::second_reading(document_, options_.password).empty()) add(file_reasons_, reasons::pdf_second_reading_differs);
    }
    if (!understood) check_removed(first);
}

// Entered between two signatures the number is what the later signer saw, and a profile may accept it.
void Judge::check_number_entry(const UpdateFacts& update) {
    if (!update.number_entered) return;
    const bool signed_over = std::any_of(facts_.begin(), facts_.end(), [&](const SignatureFacts& one) {
        return one.report.form == SignatureForm::signature && one.report.revision >= update.revision;
    });
    const bool accepted_by_profile = signed_over && options_.number_entry == NumberEntry::accepted;
    add(file_reasons_, accepted_by_profile ? reasons::pdf_number_entry_accepted : reasons::pdf_number_entered);
}

// Signatures that were there once and are not any more.
void Judge::check_removed(std::size_t first) {
    for (auto revision = first; revision < document_.last(); ++revision) {
        const auto fields = signed_fields(document_, revision);
        if (!fields.has_value()) return;
        for (const auto& field : *fields) {
            const bool kept = std::any_of(facts_.begin(), facts_.end(), [&](const SignatureFacts& one) { return one.field == field.reference; });
            if (!kept) return add(file_reasons_, reasons::pdf_signature_removed);
        }
    }
}

// What `locks` of a signature forbid of what came after `revision`; empty: nothing that is there.
std::string_view Judge::broken_lock(const Locks& locks, std::size_t revision) const {
    for (const auto& update : updates_) {
        if (update.revision > revision && update.number_entered && locks.permission) return reasons::pdf_certification_forbids;
        if (update.revision <= revision || !update.field) continue;
        if (update.timestamp) continue;  // ISO 32000-2 12.8.2.2.2: time-stamps and a security store are always allowed
        if (locks.permission == Permission::nothing) return reasons::pdf_certification_forbids;
        const auto holds = [&](const FieldLock& lock) { return lock.holds(update.field_name); };
        if (std::any_of(locks.locks.begin(), locks.locks.end(), holds)) return reasons::pdf_field_lock_broken;
    }
    return {};
}

void Judge::check_locks() {
    for (auto& one : facts_) {
        if (one.signature == nullptr || !one.report.revision) continue;
        const auto locks = read_locks(document_, *one.signature, document_.last());
        const bool later = *one.report.revision != document_.last();
        // Only the first signature may certify (ISO 32000-1 12.8.2.2.1).
        const bool misplaced = locks.permission && locks.locks.empty() && &one != &facts_.front();
        if ((later && !locks.understood) || misplaced) add(one.report.reasons, reasons::pdf_transform_not_understood);
        const auto code = broken_lock(locks, *one.report.revision);
        if (!code.empty()) add(one.report.reasons, code);
    }
}

// Fields that show something else than they hold spoil every signature: it is not clear what was signed.
void Judge::check_fields() {
    if (fields_that_differ(document_, document_.last()).empty()) return;
    for (auto& one : facts_) add(one.report.reasons, reasons::pdf_field_value_differs);
}

// From the last to the first: an earlier signature needs every later revision to be in order.
void Judge::judge_signatures() {
    bool later_accepted = true;
    bool later_intact = true;
    for (auto one = facts_.rbegin(); one != facts_.rend(); ++one) {
        auto& report = one->report;
        bool later = false;
        for (const auto& update : updates_) {
            if (!report.revision || update.revision <= *report.revision) continue;
            later = true;
            for (const auto code : update.reasons) add(report.reasons, code);
        }
        if (later) {
            for (const auto code : file_reasons_) add(report.reasons, code);
            if (!later_intact) {
                add(report.reasons, reasons::pdf_later_signature_not_valid);
            } else if (!later_accepted) {
                add(report.reasons, reasons::pdf_later_signature_not_trusted);
            }
        } else if (report.coverage == Coverage::whole_revision) {
            add(report.reasons, reasons::pdf_not_whole_file);
        }
        const auto conclusion = conclude(report.reasons);
        report.verdict = conclusion.verdict;
        report.integrity = conclusion.integrity;
        if (later && report.verdict == Verdict::valid) report.verdict = Verdict::valid_with_additions;
        if (later && report.integrity == Integrity::intact) report.integrity = Integrity::intact_with_additions;
        later_accepted = later_accepted && accepted(report.verdict);
        later_intact = later_intact && (report.integrity == Integrity::intact || report.integrity == Integrity::intact_with_additions);
    }
}

DocumentReport Judge::report() {
    DocumentReport result;
    result.revisions = document_.revisions().size();
    result.reasons = file_reasons_;
    for (auto& one : facts_) {
        for (const auto code : one.report.reasons) add(result.reasons, code);
        result.signatures.push_back(std::move(one.report));
    }
    for (auto& update : updates_) {
        for (const auto code : update.reasons) add(result.reasons, code);
        for (auto& change : update.changes) result.changes.push_back(std::move(change));
    }
    const auto conclusion = conclude(result.reasons);
    result.verdict = conclusion.verdict;
    result.integrity = conclusion.integrity;
    add_what_came_last(result);
    return result;
}

// The last person's signature may be followed by data for later years; a file may be time-stamped and signed by nobody.
void Judge::add_what_came_last(DocumentReport& report) {
    const auto is_signature = [](const SignatureReport& one) { return one.form == SignatureForm::signature; };
    const auto last = std::find_if(report.signatures.rbegin(), report.signatures.rend(), is_signature);
    if (last == report.signatures.rend()) {
        if (!report.signatures.empty()) report.verdict = worse(report.verdict, Verdict::not_signed);
        return;
    }
    if (last->verdict == Verdict::valid_with_additions) report.verdict = worse(report.verdict, last->verdict);
    if (last->integrity == Integrity::intact_with_additions) report.integrity = worse(report.integrity, last->integrity);
}

DocumentReport Judge::report_without_signatures() const {
    const auto revisions = document_.revisions().size();
    if (first_signed_revision() < revisions) return report_of(reasons::pdf_signature_removed, revisions);
    if (as_text(document_.file()).find("/ByteRange") != std::string_view::npos) {
        return report_of(reasons::pdf_stray_signature, revisions);
    }
    DocumentReport none;
    none.verdict = Verdict::not_signed;
    none.integrity = Integrity::not_signed;
    none.revisions = revisions;
    return none;
}

DocumentReport Judge::run() {
    if (!find_signatures()) return report();
    check_updates();
    if (facts_.empty()) return report_without_signatures();
    check_names();
    check_locks();
    examine_places(document_, facts_);
    check_fields();
    judge_signatures();
    return report();
}

DocumentReport judge_whole(BytesView file, const JudgeContext& context, const PdfOptions& options, bool& opened) {
    const auto document = pdf::Document::open(file, options.limits, options.password);
    opened = document.has_value();
    if (!opened) return report_of(reason_for(document.error(), options));
    return Judge(*document, context, options).run();
}

// A file that does not end where its last revision does: perhaps something was appended to a signed one.
DocumentReport judge_prefixes(BytesView file, const JudgeContext& context, const PdfOptions& options) {
    auto end = as_text(file).size();
    for (int tries = 0; tries < kMostPrefixes; ++tries) {
        const auto found = as_text(file).substr(0, end).rfind("%%EOF");
        if (found == std::string_view::npos) break;
        end = found;
        std::size_t cut = found + 5;
        while (cut < file.size() && pdf::is_space(file[cut])) ++cut;
        bool opened = false;
        auto report = judge_whole(file.first(cut), context, options, opened);
        const bool signed_once = std::any_of(report.signatures.begin(), report.signatures.end(), [](const SignatureReport& one) {
            return one.integrity == Integrity::intact || one.integrity == Integrity::intact_with_additions;
        });
        if (!opened || !signed_once) continue;
        for (auto& one : report.signatures) {
            add(one.reasons, reasons::pdf_trailing_data);
            const auto conclusion = conclude(one.reasons);
            one.verdict = conclusion.verdict;
            one.integrity = conclusion.integrity;
            if (one.coverage == Coverage::whole_file) one.coverage = Coverage::whole_revision;
        }
        add(report.reasons, reasons::pdf_trailing_data);
        const auto conclusion = conclude(report.reasons);
        report.verdict = conclusion.verdict;
        report.integrity = conclusion.integrity;
        return report;
    }
    return report_of(reasons::pdf_malformed);
}

}  // namespace

DocumentReport judge_pdf(BytesView file, const JudgeContext& context, const PdfOptions& options) {
    try {
        bool opened = false;
        auto report = judge_whole(file, context, options, opened);
        const bool damaged = !opened && report.verdict == Verdict::malformed;
        return damaged ? judge_prefixes(file, context, options) : report;
    } catch (const std::exception&) {  // memory, or an invariant of a library
        return report_of(reasons::judge_failed);
    }
}

DocumentReport judge_pdf(BytesView file, const TrustAnchors& anchors, Instant at, const pdf::Limits& limits,
                         const RevocationFacts& revocations) {
    return judge_pdf(file, JudgeContext{anchors, revocations, at}, PdfOptions{limits, {}, NumberEntry::refused});
}

}  // namespace congvan::signing
