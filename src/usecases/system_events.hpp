#pragma once

// Changes of what is no document, as events of the system's own streams, so that what they led to can be explained years later.

#include "usecases/caller.hpp"

namespace congvan::usecases {

// Appends to the stream derived from `stream` ("calendar").
Result<Done> record_system_event(Office& office, Transaction& transaction, const Caller& caller, std::string_view stream,
                                 std::string kind, Fields fields);

}  // namespace congvan::usecases
