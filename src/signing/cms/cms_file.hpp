#pragma once

// CMS files (.p7s, .p7m, .p7b; RFC 5652, EN 319 122-1): taken apart so that content of any size streams. The small rest is
// read by signed_data.hpp. Pure but for the bytes handed in; any thread.

#include <vector>

#include "base/bytes.hpp"
#include "signing/cms/signed_data.hpp"

namespace congvan::signing::cms {

struct FileLimits {
    std::size_t rest = 16u << 20;     // bytes of everything but the content: certificates, lists, signers
    std::size_t pieces = 1u << 21;    // of which BER content may consist
    std::size_t text = 96u << 20;     // bytes of a file that is base64 or PEM, which is decoded in memory
};

// Bytes [at, at + size) of the file.
struct Piece {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
};

struct CmsParts {
    Bytes der;                   // the whole CMS in definite lengths, its content taken out
    bool attached = false;       // there was content (it may be empty)
    std::vector<Piece> content;
    std::uint64_t content_size = 0;
    bool open_lengths = false;   // BER instead of DER
};

// `file` is the binary CMS exactly.
// Fails: signing.malformed_cms · signing.cms_too_large (fix_input); and as `file` fails.
Result<CmsParts> take_apart(const RandomAccessBytes& file, const FileLimits& limits = {});

// The content of a CMS file, front to back. `file` and `parts` must outlive it.
class ContentSource final : public ByteSource {
public:
    ContentSource(const RandomAccessBytes& file, const CmsParts& parts) : file_(file), parts_(parts) {}
    Result<std::size_t> read(std::span<std::byte> into) override;

private:
    const RandomAccessBytes& file_;
    const CmsParts& parts_;
    std::size_t piece_ = 0;
    std::uint64_t within_ = 0;
};

// Whether the bytes at the front of a file (some thousands are enough) are text: PEM, or base64 without its frame.
bool looks_like_text(BytesView front);

// The binary CMS of a PEM ("CMS" or "PKCS7") or plain base64 file; white space between the digits is ignored.
// Fails: signing.malformed_cms (fix_input).
Result<Bytes> from_text(std::string_view text);

// Digests of one content in several kinds, computed in one pass. Used by one thread at a time.
class Digests {
public:
    explicit Digests(const std::vector<DigestKind>& kinds);
    ~Digests();
    Digests(const Digests&) = delete;
    Digests& operator=(const Digests&) = delete;

    void add(BytesView bytes);
    void finish();
    // Empty for a kind that was not asked for.
    BytesView of(DigestKind kind) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace congvan::signing::cms
