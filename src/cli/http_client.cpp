#include "cli/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>

#include "errors/cli.hpp"

namespace congvan::cli {
namespace {

constexpr long kConnectSeconds = 5;
constexpr long kSilenceSeconds = 120;
constexpr std::size_t kMostBody = std::size_t{512} << 20;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

void append(List& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    CONGVAN_INVARIANT(longer != nullptr);
    (void)list.release();
    list.reset(longer);
}

// libcurl's callbacks: returning another size than was given ends the transfer.
std::size_t take_body(const char* data, std::size_t one, std::size_t count, void* into) {
    auto& body = *static_cast<std::string*>(into);
    if (body.size() + one * count > kMostBody) return 0;
    body.append(data, one * count);
    return one * count;
}

std::size_t take_header(const char* data, std::size_t one, std::size_t count, void* into) {
    auto& headers = *static_cast<std::map<std::string, std::string>*>(into);
    const std::string_view line(data, one * count);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return one * count;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string_view value = line.substr(colon + 1);
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!value.empty() && blank(value.front())) value.remove_prefix(1);
    while (!value.empty() && blank(value.back())) value.remove_suffix(1);
    headers[name] = std::string(value);
    return one * count;
}

}  // namespace

struct HttpClient::State {
    std::string server;
    CURL* curl = curl_easy_init();

    ~State() { curl_easy_cleanup(curl); }
};

HttpClient::HttpClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Result<HttpClient> HttpClient::make(std::string_view server) {
    if (!server.starts_with("http://") || server.size() < 9) {
        return Error{Remedy::fix_input, errors::cli::bad_address, std::string(server)};
    }
    while (server.ends_with('/')) server.remove_suffix(1);
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    auto state = std::make_unique<State>();
    CONGVAN_INVARIANT(global == CURLE_OK && state->curl != nullptr);
    state->server = std::string(server);
    return HttpClient(std::move(state));
}

Result<Answer> HttpClient::call(const Call& call) {
    CURL* curl = state_->curl;
    curl_easy_reset(curl);  // keeps the open connection
    Answer answer;
    List headers;
    append(headers, "Expect:");
    for (const auto& [name, value] : call.headers) append(headers, name + ": " + value);
    const std::string url = state_->server + call.path;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    if (call.method != "GET") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSilenceSeconds);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.headers);
    if (const CURLcode outcome = curl_easy_perform(curl); outcome != CURLE_OK) {
        return Error{Remedy::retry_later, errors::cli::no_answer, curl_easy_strerror(outcome)};
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

}  // namespace congvan::cli
