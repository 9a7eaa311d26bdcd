#include "http/net/core.hpp"

#include <array>

namespace congvan::http::net {

namespace {

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

ServerSettings filled(ServerSettings settings) {
    if (settings.socket_threads == 0) settings.socket_threads = cores();
    if (settings.workers == 0) settings.workers = std::max(8U, 4 * cores());
    return settings;
}

}  // namespace

Core::Core(ServerSettings with, Router routes, ServerWorld around)
    : settings(filled(std::move(with))),
      router(std::move(routes)),
      world(around),
      log(around.log, counters),
      workers(settings.workers, settings.waiting_requests),
      upload_workers(settings.upload_workers, settings.waiting_requests) {}

std::string Core::make_trace() const {
    std::array<std::byte, 16> random{};
    world.entropy.fill(random);
    return to_hex(random);
}

std::string http_date(Instant at) {
    using namespace std::chrono;
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(at - day));
    static constexpr const char* week[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char text[40];
    std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT", week[weekday(day).c_encoding()],
                  static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                  static_cast<int>(date.year()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return text;
}

}  // namespace congvan::http::net
