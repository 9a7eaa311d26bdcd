#include "signing/revocation/addresses.hpp"

#include "signing/revocation/owned.hpp"

namespace congvan::signing::revocation {
namespace {

constexpr std::size_t kMostAddresses = 8;
constexpr int kMostLetters = 1024;

void add(std::vector<std::string>& into, const GENERAL_NAME* name) {
    if (name->type != GEN_URI || into.size() == kMostAddresses) return;
    const auto* text = name->d.uniformResourceIdentifier;
    if (ASN1_STRING_length(text) > kMostLetters) return;
    const auto bytes = bytes_of(text);
    std::string address(as_text(bytes));
    const bool plain = std::all_of(address.begin(), address.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (plain && (address.starts_with("http://") || address.starts_with("https://"))) into.push_back(std::move(address));
}

void read_access(const X509* certificate, Addresses& into) {
    const Owned<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free> access(
        static_cast<AUTHORITY_INFO_ACCESS*>(X509_get_ext_d2i(certificate, NID_info_access, nullptr, nullptr)));
    for (int i = 0; access && i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
        const ACCESS_DESCRIPTION* one = sk_ACCESS_DESCRIPTION_value(access.get(), i);
        const int method = OBJ_obj2nid(one->method);
        if (method == NID_ad_OCSP) add(into.ocsp, one->location);
        if (method == NID_ad_ca_issuers) add(into.issuers, one->location);
    }
}

void read_points(const X509* certificate, Addresses& into) {
    const Owned<CRL_DIST_POINTS, CRL_DIST_POINTS_free> points(
        static_cast<CRL_DIST_POINTS*>(X509_get_ext_d2i(certificate, NID_crl_distribution_points, nullptr, nullptr)));
    for (int i = 0; points && i < sk_DIST_POINT_num(points.get()); ++i) {
        const DIST_POINT* one = sk_DIST_POINT_value(points.get(), i);
        const bool plain = one->CRLissuer == nullptr && one->distpoint != nullptr && one->distpoint->type == 0;
        if (!plain) continue;
        const auto* names = one->distpoint->name.fullname;
        for (int j = 0; j < sk_GENERAL_NAME_num(names); ++j) add(into.crl, sk_GENERAL_NAME_value(names, j));
    }
}

}  // namespace

Addresses addresses_of(const cms::Certificate& certificate) {
    Addresses addresses;
    read_access(certificate.handle(), addresses);
    read_points(certificate.handle(), addresses);
    ERR_clear_error();
    return addresses;
}

}  // namespace congvan::signing::revocation
