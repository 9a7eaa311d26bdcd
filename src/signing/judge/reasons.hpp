#pragma once

// Why a verdict is what it is: stable codes, each with what it leaves of a verdict and a sentence for people. A report
// holds codes only, so that it can be judged again.

#include <string_view>
#include <vector>

#include "signing/judge/words.hpp"

namespace congvan::signing {

namespace reasons {
// The file.
inline constexpr std::string_view pdf_malformed = "pdf.malformed";
inline constexpr std::string_view pdf_encrypted = "pdf.encrypted";
inline constexpr std::string_view pdf_too_large = "pdf.too_large";
inline constexpr std::string_view pdf_trailing_data = "pdf.trailing_data";
inline constexpr std::string_view pdf_signature_removed = "pdf.signature_removed";
inline constexpr std::string_view pdf_stray_signature = "pdf.stray_signature";
inline constexpr std::string_view pdf_duplicate_field = "pdf.duplicate_field";
inline constexpr std::string_view pdf_not_whole_file = "pdf.not_whole_file";
inline constexpr std::string_view pdf_wrong_password = "pdf.wrong_password";
inline constexpr std::string_view pdf_second_reading_differs = "pdf.second_reading_differs";
inline constexpr std::string_view pdf_field_value_differs = "pdf.field_value_differs";
// One signature in it.
inline constexpr std::string_view pdf_signature_dictionary = "pdf.signature_dictionary";
inline constexpr std::string_view pdf_byte_range = "pdf.byte_range";
inline constexpr std::string_view pdf_contents_gap = "pdf.contents_gap";
inline constexpr std::string_view pdf_not_whole_revision = "pdf.not_whole_revision";
inline constexpr std::string_view pdf_sub_filter = "pdf.sub_filter";
inline constexpr std::string_view pdf_certification_forbids = "pdf.certification_forbids";
inline constexpr std::string_view pdf_transform_not_understood = "pdf.transform_not_understood";
inline constexpr std::string_view pdf_document_timestamp = "pdf.document_timestamp";
// What came after.
inline constexpr std::string_view pdf_update_not_understood = "pdf.update_not_understood";
inline constexpr std::string_view pdf_page_changed = "pdf.page_changed";
inline constexpr std::string_view pdf_pages_added_or_removed = "pdf.pages_added_or_removed";
inline constexpr std::string_view pdf_annotation_changed = "pdf.annotation_changed";
inline constexpr std::string_view pdf_form_changed = "pdf.form_changed";
inline constexpr std::string_view pdf_object_changed = "pdf.object_changed";
inline constexpr std::string_view pdf_dormant_object_activated = "pdf.dormant_object_activated";
inline constexpr std::string_view pdf_unsigned_field_added = "pdf.unsigned_field_added";
inline constexpr std::string_view pdf_widgets_overlap = "pdf.widgets_overlap";
inline constexpr std::string_view pdf_widget_too_large = "pdf.widget_too_large";
inline constexpr std::string_view pdf_widget_covers_text = "pdf.widget_covers_text";
inline constexpr std::string_view pdf_seal_covers_text = "pdf.seal_covers_text";
inline constexpr std::string_view pdf_field_lock_broken = "pdf.field_lock_broken";
inline constexpr std::string_view pdf_number_entered = "pdf.number_entered_between_signatures";
inline constexpr std::string_view pdf_number_entry_accepted = "pdf.number_entry_accepted";
inline constexpr std::string_view pdf_later_signature_not_valid = "pdf.later_signature_not_valid";
inline constexpr std::string_view pdf_later_signature_not_trusted = "pdf.later_signature_not_trusted";
// The signature value.
inline constexpr std::string_view cms_empty = "cms.empty";
inline constexpr std::string_view cms_padding = "cms.padding";
inline constexpr std::string_view cms_malformed = "cms.malformed";
inline constexpr std::string_view cms_several_signers = "cms.several_signers";
inline constexpr std::string_view cms_embedded_content = "cms.embedded_content";
inline constexpr std::string_view cms_unknown_algorithm = "cms.unknown_algorithm";
inline constexpr std::string_view cms_unsupported = "cms.unsupported";
inline constexpr std::string_view cms_open_lengths = "cms.open_lengths";
inline constexpr std::string_view cms_no_certificate = "cms.no_certificate";
inline constexpr std::string_view cms_certificate_mismatch = "cms.certificate_mismatch";
inline constexpr std::string_view cms_signer_not_bound = "cms.signer_not_bound";
inline constexpr std::string_view cms_digest_mismatch = "cms.digest_mismatch";
inline constexpr std::string_view cms_signature_wrong = "cms.signature_wrong";
inline constexpr std::string_view cms_sha1 = "cms.sha1";
inline constexpr std::string_view cms_weak_key = "cms.weak_key";
inline constexpr std::string_view cms_unknown_unsigned_attribute = "cms.unknown_unsigned_attribute";
inline constexpr std::string_view cms_unsigned_attribute_not_checked = "cms.unsigned_attribute_not_checked";
inline constexpr std::string_view cms_no_signed_attributes = "cms.no_signed_attributes";
inline constexpr std::string_view cms_attributes_as_content = "cms.attributes_as_content";
inline constexpr std::string_view cms_content_missing = "cms.content_missing";
inline constexpr std::string_view cms_content_type = "cms.content_type";
inline constexpr std::string_view cms_too_large = "cms.too_large";
inline constexpr std::string_view timestamp_malformed = "timestamp.malformed";
inline constexpr std::string_view timestamp_mismatch = "timestamp.mismatch";
inline constexpr std::string_view timestamp_wrong = "timestamp.wrong";
inline constexpr std::string_view timestamp_unsuitable = "timestamp.unsuitable";
inline constexpr std::string_view timestamp_weak = "timestamp.weak";
inline constexpr std::string_view timestamp_not_trusted = "timestamp.not_trusted";
inline constexpr std::string_view timestamp_not_in_force = "timestamp.not_in_force";
inline constexpr std::string_view timestamp_in_future = "timestamp.in_future";
inline constexpr std::string_view timestamp_revoked = "timestamp.revoked";
inline constexpr std::string_view time_missing = "time.missing";
inline constexpr std::string_view time_in_future = "time.in_future";
inline constexpr std::string_view time_after_timestamp = "time.after_timestamp";
inline constexpr std::string_view time_local_marked_utc = "time.local_marked_utc";
// An XML file, and the XAdES part of a signature in it.
inline constexpr std::string_view xml_malformed = "xml.malformed";
inline constexpr std::string_view xml_dtd = "xml.dtd";
inline constexpr std::string_view xml_too_large = "xml.too_large";
inline constexpr std::string_view xml_duplicate_id = "xml.duplicate_id";
inline constexpr std::string_view xml_signature_structure = "xml.signature_structure";
inline constexpr std::string_view xml_nested_signature = "xml.nested_signature";
inline constexpr std::string_view xml_hmac = "xml.hmac";
inline constexpr std::string_view xml_key_info = "xml.key_info";
inline constexpr std::string_view xml_reference = "xml.reference";
inline constexpr std::string_view xml_reference_not_found = "xml.reference_not_found";
inline constexpr std::string_view xml_transform = "xml.transform";
inline constexpr std::string_view xml_content_missing = "xml.content_missing";
inline constexpr std::string_view xml_text_split = "xml.text_split";
inline constexpr std::string_view xml_parts_not_signed = "xml.parts_not_signed";
inline constexpr std::string_view xml_parts_signed_by_others = "xml.parts_signed_by_others";
inline constexpr std::string_view xades_malformed = "xades.malformed";
inline constexpr std::string_view xades_not_signed = "xades.not_signed";
inline constexpr std::string_view xades_reference_type = "xades.reference_type";
inline constexpr std::string_view xades_policy_not_checked = "xades.policy_not_checked";
// A package (OOXML, ODF).
inline constexpr std::string_view package_malformed = "package.malformed";
inline constexpr std::string_view package_encrypted = "package.encrypted";
inline constexpr std::string_view package_too_large = "package.too_large";
inline constexpr std::string_view package_signature_malformed = "package.signature_malformed";
inline constexpr std::string_view package_reference_not_allowed = "package.reference_not_allowed";
inline constexpr std::string_view package_part_missing = "package.part_missing";
inline constexpr std::string_view package_part_not_signed = "package.part_not_signed";
inline constexpr std::string_view package_relationship_not_signed = "package.relationship_not_signed";
inline constexpr std::string_view package_content_type_changed = "package.content_type_changed";
inline constexpr std::string_view package_properties_not_signed = "package.properties_not_signed";
inline constexpr std::string_view package_odd_relationship_digest = "package.odd_relationship_digest";
inline constexpr std::string_view package_properties_shown = "package.properties_shown";
inline constexpr std::string_view package_active_content = "package.active_content";
inline constexpr std::string_view package_external_content = "package.external_content";
// The certificate.
inline constexpr std::string_view chain_no_path = "chain.no_path";
inline constexpr std::string_view chain_not_in_force = "chain.not_in_force";
inline constexpr std::string_view chain_weak = "chain.weak";
inline constexpr std::string_view chain_unsuitable = "chain.unsuitable";
inline constexpr std::string_view chain_broken = "chain.broken";
inline constexpr std::string_view revocation_not_checked = "revocation.not_checked";
inline constexpr std::string_view revocation_unknown = "revocation.unknown";
inline constexpr std::string_view revocation_revoked = "revocation.revoked";
inline constexpr std::string_view revocation_stale = "revocation.stale";
inline constexpr std::string_view revocation_suspended = "revocation.suspended";
inline constexpr std::string_view revocation_later = "revocation.revoked_later";
inline constexpr std::string_view revocation_unproved = "revocation.revoked_unproved";
inline constexpr std::string_view revocation_authority = "revocation.authority_revoked";
inline constexpr std::string_view revocation_authority_not_checked = "revocation.authority_not_checked";
inline constexpr std::string_view judge_failed = "judge.failed";
}  // namespace reasons

struct Reason {
    std::string_view code;
    Verdict verdict;      // the best that is left where it applies; valid: only worth saying
    Integrity integrity;  // likewise
    std::string_view vi;
    std::string_view en;
};

// Every code above, once.
const std::vector<Reason>& all_reasons();
// Null: no such code.
const Reason* find_reason(std::string_view code);

// What several reasons together leave: the worst of them, in the order malformed, not_intact,
// changed_after_signing, undetermined, valid. An unknown code leaves undetermined.
struct Conclusion {
    Verdict verdict = Verdict::valid;
    Integrity integrity = Integrity::intact;
};
Conclusion conclude(const std::vector<std::string_view>& codes);
// The worse of two, in that order (valid_with_additions stands between valid and undetermined).
Verdict worse(Verdict a, Verdict b);
Integrity worse(Integrity a, Integrity b);

}  // namespace congvan::signing
