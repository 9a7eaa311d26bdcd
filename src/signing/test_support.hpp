#pragma once

// For tests only: a small authority that issues certificates, a signer built on libcrypto's own CMS writer (so that
// our reader is not tested against our own builder alone), and a PDF that can be grown revision by revision, honestly
// and otherwise.

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <zlib.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/instant.hpp"
#include "signing/judge/anchors.hpp"

namespace congvan::signing::test {

inline const Instant kSignedAt = parse_instant("2026-03-02T10:00:00+07:00").value();
inline const Instant kJudgedAt = parse_instant("2026-03-03T08:00:00+07:00").value();

using Key = std::shared_ptr<EVP_PKEY>;
using Cert = std::shared_ptr<X509>;

inline Key ec_key(const char* curve = "P-256") { return {EVP_EC_gen(curve), EVP_PKEY_free}; }
inline Key rsa_key(unsigned bits) { return {EVP_RSA_gen(bits), EVP_PKEY_free}; }

inline Bytes der_of(const Cert& certificate) {
    unsigned char* out = nullptr;
    const int size = i2d_X509(certificate.get(), &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + size);
    OPENSSL_free(out);
    return bytes;
}

inline void set_time(ASN1_TIME* into, std::string_view iso) {
    const auto at = parse_instant(iso).value();
    ASN1_TIME_set(into, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
}

struct CertificateOptions {
    std::string name = "Lãnh đạo A (thử nghiệm)";
    std::string organisation = "Ủy ban nhân dân huyện A (thử nghiệm)";
    std::string title;
    std::string from = "2025-01-01T00:00:00Z";
    std::string until = "2030-01-01T00:00:00Z";
    std::string key_usage = "critical,digitalSignature,nonRepudiation";
    std::string extended_key_usage;
    bool authority = false;
    const EVP_MD* digest = EVP_sha256();
};

// `issuer` null: self-signed with `issuer_key`.
inline Cert issue(const Key& key, const CertificateOptions& options, const Cert& issuer, const Key& issuer_key) {
    static long serial = 1000;
    Cert certificate(X509_new(), X509_free);
    X509* x = certificate.get();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
    set_time(X509_getm_notBefore(x), options.from);
    set_time(X509_getm_notAfter(x), options.until);
    X509_NAME* subject = X509_get_subject_name(x);
    const auto add = [&](const char* field, const std::string& value) {
        if (value.empty()) return;
        X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(value.data()),
                                   static_cast<int>(value.size()), -1, 0);
    };
    add("C", "VN");
    add("O", options.organisation);
    add("title", options.title);
    add("CN", options.name);
    X509_set_issuer_name(x, issuer ? X509_get_subject_name(issuer.get()) : subject);
    X509_set_pubkey(x, key.get());
    const auto extend = [&](int nid, const std::string& value) {
        if (value.empty()) return;
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer ? issuer.get() : x, x, nullptr, nullptr, 0);
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
    };
    extend(NID_basic_constraints, options.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    extend(NID_key_usage, options.authority ? "critical,keyCertSign,cRLSign" : options.key_usage);
    extend(NID_ext_key_usage, options.extended_key_usage);
    X509_sign(x, issuer_key.get(), options.digest);
    return certificate;
}

struct Signer {
    Key key;
    Cert certificate;
    Cert above;  // travels in the CMS when set
    Bytes der() const { return der_of(certificate); }
};

// A root, one authority below it, and whom that certifies.
class Authority {
public:
    explicit Authority(const std::string& organisation = "Tổ chức chứng thực (thử nghiệm)")
        : root_key_(ec_key()), sub_key_(ec_key()) {
        CertificateOptions options;
        options.authority = true;
        options.organisation = organisation;
        options.name = "CA gốc (thử nghiệm)";
        root_ = issue(root_key_, options, nullptr, root_key_);
        options.name = "CA cấp dưới (thử nghiệm)";
        sub_ = issue(sub_key_, options, root_, root_key_);
    }

    Signer signer(const CertificateOptions& options = {}, Key key = ec_key()) const {
        return {key, issue(key, options, sub_, sub_key_), sub_};
    }
    TrustAnchors anchors() const {
        return TrustAnchors::make({{der_of(root_), AnchorClass::official}}, {der_of(sub_)}).value();
    }
    TrustAnchors root_only() const { return TrustAnchors::make({{der_of(root_), AnchorClass::official}}).value(); }
    Bytes root() const { return der_of(root_); }
    Bytes sub() const { return der_of(sub_); }

private:
    Key root_key_, sub_key_;
    Cert root_, sub_;
};

// One authority for all tests of the process: keys take time.
inline const Authority& authority() {
    static const Authority instance;
    return instance;
}

struct CmsOptions {
    const EVP_MD* digest = EVP_sha256();
    bool pss = false;
    bool binding = true;        // ESS signing-certificate-v2
    bool with_content = false;
    bool with_certificates = true;
    Instant at = kSignedAt;
    const Signer* second = nullptr;  // a second SignerInfo
    int unsigned_nid = 0;            // an unsigned attribute of this kind
};

inline Bytes make_cms(std::string_view content, const Signer& signer, const CmsOptions& options = {}) {
    unsigned flags = CMS_BINARY | CMS_NOSMIMECAP | CMS_PARTIAL;
    if (!options.with_content) flags |= CMS_DETACHED;
    if (options.binding) flags |= CMS_CADES;
    if (!options.with_certificates) flags |= CMS_NOCERTS;
    CMS_ContentInfo* cms = CMS_sign(nullptr, nullptr, nullptr, nullptr, flags);
    const auto add = [&](const Signer& one) {
        CMS_SignerInfo* info = CMS_add1_signer(cms, one.certificate.get(), one.key.get(), options.digest,
                                               flags | (options.pss ? CMS_KEY_PARAM : 0u));
        if (options.pss) {
            EVP_PKEY_CTX* context = CMS_SignerInfo_get0_pkey_ctx(info);
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
            EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST);
        }
        ASN1_TIME* time = ASN1_TIME_set(nullptr, std::chrono::duration_cast<std::chrono::seconds>(
                                                     options.at.time_since_epoch()).count());
        CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime, time->type, time, -1);
        ASN1_TIME_free(time);
        if (options.unsigned_nid != 0) {
            CMS_unsigned_add1_attr_by_NID(info, options.unsigned_nid, V_ASN1_OCTET_STRING, "x", 1);
        }
    };
    add(signer);
    if (options.second != nullptr) add(*options.second);
    if (options.with_certificates && signer.above) CMS_add1_cert(cms, signer.above.get());
    BIO* data = BIO_new_mem_buf(content.data(), static_cast<int>(content.size()));
    CMS_final(cms, data, nullptr, flags);
    BIO_free(data);
    unsigned char* out = nullptr;
    const int size = i2d_CMS_ContentInfo(cms, &out);
    const auto* first = reinterpret_cast<const std::byte*>(out);
    Bytes bytes(first, first + size);
    OPENSSL_free(out);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return bytes;
}

struct SignOptions {
    std::string name = "congvan-personal-1";
    std::string rect = "100 100 300 180";
    CmsOptions cms;
    std::string field_extra;       // more keys for the field
    std::string signature_extra;   // more keys for the signature dictionary
    std::string form_extra;        // more keys for /AcroForm
    std::string page_extra;        // more keys for the page
    std::map<int, std::string> also;  // more objects in the same update
    bool appearance = true;
    std::string appearance_extra;
    std::size_t room = 2500;
};

struct UpdateOptions {
    std::string root = "1 0 R";
    std::string trailer;             // more keys
    std::map<int, std::string> unlisted;  // bodies written but not in the cross-reference table
    std::vector<int> freed;
    bool with_xref = true;
    bool with_tail = true;           // startxref and %%EOF
    std::string before_xref;         // bytes between objects and table
};

// A PDF in the making. Objects: 1 catalog, 2 pages, 3 page, 4 its content, 5 font, 6 form, 7 information, 8 second
// page, 9 its content; from 20 on what signatures bring.
class TestPdf {
public:
    explicit TestPdf(const std::string& page_contents = "4 0 R", std::size_t filler = 0) : contents_(page_contents) {
        file_ = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
        const std::string text = "BT /F1 24 Tf 72 700 Td (So: 05/QD-UBND) Tj ET\n" + std::string(filler, ' ');
        std::map<int, std::string> objects{
            {1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R>>"},
            {2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2>>"},
            {3, page({})},
            {4, stream("", text)},
            {5, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"},
            {6, form({})},
            {7, "<</Title (Quyet dinh)>>"},
            {8, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 9 0 R /Resources <<>>>>"},
            {9, stream("", "0 0 10 10 re f")},
        };
        update(objects);
    }

    const std::string& text() const { return file_; }
    BytesView bytes() const { return as_bytes(file_); }
    std::string& raw() { return file_; }

    static std::string stream(const std::string& keys, const std::string& data) {
        return "<<" + keys + " /Length " + std::to_string(data.size()) + ">>\nstream\n" + data + "\nendstream";
    }

    // Appends objects with a cross-reference table that lists them, as `options` say.
    void update(const std::map<int, std::string>& objects, const UpdateOptions& options = {}) {
        std::map<int, std::string> lines;
        const auto put = [&](int number, const std::string& body, bool listed) {
            char line[32];
            std::snprintf(line, sizeof line, "%010zu 00000 n \n", file_.size());
            if (listed) lines[number] = line;
            file_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
            next_ = std::max(next_, number + 1);
        };
        for (const auto& [number, body] : objects) put(number, body, true);
        for (const auto& [number, body] : options.unlisted) put(number, body, false);
        for (const int number : options.freed) lines[number] = "0000000000 00001 f \n";
        file_ += options.before_xref;
        const std::size_t section = file_.size();
        if (options.with_xref) {
            file_ += "xref\n";
            if (previous_ == 0) file_ += "0 1\n0000000000 65535 f \n";
            for (const auto& [number, line] : lines) file_ += std::to_string(number) + " 1\n" + line;
            file_ += "trailer\n<</Size " + std::to_string(next_) + " /Root " + options.root + " /Info 7 0 R";
            if (previous_ != 0) file_ += " /Prev " + std::to_string(previous_);
            file_ += options.trailer + ">>\n";
            previous_ = section;
        }
        if (options.with_tail) file_ += "startxref\n" + std::to_string(previous_) + "\n%%EOF\n";
    }

    // The update of one signature: dictionary, field, appearance, form, page.
    void sign(const Signer& signer, const SignOptions& options = {}) {
        const int first = std::max(next_, 20);
        const std::string number = std::to_string(first);
        const std::string field = std::to_string(first + 1) + " 0 R";
        fields_.push_back(field);
        annotations_.push_back(field);
        std::map<int, std::string> objects = options.also;
        objects[first] = "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:20260302100000+07'00')"
                         " /Reason (Thu nghiem)" + options.signature_extra +
                         " /ByteRange [0 @A@@@@@@@ @B@@@@@@@ @C@@@@@@@] /Contents <" + std::string(2 * options.room, '0') + ">>>";
        std::string appearance;
        if (options.appearance) {
            appearance = " /AP <</N " + std::to_string(first + 2) + " 0 R>>";
            objects[first + 2] = stream("/Type /XObject /Subtype /Form /BBox [0 0 200 80] /Resources <</Font <</F1 " +
                                        std::to_string(first + 3) + " 0 R>>>>" + options.appearance_extra, "0 0 200 80 re S");
            objects[first + 3] = "<</Type /Font /Subtype /Type1 /BaseFont /Times-Roman>>";
        }
        objects[first + 1] = "<</Type /Annot /Subtype /Widget /FT /Sig /T (" + options.name + ") /F 132 /P 3 0 R /Rect [" +
                             options.rect + "] /V " + number + " 0 R" + appearance + options.field_extra + ">>";
        if (!objects.contains(3)) objects[3] = page(annotations_, options.page_extra);
        if (!objects.contains(6)) objects[6] = form(fields_, options.form_extra);
        update(objects);
        seal(signer, options);
    }

    // The page and the form with what they list so far, to be redefined by tests.
    std::string page(const std::vector<std::string>& annotations, const std::string& extra = "") const {
        return "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " + contents_ +
               " /Resources <</Font <</F1 5 0 R>>>>" + extra + list("Annots", annotations) + ">>";
    }
    std::string form(const std::vector<std::string>& fields, const std::string& extra = "") const {
        return "<</SigFlags 3" + extra + " /Fields [" + joined(fields) + "]>>";
    }
    std::vector<std::string> fields() const { return fields_; }
    std::vector<std::string> annotations() const { return annotations_; }
    int next() const { return std::max(next_, 20); }

    // Fills the placeholders of the last update and signs. Where the digits of /Contents begin and end is kept.
    void seal(const Signer& signer, const SignOptions& options) {
        const auto opening = file_.rfind("/Contents <" + std::string(100, '0')) + 10;
        const auto closing = file_.find('>', opening) + 1;
        fill("@A@@@@@@@", opening);
        fill("@B@@@@@@@", closing);
        fill("@C@@@@@@@", file_.size() - closing);
        const auto cms = make_cms(file_.substr(0, opening) + file_.substr(closing), signer, options.cms);
        file_.replace(opening + 1, cms.size() * 2, to_hex(cms));
        gap_ = {opening, closing};
        cms_size_ = cms.size();
    }
    std::pair<std::size_t, std::size_t> gap() const { return gap_; }
    std::size_t cms_size() const { return cms_size_; }

private:
    static std::string joined(const std::vector<std::string>& parts) {
        std::string text;
        for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
        return text;
    }
    static std::string list(const std::string& key, const std::vector<std::string>& parts) {
        return parts.empty() ? "" : " /" + key + " [" + joined(parts) + "]";
    }
    void fill(std::string_view mark, std::size_t value) {
        const auto at = file_.rfind(mark);
        std::string digits = std::to_string(value);
        digits.resize(mark.size(), ' ');
        file_.replace(at, mark.size(), digits);
    }

    std::string contents_;
    std::string file_;
    std::size_t previous_ = 0;
    int next_ = 10;
    std::vector<std::string> fields_;
    std::vector<std::string> annotations_;
    std::pair<std::size_t, std::size_t> gap_;
    std::size_t cms_size_ = 0;
};

inline std::string deflated(const std::string& data) {
    std::string out(compressBound(data.size()), '\0');
    auto size = static_cast<uLongf>(out.size());
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(data.data()), data.size());
    out.resize(size);
    return out;
}

// A file whose objects stand in an object stream, listed by a cross-reference stream with a PNG predictor.
inline std::string compressed_file(const std::string& encrypt = "") {
    std::string file = "%PDF-1.5\n";
    const std::string packed = "1 0 2 33 3 75 <</Type/Catalog /Pages 2 0 R>>   <</Type/Pages /Kids [3 0 R] /Count 1>>     "
                               "<</Type/Page /Parent 2 0 R /MediaBox [0 0 595 842]>>";
    const auto first = packed.find("<<");
    const auto second = packed.find("<</Type/Pages") - first;
    const auto third = packed.find("<</Type/Page ") - first;
    const std::string index = "1 0 2 " + std::to_string(second) + " 3 " + std::to_string(third) + " ";
    const auto body = deflated(index + packed.substr(first));
    const auto container = file.size();
    file += "4 0 obj\n<</Type /ObjStm /N 3 /First " + std::to_string(index.size()) + " /Filter /FlateDecode /Length " +
            std::to_string(body.size()) + ">>\nstream\n" + body + "\nendstream\nendobj\n";
    const auto section = file.size();
    std::string rows;
    std::string above(4, '\0');
    const auto row = [&](int kind, std::size_t place, int index_in) {
        const std::string plain{static_cast<char>(kind), static_cast<char>(place >> 8), static_cast<char>(place),
                                static_cast<char>(index_in)};
        rows += '\2';
        for (std::size_t i = 0; i < 4; ++i) rows += static_cast<char>(plain[i] - above[i]);
        above = plain;
    };
    row(0, 0, 0);
    row(2, 4, 0);
    row(2, 4, 1);
    row(2, 4, 2);
    row(1, container, 0);
    row(1, section, 0);
    const auto table = deflated(rows);
    file += "5 0 obj\n<</Type /XRef /Size 6 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /DecodeParms <</Predictor 12 "
            "/Columns 4>>" + encrypt + " /Length " + std::to_string(table.size()) + ">>\nstream\n" + table +
            "\nendstream\nendobj\nstartxref\n" + std::to_string(section) + "\n%%EOF\n";
    return file;
}

}  // namespace congvan::signing::test
