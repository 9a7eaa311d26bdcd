#include "http/net/head_scanner.hpp"

namespace congvan::http::net {

HeadScanner::Verdict HeadScanner::scan(std::string_view all) {
    while (at_ < all.size()) {
        const auto verdict = byte(all[at_]);
        if (verdict == Verdict::complete) {
            ++at_;
            return verdict;
        }
        if (verdict != Verdict::need_more) return verdict;
        if (++at_ > limits_.bytes) return Verdict::too_large;
    }
    return Verdict::need_more;
}

HeadScanner::Verdict HeadScanner::byte(char c) {
    if (after_cr_) {
        if (c != '\n') return Verdict::malformed;
        after_cr_ = false;
        const bool empty_line = at_ == line_start_ + 1;
        line_start_ = at_ + 1;
        if (empty_line) return lines_ == 0 ? Verdict::malformed : Verdict::complete;
        // The first line is the request line.
        return ++lines_ > limits_.fields + 1 ? Verdict::too_large : Verdict::need_more;
    }
    if (c == '\r') {
        after_cr_ = true;
        return Verdict::need_more;
    }
    if (c == '\n' || c == '\0') return Verdict::malformed;
    if (at_ == line_start_ && (c == ' ' || c == '\t')) return Verdict::malformed;
    if (lines_ == 0 && at_ >= limits_.request_line_bytes) return Verdict::line_too_long;
    return Verdict::need_more;
}

}  // namespace congvan::http::net
