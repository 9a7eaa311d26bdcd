#include "adapters/convert/child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr std::size_t kMostComplaints = 16u << 10;
constexpr int kAboveAllTargets = 64;  // sources of dup2 must not be overwritten by an earlier target
constexpr std::chrono::seconds kGrace{5};  // for pipes to close after a kill

struct Pipe {
    File read;
    File write;
};

// Both ends close on exec and lie above all targets.
File lifted(int number) {
    const int high = ::fcntl(number, F_DUPFD_CLOEXEC, kAboveAllTargets);
    ::close(number);
    return File(high);
}

Pipe make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return {};
    return {lifted(ends[0]), lifted(ends[1])};
}

struct Spawned {
    pid_t process = -1;
    File output;
    File complaints;
    File status;
};

class Actions {
public:
    Actions() { posix_spawn_file_actions_init(&actions_); }
    ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    posix_spawn_file_actions_t* get() { return &actions_; }

private:
    posix_spawn_file_actions_t actions_;
};

class Attributes {
public:
    // A group of its own, no signal blocked, every signal at its default.
    Attributes() {
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    posix_spawnattr_t* get() { return &attributes_; }

private:
    posix_spawnattr_t attributes_;
};

Spawned spawn(const ChildPlan& plan) {
    auto output = make_pipe();
    auto complaints = make_pipe();
    auto status = make_pipe();
    if (!output.write.is_open() || !complaints.write.is_open() || !status.write.is_open()) return {};

    Actions actions;
    posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(actions.get(), output.write.number(), 1);
    posix_spawn_file_actions_adddup2(actions.get(), complaints.write.number(), 2);
    posix_spawn_file_actions_adddup2(actions.get(), status.write.number(), kStatusFile);
    int target = kFirstInput;
    for (const auto& input : plan.inputs) posix_spawn_file_actions_adddup2(actions.get(), input.number(), target++);
    posix_spawn_file_actions_addclosefrom_np(actions.get(), target);

    Attributes attributes;
    std::vector<char*> arguments;
    arguments.reserve(plan.command.size() + 1);
    for (const auto& argument : plan.command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    char* no_environment[] = {nullptr};
    pid_t process = -1;
    const int failure = posix_spawn(&process, arguments[0], actions.get(), attributes.get(), arguments.data(), no_environment);
    if (failure != 0) return {};
    return {process, std::move(output.read), std::move(complaints.read), std::move(status.read)};
}

int milliseconds_until(Moment moment) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(moment - std::chrono::steady_clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(left.count() + 1, 0, 60'000));
}

// Reads what is there; false at the end of the pipe.
template <typename Take>
bool drain(const File& from, Take take) {
    std::array<std::byte, 1u << 16> piece;
    const ssize_t got = ::read(from.number(), piece.data(), piece.size());
    if (got < 0) return errno == EINTR;
    if (got == 0) return false;
    take(BytesView(piece.data(), static_cast<std::size_t>(got)));
    return true;
}

void keep_front(std::string& text, BytesView piece) {
    const auto room = kMostComplaints - std::min(kMostComplaints, text.size());
    text.append(as_text(piece.first(std::min(room, piece.size()))));
}

void kill_group(pid_t process) {
    ::kill(-process, SIGKILL);
    ::kill(process, SIGKILL);  // in case it has not reached its own group yet
}

// Until all pipes are closed by everybody inside, or the grace after a kill is over.
void listen(Spawned& child, const ChildPlan& plan, ChildStory& story) {
    Moment deadline = plan.deadline;
    bool killed = false;
    const auto end_it = [&](ChildEnd end) {
        if (killed) return;
        killed = true;
        story.end = end;
        kill_group(child.process);
        deadline = std::chrono::steady_clock::now() + kGrace;
    };
    while (child.output.is_open() || child.complaints.is_open() || child.status.is_open()) {
        pollfd waiting[] = {{child.output.number(), POLLIN, 0}, {child.complaints.number(), POLLIN, 0}, {child.status.number(), POLLIN, 0}};
        const int ready = ::poll(waiting, 3, milliseconds_until(deadline));
        if (ready < 0 && errno != EINTR) return end_it(ChildEnd::not_started);
        if (ready <= 0) {
            if (std::chrono::steady_clock::now() < deadline) continue;
            if (killed) return;
            end_it(ChildEnd::timed_out);
            continue;
        }
        if (waiting[0].revents != 0 && !drain(child.output, [&](BytesView piece) {
                if (killed) return;
                if (story.output.size() + piece.size() > plan.most_output) return end_it(ChildEnd::too_much_output);
                story.output.insert(story.output.end(), piece.begin(), piece.end());
            })) {
            child.output.close();
        }
        if (waiting[1].revents != 0 && !drain(child.complaints, [&](BytesView piece) { keep_front(story.complaints, piece); })) {
            child.complaints.close();
        }
        if (waiting[2].revents != 0 && !drain(child.status, [&](BytesView piece) { keep_front(story.status, piece); })) {
            child.status.close();
        }
    }
}

int wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) return 128;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

void File::close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
}

Result<File> memory_file(const RandomAccessBytes& content) {
    const auto no_memory = [](std::string_view act) {
        return Error{Remedy::retry_later, errors::convert::busy, std::string(act) + ": " + std::strerror(errno)};
    };
    const int made = ::memfd_create("congvan", MFD_CLOEXEC);
    if (made < 0) return no_memory("memfd_create");
    File file = lifted(made);
    if (!file.is_open()) return no_memory("memfd");
    Bytes piece(std::min<std::uint64_t>(content.size(), 1u << 20));
    for (std::uint64_t at = 0; at < content.size();) {
        const std::span<std::byte> part(piece.data(), std::min<std::uint64_t>(piece.size(), content.size() - at));
        TRY(content.read_at(at, part));
        for (std::size_t done = 0; done < part.size();) {
            const ssize_t wrote = ::write(file.number(), part.data() + done, part.size() - done);
            if (wrote < 0 && errno == EINTR) continue;
            if (wrote <= 0) return no_memory("write");
            done += static_cast<std::size_t>(wrote);
        }
        at += part.size();
    }
    if (::lseek(file.number(), 0, SEEK_SET) != 0) return no_memory("lseek");
    return file;
}

ChildStory run_child(ChildPlan plan) {
    ChildStory story;
    auto child = spawn(plan);
    if (child.process < 0) return story;
    story.end = ChildEnd::exited;
    listen(child, plan, story);
    // Nobody holds a pipe any more, or a kill is under way; either way the wait is short.
    if (story.end != ChildEnd::exited) kill_group(child.process);
    story.exit_code = wait_for(child.process);
    return story;
}

}  // namespace congvan::convert
