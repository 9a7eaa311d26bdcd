#pragma once

// Sessions (requirement A3, A4): a secret that the person's browser or program keeps, of which only the digest is stored.

#include "usecases/caller.hpp"

namespace congvan::usecases {

inline constexpr std::chrono::hours kSessionLife{12};
inline constexpr std::chrono::hours kSessionIdle{8};
inline constexpr std::uint32_t kMostFailures = 8;
inline constexpr std::chrono::minutes kLockTime{15};

struct LoggedIn {
    std::string secret;  // 43 characters; shown once
    Caller caller;
};

// Fails: usecases.wrong_password (fix_input; the same for a user name nobody has) · usecases.account_locked (retry_later) ·
// usecases.no_post (ask_permission).
Result<LoggedIn> log_in(Office& office, std::string_view user_name, std::string_view password);

// Who stands behind the secret. Fails: usecases.not_logged_in (ask_permission).
Result<Caller> authenticate(Office& office, std::string_view secret);

Result<Done> log_out(Office& office, const Caller& caller);

// Ends every other session of the person. Fails: usecases.wrong_password, usecases.weak_password (fix_input).
Result<Done> change_password(Office& office, const Caller& caller, const WriteKey& key, std::string_view current,
                             std::string_view replacement);

}  // namespace congvan::usecases
