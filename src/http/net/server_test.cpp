// The server as a client on a socket meets it: answers, hostile requests, limits, time-outs.
#include "http/server.hpp"

#include "http/json.hpp"
#include "http/metrics.hpp"
#include "http/net/test_server.hpp"

namespace congvan::http {
namespace {

using testing::Answer;
using testing::RawClient;
using testing::TestServer;

Router small_router() {
    Router router;
    router.get("/hello", [](Request&) -> Result<Response> { return json(boost::json::object{{"hello", "chào"}}); });
    router.get("/documents/{id}", [](Request& request) -> Result<Response> {
        return Response::text(200, "text/plain", std::string(request.parameter("id")));
    });
    router.post("/echo", [](Request& request) -> Result<Response> {
        return Response::text(200, "application/octet-stream", std::string(as_text(request.body())));
    });
    router.get("/evil", [](Request&) -> Result<Response> {
        return std::move(Response::text(200, "text/plain", "secret").set("X-Name", "a\r\nSet-Cookie: evil=1"));
    });
    router.get("/throws", [](Request&) -> Result<Response> { throw std::runtime_error("handler's secret"); });
    RouteOptions at_once;
    at_once.runs = RunsOn::at_once;
    router.get("/alive", [](Request&) -> Result<Response> { return Response::text(200, "text/plain", "yes"); }, at_once);
    static const Counters counters;
    add_metrics(router, [] { return &counters; });
    return router;
}

std::string code_of(const Answer& answer) {
    boost::json::error_code failure;
    const auto value = boost::json::parse(answer.body, failure);
    if (failure || !value.is_object()) return "no JSON: " + answer.body;
    return std::string(value.at("code").as_string());
}

TEST(ServerTest, TellsItsCountersToItsOwnMachineOnly) {
    TestServer server(small_router());
    const auto own = server.get("/metrics");
    EXPECT_EQ(own.status, 200);
    EXPECT_NE(own.body.find("congvan_http_requests_running"), std::string::npos) << own.body;
    for (const char* header : {"X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7", "Via: 1.1 proxy"}) {
        RawClient client(server.port());
        client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + std::string(header) + "\r\n\r\n");
        EXPECT_EQ(code_of(client.answer()), "http.not_found") << header;
    }
}

TEST(ServerTest, AnswersSeveralRequestsOnOneConnection) {
    TestServer server(small_router());
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const auto answer = client.answer();
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "{\"hello\":\"chào\"}");
        EXPECT_EQ(answer.header("Connection"), "");
        EXPECT_EQ(answer.header("Date"), "Fri, 20 Nov 2026 07:03:22 GMT");
    }
    client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.answer().header("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST(ServerTest, AnswersPipelinedRequestsInOrder) {
    TestServer server(small_router());
    RawClient client(server.port());
    std::string all;
    for (int i = 0; i < 50; ++i) all += "GET /documents/" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(all);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client.answer().body, std::to_string(i));
}

TEST(ServerTest, GivesTheHandlerDecodedVietnameseFromThePath) {
    TestServer server(small_router());
    EXPECT_EQ(server.get("/documents/Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh").body, "Quyết định");
}

TEST(ServerTest, EveryAnswerCarriesTheSecurityHeaders) {
    TestServer server(small_router());
    for (const auto* path : {"/hello", "/nowhere", "/throws"}) {
        const auto answer = server.get(path);
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << path;
        EXPECT_EQ(answer.header("Referrer-Policy"), "same-origin") << path;
        EXPECT_EQ(answer.header("Cross-Origin-Opener-Policy"), "same-origin") << path;
        EXPECT_NE(answer.header("Content-Security-Policy").find("frame-ancestors 'none'"), std::string::npos) << path;
        EXPECT_EQ(answer.header("Cache-Control"), "no-store") << path;
        EXPECT_EQ(answer.header("Strict-Transport-Security"), "") << "only over TLS";
        EXPECT_EQ(answer.header("X-Trace-Id").size(), 32U) << path;
    }
}

struct Hostile {
    const char* name;
    std::string request;
    int status;
    const char* code;
};

std::vector<Hostile> hostile_requests() {
    const std::string post = "POST /echo HTTP/1.1\r\nHost: localhost\r\n";
    const std::string get = "GET /hello HTTP/1.1\r\n";
    std::string many = get + "Host: localhost\r\n";
    for (int i = 0; i < 10'000; ++i) many += "X: y\r\n";
    return {
        {"length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "http.malformed_request"},
        {"chunks and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400, "http.malformed_request"},
        {"two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400, "http.malformed_request"},
        {"the same length twice", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400, "http.malformed_request"},
        {"a list of lengths", post + "Content-Length: 5, 5\r\n\r\nhello", 400, "http.malformed_request"},
        {"a signed length", post + "Content-Length: +5\r\n\r\nhello", 400, "http.malformed_request"},
        {"a huge length", post + "Content-Length: 99999999999999999999\r\n\r\n", 400, "http.malformed_request"},
        {"an unknown transfer coding", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501, "http.unsupported_transfer"},
        {"two transfer codings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "http.unsupported_transfer"},
        {"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "http.malformed_request"},
        {"a space before the colon", get + "Host: localhost\r\nX-A : b\r\n\r\n", 400, "http.malformed_request"},
        {"a bare LF", "GET /hello HTTP/1.1\nHost: localhost\n\n", 400, "http.malformed_request"},
        {"a bare CR", get + "Host: local\rhost\r\n\r\n", 400, "http.malformed_request"},
        {"a folded line", get + "Host: localhost\r\nX-A: b\r\n c\r\n\r\n", 400, "http.malformed_request"},
        {"NUL in a header", get + "Host: localhost\r\nX-A: b" + std::string(1, '\0') + "c\r\n\r\n", 400, "http.malformed_request"},
        {"no host", get + "\r\n", 400, "http.malformed_host"},
        {"two hosts", get + "Host: a\r\nHost: b\r\n\r\n", 400, "http.malformed_host"},
        {"an empty host", get + "Host: \r\n\r\n", 400, "http.malformed_host"},
        {"a host with a user", get + "Host: a@b\r\n\r\n", 400, "http.malformed_host"},
        {"another host in the address", "GET http://other/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_host"},
        {"64 KB of headers", get + "Host: localhost\r\nX: " + std::string(65536, 'a') + "\r\n\r\n", 431, "http.headers_too_large"},
        {"10 000 headers", many, 431, "http.headers_too_large"},
        {"a long address", "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "http.address_too_long"},
        {"HTTP/2 in words", "GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n", 505, "http.unsupported_version"},
        {"HTTP/0.9", "GET /hello\r\n\r\n", 400, "http.malformed_request"},
        {"an unknown method", "FETCH /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "http.unknown_method"},
        {"a negative chunk", post + "Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n", 400, "http.malformed_request"},
        {"an endless chunk header", post + "Transfer-Encoding: chunked\r\n\r\n" + "5;" + std::string(200'000, 'a'), 400, "http.malformed_request"},
        {"a huge chunk", post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", 400, "http.malformed_request"},
        {"a declared body over the limit", post + "Content-Length: 2000000\r\n\r\n", 413, "http.body_too_large"},
        {"a climb out of the folder", "GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_address"},
        {"an encoded climb", "GET /%2e%2e/x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_address"},
        {"an encoded slash", "GET /documents/a%2Fb HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_address"},
        {"an encoded NUL", "GET /documents/a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_address"},
        {"a path that is not UTF-8", "GET /documents/%ff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_address"},
        {"half an escape", "GET /documents/%4 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "http.malformed_address"},
        {"a strange expectation", post + "Content-Length: 1\r\nExpect: cake\r\n\r\na", 417, "http.expectation_failed"},
    };
}

TEST(ServerTest, AnswersHostileRequestsAndCloses) {
    TestServer server(small_router());
    for (const auto& hostile : hostile_requests()) {
        RawClient client(server.port());
        client.send(hostile.request);
        const auto answer = client.answer();
        EXPECT_EQ(answer.status, hostile.status) << hostile.name;
        EXPECT_EQ(code_of(answer), hostile.code) << hostile.name;
        // What only the address is wrong about leaves no doubt where the next request starts.
        if (hostile.code == std::string_view("http.malformed_address") || hostile.code == std::string_view("http.unknown_method")) {
            continue;
        }
        EXPECT_EQ(answer.header("Connection"), "close") << hostile.name;
        client.end_sending();
        EXPECT_TRUE(client.is_closed()) << hostile.name;
    }
    EXPECT_EQ(server.get("/hello").status, 200);
}

TEST(ServerTest, RefusesAChunkedBodyThatGrowsOverItsLimit) {
    TestServer server(small_router());
    RawClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "10000\r\n" + std::string(65536, 'a') + "\r\n";
    for (int i = 0; i < 20 && client.send(chunk); ++i) {
    }
    const auto answer = client.answer();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(code_of(answer), "http.body_too_large");
}

TEST(ServerTest, ReadsChunkedBodiesAndDropsTrailers) {
    TestServer server(small_router());
    RawClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                "5;a=b\r\nhello\r\n1\r\n \r\n6\r\nworld!\r\n0\r\nX-Trailer: Host\r\n\r\n"
                "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(client.answer().body, "hello world!");
    EXPECT_EQ(client.answer().status, 200) << "what follows the trailers is the next request";
}

TEST(ServerTest, ReadsARequestThatArrivesByteByByte) {
    TestServer server(small_router());
    RawClient client(server.port());
    const std::string request = "\r\nPOST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                                "5\r\nhello\r\n2\r\n u\r\n0\r\nA: b\r\n\r\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const int on = 1;
    ::setsockopt(client.descriptor(), IPPROTO_TCP, 1 /* TCP_NODELAY */, &on, sizeof on);
    for (const char c : request) client.send({&c, 1});
    EXPECT_EQ(client.answer().body, "hello u");
    EXPECT_EQ(client.answer().status, 200);
}

TEST(ServerTest, LogsOddBytesAsOneLineOfJson) {
    TestServer server(small_router());
    EXPECT_EQ(server.get("/documents/%C4%91", "Origin: \xff\xfe\r\nExpect: \xff\r\n").status, 417);
    server.server.reset();
    ASSERT_EQ(server.log.lines().size(), 1U);
    boost::json::error_code failure;
    const auto line = boost::json::parse(server.log.lines()[0], failure);
    ASSERT_FALSE(failure) << server.log.lines()[0];
    EXPECT_EQ(line.at("detail").as_string(), "?");
    EXPECT_EQ(line.at("status").as_int64(), 417);
    EXPECT_EQ(line.at("at").as_string(), "2026-11-20T14:03:22.000000+07:00");
}

TEST(ServerTest, SaysContinueBeforeABodyThatWaitsForIt) {
    TestServer server(small_router());
    RawClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.answer().status, 100);
    client.send("ok");
    EXPECT_EQ(client.answer().body, "ok");
}

TEST(ServerTest, HeadHasTheLengthButNotTheBody) {
    TestServer server(small_router());
    RawClient client(server.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\nGET /documents/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto answer = client.answer(RawClient::Expect::no_body);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "17");
    EXPECT_EQ(client.answer().body, "x");
}

TEST(ServerTest, TellsWhichMethodsAnAddressTakes) {
    TestServer server(small_router());
    RawClient client(server.port());
    client.send("DELETE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    auto answer = client.answer();
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(code_of(answer), "http.method_not_allowed");
    EXPECT_EQ(answer.header("Allow"), "GET, HEAD, OPTIONS");
    client.send("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    answer = client.answer();
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("Allow"), "OPTIONS, POST");
}

TEST(ServerTest, AHeaderWithALineBreakTurnsTheAnswerIntoAnInternalError) {
    TestServer server(small_router());
    const auto answer = server.get("/evil");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(code_of(answer), "http.internal");
    EXPECT_EQ(answer.head.find("evil=1"), std::string::npos);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST(ServerTest, AnExceptionOfAHandlerIsLoggedAndNotShown) {
    TestServer server(small_router());
    const auto answer = server.get("/throws?token=abc");
    EXPECT_EQ(code_of(answer), "http.internal");
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    server.server.reset();
    const auto lines = server.log.lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("handler's secret"), std::string::npos);
    EXPECT_NE(lines[0].find(answer.header("X-Trace-Id")), std::string::npos);
    EXPECT_EQ(lines[0].find("token"), std::string::npos) << "queries are not logged";
}

TEST(ServerTest, WritesFromOtherSitesAreRefusedUnlessTheyCarryAToken) {
    TestServer server(small_router());
    const auto post = [&](std::string_view headers) {
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: office.example:8080\r\nContent-Length: 1\r\n" + std::string(headers) + "\r\na");
        const auto answer = client.answer();
        return answer.status == 200 ? "ok" : code_of(answer);
    };
    EXPECT_EQ(post("Cookie: session=1\r\nSec-Fetch-Site: same-origin\r\n"), "ok");
    EXPECT_EQ(post("Cookie: session=1\r\nOrigin: http://office.example:8080\r\n"), "ok");
    EXPECT_EQ(post("Cookie: session=1\r\nSec-Fetch-Site: cross-site\r\n"), "http.cross_origin");
    EXPECT_EQ(post("Cookie: session=1\r\nSec-Fetch-Site: same-site\r\n"), "http.cross_origin");
    EXPECT_EQ(post("Cookie: session=1\r\nOrigin: http://evil.example\r\n"), "http.cross_origin");
    EXPECT_EQ(post("Cookie: session=1\r\nOrigin: null\r\n"), "http.cross_origin");
    EXPECT_EQ(post("Cookie: session=1\r\n"), "http.cross_origin");
    EXPECT_EQ(post("Origin: http://evil.example\r\n"), "http.cross_origin") << "a log-in from elsewhere";
    EXPECT_EQ(post(""), "ok") << "a program without a cookie";
    EXPECT_EQ(post("Authorization: Bearer abc\r\nOrigin: http://evil.example\r\n"), "ok");
}

TEST(ServerTest, CutsOffAClientWhoseHeadNeverEnds) {
    ServerSettings settings;
    settings.head_timeout = std::chrono::milliseconds(200);
    TestServer server(small_router(), settings);
    RawClient silent(server.port());
    RawClient slow(server.port());
    slow.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 100 && !slow.more(10) && slow.send("X-A: b\r\n"); ++i) {
    }
    EXPECT_EQ(slow.answer().status, 408);
    EXPECT_TRUE(slow.is_closed());
    EXPECT_TRUE(silent.is_closed());
    EXPECT_GE(server.server->counters().timeouts.load(), 1U);
}

TEST(ServerTest, CutsOffABodyThatTricklesIn) {
    ServerSettings settings;
    settings.body_timeout = std::chrono::milliseconds(150);
    settings.body_least_rate = 1000;
    TestServer server(small_router(), settings);
    RawClient client(server.port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < 200 && !client.more(10) && client.send("a"); ++i) {
    }
    const auto answer = client.answer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(code_of(answer), "http.request_timeout");
}

TEST(ServerTest, ShedsLoadWithARetryAfterWhenTheWorkersAreBusy) {
    std::mutex gate;
    gate.lock();
    Router router = small_router();
    router.get("/slow", [&](Request&) -> Result<Response> {
        const std::lock_guard lock(gate);
        return Response::empty();
    });
    ServerSettings settings;
    settings.workers = 1;
    settings.waiting_requests = 1;
    TestServer server(std::move(router), settings);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    int shed = 0;
    for (auto& client : clients) {
        if (!client->more(300)) continue;
        const auto answer = client->answer();
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(code_of(answer), "http.overloaded");
        EXPECT_NE(answer.header("Retry-After"), "");
        ++shed;
    }
    EXPECT_GE(shed, 4);
    EXPECT_EQ(server.get("/alive").status, 200) << "what is answered at once needs no worker";
    gate.unlock();
}

TEST(ServerTest, HoldsAThousandIdleConnections) {
    TestServer server(small_router());
    const auto before = testing::memory_kb("VmRSS");
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 1000; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        ASSERT_TRUE(clients.back()->connected()) << i;
        clients.back()->send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        ASSERT_EQ(clients.back()->answer().status, 200) << i;
    }
    EXPECT_EQ(server.server->counters().connections_open.load(), 1000);
    EXPECT_EQ(server.get("/hello").status, 200);
    EXPECT_LT(testing::memory_kb("VmRSS") - before, 64 * 1024);
}

TEST(ServerTest, RefusesConnectionsOverTheLimit) {
    ServerSettings settings;
    settings.connections = 2;
    settings.socket_threads = 1;
    TestServer server(small_router(), settings);
    RawClient first(server.port());
    RawClient second(server.port());
    first.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    second.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(first.answer().status, 200);
    EXPECT_EQ(second.answer().status, 200);
    RawClient third(server.port());
    EXPECT_TRUE(third.is_closed());
}

TEST(ServerTest, SaysWhenThePortIsTaken) {
    TestServer server(small_router());
    ServerSettings settings;
    settings.port = server.port();
    const auto second = Server::start(settings, small_router(), {server.clock, server.entropy, server.log});
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, "http.address_in_use");
}

TEST(ServerTest, BelievesOnlyTheProxiesItTrusts) {
    const auto peer_route = [] {
        Router router;
        router.get("/peer", [](Request& request) -> Result<Response> {
            return Response::text(200, "text/plain", request.peer().address + (request.peer().secure == Secure::yes ? " tls" : ""));
        });
        return router;
    };
    const auto* headers = "X-Forwarded-For: 198.51.100.9, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
    ServerSettings settings;
    settings.trusted_proxies = {"127.0.0.1"};
    TestServer trusting(peer_route(), settings);
    EXPECT_EQ(trusting.get("/peer", headers).body, "192.0.2.7 tls");
    EXPECT_NE(trusting.get("/peer", headers).header("Strict-Transport-Security"), "");
    settings.trusted_proxies = {"::1", "::ffff:127.0.0.1"};  // however it is written
    TestServer also_trusting(peer_route(), settings);
    EXPECT_EQ(also_trusting.get("/peer", headers).body, "192.0.2.7 tls");
    settings.trusted_proxies = {"127.0.0.2"};
    TestServer wary(peer_route(), settings);
    EXPECT_EQ(wary.get("/peer", headers).body, "127.0.0.1");
    EXPECT_EQ(wary.get("/peer", headers).header("Strict-Transport-Security"), "");
}

TEST(ServerTest, TrustsNoProxyThatIsNoAddress) {
    for (const auto* text : {"proxy.example", "10.0.0.0/8", ""}) {
        ServerSettings settings;
        settings.trusted_proxies = {"127.0.0.1", text};
        const auto checked = check(settings);
        ASSERT_FALSE(checked.has_value()) << text;
        EXPECT_EQ(checked.error().code, "http.malformed_proxy");
    }
}

}  // namespace
}  // namespace congvan::http
