#include "server/data_directory.hpp"

#include <sstream>
#include <toml++/toml.h>

#include "adapters/system/small_file.hpp"
#include "base/digest.hpp"
#include "errors/server.hpp"

namespace congvan::server {
namespace {

constexpr std::string_view kLogName = "congvan";

Error bad_settings(std::string detail) { return {Remedy::call_operator, errors::server::bad_settings, std::move(detail)}; }

std::string at_line(const toml::node& node) { return "congvan.toml:" + std::to_string(node.source().begin.line) + ": "; }

Result<Done> take(DataSettings& settings, std::string_view key, const toml::node& node) {
    if (key == "demo") {
        if (!node.is_boolean()) return bad_settings(at_line(node) + "demo is true or false");
        settings.demo = node.as_boolean()->get() ? Demo::yes : Demo::no;
        return Done{};
    }
    if (key == "public_verification") {
        if (!node.is_boolean()) return bad_settings(at_line(node) + "public_verification is true or false");
        settings.public_verification = node.as_boolean()->get();
        return Done{};
    }
    const auto text = node.value<std::string>();
    if (key == "storage" && text && (*text == "sqlite" || *text == "postgres")) {
        settings.storage = *text == "sqlite" ? Storage::sqlite : Storage::postgres;
        return Done{};
    }
    if (key == "storage") return bad_settings(at_line(node) + "storage is \"sqlite\" or \"postgres\"");
    if (key == "database" && text && text->starts_with("file:")) {
        settings.database = *text;
        return Done{};
    }
    if (key == "database") return bad_settings(at_line(node) + "database is a reference \"file:/path\" to a secret");
    return bad_settings(at_line(node) + "unknown key " + std::string(key));
}

Result<evidence::LogKey> key_from(std::string_view hex) {
    LET(const Bytes seed, from_hex(hex));
    // The name tells logs apart: each installation's key makes its own.
    const std::string name = std::string(kLogName) + "/" + Sha256::of(seed).hex().substr(0, 12);
    return evidence::LogKey::from_seed(name, seed);
}

}  // namespace

Result<std::optional<DataSettings>> DataDirectory::settings() const {
    LET(const std::optional<std::string> text, system::read_small_file(root_ / "congvan.toml"));
    if (!text) return std::optional<DataSettings>();
    const toml::parse_result parsed = toml::parse(std::string_view(*text), std::string_view("congvan.toml"));
    if (!parsed) {
        std::ostringstream why;
        why << parsed.error();
        return bad_settings(why.str());
    }
    DataSettings settings;
    for (const auto& [key, node] : parsed.table()) TRY(take(settings, key.str(), node));
    if (settings.storage == Storage::postgres && settings.database.empty()) {
        return bad_settings("congvan.toml: storage = \"postgres\" needs database");
    }
    return std::optional<DataSettings>(settings);
}

Result<Done> DataDirectory::write_settings(const DataSettings& settings) const {
    std::string text = "# Written when this data directory was created.\n";
    text += std::string("storage = \"") + (settings.storage == Storage::sqlite ? "sqlite" : "postgres") + "\"\n";
    if (!settings.database.empty()) text += "database = '" + settings.database + "'\n";
    text += std::string("demo = ") + (settings.demo == Demo::yes ? "true" : "false") + "\n";
    if (settings.public_verification) text += "public_verification = true\n";
    return system::replace_small_file(root_ / "congvan.toml", text);
}

Result<Done> DataDirectory::make_folders() const {
    for (const std::filesystem::path& folder : {trust() / "anchors", trust() / "intermediates"}) {
        std::error_code failure;
        std::filesystem::create_directories(folder, failure);
        if (failure) return Error{Remedy::call_operator, errors::server::file_unreadable, folder.string()};
    }
    return Done{};
}

Result<evidence::LogKey> DataDirectory::existing_log_key() const {
    LET(const std::optional<std::string> hex, system::read_small_file(root_ / "log.key"));
    if (!hex) return Error{Remedy::call_operator, errors::server::no_installation, root_.string()};
    return key_from(std::string_view(*hex).substr(0, 64));
}

Result<evidence::LogKey> DataDirectory::log_key(Entropy& entropy) const {
    LET(const std::optional<std::string> hex, system::read_small_file(root_ / "log.key"));
    if (hex) return key_from(std::string_view(*hex).substr(0, 64));
    Bytes seed(evidence::LogKey::kSeedSize);
    entropy.fill(seed);
    TRY(system::replace_small_file(root_ / "log.key", to_hex(seed) + "\n", 0600));
    return key_from(to_hex(seed));
}

}  // namespace congvan::server
