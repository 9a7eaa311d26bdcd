#pragma once

// One incremental update in the making (ISO 32000-1 7.5.6): objects that are new or defined anew, then a cross-reference
// section of the same kind as the file's last one. Used by one thread at a time.

#include <map>
#include <string>

#include "signing/pdf/object_list.hpp"
#include "signing/pdf/reader.hpp"

namespace congvan::signing {

class Update {
public:
    // Numbers start after the largest that `document` knows. The document must outlive the update.
    explicit Update(const pdf::Document& document);

    // Adds an object under a new number and returns the reference. `body` is PDF syntax.
    pdf::Reference add(std::string body);
    // Keeps a number for an object that is put later by `put`.
    pdf::Reference reserve() { return {next_++, 0}; }
    // Defines `reference` (new or existing) as `body`.
    void put(pdf::Reference reference, std::string body) { objects_[reference.number] = {reference, std::move(body)}; }
    // Adds all of `list` and returns the reference of its last object.
    pdf::Reference add_all(const ObjectList& list);

    // The file: the document's bytes, then the update.
    Bytes write() const;

private:
    struct Pending {
        pdf::Reference reference;
        std::string body;  // everything between "obj" and "endobj"
    };
    struct Section;
    void write_table(std::string& out, const Section& section) const;
    void write_stream(std::string& out, const Section& section) const;

    const pdf::Document& document_;
    std::uint32_t next_ = 1;
    std::map<std::uint32_t, Pending> objects_;
};

std::string reference_text(pdf::Reference reference);

}  // namespace congvan::signing
