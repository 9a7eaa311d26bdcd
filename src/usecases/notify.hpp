#pragma once

// Tells the screens after a commit: whoever looks at the thing reads it again.

#include "documents/incoming.hpp"
#include "documents/outgoing.hpp"
#include "usecases/office.hpp"

namespace congvan::usecases {

inline void tell(Office& office, const documents::Outgoing& document) {
    office.notifier.changed({Change::Kind::outgoing, document.id.raw(), document.agency.id});
}
inline void tell(Office& office, const documents::Incoming& document) {
    office.notifier.changed({Change::Kind::incoming, document.id.raw(), document.agency.id});
}

}  // namespace congvan::usecases
