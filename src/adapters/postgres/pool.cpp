#include "adapters/postgres/pool.hpp"

#include "errors/storage.hpp"

namespace congvan::postgres {

Result<Lent> Pool::take() {
    std::unique_lock lock(mutex_);
    const auto free = [&] { return !idle_.empty() || open_ < settings_.connections; };
    if (!returned_.wait_for(lock, settings_.patience, free)) {
        return Error{Remedy::retry_later, errors::storage::unavailable, "all connections are busy"};
    }
    if (!idle_.empty()) {
        Lent lent{std::move(idle_.back()), true};
        idle_.pop_back();
        return lent;
    }
    ++open_;
    lock.unlock();
    auto opened = Connection::open(settings_);
    if (!opened.has_value()) {
        give_back(nullptr);
        return std::move(opened).error();
    }
    return Lent{std::move(opened).value(), false};
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    std::vector<std::unique_ptr<Connection>> gone;  // closed outside the lock
    {
        const std::lock_guard lock(mutex_);
        if (connection != nullptr && connection->is_idle()) {
            idle_.push_back(std::move(connection));
        } else {
            --open_;
            open_ -= idle_.size();
            gone.swap(idle_);
        }
    }
    returned_.notify_all();
}

}  // namespace congvan::postgres
