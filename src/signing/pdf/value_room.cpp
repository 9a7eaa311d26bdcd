#include "signing/pdf/value_room.hpp"

#include "base/fields.hpp"
#include "errors/signing.hpp"

namespace congvan::signing {
namespace {

constexpr std::size_t kNumberWidth = 10;  // digits kept for each number of /ByteRange
constexpr std::string_view kRangeOpening = "/ByteRange [0 ";
constexpr std::string_view kContentsOpening = "/Contents ";
constexpr std::uint32_t kEncodingVersion = 1;
constexpr std::size_t kLeastRoom = 1024;  // bytes; no CMS with a certificate is smaller

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

std::string contents_placeholder(std::size_t bytes) {
    return std::string(kContentsOpening) + "<" + std::string(2 * std::max(bytes, kLeastRoom), '0') + ">";
}

void write_at(Bytes& file, std::size_t offset, std::string_view text) {
    const BytesView bytes = as_bytes(text);
    std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string right_aligned(std::size_t value) {
    const std::string text = std::to_string(value);
    return std::string(kNumberWidth - text.size(), ' ') + text;
}

}  // namespace

std::string value_placeholder(std::size_t bytes) {
    return std::string(kRangeOpening) + std::string(3 * kNumberWidth + 2, ' ') + "] " + contents_placeholder(bytes);
}

PreparedPdf prepared_from(const Update& update, std::size_t original_size, std::size_t bytes, std::string field) {
    PreparedPdf prepared;
    prepared.field_ = std::move(field);
    prepared.original_size_ = original_size;
    prepared.file_ = update.write();

    // The only place in the update where these words stand together: names and text strings are in brackets or hex.
    const std::string placeholder = contents_placeholder(bytes);
    const std::size_t found = as_text(prepared.file_).find(placeholder, original_size);
    CONGVAN_INVARIANT(found != std::string_view::npos);
    prepared.gap_begin_ = found + kContentsOpening.size();
    prepared.gap_end_ = found + placeholder.size();
    const std::size_t numbers = found - 2 - (3 * kNumberWidth + 2);
    write_at(prepared.file_, numbers,
             right_aligned(prepared.gap_begin_) + " " + right_aligned(prepared.gap_end_) + " " +
                 right_aligned(prepared.file_.size() - prepared.gap_end_));
    return prepared;
}

Sha256 PreparedPdf::digest() const {
    Sha256Stream stream;
    for (const BytesView part : covered()) stream.add(part);
    return stream.finish();
}

// version:u32 original:byte[32] original_size:u64 gap_begin:u64 gap_end:u64 field:text update:bytes
Bytes PreparedPdf::encode() const {
    Bytes out;
    append_u32(out, kEncodingVersion);
    const Sha256 original = Sha256::of(BytesView(file_).first(original_size_));
    out.insert(out.end(), original.bytes().begin(), original.bytes().end());
    append_u64(out, original_size_);
    append_u64(out, gap_begin_);
    append_u64(out, gap_end_);
    append_text(out, field_);
    append_bytes(out, BytesView(file_).subspan(original_size_));
    return out;
}

Result<PreparedPdf> PreparedPdf::decode(BytesView original, BytesView encoded) {
    const auto bad = [](std::string why) { return refused(errors::signing::bad_prepared, std::move(why)); };
    const auto read = [&]() -> Result<PreparedPdf> {
        RecordReader reader(encoded);
        LET(const auto version, reader.u32());
        if (version != kEncodingVersion) return bad("version " + std::to_string(version));
        LET(const auto digest, reader.exactly(Sha256::kSize));
        PreparedPdf prepared;
        LET(prepared.original_size_, reader.u64());
        LET(prepared.gap_begin_, reader.u64());
        LET(prepared.gap_end_, reader.u64());
        LET(prepared.field_, reader.text());
        LET(const auto update, reader.bytes());
        TRY(reader.end());
        if (prepared.original_size_ != original.size() || as_text(digest) != as_text(Sha256::of(original).bytes())) {
            return bad("prepared for another file");
        }
        prepared.file_.assign(original.begin(), original.end());
        prepared.file_.insert(prepared.file_.end(), update.begin(), update.end());
        const bool within = prepared.gap_begin_ > original.size() && prepared.gap_begin_ + 2 < prepared.gap_end_ &&
                            prepared.gap_end_ < prepared.file_.size();
        if (!within || prepared.file_[prepared.gap_begin_] != std::byte{'<'} ||
            prepared.file_[prepared.gap_end_ - 1] != std::byte{'>'}) {
            return bad("the gap is not where it should be");
        }
        return prepared;
    };
    auto result = read();
    if (!result) return bad(result.error().detail);
    return result;
}

Result<Bytes> complete_signature(const PreparedPdf& prepared, BytesView cms) {
    const std::size_t room = (prepared.gap_end_ - prepared.gap_begin_ - 2) / 2;
    if (cms.size() > room) {
        return refused(errors::signing::contents_too_small,
                       std::to_string(cms.size()) + " bytes do not fit into " + std::to_string(room));
    }
    Bytes file = prepared.file_;
    write_at(file, prepared.gap_begin_ + 1, to_hex(cms));
    return file;
}

}  // namespace congvan::signing
