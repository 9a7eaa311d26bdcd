#include "signing/pdf/writer.hpp"

#include <map>

#include "errors/signing.hpp"
#include "signing/pdf/form_update.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/value_room.hpp"

namespace congvan::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::Reference;

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

std::string_view role_word(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return "initial";
        case SignatureRole::personal: return "personal";
        case SignatureRole::seal: return "seal";
        case SignatureRole::attachment: return "attachment";
    }
    return "";
}

constexpr SignatureRole kRoles[] = {SignatureRole::initial, SignatureRole::personal, SignatureRole::seal,
                                    SignatureRole::attachment};

std::string field_prefix(SignatureRole role) { return "congvan-" + std::string(role_word(role)) + "-"; }

std::optional<SignatureRole> role_of(std::string_view field) {
    for (const SignatureRole role : kRoles) {
        if (field.starts_with(field_prefix(role))) return role;
    }
    return std::nullopt;
}

// "D:20261120140322+07'00'"
std::string pdf_date(Instant at) {
    const std::string iso = to_iso8601(at);  // 2026-11-20T14:03:22+07:00
    std::string date = "D:";
    for (char c : iso.substr(0, 19)) {
        if (c >= '0' && c <= '9') date += c;
    }
    return date + "+07'00'";
}

struct Target {
    pdf::Page page;
    PageView view;
    Rect rect;  // user space
};

Result<Target> find_target(const Document& document, const SignatureRequest& request) {
    LET(const auto pages, document.pages(document.last()));
    const int number = request.appearance.has_value() ? request.place.page : 1;
    if (number < 1 || static_cast<std::size_t>(number) > pages.size()) {
        return refused(errors::signing::no_such_page, "page " + std::to_string(number));
    }
    Target target;
    target.page = pages[static_cast<std::size_t>(number) - 1];
    LET(target.view, page_view(document, target.page));
    if (!request.appearance.has_value()) return target;
    const Rect& seen = request.place.rect;
    const Size size = target.view.size();
    constexpr double kSlack = 0.01;  // points
    if (!(seen.width() > 0) || !(seen.height() > 0) || !(seen.left >= -kSlack) || !(seen.bottom >= -kSlack) ||
        !(seen.right <= size.width + kSlack) || !(seen.top <= size.height + kSlack)) {
        return refused(errors::signing::bad_place, "the rectangle is empty or leaves the page");
    }
    target.rect = target.view.to_user(seen);
    return target;
}

std::string signature_dictionary(const SignatureRequest& request) {
    std::string body = "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M " +
                       pdf_text_string(pdf_date(request.at)) + " /Reason " +
                       pdf_text_string(request.reason.empty() ? role_reason(request.role) : std::string_view(request.reason));
    if (!request.signer.empty()) body += " /Name " + pdf_text_string(request.signer);
    if (!request.contact.empty()) body += " /ContactInfo " + pdf_text_string(request.contact);
    return body + " " + value_placeholder(request.contents_room) + " >>";
}

Result<Reference> add_widget(Update& update, const SignatureRequest& request, const Target& target,
                             const std::string& name) {
    constexpr int kPrintAndLocked = 4 | 128;
    std::string appearance;
    if (request.appearance.has_value()) {
        LET(const Form form, request.appearance->form(target.view.rotation));
        appearance = " /AP << /N " + reference_text(update.add_all(form.objects)) + " >>";
    }
    const Reference signature = update.add(signature_dictionary(request));
    const Rect& rect = target.rect;
    return update.add("<< /Type /Annot /Subtype /Widget /FT /Sig /T " + pdf_text_string(name) + " /F " +
                      std::to_string(kPrintAndLocked) + " /P " + reference_text(target.page.reference) + " /Rect [" +
                      pdf_number(rect.left) + " " + pdf_number(rect.bottom) + " " + pdf_number(rect.right) + " " +
                      pdf_number(rect.top) + "] /V " + reference_text(signature) + appearance + " >>");
}

}  // namespace

std::string_view role_reason(SignatureRole role) {
    switch (role) {
        case SignatureRole::initial: return "Ký nháy";
        case SignatureRole::personal: return "Ký số cá nhân";
        case SignatureRole::seal: return "Ký số cơ quan, tổ chức";
        case SignatureRole::attachment: return "Ký số tệp kèm theo";
    }
    return "";
}

Result<PreparedPdf> prepare_signature(BytesView pdf, const SignatureRequest& request) {
    if (pdf.size() > kMostPdfBytes) return refused(errors::signing::too_large, std::to_string(pdf.size()) + " bytes");
    LET(const Document document, Document::open(pdf));
    TRY(may_be_extended(document));
    LET(const Target target, find_target(document, request));

    LET(std::string name, free_field_name(document, field_prefix(request.role)));
    Update update(document);
    LET(const Reference widget, add_widget(update, request, target, name));
    TRY(extend_page(document, update, target.page, widget));
    TRY(extend_form(document, update, widget));
    return prepared_from(update, pdf.size(), request.contents_room, std::move(name));
}

Result<std::vector<PlacedSignature>> placed_signatures(BytesView pdf) {
    LET(const Document document, Document::open(pdf));
    LET(const auto pages, document.pages(document.last()));
    LET(const auto fields, document.fields(document.last()));
    std::map<Reference, int> page_of_widget;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        LET(const auto* annotations, document.get(*pages[i].dictionary, "Annots", document.last()));
        const auto* list = annotations->as<pdf::Array>();
        if (list == nullptr) continue;
        for (const pdf::Object& item : *list) {
            if (const auto* reference = item.as<Reference>()) page_of_widget.emplace(*reference, static_cast<int>(i) + 1);
        }
    }
    std::vector<PlacedSignature> signatures;
    for (const pdf::Field& field : fields) {
        if (field.type == nullptr || !field.type->is_name("Sig") || field.value == nullptr || field.value->is_null()) {
            continue;
        }
        PlacedSignature signature{field.name, role_of(field.name), {}};
        const auto page = page_of_widget.find(field.reference);
        if (const auto* rect = field.dictionary->find("Rect"); rect != nullptr && page != page_of_widget.end()) {
            LET(const Rect user, read_rect(document, *rect));
            LET(const PageView view, page_view(document, pages[static_cast<std::size_t>(page->second) - 1]));
            signature.place.page = page->second;
            if (user.width() > 0 && user.height() > 0) signature.place.rect = view.from_user(user);
        }
        signatures.push_back(std::move(signature));
    }
    return signatures;
}

}  // namespace congvan::signing
