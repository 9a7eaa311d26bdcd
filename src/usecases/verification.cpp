#include "usecases/verification.hpp"

#include <algorithm>
#include <array>

#include "base/fields.hpp"
#include "documents/parts.hpp"
#include "signing/judge/reasons.hpp"
#include "usecases/gather_evidence.hpp"

namespace congvan::usecases {
namespace {

std::vector<ReasonView> reasons_of(const std::vector<std::string_view>& codes) {
    std::vector<ReasonView> views;
    for (const std::string_view code : codes) {
        const signing::Reason* text = signing::find_reason(code);
        views.push_back({std::string(code), std::string(text ? text->vi : code), std::string(text ? text->en : code)});
    }
    return views;
}

std::optional<SignatureRole> role_of(std::string_view field) {
    if (field.starts_with("congvan-initial-")) return SignatureRole::initial;
    if (field.starts_with("congvan-personal-")) return SignatureRole::personal;
    if (field.starts_with("congvan-seal-")) return SignatureRole::seal;
    return std::nullopt;
}

SignatureView view_of(const signing::SignatureReport& report) {
    SignatureView view;
    view.field = report.field;
    view.role = role_of(report.field);
    view.signer = report.signer;
    view.organisation = report.organisation;
    view.issuer = report.issuer;
    view.serial = report.serial;
    view.signing_time = report.signing_time;
    view.verdict = std::string(to_word(report.verdict));
    view.integrity = std::string(to_word(report.integrity));
    view.reasons = reasons_of(report.reasons);
    view.coverage = std::string(to_word(report.coverage));
    view.algorithm = report.algorithm;
    view.chain_status = std::string(to_word(report.chain_status));
    view.revocation_status = std::string(to_word(report.revocation_status));
    view.valid_from = report.not_before;
    view.valid_to = report.not_after;
    view.certificate_sha256 = report.certificate_sha256;
    view.form = std::string(to_word(report.form));
    if (report.revision) view.revision = static_cast<std::uint32_t>(*report.revision) + 1;
    view.timestamp_time = report.timestamp_time;
    return view;
}

// The stored form is a list of names and values; what repeats is numbered.
class Writer {
public:
    void put(std::string name, std::string value) {
        parts_.push_back(std::move(name));
        parts_.push_back(std::move(value));
    }
    void put(std::string name, const std::optional<Instant>& at) {
        if (at) put(std::move(name), to_iso8601(*at, Fraction::kept));
    }
    void put(const std::string& name, const std::vector<ReasonView>& reasons) {
        for (std::size_t i = 0; i < reasons.size(); ++i) {
            const std::string at = name + "." + std::to_string(i);
            put(at + ".code", reasons[i].code);
            put(at + ".vi", reasons[i].vi);
            put(at + ".en", reasons[i].en);
        }
    }
    std::string text() const { return documents::pack(parts_); }

private:
    std::vector<std::string> parts_;
};

class Parts {
public:
    static Result<Parts> read(std::string_view text) {
        LET(const std::vector<std::string> flat, documents::unpack(text));
        Parts parts;
        for (std::size_t i = 0; i + 1 < flat.size(); i += 2) parts.fields_.set(flat[i], flat[i + 1]);
        return parts;
    }
    Result<std::string> text(const std::string& name) const { return fields_.text(name); }
    std::string text_or_empty(const std::string& name) const { return fields_.find(name).value_or(""); }
    Result<std::int64_t> number(const std::string& name) const { return fields_.number(name); }
    Result<std::optional<Instant>> instant(const std::string& name) const {
        const auto found = fields_.find(name);
        if (!found) return std::optional<Instant>();
        LET(const Instant at, parse_instant(*found));
        return std::optional<Instant>(at);
    }
    std::vector<std::string> texts(const std::string& name) const {
        std::vector<std::string> found;
        for (std::size_t i = 0;; ++i) {
            std::string part = text_or_empty(name + std::to_string(i));
            if (part.empty()) return found;
            found.push_back(std::move(part));
        }
    }
    std::vector<ReasonView> reasons(const std::string& name) const {
        std::vector<ReasonView> found;
        for (std::size_t i = 0;; ++i) {
            const std::string at = name + "." + std::to_string(i);
            const auto code = fields_.find(at + ".code");
            if (!code) return found;
            found.push_back({*code, text_or_empty(at + ".vi"), text_or_empty(at + ".en")});
        }
    }

private:
    Fields fields_;
};

constexpr std::array kSignatureTexts{
    std::pair{"field", &SignatureView::field},
    std::pair{"signer", &SignatureView::signer},
    std::pair{"organisation", &SignatureView::organisation},
    std::pair{"issuer", &SignatureView::issuer},
    std::pair{"serial", &SignatureView::serial},
    std::pair{"verdict", &SignatureView::verdict},
    std::pair{"integrity", &SignatureView::integrity},
    std::pair{"coverage", &SignatureView::coverage},
    std::pair{"algorithm", &SignatureView::algorithm},
    std::pair{"chain_status", &SignatureView::chain_status},
    std::pair{"revocation_status", &SignatureView::revocation_status},
    std::pair{"certificate_sha256", &SignatureView::certificate_sha256},
    std::pair{"form", &SignatureView::form},
};

Result<std::vector<EvidenceView>> evidence_in(const Parts& parts) {
    std::vector<EvidenceView> found;
    for (std::size_t i = 0;; ++i) {
        const std::string at = "evidence." + std::to_string(i) + ".";
        EvidenceView one{parts.text_or_empty(at + "kind"), parts.text_or_empty(at + "sha256"),
                         parts.text_or_empty(at + "certificate_sha256"), std::nullopt};
        if (one.sha256.empty()) return found;
        LET(one.this_update, parts.instant(at + "this_update"));
        found.push_back(std::move(one));
    }
}

std::vector<ChangeView> changes_in(const Parts& parts) {
    std::vector<ChangeView> changes;
    for (std::size_t i = 0;; ++i) {
        const std::string at = "changes." + std::to_string(i) + ".";
        const auto revision = parts.number(at + "revision");
        if (!revision.has_value()) return changes;
        changes.push_back({static_cast<std::uint32_t>(*revision), parts.text_or_empty(at + "kind"),
                           parts.text_or_empty(at + "vi"), parts.text_or_empty(at + "en")});
    }
}

}  // namespace

VerdictView verify_pdf(Office& office, BytesView file, Instant at) {
    return view_of(judge_with_evidence(office, file, at, kAtHand).report, at);
}

VerdictView verify_arrival(Office& office, BytesView file, Instant at) {
    const JudgedFile judged = judge_with_evidence(office, file, at, kInBackground);
    VerdictView view = view_of(judged.report, at);
    for (const SourceProblem& each : judged.problems) view.failed_sources.push_back(std::string(each.code) + " " + each.address);
    return view;
}

VerdictView verify_again(Office& office, BytesView file, const VerdictView& stored) {
    std::vector<Sha256> evidence;
    for (const EvidenceView& each : stored.evidence) {
        if (const auto digest = Sha256::parse(each.sha256); digest.has_value()) evidence.push_back(*digest);
    }
    return view_of(judge_again(office, file, stored.judged_at, evidence), stored.judged_at);
}

VerdictView verify_dropped(Office& office, BytesView file) { return verify_pdf(office, file, office.clock.now()); }

VerdictView view_of(const signing::DocumentReport& report, Instant at) {
    VerdictView view;
    view.kind = std::string(to_word(report.kind));
    view.verdict = std::string(to_word(report.verdict));
    view.integrity = std::string(to_word(report.integrity));
    view.reasons = reasons_of(report.reasons);
    view.revisions = static_cast<std::uint32_t>(report.revisions);
    for (const signing::SignatureReport& each : report.signatures) view.signatures.push_back(view_of(each));
    for (const signing::Change& each : report.changes) {
        view.changes.push_back({static_cast<std::uint32_t>(each.revision) + 1, std::string(to_word(each.kind)),
                                signing::to_vietnamese(each), signing::to_english(each)});
    }
    view.unsigned_parts = report.unsigned_parts;
    for (const signing::SignatureReport& each : report.signatures) {
        for (const signing::EvidenceUse& one : each.evidence) {
            EvidenceView evidence{one.kind, one.sha256, one.certificate_sha256, one.this_update};
            if (std::find(view.evidence.begin(), view.evidence.end(), evidence) == view.evidence.end()) {
                view.evidence.push_back(std::move(evidence));
            }
        }
    }
    view.judged_at = at;
    return view;
}

std::string to_text(const VerdictView& verdict) {
    Writer writer;
    writer.put("verdict", verdict.verdict);
    writer.put("integrity", verdict.integrity);
    writer.put("revisions", std::to_string(verdict.revisions));
    writer.put("judged_at", std::optional<Instant>(verdict.judged_at));
    writer.put("kind", verdict.kind);
    writer.put("reasons", verdict.reasons);
    for (std::size_t i = 0; i < verdict.changes.size(); ++i) {
        const ChangeView& each = verdict.changes[i];
        const std::string at = "changes." + std::to_string(i) + ".";
        writer.put(at + "revision", std::to_string(each.revision));
        writer.put(at + "kind", each.kind);
        writer.put(at + "vi", each.vi);
        writer.put(at + "en", each.en);
    }
    for (std::size_t i = 0; i < verdict.unsigned_parts.size(); ++i) {
        writer.put("unsigned_parts." + std::to_string(i), verdict.unsigned_parts[i]);
    }
    for (std::size_t i = 0; i < verdict.evidence.size(); ++i) {
        const std::string at = "evidence." + std::to_string(i) + ".";
        writer.put(at + "kind", verdict.evidence[i].kind);
        writer.put(at + "sha256", verdict.evidence[i].sha256);
        writer.put(at + "certificate_sha256", verdict.evidence[i].certificate_sha256);
        writer.put(at + "this_update", verdict.evidence[i].this_update);
    }
    for (std::size_t i = 0; i < verdict.failed_sources.size(); ++i) {
        writer.put("failed_sources." + std::to_string(i), verdict.failed_sources[i]);
    }
    for (std::size_t i = 0; i < verdict.signatures.size(); ++i) {
        const SignatureView& each = verdict.signatures[i];
        const std::string at = "signatures." + std::to_string(i) + ".";
        for (const auto& [name, member] : kSignatureTexts) writer.put(at + name, each.*member);
        if (each.role) writer.put(at + "role", std::string(to_word(*each.role)));
        writer.put(at + "signing_time", each.signing_time);
        writer.put(at + "timestamp_time", each.timestamp_time);
        if (each.revision) writer.put(at + "revision", std::to_string(*each.revision));
        writer.put(at + "valid_from", each.valid_from);
        writer.put(at + "valid_to", each.valid_to);
        writer.put(at + "reasons", each.reasons);
    }
    return writer.text();
}

Result<VerdictView> verdict_from(std::string_view text) {
    LET(const Parts parts, Parts::read(text));
    VerdictView view;
    LET(view.verdict, parts.text("verdict"));
    LET(view.integrity, parts.text("integrity"));
    LET(const std::int64_t revisions, parts.number("revisions"));
    view.revisions = static_cast<std::uint32_t>(revisions);
    LET(const auto judged_at, parts.instant("judged_at"));
    view.judged_at = judged_at.value_or(Instant());
    view.reasons = parts.reasons("reasons");
    if (const std::string kind = parts.text_or_empty("kind"); !kind.empty()) view.kind = kind;
    view.changes = changes_in(parts);
    view.unsigned_parts = parts.texts("unsigned_parts.");
    view.failed_sources = parts.texts("failed_sources.");
    LET(view.evidence, evidence_in(parts));
    for (std::size_t i = 0;; ++i) {
        const std::string at = "signatures." + std::to_string(i) + ".";
        if (parts.text_or_empty(at + "verdict").empty()) return view;
        SignatureView each;
        for (const auto& [name, member] : kSignatureTexts) each.*member = parts.text_or_empty(at + name);
        if (const auto role = parse_signature_role(parts.text_or_empty(at + "role")); role.has_value()) {
            each.role = role.value();
        }
        LET(each.signing_time, parts.instant(at + "signing_time"));
        LET(each.timestamp_time, parts.instant(at + "timestamp_time"));
        if (const auto revision = parts.number(at + "revision"); revision.has_value()) {
            each.revision = static_cast<std::uint32_t>(*revision);
        }
        LET(each.valid_from, parts.instant(at + "valid_from"));
        LET(each.valid_to, parts.instant(at + "valid_to"));
        each.reasons = parts.reasons(at + "reasons");
        view.signatures.push_back(std::move(each));
    }
}

Words verdict_words(std::string_view verdict) {
    struct Row {
        std::string_view word;
        Words words;
    };
    static constexpr std::array kRows{
        Row{"valid", {"hợp lệ", "valid"}},
        Row{"valid_with_additions", {"hợp lệ, có bổ sung sau", "valid, with later additions"}},
        Row{"changed_after_signing", {"đã bị sửa sau khi ký", "changed after signing"}},
        Row{"not_intact", {"không toàn vẹn", "not intact"}},
        Row{"malformed", {"sai cấu trúc", "malformed"}},
        Row{"undetermined", {"không đủ căn cứ", "undetermined"}},
        Row{"not_signed", {"không có chữ ký", "not signed"}},
    };
    for (const Row& row : kRows) {
        if (row.word == verdict) return row.words;
    }
    return {verdict, verdict};
}

}  // namespace congvan::usecases
