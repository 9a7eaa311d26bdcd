#pragma once

// For tests only: XML documents signed by our writer with keys of libcrypto, and what is asked of the result.

#include "signing/test_support.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/judge_xml.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/sign_xml.hpp"
#include "signing/xml/signature_element.hpp"

namespace congvan::signing::xml::test {

using signing::test::authority;
using signing::test::kJudgedAt;
using signing::test::kSignedAt;
using signing::test::Signer;

// What a token would return for `bytes`.
inline Bytes token_value(const Signer& signer, SignatureScheme scheme, BytesView bytes) {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* key = nullptr;
    EVP_DigestSignInit(context, &key, EVP_sha256(), nullptr, signer.key.get());
    if (scheme == SignatureScheme::rsa_pss_sha256) {
        EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(key, 32);
    }
    std::size_t size = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    EVP_DigestSign(context, nullptr, &size, data, bytes.size());
    Bytes value(size);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(value.data()), &size, data, bytes.size());
    value.resize(size);
    EVP_MD_CTX_free(context);
    return value;
}

inline const Signer& leader() {
    static const auto signer = authority().signer();
    return signer;
}
inline const Signer& agency() {
    static const auto signer = authority().signer({.name = "Ủy ban nhân dân huyện A (thử nghiệm)"});
    return signer;
}
inline const Signer& rsa_leader() {
    static const auto signer = authority().signer({}, signing::test::rsa_key(2048));
    return signer;
}
// Somebody whom nobody trusts.
inline const Signer& stranger() {
    static const signing::test::Authority other("Tổ chức lạ (thử nghiệm)");
    static const auto signer = other.signer({.name = "Người lạ (thử nghiệm)"});
    return signer;
}

// The value of any method, ECDSA as r || s: what a signer other than ours may write.
inline Bytes any_value(const Signer& signer, const SignatureMethod& method, BytesView bytes) {
    static const EVP_MD* const kDigests[] = {EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512()};
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* key = nullptr;
    EVP_DigestSignInit(context, &key, kDigests[static_cast<std::size_t>(method.digest)], nullptr, signer.key.get());
    if (method.scheme == cms::SchemeKind::rsa_pss) {
        EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(key, static_cast<int>(method.pss_salt));
    }
    std::size_t size = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    EVP_DigestSign(context, nullptr, &size, data, bytes.size());
    Bytes value(size);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(value.data()), &size, data, bytes.size());
    value.resize(size);
    EVP_MD_CTX_free(context);
    if (method.scheme != cms::SchemeKind::ecdsa) return value;
    const auto* at = reinterpret_cast<const unsigned char*>(value.data());
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(value.size()));
    const int half = (EVP_PKEY_get_bits(signer.key.get()) + 7) / 8;
    Bytes raw(static_cast<std::size_t>(2 * half));
    auto* out = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, half);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + half, half);
    ECDSA_SIG_free(signature);
    return raw;
}

// Signs a file in which everything stands but digests and value (as xmlsec1 signs a template): the signature whose Id is
// "made", which has no XAdES properties unless the template has. So anything can be signed, honest or not.
inline std::string make(std::string text, const Signer& signer, const ContentResolver& content = {}) {
    const auto insert = [&](const xmlNode* node, const Document& document, const std::string& inner) {
        const auto& span = document.layout().elements[document.ordinal(node)];
        const auto whole = std::string(document.text());
        const auto start = whole.find('>', span.begin);
        const bool empty = whole[start - 1] == '/';
        const auto name = whole.substr(span.begin + 1, whole.find_first_of(" />", span.begin) - span.begin - 1);
        return empty ? whole.substr(0, start - 1) + ">" + inner + "</" + name + ">" + whole.substr(start + 1)
                     : whole.substr(0, start + 1) + inner + whole.substr(span.close);
    };
    const Limits limits;
    const std::vector<ForeignTransform> none;
    Budget budget(limits);
    for (std::size_t i = 0;; ++i) {
        const auto document = Document::parse(as_bytes(text)).value();
        const auto* element = document.find("made");
        if (element == nullptr) throw std::runtime_error("no signature to make");
        const auto signature = read_signature(element).value();
        if (i == signature.references.size()) {
            const auto bytes = canonicalise(document, {signature.signed_info, nullptr, Comments::kept}, signature.canonicalisation, budget).value();
            const auto* info = dom::only(element, names::kSignature, "KeyInfo");
            const auto* data = info != nullptr ? dom::only(info, names::kSignature, "X509Data") : nullptr;
            const auto* place = data != nullptr ? dom::only(data, names::kSignature, "X509Certificate") : nullptr;
            if (place != nullptr && dom::content(place).empty()) {
                text = insert(place, document, to_base64(signer.der()));
            }
            const auto again = Document::parse(as_bytes(text)).value();
            return insert(read_signature(again.find("made")).value().value_element, again, to_base64(any_value(signer, signature.method, bytes)));
        }
        const auto read = read_reference(signature.references[i]);
        if (!read.has_value()) continue;
        const auto& reference = *read;
        const auto covered = resolve(reference, {document, signature, content, none, limits, budget});
        const auto bytes = covered.has_value() ? covered->content : Bytes();  // where we refuse, another may find nothing
        text = insert(dom::only(reference.element, names::kSignature, "DigestValue"), document, to_base64(digest(reference.digest, bytes)));
    }
}

inline XmlSigningOptions ecdsa(XmlSignatureKind kind = XmlSignatureKind::enveloped, std::vector<std::string> ids = {}) {
    XmlSigningOptions options;
    options.kind = kind;
    options.scheme = SignatureScheme::ecdsa_p256_sha256;
    options.at = kSignedAt;
    options.ids = std::move(ids);
    return options;
}

inline ContentResolver resolver(const XmlSigningOptions& options) {
    const auto content = std::make_shared<std::vector<OutsideContent>>(options.outside);
    return [content](std::string_view uri) -> std::optional<BytesView> {
        for (const auto& one : *content) {
            if (one.uri == uri) return BytesView(one.content);
        }
        return std::nullopt;
    };
}

inline Result<std::string> try_sign(std::string_view document, const XmlSigningOptions& options, const Signer& signer = leader(),
                                    bool with_chain = true) {
    LET(const auto prepared, prepare_xml(as_bytes(document), signer.der(), options));
    std::vector<Bytes> chain;
    if (with_chain) chain.push_back(signing::test::der_of(signer.above));
    LET(const auto file, assemble_xml(prepared, token_value(signer, options.scheme, prepared.to_sign), chain, resolver(options)));
    return std::string(as_text(file));
}

inline std::string sign(std::string_view document, const XmlSigningOptions& options, const Signer& signer = leader(),
                        bool with_chain = true) {
    auto result = try_sign(document, options, signer, with_chain);
    if (!result.has_value()) throw std::runtime_error(std::string(result.error().code) + ": " + result.error().detail);
    return std::move(result).value();
}

inline VerifiedXml verify(std::string_view file, const XmlOptions& options = {}) {
    static const auto anchors = authority().anchors();
    static const RevocationFacts nothing;
    return verify_xml(as_bytes(file), {anchors, nothing, kJudgedAt}, options);
}

inline bool has(const DocumentReport& report, std::string_view reason) {
    return std::find(report.reasons.begin(), report.reasons.end(), reason) != report.reasons.end();
}
inline std::string told(const DocumentReport& report) {
    std::string text = std::string(to_word(report.verdict)) + " " + std::string(to_word(report.integrity)) + ":";
    for (const auto code : report.reasons) text += " " + std::string(code);
    for (const auto& part : report.unsigned_parts) text += " [" + part + "]";
    return text;
}

// The first occurrence only.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("not there: " + std::string(from));
    return text.replace(at, from.size(), to);
}
// From `begin` through `end`.
inline std::string between(const std::string& text, std::string_view begin, std::string_view end) {
    const auto from = text.find(begin);
    const auto to = text.find(end, from);
    if (from == std::string::npos || to == std::string::npos) throw std::runtime_error("not there: " + std::string(begin));
    return text.substr(from, to + end.size() - from);
}
inline std::string signature_of(const std::string& text) { return between(text, "<ds:Signature ", "</ds:Signature>"); }

// As our writer puts it into the file.
inline std::string write_certificate_for_tests(const Signer& signer) {
    return "<ds:X509Certificate>" + to_base64(signer.der()) + "</ds:X509Certificate>";
}

inline constexpr std::string_view kLetter =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<letter xmlns=\"urn:example:letter\" xmlns:m=\"urn:example:money\">\n"
    "  <head Id=\"head\"><number>05/QĐ-UBND</number><subject>Về việc cấp kinh phí</subject></head>\n"
    "  <body Id=\"body\" m:unit=\"đồng\"><amount m:currency=\"VND\">1000000</amount><to>Trường A (thử nghiệm)</to></body>\n"
    "</letter>\n";

}  // namespace congvan::signing::xml::test
