#include "server/shared_files.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "errors/server.hpp"

namespace congvan::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostText = 16u << 20;
constexpr std::string_view kFonts = "/usr/share/fonts/truetype/liberation2";

Error unreadable(const fs::path& file) {
    return {Remedy::call_operator, errors::server::file_unreadable, file.string()};
}

bool holds_regulations(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "regulations" / "profiles", ignored);
}

Result<std::vector<policy::SourceFile>> toml_files(const fs::path& folder, const std::string& shown) {
    std::vector<policy::SourceFile> files;
    std::error_code failure;
    for (fs::directory_iterator each(folder, failure), end; !failure && each != end; each.increment(failure)) {
        if (each->path().extension() != ".toml") continue;
        LET(std::string text, read_text(each->path()));
        files.push_back({shown + "/" + each->path().filename().string(), std::move(text)});
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return files;
}

}  // namespace

Result<fs::path> find_shared(const fs::path& asked) {
    if (!asked.empty()) {
        if (holds_regulations(asked)) return asked;
        return Error{Remedy::call_operator, errors::server::shared_files_missing, asked.string()};
    }
    std::error_code ignored;
    for (fs::path above = fs::read_symlink("/proc/self/exe", ignored).parent_path(); above.has_relative_path();
         above = above.parent_path()) {
        if (holds_regulations(above)) return above;
    }
    const fs::path installed = "/usr/share/congvan";
    if (holds_regulations(installed)) return installed;
    return Error{Remedy::call_operator, errors::server::shared_files_missing, installed.string()};
}

Result<std::string> read_text(const fs::path& file) {
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(file, failure);
    if (failure || size > kMostText) return unreadable(file);
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return unreadable(file);
    return std::move(text).str();
}

Result<policy::ProfileSet> load_profiles(const fs::path& shared) {
    std::vector<policy::SourceFile> all;
    for (const char* folder : {"common", "profiles", "overlays"}) {
        LET(std::vector<policy::SourceFile> files, toml_files(shared / "regulations" / folder, std::string("regulations/") + folder));
        for (policy::SourceFile& file : files) all.push_back(std::move(file));
    }
    return policy::load(all);
}

Result<calendar::Source> load_calendar(const fs::path& shared) {
    const fs::path file = shared / "regulations" / "calendars" / "vietnam.toml";
    LET(std::string text, read_text(file));
    return policy::load_calendar({"regulations/calendars/vietnam.toml", std::move(text)});
}

Result<policy::DirectoryFile> load_demo_directory(const fs::path& shared) {
    const fs::path file = shared / "regulations" / "demo" / "province.toml";
    LET(std::string text, read_text(file));
    return policy::load_directory({"regulations/demo/province.toml", std::move(text)});
}

Result<signing::FontFamily> load_serif() {
    const fs::path fonts(kFonts);
    LET(const std::string regular, read_text(fonts / "LiberationSerif-Regular.ttf"));
    LET(const std::string bold, read_text(fonts / "LiberationSerif-Bold.ttf"));
    LET(const std::string italic, read_text(fonts / "LiberationSerif-Italic.ttf"));
    LET(const std::string bold_italic, read_text(fonts / "LiberationSerif-BoldItalic.ttf"));
    return signing::FontFamily::make(as_bytes(regular), as_bytes(bold), as_bytes(italic), as_bytes(bold_italic));
}

}  // namespace congvan::server
