// congvan tour: the main job as a story, through the API of a demo server, as its people would do it.

#include <boost/json.hpp>
#include <cstdio>
#include <thread>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/tour_client.hpp"
#include "errors/cli.hpp"
#include "usecases/demo_logins.hpp"

namespace congvan::cli {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using std::chrono::steady_clock;

constexpr std::string_view kAbstractFirst = "Về việc rà soát danh mục hồ sơ năm 2026 (văn bản thử nghiệm)";
constexpr std::string_view kAbstractSecond = "Về việc mời họp trực tuyến (thử nghiệm, gửi nhầm)";
constexpr std::string_view kAbstractAnswer = "Về việc kết quả rà soát danh mục hồ sơ năm 2026 (văn bản thử nghiệm)";

std::string text_at(const object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

Error unexpected(std::string detail) { return {Remedy::call_operator, errors::cli::unexpected, std::move(detail)}; }

// Spaces up to the column where sentences start, counted in characters.
std::string padding(std::string_view name) {
    constexpr std::size_t kColumn = 16;
    const std::size_t width = count_characters(name);
    return std::string(width < kColumn ? kColumn - width : 1, ' ');
}

// Tells each step with the time since the start.
class Narrator {
public:
    explicit Narrator(bool as_json) : as_json_(as_json), started_(steady_clock::now()) {}

    void chapter(std::string_view title) {
        if (!as_json_) std::printf("\n%.*s\n", static_cast<int>(title.size()), title.data());
    }
    void tell(const std::string& who, const std::string& sentence) {
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - started_).count();
        steps_.push_back(object{{"elapsed_ms", ms}, {"who", who}, {"sentence", sentence}});
        if (as_json_) return;
        std::printf("  %7.2f s  %s%s%s\n", static_cast<double>(ms) / 1000.0, who.c_str(), padding(who).c_str(), sentence.c_str());
        std::fflush(stdout);
    }
    array take_steps() { return std::move(steps_); }

private:
    bool as_json_;
    steady_clock::time_point started_;
    array steps_;
};

// The people of the demo province whom the story needs.
struct Cast {
    TourPerson specialist_a, leader_a, clerk_a;
    TourPerson specialist_b, second_b, leader_b, clerk_b;
    TourPerson clerk_c, clerk_d;
};

class Tour {
public:
    Tour(const TourOptions& options, Narrator& narrator) : options_(options), narrator_(narrator) {}

    Result<std::string> run();  // the id of the first document
    std::uint32_t reconnections() const;

private:
    Result<TourPerson> person(const std::string& user_name);
    Result<Done> gather();
    Result<std::string> draft(TourPerson& by, const object& facts);
    Result<Done> add_version(TourPerson& by, const std::string& id, const std::string& file, bool with_attachments);
    Result<object> wait_for(TourPerson& who, const std::string& path, const std::function<bool(const object&)>& ready);
    Result<Done> sign_all(TourPerson& drafter, TourPerson& leader, TourPerson& clerk, const std::string& id);
    Result<Done> approve_and_issue(TourPerson& drafter, TourPerson& leader, TourPerson& clerk, const std::string& id);
    Result<std::string> incoming_of(TourPerson& clerk, const std::string& document);
    Result<object> facts(TourPerson& drafter, TourPerson& leader, std::string_view abstract, std::string_view urgency,
                         array recipients);

    Result<Done> first_is_drafted();
    Result<Done> first_is_issued();
    Result<Done> b_handles_it();
    Result<Done> b_answers();
    Result<Done> c_returns_d_accepts();
    Result<Done> first_is_recalled();
    Result<Done> second_is_withdrawn();
    Result<Done> evidence_is_taken();

    const TourOptions& options_;
    Narrator& narrator_;
    KeySource keys_;
    std::optional<Cast> cast_;
    std::string first_;
    std::string at_b_;
    std::string at_d_;
};

Result<TourPerson> Tour::person(const std::string& user_name) {
    return TourPerson::make(options_.server, user_name, keys_, std::chrono::seconds(options_.patience_seconds));
}

Result<Done> Tour::gather() {
    LET(TourPerson specialist_a, person("chuyenvien.a"));
    LET(TourPerson leader_a, person("lanhdao.a"));
    LET(TourPerson clerk_a, person("vanthu.a"));
    LET(TourPerson specialist_b, person("chuyenvien.b"));
    LET(TourPerson second_b, person("chuyenvien2.b"));
    LET(TourPerson leader_b, person("lanhdao.b"));
    LET(TourPerson clerk_b, person("vanthu.b"));
    LET(TourPerson clerk_c, person("vanthu.c"));
    LET(TourPerson clerk_d, person("vanthu.d"));
    cast_.emplace(Cast{std::move(specialist_a), std::move(leader_a), std::move(clerk_a), std::move(specialist_b),
                       std::move(second_b), std::move(leader_b), std::move(clerk_b), std::move(clerk_c), std::move(clerk_d)});
    narrator_.tell("tour", "Chín người đã đăng nhập.");
    return Done{};
}

std::uint32_t Tour::reconnections() const {
    if (!cast_) return 0;
    std::uint32_t all = 0;
    for (const TourPerson* each : {&cast_->specialist_a, &cast_->leader_a, &cast_->clerk_a, &cast_->specialist_b,
                                   &cast_->second_b, &cast_->leader_b, &cast_->clerk_b, &cast_->clerk_c, &cast_->clerk_d}) {
        all += each->reconnections();
    }
    return all;
}

Result<object> Tour::wait_for(TourPerson& who, const std::string& path, const std::function<bool(const object&)>& ready) {
    const auto give_up = steady_clock::now() + std::chrono::seconds(options_.patience_seconds);
    for (;;) {
        LET(object now, who.get(path));
        if (ready(now)) return now;
        if (steady_clock::now() > give_up) return unexpected("waited in vain for " + path);
        std::this_thread::sleep_for(std::chrono::milliseconds{60});
    }
}

Result<object> Tour::facts(TourPerson& drafter, TourPerson& leader, std::string_view abstract, std::string_view urgency,
                           array recipients) {
    LET(const object policy, drafter.get("/policy"));
    std::string method;
    for (const value& each : policy.at("signing_methods").as_array()) {
        const std::string word = text_at(each.as_object(), "method");
        if (word == "initial_person_and_seal" || (word == "person_and_seal" && method.empty())) method = word;
    }
    return object{{"type", "CV"},         {"abstract", abstract},
                  {"urgency", urgency},   {"secrecy", "open"},
                  {"recipients", std::move(recipients)},
                  {"method", method},     {"signer", leader.id()}};
}

Result<std::string> Tour::draft(TourPerson& by, const object& facts) {
    LET(const object made, by.post("/outgoing", facts));
    return text_at(made, "id");
}

Result<Done> Tour::add_version(TourPerson& by, const std::string& id, const std::string& file, bool with_attachments) {
    const auto demo_file = [&](const std::string& stored, const std::string& shown) -> Result<std::string> {
        LET(const std::string content, options_.read_demo_file(stored));
        return by.upload({shown, content});
    };
    LET(const std::string source, demo_file(file, "Dự thảo công văn.docx"));
    array attachments;
    if (with_attachments) {
        LET(const std::string sheet, demo_file("tong-hop-van-ban.xlsx", "Bảng tổng hợp.xlsx"));
        LET(const std::string list, demo_file("danh-muc-ho-so.pdf", "Danh mục hồ sơ.pdf"));
        attachments.push_back(value(sheet));
        attachments.push_back(value(list));
    }
    TRY(by.post("/outgoing/" + id + "/versions", object{{"source", source}, {"attachments", std::move(attachments)}}));
    return Done{};
}

Result<Done> Tour::sign_all(TourPerson& drafter, TourPerson& leader, TourPerson& clerk, const std::string& id) {
    for (;;) {
        LET(const object now, clerk.get("/outgoing/" + id));
        const std::string role = text_at(now, "next_signature");
        if (role.empty()) return Done{};
        TourPerson& signer = role == "initial" ? drafter : role == "personal" ? leader : clerk;
        LET(const object signed_now,
            signer.post("/outgoing/" + id + "/sign", object{{"role", role}, {"pin", usecases::kDemoPin}}));
        const object& last = signed_now.at("signatures").as_array().back().as_object();
        narrator_.tell(text_at(signer.me(), "user_name"),
                       "ký số (" + role + "), đã kiểm tra lại: " + text_at(last, "certificate_subject"));
    }
}

Result<Done> Tour::approve_and_issue(TourPerson& drafter, TourPerson& leader, TourPerson& clerk, const std::string& id) {
    LET(const object approved, leader.post("/outgoing/" + id + "/approve", object{}));
    narrator_.tell(text_at(leader.me(), "user_name"),
                   "duyệt; sổ cấp số " + text_at(approved.at("numbering").as_object(), "notation"));
    TRY(wait_for(clerk, "/outgoing/" + id, [](const object& now) { return !now.at("final_pdf").is_null(); }));
    narrator_.tell("hệ thống", "ghi số, ngày vào bản PDF chính thức");
    TRY(sign_all(drafter, leader, clerk, id));
    TRY(clerk.post("/outgoing/" + id + "/issue", object{}));
    narrator_.tell(text_at(clerk.me(), "user_name"), "phát hành");
    return Done{};
}

Result<std::string> Tour::incoming_of(TourPerson& clerk, const std::string& document) {
    std::string found;
    TRY(wait_for(clerk, "/incoming?list=all&limit=500", [&](const object& page) {
        for (const value& each : page.at("items").as_array()) {
            const std::string id = text_at(each.as_object(), "id");
            const auto one = clerk.get("/incoming/" + id);
            if (one.has_value() && text_at(*one, "document_id") == document) {
                found = id;
                return true;
            }
        }
        return false;
    }));
    return found;
}

Result<Done> Tour::first_is_drafted() {
    narrator_.chapter("1. Soạn thảo, trình duyệt, trả lại, trình lại");
    array recipients;
    for (TourPerson* each : {&cast_->clerk_b, &cast_->clerk_c, &cast_->clerk_d}) {
        recipients.push_back(value(text_at(each->me().at("agency").as_object(), "id")));
    }
    LET(object wanted, facts(cast_->specialist_a, cast_->leader_a, kAbstractFirst, "very_urgent", std::move(recipients)));
    wanted["answer_by"] = "2036-01-31";
    LET(first_, draft(cast_->specialist_a, wanted));
    TRY(add_version(cast_->specialist_a, first_, "cong-van.docx", true));
    narrator_.tell("chuyenvien.a", "soạn dự thảo, tải lên .docx, .xlsx, .pdf; bản PDF đã tạo");
    TRY(cast_->specialist_a.post("/outgoing/" + first_ + "/submit", object{}));
    TRY(cast_->leader_a.post("/outgoing/" + first_ + "/return", object{{"opinion", "Bổ sung thời hạn báo cáo."}}));
    narrator_.tell("lanhdao.a", "trả lại kèm ý kiến");
    TRY(add_version(cast_->specialist_a, first_, "cong-van.docx", true));
    LET(const object two, cast_->specialist_a.post("/outgoing/" + first_ + "/submit", object{}));
    for (const value& version : two.at("versions").as_array()) {
        const std::string digest = text_at(version.at("pdf").as_object(), "sha256");
        LET(const Answer pdf, cast_->leader_a.raw("/outgoing/" + first_ + "/files/" + digest));
        if (pdf.status != 200 || pdf.body.rfind("%PDF-", 0) != 0) return unexpected("a version cannot be read");
    }
    narrator_.tell("chuyenvien.a", "trình lại bản 2; cả hai bản còn đọc được");
    return Done{};
}

Result<Done> Tour::first_is_issued() {
    narrator_.chapter("2. Duyệt, cấp số, ký nháy, ký số, đóng dấu số, phát hành");
    const auto early = cast_->clerk_a.post("/outgoing/" + first_ + "/sign",
                                           object{{"role", "seal"}, {"pin", usecases::kDemoPin}});
    if (early.has_value()) return unexpected("the seal came before the leader");
    narrator_.tell("vanthu.a", "thử đóng dấu trước: bị từ chối (" + early.error().detail + ")");
    TRY(approve_and_issue(cast_->specialist_a, cast_->leader_a, cast_->clerk_a, first_));
    LET(const object arrived, wait_for(cast_->specialist_a, "/outgoing/" + first_, [](const object& now) {
            for (const value& each : now.at("deliveries").as_array()) {
                if (text_at(each.as_object(), "status") == "queued") return false;
            }
            return true;
        }));
    narrator_.tell("chuyenvien.a", "thấy cả " + std::to_string(arrived.at("deliveries").as_array().size()) +
                                       " nơi nhận ở trạng thái đã đến");
    return Done{};
}

Result<Done> Tour::b_handles_it() {
    narrator_.chapter("3. Bên B tiếp nhận, phân công, trả lời; bên C trả lại; bên D tiếp nhận");
    LET(at_b_, incoming_of(cast_->clerk_b, first_));
    LET(const object seen, cast_->clerk_b.get("/incoming/" + at_b_));
    const std::string verdict = text_at(seen.at("verdict").as_object(), "verdict");
    if (verdict != "valid") return unexpected("the arrival is " + verdict);
    narrator_.tell("vanthu.b", "kiểm tra: " + text_at(seen.at("verdict").as_object(), "words"));
    LET(const object accepted, cast_->clerk_b.post("/incoming/" + at_b_ + "/accept", object{}));
    narrator_.tell("vanthu.b", "tiếp nhận, số đến " + std::to_string(accepted.at("arrival_number").to_number<int>()));
    TRY(cast_->leader_b.post("/incoming/" + at_b_ + "/assign",
                             object{{"lead", cast_->specialist_b.id()},
                                    {"supporting", array{value(cast_->second_b.id())}},
                                    {"instruction", "Tổng hợp và trả lời đúng hạn."}}));
    narrator_.tell("lanhdao.b", "phân công chủ trì và phối hợp, có ý kiến chỉ đạo");
    TRY(cast_->specialist_b.post("/incoming/" + at_b_ + "/start", object{}));
    return Done{};
}

Result<Done> Tour::b_answers() {
    const std::string agency_a = text_at(cast_->clerk_a.me().at("agency").as_object(), "id");
    LET(object wanted,
        facts(cast_->specialist_b, cast_->leader_b, kAbstractAnswer, "normal", array{value(agency_a)}));
    wanted["answers"] = at_b_;
    LET(const std::string answer, draft(cast_->specialist_b, wanted));
    TRY(add_version(cast_->specialist_b, answer, "cong-van-tra-loi.docx", false));
    TRY(cast_->specialist_b.post("/outgoing/" + answer + "/submit", object{}));
    TRY(approve_and_issue(cast_->specialist_b, cast_->leader_b, cast_->clerk_b, answer));
    LET(const object done,
        cast_->specialist_b.post("/incoming/" + at_b_ + "/complete", object{{"result", "Đã trả lời bằng văn bản."}}));
    if (done.at("answers").as_array().empty()) return unexpected("the answer is not linked");
    narrator_.tell("chuyenvien.b", "trả lời bằng văn bản mới có liên kết, hoàn thành");
    return Done{};
}

Result<Done> Tour::c_returns_d_accepts() {
    LET(const std::string at_c, incoming_of(cast_->clerk_c, first_));
    TRY(cast_->clerk_c.post("/incoming/" + at_c + "/return", object{{"reason", "Không thuộc thẩm quyền giải quyết."}}));
    narrator_.tell("vanthu.c", "trả lại, nêu lý do");
    LET(at_d_, incoming_of(cast_->clerk_d, first_));
    TRY(cast_->clerk_d.post("/incoming/" + at_d_ + "/accept", object{}));
    narrator_.tell("vanthu.d", "tiếp nhận");
    return Done{};
}

Result<Done> Tour::first_is_recalled() {
    narrator_.chapter("4. Thu hồi sau khi đã tiếp nhận");
    TRY(cast_->clerk_a.post("/outgoing/" + first_ + "/recall", object{{"reason", "Sai số liệu trong phụ lục."}}));
    narrator_.tell("vanthu.a", "thông báo thu hồi");
    struct Side {
        TourPerson* clerk;
        const std::string* incoming;
    };
    for (const Side& side : {Side{&cast_->clerk_b, &at_b_}, Side{&cast_->clerk_d, &at_d_}}) {
        LET(const object due, wait_for(*side.clerk, "/incoming/" + *side.incoming, [](const object& now) {
                return text_at(now, "stage") == "cancel_due";
            }));
        TRY(side.clerk->post("/incoming/" + *side.incoming + "/cancel", object{}));
        const std::string digest = text_at(due.at("main").as_object(), "sha256");
        LET(const Answer gone, side.clerk->raw("/incoming/" + *side.incoming + "/files/" + digest));
        if (gone.status != 410) return unexpected("recalled content still opens");
        narrator_.tell(text_at(side.clerk->me(), "user_name"), "hủy và xác nhận; nội dung không còn mở được");
    }
    LET(const object settled, wait_for(cast_->clerk_a, "/outgoing/" + first_, [](const object& now) {
            return now.at("recall").is_object() && now.at("recall").at("settled").as_bool();
        }));
    std::string outcomes;
    for (const value& each : settled.at("recall").at("answers").as_array()) {
        outcomes += (outcomes.empty() ? "" : ", ") + text_at(each.as_object(), "outcome");
    }
    narrator_.tell("vanthu.a", "thu hồi xong: " + outcomes);
    return Done{};
}

Result<Done> Tour::second_is_withdrawn() {
    narrator_.chapter("5. Một số bị hủy có lý do; một văn bản được rút lại trước khi ai tiếp nhận");
    const std::string agency_b = text_at(cast_->clerk_b.me().at("agency").as_object(), "id");
    LET(const object wanted,
        facts(cast_->specialist_a, cast_->leader_a, kAbstractSecond, "normal", array{value(agency_b)}));
    LET(const std::string id, draft(cast_->specialist_a, wanted));
    TRY(add_version(cast_->specialist_a, id, "cong-van.docx", false));
    TRY(cast_->specialist_a.post("/outgoing/" + id + "/submit", object{}));
    TRY(cast_->leader_a.post("/outgoing/" + id + "/approve", object{}));
    LET(const object voided, cast_->clerk_a.post("/outgoing/" + id + "/void-number", object{{"reason", "Duyệt nhầm bản."}}));
    const object& number = voided.at("voided_numbers").as_array().back().as_object();
    narrator_.tell("vanthu.a", "hủy số " + text_at(number, "notation") + ", ghi lý do vào sổ");
    TRY(cast_->specialist_a.post("/outgoing/" + id + "/submit", object{}));
    TRY(approve_and_issue(cast_->specialist_a, cast_->leader_a, cast_->clerk_a, id));
    LET(const std::string arrived, incoming_of(cast_->clerk_b, id));
    TRY(cast_->clerk_a.post("/outgoing/" + id + "/recall", object{{"reason", "Gửi nhầm nơi nhận."}}));
    TRY(wait_for(cast_->clerk_b, "/incoming/" + arrived, [](const object& now) { return text_at(now, "stage") == "withdrawn"; }));
    narrator_.tell("vanthu.a", "thu hồi trước khi tiếp nhận: văn bản được rút lại");
    return Done{};
}

Result<Done> Tour::evidence_is_taken() {
    narrator_.chapter("6. Lịch sử và chứng cứ");
    LET(const object history, cast_->specialist_a.get("/outgoing/" + first_ + "/history"));
    LET(const Answer bundle, cast_->clerk_a.raw("/outgoing/" + first_ + "/evidence"));
    if (bundle.status != 200) return unexpected("no evidence");
    narrator_.tell("vanthu.a", "lịch sử " + std::to_string(history.at("items").as_array().size()) + " sự kiện; tệp chứng cứ " +
                                   std::to_string(bundle.body.size()) + " byte");
    return Done{};
}

Result<std::string> Tour::run() {
    TRY(gather());
    TRY(first_is_drafted());
    TRY(first_is_issued());
    TRY(b_handles_it());
    TRY(b_answers());
    TRY(c_returns_d_accepts());
    TRY(first_is_recalled());
    TRY(second_is_withdrawn());
    TRY(evidence_is_taken());
    return first_;
}

}  // namespace

int tour(const TourOptions& options) {
    Narrator narrator(options.as_json);
    Tour story(options, narrator);
    const auto document = story.run();
    if (!document.has_value()) {
        if (options.as_json) {
            const object answer{{"steps", narrator.take_steps()},
                                {"error", object{{"code", document.error().code}, {"detail", document.error().detail}}}};
            std::printf("%s\n", boost::json::serialize(answer).c_str());
        }
        return report(document.error(), options.explain);
    }
    if (options.as_json) {
        const object answer{{"steps", narrator.take_steps()},
                            {"reconnections", story.reconnections()},
                            {"document_id", *document}};
        std::printf("%s\n", boost::json::serialize(answer).c_str());
    } else {
        std::printf("\nXong. Mã văn bản: %s\n", document->c_str());
    }
    return Exit::done;
}

}  // namespace congvan::cli
