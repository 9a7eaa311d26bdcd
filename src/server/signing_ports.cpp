#include "server/signing_ports.hpp"

#include <unistd.h>

#include "adapters/convert/confined_converter.hpp"
#include "adapters/fetch/curl_client.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_entropy.hpp"
#include "adapters/tokens/pkcs11_keys.hpp"
#include "adapters/trust/online_services.hpp"
#include "server/shared_files.hpp"

namespace congvan::server {
namespace {

// Servers outside, with what they need; answers are kept only as long as the command runs.
class CommandServices final : public usecases::TrustServices {
public:
    explicit CommandServices(trust::TrustSources sources)
        : folder_(std::filesystem::temp_directory_path() / ("congvan-sign-" + std::to_string(::getpid()))), cache_(folder_),
          online_(web_, cache_, clock_, entropy_, std::move(sources)) {}
    ~CommandServices() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    CommandServices(const CommandServices&) = delete;
    CommandServices& operator=(const CommandServices&) = delete;

    usecases::Gathered gather(const std::vector<signing::Wanted>& wanted, Instant now, usecases::Patience patience) override {
        return online_.gather(wanted, now, patience);
    }
    signing::revocation::RevocationPolicy policy() const override { return online_.policy(); }
    bool stamps() const override { return online_.stamps(); }
    Result<signing::Timestamp> stamp(signing::cms::DigestKind digest, BytesView imprint) override {
        return online_.stamp(digest, imprint);
    }

private:
    std::filesystem::path folder_;
    fetch::CurlClient web_;
    trust::EvidenceCache cache_;
    system::SystemClock clock_;
    system::SystemEntropy entropy_;
    trust::OnlineServices online_;
};

Result<std::unique_ptr<usecases::TrustServices>> services_for(const cli::OutsideServers& servers) {
    trust::TrustSources sources;
    if (!servers.trust.empty()) {
        LET(sources, trust::read_trust_sources(servers.trust));
    }
    if (!servers.tsa.empty()) {
        trust::TimestampService service;
        service.address = servers.tsa;
        sources.timestamps = {std::move(service)};
    }
    return std::unique_ptr<usecases::TrustServices>(std::make_unique<CommandServices>(std::move(sources)));
}

Result<std::unique_ptr<usecases::SignerKeys>> keys_of(const std::filesystem::path& module) {
    LET(auto driver, tokens::open_driver(module));
    return std::unique_ptr<usecases::SignerKeys>(std::make_unique<tokens::Pkcs11Keys>(std::move(driver)));
}

Result<usecases::PdfText> words_of(BytesView pdf) {
    convert::Sandbox sandbox{convert::SandboxSettings{}};
    return convert::ConfinedConverter(sandbox, convert::ConverterSettings{}).text_boxes(pdf);
}

}  // namespace

cli::SigningPorts signing_ports() {
    cli::SigningPorts ports;
    ports.keys = keys_of;
    ports.services = services_for;
    ports.words = words_of;
    ports.fonts = load_serif;
    return ports;
}

}  // namespace congvan::server
