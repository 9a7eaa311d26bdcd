#pragma once

// The chunked transfer coding (RFC 9112 section 7.1), read strictly: the same verdict and the same content however the bytes
// arrive. Ours, because a fuzzer found that Beast's reader answers differently for different arrivals of the same bytes.
//   body    := { chunk } "0" [ext] CRLF { trailer CRLF } CRLF
//   chunk   := size [ext] CRLF byte[size] CRLF       size is 1 to 15 hex digits, not zero
//   ext     := ";" { visible or blank }              at most 256 bytes, not looked at
//   trailer := name ":" value                        at most 8 KiB together, checked and dropped

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/bytes.hpp"

namespace congvan::http::net {

class ChunkReader {
public:
    enum class Verdict { need_more, done, malformed };

    // Takes bytes from the front of `bytes` until the body ends or they do; `used` says how many. After `malformed` or `done`
    // it must not be called again.
    Verdict read(std::string_view bytes, std::size_t& used, const std::function<void(BytesView)>& take);

private:
    enum class State { size, extension, size_end, data, data_cr, data_lf, line_start, name, value, line_end, last_lf };
    // The next state for `c`; nothing when it cannot stand here.
    Verdict step(char c);
    Verdict begin(State next);

    State state_ = State::size;
    std::uint64_t left_ = 0;  // of the chunk
    unsigned digits_ = 0;
    unsigned extension_ = 0;
    unsigned trailer_ = 0;
};

}  // namespace congvan::http::net
