#pragma once

// Runs foreign programs over untrusted files, confined by bubblewrap: namespaces of their own for users, processes,
// network (none), IPC and mounts; the system's /usr read only, nothing else of the host; a private /tmp of bounded
// size; no capabilities, no environment; bounded processor time, memory, processes, output and wall-clock time. What
// goes in and out goes through memory and pipes, so nothing is left behind on the disk, whatever happens.
//
// Where the machine grants no user namespace, nothing is run.

#include <chrono>
#include <string>
#include <vector>

#include "adapters/convert/turns.hpp"
#include "base/bytes.hpp"

namespace congvan::convert {

struct SandboxSettings {
    std::string bubblewrap = "/usr/bin/bwrap";
    std::string setpriv = "/usr/bin/setpriv";  // used when the server runs as root: it steps down first
    std::string prlimit = "/usr/bin/prlimit";  // inside
    unsigned int unprivileged_id = 65534;      // user and group to step down to, and the one seen inside
    int at_once = 2;                           // programs running at a time
    int queue = 16;                            // callers waiting behind them; more are refused
    std::chrono::milliseconds patience{60'000};
};

struct SandboxLimits {
    std::chrono::milliseconds wall{60'000};
    std::chrono::seconds processor{60};
    std::uint64_t memory = 2ull << 30;     // bytes of address space for each process
    std::uint64_t scratch = 256ull << 20;  // bytes in /tmp, inputs included
    std::uint64_t output = 64ull << 20;    // bytes of standard output
    unsigned int processes = 128;
};

struct SandboxInput {
    std::string path;  // inside, below /tmp
    const RandomAccessBytes* content = nullptr;  // must stay until `run` returns
};

struct SandboxJob {
    std::vector<std::string> command;  // the program by absolute path inside, then its arguments; no shell comes between
    std::vector<SandboxInput> inputs;  // at most 16
    SandboxLimits limits;
};

struct SandboxOutcome {
    int exit_code = 0;       // 128 + n: ended by signal n inside
    Bytes output;            // standard output, whole
    std::string complaints;  // the front of standard error, at most 16 KiB; for the log
};

// One instance may be used from many threads at once; it bounds all of them together.
class Sandbox {
public:
    explicit Sandbox(SandboxSettings settings)
        : settings_(std::move(settings)), turns_(settings_.at_once, settings_.queue) {}

    // Runs to the end, or kills everything started. A program that ends with an exit code other than 0 is an outcome.
    // Fails: convert.no_sandbox (call_operator) · convert.busy (retry_later) · convert.timed_out (fix_input)
    //   · convert.too_large (fix_input: more output than allowed); and as an input fails to be read.
    Result<SandboxOutcome> run(const SandboxJob& job);

private:
    std::vector<std::string> command_line(const SandboxJob& job) const;

    SandboxSettings settings_;
    Turns turns_;
};

}  // namespace congvan::convert
