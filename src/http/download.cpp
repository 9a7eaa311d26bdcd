#include "http/download.hpp"

#include <charconv>

#include "errors/http.hpp"
#include "http/problem.hpp"

namespace congvan::http {

namespace {

// [at, end) of shared content, front to back.
class PartSource final : public ByteSource {
public:
    PartSource(std::shared_ptr<const RandomAccessBytes> content, ByteRange range)
        : content_(std::move(content)), at_(range.from), end_(range.to) {}

    Result<std::size_t> read(std::span<std::byte> into) override {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), end_ - at_));
        if (count == 0) return std::size_t{0};
        TRY(content_->read_at(at_, into.first(count)));
        at_ += count;
        return count;
    }

private:
    std::shared_ptr<const RandomAccessBytes> content_;
    std::uint64_t at_;
    std::uint64_t end_;
};

std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// RFC 9110 section 13.1.5: a range is for the representation it was asked for. Dates are never sent, so never match.
bool range_still_holds(const Request& request, std::string_view entity_tag) {
    const auto condition = request.header("If-Range");
    return !condition || *condition == entity_tag;
}

}  // namespace

std::variant<ByteRange, NoRange> parse_range(std::string_view field, std::uint64_t length) {
    constexpr std::string_view unit = "bytes=";
    if (field.substr(0, unit.size()) != unit) return NoRange::ignored;
    field.remove_prefix(unit.size());
    const auto dash = field.find('-');
    if (dash == std::string_view::npos || field.find(',') != std::string_view::npos) return NoRange::ignored;
    const auto first = field.substr(0, dash);
    const auto last = field.substr(dash + 1);
    if (first.empty()) {
        const auto suffix = whole_number(last);
        if (!suffix) return NoRange::ignored;
        if (*suffix == 0 || length == 0) return NoRange::not_satisfiable;
        return ByteRange{length - std::min(*suffix, length), length};
    }
    const auto from = whole_number(first);
    const auto to = last.empty() ? std::optional<std::uint64_t>(length) : whole_number(last);
    if (!from || !to || (!last.empty() && *to < *from)) return NoRange::ignored;
    if (*from >= length) return NoRange::not_satisfiable;
    return ByteRange{*from, last.empty() ? length : std::min(*to, length - 1) + 1};
}

Response download(const Request& request, Download what) {
    const auto length = what.content->size();
    const auto entity_tag = what.entity_tag.empty() ? std::string() : "\"" + what.entity_tag + "\"";
    ByteRange range{0, length};
    int status = 200;
    const auto field = request.header("Range");
    if (field && request.method() == Method::get && range_still_holds(request, entity_tag)) {
        const auto asked = parse_range(*field, length);
        if (const auto* part = std::get_if<ByteRange>(&asked)) {
            range = *part;
            status = 206;
        } else if (std::get<NoRange>(asked) == NoRange::not_satisfiable) {
            auto refusal =
                problem(Error{Remedy::fix_input, errors::http::range_not_satisfiable, std::string(*field)}, request);
            refusal.set("Content-Range", "bytes */" + std::to_string(length));
            return refusal;
        }
    }
    auto response = Response::stream(
        what.content_type, {std::make_unique<PartSource>(std::move(what.content), range), range.to - range.from});
    response.status(status).set("Accept-Ranges", "bytes");
    if (status == 206) {
        response.set("Content-Range", "bytes " + std::to_string(range.from) + "-" + std::to_string(range.to - 1) + "/" +
                                          std::to_string(length));
    }
    if (!entity_tag.empty()) response.set("ETag", entity_tag);
    if (!what.name.empty()) response.set("Content-Disposition", content_disposition(what.disposition, what.name));
    response.set("Cache-Control", "private, no-cache");
    return response;
}

}  // namespace congvan::http
