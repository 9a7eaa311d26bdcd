#include "signing/judge/revocation_facts.hpp"

#include <algorithm>

namespace congvan::signing {

void WantedList::add(Wanted wanted) {
    const auto same = std::find_if(all_.begin(), all_.end(), [&](const Wanted& one) {
        return one.what == wanted.what && one.sha256 == wanted.sha256;
    });
    if (same == all_.end()) {
        all_.push_back(std::move(wanted));
    } else {
        same->as_of = std::max(same->as_of, wanted.as_of);
    }
}

}  // namespace congvan::signing
