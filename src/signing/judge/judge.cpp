#include "signing/judge/judge.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <tuple>

#include "errors/signing.hpp"
#include "signing/judge/places.hpp"
#include "signing/judge/reach.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/signature_facts.hpp"
#include "signing/judge/update_facts.hpp"
#include "signing/pdf/parser.hpp"

namespace congvan::signing {
namespace {

// How many ends of earlier revisions are tried in a file that does not end where its last one does.
constexpr int kMostPrefixes = 4;

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

std::string_view reason_for(const Error& error) {
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
    Judge(const pdf::Document& document, const JudgeContext& context) : document_(document), context_(context) {}

    DocumentReport run();

private:
    bool find_signatures();
    void check_names();
    std::size_t first_signed_revision() const;
    void check_updates();
    void check_update(const UpdateFacts& update);
    void check_reach(std::size_t first, const std::vector<std::uint32_t>& lists);
    void check_certifications();
    std::string_view certification(const pdf::Dictionary& signature) const;
    void judge_signatures();
    DocumentReport report();
    DocumentReport report_without_signatures() const;

    const pdf::Document& document_;
    const JudgeContext& context_;
    std::vector<SignatureFacts> facts_;
    std::vector<UpdateFacts> updates_;
    Codes file_reasons_;  // of no single signature
};

bool Judge::find_signatures() {
    const auto fields = signed_fields(document_, document_.last());
    if (!fields.has_value()) {
        add(file_reasons_, reason_for(fields.error()));
        return false;
    }
    // Every honest signature has a revision of its own, so more of them is no use looking at.
    if (fields->size() > document_.revisions().size()) add(file_reasons_, reasons::pdf_signature_dictionary);
    for (const auto& field : *fields) {
        if (facts_.size() == document_.revisions().size()) break;
        facts_.push_back(examine_signature(document_, field, context_));
    }
    std::stable_sort(facts_.begin(), facts_.end(), [](const SignatureFacts& a, const SignatureFacts& b) {
        return std::tuple(a.report.revision, a.report.signed_bytes) < std::tuple(b.report.revision, b.report.signed_bytes);
    });
    return true;
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

void Judge::check_update(const UpdateFacts& update) {
    if (!update.reasons.empty()) return;
    const auto here = std::count_if(facts_.begin(), facts_.end(), [&](const SignatureFacts& one) {
        return one.report.revision == update.revision;
    });
    const bool own = std::any_of(facts_.begin(), facts_.end(), [&](const SignatureFacts& one) {
        return one.report.revision == update.revision && one.field == update.field;
    });
    if (here != 1 || !own) add(file_reasons_, reasons::pdf_update_not_understood);
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
    for (auto revision = first + 1; revision < document_.revisions().size(); ++revision) {
        updates_.push_back(examine_update(document_, revision));
        check_update(updates_.back());
        const auto& redefined = updates_.back().redefined_lists;
        lists.insert(lists.end(), redefined.begin(), redefined.end());
        understood = understood && updates_.back().reasons.empty();
    }
    if (understood && !updates_.empty()) check_reach(first, lists);
}

// What a certification (ISO 32000-1 12.8.2.2) says about later signatures; empty: it allows them.
std::string_view Judge::certification(const pdf::Dictionary& signature) const {
    const auto list = document_.get(signature, "Reference", document_.last());
    if (list.has_value() && (*list)->is_null()) return {};
    const auto* transforms = list.has_value() ? (*list)->as<pdf::Array>() : nullptr;
    if (transforms == nullptr || transforms->size() > 8) return reasons::pdf_transform_not_understood;
    for (const auto& transform : *transforms) {
        const auto resolved = document_.resolve(transform, document_.last());
        const auto* dictionary = resolved.has_value() ? (*resolved)->as<pdf::Dictionary>() : nullptr;
        const auto* method = dictionary != nullptr ? dictionary->find("TransformMethod") : nullptr;
        if (method == nullptr || !method->is_name("DocMDP")) return reasons::pdf_transform_not_understood;
        const auto parameters = document_.get(*dictionary, "TransformParams", document_.last());
        const auto* given = parameters.has_value() ? (*parameters)->as<pdf::Dictionary>() : nullptr;
        const auto* level = given != nullptr ? given->find("P") : nullptr;
        const auto* number = level != nullptr ? level->as<std::int64_t>() : nullptr;
        if (number == nullptr && level != nullptr) return reasons::pdf_transform_not_understood;
        if (number != nullptr && *number != 2 && *number != 3) return reasons::pdf_certification_forbids;
    }
    return {};
}

void Judge::check_certifications() {
    for (auto& one : facts_) {
        if (one.signature == nullptr || one.report.revision == document_.last()) continue;
        const auto code = certification(*one.signature);
        if (!code.empty()) add(one.report.reasons, code);
    }
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
    return result;
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
    check_certifications();
    examine_places(document_, facts_);
    judge_signatures();
    return report();
}

DocumentReport judge_whole(BytesView file, const JudgeContext& context, const pdf::Limits& limits, bool& opened) {
    const auto document = pdf::Document::open(file, limits);
    opened = document.has_value();
    if (!opened) return report_of(reason_for(document.error()));
    return Judge(*document, context).run();
}

// A file that does not end where its last revision does: perhaps something was appended to a signed one.
DocumentReport judge_prefixes(BytesView file, const JudgeContext& context, const pdf::Limits& limits) {
    auto end = as_text(file).size();
    for (int tries = 0; tries < kMostPrefixes; ++tries) {
        const auto found = as_text(file).substr(0, end).rfind("%%EOF");
        if (found == std::string_view::npos) break;
        end = found;
        std::size_t cut = found + 5;
        while (cut < file.size() && pdf::is_space(file[cut])) ++cut;
        bool opened = false;
        auto report = judge_whole(file.first(cut), context, limits, opened);
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

DocumentReport judge_pdf(BytesView file, const TrustAnchors& anchors, Instant at, const pdf::Limits& limits,
                         const RevocationFacts& revocations) {
    const JudgeContext context{anchors, revocations, at};
    try {
        bool opened = false;
        auto report = judge_whole(file, context, limits, opened);
        const bool damaged = !opened && report.verdict == Verdict::malformed;
        return damaged ? judge_prefixes(file, context, limits) : report;
    } catch (const std::exception&) {  // memory, or an invariant of a library
        return report_of(reasons::judge_failed);
    }
}

}  // namespace congvan::signing
