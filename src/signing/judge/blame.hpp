#pragma once

// Which page shows an object, so that a change can be said of a page. Built when it is first asked. Used by the judge.

#include <string_view>
#include <unordered_map>

#include "signing/pdf/reader.hpp"

namespace congvan::signing {

class Blame {
public:
    Blame(const pdf::Document& document, std::size_t at) : document_(document), at_(at) {}

    struct Owner {
        int page = 0;            // the first that shows it, from 1; 0: none
        std::string_view part;   // a word of kPageParts
    };
    Owner owner(std::uint32_t number);

private:
    void build();
    void walk(const pdf::Page& page, int number);

    const pdf::Document& document_;
    std::size_t at_;
    bool built_ = false;
    std::unordered_map<std::uint32_t, Owner> owners_;
};

}  // namespace congvan::signing
