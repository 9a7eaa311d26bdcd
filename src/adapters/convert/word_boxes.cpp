#include "adapters/convert/word_boxes.hpp"

#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

using usecases::PageSize;
using usecases::PdfText;
using usecases::TextBox;

constexpr double kMostPoints = 100'000;  // a page is at most 14,400; words may hang over its edge

// Eats a line piece by piece; after the first piece that does not fit, nothing fits.
class Eater {
public:
    explicit Eater(std::string_view line) : rest_(line) {}

    Eater& literal(std::string_view text) {
        if (good_ && rest_.substr(0, text.size()) == text) rest_.remove_prefix(text.size());
        else good_ = false;
        return *this;
    }
    Eater& number(double& value) {
        if (!good_) return *this;
        const auto parsed = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value, std::chars_format::fixed);
        good_ = parsed.ec == std::errc() && std::fabs(value) <= kMostPoints;
        rest_.remove_prefix(static_cast<std::size_t>(parsed.ptr - rest_.data()));
        return *this;
    }
    Eater& up_to(std::string_view end, std::string_view& text) {
        const auto at = good_ ? rest_.find(end) : std::string_view::npos;
        good_ = at != std::string_view::npos;
        if (good_) {
            text = rest_.substr(0, at);
            rest_.remove_prefix(at + end.size());
        }
        return *this;
    }
    bool done() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

bool unescape(std::string_view text, std::string& into) {
    static constexpr std::pair<std::string_view, char> kEntities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
    while (!text.empty()) {
        if (text.front() == '<') return false;
        if (text.front() != '&') {
            into += text.front();
            text.remove_prefix(1);
            continue;
        }
        bool known = false;
        for (const auto& [entity, letter] : kEntities) {
            if (text.substr(0, entity.size()) != entity) continue;
            into += letter;
            text.remove_prefix(entity.size());
            known = true;
            break;
        }
        if (!known) return false;
    }
    return true;
}

bool read_word(std::string_view line, PdfText& text) {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    std::string_view escaped;
    Eater eater(line);
    eater.literal("<word xMin=\"").number(left).literal("\" yMin=\"").number(top).literal("\" xMax=\"").number(right);
    eater.literal("\" yMax=\"").number(bottom).literal("\">").up_to("</word>", escaped);
    std::string raw;
    if (!eater.done() || !unescape(escaped, raw)) return false;
    auto nfc = to_nfc(raw);
    if (!nfc.has_value()) return false;
    const double height = text.pages.back().height;
    text.boxes.push_back(TextBox{static_cast<std::uint32_t>(text.pages.size()), left, height - bottom, right - left, bottom - top, std::move(nfc).value()});
    return true;
}

bool read_page(std::string_view line, PdfText& text) {
    PageSize size;
    if (!Eater(line).literal("<page width=\"").number(size.width).literal("\" height=\"").number(size.height).literal("\">").done()) return false;
    text.pages.push_back(size);
    return size.width > 0 && size.height > 0;
}

std::string_view trimmed(std::string_view line) {
    const auto from = line.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return line.substr(from, line.find_last_not_of(" \t\r") + 1 - from);
}

enum class At { head, document, page, tail };

// Advances by one line; false when the line has no business there.
bool step(std::string_view line, At& at, PdfText& text) {
    switch (at) {
        case At::head:  // title and metadata come from the file and may say anything but this line
            if (line == "<doc>") at = At::document;
            return true;
        case At::document:
            if (line == "</doc>") {
                at = At::tail;
                return true;
            }
            at = At::page;
            return read_page(line, text);
        case At::page:
            if (line == "</page>") {
                at = At::document;
                return true;
            }
            return read_word(line, text);
        case At::tail: return line == "</body>" || line == "</html>";
    }
    return false;
}

}  // namespace

Result<PdfText> read_word_boxes(std::string_view xhtml) {
    PdfText text;
    At at = At::head;
    while (!xhtml.empty()) {
        const auto end = std::min(xhtml.find('\n'), xhtml.size());
        const auto line = trimmed(xhtml.substr(0, end));
        xhtml.remove_prefix(std::min(end + 1, xhtml.size()));
        if (line.empty()) continue;
        if (!step(line, at, text)) return Error{Remedy::fix_input, errors::convert::failed, "words: " + std::string(line.substr(0, 200))};
    }
    if (at != At::tail) return Error{Remedy::fix_input, errors::convert::failed, "words: cut off"};
    return text;
}

}  // namespace congvan::convert
