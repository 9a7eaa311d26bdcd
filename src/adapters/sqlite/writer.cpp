#include "adapters/sqlite/writer.hpp"

#include "adapters/sqlite/failures.hpp"
#include "base/fault_point.hpp"
#include "errors/storage.hpp"

namespace congvan::sqlite {
namespace {

constexpr int kPagesBetweenCheckpoints = 1000;  // 4 MB
constexpr int kPagesOfALongLog = 32 * 1000;     // 128 MB: readers have kept it from starting over

Error unavailable(std::string why) { return {Remedy::retry_later, errors::storage::unavailable, std::move(why)}; }

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, Settings settings, sql::WakeBoard& board)
    : connection_(std::move(connection)), settings_(std::move(settings)), board_(board), thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    thread_.join();
}

Result<Done> Writer::run(const sql::Database::Work& work, Kind kind) {
    Job job{&work, kind};
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return unavailable("the database is closing");
        if (queue_.size() >= settings_.most_waiting) return unavailable("too many writes are waiting");
        queue_.push_back(&job);
    }
    arrived_.notify_one();
    std::unique_lock lock(job.mutex);
    job.answered.wait(lock, [&] { return job.done; });
    return std::move(job.outcome);
}

void Writer::loop() {
    Group group;
    while (take_group(group)) {
        run_group(group);
        for (Job* job : group) {
            for (const auto& channel : job->wakes) board_.wake(channel);
        }
        answer(group);
        keep_log_short();
    }
    if (!dead_ && !settings_.file.empty()) {
        if (auto done = connection_->checkpoint(Connection::Checkpoint::truncate); !done.has_value()) distrust(done.error());
    }
}

bool Writer::take_group(Group& group) {
    group.clear();
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    while (!queue_.empty() && group.size() < settings_.largest_group) {
        group.push_back(queue_.front());
        queue_.pop_front();
    }
    return !group.empty();
}

void Writer::run_group(const Group& group) {
    if (run_inside(group)) return;
    // SQLite gave the whole transaction up because of one of them (a full disk, mostly): each alone, then.
    for (Job* job : group) {
        if (group.size() > 1) run_inside({job});
    }
}

// False when the transaction ended before its time, with nothing kept.
bool Writer::run_inside(const Group& group) {
    const auto fail_all = [&](const Error& error) {
        for (Job* job : group) {
            if (job->outcome.has_value()) job->outcome = error;
            job->wakes.clear();
        }
    };
    for (Job* job : group) job->outcome = Done{};
    if (dead_) {
        fail_all(unavailable("the database stopped after a failed flush to disk"));
        return true;
    }
    if (auto begun = connection_->control("BEGIN IMMEDIATE"); !begun.has_value()) {
        distrust(begun.error());
        fail_all(begun.error());
        return true;
    }
    for (Job* job : group) {
        run_job(*job);
        if (connection_->in_transaction()) continue;
        if (!job->outcome.has_value()) distrust(job->outcome.error());
        fail_all(job->outcome.has_value() ? unavailable("the transaction ended by itself") : job->outcome.error());
        return false;
    }
    if (auto kept = commit(); !kept.has_value()) fail_all(kept.error());
    return true;
}

void Writer::run_job(Job& job) {
    if (auto begun = connection_->control("SAVEPOINT job"); !begun.has_value()) {
        job.outcome = begun.error();
        return;
    }
    if (job.kind == Kind::look) static_cast<void>(connection_->control("PRAGMA query_only = ON"));
    job.outcome = sql::carry_out(*job.work, *connection_);
    if (job.kind == Kind::look) static_cast<void>(connection_->control("PRAGMA query_only = OFF"));
    job.wakes = connection_->take_wakes();
    if (!connection_->in_transaction()) return;
    if (!job.outcome.has_value() || job.kind == Kind::look) {
        job.wakes.clear();
        if (auto undone = connection_->control("ROLLBACK TO job"); !undone.has_value()) {
            job.outcome = undone.error();
            static_cast<void>(connection_->control("ROLLBACK"));  // nothing of the group may be kept
            return;
        }
    }
    if (auto ended = connection_->control("RELEASE job"); !ended.has_value()) {
        job.outcome = ended.error();
        static_cast<void>(connection_->control("ROLLBACK"));
    }
}

Result<Done> Writer::commit() {
    fault_point("storage.before_commit");
    auto kept = connection_->control("COMMIT");
    if (!kept.has_value()) {
        if (connection_->in_transaction()) static_cast<void>(connection_->control("ROLLBACK"));
        const bool unknown = is_fsync_failure(connection_->last_code());
        distrust(kept.error());
        if (unknown) return Error{Remedy::retry_later, errors::storage::outcome_unknown, kept.error().detail};
        return kept;
    }
    fault_point("storage.after_commit");
    return kept;
}

void Writer::answer(const Group& group) {
    for (Job* job : group) {
        // Told under the lock: the job is gone as soon as its caller sees `done`.
        const std::lock_guard lock(job->mutex);
        job->done = true;
        job->answered.notify_one();
    }
}

void Writer::keep_log_short() {
    if (dead_ || settings_.file.empty()) return;
    const int pages = connection_->log_pages();
    if (pages < checkpointed_pages_) checkpointed_pages_ = 0;  // the log started over
    if (pages - checkpointed_pages_ < kPagesBetweenCheckpoints) return;
    const auto kind = pages > kPagesOfALongLog ? Connection::Checkpoint::truncate : Connection::Checkpoint::passive;
    if (auto moved = connection_->checkpoint(kind); !moved.has_value()) distrust(moved.error());
    checkpointed_pages_ = connection_->log_pages();
}

// A flush that failed once must not be asked again: the kernel may have dropped the pages and call the next one good.
void Writer::distrust(const Error& error) {
    if (dead_ || !is_fsync_failure(connection_->last_code())) return;
    dead_ = true;
    if (!settings_.fatal) {
        std::fprintf(stderr, "congvan stops: a flush to disk failed: %s\n", error.detail.c_str());
        std::abort();
    }
    settings_.fatal(error.detail);
}

}  // namespace congvan::sqlite
