#include "adapters/system/steered_clock.hpp"

#include <charconv>

#include "adapters/system/small_file.hpp"
#include "adapters/system/system_clock.hpp"
#include "errors/system.hpp"

namespace congvan::system {
namespace {

constexpr std::string_view kHeader = "congvan-clock-1\n";

Error not_ours(const std::filesystem::path& file) {
    return {Remedy::call_operator, errors::system::directory_unusable, file.string() + " is no clock file"};
}

// The decimal number up to the next line feed, which is taken too.
std::optional<std::int64_t> take_number(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::int64_t number = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + end, number);
    if (problem != std::errc() || stop != text.data() + end) return std::nullopt;
    text.remove_prefix(end + 1);
    return number;
}

}  // namespace

Result<std::unique_ptr<SteeredClock>> SteeredClock::open(std::filesystem::path file, const Clock& real) {
    auto clock = std::unique_ptr<SteeredClock>(new SteeredClock(std::move(file), real));
    LET(const auto content, read_small_file(clock->file_));
    if (!content.has_value()) return clock;
    std::string_view text = *content;
    if (!text.starts_with(kHeader)) return not_ours(clock->file_);
    text.remove_prefix(kHeader.size());
    const auto offset = take_number(text);
    const auto latest = take_number(text);
    if (!offset.has_value() || !latest.has_value() || !text.empty() || *offset < 0) return not_ours(clock->file_);
    // Were the machine's clock earlier now than when it was steered, the offset makes up for it.
    clock->offset_ = std::max(*offset, *latest - to_microseconds(real.now()));
    clock->latest_ = *latest;
    return clock;
}

Instant SteeredClock::now() const {
    return from_microseconds(never_back(latest_, to_microseconds(real_.now()) + offset_.load()));
}

Result<Done> SteeredClock::keep(std::int64_t offset, std::int64_t latest) const {
    return replace_small_file(file_, std::string(kHeader) + std::to_string(offset) + "\n" + std::to_string(latest) + "\n");
}

Result<Done> SteeredClock::set(Instant to) {
    const std::lock_guard lock(steering_);
    if (to < now()) return Error{Remedy::fix_input, errors::system::clock_backwards, to_iso8601(to)};
    const auto offset = to_microseconds(to) - to_microseconds(real_.now());
    TRY(keep(std::max<std::int64_t>(offset, 0), to_microseconds(to)));
    offset_ = offset;
    return Done{};
}

}  // namespace congvan::system
