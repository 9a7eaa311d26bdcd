#include "adapters/system/secret.hpp"

#include <string.h>
#include <sys/stat.h>

#include "adapters/system/small_file.hpp"
#include "errors/system.hpp"

namespace congvan::system {
namespace {

constexpr std::string_view kFile = "file:";

Error unusable(std::string_view reference, std::string_view why) {
    return {Remedy::call_operator, errors::system::secret_unusable, std::string(reference) + ": " + std::string(why)};
}

}  // namespace

void Secret::wipe() { explicit_bzero(text_.data(), text_.size()); }

Secret::~Secret() { wipe(); }

Secret::Secret(Secret&& other) noexcept : text_(other.text_) {
    other.wipe();
    other.text_.clear();
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        text_ = other.text_;
        other.wipe();
        other.text_.clear();
    }
    return *this;
}

Result<Secret> read_secret(std::string_view reference) {
    if (!reference.starts_with(kFile)) return unusable("a secret", "it must be named as file:/path");
    const std::filesystem::path path(reference.substr(kFile.size()));
    struct stat about {};
    if (stat(path.c_str(), &about) != 0) return unusable(reference, "there is no such file");
    if ((about.st_mode & 077) != 0) return unusable(reference, "others than its owner have access to it");
    auto content = read_small_file(path);
    if (!content.has_value()) return unusable(reference, content.error().detail);
    if (!content->has_value()) return unusable(reference, "there is no such file");
    auto& text = **content;
    if (text.ends_with('\n')) text.pop_back();
    if (text.empty()) return unusable(reference, "it is empty");
    return Secret(std::move(text));
}

}  // namespace congvan::system
