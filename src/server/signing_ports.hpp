#pragma once

// What `congvan sign` and `congvan timestamp` need of the world, without an installation.

#include "base/clock.hpp"
#include "cli/commands.hpp"

namespace congvan::server {

cli::SigningPorts signing_ports();

}  // namespace congvan::server
