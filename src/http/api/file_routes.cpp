// Files in and out, streamed.

#include "errors/http.hpp"
#include "errors/usecases.hpp"
#include "http/api/handlers.hpp"
#include "http/api/wire.hpp"
#include "http/disposition.hpp"
#include "http/download.hpp"
#include "usecases/upload_file.hpp"

namespace congvan::http {
namespace {

using boost::json::object;
using usecases::Caller;

Result<Response> upload(Api& api, const Caller& caller, Request& request) {
    const auto disposition = request.header("Content-Disposition");
    if (!disposition) return Error{Remedy::fix_input, errors::http::file_name_missing, ""};
    LET(const std::string name, file_name_in(*disposition));
    LET(const usecases::Outcome outcome,
        usecases::upload_file(api.office, caller, request.header("Idempotency-Key").value_or(""), name, request.stream()));
    LET(const auto record, usecases::read<std::optional<usecases::UploadRecord>>(
                               api.office.store, [&](usecases::Reader& reader) { return reader.upload(outcome.subject); }));
    if (!record) return Error{Remedy::fix_input, errors::usecases::no_such_upload, outcome.subject.text()};
    Response answer = json(201, object{{"upload_id", record->id.text()},
                                       {"file", wire::file(record->file)},
                                       {"expires_at", wire::instant(record->at + usecases::kUploadKept)}});
    if (outcome.replayed) answer.set("Idempotency-Replayed", "true");
    return answer;
}

// What a browser may show by itself; everything else is saved.
Disposition disposition_for(const std::string& media_type) {
    const bool shown = media_type == "application/pdf" || media_type == "image/png" || media_type == "image/jpeg";
    return shown ? Disposition::inline_ : Disposition::attachment;
}

Response answer_file(const Request& request, usecases::OpenFile open) {
    Download what;
    what.content = std::move(open.content);
    what.content_type = open.file.media_type;
    what.name = open.file.name;
    what.entity_tag = open.file.sha256.hex();
    what.disposition = disposition_for(open.file.media_type);
    Response answer = download(request, std::move(what));
    // A recall may close the content at any time: nothing between here and the reader keeps a copy.
    answer.set("Cache-Control", "no-store");
    return answer;
}

Result<Sha256> digest_in(const Request& request) {
    const auto digest = Sha256::parse(request.parameter("sha256"));
    if (!digest.has_value()) return Error{Remedy::fix_input, errors::usecases::no_such_file, ""};
    return digest.value();
}

}  // namespace

void add_file_routes(Router& router, Api& api) {
    RouteOptions streamed;
    streamed.body = BodyKind::streamed;
    streamed.body_limit = usecases::kMostUpload;
    router.post("/api/v1/files",
                for_caller(api, [&api](const Caller& caller, Request& request) { return upload(api, caller, request); }),
                streamed);
    router.get("/api/v1/outgoing/{id}/files/{sha256}",
               for_caller(api, [&api](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const Uuid id, path_id(request));
                   LET(const Sha256 digest, digest_in(request));
                   LET(usecases::OpenFile open,
                       usecases::open_outgoing_file(api.office, caller, DocumentId(id), digest));
                   return answer_file(request, std::move(open));
               }));
    router.get("/api/v1/incoming/{id}/files/{sha256}",
               for_caller(api, [&api](const Caller& caller, Request& request) -> Result<Response> {
                   LET(const Uuid id, path_id(request));
                   LET(const Sha256 digest, digest_in(request));
                   LET(usecases::OpenFile open,
                       usecases::open_incoming_file(api.office, caller, IncomingId(id), digest));
                   return answer_file(request, std::move(open));
               }));
}

}  // namespace congvan::http
