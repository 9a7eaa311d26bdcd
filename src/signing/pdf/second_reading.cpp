#include "signing/pdf/second_reading.hpp"

#include <cmath>
#include <unordered_set>

#include "signing/pdf/qpdf.hpp"

namespace congvan::signing::pdf {
namespace {

constexpr std::size_t kMostValues = 2'000'000;

class Comparer {
public:
    Comparer(const Document& document, QPDF& other) : document_(document), other_(other) {}

    std::string run();

private:
    struct Pair {
        const Object* ours;
        QPDFObjectHandle theirs;
    };
    std::string differs(std::string what) {
        return "object " + std::to_string(current_) + ": " + std::move(what);
    }
    std::string compare_tree(Reference root);
    std::string compare(const Pair& pair, bool top);
    std::string compare_dictionaries(const Dictionary& ours, QPDFObjectHandle theirs);
    std::string compare_plain(const Object& ours, QPDFObjectHandle& theirs);

    const Document& document_;
    QPDF& other_;
    std::unordered_set<std::uint32_t> seen_;
    std::vector<Reference> to_visit_;
    std::vector<Pair> open_;
    std::size_t values_ = 0;
    std::uint32_t current_ = 0;
};

std::string Comparer::compare_dictionaries(const Dictionary& ours, QPDFObjectHandle theirs) {
    std::size_t count = 0;
    for (const auto& entry : ours.entries()) {
        if (entry.value.is_null()) continue;
        const auto key = "/" + entry.key;
        if (!theirs.hasKey(key)) {
            // qpdf passes over keys whose value leads nowhere.
            const auto resolved = document_.resolve(entry.value, document_.last());
            if (resolved.has_value() && (*resolved)->is_null()) continue;
            return differs("no " + key);
        }
        ++count;
        if (entry.key != "Parent") open_.push_back({&entry.value, theirs.getKey(key)});
    }
    return theirs.getKeys().size() == count ? std::string() : differs("other keys");
}

std::string Comparer::compare_plain(const Object& ours, QPDFObjectHandle& theirs) {
    double number = 0;
    if (ours.is_null()) return theirs.isNull() ? std::string() : differs("not null");
    if (const auto* flag = ours.as<bool>()) return theirs.isBool() && theirs.getBoolValue() == *flag ? std::string() : differs("a flag");
    if (const auto* name = ours.as<Name>()) return theirs.isName() && theirs.getName() == "/" + name->text ? std::string() : differs("a name");
    if (const auto* text = ours.as<String>()) {
        return theirs.isString() && theirs.getStringValue() == text->bytes ? std::string() : differs("a string");
    }
    if (ours.number(number)) {
        const bool same = theirs.isNumber() && std::abs(theirs.getNumericValue() - number) <= 1e-6 * std::max(1.0, std::abs(number));
        return same ? std::string() : differs("a number");
    }
    return differs("another kind");
}

std::string Comparer::compare(const Pair& pair, bool top) {
    auto theirs = pair.theirs;
    if (const auto* reference = pair.ours->as<Reference>()) {
        const auto id = theirs.getObjGen();
        const auto loaded = document_.load(*reference, document_.last());
        const bool nothing = loaded.has_value() && (*loaded)->is_null();
        if (nothing) return theirs.isNull() ? std::string() : differs("a reference to nothing");
        const bool same = theirs.isIndirect() && id.getObj() == static_cast<int>(reference->number) && id.getGen() == static_cast<int>(reference->generation);
        if (!same) return differs("a reference");
        if (seen_.insert(reference->number).second) to_visit_.push_back(*reference);
        return {};
    }
    if (!top && theirs.isIndirect()) return differs("not a reference");
    if (const auto* array = pair.ours->as<Array>()) {
        if (!theirs.isArray() || theirs.getArrayNItems() != static_cast<int>(array->size())) return differs("a list");
        for (std::size_t i = 0; i < array->size(); ++i) open_.push_back({&(*array)[i], theirs.getArrayItem(static_cast<int>(i))});
        return {};
    }
    if (const auto* dictionary = pair.ours->as<Dictionary>()) {
        return theirs.isDictionary() ? compare_dictionaries(*dictionary, theirs) : differs("no dictionary");
    }
    if (const auto* stream = pair.ours->as<Stream>()) {
        if (!theirs.isStream()) return differs("no stream");
        const auto raw = theirs.getRawStreamData();
        const BytesView bytes{reinterpret_cast<const std::byte*>(raw->getBuffer()), raw->getSize()};
        const auto own = document_.raw(*stream);
        const bool same = own.has_value() && std::equal(bytes.begin(), bytes.end(), own->begin(), own->end());
        return same ? compare_dictionaries(stream->dictionary, theirs.getDict()) : differs("other data");
    }
    return compare_plain(*pair.ours, theirs);
}

std::string Comparer::compare_tree(Reference root) {
    if (!seen_.insert(root.number).second) return {};
    to_visit_.push_back(root);
    while (!to_visit_.empty()) {
        const auto reference = to_visit_.back();
        to_visit_.pop_back();
        current_ = reference.number;
        const auto loaded = document_.load(reference, document_.last());
        if (!loaded.has_value()) return differs("cannot be read");
        open_.push_back({*loaded, other_.getObject(static_cast<int>(reference.number), static_cast<int>(reference.generation))});
        bool top = true;
        while (!open_.empty()) {
            if (++values_ > kMostValues) return "too much to compare";
            const auto pair = std::move(open_.back());
            open_.pop_back();
            if (auto why = compare(pair, top); !why.empty()) return why;
            top = false;
        }
    }
    return {};
}

std::string Comparer::run() {
    const auto pages = document_.pages(document_.last());
    if (!pages.has_value()) return "the pages cannot be read";
    const auto theirs = other_.getAllPages();
    if (theirs.size() != pages->size()) return "another number of pages";
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        const auto id = theirs[i].getObjGen();
        if (id.getObj() != static_cast<int>((*pages)[i].reference.number)) return "other pages";
    }
    const auto* root = document_.revisions()[document_.last()].trailer.find("Root");
    const auto* catalog = root != nullptr ? root->as<Reference>() : nullptr;
    if (catalog == nullptr || other_.getRoot().getObjGen().getObj() != static_cast<int>(catalog->number)) return "another catalog";
    for (const auto& page : *pages) {
        if (auto why = compare_tree(page.reference); !why.empty()) return why;
    }
    return compare_tree(*catalog);
}

}  // namespace

std::string second_reading(const Document& document, const std::string& password) {
    try {
        QPDF other;
        other.setSuppressWarnings(true);
        other.setAttemptRecovery(false);
        const auto file = document.file();
        other.processMemoryFile("document", reinterpret_cast<const char*>(file.data()), file.size(), password.empty() ? nullptr : password.c_str());
        return Comparer(document, other).run();
    } catch (const std::exception& thrown) {
        return thrown.what();
    }
}

}  // namespace congvan::signing::pdf
