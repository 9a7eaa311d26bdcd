#include "signing/cms/cms_file.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>

#include "errors/signing.hpp"

namespace congvan::signing::cms {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kOid = 0x06;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kSet = 0x31;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kConstructedOctets = 0x24;
constexpr std::uint8_t kTag0 = 0xA0;
constexpr std::uint8_t kConstructed = 0x20;
constexpr int kDeepest = 32;

Error malformed(std::string_view why) { return Error{Remedy::fix_input, errors::signing::malformed_cms, std::string(why)}; }
Error too_large(std::string_view why) { return Error{Remedy::fix_input, errors::signing::cms_too_large, std::string(why)}; }

// One element at an offset of the file; a length left open reaches until its end mark.
struct Node {
    std::uint8_t tag = 0;
    std::uint64_t content = 0;  // offset
    std::uint64_t length = 0;   // of the content; of no meaning when open
    bool open = false;
    bool is_end() const { return tag == 0 && length == 0 && !open; }
};

// A run of elements: up to `end`, or, when open, up to the end mark before it.
struct Run {
    std::uint64_t at = 0;
    std::uint64_t end = 0;
    bool open = false;
};

class Walker {
public:
    Walker(const RandomAccessBytes& file, const FileLimits& limits) : file_(file), limits_(limits) {}

    Result<CmsParts> run();

private:
    Result<Node> head(Run& run);
    Result<std::optional<Node>> next(Run& run);
    Result<Node> expect(Run& run, std::uint8_t tag);
    Run inside(const Node& node, const Run& around) const;
    Result<Done> leave(const Node& node, const Run& inner, Run& around);
    Result<Done> finish(Run& run);
    Result<Done> copy(const Node& node, Run& around, Bytes& into, int depth);
    Result<Done> read_info(Run& info, Bytes& into);
    Result<Done> read_encapsulated(Run& run, Bytes& into);
    Result<Done> read_content(const Node& node, Run& around, int depth);
    Result<Done> take(const Node& node);

    const RandomAccessBytes& file_;
    const FileLimits& limits_;
    CmsParts parts_;
    std::size_t copied_ = 0;
    std::size_t taken_ = 0;
};

void append_head(Bytes& into, std::uint8_t tag, std::size_t length) {
    into.push_back(static_cast<std::byte>(tag));
    if (length < 0x80) return into.push_back(static_cast<std::byte>(length));
    int count = 1;
    while (length >> (8 * count) != 0) ++count;
    into.push_back(static_cast<std::byte>(0x80 | count));
    for (int i = count; i-- > 0;) into.push_back(static_cast<std::byte>(length >> (8 * i)));
}

Bytes wrapped(std::uint8_t tag, const Bytes& content) {
    Bytes result;
    append_head(result, tag, content.size());
    result.insert(result.end(), content.begin(), content.end());
    return result;
}

// Tag and length at `run.at`, which moves behind them.
Result<Node> Walker::head(Run& run) {
    std::array<std::byte, 10> bytes{};
    const auto room = std::min<std::uint64_t>(bytes.size(), run.end - run.at);
    if (room < 2) return malformed("an element is cut");
    TRY(file_.read_at(run.at, std::span(bytes).first(room)));
    Node node;
    node.tag = static_cast<std::uint8_t>(bytes[0]);
    if ((node.tag & 0x1F) == 0x1F) return malformed("a tag of several bytes");
    const auto first = static_cast<std::uint8_t>(bytes[1]);
    std::size_t size = 2;
    node.length = first;
    if (first == 0x80) {
        if ((node.tag & kConstructed) == 0) return malformed("a primitive element without length");
        node.open = true;
        node.length = 0;
        parts_.open_lengths = true;
    } else if (first > 0x80) {
        const std::size_t count = first & 0x7Fu;
        if (count > 8 || room < 2 + count) return malformed("an odd length");
        node.length = 0;
        for (std::size_t i = 0; i < count; ++i) node.length = node.length << 8 | static_cast<std::uint64_t>(bytes[2 + i]);
        if (node.length < 0x80 || bytes[2] == std::byte{0}) return malformed("a length with slack");
        size += count;
    }
    run.at += size;
    node.content = run.at;
    if (node.length > run.end - run.at) return malformed("an element is cut");
    return node;
}

// The next element of a run, or none at its end. A closed one is stepped over; an open one has to be left.
Result<std::optional<Node>> Walker::next(Run& run) {
    if (!run.open && run.at == run.end) return std::optional<Node>();
    LET(const auto node, head(run));
    if (node.is_end()) {
        if (!run.open) return malformed("an end mark where none belongs");
        run.open = false;
        run.end = run.at;
        return std::optional<Node>();
    }
    if (!node.open) run.at += node.length;
    return std::optional<Node>(node);
}

Result<Node> Walker::expect(Run& run, std::uint8_t tag) {
    LET(const auto node, next(run));
    if (!node || node->tag != tag) return malformed("another element was expected");
    return *node;
}

Run Walker::inside(const Node& node, const Run& around) const {
    return node.open ? Run{node.content, around.end, true} : Run{node.content, node.content + node.length, false};
}

// After everything inside `node` was read: goes on behind it.
Result<Done> Walker::leave(const Node& node, const Run& inner, Run& around) {
    if (node.open) around.at = inner.at;
    return Done{};
}

Result<Done> Walker::finish(Run& run) {
    LET(const auto more, next(run));
    if (more) return malformed("more than belongs here");
    return Done{};
}

// Appends an element to `into`, its open lengths closed.
Result<Done> Walker::copy(const Node& node, Run& around, Bytes& into, int depth) {
    if (depth > kDeepest) return malformed("nested too deep");
    if (!node.open) {
        if (node.length > limits_.rest - std::min(limits_.rest, copied_)) return too_large("everything but the content");
        copied_ += node.length;
        append_head(into, node.tag, node.length);
        const auto from = into.size();
        into.resize(from + node.length);
        return file_.read_at(node.content, std::span(into).subspan(from));
    }
    auto inner = inside(node, around);
    Bytes content;
    for (;;) {
        LET(const auto child, next(inner));
        if (!child) break;
        TRY(copy(*child, inner, content, depth + 1));
        if (content.size() > limits_.rest) return too_large("everything but the content");
    }
    append_head(into, node.tag, content.size());
    into.insert(into.end(), content.begin(), content.end());
    return leave(node, inner, around);
}

Result<Done> Walker::take(const Node& node) {
    if (taken_++ == limits_.pieces) return too_large("the content has too many pieces");
    if (node.length == 0) return Done{};
    parts_.content.push_back({node.content, node.length});
    parts_.content_size += node.length;
    return Done{};
}

// The octets of eContent: one string, or in BER a string of strings.
Result<Done> Walker::read_content(const Node& node, Run& around, int depth) {
    if (node.tag == kOctets) return take(node);
    if (node.tag != kConstructedOctets || depth > 4) return malformed("content that is no octets");
    parts_.open_lengths = true;
    auto inner = inside(node, around);
    for (;;) {
        LET(const auto child, next(inner));
        if (!child) break;
        TRY(read_content(*child, inner, depth + 1));
    }
    return leave(node, inner, around);
}

// EncapsulatedContentInfo: its type goes on, its content is noted.
Result<Done> Walker::read_encapsulated(Run& run, Bytes& into) {
    LET(const auto node, expect(run, kSequence));
    auto inner = inside(node, run);
    Bytes kept;
    LET(const auto type, expect(inner, kOid));
    TRY(copy(type, inner, kept, 0));
    LET(const auto wrapper, next(inner));
    if (wrapper) {
        if (wrapper->tag != kTag0) return malformed("odd content");
        parts_.attached = true;
        auto octets = inside(*wrapper, inner);
        LET(const auto content, next(octets));
        if (!content) return malformed("content without a value");
        TRY(read_content(*content, octets, 0));
        TRY(finish(octets));
        TRY(leave(*wrapper, octets, inner));
        TRY(finish(inner));
    }
    const auto whole = wrapped(kSequence, kept);
    into.insert(into.end(), whole.begin(), whole.end());
    return leave(node, inner, run);
}

// SignedData.
Result<Done> Walker::read_info(Run& info, Bytes& into) {
    for (const auto tag : {kInteger, kSet}) {
        LET(const auto node, expect(info, tag));
        TRY(copy(node, info, into, 0));
    }
    TRY(read_encapsulated(info, into));
    for (;;) {
        LET(const auto node, next(info));
        if (!node) return Done{};
        TRY(copy(*node, info, into, 0));
    }
}

Result<CmsParts> Walker::run() {
    Run all{0, file_.size(), false};
    LET(const auto outer, expect(all, kSequence));
    auto info = inside(outer, all);
    Bytes kept;
    LET(const auto type, expect(info, kOid));
    TRY(copy(type, info, kept, 0));
    LET(const auto wrapper, expect(info, kTag0));
    auto wrapped_run = inside(wrapper, info);
    LET(const auto data, expect(wrapped_run, kSequence));
    auto inner = inside(data, wrapped_run);
    Bytes content;
    TRY(read_info(inner, content));
    TRY(leave(data, inner, wrapped_run));
    TRY(finish(wrapped_run));
    TRY(leave(wrapper, wrapped_run, info));
    TRY(finish(info));
    TRY(leave(outer, info, all));
    TRY(finish(all));
    const auto value = wrapped(kTag0, wrapped(kSequence, content));
    kept.insert(kept.end(), value.begin(), value.end());
    parts_.der = wrapped(kSequence, kept);
    return std::move(parts_);
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

// What stands between the lines of a PEM frame, of the one block that there may be.
Result<std::string_view> between_frames(std::string_view text) {
    for (const std::string_view label : {"CMS", "PKCS7", "PKCS #7 SIGNED DATA"}) {
        const std::string begin = "-----BEGIN " + std::string(label) + "-----";
        const std::string end = "-----END " + std::string(label) + "-----";
        const auto from = text.find(begin);
        if (from == std::string_view::npos) continue;
        const auto to = text.find(end, from);
        const bool once = to != std::string_view::npos && text.find("-----BEGIN ", from + 1) == std::string_view::npos;
        if (!once) return malformed("a PEM file with more or less than one block");
        return text.substr(from + begin.size(), to - from - begin.size());
    }
    return malformed("a PEM file of another kind");
}

const EVP_MD* implementation(DigestKind kind) {
    switch (kind) {
        case DigestKind::sha1: return EVP_sha1();
        case DigestKind::sha256: return EVP_sha256();
        case DigestKind::sha384: return EVP_sha384();
        case DigestKind::sha512: return EVP_sha512();
    }
    return nullptr;
}

}  // namespace

Result<CmsParts> take_apart(const RandomAccessBytes& file, const FileLimits& limits) { return Walker(file, limits).run(); }

Result<std::size_t> ContentSource::read(std::span<std::byte> into) {
    std::size_t filled = 0;
    while (filled < into.size() && piece_ < parts_.content.size()) {
        const auto& piece = parts_.content[piece_];
        const auto count = std::min<std::uint64_t>(into.size() - filled, piece.size - within_);
        TRY(file_.read_at(piece.at + within_, into.subspan(filled, count)));
        filled += count;
        within_ += count;
        if (within_ == piece.size) {
            ++piece_;
            within_ = 0;
        }
    }
    return filled;
}

bool looks_like_text(BytesView front) {
    const auto text = as_text(front);
    if (text.empty() || text.front() == '0') return false;  // the first byte of every binary CMS
    if (text.find("-----BEGIN ") != std::string_view::npos) return true;
    const auto start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text[start] != 'M') return false;  // 0x30 in base64
    return std::all_of(text.begin(), text.end(), [](char c) { return is_space(c) || is_digit(c); });
}

Result<Bytes> from_text(std::string_view text) {
    if (text.find("-----BEGIN ") != std::string_view::npos) {
        LET(text, between_frames(text));
    }
    std::string digits;
    digits.reserve(text.size());
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return !is_space(c); });
    auto bytes = from_base64(digits);
    if (!bytes.has_value()) return malformed("no base64");
    return bytes;
}

struct Digests::State {
    struct One {
        DigestKind kind;
        EVP_MD_CTX* context;
        Bytes value;
    };
    std::vector<One> all;
};

Digests::Digests(const std::vector<DigestKind>& kinds) : state_(std::make_unique<State>()) {
    for (const auto kind : kinds) {
        const auto same = [&](const State::One& one) { return one.kind == kind; };
        if (std::any_of(state_->all.begin(), state_->all.end(), same)) continue;
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        CONGVAN_INVARIANT(context != nullptr && EVP_DigestInit_ex(context, implementation(kind), nullptr) == 1);
        state_->all.push_back({kind, context, {}});
    }
}

Digests::~Digests() {
    for (auto& one : state_->all) EVP_MD_CTX_free(one.context);
}

void Digests::add(BytesView bytes) {
    for (auto& one : state_->all) CONGVAN_INVARIANT(EVP_DigestUpdate(one.context, bytes.data(), bytes.size()) == 1);
}

void Digests::finish() {
    for (auto& one : state_->all) {
        unsigned int size = 0;
        one.value.resize(EVP_MAX_MD_SIZE);
        CONGVAN_INVARIANT(EVP_DigestFinal_ex(one.context, reinterpret_cast<unsigned char*>(one.value.data()), &size) == 1);
        one.value.resize(size);
    }
}

BytesView Digests::of(DigestKind kind) const {
    for (const auto& one : state_->all) {
        if (one.kind == kind) return one.value;
    }
    return {};
}

}  // namespace congvan::signing::cms
