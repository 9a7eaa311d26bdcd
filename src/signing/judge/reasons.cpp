#include "signing/judge/reasons.hpp"

#include <algorithm>

namespace congvan::signing {

const std::vector<Reason>& all_reasons() {
    static const std::vector<Reason> kAll = {
        {reasons::pdf_malformed, Verdict::malformed, Integrity::malformed,
         "Tệp không phải PDF hoặc đã hỏng cấu trúc.",
         "The file is not a PDF, or its structure is damaged."},
        {reasons::pdf_encrypted, Verdict::undetermined, Integrity::unknown,
         "Tệp PDF bị mã hóa nên không kiểm tra được.",
         "The PDF is encrypted and cannot be checked."},
        {reasons::pdf_too_large, Verdict::undetermined, Integrity::unknown,
         "Tệp PDF vượt giới hạn kiểm tra.",
         "The PDF is beyond the limits of checking."},
        {reasons::pdf_trailing_data, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Có dữ liệu được nối thêm vào sau phần đã ký.",
         "Data was appended after the signed part."},
        {reasons::pdf_signature_removed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Một chữ ký đã có trong tệp bị gỡ bỏ sau đó.",
         "A signature that the file once had was removed."},
        {reasons::pdf_stray_signature, Verdict::undetermined, Integrity::unknown,
         "Trong tệp có dữ liệu chữ ký nhưng không trường chữ ký nào dẫn tới.",
         "The file holds signature data that no signature field leads to."},
        {reasons::pdf_duplicate_field, Verdict::undetermined, Integrity::unknown,
         "Hai trường chữ ký trùng tên hoặc dùng chung một giá trị.",
         "Two signature fields have one name or share one value."},
        {reasons::pdf_not_whole_file, Verdict::undetermined, Integrity::unknown,
         "Chữ ký cuối cùng không bao trùm toàn bộ tệp.",
         "The last signature does not cover the whole file."},
        {reasons::pdf_signature_dictionary, Verdict::malformed, Integrity::malformed,
         "Từ điển chữ ký trong tệp thiếu hoặc sai thành phần.",
         "The signature dictionary lacks something or is odd."},
        {reasons::pdf_byte_range, Verdict::malformed, Integrity::malformed,
         "Vùng dữ liệu được ký (ByteRange) ghi không đúng.",
         "The range of signed bytes (ByteRange) is not sound."},
        {reasons::pdf_contents_gap, Verdict::malformed, Integrity::malformed,
         "Phần bỏ ra ngoài vùng ký không đúng là giá trị của chữ ký này.",
         "What the signature leaves out is not exactly its own value."},
        {reasons::pdf_not_whole_revision, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Chữ ký không bao trùm toàn bộ tệp tại thời điểm ký.",
         "The signature does not cover the whole file as it was when signed."},
        {reasons::pdf_sub_filter, Verdict::undetermined, Integrity::unknown,
         "Kiểu chữ ký trong PDF này chưa được hỗ trợ kiểm tra.",
         "This kind of PDF signature is not understood yet."},
        {reasons::pdf_certification_forbids, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Chữ ký chứng nhận trước đó không cho phép thay đổi, nhưng tệp đã thay đổi.",
         "An earlier certification forbids changes, yet there are some."},
        {reasons::pdf_transform_not_understood, Verdict::undetermined, Integrity::unknown,
         "Chữ ký kèm điều kiện khóa nội dung chưa được hỗ trợ kiểm tra.",
         "The signature locks content in a way that is not understood yet."},
        {reasons::pdf_update_not_understood, Verdict::undetermined, Integrity::unknown,
         "Có phần bổ sung sau khi ký mà hệ thống chưa hiểu hết.",
         "There is an addition after signing that is not fully understood."},
        {reasons::pdf_page_changed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Nội dung trang bị thay đổi sau khi ký.",
         "A page was changed after signing."},
        {reasons::pdf_pages_added_or_removed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Trang bị thêm, bớt hoặc đổi thứ tự sau khi ký.",
         "Pages were added, removed or moved after signing."},
        {reasons::pdf_annotation_changed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Chú thích bị thêm, bớt hoặc sửa sau khi ký.",
         "Annotations were added, removed or changed after signing."},
        {reasons::pdf_form_changed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Biểu mẫu trong tệp bị thay đổi sau khi ký.",
         "The form in the file was changed after signing."},
        {reasons::pdf_object_changed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Thành phần của tệp bị thay thế hoặc xóa sau khi ký.",
         "A part of the file was replaced or deleted after signing."},
        {reasons::pdf_dormant_object_activated, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Nội dung cài sẵn trong phần đã ký được kích hoạt bởi phần bổ sung.",
         "Something prepared in the signed part is activated by a later addition."},
        {reasons::pdf_unsigned_field_added, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Trường chữ ký hoặc biểu mẫu chưa ký được thêm vào sau khi ký.",
         "A field without a signature was added after signing."},
        {reasons::pdf_widgets_overlap, Verdict::undetermined, Integrity::unknown,
         "Hình hiển thị của chữ ký sau che chữ ký trước quá mức cho phép.",
         "A later signature covers an earlier one more than is allowed."},
        {reasons::pdf_widget_too_large, Verdict::undetermined, Integrity::unknown,
         "Hình hiển thị của chữ ký sau quá lớn, có thể che nội dung.",
         "A later signature is so large that it may hide content."},
        {reasons::pdf_later_signature_not_valid, Verdict::undetermined, Integrity::unknown,
         "Chữ ký thêm vào sau không hợp lệ.",
         "A signature added later is not valid."},
        {reasons::pdf_later_signature_not_trusted, Verdict::undetermined, Integrity::intact,
         "Chữ ký thêm vào sau còn nguyên vẹn nhưng chưa đủ căn cứ tin cậy.",
         "A signature added later is intact, but there are not enough grounds to trust it."},
        {reasons::cms_empty, Verdict::malformed, Integrity::malformed,
         "Chữ ký không có giá trị.",
         "The signature has no value."},
        {reasons::cms_padding, Verdict::malformed, Integrity::malformed,
         "Sau giá trị chữ ký có dữ liệu lạ.",
         "There is odd data after the signature value."},
        {reasons::cms_malformed, Verdict::malformed, Integrity::malformed,
         "Giá trị chữ ký số sai cấu trúc CMS.",
         "The signature value is not well-formed CMS."},
        {reasons::cms_several_signers, Verdict::undetermined, Integrity::unknown,
         "Một giá trị chữ ký số chứa nhiều người ký, không đúng quy cách PAdES.",
         "One signature value holds several signers, which PAdES forbids."},
        {reasons::cms_embedded_content, Verdict::undetermined, Integrity::unknown,
         "Giá trị chữ ký số mang theo nội dung riêng.",
         "The signature value brings content of its own."},
        {reasons::cms_unknown_algorithm, Verdict::undetermined, Integrity::unknown,
         "Chữ ký dùng thuật toán không kiểm tra được.",
         "The signature uses an algorithm that cannot be checked."},
        {reasons::cms_unsupported, Verdict::undetermined, Integrity::unknown,
         "Kiểu chữ ký số này chưa được hỗ trợ kiểm tra.",
         "This kind of signature value is not understood yet."},
        {reasons::cms_open_lengths, Verdict::valid, Integrity::intact,
         "Giá trị chữ ký ghi theo BER thay vì DER.",
         "The signature value is written in BER instead of DER."},
        {reasons::cms_no_certificate, Verdict::undetermined, Integrity::unknown,
         "Chữ ký không kèm chứng thư số của người ký.",
         "The signer's certificate is not in the signature."},
        {reasons::cms_certificate_mismatch, Verdict::not_intact, Integrity::not_intact,
         "Chứng thư số kèm theo không phải chứng thư mà người ký đã chỉ ra khi ký.",
         "The certificate is not the one the signer named when signing."},
        {reasons::cms_signer_not_bound, Verdict::valid, Integrity::intact,
         "Chữ ký không ghi dấu của chứng thư số trong phần được ký.",
         "The signed part does not name the signer's certificate."},
        {reasons::cms_digest_mismatch, Verdict::not_intact, Integrity::not_intact,
         "Nội dung tệp khác với nội dung lúc ký.",
         "The content is not what was signed."},
        {reasons::cms_signature_wrong, Verdict::not_intact, Integrity::not_intact,
         "Giá trị chữ ký không khớp với khóa của chứng thư số.",
         "The signature value does not fit the key of the certificate."},
        {reasons::cms_sha1, Verdict::undetermined, Integrity::intact,
         "Chữ ký dùng SHA-1, không còn được chấp nhận.",
         "The signature uses SHA-1, which is no longer accepted."},
        {reasons::cms_weak_key, Verdict::undetermined, Integrity::intact,
         "Khóa ký quá ngắn (RSA dưới 2048 bit hoặc ECDSA dưới 256 bit).",
         "The key is too short (RSA under 2048 bits or ECDSA under 256 bits)."},
        {reasons::cms_unknown_unsigned_attribute, Verdict::undetermined, Integrity::intact,
         "Chữ ký kèm thuộc tính không được ký mà hệ thống chưa hiểu.",
         "The signature carries an unsigned attribute that is not understood."},
        {reasons::cms_unsigned_attribute_not_checked, Verdict::valid, Integrity::intact,
         "Chữ ký kèm thông tin bổ sung không được ký và chưa được kiểm tra.",
         "The signature carries further unsigned data that has not been checked."},
        {reasons::cms_no_signed_attributes, Verdict::undetermined, Integrity::intact,
         "Chữ ký kiểu cũ (PKCS#7), không ghi dấu người ký và thời điểm ký trong phần được ký.",
         "A signature of the old kind (PKCS#7), whose signed part names neither signer nor time."},
        {reasons::cms_attributes_as_content, Verdict::not_intact, Integrity::not_intact,
         "Nội dung là phần thuộc tính lấy từ một chữ ký khác.",
         "The content is the signed attributes of another signature."},
        {reasons::cms_content_missing, Verdict::undetermined, Integrity::unknown,
         "Chữ ký nằm riêng nhưng không có tệp nội dung đi kèm để kiểm tra.",
         "The signature stands apart, and the content to check is not there."},
        {reasons::cms_content_type, Verdict::undetermined, Integrity::unknown,
         "Nội dung được ký không phải dữ liệu thường.",
         "What is signed is not plain data."},
        {reasons::cms_too_large, Verdict::undetermined, Integrity::unknown,
         "Tệp chữ ký vượt giới hạn kiểm tra.",
         "The signature file is beyond the limits of checking."},
        {reasons::package_malformed, Verdict::malformed, Integrity::malformed,
         "Gói tệp (ZIP) sai cấu trúc, hoặc mục lục không khớp với nội dung.",
         "The package (ZIP) is damaged, or its directory contradicts its content."},
        {reasons::package_encrypted, Verdict::undetermined, Integrity::unknown,
         "Tệp văn phòng đặt mật khẩu nên không kiểm tra được.",
         "The office file has a password and cannot be checked."},
        {reasons::package_too_large, Verdict::undetermined, Integrity::unknown,
         "Tệp văn phòng vượt giới hạn kiểm tra.",
         "The office file is beyond the limits of checking."},
        {reasons::package_signature_malformed, Verdict::malformed, Integrity::malformed,
         "Phần chữ ký trong tệp văn phòng sai cấu trúc.",
         "The signature in the office file is not well-formed."},
        {reasons::package_reference_not_allowed, Verdict::undetermined, Integrity::unknown,
         "Chữ ký dẫn tới nội dung theo cách không được chấp nhận.",
         "The signature refers to content in a way that is not accepted."},
        {reasons::package_part_changed, Verdict::not_intact, Integrity::not_intact,
         "Một phần của tệp văn phòng khác với lúc ký.",
         "A part of the office file is not what was signed."},
        {reasons::package_part_missing, Verdict::not_intact, Integrity::not_intact,
         "Một phần đã ký không còn trong tệp văn phòng.",
         "A signed part is no longer in the office file."},
        {reasons::package_part_not_signed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Có phần nội dung không được chữ ký bao trùm.",
         "There is content that the signature does not cover."},
        {reasons::package_relationship_not_signed, Verdict::changed_after_signing, Integrity::changed_after_signing,
         "Có liên kết giữa các phần của tệp không được chữ ký bao trùm.",
         "There are links between parts that the signature does not cover."},
        {reasons::package_content_type_changed, Verdict::not_intact, Integrity::not_intact,
         "Kiểu nội dung của một phần đã ký khác với lúc ký.",
         "The content type of a signed part is not what was signed."},
        {reasons::package_signature_added, Verdict::valid_with_additions, Integrity::intact_with_additions,
         "Sau chữ ký này có chữ ký khác được thêm vào.",
         "Another signature was added after this one."},
        {reasons::package_properties_not_signed, Verdict::valid, Integrity::intact,
         "Thuộc tính của tệp (tác giả, tiêu đề, ảnh thu nhỏ) không nằm trong phần được ký.",
         "The properties of the file (author, title, thumbnail) are not signed."},
        {reasons::package_active_content, Verdict::undetermined, Integrity::intact,
         "Tệp văn phòng có macro hoặc thành phần chạy được, có thể đổi nội dung hiển thị.",
         "The office file holds macros or other active parts, which may change what is shown."},
        {reasons::package_external_content, Verdict::undetermined, Integrity::intact,
         "Tệp văn phòng hiển thị nội dung lấy từ bên ngoài, không được ký.",
         "The office file shows content from elsewhere, which is not signed."},
        {reasons::timestamp_not_checked, Verdict::valid, Integrity::intact,
         "Có dấu thời gian nhưng chưa được kiểm tra.",
         "There is a timestamp, not checked yet."},
        {reasons::time_missing, Verdict::valid, Integrity::intact,
         "Chữ ký không ghi thời điểm ký; chứng thư số được xét tại thời điểm kiểm tra.",
         "No signing time is given; the certificate is judged as of now."},
        {reasons::time_in_future, Verdict::undetermined, Integrity::intact,
         "Thời điểm ký ghi trong chữ ký ở tương lai.",
         "The claimed signing time lies in the future."},
        {reasons::chain_no_path, Verdict::undetermined, Integrity::intact,
         "Chứng thư số không dẫn tới tổ chức chứng thực được tin cậy.",
         "The certificate leads to no trusted authority."},
        {reasons::chain_not_in_force, Verdict::undetermined, Integrity::intact,
         "Chứng thư số không có hiệu lực tại thời điểm ký.",
         "The certificate was not in force at the signing time."},
        {reasons::chain_weak, Verdict::undetermined, Integrity::intact,
         "Chuỗi chứng thư số dùng khóa hoặc hàm băm quá yếu.",
         "The chain of certificates uses a key or digest that is too weak."},
        {reasons::chain_unsuitable, Verdict::undetermined, Integrity::intact,
         "Chứng thư số không được cấp để ký văn bản.",
         "The certificate is not for signing documents."},
        {reasons::chain_broken, Verdict::undetermined, Integrity::intact,
         "Chuỗi chứng thư số không hợp lệ.",
         "The chain of certificates is not valid."},
        {reasons::revocation_not_checked, Verdict::valid, Integrity::intact,
         "Chưa kiểm tra được tình trạng thu hồi của chứng thư số.",
         "Whether the certificate was revoked has not been checked."},
        {reasons::revocation_unknown, Verdict::undetermined, Integrity::intact,
         "Nơi cấp không biết chứng thư số này.",
         "The issuer does not know this certificate."},
        {reasons::revocation_revoked, Verdict::undetermined, Integrity::intact,
         "Chứng thư số đã bị thu hồi.",
         "The certificate has been revoked."},
        {reasons::judge_failed, Verdict::undetermined, Integrity::unknown,
         "Việc kiểm tra không hoàn tất được.",
         "The check could not be completed."},
    };
    return kAll;
}

const Reason* find_reason(std::string_view code) {
    const auto& all = all_reasons();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Reason& one) { return one.code == code; });
    return found == all.end() ? nullptr : &*found;
}

Verdict worse(Verdict a, Verdict b) {
    const auto rank = [](Verdict verdict) {
        switch (verdict) {
            case Verdict::valid: return 0;
            case Verdict::valid_with_additions: return 1;
            case Verdict::not_signed: return 2;
            case Verdict::undetermined: return 3;
            case Verdict::changed_after_signing: return 4;
            case Verdict::not_intact: return 5;
            case Verdict::malformed: return 6;
        }
        return 6;
    };
    return rank(a) < rank(b) ? b : a;
}

Integrity worse(Integrity a, Integrity b) {
    const auto rank = [](Integrity integrity) {
        switch (integrity) {
            case Integrity::intact: return 0;
            case Integrity::intact_with_additions: return 1;
            case Integrity::not_signed: return 2;
            case Integrity::unknown: return 3;
            case Integrity::changed_after_signing: return 4;
            case Integrity::not_intact: return 5;
            case Integrity::malformed: return 6;
        }
        return 6;
    };
    return rank(a) < rank(b) ? b : a;
}

Conclusion conclude(const std::vector<std::string_view>& codes) {
    Conclusion conclusion;
    for (const auto code : codes) {
        const auto* reason = find_reason(code);
        conclusion.verdict = worse(conclusion.verdict, reason != nullptr ? reason->verdict : Verdict::undetermined);
        conclusion.integrity = worse(conclusion.integrity, reason != nullptr ? reason->integrity : Integrity::unknown);
    }
    return conclusion;
}

}  // namespace congvan::signing
