#pragma once

// HTTP over libcurl.

#include <memory>

#include "usecases/ports/web_client.hpp"

namespace congvan::fetch {

class CurlClient final : public usecases::WebClient {
public:
    CurlClient();
    Result<Bytes> ask(const usecases::WebRequest& request) override;
};

}  // namespace congvan::fetch
