#include "directory/agency.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "errors/directory.hpp"

namespace congvan::directory {
namespace {

constexpr std::size_t kLongestCode = 35;

Error wrong(std::string_view code, std::string detail) { return {Remedy::fix_input, code, std::move(detail)}; }

bool is_capital_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// "V1V2V3.Z1Z2.Y1Y2.MX1X2"
bool is_old_shape(std::string_view text) {
    return text.size() == 13 && text[3] == '.' && text[6] == '.' && text[9] == '.' && text[10] >= 'A' && text[10] <= 'Z';
}

bool is_new_shape(std::string_view text) {
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    return text.size() >= 3 && text[0] >= 'A' && text[0] <= 'Z' && digit(1) && digit(2) &&
           (text.size() == 3 || text[3] == '.' || text[0] == 'Z');
}

void sort_by_name(std::vector<const Agency*>& agencies) {
    std::sort(agencies.begin(), agencies.end(), [](const Agency* a, const Agency* b) {
        return std::pair(sort_key(a->name), a->id) < std::pair(sort_key(b->name), b->id);
    });
}

}  // namespace

std::string_view to_word(CodeScheme scheme) {
    switch (scheme) {
        case CodeScheme::qcvn_102: return "qcvn_102";
        case CodeScheme::qd_20_2020: return "qd_20_2020";
        case CodeScheme::other: return "other";
    }
    return "";
}

Result<CodeScheme> parse_code_scheme(std::string_view word) {
    for (const CodeScheme scheme : {CodeScheme::qcvn_102, CodeScheme::qd_20_2020, CodeScheme::other}) {
        if (to_word(scheme) == word) return scheme;
    }
    return wrong(errors::directory::unknown_word, "no code scheme: " + std::string(word.substr(0, 64)));
}

Result<AgencyCode> AgencyCode::parse(std::string_view text) {
    const auto refuse = [&] { return wrong(errors::directory::malformed_code, "code: " + std::string(text.substr(0, 64))); };
    if (text.empty() || text.size() > kLongestCode || text.front() == '.' || text.back() == '.') return refuse();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool point = text[i] == '.';
        if (!point && !is_capital_or_digit(text[i])) return refuse();
        if (point && text[i - 1] == '.') return refuse();
    }
    return AgencyCode(std::string(text));
}

CodeScheme AgencyCode::scheme() const {
    if (is_old_shape(text_)) return CodeScheme::qcvn_102;
    return is_new_shape(text_) ? CodeScheme::qd_20_2020 : CodeScheme::other;
}

const AgencyCode& Agency::code_on(Day day) const {
    CONGVAN_INVARIANT(!codes.empty());
    for (const CodeScheme scheme : {CodeScheme::qd_20_2020, CodeScheme::other, CodeScheme::qcvn_102}) {
        for (const auto& dated : codes) {
            if (dated.scheme == scheme && dated.validity.covers(day)) return dated.code;
        }
    }
    return codes.front().code;
}

Result<AgencyTree> AgencyTree::make(std::vector<Agency> agencies) {
    AgencyTree tree;
    tree.agencies_ = std::move(agencies);
    for (std::size_t i = 0; i < tree.agencies_.size(); ++i) {
        const Agency& agency = tree.agencies_[i];
        if (!tree.by_id_.emplace(agency.id, i).second) {
            return wrong(errors::directory::agency_twice, agency.name);
        }
        if (!agency.validity.in_order()) return wrong(errors::directory::bad_validity, agency.name);
    }
    TRY(tree.check_codes());
    TRY(tree.check_parents());
    tree.put_in_order();
    return tree;
}

Result<Done> AgencyTree::check_codes() const {
    std::map<AgencyCode, AgencyId> taken;
    for (const auto& agency : agencies_) {
        if (agency.codes.empty()) return wrong(errors::directory::no_code, agency.name);
        for (const auto& dated : agency.codes) {
            if (!dated.validity.in_order()) return wrong(errors::directory::bad_validity, dated.code.text());
            if (!taken.emplace(dated.code, agency.id).second) {
                return wrong(errors::directory::code_taken, dated.code.text());
            }
        }
    }
    return Done{};
}

Result<Done> AgencyTree::check_parents() const {
    for (const auto& agency : agencies_) {
        std::size_t steps = 0;
        const Agency* at = &agency;
        while (at->parent) {
            const auto up = by_id_.find(*at->parent);
            if (up == by_id_.end()) return wrong(errors::directory::unknown_parent, at->name);
            at = &agencies_[up->second];
            if (++steps > agencies_.size()) return wrong(errors::directory::parent_circle, agency.name);
        }
    }
    return Done{};
}

// Parents before children, siblings by name.
void AgencyTree::put_in_order() {
    std::map<std::optional<AgencyId>, std::vector<const Agency*>> below;
    for (const auto& agency : agencies_) below[agency.parent].push_back(&agency);
    for (auto& [parent, children] : below) sort_by_name(children);

    std::vector<Agency> ordered;
    ordered.reserve(agencies_.size());
    std::vector<const Agency*> open(below[std::nullopt].rbegin(), below[std::nullopt].rend());
    while (!open.empty()) {
        const Agency* next = open.back();
        open.pop_back();
        const auto& children = below[next->id];
        open.insert(open.end(), children.rbegin(), children.rend());
        ordered.push_back(*next);
    }
    agencies_ = std::move(ordered);
    by_id_.clear();
    for (std::size_t i = 0; i < agencies_.size(); ++i) {
        by_id_.emplace(agencies_[i].id, i);
        for (const auto& dated : agencies_[i].codes) by_code_.emplace(dated.code, agencies_[i].id);
    }
}

const Agency* AgencyTree::find(AgencyId id) const {
    const auto at = by_id_.find(id);
    return at == by_id_.end() ? nullptr : &agencies_[at->second];
}

const Agency* AgencyTree::find_by_code(const AgencyCode& code) const {
    const auto at = by_code_.find(code);
    return at == by_code_.end() ? nullptr : find(at->second);
}

std::vector<AgencyId> AgencyTree::ancestors(AgencyId id) const {
    std::vector<AgencyId> above;
    const Agency* at = find(id);
    while (at != nullptr && at->parent) {
        above.push_back(*at->parent);
        at = find(*at->parent);
    }
    return above;
}

bool AgencyTree::is_within(AgencyId id, AgencyId top) const {
    if (find(id) == nullptr) return false;
    const auto above = ancestors(id);
    return id == top || std::find(above.begin(), above.end(), top) != above.end();
}

Result<ProfileId> AgencyTree::profile_of(AgencyId id) const {
    const Agency* at = find(id);
    if (at == nullptr) return wrong(errors::directory::unknown_agency, id.raw().text());
    while (!at->profile && at->parent) at = find(*at->parent);
    if (!at->profile) return wrong(errors::directory::no_profile, find(id)->name);
    return *at->profile;
}

std::vector<const Agency*> AgencyTree::participants(Day day) const {
    std::vector<const Agency*> found;
    for (const auto& agency : agencies_) {
        if (agency.validity.covers(day) && profile_of(agency.id).has_value()) found.push_back(&agency);
    }
    return found;
}

}  // namespace congvan::directory
