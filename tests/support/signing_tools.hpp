#pragma once

// What tests of signatures share: keys made on the spot, a font, small PDFs, and other people's tools to ask.

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "signing/cms/builder.hpp"
#include "signing/pdf/writer.hpp"
#include "support/results.hpp"
#include "support/temporary_folder.hpp"

namespace congvan::testing_support {

inline std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path.string());
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline void write_file(const std::filesystem::path& path, BytesView bytes) {
    std::ofstream file(path, std::ios::binary);
    file << as_text(bytes);
}

// Standard output of a command; standard error goes where the test's goes.
inline std::string output_of(const std::string& command) {
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::array<char, 4096> piece{};
    for (std::size_t count; (count = fread(piece.data(), 1, piece.size(), pipe)) > 0;) output.append(piece.data(), count);
    pclose(pipe);
    return output;
}

// What a tool says about a PDF: `tool ARGUMENTS FILE`.
inline std::string ask(const std::string& tool, BytesView pdf, const std::string& after = "") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "document.pdf";
    write_file(file, pdf);
    return output_of(tool + " " + file.string() + " " + after + " 2>&1");
}

// The serif family that stands for Times New Roman (Debian package fonts-liberation2).
inline const signing::FontFamily& serif() {
    static const signing::FontFamily family = [] {
        const std::filesystem::path folder = "/usr/share/fonts/truetype/liberation2";
        const auto face = [&](const char* name) { return to_bytes(file_text(folder / name)); };
        return must(signing::FontFamily::make(face("LiberationSerif-Regular.ttf"), face("LiberationSerif-Bold.ttf"),
                                              face("LiberationSerif-Italic.ttf"),
                                              face("LiberationSerif-BoldItalic.ttf")));
    }();
    return family;
}

inline Instant instant(const char* text) { return must(parse_instant(text)); }

enum class KeyType { rsa_2048, rsa_1024, p256, p384 };

// A key pair in memory with a certificate, self-signed or from an issuer. Valid from 2020 to 2049.
class SoftKey {
public:
    static SoftKey make(const std::string& common_name, KeyType type = KeyType::rsa_2048,
                        const SoftKey* issuer = nullptr) {
        SoftKey made;
        switch (type) {
            case KeyType::rsa_2048: made.key_.reset(EVP_RSA_gen(2048), EVP_PKEY_free); break;
            case KeyType::rsa_1024: made.key_.reset(EVP_RSA_gen(1024), EVP_PKEY_free); break;
            case KeyType::p256: made.key_.reset(EVP_EC_gen("P-256"), EVP_PKEY_free); break;
            case KeyType::p384: made.key_.reset(EVP_EC_gen("P-384"), EVP_PKEY_free); break;
        }
        made.certify(common_name, issuer == nullptr ? made : *issuer, issuer == nullptr);
        return made;
    }

    const Bytes& certificate() const { return der_; }

    // As a token would: the signature over `attributes.der`; ECDSA as r || s.
    Bytes sign(const signing::SignedAttributes& attributes) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_PKEY_CTX* padding = nullptr;
        EVP_DigestSignInit(context.get(), &padding, EVP_sha256(), nullptr, key_.get());
        if (attributes.scheme == signing::SignatureScheme::rsa_pss_sha256) {
            EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING);
            EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, 32);
        }
        const auto* data = reinterpret_cast<const unsigned char*>(attributes.der.data());
        std::size_t size = 0;
        EVP_DigestSign(context.get(), nullptr, &size, data, attributes.der.size());
        Bytes value(size);
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &size, data, attributes.der.size());
        value.resize(size);
        return attributes.scheme == signing::SignatureScheme::ecdsa_p256_sha256 ? raw_ecdsa(value) : value;
    }

    Bytes certify_key(const std::string& common_name, EVP_PKEY* key) const {
        SoftKey made;
        EVP_PKEY_up_ref(key);
        made.key_.reset(key, EVP_PKEY_free);
        made.certify(common_name, *this, false);
        return made.der_;
    }

private:
    static Bytes raw_ecdsa(const Bytes& der) {
        const auto* at = reinterpret_cast<const unsigned char*>(der.data());
        ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
        Bytes raw(64);
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), reinterpret_cast<unsigned char*>(raw.data()), 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
        ECDSA_SIG_free(signature);
        return raw;
    }

    void certify(const std::string& common_name, const SoftKey& issuer, bool authority) {
        static long serial = 100;
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
        ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20200101000000Z");
        ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20491231235959Z");
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
        X509_set_pubkey(certificate, key_.get());
        X509* by = issuer.der_.empty() ? certificate : issuer.parsed();
        X509_set_issuer_name(certificate, X509_get_subject_name(by));
        const auto extend = [&](int kind, const char* value) {
            X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
            X509_add_ext(certificate, extension, -1);
            X509_EXTENSION_free(extension);
        };
        extend(NID_basic_constraints, authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
        extend(NID_key_usage, authority ? "critical,keyCertSign,cRLSign,digitalSignature,nonRepudiation"
                                        : "critical,digitalSignature,nonRepudiation");
        X509_sign(certificate, issuer.key_.get(), EVP_sha256());
        unsigned char* encoded = nullptr;
        const int length = i2d_X509(certificate, &encoded);
        const auto* first = reinterpret_cast<const std::byte*>(encoded);
        der_.assign(first, first + length);
        OPENSSL_free(encoded);
        if (by != certificate) X509_free(by);
        X509_free(certificate);
    }

    X509* parsed() const {
        const auto* at = reinterpret_cast<const unsigned char*>(der_.data());
        return d2i_X509(nullptr, &at, static_cast<long>(der_.size()));
    }

    std::shared_ptr<EVP_PKEY> key_;
    Bytes der_;
};

// A certificate over somebody's public key (SubjectPublicKeyInfo), by `issuer`.
inline Bytes certificate_over(BytesView public_key, const SoftKey& issuer) {
    const auto* at = reinterpret_cast<const unsigned char*>(public_key.data());
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(d2i_PUBKEY(nullptr, &at, static_cast<long>(public_key.size())), EVP_PKEY_free);
    return issuer.certify_key("Khóa trên thiết bị (thử nghiệm)", key.get());
}

// Both steps at once.
inline Bytes sign_pdf(BytesView pdf, const signing::SignatureRequest& request, const SoftKey& key,
                      const std::vector<Bytes>& chain = {}, signing::SigningOptions options = {}) {
    const auto prepared = must(signing::prepare_signature(pdf, request));
    const auto attributes = must(signing::prepare_attributes(prepared.digest(), key.certificate(), options));
    const auto cms = must(signing::assemble_cms(attributes, key.sign(attributes), chain));
    return must(signing::complete_signature(prepared, cms));
}

// A PDF of `pages` empty A4 pages, whose objects are 1 (catalog), 2 (page tree), 3… (pages). `catalog` and `page` are put
// into those dictionaries as they are; `objects` follow, numbered on.
struct PlainPdf {
    int pages = 1;
    std::string catalog;
    std::string page;
    std::vector<std::string> objects;
    std::string trailer;
    std::string media = "[0 0 595.276 841.89]";

    Bytes bytes() const {
        std::vector<std::string> bodies;
        std::string kids;
        for (int i = 0; i < pages; ++i) kids += std::to_string(3 + i) + " 0 R ";
        bodies.push_back("<< /Type /Catalog /Pages 2 0 R " + catalog + " >>");
        bodies.push_back("<< /Type /Pages /Count " + std::to_string(pages) + " /Kids [" + kids + "] >>");
        for (int i = 0; i < pages; ++i) {
            bodies.push_back("<< /Type /Page /Parent 2 0 R /Resources << >> /MediaBox " + media + " " + page + " >>");
        }
        bodies.insert(bodies.end(), objects.begin(), objects.end());
        std::string out = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
        std::string table = "xref\n0 " + std::to_string(bodies.size() + 1) + "\n0000000000 65535 f \n";
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            char row[32];
            std::snprintf(row, sizeof row, "%010zu 00000 n \n", out.size());
            table += row;
            out += std::to_string(i + 1) + " 0 obj\n" + bodies[i] + "\nendobj\n";
        }
        const std::size_t start = out.size();
        out += table + "trailer\n<< /Size " + std::to_string(bodies.size() + 1) + " /Root 1 0 R " + trailer +
               " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
        return to_bytes(out);
    }
};

}  // namespace congvan::testing_support
