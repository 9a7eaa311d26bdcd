#include <cmath>
#include <limits>

#include "base/text.hpp"
#include "signing/pdf/stamp.hpp"
#include "signing/pdf/text_lines.hpp"

namespace congvan::signing {
namespace {

constexpr double kTopPart = 0.42;        // of the page height: where a letterhead ends
constexpr double kColumnGap = 30;        // points: wider than any blank inside the line of the date
constexpr double kRightMargin = 42;      // 15 mm
constexpr double kNarrowest = 0.8;       // how far a size may shrink to fit into a gap
constexpr double kAir = 1.5;             // points kept free on both sides
constexpr double kTouch = 0.2;           // points before the notation, so that both are read as one word

// One line letter by letter, each with its place; a blank stands for the gap between two words.
struct Letter {
    std::string text;
    double left = 0;
    double right = 0;
};
using Letters = std::vector<Letter>;

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

bool is_filler(const Letter& letter) {
    static const std::set<std::string> fillers{" ", ".", "…", "_", "‥", "\xc2\xa0"};
    return fillers.contains(letter.text);
}

std::size_t skip_fillers(const Letters& letters, std::size_t at) {
    while (at < letters.size() && is_filler(letters[at])) ++at;
    return at;
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

struct Metrics {
    double size;
    double baseline;
};

// Font size and baseline are not among the facts of a word's box. The size follows from the width of the longest word,
// because official documents are set in Times or its metric equals; the baseline from how high the box is: readers take
// the font's own 0.891 + 0.216 or, when the font tells nothing, 0.95 + 0.35 of the size.
Metrics metrics_of(const std::vector<const TextBox*>& words, FontStyle style, double size_otherwise,
                   const FontFamily& fonts) {
    const TextBox& longest = **std::max_element(
        words.begin(), words.end(), [](const TextBox* a, const TextBox* b) { return a->width < b->width; });
    const double natural = fonts.width(longest.text, style, 1);
    double size = natural > 0 ? std::round(longest.width / natural * 2) / 2 : 0;
    if (size < 9 || size > 18) size = size_otherwise;
    const double ratio = std::clamp(longest.height / size, 1.107, 1.3);
    const double descent = 0.216 + (ratio - 1.107) * (0.35 - 0.216) / (1.3 - 1.107);
    return {size, longest.y + descent * size};
}

// The words of `line` that reach into [left, right).
std::vector<const TextBox*> words_within(const TextLine& line, double left, double right) {
    std::vector<const TextBox*> words;
    for (const TextBox* word : line.words) {
        if (word->x < right && word->x + word->width > left) words.push_back(word);
    }
    return words.empty() ? line.words : words;
}

// The text in the middle of [left, right), smaller when it must be; nothing when even that does not fit. Covers what
// fills the gap when `covered`.
std::optional<StampLine> in_gap(std::string text, double left, double right, bool covered, TextStyle style, double baseline,
                                const FontFamily& fonts) {
    const double room = right - left - 2 * kAir;
    double width = fonts.width(text, style.face, style.size);
    if (width > room) {
        style.size *= room / width;
        if (room <= 0 || room < kNarrowest * width) return std::nullopt;
        width = room;
    }
    StampLine line{1, left + (right - left - width) / 2, baseline, std::move(text), style, 0};
    if (covered) {
        line.x = left + kAir;
        line.erase_width = right - left - 2 * kAir;
    }
    return line;
}

bool holds_marks(const Letters& letters, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
        if (letters[at].text != " " && letters[at].text != "\xc2\xa0") return true;
    }
    return false;
}

// --- The number -----------------------------------------------------------------------------------------------------

struct NumberSpot {
    std::size_t after = 0;     // the letter after "Số" or "Số:"
    std::size_t next = 0;      // the first letter there that fills no gap
    bool notation = false;     // a notation is printed at `next`
    bool numbered = false;     // a number is
};

// "05/QĐ-UBND" or "05-QĐ/TU": digits, perhaps a letter, then the separator.
bool reads_as_number(const Letters& letters, std::size_t at) {
    std::size_t end = at;
    while (end < letters.size() && is_digit(letters[end])) ++end;
    return end > at && end < letters.size() && (letters[end].text == "/" || letters[end].text == "-");
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
    const bool separator = spot.next < letters.size() && (letters[spot.next].text == "/" || letters[spot.next].text == "-");
    spot.notation = separator && spot.next + 1 < letters.size() && !is_digit(letters[spot.next + 1]);
    spot.numbered = reads_as_number(letters, spot.next);
    const bool filled = holds_marks(letters, spot.after, spot.next);
    if (!colon && !spot.notation && !spot.numbered && !filled) return {};  // "Số điện thoại", "Số 12 Lê Lợi"
    return spot;
}

// The end of the notation that begins at `at`: up to the next blank.
std::size_t word_end(const Letters& letters, std::size_t at) {
    while (at < letters.size() && letters[at].text != " ") ++at;
    return at;
}

StampLine number_line(const Letters& letters, const NumberSpot& spot, const Metrics& metrics, const NumberAndDay& values,
                      const FontFamily& fonts) {
    const TextStyle style{FontStyle::regular, metrics.size, kBlack};
    const double left = letters[spot.after - 1].right;
    const bool covered = holds_marks(letters, spot.after, spot.next);
    const double blank = fonts.width(" ", style.face, style.size);
    if (spot.notation) {
        const double right = letters[spot.next].left;
        if (auto line = in_gap(values.number, left, right, covered, style, metrics.baseline, fonts)) {
            // The number stands before its separator, as if typed.
            if (!covered) line->x = right - fonts.width(values.number, style.face, line->style.size) - kTouch;
            return *std::move(line);
        }
        const double end = letters[word_end(letters, spot.next) - 1].right;
        const std::string whole = values.number + values.notation;
        return {1, left + blank, metrics.baseline, whole, style, end - left - blank};
    }
    const double end = spot.next > spot.after && covered ? letters[spot.next - 1].right : left;
    return {1, left + blank, metrics.baseline, values.number + values.notation, style, std::max(0.0, end - left - blank)};
}

// --- The day --------------------------------------------------------------------------------------------------------

struct DaySpot {
    std::size_t start = 0;  // first letter of the line's own part: "Đà Nẵng, ngày …"
    std::size_t day = 0, month = 0, year = 0;  // the letters after "ngày", "tháng", "năm"
    std::size_t before_month = 0, before_year = 0;  // where "tháng" and "năm" begin
};

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

bool has_digit(const Letters& letters, std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end; ++at) {
        if (is_digit(letters[at])) return true;
    }
    return false;
}

std::string day_text(Day day) {
    const std::chrono::year_month_day date(day);
    const unsigned number = static_cast<unsigned>(date.day());
    return (number < 10 ? "0" : "") + std::to_string(number);
}

// NĐ 30/2020 appendix I: a leading 0 for months 1 and 2 only.
std::string month_text(Day day) {
    const std::chrono::year_month_day date(day);
    const unsigned number = static_cast<unsigned>(date.month());
    return (number < 3 ? "0" : "") + std::to_string(number);
}

std::string year_text(Day day) { return std::to_string(static_cast<int>(std::chrono::year_month_day(day).year())); }

// What is still missing of the year: "năm 20…" already has half of it.
std::optional<StampLine> year_line(const Letters& letters, const DaySpot& spot, const Metrics& metrics, Day day,
                                   const FontFamily& fonts) {
    std::string year = year_text(day);
    std::size_t at = skip_fillers(letters, spot.year);
    const std::size_t first_digit = at;
    while (at < letters.size() && is_digit(letters[at])) ++at;
    const std::size_t printed = at - first_digit;
    if (printed >= 4) return std::nullopt;
    const TextStyle style{FontStyle::italic, metrics.size, kBlack};
    const double left = letters[at - 1 >= spot.year && printed > 0 ? at - 1 : spot.year - 1].right;
    const double x = printed > 0 ? left : left + fonts.width(" ", style.face, style.size);
    const bool covered = at < letters.size() || (printed == 0 && first_digit > spot.year);
    return StampLine{1, x, metrics.baseline, year.substr(printed), style, covered ? letters.back().right - x : 0};
}

// Everything anew when the blanks are too narrow: same middle, kept inside the right margin.
StampLine whole_day_line(const Letters& letters, const DaySpot& spot, const Metrics& metrics, const NumberAndDay& values,
                         double page_width, const FontFamily& fonts) {
    std::string place;
    for (std::size_t at = spot.start; at + 4 < spot.day; ++at) place += letters[at].text;
    const std::string text = place + "ngày " + day_text(values.day) + " tháng " + month_text(values.day) + " năm " +
                             year_text(values.day);
    const TextStyle style{FontStyle::italic, metrics.size, kBlack};
    const double width = fonts.width(text, style.face, style.size);
    const double left = letters[spot.start].left, right = letters.back().right;
    const double x = std::min((left + right - width) / 2, page_width - kRightMargin - width);
    return {1, x, metrics.baseline, text, style, std::max(width, right - x)};
}

std::vector<StampLine> day_lines(const Letters& letters, const DaySpot& spot, const Metrics& metrics,
                                 const NumberAndDay& values, double page_width, const FontFamily& fonts) {
    const TextStyle style{FontStyle::italic, metrics.size, kBlack};
    std::vector<StampLine> lines;
    const auto fill = [&](std::size_t begin, std::size_t end, std::string text) {
        if (has_digit(letters, begin, end)) return true;
        auto line = in_gap(std::move(text), letters[begin - 1].right, letters[end].left, holds_marks(letters, begin, end),
                           style, metrics.baseline, fonts);
        if (!line) return false;
        lines.push_back(*std::move(line));
        return true;
    };
    if (!fill(spot.day, spot.before_month, day_text(values.day)) ||
        !fill(spot.month, spot.before_year, month_text(values.day))) {
        return {whole_day_line(letters, spot, metrics, values, page_width, fonts)};
    }
    if (auto year = year_line(letters, spot, metrics, values.day, fonts)) lines.push_back(*std::move(year));
    return lines;
}

}  // namespace

NumberFallback default_number_fallback(const Size& page) {
    NumberFallback fallback;
    fallback.number_x = 0.18 * page.width;
    fallback.number_y = page.height - 112;
    fallback.day_x = 0.50 * page.width;
    fallback.day_y = page.height - 112;
    return fallback;
}

NumberPlaces number_places(const PageLayout& layout, const NumberAndDay& values, const NumberFallback& fallback,
                           const FontFamily& fonts) {
    NumberPlaces places;
    const Size page = layout.pages.empty() ? kA4 : layout.pages.front();
    for (const TextLine& line : text_lines(layout, 1, std::numeric_limits<double>::infinity())) {
        if (line.rect.bottom < page.height * (1 - kTopPart)) break;
        const Letters letters = spelled(line, fonts);
        if (places.number == Found::fallback) {
            if (const auto spot = number_spot(letters, page.width)) {
                places.number = Found::on_page;
                const double left = letters[spot->after - 1].left - 1;
                const double right = letters[spot->notation ? word_end(letters, spot->next) - 1 : spot->after - 1].right;
                const Metrics metrics =
                    metrics_of(words_within(line, left, right), FontStyle::regular, fallback.size, fonts);
                if (!spot->numbered) places.lines.push_back(number_line(letters, *spot, metrics, values, fonts));
            }
        }
        if (places.day == Found::fallback) {
            if (const auto spot = day_spot(letters, page.width)) {
                places.day = Found::on_page;
                const double left = letters[spot->day - 1].left, right = letters[spot->year - 1].right;
                const Metrics metrics =
                    metrics_of(words_within(line, left, right), FontStyle::italic, fallback.size, fonts);
                for (StampLine& added : day_lines(letters, *spot, metrics, values, page.width, fonts)) {
                    places.lines.push_back(std::move(added));
                }
            }
        }
    }
    if (places.number == Found::fallback) {
        places.lines.push_back({1, fallback.number_x, fallback.number_y,
                                (values.notation.starts_with("-") ? "Số " : "Số: ") + values.number + values.notation,
                                {FontStyle::regular, fallback.size, kBlack}, 0});
    }
    if (places.day == Found::fallback) {
        places.lines.push_back({1, fallback.day_x, fallback.day_y,
                                "ngày " + day_text(values.day) + " tháng " + month_text(values.day) + " năm " +
                                    year_text(values.day),
                                {FontStyle::italic, fallback.size, kBlack}, 0});
    }
    return places;
}

}  // namespace congvan::signing
