#include "signing/judge/words.hpp"

namespace congvan::signing {

std::string_view to_word(SignedKind kind) {
    switch (kind) {
        case SignedKind::pdf: return "pdf";
        case SignedKind::xml: return "xml";
        case SignedKind::ooxml: return "ooxml";
        case SignedKind::odf: return "odf";
        case SignedKind::cms: return "cms";
        case SignedKind::unknown: return "unknown";
    }
    return {};
}

std::string_view to_word(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid: return "valid";
        case Verdict::valid_with_additions: return "valid_with_additions";
        case Verdict::changed_after_signing: return "changed_after_signing";
        case Verdict::not_intact: return "not_intact";
        case Verdict::malformed: return "malformed";
        case Verdict::undetermined: return "undetermined";
        case Verdict::not_signed: return "not_signed";
    }
    return {};
}

std::string_view to_word(Integrity integrity) {
    switch (integrity) {
        case Integrity::intact: return "intact";
        case Integrity::intact_with_additions: return "intact_with_additions";
        case Integrity::changed_after_signing: return "changed_after_signing";
        case Integrity::not_intact: return "not_intact";
        case Integrity::malformed: return "malformed";
        case Integrity::unknown: return "unknown";
        case Integrity::not_signed: return "not_signed";
    }
    return {};
}

std::string_view to_word(Coverage coverage) {
    switch (coverage) {
        case Coverage::whole_file: return "whole_file";
        case Coverage::whole_revision: return "whole_revision";
        case Coverage::partial: return "partial";
        case Coverage::unclear: return "unclear";
    }
    return {};
}

std::string_view to_word(ChainStatus status) {
    switch (status) {
        case ChainStatus::trusted: return "trusted";
        case ChainStatus::no_path: return "no_path";
        case ChainStatus::not_in_force: return "not_in_force";
        case ChainStatus::weak: return "weak";
        case ChainStatus::unsuitable: return "unsuitable";
        case ChainStatus::broken: return "broken";
        case ChainStatus::not_checked: return "not_checked";
    }
    return {};
}

std::string_view to_word(RevocationStatus status) {
    switch (status) {
        case RevocationStatus::not_checked: return "not_checked";
        case RevocationStatus::good: return "good";
        case RevocationStatus::stale: return "stale";
        case RevocationStatus::suspended: return "suspended";
        case RevocationStatus::revoked: return "revoked";
        case RevocationStatus::revoked_later: return "revoked_later";
        case RevocationStatus::unknown: return "unknown";
    }
    return {};
}

std::string_view to_word(TimestampStatus status) {
    switch (status) {
        case TimestampStatus::trusted: return "trusted";
        case TimestampStatus::malformed: return "malformed";
        case TimestampStatus::mismatch: return "mismatch";
        case TimestampStatus::wrong: return "wrong";
        case TimestampStatus::unsuitable: return "unsuitable";
        case TimestampStatus::weak: return "weak";
        case TimestampStatus::no_path: return "no_path";
        case TimestampStatus::not_in_force: return "not_in_force";
        case TimestampStatus::in_future: return "in_future";
        case TimestampStatus::revoked: return "revoked";
    }
    return {};
}

std::string_view to_vietnamese(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid: return "Hợp lệ";
        case Verdict::valid_with_additions: return "Hợp lệ, có bổ sung sau";
        case Verdict::changed_after_signing: return "Đã bị sửa sau khi ký";
        case Verdict::not_intact: return "Không toàn vẹn";
        case Verdict::malformed: return "Sai cấu trúc";
        case Verdict::undetermined: return "Không đủ căn cứ";
        case Verdict::not_signed: return "Không có chữ ký";
    }
    return {};
}

}  // namespace congvan::signing
