#include <cmath>
#include <limits>

#include "signing/pdf/letterhead.hpp"
#include "signing/pdf/stamp.hpp"

namespace congvan::signing {
namespace {

constexpr double kRightMargin = 42;      // 15 mm
constexpr double kNarrowest = 0.8;       // how far a size may shrink to fit into a gap
constexpr double kAir = 1.5;             // points kept free on both sides
constexpr double kTouch = 0.2;           // points before the notation, so that both are read as one word

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

// How much higher than the fallback a line across the page covers no words; up to the printer's edge when none is free.
double free_height(const PageLayout& layout, const Size& page, const NumberFallback& fallback) {
    constexpr double kStep = 2, kEdge = 16;
    const double low = std::min(fallback.number_y, fallback.day_y) - 0.25 * fallback.size;
    const double most = page.height - kEdge - fallback.size - std::max(fallback.number_y, fallback.day_y);
    for (double higher = 0; higher < most; higher += kStep) {
        const Rect band{fallback.number_x, low + higher, page.width, low + higher + 1.25 * fallback.size};
        const bool taken = std::any_of(layout.words.begin(), layout.words.end(), [&](const TextBox& word) {
            return word.page == 1 && overlap(word.rect(), band);
        });
        if (!taken) return higher;
    }
    return std::max(0.0, most);
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
    for (const TextLine& line : head_lines(layout)) {
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
    const double higher = free_height(layout, page, fallback);
    if (places.number == Found::fallback) {
        places.lines.push_back({1, fallback.number_x, fallback.number_y + higher,
                                (values.notation.starts_with("-") ? "Số " : "Số: ") + values.number + values.notation,
                                {FontStyle::regular, fallback.size, kBlack}, 0});
    }
    if (places.day == Found::fallback) {
        places.lines.push_back({1, fallback.day_x, fallback.day_y + higher,
                                "ngày " + day_text(values.day) + " tháng " + month_text(values.day) + " năm " +
                                    year_text(values.day),
                                {FontStyle::italic, fallback.size, kBlack}, 0});
    }
    return places;
}

}  // namespace congvan::signing
