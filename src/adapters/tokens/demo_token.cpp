#include "adapters/tokens/demo_token.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>

#include "adapters/tokens/driver.hpp"
#include "adapters/tokens/keys_math.hpp"
#include "base/digest.hpp"
#include "errors/tokens.hpp"

namespace congvan::tokens {

namespace {

namespace fs = std::filesystem;
using usecases::KeyKind;

constexpr std::size_t kLabelSize = sizeof(CK_TOKEN_INFO::label);

Error failed(std::string why) { return {Remedy::call_operator, errors::tokens::device_failed, std::move(why)}; }

CK_UTF8CHAR_PTR chars(std::string_view text) {
    return reinterpret_cast<CK_UTF8CHAR_PTR>(const_cast<char*>(text.data()));
}

Result<Done> initialise(Driver& driver, const DemoToken& wanted) {
    unsigned char label[kLabelSize];
    std::memset(label, ' ', kLabelSize);
    std::memcpy(label, wanted.label.raw().data(), wanted.label.raw().size());
    LET(const auto slot, driver.empty_slot());
    const auto officer = wanted.officer_pin.reveal();
    if (const CK_RV code = driver.calls().C_InitToken(slot, chars(officer), officer.size(), label); code != CKR_OK) {
        return to_error(code, "C_InitToken");
    }
    return Done{};
}

// Sets the holder's PIN on a token that has none yet.
Result<Done> give_pin(Driver& driver, const DemoToken& wanted) {
    LET(const auto token, driver.token(wanted.label));
    if ((token.info.flags & CKF_USER_PIN_INITIALIZED) != 0) return Done{};
    LET(auto session, driver.session(token.slot, Access::read_write));
    TRY(session.log_in(wanted.officer_pin, CKU_SO));
    const auto pin = wanted.pin.reveal();
    if (const CK_RV code = driver.calls().C_InitPIN(session.handle(), chars(pin), pin.size()); code != CKR_OK) {
        return to_error(code, "C_InitPIN");
    }
    return Done{};
}

Result<Bytes> needed(const Session& session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    LET(auto value, session.attribute(object, type));
    if (!value) return failed("an object of the token lacks an attribute");
    return std::move(*value);
}

Result<Bytes> public_key(const Session& session, CK_OBJECT_HANDLE object, KeyKind kind) {
    if (kind == KeyKind::rsa) {
        LET(const auto modulus, needed(session, object, CKA_MODULUS));
        LET(const auto exponent, needed(session, object, CKA_PUBLIC_EXPONENT));
        return rsa_public_key(modulus, exponent);
    }
    LET(const auto point, needed(session, object, CKA_EC_POINT));
    return p256_public_key(point);
}

Result<std::vector<CK_OBJECT_HANDLE>> by_label(const Session& session, CK_OBJECT_CLASS object_class,
                                               const std::string& label) {
    return session.find({{CKA_CLASS, &object_class, sizeof object_class},
                         {CKA_LABEL, const_cast<char*>(label.data()), label.size()}});
}

// The id is the front of the public key's SHA-256, known only once the pair exists.
Result<Done> set_id(const Session& session, CK_OBJECT_HANDLE object, Bytes id) {
    CK_ATTRIBUTE attribute{CKA_ID, id.data(), id.size()};
    const CK_RV code = session.calls().C_SetAttributeValue(session.handle(), object, &attribute, 1);
    if (code != CKR_OK) return to_error(code, "C_SetAttributeValue");
    return Done{};
}

Result<Done> generate(const Session& session, const DemoToken& wanted) {
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    CK_ULONG bits = 2048;
    unsigned char exponent[] = {0x01, 0x00, 0x01};
    unsigned char p256[] = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
    auto* label = const_cast<char*>(wanted.key_label.data());
    const CK_ULONG label_size = wanted.key_label.size();
    std::vector<CK_ATTRIBUTE> front = {{CKA_TOKEN, &yes, sizeof yes},
                                       {CKA_PRIVATE, &no, sizeof no},
                                       {CKA_VERIFY, &yes, sizeof yes},
                                       {CKA_LABEL, label, label_size}};
    if (wanted.kind == KeyKind::rsa) {
        front.push_back({CKA_MODULUS_BITS, &bits, sizeof bits});
        front.push_back({CKA_PUBLIC_EXPONENT, exponent, sizeof exponent});
    } else {
        front.push_back({CKA_EC_PARAMS, p256, sizeof p256});
    }
    std::vector<CK_ATTRIBUTE> back = {{CKA_TOKEN, &yes, sizeof yes},      {CKA_PRIVATE, &yes, sizeof yes},
                                      {CKA_SENSITIVE, &yes, sizeof yes},  {CKA_EXTRACTABLE, &no, sizeof no},
                                      {CKA_SIGN, &yes, sizeof yes},       {CKA_LABEL, label, label_size}};
    CK_MECHANISM mechanism{wanted.kind == KeyKind::rsa ? CK_MECHANISM_TYPE(CKM_RSA_PKCS_KEY_PAIR_GEN)
                                                       : CK_MECHANISM_TYPE(CKM_EC_KEY_PAIR_GEN),
                           nullptr, 0};
    CK_OBJECT_HANDLE public_handle = 0;
    CK_OBJECT_HANDLE private_handle = 0;
    const CK_RV code = session.calls().C_GenerateKeyPair(session.handle(), &mechanism, front.data(), front.size(), back.data(),
                                                         back.size(), &public_handle, &private_handle);
    if (code != CKR_OK) return to_error(code, "C_GenerateKeyPair");
    return Done{};
}

Result<DemoKey> key_pair(const Session& session, const DemoToken& wanted) {
    LET(auto backs, by_label(session, CKO_PRIVATE_KEY, wanted.key_label));
    LET(auto fronts, by_label(session, CKO_PUBLIC_KEY, wanted.key_label));
    if (backs.empty() || fronts.empty()) {
        // Half a pair is what a start cut short leaves; nothing was ever signed with it.
        for (const auto half : backs) session.calls().C_DestroyObject(session.handle(), half);
        for (const auto half : fronts) session.calls().C_DestroyObject(session.handle(), half);
        TRY(generate(session, wanted));
        LET(backs, by_label(session, CKO_PRIVATE_KEY, wanted.key_label));
        LET(fronts, by_label(session, CKO_PUBLIC_KEY, wanted.key_label));
    }
    if (backs.size() != 1 || fronts.size() != 1) return failed("more than one key pair of this label");
    LET(auto front, public_key(session, fronts.front(), wanted.kind));
    const auto print = Sha256::of(front);
    const Bytes id(print.bytes().begin(), print.bytes().begin() + 20);
    TRY(set_id(session, fronts.front(), id));
    TRY(set_id(session, backs.front(), id));
    return DemoKey{{wanted.label, KeyId(to_hex(id))}, std::move(front)};
}

}  // namespace

Result<fs::path> prepare_softhsm(const fs::path& folder) {
    const auto unwritable = [&](const std::string& why) {
        return Error{Remedy::call_operator, errors::tokens::no_driver, folder.string() + ": " + why};
    };
    std::error_code failure;
    const auto here = fs::absolute(folder, failure);
    if (failure) return unwritable(failure.message());
    fs::create_directories(here / "store", failure);
    if (failure) return unwritable(failure.message());
    for (const auto& private_folder : {here, here / "store"}) {
        fs::permissions(private_folder, fs::perms::owner_all, failure);
        if (failure) return unwritable(failure.message());
    }
    const auto path = here / "softhsm2.conf";
    // Written anew each time: the data directory may have moved.
    std::ofstream file(path, std::ios::trunc);
    file << "directories.tokendir = " << (here / "store").string()
         << "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n";
    file.close();
    if (!file) return unwritable("softhsm2.conf cannot be written");
    return path;
}

Result<DemoKey> create_demo_token(Driver& driver, const DemoToken& wanted) {
    CONGVAN_INVARIANT(!wanted.label.raw().empty() && wanted.label.raw().size() <= kLabelSize);
    CONGVAN_INVARIANT(!wanted.key_label.empty());
    const auto turn = driver.log_in_turn(wanted.label);
    const std::lock_guard lock(*turn);
    const auto present = driver.token(wanted.label);
    if (!present.has_value()) {
        if (present.error().code != errors::tokens::absent) return present.error();
        TRY(initialise(driver, wanted));
    }
    TRY(give_pin(driver, wanted));
    LET(const auto token, driver.token(wanted.label));
    LET(auto session, driver.session(token.slot, Access::read_write));
    TRY(session.log_in(wanted.pin));
    return key_pair(session, wanted);
}

Result<Done> store_certificate(Driver& driver, const DemoKey& key, const Pin& pin, BytesView certificate) {
    LET(auto facts, read_certificate(certificate));
    if (facts.public_key != key.public_key) {
        return Error{Remedy::fix_input, errors::tokens::certificate_mismatch, key.reference.key.raw()};
    }
    const auto turn = driver.log_in_turn(key.reference.token);
    const std::lock_guard lock(*turn);
    LET(const auto token, driver.token(key.reference.token));
    LET(auto session, driver.session(token.slot, Access::read_write));
    TRY(session.log_in(pin));

    CK_OBJECT_CLASS object_class = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_BBOOL yes = CK_TRUE;
    CK_BBOOL no = CK_FALSE;
    LET(auto id, from_hex(key.reference.key.raw()));
    LET(const auto earlier, session.find({{CKA_CLASS, &object_class, sizeof object_class}, {CKA_ID, id.data(), id.size()}}));
    std::string label = key.reference.token.raw();
    std::vector<CK_ATTRIBUTE> attributes = {
        {CKA_CLASS, &object_class, sizeof object_class},
        {CKA_CERTIFICATE_TYPE, &type, sizeof type},
        {CKA_TOKEN, &yes, sizeof yes},
        {CKA_PRIVATE, &no, sizeof no},
        {CKA_ID, id.data(), id.size()},
        {CKA_LABEL, label.data(), label.size()},
        {CKA_SUBJECT, facts.subject.data(), facts.subject.size()},
        {CKA_ISSUER, facts.issuer.data(), facts.issuer.size()},
        {CKA_SERIAL_NUMBER, facts.serial.data(), facts.serial.size()},
        {CKA_VALUE, const_cast<std::byte*>(certificate.data()), certificate.size()}};
    CK_OBJECT_HANDLE made = 0;
    auto& calls = session.calls();
    const CK_RV code = calls.C_CreateObject(session.handle(), attributes.data(), attributes.size(), &made);
    if (code != CKR_OK) return to_error(code, "C_CreateObject");
    for (const auto object : earlier) calls.C_DestroyObject(session.handle(), object);
    return Done{};
}

}  // namespace congvan::tokens
