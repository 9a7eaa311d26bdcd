#include "signing/pdf/reader.hpp"

#include <algorithm>
#include <unordered_map>

#include "errors/signing.hpp"
#include "signing/pdf/decrypt.hpp"
#include "signing/pdf/parser.hpp"
#include "signing/pdf/xref.hpp"

namespace congvan::signing::pdf {
namespace {

const Object kNull{};

// An object stream, unpacked: which objects it holds and where.
struct Packed {
    Bytes data;
    std::vector<std::pair<std::uint32_t, std::size_t>> index;
};

}  // namespace

struct Document::State {
    State(BytesView bytes, const Limits& bounds) : file(bytes), limits(bounds), values_left(bounds.values) {}

    Result<Placed> read_at(std::size_t offset, std::size_t at);
    Result<Object> read_body(Parser& parser, std::size_t at);
    Result<std::size_t> length_of(const Dictionary& dictionary, std::size_t offset, std::size_t at);
    Result<const Object*> read_packed(const XrefEntry& entry, std::size_t at);
    Result<const Packed*> unpack(std::uint32_t container, std::size_t at);
    const XrefEntry* find(std::uint32_t number, std::size_t at, std::size_t& revision) const;
    Result<const Object*> load(Reference reference, std::size_t at);
    Result<Done> spend(std::size_t bytes);
    Result<Done> open_cipher(std::string_view password);
    Result<Dictionary> without_references(const Dictionary& dictionary);
    Result<Bytes> raw(const Stream& stream);

    BytesView file;
    Limits limits;
    std::vector<Revision> revisions;
    std::unordered_map<std::size_t, std::pair<Placed, std::unique_ptr<Object>>> placed;   // by offset
    std::unordered_map<std::uint64_t, std::unique_ptr<Object>> unpacked;                  // by container offset, index
    std::unordered_map<std::size_t, Packed> containers;                                   // by offset
    std::size_t inflated = 0;
    std::size_t work = 0;
    std::size_t values_left;
    bool reading_length = false;
    std::optional<Cipher> cipher;
    std::uint32_t cipher_object = 0;  // the encryption dictionary itself is not encrypted
};

// Objects that lie inside one another would make reading quadratic.
Result<Done> Document::State::spend(std::size_t bytes) {
    constexpr std::size_t kMostWork = 96u * 1024 * 1024;
    work += bytes;
    if (work > kMostWork || work / 8 > file.size() + (1u << 20)) {
        return Error{Remedy::fix_input, errors::signing::too_large, "reading takes too much work"};
    }
    return Done{};
}

const XrefEntry* Document::State::find(std::uint32_t number, std::size_t at, std::size_t& revision) const {
    for (revision = at + 1; revision-- > 0;) {
        const auto& entries = revisions[revision].entries;
        if (entries.empty() || number < entries.front().number || number > entries.back().number) continue;
        const std::size_t guess = number - entries.front().number;  // most sections have no holes
        if (guess < entries.size() && entries[guess].number == number) return &entries[guess];
        const auto found = std::lower_bound(entries.begin(), entries.end(), number,
                                            [](const XrefEntry& e, std::uint32_t n) { return e.number < n; });
        if (found != entries.end() && found->number == number) return &*found;
    }
    return nullptr;
}

Result<std::size_t> Document::State::length_of(const Dictionary& dictionary, std::size_t offset, std::size_t at) {
    const auto* length = dictionary.find("Length");
    if (length != nullptr && length->as<Reference>() != nullptr) {
        if (reading_length) return malformed_at(offset, "/Length leads to another stream");
        reading_length = true;
        auto loaded = load(*length->as<Reference>(), at);
        reading_length = false;
        LET(length, std::move(loaded));
    }
    const auto* number = length != nullptr ? length->as<std::int64_t>() : nullptr;
    if (number == nullptr || *number < 0 || static_cast<std::size_t>(*number) > file.size()) {
        return malformed_at(offset, "a stream without sound /Length");
    }
    return static_cast<std::size_t>(*number);
}

// What stands between "obj" and "endobj".
Result<Object> Document::State::read_body(Parser& parser, std::size_t at) {
    LET(auto object, parser.object());
    parser.skip_space_and_comments();
    auto* dictionary = object.as<Dictionary>();
    if (dictionary == nullptr || !parser.keyword("stream")) return object;
    if (!parser.stream_line_end()) return malformed_at(parser.at(), "line end expected after stream");
    LET(const auto length, length_of(*dictionary, parser.at(), at));
    if (length > file.size() - parser.at()) return malformed_at(parser.at(), "a stream beyond the file");
    Stream stream;
    stream.dictionary = std::move(*dictionary);
    stream.raw = file.subspan(parser.at(), length);
    parser.move_to(parser.at() + length);
    parser.skip_space();
    if (!parser.keyword("endstream")) return malformed_at(parser.at(), "endstream expected");
    parser.skip_space();
    return Object(std::move(stream));
}

Result<Document::Placed> Document::State::read_at(std::size_t offset, std::size_t at) {
    const auto known = placed.find(offset);
    if (known != placed.end()) return known->second.first;
    Parser parser(file, offset, limits.depth);
    parser.limit_values(values_left);
    Placed result;
    LET(result.reference, parser.object_header());
    auto body = read_body(parser, at);
    TRY(spend(std::max(parser.at(), offset) - offset));
    LET(auto object, std::move(body));
    if (!parser.keyword("endobj")) return malformed_at(parser.at(), "endobj expected");
    result.end = parser.at();
    if (auto* stream = object.as<Stream>()) stream->owner = result.reference;
    if (cipher && result.reference.number != cipher_object) {
        const auto* stream = object.as<Stream>();
        const auto* type = stream != nullptr ? stream->dictionary.find("Type") : nullptr;
        if (type == nullptr || !type->is_name("XRef")) TRY(decipher_strings(object, *cipher, result.reference));
    }
    auto kept = std::make_unique<Object>(std::move(object));
    result.object = kept.get();
    placed.emplace(offset, std::make_pair(result, std::move(kept)));
    return result;
}

Result<const Packed*> Document::State::unpack(std::uint32_t container, std::size_t at) {
    std::size_t revision = 0;
    const auto* entry = find(container, at, revision);
    if (entry == nullptr || entry->kind != EntryKind::at_offset) {
        return malformed_at(0, "object stream " + std::to_string(container) + " does not exist");
    }
    const auto offset = static_cast<std::size_t>(entry->place);
    const auto known = containers.find(offset);
    if (known != containers.end()) return &known->second;
    LET(const auto* const object, load(Reference{container, entry->generation}, at));
    const auto* stream = object->as<Stream>();
    const auto* type = stream != nullptr ? stream->dictionary.find("Type") : nullptr;
    if (type == nullptr || !type->is_name("ObjStm")) return malformed_at(offset, "no object stream stands here");
    const auto whole = [&](std::string_view key) {
        const auto* value = stream->dictionary.find(key);
        const auto* number = value != nullptr ? value->as<std::int64_t>() : nullptr;
        return number != nullptr ? *number : -1;
    };
    Packed packed;
    LET(const auto data, raw(*stream));
    LET(packed.data, decode_direct(stream->dictionary, data, limits, inflated));
    TRY(spend(packed.data.size()));
    const auto count = whole("N");
    const auto first = whole("First");
    const bool sound = count >= 0 && static_cast<std::size_t>(count) <= limits.objects && first >= 0 &&
                       static_cast<std::size_t>(first) <= packed.data.size();
    if (!sound) return malformed_at(offset, "malformed object stream");
    Parser parser(packed.data, 0, 1);
    for (std::int64_t i = 0; i < count; ++i) {
        parser.skip_space();
        LET(const auto number, parser.digits());
        parser.skip_space();
        LET(const auto place, parser.digits());
        if (number > 0xFFFFFFF || place >= packed.data.size() - static_cast<std::size_t>(first)) {
            return malformed_at(offset, "malformed object stream");
        }
        packed.index.emplace_back(static_cast<std::uint32_t>(number), static_cast<std::size_t>(first) + place);
    }
    return &containers.emplace(offset, std::move(packed)).first->second;
}

Result<const Object*> Document::State::read_packed(const XrefEntry& entry, std::size_t at) {
    const auto container = static_cast<std::uint32_t>(entry.place);
    LET(const auto* const packed, unpack(container, at));
    if (entry.index >= packed->index.size() || packed->index[entry.index].first != entry.number) {
        return malformed_at(0, "object " + std::to_string(entry.number) + " is not where its cross-reference says");
    }
    std::size_t revision = 0;
    const auto key = find(container, at, revision)->place << 32 | entry.index;
    const auto known = unpacked.find(key);
    if (known != unpacked.end()) return known->second.get();
    const std::size_t begin = packed->index[entry.index].second;
    Parser parser(packed->data, begin, limits.depth, Parser::Spans::dropped);
    parser.limit_values(values_left);
    auto parsed = parser.object();
    TRY(spend(parser.at() - begin));
    LET(auto object, std::move(parsed));
    return unpacked.emplace(key, std::make_unique<Object>(std::move(object))).first->second.get();
}

Result<const Object*> Document::State::load(Reference reference, std::size_t at) {
    std::size_t revision = 0;
    const auto* entry = find(reference.number, at, revision);
    if (entry == nullptr || entry->kind == EntryKind::free || entry->generation != reference.generation) return &kNull;
    // Streams and packed objects are read as their own revision saw them; a later one that moves what they hang on
    // redefines that, and shows there.
    if (entry->kind == EntryKind::in_stream) return read_packed(*entry, revision);
    LET(const auto found, read_at(static_cast<std::size_t>(entry->place), revision));
    if (found.reference != reference) {
        return malformed_at(static_cast<std::size_t>(entry->place),
                            "object " + std::to_string(reference.number) + " is not where its cross-reference says");
    }
    return found.object;
}

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Bytes> Document::State::raw(const Stream& stream) {
    if (cipher) return cipher->stream(stream);
    return Bytes(stream.raw.begin(), stream.raw.end());
}

// `dictionary` with the values of its references, and those of the dictionaries in it.
Result<Dictionary> Document::State::without_references(const Dictionary& dictionary) {
    Dictionary result = dictionary;
    for (const auto& entry : dictionary.entries()) {
        const auto* reference = entry.value.as<Reference>();
        if (reference == nullptr) continue;
        LET(const auto* const loaded, load(*reference, revisions.size() - 1));
        result.set(entry.key, *loaded);
    }
    return result;
}

Result<Done> Document::State::open_cipher(std::string_view password) {
    const auto& trailer = revisions.back().trailer;
    const auto* holder = trailer.find("Encrypt");
    if (holder == nullptr) return Error{Remedy::fix_input, errors::signing::encrypted_pdf, "only an earlier revision is encrypted"};
    if (const auto* reference = holder->as<Reference>()) {
        cipher_object = reference->number;
        LET(holder, load(*reference, revisions.size() - 1));
    }
    const auto* dictionary = holder->as<Dictionary>();
    if (dictionary == nullptr) return Error{Remedy::fix_input, errors::signing::encrypted_pdf, "/Encrypt is no dictionary"};
    LET(const auto direct, without_references(*dictionary));
    const auto* id = trailer.find("ID");
    const auto* parts = id != nullptr ? id->as<Array>() : nullptr;
    const auto* name = parts != nullptr && !parts->empty() ? parts->front().as<String>() : nullptr;
    LET(auto opened, Cipher::open(direct, name != nullptr ? std::string_view(name->bytes) : std::string_view(), password));
    cipher = std::move(opened);
    return Done{};
}

namespace {

bool is_encrypted(const std::vector<Revision>& revisions) {
    return std::any_of(revisions.begin(), revisions.end(), [](const Revision& one) { return one.trailer.has("Encrypt"); });
}

}  // namespace

Result<Document> Document::open(BytesView file, const Limits& limits) {
    auto state = std::make_unique<State>(file, limits);
    LET(state->revisions, read_revisions(file, state->limits));
    if (is_encrypted(state->revisions)) return Error{Remedy::fix_input, errors::signing::encrypted_pdf, "the trailer names /Encrypt"};
    return Document(std::move(state));
}

Result<Document> Document::open(BytesView file, const Limits& limits, std::string_view password) {
    auto state = std::make_unique<State>(file, limits);
    LET(state->revisions, read_revisions(file, state->limits));
    if (is_encrypted(state->revisions)) TRY(state->open_cipher(password));
    // What was read on the way may have been read without the key.
    const auto kept = state->cipher_object;
    std::erase_if(state->placed, [&](const auto& one) { return one.second.first.reference.number != kept; });
    return Document(std::move(state));
}

bool Document::encrypted() const { return state_->cipher.has_value(); }
Result<Bytes> Document::raw(const Stream& stream) const { return state_->raw(stream); }

BytesView Document::file() const { return state_->file; }
const Limits& Document::limits() const { return state_->limits; }
const std::vector<Revision>& Document::revisions() const { return state_->revisions; }

const XrefEntry* Document::entry(std::uint32_t number, std::size_t at) const {
    std::size_t revision = 0;
    return state_->find(number, at, revision);
}

std::optional<std::size_t> Document::defined_in(std::uint32_t number, std::size_t at) const {
    std::size_t revision = 0;
    if (state_->find(number, at, revision) == nullptr) return std::nullopt;
    return revision;
}

Result<const Object*> Document::load(Reference reference, std::size_t at) const { return state_->load(reference, at); }

Result<const Object*> Document::resolve(const Object& object, std::size_t at) const {
    const auto* reference = object.as<Reference>();
    if (reference == nullptr) return &object;
    LET(const auto* const loaded, state_->load(*reference, at));
    if (loaded->as<Reference>() != nullptr) {
        return malformed_at(0, "object " + std::to_string(reference->number) + " is nothing but a reference");
    }
    return loaded;
}

Result<const Object*> Document::get(const Dictionary& dictionary, std::string_view key, std::size_t at) const {
    const auto* found = dictionary.find(key);
    if (found == nullptr) return &kNull;
    return resolve(*found, at);
}

Result<Bytes> Document::decode(const Stream& stream, std::size_t at) const {
    Dictionary direct;
    for (const std::string_view key : {"Filter", "DecodeParms", "F"}) {
        const auto* found = stream.dictionary.find(key);
        if (found == nullptr) continue;
        LET(const auto* const value, resolve(*found, at));
        direct.set(key, *value);
    }
    if (!state_->cipher) return decode_direct(direct, stream.raw, state_->limits, state_->inflated);
    LET(const auto data, state_->raw(stream));
    return decode_direct(direct, data, state_->limits, state_->inflated);
}

Result<Document::Placed> Document::object_at(std::size_t offset, std::size_t at) const {
    return state_->read_at(offset, at);
}

}  // namespace congvan::signing::pdf
