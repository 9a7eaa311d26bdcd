#include "signing/judge/signature_facts.hpp"

#include <algorithm>
#include <array>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/cms/signed_data.hpp"
#include "signing/judge/reasons.hpp"
#include "signing/judge/signer_facts.hpp"
#include "signing/pdf/parser.hpp"

namespace congvan::signing {
namespace {

// A signature under examination.
class Examiner {
public:
    Examiner(const pdf::Document& document, const JudgeContext& context, SignatureFacts& facts)
        : document_(document), context_(context), facts_(facts), report_(facts.report) {}

    void run(const pdf::Field& field);

private:
    bool read_dictionary(const pdf::Field& field);
    bool read_ranges();
    bool gap_is_contents(const pdf::String& contents) const;
    void read_coverage();
    bool read_value();
    bool find_value(const pdf::String& contents);
    void check_value();
    void check_timestamp();
    void believe(ChainStatus chain, std::string_view reason);
    void check_signer(const cms::Certificate& signer, BytesView der);
    std::string text(std::string_view key) const;
    void because(std::string_view code) { report_.reasons.push_back(code); }
    bool refuse(std::string_view code) {
        because(code);
        return false;
    }

    const pdf::Document& document_;
    const JudgeContext& context_;
    SignatureFacts& facts_;
    SignatureReport& report_;
    std::array<std::size_t, 4> range_{};
    BytesView der_;
    Bytes definite_;  // owner of `der_` when it had to be rewritten
    cms::SignedData data_;
};

std::string Examiner::text(std::string_view key) const {
    const auto* value = facts_.signature->find(key);
    const auto* string = value != nullptr ? value->as<pdf::String>() : nullptr;
    return string != nullptr ? pdf::to_utf8(*string) : std::string();
}

bool Examiner::read_dictionary(const pdf::Field& field) {
    const auto* reference = field.value->as<pdf::Reference>();
    if (reference == nullptr) return refuse(reasons::pdf_signature_dictionary);
    const auto loaded = document_.load(*reference, document_.last());
    const auto* dictionary = loaded.has_value() ? (*loaded)->as<pdf::Dictionary>() : nullptr;
    const auto* entry = document_.entry(reference->number, document_.last());
    if (dictionary == nullptr || entry->kind != pdf::EntryKind::at_offset) {
        return refuse(reasons::pdf_signature_dictionary);
    }
    facts_.signature = dictionary;
    facts_.signature_number = reference->number;
    report_.revision = document_.defined_in(reference->number, document_.last());
    report_.reason = text("Reason");
    report_.location = text("Location");
    report_.signing_time = pdf_date(text("M"));
    const auto* type = dictionary->find("Type");
    const auto* filter = dictionary->find("Filter");
    const auto* sub_filter = dictionary->find("SubFilter");
    if (filter == nullptr || filter->as<pdf::Name>() == nullptr) return refuse(reasons::pdf_signature_dictionary);
    if (type != nullptr && type->is_name("DocTimeStamp")) {
        report_.form = SignatureForm::document_timestamp;
        because(reasons::pdf_document_timestamp);
        return (sub_filter != nullptr && sub_filter->is_name("ETSI.RFC3161")) || refuse(reasons::pdf_sub_filter);
    }
    if (type != nullptr && !type->is_name("Sig")) return refuse(reasons::pdf_signature_dictionary);
    const bool known = sub_filter != nullptr &&
                       (sub_filter->is_name("adbe.pkcs7.detached") || sub_filter->is_name("ETSI.CAdES.detached"));
    return known || refuse(reasons::pdf_sub_filter);
}

// Between the two ranges there is exactly the one hex string of this /Contents, digits only.
bool Examiner::gap_is_contents(const pdf::String& contents) const {
    const auto [begin, end] = contents.span;
    if (!contents.hex || end <= begin + 1 || begin != range_[0] + range_[1] || end != range_[2]) return false;
    const auto digits = as_text(document_.file().subspan(begin + 1, end - begin - 2));
    return digits.size() % 2 == 0 && std::all_of(digits.begin(), digits.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool Examiner::read_ranges() {
    const auto* found = facts_.signature->find("ByteRange");
    const auto* values = found != nullptr ? found->as<pdf::Array>() : nullptr;
    if (values == nullptr || values->size() != 4) return refuse(reasons::pdf_byte_range);
    for (std::size_t i = 0; i < 4; ++i) {
        const auto* value = (*values)[i].as<std::int64_t>();
        if (value == nullptr || *value < 0 || static_cast<std::size_t>(*value) > document_.file().size()) {
            return refuse(reasons::pdf_byte_range);
        }
        range_[i] = static_cast<std::size_t>(*value);
    }
    const bool ordered = range_[0] == 0 && range_[1] > 0 && range_[1] < range_[2] && range_[3] > 0 &&
                         range_[3] <= document_.file().size() - range_[2];
    if (!ordered) return refuse(reasons::pdf_byte_range);
    const auto* contents = facts_.signature->find("Contents");
    const auto* string = contents != nullptr ? contents->as<pdf::String>() : nullptr;
    if (string == nullptr) return refuse(reasons::pdf_signature_dictionary);
    if (!gap_is_contents(*string)) return refuse(reasons::pdf_contents_gap);
    return find_value(*string);
}

void Examiner::read_coverage() {
    const std::size_t end = range_[2] + range_[3];
    const auto& revision = document_.revisions()[*report_.revision];
    const bool whole = end >= revision.end && end <= revision.end_with_eol;
    report_.coverage = !whole                           ? Coverage::partial
                       : end == document_.file().size() ? Coverage::whole_file
                                                        : Coverage::whole_revision;
    report_.signed_bytes = end;
    if (!whole) because(reasons::pdf_not_whole_revision);
}

// The CMS at the front of /Contents; after it there may be nothing but zeros.
bool Examiner::find_value(const pdf::String& contents) {
    const auto bytes = as_bytes(contents.bytes);
    const auto only_zeros = [](BytesView rest) {
        return std::all_of(rest.begin(), rest.end(), [](std::byte b) { return b == std::byte{0}; });
    };
    if (only_zeros(bytes)) return refuse(reasons::cms_empty);
    std::size_t size = 0;
    if (bytes.size() > 1 && bytes[1] == std::byte{0x80}) {
        auto definite = der::with_definite_lengths(bytes, size);
        if (!definite.has_value()) return refuse(reasons::cms_malformed);
        definite_ = std::move(definite).value();
        der_ = definite_;
        because(reasons::cms_open_lengths);
    } else {
        const auto extent = der::extent(bytes);
        if (!extent.has_value()) return refuse(reasons::cms_malformed);
        size = *extent;
        der_ = bytes.first(size);
    }
    return only_zeros(bytes.subspan(size)) || refuse(reasons::cms_padding);
}

bool Examiner::read_value() {
    auto parsed = cms::parse_detached(der_);
    if (parsed.has_value()) {
        data_ = std::move(parsed).value();
        report_.algorithm = data_.algorithm();
        return true;
    }
    const auto code = parsed.error().code;
    if (code == errors::signing::several_signers) return refuse(reasons::cms_several_signers);
    if (code == errors::signing::embedded_content) return refuse(reasons::cms_embedded_content);
    if (code == errors::signing::unknown_algorithm) return refuse(reasons::cms_unknown_algorithm);
    if (code == errors::signing::unsupported_cms) return refuse(reasons::cms_unsupported);
    return refuse(reasons::cms_malformed);
}

void Examiner::check_value() {
    const BytesView pieces[] = {document_.file().first(range_[1]), document_.file().subspan(range_[2], range_[3])};
    if (!cms::digest_matches(data_, pieces)) because(reasons::cms_digest_mismatch);
    if (data_.digest == cms::DigestKind::sha1) because(reasons::cms_sha1);
    report_.unsigned_attributes = data_.unsigned_attributes;
    for (const auto& attribute : data_.unsigned_attributes) {
        if (!is_evidence_attribute(attribute)) because(reasons::cms_unknown_unsigned_attribute);
    }
    if (data_.signing_time) report_.signing_time = data_.signing_time;
    examine_claimed_time(report_, context_);
    if (!data_.signer) return because(reasons::cms_no_certificate);
    const auto der = data_.certificates[*data_.signer];
    const auto signer = context_.anchors.read(der);
    if (!signer.has_value()) return because(reasons::cms_malformed);
    check_signer(*signer, der);
}

void Examiner::check_signer(const cms::Certificate& signer, BytesView der) {
    if (data_.binding && !cms::binds(data_, der)) return because(reasons::cms_certificate_mismatch);
    if (!cms::signature_verifies(data_, signer)) return because(reasons::cms_signature_wrong);
    examine_cms_signer(report_, data_, signer, context_);
}

// A time-stamp of the whole file: what would only weaken a signature that carries it is decisive here.
void Examiner::check_timestamp() {
    const BytesView pieces[] = {document_.file().first(range_[1]), document_.file().subspan(range_[2], range_[3])};
    examine_timestamp(report_, der_, pieces, {}, context_);
    const auto& stamp = report_.timestamps.back();
    report_.algorithm = stamp.algorithm;
    report_.revocation_status = stamp.revocation_status;
    switch (stamp.status) {
        case TimestampStatus::malformed: return because(reasons::cms_malformed);
        case TimestampStatus::mismatch: return because(reasons::cms_digest_mismatch);
        case TimestampStatus::wrong: return because(reasons::cms_signature_wrong);
        case TimestampStatus::trusted: return believe(ChainStatus::trusted, {});
        case TimestampStatus::no_path:
            return believe(ChainStatus::no_path, stamp.authority.empty() ? reasons::cms_no_certificate : reasons::chain_no_path);
        case TimestampStatus::not_in_force: return believe(ChainStatus::not_in_force, reasons::chain_not_in_force);
        case TimestampStatus::weak: return believe(ChainStatus::weak, reasons::chain_weak);
        case TimestampStatus::unsuitable: return believe(ChainStatus::unsuitable, reasons::chain_unsuitable);
        case TimestampStatus::in_future: return believe(ChainStatus::not_checked, reasons::time_in_future);
        case TimestampStatus::revoked: return believe(ChainStatus::trusted, reasons::revocation_revoked);
    }
}

// Its value verifies; `reason` stands in the way of trusting it.
void Examiner::believe(ChainStatus chain, std::string_view reason) {
    const auto& stamp = report_.timestamps.back();
    report_.chain_status = chain;
    if (!reason.empty()) because(reason);
    report_.signer = stamp.authority;
    report_.certificate_sha256 = stamp.certificate_sha256;
}

void Examiner::run(const pdf::Field& field) {
    if (read_dictionary(field) && read_ranges()) {
        read_coverage();
        if (report_.form == SignatureForm::document_timestamp) {
            check_timestamp();
        } else if (read_value()) {
            check_value();
        }
    }
    conclude_signature(report_);
}

}  // namespace

std::optional<Instant> pdf_date(std::string_view text) {
    if (text.starts_with("D:")) text.remove_prefix(2);
    const auto number = [&](std::size_t at, std::size_t count, int otherwise) {
        if (text.size() < at + count) return otherwise;
        int value = 0;
        for (std::size_t i = at; i < at + count; ++i) {
            if (text[i] < '0' || text[i] > '9') return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    const int year = number(0, 4, -1), month = number(4, 2, 1), day = number(6, 2, 1);
    const int hour = number(8, 2, 0), minute = number(10, 2, 0), second = number(12, 2, 0);
    if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    auto instant = Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                   std::chrono::seconds(second);
    if (text.size() <= 14 || text[14] == 'Z') return instant;
    const int sign = text[14] == '+' ? 1 : text[14] == '-' ? -1 : 0;
    const int offset_hours = number(15, 2, -1);
    const int offset_minutes = number(18, 2, 0);
    if (sign == 0 || offset_hours < 0 || offset_hours > 23 || offset_minutes < 0 || offset_minutes > 59) return std::nullopt;
    return instant - sign * (std::chrono::hours(offset_hours) + std::chrono::minutes(offset_minutes));
}

SignatureFacts examine_signature(const pdf::Document& document, const pdf::Field& field, const JudgeContext& context) {
    SignatureFacts facts;
    facts.field = field.reference;
    facts.dictionary = field.dictionary;
    facts.report.field = field.name;
    Examiner(document, context, facts).run(field);
    return facts;
}

}  // namespace congvan::signing
