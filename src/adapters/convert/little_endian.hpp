#pragma once

// Little-endian numbers at an offset of bytes that are known to be long enough. Inner header of this adapter.

#include "base/bytes.hpp"

namespace congvan::convert {

inline std::uint64_t little(BytesView bytes, std::size_t at, std::size_t size) {
    CONGVAN_INVARIANT(at <= bytes.size() && size <= bytes.size() - at);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::to_integer<std::uint64_t>(bytes[at + i]) << (8 * i);
    return value;
}

inline std::uint16_t u16(BytesView bytes, std::size_t at) { return static_cast<std::uint16_t>(little(bytes, at, 2)); }
inline std::uint32_t u32(BytesView bytes, std::size_t at) { return static_cast<std::uint32_t>(little(bytes, at, 4)); }
inline std::uint64_t u64(BytesView bytes, std::size_t at) { return little(bytes, at, 8); }

}  // namespace congvan::convert
