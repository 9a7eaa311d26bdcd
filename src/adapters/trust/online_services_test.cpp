// A responder made of `openssl ocsp` and a time-stamp authority made of `openssl ts`, served over HTTP: as they should be,
// failing, slow, lying and expired.

#include "adapters/trust/online_services.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <fstream>

#include "adapters/fetch/curl_client.hpp"
#include "errors/fetch.hpp"
#include "errors/signing.hpp"
#include "errors/trust.hpp"
#include "signing/revocation/test_responder.hpp"
#include "support/temporary_folder.hpp"
#include "support/web_server.hpp"

namespace congvan::trust {
namespace {

namespace fs = std::filesystem;
using signing::Wanted;
using signing::cms::DigestKind;
using signing::revocation::EvidenceKind;
using std::chrono::hours;
using std::chrono::milliseconds;
using testing_support::WebCall;
using testing_support::WebReply;
using testing_support::WebServer;

class RealClock final : public Clock {
public:
    Instant now() const override { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }
};

class Counting final : public Entropy {
public:
    void fill(std::span<std::byte> into) override {
        for (auto& byte : into) byte = static_cast<std::byte>(++next_);
    }

private:
    unsigned next_ = 0;
};

void write(const fs::path& path, std::string_view content) { std::ofstream(path, std::ios::binary) << content; }
std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
void write_pem(const fs::path& path, X509* certificate, EVP_PKEY* key) {
    FILE* file = std::fopen(path.c_str(), "w");
    if (certificate != nullptr) PEM_write_X509(file, certificate);
    if (key != nullptr) PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
}

signing::test::CertificateOptions long_lived(signing::test::CertificateOptions options) {
    options.until = "2049-01-01T00:00:00Z";
    return options;
}

// An authority, a person, a responder and a time-stamp authority, with what openssl wants to find of them.
class World : public ::testing::Test {
protected:
    static signing::test::Signer make(signing::test::CertificateOptions options, const signing::test::Signer* issuer) {
        const auto key = signing::test::ec_key();
        const auto certificate = issuer == nullptr ? signing::test::issue(key, long_lived(options), nullptr, key)
                                                   : signing::test::issue(key, long_lived(options), issuer->certificate, issuer->key);
        return {key, certificate, {}};
    }
    static signing::test::CertificateOptions named(const std::string& name, const std::string& usage = "") {
        signing::test::CertificateOptions options;
        options.name = name;
        options.extended_key_usage = usage;
        return options;
    }

    World() {
        auto authority = named("CA");
        authority.authority = true;
        ca_ = make(authority, nullptr);
        other_ca_ = make(authority, nullptr);
        person_ = make(named("Người ký"), &ca_);
        second_ = make(named("Người khác"), &ca_);
        auto responder = named("OCSP", "OCSPSigning");
        responder.extensions.emplace_back("noCheck", "ignored");
        responder_ = make(responder, &ca_);
        tsa_ = make(named("TSA", "critical,timeStamping"), &ca_);
        write_pem(at("ca.pem"), ca_.certificate.get(), nullptr);
        write_pem(at("ocsp.pem"), responder_.certificate.get(), responder_.key.get());
        write_pem(at("tsa.pem"), tsa_.certificate.get(), nullptr);
        write_pem(at("tsa.key"), nullptr, tsa_.key.get());
        write(at("serial"), "01\n");
        write(at("tsa.cnf"), "[tsa]\ndefault_tsa=t\n[t]\nserial=" + at("serial").string() + "\ncrypto_device=builtin\nsigner_cert=" +
                                 at("tsa.pem").string() + "\nsigner_key=" + at("tsa.key").string() +
                                 "\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\nother_policies=1.2.3.4.2\ndigests=sha256,sha512\n"
                                 "accuracy=secs:1\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n");
        list_as("V");
    }

    fs::path at(const std::string& name) const { return folder_.path() / name; }

    // The index of `openssl ca`: status, end, revocation, serial, file, subject.
    void list_as(const std::string& status) const {
        const auto serial = [](const signing::test::Signer& one) {
            const auto facts = signing::cms::Certificate::parse(one.der()).value().facts();
            auto text = facts.serial;
            for (auto& c : text) c = static_cast<char>(std::toupper(c));
            return text;
        };
        std::string index;
        if (status == "V") index += "V\t490101000000Z\t\t" + serial(person_) + "\tunknown\t/CN=x\n";
        if (status == "R") index += "R\t490101000000Z\t260101000000Z,superseded\t" + serial(person_) + "\tunknown\t/CN=x\n";
        index += "V\t490101000000Z\t\t" + serial(second_) + "\tunknown\t/CN=y\n";
        write(at("index.txt"), index);
    }

    std::string openssl(const std::string& arguments, std::string_view input) {
        const auto in = at("in." + std::to_string(++run_)), out = at("out." + std::to_string(run_));
        write(in, input);
        std::string line = arguments;
        line.replace(line.find("@in"), 3, in.string());
        line.replace(line.find("@out"), 4, out.string());
        EXPECT_EQ(std::system(("openssl " + line + " >" + at("log").string() + " 2>&1").c_str()), 0) << read(at("log"));
        return read(out);
    }
    WebReply ocsp(const WebCall& call) {
        EXPECT_NE(call.headers.find("Content-Type: application/ocsp-request"), std::string::npos);
        return {.body = openssl("ocsp -index " + at("index.txt").string() + " -CA " + at("ca.pem").string() + " -rsigner " +
                                    at("ocsp.pem").string() + " -ndays 1 -reqin @in -respout @out", call.body)};
    }
    WebReply tsa(const std::string& query) {
        return {.body = openssl("ts -reply -config " + at("tsa.cnf").string() + " -queryfile @in -out @out", query)};
    }

    Wanted wanted(const std::vector<std::string>& ocsp, const std::vector<std::string>& crl = {}) const {
        return {Wanted::What::status, person_.der(), ca_.der(), {ocsp, crl, {}}, clock_.now(), Sha256::of(person_.der())};
    }
    OnlineServices services(TrustSources sources = {}) { return {web_, *cache_, clock_, entropy_, std::move(sources)}; }
    usecases::Gathered gather(const Wanted& what, milliseconds patience = milliseconds(3'000)) {
        return services().gather({what}, clock_.now(), {patience});
    }
    signing::revocation::Standing stood(const usecases::Gathered& gathered) const {
        signing::revocation::Evidence pool;
        for (const auto& one : gathered.evidence) EXPECT_TRUE(pool.add(one).has_value());
        const signing::revocation::Evidence* pools[] = {&pool};
        const auto subject = signing::cms::Certificate::parse(person_.der()).value();
        const auto issuer = signing::cms::Certificate::parse(ca_.der()).value();
        return signing::revocation::standing({subject, issuer, clock_.now(), clock_.now()}, pools, {});
    }
    // The one problem that a server with this answer makes.
    std::string_view problem(const WebServer::Handler& handler, milliseconds patience = milliseconds(3'000)) {
        const WebServer server(handler);
        const auto gathered = gather(wanted({server.address("/ocsp")}), patience);
        EXPECT_TRUE(gathered.evidence.empty());
        return gathered.problems.size() == 1 ? gathered.problems[0].code : "no single problem";
    }
    Result<signing::Timestamp> stamp(const WebServer::Handler& handler, const std::string& policy = {},
                                     std::chrono::seconds patience = std::chrono::seconds(5)) {
        const WebServer server(handler);
        TrustSources sources;
        sources.timestamps.push_back({server.address("/tsa"), policy, patience, 1});
        return services(sources).stamp(DigestKind::sha256, Sha256::of(as_bytes("x")).bytes());
    }
    std::string_view stamp_code(const WebServer::Handler& handler, const std::string& policy = {},
                                std::chrono::seconds patience = std::chrono::seconds(5)) {
        const auto stamped = stamp(handler, policy, patience);
        return stamped.has_value() ? "stamped" : stamped.error().code;
    }

    testing_support::TemporaryFolder folder_;
    RealClock clock_;
    Counting entropy_;
    fetch::CurlClient web_;
    std::unique_ptr<EvidenceCache> cache_ = std::make_unique<EvidenceCache>(folder_.path() / "cache");
    signing::test::Signer ca_, other_ca_, person_, second_, responder_, tsa_;
    int run_ = 0;
};

class OcspServiceTest : public World {};
class TimestampServiceTest : public World {};

TEST_F(OcspServiceTest, ARealResponderIsAskedOnceAndItsAnswerKept) {
    const WebServer server([this](const WebCall& call) { return ocsp(call); });
    auto first = gather(wanted({server.address("/ocsp")}));
    ASSERT_TRUE(first.problems.empty()) << first.problems[0].code << " " << first.problems[0].detail;
    EXPECT_TRUE(first.asked);
    EXPECT_EQ(stood(first).status, signing::RevocationStatus::good);
    const auto again = gather(wanted({server.address("/ocsp")}));
    EXPECT_FALSE(again.asked);
    EXPECT_EQ(stood(again).status, signing::RevocationStatus::good);
    EXPECT_EQ(server.calls(), 1);
    cache_ = std::make_unique<EvidenceCache>(folder_.path() / "cache");  // after a restart
    EXPECT_EQ(stood(gather(wanted({}), milliseconds(0))).status, signing::RevocationStatus::good);
}

TEST_F(OcspServiceTest, RevokedAndUnknownAreHeard) {
    const WebServer server([this](const WebCall& call) { return ocsp(call); });
    list_as("R");
    const auto revoked = stood(gather(wanted({server.address()})));
    EXPECT_EQ(revoked.status, signing::RevocationStatus::revoked);
    EXPECT_EQ(revoked.reason, signing::revocation::RevocationReason::superseded);
    fs::remove_all(folder_.path() / "cache");
    cache_ = std::make_unique<EvidenceCache>(folder_.path() / "cache");
    list_as("absent");
    EXPECT_EQ(stood(gather(wanted({server.address()}))).status, signing::RevocationStatus::unknown);
}

TEST_F(OcspServiceTest, AFailingSlowOrLyingResponderHasItsCode) {
    namespace codes = errors::signing;
    EXPECT_EQ(problem([](const WebCall&) { return WebReply{.status = 500}; }), errors::fetch::failed);
    EXPECT_EQ(problem([](const WebCall&) { return WebReply{.status = 404}; }), errors::fetch::refused);
    EXPECT_EQ(problem([](const WebCall&) { return WebReply{.body = "<html>welcome</html>"}; }), codes::malformed_ocsp);
    EXPECT_EQ(problem([](const WebCall&) { return WebReply{.body = std::string("\x30\x03\x0a\x01\x03", 5)}; }), codes::ocsp_try_later);
    EXPECT_EQ(problem([](const WebCall&) { return WebReply{.body = std::string("\x30\x03\x0a\x01\x06", 5)}; }), codes::ocsp_refused);
    EXPECT_EQ(problem([](const WebCall&) { return WebReply{.silent = true}; }, milliseconds(300)), errors::fetch::timeout);
}

TEST_F(OcspServiceTest, AnAnswerThatDoesNotFitIsNotKept) {
    const auto answering = [&](const signing::test::Cert& subject, const signing::test::Signer& responder,
                               signing::test::OcspOptions options) {
        const auto der = signing::test::ocsp_answer(subject, ca_.certificate, responder, options);
        return problem([&](const WebCall&) { return WebReply{.body = std::string(as_text(der))}; });
    };
    signing::test::OcspOptions now;
    now.this_update = clock_.now() - hours(1);
    now.next_update = clock_.now() + hours(1);
    namespace codes = errors::signing;
    EXPECT_EQ(answering(second_.certificate, responder_, now), codes::evidence_unfit) << "another serial number";
    EXPECT_EQ(answering(person_.certificate, other_ca_, now), codes::evidence_unfit) << "another certificate of that name";
    EXPECT_EQ(answering(person_.certificate, second_, now), codes::evidence_unfit) << "not a responder";
    auto odd = now;
    odd.nonce = to_bytes("another nonce...");
    EXPECT_EQ(answering(person_.certificate, responder_, odd), codes::evidence_unfit) << "another nonce";
    odd = now;
    odd.this_update = clock_.now() - hours(72);
    odd.next_update = clock_.now() - hours(48);
    EXPECT_EQ(answering(person_.certificate, responder_, odd), codes::evidence_unfit) << "expired";
    odd.this_update = clock_.now() + hours(2);
    odd.next_update = clock_.now() + hours(24);
    EXPECT_EQ(answering(person_.certificate, responder_, odd), codes::evidence_unfit) << "from the future";
    EXPECT_TRUE(gather(wanted({}), milliseconds(0)).evidence.empty());
}

TEST_F(OcspServiceTest, AServerThatFailedIsLeftAloneForAWhile) {
    const WebServer server([](const WebCall&) { return WebReply{.status = 503}; });
    auto online = services();
    const auto now = clock_.now();
    for (int i = 0; i < 5; ++i) online.gather({wanted({server.address("/a"), server.address("/b")})}, now, {milliseconds(2'000)});
    EXPECT_EQ(server.calls(), 1);
    online.gather({wanted({server.address()})}, now + std::chrono::minutes(6), {milliseconds(2'000)});
    EXPECT_EQ(server.calls(), 2);
}

TEST_F(OcspServiceTest, AListIsTakenWhereTheResponderIsDown) {
    signing::test::CrlOptions options;
    options.this_update = clock_.now() - hours(1);
    options.next_update = clock_.now() + hours(1);
    const auto list = signing::test::crl_of(ca_, options);
    const WebServer down([](const WebCall&) { return WebReply{.status = 500}; });
    const WebServer lists([&](const WebCall& call) {
        if (call.path == "/garbage.crl") return WebReply{.body = "not a list"};
        return WebReply{.body = std::string(as_text(list))};
    });
    auto what = wanted({"http://localhost:" + std::to_string(down.port())}, {lists.address("/garbage.crl"), lists.address("/good.crl")});
    const auto gathered = gather(what);
    EXPECT_EQ(stood(gathered).status, signing::RevocationStatus::good);
    ASSERT_EQ(gathered.problems.size(), 2u);
    EXPECT_EQ(gathered.problems[0].code, errors::fetch::failed);
    EXPECT_EQ(gathered.problems[1].code, errors::signing::malformed_crl);
    // One list serves every certificate of its issuer.
    const int calls = lists.calls();
    what.certificate = second_.der();
    EXPECT_FALSE(gather(what).asked);
    EXPECT_EQ(lists.calls(), calls);
}

TEST_F(OcspServiceTest, AnAnswerPastItsTimeIsHandedOutWhenNothingNewerCanBeHad) {
    signing::test::OcspOptions options;
    options.this_update = clock_.now() - hours(25);
    options.next_update = clock_.now() - hours(1);
    const auto der = signing::test::ocsp_answer(person_.certificate, ca_.certificate, responder_, options);
    bool up = true;
    const WebServer server([&](const WebCall&) { return up ? WebReply{.body = std::string(as_text(der))} : WebReply{.status = 500}; });
    EXPECT_EQ(gather(wanted({server.address()})).evidence.size(), 1u);
    up = false;
    const auto later = gather(wanted({server.address()}));
    EXPECT_EQ(later.problems.size(), 1u);
    const auto said = stood(later);
    EXPECT_EQ(said.status, signing::RevocationStatus::good);
    EXPECT_TRUE(said.in_grace);
}

TEST_F(OcspServiceTest, AnOldHostIsMappedAndConfiguredAddressesComeFirst) {
    const WebServer server([this](const WebCall& call) { return ocsp(call); });
    TrustSources sources;
    sources.hosts["ocsp.ca.ptc"] = "127.0.0.1";
    auto online = services(sources);
    const auto old = online.gather({wanted({"http://ocsp.ca.ptc:" + std::to_string(server.port()) + "/"})}, clock_.now(), {milliseconds(2'000)});
    EXPECT_EQ(stood(old).status, signing::RevocationStatus::good);
    fs::remove_all(folder_.path() / "cache");
    cache_ = std::make_unique<EvidenceCache>(folder_.path() / "cache");
    sources.authorities[Sha256::of(ca_.der())] = {{server.address("/mine")}, {}};
    auto configured = services(sources);
    const auto named = configured.gather({wanted({})}, clock_.now(), {milliseconds(2'000)});
    EXPECT_EQ(stood(named).status, signing::RevocationStatus::good);
}

TEST_F(OcspServiceTest, NobodyIsAskedWithoutPatienceOrPermission) {
    const WebServer server([this](const WebCall& call) { return ocsp(call); });
    EXPECT_FALSE(gather(wanted({server.address()}), milliseconds(0)).asked);
    TrustSources sources;
    sources.fetch = false;
    EXPECT_FALSE(services(sources).gather({wanted({server.address()})}, clock_.now(), {milliseconds(2'000)}).asked);
    EXPECT_EQ(server.calls(), 0);
}

TEST_F(OcspServiceTest, TheCertificateOfAnIssuerIsFetchedOnlyWhereAllowedAndNeverFromAPrivateNetwork) {
    const WebServer server([this](const WebCall&) { return WebReply{.body = std::string(as_text(ca_.der()))}; });
    const Wanted what{Wanted::What::issuer, person_.der(), {}, {{}, {}, {server.address("/ca.crt")}}, clock_.now(), Sha256::of(person_.der())};
    EXPECT_FALSE(gather(what).asked);
    TrustSources sources;
    sources.fetch_issuers = true;
    const auto gathered = services(sources).gather({what}, clock_.now(), {milliseconds(2'000)});
    ASSERT_EQ(gathered.problems.size(), 1u);
    EXPECT_EQ(gathered.problems[0].code, errors::fetch::bad_address);
    EXPECT_EQ(server.calls(), 0);
}

TEST_F(TimestampServiceTest, ARealAuthorityStamps) {
    const auto stamped = stamp([this](const WebCall& call) {
        EXPECT_NE(call.headers.find("Content-Type: application/timestamp-query"), std::string::npos);
        return tsa(call.body);
    });
    ASSERT_TRUE(stamped.has_value()) << stamped.error().code << " " << stamped.error().detail;
    EXPECT_EQ(stamped->facts.policy, "1.2.3.4.1");
    EXPECT_EQ(stamped->facts.authority->facts().common_name, "TSA");
    const BytesView content[] = {as_bytes("x")};
    EXPECT_TRUE(signing::covers(stamped->facts, content));
    EXPECT_EQ(stamp([this](const WebCall& call) { return tsa(call.body); }, "1.2.3.4.2").value().facts.policy, "1.2.3.4.2");
    // openssl agrees about the token.
    write(at("token"), as_text(stamped->token));
    write(at("data"), "x");
    EXPECT_EQ(std::system(("openssl ts -verify -token_in -in " + at("token").string() + " -data " + at("data").string() +
                           " -CAfile " + at("ca.pem").string() + " >/dev/null 2>&1").c_str()), 0);
}

TEST_F(TimestampServiceTest, AFailingSlowOrLyingAuthorityHasItsCode) {
    namespace codes = errors::signing;
    EXPECT_EQ(stamp_code([](const WebCall&) { return WebReply{.status = 500}; }), errors::fetch::failed);
    EXPECT_EQ(stamp_code([](const WebCall&) { return WebReply{.body = "<html>welcome</html>"}; }), codes::malformed_timestamp);
    EXPECT_EQ(stamp_code([](const WebCall&) { return WebReply{.silent = true}; }, {}, std::chrono::seconds(1)), errors::fetch::timeout);
    EXPECT_EQ(stamp_code([this](const WebCall& call) { return tsa(call.body); }, "1.2.3.4.9"), codes::timestamp_refused);
    const auto query = [&](std::string_view content, std::string_view nonce) {
        const auto request = signing::make_timestamp_request(DigestKind::sha256, Sha256::of(as_bytes(content)).bytes(), as_bytes(nonce)).value();
        return std::string(as_text(request.der));
    };
    EXPECT_EQ(stamp_code([&](const WebCall&) { return tsa(query("y", "0123456789abcdef")); }), codes::timestamp_other_content);
    EXPECT_EQ(stamp_code([&](const WebCall&) { return tsa(query("x", "0123456789abcdef")); }), codes::timestamp_other_nonce);
    EXPECT_EQ(stamp_code([this](const WebCall& call) {
                  auto reply = tsa(call.body);
                  reply.body.back() ^= 1;
                  return reply;
              }),
              codes::timestamp_wrong);
}

TEST_F(TimestampServiceTest, ServicesAreAskedInOrderAndAgainWhereThatMayHelp) {
    int failures = 2;
    const WebServer shaky([&](const WebCall& call) { return --failures >= 0 ? WebReply{.status = 503} : tsa(call.body); });
    const WebServer rude([](const WebCall&) { return WebReply{.status = 403}; });
    TrustSources sources;
    EXPECT_FALSE(services(sources).stamps());
    EXPECT_EQ(services(sources).stamp(DigestKind::sha256, Sha256::of({}).bytes()).error().code, errors::trust::no_timestamp_service);
    sources.timestamps = {{rude.address(), {}, std::chrono::seconds(5), 3}, {shaky.address(), {}, std::chrono::seconds(5), 3}};
    EXPECT_TRUE(services(sources).stamp(DigestKind::sha256, Sha256::of({}).bytes()).has_value());
    EXPECT_EQ(rude.calls(), 1);
    EXPECT_EQ(shaky.calls(), 3);
}

TEST(EvidenceCacheTest, TheOldestIsDroppedFirst) {
    const testing_support::TemporaryFolder folder;
    EvidenceCache cache(folder.path() / "c", {.files = 3, .bytes = 100});
    const auto key = [](int i) { return Sha256::of(as_bytes(std::to_string(i))); };
    const auto at = [](int i) { return Instant(std::chrono::seconds(1'000 + i)); };
    for (int i = 0; i < 5; ++i) cache.keep(key(i), as_bytes("content " + std::to_string(i)), at(i));
    EXPECT_FALSE(cache.find(key(1)).has_value());
    ASSERT_TRUE(cache.find(key(2)).has_value());
    EXPECT_EQ(as_text(cache.find(key(4))->content), "content 4");
    EXPECT_EQ(cache.find(key(4))->since, at(4));
    cache.keep(key(9), Bytes(95), at(9));
    EXPECT_FALSE(cache.find(key(4)).has_value());
    cache.keep(key(10), Bytes(101), at(10));
    EXPECT_FALSE(cache.find(key(10)).has_value());
    EXPECT_TRUE(cache.find(key(9)).has_value());
    const EvidenceCache later(folder.path() / "c", {.files = 3, .bytes = 100});
    EXPECT_TRUE(later.find(key(9)).has_value());
}

TEST(TrustSourcesTest, ReadsEveryKeyAndRefusesTheRest) {
    const auto sources = parse_trust_sources(R"(
fetch = false
fetch_issuers = true
grace = "48h"
max_age = "30min"
largest_list = "64MiB"
[hosts]
"ocsp.ca.ptc" = "ocsp.ca.gov.vn"
[[authority]]
sha256 = "f04ba4b459a7c9a1b971ad9b1cb833e695a80c79aea63b174b66a70edfe2fdb8"
ocsp = ["http://ocsp.example/"]
crl = ["http://crl.example/x.crl"]
[[timestamp]]
address = "http://tsa.example/"
policy = "1.2.3"
patience = "180s"
tries = 2
)");
    ASSERT_TRUE(sources.has_value()) << sources.error().detail;
    EXPECT_FALSE(sources->fetch);
    EXPECT_TRUE(sources->fetch_issuers);
    EXPECT_EQ(sources->policy.grace, hours(48));
    EXPECT_EQ(sources->policy.max_age, std::chrono::minutes(30));
    EXPECT_EQ(sources->largest_list, 64u << 20);
    EXPECT_EQ(sources->hosts.at("ocsp.ca.ptc"), "ocsp.ca.gov.vn");
    EXPECT_EQ(sources->authorities.size(), 1u);
    ASSERT_EQ(sources->timestamps.size(), 1u);
    EXPECT_EQ(sources->timestamps[0].tries, 2);
    for (const auto* text : {"fetch = 1", "unknown = true", "grace = \"5\"", "grace = 5", "[[timestamp]]\npolicy = \"1.2\"",
                             "[[authority]]\nocsp = []", "[[authority]]\nsha256 = \"zz\"", "[hosts]\na = \"http://b/\"",
                             "[[timestamp]]\naddress = \"ftp://x\"", "[[timestamp]]\naddress = \"http://x\"\ntries = 99", "timestamp = 3", "= ="}) {
        const auto refused = parse_trust_sources(text);
        ASSERT_FALSE(refused.has_value()) << text;
        EXPECT_EQ(refused.error().code, errors::trust::bad_sources) << text;
    }
}

}  // namespace
}  // namespace congvan::trust
