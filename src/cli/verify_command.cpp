// congvan verify: every file gets one verdict, in the words of the verdict table, with reasons a person can read.

#include <atomic>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <thread>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "errors/cli.hpp"
#include "signing/judge/reasons.hpp"
#include "usecases/verification.hpp"
#include "usecases/verify_file.hpp"

namespace congvan::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using signing::DocumentReport;
using signing::SignatureReport;

// One line of the answer. A file that cannot be read has no report.
struct Answer {
    std::string file;
    std::optional<DocumentReport> report;
};

value time_or_null(const std::optional<Instant>& at) { return at ? value(to_iso8601(*at)) : value(nullptr); }

array codes(const std::vector<std::string_view>& reasons) {
    array out;
    for (const std::string_view each : reasons) out.emplace_back(each);
    return out;
}

array timestamps_json(const SignatureReport& each) {
    array out;
    for (const signing::TimestampReport& stamp : each.timestamps) {
        out.push_back(object{{"status", to_word(stamp.status)},
                             {"time", time_or_null(stamp.time)},
                             {"authority", stamp.authority},
                             {"algorithm", stamp.algorithm}});
    }
    return out;
}

object signature_json(const SignatureReport& each) {
    return {{"field", each.field},
            {"form", to_word(each.form)},
            {"signer", each.signer},
            {"title", each.title},
            {"organisation", each.organisation},
            {"issuer", each.issuer},
            {"serial", each.serial},
            {"certificate_sha256", each.certificate_sha256},
            {"valid_from", time_or_null(each.not_before)},
            {"valid_to", time_or_null(each.not_after)},
            {"signing_time", time_or_null(each.signing_time)},
            {"timestamp_time", time_or_null(each.timestamp_time)},
            {"verdict", to_word(each.verdict)},
            {"integrity", to_word(each.integrity)},
            {"reasons", codes(each.reasons)},
            {"coverage", to_word(each.coverage)},
            {"revision", each.revision ? value(*each.revision + 1) : value(nullptr)},
            {"algorithm", each.algorithm},
            {"key_bits", each.key_bits},
            {"chain_status", to_word(each.chain_status)},
            {"anchor", each.anchor},
            {"anchor_class", each.anchor_class ? value(to_word(*each.anchor_class)) : value(nullptr)},
            {"revocation_status", to_word(each.revocation_status)},
            {"revoked_at", time_or_null(each.revoked_at)},
            {"timestamps", timestamps_json(each)}};
}

object report_json(const std::string& file, const DocumentReport& report) {
    array signatures, changes, parts;
    for (const SignatureReport& each : report.signatures) signatures.push_back(signature_json(each));
    for (const signing::Change& each : report.changes) {
        changes.push_back(object{{"revision", each.revision + 1},
                                 {"kind", to_word(each.kind)},
                                 {"subject", each.subject},
                                 {"sentence", to_vietnamese(each)},
                                 {"sentence_en", to_english(each)}});
    }
    for (const std::string& each : report.unsigned_parts) parts.emplace_back(each);
    return {{"file", file},
            {"kind", to_word(report.kind)},
            {"document_verdict", to_word(report.verdict)},
            {"integrity", to_word(report.integrity)},
            {"reasons", codes(report.reasons)},
            {"revisions", report.revisions},
            {"signatures", std::move(signatures)},
            {"changes", std::move(changes)},
            {"unsigned_parts", std::move(parts)}};
}

object answer_json(const Answer& answer) {
    if (answer.report) return report_json(answer.file, *answer.report);
    return {{"file", answer.file},
            {"kind", "unknown"},
            {"document_verdict", "undetermined"},
            {"integrity", "unknown"},
            {"reasons", array{errors::cli::unreadable_file}},
            {"revisions", 0},
            {"signatures", array{}},
            {"changes", array{}},
            {"unsigned_parts", array{}}};
}

void print_reasons(const std::vector<std::string_view>& reasons, const char* indent) {
    for (const std::string_view code : reasons) {
        const signing::Reason* reason = signing::find_reason(code);
        const std::string_view text = reason != nullptr ? reason->vi : code;
        std::printf("%s- %.*s (%.*s)\n", indent, static_cast<int>(text.size()), text.data(), static_cast<int>(code.size()), code.data());
    }
}

void print_line(const char* name, const std::string& text) {
    if (!text.empty()) std::printf("     %s: %s\n", name, text.c_str());
}

std::string shown(const std::optional<Instant>& at) { return at ? to_iso8601(*at) : ""; }

std::string words(signing::Verdict verdict) { return std::string(signing::to_vietnamese(verdict)); }

void print_signature(const SignatureReport& each, std::size_t number) {
    const bool stamp = each.form == signing::SignatureForm::document_timestamp;
    std::printf("  %zu. %s %s: %s\n", number, stamp ? "Dấu thời gian" : "Chữ ký", each.field.c_str(), words(each.verdict).c_str());
    print_line(stamp ? "Cơ quan cấp dấu thời gian" : "Người ký", each.signer);
    print_line("Chức vụ", each.title);
    print_line("Cơ quan, tổ chức", each.organisation);
    print_line("Cơ quan cấp chứng thư số", each.issuer);
    print_line("Số hiệu chứng thư số", each.serial);
    if (each.not_before && each.not_after) {
        print_line("Chứng thư số có hiệu lực", "từ " + shown(each.not_before) + " đến " + shown(each.not_after));
    }
    print_line("Thời điểm ký (người ký khai)", shown(each.signing_time));
    print_line("Dấu thời gian", shown(each.timestamp_time));
    print_reasons(each.reasons, "     ");
}

void print_answer(const Answer& answer) {
    if (!answer.report) {
        std::printf("%s: không đọc được tệp (%.*s)\n\n", answer.file.c_str(), static_cast<int>(errors::cli::unreadable_file.size()),
                    errors::cli::unreadable_file.data());
        return;
    }
    const DocumentReport& report = *answer.report;
    std::printf("%s: %s\n", answer.file.c_str(), words(report.verdict).c_str());
    print_reasons(report.reasons, "  ");
    for (std::size_t i = 0; i < report.signatures.size(); ++i) print_signature(report.signatures[i], i + 1);
    for (const signing::Change& each : report.changes) {
        std::printf("  Lần lưu %zu: %s\n", each.revision + 1, to_vietnamese(each).c_str());
    }
    if (!report.unsigned_parts.empty()) std::printf("  Không được ký:\n");
    for (const std::string& each : report.unsigned_parts) std::printf("  - %s\n", each.c_str());
    std::printf("\n");
}

// "x.docx.p7s" is over "x.docx" beside it, unless another file is named.
std::string content_of(const VerifyOptions& options, const std::string& file) {
    if (!options.content.empty()) return options.content;
    for (const std::string_view end : {".p7s", ".P7S", ".sig"}) {
        if (file.ends_with(end)) return file.substr(0, file.size() - end.size());
    }
    return "";
}

// What every file of one call is judged with.
struct Judging {
    const VerifyOptions& options;
    const signing::JudgeContext& context;
    std::string password;
};

Answer examine(const Judging& judging, const std::string& file) {
    Answer answer{file, std::nullopt};
    const auto bytes = read_file(file, usecases::kMostVerifiedBytes);
    if (!bytes) return answer;
    usecases::FileToVerify given{as_bytes(*bytes)};
    given.password = judging.password;
    const std::string content_name = content_of(judging.options, file);
    std::optional<FileSource> content;
    if (usecases::signed_kind_of(given.file) == signing::SignedKind::cms && !content_name.empty()) {
        content.emplace(content_name);
        if (content->is_open()) given.content = &*content;
    }
    answer.report = usecases::verify_file(given, judging.context);
    return answer;
}

// Several files at once; they share what has been found out about certificates.
std::vector<Answer> examine_all(const Judging& judging) {
    const std::vector<std::string>& files = judging.options.files;
    std::vector<Answer> answers(files.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t at = next++; at < answers.size(); at = next++) answers[at] = examine(judging, files[at]);
    };
    const std::size_t hands = std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()), answers.size());
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < hands; ++i) helpers.emplace_back(work);
    work();
    helpers.clear();
    return answers;
}

// The first line of the file; empty when none is named.
std::optional<std::string> password_in(const std::string& file) {
    if (file.empty()) return "";
    auto text = read_file(file, 4096);
    if (text) text->resize(std::min(text->find_first_of("\r\n"), text->size()));
    return text;
}

int extract(const VerifyOptions& options, const Explain& explain) {
    const auto bytes = options.files.size() == 1 ? read_file(options.files.front(), usecases::kMostVerifiedBytes) : std::nullopt;
    if (!bytes) return report({Remedy::fix_input, errors::cli::unreadable_file, options.files.front()}, explain);
    const auto revision = usecases::revision_of(as_bytes(*bytes), options.revision);
    if (!revision.has_value()) return report(revision.error(), explain);
    if (write_file(options.revision_out, *revision)) return Exit::done;
    return report({Remedy::call_operator, errors::cli::unwritable_file, options.revision_out}, explain);
}

}  // namespace

int verify(const Ports& ports, const VerifyOptions& options) {
    Instant at = ports.now();
    if (!options.at.empty()) {
        const auto given = parse_instant(options.at);
        if (!given.has_value()) {
            report({Remedy::fix_input, errors::cli::malformed_time, options.at}, ports.explain);
            return Exit::usage;
        }
        at = *given;
    }
    const auto anchors = ports.anchors(options.trust);
    if (!anchors.has_value()) return report(anchors.error(), ports.explain);
    if (options.revision > 0) {
        const int done = extract(options, ports.explain);
        if (done != Exit::done) return done;
    }
    const auto password = password_in(options.password_file);
    if (!password) return report({Remedy::fix_input, errors::cli::unreadable_file, options.password_file}, ports.explain);
    const auto evidence = ports.evidence(options.trust);
    if (!evidence.has_value()) return report(evidence.error(), ports.explain);
    signing::RevocationFacts revocations;
    for (const Bytes& one : *evidence) (void)revocations.evidence.add(one).has_value();  // what is no answer says nothing
    const std::vector<Answer> answers = examine_all({options, {*anchors, revocations, at}, *password});
    if (options.as_json) {
        array all;
        for (const Answer& each : answers) all.push_back(answer_json(each));
        std::printf("%s\n", boost::json::serialize(all).c_str());
    } else {
        for (const Answer& each : answers) print_answer(each);
    }
    const bool unread = std::any_of(answers.begin(), answers.end(), [](const Answer& each) { return !each.report; });
    const bool accepted = std::all_of(answers.begin(), answers.end(), [](const Answer& each) {
        return each.report && signing::accepted(each.report->verdict);
    });
    return unread ? Exit::failed : accepted ? Exit::done : Exit::no;
}

}  // namespace congvan::cli
