// Requests, answers, addresses, routes and problems without a socket.
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "errors/http.hpp"
#include "http/download.hpp"
#include "http/json.hpp"
#include "http/net/answer.hpp"
#include "http/net/core.hpp"
#include "http/net/head_scanner.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

namespace congvan::http {
namespace {

Request request_with(std::initializer_list<Headers::Field> fields) {
    RequestParts parts;
    for (const auto& field : fields) parts.headers.add(field.name, field.value);
    return Request(std::move(parts));
}

TEST(RequestTest, PrefersVietnameseUnlessEnglishIsWantedMore) {
    EXPECT_EQ(preferred_language(""), Language::vietnamese);
    EXPECT_EQ(preferred_language("vi-VN,vi;q=0.9,en;q=0.8"), Language::vietnamese);
    EXPECT_EQ(preferred_language("en-US,en;q=0.9"), Language::english);
    EXPECT_EQ(preferred_language("vi;q=0.5, en"), Language::english);
    EXPECT_EQ(preferred_language("en;q=0, fr"), Language::vietnamese);
    EXPECT_EQ(preferred_language("en;q=0.5,vi;q=0.5"), Language::vietnamese);
}

TEST(RequestTest, ReadsCookiesFromEveryField) {
    const auto request = request_with({{"Cookie", "a=1; session=x=y"}, {"cookie", "b=2"}});
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("session"), "x=y");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_FALSE(request.cookie("c").has_value());
}

TEST(RequestTest, ABearerTokenSilencesTheCookies) {
    const auto request = request_with({{"Authorization", "bearer  abc"}, {"Cookie", "session=1"}});
    EXPECT_EQ(request.bearer(), "abc");
    EXPECT_FALSE(request.cookie("session").has_value());
}

TEST(ResponseTest, RefusesLineBreaksAndControlCharactersInHeaders) {
    for (const auto* value : {"a\r\nb", "a\nb", "a\rb", "a\x01", "a\x7f", "đ"}) {
        Response response;
        response.set("X-A", value);
        EXPECT_FALSE(response.is_well_formed()) << value;
        EXPECT_FALSE(response.headers().find("X-A").has_value());
    }
    EXPECT_FALSE(Response().set("X A", "b").is_well_formed());
    EXPECT_FALSE(Response().set("", "b").is_well_formed());
    EXPECT_TRUE(Response().set("X-A", "b c\td").is_well_formed());
}

TEST(ResponseTest, CookiesAreHttpOnlyAndCannotCarryAttributes) {
    Response response;
    response.set_cookie({.name = "session", .value = "abc", .same_site = SameSite::strict, .secure = Secure::yes, .max_age_s = 0});
    EXPECT_EQ(response.headers().find("Set-Cookie"), "session=abc; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
    EXPECT_FALSE(Response().set_cookie({.name = "a", .value = "b; Domain=x", .max_age_s = {}}).is_well_formed());
}

// What a browser makes of the extended name (RFC 8187 section 3.2).
std::string saved_name(const std::string& line) {
    const std::string mark = "filename*=UTF-8''";
    const auto at = line.find(mark);
    if (at == std::string::npos) {
        const auto open = line.find('"') + 1;
        return line.substr(open, line.find('"', open) - open);
    }
    std::string name;
    for (auto i = at + mark.size(); i < line.size(); ++i) {
        if (line[i] == '%') {
            name += static_cast<char>(std::stoi(line.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            name += line[i];
        }
    }
    return name;
}

TEST(ResponseTest, FileNamesComeBackAsTheyWere) {
    for (const std::string name : {"Quyết định số 05.pdf", "van ban.pdf", "a'b*c%20(1).docx", "Đề nghị \"khẩn\".pdf", "công văn; số=1, 2.pdf"}) {
        EXPECT_EQ(saved_name(content_disposition(Disposition::attachment, name)), name);
    }
    EXPECT_EQ(saved_name(content_disposition(Disposition::attachment, "../../etc/passwd\r\n")), ".._.._etc_passwd__");
    EXPECT_EQ(saved_name(content_disposition(Disposition::attachment, "")), "tep");
    EXPECT_TRUE(Response().set("Content-Disposition", content_disposition(Disposition::inline_, "\x01\xff\"")).is_well_formed());
}

TEST(TargetTest, DecodesSegmentsAndQueries) {
    const auto target = parse_target("/a/b%20c/?q=%C4%91%E1%BA%A5t+ch%E1%BB%A9ng&empty&x=1&x=2");
    ASSERT_TRUE(target.has_value());
    EXPECT_EQ(target->segments, (std::vector<std::string>{"a", "b c", ""}));
    EXPECT_EQ(target->path, "/a/b%20c/");
    ASSERT_EQ(target->query.size(), 4U);
    EXPECT_EQ(target->query[0].second, "đất chứng");
    EXPECT_EQ(target->query[1].second, "");
}

TEST(TargetTest, RefusesWhatTwoReadersWouldReadDifferently) {
    for (const auto* text : {"", "a", "*", "/%", "/%4", "/%zz", "/..", "/a/../b", "/.", "/%2E%2e", "/a%2fb", "/a%5cb", "/\\", "/%00",
                             "/%0a", "/%C0%AF", "/a#b", "?a", "http://", "http://a@b/", "/x?%ff=1", "/x?a=%00"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target.has_value()) << text;
        EXPECT_EQ(target.error().code, errors::http::malformed_address) << text;
    }
}

TEST(TargetTest, KnowsAHostWhenItSeesOne) {
    for (const auto* host : {"localhost", "a.b-c.vn:8080", "127.0.0.1", "[::1]:80", "[2001:db8::1]"}) EXPECT_TRUE(is_host(host)) << host;
    for (const auto* host : {"", ":80", "a b", "a/b", "a@b", "a:b", "a:123456", "[::1", "[x]", "a,b", "[::1]x"}) EXPECT_FALSE(is_host(host)) << host;
}

std::string matched(const Router& router, Method method, const char* path) {
    const auto match = router.match(method, parse_target(path)->segments);
    if (const auto* found = std::get_if<Found>(&match)) {
        auto text = found->route->pattern;
        for (const auto& [name, value] : found->parameters) text += " " + name + "=" + value;
        return text;
    }
    if (const auto* other = std::get_if<NoSuchMethod>(&match)) return "allow " + other->allow;
    return "nothing";
}

TEST(RouterTest, FindsTheRouteAndItsParameters) {
    const auto handler = [](Request&) -> Result<Response> { return Response::empty(); };
    Router router;
    router.get("/api/v1/outgoing", handler);
    router.post("/api/v1/outgoing", handler);
    router.get("/api/v1/outgoing/{id}", handler);
    router.get("/api/v1/outgoing/mine", handler);
    router.post("/api/v1/outgoing/{document}/versions/{version}", handler);
    EXPECT_EQ(matched(router, Method::get, "/api/v1/outgoing/7"), "/api/v1/outgoing/{id} id=7");
    EXPECT_EQ(matched(router, Method::head, "/api/v1/outgoing/7"), "/api/v1/outgoing/{id} id=7");
    EXPECT_EQ(matched(router, Method::get, "/api/v1/outgoing/mine"), "/api/v1/outgoing/mine");
    EXPECT_EQ(matched(router, Method::post, "/api/v1/outgoing/mine/versions/2"),
              "/api/v1/outgoing/{document}/versions/{version} document=mine version=2");
    EXPECT_EQ(matched(router, Method::del, "/api/v1/outgoing"), "allow GET, HEAD, OPTIONS, POST");
    EXPECT_EQ(matched(router, Method::get, "/api/v1/outgoing/"), "nothing");
    EXPECT_EQ(matched(router, Method::get, "/api/v1"), "nothing");
    EXPECT_EQ(matched(router, Method::get, "/page"), "nothing");
    router.fallback(handler);
    EXPECT_EQ(matched(router, Method::get, "/page"), "/*");
    EXPECT_EQ(matched(router, Method::post, "/page"), "allow GET, HEAD, OPTIONS");
    EXPECT_EQ(matched(router, Method::get, "/api/v1/nothing"), "nothing") << "the web client never answers for the API";
    EXPECT_EQ(router.listing().front(), "GET /api/v1/outgoing");
}

TEST(ProblemTest, SpeaksTheCallersLanguageAndKeepsTheInnerDetail) {
    const Error error{Remedy::fix_input, errors::http::malformed_json, "inner secret"};
    const auto vietnamese = problem(error, Language::vietnamese, "t1");
    EXPECT_EQ(vietnamese.status(), 400);
    EXPECT_EQ(vietnamese.detail(), "inner secret");
    const auto body = boost::json::parse(std::get<std::string>(vietnamese.body())).as_object();
    EXPECT_EQ(body.at("title").as_string(), "Nội dung gửi lên không phải JSON hợp lệ.");
    EXPECT_EQ(body.at("title_en").as_string(), "The body is not valid JSON.");
    EXPECT_EQ(body.at("type").as_string(), "/problems/http.malformed_json");
    EXPECT_EQ(body.at("code").as_string(), "http.malformed_json");
    EXPECT_EQ(body.at("remedy").as_string(), "fix_input");
    EXPECT_EQ(body.at("instance").as_string(), "urn:trace:t1");
    EXPECT_EQ(std::get<std::string>(vietnamese.body()).find("secret"), std::string::npos);
    const auto english = problem(error, Language::english, "t1");
    EXPECT_EQ(boost::json::parse(std::get<std::string>(english.body())).at("detail").as_string(), "The body is not valid JSON.");
}

TEST(ProblemTest, SaysTheRulesSentenceAndItsClauseWhereARuleSpoke) {
    const Error error{Remedy::fix_input, errors::http::malformed_json, "inner", "Điều 1 khoản 2 Quyết định 37/2018/QĐ-UBND", "Không áp dụng."};
    const auto response = problem(error, Language::vietnamese, "t");
    const auto body = boost::json::parse(std::get<std::string>(response.body())).as_object();
    EXPECT_EQ(body.at("clause").as_string(), "Điều 1 khoản 2 Quyết định 37/2018/QĐ-UBND");
    EXPECT_EQ(body.at("detail").as_string(), "Không áp dụng.");
}

TEST(ProblemTest, ACodeWithoutASentenceIsAnInternalError) {
    const auto response = problem({Remedy::fix_input, "nowhere.known", "why"}, Language::vietnamese, "t");
    EXPECT_EQ(response.status(), 500);
    EXPECT_EQ(response.code(), errors::http::internal);
    EXPECT_NE(response.detail().find("nowhere.known"), std::string::npos);
}

TEST(ProblemTest, TheCatalogueIsCompleteAndSorted) {
    const auto all = problem_catalogue();
    ASSERT_GT(all.size(), 20U);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) EXPECT_LT(all[i - 1].code, all[i].code);
        EXPECT_TRUE(is_nfc(all[i].vi) && is_nfc(all[i].fix_vi)) << all[i].code;
        EXPECT_EQ(find_problem(all[i].code), &all[i]);
    }
}

Request with_json(std::string_view body, std::string type = "application/json; charset=utf-8") {
    RequestParts parts;
    parts.method = Method::post;
    parts.headers.add("Content-Type", std::move(type));
    parts.body = to_bytes(body);
    return Request(std::move(parts));
}

TEST(JsonTest, TakesObjectsAndRefusesEverythingElse) {
    EXPECT_TRUE(json_body(with_json("{\"a\":\"đ\"}")).has_value());
    for (const std::string text : {"", "[]", "{", "{\"a\":\"\xff\"}", "{} x", "{a:1}"}) {
        const auto body = json_body(with_json(text));
        ASSERT_FALSE(body.has_value()) << text;
        EXPECT_EQ(body.error().code, errors::http::malformed_json) << text;
    }
    const auto deep = json_body(with_json("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}"));
    EXPECT_EQ(deep.error().code, errors::http::malformed_json);
    EXPECT_EQ(json_body(with_json("{}", "text/plain")).error().code, errors::http::unsupported_media_type);
    EXPECT_EQ(json_body(with_json("{}", "application/jsonx")).error().code, errors::http::unsupported_media_type);
}

TEST(JsonTest, MembersHaveTypes) {
    const auto object = boost::json::parse(R"({"a":"x","n":5,"f":true,"l":[1],"z":null})").as_object();
    EXPECT_EQ(text_of(object, "a").value(), "x");
    EXPECT_FALSE(optional_text_of(object, "z")->has_value());
    EXPECT_EQ(text_of(object, "z").error().code, errors::http::missing_member);
    EXPECT_EQ(text_of(object, "n").error().code, errors::http::wrong_member);
}

TEST(RangeTest, ReadsOneRangeAndIgnoresWhatItDoesNotKnow) {
    const auto text = [](std::string_view field, std::uint64_t length) {
        const auto range = parse_range(field, length);
        if (const auto* part = std::get_if<ByteRange>(&range)) return std::to_string(part->from) + "-" + std::to_string(part->to);
        return std::string(std::get<NoRange>(range) == NoRange::ignored ? "ignored" : "416");
    };
    EXPECT_EQ(text("bytes=0-0", 10), "0-1");
    EXPECT_EQ(text("bytes=5-", 10), "5-10");
    EXPECT_EQ(text("bytes=5-99", 10), "5-10");
    EXPECT_EQ(text("bytes=-3", 10), "7-10");
    EXPECT_EQ(text("bytes=-30", 10), "0-10");
    EXPECT_EQ(text("bytes=10-", 10), "416");
    EXPECT_EQ(text("bytes=-0", 10), "416");
    EXPECT_EQ(text("bytes=0-", 0), "416");
    EXPECT_EQ(text("bytes=5-3", 10), "ignored");
    EXPECT_EQ(text("bytes=0-1,3-4", 10), "ignored");
    EXPECT_EQ(text("pages=1-2", 10), "ignored");
    EXPECT_EQ(text("bytes=99999999999999999999999-", 10), "ignored");
}

TEST(EntityTagTest, ComparesWeakly) {
    EXPECT_TRUE(matches_entity_tag("\"a\"", "\"a\""));
    EXPECT_TRUE(matches_entity_tag("W/\"x\", W/\"a\"", "\"a\""));
    EXPECT_TRUE(matches_entity_tag("*", "\"a\""));
    EXPECT_FALSE(matches_entity_tag("\"b\", \"ab\"", "\"a\""));
    EXPECT_FALSE(matches_entity_tag("a", "\"a\""));
}

TEST(HeadScannerTest, GivesTheSameVerdictHoweverTheBytesArrive) {
    using net::HeadScanner;
    const struct {
        std::string text;
        HeadScanner::Verdict verdict;
    } cases[] = {
        {"GET / HTTP/1.1\r\nA: b\r\n\r\nmore", HeadScanner::Verdict::complete},
        {"GET / HTTP/1.1\r\nA: b\r\n", HeadScanner::Verdict::need_more},
        {"GET / HTTP/1.1\r\n A: b\r\n\r\n", HeadScanner::Verdict::malformed},
        {"GET / HTTP/1.1\nA: b\n\n", HeadScanner::Verdict::malformed},
        {"GET /\rx", HeadScanner::Verdict::malformed},
        {"GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n", HeadScanner::Verdict::too_large},
        {"GET /" + std::string(100, 'a'), HeadScanner::Verdict::line_too_long},
        {"GET / HTTP/1.1\r\nA: " + std::string(300, 'b'), HeadScanner::Verdict::too_large},
    };
    for (const auto& test : cases) {
        HeadScanner at_once({200, 2, 50});
        EXPECT_EQ(at_once.scan(test.text), test.verdict) << test.text;
        HeadScanner piecemeal({200, 2, 50});
        auto verdict = HeadScanner::Verdict::need_more;
        for (std::size_t i = 1; i <= test.text.size() && verdict == HeadScanner::Verdict::need_more; ++i) {
            verdict = piecemeal.scan(std::string_view(test.text).substr(0, i));
        }
        EXPECT_EQ(verdict, test.verdict) << test.text;
        if (verdict == HeadScanner::Verdict::complete) EXPECT_EQ(piecemeal.size(), test.text.size() - 4);
    }
}

TEST(AnswerTest, DatesAreInTheFormOfHttp) {
    EXPECT_EQ(net::http_date(parse_instant("2026-11-20T14:03:22+07:00").value()), "Fri, 20 Nov 2026 07:03:22 GMT");
    EXPECT_EQ(net::http_date(parse_instant("2024-02-29T23:59:59Z").value()), "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST(AnswerTest, HandlersMayTightenOrReplaceTheCommonHeaders) {
    Response response;
    response.set("Cache-Control", "private, max-age=60");
    const auto prepared = net::prepare(std::move(response), {});
    EXPECT_NE(prepared.head.find("Cache-Control: private, max-age=60\r\n"), std::string::npos);
    EXPECT_EQ(prepared.head.find("no-store"), std::string::npos);
}

}  // namespace
}  // namespace congvan::http
