#include "signing/pdf/clean.hpp"

#include "signing/pdf/writer.hpp"

namespace congvan::signing {
namespace {

using Handle = QPDFObjectHandle;
using Words = std::set<std::string>;

// What may stand in a signed document; everything else is dropped.
const Words kCatalogKeys{"/Type", "/Pages", "/Version", "/Extensions", "/PageLabels", "/Names", "/Dests", "/Outlines",
                         "/ViewerPreferences", "/PageLayout", "/PageMode", "/Metadata", "/StructTreeRoot", "/MarkInfo",
                         "/Lang", "/OutputIntents"};
const Words kPageKeys{"/Type", "/Parent", "/Resources", "/MediaBox", "/Rotate", "/Contents", "/Annots", "/Group",
                      "/StructParents", "/Tabs"};
const Words kInfoKeys{"/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate"};
const Words kLinkKeys{"/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/H", "/A", "/Dest", "/QuadPoints", "/F",
                      "/StructParent", "/P", "/Contents"};
// Dropped wherever they stand: actions on events, embedded files, private data, layers, alternative content.
const Words kForbiddenKeys{"/AA", "/AF", "/EF", "/PieceInfo", "/OC", "/OPI", "/Alternates", "/PS", "/Ref"};

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

void keep_only(Handle dictionary, const Words& keys) {
    for (const std::string& key : dictionary.getKeys()) {
        if (!keys.contains(key)) dictionary.removeKey(key);
    }
}

bool names(Handle value, std::initializer_list<const char*> words) {
    return value.isName() && std::any_of(words.begin(), words.end(),
                                         [&](const char* word) { return value.getName() == word; });
}

// Links inside the document, to web pages and mail boxes; never to other files, never a chain of actions.
bool allowed_action(Handle action) {
    if (!action.isDictionary() || action.hasKey("/Next")) return false;
    if (names(action.getKey("/S"), {"/GoTo"})) return true;
    if (!names(action.getKey("/S"), {"/URI"}) || !action.getKey("/URI").isString()) return false;
    const std::string target = action.getKey("/URI").getStringValue();
    return target.starts_with("https://") || target.starts_with("http://") || target.starts_with("mailto:");
}

// Every object reachable from `start`, each once, children after parents. `visit` may change the object; what it removed
// is not followed.
template <typename Visit>
void walk(Handle start, Visit visit) {
    std::set<QPDFObjGen> seen;
    std::vector<Handle> pending{start};
    while (!pending.empty()) {
        Handle object = pending.back();
        pending.pop_back();
        if (object.isIndirect() && !seen.insert(object.getObjGen()).second) continue;
        visit(object);
        if (object.isArray()) {
            for (Handle item : object.getArrayAsVector()) pending.push_back(item);
        } else if (object.isDictionary() || object.isStream()) {
            Handle dictionary = object.isStream() ? object.getDict() : object;
            for (const std::string& key : dictionary.getKeys()) pending.push_back(dictionary.getKey(key));
        }
    }
}

// Facts that refuse a file, gathered before anything is dropped.
struct Survey {
    bool is_signed = false;
    bool external = false;
    bool hidden_layers = false;
};

void survey(Handle object, Survey& facts) {
    if (object.isStream()) {
        const bool program = names(object.getDict().getKey("/Subtype"), {"/PS"});  // PostScript, run by some printers
        if (program || object.getDict().hasKey("/F")) facts.external = true;
    }
    if (!object.isDictionary()) return;
    if (object.hasKey("/ByteRange") && object.getKey("/Contents").isString()) facts.is_signed = true;
    if (names(object.getKey("/Type"), {"/OCMD"}) &&
        (object.hasKey("/VE") || names(object.getKey("/P"), {"/AllOff", "/AnyOff"}))) {
        facts.hidden_layers = true;
    }
}

// Optional content may go only when all of it is visible: otherwise dropping it would change the page.
bool hides_something(Handle properties) {
    if (!properties.isDictionary()) return false;
    Handle configuration = properties.getKey("/D");
    if (!configuration.isDictionary()) return true;
    if (names(configuration.getKey("/BaseState"), {"/OFF", "/Unchanged"})) return true;
    for (const char* key : {"/OFF", "/AS"}) {
        Handle list = configuration.getKey(key);
        if (list.isArray() && list.getArrayNItems() > 0) return true;
    }
    return false;
}

Result<Done> refuse_what_cannot_be_cleaned(QPDF& pdf) {
    Survey facts;
    walk(pdf.getRoot(), [&](Handle object) { survey(object, facts); });
    if (facts.is_signed || pdf.getRoot().hasKey("/Perms")) {
        return refused(errors::signing::already_signed, "holds a signature");
    }
    if (facts.external) return refused(errors::signing::unsupported_pdf, "a stream lives outside the file, or is a program");
    if (facts.hidden_layers || hides_something(pdf.getRoot().getKey("/OCProperties"))) {
        return refused(errors::signing::unsupported_pdf, "layers are hidden by default");
    }
    return Done{};
}

Rect rect_of(Handle box) {
    auto numbers = box.getArrayAsVector();
    if (numbers.size() != 4) throw std::runtime_error("a page box is not four numbers");
    double values[4];
    for (std::size_t i = 0; i < 4; ++i) values[i] = numbers[i].getNumericValue();
    return {std::min(values[0], values[2]), std::min(values[1], values[3]), std::max(values[0], values[2]),
            std::max(values[1], values[3])};
}

Handle box_handle(const Rect& rect) {
    return Handle::newArray(Handle::Rectangle(rect.left, rect.bottom, rect.right, rect.top));
}

// The visible part becomes the whole page: one box instead of five, so that nobody sees more or less than another.
Result<Done> clean_page(Handle page) {
    if (page.hasKey("/UserUnit") && page.getKey("/UserUnit").getNumericValue() != 1) {
        return refused(errors::signing::unsupported_pdf, "scaled user units");
    }
    const Rect media = rect_of(page.getKey("/MediaBox"));
    if (media.width() <= 0 || media.height() <= 0) return refused(errors::signing::malformed_pdf, "an empty page");
    const Rect crop = page.hasKey("/CropBox") ? rect_of(page.getKey("/CropBox")) : media;
    page.replaceKey("/MediaBox", box_handle(PageView::make(media, crop, 0).box));
    keep_only(page, kPageKeys);
    return Done{};
}

// Takes the annotations that may stay, cleaned, out of the page; the rest are left to become content.
Handle take_links(Handle page) {
    Handle links = Handle::newArray(), others = Handle::newArray();
    Handle annotations = page.getKey("/Annots");
    if (!annotations.isArray()) return links;
    for (Handle annotation : annotations.getArrayAsVector()) {
        if (!annotation.isDictionary()) continue;
        if (!names(annotation.getKey("/Subtype"), {"/Link"})) {
            others.appendItem(annotation);
            continue;
        }
        keep_only(annotation, kLinkKeys);
        if (!allowed_action(annotation.getKey("/A"))) annotation.removeKey("/A");
        if (annotation.hasKey("/A") || annotation.hasKey("/Dest")) links.appendItem(annotation);
    }
    page.replaceKey("/Annots", others);
    return links;
}

// What a form shows becomes content; links stay annotations. Returns the links that were kept.
std::set<QPDFObjGen> flatten(QPDF& pdf, QPDFPageDocumentHelper& pages) {
    std::vector<Handle> links;
    for (Handle page : pdf.getAllPages()) links.push_back(take_links(page));
    QPDFAcroFormDocumentHelper form(pdf);
    form.generateAppearancesIfNeeded();
    pages.flattenAnnotations(0, an_invisible | an_hidden | an_no_view);
    std::set<QPDFObjGen> kept;
    std::size_t at = 0;
    for (Handle page : pdf.getAllPages()) {
        Handle of_page = links[at++];
        page.removeKey("/Annots");
        if (of_page.getArrayNItems() > 0) page.replaceKey("/Annots", of_page);
        for (Handle link : of_page.getArrayAsVector()) kept.insert(link.getObjGen());
    }
    return kept;
}

void clean_catalog(QPDF& pdf) {
    Handle root = pdf.getRoot();
    keep_only(root, kCatalogKeys);
    if (root.hasKey("/Names")) {
        Handle destinations = root.getKey("/Names").getKey("/Dests");
        root.removeKey("/Names");
        if (destinations.isDictionary()) {
            Handle kept = Handle::newDictionary();
            kept.replaceKey("/Dests", destinations);
            root.replaceKey("/Names", kept);
        }
    }
    if (names(root.getKey("/PageMode"), {"/UseOC", "/UseAttachments"})) root.removeKey("/PageMode");
    Handle trailer = pdf.getTrailer();
    for (const std::string& key : trailer.getKeys()) {
        if (key != "/Root" && key != "/Info" && key != "/Size") trailer.removeKey(key);
    }
    Handle info = trailer.getKey("/Info");
    if (!info.isDictionary()) {
        trailer.removeKey("/Info");
        return;
    }
    for (const std::string& key : info.getKeys()) {
        if (!kInfoKeys.contains(key) || !info.getKey(key).isString()) info.removeKey(key);
    }
}

void clean_object(Handle object, const std::set<QPDFObjGen>& kept_annotations) {
    if (!object.isDictionary() && !object.isStream()) return;
    Handle dictionary = object.isStream() ? object.getDict() : object;
    // A dictionary of resources may use one of these words as a name of its own; it says no /Type.
    if (object.isStream() || dictionary.hasKey("/Type") || dictionary.hasKey("/Subtype")) {
        for (const std::string& key : kForbiddenKeys) dictionary.removeKey(key);
    }
    // Outline items.
    if (dictionary.hasKey("/Title") && dictionary.hasKey("/A") && !allowed_action(dictionary.getKey("/A"))) {
        dictionary.removeKey("/A");
    }
    // Structure elements may point at annotations that are gone.
    if (names(dictionary.getKey("/Type"), {"/OBJR"})) {
        Handle target = dictionary.getKey("/Obj");
        if (target.isDictionary() && target.hasKey("/Subtype") && !kept_annotations.contains(target.getObjGen())) {
            dictionary.removeKey("/Obj");
        }
    }
}

Result<Done> clean(QPDF& pdf) {
    TRY(refuse_what_cannot_be_cleaned(pdf));
    QPDFPageDocumentHelper pages(pdf);
    pages.pushInheritedAttributesToPage();
    const auto all = pdf.getAllPages();
    if (all.empty()) return refused(errors::signing::unsupported_pdf, "no pages");
    const std::set<QPDFObjGen> kept_annotations = flatten(pdf, pages);
    clean_catalog(pdf);
    for (Handle page : all) TRY(clean_page(page));
    walk(pdf.getRoot(), [&](Handle object) { clean_object(object, kept_annotations); });
    return Done{};
}

}  // namespace

Result<std::unique_ptr<QPDF>> open_clean(BytesView bytes) {
    if (bytes.size() > kMostPdfBytes) return refused(errors::signing::too_large, std::to_string(bytes.size()) + " bytes");
    auto pdf = std::make_unique<QPDF>();
    pdf->setSuppressWarnings(true);
    try {
        pdf->processMemoryFile("pdf", reinterpret_cast<const char*>(bytes.data()), bytes.size());
    } catch (const QPDFExc& thrown) {
        if (thrown.getErrorCode() == qpdf_e_password) return refused(errors::signing::encrypted_pdf, thrown.what());
        return refused(errors::signing::malformed_pdf, thrown.what());
    }
    if (pdf->isEncrypted()) return refused(errors::signing::encrypted_pdf, "opens without a password, but restricted");
    TRY(clean(*pdf));
    return pdf;
}

Result<Bytes> write_clean(QPDF& pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setDeterministicID(true);
    writer.setMinimumPDFVersion("1.7");
    writer.setNewlineBeforeEndstream(true);
    writer.setPreserveUnreferencedObjects(false);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    if (buffer->getSize() > kMostPdfBytes) return refused(errors::signing::too_large, "after cleaning");
    const auto* first = reinterpret_cast<const std::byte*>(buffer->getBuffer());
    return Bytes(first, first + buffer->getSize());
}

PageView view_of(QPDFObjectHandle page) {
    const Rect media = rect_of(page.getKey("/MediaBox"));
    const int rotation = page.hasKey("/Rotate") ? page.getKey("/Rotate").getIntValueAsInt() : 0;
    if (rotation % 90 != 0) throw std::runtime_error("/Rotate is no right angle");
    return PageView::make(media, media, rotation);
}

}  // namespace congvan::signing
