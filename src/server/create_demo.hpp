#pragma once

// The demo province of regulations/demo: agencies under each of the five regulations, people, one token per holder
// with a certificate of the demo authority, accounts with the demo password.

#include <filesystem>

#include "server/data_directory.hpp"
#include "usecases/office.hpp"

namespace congvan::server {

// Creates what is missing; a creation cut short is taken up again, a finished one is left alone.
Result<Done> create_demo(usecases::Office& office, const DataDirectory& data, const std::filesystem::path& shared);

}  // namespace congvan::server
