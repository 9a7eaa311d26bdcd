#include "signing/cms/builder.hpp"

#include <gtest/gtest.h>

#include <openssl/cms.h>

#include "support/signing_tools.hpp"

namespace congvan::signing {
namespace {

using testing_support::code_of;
using testing_support::KeyType;
using testing_support::must;
using testing_support::SoftKey;

const Bytes kContent = to_bytes("nội dung được ký");

struct Case {
    const char* name;
    KeyType key;
    SignatureScheme scheme;
};
const Case kCases[] = {
    {"RSA PKCS#1 v1.5", KeyType::rsa_2048, SignatureScheme::rsa_pkcs1_sha256},
    {"RSA PSS", KeyType::rsa_2048, SignatureScheme::rsa_pss_sha256},
    {"ECDSA P-256", KeyType::p256, SignatureScheme::ecdsa_p256_sha256},
};

Bytes signed_cms(const SoftKey& key, SignatureScheme scheme, const std::vector<Bytes>& chain = {}) {
    const auto attributes = must(prepare_attributes(Sha256::of(kContent), key.certificate(), {scheme}));
    return must(assemble_cms(attributes, key.sign(attributes), chain));
}

CMS_ContentInfo* parsed(const Bytes& cms) {
    const auto* at = reinterpret_cast<const unsigned char*>(cms.data());
    return d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(cms.size()));
}

int verified(CMS_ContentInfo* cms, const Bytes& content, const SoftKey& trusted) {
    const auto* at = reinterpret_cast<const unsigned char*>(trusted.certificate().data());
    X509* anchor = d2i_X509(nullptr, &at, static_cast<long>(trusted.certificate().size()));
    X509_STORE* store = X509_STORE_new();
    X509_STORE_add_cert(store, anchor);
    X509_STORE_set_purpose(store, X509_PURPOSE_ANY);
    BIO* data = BIO_new_mem_buf(content.data(), static_cast<int>(content.size()));
    const int result = CMS_verify(cms, nullptr, store, data, nullptr, CMS_BINARY | CMS_CADES);
    BIO_free(data);
    X509_STORE_free(store);
    X509_free(anchor);
    return result;
}

TEST(CmsBuilderTest, OpenSslVerifiesEverySchemeAsCades) {
    for (const Case& each : kCases) {
        const SoftKey key = SoftKey::make("Người ký thử", each.key);
        CMS_ContentInfo* cms = parsed(signed_cms(key, each.scheme));
        ASSERT_NE(cms, nullptr) << each.name;
        EXPECT_EQ(verified(cms, kContent, key), 1) << each.name;
        EXPECT_EQ(verified(cms, to_bytes("nội dung khác"), key), 0) << each.name;
        CMS_ContentInfo_free(cms);
    }
}

TEST(CmsBuilderTest, HoldsOneSignerThreeAttributesAndNoSigningTime) {
    CMS_ContentInfo* cms = parsed(signed_cms(SoftKey::make("A"), SignatureScheme::rsa_pkcs1_sha256));
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
    ASSERT_EQ(sk_CMS_SignerInfo_num(signers), 1);
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    EXPECT_EQ(CMS_signed_get_attr_count(signer), 3);
    EXPECT_GE(CMS_signed_get_attr_by_NID(signer, NID_pkcs9_contentType, -1), 0);
    EXPECT_GE(CMS_signed_get_attr_by_NID(signer, NID_pkcs9_messageDigest, -1), 0);
    EXPECT_GE(CMS_signed_get_attr_by_NID(signer, NID_id_smime_aa_signingCertificateV2, -1), 0);
    EXPECT_EQ(CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1), -1);
    EXPECT_EQ(CMS_unsigned_get_attr_count(signer), -1);
    EXPECT_EQ(CMS_is_detached(cms), 1);
    CMS_ContentInfo_free(cms);
}

TEST(CmsBuilderTest, IsDerThatReadsBackByteForByte) {
    const SoftKey root = SoftKey::make("Gốc thử nghiệm");
    const SoftKey leaf = SoftKey::make("Người ký", KeyType::rsa_2048, &root);
    const Bytes cms = signed_cms(leaf, SignatureScheme::rsa_pkcs1_sha256, {root.certificate()});
    CMS_ContentInfo* read = parsed(cms);
    unsigned char* again = nullptr;
    const int length = i2d_CMS_ContentInfo(read, &again);
    EXPECT_EQ(to_hex(cms), to_hex({reinterpret_cast<std::byte*>(again), static_cast<std::size_t>(length)}));
    OPENSSL_free(again);
    CMS_ContentInfo_free(read);
}

TEST(CmsBuilderTest, HoldsTheChainAndNoCertificateTwice) {
    const SoftKey root = SoftKey::make("Gốc");
    const SoftKey leaf = SoftKey::make("Lá", KeyType::rsa_2048, &root);
    CMS_ContentInfo* cms = parsed(signed_cms(leaf, SignatureScheme::rsa_pkcs1_sha256,
                                             {leaf.certificate(), root.certificate(), root.certificate()}));
    STACK_OF(X509)* certificates = CMS_get1_certs(cms);
    EXPECT_EQ(sk_X509_num(certificates), 2);
    sk_X509_pop_free(certificates, X509_free);
    CMS_ContentInfo_free(cms);
}

TEST(CmsBuilderTest, TakesAnEcdsaValueInEitherForm) {
    const SoftKey key = SoftKey::make("A", KeyType::p256);
    const auto attributes =
        must(prepare_attributes(Sha256::of(kContent), key.certificate(), {SignatureScheme::ecdsa_p256_sha256}));
    const Bytes raw = key.sign(attributes);
    ASSERT_EQ(raw.size(), 64u);
    const Bytes cms = must(assemble_cms(attributes, raw, {}));
    // The DER value is the last thing in the CMS.
    CMS_ContentInfo* read = parsed(cms);
    const ASN1_OCTET_STRING* value = CMS_SignerInfo_get0_signature(sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(read), 0));
    const auto* first = reinterpret_cast<const std::byte*>(ASN1_STRING_get0_data(value));
    const Bytes der(first, first + ASN1_STRING_length(value));
    EXPECT_EQ(must(assemble_cms(attributes, der, {})), cms);
    CMS_ContentInfo_free(read);
}

TEST(CmsBuilderTest, RefusesAValueMadeByAnotherKey) {
    const SoftKey key = SoftKey::make("A"), other = SoftKey::make("B");
    const auto attributes = must(prepare_attributes(Sha256::of(kContent), key.certificate()));
    EXPECT_EQ(code_of(assemble_cms(attributes, other.sign(attributes), {})), "signing.signature_mismatch");
    EXPECT_EQ(code_of(assemble_cms(attributes, {}, {})), "signing.signature_mismatch");
}

TEST(CmsBuilderTest, RefusesKeysThatDoNotSuitTheScheme) {
    const auto code = [](KeyType type, SignatureScheme scheme) {
        return code_of(prepare_attributes(Sha256::of(kContent), SoftKey::make("A", type).certificate(), {scheme}));
    };
    EXPECT_EQ(code(KeyType::rsa_1024, SignatureScheme::rsa_pkcs1_sha256), "signing.key_unsuited");
    EXPECT_EQ(code(KeyType::p256, SignatureScheme::rsa_pkcs1_sha256), "signing.key_unsuited");
    EXPECT_EQ(code(KeyType::p256, SignatureScheme::rsa_pss_sha256), "signing.key_unsuited");
    EXPECT_EQ(code(KeyType::rsa_2048, SignatureScheme::ecdsa_p256_sha256), "signing.key_unsuited");
    EXPECT_EQ(code(KeyType::p384, SignatureScheme::ecdsa_p256_sha256), "signing.key_unsuited");
}

TEST(CmsBuilderTest, RefusesWhatIsNoCertificate) {
    EXPECT_EQ(code_of(prepare_attributes(Sha256::of(kContent), to_bytes("không phải"))), "signing.bad_certificate");
    Bytes longer = SoftKey::make("A").certificate();
    longer.push_back(std::byte{0});
    EXPECT_EQ(code_of(prepare_attributes(Sha256::of(kContent), longer)), "signing.bad_certificate");
    const SoftKey key = SoftKey::make("A");
    const auto attributes = must(prepare_attributes(Sha256::of(kContent), key.certificate()));
    EXPECT_EQ(code_of(assemble_cms(attributes, key.sign(attributes), {to_bytes("rác")})), "signing.bad_certificate");
}

}  // namespace
}  // namespace congvan::signing
