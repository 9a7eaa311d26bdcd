#pragma once

// What a font of a page tells about the text drawn with it: how wide each code is and which character it stands for
// (ISO 32000-1 9.6, 9.7, 9.10). Approximate where the font does not say; never fails. Any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "signing/pdf/reader.hpp"

namespace congvan::signing::pdf {

class FontReader {
public:
    // `font` is the dictionary of the font as revision `at` has it.
    static FontReader read(const Document& document, const Dictionary& font, std::size_t at);

    struct Code {
        double width = 0;       // thousandths of the font size
        std::string text;       // UTF-8; empty: not known
        std::size_t bytes = 1;  // how many the code took
        bool space = false;     // the single byte 32, to which word spacing applies
    };
    // The code at the front of `text`, which is not empty.
    Code next(std::string_view text) const;

private:
    void read_simple(const Document& document, const Dictionary& font, std::size_t at);
    void read_composite(const Document& document, const Dictionary& font, std::size_t at);
    void read_encoding(const Document& document, const Object& encoding, std::size_t at);
    void read_to_unicode(const Document& document, const Dictionary& font, std::size_t at);
    void read_widths(const Document& document, const Array& widths, std::size_t at);

    bool composite_ = false;
    double default_width_ = 500;
    std::unordered_map<std::uint32_t, double> widths_;
    std::unordered_map<std::uint32_t, std::string> texts_;
};

}  // namespace congvan::signing::pdf
