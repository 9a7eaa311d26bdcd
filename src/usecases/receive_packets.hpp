#pragma once

// What the two sides of an exchange do with the packets they get. Each is idempotent.

#include "usecases/office.hpp"

namespace congvan::usecases {

// At the recipient: verifies the document and puts it among the arrivals; the receipt goes back with the status.
Result<Done> receive_document(Office& office, const OutboxItem& item);
// At the recipient: withdraws what was not accepted, makes cancelling due for what was.
Result<Done> hear_recall(Office& office, const OutboxItem& item);
// At the sender.
Result<Done> hear_status(Office& office, const OutboxItem& item);
Result<Done> hear_recall_answer(Office& office, const OutboxItem& item);

}  // namespace congvan::usecases
