#include "cli/files.hpp"

#include <iostream>

#include "errors/storage.hpp"

namespace congvan::cli {

std::optional<std::string> read_file(const std::string& name, std::uint64_t most) {
    std::ifstream file(name, std::ios::binary);
    if (!file) return std::nullopt;
    file.seekg(0, std::ios::end);
    const auto size = file.tellg();
    if (size < 0 || static_cast<std::uint64_t>(size) > most) return std::nullopt;
    file.seekg(0);
    std::string content(static_cast<std::size_t>(size), '\0');
    file.read(content.data(), size);
    if (!file) return std::nullopt;
    return content;
}

bool write_file(const std::string& out, BytesView content) {
    const std::string_view text = as_text(content);
    if (out == "-") {
        std::cout.write(text.data(), static_cast<std::streamsize>(text.size()));
        std::cout.flush();
        return std::cout.good();
    }
    std::ofstream file(out, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    return file.good();
}

Result<std::size_t> FileSource::read(std::span<std::byte> into) {
    file_.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    if (file_.bad()) return Error{Remedy::retry_later, errors::storage::unavailable, name_};
    return static_cast<std::size_t>(file_.gcount());
}

}  // namespace congvan::cli
