// Answers of authorities: OCSP, lists, time-stamp tokens and responses. Any input ends. The seeds say that a certificate is
// revoked; whatever is made of them, nothing says that it is good.

#include "base/result.hpp"
#include "signing/revocation/check.hpp"
#include "signing/timestamp/timestamp.hpp"

namespace congvan::signing::revocation {
namespace {

constexpr std::string_view kIssuer =
    "MIICKTCCAc+gAwIBAgICA+owCgYIKoZIzj0EAwIwZzELMAkGA1UEBhMCVk4xNDAyBgNVBAoMK1Thu5UgY2jhu6ljIGNo4bupbmcgdGjhu7FjIC"
    "h0aOG7rSBuZ2hp4buHbSkxIjAgBgNVBAMMGUNBIGfhu5FjICh0aOG7rSBuZ2hp4buHbSkwHhcNMjUwMTAxMDAwMDAwWhcNMzAwMTAxMDAwMDAw"
    "WjBvMQswCQYDVQQGEwJWTjE0MDIGA1UECgwrVOG7lSBjaOG7qWMgY2jhu6luZyB0aOG7sWMgKHRo4butIG5naGnhu4dtKTEqMCgGA1UEAwwhQ0"
    "EgY+G6pXAgZMaw4bubaSAodGjhu60gbmdoaeG7h20pMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFQoaIGRbswnZy2NPfro7pkrtpmR+0GTr"
    "NY4F9bMKZaMtGGYPErhl1kksL3Q2Ic/X035jUpqTdoZOZD1RYCjqMqNjMGEwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwHQYDVR"
    "0OBBYEFKU6urkDFcglQH66txKVa0tfTVopMB8GA1UdIwQYMBaAFG3UcaMjHkojEFgCcn5jpOI2LDgDMAoGCCqGSM49BAMCA0gAMEUCIDjl0LWb"
    "cS5y5T+5/QY039vTG+7H+aRWrI39t9Q9TBGuAiEAnanhBUwT0MV8eq8zxZoPcrAlM7O+UTYx+sYVgJnjc0w=";
constexpr std::string_view kSubject =
    "MIICLzCCAdWgAwIBAgICA+swCgYIKoZIzj0EAwIwbzELMAkGA1UEBhMCVk4xNDAyBgNVBAoMK1Thu5UgY2jhu6ljIGNo4bupbmcgdGjhu7FjIC"
    "h0aOG7rSBuZ2hp4buHbSkxKjAoBgNVBAMMIUNBIGPhuqVwIGTGsOG7m2kgKHRo4butIG5naGnhu4dtKTAeFw0yNTAxMDEwMDAwMDBaFw0zMDAx"
    "MDEwMDAwMDBaMHAxCzAJBgNVBAYTAlZOMTcwNQYDVQQKDC7hu6Z5IGJhbiBuaMOibiBkw6JuIGh1eeG7h24gQSAodGjhu60gbmdoaeG7h20pMS"
    "gwJgYDVQQDDB9Mw6NuaCDEkeG6oW8gQSAodGjhu60gbmdoaeG7h20pMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEiNHrd/I0He53K4QxUu+6"
    "Nh4ZX2CTT2mIDDi+De+7aMaMjmKYWlDuOXozKR8fKTQ5KxPMcFZ/sEhJmwXks1AyaKNgMF4wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCBs"
    "AwHQYDVR0OBBYEFGYp1DEA2JgiHxvVXB0eRppc4iD/MB8GA1UdIwQYMBaAFKU6urkDFcglQH66txKVa0tfTVopMAoGCCqGSM49BAMCA0gAMEUC"
    "IE8dyS7RALTQlHKXx6xcSRZrG7ZnNL6Cx+g7PcthnIeUAiEAlGoyVmxR6TfobO8txCWSCio8XNBEJUQSyGU4S95eui4=";

cms::Certificate certificate_of(std::string_view base64) {
    return cms::Certificate::parse(from_base64(base64).value()).value();
}

}  // namespace
}  // namespace congvan::signing::revocation

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace congvan;
    using namespace congvan::signing;
    const BytesView input{reinterpret_cast<const std::byte*>(data), size};
    static const auto issuer = revocation::certificate_of(revocation::kIssuer);
    static const auto subject = revocation::certificate_of(revocation::kSubject);
    const auto now = from_microseconds(1'772'500'000'000'000);  // 2026-03-03
    revocation::Evidence pool;
    (void)pool.add(input).has_value();
    const revocation::Evidence* pools[] = {&pool};
    const auto said = revocation::standing({subject, issuer, now, now}, pools, {});
    CONGVAN_INVARIANT(said.status != RevocationStatus::good);
    (void)revocation::check_answer(input, {subject, issuer, now}, {}, {}).has_value();
    (void)revocation::check_list(input, {subject, issuer, now}, {}).has_value();
    (void)read_timestamp(input).has_value();
    static const auto request = make_timestamp_request(cms::DigestKind::sha256, Bytes(32), Bytes(16)).value();
    const auto stamp = check_timestamp_response(input, request, now);
    CONGVAN_INVARIANT(!stamp.has_value() || (stamp->facts.imprint == request.imprint && stamp->facts.nonce == request.nonce));
    return 0;
}
