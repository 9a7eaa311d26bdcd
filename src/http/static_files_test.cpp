#include "http/static_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "http/net/test_server.hpp"
#include "http/target.hpp"

namespace congvan::http {
namespace {

std::map<std::string, std::string> client_files() {
    return {{"index.html", "<html>trang</html>"}, {"assets/app-1a2b.js", "let x"}, {"assets/app-1a2b.js.br", "BR"},
            {"assets/app-1a2b.js.gz", "GZ"},      {"favicon.ico", "icon"}};
}

struct Page {
    int status = 0;
    std::string body;
    Headers headers;
    std::string header(std::string_view name) const { return std::string(headers.find(name).value_or("")); }
};

Page fetch(const StaticFiles& files, std::string_view path, std::string accept_encoding = "") {
    RequestParts parts;
    parts.segments = parse_target(path)->segments;
    if (!accept_encoding.empty()) parts.headers.add("Accept-Encoding", std::move(accept_encoding));
    const Request request(std::move(parts));
    auto answer = files.answer(request);
    if (!answer) return {404, std::string(answer.error().code), {}};
    const auto* shared = std::get_if<SharedBody>(&answer->body());
    return {answer->status(), shared != nullptr ? *shared->bytes : std::get<std::string>(answer->body()), answer->headers()};
}

class StaticFilesTest : public ::testing::Test {
protected:
    testing::CountingEntropy entropy;
    StaticFiles files = std::move(StaticFiles::from(client_files(), entropy)).value();
};

TEST_F(StaticFilesTest, PicksTheSmallestEncodingTheBrowserTakes) {
    EXPECT_EQ(fetch(files, "/assets/app-1a2b.js").body, "let x");
    EXPECT_EQ(fetch(files, "/assets/app-1a2b.js", "gzip").body, "GZ");
    const auto page = fetch(files, "/assets/app-1a2b.js", "gzip, deflate, br");
    EXPECT_EQ(page.body, "BR");
    EXPECT_EQ(page.header("Content-Encoding"), "br");
    EXPECT_EQ(page.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(page.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(fetch(files, "/assets/app-1a2b.js", "br;q=0, gzip;q=0.5").body, "GZ");
    EXPECT_NE(page.header("ETag"), fetch(files, "/assets/app-1a2b.js").header("ETag"));
}

TEST_F(StaticFilesTest, KeepsHashedFilesForEverAndAsksAgainForTheRest) {
    EXPECT_EQ(fetch(files, "/assets/app-1a2b.js").header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(fetch(files, "/favicon.ico").header("Cache-Control"), "no-cache");
    EXPECT_EQ(fetch(files, "/").header("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, GivesThePageForAddressesOfTheClientOnly) {
    EXPECT_EQ(fetch(files, "/").body, "<html>trang</html>");
    EXPECT_EQ(fetch(files, "/van-ban-den/123").body, "<html>trang</html>");
    EXPECT_EQ(fetch(files, "/nothing.js").body, "http.not_found");
    EXPECT_EQ(fetch(files, "/assets/nothing").body, "http.not_found");
}

TEST_F(StaticFilesTest, ThePolicyAllowsNothingInThePageItself) {
    const auto policy = fetch(files, "/").header("Content-Security-Policy");
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
}

TEST_F(StaticFilesTest, APageThatAsksForANonceGetsAFreshOneEachTime) {
    const auto with_nonce =
        std::move(StaticFiles::from({{"index.html", "<meta nonce=\"__CSP_NONCE__\"><style nonce=\"__CSP_NONCE__\">"}}, entropy)).value();
    const auto first = fetch(with_nonce, "/");
    const auto second = fetch(with_nonce, "/");
    EXPECT_NE(first.body, second.body);
    EXPECT_EQ(first.body.find("__CSP"), std::string::npos);
    const auto nonce = first.body.substr(13, 24);
    EXPECT_NE(first.header("Content-Security-Policy").find("style-src 'self' 'nonce-" + nonce + "'"), std::string::npos);
    EXPECT_EQ(first.header("Cache-Control"), "no-store");
}

TEST_F(StaticFilesTest, ReadsAFolderButFollowsNoLinkOutOfIt) {
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / ("congvan-static-" + std::to_string(::getpid()));
    fs::create_directories(folder / "assets");
    for (const auto& [name, content] : client_files()) std::ofstream(folder / name, std::ios::binary) << content;
    fs::create_symlink("/etc/passwd", folder / "passwd.txt");
    const auto opened = StaticFiles::open(folder.string(), entropy);
    fs::remove_all(folder);
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(fetch(*opened, "/assets/app-1a2b.js", "br").body, "BR");
    EXPECT_EQ(fetch(*opened, "/passwd.txt").body, "http.not_found");
    const auto missing = StaticFiles::open(folder.string(), entropy);
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().code, "http.static_files_missing");
}

}  // namespace
}  // namespace congvan::http
