#include "registers/register_book.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "errors/registers.hpp"
#include "registers/register_codec.hpp"

namespace congvan::registers {

template <typename Codec>
void describe(Codec& codec, evidence::Like<BookOpened> auto& event) {
    codec("key", event.key);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<NumberReserved> auto& event) {
    codec("line", event.line);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<LineEntered> auto& event) {
    codec("line", event.line);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<LineConfirmed> auto& event) {
    codec("sequence", event.sequence);
    codec("subject", event.subject);
    codec("columns", event.columns);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<NumberVoided> auto& event) {
    codec("sequence", event.sequence);
    codec("subject", event.subject);
    codec("reason", event.reason);
}
template <typename Codec>
void describe(Codec& codec, evidence::Like<LineAnnotated> auto& event) {
    codec("sequence", event.sequence);
    codec("subject", event.subject);
    codec("note", event.note);
}

namespace {

constexpr std::size_t kMostReason = 2000;  // characters

constexpr std::array<std::string_view, 2> kBookKinds = {"outgoing", "incoming"};
constexpr std::array<std::string_view, 3> kLineStates = {"reserved", "entered", "voided"};

// In the order of the variant Event.
constexpr std::array<std::string_view, 6> kKinds = {"register.opened",         "register.number_reserved",
                                                    "register.line_entered",   "register.line_confirmed",
                                                    "register.number_voided",  "register.line_annotated"};

Error refused(Remedy remedy, std::string_view code, std::string detail = "") { return {remedy, code, std::move(detail)}; }

template <typename E, std::size_t n>
Result<E> parse_word(const std::array<std::string_view, n>& words, std::string_view word) {
    for (std::size_t i = 0; i < n; ++i) {
        if (words[i] == word) return static_cast<E>(i);
    }
    return refused(Remedy::call_operator, errors::registers::unknown_word, std::string(word.substr(0, 64)));
}

Result<std::string> needed_text(std::string_view text) {
    LET(std::string cleaned, clean_text(text, kMostReason));
    if (cleaned.empty()) return refused(Remedy::fix_input, errors::registers::reason_missing);
    return cleaned;
}

bool holds_live_line(const RegisterBook& book, const Uuid& subject) {
    for (const auto& [sequence, line] : book.lines) {
        if (line.subject == subject && line.state != LineState::voided) return true;
    }
    return false;
}

// The line of this number, if it is about the subject.
Result<const Line*> line_of(const RegisterBook& book, Sequence sequence, const Uuid& subject) {
    const auto found = book.lines.find(sequence);
    if (found == book.lines.end() || found->second.subject != subject) {
        return refused(Remedy::reload_and_retry, errors::registers::no_such_line, std::to_string(sequence.raw()));
    }
    return &found->second;
}

Result<Done> require_reserved(const RegisterBook& book, Sequence sequence, const Uuid& subject) {
    LET(const Line* line, line_of(book, sequence, subject));
    if (line->state == LineState::reserved) return Done{};
    return refused(Remedy::reload_and_retry, errors::registers::line_not_reserved, std::to_string(sequence.raw()));
}

template <typename Taking>
Result<Line> new_line(const RegisterBook& book, const Taking& command, LineState state) {
    if (holds_live_line(book, command.subject)) {
        return refused(Remedy::reload_and_retry, errors::registers::already_numbered, command.subject.text());
    }
    return Line{next_sequence(book), state, command.subject, command.day, command.notation, command.columns, ""};
}

class Decision {
public:
    explicit Decision(const RegisterBook& book) : book_(book) {}

    Result<Event> operator()(const Reserve& command) const {
        LET(Line line, new_line(book_, command, LineState::reserved));
        return Event(NumberReserved{std::move(line)});
    }
    Result<Event> operator()(const Enter& command) const {
        LET(Line line, new_line(book_, command, LineState::entered));
        return Event(LineEntered{std::move(line)});
    }
    Result<Event> operator()(const Confirm& command) const {
        TRY(require_reserved(book_, command.sequence, command.subject));
        return Event(LineConfirmed{command.sequence, command.subject, command.columns});
    }
    Result<Event> operator()(const Void& command) const {
        TRY(require_reserved(book_, command.sequence, command.subject));
        LET(std::string reason, needed_text(command.reason));
        return Event(NumberVoided{command.sequence, command.subject, std::move(reason)});
    }
    Result<Event> operator()(const Annotate& command) const {
        LET(const Line* line, line_of(book_, command.sequence, command.subject));
        if (line->state != LineState::entered) {
            return refused(Remedy::reload_and_retry, errors::registers::no_such_line, "the line is not entered");
        }
        LET(std::string note, needed_text(command.note));
        return Event(LineAnnotated{command.sequence, command.subject, std::move(note)});
    }

private:
    const RegisterBook& book_;
};

class Fold {
public:
    explicit Fold(RegisterBook& book) : book_(book) {}

    void operator()(const BookOpened& event) const { book_.key = event.key; }
    void operator()(const NumberReserved& event) const { take(event.line); }
    void operator()(const LineEntered& event) const { take(event.line); }
    void operator()(const LineConfirmed& event) const {
        Line& line = book_.lines[event.sequence];
        line.state = LineState::entered;
        line.columns = event.columns;
    }
    void operator()(const NumberVoided& event) const {
        Line& line = book_.lines[event.sequence];
        line.state = LineState::voided;
        line.note = event.reason;
    }
    void operator()(const LineAnnotated& event) const {
        Line& line = book_.lines[event.sequence];
        line.note = line.note.empty() ? event.note : line.note + "; " + event.note;
    }

private:
    void take(const Line& line) const {
        // Numbers have no gaps: whatever broke this must not be written over.
        CONGVAN_INVARIANT(line.sequence == next_sequence(book_));
        book_.last = line.sequence;
        book_.lines.insert_or_assign(line.sequence, line);
    }

    RegisterBook& book_;
};

}  // namespace

std::string_view to_word(BookKind kind) { return kBookKinds.at(static_cast<std::size_t>(kind)); }
std::string_view to_word(LineState state) { return kLineStates.at(static_cast<std::size_t>(state)); }
Result<BookKind> parse_book_kind(std::string_view word) { return parse_word<BookKind>(kBookKinds, word); }
Result<LineState> parse_line_state(std::string_view word) { return parse_word<LineState>(kLineStates, word); }

BookId BookKey::id() const {
    return BookId(Uuid::derived({"register book", agency.raw().text(), to_word(kind), series, period}));
}

Result<Events> decide(const RegisterBook& state, const BookKey& key, const Command& command) {
    const bool opened = state.revision != Revision();
    CONGVAN_INVARIANT(!opened || state.key == key);
    LET(Event event, std::visit(Decision(state), command));
    Events events;
    if (!opened) events.push_back(BookOpened{key});
    events.push_back(std::move(event));
    return events;
}

RegisterBook evolve(RegisterBook state, const Event& event) {
    std::visit(Fold(state), event);
    state.revision = Revision(state.revision.raw() + 1);
    return state;
}

std::string_view kind_of(const Event& event) { return kKinds.at(event.index()); }
Fields to_fields(const Event& event) { return evidence::fields_of(event); }
Result<Event> event_from(std::string_view kind, const Fields& fields) {
    return evidence::event_of<Event>(kKinds, kind, fields, errors::registers::unknown_event);
}

}  // namespace congvan::registers
