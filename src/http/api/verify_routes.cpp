// A page where a file is dropped and judged. Nothing is kept: neither the file nor that it was asked about.

#include <charconv>
#include <semaphore>

#include "errors/base.hpp"
#include "errors/http.hpp"
#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "http/download.hpp"
#include "usecases/verification.hpp"
#include "usecases/verify_file.hpp"

namespace congvan::http {
namespace {

constexpr std::uint64_t kMostDropped = 64ull * 1024 * 1024;
constexpr std::ptrdiff_t kAtOnce = 8;  // files in memory

// A place among those that may hold a file in memory; given back at the end.
class Place {
public:
    explicit Place(std::counting_semaphore<kAtOnce>& places) : places_(places.try_acquire() ? &places : nullptr) {}
    ~Place() {
        if (places_ != nullptr) places_->release();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool taken() const { return places_ != nullptr; }

private:
    std::counting_semaphore<kAtOnce>* places_;
};

Result<Done> may_ask(const Api& api, const Request& request) {
    if (api.public_verification) return Done{};
    TRY(caller_of(api, request));
    return Done{};
}

// Judges what comes in the body with `answer`.
Handler for_dropped_file(Api& api, std::function<Result<Response>(const Request&, BytesView)> answer) {
    const auto places = std::make_shared<std::counting_semaphore<kAtOnce>>(kAtOnce);
    return [&api, places, answer = std::move(answer)](Request& request) -> Result<Response> {
        TRY(may_ask(api, request));
        const Place place(*places);
        if (!place.taken()) return Error{Remedy::retry_later, errors::http::overloaded, "verify"};
        LET(const Bytes file, read_all(request.stream(), kMostDropped));
        if (file.empty()) return Error{Remedy::fix_input, errors::http::wrong_member, "an empty body"};
        return answer(request, file);
    };
}

// Bytes with the view of them that is sent.
struct Held {
    explicit Held(Bytes given) : bytes(std::move(given)), view(bytes) {}
    Bytes bytes;
    MemoryBytes view;
};

Response answer_revision(const Request& request, Bytes revision, std::string_view number) {
    Download what;
    what.content_type = "application/pdf";
    what.name = "lần lưu " + std::string(number) + ".pdf";
    what.entity_tag = Sha256::of(revision).hex();
    const auto held = std::make_shared<Held>(std::move(revision));
    what.content = std::shared_ptr<const RandomAccessBytes>(held, &held->view);
    Response answer = download(request, std::move(what));
    answer.set("Cache-Control", "no-store");
    return answer;
}

}  // namespace

void add_verify_routes(Router& router, Api& api) {
    RouteOptions streamed;
    streamed.body = BodyKind::streamed;
    streamed.body_limit = kMostDropped;
    router.post("/api/v1/verify",
                for_dropped_file(api,
                                 [&api](const Request& request, BytesView file) -> Result<Response> {
                                     return json(wire::verdict(usecases::verify_dropped(api.office, file), request.language()));
                                 }),
                streamed);
    router.post("/api/v1/verify/revisions/{number}",
                for_dropped_file(api,
                                 [](const Request& request, BytesView file) -> Result<Response> {
                                     const std::string_view text = request.parameter("number");
                                     std::size_t number = 0;
                                     const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
                                     if (read.ptr != text.data() + text.size()) number = 0;  // no revision has it
                                     LET(Bytes revision, usecases::revision_of(file, number));
                                     return answer_revision(request, std::move(revision), text);
                                 }),
                streamed);
}

}  // namespace congvan::http
