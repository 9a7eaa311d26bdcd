#pragma once

// A body on its way from the socket thread to the handler that reads it: bounded, so that a slow handler slows the client
// down instead of filling memory.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "base/bytes.hpp"

namespace congvan::http::net {

// One writer (the socket thread) and one reader (the handler's thread).
class BodyPipe final : public ByteSource {
public:
    // The writer stops when more than this waits, and is called back when half of it is gone.
    static constexpr std::size_t kFull = 1 << 20;

    // `want` is called on the reader's thread, without the lock: once when the first byte is asked for, and each time the
    // writer may go on after `put` said no.
    explicit BodyPipe(std::function<void()> want) : want_(std::move(want)) {}

    // Writer. True: there is room for more; false: wait for `want`.
    bool put(BytesView bytes);
    void finish();
    void fail(Error why);  // the reader gets what arrived before, then the failure

    // Reader. Blocks. After `abandon` nothing is kept any more.
    Result<std::size_t> read(std::span<std::byte> into) override;

    // Either side: nobody reads any more.
    void abandon();

private:
    const std::function<void()> want_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Bytes> chunks_;
    std::size_t offset_ = 0;  // read of the first chunk
    std::size_t held_ = 0;
    bool asked_ = false;
    bool writer_waits_ = false;
    bool finished_ = false;
    bool abandoned_ = false;
    std::optional<Error> failure_;
};

}  // namespace congvan::http::net
