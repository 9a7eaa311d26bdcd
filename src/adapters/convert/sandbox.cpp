#include "adapters/convert/sandbox.hpp"

#include <unistd.h>

#include "adapters/convert/child.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

void add(std::vector<std::string>& line, std::initializer_list<std::string> more) { line.insert(line.end(), more); }

void add_confinement(std::vector<std::string>& line, const std::string& id, const SandboxLimits& limits) {
    add(line, {"--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
               "--disable-userns", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", id, "--gid", id,
               "--hostname", "sandbox", "--clearenv", "--setenv", "PATH", "/usr/bin", "--setenv", "HOME", "/tmp", "--setenv",
               "LANG", "C.UTF-8"});
    // The system as far as programs and fonts need it; /etc only file by file, /home, /root, /var and data not at all.
    add(line, {"--ro-bind", "/usr", "/usr"});
    for (const std::string name : {"bin", "lib", "lib64"}) add(line, {"--symlink", "usr/" + name, "/" + name});
    for (const std::string path : {"/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice", "/var/cache/fontconfig"}) {
        add(line, {"--ro-bind-try", path, path});
    }
    add(line, {"--dev", "/dev", "--proc", "/proc", "--size", std::to_string(limits.scratch), "--tmpfs", "/tmp"});
}

void add_limits(std::vector<std::string>& line, const std::string& prlimit, const SandboxLimits& limits) {
    add(line, {prlimit, "--core=0", "--nofile=256", "--cpu=" + std::to_string(limits.processor.count()),
               "--as=" + std::to_string(limits.memory), "--fsize=" + std::to_string(limits.scratch),
               "--nproc=" + std::to_string(limits.processes), "--"});
}

}  // namespace

std::vector<std::string> Sandbox::command_line(const SandboxJob& job) const {
    std::vector<std::string> line;
    const auto id = std::to_string(settings_.unprivileged_id);
    if (::geteuid() == 0) {
        add(line, {settings_.setpriv, "--reuid", id, "--regid", id, "--clear-groups", "--no-new-privs", "--"});
    }
    line.push_back(settings_.bubblewrap);
    add_confinement(line, id, job.limits);
    int number = kFirstInput;
    for (const auto& input : job.inputs) {
        add(line, {"--perms", "0644", "--file", std::to_string(number++), input.path});
    }
    add(line, {"--chdir", "/tmp", "--json-status-fd", std::to_string(kStatusFile), "--"});
    add_limits(line, settings_.prlimit, job.limits);
    line.insert(line.end(), job.command.begin(), job.command.end());
    return line;
}

Result<SandboxOutcome> Sandbox::run(const SandboxJob& job) {
    CONGVAN_INVARIANT(!job.command.empty() && job.inputs.size() <= 16);
    LET(const auto turn, turns_.take(settings_.patience));
    ChildPlan plan;
    plan.command = command_line(job);
    plan.most_output = job.limits.output;
    for (const auto& input : job.inputs) {
        LET(auto file, memory_file(*input.content));
        plan.inputs.push_back(std::move(file));
    }
    plan.deadline = std::chrono::steady_clock::now() + job.limits.wall;
    auto story = run_child(std::move(plan));
    switch (story.end) {
        case ChildEnd::timed_out: return Error{Remedy::fix_input, errors::convert::timed_out, std::move(story.complaints)};
        case ChildEnd::too_much_output: return Error{Remedy::fix_input, errors::convert::too_large, "too much output"};
        case ChildEnd::not_started:
            return Error{Remedy::call_operator, errors::convert::no_sandbox, "bubblewrap could not be started"};
        case ChildEnd::exited: break;
    }
    // bubblewrap writes the exit code only when the program was really started inside and came to an end of its own.
    if (story.status.find("\"exit-code\"") == std::string::npos) {
        if (story.status.find("\"child-pid\"") != std::string::npos && story.exit_code > 128) {
            return SandboxOutcome{story.exit_code, {}, std::move(story.complaints)};  // all of it was killed from outside
        }
        return Error{Remedy::call_operator, errors::convert::no_sandbox, std::move(story.complaints)};
    }
    return SandboxOutcome{story.exit_code, std::move(story.output), std::move(story.complaints)};
}

}  // namespace congvan::convert
