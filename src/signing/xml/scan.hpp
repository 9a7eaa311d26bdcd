#pragma once

// A first look at XML text, before any library: where elements begin and end, how many things there are, and that there is
// no document type. Linear in time whatever the input; no recursion. Pure; any thread.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace congvan::signing::xml {

// What a file may have at most.
struct Limits {
    std::size_t bytes = 32u << 20;     // as UTF-8
    std::size_t depth = 128;           // elements inside each other
    std::size_t nodes = 400'000;       // elements, attributes, pieces of text, comments, instructions
    std::size_t attributes = 256;      // of one element, namespace declarations among them
    std::size_t namespaces = 128;      // declarations in force at one element
    std::size_t signatures = 32;
    std::size_t references = 4'000;    // of one signature, those of manifests among them
    std::size_t work = 20'000'000;     // steps of canonicalisation, all signatures together; some 50 ns each
    std::size_t canonical = 64u << 20; // bytes of canonical forms, all signatures together
};

// Where an element stands in the text, in bytes.
struct Span {
    std::uint32_t begin = 0;  // its '<'
    std::uint32_t close = 0;  // the '<' of its end tag, or the '/' of an element that is empty
    std::uint32_t end = 0;    // past its last '>'
};

struct Layout {
    std::vector<Span> elements;  // in the order of their start tags; the document element is the first
    std::string_view encoding;   // as declared; empty: not
    std::size_t nodes = 0;
    std::size_t cost = 0;        // steps of one canonicalisation, roughly
};

// `text` is UTF-8, at most 4 GiB. What comes out is sound only if a full parser takes the text as well.
// Fails: signing.malformed_xml · signing.xml_dtd · signing.xml_too_large (fix_input).
Result<Layout> scan(std::string_view text, const Limits& limits);

}  // namespace congvan::signing::xml
