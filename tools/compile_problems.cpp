// compile_problems OUT.cpp FILE.toml...  : the error catalogue as a C++ table sorted by code.
// Refuses a table that misses a sentence, has an unknown key, or a status that is no failure.

#include <toml++/toml.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace {

constexpr const char* kSentences[] = {"vi", "en", "fix_vi", "fix_en"};

struct Row {
    int status = 0;
    std::string sentences[4];
};

[[noreturn]] void refuse(const std::string& file, const std::string& code, const std::string& why) {
    std::fprintf(stderr, "%s: %s: %s\n", file.c_str(), code.c_str(), why.c_str());
    std::exit(1);
}

// A string literal that says the same bytes whatever they are.
std::string literal(const std::string& text) {
    std::string out = "\"";
    for (const unsigned char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c < 0x20 || c == 0x7f || c == '?') {
            char octal[5];
            std::snprintf(octal, sizeof octal, "\\%03o", c);
            out += octal;
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + "\"";
}

Row read_row(const std::string& file, const std::string& code, const toml::table& table) {
    Row row;
    const auto status = table["status"].value<int>();
    if (!status || *status < 400 || *status > 599) refuse(file, code, "status must be 400 to 599");
    row.status = *status;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto sentence = table[kSentences[i]].value<std::string>();
        if (!sentence || sentence->empty()) refuse(file, code, std::string(kSentences[i]) + " is missing");
        row.sentences[i] = *sentence;
    }
    if (table.size() != 5) refuse(file, code, "has a key that nobody reads");
    return row;
}

void read_file(const std::string& file, std::map<std::string, Row>& rows) {
    const auto parsed = toml::parse_file(file);
    if (!parsed) {
        std::ostringstream why;
        why << parsed.error();
        refuse(file, "malformed", why.str());
    }
    for (const auto& [key, value] : parsed.table()) {
        const std::string code(key.str());
        const auto* table = value.as_table();
        if (table == nullptr) refuse(file, code, "is not a table");
        if (!rows.emplace(code, read_row(file, code, *table)).second) refuse(file, code, "stands twice");
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: compile_problems OUT.cpp FILE.toml...\n");
        return 2;
    }
    std::map<std::string, Row> rows;
    for (int i = 2; i < argc; ++i) read_file(argv[i], rows);

    std::ofstream out(argv[1], std::ios::binary | std::ios::trunc);
    out << "// Generated from spec/errors/*.toml.\n#include \"http/problem.hpp\"\n\nnamespace congvan::http {\n\n"
           "namespace {\nconstexpr ProblemText kCatalogue[] = {\n";
    for (const auto& [code, row] : rows) {
        out << "    {" << literal(code) << ", " << row.status;
        for (const auto& sentence : row.sentences) out << ",\n     " << literal(sentence);
        out << "},\n";
    }
    out << "};\n}  // namespace\n\nstd::span<const ProblemText> problem_catalogue() { return kCatalogue; }\n\n"
           "}  // namespace congvan::http\n";
    out.close();
    return out ? 0 : 1;
}
