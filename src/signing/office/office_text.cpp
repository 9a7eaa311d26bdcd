#include "signing/office/office_text.hpp"

#include "errors/signing.hpp"
#include "signing/xml/dom.hpp"
#include "signing/xml/parse.hpp"
#include "signing/xml/scheme.hpp"

namespace congvan::signing::office {

std::string percent_encoded(std::string_view name) {
    static constexpr std::string_view kPlain = "-._~/!$'()*+,;=@";
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kPlain.find(c) != std::string_view::npos) {
            result += c;
        } else {
            result += '%';
            result += kHex[byte >> 4];
            result += kHex[byte & 15];
        }
    }
    return result;
}

std::string digest_of(BytesView content) { return to_base64(Sha256::of(content).bytes()); }

Result<std::string> with_last_child(std::string_view file, std::string_view addition) {
    auto document = xml::Document::parse(as_bytes(file));
    if (!document.has_value()) return Error{Remedy::fix_input, errors::signing::malformed_package, document.error().detail};
    const auto text = document->text();
    const auto close = document->layout().elements[0].close;
    if (text[close] == '/') return Error{Remedy::fix_input, errors::signing::malformed_package, "an empty list"};
    return std::string(text.substr(0, close)) + std::string(addition) + std::string(text.substr(close));
}

Result<Done> check_signer(BytesView certificate, SignatureScheme scheme) {
    LET(const auto parsed, cms::Certificate::parse(certificate));
    return xml::suits(parsed, scheme);
}

std::string identifier(BytesView file, BytesView certificate, Instant at) {
    Sha256Stream stream;
    stream.add(Sha256::of(file).bytes());
    stream.add(certificate);
    stream.add(as_bytes(to_iso8601(at, Fraction::kept)));
    return "congvan-" + stream.finish().hex().substr(0, 24);
}

NobodyTrusted nobody_trusted(Instant at) {
    const auto anchors = std::make_shared<const TrustAnchors>();
    const auto revocations = std::make_shared<const RevocationFacts>();
    return {anchors, revocations, JudgeContext{*anchors, *revocations, at}};
}

Result<Done> check_earlier(const DocumentReport& report) {
    if (report.verdict == Verdict::not_signed || report.integrity == Integrity::intact) return Done{};
    return Error{Remedy::fix_input, errors::signing::tampered, std::string(to_word(report.integrity))};
}

}  // namespace congvan::signing::office
