#pragma once

// Reads a content stream, or anything written in the same syntax: operands, then an operator (ISO 32000-1 7.8.2). Tolerant:
// what cannot be read is skipped. Used by one thread at a time.

#include <string>
#include <vector>

#include "signing/pdf/parser.hpp"

namespace congvan::signing::pdf {

class ContentReader {
public:
    // `content` must outlive it.
    explicit ContentReader(BytesView content) : content_(content), parser_(content, 0, kDepth, Parser::Spans::dropped) {
        parser_.limit_values(left_);
    }
    ContentReader(const ContentReader&) = delete;
    ContentReader& operator=(const ContentReader&) = delete;

    // The next operator with what stood before it; false at the end. `operands` is not cleared.
    bool next(std::vector<Object>& operands, std::string& word);

    // Whether something had to be skipped.
    bool damaged() const { return damaged_; }

private:
    static constexpr std::size_t kDepth = 16;
    static constexpr std::size_t kMostOperands = 10'000;
    static constexpr std::size_t kMostValues = 100'000;  // in one operand
    void skip_inline_image();

    BytesView content_;
    Parser parser_;
    std::size_t left_ = kMostValues;
    bool damaged_ = false;
};

}  // namespace congvan::signing::pdf
