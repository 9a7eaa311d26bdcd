#include "adapters/trust/online_services.hpp"

#include <chrono>

#include "errors/fetch.hpp"
#include "errors/signing.hpp"
#include "errors/trust.hpp"
#include "signing/revocation/check.hpp"

namespace congvan::trust {
namespace {

using signing::Wanted;
using signing::cms::Certificate;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using usecases::Gathered;
using usecases::Patience;
namespace revocation = signing::revocation;

constexpr auto kRest = std::chrono::minutes(5);
constexpr milliseconds kOneAnswer{5'000};
constexpr std::size_t kLargestAnswer = 256u << 10;
constexpr std::size_t kLargestCertificate = 64u << 10;
constexpr std::size_t kMostResting = 1024;

// "http://host:port/path" in its three parts.
struct AddressParts {
    std::string front;  // with "//"
    std::string host;
    std::string rest;   // with ":port"
};
AddressParts split(const std::string& address) {
    const auto start = address.find("//") + 2;
    const auto end = std::min(address.find_first_of(":/?#", start), address.size());
    return {address.substr(0, start), address.substr(start, end - start), address.substr(end)};
}

Sha256 key_of(std::string_view kind, std::initializer_list<BytesView> parts) {
    Sha256Stream stream;
    stream.add(as_bytes(kind));
    for (const auto part : parts) stream.add(part);
    return stream.finish();
}

void put_in_front(std::vector<std::string>& addresses, const std::vector<std::string>& configured) {
    addresses.insert(addresses.begin(), configured.begin(), configured.end());
}

}  // namespace

// One gathering: its bounds, and what it found.
class OnlineServices::Round {
public:
    Round(OnlineServices& services, Instant now, Patience patience)
        : services_(services), now_(now), until_(steady_clock::now() + patience.whole), may_ask_(patience.whole.count() > 0) {}

    void look_for(const Wanted& wanted) {
        if (wanted.what == Wanted::What::issuer) return find_issuer(wanted);
        const auto certificate = Certificate::parse(wanted.certificate);
        const auto issuer = Certificate::parse(wanted.issuer);
        if (!certificate.has_value() || !issuer.has_value()) return;
        find_status(wanted, {*certificate, *issuer, now_});
    }

    Gathered take() { return std::move(found_); }

private:
    using Question = revocation::AnswerQuestion;

    void find_status(const Wanted& wanted, const Question& question) {
        auto addresses = wanted.addresses;
        const auto configured = services_.sources_.authorities.find(question.issuer.facts().sha256);
        if (configured != services_.sources_.authorities.end()) {
            put_in_front(addresses.ocsp, configured->second.ocsp);
            put_in_front(addresses.crl, configured->second.crl);
        }
        const auto answer_key = key_of("ocsp", {question.certificate.facts().sha256.bytes(), question.issuer.facts().sha256.bytes()});
        bool firm = offer_kept(answer_key, question, wanted.as_of);
        for (const auto& address : addresses.crl) firm = firm || offer_kept(list_key(address), question, wanted.as_of);
        if (firm) return;
        for (const auto& address : addresses.ocsp) {
            if (ask_responder(address, answer_key, question)) return;
        }
        for (const auto& address : addresses.crl) {
            if (fetch_list(address, question)) return;
        }
    }

    static Sha256 list_key(const std::string& address) { return key_of("crl", {as_bytes(address)}); }

    // What is kept is handed out however old: the judge knows what to make of it. True: nothing newer is needed.
    bool offer_kept(const Sha256& key, const Question& question, Instant as_of) {
        auto kept = services_.cache_.find(key);
        if (!kept) return false;
        const bool firm = revocation::is_firm(kept->content, question, as_of, services_.sources_.policy);
        found_.evidence.push_back(std::move(kept->content));
        return firm;
    }

    bool ask_responder(const std::string& address, const Sha256& key, const Question& question) {
        Bytes nonce(16);
        services_.entropy_.fill(nonce);
        const auto request = revocation::make_ocsp_request(question.certificate, question.issuer, nonce);
        if (!request.has_value()) return false;
        usecases::WebRequest web;
        web.address = address;
        web.body = request->der;
        web.content_type = "application/ocsp-request";
        web.accept = "application/ocsp-response";
        web.limits.body = kLargestAnswer;
        auto answer = ask(std::move(web));
        if (!answer) return false;
        const auto good = revocation::check_answer(*answer, question, nonce, services_.sources_.policy);
        return settle(address, good, key, std::move(*answer));
    }

    bool fetch_list(const std::string& address, const Question& question) {
        usecases::WebRequest web;
        web.address = address;
        web.accept = "application/pkix-crl";
        web.limits.body = services_.sources_.largest_list;
        auto answer = ask(std::move(web));
        if (!answer) return false;
        const auto good = revocation::check_list(*answer, question, services_.sources_.policy);
        return settle(address, good, list_key(address), std::move(*answer));
    }

    // A stranger's certificate names these addresses: only where it is allowed, and never into private networks.
    void find_issuer(const Wanted& wanted) {
        const auto subject = Certificate::parse(wanted.certificate);
        if (!subject.has_value()) return;
        for (const auto& address : wanted.addresses.issuers) {
            const auto key = key_of("issuer", {as_bytes(address)});
            if (auto kept = services_.cache_.find(key); kept && is_issuer_of(kept->content, *subject)) {
                found_.certificates.push_back(std::move(kept->content));
                return;
            }
            if (!services_.sources_.fetch_issuers) continue;
            usecases::WebRequest web;
            web.address = address;
            web.accept = "application/pkix-cert";
            web.limits.body = kLargestCertificate;
            web.private_networks = usecases::PrivateNetworks::refused;
            auto answer = ask(std::move(web));
            if (!answer) continue;
            if (!is_issuer_of(*answer, *subject)) {
                problem(address, Error{Remedy::retry_later, errors::signing::evidence_unfit, "not the issuer's certificate"});
                continue;
            }
            services_.cache_.keep(key, *answer, now_);
            found_.certificates.push_back(std::move(*answer));
            return;
        }
    }

    static bool is_issuer_of(BytesView der, const Certificate& subject) {
        const auto issuer = Certificate::parse(der);
        return issuer.has_value() && signing::cms::issued(*issuer, subject);
    }

    // Nothing: it was not asked, or gave nothing.
    std::optional<Bytes> ask(usecases::WebRequest web) {
        if (!may_ask_ || !services_.sources_.fetch) return std::nullopt;
        const auto left = std::chrono::duration_cast<milliseconds>(until_ - steady_clock::now());
        if (left.count() <= 0) return std::nullopt;
        const auto address = web.address;
        web.address = services_.mapped(address);
        const auto host = split(web.address).host;
        const bool resting = services_.resting_.with([&](const auto& hosts) {
            const auto found = hosts.find(host);
            return found != hosts.end() && now_ < found->second;
        });
        if (resting) return std::nullopt;
        web.limits.whole = std::min(kOneAnswer, left);
        web.limits.connect = std::min(web.limits.connect, web.limits.whole);
        found_.asked = true;
        auto answer = services_.web_.ask(web);
        if (answer.has_value()) return std::move(answer).value();
        auto error = std::move(answer).error();
        if (error.remedy == Remedy::retry_later) rest(host);
        problem(address, std::move(error));
        return std::nullopt;
    }

    void rest(const std::string& host) {
        services_.resting_.with([&](auto& hosts) {
            if (hosts.size() >= kMostResting) hosts.clear();
            hosts[host] = now_ + kRest;
        });
    }

    bool settle(const std::string& address, const Result<Done>& good, const Sha256& key, Bytes answer) {
        if (!good.has_value()) {
            problem(address, good.error());
            return false;
        }
        services_.cache_.keep(key, answer, now_);
        found_.evidence.push_back(std::move(answer));
        return true;
    }

    void problem(const std::string& address, Error error) {
        found_.problems.push_back({address, error.code, std::move(error.detail)});
    }

    OnlineServices& services_;
    Instant now_;
    steady_clock::time_point until_;
    bool may_ask_;
    Gathered found_;
};

std::string OnlineServices::mapped(const std::string& address) const {
    const auto parts = split(address);
    const auto found = sources_.hosts.find(parts.host);
    return found == sources_.hosts.end() ? address : parts.front + found->second + parts.rest;
}

Gathered OnlineServices::gather(const std::vector<Wanted>& wanted, Instant now, Patience patience) {
    Round round(*this, now, patience);
    for (const auto& one : wanted) round.look_for(one);
    return round.take();
}

Result<signing::Timestamp> OnlineServices::stamp_once(const TimestampService& service, signing::cms::DigestKind digest,
                                                      BytesView imprint) {
    Bytes randomness(16);
    entropy_.fill(randomness);
    LET(const auto request, signing::make_timestamp_request(digest, imprint, randomness, service.policy));
    usecases::WebRequest web;
    web.address = service.address;
    web.body = request.der;
    web.content_type = "application/timestamp-query";
    web.accept = "application/timestamp-reply";
    web.limits.body = kLargestAnswer;
    web.limits.whole = service.patience;
    LET(const auto answer, web_.ask(web));
    return signing::check_timestamp_response(answer, request, clock_.now());
}

Result<signing::Timestamp> OnlineServices::stamp(signing::cms::DigestKind digest, BytesView imprint) {
    Error last{Remedy::call_operator, errors::trust::no_timestamp_service, "sources.toml"};
    for (const auto& service : sources_.timestamps) {
        for (int i = 0; i < service.tries; ++i) {
            auto stamped = stamp_once(service, digest, imprint);
            if (stamped.has_value()) return stamped;
            last = std::move(stamped).error();
            if (last.remedy != Remedy::retry_later) break;  // asking again would not help
        }
    }
    return last;
}

}  // namespace congvan::trust
