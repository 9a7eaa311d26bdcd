#include "cli/tour_client.hpp"

#include <array>
#include <random>
#include <thread>

#include "errors/cli.hpp"
#include "usecases/demo_logins.hpp"

namespace congvan::cli {
namespace {

using boost::json::object;

constexpr std::chrono::milliseconds kBetweenTries{250};

// An answer that says nothing about the act, or that it may succeed in a moment.
bool worth_repeating(const Answer& answer) { return answer.status >= 500 || answer.status == 429; }

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_';
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

}  // namespace

KeySource::KeySource() {
    std::random_device random;
    std::array<std::byte, 12> bytes{};
    for (std::byte& each : bytes) each = static_cast<std::byte>(random());
    prefix_ = "tour-" + to_hex(bytes);
}

Result<TourPerson> TourPerson::make(const std::string& server, std::string user_name, KeySource& keys,
                                    std::chrono::seconds patience) {
    LET(HttpClient client, HttpClient::make(server));
    TourPerson person(std::move(client), std::move(user_name), keys, patience);
    const auto give_up = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto logged_in = person.log_in();
        if (logged_in.has_value()) return person;
        if (logged_in.error().code != errors::cli::no_answer || std::chrono::steady_clock::now() > give_up) {
            return logged_in.error();
        }
        std::this_thread::sleep_for(kBetweenTries);
    }
}

std::string TourPerson::id() const { return std::string(me_.at("person").at("id").as_string()); }

Result<object> TourPerson::object_of(const Result<Answer>& answer) const {
    if (!answer.has_value()) return answer.error();
    boost::json::error_code failure;
    const boost::json::value body = boost::json::parse(answer->body, failure);
    if (failure || !body.is_object()) return Error{Remedy::call_operator, errors::cli::refused, "no JSON: " + answer->body.substr(0, 200)};
    if (answer->status < 300) return body.as_object();
    const object& problem = body.as_object();
    const auto text = [&](std::string_view name) {
        const auto* found = problem.if_contains(name);
        return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
    };
    return Error{Remedy::fix_input, errors::cli::refused, text("code") + ": " + text("detail")};
}

Result<Done> TourPerson::log_in() {
    Call call;
    call.method = "POST";
    call.path = "/api/v1/session";
    call.headers["Content-Type"] = "application/json";
    call.body = boost::json::serialize(object{{"user_name", user_name_}, {"password", usecases::kDemoPassword}});
    const auto answered = client_.call(call);
    if (answered.has_value() && worth_repeating(*answered)) {
        return Error{Remedy::retry_later, errors::cli::no_answer, "status " + std::to_string(answered->status)};
    }
    LET(const object body, object_of(answered));
    token_ = std::string(body.at("token").as_string());
    me_ = body.at("me").as_object();
    return Done{};
}

Result<Answer> TourPerson::persist(Call call) {
    const auto give_up = std::chrono::steady_clock::now() + patience_;
    for (;;) {
        call.headers["Authorization"] = "Bearer " + token_;
        auto answer = client_.call(call);
        const bool lost = !answer.has_value() && answer.error().code == errors::cli::no_answer;
        const bool logged_out = answer.has_value() && answer->status == 401;
        if (!lost && !logged_out && !(answer.has_value() && worth_repeating(*answer))) return answer;
        if (std::chrono::steady_clock::now() > give_up) return answer;
        std::this_thread::sleep_for(kBetweenTries);
        if ((lost || logged_out) && log_in().has_value()) ++reconnections_;
    }
}

Result<object> TourPerson::get(const std::string& path) {
    Call call;
    call.path = "/api/v1" + path;
    return object_of(persist(std::move(call)));
}

Result<Answer> TourPerson::raw(const std::string& path) {
    Call call;
    call.path = "/api/v1" + path;
    return persist(std::move(call));
}

Result<object> TourPerson::post(const std::string& path, const object& body) {
    Call call;
    call.method = "POST";
    call.path = "/api/v1" + path;
    call.headers["Content-Type"] = "application/json";
    call.headers["Idempotency-Key"] = keys_->next();
    call.body = boost::json::serialize(body);
    return object_of(persist(std::move(call)));
}

Result<std::string> TourPerson::upload(const UploadFile& file) {
    Call call;
    call.method = "POST";
    call.path = "/api/v1/files";
    call.headers["Content-Type"] = "application/octet-stream";
    call.headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + percent_encoded(file.name);
    call.headers["Idempotency-Key"] = keys_->next();
    call.body = file.content;
    LET(const object made, object_of(persist(std::move(call))));
    return std::string(made.at("upload_id").as_string());
}

}  // namespace congvan::cli
