#pragma once

// Who is asking, and the shape of every write: permit, decide, commit, once per idempotency key.

#include "directory/permission.hpp"
#include "usecases/office.hpp"

namespace congvan::usecases {

// A person with a session, in one of their agencies.
struct Caller {
    Sha256 session;  // digest of the session's secret
    directory::Actor actor;
    documents::Official official;
    documents::AgencyRef agency;
    std::shared_ptr<const DirectoryView> directory;
    Day today;

    directory::Role role() const { return actor.roles.front(); }
};

// The key a write came with, and a digest of what it asked for.
struct WriteKey {
    std::string key;  // 1 to 128 printable ASCII characters
    Sha256 request;

    // Fails: usecases.key_missing, usecases.key_malformed (fix_input).
    static Result<WriteKey> make(std::optional<std::string_view> key, BytesView request);
};

// What a write did: to which thing, and whether it had been done before.
struct Outcome {
    Uuid subject;
    bool replayed = false;
};

// What was done earlier under this key; nothing: it is new. For work that costs before the transaction.
// Fails: usecases.key_reused (fix_input).
Result<std::optional<Outcome>> earlier_outcome(Office& office, const Caller& caller, const WriteKey& key);

// Runs `work` in a transaction unless the key was used before; `work` answers with the thing it made or changed.
Result<Outcome> act_once(Office& office, const Caller& caller, const WriteKey& key,
                         const std::function<Result<Uuid>(Transaction&)>& work);

// Fails: usecases.no_such_document (fix_input) for what is another agency's · directory.not_permitted (ask_permission).
Result<Done> require(const Caller& caller, directory::Act act, const directory::Thing& thing);
directory::Thing thing_of(const Caller& caller, const documents::Outgoing& document);
directory::Thing thing_of(const Caller& caller, const documents::Incoming& document);
directory::Thing own_agency(const Caller& caller);

}  // namespace congvan::usecases
