#include "adapters/trust/trust_folder_edit.hpp"

#include <algorithm>
#include <fstream>

#include "adapters/trust/certificate.hpp"
#include "adapters/trust/folder_trust_store.hpp"
#include "base/text.hpp"
#include "errors/trust.hpp"

namespace congvan::trust {
namespace {

namespace fs = std::filesystem;
using usecases::AnchorClass;
using usecases::Certificate;

constexpr std::size_t kLeastDigits = 8;
constexpr std::size_t kMostName = 60;

Error unreadable(const fs::path& path, std::string_view why) {
    return {Remedy::call_operator, errors::trust::unreadable, path.string() + ": " + std::string(why)};
}

std::string_view front_of(AnchorClass anchor_class) {
    switch (anchor_class) {
        case AnchorClass::official: return "official-";
        case AnchorClass::public_service: return "public-";
        case AnchorClass::own: return "own-";
    }
    return "own-";
}

std::optional<AnchorClass> class_of(const std::string& name) {
    for (const auto one : {AnchorClass::official, AnchorClass::public_service, AnchorClass::own}) {
        if (name.starts_with(front_of(one))) return one;
    }
    return std::nullopt;
}

// "official-rootca-chuyen-dung-chinh-phu-g2-f04ba4b4.pem"
std::string file_name(std::optional<AnchorClass> anchor_class, const Certificate& certificate) {
    std::string name;
    for (const char c : fold(certificate.facts.common_name)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain) name += c;
        if (!plain && !name.empty() && name.back() != '-') name += '-';
        if (name.size() == kMostName) break;
    }
    if (!name.empty() && name.back() != '-') name += '-';
    return std::string(anchor_class ? front_of(*anchor_class) : "") + name + certificate.facts.sha256.hex().substr(0, 8) + ".pem";
}

std::string pem_of(BytesView der) {
    const auto digits = to_base64(der);
    std::string text = "-----BEGIN CERTIFICATE-----\n";
    for (std::size_t at = 0; at < digits.size(); at += 64) text += digits.substr(at, 64) + "\n";
    return text + "-----END CERTIFICATE-----\n";
}

Result<Done> replace(const fs::path& path, const std::string& content) {
    std::error_code failure;
    fs::create_directories(path.parent_path(), failure);
    const auto fresh = path.parent_path() / ("." + path.filename().string() + ".new");
    {
        std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
        file << content;
        file.close();
        if (!file) return unreadable(fresh, "cannot be written");
    }
    fs::rename(fresh, path, failure);
    if (failure) return unreadable(path, failure.message());
    return Done{};
}

Result<Done> list_files(const fs::path& folder, const std::string& inner, std::vector<TrustEntry>& into) {
    std::error_code failure;
    if (!fs::is_directory(folder / inner, failure)) return Done{};
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder / inner, failure), end; !failure && at != end; at.increment(failure)) {
        const auto ending = at->path().extension();
        const bool ours = ending == ".pem" || ending == ".der" || ending == ".crt" || ending == ".cer";
        if (ours && at->path().filename().string().front() != '.') files.push_back(at->path());
    }
    if (failure) return unreadable(folder / inner, failure.message());
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        if (!file) return unreadable(path, "cannot be read");
        LET(auto found, read_certificate_file(as_bytes(content)));
        const auto name = path.filename().string();
        for (auto& one : found) {
            into.push_back({inner == "anchors" ? class_of(name) : std::nullopt, inner + "/" + name, std::move(one)});
        }
    }
    return Done{};
}

Result<std::string> digits_of(std::string_view sha256) {
    std::string digits;
    for (const char c : sha256) {
        const bool upper = c >= 'A' && c <= 'F';
        if (upper) digits += static_cast<char>(c - 'A' + 'a');
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) digits += c;
    }
    if (digits.size() < kLeastDigits || digits.size() > 64) {
        return Error{Remedy::fix_input, errors::trust::unknown_certificate, std::string(sha256)};
    }
    return digits;
}

}  // namespace

Result<std::vector<TrustEntry>> list_trust(const fs::path& folder) {
    TRY(read_trust_folder(folder));  // the same refusals as where it is used
    std::vector<TrustEntry> entries;
    TRY(list_files(folder, "anchors", entries));
    TRY(list_files(folder, "intermediates", entries));
    return entries;
}

Result<TrustEntry> show_trust(const fs::path& folder, std::string_view sha256) {
    LET(const auto digits, digits_of(sha256));
    LET(auto entries, list_trust(folder));
    std::optional<TrustEntry> found;
    for (auto& entry : entries) {
        if (!entry.certificate.facts.sha256.hex().starts_with(digits)) continue;
        if (found && found->certificate.facts.sha256 != entry.certificate.facts.sha256) {
            return Error{Remedy::fix_input, errors::trust::ambiguous_certificate, digits};
        }
        if (!found) found = std::move(entry);
    }
    if (!found) return Error{Remedy::fix_input, errors::trust::unknown_certificate, digits};
    return std::move(*found);
}

Result<std::vector<TrustEntry>> add_trust(const fs::path& folder, std::optional<AnchorClass> anchor_class, BytesView content) {
    LET(auto certificates, read_certificate_file(content));
    LET(const auto known, list_trust(folder));
    std::vector<TrustEntry> added;
    for (auto& certificate : certificates) {
        if (!certificate.facts.authority) {
            return Error{Remedy::fix_input, errors::trust::not_an_authority, certificate.facts.subject};
        }
        const auto same = [&](const TrustEntry& entry) { return entry.certificate.facts.sha256 == certificate.facts.sha256; };
        if (std::any_of(known.begin(), known.end(), same) || std::any_of(added.begin(), added.end(), same)) {
            return Error{Remedy::fix_input, errors::trust::known_certificate, certificate.facts.sha256.hex()};
        }
        const std::string inner = anchor_class ? "anchors/" : "intermediates/";
        added.push_back({anchor_class, inner + file_name(anchor_class, certificate), std::move(certificate)});
    }
    for (const auto& entry : added) TRY(replace(folder / entry.file, pem_of(entry.certificate.der)));
    return added;
}

Result<TrustEntry> remove_trust(const fs::path& folder, std::string_view sha256) {
    LET(auto entry, show_trust(folder, sha256));
    LET(const auto all, list_trust(folder));
    for (const auto& one : all) {
        if (one.certificate.facts.sha256 != entry.certificate.facts.sha256) continue;
        std::string rest;
        for (const auto& other : all) {
            if (other.file == one.file && other.certificate.facts.sha256 != one.certificate.facts.sha256) rest += pem_of(other.certificate.der);
        }
        std::error_code failure;
        if (rest.empty()) {
            fs::remove(folder / one.file, failure);
            if (failure) return unreadable(folder / one.file, failure.message());
        } else {
            TRY(replace(folder / one.file, rest));
        }
    }
    return entry;
}

}  // namespace congvan::trust
