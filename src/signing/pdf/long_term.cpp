#include "signing/pdf/long_term.hpp"

#include <openssl/sha.h>

#include <map>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/pdf/form_update.hpp"
#include "signing/pdf/value_room.hpp"
#include "signing/timestamp/timestamp.hpp"

namespace congvan::signing {
namespace {

using pdf::Dictionary;
using pdf::Document;
using pdf::Reference;

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

Result<Document> open_for_update(BytesView pdf) {
    if (pdf.size() > kMostPdfBytes) return refused(errors::signing::too_large, std::to_string(pdf.size()) + " bytes");
    LET(Document document, Document::open(pdf));
    TRY(may_be_extended(document));
    return document;
}

// The name of a signature's entry in /VRI (ISO 32000-2 12.8.4.4): SHA-1 of the whole /Contents value, in capital hex. A
// name, not a protection.
std::string name_of(std::string_view contents) {
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(contents.data()), contents.size(), digest);
    std::string name = to_hex(std::as_bytes(std::span(digest)));
    for (char& c : name) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    return name;
}

// A security store on its way into an update: what is there, and what comes.
class StoreWriter {
public:
    StoreWriter(const Document& document, Update& update) : document_(document), update_(update) {}

    Result<Done> open();
    Result<Done> add(const ValidationOf& signature);
    bool changed() const { return changed_; }
    Result<Done> write();

private:
    Result<Done> read_list(const Dictionary& owner, std::string_view key);
    Result<pdf::Array> references(const std::vector<Bytes>& values, std::string_view key);
    Result<std::string> entry_name(const std::string& field) const;
    void put_list(Dictionary& owner, std::string_view key, const pdf::Array& added);

    const Document& document_;
    Update& update_;
    Dictionary store_;
    Dictionary related_;                                  // /VRI
    std::map<std::string, pdf::Array, std::less<>> lists_;  // of the store, by key
    std::map<Bytes, Reference> streams_;                  // by content
    bool changed_ = false;
};

Result<Done> StoreWriter::open() {
    const std::size_t at = document_.last();
    LET(const auto* catalog, document_.catalog(at));
    LET(const auto* found, document_.get(*catalog, "DSS", at));
    if (found->is_null()) return Done{};
    const auto* store = found->as<Dictionary>();
    if (store == nullptr) return refused(errors::signing::malformed_pdf, "/DSS is no dictionary");
    store_ = *store;
    for (const auto key : {"Certs", "OCSPs", "CRLs"}) TRY(read_list(store_, key));
    LET(const auto* related, document_.get(store_, "VRI", at));
    if (const auto* entries = related->as<Dictionary>()) related_ = *entries;
    return Done{};
}

Result<Done> StoreWriter::read_list(const Dictionary& owner, std::string_view key) {
    LET(const auto* found, document_.get(owner, key, document_.last()));
    const auto* list = found->as<pdf::Array>();
    if (list == nullptr) return Done{};
    lists_[std::string(key)] = *list;
    for (const pdf::Object& item : *list) {
        const auto* reference = item.as<Reference>();
        if (reference == nullptr) continue;
        LET(const auto* object, document_.load(*reference, document_.last()));
        const auto* stream = object->as<pdf::Stream>();
        if (stream == nullptr) continue;
        LET(Bytes content, document_.decode(*stream, document_.last()));
        streams_.emplace(std::move(content), *reference);
    }
    return Done{};
}

// The streams that hold `values`, new ones written; each also stands in the store's own list.
Result<pdf::Array> StoreWriter::references(const std::vector<Bytes>& values, std::string_view key) {
    pdf::Array references;
    auto& list = lists_[std::string(key)];
    for (const Bytes& value : values) {
        const auto length = der::extent(value);
        if (!length.has_value() || *length != value.size()) return refused(errors::signing::evidence_unfit, std::string(key));
        auto at = streams_.find(value);
        if (at == streams_.end()) {
            ObjectList objects;
            objects.add_deflated("<< >>", value);
            at = streams_.emplace(value, update_.add_all(objects)).first;
        }
        const pdf::Object reference(at->second);
        if (std::find(list.begin(), list.end(), reference) == list.end()) {
            list.push_back(reference);
            changed_ = true;
        }
        if (std::find(references.begin(), references.end(), reference) == references.end()) references.push_back(reference);
    }
    return references;
}

Result<std::string> StoreWriter::entry_name(const std::string& field) const {
    const std::size_t at = document_.last();
    LET(const auto fields, document_.fields(at));
    for (const pdf::Field& each : fields) {
        if (each.name != field || each.value == nullptr) continue;
        LET(const auto* value, document_.resolve(*each.value, at));
        const auto* signature = value->as<Dictionary>();
        if (signature == nullptr) break;
        LET(const auto* contents, document_.get(*signature, "Contents", at));
        if (const auto* bytes = contents->as<pdf::String>()) return name_of(bytes->bytes);
    }
    return refused(errors::signing::evidence_unfit, "no signature in the field " + field);
}

Result<Done> StoreWriter::add(const ValidationOf& signature) {
    if (signature.data.empty()) return Done{};
    LET(const std::string name, entry_name(signature.field));
    Dictionary entry;
    if (const auto* held = related_.find(name)) {
        LET(const auto* known, document_.resolve(*held, document_.last()));
        if (const auto* dictionary = known->as<Dictionary>()) entry = *dictionary;
    }
    const Dictionary before = entry;
    LET(const pdf::Array certificates, references(signature.data.certificates, "Certs"));
    LET(const pdf::Array answers, references(signature.data.answers, "OCSPs"));
    LET(const pdf::Array lists, references(signature.data.lists, "CRLs"));
    put_list(entry, "Cert", certificates);
    put_list(entry, "OCSP", answers);
    put_list(entry, "CRL", lists);
    if (entry == before) return Done{};
    related_.set(name, std::move(entry));
    changed_ = true;
    return Done{};
}

void StoreWriter::put_list(Dictionary& owner, std::string_view key, const pdf::Array& added) {
    if (added.empty()) return;
    pdf::Array list;
    if (const auto* held = owner.find(key)) {
        const auto found = document_.resolve(*held, document_.last());
        if (const auto* array = found.has_value() ? (*found)->as<pdf::Array>() : nullptr) list = *array;
    }
    const std::size_t before = list.size();
    for (const pdf::Object& each : added) {
        if (std::find(list.begin(), list.end(), each) == list.end()) list.push_back(each);
    }
    if (list.size() > before) owner.set(key, std::move(list));
}

// The store is an object of its own; the catalog is written only when it did not name it before.
Result<Done> StoreWriter::write() {
    for (auto& [key, list] : lists_) {
        if (!list.empty()) store_.set(key, std::move(list));
    }
    store_.set("Type", pdf::Name{"DSS"});
    if (!related_.empty()) store_.set("VRI", std::move(related_));
    LET(const auto* catalog, document_.catalog(document_.last()));
    const auto* held = catalog->find("DSS");
    if (const auto* reference = held == nullptr ? nullptr : held->as<Reference>()) {
        update_.put(*reference, pdf::to_text(store_));
        return Done{};
    }
    LET(const Reference root, catalog_reference(document_));
    Dictionary extended = *catalog;
    extended.set("DSS", update_.add(pdf::to_text(store_)));
    update_.put(root, pdf::to_text(extended));
    return Done{};
}

}  // namespace

Result<PreparedPdf> prepare_timestamp(BytesView pdf, std::size_t contents_room) {
    LET(const Document document, open_for_update(pdf));
    LET(const auto pages, document.pages(document.last()));
    if (pages.empty()) return refused(errors::signing::no_such_page, "no pages");
    LET(std::string name, free_field_name(document, "congvan-timestamp-"));
    Update update(document);
    const Reference value = update.add("<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 " +
                                       value_placeholder(contents_room) + " >>");
    const Reference widget = update.add("<< /Type /Annot /Subtype /Widget /FT /Sig /T " + pdf_text_string(name) + " /F 132 /P " +
                                        reference_text(pages.front().reference) + " /Rect [0 0 0 0] /V " + reference_text(value) +
                                        " >>");
    TRY(extend_page(document, update, pages.front(), widget));
    TRY(extend_form(document, update, widget));
    return prepared_from(update, pdf.size(), contents_room, std::move(name));
}

Result<Bytes> complete_timestamp(const PreparedPdf& prepared, BytesView token) {
    LET(const TimestampFacts facts, read_timestamp(token));
    const auto covered = prepared.covered();
    if (!covers(facts, covered)) return refused(errors::signing::timestamp_other_content, "not of this file");
    if (!facts.signature_verifies) return refused(errors::signing::timestamp_wrong, "the token's signature does not verify");
    return complete_signature(prepared, token);
}

Result<Bytes> add_security_store(BytesView pdf, const std::vector<ValidationOf>& signatures) {
    LET(const Document document, open_for_update(pdf));
    Update update(document);
    StoreWriter writer(document, update);
    TRY(writer.open());
    for (const ValidationOf& each : signatures) TRY(writer.add(each));
    if (!writer.changed()) return Bytes(pdf.begin(), pdf.end());
    TRY(writer.write());
    return update.write();
}

}  // namespace congvan::signing
