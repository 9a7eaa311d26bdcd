#include "signing/pdf/writer.hpp"

#include "base/fields.hpp"
#include "errors/signing.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/update.hpp"

namespace congvan::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::Reference;

constexpr std::size_t kNumberWidth = 10;  // digits kept for each number of /ByteRange
constexpr std::string_view kRangeOpening = "/ByteRange [0 ";
constexpr std::string_view kContentsOpening = "/Contents ";
constexpr std::uint32_t kEncodingVersion = 1;
constexpr std::size_t kLeastRoom = 1024;  // bytes; no CMS with a certificate is smaller

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

// ISO 32000-1 12.8.2.2: the permission a certification signature leaves; 3 when there is none.
Result<std::int64_t> permission(const Document& document, const Dictionary& catalog) {
    const std::size_t at = document.last();
    constexpr std::int64_t kFree = 3;
    LET(const auto* perms, document.get(catalog, "Perms", at));
    const auto* rights = perms->as<Dictionary>();
    if (rights == nullptr) return kFree;
    LET(const auto* certification, document.get(*rights, "DocMDP", at));
    const auto* signature = certification->as<Dictionary>();
    if (signature == nullptr) return kFree;
    LET(const auto* list, document.get(*signature, "Reference", at));
    const auto* references = list->as<pdf::Array>();
    if (references == nullptr) return std::int64_t{2};
    for (const pdf::Object& item : *references) {
        LET(const auto* entry, document.resolve(item, at));
        const auto* reference = entry->as<Dictionary>();
        if (reference == nullptr) continue;
        LET(const auto* method, document.get(*reference, "TransformMethod", at));
        if (!method->is_name("DocMDP")) continue;
        LET(const auto* found, document.get(*reference, "TransformParams", at));
        const auto* parameters = found->as<Dictionary>();
        if (parameters == nullptr) continue;
        LET(const auto* level, document.get(*parameters, "P", at));
        if (const auto* value = level->as<std::int64_t>()) return *value;
    }
    return std::int64_t{2};
}

Result<std::string> free_field_name(const Document& document, SignatureRole role) {
    LET(const auto fields, document.fields(document.last()));
    std::set<std::string> taken;
    for (const pdf::Field& field : fields) taken.insert(field.name.substr(0, field.name.find('.')));
    for (int number = 1;; ++number) {
        std::string name = field_prefix(role) + std::to_string(number);
        if (!taken.contains(name)) return name;
    }
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

std::string contents_placeholder(const SignatureRequest& request) {
    const std::size_t room = std::max(request.contents_room, kLeastRoom);
    return std::string(kContentsOpening) + "<" + std::string(2 * room, '0') + ">";
}

std::string signature_dictionary(const SignatureRequest& request) {
    std::string body = "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M " +
                       pdf_text_string(pdf_date(request.at)) + " /Reason " + pdf_text_string(role_reason(request.role));
    if (!request.signer.empty()) body += " /Name " + pdf_text_string(request.signer);
    if (!request.contact.empty()) body += " /ContactInfo " + pdf_text_string(request.contact);
    // Last in the dictionary, so that their place is found from its end.
    return body + " " + std::string(kRangeOpening) + std::string(3 * kNumberWidth + 2, ' ') + "] " +
           contents_placeholder(request) + " >>";
}

// The object that must be written anew so that `owner[key]` becomes `value`: the array itself when it is an object of its
// own, otherwise its owner. Returns true when the owner was changed and must be written too.
Result<bool> extend_array(const Document& document, Update& update, Dictionary& owner, std::string_view key,
                          Reference member) {
    const auto* held = owner.find(key);
    LET(const auto* current, document.get(owner, key, document.last()));
    const auto* array = current->as<pdf::Array>();
    if (array == nullptr && !current->is_null()) {
        return refused(errors::signing::malformed_pdf, "/" + std::string(key) + " is no array");
    }
    pdf::Array extended = array == nullptr ? pdf::Array{} : *array;
    extended.emplace_back(member);
    if (const auto* reference = held == nullptr ? nullptr : held->as<Reference>(); array != nullptr && reference) {
        update.put(*reference, pdf::to_text(pdf::Object(std::move(extended))));
        return false;
    }
    owner.set(key, std::move(extended));
    return true;
}

Result<Done> extend_page(const Document& document, Update& update, const pdf::Page& page, Reference widget) {
    Dictionary dictionary = *page.dictionary;
    LET(const bool changed, extend_array(document, update, dictionary, "Annots", widget));
    if (changed) update.put(page.reference, pdf::to_text(dictionary));
    return Done{};
}

// The catalog is an object of its own: the trailer refers to it.
Result<Done> extend_form(const Document& document, Update& update, const Dictionary& catalog, Reference field) {
    const auto* root = document.revisions().back().trailer.find("Root");
    const auto* root_reference = root == nullptr ? nullptr : root->as<Reference>();
    if (root_reference == nullptr) return refused(errors::signing::malformed_pdf, "/Root is no reference");
    LET(const auto* form, document.form(document.last()));
    Dictionary extended = form == nullptr ? Dictionary{} : *form;
    if (extended.has("XFA")) return refused(errors::signing::unsupported_pdf, "the form is XFA");
    LET(bool changed, extend_array(document, update, extended, "Fields", field));
    const auto* flags = extended.find("SigFlags");
    const auto* value = flags == nullptr ? nullptr : flags->as<std::int64_t>();
    if (value == nullptr || (*value & 3) != 3) {
        extended.set("SigFlags", (value == nullptr ? 0 : *value) | 3);
        changed = true;
    }
    if (!changed) return Done{};
    const auto* held = catalog.find("AcroForm");
    const auto* form_reference = held == nullptr ? nullptr : held->as<Reference>();
    if (form != nullptr && form_reference != nullptr) {
        update.put(*form_reference, pdf::to_text(extended));
        return Done{};
    }
    Dictionary new_catalog = catalog;
    if (form == nullptr) {
        new_catalog.set("AcroForm", update.add(pdf::to_text(extended)));  // so that later updates leave the catalog alone
    } else {
        new_catalog.set("AcroForm", std::move(extended));
    }
    update.put(*root_reference, pdf::to_text(new_catalog));
    return Done{};
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

void write_at(Bytes& file, std::size_t offset, std::string_view text) {
    const BytesView bytes = as_bytes(text);
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string right_aligned(std::size_t value) {
    const std::string text = std::to_string(value);
    return std::string(kNumberWidth - text.size(), ' ') + text;
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
    LET(const auto* catalog, document.catalog(document.last()));
    LET(const std::int64_t permitted, permission(document, *catalog));
    if (permitted == 1) return refused(errors::signing::changes_forbidden, "certified with P=1");
    LET(const Target target, find_target(document, request));

    PreparedPdf prepared;
    LET(prepared.field_, free_field_name(document, request.role));
    Update update(document);
    LET(const Reference widget, add_widget(update, request, target, prepared.field_));
    TRY(extend_page(document, update, target.page, widget));
    TRY(extend_form(document, update, *catalog, widget));
    prepared.original_size_ = pdf.size();
    prepared.file_ = update.write();

    // The only place in the update where these words stand together: names and text strings are in brackets or hex.
    const std::string placeholder = contents_placeholder(request);
    const std::size_t found = as_text(prepared.file_).find(placeholder, pdf.size());
    CONGVAN_INVARIANT(found != std::string_view::npos);
    prepared.gap_begin_ = found + kContentsOpening.size();
    prepared.gap_end_ = found + placeholder.size();
    const std::size_t numbers = found - 2 - (3 * kNumberWidth + 2);
    write_at(prepared.file_, numbers,
             right_aligned(prepared.gap_begin_) + " " + right_aligned(prepared.gap_end_) + " " +
                 right_aligned(prepared.file_.size() - prepared.gap_end_));
    return prepared;
}

Sha256 PreparedPdf::digest() const {
    Sha256Stream stream;
    stream.add(BytesView(file_).first(gap_begin_));
    stream.add(BytesView(file_).subspan(gap_end_));
    return stream.finish();
}

// version:u32 original:byte[32] original_size:u64 gap_begin:u64 gap_end:u64 field:text update:bytes
Bytes PreparedPdf::encode() const {
    Bytes out;
    append_u32(out, kEncodingVersion);
    const Sha256 original = Sha256::of(BytesView(file_).first(original_size_));
    out.insert(out.end(), original.bytes().begin(), original.bytes().end());
    append_u64(out, original_size_);
    append_u64(out, gap_begin_);
    append_u64(out, gap_end_);
    append_text(out, field_);
    append_bytes(out, BytesView(file_).subspan(original_size_));
    return out;
}

Result<PreparedPdf> PreparedPdf::decode(BytesView original, BytesView encoded) {
    const auto bad = [](std::string why) { return refused(errors::signing::bad_prepared, std::move(why)); };
    const auto read = [&]() -> Result<PreparedPdf> {
        RecordReader reader(encoded);
        LET(const auto version, reader.u32());
        if (version != kEncodingVersion) return bad("version " + std::to_string(version));
        LET(const auto digest, reader.exactly(Sha256::kSize));
        PreparedPdf prepared;
        LET(prepared.original_size_, reader.u64());
        LET(prepared.gap_begin_, reader.u64());
        LET(prepared.gap_end_, reader.u64());
        LET(prepared.field_, reader.text());
        LET(const auto update, reader.bytes());
        TRY(reader.end());
        if (prepared.original_size_ != original.size() || as_text(digest) != as_text(Sha256::of(original).bytes())) {
            return bad("prepared for another file");
        }
        prepared.file_.assign(original.begin(), original.end());
        prepared.file_.insert(prepared.file_.end(), update.begin(), update.end());
        const bool within = prepared.gap_begin_ > original.size() && prepared.gap_begin_ + 2 < prepared.gap_end_ &&
                            prepared.gap_end_ < prepared.file_.size();
        if (!within || prepared.file_[prepared.gap_begin_] != std::byte{'<'} ||
            prepared.file_[prepared.gap_end_ - 1] != std::byte{'>'}) {
            return bad("the gap is not where it should be");
        }
        return prepared;
    };
    auto result = read();
    if (!result) return bad(result.error().detail);
    return result;
}

Result<Bytes> complete_signature(const PreparedPdf& prepared, BytesView cms) {
    const std::size_t room = (prepared.gap_end_ - prepared.gap_begin_ - 2) / 2;
    if (cms.size() > room) {
        return refused(errors::signing::contents_too_small,
                       std::to_string(cms.size()) + " bytes do not fit into " + std::to_string(room));
    }
    Bytes file = prepared.file_;
    write_at(file, prepared.gap_begin_ + 1, to_hex(cms));
    return file;
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
