// congvan evidence export, verify, key.

#include <boost/json.hpp>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "evidence/bundle.hpp"
#include "evidence/sentences.hpp"

namespace congvan::cli {
namespace {

using boost::json::array;
using boost::json::object;
using evidence::LogPublicKey;
using evidence::Standing;

// The key itself, or a file that holds it.
Result<LogPublicKey> key_from(const std::string& given) {
    const auto direct = LogPublicKey::parse(given);
    if (direct.has_value()) return direct.value();
    std::string text = read_file(given, 4096).value_or("");
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
    return LogPublicKey::parse(text);
}

std::string sentence(const evidence::Verdict& verdict) {
    switch (verdict.standing) {
        case Standing::proved: return "Chứng cứ đúng: lịch sử do nhật ký đã nêu khóa xác nhận (proved).";
        case Standing::consistent:
            return "Nhất quán, nhưng chưa chứng minh được nguồn gốc vì không có --key (consistent, origin not proved).";
        case Standing::refused: return "Bị bác bỏ (refused): " + std::string(verdict.code) + " tại " + verdict.where;
    }
    return "";
}

void print_text(const evidence::Verdict& verdict) {
    std::printf("%s\n", sentence(verdict).c_str());
    if (verdict.standing == Standing::refused) return;
    std::printf("Văn bản: %s\nNhật ký: %s, %llu sự kiện\nDấu khóa: %s\n\n", verdict.document.raw().text().c_str(),
                verdict.log.c_str(), static_cast<unsigned long long>(verdict.head.size), verdict.fingerprint.c_str());
    for (const evidence::Step& step : verdict.steps) {
        std::printf("%6llu  %s  %s\n", static_cast<unsigned long long>(step.leaf), to_iso8601(step.event.at).c_str(),
                    evidence::tell(step.event).vi.c_str());
    }
    std::printf("\n");
    for (const evidence::FileSeen& file : verdict.files) {
        std::printf("%s  %s  %llu byte%s\n", file.sha256.hex().c_str(), file.name.c_str(),
                    static_cast<unsigned long long>(file.size), file.enclosed ? " (kèm theo)" : "");
    }
}

void print_json(const evidence::Verdict& verdict) {
    array steps;
    for (const evidence::Step& step : verdict.steps) {
        const evidence::Sentence said = evidence::tell(step.event);
        steps.push_back(object{{"index", step.leaf},
                               {"at", to_iso8601(step.event.at)},
                               {"kind", step.event.kind},
                               {"actor", step.event.actor.name},
                               {"post", step.event.actor.post},
                               {"agency", step.event.agency.raw().text()},
                               {"sentence", said.vi}});
    }
    array files;
    for (const evidence::FileSeen& file : verdict.files) {
        files.push_back(object{{"role", file.role},
                               {"name", file.name},
                               {"size", file.size},
                               {"sha256", file.sha256.hex()},
                               {"enclosed", file.enclosed}});
    }
    const object answer{{"standing", to_word(verdict.standing)},
                        {"code", verdict.code},
                        {"where", verdict.where},
                        {"sentence", sentence(verdict)},
                        {"document_id", verdict.document.raw().text()},
                        {"log", verdict.log},
                        {"fingerprint", verdict.fingerprint},
                        {"tree_size", verdict.head.size},
                        {"steps", std::move(steps)},
                        {"files", std::move(files)}};
    std::printf("%s\n", boost::json::serialize(answer).c_str());
}

}  // namespace

int evidence_export(const Ports& ports, const InstalledAt& where, const std::string& document, const std::string& out) {
    const auto id = Uuid::parse(document);
    if (!id.has_value()) {
        std::fprintf(stderr, "congvan: %s is no document id\n", document.c_str());
        return Exit::usage;
    }
    const auto bundle = ports.export_evidence(where, DocumentId(id.value()));
    if (!bundle.has_value()) return report(bundle.error(), ports.explain);
    if (write_file(out, bundle.value())) return Exit::done;
    std::fprintf(stderr, "congvan: cannot write %s\n", out.c_str());
    return Exit::failed;
}

int evidence_verify(const std::string& file, const std::string& key, bool as_json) {
    std::optional<LogPublicKey> pinned;
    if (!key.empty()) {
        const auto parsed = key_from(key);
        if (!parsed.has_value()) {
            std::fprintf(stderr, "congvan: --key holds no public key of a log\n");
            return Exit::usage;
        }
        pinned = parsed.value();
    }
    const auto content = read_file(file, evidence::kMostBundleBytes);
    if (!content) {
        std::fprintf(stderr, "congvan: cannot read %s, or it is larger than a bundle may be\n", file.c_str());
        return Exit::failed;
    }
    const evidence::Verdict verdict = evidence::verify(as_bytes(*content), pinned);
    as_json ? print_json(verdict) : print_text(verdict);
    return verdict.standing == Standing::proved ? Exit::done : Exit::no;
}

int evidence_key(const Ports& ports, const std::filesystem::path& data) {
    const auto key = ports.log_key(data);
    if (!key.has_value()) return report(key.error(), ports.explain);
    std::printf("%s\n", key.value().c_str());
    return Exit::done;
}

}  // namespace congvan::cli
