#pragma once

// One person of the tour at the API: logs in, repeats what was not answered under the same idempotency key, and waits
// for a server that went away.

#include <boost/json.hpp>
#include <chrono>
#include <string>

#include "cli/http_client.hpp"

namespace congvan::cli {

// Keys of writes that this run and no other makes.
class KeySource {
public:
    KeySource();
    std::string next() { return prefix_ + "-" + std::to_string(++count_); }

private:
    std::string prefix_;
    std::uint64_t count_ = 0;
};

struct UploadFile {
    std::string name;
    std::string content;
};

class TourPerson {
public:
    static Result<TourPerson> make(const std::string& server, std::string user_name, KeySource& keys,
                                   std::chrono::seconds patience);

    const boost::json::object& me() const { return me_; }
    std::string id() const;

    // All fail: cli.refused (fix_input) with the problem's code and sentence · cli.no_answer (retry_later) when the
    // server did not come back in time.
    Result<boost::json::object> get(const std::string& path);
    Result<boost::json::object> post(const std::string& path, const boost::json::object& body);
    Result<std::string> upload(const UploadFile& file);  // the upload's id
    Result<Answer> raw(const std::string& path);         // whatever the status

    std::uint32_t reconnections() const { return reconnections_; }

private:
    TourPerson(HttpClient client, std::string user_name, KeySource& keys, std::chrono::seconds patience)
        : client_(std::move(client)), user_name_(std::move(user_name)), keys_(&keys), patience_(patience) {}

    Result<Done> log_in();
    Result<Answer> persist(Call call);
    Result<boost::json::object> object_of(const Result<Answer>& answer) const;

    HttpClient client_;
    std::string user_name_;
    KeySource* keys_;
    std::chrono::seconds patience_;
    std::string token_;
    boost::json::object me_;
    std::uint32_t reconnections_ = 0;
};

}  // namespace congvan::cli
