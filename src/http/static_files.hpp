#pragma once

// The built web client, held in memory: what is not in the folder at start does not exist, so no path can lead out of it.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace congvan::http {

// Immutable after opening; any thread.
class StaticFiles {
public:
    // Reads `folder` (regular files only, links are skipped, at most 256 MiB). "x.js.br" and "x.js.gz" beside "x.js" are its
    // compressed forms. `entropy` must outlive the object.
    // Fails: http.static_files_missing (call_operator) when the folder or its index.html cannot be read.
    static Result<StaticFiles> open(const std::string& folder, Entropy& entropy);

    // The same from memory: path without leading slash -> content. Fails as above.
    static Result<StaticFiles> from(std::map<std::string, std::string> files, Entropy& entropy);

    // Answers GET and HEAD; never blocks. Files below "assets/" have a hash in their name and may be kept for ever; everything
    // else is checked again each time. A path whose last segment has no dot is a page of the client and gets index.html.
    // Where index.html holds "__CSP_NONCE__", each answer gets a fresh nonce there and in its policy.
    // Fails: http.not_found (fix_input).
    Result<Response> answer(const Request& request) const;

    std::size_t count() const { return files_.size(); }

private:
    struct File {
        std::string content_type;
        std::string entity_tag;
        std::shared_ptr<const std::string> plain;
        std::shared_ptr<const std::string> gzip;    // may be null
        std::shared_ptr<const std::string> brotli;  // may be null
    };

    explicit StaticFiles(Entropy& entropy) : entropy_(&entropy) {}
    Response page(const Request& request) const;
    static Response send(const Request& request, const File& file);

    Entropy* entropy_;
    std::map<std::string, File, std::less<>> files_;
    bool page_takes_nonce_ = false;
};

// The policy of our pages: everything from here, no script or style in the page itself, never in a frame. With a nonce,
// styles and scripts that carry it are taken as well.
std::string page_policy(std::string_view nonce = {});

}  // namespace congvan::http
