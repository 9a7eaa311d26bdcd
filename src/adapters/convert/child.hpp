#pragma once

// A child process with pipes: started without a shell, watched, and killed with its whole group when it must end.
// Inner header of this adapter.

#include <chrono>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace congvan::convert {

// An open file, closed when it goes.
class File {
public:
    File() = default;
    explicit File(int number) : number_(number) {}
    File(File&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    File& operator=(File&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~File() { close(); }

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close();

private:
    int number_ = -1;
};

// A file in memory that holds `content`, set to its front. Fails: convert.busy (retry_later: no memory), and as `content`.
Result<File> memory_file(const RandomAccessBytes& content);

inline constexpr int kStatusFile = 3;  // what the child finds open besides 0, 1, 2
inline constexpr int kFirstInput = 4;

struct ChildPlan {
    std::vector<std::string> command;
    std::vector<File> inputs;  // the child finds them at kFirstInput and on
    std::chrono::steady_clock::time_point deadline;
    std::uint64_t most_output = 0;
};

enum class ChildEnd { exited, timed_out, too_much_output, not_started };

struct ChildStory {
    ChildEnd end = ChildEnd::not_started;
    int exit_code = 0;  // 128 + n: signal n
    Bytes output;
    std::string complaints;  // standard error, front
    std::string status;      // what was written to kStatusFile, front
};

// Blocks until the child and everything that holds its pipes are gone.
ChildStory run_child(ChildPlan plan);

}  // namespace congvan::convert
