#pragma once

// A clock that runs like another one but can be moved forward, for demonstrations and tests. What it was moved to is
// kept in a file of the data directory, so it survives a restart, and it never goes backwards: not when steered, not
// when the machine's clock is set back between two starts. Only a data directory created as a demo has one.
//
//   file := "congvan-clock-1\n" offset:int64 "\n" latest:int64 "\n"     microseconds, decimal; latest: as steered last
//
// Safe from many threads at once.

#include <filesystem>
#include <memory>
#include <mutex>

#include "base/clock.hpp"

namespace congvan::system {

class SteeredClock final : public Clock {
public:
    // `real` must outlive it. A missing file is an offset of 0.
    // Fails: system.directory_unusable (call_operator) when the file cannot be read or is not ours.
    static Result<std::unique_ptr<SteeredClock>> open(std::filesystem::path file, const Clock& real);

    Instant now() const override;

    // Durable on return. Fails: system.clock_backwards (fix_input) · system.directory_unusable (call_operator).
    Result<Done> set(Instant to);

private:
    SteeredClock(std::filesystem::path file, const Clock& real) : file_(std::move(file)), real_(real) {}
    Result<Done> keep(std::int64_t offset, std::int64_t latest) const;

    const std::filesystem::path file_;
    const Clock& real_;
    std::mutex steering_;
    std::atomic<std::int64_t> offset_{0};
    mutable std::atomic<std::int64_t> latest_{INT64_MIN};
};

}  // namespace congvan::system
