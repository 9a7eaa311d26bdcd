#pragma once

// What outgoing and incoming documents are made of.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "policy/words.hpp"
#include "registers/register_book.hpp"

namespace congvan::documents {

// Whether content was looked at before people may open it. Malware scanning fills this later; until then the checks
// of type and structure are what `checked` says (requirement G2).
enum class Checked { unchecked, structure, clean };
std::string_view to_word(Checked checked);
Result<Checked> parse_checked(std::string_view word);

// Content in the blob store, with the name and type it goes by. Bytes are never changed under a digest.
struct FileRef {
    Sha256 sha256;
    std::uint64_t size = 0;
    std::string name;        // as the person named it, NFC, no path
    std::string media_type;  // by content, not by name
    Checked checked = Checked::structure;

    friend bool operator==(const FileRef&, const FileRef&) = default;
};

// Số, ký hiệu and date, as the register gave them.
struct Numbering {
    registers::BookKey book;
    registers::Sequence sequence;
    std::string notation;  // "05/QĐ-UBND"
    Day day;

    friend bool operator==(const Numbering&, const Numbering&) = default;
};

// Who did it, as the history names them: the post held then is kept, whatever becomes of the person.
struct Official {
    PersonId person;
    std::string name;
    std::string post;

    friend bool operator==(const Official&, const Official&) = default;
};

struct AgencyRef {
    AgencyId id;
    std::string code;  // mã định danh in force on the day
    std::string name;

    friend bool operator==(const AgencyRef&, const AgencyRef&) = default;
};

// A signature that stands in the file.
struct SignatureMade {
    SignatureRole role = SignatureRole::personal;
    Official by;
    std::string field;              // the signature field in the PDF
    Sha256 certificate;             // of the DER
    std::string certificate_subject;
    Instant at;
    Sha256 file;                    // the file as it was after this signature

    friend bool operator==(const SignatureMade&, const SignatureMade&) = default;
};

// Lists of plain values in one field, each line length-prefixed: for the codecs of this and the next module.
std::string pack(const std::vector<std::string>& parts);
Result<std::vector<std::string>> unpack(std::string_view packed);

// Stored forms of the parts above inside `Fields`, under names that start with `prefix`.
void put(Fields& fields, std::string_view prefix, const FileRef& file);
void put(Fields& fields, std::string_view prefix, const Official& official);
void put(Fields& fields, std::string_view prefix, const AgencyRef& agency);
void put(Fields& fields, std::string_view prefix, const Numbering& numbering);
Result<FileRef> get_file(const Fields& fields, std::string_view prefix);
Result<Official> get_official(const Fields& fields, std::string_view prefix);
Result<AgencyRef> get_agency(const Fields& fields, std::string_view prefix);
Result<Numbering> get_numbering(const Fields& fields, std::string_view prefix);
void put_files(Fields& fields, std::string_view prefix, const std::vector<FileRef>& files);
Result<std::vector<FileRef>> get_files(const Fields& fields, std::string_view prefix);
void put_agencies(Fields& fields, std::string_view prefix, const std::vector<AgencyRef>& agencies);
Result<std::vector<AgencyRef>> get_agencies(const Fields& fields, std::string_view prefix);

}  // namespace congvan::documents
