#include "signing/xml/scan.hpp"

#include "errors/signing.hpp"

namespace congvan::signing::xml {
namespace {

Error malformed(std::size_t at, std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::malformed_xml, std::string(why) + " at byte " + std::to_string(at)};
}
Error too_large(std::string_view what) { return Error{Remedy::fix_input, errors::signing::xml_too_large, std::string(what)}; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Scanner {
public:
    Scanner(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

    Result<Layout> run();

private:
    struct Open {
        std::uint32_t element;
        std::uint32_t namespaces;  // in force inside
    };

    Result<Done> step();
    Result<Done> skip_to(std::string_view end, std::size_t from);
    Result<Done> start_tag();
    Result<Done> end_tag();
    Result<Done> attribute(std::size_t& attributes, std::size_t& declared);
    void read_declaration();

    std::string_view text_;
    const Limits& limits_;
    std::size_t at_ = 0;
    std::vector<Open> open_;
    Layout layout_;
};

Result<Done> Scanner::skip_to(std::string_view end, std::size_t from) {
    const auto found = text_.find(end, from);
    if (found == std::string_view::npos) return malformed(at_, "something without an end");
    at_ = found + end.size();
    return Done{};
}

// `at_` is at the first letter of the attribute's name.
Result<Done> Scanner::attribute(std::size_t& attributes, std::size_t& declared) {
    const auto name_at = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && std::string_view("=<>\"'").find(text_[at_]) == std::string_view::npos) ++at_;
    const auto name = text_.substr(name_at, at_ - name_at);
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size() || text_[at_] != '=') return malformed(at_, "attribute without value");
    ++at_;
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    if (at_ == text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) return malformed(at_, "attribute without quotes");
    TRY(skip_to(text_.substr(at_, 1), at_ + 1));
    if (++attributes > limits_.attributes) return too_large("too many attributes of one element");
    if (name == "xmlns" || name.substr(0, 6) == "xmlns:") ++declared;
    layout_.nodes += 2;  // with its text
    return Done{};
}

Result<Done> Scanner::start_tag() {
    Span span;
    span.begin = static_cast<std::uint32_t>(at_);
    ++at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '>' && text_[at_] != '/') ++at_;
    std::size_t attributes = 0;
    std::size_t declared = open_.empty() ? 0 : open_.back().namespaces;
    while (at_ < text_.size() && text_[at_] != '>' && text_[at_] != '/') {
        if (is_space(text_[at_])) {
            ++at_;
            continue;
        }
        TRY(attribute(attributes, declared));
    }
    if (declared > limits_.namespaces) return too_large("too many namespaces");
    layout_.cost += 1 + attributes * 4 + declared * declared / 16;
    if (layout_.cost > limits_.work) return too_large("too much to canonicalise");
    const bool empty = at_ < text_.size() && text_[at_] == '/';
    if (empty) span.close = static_cast<std::uint32_t>(at_++);
    if (at_ >= text_.size() || text_[at_] != '>') return malformed(at_, "start tag without end");
    ++at_;
    if (empty) {
        span.end = static_cast<std::uint32_t>(at_);
    } else {
        if (open_.size() == limits_.depth) return too_large("too deep");
        open_.push_back({static_cast<std::uint32_t>(layout_.elements.size()), static_cast<std::uint32_t>(declared)});
    }
    layout_.elements.push_back(span);
    ++layout_.nodes;
    return Done{};
}

Result<Done> Scanner::end_tag() {
    if (open_.empty()) return malformed(at_, "end tag without start");
    auto& span = layout_.elements[open_.back().element];
    open_.pop_back();
    span.close = static_cast<std::uint32_t>(at_);
    TRY(skip_to(">", at_));
    span.end = static_cast<std::uint32_t>(at_);
    return Done{};
}

// One piece of markup; `at_` is at its '<'.
Result<Done> Scanner::step() {
    const auto rest = text_.substr(at_);
    if (rest.substr(0, 2) == "</") return end_tag();
    if (rest.substr(0, 2) != "<!" && rest.substr(0, 2) != "<?") return start_tag();
    ++layout_.nodes;
    ++layout_.cost;
    if (rest.substr(0, 2) == "<?") return skip_to("?>", at_ + 2);
    if (rest.substr(0, 4) == "<!--") return skip_to("-->", at_ + 4);
    if (rest.substr(0, 9) == "<![CDATA[" && !open_.empty()) return skip_to("]]>", at_ + 9);
    return Error{Remedy::fix_input, errors::signing::xml_dtd, "declaration at byte " + std::to_string(at_)};
}

// The encoding of "<?xml version="1.0" encoding="UTF-8"?>".
void Scanner::read_declaration() {
    if (text_.substr(0, 5) != "<?xml" || text_.size() < 6 || !is_space(text_[5])) return;
    const auto declaration = text_.substr(0, text_.find("?>"));
    const auto name = declaration.find("encoding");
    if (name == std::string_view::npos) return;
    const auto from = declaration.find_first_of("\"'", name);
    if (from == std::string_view::npos) return;
    const auto to = declaration.find(declaration[from], from + 1);
    if (to != std::string_view::npos) layout_.encoding = declaration.substr(from + 1, to - from - 1);
}

Result<Layout> Scanner::run() {
    if (text_.size() > limits_.bytes) return too_large("too many bytes");
    if (text_.find('\0') != std::string_view::npos) return malformed(text_.find('\0'), "zero byte");
    read_declaration();
    while (true) {
        const auto next = text_.find('<', at_);
        if (next == std::string_view::npos) break;
        if (next > at_) {
            ++layout_.nodes;
            ++layout_.cost;
        }
        at_ = next;
        TRY(step());
        if (layout_.nodes > limits_.nodes) return too_large("too many nodes");
    }
    if (layout_.elements.empty() || !open_.empty()) return malformed(text_.size(), "element without end");
    layout_.cost += text_.size() / 64;
    return std::move(layout_);
}

}  // namespace

Result<Layout> scan(std::string_view text, const Limits& limits) { return Scanner(text, limits).run(); }

}  // namespace congvan::signing::xml
