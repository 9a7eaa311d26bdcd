#pragma once

// Checks the signatures of one file, whatever kind it is: the kind is told by content, never by name. For the command line,
// the page where anybody may drop a file, and packets from outside.

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "signing/judge/report.hpp"
#include "signing/judge/signer_facts.hpp"
#include "usecases/ports/trust_store.hpp"

namespace congvan::usecases {

inline constexpr std::uint64_t kMostVerifiedBytes = 256ull * 1024 * 1024;  // of one file held in memory

// The anchors of a trust store in the form that judges ask. Fails: signing.bad_certificate (fix_input).
Result<signing::TrustAnchors> anchors_of(const TrustMaterial& material);

// What the content says: "%PDF-", a ZIP with the parts of a package, XML, CMS in DER, PEM or base64.
signing::SignedKind signed_kind_of(BytesView file);

struct FileToVerify {
    BytesView file;
    ByteSource* content = nullptr;  // what a detached CMS signature is over; null: the file must bring it
    std::string password{};         // of an encrypted PDF, the user's or the owner's
};

// Never fails: what is not understood is a report. A file of unknown kind is `not_signed`. Any thread.
signing::DocumentReport verify_file(const FileToVerify& given, const signing::JudgeContext& context);

// A PDF as it stood at the end of revision `number`, counted from 1. Fails: usecases.no_such_revision (fix_input), as
// signing::pdf::Document::open.
Result<Bytes> revision_of(BytesView pdf, std::size_t number);

}  // namespace congvan::usecases
