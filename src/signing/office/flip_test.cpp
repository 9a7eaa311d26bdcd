// No byte of a signed office file can be changed so that it stays valid with other content, signer or time: neither of the
// archive, nor of an entry in an archive made anew around it. CONGVAN_FLIPS sets how many changes are tried of each kind
// (20000 takes some minutes).

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "signing/office/opc.hpp"
#include "signing/office/test_office.hpp"

namespace congvan::signing::office {
namespace {

using namespace test;

int how_many() {
    const char* given = std::getenv("CONGVAN_FLIPS");
    return given != nullptr ? std::atoi(given) : 700;
}

// What a program shows of a package: every part that is not about signatures, and where relationships lead.
std::string shown(BytesView file, SignedKind kind) {
    const auto archive = must(ZipArchive::open(file));
    std::map<std::string, std::string> all;
    for (const auto& entry : archive.entries()) {
        if (entry.is_folder() || entry.name == kOdfSignatures || entry.name.starts_with("_xmlsignatures/")) continue;
        if (kind == SignedKind::ooxml && (entry.name == kContentTypesName || entry.name.ends_with(".rels"))) continue;
        all[entry.name] = std::string(as_text(must(archive.read(entry))));
    }
    std::string text;
    for (const auto& [name, content] : all) text += name + "\n" + content + "\n";
    if (kind != SignedKind::ooxml) return text;
    const auto package = must(OpcPackage::read(archive));
    for (const auto& [key, part] : package.parts()) {
        if (!key.starts_with("/_xmlsignatures/")) text += key + " " + lower(part.content_type) + "\n";
    }
    for (const auto& [source, relationships] : package.relationships()) {
        if (source.starts_with("/_xmlsignatures/")) continue;
        auto kept = relationships.all;
        std::erase_if(kept, [](const Relationship& one) { return one.type == kOriginRelation; });
        text += source + transformed(std::move(kept)) + "\n";
    }
    return text;
}

struct Honest {
    SignedKind kind;
    Bytes file;
    std::string content;
    DocumentReport report;
};

void expect_same_or_refused(const Honest& honest, const Bytes& changed, const std::string& what) {
    const auto report = judge(changed, honest.kind);
    const auto& was = honest.report.signatures.at(0);
    for (const auto& one : report.signatures) ASSERT_TRUE(one.signer.empty() || one.signer == was.signer) << what;
    if (!intact(report)) return;
    ASSERT_EQ(report.signatures.size(), 1u) << what;
    ASSERT_EQ(report.signatures[0].signing_time, was.signing_time) << what;
    ASSERT_EQ(shown(changed, honest.kind), honest.content) << what;
    if (accepted(report.verdict)) ASSERT_EQ(report.signatures[0].certificate_sha256, was.certificate_sha256) << what;
}

void flip(Bytes& bytes, std::mt19937& random) {
    if (!bytes.empty()) bytes[random() % bytes.size()] ^= static_cast<std::byte>(1 << random() % 8);
}

void try_flips(SignedKind kind, const Bytes& file) {
    const Honest honest{kind, file, shown(file, kind), judge(file, kind)};
    ASSERT_EQ(honest.report.verdict, Verdict::valid) << told(honest.report);
    std::mt19937 random(20261120);
    const auto text = ZipText::of(file);
    for (int i = 0; i < how_many(); ++i) {
        Bytes changed = file;
        const auto what = std::string(to_word(kind)) + " change " + std::to_string(i);
        if (i % 10 == 9) {
            changed.resize(random() % changed.size());
        } else if (i % 2 == 0) {
            flip(changed, random);
        } else {
            auto made = text;
            auto& content = made.items[random() % made.items.size()].content;
            auto bytes = to_bytes(content);
            flip(bytes, random);
            content = std::string(as_text(bytes));
            changed = made.bytes();
        }
        expect_same_or_refused(honest, changed, what);
        if (testing::Test::HasFatalFailure()) return;
    }
}

TEST(OfficeFlipTest, NoChangedByteMakesAnotherDocumentSignerOrTime) {
    auto signer = leader();
    signer.above = nullptr;
    try_flips(SignedKind::ooxml, sign(docx().bytes(), SignedKind::ooxml, signer));
    try_flips(SignedKind::odf, sign(odt().bytes(), SignedKind::odf, signer));
}

}  // namespace
}  // namespace congvan::signing::office
