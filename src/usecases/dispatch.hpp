#pragma once

// Does what committed acts left in the outbox. Every kind of item may be performed twice with the effect of once.

#include "usecases/office.hpp"

namespace congvan::usecases {

// Performs one item; its effects are committed before it is finished, in a transaction of its own, so a crash between
// the two repeats it. A failure leaves the item where it is.
Result<Done> perform(Office& office, const OutboxItem& item);

// Performs what is due of one pace until nothing is, and postpones what failed: 1 s, 2 s, 4 s … up to 15 minutes.
// Answers how many were finished.
Result<std::size_t> drain(Office& office, Pace pace = Pace::quick);

}  // namespace congvan::usecases
