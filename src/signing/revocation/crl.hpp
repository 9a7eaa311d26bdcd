#pragma once

// Lists of revoked certificates (RFC 5280 section 5): complete lists of one issuer, whole or split by distribution point.
// Delta and indirect lists are refused. Pure; any thread.

#include "signing/revocation/ocsp.hpp"

struct X509_crl_st;

namespace congvan::signing::revocation {

// A list, read once. Immutable; cheap to copy.
class Crl {
public:
    // Fails: signing.malformed_crl · signing.unsupported_crl (delta, indirect, unknown critical extension).
    static Result<Crl> parse(BytesView der);

    // What is said about `certificate`, when the list is of its issuer (by name) and of a scope that holds it.
    std::optional<Statement> about(const cms::Certificate& certificate) const;

    // Whether `issuer` signed it and may, with a sound digest (not SHA-1).
    bool signed_by(const cms::Certificate& issuer) const;

    const std::string& number() const { return number_; }  // lower-case hex; empty: none
    Instant this_update() const { return this_update_; }
    std::optional<Instant> next_update() const { return next_update_; }

private:
    Result<Done> read_extensions();
    bool holds(const cms::Certificate& certificate) const;

    std::shared_ptr<X509_crl_st> crl_;
    std::string number_;
    Instant this_update_;
    std::optional<Instant> next_update_;
    std::optional<Instant> keeps_since_;
};

}  // namespace congvan::signing::revocation
