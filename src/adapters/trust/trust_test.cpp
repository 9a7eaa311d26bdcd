#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/trust/certificate.hpp"
#include "adapters/trust/demo_authority.hpp"
#include "adapters/trust/folder_trust_store.hpp"
#include "adapters/trust/openssl_owned.hpp"
#include "adapters/trust/trust_folder_edit.hpp"
#include "signing/revocation/test_responder.hpp"
#include "errors/signing.hpp"
#include "errors/trust.hpp"

namespace congvan::trust {
namespace {

namespace fs = std::filesystem;
using usecases::AnchorClass;

class CountingEntropy final : public Entropy {
public:
    void fill(std::span<std::byte> into) override {
        for (auto& byte : into) byte = static_cast<std::byte>(++next_);
    }

private:
    unsigned next_ = 0;
};

Instant at(std::string_view text) { return parse_instant(text).value(); }

Bytes a_public_key() {
    const OwnedKey key(EVP_EC_gen("P-256"));
    Bytes der(static_cast<std::size_t>(i2d_PUBKEY(key.get(), nullptr)));
    auto* into = reinterpret_cast<unsigned char*>(der.data());
    i2d_PUBKEY(key.get(), &into);
    return der;
}

struct Master {
    Master() {
        char name[] = "/tmp/congvan-trust-XXXXXX";
        folder = mkdtemp(name);
        CountingEntropy entropy;
        const auto made = DemoAuthority::open({folder / "pki", folder / "trust"}, at("2026-11-20T08:00:00+07:00"), entropy);
        EXPECT_TRUE(made.has_value());
    }
    ~Master() { fs::remove_all(folder); }
    fs::path folder;
};

class TrustTest : public ::testing::Test {
protected:
    TrustTest() {
        char name[] = "/tmp/congvan-trust-XXXXXX";
        folder_ = mkdtemp(name);
        folders_ = {folder_ / "pki", folder_ / "trust"};
    }
    ~TrustTest() override { fs::remove_all(folder_); }
    // Keys take a while to make: all tests start from copies of one authority.
    DemoAuthority authority(std::string_view when = "2026-11-20T08:00:00+07:00") {
        static const Master master;
        if (!fs::exists(folders_.keys)) fs::copy(master.folder / "pki", folders_.keys, fs::copy_options::recursive);
        auto opened = DemoAuthority::open(folders_, at(when), entropy_);
        EXPECT_TRUE(opened.has_value()) << opened.error().detail;
        return std::move(opened).value();
    }
    void write(const fs::path& path, std::string_view content) const {
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
    }
    std::string read(const fs::path& path) const {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }

    CountingEntropy entropy_;
    fs::path folder_;
    DemoFolders folders_;
};

TEST_F(TrustTest, ALeafChainsToTheAnchorThatTheStoreLoads) {
    const auto authority = this->authority();
    const auto leaf = authority.certify(DemoPerson{"Lãnh đạo A (thử nghiệm)", "Giám đốc", "Sở Nội vụ Thử Nghiệm"}, a_public_key()).value();
    const auto material = FolderTrustStore::open(folders_.trust).value()->material();
    ASSERT_EQ(material->anchors.size(), 1u);
    ASSERT_EQ(material->intermediates.size(), 1u);
    EXPECT_EQ(material->anchors[0].anchor_class, AnchorClass::official);

    const auto parsed = [](const Bytes& der) {
        const auto* from = reinterpret_cast<const unsigned char*>(der.data());
        return OwnedCertificate(d2i_X509(nullptr, &from, static_cast<long>(der.size())));
    };
    const auto root = parsed(material->anchors[0].certificate.der);
    const auto issuing = parsed(material->intermediates[0].der);
    const auto end = parsed(leaf);
    const Owned<X509_STORE, X509_STORE_free> store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), root.get());
    STACK_OF(X509)* chain = sk_X509_new_null();
    sk_X509_push(chain, issuing.get());
    const Owned<X509_STORE_CTX, X509_STORE_CTX_free> context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), end.get(), chain);
    X509_STORE_CTX_set_time(context.get(), 0, std::chrono::system_clock::to_time_t(at("2026-11-20T08:00:00+07:00")));
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
    EXPECT_EQ(X509_verify_cert(context.get()), 1) << X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
    sk_X509_free(chain);
}

TEST_F(TrustTest, FactsSayWhoAndForWhomAndHowLong) {
    const auto authority = this->authority();
    const auto store = FolderTrustStore::open(folders_.trust).value();
    const auto person = authority.certify(DemoPerson{"Lãnh đạo A (thử nghiệm)", "Giám đốc", "Sở Nội vụ Thử Nghiệm"}, a_public_key()).value();
    const auto facts = store->facts(person).value();
    EXPECT_EQ(facts.common_name, "Lãnh đạo A (thử nghiệm)");
    EXPECT_EQ(facts.title, "Giám đốc");
    EXPECT_EQ(facts.organisation, "Sở Nội vụ Thử Nghiệm");
    EXPECT_EQ(facts.issuer_name, "CA phục vụ các cơ quan Nhà nước (thử nghiệm)");
    EXPECT_EQ(facts.subject, "CN=Lãnh đạo A (thử nghiệm),title=Giám đốc,O=Sở Nội vụ Thử Nghiệm,C=VN");
    EXPECT_EQ(to_iso8601(facts.valid_from), "2026-01-01T00:00:00+07:00");
    EXPECT_EQ(to_iso8601(facts.valid_to), "2036-01-01T00:00:00+07:00");
    EXPECT_EQ(facts.sha256, Sha256::of(person));
    EXPECT_EQ(facts.key_algorithm, "EC");
    EXPECT_EQ(facts.key_bits, 256u);
    EXPECT_TRUE(facts.digital_signature);
    EXPECT_TRUE(facts.non_repudiation);
    EXPECT_FALSE(facts.authority);

    const auto seal = authority.certify(DemoOrganisation{"Sở Nội vụ Thử Nghiệm"}, a_public_key()).value();
    const auto seal_facts = store->facts(seal).value();
    EXPECT_EQ(seal_facts.common_name, "Sở Nội vụ Thử Nghiệm");
    EXPECT_EQ(seal_facts.organisation, "Sở Nội vụ Thử Nghiệm");
    EXPECT_EQ(seal_facts.title, "");
    EXPECT_NE(seal_facts.serial, facts.serial);
    EXPECT_EQ(seal_facts.serial.size(), 32u);
}

TEST_F(TrustTest, OpeningAgainKeepsTheAuthority) {
    authority();
    const auto first = read(folders_.keys / "root.pem");
    authority("2030-01-01T00:00:00+07:00");
    EXPECT_EQ(read(folders_.keys / "root.pem"), first);
}

TEST_F(TrustTest, KeysAreReadableByTheirOwnerOnly) {
    authority();
    for (const auto* name : {"root.key.pem", "issuing.key.pem"}) {
        struct stat facts {};
        ASSERT_EQ(::stat((folders_.keys / name).c_str(), &facts), 0);
        EXPECT_EQ(facts.st_mode & 0777, 0600u) << name;
    }
}

TEST_F(TrustTest, AnAnchorWithoutAClassIsRefusedAndTheEarlierReadingStays) {
    authority();
    const auto store = FolderTrustStore::open(folders_.trust).value();
    fs::copy_file(folders_.keys / "root.pem", folders_.trust / "anchors" / "some-root.pem");
    const auto refused = store->reload();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::trust::unclassified_anchor);
    EXPECT_EQ(store->material()->anchors.size(), 1u);
}

TEST_F(TrustTest, ReloadSeesNewAnchorsOfEveryClassInPemAndDer) {
    authority();
    const auto store = FolderTrustStore::open(folders_.trust).value();
    const auto earlier = store->material();
    const auto issuing = earlier->intermediates[0].der;
    write(folders_.trust / "anchors" / "public-x.der", as_text(issuing));
    fs::copy_file(folders_.keys / "issuing.pem", folders_.trust / "anchors" / "own-y.crt");
    write(folders_.trust / "anchors" / "README", "passed over");
    ASSERT_TRUE(store->reload().has_value());
    const auto now = store->material();
    ASSERT_EQ(now->anchors.size(), 3u);
    EXPECT_EQ(now->anchors[0].anchor_class, AnchorClass::official);
    EXPECT_EQ(now->anchors[1].anchor_class, AnchorClass::own);
    EXPECT_EQ(now->anchors[2].anchor_class, AnchorClass::public_service);
    EXPECT_EQ(earlier->anchors.size(), 1u);
}

TEST_F(TrustTest, ALeafIsNoAnchor) {
    const auto leaf = authority().certify(DemoOrganisation{"X"}, a_public_key()).value();
    write(folders_.trust / "anchors" / "own-leaf.der", as_text(leaf));
    EXPECT_EQ(FolderTrustStore::open(folders_.trust).error().code, errors::trust::not_an_authority);
}

TEST_F(TrustTest, RefusesWhatIsNoCertificate) {
    write(folders_.trust / "anchors" / "own-x.pem", "no certificate");
    EXPECT_EQ(FolderTrustStore::open(folders_.trust).error().code, errors::trust::malformed_certificate);
    EXPECT_EQ(FolderTrustStore::open(folder_ / "nowhere").error().code, errors::trust::unreadable);
}

TEST_F(TrustTest, RefusesBytesAfterACertificateAndKeysInPem) {
    auto leaf = authority().certify(DemoOrganisation{"X"}, a_public_key()).value();
    leaf.push_back(std::byte{0});
    EXPECT_EQ(read_certificate(leaf).error().code, errors::trust::malformed_certificate);
    EXPECT_EQ(read_certificate_file(as_bytes(read(folders_.keys / "root.key.pem"))).error().code, errors::trust::malformed_certificate);
}

TEST_F(TrustTest, ACreationCutShortIsBegunAgain) {
    authority();
    fs::remove(folders_.keys / "issuing.pem");
    const auto leaf = authority().certify(DemoOrganisation{"X"}, a_public_key()).value();
    EXPECT_TRUE(read_certificate(leaf).has_value());
}

TEST_F(TrustTest, CertificatesAreListedAddedShownAndRemoved) {
    authority();
    const auto folder = folders_.trust;
    ASSERT_EQ(list_trust(folder).value().size(), 2u);
    const signing::test::Authority other("Tổ chức khác (thử nghiệm)");
    const auto added = add_trust(folder, AnchorClass::public_service, other.root());
    ASSERT_TRUE(added.has_value()) << added.error().detail;
    ASSERT_EQ(added->size(), 1u);
    const auto digest = Sha256::of(other.root()).hex();
    EXPECT_EQ((*added)[0].file, "anchors/public-ca-goc-thu-nghiem-" + digest.substr(0, 8) + ".pem");
    EXPECT_EQ(add_trust(folder, AnchorClass::own, other.root()).error().code, errors::trust::known_certificate);
    ASSERT_TRUE(add_trust(folder, std::nullopt, other.sub()).has_value());
    const auto store = FolderTrustStore::open(folder).value();
    EXPECT_EQ(store->material()->anchors.size(), 2u);
    EXPECT_EQ(store->material()->intermediates.size(), 2u);

    std::string shouted = digest.substr(0, 12);
    for (auto& c : shouted) c = static_cast<char>(std::toupper(c));
    shouted.insert(2, ":");
    EXPECT_EQ(show_trust(folder, shouted).value().anchor_class, AnchorClass::public_service);
    EXPECT_EQ(show_trust(folder, "0123456789").error().code, errors::trust::unknown_certificate);
    EXPECT_EQ(show_trust(folder, digest.substr(0, 7)).error().code, errors::trust::unknown_certificate);
    EXPECT_EQ(remove_trust(folder, digest).value().certificate.der, other.root());
    EXPECT_EQ(remove_trust(folder, digest).error().code, errors::trust::unknown_certificate);
    EXPECT_EQ(list_trust(folder).value().size(), 3u);
    EXPECT_EQ(add_trust(folder, AnchorClass::own, other.signer().der()).error().code, errors::trust::not_an_authority);
    EXPECT_EQ(add_trust(folder, AnchorClass::own, as_bytes("no certificate")).error().code, errors::trust::malformed_certificate);
}

TEST_F(TrustTest, RemovingLeavesTheOthersOfAFile) {
    authority();
    const signing::test::Authority other("Tổ chức khác (thử nghiệm)");
    write(folders_.trust / "anchors" / "own-two.pem", read(folders_.keys / "issuing.pem"));
    write(folders_.trust / "anchors" / "own-two.pem", read(folders_.keys / "issuing.pem") + read(folders_.keys / "root.pem"));
    const auto before = list_trust(folders_.trust).value().size();
    const auto issuing = Sha256::of(FolderTrustStore::open(folders_.trust).value()->material()->intermediates[0].der).hex();
    ASSERT_TRUE(remove_trust(folders_.trust, issuing).has_value());  // it stands in two places
    EXPECT_EQ(list_trust(folders_.trust).value().size(), before - 2);
}

TEST_F(TrustTest, ListsBroughtByHandAreReadInPemAndDer) {
    authority();
    const signing::test::Authority other;
    const auto list = signing::test::crl_of(other.root_signer());
    write(folders_.trust / "revocation" / "a.crl", as_text(list));
    write(folders_.trust / "revocation" / "b.pem", "-----BEGIN X509 CRL-----\n" + to_base64(list) + "\n-----END X509 CRL-----\n");
    const auto material = FolderTrustStore::open(folders_.trust).value()->material();
    EXPECT_EQ(material->evidence, (std::vector<Bytes>{list, list}));
    write(folders_.trust / "revocation" / "c.crl", "no list");
    EXPECT_EQ(FolderTrustStore::open(folders_.trust).error().code, errors::signing::malformed_ocsp);
}

}  // namespace
}  // namespace congvan::trust
