#include "signing/judge/judge_cms.hpp"

#include <algorithm>
#include <exception>

#include "errors/signing.hpp"
#include "signing/judge/reasons.hpp"

namespace congvan::signing {
namespace {

constexpr std::size_t kFront = 4096;
constexpr std::size_t kMostAttributes = 64u << 10;

using Codes = std::vector<std::string_view>;

void add(Codes& codes, std::string_view code) {
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
}

DocumentReport report_of(std::string_view code) {
    DocumentReport report;
    report.kind = SignedKind::cms;
    report.reasons.push_back(code);
    const auto conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
    return report;
}

std::string_view reason_for(const Error& error) {
    if (error.code == errors::signing::cms_too_large) return reasons::cms_too_large;
    if (error.code == errors::signing::unknown_algorithm) return reasons::cms_unknown_algorithm;
    if (error.code == errors::signing::unsupported_cms) return reasons::cms_unsupported;
    if (error.code == errors::signing::malformed_cms) return reasons::cms_malformed;
    return reasons::judge_failed;
}

// Unsigned attributes of CAdES that hold evidence or counter-signatures; without meaning until somebody checks them.
bool is_known_unsigned(std::string_view type) {
    for (const std::string_view known : {
             "1.2.840.113549.1.9.6",           // countersignature
             "1.2.840.113549.1.9.16.2.21",     // complete-certificate-references
             "1.2.840.113549.1.9.16.2.22",     // complete-revocation-references
             "1.2.840.113549.1.9.16.2.25",     // CAdES-C time-stamp
             "1.2.840.113549.1.9.16.2.26",     // time-stamp of references
             "1.2.840.113549.1.9.16.2.48",     // archive-time-stamp v2
             "0.4.0.1733.2.4",                 // archive-time-stamp v3
             "0.4.0.1733.2.5",                 // its index of hashes
         }) {
        if (type == known) return true;
    }
    return false;
}

// Whether bytes are signed attributes with a message digest: the content under which a signature over attributes would
// verify as one without (the two are not told apart by RFC 5652).
bool are_attributes(BytesView content) {
    static constexpr std::string_view kMessageDigest = "1.2.840.113549.1.9.4";
    der::Reader outer(content);
    const auto set = outer.next(0x31);
    if (!set.has_value() || !outer.at_end()) return false;
    bool found = false;
    for (der::Reader list(set->content); !list.at_end();) {
        const auto attribute = list.next(0x30);
        if (!attribute.has_value()) return false;
        der::Reader reader(attribute->content);
        const auto type = reader.next(0x06);
        if (!type.has_value()) return false;
        found = found || der::dotted(type->content) == kMessageDigest;
    }
    return found;
}

bool in_der_order(const cms::SignedData& data) {
    der::Reader outer(data.attributes);
    const auto set = outer.next();
    if (!set.has_value()) return true;
    std::string_view above;
    for (der::Reader list(set->content); !list.at_end();) {
        const auto one = list.next();
        if (!one.has_value() || as_text(one->whole) < above) return false;
        above = as_text(one->whole);
    }
    return true;
}

// What was read of the content while it passed.
struct ContentFacts {
    explicit ContentFacts(const std::vector<cms::DigestKind>& kinds) : digests(kinds) {}
    cms::Digests digests;
    bool attributes = false;
};

Result<Done> read_content(ByteSource& source, ContentFacts& facts) {
    Bytes piece(1u << 16);
    Bytes front;
    std::uint64_t size = 0;
    for (;;) {
        LET(const auto count, source.read(piece));
        if (count == 0) break;
        const auto part = BytesView(piece).first(count);
        facts.digests.add(part);
        size += count;
        if (size <= kMostAttributes) front.insert(front.end(), part.begin(), part.end());
    }
    facts.digests.finish();
    facts.attributes = size <= kMostAttributes && are_attributes(front);
    return Done{};
}

class SignerExaminer {
public:
    SignerExaminer(const cms::SignedData& data, const ContentFacts* content, const JudgeContext& context, SignatureReport& report)
        : data_(data), content_(content), context_(context), report_(report) {}

    void run() {
        report_.algorithm = data_.algorithm();
        report_.coverage = content_ != nullptr ? Coverage::whole_file : Coverage::unclear;
        report_.unsigned_attributes = data_.unsigned_attributes;
        report_.signing_time = data_.signing_time;
        if (data_.digest == cms::DigestKind::sha1) because(reasons::cms_sha1);
        check_attributes();
        examine_claimed_time(report_, context_);
        if (content_ == nullptr) because(reasons::cms_content_missing);
        check_signer();
    }

private:
    void because(std::string_view code) { add(report_.reasons, code); }

    void check_attributes() {
        if (data_.attributes.empty()) {
            because(reasons::cms_no_signed_attributes);
            if (content_ != nullptr && content_->attributes) because(reasons::cms_attributes_as_content);
        } else {
            if (!in_der_order(data_)) because(reasons::cms_open_lengths);
            const bool same = content_ == nullptr || as_text(content_->digests.of(data_.digest)) == as_text(data_.message_digest);
            if (!same) because(reasons::cms_digest_mismatch);
        }
        for (const auto& attribute : data_.unsigned_attributes) {
            if (is_evidence_attribute(attribute)) continue;  // examine_cms_signer reads it
            because(is_known_unsigned(attribute) ? reasons::cms_unsigned_attribute_not_checked
                                                 : reasons::cms_unknown_unsigned_attribute);
        }
    }

    void check_signer() {
        if (!data_.signer) return because(reasons::cms_no_certificate);
        const auto der = data_.certificates[*data_.signer];
        const auto signer = context_.anchors.read(der);
        if (!signer.has_value()) return because(reasons::cms_malformed);
        if (data_.binding && !cms::binds(data_, der)) return because(reasons::cms_certificate_mismatch);
        if (value_verifies(*signer)) examine_cms_signer(report_, data_, *signer, context_);
    }

    bool value_verifies(const cms::Certificate& signer) {
        const bool bare = data_.attributes.empty();
        if (bare && content_ == nullptr) return false;
        const bool good = bare ? cms::bare_signature_verifies(data_, signer, content_->digests.of(data_.digest))
                               : cms::signature_verifies(data_, signer);
        if (!good) because(reasons::cms_signature_wrong);
        return good;
    }

    const cms::SignedData& data_;
    const ContentFacts* content_;  // null: there is none
    const JudgeContext& context_;
    SignatureReport& report_;
};

// The CMS of a file, binary or text.
struct OpenFile {
    Bytes binary;  // owner, when it was text
    cms::CmsParts parts;
};

Result<OpenFile> open_file(const RandomAccessBytes& file, const cms::FileLimits& limits) {
    Bytes front(std::min<std::uint64_t>(file.size(), kFront));
    TRY(file.read_at(0, front));
    OpenFile result;
    if (cms::looks_like_text(front)) {
        if (file.size() > limits.text) return Error{Remedy::fix_input, errors::signing::cms_too_large, "text"};
        Bytes text(file.size());
        TRY(file.read_at(0, text));
        LET(result.binary, cms::from_text(as_text(text)));
        LET(result.parts, cms::take_apart(MemoryBytes(result.binary), limits));
        return result;
    }
    LET(result.parts, cms::take_apart(file, limits));
    return result;
}

std::vector<cms::DigestKind> kinds_of(const cms::SignedMessage& message) {
    std::vector<cms::DigestKind> kinds;
    for (const auto& signer : message.signers) {
        if (signer.has_value()) kinds.push_back(signer->digest);
    }
    return kinds;
}

// `content` null: there is none. `extra`: what is to be said of every signature.
DocumentReport judge_message(const cms::SignedMessage& message, const ContentFacts* content, const Codes& extra,
                             const JudgeContext& context) {
    DocumentReport report;
    report.kind = SignedKind::cms;
    for (const auto& signer : message.signers) {
        SignatureReport one;
        one.field = std::to_string(report.signatures.size() + 1);
        one.reasons = extra;
        if (signer.has_value()) {
            SignerExaminer(*signer, content, context, one).run();
        } else {
            add(one.reasons, reason_for(signer.error()));
        }
        conclude_signature(one);
        for (const auto code : one.reasons) add(report.reasons, code);
        report.signatures.push_back(std::move(one));
    }
    if (report.signatures.empty()) {
        report.verdict = Verdict::not_signed;
        report.integrity = Integrity::not_signed;
        return report;
    }
    const auto conclusion = conclude(report.reasons);
    report.verdict = conclusion.verdict;
    report.integrity = conclusion.integrity;
    return report;
}

Result<DocumentReport> judge_parts(const cms::CmsParts& parts, ByteSource* content, Codes extra, const JudgeContext& context) {
    LET(const auto message, cms::parse_message(parts.der));
    if (message.content_type != cms::kDataType) add(extra, reasons::cms_content_type);
    if (parts.open_lengths) add(extra, reasons::cms_open_lengths);
    if (content == nullptr) return judge_message(message, nullptr, extra, context);
    ContentFacts facts(kinds_of(message));
    TRY(read_content(*content, facts));
    return judge_message(message, &facts, extra, context);
}

Result<DocumentReport> judge_over(const RandomAccessBytes& signature, ByteSource& content, const JudgeContext& context,
                                  const cms::FileLimits& limits) {
    LET(const auto file, open_file(signature, limits));
    Codes extra;
    if (file.parts.attached) extra.push_back(reasons::cms_embedded_content);
    return judge_parts(file.parts, &content, std::move(extra), context);
}

Result<AttachedJudgement> judge_attached(const RandomAccessBytes& file, const JudgeContext& context, const cms::FileLimits& limits) {
    LET(auto opened, open_file(file, limits));
    const MemoryBytes decoded(opened.binary);
    const RandomAccessBytes& binary = opened.binary.empty() ? file : static_cast<const RandomAccessBytes&>(decoded);
    cms::ContentSource content(binary, opened.parts);
    AttachedJudgement result;
    LET(result.report, judge_parts(opened.parts, opened.parts.attached ? &content : nullptr, {}, context));
    if (opened.parts.attached && result.report.integrity == Integrity::intact) {
        result.content = std::move(opened.parts);
        result.binary = std::move(opened.binary);
    }
    return result;
}

}  // namespace

DocumentReport judge_cms_over(const RandomAccessBytes& signature, ByteSource& content, const JudgeContext& context,
                              const cms::FileLimits& limits) {
    try {
        auto report = judge_over(signature, content, context, limits);
        return report.has_value() ? std::move(report).value() : report_of(reason_for(report.error()));
    } catch (const std::exception&) {  // memory
        return report_of(reasons::judge_failed);
    }
}

AttachedJudgement judge_cms(const RandomAccessBytes& file, const JudgeContext& context, const cms::FileLimits& limits) {
    try {
        auto judged = judge_attached(file, context, limits);
        return judged.has_value() ? std::move(judged).value() : AttachedJudgement{report_of(reason_for(judged.error())), {}, {}};
    } catch (const std::exception&) {
        return AttachedJudgement{report_of(reasons::judge_failed), {}, {}};
    }
}

}  // namespace congvan::signing
