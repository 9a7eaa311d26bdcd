// What a revision did, in words for a clerk.

#include "signing/judge/report.hpp"

namespace congvan::signing {
namespace {

struct Words {
    std::string vi;
    std::string en;
};

// `vi` and `en` with `what` in the place of '@'; without anything to put there, what stands before " @".
std::string filled(std::string_view text, std::string_view what) {
    std::string result(text);
    const auto at = result.find('@');
    if (at == std::string::npos) return result;
    if (!what.empty()) return result.replace(at, 1, what);
    const auto begin = result.rfind(' ', at);
    const auto end = result.find_first_of(" .", at);
    return result.erase(begin, end - begin);
}

Words words_of_part(std::string_view part) {
    if (part == "content") return {"bị thay nội dung", "The content of"};
    if (part == "font") return {"bị thay phông chữ", "A font of"};
    if (part == "picture") return {"bị thay hình ảnh", "A picture on"};
    if (part == "form") return {"bị thay một phần nội dung", "A part of the content of"};
    if (part == "annotation") return {"bị thay chú thích hoặc hình chữ ký", "An annotation or the look of a signature on"};
    return {"bị thay đổi thuộc tính (khổ giấy, hướng xoay, tài nguyên)", "The properties (size, rotation, resources) of"};
}

Words page_changed(const Change& change) {
    const auto part = words_of_part(change.part);
    if (change.page == 0) return {"Nội dung trang " + part.vi + ".", part.en + " a page was replaced."};
    const auto page = std::to_string(change.page);
    return {"Trang " + page + " " + part.vi + ".", part.en + " page " + page + " was replaced."};
}

Words pages_added_or_removed(const Change& change) {
    const auto arrow = change.subject.find(" -> ");
    const auto was = change.subject.substr(0, arrow);
    const auto is = arrow == std::string::npos ? was : change.subject.substr(arrow + 4);
    if (was == is) {
        return {"Các trang bị đổi thứ tự hoặc bị thay bằng trang khác.", "Pages were moved or exchanged for others."};
    }
    return {"Lúc ký tệp có " + was + " trang, sau đó có " + is + " trang.",
            "The file had " + was + " pages when signed and " + is + " afterwards."};
}

Words annotation_changed(const Change& change) {
    const auto page = change.page == 0 ? std::string() : std::to_string(change.page);
    if (change.subject == "added") {
        return {filled("Thêm chú thích lên trang @.", page), filled("An annotation was added to page @.", page)};
    }
    if (change.subject == "removed") {
        return {filled("Gỡ chú thích hoặc hình chữ ký khỏi trang @.", page),
                filled("An annotation or the look of a signature was removed from page @.", page)};
    }
    return {filled("Sửa chú thích hoặc hình chữ ký trên trang @.", page),
            filled("An annotation or the look of a signature was changed on page @.", page)};
}

Words words_of(const Change& change) {
    const auto both = [&](std::string_view vi, std::string_view en) {
        return Words{filled(vi, change.subject), filled(en, change.subject)};
    };
    const auto page = std::to_string(change.page);
    switch (change.kind) {
        case ChangeKind::signature_added: return both("Thêm chữ ký ở trường “@”.", "A signature was added in field “@”.");
        case ChangeKind::page_changed: return page_changed(change);
        case ChangeKind::pages_added_or_removed: return pages_added_or_removed(change);
        case ChangeKind::annotation_changed: return annotation_changed(change);
        case ChangeKind::form_changed: return both("Biểu mẫu của tệp bị sửa (@).", "The form of the file was changed (@).");
        case ChangeKind::object_changed:
            return both("Một thành phần của tệp bị thay thế (@).", "A part of the file was replaced (@).");
        case ChangeKind::object_deleted:
            if (change.page != 0) return {"Một phần nội dung của trang " + page + " bị xóa.", "A part of page " + page + " was deleted."};
            return both("Một thành phần của tệp bị xóa (@).", "A part of the file was deleted (@).");
        case ChangeKind::unsigned_field_added:
            return both("Thêm trường “@” không có chữ ký.", "Field “@” was added without a signature.");
        case ChangeKind::catalog_changed:
            return both("Thiết lập chung của tệp bị sửa (@).", "A setting of the whole file was changed (@).");
        case ChangeKind::trailer_changed:
            return both("Phần cuối mô tả tệp bị sửa (@).", "The description at the end of the file was changed (@).");
        case ChangeKind::timestamp_added:
            return both("Thêm dấu thời gian cho cả tệp ở trường “@”.", "A time-stamp of the whole file was added in field “@”.");
        case ChangeKind::security_store_added:
            return {"Thêm dữ liệu để kiểm tra chữ ký về sau (chứng thư số, tình trạng thu hồi).",
                    "Data for checking the signatures in later years was added (certificates, revocation)."};
        case ChangeKind::metadata_updated:
            return {"Cập nhật ngày giờ và tên phần mềm trong phần mô tả của tệp.",
                    "Dates and names of programs in the description of the file were updated."};
        case ChangeKind::number_entered:
            return both("Ghi số, ngày văn bản “@” lên trang 1.", "Number and date “@” were written onto page 1.");
        case ChangeKind::layout_odd:
            return both("Phần nối thêm vào tệp được sắp xếp bất thường (@).", "What was appended is laid out oddly (@).");
        case ChangeKind::other:
            return both("Có phần bổ sung mà hệ thống chưa hiểu (@).", "There is an addition that is not understood (@).");
    }
    return {};
}

}  // namespace

std::string to_vietnamese(const Change& change) { return words_of(change).vi; }
std::string to_english(const Change& change) { return words_of(change).en; }

}  // namespace congvan::signing
