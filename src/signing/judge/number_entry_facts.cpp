#include "signing/judge/number_entry_facts.hpp"

#include <algorithm>
#include <cmath>

#include "signing/judge/new_field.hpp"
#include "signing/pdf/content.hpp"
#include "signing/pdf/number_entry.hpp"
#include "signing/pdf/page_text.hpp"
#include "signing/pdf/page_view.hpp"

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;
using pdf::Reference;

constexpr std::size_t kMostLetters = 60;
constexpr double kLowest = 0.6;        // of the page's height: number and date stand in its head
constexpr double kLargestSize = 20;    // points
constexpr double kTooNear = 4;         // to a letter that is there already

class Examiner {
public:
    Examiner(const pdf::Document& document, std::size_t revision, const std::set<std::uint32_t>& fresh)
        : document_(document), now_(revision), fresh_(fresh) {}

    NumberEntryFacts run(const pdf::Page& was, const pdf::Page& is);

private:
    bool odd(std::string why) {
        if (facts_.why.empty()) facts_.why = std::move(why);
        return false;
    }
    bool contents_are_framed(const pdf::Page& was, const pdf::Page& is);
    bool frame_is_exact(const Object& front, const Object& back);
    bool resources_have_grown(const pdf::Page& was, const pdf::Page& is);
    bool content_is_text(const pdf::Stream& form);
    bool words_are_a_number(const pdf::Page& was, const pdf::Page& is);
    const pdf::Stream* fresh_stream(const Object& holder);
    const Dictionary* dictionary_of(const Object* holder, std::size_t at) const;

    const pdf::Document& document_;
    std::size_t now_;
    const std::set<std::uint32_t>& fresh_;
    NumberEntryFacts facts_;
    std::string name_;
};

const Dictionary* Examiner::dictionary_of(const Object* holder, std::size_t at) const {
    static const Dictionary kNone;
    if (holder == nullptr) return &kNone;
    const auto resolved = document_.resolve(*holder, at);
    if (!resolved.has_value()) return nullptr;
    return (*resolved)->is_null() ? &kNone : (*resolved)->as<Dictionary>();
}

const pdf::Stream* Examiner::fresh_stream(const Object& holder) {
    const auto* reference = holder.as<Reference>();
    if (reference == nullptr || !fresh_.contains(reference->number) || !facts_.objects.insert(reference->number).second) return nullptr;
    const auto loaded = document_.load(*reference, now_);
    return loaded.has_value() ? (*loaded)->as<pdf::Stream>() : nullptr;
}

// "q" in front; behind "Q q a b c d e f cm /Name Do Q".
bool Examiner::frame_is_exact(const Object& front, const Object& back) {
    const auto* opening = fresh_stream(front);
    const auto* closing = fresh_stream(back);
    if (opening == nullptr || closing == nullptr) return odd("the frame is not new");
    const auto before = document_.decode(*opening, now_);
    const auto after = document_.decode(*closing, now_);
    if (!before.has_value() || !after.has_value() || as_text(*before) != "q\n") return odd("the frame before the content");
    pdf::ContentReader reader(*after);
    std::vector<Object> operands;
    std::string word, words;
    while (reader.next(operands, word)) {
        words += word + " ";
        if (word == "cm") {
            if (operands.size() != 6) return odd("the frame behind the content");
            double value = 0;
            const bool numbers = std::all_of(operands.begin(), operands.end(), [&](const Object& one) { return one.number(value); });
            if (!numbers) return odd("the frame behind the content");
        } else if (word == "Do") {
            const auto* name = operands.size() == 1 ? operands[0].as<pdf::Name>() : nullptr;
            if (name == nullptr) return odd("the frame behind the content");
            name_ = name->text;
        } else if (!operands.empty()) {
            return odd("the frame behind the content");
        }
        operands.clear();
    }
    return (words == "Q q cm Do Q " && name_.starts_with(kNumberEntryName) && !reader.damaged()) || odd("the frame behind the content");
}

bool Examiner::contents_are_framed(const pdf::Page& was, const pdf::Page& is) {
    const auto* holder = was.dictionary->find("Contents");
    const auto* list = is.dictionary->find("Contents") != nullptr ? is.dictionary->find("Contents")->as<Array>() : nullptr;
    Array old;
    if (holder != nullptr) {
        const auto resolved = document_.resolve(*holder, now_ - 1);
        if (!resolved.has_value()) return odd("the content before");
        if (const auto* parts = (*resolved)->as<Array>()) {
            old = *parts;
        } else if (!(*resolved)->is_null()) {
            old.push_back(*holder);
        }
    }
    const bool framed = list != nullptr && list->size() == old.size() + 2 && std::equal(old.begin(), old.end(), list->begin() + 1);
    return framed ? frame_is_exact(list->front(), list->back()) : odd("the content is not framed");
}

// One form more, of new objects only.
bool Examiner::resources_have_grown(const pdf::Page& was, const pdf::Page& is) {
    const auto* own = is.dictionary->find("Resources");
    const auto* now = own != nullptr ? own->as<Dictionary>() : nullptr;
    const auto* before = dictionary_of(was.resources, now_ - 1);
    if (now == nullptr || before == nullptr) return odd("the resources");
    auto rest_now = *now;
    auto rest_before = *before;
    rest_now.remove("XObject");
    rest_before.remove("XObject");
    const auto* forms_before = dictionary_of(before->find("XObject"), now_ - 1);
    const auto* found = now->find("XObject");
    const auto* forms_now = found != nullptr ? found->as<Dictionary>() : nullptr;
    if (!(rest_now == rest_before) || forms_before == nullptr || forms_now == nullptr) return odd("the resources");
    auto forms = *forms_now;
    const auto* added = forms_now->find(name_);
    if (added == nullptr || forms_before->has(name_)) return odd("the form is not new");
    const auto parts = examine_parts(document_, *added, now_, fresh_);
    if (!parts.why.empty()) return odd(parts.why);
    facts_.objects.insert(parts.objects.begin(), parts.objects.end());
    const auto resolved = document_.resolve(*added, now_);
    const auto* form = resolved.has_value() ? (*resolved)->as<pdf::Stream>() : nullptr;
    const auto* subtype = form != nullptr ? form->dictionary.find("Subtype") : nullptr;
    if (subtype == nullptr || !subtype->is_name("Form") || form->dictionary.has("Matrix")) return odd("the form");
    forms.remove(name_);
    return (forms == *forms_before || odd("the resources")) && content_is_text(*form);
}

// Nothing but letters: no shapes, no pictures, no white over what is there.
bool Examiner::content_is_text(const pdf::Stream& form) {
    const auto content = document_.decode(form, now_);
    if (!content.has_value()) return odd("the form cannot be read");
    pdf::ContentReader reader(*content);
    std::vector<Object> operands;
    std::string word;
    while (reader.next(operands, word)) {
        static constexpr std::string_view kAllowed[] = {"BT", "ET", "rg", "Tf", "Tm", "TJ", "Tj", "Ts"};
        if (std::find(std::begin(kAllowed), std::end(kAllowed), word) == std::end(kAllowed)) return odd("operator " + word);
        double size = 0;
        if (word == "Tf" && (operands.size() != 2 || !operands[1].number(size) || size <= 0 || size > kLargestSize)) return odd("the size of letters");
        operands.clear();
    }
    return !reader.damaged() || odd("the form cannot be read");
}

bool may_stand_in_a_number(std::string_view letter) {
    if (letter.size() == 1) {
        const char c = letter[0];
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '/' || c == '-' || c == ' ' || c == '.' || c == '&';
    }
    // Capitals of the Vietnamese alphabet: Đ, Ă, Â, Ê, Ô, Ơ, Ư.
    for (const std::string_view capital : {"Đ", "Ă", "Â", "Ê", "Ô", "Ơ", "Ư"}) {
        if (letter == capital) return true;
    }
    return false;
}

bool Examiner::words_are_a_number(const pdf::Page& was, const pdf::Page& is) {
    TextBudget budget;
    const auto before = read_page_text(document_, was, now_ - 1, budget);
    const auto after = read_page_text(document_, is, now_, budget);
    const auto count = before.letters.size();
    if (!before.complete || !after.complete || after.letters.size() <= count || after.letters.size() - count > kMostLetters) {
        return odd("the words of the page");
    }
    const auto view = page_view(document_, is);
    if (!view.has_value()) return odd("the page's size");
    bool digit = false;
    for (std::size_t i = count; i < after.letters.size(); ++i) {
        const auto& letter = after.letters[i];
        const Rect point = view->from_user({letter.x, letter.y, letter.x, letter.y});
        const bool inside = point.left > 0 && point.left < view->size().width && point.bottom > kLowest * view->size().height &&
                            point.bottom < view->size().height;
        if (!inside || !may_stand_in_a_number(letter.text)) return odd("what was written is no number or date");
        digit = digit || (letter.text[0] >= '0' && letter.text[0] <= '9');
        facts_.text += letter.text;
        for (std::size_t k = 0; k < count; ++k) {
            const auto& other = before.letters[k];
            const bool blank = other.text == " " || other.text == "." || other.text == "_" || other.text == "…";
            if (!blank && std::abs(other.x - letter.x) < kTooNear && std::abs(other.y - letter.y) < kTooNear) return odd("it stands over other words");
        }
    }
    return digit || odd("what was written is no number or date");
}

NumberEntryFacts Examiner::run(const pdf::Page& was, const pdf::Page& is) {
    auto old_page = *was.dictionary;
    auto new_page = *is.dictionary;
    for (const char* key : {"Contents", "Resources", "Annots"}) {
        old_page.remove(key);
        new_page.remove(key);
    }
    if (!(old_page == new_page)) odd("other properties of the page");
    facts_.exact = facts_.why.empty() && contents_are_framed(was, is) && resources_have_grown(was, is) && words_are_a_number(was, is);
    return std::move(facts_);
}

}  // namespace

NumberEntryFacts examine_number_entry(const pdf::Document& document, const pdf::Page& was, const pdf::Page& is, std::size_t revision,
                                      const std::set<std::uint32_t>& fresh) {
    return Examiner(document, revision, fresh).run(was, is);
}

}  // namespace congvan::signing
