#pragma once

// Looks at the head of a request before the parser does: where it ends, that it stays within the limits, and that it has none
// of the forms two readers understand differently (bare CR or LF, NUL, folded lines). Fed byte by byte as they arrive.

#include <cstddef>
#include <string_view>

namespace congvan::http::net {

struct HeadLimits {
    std::size_t bytes;
    std::size_t fields;
    std::size_t request_line_bytes;
};

class HeadScanner {
public:
    enum class Verdict { need_more, complete, malformed, too_large, line_too_long };

    explicit HeadScanner(HeadLimits limits) : limits_(limits) {}

    // `all` is everything since the head began; what earlier calls saw is not looked at again. After `complete`, `size` is the
    // length of the head with its empty line.
    Verdict scan(std::string_view all);
    std::size_t size() const { return at_; }
    void reset() { *this = HeadScanner(limits_); }

private:
    Verdict byte(char c);

    HeadLimits limits_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::size_t lines_ = 0;
    bool after_cr_ = false;
};

}  // namespace congvan::http::net
