#include "usecases/sign_file.hpp"

#include <algorithm>

#include "errors/signing.hpp"
#include "errors/trust.hpp"
#include "errors/usecases.hpp"
#include "signing/cms/builder.hpp"
#include "signing/cms/signature_timestamp.hpp"
#include "signing/judge/judge.hpp"
#include "signing/office/sign_office.hpp"
#include "signing/pdf/long_term.hpp"
#include "signing/pdf/normalise.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/xml/sign_xml.hpp"
#include "signing/xml/stamp_xml.hpp"
#include "usecases/long_term_evidence.hpp"
#include "usecases/page_layout.hpp"

namespace congvan::usecases {
namespace {

using signing::DocumentReport;
using signing::SignedKind;

constexpr std::size_t kPlainRoom = 8'192, kStampedRoom = 24'576;  // bytes of a CMS

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

// One key at work: its certificate, and a value for any bytes. The PIN is spent once.
class KeyAtWork {
public:
    KeyAtWork(const FileSigningTools& tools, const FileToSign& wish) : tools_(tools), wish_(wish) {}

    Result<Done> open();
    const Bytes& der() const { return der_; }
    const signing::cms::CertificateFacts& facts() const { return certificate_->facts(); }
    signing::SignatureScheme scheme() const;
    std::vector<Bytes> chain() const;
    Result<Bytes> value(const Bytes& bytes, const Pin& pin) const;

private:
    const FileSigningTools& tools_;
    const FileToSign& wish_;
    Bytes der_;
    std::optional<signing::cms::Certificate> certificate_;
};

Result<Done> KeyAtWork::open() {
    LET(der_, tools_.keys.certificate(wish_.key));
    LET(certificate_, signing::cms::Certificate::parse(der_));
    return Done{};
}

signing::SignatureScheme KeyAtWork::scheme() const {
    const bool curve = facts().key == signing::cms::KeyKind::ec;
    switch (wish_.scheme.value_or(curve ? SignatureScheme::ecdsa : SignatureScheme::rsa_pkcs1)) {
        case SignatureScheme::rsa_pkcs1: return signing::SignatureScheme::rsa_pkcs1_sha256;
        case SignatureScheme::rsa_pss: return signing::SignatureScheme::rsa_pss_sha256;
        case SignatureScheme::ecdsa: return signing::SignatureScheme::ecdsa_p256_sha256;
    }
    return signing::SignatureScheme::rsa_pkcs1_sha256;
}

// The certificates between the signer's and the anchor, as far as they are known.
std::vector<Bytes> KeyAtWork::chain() const {
    std::vector<Bytes> chain;
    const auto found = tools_.anchors.chain(*certificate_, {}, wish_.at);
    for (std::size_t i = 1; i + 1 < found.path.size(); ++i) chain.push_back(signing::cms::der_of(found.path[i]));
    return chain;
}

Result<Bytes> KeyAtWork::value(const Bytes& bytes, const Pin& pin) const {
    SigningRequest request;
    request.bytes_to_sign = bytes;
    request.certificate = der_;
    switch (scheme()) {
        case signing::SignatureScheme::rsa_pkcs1_sha256: request.scheme = SignatureScheme::rsa_pkcs1; break;
        case signing::SignatureScheme::rsa_pss_sha256: request.scheme = SignatureScheme::rsa_pss; break;
        case signing::SignatureScheme::ecdsa_p256_sha256: request.scheme = SignatureScheme::ecdsa; break;
    }
    LET(SignatureValue made, tools_.keys.sign(wish_.key, pin, request));
    return std::move(made.bytes);
}

Result<TrustServices*> services_of(const FileSigningTools& tools) {
    if (tools.services != nullptr && tools.services->stamps()) return tools.services;
    return Error{Remedy::call_operator, errors::trust::no_timestamp_service, ""};
}

Result<Bytes> token_over(const FileSigningTools& tools, std::span<const BytesView> pieces) {
    LET(TrustServices* services, services_of(tools));
    const Bytes imprint = signing::cms::digest(signing::cms::DigestKind::sha256, pieces);
    LET(signing::Timestamp made, services->stamp(signing::cms::DigestKind::sha256, imprint));
    return std::move(made.token);
}

Result<Bytes> stamped_cms(const FileSigningTools& tools, const Bytes& cms) {
    LET(const Bytes value, signing::value_to_stamp(cms));
    const BytesView pieces[] = {value};
    LET(const Bytes token, token_over(tools, pieces));
    return signing::with_signature_timestamp(cms, token);
}

Result<Bytes> stamped_pdf(const FileSigningTools& tools, BytesView pdf) {
    LET(const signing::PreparedPdf prepared, signing::prepare_timestamp(pdf));
    LET(const Bytes token, token_over(tools, prepared.covered()));
    return signing::complete_timestamp(prepared, token);
}

// PDF ---------------------------------------------------------------------------------------------------------------

// NĐ 30/2020 art. 32.2d: an organisation seals what the competent person has signed.
Result<Done> seal_is_due(const FileSigningTools& tools, const FileToSign& wish, BytesView pdf) {
    if (wish.role != signing::SignatureRole::seal) return Done{};
    const DocumentReport report = signing::judge_pdf(pdf, tools.anchors, wish.at);
    for (const signing::SignatureReport& each : report.signatures) {
        const bool person = each.form == signing::SignatureForm::signature && !each.field.starts_with("congvan-initial-");
        const bool sound = each.verdict == signing::Verdict::undetermined ? each.integrity == signing::Integrity::intact : accepted(each.verdict);
        if (person && sound) return Done{};
    }
    return Error{Remedy::reload_and_retry, errors::usecases::seal_before_signature, std::string(to_word(report.verdict))};
}

signing::Place placed_at(const signing::Place& wanted, const signing::Size& size) {
    signing::Place place = wanted;
    signing::Rect& rect = place.rect;
    if (rect.width() <= 0 || rect.height() <= 0) {
        rect = {rect.left, rect.top - size.height, rect.left + size.width, rect.top};
        return place;
    }
    // Into the middle of the rectangle, as large as it allows without being bent.
    const double scale = std::min(rect.width() / size.width, rect.height() / size.height);
    const double x = (rect.left + rect.right) / 2, y = (rect.bottom + rect.top) / 2;
    rect = {x - size.width * scale / 2, y - size.height * scale / 2, x + size.width * scale / 2, y + size.height * scale / 2};
    return place;
}

Result<signing::PageLayout> layout_of(const FileSigningTools& tools, BytesView pdf) {
    if (!tools.words) return signing::PageLayout();
    LET(const PdfText text, tools.words(pdf));
    return signing::seen_layout(pdf, page_layout(text));
}

Result<Done> put_look(const FileSigningTools& tools, const FileToSign& wish, BytesView pdf, signing::SignatureRequest& request) {
    if (!wish.look) return Done{};
    LET(const signing::FontFamily fonts, tools.fonts());
    signing::AppearanceRequest drawing = wish.look->drawing;
    drawing.at = wish.at;
    drawing.role = wish.role;
    if (wish.look->place) {
        LET(request.appearance, signing::draw_appearance(drawing, fonts));
        request.place = placed_at(*wish.look->place, request.appearance->size());
        return Done{};
    }
    LET(const signing::PageLayout layout, layout_of(tools, pdf));
    LET(const std::vector<signing::PlacedSignature> earlier, signing::placed_signatures(pdf));
    signing::PlaceRequest where;
    where.anchor = wish.look->anchor;
    where.signer = drawing.signer;
    for (const signing::PlacedSignature& each : earlier) {
        if (each.place.rect.width() <= 0) continue;
        where.taken.push_back(each.place);
        if (each.role == signing::SignatureRole::personal) where.personal = each.place;
    }
    LET(signing::PlacedDrawing placed, signing::draw_in_place(drawing, layout, std::move(where), fonts));
    request.place = placed.found.place;
    request.appearance = std::move(placed.drawing);
    return Done{};
}

// Before the first signature the file becomes one clean revision; what is signed already stays as it is.
Result<Bytes> ready_pdf(BytesView pdf) {
    auto clean = signing::normalise(pdf);
    if (!clean.has_value() && clean.error().code == errors::signing::already_signed) return Bytes(pdf.begin(), pdf.end());
    return clean;
}

Result<Bytes> sign_pdf(const FileSigningTools& tools, const FileToSign& wish, const KeyAtWork& key, const Pin& pin) {
    LET(const Bytes ready, ready_pdf(wish.file));
    TRY(seal_is_due(tools, wish, ready));
    signing::SignatureRequest request;
    request.role = wish.role;
    request.at = wish.at;
    request.reason = wish.reason;
    request.signer = !wish.signer.empty() ? wish.signer : key.facts().common_name;
    request.contents_room = wish.level == SignatureLevel::b_b ? kPlainRoom : kStampedRoom;
    TRY(put_look(tools, wish, ready, request));
    LET(const signing::PreparedPdf prepared, signing::prepare_signature(ready, request));
    LET(const signing::SignedAttributes attributes, signing::prepare_attributes(prepared.digest(), key.der(), {key.scheme(), std::nullopt}));
    if (wish.level != SignatureLevel::b_b) TRY(services_of(tools));  // before a PIN is spent
    LET(const Bytes value, key.value(attributes.der, pin));
    LET(Bytes cms, signing::assemble_cms(attributes, value, key.chain()));
    if (wish.level != SignatureLevel::b_b) {
        LET(cms, stamped_cms(tools, cms));
    }
    LET(Bytes file, signing::complete_signature(prepared, cms));
    if (wish.level == SignatureLevel::b_lt || wish.level == SignatureLevel::b_lta) {
        LET(file, with_evidence(*tools.services, tools.anchors, file, {prepared.field(), std::max(wish.at, tools.now()), tools.patience}));
    }
    if (wish.level == SignatureLevel::b_lta) {
        LET(file, stamped_pdf(tools, file));
    }
    return file;
}

// Other kinds -------------------------------------------------------------------------------------------------------

Result<Bytes> sign_cms(const FileSigningTools& tools, const FileToSign& wish, const KeyAtWork& key, const Pin& pin) {
    const bool attached = wish.form == FileSignature::cms_attached;
    const bool stamp = wish.level == SignatureLevel::b_t;
    if (wish.level > SignatureLevel::b_t) return refused(errors::usecases::kind_not_signable, "CMS above B-T");
    if (stamp) TRY(services_of(tools));
    LET(const signing::SignedAttributes attributes,
        signing::prepare_attributes(Sha256::of(wish.file), key.der(), {key.scheme(), wish.at}));
    LET(const Bytes value, key.value(attributes.der, pin));
    Bytes cms;
    if (attached) {
        LET(const signing::AttachedFrame frame, signing::assemble_attached(attributes, value, key.chain(), wish.file.size()));
        cms.assign(frame.before.begin(), frame.before.end());
        cms.insert(cms.end(), wish.file.begin(), wish.file.end());
        cms.insert(cms.end(), frame.after.begin(), frame.after.end());
    } else {
        LET(cms, signing::assemble_cms(attributes, value, key.chain()));
    }
    if (!stamp) return cms;
    return stamped_cms(tools, cms);
}

Result<Bytes> sign_xml(const FileSigningTools& tools, const FileToSign& wish, const KeyAtWork& key, const Pin& pin) {
    if (wish.level > SignatureLevel::b_t) return refused(errors::usecases::kind_not_signable, "XML above B-T");
    if (wish.level == SignatureLevel::b_t) TRY(services_of(tools));
    signing::xml::XmlSigningOptions options;
    options.scheme = key.scheme();
    options.at = wish.at;
    LET(const auto prepared, signing::xml::prepare_xml(wish.file, key.der(), options));
    LET(const Bytes value, key.value(prepared.to_sign, pin));
    LET(Bytes file, signing::xml::assemble_xml(prepared, value, key.chain()));
    if (wish.level == SignatureLevel::b_b) return file;
    LET(const Bytes covered, signing::xml::stamp_content(file, prepared.id));
    const BytesView pieces[] = {covered};
    LET(const Bytes token, token_over(tools, pieces));
    return signing::xml::add_stamp(file, prepared.id, token);
}

Result<Bytes> sign_office(const FileToSign& wish, SignedKind kind, const KeyAtWork& key, const Pin& pin) {
    if (wish.level != SignatureLevel::b_b) return refused(errors::usecases::kind_not_signable, "office files above B-B");
    signing::office::OfficeSigningOptions options;
    options.scheme = key.scheme();
    options.at = wish.at;
    options.comments = wish.reason;
    const bool odf = kind == SignedKind::odf;
    LET(const auto prepared, odf ? signing::office::prepare_odf(wish.file, key.der(), options)
                                 : signing::office::prepare_ooxml(wish.file, key.der(), options));
    LET(const Bytes value, key.value(prepared.to_sign, pin));
    return signing::office::assemble_office(prepared, value, key.chain());
}

// Which of the forms, for content of this kind. Fails: usecases.kind_not_signable (fix_input).
Result<FileSignature> form_for(FileSignature asked, SignedKind kind) {
    const auto fits = [&](FileSignature form) {
        switch (form) {
            case FileSignature::by_content: return false;
            case FileSignature::pdf: return kind == SignedKind::pdf;
            case FileSignature::xml: return kind == SignedKind::xml;
            case FileSignature::office: return kind == SignedKind::ooxml || kind == SignedKind::odf;
            case FileSignature::cms_detached:
            case FileSignature::cms_attached: return true;
        }
        return false;
    };
    if (asked != FileSignature::by_content) {
        if (fits(asked)) return asked;
        return refused(errors::usecases::kind_not_signable, "content: " + std::string(to_word(kind)));
    }
    for (const auto form : {FileSignature::pdf, FileSignature::xml, FileSignature::office}) {
        if (fits(form)) return form;
    }
    return FileSignature::cms_detached;
}

// Verification ------------------------------------------------------------------------------------------------------

DocumentReport examined(const FileSigningTools& tools, const FileToSign& wish, FileSignature form, BytesView made) {
    const signing::RevocationFacts revocations;
    const signing::JudgeContext context{tools.anchors, revocations, std::max(wish.at, tools.now())};
    if (form != FileSignature::cms_detached) return verify_file({made, nullptr}, context);
    MemorySource content(wish.file);
    return verify_file({made, &content}, context);
}

// Whether the signatures of `report` are as sound as can be said, with `certificate` among them.
Result<Done> is_sound(const DocumentReport& report, const std::string& certificate) {
    using signing::Integrity;
    const bool whole = report.integrity == Integrity::intact || report.integrity == Integrity::intact_with_additions;
    const bool ours = std::any_of(report.signatures.begin(), report.signatures.end(), [&](const signing::SignatureReport& each) {
        return certificate.empty() || each.certificate_sha256 == certificate;
    });
    if (whole && ours) return Done{};
    std::string why(to_word(report.verdict));
    for (const auto reason : report.reasons) why += " " + std::string(reason);
    return Error{Remedy::call_operator, errors::usecases::signature_not_verified, std::move(why)};
}

}  // namespace

Result<SignedFile> sign_file(const FileSigningTools& tools, const FileToSign& wish, const Pin& pin) {
    const SignedKind kind = signed_kind_of(wish.file);
    LET(const FileSignature form, form_for(wish.form, kind));
    KeyAtWork key(tools, wish);
    TRY(key.open());
    SignedFile made;
    switch (form) {
        case FileSignature::pdf: {
            LET(made.file, sign_pdf(tools, wish, key, pin));
            break;
        }
        case FileSignature::xml: {
            LET(made.file, sign_xml(tools, wish, key, pin));
            break;
        }
        case FileSignature::office: {
            LET(made.file, sign_office(wish, kind, key, pin));
            break;
        }
        case FileSignature::by_content:
        case FileSignature::cms_detached:
        case FileSignature::cms_attached: {
            FileToSign as = wish;
            as.form = form;
            LET(made.file, sign_cms(tools, as, key, pin));
            break;
        }
    }
    made.report = examined(tools, wish, form, made.file);
    TRY(is_sound(made.report, key.facts().sha256.hex()));
    return made;
}

Result<SignedFile> timestamp_file(const FileSigningTools& tools, BytesView pdf, Instant at) {
    if (signed_kind_of(pdf) != SignedKind::pdf) return refused(errors::usecases::kind_not_signable, "only a PDF");
    TRY(services_of(tools));
    LET(const Bytes ready, ready_pdf(pdf));
    SignedFile made;
    LET(made.file, stamped_pdf(tools, ready));
    FileToSign wish;
    wish.at = at;
    made.report = examined(tools, wish, FileSignature::pdf, made.file);
    TRY(is_sound(made.report, ""));
    return made;
}

}  // namespace congvan::usecases
