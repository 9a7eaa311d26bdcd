#include "signing/revocation/ocsp.hpp"

#include "errors/signing.hpp"
#include "signing/cms/der_reader.hpp"
#include "signing/revocation/owned.hpp"

namespace congvan::signing::revocation {
namespace {

using OwnedResponse = Owned<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using OwnedTime = Owned<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>;
using OwnedUsage = Owned<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>;

Error malformed(std::string_view why) {
    ERR_clear_error();
    return Error{Remedy::retry_later, errors::signing::malformed_ocsp, std::string(why)};
}

Error spoken(int status) {
    switch (status) {
        case OCSP_RESPONSE_STATUS_INTERNALERROR:
        case OCSP_RESPONSE_STATUS_TRYLATER:
            return Error{Remedy::retry_later, errors::signing::ocsp_try_later, OCSP_response_status_str(status)};
        default:
            return Error{Remedy::call_operator, errors::signing::ocsp_refused, OCSP_response_status_str(status)};
    }
}

std::shared_ptr<OCSP_BASICRESP> shared(OCSP_BASICRESP* basic) { return {basic, OCSP_BASICRESP_free}; }

// The answer inside, whichever of its two shapes `der` has. An OCSPResponse begins with an ENUMERATED.
Result<std::shared_ptr<OCSP_BASICRESP>> read_basic(BytesView der) {
    const auto size = der::extent(der);
    if (!size.has_value() || *size != der.size()) return malformed("not one DER element");
    der::Reader outer(der);
    LET(const auto whole, outer.next());
    const bool wrapped = !whole.content.empty() && whole.content[0] == std::byte{0x0A};
    const auto* at = raw(der);
    const auto* end = at + der.size();
    if (!wrapped) {
        auto basic = shared(d2i_OCSP_BASICRESP(nullptr, &at, static_cast<long>(der.size())));
        if (!basic || at != end) return malformed("no OCSP answer");
        return basic;
    }
    const OwnedResponse response(d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size())));
    if (!response || at != end) return malformed("no OCSP response");
    const int status = OCSP_response_status(response.get());
    if (status != OCSP_RESPONSE_STATUS_SUCCESSFUL) return spoken(status);
    auto basic = shared(OCSP_response_get1_basic(response.get()));
    if (!basic) return malformed("an answer of another type");
    return basic;
}

RevocationReason reason_of(int code) {
    switch (code) {
        case OCSP_REVOKED_STATUS_KEYCOMPROMISE: return RevocationReason::key_compromise;
        case OCSP_REVOKED_STATUS_CACOMPROMISE: return RevocationReason::authority_compromise;
        case OCSP_REVOKED_STATUS_AFFILIATIONCHANGED: return RevocationReason::affiliation_changed;
        case OCSP_REVOKED_STATUS_SUPERSEDED: return RevocationReason::superseded;
        case OCSP_REVOKED_STATUS_CESSATIONOFOPERATION: return RevocationReason::cessation;
        case OCSP_REVOKED_STATUS_CERTIFICATEHOLD: return RevocationReason::hold;
        default: return RevocationReason::unspecified;
    }
}

// Critical extensions of one statement would change what it means; none is known.
bool has_critical(OCSP_SINGLERESP* single) { return OCSP_SINGLERESP_get_ext_by_critical(single, 1, -1) >= 0; }

std::optional<Statement> read_statement(OCSP_SINGLERESP* single) {
    int reason = -1;
    ASN1_GENERALIZEDTIME* revoked = nullptr;
    ASN1_GENERALIZEDTIME* from = nullptr;
    ASN1_GENERALIZEDTIME* until = nullptr;
    const int state = OCSP_single_get0_status(single, &reason, &revoked, &from, &until);
    Statement statement;
    if (from == nullptr || !cms::read_time(from, statement.this_update)) return std::nullopt;
    if (until != nullptr) {
        if (!cms::read_time(until, statement.next_update.emplace())) return std::nullopt;
    }
    statement.state = state == V_OCSP_CERTSTATUS_GOOD      ? CertificateState::good
                      : state == V_OCSP_CERTSTATUS_REVOKED ? CertificateState::revoked
                                                           : CertificateState::unknown;
    if (statement.state == CertificateState::revoked) {
        if (revoked == nullptr || !cms::read_time(revoked, statement.revoked_at.emplace())) return std::nullopt;
        statement.reason = reason_of(reason);
    }
    const OwnedTime cutoff(static_cast<ASN1_GENERALIZEDTIME*>(
        OCSP_SINGLERESP_get1_ext_d2i(single, NID_id_pkix_OCSP_archiveCutoff, nullptr, nullptr)));
    if (cutoff) {
        if (!cms::read_time(cutoff.get(), statement.keeps_since.emplace())) return std::nullopt;
    }
    return statement;
}

bool names(const OCSP_BASICRESP* basic, X509* candidate) {
    const ASN1_OCTET_STRING* hash = nullptr;
    const X509_NAME* name = nullptr;
    if (OCSP_resp_get0_id(basic, &hash, &name) != 1) return false;
    if (name != nullptr) return X509_NAME_cmp(name, X509_get_subject_name(candidate)) == 0;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    return X509_pubkey_digest(candidate, EVP_sha1(), digest, &size) == 1 &&
           ASN1_STRING_length(hash) == static_cast<int>(size) &&
           std::equal(digest, digest + size, ASN1_STRING_get0_data(hash));
}

bool signed_by(OCSP_BASICRESP* basic, X509* candidate) {
    const auto* algorithm = OCSP_resp_get0_tbs_sigalg(basic);
    EVP_PKEY* key = X509_get0_pubkey(candidate);
    const bool good = key != nullptr && is_sound(algorithm) &&
                      ASN1_item_verify(ASN1_ITEM_rptr(OCSP_RESPDATA), algorithm, OCSP_resp_get0_signature(basic),
                                       OCSP_resp_get0_respdata(basic), key) == 1;
    ERR_clear_error();
    return good;
}

// RFC 6960 4.2.2.2: issued by the very issuer, with id-kp-OCSPSigning, in force when the answer was made.
bool may_speak(X509* delegate, X509* issuer, Instant at) {
    const OwnedUsage usage(static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(delegate, NID_ext_key_usage, nullptr, nullptr)));
    bool fits = false;
    for (int i = 0; usage && i < sk_ASN1_OBJECT_num(usage.get()); ++i) {
        fits = fits || OBJ_obj2nid(sk_ASN1_OBJECT_value(usage.get(), i)) == NID_OCSP_sign;
    }
    Instant from, until;
    const auto* info = X509_get0_tbs_sigalg(delegate);
    const bool good = fits && (X509_get_key_usage(delegate) & KU_DIGITAL_SIGNATURE) != 0 && is_sound(info) &&
                      X509_NAME_cmp(X509_get_issuer_name(delegate), X509_get_subject_name(issuer)) == 0 &&
                      cms::read_validity(delegate, from, until) && from <= at && at <= until &&
                      X509_verify(delegate, X509_get0_pubkey(issuer)) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace

bool is_sound(const X509_ALGOR* algorithm) {
    const ASN1_OBJECT* oid = nullptr;
    int kind = 0;
    const void* parameters = nullptr;
    X509_ALGOR_get0(&oid, &kind, &parameters, algorithm);
    const int scheme = OBJ_obj2nid(oid);
    int digest = NID_undef;
    if (scheme == NID_rsassaPss) {
        if (kind != V_ASN1_SEQUENCE) return false;
        const Owned<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free> pss(static_cast<RSA_PSS_PARAMS*>(
            ASN1_item_unpack(static_cast<const ASN1_STRING*>(parameters), ASN1_ITEM_rptr(RSA_PSS_PARAMS))));
        if (!pss || pss->hashAlgorithm == nullptr) return false;  // absent: SHA-1
        X509_ALGOR_get0(&oid, nullptr, nullptr, pss->hashAlgorithm);
        digest = OBJ_obj2nid(oid);
    } else if (OBJ_find_sigid_algs(scheme, &digest, nullptr) != 1) {
        return false;
    }
    for (const int sound : {NID_sha256, NID_sha384, NID_sha512, NID_sha512_256, NID_sha3_256, NID_sha3_384, NID_sha3_512}) {
        if (digest == sound) return true;
    }
    return false;
}

Result<OcspResponse> OcspResponse::parse(BytesView der) {
    OcspResponse result;
    LET(result.basic_, read_basic(der));
    OCSP_BASICRESP* basic = result.basic_.get();
    if (!cms::read_time(OCSP_resp_get0_produced_at(basic), result.produced_at_)) return malformed("odd time");
    if (OCSP_resp_count(basic) <= 0 || OCSP_resp_count(basic) > 1024) return malformed("an odd number of statements");
    const int critical = OCSP_BASICRESP_get_ext_by_critical(basic, 1, -1);
    const int nonce = OCSP_BASICRESP_get_ext_by_NID(basic, NID_id_pkix_OCSP_Nonce, -1);
    if (critical >= 0 && critical != nonce) return malformed("an unknown critical extension");
    if (nonce >= 0) {
        // Some responders send the bytes bare, most as the OCTET STRING that RFC 6960 wants.
        const auto value = bytes_of(X509_EXTENSION_get_data(OCSP_BASICRESP_get_ext(basic, nonce)));
        der::Reader reader(value);
        const auto inner = reader.next(0x04);
        const auto content = inner.has_value() && reader.at_end() ? inner->content : BytesView(value);
        result.nonce_.assign(content.begin(), content.end());
    }
    ERR_clear_error();
    return result;
}

std::optional<Statement> OcspResponse::about(const cms::Certificate& certificate, const cms::Certificate& issuer) const {
    for (int i = 0; i < OCSP_resp_count(basic_.get()); ++i) {
        OCSP_SINGLERESP* single = OCSP_resp_get0(basic_.get(), i);
        OCSP_CERTID* id = const_cast<OCSP_CERTID*>(OCSP_SINGLERESP_get0_id(single));
        ASN1_OBJECT* algorithm = nullptr;
        if (OCSP_id_get0_info(nullptr, &algorithm, nullptr, nullptr, id) != 1) continue;
        const EVP_MD* digest = EVP_get_digestbyobj(algorithm);
        if (digest == nullptr) continue;
        const Owned<OCSP_CERTID, OCSP_CERTID_free> wanted(OCSP_cert_to_id(digest, certificate.handle(), issuer.handle()));
        if (!wanted || OCSP_id_cmp(wanted.get(), id) != 0) continue;
        if (has_critical(single)) continue;
        if (auto statement = read_statement(single)) return statement;
    }
    ERR_clear_error();
    return std::nullopt;
}

std::optional<Responder> OcspResponse::responder(const cms::Certificate& issuer) const {
    OCSP_BASICRESP* basic = basic_.get();
    if (names(basic, issuer.handle()) && signed_by(basic, issuer.handle())) return Responder{};
    const auto* brought = OCSP_resp_get0_certs(basic);
    for (int i = 0; i < sk_X509_num(brought) && i < 8; ++i) {
        X509* candidate = sk_X509_value(brought, i);
        const bool fits = names(basic, candidate) && signed_by(basic, candidate) &&
                          may_speak(candidate, issuer.handle(), produced_at_);
        if (!fits) continue;
        unsigned char* out = nullptr;
        const int size = i2d_X509(candidate, &out);
        if (size <= 0) continue;
        auto certificate = cms::Certificate::parse({reinterpret_cast<const std::byte*>(out), static_cast<std::size_t>(size)});
        OPENSSL_free(out);
        if (!certificate.has_value()) continue;
        const bool unasked = X509_get_ext_by_NID(candidate, NID_id_pkix_OCSP_noCheck, -1) >= 0;
        return Responder{unasked ? ResponderKind::delegate : ResponderKind::delegate_to_ask, std::move(certificate).value()};
    }
    return std::nullopt;
}

Result<OcspRequest> make_ocsp_request(const cms::Certificate& certificate, const cms::Certificate& issuer, BytesView nonce,
                                      CertIdDigest digest) {
    const auto bad = [](std::string_view why) {
        ERR_clear_error();
        return Error{Remedy::fix_input, errors::signing::bad_certificate, std::string(why)};
    };
    if (X509_NAME_cmp(X509_get_issuer_name(certificate.handle()), X509_get_subject_name(issuer.handle())) != 0) {
        return bad("another issuer");
    }
    const Owned<OCSP_REQUEST, OCSP_REQUEST_free> request(OCSP_REQUEST_new());
    OCSP_CERTID* id = OCSP_cert_to_id(digest == CertIdDigest::sha1 ? EVP_sha1() : EVP_sha256(), certificate.handle(), issuer.handle());
    if (!request || id == nullptr || OCSP_request_add0_id(request.get(), id) == nullptr) {
        OCSP_CERTID_free(id);
        return bad("cannot be named");
    }
    OcspRequest result;
    result.nonce.assign(nonce.begin(), nonce.end());
    if (!nonce.empty()) {
        OCSP_request_add1_nonce(request.get(), const_cast<unsigned char*>(raw(nonce)), static_cast<int>(nonce.size()));
    }
    unsigned char* out = nullptr;
    const int size = i2d_OCSP_REQUEST(request.get(), &out);
    if (size <= 0) return bad("cannot be written");
    const auto* first = reinterpret_cast<const std::byte*>(out);
    result.der.assign(first, first + size);
    OPENSSL_free(out);
    return result;
}

}  // namespace congvan::signing::revocation
