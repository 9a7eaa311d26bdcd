#include "signing/judge/security_store.hpp"

#include <algorithm>
#include <initializer_list>

#include "signing/cms/der_reader.hpp"

namespace congvan::signing {
namespace {

using pdf::Array;
using pdf::Dictionary;
using pdf::Object;
using pdf::Reference;

constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kMostBytes = 8u * 1024 * 1024;  // of what is read out

class Examiner {
public:
    Examiner(const pdf::Document& document, std::size_t at, SecurityStore* into) : document_(document), at_(at), into_(into) {}

    StoreFacts run(const Object& store) {
        if (const auto* dictionary = container<Dictionary>(store, "/DSS")) check_store(*dictionary);
        return std::move(facts_);
    }

private:
    enum class Holds { certificates, evidence, other };

    void odd(std::string why) {
        if (facts_.why.empty()) facts_.why = std::move(why);
    }
    template <typename T>
    const T* container(const Object& holder, const char* what);
    void check_store(const Dictionary& store);
    void check_related(const Dictionary& related);
    void check_streams(const Object& list, Holds holds, const char* what);
    void check_stream(const Object& entry, Holds holds, const char* what);

    const pdf::Document& document_;
    std::size_t at_;
    SecurityStore* into_;  // null: only looked at
    StoreFacts facts_;
    std::size_t entries_ = 0;
    std::size_t bytes_ = 0;
};

template <typename T>
const T* Examiner::container(const Object& holder, const char* what) {
    const auto resolved = document_.resolve(holder, at_);
    const auto* found = resolved.has_value() ? (*resolved)->template as<T>() : nullptr;
    if (found == nullptr) odd(std::string(what) + " of the security store");
    if (const auto* reference = holder.as<Reference>()) facts_.containers.insert(reference->number);
    return found;
}

void Examiner::check_store(const Dictionary& store) {
    for (const auto& entry : store.entries()) {
        if (entry.key == "Type") {
            if (!entry.value.is_name("DSS")) odd("/Type of the security store");
        } else if (entry.key == "Certs") {
            check_streams(entry.value, Holds::certificates, "/Certs");
        } else if (entry.key == "OCSPs" || entry.key == "CRLs") {
            check_streams(entry.value, Holds::evidence, "/OCSPs or /CRLs");
        } else if (entry.key == "VRI") {
            const auto* all = container<Dictionary>(entry.value, "/VRI");
            for (std::size_t i = 0; all != nullptr && i < all->entries().size(); ++i) {
                if (++entries_ > kMostEntries) return odd("too much in the security store");
                if (const auto* one = container<Dictionary>(all->entries()[i].value, "/VRI")) check_related(*one);
            }
        } else {
            odd("/" + entry.key + " in the security store");
        }
    }
}

// What belongs to one signature.
void Examiner::check_related(const Dictionary& related) {
    for (const auto& entry : related.entries()) {
        if (entry.key == "Type") {
            if (!entry.value.is_name("VRI")) odd("/Type in the security store");
        } else if (entry.key == "Cert") {
            check_streams(entry.value, Holds::certificates, "/Cert");
        } else if (entry.key == "OCSP" || entry.key == "CRL") {
            check_streams(entry.value, Holds::evidence, "/OCSP or /CRL");
        } else if (entry.key == "TS") {
            check_stream(entry.value, Holds::other, "/TS");
        } else if (entry.key != "TU" || entry.value.as<pdf::String>() == nullptr) {
            odd("/" + entry.key + " in the security store");
        }
    }
}

void Examiner::check_streams(const Object& list, Holds holds, const char* what) {
    const auto* array = container<Array>(list, what);
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) check_stream((*array)[i], holds, what);
}

// A stream with nothing about it but how it is packed, whose content is one DER value.
void Examiner::check_stream(const Object& entry, Holds holds, const char* what) {
    const auto* reference = entry.as<Reference>();
    if (reference == nullptr) return odd(std::string(what) + " of the security store");
    if (!facts_.streams.insert(reference->number).second) return;
    if (++entries_ > kMostEntries) return odd("too much in the security store");
    const auto loaded = document_.load(*reference, at_);
    const auto* stream = loaded.has_value() ? (*loaded)->as<pdf::Stream>() : nullptr;
    if (stream == nullptr) return odd(std::string(what) + " of the security store holds no stream");
    for (const auto& key : stream->dictionary.entries()) {
        const bool packing = key.key == "Length" || key.key == "Filter" || key.key == "DecodeParms";
        if (!packing) return odd("/" + key.key + " in a stream of the security store");
    }
    auto content = document_.decode(*stream, at_);
    if (!content.has_value()) return odd("a stream of the security store cannot be read");
    bytes_ += content->size();
    if (bytes_ > kMostBytes) return odd("too much in the security store");
    const auto extent = der::extent(*content);
    if (!extent.has_value() || *extent != content->size() || (*content)[0] != std::byte{0x30}) {
        return odd("a stream of the security store is not what it should hold");
    }
    if (into_ == nullptr || holds == Holds::other) return;
    (holds == Holds::certificates ? into_->certificates : into_->answers_and_lists).push_back(std::move(content).value());
}

}  // namespace

SecurityStore read_security_store(const pdf::Document& document, std::size_t at) {
    SecurityStore store;
    const auto catalog = document.catalog(at);
    const auto* holder = catalog.has_value() ? (*catalog)->find("DSS") : nullptr;
    if (holder != nullptr) (void)Examiner(document, at, &store).run(*holder);
    return store;
}

StoreFacts examine_security_store(const pdf::Document& document, const pdf::Object& store, std::size_t at) {
    return Examiner(document, at, nullptr).run(store);
}

}  // namespace congvan::signing
