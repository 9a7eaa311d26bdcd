#include "calendar/calendar.hpp"

#include "errors/calendar.hpp"

namespace congvan::calendar {
namespace {

std::string_view told(Reason reason) {
    switch (reason) {
        case Reason::start_not_counted: return "không tính ngày, giờ bắt đầu";
        case Reason::moved_to_session: return "tính từ đầu giờ làm việc";
        case Reason::counted: return "ngày làm việc";
        case Reason::weekly_rest: return "nghỉ hằng tuần";
        case Reason::holiday: return "nghỉ lễ, tết";
        case Reason::compensatory: return "nghỉ bù";
        case Reason::day_off: return "nghỉ theo thông báo";
        case Reason::swapped_working: return "làm bù theo thông báo";
        case Reason::ends_with_morning: return "hạn đến hết buổi sáng";
        case Reason::ends_with_day: return "hạn đến hết giờ làm việc";
        case Reason::ends_in_session: return "hạn trong giờ làm việc";
        case Reason::at_once: return "tính ngay";
        case Reason::year_not_known: return "chưa có lịch nghỉ lễ của năm này";
    }
    return "";
}

}  // namespace

std::string_view to_word(OverrideKind kind) {
    switch (kind) {
        case OverrideKind::day_off: return "day_off";
        case OverrideKind::working_day: return "working_day";
    }
    return "";
}

Result<OverrideKind> parse_override_kind(std::string_view word) {
    for (const OverrideKind kind : {OverrideKind::day_off, OverrideKind::working_day}) {
        if (to_word(kind) == word) return kind;
    }
    return Error{Remedy::fix_input, errors::calendar::unknown_word, std::string(word.substr(0, 64))};
}

std::string_view to_word(ReceiptRule rule) {
    switch (rule) {
        case ReceiptRule::on_entry: return "on_entry";
        case ReceiptRule::next_office_hours: return "next_office_hours";
    }
    return "";
}

std::string to_vietnamese(const Step& step) {
    std::string text = congvan::to_vietnamese(step.day) + ": " + std::string(told(step.reason));
    if (!step.note.empty()) text += " (" + step.note + ")";
    return text;
}

std::string to_vietnamese(std::chrono::minutes office_time, std::chrono::minutes day_length) {
    if (office_time.count() < 0) return "quá hạn " + to_vietnamese(-office_time, day_length);
    std::string text;
    const auto add = [&text](long long count, std::string_view unit) {
        if (count > 0) text += std::to_string(count) + " " + std::string(unit) + " ";
    };
    const long long in_day = day_length.count() > 0 ? day_length.count() : 480;
    const long long in_days = office_time.count() / in_day;
    const long long rest = office_time.count() % in_day;
    add(in_days, "ngày");
    if (in_days < 3) add(rest / 60, "giờ");
    if (in_days < 1) add(rest % 60, "phút");
    return (text.empty() ? "0 phút " : text) + "làm việc";
}

}  // namespace congvan::calendar
