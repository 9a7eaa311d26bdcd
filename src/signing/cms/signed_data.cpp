#include "signing/cms/signed_data.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/cms/signer_info.hpp"

namespace congvan::signing::cms {
namespace {

using der::Element;
using der::Reader;
using namespace std::string_view_literals;

constexpr auto kData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"sv;
constexpr auto kSignedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kSet = 0x31;
constexpr std::uint8_t kTag0 = 0xA0;

Error malformed(std::string_view why) { return Error{Remedy::fix_input, errors::signing::malformed_cms, std::string(why)}; }

const EVP_MD* implementation(DigestKind digest) {
    switch (digest) {
        case DigestKind::sha1: return EVP_sha1();
        case DigestKind::sha256: return EVP_sha256();
        case DigestKind::sha384: return EVP_sha384();
        case DigestKind::sha512: return EVP_sha512();
    }
    return nullptr;
}

Result<Done> read_certificates(const Element& set, SignedData& data) {
    Reader reader(set.content);
    while (!reader.at_end()) {
        LET(const auto certificate, reader.next(kSequence));
        if (data.certificates.size() == kMostCertificates) return malformed("too many certificates");
        const bool twice = std::any_of(data.certificates.begin(), data.certificates.end(), [&](BytesView known) {
            return as_text(known) == as_text(certificate.whole);
        });
        if (!twice) data.certificates.push_back(certificate.whole);
    }
    return Done{};
}

Result<Done> read_revocations(const Element& set, SignedData& data) {
    Reader reader(set.content);
    while (!reader.at_end()) {
        LET(const auto one, reader.next());
        if (data.revocations.size() == kMostCertificates) return malformed("too many revocation values");
        data.revocations.push_back(one.whole);
    }
    return Done{};
}

Error other_content(std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::embedded_content, std::string(why)};
}

// What follows the content: certificates, revocation lists, and the SET of signers, which is returned.
Result<Element> read_lists(Reader& reader, SignedData& data) {
    LET(const auto certificates, reader.maybe(kTag0));
    if (certificates) TRY(read_certificates(*certificates, data));
    LET(const auto revocations, reader.maybe(kTag0 + 1));
    if (revocations) TRY(read_revocations(*revocations, data));
    LET(const auto signers, reader.next(kSet));
    TRY(reader.end());
    return signers;
}

// `content_type` empty: detached data.
Result<Done> read_content(const Element& content, std::string_view content_type, SignedData& data) {
    Reader reader(content.content);
    TRY(reader.next(kInteger));
    TRY(reader.next(kSet));
    LET(const auto encapsulated, reader.next(kSequence));
    Reader inner(encapsulated.content);
    LET(const auto type, inner.next(kOid));
    if (content_type.empty()) {
        if (!inner.at_end() || type.text() != kData) return other_content("the CMS brings content of its own");
    } else {
        if (der::dotted(type.content) != content_type || inner.at_end()) return other_content("content of another type, or none");
        LET(const auto wrapper, inner.next(kTag0));
        TRY(inner.end());
        Reader octets(wrapper.content);
        LET(const auto value, octets.next(kOctets));
        TRY(octets.end());
        data.content = value.content;
    }
    LET(const auto signers, read_lists(reader, data));
    Reader list(signers.content);
    LET(const auto signer, list.next(kSequence));
    if (!list.at_end()) {
        return Error{Remedy::fix_input, errors::signing::several_signers, "more than one SignerInfo"};
    }
    return read_signer_info(signer, type.text(), Shape::strict, data);
}

// The SignedData inside a ContentInfo.
Result<Element> open(BytesView der) {
    Reader outer(der);
    LET(const auto info, outer.next(kSequence));
    TRY(outer.end());
    Reader reader(info.content);
    LET(const auto type, reader.next(kOid));
    if (type.text() != kSignedData) return malformed("not signed data");
    LET(const auto wrapper, reader.next(kTag0));
    TRY(reader.end());
    Reader inner(wrapper.content);
    LET(const auto content, inner.next(kSequence));
    TRY(inner.end());
    return content;
}

Result<SignedData> parse(BytesView der, std::string_view content_type) {
    LET(const auto content, open(der));
    SignedData data;
    TRY(read_content(content, content_type, data));
    return data;
}

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeContext>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

bool key_fits(SchemeKind scheme, const CertificateFacts& facts) {
    switch (scheme) {
        case SchemeKind::rsa_pkcs1: return facts.key == KeyKind::rsa;
        case SchemeKind::rsa_pss: return facts.key == KeyKind::rsa || facts.key == KeyKind::rsa_pss;
        case SchemeKind::ecdsa: return facts.key == KeyKind::ec;
    }
    return false;
}

}  // namespace

Bytes SignedData::signed_bytes() const {
    Bytes bytes(attributes.begin(), attributes.end());
    if (!bytes.empty()) bytes.front() = std::byte{kSet};
    return bytes;
}

std::string SignedData::algorithm() const {
    static constexpr std::string_view kSchemes[] = {"RSA-PKCS1-", "RSA-PSS-", "ECDSA-"};
    static constexpr std::string_view kDigests[] = {"SHA1", "SHA256", "SHA384", "SHA512"};
    return std::string(kSchemes[static_cast<std::size_t>(scheme)]) +
           std::string(kDigests[static_cast<std::size_t>(digest)]);
}

Result<SignedMessage> parse_message(BytesView der) {
    LET(const auto content, open(der));
    Reader reader(content.content);
    TRY(reader.next(kInteger));
    TRY(reader.next(kSet));
    LET(const auto encapsulated, reader.next(kSequence));
    Reader inner(encapsulated.content);
    LET(const auto type, inner.next(kOid));
    TRY(inner.end());
    SignedMessage message;
    message.content_type = der::dotted(type.content);
    SignedData common;
    LET(const auto signers, read_lists(reader, common));
    Reader list(signers.content);
    while (!list.at_end()) {
        LET(const auto signer, list.next(kSequence));
        if (message.signers.size() == kMostSigners) return malformed("too many signers");
        auto data = common;
        const auto read = read_signer_info(signer, type.text(), Shape::any, data);
        if (read.has_value()) {
            message.signers.emplace_back(std::move(data));
        } else {
            message.signers.emplace_back(read.error());
        }
    }
    return message;
}

Result<SignedData> parse_detached(BytesView der) { return parse(der, {}); }

Result<SignedData> parse_attached(BytesView der, std::string_view content_type) {
    CONGVAN_INVARIANT(!content_type.empty());
    return parse(der, content_type);
}

Bytes digest(DigestKind kind, std::span<const BytesView> content) {
    const Context context(EVP_MD_CTX_new());
    Bytes result(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    bool good = context && EVP_DigestInit_ex(context.get(), implementation(kind), nullptr) == 1;
    for (const auto piece : content) good = good && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    good = good && EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(result.data()), &size) == 1;
    result.resize(good ? size : 0);
    return result;
}

bool digest_matches(const SignedData& data, std::span<const BytesView> content) {
    const auto computed = digest(data.digest, content);
    return !computed.empty() && as_text(computed) == as_text(data.message_digest);
}

namespace {

// Sets the padding that goes with the scheme; ECDSA has none.
bool set_padding(EVP_PKEY_CTX* key, const SignedData& data) {
    if (data.scheme == SchemeKind::ecdsa) return true;
    const bool pss = data.scheme == SchemeKind::rsa_pss;
    if (EVP_PKEY_CTX_set_rsa_padding(key, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1) return false;
    return !pss || (EVP_PKEY_CTX_set_rsa_mgf1_md(key, implementation(data.digest)) == 1 &&
                    EVP_PKEY_CTX_set_rsa_pss_saltlen(key, static_cast<int>(data.pss_salt)) == 1);
}

}  // namespace

bool signature_verifies(const SignedData& data, const Certificate& signer) {
    if (data.attributes.empty() || !key_fits(data.scheme, signer.facts())) return false;
    const auto bytes = data.signed_bytes();
    const Context context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key = nullptr;  // owned by `context`
    bool good = context && EVP_DigestVerifyInit(context.get(), &key, implementation(data.digest), nullptr,
                                                X509_get0_pubkey(signer.handle())) == 1;
    good = good && set_padding(key, data);
    good = good && EVP_DigestVerify(context.get(), raw(data.signature), data.signature.size(), raw(bytes), bytes.size()) == 1;
    ERR_clear_error();
    return good;
}

bool bare_signature_verifies(const SignedData& data, const Certificate& signer, BytesView content_digest) {
    if (!data.attributes.empty() || !key_fits(data.scheme, signer.facts())) return false;
    const KeyContext key(EVP_PKEY_CTX_new(X509_get0_pubkey(signer.handle()), nullptr));
    bool good = key && EVP_PKEY_verify_init(key.get()) == 1;
    good = good && EVP_PKEY_CTX_set_signature_md(key.get(), implementation(data.digest)) == 1 && set_padding(key.get(), data);
    good = good && EVP_PKEY_verify(key.get(), raw(data.signature), data.signature.size(), raw(content_digest), content_digest.size()) == 1;
    ERR_clear_error();
    return good;
}

bool binds(const SignedData& data, BytesView der) {
    if (!data.binding) return false;
    const BytesView pieces[] = {der};
    const auto computed = digest(data.binding->digest, pieces);
    return !computed.empty() && as_text(computed) == as_text(data.binding->hash);
}

}  // namespace congvan::signing::cms
