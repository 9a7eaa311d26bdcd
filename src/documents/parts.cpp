#include "documents/parts.hpp"

#include <array>
#include <charconv>

#include "documents/parts_codec.hpp"
#include "errors/base.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

constexpr std::array<std::string_view, 3> kChecked = {"unchecked", "structure", "clean"};

Error malformed_list() { return {Remedy::call_operator, errors::base::malformed_record, "a packed list"}; }

}  // namespace

std::string_view to_word(Checked checked) { return kChecked.at(static_cast<std::size_t>(checked)); }

Result<Checked> parse_checked(std::string_view word) {
    for (std::size_t i = 0; i < kChecked.size(); ++i) {
        if (kChecked[i] == word) return static_cast<Checked>(i);
    }
    return Error{Remedy::call_operator, errors::documents::unknown_word, std::string(word.substr(0, 64))};
}

// packed := { length ":" byte[length] "\n" }   length in decimal
std::string pack(const std::vector<std::string>& parts) {
    std::string packed;
    for (const std::string& part : parts) packed += std::to_string(part.size()) + ":" + part + "\n";
    return packed;
}

Result<std::vector<std::string>> unpack(std::string_view packed) {
    std::vector<std::string> parts;
    while (!packed.empty()) {
        std::size_t length = 0;
        const auto [end, failed] = std::from_chars(packed.data(), packed.data() + packed.size(), length);
        const auto digits = static_cast<std::size_t>(end - packed.data());
        if (failed != std::errc{} || std::to_string(length).size() != digits) return malformed_list();
        packed.remove_prefix(digits);
        // A colon, the part, a line end.
        if (packed.size() < 2 || packed.size() - 2 < length) return malformed_list();
        if (packed.front() != ':' || packed[length + 1] != '\n') return malformed_list();
        parts.emplace_back(packed.substr(1, length));
        packed.remove_prefix(length + 2);
    }
    return parts;
}

void put(Fields& fields, std::string_view prefix, const FileRef& file) { evidence::put_described(fields, prefix, file); }
void put(Fields& fields, std::string_view prefix, const Official& official) {
    evidence::put_described(fields, prefix, official);
}
void put(Fields& fields, std::string_view prefix, const AgencyRef& agency) {
    evidence::put_described(fields, prefix, agency);
}
void put(Fields& fields, std::string_view prefix, const Numbering& numbering) {
    evidence::put_described(fields, prefix, numbering);
}
Result<FileRef> get_file(const Fields& fields, std::string_view prefix) {
    return evidence::get_described<FileRef>(fields, prefix);
}
Result<Official> get_official(const Fields& fields, std::string_view prefix) {
    return evidence::get_described<Official>(fields, prefix);
}
Result<AgencyRef> get_agency(const Fields& fields, std::string_view prefix) {
    return evidence::get_described<AgencyRef>(fields, prefix);
}
Result<Numbering> get_numbering(const Fields& fields, std::string_view prefix) {
    return evidence::get_described<Numbering>(fields, prefix);
}
void put_files(Fields& fields, std::string_view prefix, const std::vector<FileRef>& files) {
    evidence::put_described(fields, prefix, files);
}
Result<std::vector<FileRef>> get_files(const Fields& fields, std::string_view prefix) {
    return evidence::get_described<std::vector<FileRef>>(fields, prefix);
}
void put_agencies(Fields& fields, std::string_view prefix, const std::vector<AgencyRef>& agencies) {
    evidence::put_described(fields, prefix, agencies);
}
Result<std::vector<AgencyRef>> get_agencies(const Fields& fields, std::string_view prefix) {
    return evidence::get_described<std::vector<AgencyRef>>(fields, prefix);
}

}  // namespace congvan::documents
