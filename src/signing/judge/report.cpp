#include "signing/judge/report.hpp"

namespace congvan::signing {

std::string_view to_word(AnchorClass kind) {
    switch (kind) {
        case AnchorClass::official: return "official";
        case AnchorClass::licensed: return "public";
        case AnchorClass::own: return "own";
    }
    return {};
}

std::string_view to_word(SignatureForm form) {
    switch (form) {
        case SignatureForm::signature: return "signature";
        case SignatureForm::document_timestamp: return "document_timestamp";
    }
    return {};
}

std::string_view to_word(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::signature_added: return "signature_added";
        case ChangeKind::page_changed: return "page_changed";
        case ChangeKind::pages_added_or_removed: return "pages_added_or_removed";
        case ChangeKind::annotation_changed: return "annotation_changed";
        case ChangeKind::form_changed: return "form_changed";
        case ChangeKind::object_changed: return "object_changed";
        case ChangeKind::object_deleted: return "object_deleted";
        case ChangeKind::unsigned_field_added: return "unsigned_field_added";
        case ChangeKind::catalog_changed: return "catalog_changed";
        case ChangeKind::trailer_changed: return "trailer_changed";
        case ChangeKind::timestamp_added: return "timestamp_added";
        case ChangeKind::security_store_added: return "security_store_added";
        case ChangeKind::metadata_updated: return "metadata_updated";
        case ChangeKind::number_entered: return "number_entered";
        case ChangeKind::layout_odd: return "layout_odd";
        case ChangeKind::other: return "other";
    }
    return {};
}

}  // namespace congvan::signing
