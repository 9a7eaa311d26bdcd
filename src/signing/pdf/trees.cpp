// The two trees of a PDF: pages (ISO 32000-1 7.7.3) and form fields (12.7.3). Both are walked without recursion.

#include <array>
#include <unordered_set>

#include "errors/signing.hpp"
#include "signing/pdf/parser.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing::pdf {
namespace {

Error odd(std::string_view what, Reference reference) {
    return Error{Remedy::fix_input, errors::signing::malformed_pdf,
                 std::string(what) + " (object " + std::to_string(reference.number) + ")"};
}

void append_utf8(std::string& into, std::uint32_t c) {
    if (c < 0x80) {
        into += static_cast<char>(c);
    } else if (c < 0x800) {
        into += static_cast<char>(0xC0 | c >> 6);
        into += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        into += static_cast<char>(0xE0 | c >> 12);
        into += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        into += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        into += static_cast<char>(0xF0 | c >> 18);
        into += static_cast<char>(0x80 | (c >> 12 & 0x3F));
        into += static_cast<char>(0x80 | (c >> 6 & 0x3F));
        into += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::string from_utf16(std::string_view bytes) {
    std::string result;
    const auto unit = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i]) << 8 | static_cast<std::uint8_t>(bytes[i + 1]));
    };
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD;
        }
        append_utf8(result, c);
    }
    if (i < bytes.size()) append_utf8(result, 0xFFFD);
    return result;
}

// PDFDocEncoding where it differs from Latin 1 (annex D.3).
std::uint32_t from_pdf_doc(std::uint8_t byte) {
    static constexpr std::array<std::uint16_t, 8> kAccents = {0x02D8, 0x02C7, 0x02C6, 0x02D9, 0x02DD, 0x02DB, 0x02DA, 0x02DC};
    static constexpr std::array<std::uint16_t, 33> kUpper = {
        0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203A, 0x2212,
        0x2030, 0x201E, 0x201C, 0x201D, 0x2018, 0x2019, 0x201A, 0x2122, 0xFB01, 0xFB02, 0x0141,
        0x0152, 0x0160, 0x0178, 0x017D, 0x0131, 0x0142, 0x0153, 0x0161, 0x017E, 0xFFFD, 0x20AC};
    if (byte >= 0x18 && byte <= 0x1F) return kAccents[byte - 0x18u];
    if (byte >= 0x80 && byte <= 0xA0) return kUpper[byte - 0x80u];
    return byte == 0x7F || byte == 0xAD ? 0xFFFD : byte;
}

struct PageStep {
    Reference reference;
    const Object* media_box;
    const Object* crop_box;
    const Object* rotate;
    const Object* resources;
    std::size_t depth;
};

struct FieldStep {
    const Object* node;
    std::string name;
    const Object* type;
    const Object* value;
    std::size_t depth;
};

}  // namespace

std::string to_utf8(const String& text) {
    const std::string_view bytes = text.bytes;
    if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2));
    if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
    std::string result;
    for (const char c : bytes) append_utf8(result, from_pdf_doc(static_cast<std::uint8_t>(c)));
    return result;
}

Result<const Dictionary*> Document::catalog(std::size_t at) const {
    const auto* root = revisions()[at].trailer.find("Root");
    if (root == nullptr || root->as<Reference>() == nullptr) return odd("the trailer names no /Root", {});
    LET(const auto* const object, resolve(*root, at));
    const auto* dictionary = object->as<Dictionary>();
    if (dictionary == nullptr) return odd("the catalog is no dictionary", *root->as<Reference>());
    return dictionary;
}

Result<std::vector<Page>> Document::pages(std::size_t at) const {
    LET(const auto* const root, catalog(at));
    const auto* top = root->find("Pages");
    if (top == nullptr || top->as<Reference>() == nullptr) return odd("the catalog names no /Pages", {});
    std::vector<Page> result;
    std::unordered_set<std::uint32_t> seen;
    std::vector<PageStep> steps{{*top->as<Reference>(), nullptr, nullptr, nullptr, nullptr, 0}};
    while (!steps.empty()) {
        auto step = steps.back();
        steps.pop_back();
        if (!seen.insert(step.reference.number).second) return odd("a page is met twice", step.reference);
        if (step.depth > limits().depth) return odd("the page tree is too deep", step.reference);
        LET(const auto* const object, load(step.reference, at));
        const auto* node = object->as<Dictionary>();
        if (node == nullptr) return odd("a page is no dictionary", step.reference);
        const auto inherit = [&](std::string_view key, const Object*& into) {
            if (const auto* own = node->find(key)) into = own;
        };
        inherit("MediaBox", step.media_box);
        inherit("CropBox", step.crop_box);
        inherit("Rotate", step.rotate);
        inherit("Resources", step.resources);
        LET(const auto* const type, get(*node, "Type", at));
        LET(const auto* const kids, get(*node, "Kids", at));
        if (type->is_name("Page") && !node->has("Kids")) {
            if (result.size() == limits().pages) return Error{Remedy::fix_input, errors::signing::too_large, "too many pages"};
            result.push_back(Page{step.reference, node, step.media_box, step.crop_box, step.rotate, step.resources});
            continue;
        }
        if (!type->is_name("Pages") || kids->as<Array>() == nullptr) return odd("neither page nor pages", step.reference);
        const auto& children = *kids->as<Array>();
        if (children.size() + steps.size() > 2 * limits().pages) {
            return Error{Remedy::fix_input, errors::signing::too_large, "too many pages"};
        }
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            const auto* reference = child->as<Reference>();
            if (reference == nullptr) return odd("a page is no reference", step.reference);
            steps.push_back({*reference, step.media_box, step.crop_box, step.rotate, step.resources, step.depth + 1});
        }
    }
    return result;
}

Result<const Dictionary*> Document::form(std::size_t at) const {
    LET(const auto* const root, catalog(at));
    LET(const auto* const form, get(*root, "AcroForm", at));
    if (form->is_null()) return static_cast<const Dictionary*>(nullptr);
    if (form->as<Dictionary>() == nullptr) return odd("the form is no dictionary", {});
    return form->as<Dictionary>();
}

Result<std::vector<Field>> Document::fields(std::size_t at) const {
    std::vector<Field> result;
    LET(const auto* const acro_form, form(at));
    if (acro_form == nullptr) return result;
    LET(const auto* const roots, get(*acro_form, "Fields", at));
    if (roots->is_null()) return result;
    if (roots->as<Array>() == nullptr) return odd("/Fields is no array", {});
    std::vector<FieldStep> steps;
    const auto push = [&](const Array& nodes, const FieldStep& from) -> Result<Done> {
        if (steps.size() + result.size() + nodes.size() > limits().fields) {
            return Error{Remedy::fix_input, errors::signing::too_large, "too many form fields"};
        }
        for (auto node = nodes.rbegin(); node != nodes.rend(); ++node) {
            steps.push_back({&*node, from.name, from.type, from.value, from.depth + 1});
        }
        return Done{};
    };
    TRY(push(*roots->as<Array>(), FieldStep{nullptr, "", nullptr, nullptr, 0}));
    std::unordered_set<std::uint32_t> seen;
    std::size_t looked_at = 0;  // children; many fields may share one list of them
    while (!steps.empty()) {
        auto step = std::move(steps.back());
        steps.pop_back();
        const auto reference = step.node->as<Reference>() != nullptr ? *step.node->as<Reference>() : Reference{};
        if (reference.number != 0 && !seen.insert(reference.number).second) return odd("a field is met twice", reference);
        if (step.depth > limits().depth) return odd("the tree of fields is too deep", reference);
        LET(const auto* const object, resolve(*step.node, at));
        const auto* node = object->as<Dictionary>();
        if (node == nullptr) return odd("a field is no dictionary", reference);
        LET(const auto* const title, get(*node, "T", at));
        if (const auto* text = title->as<String>()) {
            if (step.name.size() > 4096) return odd("a field name is too long", reference);
            step.name += (step.name.empty() ? "" : ".") + to_utf8(*text);
        }
        LET(const auto* const type, get(*node, "FT", at));
        if (!type->is_null()) step.type = type;
        if (node->has("V")) step.value = node->find("V");
        LET(const auto* const kids, get(*node, "Kids", at));
        const auto* children = kids->as<Array>();
        bool inner = false;
        for (std::size_t i = 0; children != nullptr && i < children->size() && !inner; ++i) {
            if (++looked_at > 4 * limits().fields) return Error{Remedy::fix_input, errors::signing::too_large, "too many form fields"};
            LET(const auto* const kid, resolve((*children)[i], at));
            inner = kid->as<Dictionary>() != nullptr && kid->as<Dictionary>()->has("T");
        }
        if (inner) {
            TRY(push(*children, step));
            continue;
        }
        result.push_back(Field{reference, step.name, node, step.type, step.value, children != nullptr && !children->empty()});
    }
    return result;
}

}  // namespace congvan::signing::pdf
