#include "signing/cms/signature_timestamp.hpp"

#include <vector>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/cms/der_writer.hpp"
#include "signing/timestamp/timestamp.hpp"

namespace congvan::signing {
namespace {

constexpr std::uint8_t kSequence = 0x30, kSet = 0x31, kInteger = 0x02, kOid = 0x06, kOctets = 0x04;
constexpr std::uint8_t kContext0 = 0xa0, kContext1 = 0xa1;
constexpr std::string_view kTimestampToken = "2a864886f70d010910020e";  // id-aa-signatureTimeStampToken

Bytes copy(BytesView bytes) { return {bytes.begin(), bytes.end()}; }

// The layers of a CMS down to its one SignerInfo.
struct Layers {
    BytesView content_type;           // of the ContentInfo, whole
    std::vector<BytesView> in_front;  // of SignedData, before the signers; whole elements
    std::vector<BytesView> signer;    // of the SignerInfo, up to the signature value
    BytesView value;
    std::vector<Bytes> attributes;    // unsigned ones, whole
};

Result<Done> read_signer(BytesView signer, Layers& layers) {
    der::Reader reader(signer);
    for (const std::uint8_t tag : {kInteger, std::uint8_t{0}, kSequence}) {  // version, sid, digestAlgorithm
        LET(const auto element, tag == 0 ? reader.next() : reader.next(tag));
        layers.signer.push_back(element.whole);
    }
    LET(const auto attributes, reader.maybe(kContext0));
    if (attributes) layers.signer.push_back(attributes->whole);
    LET(const auto algorithm, reader.next(kSequence));
    layers.signer.push_back(algorithm.whole);
    LET(const auto value, reader.next(kOctets));
    layers.signer.push_back(value.whole);
    layers.value = value.content;
    LET(const auto others, reader.maybe(kContext1));
    TRY(reader.end());
    if (!others) return Done{};
    for (der::Reader list(others->content); !list.at_end();) {
        LET(const auto one, list.next(kSequence));
        layers.attributes.push_back(copy(one.whole));
    }
    return Done{};
}

Result<Layers> read_layers(BytesView cms) {
    Layers layers;
    der::Reader all(cms);
    LET(const auto info, all.next(kSequence));
    TRY(all.end());
    der::Reader inside(info.content);
    LET(const auto type, inside.next(kOid));
    layers.content_type = type.whole;
    LET(const auto tagged, inside.next(kContext0));
    TRY(inside.end());
    der::Reader wrapped(tagged.content);
    LET(const auto data, wrapped.next(kSequence));
    TRY(wrapped.end());
    std::optional<der::Element> signers;
    for (der::Reader reader(data.content); !reader.at_end();) {
        if (signers) layers.in_front.push_back(signers->whole);
        LET(signers, reader.next());
    }
    if (!signers || signers->tag != kSet || layers.in_front.size() < 3) {
        return Error{Remedy::fix_input, errors::signing::malformed_cms, "no signers"};
    }
    der::Reader list(signers->content);
    LET(const auto signer, list.next(kSequence));
    if (!list.at_end()) return Error{Remedy::fix_input, errors::signing::several_signers, ""};
    TRY(read_signer(signer.content, layers));
    return layers;
}

Bytes joined(const std::vector<BytesView>& parts) {
    Bytes out;
    for (const BytesView part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

}  // namespace

Result<Bytes> value_to_stamp(BytesView cms) {
    LET(const Layers layers, read_layers(cms));
    return copy(layers.value);
}

Result<Bytes> with_signature_timestamp(BytesView cms, BytesView token) {
    LET(Layers layers, read_layers(cms));
    LET(const TimestampFacts facts, read_timestamp(token));
    const BytesView stamped[] = {layers.value};
    if (!covers(facts, stamped)) return Error{Remedy::fix_input, errors::signing::timestamp_other_content, "not of this signature"};
    if (!facts.signature_verifies) {
        return Error{Remedy::fix_input, errors::signing::timestamp_wrong, "the token's signature does not verify"};
    }
    LET(const std::size_t length, der::extent(token));  // zeros may follow it
    layers.attributes.push_back(der::sequence({der::oid(kTimestampToken), der::wrap(der::Tag::set, token.first(length))}));
    const Bytes attributes = der::set_of(std::move(layers.attributes), der::Tag::context_1);
    const Bytes signer = der::sequence({joined(layers.signer), attributes});
    const Bytes data = der::sequence({joined(layers.in_front), der::wrap(der::Tag::set, signer)});
    return der::sequence({layers.content_type, der::wrap(der::Tag::context_0, data)});
}

}  // namespace congvan::signing
