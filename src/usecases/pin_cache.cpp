#include "usecases/pin_cache.hpp"

#include <algorithm>

namespace congvan::usecases {

void PinCache::drop_old(std::map<Key, Held>& held, Instant now) {
    // A clock that went back must not make a PIN live longer than it was to.
    std::erase_if(held, [&](const auto& entry) { return entry.second.until <= now || entry.second.until > now + kHeld; });
}

void PinCache::keep(const Sha256& session, const TokenLabel& token, const Pin& pin, Instant now) {
    held_.with([&](auto& held) {
        drop_old(held, now);
        held.insert_or_assign(Key{session, token}, Held{pin, now + kHeld});
    });
}

std::optional<Pin> PinCache::find(const Sha256& session, const TokenLabel& token, Instant now) {
    return held_.with([&](auto& held) -> std::optional<Pin> {
        drop_old(held, now);
        const auto at = held.find(Key{session, token});
        if (at == held.end()) return std::nullopt;
        return at->second.pin;
    });
}

std::optional<Instant> PinCache::held_until(const Sha256& session, Instant now) {
    return held_.with([&](auto& held) -> std::optional<Instant> {
        drop_old(held, now);
        std::optional<Instant> latest;
        for (const auto& [key, entry] : held) {
            if (key.first == session) latest = std::max(latest.value_or(entry.until), entry.until);
        }
        return latest;
    });
}

void PinCache::forget(const Sha256& session, const TokenLabel& token) {
    held_.with([&](auto& held) { held.erase(Key{session, token}); });
}

void PinCache::forget_session(const Sha256& session) {
    held_.with([&](auto& held) { std::erase_if(held, [&](const auto& entry) { return entry.first.first == session; }); });
}

}  // namespace congvan::usecases
