#include "policy/rules.hpp"

#include <algorithm>
#include <array>

namespace congvan::policy {
namespace {

// What a judge found. `clause` and `note` say more than the row where there is more to say.
struct Judged {
    Finding finding = Finding::unknown;
    std::string note;
    std::string clause;
};

template <typename Facts>
struct Rule {
    RuleText text;
    Judged (*judge)(const Profile&, const Facts&);
};

Judged found(bool held) { return {held ? Finding::held : Finding::failed, "", ""}; }
Judged found(std::optional<bool> held) {
    if (!held) return {Finding::unknown, "", ""};
    return found(*held);
}
Judged not_applicable() { return {Finding::not_applicable, "", ""}; }

bool has_words(const std::string& text) { return text.find_first_not_of(" \t\n") != std::string::npos; }

template <typename T>
bool contains(const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

Judged travels(const Profile& profile, Secrecy level, Network network, Enveloped enveloped) {
    const SecrecyJudgement judgement = judge_secrecy(profile, level, network, enveloped);
    return {judgement.allowed ? Finding::held : Finding::failed, judgement.sentence, judgement.clause};
}

Judged type_known(const Profile& profile, const SubmitFacts& facts) { return found(profile.type(facts.type) != nullptr); }
Judged has_abstract(const Profile&, const SubmitFacts& facts) { return found(has_words(facts.abstract)); }
Judged has_recipients(const Profile&, const SubmitFacts& facts) { return found(facts.recipients > 0); }
Judged has_content(const Profile&, const SubmitFacts& facts) { return found(facts.has_version); }
Judged secrecy(const Profile& profile, const SubmitFacts& facts) {
    return travels(profile, facts.secrecy, facts.network, facts.enveloped);
}
Judged urgency_known(const Profile& profile, const SubmitFacts& facts) {
    return found(contains(*profile.urgencies, facts.urgency));
}
Judged method_allowed(const Profile& profile, const SubmitFacts& facts) {
    if (!facts.method) return not_applicable();
    return found(contains(*profile.methods, *facts.method));
}
Judged unit_named(const Profile& profile, const SubmitFacts& facts) {
    const DocumentType* type = profile.type(facts.type);
    const bool letter = type != nullptr && type->form == TypeForm::letter;
    if (!letter || profile.notation->letter.find("{unit}") == std::string::npos) return not_applicable();
    return found(has_words(facts.unit));
}
Judged answer_deadline(const Profile&, const SubmitFacts& facts) {
    return facts.asks_for_answer ? found(facts.answer_by.has_value()) : not_applicable();
}
Judged answer_linked(const Profile&, const SubmitFacts& facts) {
    return facts.is_answer ? found(facts.linked) : not_applicable();
}

Judged head_present(const Profile&, const SubmitFacts& facts) {
    if (!facts.head || facts.notations.empty()) return not_applicable();
    if (facts.head->number_line && facts.head->day_line) return found(true);
    return {Finding::failed, "Không tìm thấy trên trang đầu; hệ thống sẽ ghi số và ngày vào chỗ trống ở đầu trang.", ""};
}
Judged number_left_free(const Profile&, const SubmitFacts& facts) {
    if (!facts.head || facts.notations.empty()) return not_applicable();
    if (facts.head->number.empty()) return found(true);
    return {Finding::failed, "Dự thảo đã in sẵn số " + facts.head->number + ".", ""};
}
Judged notation_as_registered(const Profile&, const SubmitFacts& facts) {
    if (!facts.head || facts.head->notation.empty() || facts.notations.empty()) return not_applicable();
    std::string allowed;
    for (const std::string& each : facts.notations) {
        if (same_notation(facts.head->notation, each)) return found(true);
        allowed += (allowed.empty() ? "" : " hoặc ") + each;
    }
    return {Finding::failed, "Dự thảo in “" + facts.head->notation + "”; sổ sẽ cấp “" + allowed + "”.", ""};
}
Judged date_as_numbered(const Profile&, const SubmitFacts& facts) {
    if (!facts.head || facts.notations.empty()) return not_applicable();
    const bool wrong = facts.being_numbered ? differs_from(*facts.head, facts.today) : has_passed(*facts.head, facts.today);
    if (!wrong) return found(true);
    return {Finding::failed, "Dự thảo in “" + date_in_words(*facts.head) + "”; hôm nay là " + congvan::to_vietnamese(facts.today) + ".", ""};
}

constexpr std::array kSubmit{
    Rule<SubmitFacts>{{"outgoing.type_known", "Loại văn bản phải thuộc danh mục của quy định đang áp dụng.",
                       "The type is one of the regulation's list."}, type_known},
    Rule<SubmitFacts>{{"outgoing.has_abstract", "Văn bản phải có trích yếu nội dung.", "The document has an abstract."}, has_abstract},
    Rule<SubmitFacts>{{"outgoing.has_recipients", "Văn bản phải có ít nhất một nơi nhận.", "The document has a recipient."}, has_recipients},
    Rule<SubmitFacts>{{"outgoing.has_content", "Phải có tệp nội dung văn bản.", "The document has content."}, has_content},
    Rule<SubmitFacts>{{"outgoing.secrecy", "Độ mật của văn bản phải được phép gửi trên hệ thống này.",
                       "The secrecy level may travel here."}, secrecy},
    Rule<SubmitFacts>{{"outgoing.urgency_known", "Mức độ khẩn phải thuộc các mức mà quy định nêu.",
                       "The urgency is one of the regulation's."}, urgency_known},
    Rule<SubmitFacts>{{"outgoing.method_allowed", "Phương thức ký số phải là một trong các phương thức được phép.",
                       "The signing method is allowed."}, method_allowed},
    Rule<SubmitFacts>{{"outgoing.unit_named", "Công văn phải ghi đơn vị soạn thảo hoặc lĩnh vực trong ký hiệu.",
                       "A letter names the drafting unit."}, unit_named},
    Rule<SubmitFacts>{{"outgoing.answer_deadline", "Văn bản đề nghị phản hồi phải ghi thời hạn phản hồi.",
                       "A request for an answer carries its deadline."}, answer_deadline},
    Rule<SubmitFacts>{{"outgoing.answer_linked", "Văn bản trả lời phải liên kết với văn bản đến.",
                       "An answer is linked to what it answers."}, answer_linked},
    Rule<SubmitFacts>{{"outgoing.head_present", "Trang đầu của dự thảo nên có dòng “Số: …” và dòng địa danh, ngày tháng năm.",
                       "The first page has the lines for number and date."}, head_present},
    Rule<SubmitFacts>{{"outgoing.number_left_free", "Số văn bản do sổ đăng ký cấp khi duyệt; dự thảo phải để trống số.",
                       "The number comes from the register; the draft leaves it free."}, number_left_free},
    Rule<SubmitFacts>{{"outgoing.notation_as_registered", "Ký hiệu in trên dự thảo phải đúng ký hiệu mà sổ đăng ký sẽ cấp.",
                       "The printed notation is the one the register gives."}, notation_as_registered},
    Rule<SubmitFacts>{{"outgoing.date_as_numbered", "Ngày tháng năm in sẵn trên dự thảo phải đúng ngày cấp số; nên để trống ngày.",
                       "A printed date is the day of the number."}, date_as_numbered},
};

// Whether this document has to carry signatures, or carries some.
bool signatures_matter(const Profile& profile, const IssueFacts& facts) {
    return *profile.signature_need == SignatureNeed::required || !facts.signatures.empty();
}

Judged approved(const Profile&, const IssueFacts& facts) { return found(facts.approved); }
Judged numbered(const Profile&, const IssueFacts& facts) { return found(facts.numbered); }
Judged initialled(const Profile& profile, const IssueFacts& facts) {
    if (facts.method != SigningMethod::initial_person_and_seal || !signatures_matter(profile, facts)) return not_applicable();
    return found(contains(facts.signatures, SignatureRole::initial));
}
Judged signed_by_person(const Profile& profile, const IssueFacts& facts) {
    if (facts.method == SigningMethod::scan_and_seal) return {Finding::not_applicable, "Người có thẩm quyền đã ký trên bản giấy.", ""};
    if (!signatures_matter(profile, facts)) return not_applicable();
    return found(contains(facts.signatures, SignatureRole::personal));
}
Judged sealed(const Profile& profile, const IssueFacts& facts) {
    if (!signatures_matter(profile, facts)) return not_applicable();
    return found(contains(facts.signatures, SignatureRole::seal));
}
Judged seal_last(const Profile&, const IssueFacts& facts) {
    if (!contains(facts.signatures, SignatureRole::seal)) return not_applicable();
    return found(facts.signatures.back() == SignatureRole::seal &&
                 std::count(facts.signatures.begin(), facts.signatures.end(), SignatureRole::seal) == 1);
}
Judged sealed_by_clerk(const Profile&, const IssueFacts& facts) {
    if (!contains(facts.signatures, SignatureRole::seal)) return not_applicable();
    return found(facts.sealed_by_clerk);
}
Judged certificates(const Profile&, const IssueFacts& facts) {
    return facts.signatures.empty() ? not_applicable() : found(facts.certificates_in_force);
}
Judged whole_set(const Profile&, const IssueFacts& facts) { return found(facts.whole_set); }
Judged issue_secrecy(const Profile& profile, const IssueFacts& facts) { return secrecy(profile, facts.draft); }
Judged sent_in_time(const Profile&, const IssueFacts& facts) {
    if (!facts.signed_at || !facts.send_by) return not_applicable();
    return found(facts.now <= facts.send_by->due);
}
// Urgent documents go right after signing; how long "right after" may be is a matter of the screen, not of the rule.
Judged sent_in_time_or_urgent(const Profile& profile, const IssueFacts& facts) {
    const bool at_once = facts.draft.urgency == Urgency::normal ? profile.send->ordinary == SendRule::at_once
                                                                : profile.send->urgent == SendRule::at_once;
    if (at_once && facts.signed_at) return found(vietnam_day(facts.now) == vietnam_day(*facts.signed_at));
    return sent_in_time(profile, facts);
}

constexpr std::array kIssue{
    Rule<IssueFacts>{{"outgoing.approved", "Văn bản phải được cấp có thẩm quyền phê duyệt trước khi phát hành.",
                      "The document was approved."}, approved},
    Rule<IssueFacts>{{"outgoing.numbered", "Văn bản phải có số, ký hiệu và ngày ban hành lấy từ sổ đăng ký.",
                      "The document has its number and date from the register."}, numbered},
    Rule<IssueFacts>{{"outgoing.initialled", "Người tham mưu phải ký nháy trước (phương thức 3).",
                      "The drafter has initialled (method 3)."}, initialled},
    Rule<IssueFacts>{{"outgoing.signed", "Người có thẩm quyền phải ký số trước khi phát hành.",
                      "The competent person has signed."}, signed_by_person},
    Rule<IssueFacts>{{"outgoing.sealed", "Văn bản phải có chữ ký số của cơ quan trước khi phát hành.",
                      "The organisation has sealed it."}, sealed},
    Rule<IssueFacts>{{"outgoing.seal_last", "Chữ ký số của cơ quan phải được ký sau cùng.", "The seal is the last signature."}, seal_last},
    Rule<IssueFacts>{{"outgoing.sealed_by_clerk", "Văn thư phải trực tiếp ký số của cơ quan.", "The clerk sealed it in person."}, sealed_by_clerk},
    Rule<IssueFacts>{{"outgoing.certificates_in_force", "Chứng thư số đã ký phải đang có hiệu lực.",
                      "The certificates were in force."}, certificates},
    Rule<IssueFacts>{{"outgoing.whole_set", "Văn bản phải được gửi cùng toàn bộ hồ sơ, tài liệu kèm theo.",
                      "The document goes with its whole set of files."}, whole_set},
    Rule<IssueFacts>{{"outgoing.secrecy", "Độ mật của văn bản phải được phép gửi trên hệ thống này.",
                      "The secrecy level may travel here."}, issue_secrecy},
    Rule<IssueFacts>{{"outgoing.sent_in_time", "Văn bản phải được gửi ngay trong ngày ký, chậm nhất trong buổi sáng của ngày làm việc tiếp theo; văn bản khẩn gửi ngay.",
                      "The document is sent in time."}, sent_in_time_or_urgent},
};

Judged addressee(const Profile&, const AcceptFacts& facts) { return found(facts.addressee_right); }
Judged complete(const Profile&, const AcceptFacts& facts) { return found(facts.complete); }
Judged intact(const Profile&, const AcceptFacts& facts) {
    return facts.is_signed ? found(facts.intact) : not_applicable();
}
Judged authentic(const Profile& profile, const AcceptFacts& facts) {
    if (facts.is_signed) return found(facts.signatures_valid);
    const bool needs = *profile.signature_need == SignatureNeed::required;
    if (!needs) return not_applicable();
    return {Finding::failed, profile.legal_value_of(SignedState::not_signed)->sentence,
            profile.legal_value_of(SignedState::not_signed).citation.in_full()};
}
Judged arrival_certificates(const Profile&, const AcceptFacts& facts) {
    return facts.is_signed ? found(facts.certificates_in_force) : not_applicable();
}
Judged arrival_secrecy(const Profile& profile, const AcceptFacts& facts) {
    return travels(profile, facts.secrecy, facts.network, facts.enveloped);
}

constexpr std::array kAccept{
    Rule<AcceptFacts>{{"incoming.addressee", "Văn bản phải được gửi đúng nơi nhận.", "The document is addressed to this agency."}, addressee},
    Rule<AcceptFacts>{{"incoming.complete", "Văn bản và tài liệu kèm theo phải đầy đủ.", "Every file is there."}, complete},
    Rule<AcceptFacts>{{"incoming.intact", "Văn bản phải toàn vẹn kể từ khi ký.", "The file is intact since it was signed."}, intact},
    Rule<AcceptFacts>{{"incoming.authentic", "Chữ ký số trên văn bản phải hợp lệ.", "The signatures are valid."}, authentic},
    Rule<AcceptFacts>{{"incoming.certificates_in_force", "Chứng thư số phải có hiệu lực tại thời điểm ký.",
                       "The certificates were in force at signing."}, arrival_certificates},
    Rule<AcceptFacts>{{"incoming.secrecy", "Độ mật của văn bản phải được phép nhận trên hệ thống này.",
                       "The secrecy level may travel here."}, arrival_secrecy},
};

template <typename Facts, std::size_t N>
Findings judge(const std::array<Rule<Facts>, N>& rules, const Profile& profile, const Facts& facts) {
    Findings findings;
    for (const auto& rule : rules) {
        FindingRow row;
        row.rule = rule.text.id;
        row.sentence = rule.text.vi;
        row.sentence_en = rule.text.en;
        row.finding = Finding::not_applicable;
        const auto level = profile.rules.find(rule.text.id);
        if (level != profile.rules.end() && level->second.value != Level::off) {
            Judged judged = rule.judge(profile, facts);
            row.level = level->second.value;
            row.finding = judged.finding;
            row.note = std::move(judged.note);
            row.clause = judged.clause.empty() ? level->second.citation.in_full() : std::move(judged.clause);
        }
        findings.rows.push_back(std::move(row));
    }
    return findings;
}

std::vector<const FindingRow*> standing_out(const std::vector<FindingRow>& rows, Level level) {
    std::vector<const FindingRow*> out;
    for (const auto& row : rows) {
        const bool bad = row.finding == Finding::failed || row.finding == Finding::unknown;
        if (bad && row.level == level) out.push_back(&row);
    }
    return out;
}

constexpr auto all_texts() {
    std::array<RuleText, kSubmit.size() + kIssue.size() + kAccept.size()> texts{};
    std::size_t at = 0;
    for (const auto& rule : kSubmit) texts[at++] = rule.text;
    for (const auto& rule : kIssue) texts[at++] = rule.text;
    for (const auto& rule : kAccept) texts[at++] = rule.text;
    return texts;
}
constexpr auto kAll = all_texts();

}  // namespace

std::vector<const FindingRow*> Findings::refusals() const { return standing_out(rows, Level::refuse); }
std::vector<const FindingRow*> Findings::warnings() const { return standing_out(rows, Level::warn); }

Findings check_before_submit(const Profile& profile, const SubmitFacts& facts) { return judge(kSubmit, profile, facts); }
Findings check_before_issue(const Profile& profile, const IssueFacts& facts) { return judge(kIssue, profile, facts); }
Findings check_before_accept(const Profile& profile, const AcceptFacts& facts) { return judge(kAccept, profile, facts); }

std::span<const RuleText> every_rule() { return kAll; }

}  // namespace congvan::policy
