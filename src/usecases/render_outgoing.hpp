#pragma once

// Number, date and urgency are written into the approved version: the final file that everybody signs.

#include "usecases/office.hpp"

namespace congvan::usecases {

Result<Done> render_outgoing(Office& office, const OutboxItem& item);

}  // namespace congvan::usecases
