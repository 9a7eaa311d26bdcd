// Whatever the bytes, the scanner and the parser answer, and what they let through is framed in one way only.

#include "http/net/head_scanner.hpp"
#include "http/net/parser.hpp"
#include "http/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::http;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    net::HeadScanner scanner({16 << 10, 100, 8 << 10});
    if (scanner.scan(all) != net::HeadScanner::Verdict::complete) return 0;
    net::Parser parser;
    const auto head = parser.head(all.substr(0, scanner.size()));
    if (!head) return 0;
    const bool chunked = head->headers.count("Transfer-Encoding") == 1;
    CONGVAN_INVARIANT(head->headers.count("Content-Length") + head->headers.count("Transfer-Encoding") <= 1);
    CONGVAN_INVARIANT(head->headers.count("Host") <= 1 && !(chunked && head->version == 10));
    static_cast<void>(parse_target(head->target));

    // The same body comes out whether it arrives at once or byte by byte.
    const auto rest = all.substr(scanner.size());
    Bytes at_once;
    const auto used = parser.body(rest, [&](BytesView bytes) { at_once.insert(at_once.end(), bytes.begin(), bytes.end()); });
    net::Parser slow;
    static_cast<void>(slow.head(all.substr(0, scanner.size())));
    Bytes piecemeal;
    bool refused = false;
    std::size_t begin = 0;
    for (std::size_t end = 1; end <= rest.size() && !slow.done() && !refused; ++end) {
        const auto step = slow.body(rest.substr(begin, end - begin),
                                    [&](BytesView bytes) { piecemeal.insert(piecemeal.end(), bytes.begin(), bytes.end()); });
        refused = !step.has_value();
        if (step) begin += *step;
    }
    CONGVAN_INVARIANT(refused == !used.has_value());
    if (used) CONGVAN_INVARIANT(piecemeal == at_once && slow.done() == parser.done());
    return 0;
}
