#include "usecases/lists.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "errors/usecases.hpp"

namespace congvan::usecases {
namespace {

using directory::Act;
using directory::Role;
using documents::IncomingStage;
using documents::OutgoingStage;

constexpr std::string_view kOutgoingLists[] = {"drafts", "awaiting_approval", "to_sign", "to_issue",
                                               "issued", "recalled",          "all"};
constexpr std::string_view kIncomingLists[] = {"to_accept", "to_assign", "to_handle", "in_handling", "completed",
                                               "returned",  "to_cancel", "cancelled", "all"};

bool reads_whole_agency(const Caller& caller, Act act) { return require(caller, act, own_agency(caller)).has_value(); }

// The archivist's reading begins when the work is over.
bool reads_settled(const Caller& caller, Act act) {
    directory::Thing thing = own_agency(caller);
    thing.settled = directory::Settled::yes;
    return require(caller, act, thing).has_value();
}

// What the caller may read at all; nothing when no row could ever be theirs.
std::optional<OutgoingQuery> readable_outgoing(const Caller& caller) {
    OutgoingQuery query;
    query.agency = caller.agency.id;
    if (reads_whole_agency(caller, Act::read_outgoing)) return query;
    if (reads_settled(caller, Act::read_outgoing)) {
        query.stages = {OutgoingStage::issued, OutgoingStage::recalled};
        return query;
    }
    if (!directory::could_ever(Act::read_outgoing, caller.actor, caller.today)) return std::nullopt;
    query.drafter_or_signer = caller.actor.person;
    return query;
}

std::optional<IncomingQuery> readable_incoming(const Caller& caller) {
    IncomingQuery query;
    query.agency = caller.agency.id;
    if (reads_whole_agency(caller, Act::read_incoming)) return query;
    if (reads_settled(caller, Act::read_incoming)) {
        query.stages = {IncomingStage::completed, IncomingStage::cancelled, IncomingStage::returned,
                        IncomingStage::withdrawn};
        return query;
    }
    if (!directory::could_ever(Act::read_incoming, caller.actor, caller.today)) return std::nullopt;
    query.handler = caller.actor.person;
    return query;
}

template <typename Query, typename Stage>
bool narrow(Query& query, std::initializer_list<Stage> stages) {
    if (query.stages.empty()) {
        query.stages = stages;
        return true;
    }
    std::erase_if(query.stages, [&](Stage each) { return std::find(stages.begin(), stages.end(), each) == stages.end(); });
    return !query.stages.empty();
}

// The signatures that wait for the caller, by role of the caller: only one kind of list each.
std::optional<SignatureRole> signature_of(const Caller& caller) {
    switch (caller.role()) {
        case Role::leader: return SignatureRole::personal;
        case Role::clerk: return SignatureRole::seal;
        case Role::specialist: return SignatureRole::initial;
        case Role::archivist:
        case Role::administrator: return std::nullopt;
    }
    return std::nullopt;
}

// The rows of `list` for the caller; nothing: the caller has no part in it.
std::optional<OutgoingQuery> outgoing_query(const Caller& caller, std::string_view list) {
    std::optional<OutgoingQuery> query = readable_outgoing(caller);
    if (!query) return std::nullopt;
    const PersonId me = caller.actor.person;
    if (list == "drafts") {
        if (!directory::could_ever(Act::draft, caller.actor, caller.today)) return std::nullopt;
        query->drafter = me;
        if (!narrow(*query, {OutgoingStage::drafting})) return std::nullopt;
    } else if (list == "awaiting_approval") {
        if (!directory::could_ever(Act::approve, caller.actor, caller.today)) return std::nullopt;
        query->signer = me;
        if (!narrow(*query, {OutgoingStage::awaiting_approval})) return std::nullopt;
    } else if (list == "to_sign") {
        query->next_signature = signature_of(caller);
        if (!query->next_signature) return std::nullopt;
        if (*query->next_signature == SignatureRole::initial) query->drafter = me;
        if (*query->next_signature == SignatureRole::personal) query->signer = me;
        if (!narrow(*query, {OutgoingStage::numbered, OutgoingStage::signing})) return std::nullopt;
    } else if (list == "to_issue") {
        if (!directory::could_ever(Act::issue, caller.actor, caller.today)) return std::nullopt;
        if (!narrow(*query, {OutgoingStage::sealed})) return std::nullopt;
    } else if (list == "issued") {
        if (!narrow(*query, {OutgoingStage::issued})) return std::nullopt;
    } else if (list == "recalled") {
        if (!narrow(*query, {OutgoingStage::recalled})) return std::nullopt;
    }
    return query;
}

std::optional<IncomingQuery> incoming_query(const Caller& caller, std::string_view list) {
    std::optional<IncomingQuery> query = readable_incoming(caller);
    if (!query) return std::nullopt;
    const auto could = [&](Act act) { return directory::could_ever(act, caller.actor, caller.today); };
    bool some = true;
    if (list == "to_accept") {
        if (!could(Act::accept)) return std::nullopt;
        some = narrow(*query, {IncomingStage::arrived});
    } else if (list == "to_assign") {
        if (!could(Act::assign)) return std::nullopt;
        some = narrow(*query, {IncomingStage::accepted});
    } else if (list == "to_handle") {
        query->handler = caller.actor.person;
        some = narrow(*query, {IncomingStage::assigned, IncomingStage::in_handling});
    } else if (list == "in_handling") {
        some = narrow(*query, {IncomingStage::assigned, IncomingStage::in_handling});
    } else if (list == "completed") {
        some = narrow(*query, {IncomingStage::completed});
    } else if (list == "returned") {
        some = narrow(*query, {IncomingStage::returned});
    } else if (list == "to_cancel") {
        if (!could(Act::cancel_recalled)) return std::nullopt;
        some = narrow(*query, {IncomingStage::cancel_due});
    } else if (list == "cancelled") {
        some = narrow(*query, {IncomingStage::cancelled, IncomingStage::withdrawn});
    }
    if (!some) return std::nullopt;
    return query;
}

template <typename Lists>
Result<Done> check_list(const Lists& lists, std::string_view list) {
    if (std::find(std::begin(lists), std::end(lists), list) != std::end(lists)) return Done{};
    return Error{Remedy::fix_input, errors::usecases::unknown_list, std::string(list)};
}

template <typename Query>
void put_page(Query& query, const ListRequest& request) {
    query.folded = fold(request.query);
    query.after = request.after;
    query.limit = request.limit;
}

std::string register_title(const registers::BookKey& key) {
    const bool outgoing = key.kind == registers::BookKind::outgoing;
    std::string title = outgoing ? "Sổ đăng ký văn bản đi" : "Sổ đăng ký văn bản đến";
    if (!key.series.empty()) title += " – " + key.series;
    return title + " – " + key.period;
}

std::map<DocumentId, std::map<exchange::DeliveryStatus, std::uint32_t>> counted(const std::vector<DeliveryRow>& rows) {
    std::map<DocumentId, std::map<exchange::DeliveryStatus, std::uint32_t>> counts;
    for (const DeliveryRow& each : rows) ++counts[each.document][each.status];
    return counts;
}

}  // namespace

Result<Page<OutgoingListRow>> list_outgoing(Office& office, const Caller& caller, const ListRequest& request) {
    TRY(check_list(kOutgoingLists, request.list));
    std::optional<OutgoingQuery> query = outgoing_query(caller, request.list);
    if (!query) return Page<OutgoingListRow>();
    put_page(*query, request);
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    return usecases::read<Page<OutgoingListRow>>(office.store, [&](Reader& reader) -> Result<Page<OutgoingListRow>> {
        LET(Page<OutgoingRow> found, reader.find(*query));
        LET(const calendar::Calendar calendar, calendar_now(office, reader));
        std::vector<DocumentId> issued;
        for (const OutgoingRow& row : found.rows) {
            if (row.issued_at) issued.push_back(row.id);
        }
        LET(const std::vector<DeliveryRow> deliveries, reader.deliveries_of(issued));
        auto statuses = counted(deliveries);
        Page<OutgoingListRow> page;
        page.next = std::move(found.next);
        for (OutgoingRow& row : found.rows) {
            OutgoingListRow each;
            each.statuses = std::move(statuses[row.id]);
            if (row.signed_at) {
                const auto due = policy::send_deadline(*profile, calendar, *row.signed_at, row.urgency);
                each.deadline = view_deadline(calendar, {*row.signed_at, due.due, row.issued_at, ""}, office.clock.now());
            }
            each.row = std::move(row);
            page.rows.push_back(std::move(each));
        }
        return page;
    });
}

namespace {

// What waits for somebody: to be handed on (by the routing rule), then to be handled (by the leader's day).
std::optional<DeadlineView> deadline_of(const IncomingRow& row, const policy::Profile& profile,
                                        const calendar::Calendar& calendar, Instant now) {
    if (row.stage == IncomingStage::arrived || row.stage == IncomingStage::accepted) {
        const Instant received = policy::legal_receipt(profile, calendar, row.arrived_at).due;
        const auto due = policy::routing_deadline(profile, calendar, received, row.urgency);
        if (due) return view_deadline(calendar, {received, due->due, std::nullopt, ""}, now);
    }
    const bool open = row.stage == IncomingStage::assigned || row.stage == IncomingStage::in_handling;
    if (!row.deadline || !open) return std::nullopt;
    return view_deadline(calendar, {row.arrived_at, *row.deadline, std::nullopt, ""}, now);
}

}  // namespace

Result<Page<IncomingListRow>> list_incoming(Office& office, const Caller& caller, const ListRequest& request) {
    TRY(check_list(kIncomingLists, request.list));
    std::optional<IncomingQuery> query = incoming_query(caller, request.list);
    if (!query) return Page<IncomingListRow>();
    put_page(*query, request);
    LET(const policy::Profile* profile, profile_of(office, *caller.directory, caller.agency.id, caller.today));
    return usecases::read<Page<IncomingListRow>>(office.store, [&](Reader& reader) -> Result<Page<IncomingListRow>> {
        LET(Page<IncomingRow> found, reader.find(*query));
        LET(const calendar::Calendar calendar, calendar_now(office, reader));
        Page<IncomingListRow> page;
        page.next = std::move(found.next);
        for (IncomingRow& row : found.rows) {
            IncomingListRow each;
            each.deadline = deadline_of(row, *profile, calendar, office.clock.now());
            each.row = std::move(row);
            page.rows.push_back(std::move(each));
        }
        return page;
    });
}

Result<Counts> count_lists(Office& office, const Caller& caller) {
    return usecases::read<Counts>(office.store, [&](Reader& reader) -> Result<Counts> {
        Counts counts;
        for (const std::string_view list : kOutgoingLists) {
            const auto query = outgoing_query(caller, list);
            if (!query) continue;
            LET(counts.outgoing[std::string(list)], reader.count(*query));
        }
        for (const std::string_view list : kIncomingLists) {
            const auto query = incoming_query(caller, list);
            if (!query) continue;
            LET(counts.incoming[std::string(list)], reader.count(*query));
        }
        return counts;
    });
}

Result<std::vector<RegisterView>> list_registers(Office& office, const Caller& caller) {
    TRY(require(caller, Act::read_register, own_agency(caller)));
    LET(const std::vector<RegisterRow> rows, usecases::read<std::vector<RegisterRow>>(office.store, [&](Reader& reader) {
            return reader.registers(caller.agency.id);
        }));
    std::vector<RegisterView> views;
    for (const RegisterRow& row : rows) views.push_back({row, register_title(row.key)});
    return views;
}

Result<RegisterPage> list_register_lines(Office& office, const Caller& caller, BookId id,
                                         std::optional<registers::Sequence> before, std::uint32_t limit) {
    TRY(require(caller, Act::read_register, own_agency(caller)));
    return usecases::read<RegisterPage>(office.store, [&](Reader& reader) -> Result<RegisterPage> {
        LET(const std::optional<RegisterRow> row, reader.register_by_id(id));
        if (!row || row->key.agency != caller.agency.id) {
            return Error{Remedy::fix_input, errors::usecases::no_such_register, id.raw().text()};
        }
        RegisterPage page;
        page.book = {*row, register_title(row->key)};
        LET(page.lines, reader.register_lines(id, before, limit));
        if (page.lines.size() == limit && page.lines.back().sequence.raw() > 1) page.next = page.lines.back().sequence;
        return page;
    });
}

}  // namespace congvan::usecases
