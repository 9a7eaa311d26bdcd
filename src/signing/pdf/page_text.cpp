#include "signing/pdf/page_text.hpp"

#include <cmath>
#include <map>
#include <memory>

#include "signing/pdf/content.hpp"
#include "signing/pdf/font_reader.hpp"

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;

constexpr std::size_t kDeepest = 8;
constexpr std::size_t kMostStates = 512;

// First `inner`, then `outer`.
Placement joined(const Placement& inner, const Placement& outer) {
    return {inner.a * outer.a + inner.b * outer.c,           inner.a * outer.b + inner.b * outer.d,
            inner.c * outer.a + inner.d * outer.c,           inner.c * outer.b + inner.d * outer.d,
            inner.e * outer.a + inner.f * outer.c + outer.e, inner.e * outer.b + inner.f * outer.d + outer.f};
}

struct State {
    Placement matrix;
    const pdf::FontReader* font = nullptr;
    bool invisible = false;  // rendering mode 3: text recognised in a scan
    double size = 0, character_space = 0, word_space = 0, scale = 1, leading = 0, rise = 0;
};

class Interpreter {
public:
    Interpreter(const pdf::Document& document, std::size_t at, TextBudget& budget) : document_(document), at_(at), budget_(budget) {}

    void run(BytesView content, const Dictionary* resources, State state, std::size_t depth);
    void run_form(const pdf::Stream& form, const Dictionary* outer, State state, std::size_t depth);
    PageText take() { return std::move(result_); }
    void incomplete() { result_.complete = false; }

private:
    struct Frame {
        const Dictionary* resources;
        std::size_t depth;
        std::vector<State> states;
        State now;
        Placement text, line;
    };
    void apply(Frame& frame, const std::string& word, const std::vector<Object>& operands);
    bool apply_state(Frame& frame, const std::string& word, const std::vector<Object>& operands);
    bool apply_text(Frame& frame, const std::string& word, const std::vector<Object>& operands);
    void next_line(Frame& frame, double x, double y);
    void show(Frame& frame, std::string_view codes);
    void show_all(Frame& frame, const Array& parts);
    void draw(Frame& frame, const std::string& name);
    const Object* resource(const Dictionary* resources, std::string_view category, std::string_view name, std::uint32_t* number = nullptr);
    const pdf::FontReader* font(const Dictionary* resources, const std::string& name);

    const pdf::Document& document_;
    std::size_t at_;
    PageText result_;
    TextBudget& budget_;
    std::map<const Object*, std::unique_ptr<pdf::FontReader>> fonts_;
};

double number(const std::vector<Object>& operands, std::size_t from_end) {
    double value = 0;
    if (operands.size() < from_end) return 0;
    const bool sound = operands[operands.size() - from_end].number(value) && std::isfinite(value) && std::abs(value) < 1e7;
    return sound ? value : 0;
}

std::string name_of(const std::vector<Object>& operands, std::size_t from_end) {
    const auto* name = operands.size() >= from_end ? operands[operands.size() - from_end].as<pdf::Name>() : nullptr;
    return name != nullptr ? name->text : std::string();
}

const Object* Interpreter::resource(const Dictionary* resources, std::string_view category, std::string_view name, std::uint32_t* number) {
    if (resources == nullptr) return nullptr;
    const auto group = document_.get(*resources, category, at_);
    const auto* all = group.has_value() ? (*group)->as<Dictionary>() : nullptr;
    const auto* holder = all != nullptr ? all->find(name) : nullptr;
    if (holder == nullptr) return nullptr;
    if (number != nullptr && holder->as<pdf::Reference>() != nullptr) *number = holder->as<pdf::Reference>()->number;
    const auto value = document_.resolve(*holder, at_);
    return value.has_value() ? *value : nullptr;
}

const pdf::FontReader* Interpreter::font(const Dictionary* resources, const std::string& name) {
    const auto* object = resource(resources, "Font", name);
    const auto* dictionary = object != nullptr ? object->as<Dictionary>() : nullptr;
    if (dictionary == nullptr) return nullptr;
    auto& known = fonts_[object];
    if (!known) known = std::make_unique<pdf::FontReader>(pdf::FontReader::read(document_, *dictionary, at_));
    return known.get();
}

void Interpreter::next_line(Frame& frame, double x, double y) {
    frame.line = joined({1, 0, 0, 1, x, y}, frame.line);
    frame.text = frame.line;
}

void Interpreter::show(Frame& frame, std::string_view codes) {
    const auto& now = frame.now;
    static const pdf::FontReader kPlain;
    const auto& font = now.font != nullptr ? *now.font : kPlain;
    while (!codes.empty()) {
        if (budget_.letters == 0) return incomplete();
        --budget_.letters;
        const auto code = font.next(codes);
        codes.remove_prefix(code.bytes);
        const double width = code.width / 1000 * now.size;
        const auto place = joined(frame.text, now.matrix);
        const double middle = width / 2 * now.scale;
        const double height = now.rise + now.size * 0.3;  // half of a small letter
        if (!now.invisible) result_.letters.push_back({middle * place.a + height * place.c + place.e, middle * place.b + height * place.d + place.f, code.text});
        const double advance = (width + now.character_space + (code.space ? now.word_space : 0)) * now.scale;
        frame.text = joined({1, 0, 0, 1, advance, 0}, frame.text);
    }
}

void Interpreter::show_all(Frame& frame, const Array& parts) {
    for (const auto& part : parts) {
        double by = 0;
        if (const auto* codes = part.as<pdf::String>()) {
            show(frame, codes->bytes);
        } else if (part.number(by)) {
            frame.text = joined({1, 0, 0, 1, -by / 1000 * frame.now.size * frame.now.scale, 0}, frame.text);
        }
    }
}

void Interpreter::draw(Frame& frame, const std::string& name) {
    const auto* object = resource(frame.resources, "XObject", name);
    const auto* form = object != nullptr ? object->as<pdf::Stream>() : nullptr;
    const auto* subtype = form != nullptr ? form->dictionary.find("Subtype") : nullptr;
    if (subtype == nullptr || !subtype->is_name("Form")) return;
    run_form(*form, frame.resources, frame.now, frame.depth + 1);
}

bool Interpreter::apply_state(Frame& frame, const std::string& word, const std::vector<Object>& operands) {
    auto& now = frame.now;
    if (word == "q") {
        if (frame.states.size() < kMostStates) frame.states.push_back(now);
    } else if (word == "Q") {
        if (frame.states.empty()) return true;
        now = frame.states.back();
        frame.states.pop_back();
    } else if (word == "cm") {
        now.matrix = joined({number(operands, 6), number(operands, 5), number(operands, 4), number(operands, 3), number(operands, 2),
                             number(operands, 1)}, now.matrix);
    } else if (word == "Tf") {
        now.font = font(frame.resources, name_of(operands, 2));
        now.size = number(operands, 1);
    } else if (word == "Tc") {
        now.character_space = number(operands, 1);
    } else if (word == "Tw") {
        now.word_space = number(operands, 1);
    } else if (word == "Tz") {
        now.scale = number(operands, 1) / 100;
    } else if (word == "TL") {
        now.leading = number(operands, 1);
    } else if (word == "Ts") {
        now.rise = number(operands, 1);
    } else if (word == "Tr") {
        now.invisible = number(operands, 1) == 3;
    } else {
        return false;
    }
    return true;
}

bool Interpreter::apply_text(Frame& frame, const std::string& word, const std::vector<Object>& operands) {
    const auto shown = [&] {
        const auto* codes = operands.empty() ? nullptr : operands.back().as<pdf::String>();
        if (codes != nullptr) show(frame, codes->bytes);
    };
    if (word == "BT") {
        frame.text = frame.line = Placement{};
    } else if (word == "Td") {
        next_line(frame, number(operands, 2), number(operands, 1));
    } else if (word == "TD") {
        frame.now.leading = -number(operands, 1);
        next_line(frame, number(operands, 2), number(operands, 1));
    } else if (word == "Tm") {
        frame.line = {number(operands, 6), number(operands, 5), number(operands, 4), number(operands, 3), number(operands, 2), number(operands, 1)};
        frame.text = frame.line;
    } else if (word == "T*") {
        next_line(frame, 0, -frame.now.leading);
    } else if (word == "Tj") {
        shown();
    } else if (word == "'" || word == "\"") {
        if (word == "\"") {
            frame.now.word_space = number(operands, 3);
            frame.now.character_space = number(operands, 2);
        }
        next_line(frame, 0, -frame.now.leading);
        shown();
    } else if (word == "TJ") {
        const auto* parts = operands.empty() ? nullptr : operands.back().as<Array>();
        if (parts != nullptr) show_all(frame, *parts);
    } else {
        return false;
    }
    return true;
}

void Interpreter::apply(Frame& frame, const std::string& word, const std::vector<Object>& operands) {
    if (apply_text(frame, word, operands) || apply_state(frame, word, operands)) return;
    if (word == "Do") draw(frame, name_of(operands, 1));
}

void Interpreter::run(BytesView content, const Dictionary* resources, State state, std::size_t depth) {
    Frame frame{resources, depth, {}, state, {}, {}};
    pdf::ContentReader reader(content);
    std::vector<Object> operands;
    std::string word;
    while (reader.next(operands, word)) {
        if (budget_.operators == 0) return incomplete();
        --budget_.operators;
        apply(frame, word, operands);
        operands.clear();
    }
    if (reader.damaged()) incomplete();
}

void Interpreter::run_form(const pdf::Stream& form, const Dictionary* outer, State state, std::size_t depth) {
    if (depth > kDeepest || budget_.forms == 0) return incomplete();
    --budget_.forms;
    const auto content = document_.decode(form, at_);
    if (!content.has_value()) return incomplete();
    const auto own = document_.get(form.dictionary, "Resources", at_);
    const auto* resources = own.has_value() ? (*own)->as<Dictionary>() : nullptr;
    const auto matrix = document_.get(form.dictionary, "Matrix", at_);
    const auto* values = matrix.has_value() ? (*matrix)->as<Array>() : nullptr;
    if (values != nullptr && values->size() == 6) {
        state.matrix = joined({number(*values, 6), number(*values, 5), number(*values, 4), number(*values, 3), number(*values, 2),
                               number(*values, 1)}, state.matrix);
    }
    run(*content, resources != nullptr ? resources : outer, state, depth);
}

// The parts of /Contents are one stream, cut anywhere between tokens.
bool content_of(const pdf::Document& document, const pdf::Page& page, std::size_t at, Bytes& into) {
    const auto contents = document.get(*page.dictionary, "Contents", at);
    if (!contents.has_value()) return false;
    const Array one{Object(**contents)};
    const auto* parts = (*contents)->as<Array>();
    if (parts == nullptr) parts = &one;
    bool whole = true;
    for (const auto& part : *parts) {
        const auto resolved = document.resolve(part, at);
        const auto* stream = resolved.has_value() ? (*resolved)->as<pdf::Stream>() : nullptr;
        if (stream == nullptr) continue;
        const auto decoded = document.decode(*stream, at);
        if (!decoded.has_value() || into.size() + decoded->size() > document.limits().inflated_bytes) {
            whole = false;
            continue;
        }
        into.insert(into.end(), decoded->begin(), decoded->end());
        into.push_back(std::byte{'\n'});
    }
    return whole;
}

}  // namespace

std::string PageText::text() const {
    std::string all;
    for (const auto& letter : letters) all += letter.text.empty() ? "\xEF\xBF\xBD" : letter.text;
    return all;
}

PageText read_page_text(const pdf::Document& document, const pdf::Page& page, std::size_t at, TextBudget& budget) {
    Interpreter interpreter(document, at, budget);
    Bytes content;
    if (!content_of(document, page, at, content)) interpreter.incomplete();
    const auto resources = page.resources != nullptr ? document.resolve(*page.resources, at) : Result<const Object*>(nullptr);
    interpreter.run(content, resources.has_value() && *resources != nullptr ? (*resources)->as<Dictionary>() : nullptr, {}, 0);
    return interpreter.take();
}

PageText read_form_text(const pdf::Document& document, const pdf::Stream& form, std::size_t at, TextBudget& budget) {
    Interpreter interpreter(document, at, budget);
    interpreter.run_form(form, nullptr, {}, 0);
    return interpreter.take();
}

}  // namespace congvan::signing
