// CMS files: honest ones of every shape, those of another program (openssl cms) both ways, and the oddities by which a
// verifier is led to say more than it knows.

#include "signing/judge/judge_cms.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "errors/signing.hpp"
#include "signing/cms/builder.hpp"
#include "signing/cms/der_writer.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/test_support.hpp"
#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using test::authority;
using test::CmsOptions;
using test::make_cms;
using testing_support::file_text;
using testing_support::must;
using testing_support::output_of;
using testing_support::TemporaryFolder;
using testing_support::write_file;

constexpr std::string_view kContent = "Bảng tổng hợp số liệu, tệp kèm theo của văn bản.\n";

const test::Signer& ec_signer() {
    static const auto instance = authority().signer({.name = "Lãnh đạo A (thử nghiệm)"});
    return instance;
}
const test::Signer& rsa_signer() {
    static const auto instance = authority().signer({.name = "Lãnh đạo B (thử nghiệm)"}, test::rsa_key(2048));
    return instance;
}

struct World {
    TrustAnchors anchors = authority().anchors();
    RevocationFacts revocations;
    JudgeContext context{anchors, revocations, test::kJudgedAt};
};

DocumentReport over(BytesView cms, std::string_view content) {
    const World world;
    MemorySource source(as_bytes(content));
    return judge_cms_over(MemoryBytes(cms), source, world.context);
}

AttachedJudgement attached(BytesView cms) {
    const World world;
    return judge_cms(MemoryBytes(cms), world.context);
}

bool has(const DocumentReport& report, std::string_view code) {
    return std::find(report.reasons.begin(), report.reasons.end(), code) != report.reasons.end();
}

std::string content_of(const AttachedJudgement& judged, BytesView file) {
    if (!judged.content) return "(withheld)";
    const MemoryBytes bytes(judged.binary.empty() ? file : BytesView(judged.binary));
    cms::ContentSource source(bytes, *judged.content);
    return std::string(as_text(must(read_all(source, 1u << 24))));
}

bool intact(const DocumentReport& report) {
    return report.integrity == Integrity::intact || report.integrity == Integrity::intact_with_additions;
}

// Private key, certificate and the way to the anchor as files for openssl.
struct Tool {
    explicit Tool(const test::Signer& signer) {
        BIO* out = BIO_new_file((folder.path() / "key.pem").c_str(), "w");
        PEM_write_bio_PrivateKey(out, signer.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        BIO_free(out);
        put("signer.pem", signer.certificate.get());
        put("sub.pem", signer.above.get());
        const auto root = authority().root();
        const auto* at = reinterpret_cast<const unsigned char*>(root.data());
        X509* parsed = d2i_X509(nullptr, &at, static_cast<long>(root.size()));
        put("root.pem", parsed);
        X509_free(parsed);
        write_file(path("content"), as_bytes(kContent));
    }
    void put(const char* name, X509* certificate) const {
        BIO* out = BIO_new_file((folder.path() / name).c_str(), "w");
        PEM_write_bio_X509(out, certificate);
        BIO_free(out);
    }
    std::string path(const char* name) const { return (folder.path() / name).string(); }
    // Standard output and errors of a command run among the files.
    std::string run(const std::string& command) const {
        return output_of("cd " + folder.path().string() + " && " + command + " 2>&1");
    }
    TemporaryFolder folder;
};

Bytes sign_file(const test::Signer& signer, SignatureScheme scheme, bool with_content, std::string_view content = kContent) {
    const auto attributes = must(prepare_attributes(Sha256::of(as_bytes(content)), signer.der(), {scheme, test::kSignedAt}));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* padding = nullptr;
    EVP_DigestSignInit(context, &padding, EVP_sha256(), nullptr, signer.key.get());
    if (scheme == SignatureScheme::rsa_pss_sha256) {
        EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, 32);
    }
    Bytes value(1024);
    std::size_t size = value.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(value.data()), &size,
                   reinterpret_cast<const unsigned char*>(attributes.der.data()), attributes.der.size());
    EVP_MD_CTX_free(context);
    value.resize(size);
    if (!with_content) return must(assemble_cms(attributes, value, {authority().sub()}));
    const auto frame = must(assemble_attached(attributes, value, {authority().sub()}, content.size()));
    MemorySource source(as_bytes(content));
    MemorySink sink(1u << 24);
    must(write_attached(frame, source, sink));
    return sink.take();
}

struct SchemeCase {
    const char* name;
    const test::Signer& (*signer)();
    SignatureScheme scheme;
    const char* options;
};
const SchemeCase kSchemes[] = {
    {"RSA PKCS#1", rsa_signer, SignatureScheme::rsa_pkcs1_sha256, ""},
    {"RSA PSS", rsa_signer, SignatureScheme::rsa_pss_sha256, "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32"},
    {"ECDSA", ec_signer, SignatureScheme::ecdsa_p256_sha256, ""},
};

TEST(CmsFileTest, OpensslVerifiesWhatWeSignAndWeToo) {
    for (const auto& each : kSchemes) {
        const Tool tool(each.signer());
        const auto detached = sign_file(each.signer(), each.scheme, false);
        const auto report = over(detached, kContent);
        EXPECT_EQ(report.verdict, Verdict::valid) << each.name;
        ASSERT_EQ(report.signatures.size(), 1u);
        EXPECT_EQ(report.signatures[0].signing_time, test::kSignedAt);
        EXPECT_EQ(report.signatures[0].coverage, Coverage::whole_file);
        write_file(tool.path("o.p7s"), detached);
        const std::string verify = "openssl cms -verify -binary -inform DER -cades -CAfile root.pem -purpose any -attime 1772420000 ";
        EXPECT_NE(tool.run(verify + "-in o.p7s -content content -out /dev/null").find("CAdES Verification successful"),
                  std::string::npos) << each.name << tool.run(verify + "-in o.p7s -content content -out /dev/null");
        const auto brings = sign_file(each.signer(), each.scheme, true);
        const auto judged = attached(brings);
        EXPECT_EQ(judged.report.verdict, Verdict::valid) << each.name;
        EXPECT_EQ(content_of(judged, brings), kContent);
        write_file(tool.path("o.p7m"), brings);
        EXPECT_NE(tool.run(verify + "-in o.p7m -out out").find("CAdES Verification successful"), std::string::npos) << each.name;
        EXPECT_EQ(file_text(tool.path("out")), kContent);
        write_file(tool.path("content"), as_bytes("khác"));
        EXPECT_EQ(tool.run(verify + "-in o.p7s -content content -out /dev/null").find("CAdES Verification successful"), std::string::npos);
    }
}

TEST(CmsFileTest, TakesWhatOpensslSignsInEveryForm) {
    for (const auto& each : kSchemes) {
        const Tool tool(each.signer());
        const std::string sign = std::string("openssl cms -sign -binary -in content -signer signer.pem -inkey key.pem -certfile sub.pem "
                                             "-nosmimecap -md sha256 ") + each.options + " ";
        const auto made = [&](const std::string& more, const char* name) {
            const auto said = tool.run(sign + more + " -out " + name);
            EXPECT_EQ(said, "");
            return to_bytes(file_text(tool.path(name)));
        };
        for (const std::string form : {"-outform DER", "-outform PEM", "-outform DER -stream", "-outform DER -keyid"}) {
            if (each.scheme == SignatureScheme::rsa_pss_sha256 && form.ends_with("-stream")) continue;  // openssl 3.0 cannot
            // Made now by the clock of the machine: only whether it is intact is asked, with a clock far ahead.
            const World world;
            const JudgeContext later{world.anchors, world.revocations, must(parse_instant("2029-01-01T00:00:00Z"))};
            const auto brings = made("-cades -nodetach " + form, "a.p7m");
            const auto judged = judge_cms(MemoryBytes(brings), later);
            EXPECT_EQ(judged.report.verdict, Verdict::valid) << each.name << " " << form;
            EXPECT_EQ(content_of(judged, brings), kContent);
            if (form.ends_with("-stream")) {
                EXPECT_TRUE(has(judged.report, reasons::cms_open_lengths));
                continue;  // a streamed file brings its content whatever is asked
            }
            const auto apart = made("-cades " + form, "a.p7s");
            MemorySource source(as_bytes(kContent));
            const auto report = judge_cms_over(MemoryBytes(apart), source, later);
            EXPECT_EQ(report.verdict, Verdict::valid) << each.name << " " << form << " " << testing::PrintToString(report.reasons);
        }
    }
}

TEST(CmsFileTest, ReadsBase64WithoutItsFrame) {
    const auto cms = make_cms(kContent, ec_signer());
    auto text = to_base64(cms);
    for (std::size_t at = 64; at < text.size(); at += 65) text.insert(at, "\n");
    EXPECT_EQ(over(as_bytes(text), kContent).verdict, Verdict::valid);
    EXPECT_EQ(over(as_bytes("-----BEGIN CMS-----\n" + text + "\n-----END CMS-----\n"), kContent).verdict, Verdict::valid);
    EXPECT_EQ(over(as_bytes("-----BEGIN CMS-----\n" + text), kContent).verdict, Verdict::malformed);
    EXPECT_EQ(over(as_bytes("-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n"), kContent).verdict,
              Verdict::malformed);
    text[20] = '*';
    EXPECT_EQ(over(as_bytes(text), kContent).verdict, Verdict::malformed);
}

TEST(CmsFileTest, ReportsEachOfSeveralSignersAndIsAsGoodAsTheWorst) {
    const auto cms = make_cms(kContent, ec_signer(), {.second = &rsa_signer()});
    const auto report = over(cms, kContent);
    EXPECT_EQ(report.verdict, Verdict::valid);
    ASSERT_EQ(report.signatures.size(), 2u);
    std::vector<std::string> names{report.signatures[0].signer, report.signatures[1].signer};
    std::sort(names.begin(), names.end());
    EXPECT_EQ(names, (std::vector<std::string>{"Lãnh đạo A (thử nghiệm)", "Lãnh đạo B (thử nghiệm)"}));
    const test::Authority unknown("Tổ chức khác (thử nghiệm)");
    const auto stranger = unknown.signer({.name = "Người lạ (thử nghiệm)"});
    const auto mixed = over(make_cms(kContent, ec_signer(), {.second = &stranger}), kContent);
    EXPECT_EQ(mixed.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(mixed, reasons::chain_no_path));
}

TEST(CmsFileTest, AcceptsNoOtherContent) {
    const auto cms = make_cms(kContent, ec_signer());
    for (const std::string_view other : {std::string_view(), std::string_view("khác"), kContent.substr(1)}) {
        const auto report = over(cms, other);
        EXPECT_EQ(report.verdict, Verdict::not_intact);
        EXPECT_TRUE(has(report, reasons::cms_digest_mismatch));
    }
    EXPECT_EQ(attached(cms).report.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(attached(cms).report, reasons::cms_content_missing));
}

TEST(CmsFileTest, DoesNotTakeAnAttachedSignatureForADetachedOne) {
    const auto cms = make_cms(kContent, ec_signer(), {.with_content = true});
    for (const std::string_view beside : {kContent, std::string_view("nội dung khác đứng bên cạnh")}) {
        const auto report = over(cms, beside);
        EXPECT_FALSE(intact(report));
        EXPECT_TRUE(has(report, reasons::cms_embedded_content));
    }
}

TEST(CmsFileTest, WithholdsContentThatIsNotWhatWasSigned) {
    auto cms = make_cms(kContent, ec_signer(), {.with_content = true});
    const auto at = as_text(cms).find("Bảng");
    cms[at] = std::byte{'D'};
    const auto judged = attached(cms);
    EXPECT_EQ(judged.report.verdict, Verdict::not_intact);
    EXPECT_EQ(content_of(judged, cms), "(withheld)");
}

TEST(CmsFileTest, IsStrictAboutShortDigestsAndMissingCertificates) {
    const auto sha1 = over(make_cms(kContent, rsa_signer(), {.digest = EVP_sha1()}), kContent);
    EXPECT_EQ(sha1.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(sha1, reasons::cms_sha1));
    const auto without = over(make_cms(kContent, ec_signer(), {.with_certificates = false}), kContent);
    EXPECT_EQ(without.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(without, reasons::cms_no_certificate));
    EXPECT_EQ(without.signatures[0].signer, "");
}

// A CMS put together by hand, so that every part of it can be odd.
struct HandMade {
    Bytes digest_algorithm = der::sequence({der::oid("608648016503040201")});
    std::vector<Bytes> attributes;
    bool ordered = true;
    bool bare = false;
    std::string_view content;  // what is signed

    HandMade(const test::Signer& signer, std::string_view signed_content) : content(signed_content), signer_(signer) {
        attributes = {attribute("2a864886f70d010903", der::oid("2a864886f70d010701")),
                      attribute("2a864886f70d010904", der::wrap(der::Tag::octet_string, Sha256::of(as_bytes(content)).bytes())),
                      attribute("2a864886f70d010910022f",
                                der::sequence({der::sequence({der::sequence(
                                    {der::wrap(der::Tag::octet_string, Sha256::of(signer.der()).bytes())})})}))};
    }

    static Bytes attribute(std::string_view type, const Bytes& value) {
        return der::sequence({der::oid(type), der::wrap(der::Tag::set, value)});
    }

    Bytes attribute_set(der::Tag tag) const {
        if (ordered) return der::set_of(attributes, tag);
        Bytes joined;
        auto list = attributes;
        std::sort(list.begin(), list.end(), std::greater<>());
        for (const auto& one : list) joined.insert(joined.end(), one.begin(), one.end());
        return der::wrap(tag, joined);
    }

    Bytes value() const {
        const Bytes over = bare ? to_bytes(content) : attribute_set(der::Tag::set);
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, signer_.key.get());
        Bytes result(512);
        std::size_t size = result.size();
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(result.data()), &size,
                       reinterpret_cast<const unsigned char*>(over.data()), over.size());
        EVP_MD_CTX_free(context);
        result.resize(size);
        return result;
    }

    Bytes signer_info(const Bytes& value) const {
        X509* certificate = signer_.certificate.get();
        unsigned char* name = nullptr;
        const int name_size = i2d_X509_NAME(X509_get_issuer_name(certificate), &name);
        unsigned char* number = nullptr;
        const int number_size = i2d_ASN1_INTEGER(X509_get_serialNumber(certificate), &number);
        const Bytes sid = der::sequence({{reinterpret_cast<std::byte*>(name), static_cast<std::size_t>(name_size)},
                                         {reinterpret_cast<std::byte*>(number), static_cast<std::size_t>(number_size)}});
        OPENSSL_free(name);
        OPENSSL_free(number);
        return der::sequence({der::small_integer(1), sid, digest_algorithm, bare ? Bytes() : attribute_set(der::Tag::context_0),
                              der::sequence({der::oid("2a8648ce3d040302")}), der::wrap(der::Tag::octet_string, value), unsigned_});
    }

    Bytes cms(const std::vector<Bytes>& infos, const std::vector<Bytes>& certificates) const {
        Bytes joined;
        for (const auto& one : infos) joined.insert(joined.end(), one.begin(), one.end());
        const Bytes data = der::sequence({der::small_integer(1), der::wrap(der::Tag::set, digest_algorithm),
                                          der::sequence({der::oid("2a864886f70d010701")}),
                                          der::set_of(certificates, der::Tag::context_0), der::wrap(der::Tag::set, joined)});
        return der::sequence({der::oid("2a864886f70d010702"), der::wrap(der::Tag::context_0, data)});
    }
    Bytes cms() const { return cms({signer_info(value())}, {signer_.der()}); }

    Bytes unsigned_;

private:
    const test::Signer& signer_;
};

TEST(CmsFileTest, JudgesWhatIsPutTogetherByHandLikeAnyOther) {
    EXPECT_EQ(over(HandMade(ec_signer(), kContent).cms(), kContent).verdict, Verdict::valid);
}

TEST(CmsFileTest, RefusesAttributesThatStandTwice) {
    for (std::size_t which = 0; which < 3; ++which) {
        HandMade made(ec_signer(), kContent);
        made.attributes.push_back(made.attributes[which]);
        const auto same = over(made.cms(), kContent);
        EXPECT_EQ(same.verdict, Verdict::malformed) << which;
        // Another value in the second one: whichever a reader picks, this one picks none.
        HandMade other(ec_signer(), kContent);
        other.attributes.push_back(HandMade(rsa_signer(), "khác").attributes[which]);
        EXPECT_EQ(over(other.cms(), kContent).verdict, Verdict::malformed) << which;
        EXPECT_EQ(over(other.cms(), "khác").verdict, Verdict::malformed) << which;
    }
    HandMade two_values(ec_signer(), kContent);
    two_values.attributes[1] = der::sequence(
        {der::oid("2a864886f70d010904"),
         der::wrap(der::Tag::set, der::join({der::wrap(der::Tag::octet_string, Sha256::of(as_bytes(kContent)).bytes()),
                                             der::wrap(der::Tag::octet_string, Sha256::of(as_bytes("khác")).bytes())}))});
    EXPECT_EQ(over(two_values.cms(), kContent).verdict, Verdict::malformed);
}

TEST(CmsFileTest, RefusesAttributesThatLackWhatEveryOneNeeds) {
    for (const std::size_t which : {0u, 1u}) {
        HandMade made(ec_signer(), kContent);
        made.attributes.erase(made.attributes.begin() + static_cast<std::ptrdiff_t>(which));
        EXPECT_EQ(over(made.cms(), kContent).verdict, Verdict::malformed) << which;
    }
    HandMade other_type(ec_signer(), kContent);
    other_type.attributes[0] = HandMade::attribute("2a864886f70d010903", der::oid("2a864886f70d010702"));
    EXPECT_EQ(over(other_type.cms(), kContent).verdict, Verdict::malformed);
}

TEST(CmsFileTest, SaysThatAttributesAreNotInTheOrderOfDerAndRefusesOnesReorderedLater) {
    HandMade made(ec_signer(), kContent);
    made.ordered = false;
    const auto report = over(made.cms(), kContent);
    EXPECT_EQ(report.verdict, Verdict::valid) << "signed in that order by its signer";
    EXPECT_TRUE(has(report, reasons::cms_open_lengths));
    HandMade honest(ec_signer(), kContent);
    const auto value = honest.value();
    honest.ordered = false;
    const auto reordered = over(honest.cms({honest.signer_info(value)}, {ec_signer().der()}), kContent);
    EXPECT_EQ(reordered.verdict, Verdict::not_intact);
}

TEST(CmsFileTest, NeverTrustsTheOldKindWithoutSignedAttributes) {
    HandMade made(ec_signer(), kContent);
    made.bare = true;
    const auto report = over(made.cms(), kContent);
    EXPECT_EQ(report.verdict, Verdict::undetermined);
    EXPECT_EQ(report.integrity, Integrity::intact);
    EXPECT_TRUE(has(report, reasons::cms_no_signed_attributes));
    EXPECT_EQ(over(made.cms(), "khác").verdict, Verdict::not_intact);
}

TEST(CmsFileTest, SeesThroughAttributesPresentedAsContent) {
    // A signature over attributes also verifies as one without attributes over the bytes of those attributes.
    HandMade honest(ec_signer(), kContent);
    const auto value = honest.value();
    const auto attributes = honest.attribute_set(der::Tag::set);
    HandMade stolen(ec_signer(), as_text(attributes));
    stolen.bare = true;
    const auto report = over(stolen.cms({stolen.signer_info(value)}, {ec_signer().der()}), as_text(attributes));
    EXPECT_EQ(report.verdict, Verdict::not_intact);
    EXPECT_TRUE(has(report, reasons::cms_attributes_as_content));
}

TEST(CmsFileTest, KeepsToTheCertificateThatTheSignerNamed) {
    // Another person's certificate for the same key, under the same issuer and number as the SignerInfo names.
    const auto twin = authority().signer({.name = "Người khác (thử nghiệm)"}, ec_signer().key);
    HandMade made(ec_signer(), kContent);
    const auto info = made.signer_info(made.value());
    const auto without = over(made.cms({info}, {twin.der()}), kContent);
    EXPECT_EQ(without.verdict, Verdict::undetermined);
    EXPECT_TRUE(has(without, reasons::cms_no_certificate));
    HandMade renamed(twin, kContent);  // SignerInfo names the twin, the attributes still name the honest certificate
    renamed.attributes = made.attributes;
    const auto report = over(renamed.cms(), kContent);
    EXPECT_EQ(report.verdict, Verdict::not_intact);
    EXPECT_TRUE(has(report, reasons::cms_certificate_mismatch));
    EXPECT_EQ(report.signatures[0].signer, "");
}

TEST(CmsFileTest, ReportsUnsignedAttributesAndTrustsNoCopiedTimestamp) {
    HandMade made(ec_signer(), kContent);
    const auto token = make_cms("dấu thời gian của chữ ký khác", rsa_signer(), {.with_content = true});
    const auto with = [&](std::string_view type, const Bytes& value) {
        made.unsigned_ = der::wrap(der::Tag::context_1, HandMade::attribute(type, value));
        return over(made.cms(), kContent);
    };
    const auto stamped = with("2a864886f70d010910020e", token);
    EXPECT_FALSE(stamped.signatures[0].timestamp_time.has_value());
    EXPECT_EQ(stamped.signatures[0].unsigned_attributes, std::vector<std::string>{"1.2.840.113549.1.9.16.2.14"});
    EXPECT_EQ(with("2a864886f70d010906", token).verdict, Verdict::valid);
    EXPECT_TRUE(has(with("2a864886f70d010906", token), reasons::cms_unsigned_attribute_not_checked));
    EXPECT_EQ(with("2a864886f70d0109630a", token).verdict, Verdict::undetermined);
    EXPECT_TRUE(has(with("2a864886f70d0109630a", token), reasons::cms_unknown_unsigned_attribute));
}

TEST(CmsFileTest, CallsAFileOfCertificatesNotSigned) {
    HandMade made(ec_signer(), kContent);
    const auto report = over(made.cms({}, {ec_signer().der()}), kContent);
    EXPECT_EQ(report.verdict, Verdict::not_signed);
}

TEST(CmsFileTest, KeepsWithinItsLimits) {
    const World world;
    const auto cms = make_cms(kContent, ec_signer());
    MemorySource source(as_bytes(kContent));
    cms::FileLimits small;
    small.rest = 100;
    const auto report = judge_cms_over(MemoryBytes(cms), source, world.context, small);
    EXPECT_TRUE(has(report, reasons::cms_too_large));
    // Lengths left open one inside the other, and content of a million empty pieces.
    Bytes deep;
    for (int i = 0; i < 100'000; ++i) deep.insert(deep.end(), {std::byte{0x30}, std::byte{0x80}});
    EXPECT_EQ(over(deep, kContent).verdict, Verdict::malformed);
    Bytes pieces;
    for (int i = 0; i < 1'000'000; ++i) pieces.insert(pieces.end(), {std::byte{0x04}, std::byte{0x00}});
    const Bytes octets = der::join({from_hex("2480").value(), pieces, from_hex("0000").value()});
    const Bytes data = der::sequence({der::small_integer(1), der::wrap(der::Tag::set, {}),
                                      der::sequence({der::oid("2a864886f70d010701"), der::wrap(der::Tag::context_0, octets)}),
                                      der::wrap(der::Tag::set, {})});
    const Bytes file = der::sequence({der::oid("2a864886f70d010702"), der::wrap(der::Tag::context_0, data)});
    EXPECT_EQ(attached(file).report.verdict, Verdict::not_signed);
    cms::FileLimits few;
    few.pieces = 1000;
    EXPECT_TRUE(has(judge_cms(MemoryBytes(file), world.context, few).report, reasons::cms_too_large));
}

TEST(CmsFileTest, StreamsContentThatIsNotHeldInMemory) {
    // 40 MB made as it is read, in and out.
    class Repeated final : public ByteSource {
    public:
        Result<std::size_t> read(std::span<std::byte> into) override {
            const auto count = std::min<std::uint64_t>(into.size(), left_);
            for (std::size_t i = 0; i < count; ++i) into[i] = static_cast<std::byte>((left_ - i) & 0xff);
            left_ -= count;
            return count;
        }

    private:
        std::uint64_t left_ = 40'000'000;
    };
    Repeated first;
    Sha256Stream digest;
    Bytes piece(1u << 16);
    for (std::size_t count; (count = must(first.read(piece))) > 0;) digest.add(BytesView(piece).first(count));
    const auto attributes = must(prepare_attributes(digest.finish(), ec_signer().der(),
                                                    {SignatureScheme::ecdsa_p256_sha256, test::kSignedAt}));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, ec_signer().key.get());
    Bytes value(128);
    std::size_t size = value.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(value.data()), &size,
                   reinterpret_cast<const unsigned char*>(attributes.der.data()), attributes.der.size());
    EVP_MD_CTX_free(context);
    value.resize(size);
    const auto cms = must(assemble_cms(attributes, value, {}));
    const World world;
    Repeated again;
    EXPECT_EQ(judge_cms_over(MemoryBytes(cms), again, world.context).verdict, Verdict::valid);
    const auto frame = must(assemble_attached(attributes, value, {}, 40'000'000));
    Repeated third;
    MemorySink sink(50'000'000);
    must(write_attached(frame, third, sink));
    EXPECT_EQ(judge_cms(MemoryBytes(sink.bytes()), world.context).report.verdict, Verdict::valid);
    MemorySource wrong(as_bytes(kContent));
    MemorySink lost(1u << 20);
    EXPECT_EQ(write_attached(frame, wrong, lost).error().code, errors::signing::content_mismatch);
}

// Whatever byte is changed: either it is noticed, or signer, time and content are what they were. CONGVAN_FLIPS sets how many
// changes are tried of each kind of file (20000 takes some minutes).
int how_many(int otherwise) {
    const char* given = std::getenv("CONGVAN_FLIPS");
    return given != nullptr ? std::atoi(given) : otherwise;
}

void flip(BytesView file, bool brings, int rounds) {
    std::mt19937 random(20261120);
    const auto honest = brings ? attached(file).report : over(file, kContent);
    ASSERT_EQ(honest.verdict, Verdict::valid);
    for (int i = 0; i < rounds; ++i) {
        Bytes changed(file.begin(), file.end());
        if (i % 8 == 7) {
            changed.resize(random() % changed.size());
        } else {
            changed[random() % changed.size()] ^= static_cast<std::byte>(1 << random() % 8);
        }
        std::string content;
        DocumentReport report;
        if (brings) {
            const auto judged = attached(changed);
            report = judged.report;
            if (judged.content) ASSERT_EQ(content_of(judged, changed), kContent);
        } else {
            report = over(changed, kContent);
        }
        for (const auto& one : report.signatures) {
            ASSERT_TRUE(one.signer.empty() || one.signer == honest.signatures[0].signer) << one.signer;
        }
        if (!intact(report)) continue;
        ASSERT_EQ(report.signatures.size(), 1u);
        ASSERT_EQ(report.signatures[0].signing_time, honest.signatures[0].signing_time);
        if (!accepted(report.verdict)) continue;
        ASSERT_EQ(report.signatures[0].certificate_sha256, honest.signatures[0].certificate_sha256);
    }
}

TEST(CmsFileFlipTest, NoChangedByteMakesAnotherSignerTimeOrContent) {
    auto alone = ec_signer();
    alone.above = nullptr;
    flip(make_cms(kContent, alone), false, how_many(3000));
    flip(make_cms(kContent, alone, {.with_content = true}), true, how_many(3000));
    flip(as_bytes(to_base64(make_cms(kContent, alone))), false, how_many(500));
    flip(HandMade(ec_signer(), kContent).cms(), false, how_many(500));
}

}  // namespace
}  // namespace congvan::signing
