// One contract for every SignerKeys: SoftHSM2 through PKCS#11, and the tokens in memory.

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <thread>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <unistd.h>

#include "adapters/tokens/demo_token.hpp"
#include "adapters/tokens/driver.hpp"
#include "adapters/tokens/memory_keys.hpp"
#include "adapters/tokens/pkcs11_keys.hpp"
#include "adapters/trust/demo_authority.hpp"
#include "errors/tokens.hpp"

namespace congvan::tokens {
namespace {

namespace fs = std::filesystem;
using usecases::DigestAlgorithm;
using usecases::KeyKind;
using usecases::KeyReference;
using usecases::Pin;
using usecases::SignatureScheme;
using usecases::SigningRequest;
using usecases::TokenLabel;

class CountingEntropy final : public Entropy {
public:
    void fill(std::span<std::byte> into) override {
        for (auto& byte : into) byte = static_cast<std::byte>(++next_);
    }

private:
    unsigned next_ = 0;
};

class Folder {
public:
    Folder() {
        char name[] = "/tmp/congvan-tokens-XXXXXX";
        path_ = mkdtemp(name);
    }
    ~Folder() { fs::remove_all(path_); }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

// One authority for all tests of the process: its keys take a while to make.
const trust::DemoAuthority& authority() {
    static CountingEntropy entropy;
    static const Folder folder;
    static const auto opened = trust::DemoAuthority::open({folder.path() / "pki", folder.path() / "trust"},
                                                          parse_instant("2026-11-20T08:00:00+07:00").value(), entropy);
    return opened.value();
}

// A place where tokens can be made.
class World {
public:
    virtual ~World() = default;
    virtual usecases::SignerKeys& keys() = 0;
    // A token with a certified key pair.
    virtual KeyReference add(const std::string& label, const std::string& pin, KeyKind kind) = 0;
    virtual KeyReference add_without_certificate(const std::string& label, const std::string& pin) = 0;

protected:
    static Bytes certify(BytesView public_key) {
        return authority().certify(trust::DemoPerson{"Lãnh đạo A (thử nghiệm)", "Giám đốc", "Sở Nội vụ Thử Nghiệm"}, public_key).value();
    }
};

class SoftHsmWorld final : public World {
public:
    SoftHsmWorld() {
        const auto configuration = prepare_softhsm(folder_.path() / "tokens");
        setenv("SOFTHSM2_CONF", configuration.value().c_str(), 1);
        driver_ = open_driver(kSoftHsmLibrary).value();
        keys_ = std::make_unique<Pkcs11Keys>(driver_);
    }
    usecases::SignerKeys& keys() override { return *keys_; }
    Driver& driver() { return *driver_; }
    const fs::path& folder() const { return folder_.path(); }

    DemoToken wanted(const std::string& label, const std::string& pin, KeyKind kind = KeyKind::rsa) const {
        return {TokenLabel(label), Pin(pin), Pin("87654321"), "ký số", kind};
    }
    KeyReference add(const std::string& label, const std::string& pin, KeyKind kind) override {
        const auto made = create_demo_token(*driver_, wanted(label, pin, kind));
        EXPECT_TRUE(made.has_value()) << made.error().detail;
        EXPECT_TRUE(store_certificate(*driver_, *made, Pin(pin), certify(made->public_key)).has_value());
        return made->reference;
    }
    KeyReference add_without_certificate(const std::string& label, const std::string& pin) override {
        return create_demo_token(*driver_, wanted(label, pin)).value().reference;
    }

private:
    Folder folder_;
    std::shared_ptr<Driver> driver_;
    std::unique_ptr<Pkcs11Keys> keys_;
};

class MemoryWorld final : public World {
public:
    usecases::SignerKeys& keys() override { return keys_; }
    MemoryKeys& memory() { return keys_; }
    KeyReference add(const std::string& label, const std::string& pin, KeyKind kind) override {
        const auto made = keys_.add(TokenLabel(label), Pin(pin), kind);
        keys_.put_certificate(made.reference, certify(made.public_key));
        return made.reference;
    }
    KeyReference add_without_certificate(const std::string& label, const std::string& pin) override {
        return keys_.add(TokenLabel(label), Pin(pin)).reference;
    }

private:
    MemoryKeys keys_;
};

bool verifies(BytesView certificate, const SigningRequest& request, BytesView value) {
    const auto* at = reinterpret_cast<const unsigned char*>(certificate.data());
    const std::unique_ptr<X509, decltype(&X509_free)> x509(d2i_X509(nullptr, &at, static_cast<long>(certificate.size())), X509_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const EVP_MD* md = request.digest == DigestAlgorithm::sha256   ? EVP_sha256()
                       : request.digest == DigestAlgorithm::sha384 ? EVP_sha384()
                                                                   : EVP_sha512();
    EVP_PKEY_CTX* inner = nullptr;
    EVP_DigestVerifyInit(context.get(), &inner, md, nullptr, X509_get0_pubkey(x509.get()));
    if (request.scheme == SignatureScheme::rsa_pss) {
        EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, RSA_PSS_SALTLEN_DIGEST);
    }
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(value.data()), value.size(),
                            reinterpret_cast<const unsigned char*>(request.bytes_to_sign.data()),
                            request.bytes_to_sign.size()) == 1;
}

struct Kind {
    std::string name;
    std::function<std::unique_ptr<World>()> make;
};
void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }

class SignerKeysTest : public ::testing::TestWithParam<Kind> {
protected:
    SignerKeysTest() : world_(GetParam().make()) {}
    usecases::SignerKeys& keys() { return world_->keys(); }
    SigningRequest request(const KeyReference& key, SignatureScheme scheme = SignatureScheme::rsa_pkcs1,
                           DigestAlgorithm digest = DigestAlgorithm::sha256) {
        return {to_bytes("nội dung cần ký"), digest, scheme, keys().certificate(key).value()};
    }
    std::unique_ptr<World> world_;
};

TEST_P(SignerKeysTest, SignsSoThatTheCertificateVerifiesByEverySchemeAndDigest) {
    const auto rsa = world_->add("Lãnh đạo A", "123456", KeyKind::rsa);
    const auto ec = world_->add("Lãnh đạo B", "654321", KeyKind::ec);
    for (const auto digest : {DigestAlgorithm::sha256, DigestAlgorithm::sha384, DigestAlgorithm::sha512}) {
        for (const auto scheme : {SignatureScheme::rsa_pkcs1, SignatureScheme::rsa_pss, SignatureScheme::ecdsa}) {
            const bool elliptic = scheme == SignatureScheme::ecdsa;
            const auto wanted = request(elliptic ? ec : rsa, scheme, digest);
            const auto value = keys().sign(elliptic ? ec : rsa, Pin(elliptic ? "654321" : "123456"), wanted);
            ASSERT_TRUE(value.has_value()) << value.error().code << " " << value.error().detail;
            EXPECT_TRUE(verifies(wanted.certificate, wanted, value->bytes));
        }
    }
}

TEST_P(SignerKeysTest, RefusesAWrongPinAndStillTakesTheRightOne) {
    const auto key = world_->add("A", "123456", KeyKind::rsa);
    const auto refused = keys().sign(key, Pin("000000"), request(key));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::tokens::wrong_pin);
    EXPECT_TRUE(keys().sign(key, Pin("123456"), request(key)).has_value());
}

TEST_P(SignerKeysTest, AGoodSignatureDoesNotLeaveTheTokenOpenForAWrongPin) {
    const auto key = world_->add("A", "123456", KeyKind::rsa);
    ASSERT_TRUE(keys().sign(key, Pin("123456"), request(key)).has_value());
    const auto refused = keys().sign(key, Pin("999999"), request(key));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::tokens::wrong_pin);
}

TEST_P(SignerKeysTest, RefusesAnEmptyPin) {
    const auto key = world_->add("A", "123456", KeyKind::rsa);
    const auto refused = keys().sign(key, Pin(""), request(key));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::tokens::wrong_pin);
}

TEST_P(SignerKeysTest, SaysThatATokenIsAbsent) {
    const KeyReference nowhere{TokenLabel("không có"), usecases::KeyId("0102")};
    EXPECT_EQ(keys().sign(nowhere, Pin("123456"), {}).error().code, errors::tokens::absent);
    EXPECT_EQ(keys().keys(nowhere.token).error().code, errors::tokens::absent);
    EXPECT_EQ(keys().certificate(nowhere).error().code, errors::tokens::absent);
}

TEST_P(SignerKeysTest, SaysThatACertificateIsMissing) {
    const auto key = world_->add_without_certificate("A", "123456");
    EXPECT_EQ(keys().certificate(key).error().code, errors::tokens::certificate_missing);
    EXPECT_EQ(keys().sign(key, Pin("123456"), {}).error().code, errors::tokens::certificate_missing);
    EXPECT_TRUE(keys().keys(key.token).value().empty());
}

TEST_P(SignerKeysTest, RefusesToSignForAnotherCertificate) {
    const auto key = world_->add("A", "123456", KeyKind::rsa);
    const auto other = world_->add("B", "123456", KeyKind::rsa);
    const auto refused = keys().sign(key, Pin("123456"), request(other));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::tokens::certificate_mismatch);
}

TEST_P(SignerKeysTest, RefusesASchemeThatTheKeyCannotDo) {
    const auto key = world_->add("A", "123456", KeyKind::rsa);
    EXPECT_EQ(keys().sign(key, Pin("123456"), request(key, SignatureScheme::ecdsa)).error().code, errors::tokens::unsupported_scheme);
}

TEST_P(SignerKeysTest, RefusesMoreThanAMebibyte) {
    const auto key = world_->add("A", "123456", KeyKind::rsa);
    auto large = request(key);
    large.bytes_to_sign.resize((1u << 20) + 1);
    EXPECT_EQ(keys().sign(key, Pin("123456"), large).error().code, errors::tokens::request_too_large);
}

TEST_P(SignerKeysTest, ListsTokensAndTheirKeysWithoutAPin) {
    const auto second = world_->add("Văn thư B", "123456", KeyKind::rsa);
    const auto first = world_->add("Lãnh đạo A", "123456", KeyKind::rsa);
    const auto tokens = keys().tokens().value();
    ASSERT_EQ(tokens.size(), 2u);
    EXPECT_EQ(tokens[0].label.raw(), "Lãnh đạo A");
    EXPECT_EQ(tokens[1].label.raw(), "Văn thư B");
    EXPECT_EQ(tokens[0].pin, usecases::PinState::normal);
    const auto listed = keys().keys(second.token).value();
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0].reference, second);
    EXPECT_EQ(listed[0].certificate, keys().certificate(second).value());
    EXPECT_EQ(listed[0].kind, KeyKind::rsa);
    EXPECT_EQ(listed[0].bits, 2048u);
    EXPECT_NE(first, second);
}

TEST_P(SignerKeysTest, OneLogInSignsManyTimesAndAFailingOneStopsNoOther) {
    const auto key = world_->add("nhiều", "123456", KeyKind::rsa);
    const auto certificate = keys().certificate(key).value();
    {
        const auto run = keys().begin(key, Pin("123456"), certificate);
        ASSERT_TRUE(run.has_value()) << run.error().detail;
        for (const char* text : {"một", "hai", "ba"}) {
            SigningRequest request{to_bytes(text), DigestAlgorithm::sha256, SignatureScheme::rsa_pkcs1, certificate};
            const auto value = (*run)->sign(request);
            ASSERT_TRUE(value.has_value()) << value.error().detail;
            EXPECT_TRUE(verifies(certificate, request, value->bytes));
            request.scheme = SignatureScheme::ecdsa;
            EXPECT_EQ((*run)->sign(request).error().code, errors::tokens::unsupported_scheme);
            request.certificate = to_bytes("khác");
            EXPECT_EQ((*run)->sign(request).error().code, errors::tokens::certificate_mismatch);
        }
    }
    EXPECT_EQ(keys().begin(key, Pin("654321"), certificate).error().code, errors::tokens::wrong_pin);
    EXPECT_TRUE(keys().begin(key, Pin("123456"), certificate).has_value());
    EXPECT_EQ(keys().begin(key, Pin("123456"), as_bytes("khác")).error().code, errors::tokens::certificate_mismatch);
}

TEST_P(SignerKeysTest, ManyThreadsSignAndNobodySignsOnAnothersPin) {
    const auto a = world_->add("A", "111111", KeyKind::rsa);
    const auto b = world_->add("B", "222222", KeyKind::rsa);
    // MemoryKeys locks after three wrong PINs in a row; a right one in between may or may not come first.
    const auto for_a = request(a);
    const auto for_b = request(b);
    std::atomic<int> signed_well{0};
    std::atomic<int> let_in{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int round = 0; round < 8; ++round) {
                const bool first = (i + round) % 2 == 0;
                const auto value = keys().sign(first ? a : b, Pin(first ? "111111" : "222222"), first ? for_a : for_b);
                if (value.has_value() && verifies(first ? for_a.certificate : for_b.certificate, first ? for_a : for_b, value->bytes)) {
                    ++signed_well;
                }
            }
            if (i == 0 && keys().sign(a, Pin("333333"), for_a).has_value()) ++let_in;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(signed_well, 32);
    EXPECT_EQ(let_in, 0);
}

INSTANTIATE_TEST_SUITE_P(Keys, SignerKeysTest,
                         ::testing::Values(Kind{"SoftHsm", [] { return std::make_unique<SoftHsmWorld>(); }},
                                           Kind{"Memory", [] { return std::make_unique<MemoryWorld>(); }}),
                         [](const auto& info) { return info.param.name; });

TEST(MemoryKeysTest, LocksAfterThreeWrongPinsAndSaysHowManyAreLeft) {
    MemoryWorld world;
    const auto key = world.add("A", "123456", KeyKind::rsa);
    const SigningRequest request{to_bytes("x"), DigestAlgorithm::sha256, SignatureScheme::rsa_pkcs1, world.keys().certificate(key).value()};
    EXPECT_EQ(world.keys().sign(key, Pin("1"), request).error().code, errors::tokens::wrong_pin);
    EXPECT_EQ(world.keys().sign(key, Pin("2"), request).error().code, errors::tokens::wrong_pin_last_try);
    EXPECT_EQ(world.keys().sign(key, Pin("3"), request).error().code, errors::tokens::pin_locked);
    EXPECT_EQ(world.keys().sign(key, Pin("123456"), request).error().code, errors::tokens::pin_locked);
    EXPECT_EQ(world.keys().tokens().value()[0].pin, usecases::PinState::locked);
}

TEST(MemoryKeysTest, AnUnpluggedTokenIsAbsentUntilItIsBack) {
    MemoryWorld world;
    const auto key = world.add("A", "123456", KeyKind::rsa);
    world.memory().unplug(key.token);
    EXPECT_EQ(world.keys().certificate(key).error().code, errors::tokens::absent);
    EXPECT_TRUE(world.keys().tokens().value().empty());
    world.memory().plug_in(key.token);
    EXPECT_TRUE(world.keys().certificate(key).has_value());
}

TEST(DemoTokenTest, CreatingAgainGivesTheSameKey) {
    SoftHsmWorld world;
    const auto first = create_demo_token(world.driver(), world.wanted("A", "123456")).value();
    const auto again = create_demo_token(world.driver(), world.wanted("A", "123456")).value();
    EXPECT_EQ(first.reference, again.reference);
    EXPECT_EQ(first.public_key, again.public_key);
}

TEST(DemoTokenTest, RefusesAnotherPinForATokenThatExists) {
    SoftHsmWorld world;
    ASSERT_TRUE(create_demo_token(world.driver(), world.wanted("A", "123456")).has_value());
    const auto refused = create_demo_token(world.driver(), world.wanted("A", "000000"));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::tokens::wrong_pin);
}

TEST(DemoTokenTest, ThePrivateKeyCannotBeTakenOut) {
    SoftHsmWorld world;
    const auto made = create_demo_token(world.driver(), world.wanted("A", "123456")).value();
    const auto token = world.driver().token(made.reference.token).value();
    auto session = world.driver().session(token.slot, Access::read_only).value();
    ASSERT_TRUE(session.log_in(Pin("123456")).has_value());
    CK_OBJECT_CLASS object_class = CKO_PRIVATE_KEY;
    const auto found = session.find({{CKA_CLASS, &object_class, sizeof object_class}}).value();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_FALSE(session.attribute(found[0], CKA_PRIVATE_EXPONENT).value().has_value());
    EXPECT_EQ(session.attribute(found[0], CKA_EXTRACTABLE).value(), Bytes{std::byte{0}});
    EXPECT_EQ(session.attribute(found[0], CKA_SENSITIVE).value(), Bytes{std::byte{1}});
}

TEST(DemoTokenTest, RefusesACertificateOfAnotherKey) {
    SoftHsmWorld world;
    const auto made = create_demo_token(world.driver(), world.wanted("A", "123456")).value();
    const auto other = world.add("B", "123456", KeyKind::rsa);
    const auto refused = store_certificate(world.driver(), made, Pin("123456"), world.keys().certificate(other).value());
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errors::tokens::certificate_mismatch);
}

TEST(DemoTokenTest, ANewCertificateReplacesTheEarlier) {
    SoftHsmWorld world;
    const auto made = create_demo_token(world.driver(), world.wanted("A", "123456")).value();
    const auto first = authority().certify(trust::DemoPerson{"A (thử nghiệm)", "", "X"}, made.public_key).value();
    const auto second = authority().certify(trust::DemoPerson{"B (thử nghiệm)", "", "X"}, made.public_key).value();
    ASSERT_TRUE(store_certificate(world.driver(), made, Pin("123456"), first).has_value());
    ASSERT_TRUE(store_certificate(world.driver(), made, Pin("123456"), second).has_value());
    EXPECT_EQ(world.keys().certificate(made.reference).value(), second);
    EXPECT_EQ(world.keys().keys(made.reference.token).value().size(), 1u);
}

TEST(DriverTest, RefusesALibraryThatIsNoDriver) {
    EXPECT_EQ(open_driver("/nowhere/driver.so").error().code, errors::tokens::no_driver);
    EXPECT_EQ(open_driver("libz.so.1").error().code, errors::tokens::no_driver);
}

TEST(DriverTest, EveryAnswerOfADeviceHasAWord) {
    const std::pair<CK_RV, std::string_view> cases[] = {
        {CKR_PIN_INCORRECT, errors::tokens::wrong_pin},      {CKR_PIN_LEN_RANGE, errors::tokens::wrong_pin},
        {CKR_PIN_LOCKED, errors::tokens::pin_locked},        {CKR_PIN_EXPIRED, errors::tokens::pin_expired},
        {CKR_TOKEN_NOT_PRESENT, errors::tokens::absent},     {CKR_DEVICE_REMOVED, errors::tokens::absent},
        {CKR_SESSION_HANDLE_INVALID, errors::tokens::absent}, {CKR_MECHANISM_INVALID, errors::tokens::unsupported_scheme},
        {CKR_DEVICE_ERROR, errors::tokens::device_failed},   {CKR_GENERAL_ERROR, errors::tokens::device_failed}};
    for (const auto& [answer, word] : cases) EXPECT_EQ(to_error(answer, "C_Sign").code, word) << std::hex << answer;
}

}  // namespace
}  // namespace congvan::tokens
