#pragma once

// Whether a write comes from our own pages: the defence against requests that another site makes a browser send with our
// cookie. A browser says so itself (Sec-Fetch-Site), or names the page's origin, which must be the host it talks to.

#include "http/request.hpp"

namespace congvan::http {

// Fails: http.cross_origin (ask_permission). Passes: reads; requests with a bearer token; requests from our pages; requests
// that neither a browser sent (no Sec-Fetch-Site, no Origin) nor carry a cookie.
Result<Done> check_origin(const Request& request);

}  // namespace congvan::http
