#include "adapters/trust/demo_authority.hpp"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "adapters/trust/openssl_owned.hpp"
#include "errors/trust.hpp"

namespace congvan::trust {

namespace {

namespace fs = std::filesystem;

constexpr unsigned int kAuthorityBits = 3072;
constexpr std::string_view kTestOrganisation = "Hệ thống thử nghiệm congvan";
constexpr std::string_view kRootName = "RootCA chuyên dùng công vụ (thử nghiệm)";
constexpr std::string_view kIssuingName = "CA phục vụ các cơ quan Nhà nước (thử nghiệm)";

Error failed(std::string why) { return {Remedy::call_operator, errors::trust::demo_authority_failed, std::move(why)}; }

struct NamePart {
    const char* field;
    std::string_view value;
};

bool set_name(X509_NAME* name, std::initializer_list<NamePart> parts) {
    return std::all_of(parts.begin(), parts.end(), [&](const NamePart& part) {
        if (part.value.empty()) return true;
        const auto* text = reinterpret_cast<const unsigned char*>(part.value.data());
        return X509_NAME_add_entry_by_txt(name, part.field, MBSTRING_UTF8, text, static_cast<int>(part.value.size()), -1,
                                          0) == 1;
    });
}

bool set_serial(X509* certificate, Entropy& entropy) {
    std::array<std::byte, 16> bytes{};
    entropy.fill(bytes);
    bytes.front() = (bytes.front() & std::byte{0x3f}) | std::byte{0x40};  // positive, and always 16 bytes
    const OwnedNumber number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_validity(X509* certificate, Instant at) {
    using namespace std::chrono;
    const year_month_day today(vietnam_day(at));
    const auto from = at_vietnam(sys_days(std::min(today.year(), year(2026)) / January / 1), microseconds(0));
    const auto to = at_vietnam(sys_days(std::max(today.year() + years(10), year(2036)) / January / 1), microseconds(0));
    const auto seconds_of = [](Instant instant) { return static_cast<time_t>(floor<seconds>(instant).time_since_epoch().count()); };
    return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds_of(from)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), seconds_of(to)) != nullptr;
}

bool add_extension(X509* certificate, X509* issuer, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const OwnedExtension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

struct Wanted {
    EVP_PKEY* key;         // whose certificate
    X509* issuer;          // null: self-signed
    EVP_PKEY* issuer_key;  // who signs
    const char* constraints;
    const char* usage;
};

Result<OwnedCertificate> make(const Wanted& wanted, std::initializer_list<NamePart> name, Instant at, Entropy& entropy) {
    OwnedCertificate made(X509_new());
    if (!made || X509_set_version(made.get(), X509_VERSION_3) != 1 || !set_serial(made.get(), entropy) ||
        !set_validity(made.get(), at) || !set_name(X509_get_subject_name(made.get()), name) ||
        X509_set_pubkey(made.get(), wanted.key) != 1) {
        return failed("a certificate could not be filled in; is a name longer than X.520 allows?");
    }
    X509* issuer = wanted.issuer != nullptr ? wanted.issuer : made.get();
    if (X509_set_issuer_name(made.get(), X509_get_subject_name(issuer)) != 1 ||
        !add_extension(made.get(), issuer, NID_basic_constraints, wanted.constraints) ||
        !add_extension(made.get(), issuer, NID_key_usage, wanted.usage) ||
        !add_extension(made.get(), issuer, NID_subject_key_identifier, "hash") ||
        !add_extension(made.get(), issuer, NID_authority_key_identifier, "keyid:always") ||
        X509_sign(made.get(), wanted.issuer_key, EVP_sha256()) == 0) {
        return failed("a certificate could not be signed");
    }
    return made;
}

Result<std::string> pem_of(const X509* certificate) {
    const OwnedBio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return failed("PEM of a certificate");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

Result<std::string> pem_of(const EVP_PKEY* key) {
    const OwnedBio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) return failed("PEM of a key");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

// Whole or not at all: written beside, then renamed.
Result<Done> write_file(const fs::path& path, std::string_view content, mode_t mode) {
    const auto beside = path.string() + ".new";
    ::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) return failed(path.string() + " cannot be created");
    const bool written = ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) && ::fsync(file) == 0;
    ::close(file);
    if (!written || ::rename(beside.c_str(), path.c_str()) != 0) return failed(path.string() + " cannot be written");
    return Done{};
}

Result<OwnedBio> open_file(const fs::path& path) {
    OwnedBio bio(BIO_new_file(path.c_str(), "r"));
    if (!bio) return failed(path.string() + " cannot be read");
    return bio;
}

Result<OwnedCertificate> load_certificate(const fs::path& path) {
    LET(const auto bio, open_file(path));
    OwnedCertificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!certificate) return failed(path.string() + " holds no certificate");
    return certificate;
}

Result<OwnedKey> load_key(const fs::path& path) {
    LET(const auto bio, open_file(path));
    OwnedKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    if (!key) return failed(path.string() + " holds no key");
    return key;
}

Result<OwnedKey> new_key() {
    OwnedKey key(EVP_RSA_gen(kAuthorityBits));
    if (!key) return failed("no RSA key");
    return key;
}

Result<Done> make_folder(const fs::path& folder, fs::perms permissions) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) return failed(folder.string() + ": " + failure.message());
    fs::permissions(folder, permissions, failure);
    if (failure) return failed(folder.string() + ": " + failure.message());
    return Done{};
}

constexpr auto kPublicFolder = fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                               fs::perms::others_read | fs::perms::others_exec;

// The issuing certificate is written last, so its presence says that the rest is whole.
Result<Done> create(const DemoFolders& folders, Instant at, Entropy& entropy) {
    TRY(make_folder(folders.keys, fs::perms::owner_all));
    LET(const auto root_key, new_key());
    LET(const auto issuing_key, new_key());
    constexpr const char* kUsage = "critical,keyCertSign,cRLSign";
    LET(const auto root, make({root_key.get(), nullptr, root_key.get(), "critical,CA:TRUE", kUsage},
                              {{"C", "VN"}, {"O", kTestOrganisation}, {"CN", kRootName}}, at, entropy));
    LET(const auto issuing,
        make({issuing_key.get(), root.get(), root_key.get(), "critical,CA:TRUE,pathlen:0", kUsage},
             {{"C", "VN"}, {"O", kTestOrganisation}, {"CN", kIssuingName}}, at, entropy));
    LET(const auto root_key_pem, pem_of(root_key.get()));
    LET(const auto issuing_key_pem, pem_of(issuing_key.get()));
    LET(const auto root_pem, pem_of(root.get()));
    LET(const auto issuing_pem, pem_of(issuing.get()));
    TRY(write_file(folders.keys / "root.key.pem", root_key_pem, 0600));
    TRY(write_file(folders.keys / "issuing.key.pem", issuing_key_pem, 0600));
    TRY(write_file(folders.keys / "root.pem", root_pem, 0644));
    return write_file(folders.keys / "issuing.pem", issuing_pem, 0644);
}

Result<Done> publish(const DemoFolders& folders, const X509* root, const X509* issuing) {
    TRY(make_folder(folders.trust, kPublicFolder));
    TRY(make_folder(folders.trust / "anchors", kPublicFolder));
    TRY(make_folder(folders.trust / "intermediates", kPublicFolder));
    LET(const auto root_pem, pem_of(root));
    LET(const auto issuing_pem, pem_of(issuing));
    TRY(write_file(folders.trust / "anchors" / "official-demo-root.pem", root_pem, 0644));
    return write_file(folders.trust / "intermediates" / "demo-issuing.pem", issuing_pem, 0644);
}

Result<Bytes> leaf(const Wanted& authority, std::initializer_list<NamePart> name, BytesView public_key, Instant at,
                   Entropy& entropy) {
    const auto* at_key = reinterpret_cast<const unsigned char*>(public_key.data());
    const OwnedKey key(d2i_PUBKEY(nullptr, &at_key, static_cast<long>(public_key.size())));
    if (!key) return failed("not a public key");
    auto wanted = authority;
    wanted.key = key.get();
    LET(const auto made, make(wanted, name, at, entropy));
    const int size = i2d_X509(made.get(), nullptr);
    if (size <= 0) return failed("DER of a certificate");
    Bytes der(static_cast<std::size_t>(size));
    auto* into = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(made.get(), &into);
    return der;
}

}  // namespace

struct DemoAuthority::Keys {
    OwnedCertificate issuing;
    OwnedKey issuing_key;

    Wanted leaf() const {
        return {nullptr, issuing.get(), issuing_key.get(), "critical,CA:FALSE", "critical,digitalSignature,nonRepudiation"};
    }
};

DemoAuthority::DemoAuthority(std::unique_ptr<Keys> keys, Instant at, Entropy& entropy)
    : keys_(std::move(keys)), at_(at), entropy_(&entropy) {}
DemoAuthority::~DemoAuthority() = default;
DemoAuthority::DemoAuthority(DemoAuthority&&) noexcept = default;
DemoAuthority& DemoAuthority::operator=(DemoAuthority&&) noexcept = default;

Result<DemoAuthority> DemoAuthority::open(const DemoFolders& folders, Instant at, Entropy& entropy) {
    std::error_code failure;
    if (!fs::exists(folders.keys / "issuing.pem", failure)) TRY(create(folders, at, entropy));
    LET(const auto root, load_certificate(folders.keys / "root.pem"));
    LET(auto issuing, load_certificate(folders.keys / "issuing.pem"));
    LET(auto issuing_key, load_key(folders.keys / "issuing.key.pem"));
    if (X509_check_private_key(issuing.get(), issuing_key.get()) != 1) return failed("key and certificate do not belong together");
    TRY(publish(folders, root.get(), issuing.get()));
    return DemoAuthority(std::make_unique<Keys>(Keys{std::move(issuing), std::move(issuing_key)}), at, entropy);
}

Result<Bytes> DemoAuthority::certify(const DemoPerson& person, BytesView public_key) const {
    return leaf(keys_->leaf(), {{"C", "VN"}, {"O", person.agency}, {"title", person.title}, {"CN", person.full_name}},
                public_key, at_, *entropy_);
}

Result<Bytes> DemoAuthority::certify(const DemoOrganisation& organisation, BytesView public_key) const {
    return leaf(keys_->leaf(), {{"C", "VN"}, {"O", organisation.name}, {"CN", organisation.name}}, public_key, at_, *entropy_);
}

}  // namespace congvan::trust
