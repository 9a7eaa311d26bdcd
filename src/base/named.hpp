#pragma once

// A value with a name of its own: DocumentId and Revision never mix, though both are numbers underneath.

#include <compare>
#include <functional>
#include <utility>

namespace congvan {

template <typename Tag, typename Raw>
class Named {
public:
    using raw_type = Raw;

    Named() = default;
    explicit Named(Raw raw) : raw_(std::move(raw)) {}

    const Raw& raw() const { return raw_; }

    friend bool operator==(const Named&, const Named&) = default;
    friend auto operator<=>(const Named&, const Named&) = default;

private:
    Raw raw_{};
};

}  // namespace congvan

template <typename Tag, typename Raw>
struct std::hash<congvan::Named<Tag, Raw>> {
    std::size_t operator()(const congvan::Named<Tag, Raw>& named) const { return std::hash<Raw>{}(named.raw()); }
};
