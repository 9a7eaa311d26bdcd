#include "signing/pdf/letterhead.hpp"

#include <limits>
#include <set>

#include "base/text.hpp"

namespace congvan::signing {
namespace {

constexpr double kTopPart = 0.42;        // of the page height: where a letterhead ends
constexpr double kColumnGap = 30;        // points: wider than any blank inside the line of the date
constexpr double kNotationGap = 10;      // points: wider than any blank inside a notation

std::vector<std::string> characters(std::string_view utf8) {
    std::vector<std::string> out;
    for (char c : utf8) {
        if ((static_cast<unsigned char>(c) & 0xc0) == 0x80 && !out.empty()) {
            out.back() += c;
        } else {
            out.emplace_back(1, c);
        }
    }
    return out;
}

bool is_filler(const Letter& letter) {
    static const std::set<std::string> fillers{" ", ".", "…", "_", "‥", "\xc2\xa0"};
    return fillers.contains(letter.text);
}

// Where `word` begins at or after `from`, ignoring case; npos when it does not.
std::size_t find_word(const Letters& letters, std::string_view word, std::size_t from) {
    const auto wanted = characters(to_upper(word));
    for (std::size_t at = from; at + wanted.size() <= letters.size(); ++at) {
        std::size_t same = 0;
        while (same < wanted.size() && to_upper(letters[at + same].text) == wanted[same]) ++same;
        if (same == wanted.size()) return at;
    }
    return std::string::npos;
}

// "05/QĐ-UBND" or "05-QĐ/TU": digits, perhaps a letter, then the separator.
bool reads_as_number(const Letters& letters, std::size_t at) {
    std::size_t end = at;
    while (end < letters.size() && is_digit(letters[end])) ++end;
    return end > at && end < letters.size() && (letters[end].text == "/" || letters[end].text == "-");
}

bool is_separator(const Letters& letters, std::size_t at) {
    return at < letters.size() && (letters[at].text == "/" || letters[at].text == "-");
}

// Digits from `at` on.
std::string digits(const Letters& letters, std::size_t at) {
    std::string out;
    while (at < letters.size() && is_digit(letters[at])) out += letters[at++].text;
    return out;
}

// What follows the number, without blanks, up to the next column.
std::string notation_at(const Letters& letters, std::size_t at) {
    std::string out;
    for (; at < letters.size(); ++at) {
        const Letter& letter = letters[at];
        if (letter.text != " ") {
            out += letter.text;
        } else if (letter.right - letter.left > kNotationGap) {
            break;
        }
    }
    return out;
}

// A whole number right after `from`, fillers skipped; absent when none is printed or it has not `least` digits.
std::optional<unsigned> value_after(const Letters& letters, std::size_t from, std::size_t least) {
    constexpr std::size_t kMostDigits = 4;
    const std::string text = digits(letters, skip_fillers(letters, from));
    if (text.size() < least || text.size() > kMostDigits) return {};
    return static_cast<unsigned>(std::stoul(text));
}

}  // namespace

std::vector<TextLine> head_lines(const PageLayout& layout) {
    const Size page = layout.pages.empty() ? kA4 : layout.pages.front();
    std::vector<TextLine> lines = text_lines(layout, 1, std::numeric_limits<double>::infinity());
    const auto end = std::find_if(lines.begin(), lines.end(), [&](const TextLine& line) {
        return line.rect.bottom < page.height * (1 - kTopPart);
    });
    lines.erase(end, lines.end());
    return lines;
}

Letters spelled(const TextLine& line, const FontFamily& fonts) {
    Letters letters;
    for (const TextBox* word : line.words) {
        if (!letters.empty()) letters.push_back({" ", letters.back().right, word->x});
        const auto parts = characters(word->text);
        double natural = 0;
        for (const std::string& part : parts) natural += fonts.width(part, FontStyle::regular, 1);
        double x = word->x;
        for (const std::string& part : parts) {
            const double share = natural > 0 ? fonts.width(part, FontStyle::regular, 1) / natural : 1.0 / parts.size();
            letters.push_back({part, x, x + share * word->width});
            x += share * word->width;
        }
    }
    return letters;
}

bool is_digit(const Letter& letter) { return letter.text.size() == 1 && letter.text[0] >= '0' && letter.text[0] <= '9'; }

std::size_t skip_fillers(const Letters& letters, std::size_t at) {
    while (at < letters.size() && is_filler(letters[at])) ++at;
    return at;
}

std::size_t word_end(const Letters& letters, std::size_t at) {
    while (at < letters.size() && letters[at].text != " ") ++at;
    return at;
}

bool holds_marks(const Letters& letters, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
        if (letters[at].text != " " && letters[at].text != "\xc2\xa0") return true;
    }
    return false;
}

std::optional<NumberSpot> number_spot(const Letters& letters, double page_width) {
    const std::size_t begin = find_word(letters, "Số", 0);
    if (begin == std::string::npos || letters[begin].text != "S" || letters[begin].left > page_width / 2) return {};
    if (begin > 0 && letters[begin - 1].text != " ") return {};
    NumberSpot spot;
    spot.after = begin + 2;
    const bool colon = spot.after < letters.size() && letters[spot.after].text == ":";
    if (colon) ++spot.after;
    spot.next = skip_fillers(letters, spot.after);
    const bool separator = is_separator(letters, spot.next);
    spot.notation = separator && spot.next + 1 < letters.size() && !is_digit(letters[spot.next + 1]);
    spot.numbered = reads_as_number(letters, spot.next);
    const bool filled = holds_marks(letters, spot.after, spot.next);
    // Alone in its column it waits for a number; "Số điện thoại" and "Số 12 Lê Lợi" do not.
    const bool alone = spot.next == letters.size() || letters[spot.next].left - letters[spot.after - 1].right > kColumnGap;
    if (!colon && !spot.notation && !spot.numbered && !filled && !alone) return {};
    return spot;
}

std::optional<DaySpot> day_spot(const Letters& letters, double page_width) {
    DaySpot spot;
    const std::size_t day = find_word(letters, "ngày", 0);
    if (day == std::string::npos) return {};
    spot.day = day + 4;
    spot.before_month = find_word(letters, "tháng", spot.day);
    if (spot.before_month == std::string::npos) return {};
    spot.month = spot.before_month + 5;
    spot.before_year = find_word(letters, "năm", spot.month);
    if (spot.before_year == std::string::npos) return {};
    spot.year = spot.before_year + 3;
    // Nothing but a year may follow: a citation in the text goes on.
    std::size_t end = skip_fillers(letters, spot.year);
    while (end < letters.size() && is_digit(letters[end])) ++end;
    if (skip_fillers(letters, end) != letters.size()) return {};
    spot.start = day;
    while (spot.start > 0 && letters[spot.start - 1].right - letters[spot.start - 1].left <= kColumnGap) --spot.start;
    if (letters[spot.start].left < 0.3 * page_width) return {};
    return spot;
}

PrintedHead printed_head(const PageLayout& layout, const FontFamily& fonts) {
    const Size page = layout.pages.empty() ? kA4 : layout.pages.front();
    PrintedHead head;
    for (const TextLine& line : head_lines(layout)) {
        const Letters letters = spelled(line, fonts);
        const auto number = head.number_line ? std::nullopt : number_spot(letters, page.width);
        if (number) {
            head.number_line = true;
            head.number = digits(letters, number->next);
            const std::size_t behind = number->next + head.number.size();
            if (!head.number.empty() || is_separator(letters, behind)) head.notation = notation_at(letters, behind);
        }
        const auto day = head.day_line ? std::nullopt : day_spot(letters, page.width);
        if (day) {
            head.day_line = true;
            head.day = value_after(letters, day->day, 1);
            head.month = value_after(letters, day->month, 1);
            head.year = value_after(letters, day->year, 4);
        }
    }
    return head;
}

}  // namespace congvan::signing
