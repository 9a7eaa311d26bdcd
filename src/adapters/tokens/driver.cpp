#include "adapters/tokens/driver.hpp"

#include <dlfcn.h>

#include "errors/tokens.hpp"

namespace congvan::tokens {

namespace {

std::string with_code(std::string_view act, CK_RV code) {
    char hex[24];
    std::snprintf(hex, sizeof hex, " -> 0x%lx", static_cast<unsigned long>(code));
    return std::string(act) + hex;
}

}  // namespace

Error to_error(CK_RV code, std::string_view act) {
    auto detail = with_code(act, code);
    switch (code) {
        case CKR_PIN_INCORRECT:
        case CKR_PIN_INVALID:
        case CKR_PIN_LEN_RANGE:
            return {Remedy::fix_input, errors::tokens::wrong_pin, std::move(detail)};
        case CKR_PIN_LOCKED:
            return {Remedy::call_operator, errors::tokens::pin_locked, std::move(detail)};
        case CKR_PIN_EXPIRED:
            return {Remedy::call_operator, errors::tokens::pin_expired, std::move(detail)};
        case CKR_SLOT_ID_INVALID:
        case CKR_TOKEN_NOT_PRESENT:
        case CKR_TOKEN_NOT_RECOGNIZED:
        case CKR_DEVICE_REMOVED:
        case CKR_SESSION_CLOSED:
        case CKR_SESSION_HANDLE_INVALID:  // the token went away in between
            return {Remedy::retry_later, errors::tokens::absent, std::move(detail)};
        case CKR_MECHANISM_INVALID:
        case CKR_MECHANISM_PARAM_INVALID:
        case CKR_KEY_TYPE_INCONSISTENT:
        case CKR_KEY_FUNCTION_NOT_PERMITTED:
            return {Remedy::fix_input, errors::tokens::unsupported_scheme, std::move(detail)};
    }
    return {Remedy::call_operator, errors::tokens::device_failed, std::move(detail)};
}

Session::Session(Session&& other) noexcept
    : calls_(other.calls_), slot_(other.slot_), handle_(std::exchange(other.handle_, CK_SESSION_HANDLE{0})),
      logged_in_(std::exchange(other.logged_in_, false)) {}

Session::~Session() {
    if (logged_in_) calls_->C_Logout(handle_);
    if (handle_ != 0) calls_->C_CloseSession(handle_);
}

Result<Done> Session::log_in(const Pin& pin, CK_USER_TYPE user) {
    auto text = pin.reveal();
    // An empty PIN would ask the driver for a PIN pad that no server has.
    if (text.empty()) return Error{Remedy::fix_input, errors::tokens::wrong_pin, "empty PIN, not presented"};
    CK_TOKEN_INFO info{};
    if (const CK_RV code = calls_->C_GetTokenInfo(slot_, &info); code != CKR_OK) return to_error(code, "C_GetTokenInfo");
    if (user == CKU_USER && (info.flags & CKF_USER_PIN_LOCKED) != 0) return to_error(CKR_PIN_LOCKED, "flag before C_Login");

    auto* bytes = reinterpret_cast<CK_UTF8CHAR_PTR>(const_cast<char*>(text.data()));
    CK_RV code = calls_->C_Login(handle_, user, bytes, text.size());
    if (code == CKR_USER_ALREADY_LOGGED_IN || code == CKR_USER_ANOTHER_ALREADY_LOGGED_IN) {
        // Left over by another user of the driver; its log-in must not stand in for this PIN, which was not looked at.
        calls_->C_Logout(handle_);
        code = calls_->C_Login(handle_, user, bytes, text.size());
    }
    if (code == CKR_OK) {
        logged_in_ = user != CKU_CONTEXT_SPECIFIC || logged_in_;
        return Done{};
    }
    if (code == CKR_PIN_INCORRECT && user == CKU_USER && calls_->C_GetTokenInfo(slot_, &info) == CKR_OK) {
        if ((info.flags & CKF_USER_PIN_LOCKED) != 0) return to_error(CKR_PIN_LOCKED, "C_Login");
        if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0) {
            return Error{Remedy::fix_input, errors::tokens::wrong_pin_last_try, with_code("C_Login", code)};
        }
    }
    return to_error(code, "C_Login");
}

Result<std::vector<CK_OBJECT_HANDLE>> Session::find(std::vector<CK_ATTRIBUTE> pattern) const {
    CK_RV code = calls_->C_FindObjectsInit(handle_, pattern.data(), pattern.size());
    if (code != CKR_OK) return to_error(code, "C_FindObjectsInit");
    std::vector<CK_OBJECT_HANDLE> found(1000);
    CK_ULONG count = 0;
    code = calls_->C_FindObjects(handle_, found.data(), found.size(), &count);
    calls_->C_FindObjectsFinal(handle_);
    if (code != CKR_OK) return to_error(code, "C_FindObjects");
    found.resize(count);
    return found;
}

Result<std::optional<Bytes>> Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    CK_RV code = calls_->C_GetAttributeValue(handle_, object, &wanted, 1);
    const bool lacking = code == CKR_ATTRIBUTE_TYPE_INVALID || code == CKR_ATTRIBUTE_SENSITIVE;
    if (lacking || (code == CKR_OK && wanted.ulValueLen == CK_UNAVAILABLE_INFORMATION)) return std::optional<Bytes>();
    if (code != CKR_OK) return to_error(code, "C_GetAttributeValue");
    Bytes value(wanted.ulValueLen);
    wanted.pValue = value.data();
    code = calls_->C_GetAttributeValue(handle_, object, &wanted, 1);
    if (code != CKR_OK) return to_error(code, "C_GetAttributeValue");
    value.resize(wanted.ulValueLen);
    return std::optional<Bytes>(std::move(value));
}

Result<std::shared_ptr<Driver>> Driver::open(const std::filesystem::path& library) {
    const auto no_driver = [&](std::string why) {
        return Error{Remedy::call_operator, errors::tokens::no_driver, library.string() + ": " + std::move(why)};
    };
    void* loaded = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (loaded == nullptr) {
        const char* why = dlerror();
        return no_driver(why != nullptr ? why : "dlopen failed");
    }
    auto* entry = reinterpret_cast<CK_C_GetFunctionList>(dlsym(loaded, "C_GetFunctionList"));
    CK_FUNCTION_LIST* calls = nullptr;
    if (entry == nullptr || entry(&calls) != CKR_OK || calls == nullptr) {
        dlclose(loaded);
        return no_driver("not a PKCS#11 library");
    }
    CK_C_INITIALIZE_ARGS arguments{};
    arguments.flags = CKF_OS_LOCKING_OK;
    const CK_RV code = calls->C_Initialize(&arguments);
    if (code != CKR_OK && code != CKR_CRYPTOKI_ALREADY_INITIALIZED) return no_driver(with_code("C_Initialize", code));
    return std::shared_ptr<Driver>(new Driver(calls, code == CKR_OK));
}

// The library stays mapped: drivers leave threads and exit handlers behind.
Driver::~Driver() {
    if (ours_) calls_->C_Finalize(nullptr);
}

Result<std::vector<CK_SLOT_ID>> Driver::slots() const {
    // The number is asked for anew on every try: a token may come between the two calls.
    for (int attempt = 0; attempt < 5; ++attempt) {
        CK_ULONG count = 0;
        CK_RV code = calls_->C_GetSlotList(CK_TRUE, nullptr, &count);
        if (code != CKR_OK) return to_error(code, "C_GetSlotList");
        std::vector<CK_SLOT_ID> slots(count);
        code = calls_->C_GetSlotList(CK_TRUE, slots.data(), &count);
        if (code == CKR_BUFFER_TOO_SMALL) continue;
        if (code != CKR_OK) return to_error(code, "C_GetSlotList");
        slots.resize(count);
        return slots;
    }
    return to_error(CKR_BUFFER_TOO_SMALL, "C_GetSlotList");
}

Result<std::vector<Driver::Token>> Driver::tokens() const {
    LET(const auto all, slots());
    std::vector<Token> present;
    for (const auto slot : all) {
        CK_TOKEN_INFO info{};
        if (calls_->C_GetTokenInfo(slot, &info) != CKR_OK) continue;  // removed since
        if ((info.flags & CKF_TOKEN_INITIALIZED) == 0) continue;
        present.push_back({slot, info, unpadded(info.label)});
    }
    return present;
}

Result<Driver::Token> Driver::token(const TokenLabel& label) const {
    LET(const auto present, tokens());
    const Token* found = nullptr;
    for (const auto& token : present) {
        if (token.label != label.raw()) continue;
        if (found != nullptr) return Error{Remedy::call_operator, errors::tokens::ambiguous, label.raw()};
        found = &token;
    }
    if (found == nullptr) return Error{Remedy::retry_later, errors::tokens::absent, label.raw()};
    return *found;
}

Result<CK_SLOT_ID> Driver::empty_slot() const {
    LET(const auto all, slots());
    for (const auto slot : all) {
        CK_TOKEN_INFO info{};
        if (calls_->C_GetTokenInfo(slot, &info) == CKR_OK && (info.flags & CKF_TOKEN_INITIALIZED) == 0) return slot;
    }
    return Error{Remedy::retry_later, errors::tokens::absent, "no slot with an uninitialised token"};
}

Result<Session> Driver::session(CK_SLOT_ID slot, Access access) const {
    CK_FLAGS flags = CKF_SERIAL_SESSION;
    if (access == Access::read_write) flags |= CKF_RW_SESSION;
    CK_SESSION_HANDLE handle = 0;
    const CK_RV code = calls_->C_OpenSession(slot, flags, nullptr, nullptr, &handle);
    if (code != CKR_OK) return to_error(code, "C_OpenSession");
    return Session(*calls_, slot, handle);
}

std::shared_ptr<std::mutex> Driver::log_in_turn(const TokenLabel& label) {
    return turns_.with([&](auto& turns) {
        auto& turn = turns[label];
        if (!turn) turn = std::make_shared<std::mutex>();
        return turn;
    });
}

}  // namespace congvan::tokens
