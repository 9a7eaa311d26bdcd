#pragma once

// Files that people upload: what they really are, whether they may come in, and their form as PDF.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/named.hpp"
#include "base/result.hpp"

namespace congvan::usecases {

// What the content is, never what the name claims.
enum class FileKind {
    pdf, docx, xlsx, pptx, odt, ods, odp, doc, xls, ppt, rtf, txt, csv, html, xml,
    png, jpeg, tiff, gif, bmp, zip, executable, unknown,
};

// "docx", "unknown"
constexpr std::string_view name_of(FileKind kind) {
    switch (kind) {
        case FileKind::pdf: return "pdf";
        case FileKind::docx: return "docx";
        case FileKind::xlsx: return "xlsx";
        case FileKind::pptx: return "pptx";
        case FileKind::odt: return "odt";
        case FileKind::ods: return "ods";
        case FileKind::odp: return "odp";
        case FileKind::doc: return "doc";
        case FileKind::xls: return "xls";
        case FileKind::ppt: return "ppt";
        case FileKind::rtf: return "rtf";
        case FileKind::txt: return "txt";
        case FileKind::csv: return "csv";
        case FileKind::html: return "html";
        case FileKind::xml: return "xml";
        case FileKind::png: return "png";
        case FileKind::jpeg: return "jpeg";
        case FileKind::tiff: return "tiff";
        case FileKind::gif: return "gif";
        case FileKind::bmp: return "bmp";
        case FileKind::zip: return "zip";
        case FileKind::executable: return "executable";
        case FileKind::unknown: return "unknown";
    }
    return "unknown";
}

// Text that a browser would run (HTML, XML) is named as plain bytes, so that no answer of ours makes it a page.
constexpr std::string_view media_type(FileKind kind) {
    switch (kind) {
        case FileKind::pdf: return "application/pdf";
        case FileKind::docx: return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        case FileKind::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case FileKind::pptx: return "application/vnd.openxmlformats-officedocument.presentationml.presentation";
        case FileKind::odt: return "application/vnd.oasis.opendocument.text";
        case FileKind::ods: return "application/vnd.oasis.opendocument.spreadsheet";
        case FileKind::odp: return "application/vnd.oasis.opendocument.presentation";
        case FileKind::doc: return "application/msword";
        case FileKind::xls: return "application/vnd.ms-excel";
        case FileKind::ppt: return "application/vnd.ms-powerpoint";
        case FileKind::rtf: return "application/rtf";
        case FileKind::txt: return "text/plain; charset=utf-8";
        case FileKind::csv: return "text/csv; charset=utf-8";
        case FileKind::png: return "image/png";
        case FileKind::jpeg: return "image/jpeg";
        case FileKind::tiff: return "image/tiff";
        case FileKind::gif: return "image/gif";
        case FileKind::bmp: return "image/bmp";
        case FileKind::zip: return "application/zip";
        case FileKind::html:
        case FileKind::xml:
        case FileKind::executable:
        case FileKind::unknown: return "application/octet-stream";
    }
    return "application/octet-stream";
}

enum class Macros { absent, present };

struct FileFacts {
    std::string name;  // as it may be kept: NFC, at most 255 bytes, no path
    FileKind kind = FileKind::unknown;
    std::uint64_t size = 0;  // bytes
    Macros macros = Macros::absent;
};

// A rectangle of text on a page, in PDF points (1/72 inch) from the page's bottom-left corner; y grows upwards.
// One box is one word as poppler cuts words; boxes stand in reading order.
struct TextBox {
    std::uint32_t page = 1;  // from 1
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    std::string text;  // NFC
};

struct PageSize {  // points
    double width = 0;
    double height = 0;
};

struct PdfText {
    std::vector<PageSize> pages;
    std::vector<TextBox> boxes;
};

inline constexpr std::uint64_t kMostToConvert = 50u << 20;   // bytes in
inline constexpr std::uint64_t kMostConverted = 64u << 20;   // bytes of PDF, in or out

// One instance may be used from many threads at once. Everything but `inspect` runs foreign programs, confined:
// no network, no file of the host, bounded memory, time and output; a call waits for its turn at most about a minute.
//
// All but `inspect`: convert.no_sandbox (call_operator: the machine cannot confine programs, so none is run)
//   · convert.busy (retry_later: the queue is full) · convert.timed_out, convert.failed (fix_input: this file)
//   · convert.too_large (fix_input).
class Converter {
public:
    virtual ~Converter() = default;

    // The checks that every upload gets. Reads at most what they need: memory does not grow with the file.
    // Fails (all fix_input): convert.empty_file · convert.name_path, convert.name_control, convert.name_too_long,
    //   convert.name_empty, base.not_utf8 · convert.wrong_type (content and extension disagree) · convert.not_unicode
    //   (a .txt or .csv in another encoding) · convert.encrypted · convert.executable · convert.zip_bomb ·
    //   convert.malformed_archive · convert.damaged; and as `content` fails.
    virtual Result<FileFacts> inspect(const RandomAccessBytes& content, std::string_view name) const = 0;

    // The file as PDF with its fonts inside; at most kMostToConvert bytes in. A PDF comes back as it is. (1.7 is asked for;
    // LibreOffice 7.4 writes 1.6, so whoever needs 1.7 raises it when normalising.)
    // Fails also: convert.unsupported (fix_input: this kind cannot be converted).
    virtual Result<Bytes> to_pdf(const RandomAccessBytes& source, FileKind kind) = 0;

    // Where which word stands, and how large the pages are.
    virtual Result<PdfText> text_boxes(BytesView pdf) = 0;
};

}  // namespace congvan::usecases
