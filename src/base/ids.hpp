#pragma once

// The ids that several modules speak of. All are opaque UUIDs; which is which is in the type.

#include <cstdint>

#include "base/named.hpp"
#include "base/uuid.hpp"

namespace congvan {

using AgencyId = Named<struct AgencyIdTag, Uuid>;      // cơ quan, tổ chức
using PersonId = Named<struct PersonIdTag, Uuid>;      // an official with an account
using DocumentId = Named<struct DocumentIdTag, Uuid>;  // an outgoing document: the one its recipients receive
using DeliveryId = Named<struct DeliveryIdTag, Uuid>;  // one document to one recipient
using IncomingId = Named<struct IncomingIdTag, Uuid>;  // what a recipient has of a delivery
using RecallId = Named<struct RecallIdTag, Uuid>;
using BookId = Named<struct BookIdTag, Uuid>;          // one register book of one agency and period

// How many events a stream has: 0 before the first.
using Revision = Named<struct RevisionTag, std::uint32_t>;

}  // namespace congvan
