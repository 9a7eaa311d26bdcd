#include "http/static_files.hpp"

#include <filesystem>
#include <fstream>

#include "base/digest.hpp"
#include "errors/http.hpp"

namespace congvan::http {

namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{256} << 20;
constexpr std::string_view kNoncePlace = "__CSP_NONCE__";
constexpr std::string_view kIndex = "index.html";

Error missing(std::string why) { return {Remedy::call_operator, errors::http::static_files_missing, std::move(why)}; }

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string content_type_of(std::string_view path) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
        {".json", "application/json"}, {".map", "application/json"}, {".svg", "image/svg+xml"}, {".png", "image/png"},
        {".jpg", "image/jpeg"}, {".webp", "image/webp"}, {".ico", "image/x-icon"}, {".woff2", "font/woff2"},
        {".woff", "font/woff"}, {".ttf", "font/ttf"}, {".wasm", "application/wasm"},
        {".webmanifest", "application/manifest+json"}, {".txt", "text/plain; charset=utf-8"},
        {".yaml", "application/yaml"}, {".pdf", "application/pdf"}};
    for (const auto& [end, type] : types) {
        if (ends_with(path, end)) return std::string(type);
    }
    return "application/octet-stream";
}

// Whether Accept-Encoding takes `coding` (RFC 9110 section 12.5.3), with a weight above zero.
bool accepts(std::string_view field, std::string_view coding) {
    while (!field.empty()) {
        const auto comma = field.find(',');
        auto part = field.substr(0, comma);
        field = comma == std::string_view::npos ? "" : field.substr(comma + 1);
        part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
        const auto name = part.substr(0, part.find_first_of("; \t"));
        if (name != coding) continue;
        const auto weight = part.find("q=");
        return weight == std::string_view::npos || part.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

Result<std::map<std::string, std::string>> read_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::map<std::string, std::string> files;
    std::uintmax_t total = 0;
    std::error_code failure;
    auto walk = fs::recursive_directory_iterator(folder, failure);
    for (; !failure && walk != fs::recursive_directory_iterator(); walk.increment(failure)) {
        const auto& entry = *walk;
        if (entry.is_symlink() || !entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        if (!in) return missing("cannot read " + entry.path().string());
        total += content.size();
        if (total > kMostBytes) return missing(folder + " holds more than 256 MiB");
        files.emplace(entry.path().lexically_relative(folder).generic_string(), std::move(content));
    }
    if (failure) return missing(folder + ": " + failure.message());
    return files;
}

}  // namespace

std::string page_policy(std::string_view nonce) {
    const std::string with = nonce.empty() ? "" : " 'nonce-" + std::string(nonce) + "'";
    return "default-src 'none'; script-src 'self'" + with + "; style-src 'self'" + with +
           "; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
           "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

Result<StaticFiles> StaticFiles::open(const std::string& folder, Entropy& entropy) {
    LET(auto files, read_folder(folder));
    return from(std::move(files), entropy);
}

Result<StaticFiles> StaticFiles::from(std::map<std::string, std::string> files, Entropy& entropy) {
    StaticFiles all(entropy);
    if (!files.contains(std::string(kIndex))) return missing("no index.html");
    const auto shared = [&](const std::string& path) -> std::shared_ptr<const std::string> {
        const auto found = files.find(path);
        return found == files.end() ? nullptr : std::make_shared<const std::string>(found->second);
    };
    for (const auto& [path, content] : files) {
        const bool compressed = ends_with(path, ".gz") || ends_with(path, ".br");
        if (compressed && files.contains(path.substr(0, path.size() - 3))) continue;
        all.files_.emplace(path, File{content_type_of(path), "\"" + Sha256::of(as_bytes(content)).hex().substr(0, 32) + "\"",
                                      shared(path), shared(path + ".gz"), shared(path + ".br")});
    }
    all.page_takes_nonce_ = files.at(std::string(kIndex)).find(kNoncePlace) != std::string::npos;
    return all;
}

Response StaticFiles::send(const Request& request, const File& file) {
    const auto wanted = request.headers().joined("Accept-Encoding");
    auto bytes = file.plain;
    std::string_view coding;
    if (file.brotli && accepts(wanted, "br")) {
        bytes = file.brotli;
        coding = "br";
    } else if (file.gzip && accepts(wanted, "gzip")) {
        bytes = file.gzip;
        coding = "gzip";
    }
    Response response(200, SharedBody{std::move(bytes)});
    response.set("Content-Type", file.content_type);
    if (file.gzip || file.brotli) response.set("Vary", "Accept-Encoding");
    if (!coding.empty()) response.set("Content-Encoding", coding);
    // Each encoding is a representation of its own, so it has a tag of its own.
    auto tag = file.entity_tag;
    if (!coding.empty()) tag.insert(tag.size() - 1, "-" + std::string(coding));
    response.set("ETag", tag);
    return response;
}

Response StaticFiles::page(const Request& request) const {
    const auto& file = files_.find(kIndex)->second;
    if (!page_takes_nonce_) {
        auto response = send(request, file);
        return std::move(response.set("Cache-Control", "no-cache").set("Content-Security-Policy", page_policy()));
    }
    std::array<std::byte, 18> random{};
    entropy_->fill(random);
    const auto nonce = to_base64(random);
    std::string text;
    std::string_view rest = *file.plain;
    for (auto at = rest.find(kNoncePlace); at != std::string_view::npos; at = rest.find(kNoncePlace)) {
        text.append(rest.substr(0, at)).append(nonce);
        rest.remove_prefix(at + kNoncePlace.size());
    }
    auto response = Response::text(200, file.content_type, text.append(rest));
    // A stored page would meet the policy of a later answer, whose nonce is another.
    return std::move(response.set("Cache-Control", "no-store").set("Content-Security-Policy", page_policy(nonce)));
}

Result<Response> StaticFiles::answer(const Request& request) const {
    std::string path;
    for (const auto& segment : request.segments()) path += (path.empty() ? "" : "/") + segment;
    if (path.empty() || path == kIndex) return page(request);
    const auto file = files_.find(path);
    if (file == files_.end()) {
        const bool looks_like_page = request.segments().back().find('.') == std::string::npos;
        if (looks_like_page && request.segments().front() != "assets") return page(request);
        return Error{Remedy::fix_input, errors::http::not_found, path};
    }
    auto response = send(request, file->second);
    const bool hashed = path.starts_with("assets/");
    response.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    response.set("Content-Security-Policy", page_policy());
    return response;
}

}  // namespace congvan::http
