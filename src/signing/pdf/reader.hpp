#pragma once

// Reads a PDF as what it is: a file with a history. Every incremental update (ISO 32000-1 7.5.6) is a revision; each
// can be looked at as it stood, and each tells which objects it defined or freed. Strict: what is not clear is
// refused, with the byte offset in the error's detail; nothing is repaired or guessed. Total: every input ends, within
// the limits, in a value or an error; work and memory are linear in the input.
//
// A Document is used by one thread at a time (it keeps what it has read); the file must outlive it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "signing/pdf/object.hpp"

namespace congvan::signing::pdf {

// A text string (ISO 32000-1 7.9.2.2) in UTF-8: from UTF-16BE or UTF-8 with a mark, else PDFDocEncoding. What is no
// character becomes U+FFFD.
std::string to_utf8(const String& text);

struct Limits {
    std::size_t file_bytes = 64u * 1024 * 1024;
    std::size_t objects = 500'000;          // cross-reference entries of all revisions together
    std::size_t revisions = 64;
    std::size_t depth = 64;                 // arrays and dictionaries inside one another; levels of trees
    std::size_t values = 1'000'000;         // numbers, strings, names … read from the file
    std::size_t inflated_bytes = 32u * 1024 * 1024;  // of one decoded stream; all together twice that
    std::size_t pages = 20'000;
    std::size_t fields = 10'000;
};

enum class EntryKind { free, at_offset, in_stream };

// One line of a cross-reference section.
struct XrefEntry {
    std::uint32_t number = 0;
    std::uint32_t generation = 0;
    EntryKind kind = EntryKind::free;
    std::uint64_t place = 0;   // at_offset: in the file · in_stream: number of the object stream
    std::uint32_t index = 0;   // in_stream: which object of it
    friend bool operator==(const XrefEntry&, const XrefEntry&) = default;
};

// What one update added. Revisions count from 0, the oldest.
struct Revision {
    std::size_t begin = 0;         // where its bytes start: after the revision before
    std::size_t end = 0;           // one past its %%EOF
    std::size_t end_with_eol = 0;  // one past the line end after %%EOF, if there is one
    std::size_t section = 0;       // where its cross-reference section stands: what its startxref names
    std::size_t section_end = 0;   // one past the trailer dictionary, or past the stream's "endobj"
    std::size_t startxref = 0;     // where the word itself stands
    bool xref_stream = false;      // its cross-reference section is a stream
    bool hybrid = false;           // a table with /XRefStm
    bool linearized = false;       // two sections in one revision; only the oldest can be
    Dictionary trailer;            // of a cross-reference stream: its dictionary
    std::vector<XrefEntry> entries;  // by number; each number once
};

// A place in the tree of form fields.
struct Field {
    Reference reference;           // number 0: a direct object
    std::string name;              // full name, "parent.child", UTF-8
    const Dictionary* dictionary = nullptr;  // owned by the Document
    const Object* type = nullptr;  // /FT as inherited, followed; null: none
    const Object* value = nullptr; // /V as inherited, not followed; null: none
    bool has_kids = false;         // its widgets stand apart
};

struct Page {
    Reference reference;
    const Dictionary* dictionary = nullptr;  // owned by the Document
    // As inherited; null: none.
    const Object* media_box = nullptr;
    const Object* crop_box = nullptr;
    const Object* rotate = nullptr;
    const Object* resources = nullptr;
};

class Document {
public:
    // Fails: signing.malformed_pdf · signing.encrypted_pdf · signing.too_large (all fix_input).
    static Result<Document> open(BytesView file, const Limits& limits = {});

    // The same for a file that may be encrypted with the standard security handler: `password` is tried as the user's and
    // the owner's, and none at all. Strings and streams are then given deciphered.
    // Fails as above (signing.encrypted_pdf: another handler) · signing.wrong_password (fix_input).
    static Result<Document> open(BytesView file, const Limits& limits, std::string_view password);
    bool encrypted() const;

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    BytesView file() const;
    const Limits& limits() const;
    const std::vector<Revision>& revisions() const;
    std::size_t last() const { return revisions().size() - 1; }

    // The entry for `number` as revision `at` sees it, and which revision wrote it; null: never defined.
    const XrefEntry* entry(std::uint32_t number, std::size_t at) const;
    std::optional<std::size_t> defined_in(std::uint32_t number, std::size_t at) const;

    // The object as it stood in revision `at`; Null for what is free or was never defined, as the standard says.
    // The pointer lives as long as the Document.
    // Fails: signing.malformed_pdf · signing.too_large (fix_input).
    Result<const Object*> load(Reference reference, std::size_t at) const;
    // Follows `object` when it is a reference (a chain of them is refused).
    Result<const Object*> resolve(const Object& object, std::size_t at) const;
    // The value of `key`, followed; a Null object when absent.
    Result<const Object*> get(const Dictionary& dictionary, std::string_view key, std::size_t at) const;

    // The catalog. Fails when it is no dictionary: signing.malformed_pdf.
    Result<const Dictionary*> catalog(std::size_t at) const;
    // All pages in order. Fails: signing.malformed_pdf (also for a page met twice) · signing.too_large.
    Result<std::vector<Page>> pages(std::size_t at) const;
    // The AcroForm dictionary; null: none.
    Result<const Dictionary*> form(std::size_t at) const;
    // All fields reachable from the form, terminal ones only (those without children that are fields), in order.
    Result<std::vector<Field>> fields(std::size_t at) const;

    // The content of a stream. Filters: none, FlateDecode (with predictors), a chain of these.
    // Fails: signing.malformed_pdf (also another filter) · signing.too_large.
    Result<Bytes> decode(const Stream& stream, std::size_t at) const;

    // The data of a stream as the filters get it: as it stands in the file, deciphered where the file is encrypted.
    // Fails: signing.malformed_pdf (cannot be deciphered).
    Result<Bytes> raw(const Stream& stream) const;

    // Reads "N G obj … endobj" at `offset`, for walking over a revision's own bytes.
    struct Placed {
        Reference reference;
        const Object* object = nullptr;
        std::size_t end = 0;  // one past "endobj"
    };
    Result<Placed> object_at(std::size_t offset, std::size_t at) const;

private:
    struct State;
    explicit Document(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace congvan::signing::pdf
