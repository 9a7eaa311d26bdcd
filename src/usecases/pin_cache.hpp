#pragma once

// PINs given in a session, kept in memory for five minutes at most and never written down. A PIN that a device
// refused is forgotten at once, so that it is never tried again by itself.

#include <map>
#include <optional>

#include "base/digest.hpp"
#include "base/guarded.hpp"
#include "base/instant.hpp"
#include "usecases/ports/signer_keys.hpp"

namespace congvan::usecases {

// Any thread.
class PinCache {
public:
    static constexpr std::chrono::minutes kHeld{5};

    void keep(const Sha256& session, const TokenLabel& token, const Pin& pin, Instant now);
    std::optional<Pin> find(const Sha256& session, const TokenLabel& token, Instant now);
    // The latest moment until which a PIN of the session is held.
    std::optional<Instant> held_until(const Sha256& session, Instant now);
    void forget(const Sha256& session, const TokenLabel& token);
    void forget_session(const Sha256& session);

private:
    struct Held {
        Pin pin;
        Instant until;
    };
    using Key = std::pair<Sha256, TokenLabel>;
    static void drop_old(std::map<Key, Held>& held, Instant now);
    Guarded<std::map<Key, Held>> held_;
};

}  // namespace congvan::usecases
