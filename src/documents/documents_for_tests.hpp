#pragma once

// Made-up people, agencies and files for the tests of this and the next module.

#include "documents/incoming.hpp"
#include "documents/outgoing.hpp"

namespace congvan::documents {

inline Instant test_time(int minutes = 0) {  // 2026-11-20T09:00+07:00 and so many minutes
    return parse_instant("2026-11-20T09:00:00+07:00").value() + std::chrono::minutes(minutes);
}
inline Uuid test_id(std::string_view name) { return Uuid::derived({"documents test", name}); }
inline Official test_official(std::string_view name) {
    return {PersonId(test_id(name)), std::string(name) + " (thử nghiệm)", "Chuyên viên"};
}
inline AgencyRef test_agency(std::string_view name) {
    return {AgencyId(test_id(name)), "H00." + std::string(name), "Cơ quan " + std::string(name) + " (thử nghiệm)"};
}
inline FileRef test_file(std::string_view name) {
    return {Sha256::of(as_bytes(name)), name.size(), std::string(name), "application/pdf", Checked::structure};
}
inline registers::BookKey test_book(registers::BookKind kind) { return {test_agency("A").id, kind, "", "2026"}; }
inline Numbering test_numbering(std::uint32_t sequence = 5) {
    return {test_book(registers::BookKind::outgoing), registers::Sequence(sequence),
            std::to_string(sequence) + "/QĐ-UBND", vietnam_day(test_time())};
}

}  // namespace congvan::documents
