// How many signed PDFs a second one core verifies: ours with its full analysis, libcrypto's CMS_verify alone (no analysis of
// the file: only the signed bytes and the CMS are handed over), and the pdfsig process. Measured alternately in one run, because
// machines differ from minute to minute; rates are of processor time, best of the rounds.
//
//   verify_pdf_bench [seconds for each measurement]
//   verify_pdf_bench hostile [bytes]       files made to cost time or memory, one by one, each in a process of its own

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

#include "signing/judge/judge.hpp"
#include "signing/test_support.hpp"
#include "support/pdf_attacks/hostile.hpp"

namespace {

using namespace congvan;           // NOLINT
using namespace congvan::signing;  // NOLINT

double processor_seconds(int who) {
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Calls a second of processor time.
double rate(const std::function<bool()>& work, double seconds, int who) {
    const double start = processor_seconds(who);
    long count = 0;
    double spent = 0;
    do {
        for (int i = 0; i < (who == RUSAGE_SELF ? 16 : 1); ++i, ++count) {
            if (!work()) {
                std::fprintf(stderr, "a measurement did not give what it should\n");
                std::exit(1);
            }
        }
        spent = processor_seconds(who) - start;
    } while (spent < seconds);
    return static_cast<double>(count) / spent;
}

struct Subject {
    const char* name;
    std::string file;
    int signatures;
    std::vector<std::pair<std::string, Bytes>> parts;  // signed bytes and CMS of each
};

// A page of text that does not compress away: some 25 KB signed, 45 KB in all with three certificates and 8 KB of room.
std::string filler(std::size_t size) {
    std::string text;
    unsigned state = 12345;
    while (text.size() < size) {
        state = state * 1103515245u + 12345u;
        text += "BT /F1 10 Tf 72 " + std::to_string(100 + state % 500) + " Td (dong " + std::to_string(state) + ") Tj ET\n";
    }
    return text;
}

Subject subject(const char* name, int signatures, std::size_t size) {
    static const auto leader = test::authority().signer({}, test::rsa_key(2048));
    static const auto agency = test::authority().signer({.name = "Ủy ban nhân dân huyện A (thử nghiệm)"}, test::rsa_key(2048));
    test::TestPdf pdf;
    pdf.update({{9, test::TestPdf::stream("", filler(size))}});
    Subject made{name, {}, signatures, {}};
    const char* names[] = {"congvan-initial-1", "congvan-personal-1", "congvan-seal-1"};
    const char* places[] = {"400 60 500 90", "100 100 300 180", "60 90 150 190"};
    for (int i = 0; i < signatures; ++i) {
        const int which = signatures == 1 ? 1 : i;
        pdf.sign(which == 2 ? agency : leader, {.name = names[which], .rect = places[which], .room = 8000});
        const auto [begin, end] = pdf.gap();
        const auto value = from_hex(pdf.text().substr(begin + 1, 2 * pdf.cms_size()));
        made.parts.emplace_back(pdf.text().substr(0, begin) + pdf.text().substr(end), *value);
    }
    made.file = pdf.text();
    return made;
}

bool ours(const Subject& subject, const TrustAnchors& anchors) {
    return judge_pdf(as_bytes(subject.file), anchors, test::kJudgedAt).verdict == Verdict::valid;
}

bool by_libcrypto(const Subject& subject, X509_STORE* store) {
    for (const auto& [content, value] : subject.parts) {
        const auto* at = reinterpret_cast<const unsigned char*>(value.data());
        CMS_ContentInfo* cms = d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(value.size()));
        BIO* data = BIO_new_mem_buf(content.data(), static_cast<int>(content.size()));
        const bool good = CMS_verify(cms, nullptr, store, data, nullptr, CMS_BINARY | (store == nullptr ? CMS_NO_SIGNER_CERT_VERIFY : 0)) == 1;
        BIO_free(data);
        CMS_ContentInfo_free(cms);
        if (!good) return false;
    }
    return true;
}

X509_STORE* make_store() {
    X509_STORE* store = X509_STORE_new();
    const auto root = test::authority().root();
    const auto* at = reinterpret_cast<const unsigned char*>(root.data());
    X509* certificate = d2i_X509(nullptr, &at, static_cast<long>(root.size()));
    X509_STORE_add_cert(store, certificate);
    X509_free(certificate);
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store);
    X509_VERIFY_PARAM_set_time(rules, std::chrono::duration_cast<std::chrono::seconds>(test::kSignedAt.time_since_epoch()).count());
    X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_ANY);
    return store;
}

void measure(const Subject& subject, double seconds) {
    const auto path = std::filesystem::temp_directory_path() / "congvan_verify_bench.pdf";
    std::ofstream(path, std::ios::binary) << subject.file;
    const auto command = "pdfsig -nocert " + path.string() + " >/dev/null 2>&1";
    const auto warm_anchors = test::authority().anchors();
    X509_STORE* store = make_store();
    double warm = 0, cold = 0, bare = 0, chain = 0, process = 0;
    for (int round = 0; round < 3; ++round) {
        warm = std::max(warm, rate([&] { return ours(subject, warm_anchors); }, seconds, RUSAGE_SELF));
        // A new set of anchors forgets every certificate and way.
        cold = std::max(cold, rate([&] { return ours(subject, test::authority().anchors()); }, seconds, RUSAGE_SELF));
        bare = std::max(bare, rate([&] { return by_libcrypto(subject, nullptr); }, seconds, RUSAGE_SELF));
        chain = std::max(chain, rate([&] { return by_libcrypto(subject, store); }, seconds, RUSAGE_SELF));
        process = std::max(process, rate([&] { return std::system(command.c_str()) == 0; }, seconds, RUSAGE_CHILDREN));
    }
    X509_STORE_free(store);
    std::filesystem::remove(path);
    std::printf("%s: %zu bytes, %d signatures\n", subject.name, subject.file.size(), subject.signatures);
    const auto line = [&](const char* what, double value) {
        std::printf("  %-52s %9.0f /s   ours is %6.2f times that\n", what, value, warm / value);
    };
    line("congvan, full analysis, certificates known", warm);
    line("congvan, full analysis, nothing known (anchors too)", cold);
    line("CMS_verify in process, no chain, no analysis", bare);
    line("CMS_verify in process, with chain, no analysis", chain);
    line("pdfsig process, no chain, no analysis", process);
}

// Time and memory of judging one file; the memory is what it takes beside the file itself.
void judge_hostile(const testing_support::HostilePdf& one, std::size_t bytes) {
    const auto file = one.file(bytes);
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        const double start = processor_seconds(RUSAGE_SELF);
        const auto report = judge_pdf(as_bytes(file), test::authority().anchors(), test::kJudgedAt);
        const double spent = processor_seconds(RUSAGE_SELF) - start;
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        std::printf("%-36s %9zu bytes  %-24s %6.2f s  %5ld MB in all%s\n", one.name, file.size(), std::string(to_word(report.verdict)).c_str(), spent,
                    usage.ru_maxrss / 1024, spent > 2 ? "  TOO LONG" : "");
        std::fflush(stdout);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) std::printf("%-36s ended badly\n", one.name);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "hostile") {
        const std::size_t bytes = argc > 2 ? static_cast<std::size_t>(std::atol(argv[2])) : 60'000'000;
        (void)test::authority().anchors();
        for (const auto& one : testing_support::hostile_pdfs()) judge_hostile(one, bytes);
        return 0;
    }
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1.0;
    measure(subject("45 KB, one signature", 1, 26000), seconds);
    measure(subject("three signatures", 3, 26000), seconds);
    return 0;
}
