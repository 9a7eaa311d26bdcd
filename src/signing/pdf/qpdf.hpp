#pragma once

// qpdf's headers, as both our compilers take them; nobody includes them otherwise.
//
// JSON.hh of qpdf 11.3 keeps a vector of an incomplete class, which clang refuses in C++20 (qpdf issue 942, mended in
// later releases). Nothing here uses qpdf's JSON, and the other headers only name the class, so naming it is enough.
#define JSON_HH
class JSON;

#define POINTERHOLDER_TRANSITION 4  // shared_ptr only

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
