#pragma once

// Agencies, their identifier codes, and the dated tree they form (requirements A1, A8). Values; any thread.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/named.hpp"
#include "base/validity.hpp"

namespace congvan::directory {

// The name of a policy profile: "qn37".
using ProfileId = Named<struct ProfileIdTag, std::string>;

// Both generations of codes are in use: old packets name agencies by the first. One is turned into the other by the
// agency's own rows, never by rearranging groups.
enum class CodeScheme {
    qcvn_102,    // "000.00.00.H41": 13 characters, level 1 at the right (QCVN 102:2016/BTTTT)
    qd_20_2020,  // "H41.12.03": up to 35 characters, level 1 at the left (Quyết định 20/2020/QĐ-TTg)
    other,       // what else a list names (Party: 15-QĐ/VPTW; enterprises: the registration number)
};
std::string_view to_word(CodeScheme scheme);
Result<CodeScheme> parse_code_scheme(std::string_view word);  // directory.unknown_word (fix_input)

// Mã định danh cơ quan: 1 to 35 of A-Z, 0-9 and points, no empty group.
class AgencyCode {
public:
    // Fails: directory.malformed_code (fix_input).
    static Result<AgencyCode> parse(std::string_view text);
    const std::string& text() const { return text_; }
    // By its shape.
    CodeScheme scheme() const;

    friend bool operator==(const AgencyCode&, const AgencyCode&) = default;
    friend auto operator<=>(const AgencyCode&, const AgencyCode&) = default;

private:
    explicit AgencyCode(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

struct DatedCode {
    AgencyCode code;
    CodeScheme scheme = CodeScheme::qd_20_2020;
    Validity validity;

    friend bool operator==(const DatedCode&, const DatedCode&) = default;
};

// A part of an agency that drafts documents; its abbreviation stands in the notation of official letters.
struct Unit {
    std::string abbreviation;  // "VP", "VX"
    std::string name;          // "Văn phòng"

    friend bool operator==(const Unit&, const Unit&) = default;
};

struct Agency {
    AgencyId id;
    std::vector<DatedCode> codes;  // at least one
    std::string name;              // "Sở Nội vụ (thử nghiệm)"
    std::string short_name;        // the abbreviation in notations: "SNV", "UBND", "TU"
    std::vector<Unit> units;       // the first is where letters come from when nothing else is said
    std::optional<AgencyId> parent;
    std::optional<ProfileId> profile;  // its own; otherwise that of the nearest ancestor that has one
    Validity validity;

    // The code in force on `day`: the newest scheme's, else the first. For writing.
    const AgencyCode& code_on(Day day) const;
    friend bool operator==(const Agency&, const Agency&) = default;
};

class AgencyTree {
public:
    // Fails: directory.agency_twice · directory.no_code · directory.code_taken (also by an agency that is no more: codes
    // are never reused) · directory.unknown_parent · directory.parent_circle · directory.bad_validity (fix_input).
    static Result<AgencyTree> make(std::vector<Agency> agencies);

    const std::vector<Agency>& all() const { return agencies_; }  // parents before children, else by name
    const Agency* find(AgencyId id) const;
    // By any code it ever had.
    const Agency* find_by_code(const AgencyCode& code) const;
    // Nearest first, without `id` itself.
    std::vector<AgencyId> ancestors(AgencyId id) const;
    bool is_within(AgencyId id, AgencyId top) const;

    // The profile of the agency or of its nearest ancestor that has one (requirement A8).
    // Fails: directory.unknown_agency · directory.no_profile (fix_input).
    Result<ProfileId> profile_of(AgencyId id) const;
    // Those on `day` that have a profile, and so may send and receive; the others only group. Parents before children.
    std::vector<const Agency*> participants(Day day) const;

private:
    AgencyTree() = default;
    Result<Done> check_codes() const;
    Result<Done> check_parents() const;
    void put_in_order();

    std::vector<Agency> agencies_;
    std::map<AgencyId, std::size_t> by_id_;
    std::map<AgencyCode, AgencyId> by_code_;
};

}  // namespace congvan::directory
