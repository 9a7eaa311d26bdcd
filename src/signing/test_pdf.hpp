#pragma once

// For tests only: a PDF that is grown revision by revision, honestly and otherwise, in every layout that files have.

#include <zlib.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "signing/test_keys.hpp"

namespace congvan::signing::test {

inline std::string deflated(const std::string& data) {
    std::string out(compressBound(data.size()), '\0');
    auto size = static_cast<uLongf>(out.size());
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(data.data()), data.size());
    out.resize(size);
    return out;
}

// How objects and cross-references are written. `hybrid`: a table, and a stream for what older readers should not see.
enum class Layout { table, stream, packed, hybrid };
inline constexpr Layout kLayouts[] = {Layout::table, Layout::stream, Layout::packed, Layout::hybrid};
inline const char* to_word(Layout layout) {
    switch (layout) {
        case Layout::table: return "table";
        case Layout::stream: return "stream";
        case Layout::packed: return "packed";
        case Layout::hybrid: return "hybrid";
    }
    return "";
}

struct UpdateOptions {
    std::string root = "1 0 R";
    std::string trailer;             // more keys
    std::map<int, std::string> unlisted;  // bodies written but not in the cross-reference table
    std::vector<int> freed;
    bool with_xref = true;
    bool with_tail = true;           // startxref and %%EOF
    std::string before_xref;         // bytes between objects and cross-references
    std::map<int, std::string> packed_besides;  // bodies in the object stream that no cross-reference names
    std::optional<Layout> layout;    // as the file so far
    std::size_t previous = 0;        // what /Prev says; 0: the last section
};

struct SignOptions {
    std::string name = "congvan-personal-1";
    std::string rect = "100 100 300 180";
    CmsOptions cms;
    std::string field_extra;       // more keys for the field
    std::string signature_extra;   // more keys for the signature dictionary
    std::string form_extra;        // more keys for /AcroForm
    std::string page_extra;        // more keys for the page
    std::map<int, std::string> also;  // more objects in the same update
    UpdateOptions update;             // how it is written
    int existing = 0;                 // the number of an empty field to be filled; its look and rectangle are those of `rect`
    std::string type = "Sig";
    std::string sub_filter = "ETSI.CAdES.detached";
    std::function<Bytes(std::string_view content)> value;  // what goes into /Contents; none: a CMS by `cms`
    std::string form_text = "0 0 200 80 re S";             // what the appearance draws
    bool on_page = true;              // listed among the annotations
    bool appearance = true;
    std::string appearance_extra;
    std::size_t room = 2500;
};

// A PDF in the making. Objects: 1 catalog, 2 pages, 3 page, 4 its content, 5 font, 6 form, 7 information, 8 second
// page, 9 its content; from 20 on what signatures bring.
class TestPdf {
public:
    explicit TestPdf(const std::string& page_contents = "4 0 R", std::size_t filler = 0, Layout layout = Layout::table)
        : contents_(page_contents), layout_(layout) {
        file_ = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
        const std::string text = "BT /F1 24 Tf 72 700 Td (So: 05/QD-UBND) Tj ET\n" + std::string(filler, ' ');
        std::map<int, std::string> objects{
            {1, "<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R>>"},
            {2, "<</Type /Pages /Kids [3 0 R 8 0 R] /Count 2>>"},
            {3, page({})},
            {4, stream("", text)},
            {5, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"},
            {6, form({})},
            {7, "<</Title (Quyet dinh)>>"},
            {8, "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 9 0 R /Resources <<>>>>"},
            {9, stream("", "0 0 10 10 re f")},
        };
        update(objects);
        if (layout_ == Layout::hybrid) layout_ = Layout::table;  // as programs carry on
    }
    explicit TestPdf(Layout layout) : TestPdf("4 0 R", 0, layout) {}

    const std::string& text() const { return file_; }
    BytesView bytes() const { return as_bytes(file_); }
    std::string& raw() { return file_; }

    static std::string stream(const std::string& keys, const std::string& data) {
        return "<<" + keys + " /Length " + std::to_string(data.size()) + ">>\nstream\n" + data + "\nendstream";
    }

    // Appends objects with a cross-reference section that lists them, as `options` say.
    void update(const std::map<int, std::string>& objects, const UpdateOptions& options = {}) {
        const Layout layout = options.layout.value_or(layout_);
        std::map<int, Entry> entries;
        std::map<int, std::string> packed;
        for (const auto& [number, body] : objects) {
            next_ = std::max(next_, number + 1);
            if (may_be_packed(layout, number, body)) {
                packed[number] = body;
            } else {
                entries[number] = {1, put(number, body), 0};
            }
        }
        for (const auto& [number, body] : options.unlisted) {
            next_ = std::max(next_, number + 1);
            put(number, body);
        }
        for (const int number : options.freed) entries[number] = {0, 0, 1};
        auto hidden = pack(packed, options.packed_besides);
        file_ += options.before_xref;
        if (options.with_xref) {
            if (layout == Layout::table || layout == Layout::hybrid) {
                write_table(entries, hidden, options);
            } else {
                entries.merge(hidden);
                write_stream(entries, options, true);
            }
        }
        if (options.with_tail) file_ += "startxref\n" + std::to_string(previous_) + "\n%%EOF\n";
    }

    // How further updates are written.
    void use(Layout layout) { layout_ = layout; }
    std::size_t last_section() const { return previous_; }

    // The update of one signature: dictionary, field, appearance, form, page.
    void sign(const Signer& signer, const SignOptions& options = {}) {
        const int first = std::max(next_, 20);
        const int field_number = options.existing != 0 ? options.existing : first + 1;
        const std::string field = std::to_string(field_number) + " 0 R";
        if (options.existing == 0) fields_.push_back(field);
        if (options.existing == 0 && options.on_page) annotations_.push_back(field);
        std::map<int, std::string> objects = options.also;
        objects[first] = "<</Type /" + options.type + " /Filter /Adobe.PPKLite /SubFilter /" + options.sub_filter +
                         " /M (D:20260302100000+07'00') /Reason (Thu nghiem)" + options.signature_extra +
                         " /ByteRange [0 @A@@@@@@@ @B@@@@@@@ @C@@@@@@@] /Contents <" + std::string(2 * options.room, '0') + ">>>";
        std::string appearance;
        if (options.appearance) {
            appearance = " /AP <</N " + std::to_string(first + 2) + " 0 R>>";
            objects[first + 2] = stream("/Type /XObject /Subtype /Form /BBox [0 0 200 80] /Resources <</Font <</F1 " +
                                        std::to_string(first + 3) + " 0 R>>>>" + options.appearance_extra, options.form_text);
            objects[first + 3] = "<</Type /Font /Subtype /Type1 /BaseFont /Times-Roman>>";
        }
        objects[field_number] = field_body(options.name, options.rect, " /V " + std::to_string(first) + " 0 R" + appearance + options.field_extra);
        if (options.existing == 0 && options.on_page && !objects.contains(3)) objects[3] = page(annotations_, options.page_extra);
        if (options.existing == 0 && !objects.contains(6)) objects[6] = form(fields_, options.form_extra);
        update(objects, options.update);
        seal(signer, options);
    }
    static std::string field_body(const std::string& name, const std::string& rect, const std::string& more) {
        return "<</Type /Annot /Subtype /Widget /FT /Sig /T (" + name + ") /F 132 /P 3 0 R /Rect [" + rect + "]" + more + ">>";
    }
    // Lists a field that an update of its own brings.
    void know_field(const std::string& reference) {
        fields_.push_back(reference);
        annotations_.push_back(reference);
    }

    // The page and the form with what they list so far, to be redefined by tests.
    std::string page(const std::vector<std::string>& annotations, const std::string& extra = "") const {
        return "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents " + contents_ +
               " /Resources <</Font <</F1 5 0 R>>>>" + extra + list("Annots", annotations) + ">>";
    }
    std::string form(const std::vector<std::string>& fields, const std::string& extra = "") const {
        return "<</SigFlags 3" + extra + " /Fields [" + joined(fields) + "]>>";
    }
    std::vector<std::string> fields() const { return fields_; }
    std::vector<std::string> annotations() const { return annotations_; }
    int next() const { return std::max(next_, 20); }

    // Fills the placeholders of the last update and signs. Where the digits of /Contents begin and end is kept.
    void seal(const Signer& signer, const SignOptions& options) {
        const auto opening = file_.rfind("/Contents <" + std::string(100, '0')) + 10;
        const auto closing = file_.find('>', opening) + 1;
        fill("@A@@@@@@@", opening);
        fill("@B@@@@@@@", closing);
        fill("@C@@@@@@@", file_.size() - closing);
        const auto content = file_.substr(0, opening) + file_.substr(closing);
        const auto cms = options.value ? options.value(content) : make_cms(content, signer, options.cms);
        file_.replace(opening + 1, cms.size() * 2, to_hex(cms));
        gap_ = {opening, closing};
        cms_size_ = cms.size();
    }
    std::pair<std::size_t, std::size_t> gap() const { return gap_; }
    std::size_t cms_size() const { return cms_size_; }

private:
    struct Entry {
        int kind = 1;            // 0 free, 1 in the file, 2 in an object stream
        std::size_t place = 0;   // offset, or number of the object stream
        int index = 0;           // generation, or index in the stream
    };

    static bool may_be_packed(Layout layout, int number, const std::string& body) {
        const bool plain = body.find("stream\n") == std::string::npos && body.find("/ByteRange") == std::string::npos;
        return plain && (layout == Layout::packed || (layout == Layout::hybrid && (number == 5 || number == 7)));
    }
    std::size_t put(int number, const std::string& body) {
        const auto at = file_.size();
        file_ += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
        return at;
    }
    // An object stream of `objects` and then `besides`; gives the entries of the objects and of the stream.
    std::map<int, Entry> pack(const std::map<int, std::string>& objects, const std::map<int, std::string>& besides) {
        std::map<int, Entry> entries;
        if (objects.empty() && besides.empty()) return entries;
        const int carrier = next_carrier_++;
        std::string index, bodies;
        int count = 0;
        const auto add = [&](int number, const std::string& body) {
            index += std::to_string(number) + " " + std::to_string(bodies.size()) + " ";
            bodies += body + "\n";
            ++count;
        };
        for (const auto& [number, body] : objects) {
            entries[number] = {2, static_cast<std::size_t>(carrier), count};
            add(number, body);
        }
        for (const auto& [number, body] : besides) add(number, body);
        const auto at = put(carrier, stream("/Type /ObjStm /N " + std::to_string(count) + " /First " + std::to_string(index.size()) +
                                                " /Filter /FlateDecode", deflated(index + bodies)));
        entries[carrier] = {1, at, 0};
        return entries;
    }
    std::string trailer_keys(const UpdateOptions& options) {
        std::string keys = "/Size " + std::to_string(next_carrier_ > 1000 ? next_carrier_ : next_) + " /Root " + options.root +
                           " /Info 7 0 R";
        const auto previous = options.previous != 0 ? options.previous : previous_;
        if (previous != 0) keys += " /Prev " + std::to_string(previous);
        return keys + options.trailer;
    }
    void write_table(std::map<int, Entry> entries, const std::map<int, Entry>& hidden, const UpdateOptions& options) {
        std::string more;
        if (!hidden.empty()) {
            const auto at = write_stream(hidden, options, false);
            more = " /XRefStm " + std::to_string(at);
            for (const auto& [number, entry] : hidden) entries.try_emplace(number, Entry{0, 0, 65535});
        }
        const std::size_t section = file_.size();
        file_ += "xref\n";
        if (previous_ == 0) file_ += "0 1\n0000000000 65535 f \n";
        for (const auto& [number, entry] : entries) {
            char line[48];
            std::snprintf(line, sizeof line, "%d 1\n%010zu %05d %c \n", number, entry.place, entry.index, entry.kind == 0 ? 'f' : 'n');
            file_ += line;
        }
        file_ += "trailer\n<<" + trailer_keys(options) + more + ">>\n";
        previous_ = section;
    }
    // A cross-reference stream; with `own` it is the section itself.
    std::size_t write_stream(std::map<int, Entry> entries, const UpdateOptions& options, bool own) {
        const int number = next_carrier_++;
        const auto at = file_.size();
        if (own && previous_ == 0) entries[0] = {0, 0, 65535};
        entries[number] = {1, at, 0};
        std::string rows, index;
        for (const auto& [object, entry] : entries) {
            const auto place = static_cast<std::uint32_t>(entry.place);
            rows += static_cast<char>(entry.kind);
            for (const int shift : {24, 16, 8, 0}) rows += static_cast<char>(place >> shift & 255);
            rows += static_cast<char>(entry.index >> 8 & 255);
            rows += static_cast<char>(entry.index & 255);
            index += (index.empty() ? "" : " ") + std::to_string(object) + " 1";
        }
        const auto keys = own ? trailer_keys(options) : "/Size " + std::to_string(next_carrier_);
        put(number, stream("/Type /XRef /W [1 4 2] /Index [" + index + "] " + keys + " /Filter /FlateDecode", deflated(rows)));
        if (own) previous_ = at;
        return at;
    }
    static std::string joined(const std::vector<std::string>& parts) {
        std::string text;
        for (const auto& part : parts) text += (text.empty() ? "" : " ") + part;
        return text;
    }
    static std::string list(const std::string& key, const std::vector<std::string>& parts) {
        return parts.empty() ? "" : " /" + key + " [" + joined(parts) + "]";
    }
    void fill(std::string_view mark, std::size_t value) {
        const auto at = file_.rfind(mark);
        std::string digits = std::to_string(value);
        digits.resize(mark.size(), ' ');
        file_.replace(at, mark.size(), digits);
    }

    std::string contents_;
    Layout layout_;
    std::string file_;
    std::size_t previous_ = 0;
    int next_carrier_ = 1000;  // object streams and cross-reference streams
    int next_ = 10;
    std::vector<std::string> fields_;
    std::vector<std::string> annotations_;
    std::pair<std::size_t, std::size_t> gap_;
    std::size_t cms_size_ = 0;
};

}  // namespace congvan::signing::test
