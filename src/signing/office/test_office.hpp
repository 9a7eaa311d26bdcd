#pragma once

// For tests only: office packages put together by hand, honestly and otherwise, and signed by our writer.

#include <zlib.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "signing/office/judge_odf.hpp"
#include "signing/office/judge_ooxml.hpp"
#include "signing/office/sign_office.hpp"
#include "signing/xml/test_xml.hpp"
#include "support/results.hpp"

namespace congvan::signing::office::test {

using signing::test::authority;
using signing::test::kJudgedAt;
using signing::test::kSignedAt;
using signing::test::Signer;
using testing_support::must;
using xml::test::agency;
using xml::test::leader;
using xml::test::rsa_leader;
using xml::test::stranger;
using xml::test::token_value;

// One entry; what is set besides name and content is a lie in one of its headers.
struct Item {
    std::string name;
    std::string content;
    bool deflated = true;
    std::string local_name{};       // instead of `name`
    std::string extra{};            // of the local header
    bool descriptor = false;        // sizes behind the data
    int flags = 0;                  // more flags, in both headers
    std::uint32_t crc_change = 0;   // xor, in both headers
    std::uint32_t local_size_change = 0;   // xor of the unpacked size, in the local header alone
    std::uint32_t size_change = 0;         // likewise in both
    std::string gap{};              // bytes before the local header
};

class ZipText {
public:
    std::vector<Item> items;
    std::string before;          // bytes in front of all, offsets counted with them
    std::string between;         // bytes before the directory
    std::string comment;
    int count_change = 0;

    Item& add(std::string name, std::string content) {
        items.push_back({std::move(name), std::move(content)});
        return items.back();
    }
    Item& at(const std::string& name) {
        const auto found = std::find_if(items.begin(), items.end(), [&](const Item& one) { return one.name == name; });
        if (found == items.end()) throw std::runtime_error("no entry " + name);
        return *found;
    }
    bool has(const std::string& name) const {
        return std::any_of(items.begin(), items.end(), [&](const Item& one) { return one.name == name; });
    }
    void remove(const std::string& name) {
        std::erase_if(items, [&](const Item& one) { return one.name == name; });
    }
    void replace(const std::string& name, std::string_view from, std::string_view to) {
        auto& content = at(name).content;
        const auto found = content.find(from);
        if (found == std::string::npos) throw std::runtime_error("no such text in " + name);
        content.replace(found, from.size(), to);
    }

    Bytes bytes() const {
        std::string file = before;
        std::string directory;
        for (const auto& one : items) write(one, file, directory);
        file += between;
        const auto at = file.size();
        file += directory + "PK\5\6" + le(0, 4);
        const auto count = items.size() + static_cast<std::size_t>(count_change);
        file += le(count, 2) + le(count, 2) + le(directory.size(), 4) + le(at, 4) + le(comment.size(), 2) + comment;
        return to_bytes(file);
    }

    // The entries of an archive, to be changed.
    static ZipText of(BytesView file) {
        const auto archive = must(ZipArchive::open(file));
        ZipText text;
        for (const auto& entry : archive.entries()) {
            const auto content = must(archive.read(entry));
            text.items.push_back({entry.name, std::string(as_text(content)), entry.deflated});
        }
        return text;
    }

private:
    static std::string le(std::size_t value, int bytes) {
        std::string text;
        for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xff);
        return text;
    }

    static std::string packed(const Item& one) {
        if (!one.deflated) return one.content;
        z_stream stream{};
        deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        std::string out(deflateBound(&stream, static_cast<uLong>(one.content.size())) + 16, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(one.content.data()));
        stream.avail_in = static_cast<uInt>(one.content.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, Z_FINISH);
        out.resize(stream.total_out);
        deflateEnd(&stream);
        return out;
    }

    static void write(const Item& one, std::string& file, std::string& directory) {
        const auto data = packed(one);
        const auto* bytes = reinterpret_cast<const Bytef*>(one.content.data());
        const std::size_t crc = static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(one.content.size()))) ^ one.crc_change;
        const std::size_t size = static_cast<std::uint32_t>(one.content.size()) ^ one.size_change;
        const bool plain = std::all_of(one.name.begin(), one.name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        const auto flags = static_cast<std::size_t>(one.flags | (one.descriptor ? 8 : 0) | (plain ? 0 : 0x800));
        const auto common = le(20, 2) + le(flags, 2) + le(one.deflated ? 8 : 0, 2) + le(0, 4);
        const auto& local = one.local_name.empty() ? one.name : one.local_name;
        file += one.gap;
        const auto at = file.size();
        file += "PK\3\4" + common;
        file += one.descriptor ? le(0, 12) : le(crc, 4) + le(data.size(), 4) + le(size ^ one.local_size_change, 4);
        file += le(local.size(), 2) + le(one.extra.size(), 2) + local + one.extra + data;
        if (one.descriptor) file += "PK\7\x8" + le(crc, 4) + le(data.size(), 4) + le(size, 4);
        directory += "PK\1\2" + le(20, 2) + common + le(crc, 4) + le(data.size(), 4) + le(size, 4) + le(one.name.size(), 2) +
                     le(0, 12) + le(at, 4) + one.name;
    }
};

inline const std::string kXmlHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
inline const std::string kWord = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
inline const std::string kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

inline std::string relationship(const std::string& id, const std::string& type, const std::string& target, bool external = false) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + type + "\" Target=\"" + target + "\"" +
           (external ? " TargetMode=\"External\"" : "") + "/>";
}
inline std::string relationships(const std::string& all) {
    return kXmlHead + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" + all + "</Relationships>";
}

// A letter with styles, a picture, an outward link and properties.
inline ZipText docx() {
    const std::string type = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    ZipText text;
    text.add("[Content_Types].xml",
             kXmlHead + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
             "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>"
             "<Override PartName=\"/word/document.xml\" ContentType=\"" + type + "document.main+xml\"/>"
             "<Override PartName=\"/word/styles.xml\" ContentType=\"" + type + "styles+xml\"/>"
             "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
    text.add("_rels/.rels",
             relationships(relationship("rId1", kOffice + "/officeDocument", "word/document.xml") +
                           relationship("rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                                        "docProps/core.xml")));
    text.add("word/document.xml",
             kXmlHead + "<w:document xmlns:w=\"" + kWord + "\"><w:body><w:p><w:r><w:t>Kính gửi: Ủy ban nhân dân huyện B (thử nghiệm)</w:t>"
             "</w:r></w:p><w:p><w:r><w:t>Kinh phí: 100.000.000 đồng</w:t></w:r></w:p></w:body></w:document>");
    text.add("word/_rels/document.xml.rels",
             relationships(relationship("rId1", kOffice + "/styles", "styles.xml") +
                           relationship("rId2", kOffice + "/image", "media/image1.png") +
                           relationship("rId3", kOffice + "/hyperlink", "https://example.vn/?a=1&amp;b=2", true)));
    text.add("word/styles.xml", kXmlHead + "<w:styles xmlns:w=\"" + kWord + "\"/>");
    text.add("word/media/image1.png", "\x89PNG\r\n\x1a\n not really a picture").deflated = false;
    text.add("docProps/core.xml",
             kXmlHead + "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Công văn thử nghiệm</dc:title></cp:coreProperties>");
    return text;
}

inline ZipText odt() {
    const std::string space = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                              "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                              "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
                              "xmlns:xlink=\"http://www.w3.org/1999/xlink\" office:version=\"1.3\"";
    ZipText text;
    text.add("mimetype", "application/vnd.oasis.opendocument.text").deflated = false;
    text.add("Configurations2/toolbar/", "").deflated = false;
    text.add("content.xml",
             kXmlHead + "<office:document-content " + space + "><office:body><office:text><text:p>Kinh phí: 100.000.000 đồng</text:p>"
             "<text:p><draw:frame><draw:image xlink:href=\"Pictures/a b.png\"/></draw:frame>"
             "<text:a xlink:href=\"https://example.vn/\">trang</text:a></text:p></office:text></office:body></office:document-content>");
    text.add("styles.xml", kXmlHead + "<office:document-styles " + space + "><office:styles/></office:document-styles>");
    text.add("meta.xml", kXmlHead + "<office:document-meta " + space + "><office:meta/></office:document-meta>");
    text.add("Pictures/a b.png", "\x89PNG\r\n\x1a\n not really a picture").deflated = false;
    text.add("META-INF/manifest.xml",
             kXmlHead + "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" manifest:version=\"1.3\">"
             "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" "
             "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>"
             "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
             "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
             "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>"
             "<manifest:file-entry manifest:full-path=\"Pictures/a b.png\" manifest:media-type=\"image/png\"/></manifest:manifest>");
    return text;
}

inline Bytes sign(BytesView file, SignedKind kind, const Signer& signer = leader(), OfficeSigningOptions options = {},
                  SignatureScheme scheme = SignatureScheme::ecdsa_p256_sha256) {
    options.scheme = scheme;
    if (options.at == Instant{}) options.at = kSignedAt;
    const auto prepared = kind == SignedKind::ooxml ? must(prepare_ooxml(file, signer.der(), options))
                                                    : must(prepare_odf(file, signer.der(), options));
    return must(assemble_office(prepared, token_value(signer, scheme, prepared.to_sign), {authority().sub()}));
}

inline DocumentReport judge(BytesView file, SignedKind kind) {
    const auto anchors = authority().anchors();
    const RevocationFacts revocations;
    const JudgeContext context{anchors, revocations, kJudgedAt};
    return kind == SignedKind::ooxml ? judge_ooxml(file, context) : judge_odf(file, context);
}

inline bool has(const DocumentReport& report, std::string_view code) {
    return std::find(report.reasons.begin(), report.reasons.end(), code) != report.reasons.end();
}
inline bool intact(const DocumentReport& report) {
    return report.integrity == Integrity::intact || report.integrity == Integrity::intact_with_additions;
}
inline std::string told(const DocumentReport& report) {
    std::string text = std::string(to_word(report.verdict)) + "/" + std::string(to_word(report.integrity));
    for (const auto code : report.reasons) text += " " + std::string(code);
    for (const auto& part : report.unsigned_parts) text += " [" + part + "]";
    return text;
}

}  // namespace congvan::signing::office::test
