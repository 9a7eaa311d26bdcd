#include "signing/xml/sign_xml.hpp"

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/judge_xml.hpp"
#include "signing/xml/names.hpp"
#include "signing/xml/scheme.hpp"
#include "signing/xml/signature_text.hpp"

namespace congvan::signing::xml {
namespace {

constexpr std::string_view kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr std::string_view kMark = "\xEF\xBB\xBF";

Error fix(std::string_view code, std::string detail) { return Error{Remedy::fix_input, code, std::move(detail)}; }

// The one element that `place` means; the document element when it is empty.
const xmlNode* find_place(const Document& document, const std::string& place) {
    if (place.empty()) return document.root();
    if (place[0] != '/') return document.find(place);
    const xmlNode* found = nullptr;
    for (const auto* node = document.root(); node != nullptr; node = dom::next(node, document.root())) {
        if (!dom::is_element(node) || dom::full_path(node) != place) continue;
        if (found != nullptr) return nullptr;
        found = node;
    }
    return found;
}

class Writer {
public:
    Writer(BytesView document, BytesView certificate, const XmlSigningOptions& options)
        : given_(document), options_(options), budget_(options.limits) {
        text_.certificate = certificate;
        text_.scheme = options.scheme;
        text_.at = options.at;
    }

    Result<PreparedXml> run();

private:
    Result<Done> open();
    void name();
    std::string_view form() const { return options_.canonicalisation.empty() ? names::kExclusive : options_.canonicalisation; }
    ReferenceText& add_reference(std::string uri, std::vector<std::string_view> transforms, std::string mime_type);
    Result<Done> refer_inside();
    Result<Done> hold();
    Result<Done> refer();
    std::string with(const std::string& signature) const;
    std::optional<BytesView> outside(std::string_view uri) const;
    Result<Done> fill_digests();
    Result<Bytes> signed_info(const std::string& whole);
    Result<Done> check_earlier(const std::string& whole) const;

    BytesView given_;
    const XmlSigningOptions& options_;
    Budget budget_;
    std::optional<Document> document_;  // none: the signature is the document
    const xmlNode* place_ = nullptr;
    SignatureText text_;
};

Result<Done> Writer::open() {
    LET(const auto certificate, cms::Certificate::parse(text_.certificate));
    TRY(suits(certificate, options_.scheme));
    if (given_.empty()) return Done{};
    if (options_.kind == XmlSignatureKind::enveloping && options_.form == Form::bytes) return Done{};
    if (as_text(given_).substr(0, 2) == "\xFE\xFF" || as_text(given_).substr(0, 2) == "\xFF\xFE") {
        return fix(errors::signing::malformed_xml, "not UTF-8");
    }
    LET(auto document, Document::parse(given_, options_.limits));
    document_ = std::move(document);
    place_ = find_place(*document_, options_.place);
    if (place_ == nullptr) return fix(errors::signing::no_such_part, options_.place);
    return Done{};
}

// An identifier that the document does not have yet, the same for the same input.
void Writer::name() {
    Sha256Stream stream;
    stream.add(given_);
    stream.add(text_.certificate);
    stream.add(as_bytes(to_iso8601(text_.at, Fraction::kept)));
    const auto stem = "S-" + stream.finish().hex().substr(0, 16);
    text_.id = stem;
    for (int i = 2; document_ && document_->text().find(text_.id) != std::string_view::npos; ++i) text_.id = stem + "-" + std::to_string(i);
}

ReferenceText& Writer::add_reference(std::string uri, std::vector<std::string_view> transforms, std::string mime_type) {
    const auto id = text_.id + "-reference-" + std::to_string(text_.references.size() + 1);
    text_.references.push_back({id, std::move(uri), "", std::move(transforms), std::move(mime_type), ""});
    return text_.references.back();
}

Result<Done> Writer::refer_inside() {
    if (!document_) return Done{};
    if (options_.ids.empty() && options_.kind == XmlSignatureKind::enveloped) {
        add_reference("", {names::kEnveloped, form()}, options_.mime_type);
    }
    for (const auto& id : options_.ids) {
        const auto* apex = document_->find(id);
        if (apex == nullptr || document_->ambiguous(id)) return fix(errors::signing::no_such_part, id);
        const bool around = dom::inside(place_, apex);
        add_reference("#" + id, around ? std::vector<std::string_view>{names::kEnveloped, form()} : std::vector<std::string_view>{form()},
                      options_.mime_type);
    }
    return Done{};
}

bool holds_signature(const Document& document) {
    for (const auto* node = document.root(); node != nullptr; node = dom::next(node, document.root())) {
        if (dom::is(node, names::kSignature, "Signature")) return true;
    }
    return false;
}

// The content of an enveloping signature.
Result<Done> Writer::hold() {
    if (document_ && holds_signature(*document_)) return fix(errors::signing::already_signed, "a signature inside a signature");
    const auto id = text_.id + "-object";
    auto& objects = text_.objects;
    objects += "<ds:Object Id=\"" + id + "\" MimeType=\"" + escape(options_.mime_type) + "\"";
    if (document_) {
        const auto& span = document_->layout().elements[0];
        objects += ">" + std::string(document_->text().substr(span.begin, span.end - span.begin));
    } else {
        objects += " Encoding=\"" + std::string(names::kBase64) + "\">" + to_base64(given_);
    }
    objects += "</ds:Object>";
    document_.reset();
    place_ = nullptr;
    add_reference("#" + id, {form()}, options_.mime_type).type = "http://www.w3.org/2000/09/xmldsig#Object";
    return Done{};
}

Result<Done> Writer::refer() {
    if (options_.kind == XmlSignatureKind::enveloping) {
        TRY(hold());
    } else {
        TRY(refer_inside());
    }
    for (const auto& one : options_.outside) {
        if (one.uri.empty() || one.uri[0] == '#') return fix(errors::signing::no_such_part, "outside content needs a name");
        const auto transforms = one.form == Form::xml ? std::vector<std::string_view>{names::kInclusive} : std::vector<std::string_view>{};
        add_reference(one.uri, transforms, one.mime_type);
    }
    for (const auto& one : options_.objects) {
        text_.objects += "<ds:Object Id=\"" + escape(one.id) + "\">" + one.xml + "</ds:Object>";
        add_reference("#" + one.id, {form()}, "").type = one.type;
    }
    if (text_.references.empty()) return fix(errors::signing::no_such_part, "nothing to sign");
    return Done{};
}

// The document with the signature in its place.
std::string Writer::with(const std::string& signature) const {
    if (!document_) return std::string(kDeclaration) + signature;
    const auto text = document_->text();
    const auto& span = document_->layout().elements[document_->ordinal(place_)];
    const std::string mark(as_text(given_).substr(0, 3) == kMark ? kMark : "");
    if (text[span.close] != '/') {
        return mark + std::string(text.substr(0, span.close)) + signature + std::string(text.substr(span.close));
    }
    const auto tag = text.substr(span.begin + 1, text.find_first_of(" \t\r\n/>", span.begin) - span.begin - 1);
    return mark + std::string(text.substr(0, span.close)) + ">" + signature + "</" + std::string(tag) + ">" +
           std::string(text.substr(span.end));
}

std::optional<BytesView> Writer::outside(std::string_view uri) const {
    for (const auto& one : options_.outside) {
        if (one.uri == uri) return BytesView(one.content);
    }
    return std::nullopt;
}

const xmlNode* find_signature(const Document& document, const std::string& id) {
    const auto* found = document.find(id);
    return found != nullptr && dom::is(found, names::kSignature, "Signature") ? found : nullptr;
}

// As a verifier will compute them, in the place where they stand.
Result<Done> Writer::fill_digests() {
    const auto whole = with(write_signature(text_));
    LET(const auto document, Document::parse(as_bytes(whole), options_.limits));
    const auto* element = find_signature(document, text_.id);
    auto signature = element != nullptr ? read_signature(element) : fix(errors::signing::malformed_xml, "no signature");
    if (!signature.has_value()) return fix(errors::signing::malformed_xml, signature.error().detail);
    const ContentResolver content = [this](std::string_view uri) { return outside(uri); };
    const std::vector<ForeignTransform> none;
    const ReferenceContext context{document, *signature, content, none, options_.limits, budget_};
    for (std::size_t i = 0; i < signature->references.size(); ++i) {
        const auto reference = read_reference(signature->references[i]);
        auto covered = reference.has_value() ? resolve(*reference, context) : Result<Covered>(reference.error());
        if (!covered.has_value()) return fix(errors::signing::malformed_xml, std::string(covered.error().code) + " " + covered.error().detail);
        const auto print = to_base64(digest(cms::DigestKind::sha256, covered->content));
        (i < text_.references.size() ? text_.references[i].digest : text_.properties_digest) = print;
    }
    return Done{};
}

Result<Bytes> Writer::signed_info(const std::string& whole) {
    LET(const auto document, Document::parse(as_bytes(whole), options_.limits));
    const auto* element = find_signature(document, text_.id);
    const auto signature = element != nullptr ? read_signature(element) : fix(errors::signing::malformed_xml, "no signature");
    if (!signature.has_value()) return fix(errors::signing::malformed_xml, signature.error().detail);
    return canonicalise(document, {signature->signed_info, nullptr, Comments::kept}, signature->canonicalisation, budget_);
}

std::size_t count_proved(BytesView file, Instant at, const Limits& limits) {
    const TrustAnchors nobody;
    const RevocationFacts nothing;
    XmlOptions options;
    options.limits = limits;
    const auto verified = verify_xml(file, {nobody, nothing, at}, options);
    return static_cast<std::size_t>(std::count_if(verified.signatures.begin(), verified.signatures.end(), [](const VerifiedSignature& one) {
        return !one.parts.empty();
    }));
}

// A second enveloped signature changes what the first one covers.
Result<Done> Writer::check_earlier(const std::string& whole) const {
    if (!document_ || document_->text().find("Signature") == std::string_view::npos) return Done{};
    const auto before = count_proved(given_, text_.at, options_.limits);
    if (before == 0 || count_proved(as_bytes(whole), text_.at, options_.limits) >= before) return Done{};
    return Error{Remedy::fix_input, errors::signing::already_signed, "an earlier signature would break"};
}

Result<PreparedXml> Writer::run() {
    TRY(open());
    name();
    TRY(refer());
    TRY(fill_digests());
    const auto whole = with(write_signature(text_));
    PreparedXml prepared;
    LET(prepared.to_sign, signed_info(whole));
    TRY(check_earlier(whole));
    prepared.document = to_bytes(whole);
    prepared.signer_certificate.assign(text_.certificate.begin(), text_.certificate.end());
    prepared.scheme = options_.scheme;
    prepared.id = text_.id;
    return prepared;
}

// Puts the value and the authorities' certificates where the prepared document keeps room for them.
Result<std::string> fill(const PreparedXml& prepared, BytesView value, const std::vector<Bytes>& chain) {
    std::string text(as_text(prepared.document));
    const auto empty = empty_value(prepared.id);
    const auto at = text.find(empty);
    if (prepared.id.empty() || at == std::string::npos || text.find(empty, at + 1) != std::string::npos) {
        return fix(errors::signing::bad_prepared, "no room for the value");
    }
    std::string certificates;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        LET(const auto certificate, cms::Certificate::parse(chain[i]));
        const bool twice = chain[i] == prepared.signer_certificate || std::find(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(i), chain[i]) != chain.begin() + static_cast<std::ptrdiff_t>(i);
        if (certificate.facts().authority && !twice) certificates += write_certificate(chain[i]);
    }
    const auto end = text.find("</ds:X509Data>", at);
    if (end == std::string::npos) return fix(errors::signing::bad_prepared, "no room for certificates");
    text.insert(end, certificates);
    text.replace(at, empty.size(), filled_value(prepared.id, value));
    return text;
}

// The signature must be as good as any that comes in.
Result<Done> check_result(const std::string& text, const PreparedXml& prepared, const ContentResolver& content) {
    const TrustAnchors nobody;
    const RevocationFacts nothing;
    XmlOptions options;
    options.content = content;
    options.scope = Scope::package;
    const auto verified = verify_xml(as_bytes(text), {nobody, nothing, from_microseconds(4'000'000'000'000'000)}, options);
    for (std::size_t i = 0; i < verified.signatures.size(); ++i) {
        if (verified.signatures[i].id != prepared.id) continue;
        const auto& report = verified.report.signatures[i];
        const bool missing = std::find(report.reasons.begin(), report.reasons.end(), reasons::xml_content_missing) != report.reasons.end();
        if (report.integrity == Integrity::intact || (missing && !content)) return Done{};
    }
    return fix(errors::signing::bad_prepared, "the result does not verify");
}

}  // namespace

Result<PreparedXml> prepare_xml(BytesView document, BytesView signer_certificate, const XmlSigningOptions& options) {
    return Writer(document, signer_certificate, options).run();
}

Result<Bytes> assemble_xml(const PreparedXml& prepared, BytesView signature_value, const std::vector<Bytes>& chain,
                           const ContentResolver& content) {
    LET(const auto certificate, cms::Certificate::parse(prepared.signer_certificate));
    TRY(suits(certificate, prepared.scheme));
    const auto value = raw_value(prepared.scheme, signature_value);
    if (!verifies(method_of(prepared.scheme), certificate, prepared.to_sign, value)) {
        return fix(errors::signing::signature_mismatch, "the value does not verify");
    }
    LET(const auto text, fill(prepared, value, chain));
    TRY(check_result(text, prepared, content));
    return to_bytes(text);
}

}  // namespace congvan::signing::xml
