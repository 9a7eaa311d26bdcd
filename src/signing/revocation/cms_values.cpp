#include "signing/revocation/cms_values.hpp"

#include "signing/cms/der_reader.hpp"

namespace congvan::signing::revocation {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::string_view kAdobeArchive = "1.2.840.113583.1.1.8";
constexpr std::string_view kOcspFormat = "1.3.6.1.5.5.7.16.2";
constexpr std::size_t kMost = 256;

void add_all(BytesView sequence_of, std::vector<BytesView>& into) {
    der::Reader reader(sequence_of);
    while (!reader.at_end() && into.size() < kMost) {
        const auto one = reader.next();
        if (!one.has_value()) return;
        into.push_back(one->whole);
    }
}

// SEQUENCE { [0] { SEQUENCE OF list }, [1] { SEQUENCE OF answer }, … }: the shape that CAdES and Adobe share.
void read_revocations(BytesView value, std::vector<BytesView>& into) {
    der::Reader outer(value);
    const auto whole = outer.next(kSequence);
    if (!whole.has_value()) return;
    der::Reader reader(whole->content);
    while (!reader.at_end()) {
        const auto tagged = reader.next();
        if (!tagged.has_value()) return;
        if (tagged->tag != 0xA0 && tagged->tag != 0xA1) continue;
        der::Reader inner(tagged->content);
        const auto list = inner.next(kSequence);
        if (list.has_value()) add_all(list->content, into);
    }
}

// RevocationInfoChoice: a list as it is, or [1] { format, answer }.
void read_choice(BytesView choice, std::vector<BytesView>& into) {
    der::Reader outer(choice);
    const auto one = outer.next();
    if (!one.has_value()) return;
    if (one->tag == kSequence) return into.push_back(one->whole);
    der::Reader reader(one->content);
    const auto format = reader.next(0x06);
    if (one->tag != 0xA1 || !format.has_value() || der::dotted(format->content) != kOcspFormat) return;
    const auto answer = reader.next(kSequence);
    if (answer.has_value()) into.push_back(answer->whole);
}

void read_signed(BytesView attributes, std::vector<BytesView>& into) {
    der::Reader outer(attributes);
    const auto set = outer.next();
    if (!set.has_value()) return;
    for (der::Reader list(set->content); !list.at_end();) {
        const auto attribute = list.next(kSequence);
        if (!attribute.has_value()) return;
        der::Reader reader(attribute->content);
        const auto type = reader.next(0x06);
        const auto values = type.has_value() ? reader.next(0x31) : Result<der::Element>(type.error());
        if (values.has_value() && der::dotted(type->content) == kAdobeArchive) read_revocations(values->content, into);
    }
}

}  // namespace

CmsValues values_of(const cms::SignedData& data) {
    CmsValues values;
    for (const auto choice : data.revocations) read_choice(choice, values.evidence);
    if (!data.attributes.empty()) read_signed(data.attributes, values.evidence);
    for (std::size_t i = 0; i < data.unsigned_attributes.size(); ++i) {
        if (data.unsigned_attributes[i] == kRevocationValues) read_revocations(data.unsigned_values[i], values.evidence);
        if (data.unsigned_attributes[i] == kCertificateValues) {
            der::Reader reader(data.unsigned_values[i]);
            const auto list = reader.next(kSequence);
            if (list.has_value()) add_all(list->content, values.certificates);
        }
    }
    return values;
}

}  // namespace congvan::signing::revocation
