#pragma once

// What every update that adds a signature field must redefine of the document around it: the page's annotations, the form,
// the catalog; and what forbids it. Inner header of the writers of this folder. Pure; any thread.

#include <string>

#include "signing/pdf/reader.hpp"
#include "signing/pdf/update.hpp"

namespace congvan::signing {

// Whether anything may be added: what an earlier certification says (ISO 32000-1 12.8.2.2; P=1 is obeyed for data for later
// years too, because viewers count every appended byte), and what earlier signatures have become: on top of a file that was
// changed nothing is signed.
// Fails: signing.changes_forbidden · signing.tampered (reasons in detail) · signing.malformed_pdf (fix_input).
Result<Done> may_be_extended(const pdf::Document& document);

// The first of `prefix`1, `prefix`2, … that no field carries, nor any parent of one.
Result<std::string> free_field_name(const pdf::Document& document, const std::string& prefix);

// Appends `widget` to the annotations of `page`. Fails: signing.malformed_pdf (fix_input).
Result<Done> extend_page(const pdf::Document& document, Update& update, const pdf::Page& page, pdf::Reference widget);

// Appends `field` to the form, which is made where there is none, and says that signatures exist. What else changes in the
// catalog is in `catalog`, which is written only when it has to be.
// Fails: signing.malformed_pdf · signing.unsupported_pdf (an XFA form) (fix_input).
Result<Done> extend_form(const pdf::Document& document, Update& update, pdf::Reference field);

// The catalog's own reference. Fails: signing.malformed_pdf (fix_input).
Result<pdf::Reference> catalog_reference(const pdf::Document& document);

}  // namespace congvan::signing
