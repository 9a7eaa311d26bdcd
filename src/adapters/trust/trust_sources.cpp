#include "adapters/trust/trust_sources.hpp"

#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <toml++/toml.h>

#include "errors/trust.hpp"

namespace congvan::trust {
namespace {

Error bad(const toml::node& node, std::string_view why) {
    return {Remedy::call_operator, errors::trust::bad_sources,
            "sources.toml:" + std::to_string(node.source().begin.line) + ": " + std::string(why)};
}

Result<std::uint64_t> with_unit(const toml::node& node, const std::vector<std::pair<std::string_view, std::uint64_t>>& units) {
    const auto text = node.value<std::string_view>().value_or("");
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(read.ptr, static_cast<std::size_t>(text.data() + text.size() - read.ptr));
    for (const auto& [name, size] : units) {
        if (read.ec == std::errc() && name == unit && number <= 1'000'000) return number * size;
    }
    return bad(node, "a number with a unit is wanted, like \"" + std::string("24") + std::string(units.front().first) + "\"");
}

Result<std::chrono::seconds> duration(const toml::node& node) {
    LET(const auto seconds, with_unit(node, {{"h", 3600}, {"s", 1}, {"m", 60}, {"min", 60}, {"d", 86400}}));
    return std::chrono::seconds(seconds);
}

Result<bool> yes_or_no(const toml::node& node) {
    if (!node.is_boolean()) return bad(node, "true or false is wanted");
    return node.as_boolean()->get();
}

Result<std::string> text(const toml::node& node) {
    const auto value = node.value<std::string>();
    if (!value || value->empty()) return bad(node, "a text is wanted");
    return *value;
}

Result<std::string> address(const toml::node& node) {
    LET(const auto value, text(node));
    if (!value.starts_with("http://") && !value.starts_with("https://")) return bad(node, "an http or https address is wanted");
    return value;
}

Result<std::vector<std::string>> addresses(const toml::node& node) {
    std::vector<std::string> all;
    if (!node.is_array()) return bad(node, "a list of addresses is wanted");
    for (const auto& one : *node.as_array()) {
        LET(auto value, address(one));
        all.push_back(std::move(value));
    }
    return all;
}

Result<Done> take_authority(const toml::table& table, TrustSources& sources) {
    AuthorityAddresses found;
    std::optional<Sha256> issuer;
    for (const auto& [key, node] : table) {
        if (key == "sha256") {
            LET(const auto value, text(node));
            const auto digest = Sha256::parse(value);
            if (!digest.has_value()) return bad(node, "64 hex digits are wanted");
            issuer = *digest;
        } else if (key == "ocsp") {
            LET(found.ocsp, addresses(node));
        } else if (key == "crl") {
            LET(found.crl, addresses(node));
        } else {
            return bad(node, "unknown key " + std::string(key.str()));
        }
    }
    if (!issuer) return bad(table, "sha256 is missing");
    sources.authorities[*issuer] = std::move(found);
    return Done{};
}

Result<Done> take_timestamp(const toml::table& table, TrustSources& sources) {
    TimestampService service;
    for (const auto& [key, node] : table) {
        if (key == "address") {
            LET(service.address, address(node));
        } else if (key == "policy") {
            LET(service.policy, text(node));
        } else if (key == "patience") {
            LET(service.patience, duration(node));
        } else if (key == "tries") {
            const auto tries = node.value<std::int64_t>().value_or(0);
            if (tries < 1 || tries > 10) return bad(node, "tries is from 1 to 10");
            service.tries = static_cast<int>(tries);
        } else {
            return bad(node, "unknown key " + std::string(key.str()));
        }
    }
    if (service.address.empty()) return bad(table, "address is missing");
    sources.timestamps.push_back(std::move(service));
    return Done{};
}

Result<Done> take_each(const toml::node& node, TrustSources& sources, Result<Done> (*take)(const toml::table&, TrustSources&)) {
    const auto* all = node.as_array();
    if (all == nullptr) return bad(node, "[[…]] is wanted");
    for (const auto& one : *all) {
        if (!one.is_table()) return bad(one, "[[…]] is wanted");
        TRY(take(*one.as_table(), sources));
    }
    return Done{};
}

Result<Done> take_hosts(const toml::node& node, TrustSources& sources) {
    if (!node.is_table()) return bad(node, "[hosts] is wanted");
    for (const auto& [from, to] : *node.as_table()) {
        LET(const auto host, text(to));
        if (host.find('/') != std::string::npos) return bad(to, "a host is wanted, not an address");
        sources.hosts[std::string(from.str())] = host;
    }
    return Done{};
}

Result<Done> take(std::string_view key, const toml::node& node, TrustSources& sources) {
    if (key == "fetch") {
        LET(sources.fetch, yes_or_no(node));
    } else if (key == "fetch_issuers") {
        LET(sources.fetch_issuers, yes_or_no(node));
    } else if (key == "grace") {
        LET(sources.policy.grace, duration(node));
    } else if (key == "max_age") {
        LET(sources.policy.max_age, duration(node));
    } else if (key == "largest_list") {
        LET(const auto size, with_unit(node, {{"MiB", 1u << 20}, {"KiB", 1u << 10}}));
        if (size > std::uint64_t{1} << 30) return bad(node, "at most 1024MiB");
        sources.largest_list = size;
    } else if (key == "hosts") {
        return take_hosts(node, sources);
    } else if (key == "authority") {
        return take_each(node, sources, take_authority);
    } else if (key == "timestamp") {
        return take_each(node, sources, take_timestamp);
    } else {
        return bad(node, "unknown key " + std::string(key));
    }
    return Done{};
}

}  // namespace

Result<TrustSources> parse_trust_sources(std::string_view toml) {
    const toml::parse_result parsed = toml::parse(toml, std::string_view("sources.toml"));
    if (!parsed) {
        std::ostringstream why;
        why << parsed.error();
        return Error{Remedy::call_operator, errors::trust::bad_sources, why.str()};
    }
    TrustSources sources;
    for (const auto& [key, node] : parsed.table()) TRY(take(key.str(), node, sources));
    return sources;
}

Result<TrustSources> read_trust_sources(const std::filesystem::path& folder) {
    const auto path = folder / "sources.toml";
    std::error_code failure;
    if (!std::filesystem::exists(path, failure)) return TrustSources{};
    std::ifstream file(path, std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file || content.size() > (1u << 20)) return Error{Remedy::call_operator, errors::trust::unreadable, path.string()};
    return parse_trust_sources(content);
}

}  // namespace congvan::trust
