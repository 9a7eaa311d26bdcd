#pragma once

// What the verifier says of a file, in the words that are stored, shown and judged again.

#include "signing/judge/report.hpp"
#include "usecases/office.hpp"

namespace congvan::usecases {

struct ReasonView {
    std::string code;
    std::string vi;
    std::string en;

    friend bool operator==(const ReasonView&, const ReasonView&) = default;
};

struct SignatureView {
    std::string field;
    std::optional<SignatureRole> role;  // by the name of a field that we wrote
    std::string signer;
    std::string organisation;
    std::string issuer;
    std::string serial;
    std::optional<Instant> signing_time;
    std::string verdict;
    std::string integrity;
    std::vector<ReasonView> reasons;
    std::string coverage;
    std::string algorithm;
    std::string chain_status;
    std::string revocation_status;
    std::optional<Instant> valid_from;
    std::optional<Instant> valid_to;
    std::string certificate_sha256;
    std::string form;                       // "signature", "document_timestamp"
    std::optional<std::uint32_t> revision;  // of a PDF, from 1: the one that it made
    std::optional<Instant> timestamp_time;  // of a time-stamp that is trusted

    friend bool operator==(const SignatureView&, const SignatureView&) = default;
};

// One thing that came after the first signature, in plain words.
struct ChangeView {
    std::uint32_t revision = 0;  // from 1
    std::string kind;
    std::string vi;
    std::string en;

    friend bool operator==(const ChangeView&, const ChangeView&) = default;
};

// What was believed about a certificate; its bytes lie in the blob store under `sha256`.
struct EvidenceView {
    std::string kind;                // "ocsp", "crl"
    std::string sha256;
    std::string certificate_sha256;  // about whom
    std::optional<Instant> this_update;

    friend bool operator==(const EvidenceView&, const EvidenceView&) = default;
};

struct VerdictView {
    std::string kind = "pdf";
    std::string verdict;    // the words of the verdict table
    std::string integrity;
    std::vector<ReasonView> reasons;
    std::uint32_t revisions = 0;
    std::vector<SignatureView> signatures;
    std::vector<ChangeView> changes;
    std::vector<std::string> unsigned_parts;  // what no signature covers
    std::vector<EvidenceView> evidence;
    std::vector<std::string> failed_sources;  // "fetch.timeout http://…": servers that were asked in vain
    Instant judged_at;

    friend bool operator==(const VerdictView&, const VerdictView&) = default;
};

// The file as it stands, against the anchors of this installation and what is at hand about revocation. Never fails: what
// cannot be read is a verdict.
VerdictView verify_pdf(Office& office, BytesView file, Instant at);

// The same for a file that has just arrived: servers outside are asked about certificates, for some seconds at most. Not
// for a request somebody waits for.
VerdictView verify_arrival(Office& office, BytesView file, Instant at);

// The same question as `stored` answered it, from the evidence that was kept with it. What differs now is due to the
// anchors and to this program.
VerdictView verify_again(Office& office, BytesView file, const VerdictView& stored);

// A file of any kind that somebody brought, judged now. Never fails.
VerdictView verify_dropped(Office& office, BytesView file);
VerdictView view_of(const signing::DocumentReport& report, Instant at);

// The stored form.
std::string to_text(const VerdictView& verdict);
Result<VerdictView> verdict_from(std::string_view text);  // base.malformed_record (call_operator)

// "hợp lệ", "valid"
struct Words {
    std::string_view vi;
    std::string_view en;
};
Words verdict_words(std::string_view verdict);

}  // namespace congvan::usecases
