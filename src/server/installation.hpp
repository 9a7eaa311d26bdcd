#pragma once

// One installation, composed: every adapter in its port, in the order in which they need each other.

#include <memory>

#include "http/api/api.hpp"
#include "server/data_directory.hpp"
#include "usecases/office.hpp"

namespace congvan::server {

// serve: holds the directory's lock, may create it. beside: a command next to a running server: no lock, nothing created.
enum class Purpose { serve, beside };

struct InstallationSettings {
    std::filesystem::path data;
    std::filesystem::path shared;  // found already
    Purpose purpose = Purpose::serve;
    std::optional<DataSettings> create;  // what to create where nothing is yet; absent: it must exist
};

class Installation {
public:
    // `notifier` hears of changes and must outlive it.
    // Fails (call_operator): server.no_installation · server.bad_settings · server.storage_fixed ·
    // system.directory_in_use; and as the adapters and the regulations do.
    static Result<std::unique_ptr<Installation>> open(const InstallationSettings& settings, usecases::Notifier& notifier);
    ~Installation();

    usecases::Office& office();
    http::DemoClock* demo_clock();
    const DataSettings& settings() const;  // as the data directory has them
    // Removes stored files that nothing speaks of any more, and records that are over.
    Result<Done> sweep();

private:
    struct Parts;
    explicit Installation(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace congvan::server
