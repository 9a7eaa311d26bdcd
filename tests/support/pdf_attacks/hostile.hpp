#pragma once

// Files made to cost a reader time or memory. Header only for what measures them without the tests.

#include <functional>
#include <string>
#include <vector>

namespace congvan::testing_support {

struct HostilePdf {
    const char* name;
    std::function<std::string(std::size_t bytes)> file;  // about so many bytes, where the kind can grow
};

std::vector<HostilePdf> hostile_pdfs();

}  // namespace congvan::testing_support
