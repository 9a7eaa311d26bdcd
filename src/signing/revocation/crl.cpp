#include "signing/revocation/crl.hpp"

#include <algorithm>

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/revocation/owned.hpp"

namespace congvan::signing::revocation {
namespace {

using OwnedScope = Owned<ISSUING_DIST_POINT, ISSUING_DIST_POINT_free>;
using OwnedPoints = Owned<CRL_DIST_POINTS, CRL_DIST_POINTS_free>;
using OwnedInteger = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using OwnedTime = Owned<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>;

constexpr int kReasonHold = 6;

Error malformed(std::string_view why) {
    ERR_clear_error();
    return Error{Remedy::retry_later, errors::signing::malformed_crl, std::string(why)};
}
Error unsupported(std::string_view why) {
    ERR_clear_error();
    return Error{Remedy::call_operator, errors::signing::unsupported_crl, std::string(why)};
}

OwnedScope scope_of(const X509_CRL* crl) {
    return OwnedScope(static_cast<ISSUING_DIST_POINT*>(X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, nullptr, nullptr)));
}

RevocationReason reason_of(long code) {
    switch (code) {
        case 1: return RevocationReason::key_compromise;
        case 2: return RevocationReason::authority_compromise;
        case 3: return RevocationReason::affiliation_changed;
        case 4: return RevocationReason::superseded;
        case 5: return RevocationReason::cessation;
        case kReasonHold: return RevocationReason::hold;
        case 9: return RevocationReason::privilege_withdrawn;
        case 10: return RevocationReason::authority_compromise;
        default: return RevocationReason::unspecified;
    }
}

// Extensions of entries that change whom they are about belong to indirect lists.
bool entries_are_plain(X509_CRL* crl) {
    const auto* entries = X509_CRL_get_REVOKED(crl);
    for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
        if (X509_REVOKED_get_ext_by_critical(sk_X509_REVOKED_value(entries, i), 1, -1) >= 0) return false;
    }
    return true;
}

bool one_name_in_common(const GENERAL_NAMES* left, const GENERAL_NAMES* right) {
    for (int i = 0; i < sk_GENERAL_NAME_num(left); ++i) {
        for (int j = 0; j < sk_GENERAL_NAME_num(right); ++j) {
            if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(left, i), sk_GENERAL_NAME_value(right, j)) == 0) return true;
        }
    }
    return false;
}

// A list of one distribution point speaks of the certificates that name that point.
bool point_fits(const DIST_POINT_NAME* point, const X509* certificate) {
    if (point->type != 0) return false;  // relative names are not read
    const OwnedPoints points(static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
    for (int i = 0; points && i < sk_DIST_POINT_num(points.get()); ++i) {
        const DIST_POINT* one = sk_DIST_POINT_value(points.get(), i);
        if (one->CRLissuer != nullptr || one->distpoint == nullptr || one->distpoint->type != 0) continue;
        if (one_name_in_common(point->name.fullname, one->distpoint->name.fullname)) return true;
    }
    return false;
}

std::optional<Statement> statement_of(X509_REVOKED* entry, Statement statement) {
    statement.state = CertificateState::revoked;
    if (!cms::read_time(X509_REVOKED_get0_revocationDate(entry), statement.revoked_at.emplace())) return std::nullopt;
    const Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free> reason(
        static_cast<ASN1_ENUMERATED*>(X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)));
    if (reason) statement.reason = reason_of(ASN1_ENUMERATED_get(reason.get()));
    const OwnedTime invalid(static_cast<ASN1_GENERALIZEDTIME*>(X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, nullptr, nullptr)));
    Instant since;
    const bool stolen = statement.reason == RevocationReason::key_compromise ||
                        statement.reason == RevocationReason::authority_compromise;
    if (stolen && invalid && cms::read_time(invalid.get(), since)) {
        statement.revoked_at = std::min(*statement.revoked_at, since);
    }
    return statement;
}

}  // namespace

Result<Crl> Crl::parse(BytesView der) {
    const auto size = der::extent(der);
    if (!size.has_value() || *size != der.size()) return malformed("not one DER element");
    const auto* at = raw(der);
    Crl result;
    result.crl_ = std::shared_ptr<X509_CRL>(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())), X509_CRL_free);
    if (!result.crl_ || at != raw(der) + der.size()) return malformed("no list of revoked certificates");
    X509_CRL* crl = result.crl_.get();
    if (!cms::read_time(X509_CRL_get0_lastUpdate(crl), result.this_update_)) return malformed("odd time");
    const auto* next = X509_CRL_get0_nextUpdate(crl);
    if (next != nullptr && !cms::read_time(next, result.next_update_.emplace())) return malformed("odd time");
    TRY(result.read_extensions());
    ERR_clear_error();
    return result;
}

Result<Done> Crl::read_extensions() {
    for (int i = 0; i < X509_CRL_get_ext_count(crl_.get()); ++i) {
        X509_EXTENSION* extension = X509_CRL_get_ext(crl_.get(), i);
        const int kind = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        if (kind == NID_delta_crl) return unsupported("a delta list");
        const bool known = kind == NID_issuing_distribution_point || kind == NID_crl_number || kind == NID_authority_key_identifier;
        if (X509_EXTENSION_get_critical(extension) == 1 && !known) return unsupported("an unknown critical extension");
    }
    if (X509_CRL_get_ext_by_NID(crl_.get(), NID_issuing_distribution_point, -1) >= 0) {
        const auto scope = scope_of(crl_.get());
        if (!scope) return malformed("odd scope");
        if (scope->indirectCRL > 0) return unsupported("an indirect list");
    }
    if (!entries_are_plain(crl_.get())) return unsupported("a critical extension of an entry");
    const OwnedInteger number(static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl_.get(), NID_crl_number, nullptr, nullptr)));
    if (number) number_ = to_hex(bytes_of(number.get()));
    // expiredCertsOnCRL (X.509 8.5.2.12): a time.
    const Owned<ASN1_OBJECT, ASN1_OBJECT_free> expired(OBJ_txt2obj("2.5.29.60", 1));
    const int at = X509_CRL_get_ext_by_OBJ(crl_.get(), expired.get(), -1);
    if (at >= 0) {
        const auto value = bytes_of(X509_EXTENSION_get_data(X509_CRL_get_ext(crl_.get(), at)));
        der::Reader reader(value);
        const auto element = reader.next();
        const auto since = element.has_value() ? der::time(*element) : Result<Instant>(element.error());
        if (since.has_value()) keeps_since_ = *since;
    }
    return Done{};
}

bool Crl::holds(const cms::Certificate& certificate) const {
    const bool same = X509_NAME_cmp(X509_CRL_get_issuer(crl_.get()), X509_get_issuer_name(certificate.handle())) == 0;
    if (!same) return false;
    const auto scope = scope_of(crl_.get());
    if (!scope) return true;
    if (scope->onlyattr > 0 || (scope->onlyuser > 0 && certificate.facts().authority) ||
        (scope->onlyCA > 0 && !certificate.facts().authority)) {
        return false;
    }
    return scope->distpoint == nullptr || point_fits(scope->distpoint, certificate.handle());
}

std::optional<Statement> Crl::about(const cms::Certificate& certificate) const {
    const bool here = holds(certificate);
    ERR_clear_error();
    if (!here) return std::nullopt;
    Statement statement;
    statement.state = CertificateState::good;
    statement.this_update = this_update_;
    statement.next_update = next_update_;
    statement.keeps_since = keeps_since_;
    const auto scope = scope_of(crl_.get());
    statement.partial = scope && scope->onlysomereasons != nullptr;
    X509_REVOKED* entry = nullptr;
    const int found = X509_CRL_get0_by_serial(crl_.get(), &entry, X509_get0_serialNumber(certificate.handle()));
    ERR_clear_error();
    if (found == 0) return statement;
    if (found == 2) return statement;  // removeFromCRL: held once, no longer
    return statement_of(entry, statement);
}

bool Crl::signed_by(const cms::Certificate& issuer) const {
    X509* handle = issuer.handle();
    const X509_ALGOR* algorithm = nullptr;
    X509_CRL_get0_signature(crl_.get(), nullptr, &algorithm);
    const bool good = X509_NAME_cmp(X509_CRL_get_issuer(crl_.get()), X509_get_subject_name(handle)) == 0 &&
                      (X509_get_key_usage(handle) & KU_CRL_SIGN) != 0 && is_sound(algorithm) &&
                      X509_CRL_verify(crl_.get(), X509_get0_pubkey(handle)) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace congvan::signing::revocation
