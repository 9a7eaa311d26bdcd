#include "signing/timestamp/timestamp.hpp"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <charconv>

#include "errors/signing.hpp"
#include "signing/cms/der_writer.hpp"

namespace congvan::signing {
namespace {

using cms::DigestKind;
using der::Element;
using der::Reader;

constexpr std::string_view kTstInfo = "1.2.840.113549.1.9.16.1.4";
constexpr std::uint8_t kBoolean = 0x01;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kBitString = 0x03;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kGeneralizedTime = 0x18;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::size_t kMostNonce = 64;

Error malformed(std::string_view why) {
    return Error{Remedy::fix_input, errors::signing::malformed_timestamp, std::string(why)};
}
// The readers below fail as those of CMS do; to the outside it is the time-stamp that is malformed.
Error renamed(Error error) {
    if (error.code != errors::signing::unknown_algorithm) error.code = errors::signing::malformed_timestamp;
    return error;
}

std::size_t size_of(DigestKind kind) {
    switch (kind) {
        case DigestKind::sha1: return 20;
        case DigestKind::sha256: return 32;
        case DigestKind::sha384: return 48;
        case DigestKind::sha512: return 64;
    }
    return 0;
}

Bytes copy_of(BytesView bytes) { return {bytes.begin(), bytes.end()}; }

Result<std::int64_t> small_number(const Element& element, std::int64_t most) {
    std::int64_t value = 0;
    if (element.content.empty() || element.content.size() > 6) return malformed("odd number");
    for (const auto byte : element.content) value = value << 8 | static_cast<std::int64_t>(byte);
    if (value > most || (element.content[0] & std::byte{0x80}) != std::byte{0}) return malformed("odd number");
    return value;
}

// GeneralizedTime as RFC 3161 2.4.2 has it: UTC, with a fraction of a second when there is one.
Result<Instant> read_gen_time(const Element& element) {
    const auto text = element.text();
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return der::time(element);
    const auto digits = text.substr(dot + 1, text.empty() ? 0 : text.size() - dot - 2);
    const bool sound = text.back() == 'Z' && !digits.empty() && digits.size() <= 9 &&
                       std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!sound) return malformed("odd time");
    const std::string whole = std::string(text.substr(0, dot)) + "Z";
    LET(const Instant seconds, der::time({element.tag, as_bytes(whole), {}}));
    std::string micros(digits.substr(0, 6));
    micros.resize(6, '0');
    int value = 0;
    std::from_chars(micros.data(), micros.data() + micros.size(), value);
    return seconds + std::chrono::microseconds(value);
}

Result<std::chrono::microseconds> read_accuracy(const Element& sequence) {
    Reader reader(sequence.content);
    std::chrono::microseconds total{0};
    LET(const auto seconds, reader.maybe(kInteger));
    if (seconds) {
        LET(const auto value, small_number(*seconds, 1'000'000'000));
        total += std::chrono::seconds(value);
    }
    LET(const auto millis, reader.maybe(0x80));
    if (millis) {
        LET(const auto value, small_number(*millis, 999));
        total += std::chrono::milliseconds(value);
    }
    LET(const auto micros, reader.maybe(0x81));
    if (micros) {
        LET(const auto value, small_number(*micros, 999));
        total += std::chrono::microseconds(value);
    }
    TRY(reader.end());
    return total;
}

Result<Done> read_imprint(const Element& sequence, TimestampFacts& facts) {
    Reader reader(sequence.content);
    LET(const auto algorithm, reader.next(kSequence));
    LET(facts.digest, cms::read_digest_kind(algorithm));
    LET(const auto hash, reader.next(kOctets));
    TRY(reader.end());
    if (hash.content.size() != size_of(facts.digest)) return malformed("an imprint of another length");
    facts.imprint = copy_of(hash.content);
    return Done{};
}

// Critical extensions of a token would change what it means; none is known.
Result<Done> refuse_critical(const Element& extensions) {
    Reader list(extensions.content);
    while (!list.at_end()) {
        LET(const auto extension, list.next(kSequence));
        Reader reader(extension.content);
        TRY(reader.next(kOid));
        LET(const auto critical, reader.maybe(kBoolean));
        if (critical && critical->content.size() == 1 && critical->content[0] != std::byte{0}) {
            return malformed("an unknown critical extension");
        }
    }
    return Done{};
}

Result<Done> read_info(BytesView content, TimestampFacts& facts) {
    Reader outer(content);
    LET(const auto whole, outer.next(kSequence));
    TRY(outer.end());
    Reader reader(whole.content);
    LET(const auto version, reader.next(kInteger));
    LET(const auto number, small_number(version, 127));
    if (number != 1) return malformed("another version");
    LET(const auto policy, reader.next(kOid));
    facts.policy = der::dotted(policy.content);
    LET(const auto imprint, reader.next(kSequence));
    TRY(read_imprint(imprint, facts));
    LET(const auto serial, reader.next(kInteger));
    if (serial.content.empty() || serial.content.size() > kMostNonce) return malformed("odd serial number");
    facts.serial = to_hex(serial.content);
    LET(const auto time, reader.next(kGeneralizedTime));
    LET(facts.gen_time, read_gen_time(time));
    LET(const auto accuracy, reader.maybe(kSequence));
    if (accuracy) {
        LET(facts.accuracy, read_accuracy(*accuracy));
    }
    LET(const auto ordering, reader.maybe(kBoolean));
    facts.ordering = ordering && ordering->content.size() == 1 && ordering->content[0] != std::byte{0};
    LET(const auto nonce, reader.maybe(kInteger));
    if (nonce) {
        if (nonce->content.empty() || nonce->content.size() > kMostNonce) return malformed("odd nonce");
        facts.nonce = copy_of(nonce->content);
    }
    TRY(reader.maybe(0xA0));  // tsa: a hint only
    LET(const auto extensions, reader.maybe(0xA1));
    if (extensions) TRY(refuse_critical(*extensions));
    return reader.end();
}

struct FreeUsage {
    void operator()(EXTENDED_KEY_USAGE* usage) const { EXTENDED_KEY_USAGE_free(usage); }
};

// RFC 3161 2.3: id-kp-timeStamping, critical, alone.
bool is_for_timestamps(const cms::Certificate& certificate) {
    X509* handle = certificate.handle();
    int critical = -1;
    const std::unique_ptr<EXTENDED_KEY_USAGE, FreeUsage> usage(
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(handle, NID_ext_key_usage, &critical, nullptr)));
    ERR_clear_error();
    return usage && critical == 1 && sk_ASN1_OBJECT_num(usage.get()) == 1 && certificate.facts().may_sign &&
           !certificate.facts().authority && OBJ_obj2nid(sk_ASN1_OBJECT_value(usage.get(), 0)) == NID_time_stamp;
}

// The certificate that made the token: the one it names, else the one of `known` that its signature is bound to.
std::optional<BytesView> authority_of(const cms::SignedData& data, std::span<const BytesView> known) {
    if (data.signer) return data.certificates[*data.signer];
    for (const auto candidate : known) {
        if (cms::binds(data, candidate)) return candidate;
    }
    return std::nullopt;
}

void read_authority(const cms::SignedData& data, std::span<const BytesView> known, TimestampFacts& facts) {
    const auto der = authority_of(data, known);
    for (const auto one : data.certificates) {
        if (!der || as_text(one) != as_text(*der)) facts.others.push_back(copy_of(one));
    }
    if (!der) return;
    auto certificate = cms::Certificate::parse(*der);
    if (!certificate.has_value()) return;
    facts.authority_der = copy_of(*der);
    facts.binding = !data.binding ? StampBinding::none : cms::binds(data, *der) ? StampBinding::named : StampBinding::another;
    const BytesView content[] = {*data.content};
    facts.signature_verifies = cms::digest_matches(data, content) && cms::signature_verifies(data, *certificate);
    facts.purpose_fits = is_for_timestamps(*certificate);
    facts.authority = std::move(certificate).value();
}

bool only_zeros(BytesView rest) {
    return std::all_of(rest.begin(), rest.end(), [](std::byte b) { return b == std::byte{0}; });
}

// The content bytes of an object identifier written with dots; empty when it is none.
Bytes oid_of(std::string_view dotted) {
    std::vector<std::uint64_t> arcs;
    for (std::size_t at = 0; at <= dotted.size();) {
        const auto end = std::min(dotted.find('.', at), dotted.size());
        std::uint64_t arc = 0;
        const auto read = std::from_chars(dotted.data() + at, dotted.data() + end, arc);
        if (end == at || read.ec != std::errc() || read.ptr != dotted.data() + end || arcs.size() == 32) return {};
        arcs.push_back(arc);
        at = end + 1;
    }
    if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39) || arcs[1] > 1'000'000) return {};
    arcs[1] += arcs[0] * 40;
    Bytes content;
    for (std::size_t i = 1; i < arcs.size(); ++i) {
        int groups = 1;
        while (groups < 10 && arcs[i] >> (7 * groups) != 0) ++groups;
        for (int group = groups; group-- > 0;) {
            content.push_back(static_cast<std::byte>((arcs[i] >> (7 * group) & 0x7F) | (group > 0 ? 0x80 : 0)));
        }
    }
    return content;
}

// PKIStatusInfo: what a refusal says, for the log.
Result<Done> refuse_unless_granted(const Element& info) {
    Reader reader(info.content);
    LET(const auto status, reader.next(kInteger));
    LET(const auto word, small_number(status, 127));
    if (word == 0 || word == 1) return Done{};  // granted, granted with modifications (the checks see which)
    std::string detail = "status " + std::to_string(word);
    LET(const auto texts, reader.maybe(kSequence));
    if (texts) {
        Reader list(texts->content);
        while (!list.at_end() && detail.size() < 1000) {
            LET(const auto text, list.next());
            detail += ": " + std::string(text.text().substr(0, 200));
        }
    }
    unsigned failure = 0;  // PKIFailureInfo, bit 0 highest
    LET(const auto bits, reader.maybe(kBitString));
    if (bits) {
        for (std::size_t i = 1; i < bits->content.size() && i <= 4; ++i) {
            failure |= static_cast<unsigned>(bits->content[i]) << (8 * (4 - i));
        }
    }
    const auto bit = [&](int number) { return (failure >> (31 - number) & 1u) != 0; };
    struct Name {
        int bit;
        std::string_view name;
    };
    static constexpr Name kNames[] = {{0, "badAlg"}, {2, "badRequest"}, {5, "badDataFormat"}, {14, "timeNotAvailable"},
                                      {15, "unacceptedPolicy"}, {16, "unacceptedExtension"},
                                      {17, "addInfoNotAvailable"}, {25, "systemFailure"}};
    for (const auto& name : kNames) {
        if (bit(name.bit)) detail += " " + std::string(name.name);
    }
    const bool passing = word == 3 || bit(14) || bit(25);
    if (passing) return Error{Remedy::retry_later, errors::signing::timestamp_unavailable, detail};
    return Error{Remedy::call_operator, errors::signing::timestamp_refused, detail};
}

Error lying(std::string_view code, std::string detail) { return Error{Remedy::call_operator, code, std::move(detail)}; }

Result<Done> hold_against(const TimestampFacts& facts, const TimestampRequest& request, Instant now,
                          std::chrono::microseconds tolerance) {
    namespace codes = errors::signing;
    if (facts.digest != request.digest || facts.imprint != request.imprint) {
        return lying(codes::timestamp_other_content, "imprint " + to_hex(facts.imprint));
    }
    if (facts.nonce != request.nonce) return lying(codes::timestamp_other_nonce, "nonce " + to_hex(facts.nonce));
    if (!request.policy.empty() && facts.policy != request.policy) return lying(codes::timestamp_other_policy, facts.policy);
    if (!facts.authority) return lying(codes::timestamp_untrusted, "no certificate of the authority");
    if (!facts.signature_verifies) return lying(codes::timestamp_wrong, facts.authority->facts().common_name);
    if (facts.binding != StampBinding::named) return lying(codes::timestamp_untrusted, "the token does not name its certificate");
    if (!facts.purpose_fits) return lying(codes::timestamp_untrusted, "a certificate that is not for time-stamps");
    const auto spread = tolerance + facts.accuracy.value_or(std::chrono::microseconds{0});
    if (facts.gen_time > now + spread || facts.gen_time < now - spread) {
        return lying(codes::timestamp_odd_time, to_iso8601(facts.gen_time));
    }
    return Done{};
}

}  // namespace

Result<TimestampFacts> read_timestamp(BytesView token, std::span<const BytesView> known) {
    Bytes definite;
    BytesView der = token;
    std::size_t size = 0;
    if (token.size() > 1 && token[1] == std::byte{0x80}) {
        auto closed = der::with_definite_lengths(token, size);
        if (!closed.has_value()) return renamed(std::move(closed).error());
        definite = std::move(closed).value();
        der = definite;
    } else {
        auto extent = der::extent(token);
        if (!extent.has_value()) return renamed(std::move(extent).error());
        size = *extent;
        der = token.first(size);
    }
    if (!only_zeros(token.subspan(size))) return malformed("more than a token");
    auto data = cms::parse_attached(der, kTstInfo);
    if (!data.has_value()) return renamed(std::move(data).error());
    TimestampFacts facts;
    auto info = read_info(*data->content, facts);
    if (!info.has_value()) return renamed(std::move(info).error());
    facts.algorithm = data->algorithm();
    facts.weak_digest = facts.digest == DigestKind::sha1 || data->digest == DigestKind::sha1;
    for (const auto one : data->revocations) facts.revocations.push_back(copy_of(one));
    read_authority(*data, known, facts);
    return facts;
}

bool covers(const TimestampFacts& facts, std::span<const BytesView> content) {
    const auto computed = cms::digest(facts.digest, content);
    return !computed.empty() && computed == facts.imprint;
}

Result<TimestampRequest> make_timestamp_request(DigestKind digest, BytesView imprint, BytesView randomness,
                                                std::string_view policy) {
    if (imprint.size() != size_of(digest)) return malformed("an imprint of another length");
    if (randomness.size() < 8 || randomness.size() > 20) return malformed("randomness of another length");
    const Bytes identifier = oid_of(policy);
    if (!policy.empty() && identifier.empty()) return malformed("the policy is no object identifier");
    TimestampRequest request{digest, copy_of(imprint), copy_of(randomness), std::string(policy), {}};
    request.nonce.front() = (request.nonce.front() & std::byte{0x7F}) | std::byte{0x40};  // positive, no slack
    const std::byte yes{0xFF};
    const Bytes algorithm = der::sequence({der::wrap(der::Tag::oid, cms::digest_oid(digest)), der::wrap(der::Tag::null, {})});
    request.der = der::sequence({der::small_integer(1),
                                 der::sequence({algorithm, der::wrap(der::Tag::octet_string, imprint)}),
                                 policy.empty() ? Bytes() : der::wrap(der::Tag::oid, identifier),
                                 der::wrap(der::Tag::integer, request.nonce),
                                 der::wrap(static_cast<der::Tag>(kBoolean), {&yes, 1})});
    return request;
}

Result<Timestamp> check_timestamp_response(BytesView response, const TimestampRequest& request, Instant now,
                                           std::chrono::microseconds tolerance) {
    const auto later = [](Error error) {
        error = renamed(std::move(error));
        if (error.code == errors::signing::malformed_timestamp) error.remedy = Remedy::retry_later;
        return error;
    };
    Reader outer(response);
    auto whole = outer.next(kSequence);
    if (!whole.has_value() || !outer.at_end()) return later(malformed("not a time-stamp response"));
    Reader reader(whole->content);
    auto status = reader.next(kSequence);
    if (!status.has_value()) return later(std::move(status).error());
    auto granted = refuse_unless_granted(*status);
    if (!granted.has_value()) {
        auto error = std::move(granted).error();
        const bool spoken = error.code == errors::signing::timestamp_refused || error.code == errors::signing::timestamp_unavailable;
        return spoken ? error : later(std::move(error));
    }
    // The token is the rest; its outer lengths may be left open.
    const auto token = response.last(static_cast<std::size_t>(response.data() + response.size() -
                                                              (status->whole.data() + status->whole.size())));
    if (token.empty()) return later(malformed("granted without a token"));
    auto facts = read_timestamp(token);
    if (!facts.has_value()) return later(std::move(facts).error());
    TRY(hold_against(*facts, request, now, tolerance));
    return Timestamp{std::move(facts).value(), copy_of(token)};
}

}  // namespace congvan::signing
