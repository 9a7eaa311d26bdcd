#pragma once

// What every use case works with: the ports, the regulations, the directory. Made once by the composition root; every
// member must outlive it. Use cases are free functions that take it; many run at once.

#include <memory>

#include "base/clock.hpp"
#include "base/guarded.hpp"
#include "evidence/log_key.hpp"
#include "policy/profile_set.hpp"
#include "signing/pdf/font.hpp"
#include "usecases/directory_view.hpp"
#include "usecases/pin_cache.hpp"
#include "usecases/ports/blob_store.hpp"
#include "usecases/ports/converter.hpp"
#include "usecases/ports/notifier.hpp"
#include "usecases/ports/passwords.hpp"
#include "usecases/ports/signer_keys.hpp"
#include "usecases/ports/store.hpp"
#include "usecases/ports/trust_services.hpp"
#include "usecases/ports/trust_store.hpp"

namespace congvan::usecases {

struct Office {
    Store& store;
    BlobStore& blobs;
    const Clock& clock;
    Entropy& entropy;
    Converter& converter;
    SignerKeys& keys;
    TrustStore& trust;
    Passwords& passwords;
    Notifier& notifier;
    const policy::ProfileSet& profiles;
    const calendar::Source& calendar_base;  // the calendar of the law, before the administrator's overrides
    const signing::FontFamily& serif;       // for what is rendered and stamped
    const evidence::LogKey& log_key;
    DirectoryCache& directory;
    PinCache& pins;
    bool demo = false;  // a data directory made as a demo: the clock may be steered
    TrustServices* services = nullptr;  // null: nobody outside is asked

    Uuid new_id() { return Uuid::make(clock.now(), entropy); }
};

// The profile in force for `agency` on `day`. Fails: directory.no_profile, policy.not_in_force (call_operator).
Result<const policy::Profile*> profile_of(const Office& office, const DirectoryView& directory, AgencyId agency, Day day);

// The calendar of the law with the administrator's overrides.
Result<calendar::Calendar> calendar_now(const Office& office, Reader& reader);

}  // namespace congvan::usecases
