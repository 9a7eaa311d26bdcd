#include "evidence/sentences.hpp"

#include <algorithm>

namespace congvan::evidence {
namespace {

enum class Language { vi, en };

struct Word {
    std::string_view value;
    std::string_view vi;
    std::string_view en;
};

constexpr Word kWords[] = {
    // độ khẩn
    {"normal", "thường", "normal"},
    {"urgent", "khẩn", "urgent"},
    {"very_urgent", "thượng khẩn", "very urgent"},
    {"express", "hỏa tốc", "express"},
    // trạng thái nơi nhận
    {"queued", "đang chuyển", "on its way"},
    {"arrived", "đã đến", "arrived"},
    {"accepted", "đã tiếp nhận", "accepted"},
    {"forwarded", "đã chuyển xử lý", "forwarded for handling"},
    {"in_handling", "đang xử lý", "being handled"},
    {"completed", "đã hoàn thành", "completed"},
    {"returned", "từ chối nhận (trả lại)", "returned"},
    {"withdrawn", "đã rút lại trước khi tiếp nhận", "withdrawn before acceptance"},
    {"cancel_due", "phải hủy theo yêu cầu thu hồi", "must be cancelled as recalled"},
    {"cancelled", "đã hủy", "cancelled"},
    {"notified", "đã nhận thông báo thu hồi", "notified of the recall"},
    {"nothing_to_cancel", "không còn gì để hủy", "nothing left to cancel"},
    // chữ ký
    {"initial", "ký nháy", "drafter's initial"},
    {"personal", "chữ ký số cá nhân", "personal signature"},
    {"seal", "chữ ký số của cơ quan, tổ chức", "organisation seal"},
    // kết quả kiểm tra
    {"valid", "hợp lệ", "valid"},
    {"valid_with_additions", "hợp lệ, có bổ sung sau", "valid with additions"},
    {"changed_after_signing", "đã bị sửa sau khi ký", "changed after signing"},
    {"not_intact", "không toàn vẹn", "not intact"},
    {"malformed", "sai cấu trúc", "malformed"},
    {"undetermined", "không đủ căn cứ", "undetermined"},
    {"not_signed", "không có chữ ký", "not signed"},
    // sổ đăng ký
    {"outgoing", "văn bản đi", "outgoing"},
    {"incoming", "văn bản đến", "incoming"},
    // lịch làm việc
    {"off", "nghỉ", "a day off"},
    {"work", "làm việc", "a working day"},
};

std::string_view word_in(std::string_view value, Language language) {
    for (const Word& each : kWords) {
        if (each.value == value) return language == Language::vi ? each.vi : each.en;
    }
    return value;
}

std::string day_text(std::string_view value) {
    const auto day = parse_day(value);
    return day.has_value() ? to_vietnamese(*day) : std::string(value);
}

// "20/11/2026 14:03", Vietnamese time.
std::string time_text(std::string_view value) {
    const auto instant = parse_instant(value);
    if (!instant.has_value()) return std::string(value);
    const std::string iso = to_iso8601(*instant);
    return to_vietnamese(vietnam_day(*instant)) + " " + iso.substr(11, 5);
}

std::string who(const Actor& actor, Language language) {
    const bool the_system = actor.person == PersonId() && (actor.name.empty() || actor.name == "Hệ thống");
    if (the_system) return language == Language::vi ? "Hệ thống" : "The system";
    return actor.post.empty() ? actor.name : actor.name + ", " + actor.post;
}

std::optional<std::string> joined(const Fields& fields, std::string_view list, std::string_view part) {
    std::string text;
    for (std::size_t i = 0;; ++i) {
        const auto value = fields.find(std::string(list) + "." + std::to_string(i) + "." + std::string(part));
        if (!value) break;
        if (i > 0) text += ", ";
        text += *value;
    }
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// The text of one placeholder; nothing when its field is absent or empty.
std::optional<std::string> filled(std::string_view placeholder, const HistoryEvent& event, Language language) {
    if (placeholder == "@who") return who(event.actor, language);
    if (const auto star = placeholder.find('*'); star != std::string_view::npos) {
        return joined(event.fields, placeholder.substr(0, star), placeholder.substr(star + 1));
    }
    const auto bar = placeholder.find('|');
    const auto value = event.fields.find(placeholder.substr(0, bar));
    if (!value || value->empty()) return std::nullopt;
    const std::string_view form = bar == std::string_view::npos ? std::string_view() : placeholder.substr(bar + 1);
    if (form == "day") return day_text(*value);
    if (form == "time") return time_text(*value);
    if (form == "word") return std::string(word_in(*value, language));
    return value;
}

struct Filled {
    std::string text;
    bool whole = true;  // no field was missing
};

Filled fill(std::string_view part, const HistoryEvent& event, Language language) {
    Filled out;
    while (!part.empty()) {
        const auto open = part.find('{');
        out.text += part.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = part.find('}', open);
        CONGVAN_INVARIANT(close != std::string_view::npos);
        auto value = filled(part.substr(open + 1, close - open - 1), event, language);
        out.whole = out.whole && value.has_value();
        out.text += value.value_or("…");
        part.remove_prefix(close + 1);
    }
    return out;
}

// A value that ends with a full stop meets the template's own.
void drop_double_stop(std::string& text) {
    if (text.ends_with("..")) text.pop_back();
}

std::string render(std::string_view form, const HistoryEvent& event, Language language) {
    std::string text;
    while (!form.empty()) {
        const auto open = form.find('[');
        text += fill(form.substr(0, open), event, language).text;
        if (open == std::string_view::npos) break;
        const auto close = form.find(']', open);
        CONGVAN_INVARIANT(close != std::string_view::npos);
        Filled optional_part = fill(form.substr(open + 1, close - open - 1), event, language);
        if (optional_part.whole) text += optional_part.text;
        form.remove_prefix(close + 1);
    }
    drop_double_stop(text);
    return text;
}

}  // namespace

Sentence word(std::string_view value) {
    return {std::string(word_in(value, Language::vi)), std::string(word_in(value, Language::en))};
}

Sentence tell(const HistoryEvent& event) {
    const auto rows = sentence_rows();
    const auto row = std::lower_bound(rows.begin(), rows.end(), event.kind,
                                      [](const SentenceRow& each, const std::string& kind) { return each.kind < kind; });
    if (row == rows.end() || row->kind != event.kind) return {event.kind, event.kind};
    return {render(row->vi, event, Language::vi), render(row->en, event, Language::en)};
}

}  // namespace congvan::evidence
