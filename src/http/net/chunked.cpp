#include "http/net/chunked.hpp"

namespace congvan::http::net {

namespace {

constexpr unsigned kMostDigits = 15;
constexpr unsigned kMostExtension = 256;
constexpr unsigned kMostTrailer = 8 << 10;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_text(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
}

bool is_name(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

ChunkReader::Verdict ChunkReader::begin(State next) {
    state_ = next;
    return Verdict::need_more;
}

ChunkReader::Verdict ChunkReader::step(char c) {
    switch (state_) {
        case State::size:
            if (const int digit = hex_digit(c); digit >= 0) {
                if (++digits_ > kMostDigits) return Verdict::malformed;
                left_ = left_ * 16 + static_cast<unsigned>(digit);
                return Verdict::need_more;
            }
            if (digits_ == 0) return Verdict::malformed;
            extension_ = 0;
            if (c == ';') return begin(State::extension);
            return c == '\r' ? begin(State::size_end) : Verdict::malformed;
        case State::extension:
            if (c == '\r') return begin(State::size_end);
            return is_text(c) && ++extension_ <= kMostExtension ? Verdict::need_more : Verdict::malformed;
        case State::size_end:
            if (c != '\n') return Verdict::malformed;
            digits_ = 0;
            return begin(left_ == 0 ? State::line_start : State::data);
        case State::data: return Verdict::malformed;  // taken in pieces by `read`
        case State::data_cr: return c == '\r' ? begin(State::data_lf) : Verdict::malformed;
        case State::data_lf: return c == '\n' ? begin(State::size) : Verdict::malformed;
        case State::line_start:
            if (c == '\r') return begin(State::last_lf);
            return is_name(c) ? begin(State::name) : Verdict::malformed;
        case State::name:
            if (c == ':') return begin(State::value);
            return is_name(c) ? Verdict::need_more : Verdict::malformed;
        case State::value:
            if (c == '\r') return begin(State::line_end);
            return is_text(c) ? Verdict::need_more : Verdict::malformed;
        case State::line_end: return c == '\n' ? begin(State::line_start) : Verdict::malformed;
        case State::last_lf: return c == '\n' ? Verdict::done : Verdict::malformed;
    }
    return Verdict::malformed;
}

ChunkReader::Verdict ChunkReader::read(std::string_view bytes, std::size_t& used, const std::function<void(BytesView)>& take) {
    used = 0;
    while (used < bytes.size()) {
        if (state_ == State::data) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - used));
            take(as_bytes(bytes.substr(used, count)));
            used += count;
            left_ -= count;
            if (left_ == 0) state_ = State::data_cr;
            continue;
        }
        const bool in_trailer = state_ >= State::line_start;
        if (in_trailer && ++trailer_ > kMostTrailer) return Verdict::malformed;
        const auto verdict = step(bytes[used++]);
        if (verdict != Verdict::need_more) return verdict;
    }
    return Verdict::need_more;
}

}  // namespace congvan::http::net
