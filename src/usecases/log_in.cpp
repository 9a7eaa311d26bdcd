#include "usecases/log_in.hpp"

#include "base/text.hpp"
#include "errors/usecases.hpp"

namespace congvan::usecases {
namespace {

constexpr std::chrono::minutes kSeenStep{5};

Error wrong_password() { return {Remedy::fix_input, errors::usecases::wrong_password, ""}; }
Error not_logged_in() { return {Remedy::ask_permission, errors::usecases::not_logged_in, ""}; }

// Hashed when nobody has the user name, so that the answer takes as long.
constexpr std::string_view kNobody =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

Result<Caller> caller_for(Office& office, const SessionRecord& session, Instant now) {
    Caller caller;
    caller.session = session.token;
    caller.directory = office.directory.view();
    caller.today = vietnam_day(now);
    const directory::Person* person = caller.directory->person(session.person);
    if (person == nullptr || !person->validity.covers(caller.today)) return not_logged_in();
    LET(caller.actor, caller.directory->actor(session.person, session.agency, caller.today));
    LET(caller.official, caller.directory->official(session.person, session.agency, caller.today));
    LET(caller.agency, caller.directory->agency_ref(session.agency, caller.today));
    return caller;
}

Result<Account> checked_account(Office& office, std::string_view user_name, std::string_view password, Instant now) {
    LET(const std::optional<Account> account, usecases::read<std::optional<Account>>(office.store, [&](Reader& reader) {
            return reader.account(user_name);
        }));
    if (account && account->locked_until && *account->locked_until > now) {
        return Error{Remedy::retry_later, errors::usecases::account_locked, std::string(user_name)};
    }
    const bool right = office.passwords.matches(password, account ? std::string_view(account->password_hash) : kNobody);
    if (!account) return wrong_password();
    Account changed = *account;
    if (!right) {
        ++changed.failures;
        if (changed.failures >= kMostFailures) {
            changed.failures = 0;
            changed.locked_until = now + kLockTime;
        }
        TRY(office.store.write([&](Transaction& transaction) { return transaction.put(changed); }));
        return wrong_password();
    }
    if (changed.failures != 0 || changed.locked_until) {
        changed.failures = 0;
        changed.locked_until.reset();
        TRY(office.store.write([&](Transaction& transaction) { return transaction.put(changed); }));
    }
    return changed;
}

}  // namespace

Result<LoggedIn> log_in(Office& office, std::string_view user_name, std::string_view password) {
    const Instant now = office.clock.now();
    const auto name = directory::UserName::parse(user_name);
    LET(const Account account,
        checked_account(office, name.has_value() ? std::string_view(name->text()) : user_name, password, now));
    const auto view = office.directory.view();
    const auto posts = view->posts_of(account.person, vietnam_day(now));
    if (posts.empty()) return Error{Remedy::ask_permission, errors::usecases::no_post, account.user_name};

    Bytes secret(32);
    office.entropy.fill(secret);
    LoggedIn made;
    made.secret = to_base64url(secret);
    SessionRecord session;
    session.token = Sha256::of(as_bytes(made.secret));
    session.person = account.person;
    session.agency = posts.front()->agency;
    session.created_at = now;
    session.seen_at = now;
    session.expires_at = now + kSessionLife;
    LET(made.caller, caller_for(office, session, now));
    TRY(office.store.write([&](Transaction& transaction) { return transaction.put(session); }));
    return made;
}

Result<Caller> authenticate(Office& office, std::string_view secret) {
    if (secret.size() != 43) return not_logged_in();
    const Sha256 token = Sha256::of(as_bytes(secret));
    LET(std::optional<SessionRecord> session,
        usecases::read<std::optional<SessionRecord>>(office.store, [&](Reader& reader) { return reader.session(token); }));
    const Instant now = office.clock.now();
    if (!session || session->expires_at <= now || session->seen_at + kSessionIdle <= now) return not_logged_in();
    if (session->seen_at + kSeenStep <= now) {
        session->seen_at = now;
        TRY(office.store.write([&](Transaction& transaction) { return transaction.put(*session); }));
    }
    return caller_for(office, *session, now);
}

Result<Done> log_out(Office& office, const Caller& caller) {
    office.pins.forget_session(caller.session);
    return office.store.write([&](Transaction& transaction) { return transaction.end_session(caller.session); });
}

Result<Done> change_password(Office& office, const Caller& caller, const WriteKey& key, std::string_view current,
                             std::string_view replacement) {
    LET(const std::optional<Outcome> earlier, earlier_outcome(office, caller, key));
    if (earlier) return Done{};
    LET(std::optional<Account> account, usecases::read<std::optional<Account>>(office.store, [&](Reader& reader) {
            return reader.account_of(caller.actor.person);
        }));
    if (!account || !office.passwords.matches(current, account->password_hash)) return wrong_password();
    if (count_characters(replacement) < 12 || replacement == current) {
        return Error{Remedy::fix_input, errors::usecases::weak_password, ""};
    }
    LET(account->password_hash, office.passwords.hash(replacement));
    TRY(act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
        TRY(transaction.put(*account));
        TRY(transaction.end_sessions(caller.actor.person, caller.session));
        return caller.actor.person.raw();
    }));
    return Done{};
}

}  // namespace congvan::usecases
