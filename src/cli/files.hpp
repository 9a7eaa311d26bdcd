#pragma once

// Reading and writing the files that a command names.

#include <fstream>
#include <optional>
#include <string>

#include "base/bytes.hpp"

namespace congvan::cli {

// The whole file; none when it cannot be read or holds more than `most` bytes.
std::optional<std::string> read_file(const std::string& name, std::uint64_t most);

// "-" is standard output. False when it could not be written whole.
bool write_file(const std::string& out, BytesView content);

// A file front to back.
class FileSource final : public ByteSource {
public:
    explicit FileSource(const std::string& name) : file_(name, std::ios::binary), name_(name) {}
    bool is_open() const { return file_.is_open(); }
    Result<std::size_t> read(std::span<std::byte> into) override;

private:
    std::ifstream file_;
    std::string name_;
};

}  // namespace congvan::cli
