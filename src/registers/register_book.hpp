#pragma once

// A register book (sổ đăng ký văn bản): the only place where a number is born. Numbers of one book are exactly
// 1..n; a number that was not used stays as a void line with its reason (NĐ 30/2020 art. 15, requirement B4).
// Pure: the caller loads the book under its lock, decides, and commits the events with the document's own.

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/result.hpp"

namespace congvan::registers {

enum class BookKind { outgoing, incoming };
std::string_view to_word(BookKind kind);
Result<BookKind> parse_book_kind(std::string_view word);  // registers.unknown_word (call_operator)

// Which book: of whom, which direction, which series ("" or a document type's code where each type counts for itself),
// which period ("2026", or a term of the committee "2025-2030").
struct BookKey {
    AgencyId agency;
    BookKind kind = BookKind::outgoing;
    std::string series;
    std::string period;

    // The same key has the same id everywhere.
    BookId id() const;
    friend bool operator==(const BookKey&, const BookKey&) = default;
};

using Sequence = Named<struct SequenceTag, std::uint32_t>;  // from 1

enum class LineState { reserved, entered, voided };
std::string_view to_word(LineState state);

struct Line {
    Sequence sequence;
    LineState state = LineState::reserved;
    Uuid subject;          // the outgoing document or the incoming document that the line is about
    Day day;               // ngày văn bản / ngày đến
    std::string notation;  // "05/QĐ-UBND"; for an incoming line the sender's notation
    Fields columns;        // what the printed form shows besides (NĐ 30/2020 appendix IV)
    std::string note;      // why it is void, or that the document was recalled

    friend bool operator==(const Line&, const Line&) = default;
};

// `last` is always true; `lines` holds at least the lines that the command at hand is about.
struct RegisterBook {
    BookKey key;
    Sequence last;
    Revision revision;
    std::map<Sequence, Line> lines;

    friend bool operator==(const RegisterBook&, const RegisterBook&) = default;
};

// Commands -------------------------------------------------------------------------------------------------------

// Takes the next number for a document that is yet to be signed. `notation` is made from the sequence by the caller's rule.
struct Reserve {
    Uuid subject;
    Day day;
    std::string notation;
    Fields columns;
};
// Takes the next number for something that is already final (an arrival).
struct Enter {
    Uuid subject;
    Day day;
    std::string notation;
    Fields columns;
};
// The document with the reserved number was signed and issued.
struct Confirm {
    Sequence sequence;
    Uuid subject;
    Fields columns;  // replaces the reserved ones (signer, recipients as issued)
};
// The number will never be used. `reason` is kept for the inspection.
struct Void {
    Sequence sequence;
    Uuid subject;
    std::string reason;
};
// Something happened to an entered document that its line must tell (recalled, cancelled). The line stays.
struct Annotate {
    Sequence sequence;
    Uuid subject;
    std::string note;
};
using Command = std::variant<Reserve, Enter, Confirm, Void, Annotate>;

// Events ---------------------------------------------------------------------------------------------------------

struct BookOpened { BookKey key; };
struct NumberReserved { Line line; };
struct LineEntered { Line line; };
struct LineConfirmed { Sequence sequence; Uuid subject; Fields columns; };
struct NumberVoided { Sequence sequence; Uuid subject; std::string reason; };
struct LineAnnotated { Sequence sequence; Uuid subject; std::string note; };
using Event = std::variant<BookOpened, NumberReserved, LineEntered, LineConfirmed, NumberVoided, LineAnnotated>;
using Events = std::vector<Event>;

// A book that was never written in starts with `BookOpened`, then the line. The next number is `state.last + 1`.
// Fails: registers.already_numbered (reload_and_retry) when the subject holds a live line in this book ·
// registers.no_such_line (reload_and_retry) · registers.line_not_reserved (reload_and_retry) ·
// registers.reason_missing (fix_input).
Result<Events> decide(const RegisterBook& state, const BookKey& key, const Command& command);
RegisterBook evolve(RegisterBook state, const Event& event);

// The number that the next Reserve or Enter will take.
inline Sequence next_sequence(const RegisterBook& book) { return Sequence(book.last.raw() + 1); }

// Stored form. Kinds: "register.opened", "register.number_reserved", "register.line_entered",
// "register.line_confirmed", "register.number_voided", "register.line_annotated".
std::string_view kind_of(const Event& event);
Fields to_fields(const Event& event);
Result<Event> event_from(std::string_view kind, const Fields& fields);  // registers.unknown_event (call_operator)

}  // namespace congvan::registers
