// Large bodies both ways, events, stopping, TLS.
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>
#include <thread>

#include "base/digest.hpp"
#include "http/download.hpp"
#include "http/events.hpp"
#include "http/json.hpp"
#include "http/net/test_server.hpp"
#include "http/server.hpp"

namespace congvan::http {
namespace {

using testing::memory_kb;
using testing::RawClient;
using testing::TestServer;

RouteOptions streamed(std::uint64_t limit = std::uint64_t{2} << 30) {
    RouteOptions options;
    options.body = BodyKind::streamed;
    options.body_limit = limit;
    return options;
}

// Content whose every byte follows from its offset.
class Pattern final : public RandomAccessBytes {
public:
    explicit Pattern(std::uint64_t size) : size_(size) {}
    std::uint64_t size() const override { return size_; }
    Result<Done> read_at(std::uint64_t offset, std::span<std::byte> into) const override {
        for (std::size_t i = 0; i < into.size(); ++i) into[i] = static_cast<std::byte>((offset + i) * 31 % 251);
        return Done{};
    }
    static std::string part(std::uint64_t from, std::uint64_t to) {
        std::string text(to - from, '\0');
        static_cast<void>(Pattern(to).read_at(from, std::as_writable_bytes(std::span(text))));
        return text;
    }

private:
    std::uint64_t size_;
};

Router upload_router() {
    Router router;
    router.post("/files", [](Request& request) -> Result<Response> {
        Sha256Stream digest;
        Bytes buffer(64 << 10);
        std::uint64_t size = 0;
        while (true) {
            LET(const auto count, request.stream().read(buffer));
            if (count == 0) break;
            digest.add(BytesView(buffer).first(count));
            size += count;
        }
        return json(201, boost::json::object{{"size", size}, {"sha256", digest.finish().hex()}});
    }, streamed());
    return router;
}

TEST(UploadTest, StreamsTwoHundredMegabytesInLittleMemory) {
    TestServer server(upload_router());
    RawClient client(server.port());
    constexpr std::size_t size = std::size_t{200} << 20;
    const auto piece = Pattern::part(0, 1 << 20);
    Sha256Stream digest;
    const auto before = memory_kb("VmRSS");
    long most = 0;
    client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
    for (std::size_t sent = 0; sent < size; sent += piece.size()) {
        ASSERT_TRUE(client.send(piece));
        digest.add(as_bytes(piece));
        most = std::max(most, memory_kb("VmRSS"));
    }
    const auto answer = client.answer();
    EXPECT_EQ(answer.status, 201);
    EXPECT_NE(answer.body.find(digest.finish().hex()), std::string::npos);
    EXPECT_LT(most - before, 64 * 1024);
}

TEST(UploadTest, AHandlerThatDoesNotReadHoldsTheClientBack) {
    std::atomic<bool> go{false};
    Router router;
    router.post("/files", [&](Request& request) -> Result<Response> {
        Bytes buffer(1);
        LET(const auto first, request.stream().read(buffer));
        while (!go) std::this_thread::yield();
        LET(const auto rest, read_all(request.stream(), 64 << 20));
        return json(boost::json::object{{"size", first + rest.size()}});
    }, streamed());
    TestServer server(std::move(router));
    RawClient client(server.port());
    client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 33554432\r\n\r\n");
    std::thread sender([&] { client.send(std::string(32 << 20, 'a')); });
    while (server.server->counters().bytes_received.load() < (1 << 20)) std::this_thread::yield();
    const auto quiet_until = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
    while (std::chrono::steady_clock::now() < quiet_until) {
        ASSERT_LE(server.server->counters().bytes_received.load(), std::uint64_t{3} << 20);
        std::this_thread::yield();
    }
    go = true;
    sender.join();
    EXPECT_EQ(client.answer().body, "{\"size\":33554432}");
}

TEST(UploadTest, TheHandlerLearnsThatTheClientWentAway) {
    std::atomic<bool> told{false};
    Router router;
    router.post("/files", [&](Request& request) -> Result<Response> {
        const auto all = read_all(request.stream(), 1 << 20);
        told = !all.has_value() && all.error().code == "http.upload_interrupted";
        if (!all) return all.error();
        return Response::empty();
    }, streamed());
    TestServer server(std::move(router));
    {
        RawClient client(server.port());
        client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf of it");
        client.end_sending();
        const auto answer = client.answer();
        EXPECT_EQ(answer.status, 400);
        EXPECT_NE(answer.body.find("http.upload_interrupted"), std::string::npos);
    }
    EXPECT_TRUE(told);
}

TEST(UploadTest, TheHandlerLearnsThatAChunkedBodyIsTooLarge) {
    Router router;
    router.post("/files", [](Request& request) -> Result<Response> {
        LET(const auto all, read_all(request.stream(), 64 << 20));
        return json(boost::json::object{{"size", all.size()}});
    }, streamed(100'000));
    TestServer server(std::move(router));
    RawClient client(server.port());
    client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 4; ++i) client.send("8000\r\n" + std::string(0x8000, 'a') + "\r\n");
    const auto answer = client.answer();
    EXPECT_EQ(answer.status, 413);
    EXPECT_NE(answer.body.find("http.body_too_large"), std::string::npos);
}

TEST(UploadTest, AnAnswerBeforeTheEndOfTheBodyReachesTheClient) {
    Router router;
    router.post("/files", [](Request&) -> Result<Response> { return Error{Remedy::fix_input, "http.unsupported_media_type", ""}; },
                streamed());
    TestServer server(std::move(router));
    RawClient client(server.port());
    client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
    client.send(std::string(1'000'000, 'a'));
    const auto answer = client.answer();
    EXPECT_EQ(answer.status, 415);
    EXPECT_EQ(answer.header("Connection"), "close");
    client.end_sending();
    EXPECT_TRUE(client.is_closed());
}

Router download_router(std::uint64_t size) {
    Router router;
    router.get("/file", [size](Request& request) -> Result<Response> {
        Download what;
        what.content = std::make_shared<Pattern>(size);
        what.content_type = "application/pdf";
        what.name = "Quyết định số 05.pdf";
        what.entity_tag = "abc";
        return download(request, std::move(what));
    });
    router.get("/unsized", [](Request&) -> Result<Response> {
        static const std::string text(600'000, 'x');
        return Response::stream("text/plain", {std::make_unique<MemorySource>(as_bytes(text)), std::nullopt});
    });
    return router;
}

TEST(DownloadTest, SendsEverythingOrTheRangeAskedFor) {
    constexpr std::uint64_t size = 1'000'000;
    TestServer server(download_router(size));
    auto answer = server.get("/file");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, Pattern::part(0, size));
    EXPECT_EQ(answer.header("Accept-Ranges"), "bytes");
    answer = server.get("/file", "Range: bytes=1000-1999\r\n");
    EXPECT_EQ(answer.status, 206);
    EXPECT_EQ(answer.header("Content-Range"), "bytes 1000-1999/1000000");
    EXPECT_EQ(answer.body, Pattern::part(1000, 2000));
    answer = server.get("/file", "Range: bytes=-10\r\n");
    EXPECT_EQ(answer.body, Pattern::part(size - 10, size));
    answer = server.get("/file", "Range: bytes=1000000-\r\n");
    EXPECT_EQ(answer.status, 416);
    EXPECT_EQ(answer.header("Content-Range"), "bytes */1000000");
    EXPECT_NE(answer.body.find("http.range_not_satisfiable"), std::string::npos);
    answer = server.get("/file", "Range: bytes=0-9\r\nIf-Range: \"other\"\r\n");
    EXPECT_EQ(answer.status, 200) << "the file is another by now";
}

TEST(DownloadTest, AnUnchangedFileIsNotSentAgain) {
    TestServer server(download_router(1000));
    EXPECT_EQ(server.get("/file").header("ETag"), "\"abc\"");
    const auto answer = server.get("/file", "If-None-Match: \"x\", W/\"abc\"\r\n");
    EXPECT_EQ(answer.status, 304);
    EXPECT_EQ(answer.header("Content-Length"), "");
}

TEST(DownloadTest, NamesKeepTheirDiacritics) {
    TestServer server(download_router(10));
    EXPECT_EQ(server.get("/file").header("Content-Disposition"),
              "attachment; filename=\"quyet dinh so 05.pdf\"; "
              "filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%2005.pdf");
}

TEST(DownloadTest, ContentOfUnknownLengthComesInChunks) {
    TestServer server(download_router(10));
    const auto answer = server.get("/unsized");
    EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(answer.body, std::string(600'000, 'x'));
}

TEST(DownloadTest, SendsTwoHundredMegabytesInLittleMemory) {
    constexpr std::uint64_t size = std::uint64_t{200} << 20;
    TestServer server(download_router(size));
    RawClient client(server.port());
    const auto before = memory_kb("VmRSS");
    long most = 0;
    client.send("GET /file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    std::uint64_t got = 0;
    while (client.more()) {
        got += client.received().size();
        client.received().clear();
        most = std::max(most, memory_kb("VmRSS"));
    }
    EXPECT_GT(got, size);
    EXPECT_LT(most - before, 32 * 1024);
}

TEST(DownloadTest, ContentThatBreaksOffIsNotPassedOffAsWhole) {
    class Broken final : public RandomAccessBytes {
    public:
        std::uint64_t size() const override { return 1'000'000; }
        Result<Done> read_at(std::uint64_t offset, std::span<std::byte>) const override {
            if (offset > 500'000) return Error{Remedy::call_operator, "base.malformed_record", "damaged"};
            return Done{};
        }
    };
    Router router;
    router.get("/file", [](Request& request) -> Result<Response> {
        Download what;
        what.content = std::make_shared<Broken>();
        return download(request, std::move(what));
    });
    TestServer server(std::move(router));
    RawClient client(server.port());
    client.send("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_LT(client.answer().body.size(), 1'000'000U);
    EXPECT_TRUE(client.is_closed());
}

Router event_router(EventHub& hub) {
    Router router;
    router.get("/events", [&hub](Request& request) -> Result<Response> {
        LET(auto subscription, hub.subscribe({"agency:b"}, "session 1"));
        std::vector<Event> earlier;
        if (const auto last = last_event_id(request); last == "7") earlier.push_back({"8", "missed", "bỏ lỡ", {}});
        return EventHub::answer(std::move(subscription), earlier);
    });
    return router;
}

TEST(EventStreamTest, TellsWhatConcernsTheSubscriberAndNothingElse) {
    EventHub hub;
    TestServer server(event_router(hub));
    RawClient client(server.port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 7\r\n\r\n");
    ASSERT_TRUE(client.wait_for("retry: 3000\n\n"));
    ASSERT_TRUE(client.wait_for("id: 8\nevent: missed\ndata: bỏ lỡ\n\n"));
    EXPECT_NE(client.received().find("Content-Type: text/event-stream"), std::string::npos);
    hub.publish({"9", "other", "not for b", {"agency:a"}});
    hub.publish({"10", "delivery", "dòng 1\ndòng 2", {"agency:a", "agency:b"}});
    ASSERT_TRUE(client.wait_for("id: 10\nevent: delivery\ndata: dòng 1\ndata: dòng 2\n\n"));
    EXPECT_EQ(client.received().find("not for b"), std::string::npos);
}

TEST(EventStreamTest, BeatsWhileNothingHappensAndEndsWithTheSession) {
    EventHub hub;
    ServerSettings settings;
    settings.heartbeat = std::chrono::milliseconds(50);
    TestServer server(event_router(hub), settings);
    RawClient client(server.port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(client.wait_for("\n:\n\n"));
    hub.close_owner("session 1");
    EXPECT_TRUE(client.is_closed());
}

TEST(EventStreamTest, EndsAfterItsLifeSoThatRightsAreLookedAtAgain) {
    EventHub hub;
    ServerSettings settings;
    settings.event_stream_life = std::chrono::minutes(0);
    TestServer server(event_router(hub), settings);
    RawClient client(server.port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(client.wait_for("retry"));
    EXPECT_TRUE(client.is_closed());
}

TEST(EventStreamTest, NoticesThatAPageWasClosed) {
    EventHub hub;
    TestServer server(event_router(hub));
    {
        RawClient client(server.port());
        client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        ASSERT_TRUE(client.wait_for("retry"));
        EXPECT_EQ(hub.open_streams(), 1U);
    }
    while (server.server->counters().event_streams_open.load() > 0) std::this_thread::yield();
    EXPECT_EQ(hub.open_streams(), 0U);
}

TEST(EventStreamTest, DropsAConsumerThatDoesNotKeepUp) {
    EventLimits limits;
    limits.waiting_events = 50;
    EventHub hub(limits);
    TestServer server(event_router(hub));
    RawClient client(server.port());
    client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(client.wait_for("retry"));
    const std::string large(200'000, 'x');
    for (int i = 0; i < 500 && hub.open_streams() > 0; ++i) {
        hub.publish({std::to_string(i), "big", large, {"agency:b"}});
        std::this_thread::yield();
    }
    while (client.more()) client.received().clear();
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(hub.open_streams(), 0U);
}

TEST(StopTest, LetsARunningRequestFinishAndTakesNoMore) {
    std::atomic<bool> running{false};
    std::atomic<bool> go{false};
    EventHub hub;
    Router router = event_router(hub);
    router.get("/slow", [&](Request&) -> Result<Response> {
        running = true;
        while (!go) std::this_thread::yield();
        return Response::text(200, "text/plain", "done");
    });
    TestServer server(std::move(router));
    RawClient idle(server.port());
    RawClient events(server.port());
    events.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(events.wait_for("retry"));
    RawClient slow(server.port());
    slow.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (!running) std::this_thread::yield();
    StopOutcome outcome{};
    std::thread stopper([&] { outcome = server.server->stop(std::chrono::seconds(10)); });
    EXPECT_TRUE(idle.is_closed());
    EXPECT_TRUE(events.is_closed());
    // Each listener thread closes its own acceptor, so the last one may be a moment later than the first.
    bool refused = false;
    for (int i = 0; i < 500 && !refused; ++i) {
        refused = !RawClient(server.port()).connected();
        if (!refused) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_TRUE(refused);
    events.close();
    go = true;
    const auto answer = slow.answer();
    EXPECT_EQ(answer.body, "done");
    EXPECT_EQ(answer.header("Connection"), "close");
    slow.close();
    stopper.join();
    EXPECT_EQ(outcome, StopOutcome::finished);
}

TEST(StopTest, CutsOffAnUploadThatOutlivesTheGrace) {
    TestServer server(upload_router());
    RawClient client(server.port());
    client.send("POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf");
    while (server.server->counters().requests_running.load() == 0) std::this_thread::yield();
    EXPECT_EQ(server.server->stop(std::chrono::milliseconds(50)), StopOutcome::cut_off);
    EXPECT_TRUE(client.is_closed());
}

// A key and a certificate for localhost in a folder of its own, and keys that do not fit.
class TlsFiles {
public:
    TlsFiles() : folder_(std::filesystem::temp_directory_path() / ("congvan-tls-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        FILE* out = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(out, certificate);
        std::fclose(out);
        X509_free(certificate);
        write_key(key_file("password"), key, "secret");
        write_key(key_file(), key);
        EVP_PKEY_free(key);
        for (const auto& [kind, other] : {std::pair{"another", EVP_EC_gen("P-256")}, std::pair{"rsa", EVP_RSA_gen(2048)}}) {
            write_key(key_file(kind), other);
            EVP_PKEY_free(other);
        }
    }
    ~TlsFiles() { std::filesystem::remove_all(folder_); }
    std::string key_file(const std::string& kind = "key") const { return folder_ / (kind + ".pem"); }
    std::string certificate_file() const { return folder_ / "certificate.pem"; }

private:
    static void write_key(const std::string& file, EVP_PKEY* key, const char* password = nullptr) {
        FILE* out = std::fopen(file.c_str(), "w");
        PEM_write_PrivateKey(out, key, password == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr, 0, nullptr,
                             const_cast<char*>(password));
        std::fclose(out);
    }

    std::filesystem::path folder_;
};

std::string over_tls(const RawClient& client, std::string_view request) {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL* tls = SSL_new(context);
    SSL_set_fd(tls, client.descriptor());
    std::string received;
    if (SSL_connect(tls) == 1) {
        SSL_write(tls, request.data(), static_cast<int>(request.size()));
        char buffer[65536];
        for (int count = 0; (count = SSL_read(tls, buffer, sizeof buffer)) > 0;) {
            received.append(buffer, static_cast<std::size_t>(count));
        }
        SSL_shutdown(tls);
    }
    SSL_free(tls);
    SSL_CTX_free(context);
    return received;
}

TEST(TlsTest, ServesTheSameOverTls) {
    const TlsFiles files;
    ServerSettings settings;
    settings.tls = TlsSettings{files.certificate_file(), files.key_file()};
    TestServer server(download_router(1'000'000), settings);
    const RawClient client(server.port());
    const auto received = over_tls(client, "GET /file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_NE(received.find("HTTP/1.1 200 OK"), std::string::npos);
    EXPECT_NE(received.find("Strict-Transport-Security: max-age=31536000"), std::string::npos);
    EXPECT_EQ(received.substr(received.find("\r\n\r\n") + 4), Pattern::part(0, 1'000'000));
}

TEST(TlsTest, HasNoAnswerToPlainHttp) {
    const TlsFiles files;
    ServerSettings settings;
    settings.tls = TlsSettings{files.certificate_file(), files.key_file()};
    TestServer server(download_router(10), settings);
    RawClient client(server.port());
    client.send("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(client.received().find("HTTP"), std::string::npos);
}

std::string_view code_for(const std::string& certificate, const std::string& key) {
    ServerSettings settings;
    settings.port = 0;
    settings.tls = TlsSettings{certificate, key};
    const auto checked = check(settings);
    testing::StillClock clock;
    testing::CountingEntropy entropy;
    const auto server = Server::start(settings, Router(), {clock, entropy});
    EXPECT_EQ(checked.has_value(), server.has_value());
    return checked.has_value() ? "no error" : checked.error().code;
}

TEST(TlsTest, SaysWhenItsFilesCannotBeRead) {
    const TlsFiles files;
    EXPECT_EQ(code_for("/nowhere/certificate.pem", "/nowhere/key.pem"), "http.tls_files");
    EXPECT_EQ(code_for("/nowhere/certificate.pem", files.key_file()), "http.tls_files");
    EXPECT_EQ(code_for(files.certificate_file(), files.certificate_file()), "http.tls_files");
    EXPECT_EQ(code_for(files.certificate_file(), files.key_file("password")), "http.tls_files");
}

TEST(TlsTest, RefusesTheKeyOfAnotherCertificate) {
    const TlsFiles files;
    EXPECT_EQ(code_for(files.certificate_file(), files.key_file()), "no error");
    for (const auto* kind : {"another", "rsa"}) {
        EXPECT_EQ(code_for(files.certificate_file(), files.key_file(kind)), "http.tls_mismatch") << kind;
    }
}

}  // namespace
}  // namespace congvan::http
