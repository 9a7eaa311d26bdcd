#pragma once

// What the head of a document says about its number and date, and where (NĐ 30/2020/NĐ-CP appendix I part I section II.3 and
// II.4; the Party's form likewise): read to tell a person what is printed there already, and to fill in what is missing.
// Pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "signing/pdf/drawing.hpp"
#include "signing/pdf/geometry.hpp"
#include "signing/pdf/text_lines.hpp"

namespace congvan::signing {

// What is printed. Empty or absent: left free, as it should be before approval.
struct PrintedHead {
    bool number_line = false;         // a line "Số: …" is there
    bool day_line = false;            // a line "…, ngày … tháng … năm …" is
    std::string number;               // "05"
    std::string notation;             // "/QĐ-UBND", "-QĐ/TU"; without blanks
    std::optional<unsigned> day;
    std::optional<unsigned> month;
    std::optional<unsigned> year;     // with all four digits

    friend bool operator==(const PrintedHead&, const PrintedHead&) = default;
};

// Looks where number_places (stamp.hpp) looks: the upper part of page 1. A layout without words has an empty head.
PrintedHead printed_head(const PageLayout& layout, const FontFamily& fonts);

// --- How it is found; for number_places ---------------------------------------------------------------------------------

// One line letter by letter, each with its place; a blank stands for the gap between two words.
struct Letter {
    std::string text;
    double left = 0;
    double right = 0;
};
using Letters = std::vector<Letter>;

// The lines of page 1 that a letterhead can have, from top to bottom, and one of them spelled.
std::vector<TextLine> head_lines(const PageLayout& layout);
Letters spelled(const TextLine& line, const FontFamily& fonts);

bool is_digit(const Letter& letter);
std::size_t skip_fillers(const Letters& letters, std::size_t at);  // blanks, dots, underscores
std::size_t word_end(const Letters& letters, std::size_t at);      // up to the next blank
bool holds_marks(const Letters& letters, std::size_t begin, std::size_t end);  // anything but blanks within [begin, end)

struct NumberSpot {
    std::size_t after = 0;     // the letter after "Số" or "Số:"
    std::size_t next = 0;      // the first letter there that fills no gap
    bool notation = false;     // a notation is printed at `next`
    bool numbered = false;     // a number is
};
std::optional<NumberSpot> number_spot(const Letters& letters, double page_width);

struct DaySpot {
    std::size_t start = 0;  // first letter of the line's own part: "Đà Nẵng, ngày …"
    std::size_t day = 0, month = 0, year = 0;  // the letters after "ngày", "tháng", "năm"
    std::size_t before_month = 0, before_year = 0;  // where "tháng" and "năm" begin
};
std::optional<DaySpot> day_spot(const Letters& letters, double page_width);

}  // namespace congvan::signing
