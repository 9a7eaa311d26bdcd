#pragma once

// Work lists, their true counts, and the register books. What a list holds for whom is said in lists.cpp, once, for
// both the rows and the count.

#include "usecases/views.hpp"

namespace congvan::usecases {

struct ListRequest {
    std::string list;   // a word of the API; "all" where nothing was said
    std::string query;  // words to be found, with or without diacritics
    std::string after;
    std::uint32_t limit = 100;
};

struct OutgoingListRow {
    OutgoingRow row;
    std::map<exchange::DeliveryStatus, std::uint32_t> statuses;
    std::optional<DeadlineView> deadline;
};
struct IncomingListRow {
    IncomingRow row;
    std::optional<DeadlineView> deadline;
};

// A list that the caller's role has no part in is empty. Fails: usecases.unknown_list (fix_input).
Result<Page<OutgoingListRow>> list_outgoing(Office& office, const Caller& caller, const ListRequest& request);
Result<Page<IncomingListRow>> list_incoming(Office& office, const Caller& caller, const ListRequest& request);

struct Counts {
    std::map<std::string, std::uint64_t> outgoing;
    std::map<std::string, std::uint64_t> incoming;
};
Result<Counts> count_lists(Office& office, const Caller& caller);

struct RegisterView {
    RegisterRow row;
    std::string title;
};
struct RegisterPage {
    RegisterView book;
    std::vector<registers::Line> lines;
    std::optional<registers::Sequence> next;
};
Result<std::vector<RegisterView>> list_registers(Office& office, const Caller& caller);
// Fails: usecases.no_such_register (fix_input).
Result<RegisterPage> list_register_lines(Office& office, const Caller& caller, BookId id,
                                         std::optional<registers::Sequence> before, std::uint32_t limit);

}  // namespace congvan::usecases
