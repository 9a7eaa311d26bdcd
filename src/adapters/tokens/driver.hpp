#pragma once

// A PKCS#11 driver (OASIS PKCS#11 v2.40) loaded by path and initialised for many threads, and sessions on its tokens.
// Inner header of this adapter: others hold a Driver but never look inside.

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <p11-kit/pkcs11.h>

#include "base/guarded.hpp"
#include "usecases/ports/signer_keys.hpp"

namespace congvan::tokens {

using usecases::KeyId;
using usecases::KeyReference;
using usecases::Pin;
using usecases::TokenLabel;

// What went wrong, in the words of the port. `act` is the PKCS#11 function, for the log.
Error to_error(CK_RV code, std::string_view act);

enum class Access { read_only, read_write };

class Driver;

// An open session; closed, and logged out if it logged in, when it goes. One thread.
class Session {
public:
    Session(Session&& other) noexcept;
    Session& operator=(Session&&) = delete;
    ~Session();

    CK_SESSION_HANDLE handle() const { return handle_; }
    CK_FUNCTION_LIST& calls() const { return *calls_; }
    CK_SLOT_ID slot() const { return slot_; }

    // Presents the PIN once. Fails as SignerKeys::sign says of PINs.
    Result<Done> log_in(const Pin& pin, CK_USER_TYPE user = CKU_USER);

    // Handles of all objects that match, at most 1000.
    Result<std::vector<CK_OBJECT_HANDLE>> find(std::vector<CK_ATTRIBUTE> pattern) const;
    // One attribute's bytes; none when the object lacks it.
    Result<std::optional<Bytes>> attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;

private:
    friend class Driver;
    Session(CK_FUNCTION_LIST& calls, CK_SLOT_ID slot, CK_SESSION_HANDLE handle)
        : calls_(&calls), slot_(slot), handle_(handle) {}

    CK_FUNCTION_LIST* calls_;
    CK_SLOT_ID slot_;
    CK_SESSION_HANDLE handle_;
    bool logged_in_ = false;
};

// Loaded once per process and path; safe from many threads. Finalises the driver when it goes.
class Driver {
public:
    // Fails: tokens.no_driver (call_operator) · tokens.device_failed (call_operator).
    static Result<std::shared_ptr<Driver>> open(const std::filesystem::path& library);
    ~Driver();
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    CK_FUNCTION_LIST& calls() const { return *calls_; }

    struct Token {
        CK_SLOT_ID slot;
        CK_TOKEN_INFO info;
        std::string label;
    };
    // Initialised tokens that are present now.
    Result<std::vector<Token>> tokens() const;
    // Fails: tokens.absent, tokens.ambiguous.
    Result<Token> token(const TokenLabel& label) const;
    // A present slot whose token is not initialised. Fails: tokens.absent.
    Result<CK_SLOT_ID> empty_slot() const;
    Result<Session> session(CK_SLOT_ID slot, Access access) const;

    // Held while somebody is logged in to the token: a log-in belongs to the process, not to the thread.
    std::shared_ptr<std::mutex> log_in_turn(const TokenLabel& label);

private:
    Driver(CK_FUNCTION_LIST* calls, bool ours) : calls_(calls), ours_(ours) {}
    Result<std::vector<CK_SLOT_ID>> slots() const;

    CK_FUNCTION_LIST* calls_;
    bool ours_;  // whether C_Finalize is ours to call
    Guarded<std::map<TokenLabel, std::shared_ptr<std::mutex>>> turns_;
};

// Text of a blank-padded PKCS#11 field.
template <std::size_t Size>
std::string unpadded(const unsigned char (&field)[Size]) {
    std::string text(reinterpret_cast<const char*>(field), Size);
    const auto last = text.find_last_not_of(std::string_view(" \0", 2));
    text.resize(last == std::string::npos ? 0 : last + 1);
    return text;
}

}  // namespace congvan::tokens
