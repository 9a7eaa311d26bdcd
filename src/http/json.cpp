#include "http/json.hpp"

#include "errors/http.hpp"

namespace congvan::http {

namespace {

constexpr std::size_t kDepth = 32;

bool is_json_type(std::string_view content_type) {
    const auto type = content_type.substr(0, content_type.find_first_of("; \t"));
    constexpr std::string_view wanted = "application/json";
    return type.size() == wanted.size() && std::equal(type.begin(), type.end(), wanted.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b;
           });
}

Error malformed(std::string why) { return {Remedy::fix_input, errors::http::malformed_json, std::move(why)}; }

Error missing(std::string_view name) {
    return {Remedy::fix_input, errors::http::missing_member, std::string(name)};
}
Error wrong(std::string_view name, std::string_view wanted) {
    return {Remedy::fix_input, errors::http::wrong_member, std::string(name) + " is not " + std::string(wanted)};
}

// nullptr when absent or null.
const boost::json::value* member(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

}  // namespace

Result<boost::json::object> json_body(const Request& request) {
    if (!is_json_type(request.header("Content-Type").value_or(""))) {
        return Error{Remedy::fix_input, errors::http::unsupported_media_type,
                     std::string(request.header("Content-Type").value_or("no Content-Type"))};
    }
    boost::json::parse_options options;
    options.max_depth = kDepth;
    boost::json::error_code failure;
    auto value = boost::json::parse(as_text(request.body()), failure, {}, options);
    if (failure) return malformed(failure.message());
    if (!value.is_object()) return malformed("not an object");
    return std::move(value.get_object());
}

Response json(int status, const boost::json::value& value) {
    return Response::text(status, "application/json", boost::json::serialize(value));
}

Result<std::string> text_of(const boost::json::object& object, std::string_view name) {
    LET(auto value, optional_text_of(object, name));
    if (!value) return missing(name);
    return std::move(*value);
}

Result<std::optional<std::string>> optional_text_of(const boost::json::object& object, std::string_view name) {
    const auto* value = member(object, name);
    if (value == nullptr) return std::optional<std::string>();
    if (!value->is_string()) return wrong(name, "a string");
    return std::optional<std::string>(std::string(value->get_string()));
}

Result<std::optional<std::int64_t>> optional_number_of(const boost::json::object& object, std::string_view name) {
    const auto* value = member(object, name);
    if (value == nullptr) return std::optional<std::int64_t>();
    if (!value->is_int64()) return wrong(name, "a whole number");
    return std::optional<std::int64_t>(value->get_int64());
}

}  // namespace congvan::http
