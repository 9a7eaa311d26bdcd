#include "adapters/trust/folder_trust_store.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "adapters/trust/certificate.hpp"
#include "errors/trust.hpp"
#include "signing/revocation/evidence.hpp"

namespace congvan::trust {

namespace {

namespace fs = std::filesystem;
using usecases::Anchor;
using usecases::AnchorClass;
using usecases::Certificate;
using usecases::TrustMaterial;

constexpr std::uintmax_t kMostFile = 1u << 20;
constexpr std::uintmax_t kMostEvidenceFile = 64u << 20;

Error unreadable(const fs::path& path, std::string_view why) {
    return {Remedy::call_operator, errors::trust::unreadable, path.string() + ": " + std::string(why)};
}

using Endings = std::array<std::string_view, 4>;
constexpr Endings kCertificateEndings = {".pem", ".der", ".crt", ".cer"};
constexpr Endings kEvidenceEndings = {".pem", ".der", ".crl", ".ocsp"};
constexpr Endings kLooseEvidenceEndings = {".crl", ".ocsp", ".ors", ".CRL"};  // .pem and .der are certificates there

// The files of a folder by name, so that every reading has the same order.
Result<std::vector<fs::path>> files_of(const fs::path& folder, const Endings& endings = kCertificateEndings) {
    std::vector<fs::path> files;
    std::error_code failure;
    if (!fs::exists(folder, failure)) return files;
    fs::directory_iterator at(folder, failure);
    if (failure) return unreadable(folder, failure.message());
    for (; at != fs::directory_iterator(); at.increment(failure)) {
        if (failure) return unreadable(folder, failure.message());
        const auto extension = at->path().extension().string();
        const bool ours = std::find(endings.begin(), endings.end(), extension) != endings.end();
        if (ours && at->path().filename().string().front() != '.') files.push_back(at->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<std::string> content_of(const fs::path& path, std::uintmax_t most = kMostFile) {
    std::error_code failure;
    const auto size = fs::file_size(path, failure);
    if (failure) return unreadable(path, failure.message());
    if (size > most) return unreadable(path, "larger than " + std::to_string(most >> 20) + " MiB");
    std::ifstream file(path, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file) return unreadable(path, "cannot be read");
    return content;
}

Result<std::vector<Certificate>> certificates_in(const fs::path& path, const std::string& content) {
    auto read = read_certificate_file(as_bytes(content));
    if (!read.has_value()) {
        return Error{Remedy::call_operator, read.error().code, path.string() + ": " + read.error().detail};
    }
    return read;
}

Result<std::vector<Certificate>> authorities_in(const fs::path& path) {
    LET(const std::string content, content_of(path));
    LET(auto read, certificates_in(path, content));
    for (const auto& certificate : read) {
        if (!certificate.facts.authority) {
            return Error{Remedy::call_operator, errors::trust::not_an_authority, path.string()};
        }
    }
    return read;
}

Result<AnchorClass> class_of(const fs::path& path) {
    const auto name = path.filename().string();
    if (name.rfind("official-", 0) == 0) return AnchorClass::official;
    if (name.rfind("public-", 0) == 0) return AnchorClass::public_service;
    if (name.rfind("own-", 0) == 0) return AnchorClass::own;
    return Error{Remedy::call_operator, errors::trust::unclassified_anchor, path.string()};
}

// The bytes of one list in PEM; as they are when it is none.
Bytes without_armour(const std::string& content) {
    constexpr std::string_view kBegin = "-----BEGIN X509 CRL-----", kEnd = "-----END X509 CRL-----";
    const auto begin = content.find(kBegin), end = content.find(kEnd);
    if (begin == std::string::npos || end == std::string::npos || end < begin) return to_bytes(content);
    std::string digits;
    for (const char c : std::string_view(content).substr(begin + kBegin.size(), end - begin - kBegin.size())) {
        if (c > ' ') digits += c;
    }
    auto der = from_base64(digits);
    return der.has_value() ? std::move(der).value() : to_bytes(content);
}

Result<std::vector<Bytes>> evidence_in(const fs::path& folder, const Endings& endings = kEvidenceEndings) {
    std::vector<Bytes> found;
    LET(const auto files, files_of(folder, endings));
    for (const auto& path : files) {
        LET(const std::string content, content_of(path, kMostEvidenceFile));
        Bytes der = without_armour(content);
        signing::revocation::Evidence pool;
        const auto added = pool.add(der);
        if (!added.has_value()) return Error{Remedy::call_operator, added.error().code, path.string() + ": " + added.error().detail};
        found.push_back(std::move(der));
    }
    return found;
}

Result<TrustMaterial> read(const fs::path& folder) {
    std::error_code failure;
    if (!fs::is_directory(folder, failure)) return unreadable(folder, "no such folder");
    TrustMaterial material;
    LET(const auto anchors, files_of(folder / "anchors"));
    for (const auto& path : anchors) {
        LET(const auto anchor_class, class_of(path));
        LET(auto found, authorities_in(path));
        for (auto& one : found) material.anchors.push_back(Anchor{anchor_class, std::move(one)});
    }
    LET(const auto intermediates, files_of(folder / "intermediates"));
    for (const auto& path : intermediates) {
        LET(auto found, authorities_in(path));
        for (auto& one : found) material.intermediates.push_back(std::move(one));
    }
    LET(material.evidence, evidence_in(folder / "revocation"));
    return material;
}

// Certificates without further order: who signed for himself is believed.
Result<TrustMaterial> read_loose(const fs::path& folder) {
    TrustMaterial material;
    LET(const auto files, files_of(folder));
    for (const auto& path : files) {
        LET(const std::string content, content_of(path));
        const bool only_a_key = content.find("PRIVATE KEY-----") != std::string::npos &&
                                content.find("-----BEGIN CERTIFICATE-----") == std::string::npos;
        if (only_a_key) continue;
        LET(auto found, certificates_in(path, content));
        const auto named = class_of(path);
        for (auto& one : found) {
            if (one.facts.subject == one.facts.issuer) {
                material.anchors.push_back({named.has_value() ? *named : AnchorClass::own, std::move(one)});
            } else {
                material.intermediates.push_back(std::move(one));
            }
        }
    }
    LET(material.evidence, evidence_in(folder, kLooseEvidenceEndings));
    return material;
}

}  // namespace

Result<TrustMaterial> read_trust_folder(const fs::path& folder) {
    std::error_code failure;
    const bool ordered = fs::is_directory(folder / "anchors", failure) || fs::is_directory(folder / "intermediates", failure);
    if (ordered || !fs::is_directory(folder, failure)) return read(folder);
    return read_loose(folder);
}

Result<std::unique_ptr<FolderTrustStore>> FolderTrustStore::open(fs::path folder) {
    std::unique_ptr<FolderTrustStore> store(new FolderTrustStore(std::move(folder)));
    TRY(store->reload());
    return store;
}

std::shared_ptr<const TrustMaterial> FolderTrustStore::material() const {
    return material_.with([](const auto& held) { return held; });
}

Result<Done> FolderTrustStore::reload() {
    LET(auto fresh, read(folder_));
    auto shared = std::make_shared<const TrustMaterial>(std::move(fresh));
    material_.with([&](auto& held) { held.swap(shared); });
    return Done{};
}

Result<usecases::CertificateFacts> FolderTrustStore::facts(BytesView der) const {
    LET(auto certificate, read_certificate(der));
    return std::move(certificate.facts);
}

}  // namespace congvan::trust
