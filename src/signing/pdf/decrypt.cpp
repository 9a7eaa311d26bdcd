#include "signing/pdf/decrypt.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

#include "errors/signing.hpp"

namespace congvan::signing::pdf {
namespace {

constexpr std::size_t kLongestPassword = 127;
constexpr int kMostRounds = 2000;

constexpr std::array<std::uint8_t, 32> kPad = {0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
                                               0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A};

Error unsupported(std::string_view why) { return Error{Remedy::fix_input, errors::signing::encrypted_pdf, std::string(why)}; }
Error damaged() { return Error{Remedy::fix_input, errors::signing::malformed_pdf, "encrypted data of an odd size"}; }

const unsigned char* raw(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

void append(Bytes& into, BytesView bytes) { into.insert(into.end(), bytes.begin(), bytes.end()); }
Bytes first(Bytes bytes, std::size_t count) {
    bytes.resize(std::min(bytes.size(), count));
    return bytes;
}

Bytes digest(const EVP_MD* kind, BytesView data) {
    Bytes result(static_cast<std::size_t>(EVP_MD_get_size(kind)));
    CONGVAN_INVARIANT(EVP_Digest(data.data(), data.size(), raw(result), nullptr, kind, nullptr) == 1);
    return result;
}

// RC4: two lines each way; libcrypto keeps it in a module that installations may lack.
Bytes rc4(BytesView key, BytesView data) {
    std::array<std::uint8_t, 256> state{};
    std::iota(state.begin(), state.end(), std::uint8_t{0});
    for (std::size_t i = 0, j = 0; i < 256; ++i) {
        j = (j + state[i] + static_cast<std::uint8_t>(key[i % key.size()])) & 255;
        std::swap(state[i], state[j]);
    }
    Bytes result(data.begin(), data.end());
    std::size_t i = 0, j = 0;
    for (auto& byte : result) {
        i = (i + 1) & 255;
        j = (j + state[i]) & 255;
        std::swap(state[i], state[j]);
        byte ^= static_cast<std::byte>(state[(state[i] + state[j]) & 255]);
    }
    return result;
}

// AES in CBC mode without padding; `data` is whole blocks.
bool aes_cbc(bool encrypt, BytesView key, BytesView vector, BytesView data, Bytes& into) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    const auto* cipher = key.size() == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
    into.resize(data.size() + 16);
    int size = 0, rest = 0;
    const bool done = context && EVP_CipherInit_ex(context.get(), cipher, nullptr, raw(key), raw(vector), encrypt ? 1 : 0) == 1 &&
                      EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1 &&
                      EVP_CipherUpdate(context.get(), raw(into), &size, raw(data), static_cast<int>(data.size())) == 1 &&
                      EVP_CipherFinal_ex(context.get(), raw(into) + size, &rest) == 1;
    into.resize(done ? static_cast<std::size_t>(size + rest) : 0);
    return done;
}

// The hash of revisions 5 and 6 (ISO 32000-2 7.6.4.3.4, algorithm 2.B).
Bytes hash_2b(int revision, BytesView password, BytesView salt, BytesView user) {
    Bytes input(password.begin(), password.end());
    append(input, salt);
    append(input, user);
    auto key = digest(EVP_sha256(), input);
    if (revision < 6) return key;
    for (int round = 0; round < kMostRounds; ++round) {
        Bytes piece(password.begin(), password.end());
        append(piece, key);
        append(piece, user);
        Bytes repeated;
        for (int i = 0; i < 64; ++i) append(repeated, piece);
        Bytes mixed;
        if (!aes_cbc(true, BytesView(key).first(16), BytesView(key).subspan(16, 16), repeated, mixed)) return {};
        unsigned sum = 0;
        for (std::size_t i = 0; i < 16; ++i) sum += static_cast<unsigned>(mixed[i]);
        key = digest(sum % 3 == 0 ? EVP_sha256() : sum % 3 == 1 ? EVP_sha384() : EVP_sha512(), mixed);
        if (round >= 63 && static_cast<int>(mixed.back()) <= round - 31) break;
    }
    return first(std::move(key), 32);
}

struct Parameters {
    int version = 0, revision = 0;
    std::size_t key_bytes = 5;
    Bytes owner, user, owner_key, user_key;
    std::int64_t permissions = 0;
    bool metadata = true;
    std::string_view id;
};

std::int64_t whole(const Dictionary& dictionary, std::string_view key, std::int64_t otherwise) {
    const auto* value = dictionary.find(key);
    const auto* number = value != nullptr ? value->as<std::int64_t>() : nullptr;
    return number != nullptr ? *number : otherwise;
}

Bytes bytes_of(const Dictionary& dictionary, std::string_view key) {
    const auto* value = dictionary.find(key);
    const auto* text = value != nullptr ? value->as<String>() : nullptr;
    return text != nullptr ? to_bytes(text->bytes) : Bytes();
}

Result<Parameters> read_parameters(const Dictionary& encrypt, std::string_view id) {
    Parameters parameters;
    const auto* filter = encrypt.find("Filter");
    if (filter == nullptr || !filter->is_name("Standard")) return unsupported("another security handler");
    parameters.version = static_cast<int>(whole(encrypt, "V", 0));
    parameters.revision = static_cast<int>(whole(encrypt, "R", 0));
    const bool known = (parameters.version == 1 && parameters.revision == 2) || (parameters.version == 1 && parameters.revision == 3) ||
                       (parameters.version == 2 && parameters.revision == 3) || (parameters.version == 4 && parameters.revision == 4) ||
                       (parameters.version == 5 && (parameters.revision == 5 || parameters.revision == 6));
    if (!known) return unsupported("an unknown version of the security handler");
    const auto bits = parameters.version == 1 ? 40 : parameters.version == 4 ? 128 : whole(encrypt, "Length", 40);
    if (parameters.version < 5 && (bits < 40 || bits > 128 || bits % 8 != 0)) return unsupported("an odd key length");
    parameters.key_bytes = parameters.version == 5 ? 32 : static_cast<std::size_t>(bits) / 8;
    parameters.owner = bytes_of(encrypt, "O");
    parameters.user = bytes_of(encrypt, "U");
    parameters.owner_key = bytes_of(encrypt, "OE");
    parameters.user_key = bytes_of(encrypt, "UE");
    const std::size_t least = parameters.version == 5 ? 48 : 32;
    const bool whole_values = parameters.owner.size() >= least && parameters.user.size() >= least && parameters.owner.size() <= 256 &&
                              parameters.user.size() <= 256;
    if (!whole_values || (parameters.version == 5 && (parameters.owner_key.size() != 32 || parameters.user_key.size() != 32))) {
        return unsupported("odd values of the security handler");
    }
    parameters.owner.resize(least);
    parameters.user.resize(least);
    parameters.permissions = whole(encrypt, "P", 0);
    const auto* metadata = encrypt.find("EncryptMetadata");
    parameters.metadata = metadata == nullptr || metadata->as<bool>() == nullptr || *metadata->as<bool>();
    parameters.id = id;
    return parameters;
}

Bytes padded(BytesView password) {
    Bytes result(password.begin(), password.end());
    append(result, std::as_bytes(std::span(kPad)));
    return first(std::move(result), 32);
}

Bytes with_each(BytesView key, int value) {
    Bytes result(key.begin(), key.end());
    for (auto& byte : result) byte ^= static_cast<std::byte>(value);
    return result;
}

// Algorithms 2 and 6: the key, if `password` is the user's.
std::optional<Bytes> key_of_user(const Parameters& parameters, BytesView password) {
    auto input = padded(password);
    append(input, parameters.owner);
    const auto permissions = static_cast<std::uint32_t>(parameters.permissions);
    for (const int shift : {0, 8, 16, 24}) input.push_back(static_cast<std::byte>(permissions >> shift));
    append(input, as_bytes(parameters.id));
    if (parameters.revision >= 4 && !parameters.metadata) input.insert(input.end(), 4, std::byte{0xFF});
    auto key = first(digest(EVP_md5(), input), parameters.key_bytes);
    for (int i = 0; parameters.revision >= 3 && i < 50; ++i) key = first(digest(EVP_md5(), key), parameters.key_bytes);
    const auto pad = std::as_bytes(std::span(kPad));
    if (parameters.revision == 2) return rc4(key, pad) == parameters.user ? std::optional(key) : std::nullopt;
    Bytes check(pad.begin(), pad.end());
    append(check, as_bytes(parameters.id));
    check = digest(EVP_md5(), check);
    for (int i = 0; i < 20; ++i) check = rc4(with_each(key, i), check);
    return std::equal(check.begin(), check.end(), parameters.user.begin()) ? std::optional(key) : std::nullopt;
}

// Algorithm 7: the user's password, if `password` is the owner's.
Bytes password_of_user(const Parameters& parameters, BytesView password) {
    auto key = digest(EVP_md5(), padded(password));
    for (int i = 0; parameters.revision >= 3 && i < 50; ++i) key = digest(EVP_md5(), key);
    key = first(std::move(key), parameters.key_bytes);
    auto user = parameters.owner;
    for (int i = parameters.revision == 2 ? 0 : 19; i >= 0; --i) user = rc4(with_each(key, i), user);
    return user;
}

// Algorithm 2.A.
std::optional<Bytes> key_of_version_5(const Parameters& parameters, BytesView password) {
    const BytesView user(parameters.user), owner(parameters.owner);
    const auto unlocked = [&](BytesView value, BytesView sealed, BytesView besides) -> std::optional<Bytes> {
        const auto check = hash_2b(parameters.revision, password, value.subspan(32, 8), besides);
        if (check.size() != 32 || !std::equal(check.begin(), check.end(), value.begin())) return std::nullopt;
        Bytes key;
        const Bytes vector(16);
        const auto by = hash_2b(parameters.revision, password, value.subspan(40, 8), besides);
        return aes_cbc(false, by, vector, sealed, key) ? std::optional(key) : std::nullopt;
    };
    if (auto key = unlocked(user, parameters.user_key, {})) return key;
    return unlocked(owner, parameters.owner_key, user);
}

}  // namespace

Result<Cipher::Method> Cipher::method_named(const Dictionary& filters, const Object* name) const {
    const auto* chosen = name != nullptr ? name->as<Name>() : nullptr;
    if (chosen == nullptr || chosen->text == "Identity") return Method::none;
    const auto* found = filters.find(chosen->text);
    const auto* filter = found != nullptr ? found->as<Dictionary>() : nullptr;
    const auto* kind = filter != nullptr ? filter->find("CFM") : nullptr;
    if (kind == nullptr || kind->is_name("None")) return Method::none;
    if (kind->is_name("V2") && version_ == 4) return Method::rc4;
    if ((kind->is_name("AESV2") && version_ == 4) || (kind->is_name("AESV3") && version_ == 5)) return Method::aes;
    return unsupported("an unknown crypt filter");
}

Result<Done> Cipher::read_methods(const Dictionary& encrypt) {
    if (version_ < 4) return Done{};
    static const Dictionary kNone;
    const auto* found = encrypt.find("CF");
    const auto* filters = found != nullptr && found->as<Dictionary>() != nullptr ? found->as<Dictionary>() : &kNone;
    LET(strings_, method_named(*filters, encrypt.find("StrF")));
    LET(streams_, method_named(*filters, encrypt.find("StmF")));
    return Done{};
}

Result<Cipher> Cipher::open(const Dictionary& encrypt, std::string_view id, std::string_view password) {
    LET(const auto parameters, read_parameters(encrypt, id));
    Cipher cipher;
    cipher.version_ = parameters.version;
    cipher.metadata_ = parameters.metadata;
    TRY(cipher.read_methods(encrypt));
    const auto given = as_bytes(password.substr(0, kLongestPassword));
    std::optional<Bytes> key;
    for (const auto attempt : {given, BytesView()}) {
        if (key) break;
        if (parameters.version == 5) {
            key = key_of_version_5(parameters, attempt);
        } else {
            key = key_of_user(parameters, attempt);
            if (!key) key = key_of_user(parameters, password_of_user(parameters, attempt));
        }
    }
    if (!key) return Error{Remedy::fix_input, errors::signing::wrong_password, "neither the user's nor the owner's password"};
    cipher.key_ = std::move(*key);
    return cipher;
}

Result<Bytes> Cipher::run(Method method, BytesView data, Reference owner) const {
    if (method == Method::none) return Bytes(data.begin(), data.end());
    auto key = key_;
    if (version_ < 5) {
        // Algorithm 1: a key for each object.
        for (const int shift : {0, 8, 16}) key.push_back(static_cast<std::byte>(owner.number >> shift));
        for (const int shift : {0, 8}) key.push_back(static_cast<std::byte>(owner.generation >> shift));
        if (method == Method::aes) append(key, as_bytes("sAlT"));
        key = first(digest(EVP_md5(), key), std::min<std::size_t>(key_.size() + 5, 16));
    }
    if (method == Method::rc4) return rc4(key, data);
    if (data.empty()) return Bytes();
    if (data.size() < 32 || data.size() % 16 != 0) return damaged();
    Bytes plain;
    if (!aes_cbc(false, key, data.first(16), data.subspan(16), plain) || plain.empty()) return damaged();
    const auto padding = static_cast<std::size_t>(plain.back());
    if (padding == 0 || padding > 16) return damaged();
    plain.resize(plain.size() - padding);
    return plain;
}

Result<Bytes> Cipher::string(BytesView data, Reference owner) const { return run(strings_, data, owner); }

Result<Bytes> Cipher::stream(const Stream& stream) const {
    const auto* type = stream.dictionary.find("Type");
    const bool bare = type != nullptr && (type->is_name("XRef") || (type->is_name("Metadata") && !metadata_ && version_ >= 4));
    const auto* filter = stream.dictionary.find("Filter");
    const auto* list = filter != nullptr ? filter->as<Array>() : nullptr;
    const auto* outer = list != nullptr && !list->empty() ? &list->front() : filter;
    // A filter of its own is read only where it says that there is none.
    const bool identity = outer != nullptr && outer->is_name("Crypt");
    if (identity) {
        const auto* parameters = stream.dictionary.find("DecodeParms");
        const auto* many = parameters != nullptr ? parameters->as<Array>() : nullptr;
        const auto* own = many != nullptr && !many->empty() ? &many->front() : parameters;
        const auto* named = own != nullptr && own->as<Dictionary>() != nullptr ? own->as<Dictionary>()->find("Name") : nullptr;
        if (named != nullptr && !named->is_name("Identity")) return unsupported("a crypt filter of its own");
    }
    return run(bare || identity ? Method::none : streams_, stream.raw, stream.owner);
}

Result<Done> decipher_strings(Object& object, const Cipher& cipher, Reference owner) {
    std::vector<Object*> open{&object};
    while (!open.empty()) {
        auto* value = open.back();
        open.pop_back();
        if (auto* text = value->as<String>()) {
            LET(const auto plain, cipher.string(as_bytes(text->bytes), owner));
            text->bytes = as_text(plain);
        } else if (auto* array = value->as<Array>()) {
            for (auto& one : *array) open.push_back(&one);
        } else {
            auto* stream = value->as<Stream>();
            auto* dictionary = stream != nullptr ? &stream->dictionary : value->as<Dictionary>();
            if (dictionary == nullptr) continue;
            const bool signature = dictionary->has("ByteRange");
            for (const auto& entry : dictionary->entries()) {
                if (!(signature && entry.key == "Contents")) open.push_back(dictionary->find(entry.key));
            }
        }
    }
    return Done{};
}

}  // namespace congvan::signing::pdf
