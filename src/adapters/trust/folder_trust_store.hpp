#pragma once

// The trust store as a folder an administrator can look into:
//   anchors/official-NAME.pem   anchors/public-NAME.der   anchors/own-NAME.crt     class by the name's front
//   intermediates/NAME.pem
//   revocation/NAME.crl        lists and OCSP answers brought by hand, PEM or DER (.crl .ocsp .der .pem)
//   sources.toml               which servers are asked (trust_sources.hpp)
// .pem .der .crt .cer are read, by content as PEM or DER; other files are passed over. A missing subfolder is empty.

#include <filesystem>
#include <memory>

#include "base/guarded.hpp"
#include "usecases/ports/trust_store.hpp"

namespace congvan::trust {

class FolderTrustStore final : public usecases::TrustStore {
public:
    // Reads `folder` once. Fails: as TrustStore::reload.
    static Result<std::unique_ptr<FolderTrustStore>> open(std::filesystem::path folder);

    std::shared_ptr<const usecases::TrustMaterial> material() const override;
    Result<Done> reload() override;
    Result<usecases::CertificateFacts> facts(BytesView der) const override;

private:
    explicit FolderTrustStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;
    Guarded<std::shared_ptr<const usecases::TrustMaterial>> material_;
};

// One reading of such a folder, for a command. A folder without these subfolders holds certificates without further order:
// self-signed ones become anchors (of class `own` unless the name says otherwise), the rest intermediates; files with
// nothing but a private key are passed over. Fails: as TrustStore::reload.
Result<usecases::TrustMaterial> read_trust_folder(const std::filesystem::path& folder);

}  // namespace congvan::trust
