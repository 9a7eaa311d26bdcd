// How many PDFs a second one core signs: ours from the ready file to the signed one (prepare, digest, key, CMS, assembled), beside
// the raw rate of the same key through the same interface (EVP, then SoftHSM2 through PKCS#11) over the same bytes. The aim is
// 75 % of the raw rate. Measured alternately in one run; rates are of processor time, best of the rounds.
//
//   sign_pdf_bench [seconds for each measurement]

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "adapters/tokens/demo_token.hpp"
#include "adapters/tokens/pkcs11_keys.hpp"
#include "support/signing_tools.hpp"

namespace {

using namespace congvan;           // NOLINT
using namespace congvan::signing;  // NOLINT
using testing_support::must;

constexpr int kRounds = 3;

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double rate(const std::function<void()>& work, double seconds) {
    const double start = processor_seconds();
    long count = 0;
    double spent = 0;
    do {
        for (int i = 0; i < 8; ++i, ++count) work();
        spent = processor_seconds() - start;
    } while (spent < seconds);
    return static_cast<double>(count) / spent;
}

// 25 KB of page content that does not compress away.
Bytes document() {
    std::string text;
    unsigned state = 12345;
    while (text.size() < 25'000) {
        state = state * 1103515245u + 12345u;
        text += "BT 72 " + std::to_string(100 + state % 500) + " Td (" + std::to_string(state) + ") Tj ET\n";
    }
    testing_support::PlainPdf plain;
    plain.objects = {"<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream"};
    plain.page = "/Contents 4 0 R";
    return plain.bytes();
}

SignatureRequest request(bool visible) {
    SignatureRequest wish;
    wish.at = testing_support::instant("2026-03-02T10:00:00+07:00");
    wish.signer = "Lãnh đạo A (thử nghiệm)";
    if (!visible) return wish;
    AppearanceRequest look;
    look.signer = wish.signer;
    look.at = wish.at;
    look.kind = AppearanceKind::name_agency_time;
    look.agency = "Ủy ban nhân dân tỉnh Đông Hải";
    wish.appearance = must(draw_appearance(look, testing_support::serif()));
    wish.place = {1, {100, 100, 100 + wish.appearance->size().width, 100 + wish.appearance->size().height}};
    return wish;
}

using Value = std::function<Bytes(const SignedAttributes&)>;

void print(const char* name, const Bytes& pdf, const Bytes& certificate, SigningOptions options, const Value& value, double seconds) {
    const auto attributes = must(prepare_attributes(Sha256::of(pdf), certificate, options));
    const SignatureRequest invisible = request(false), visible = request(true);
    double raw = 0, ours = 0, drawn = 0;
    const auto sign = [&](const SignatureRequest& wish) {
        const auto prepared = must(prepare_signature(pdf, wish));
        const auto own = must(prepare_attributes(prepared.digest(), certificate, options));
        (void)must(complete_signature(prepared, must(assemble_cms(own, value(own), {}))));
    };
    for (int round = 0; round < kRounds; ++round) {
        raw = std::max(raw, rate([&] { (void)value(attributes); }, seconds));
        ours = std::max(ours, rate([&] { sign(invisible); }, seconds));
        drawn = std::max(drawn, rate([&] { sign(visible); }, seconds));
    }
    std::printf("%-34s %8.0f %10.0f %6.0f %% %10.0f %6.0f %%\n", name, raw, ours, 100 * ours / raw, drawn, 100 * drawn / raw);
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1;
    const Bytes pdf = document();
    std::printf("signing a PDF of %zu bytes, per second of one core\n\n", pdf.size());
    std::printf("%-34s %8s %10s %8s %10s %8s\n", "key", "raw key", "invisible", "", "visible", "");
    const auto rsa = testing_support::SoftKey::make("Lãnh đạo A (thử nghiệm)");
    const auto curve = testing_support::SoftKey::make("Lãnh đạo A (thử nghiệm)", testing_support::KeyType::p256);
    const auto soft = [](const testing_support::SoftKey& key) { return [&key](const SignedAttributes& a) { return key.sign(a); }; };
    print("RSA-2048 PKCS#1 v1.5, in memory", pdf, rsa.certificate(), {}, soft(rsa), seconds);
    print("RSA-2048 PSS, in memory", pdf, rsa.certificate(), {SignatureScheme::rsa_pss_sha256, std::nullopt}, soft(rsa), seconds);
    print("ECDSA P-256, in memory", pdf, curve.certificate(), {SignatureScheme::ecdsa_p256_sha256, std::nullopt}, soft(curve), seconds);

    const testing_support::TemporaryFolder folder;
    ::setenv("SOFTHSM2_CONF", must(tokens::prepare_softhsm(folder.path() / "tokens")).c_str(), 1);
    const auto driver = must(tokens::open_driver(tokens::kSoftHsmLibrary));
    const usecases::Pin pin("246810");
    const auto token = must(tokens::create_demo_token(*driver, {usecases::TokenLabel("bench"), pin, usecases::Pin("87654321"), "ký số", usecases::KeyKind::rsa}));
    const Bytes certificate = testing_support::certificate_over(token.public_key, rsa);
    must(tokens::store_certificate(*driver, token, pin, certificate));
    tokens::Pkcs11Keys keys(driver);
    const auto run = must(keys.begin(token.reference, pin, certificate));
    const auto hsm = [&](const SignedAttributes& attributes) {
        usecases::SigningRequest wish;
        wish.bytes_to_sign = attributes.der;
        wish.certificate = attributes.signer_certificate;
        return must(run->sign(wish)).bytes;
    };
    print("RSA-2048, SoftHSM2, one log-in", pdf, certificate, {}, hsm, seconds);
    return 0;
}
