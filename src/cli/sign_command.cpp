// congvan sign, congvan timestamp: a file is signed with a key on a PKCS#11 device, verified, and only then written.

#include <charconv>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "errors/cli.hpp"
#include "errors/signing.hpp"
#include "signing/pdf/page_view.hpp"
#include "usecases/sign_file.hpp"

namespace congvan::cli {
namespace {

using usecases::FileSignature;
using usecases::SignatureLevel;

template <typename T>
struct Word {
    std::string_view word;
    T value;
};

template <typename T, std::size_t N>
std::optional<T> meant(const Word<T> (&words)[N], std::string_view given) {
    for (const auto& each : words) {
        if (each.word == given) return each.value;
    }
    return std::nullopt;
}

constexpr Word<FileSignature> kKinds[] = {{"auto", FileSignature::by_content},        {"pdf", FileSignature::pdf},
                                          {"cms", FileSignature::cms_detached},       {"cms-attached", FileSignature::cms_attached},
                                          {"xml", FileSignature::xml},                {"office", FileSignature::office}};
constexpr Word<SignatureLevel> kLevels[] = {{"B-B", SignatureLevel::b_b}, {"B-T", SignatureLevel::b_t},
                                            {"B-LT", SignatureLevel::b_lt}, {"B-LTA", SignatureLevel::b_lta}};
constexpr Word<usecases::SignatureScheme> kSchemes[] = {{"pkcs1", usecases::SignatureScheme::rsa_pkcs1},
                                                        {"pss", usecases::SignatureScheme::rsa_pss},
                                                        {"ecdsa", usecases::SignatureScheme::ecdsa}};
constexpr Word<signing::SignatureRole> kRoles[] = {{"personal", signing::SignatureRole::personal},
                                                   {"seal", signing::SignatureRole::seal},
                                                   {"initial", signing::SignatureRole::initial},
                                                   {"attachment", signing::SignatureRole::attachment}};
constexpr Word<signing::AppearanceKind> kLooks[] = {{"image", signing::AppearanceKind::image_only},
                                                    {"image-name-time", signing::AppearanceKind::image_name_time},
                                                    {"name-agency-time", signing::AppearanceKind::name_agency_time},
                                                    {"name-post", signing::AppearanceKind::name_post},
                                                    {"text", signing::AppearanceKind::text_only}};
constexpr Word<signing::Anchor> kAnchors[] = {{"above-name", signing::Anchor::above_signer_name},
                                              {"on-signature", signing::Anchor::on_personal_signature},
                                              {"end-of-recipients", signing::Anchor::end_of_recipients},
                                              {"margin", signing::Anchor::margin_below_notation},
                                              {"top-right", signing::Anchor::top_right}};

// What each role looks like and where it stands when nothing else is asked for: NĐ 30/2020 appendix I.
signing::AppearanceKind usual_look(signing::SignatureRole role) {
    switch (role) {
        case signing::SignatureRole::personal:
        case signing::SignatureRole::seal: return signing::AppearanceKind::image_only;
        case signing::SignatureRole::initial: return signing::AppearanceKind::name_post;
        case signing::SignatureRole::attachment: return signing::AppearanceKind::text_only;
    }
    return signing::AppearanceKind::image_only;
}
signing::Anchor usual_anchor(signing::SignatureRole role) {
    switch (role) {
        case signing::SignatureRole::personal: return signing::Anchor::above_signer_name;
        case signing::SignatureRole::seal: return signing::Anchor::on_personal_signature;
        case signing::SignatureRole::initial: return signing::Anchor::end_of_recipients;
        case signing::SignatureRole::attachment: return signing::Anchor::top_right;
    }
    return signing::Anchor::above_signer_name;
}

Error odd_option(std::string_view option, std::string_view given) {
    return {Remedy::fix_input, errors::cli::bad_option, std::string(option) + " " + std::string(given)};
}

template <typename T, std::size_t N>
Result<T> word_of(const Word<T> (&words)[N], std::string_view option, std::string_view given) {
    if (const auto found = meant(words, given)) return *found;
    return odd_option(option, given);
}

Result<std::vector<double>> numbers_of(std::string_view text) {
    std::vector<double> numbers;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        double value = 0;
        const auto read = std::from_chars(text.data() + at, text.data() + comma, value);
        if (read.ec != std::errc() || read.ptr != text.data() + comma || !(value >= 0) || value > 10'000) return odd_option("--place", text);
        numbers.push_back(value);
        at = comma + 1;
    }
    return numbers;
}

// "PAGE,X,Y" or "PAGE,X,Y,W,H": millimetres from the left and from the top of the page as it is seen.
Result<signing::Place> place_of(std::string_view text, const std::vector<signing::Size>& pages) {
    LET(const auto numbers, numbers_of(text));
    if (numbers.size() != 3 && numbers.size() != 5) return odd_option("--place", text);
    const auto page = static_cast<std::size_t>(numbers[0]);
    if (page < 1 || page > pages.size()) return Error{Remedy::fix_input, errors::signing::no_such_page, std::string(text)};
    constexpr double kPoint = signing::kPointsPerMm;
    const double width = numbers.size() == 5 ? numbers[3] * kPoint : 0, height = numbers.size() == 5 ? numbers[4] * kPoint : 0;
    const double left = numbers[1] * kPoint, top = pages[page - 1].height - numbers[2] * kPoint;
    return signing::Place{static_cast<int>(page), {left, top - height, left + width, top}};
}

// A PIN is the first line of its file.
Result<usecases::Pin> pin_in(const std::string& name) {
    auto text = read_file(name, 1024);
    if (!text) return Error{Remedy::fix_input, errors::cli::unreadable_file, name};
    const std::size_t end = text->find_first_of("\r\n");
    usecases::Pin pin(std::string_view(*text).substr(0, end));
    std::fill(text->begin(), text->end(), '\0');
    return pin;
}

Result<usecases::PdfLook> look_for(const SignOptions& options, signing::SignatureRole role, BytesView file) {
    usecases::PdfLook look;
    signing::AppearanceRequest& drawing = look.drawing;
    drawing.kind = usual_look(role);
    if (!options.look.empty()) {
        LET(drawing.kind, word_of(kLooks, "--look", options.look));
    }
    drawing.signer = options.signer;
    drawing.post = options.post;
    drawing.agency = options.agency;
    drawing.notation = options.notation;
    drawing.picture_width_mm = options.picture_width_mm;
    if (!options.picture.empty()) {
        const auto png = read_file(options.picture, signing::Picture::kMostBytes);
        if (!png) return Error{Remedy::fix_input, errors::cli::unreadable_file, options.picture};
        LET(drawing.picture, signing::Picture::from_png(as_bytes(*png)));
    }
    look.anchor = usual_anchor(role);
    if (options.place.empty()) return look;
    if (const auto anchor = meant(kAnchors, options.place)) {
        look.anchor = *anchor;
        return look;
    }
    LET(const signing::PageLayout layout, signing::seen_layout(file, {}));
    LET(look.place, place_of(options.place, layout.pages));
    return look;
}

Result<usecases::FileToSign> wish_for(const SignOptions& options, BytesView file, Instant now) {
    usecases::FileToSign wish;
    wish.file = file;
    wish.at = now;
    LET(wish.form, word_of(kKinds, "--kind", options.kind));
    LET(wish.level, word_of(kLevels, "--level", options.level));
    LET(wish.role, word_of(kRoles, "--role", options.role));
    if (!options.scheme.empty()) {
        LET(wish.scheme, word_of(kSchemes, "--scheme", options.scheme));
    }
    wish.key = {usecases::TokenLabel(options.token), usecases::KeyId(options.key)};
    wish.signer = options.signer;
    wish.reason = options.reason;
    const bool pdf = usecases::signed_kind_of(file) == signing::SignedKind::pdf && options.kind != "cms" && options.kind != "cms-attached";
    if (pdf && options.visible) {
        LET(wish.look, look_for(options, wish.role, file));
    }
    return wish;
}

// The key that is meant: the one named, or the only one there.
Result<usecases::KeyId> key_on(usecases::SignerKeys& keys, const usecases::TokenLabel& token, const std::string& named) {
    if (!named.empty()) return usecases::KeyId(named);
    LET(const auto found, keys.keys(token));
    if (found.size() == 1) return found.front().reference.key;
    std::string ids;
    for (const auto& each : found) ids += " " + each.reference.key.raw();
    return Error{Remedy::fix_input, errors::cli::which_key, ids};
}

usecases::FileSigningTools tools_for(const Ports& ports, const SigningPorts& signing, usecases::SignerKeys& keys,
                                     const signing::TrustAnchors& anchors, usecases::TrustServices* services) {
    usecases::FileSigningTools tools{keys, anchors, ports.now, services};
    tools.words = signing.words;
    tools.fonts = signing.fonts;
    return tools;
}

// For a command that needs no key.
class NoKeys final : public usecases::SignerKeys {
public:
    Result<usecases::SignatureValue> sign(const usecases::KeyReference&, const usecases::Pin&, const usecases::SigningRequest&) override {
        return none();
    }
    Result<std::unique_ptr<usecases::SigningRun>> begin(const usecases::KeyReference&, const usecases::Pin&, BytesView) override {
        return none();
    }
    Result<std::vector<usecases::TokenFacts>> tokens() override { return none(); }
    Result<std::vector<usecases::KeyFacts>> keys(const usecases::TokenLabel&) override { return none(); }
    Result<Bytes> certificate(const usecases::KeyReference&) override { return none(); }

private:
    static Error none() { return {Remedy::fix_input, errors::cli::which_key, ""}; }
};

Result<Bytes> whole_file(const std::string& name) {
    const auto bytes = read_file(name, usecases::kMostVerifiedBytes);
    if (!bytes) return Error{Remedy::fix_input, errors::cli::unreadable_file, name};
    return to_bytes(*bytes);
}

int written(const Ports& ports, const std::string& out, const usecases::SignedFile& made) {
    if (!write_file(out, made.file)) return report({Remedy::call_operator, errors::cli::unwritable_file, out}, ports.explain);
    const std::string verdict(signing::to_vietnamese(made.report.verdict));
    std::fprintf(stderr, "%s: %s\n", out.c_str(), verdict.c_str());
    return Exit::done;
}

Result<usecases::SignedFile> signed_file(const Ports& ports, const SignOptions& options) {
    LET(const Bytes file, whole_file(options.file));
    LET(const signing::TrustAnchors anchors, ports.anchors(options.trust));
    LET(const auto keys, ports.signing.keys(options.module));
    LET(usecases::FileToSign wish, wish_for(options, file, ports.now()));
    std::unique_ptr<usecases::TrustServices> services;
    if (wish.level != SignatureLevel::b_b) {
        LET(services, ports.signing.services({options.tsa, options.trust}));
    }
    LET(wish.key.key, key_on(*keys, wish.key.token, options.key));
    LET(const usecases::Pin pin, pin_in(options.pin_file));
    return usecases::sign_file(tools_for(ports, ports.signing, *keys, anchors, services.get()), wish, pin);
}

Result<usecases::SignedFile> stamped_file(const Ports& ports, const TimestampOptions& options) {
    LET(const Bytes file, whole_file(options.file));
    LET(const signing::TrustAnchors anchors, ports.anchors(options.trust));
    LET(const auto services, ports.signing.services({options.tsa, options.trust}));
    NoKeys keys;
    return usecases::timestamp_file(tools_for(ports, ports.signing, keys, anchors, services.get()), file, ports.now());
}

// Words that a command does not know are bad usage; everything else is an answer.
int refused(const Ports& ports, const Error& error) {
    const int code = report(error, ports.explain);
    return error.code == errors::cli::bad_option || error.code == errors::cli::which_key ? int{Exit::usage} : code;
}

}  // namespace

int sign(const Ports& ports, const SignOptions& options) {
    const auto made = signed_file(ports, options);
    return made.has_value() ? written(ports, options.out, *made) : refused(ports, made.error());
}

int timestamp(const Ports& ports, const TimestampOptions& options) {
    const auto made = stamped_file(ports, options);
    return made.has_value() ? written(ports, options.out, *made) : refused(ports, made.error());
}

}  // namespace congvan::cli
