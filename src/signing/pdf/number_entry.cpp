#include "signing/pdf/number_entry.hpp"

#include "errors/signing.hpp"
#include "signing/pdf/page_view.hpp"
#include "signing/pdf/update.hpp"

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;

// What stands behind `key` of the dictionary `holder` refers to; an empty dictionary where there is none.
Result<Dictionary> dictionary_of(const pdf::Document& document, const pdf::Object* holder) {
    if (holder == nullptr) return Dictionary();
    LET(const auto* const value, document.resolve(*holder, document.last()));
    if (value->is_null()) return Dictionary();
    const auto* dictionary = value->as<Dictionary>();
    if (dictionary == nullptr) return Error{Remedy::fix_input, errors::signing::malformed_pdf, "resources that are no dictionary"};
    return *dictionary;
}

Result<Array> contents_of(const pdf::Document& document, const pdf::Page& page) {
    const auto* holder = page.dictionary->find("Contents");
    if (holder == nullptr) return Array();
    LET(const auto* const value, document.resolve(*holder, document.last()));
    if (const auto* list = value->as<Array>()) return *list;
    return value->is_null() ? Array() : Array{*holder};
}

}  // namespace

Result<Bytes> enter_number(BytesView pdf, const std::vector<StampLine>& lines, const FontFamily& fonts) {
    LET(const auto document, pdf::Document::open(pdf));
    LET(const auto pages, document.pages(document.last()));
    if (pages.empty()) return Error{Remedy::fix_input, errors::signing::no_such_page, "page 1"};
    const auto& page = pages.front();
    LET(const auto view, page_view(document, page));
    Drawing drawing(view.size(), fonts);
    for (const auto& line : lines) {
        if (line.page != 1) return Error{Remedy::fix_input, errors::signing::no_such_page, "number and date stand on page 1"};
        TRY(drawing.text(line.text, line.x, line.y, line.style));
    }
    LET(const auto form, drawing.form());
    Update update(document);
    const auto placed = update.add_all(form.objects);
    LET(auto resources, dictionary_of(document, page.resources));
    LET(auto forms, dictionary_of(document, resources.find("XObject")));
    std::string name(kNumberEntryName);
    while (forms.has(name)) name += "1";
    forms.set(name, placed);
    resources.set("XObject", std::move(forms));
    const auto at = view.matrix();
    std::string shown = "Q\nq\n";
    for (const double value : {at.a, at.b, at.c, at.d, at.e, at.f}) shown += pdf_number(value) + " ";
    shown += "cm\n/" + name + " Do\nQ\n";
    LET(const auto old, contents_of(document, page));
    const auto stream = [](const std::string& data) {
        return "<< /Length " + std::to_string(data.size()) + " >>\nstream\n" + data + "\nendstream";
    };
    Array contents{update.add(stream("q\n"))};
    contents.insert(contents.end(), old.begin(), old.end());
    contents.emplace_back(update.add(stream(shown)));
    auto changed = *page.dictionary;
    changed.set("Contents", std::move(contents));
    changed.set("Resources", std::move(resources));
    update.put(page.reference, pdf::to_text(changed));
    return update.write();
}

}  // namespace congvan::signing
