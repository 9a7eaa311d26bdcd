// Our office signatures against those of another program: LibreOffice accepts what we sign and names the signer, and we accept
// what it signs. It runs without a window over its UNO interface, with a certificate database made here.

#include <gtest/gtest.h>

#include <openssl/pem.h>

#include "signing/judge/reasons.hpp"
#include "signing/office/test_office.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing::office {
namespace {

using namespace test;
using testing_support::file_text;
using testing_support::output_of;
using testing_support::TemporaryFolder;
using testing_support::write_file;

// A folder with a certificate database that trusts our authority and holds one key.
class Office {
public:
    explicit Office(const Signer& signer) {
        run("mkdir nss && certutil -N -d sql:nss --empty-password");
        BIO* key = BIO_new_file(path("key.pem").c_str(), "w");
        PEM_write_bio_PrivateKey(key, signer.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        BIO_free(key);
        certificate("signer.pem", signer.der());
        certificate("root.pem", authority().root());
        certificate("sub.pem", authority().sub());
        run("openssl pkcs12 -export -in signer.pem -inkey key.pem -out signer.p12 -passout pass:pw -name signer");
        run("certutil -A -d sql:nss -n root -t CT,C,C -i root.pem");
        run("certutil -A -d sql:nss -n sub -t ,, -i sub.pem");
        run("pk12util -i signer.p12 -d sql:nss -W pw -K ''");
    }

    std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
    void put(const std::string& name, BytesView file) const { write_file(path(name), file); }
    Bytes get(const std::string& name) const { return to_bytes(file_text(path(name))); }
    std::string run(const std::string& command) const { return output_of("cd " + folder_.path().string() + " && " + command + " 2>&1"); }

    // "verify:a.docx sign:b.odt"
    std::string ask(const std::string& commands) const {
        return run("MOZILLA_CERTIFICATE_FOLDER=sql:" + path("nss") + " HOME=" + folder_.path().string() +
                   " timeout 120 /usr/bin/python3 " CONGVAN_SOURCE_DIR "/tests/support/office_signatures.py profile " + commands);
    }

private:
    void certificate(const std::string& name, const Bytes& der) const {
        put(name + ".der", der);
        run("openssl x509 -inform DER -in " + name + ".der -out " + name);
    }
    TemporaryFolder folder_;
};

// Real files of LibreOffice's own making.
void make_documents(const Office& office) {
    office.put("letter.txt", as_bytes("Kính gửi: Ủy ban nhân dân huyện B (thử nghiệm)\n"));
    office.put("table.csv", as_bytes("So,Ten\n1,Cong van\n"));
    for (const char* form : {"docx letter.txt", "odt letter.txt", "xlsx table.csv", "ods table.csv"}) {
        office.run(std::string("HOME=. soffice -env:UserInstallation=file://") + office.path("profile") + " --headless --convert-to " + form);
    }
}

bool line_has(const std::string& text, const std::string& file, std::initializer_list<const char*> words) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        if (!line.starts_with(file + " ")) continue;
        if (std::all_of(words.begin(), words.end(), [&](const char* word) { return line.find(word) != std::string::npos; })) return true;
    }
    return false;
}

TEST(LibreOfficeTest, AcceptsWhatWeSignAndWeAcceptWhatItSigns) {
    const Office office(rsa_leader());
    make_documents(office);
    std::string commands;
    const std::vector<std::pair<std::string, SignedKind>> files = {{"letter.docx", SignedKind::ooxml}, {"table.xlsx", SignedKind::ooxml},
                                                                   {"letter.odt", SignedKind::odf}, {"table.ods", SignedKind::odf}};
    for (const auto& [name, kind] : files) {
        const auto plain = office.get(name);
        office.put("theirs-" + name, plain);
        commands += " sign:theirs-" + name;
        for (const auto form : {XadesForm::baseline, XadesForm::office}) {
            OfficeSigningOptions options;
            options.form = form;
            const auto ours = sign(plain, kind, rsa_leader(), options, SignatureScheme::rsa_pkcs1_sha256);
            EXPECT_EQ(judge(ours, kind).verdict, Verdict::valid) << name << told(judge(ours, kind));
            const std::string prefix = form == XadesForm::baseline ? "ours-" : "ours-office-";
            office.put(prefix + name, ours);
            commands += " verify:" + prefix + name;
            auto text = ZipText::of(ours);
            auto& body = text.at(kind == SignedKind::odf ? "content.xml" : name == "table.xlsx" ? "xl/sharedStrings.xml" : "word/document.xml");
            const auto found = body.content.find(name.starts_with("letter") ? "thử" : "Cong");
            ASSERT_NE(found, std::string::npos) << name;
            body.content[found] = 'X';
            office.put("changed-" + prefix + name, text.bytes());
            commands += " verify:changed-" + prefix + name;
        }
    }
    const auto said = office.ask(commands);
    const auto anchors = authority().anchors();
    const RevocationFacts revocations;
    const JudgeContext later{anchors, revocations, must(parse_instant("2029-06-01T00:00:00Z"))};
    for (const auto& [name, kind] : files) {
        for (const std::string prefix : {"ours-", "ours-office-"}) {
            EXPECT_TRUE(line_has(said, prefix + name, {"valid=True", "certificate=0", "time=20260302T030000", "signer=CN=Lãnh đạo A"})) << prefix + name << "\n" << said;
            // It calls every signature in OOXML partial, its own too, as it does not compare parts with references there.
            EXPECT_TRUE(line_has(said, prefix + name, {kind == SignedKind::odf ? "partial=False" : "partial=True"})) << said;
            EXPECT_FALSE(line_has(said, "changed-" + prefix + name, {"valid=True"})) << said;
        }
        EXPECT_TRUE(line_has(said, "theirs-" + name, {"signed=True"})) << said;
        const auto theirs = office.get("theirs-" + name);
        const auto report = kind == SignedKind::ooxml ? judge_ooxml(theirs, later) : judge_odf(theirs, later);
        EXPECT_EQ(report.verdict, Verdict::valid) << name << ": " << told(report);
        EXPECT_FALSE(report.signatures.at(0).signer.empty());
        EXPECT_TRUE(report.signatures.at(0).signing_time.has_value());
        // Ours beside theirs: both hold.
        const auto both = sign(theirs, kind, agency(), {.at = must(parse_instant("2029-01-01T00:00:00Z"))});
        const auto together = kind == SignedKind::ooxml ? judge_ooxml(both, later) : judge_odf(both, later);
        EXPECT_EQ(together.verdict, Verdict::valid) << name << ": " << told(together);
        EXPECT_EQ(together.signatures.size(), 2u);
    }
}

}  // namespace
}  // namespace congvan::signing::office
