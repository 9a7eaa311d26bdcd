#pragma once

// The values of the use cases in the shapes of spec/openapi.yaml.

#include <boost/json.hpp>

#include "http/request.hpp"
#include "usecases/edit_calendar.hpp"
#include "usecases/lists.hpp"
#include "usecases/views.hpp"

namespace congvan::http::wire {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value instant(const std::optional<Instant>& at);
value day(const std::optional<Day>& day);
value text_or_null(std::string_view text);  // empty: null
object official(const documents::Official& official);
object agency(const documents::AgencyRef& agency);
object file(const documents::FileRef& file);
object numbering(const documents::Numbering& numbering);
object verdict(const usecases::VerdictView& verdict, Language language);
object deadline(const usecases::DeadlineView& deadline, Language language);
object rule(const usecases::RuleView& rule);
object outgoing(const usecases::OutgoingView& view, Language language);
object incoming(const usecases::IncomingView& view, Language language);
object outgoing_row(const usecases::OutgoingListRow& row, Language language);
object incoming_row(const usecases::IncomingListRow& row, Language language);
object history_item(const usecases::LoggedEvent& event, const usecases::DirectoryView& directory, Language language);
object register_book(const usecases::RegisterView& book);
object register_line(const registers::Line& line);
object calendar(const usecases::CalendarView& calendar);

}  // namespace congvan::http::wire
