#include "adapters/fetch/curl_client.hpp"

#include <gtest/gtest.h>

#include "errors/fetch.hpp"
#include "support/web_server.hpp"

namespace congvan::fetch {
namespace {

using testing_support::WebCall;
using testing_support::WebReply;
using testing_support::WebServer;
using usecases::PrivateNetworks;
using usecases::WebRequest;

WebRequest to(const std::string& address) {
    WebRequest request;
    request.address = address;
    request.limits.whole = std::chrono::milliseconds(2'000);
    request.limits.connect = std::chrono::milliseconds(500);
    return request;
}

std::string_view code_of(const WebRequest& request) {
    CurlClient client;
    const auto answer = client.ask(request);
    return answer.has_value() ? "answered" : answer.error().code;
}

std::string_view code_for(const WebReply& reply, void (*change)(WebRequest&) = nullptr) {
    const WebServer server([&](const WebCall&) { return reply; });
    auto request = to(server.address());
    if (change != nullptr) change(request);
    return code_of(request);
}

TEST(CurlClientTest, GetsAndPosts) {
    const WebServer server([](const WebCall& call) {
        return WebReply{.body = call.method + " " + call.path + " " + call.body};
    });
    CurlClient client;
    EXPECT_EQ(as_text(client.ask(to(server.address("/a?b=c"))).value()), "GET /a?b=c ");
    auto request = to(server.address("/x"));
    request.content_type = "application/ocsp-request";
    request.accept = "application/ocsp-response";
    request.body = to_bytes("question");
    EXPECT_EQ(as_text(client.ask(request).value()), "POST /x question");
}

TEST(CurlClientTest, FollowsFewRedirectsAndOnlyToTheWeb) {
    const WebServer server([](const WebCall& call) {
        if (call.path == "/end") return WebReply{.body = "here"};
        if (call.path == "/once") return WebReply{.status = 302, .location = "/end"};
        if (call.path == "/file") return WebReply{.status = 302, .location = "file:///etc/hostname"};
        return WebReply{.status = 302, .location = "/loop"};
    });
    EXPECT_EQ(code_of(to(server.address("/once"))), "answered");
    EXPECT_EQ(code_of(to(server.address("/loop"))), errors::fetch::too_many_redirects);
    EXPECT_EQ(code_of(to(server.address("/file"))), errors::fetch::bad_address);
}

TEST(CurlClientTest, StatusesSayWhetherToAskAgain) {
    EXPECT_EQ(code_for({.status = 500}), errors::fetch::failed);
    EXPECT_EQ(code_for({.status = 503}), errors::fetch::failed);
    EXPECT_EQ(code_for({.status = 429}), errors::fetch::failed);
    EXPECT_EQ(code_for({.status = 404}), errors::fetch::refused);
    EXPECT_EQ(code_for({.status = 403}), errors::fetch::refused);
    EXPECT_EQ(code_for({.body = "x", .cut = true}), errors::fetch::failed);
    EXPECT_EQ(code_for({.body = "not http at all\r\n\r\n", .raw = true}), errors::fetch::failed);
}

TEST(CurlClientTest, KeepsItsLimits) {
    const auto small = [](WebRequest& request) { request.limits.body = 1000; };
    EXPECT_EQ(code_for({.body = std::string(1000, 'x')}, small), "answered");
    EXPECT_EQ(code_for({.body = std::string(1001, 'x')}, small), errors::fetch::too_large);
    const auto endless = "HTTP/1.1 200 X\r\n\r\n" + std::string(50'000, 'x');
    EXPECT_EQ(code_for({.body = endless, .raw = true}, small), errors::fetch::too_large);
    const auto hurried = [](WebRequest& request) { request.limits.whole = std::chrono::milliseconds(200); };
    EXPECT_EQ(code_for({.silent = true}, hurried), errors::fetch::timeout);
}

TEST(CurlClientTest, NobodyThereIsSaid) {
    int port = 0;
    { port = WebServer([](const WebCall&) { return WebReply(); }).port(); }
    EXPECT_EQ(code_of(to("http://127.0.0.1:" + std::to_string(port))), errors::fetch::unreachable);
    EXPECT_EQ(code_of(to("http://nobody.invalid/")), errors::fetch::unreachable);
}

TEST(CurlClientTest, TakesNoOtherAddresses) {
    for (const auto* address : {"ftp://127.0.0.1/", "file:///etc/hostname", "", "http://a b/", "gopher://127.0.0.1/", "127.0.0.1"}) {
        EXPECT_EQ(code_of(to(address)), errors::fetch::bad_address) << address;
    }
}

TEST(CurlClientTest, APrivateNetworkIsRefusedWhereAStrangerNamesTheAddress) {
    const WebServer server([](const WebCall&) { return WebReply{.body = "secret"}; });
    for (const auto& host : {std::string("127.0.0.1"), std::string("[::1]"), std::string("localhost"), std::string("[::ffff:127.0.0.1]"),
                             std::string("10.0.0.1"), std::string("192.168.1.1"), std::string("169.254.169.254"), std::string("172.16.0.1"),
                             std::string("2130706433")}) {
        auto request = to("http://" + host + ":" + std::to_string(server.port()) + "/");
        request.private_networks = PrivateNetworks::refused;
        EXPECT_EQ(code_of(request), errors::fetch::bad_address) << host;
    }
    EXPECT_EQ(server.calls(), 0);
}

}  // namespace
}  // namespace congvan::fetch
