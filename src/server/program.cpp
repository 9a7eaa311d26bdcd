#include "server/program.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>

#include "adapters/system/fault_points.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_entropy.hpp"
#include "adapters/trust/folder_trust_store.hpp"
#include "cli/commands.hpp"
#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "http/static_files.hpp"
#include "server/background.hpp"
#include "server/installation.hpp"
#include "server/shared_files.hpp"
#include "server/signing_ports.hpp"
#include "usecases/demo_logins.hpp"
#include "usecases/export_evidence.hpp"
#include "usecases/verify_file.hpp"

namespace congvan::server {
namespace {

constexpr std::string_view kVersion = "0.1.0";
constexpr std::chrono::seconds kGrace{20};

class NobodyListens final : public usecases::Notifier {
public:
    void changed(const usecases::Change&) override {}
};

InstallationSettings settings_for(const cli::ServeOptions& options, std::filesystem::path shared) {
    InstallationSettings settings;
    settings.data = options.data;
    settings.shared = std::move(shared);
    settings.purpose = Purpose::serve;
    if (options.demo) {
        DataSettings create;
        create.demo = Demo::yes;
        if (!options.postgres.empty()) {
            create.storage = Storage::postgres;
            create.database = options.postgres;
        }
        settings.create = create;
    }
    return settings;
}

http::ServerSettings http_settings_for(const cli::ServeOptions& options) {
    http::ServerSettings settings;
    settings.address = options.address;
    settings.port = options.port;
    if (!options.tls_certificate.empty()) settings.tls = http::TlsSettings{options.tls_certificate, options.tls_key};
    settings.trusted_proxies = options.trusted_proxies;
    settings.access_log = options.access_log ? http::ServerSettings::AccessLog::on : http::ServerSettings::AccessLog::off;
    return settings;
}

std::optional<cli::Explanation> explain(std::string_view code) {
    const auto* text = http::find_problem(code);
    if (text == nullptr) return std::nullopt;
    return cli::Explanation{text->vi, text->en, text->fix_vi, text->fix_en};
}

void print_welcome(const cli::ServeOptions& options, const usecases::Office& office, std::uint16_t port) {
    std::fprintf(stderr, "congvan %.*s: %s://localhost:%u  (dữ liệu: %s)\n", static_cast<int>(kVersion.size()),
                 kVersion.data(), options.tls_certificate.empty() ? "http" : "https", port, options.data.c_str());
    if (!office.demo) return;
    std::fprintf(stderr, "\nDỮ LIỆU THỬ NGHIỆM. Mật khẩu của mọi người: %.*s   Mã PIN ký số: %.*s\n",
                 static_cast<int>(usecases::kDemoPassword.size()), usecases::kDemoPassword.data(),
                 static_cast<int>(usecases::kDemoPin.size()), usecases::kDemoPin.data());
    const auto view = office.directory.view();
    const Day today = vietnam_day(office.clock.now());
    for (const directory::Agency& agency : view->tree().all()) {
        const auto posts = view->posts_in(agency.id, today);
        if (posts.empty()) continue;
        std::fprintf(stderr, "  %s\n", agency.name.c_str());
        for (const directory::Post* post : posts) {
            const directory::Person* person = view->person(post->person);
            std::fprintf(stderr, "    %-18s %s, %s\n", person->user_name.text().c_str(), person->full_name.c_str(),
                         post->title.c_str());
        }
    }
    std::fprintf(stderr, "\n");
}

Result<http::Router> make_router(http::Api& api, http::StaticFiles& files, const std::atomic<const http::Counters*>& counters) {
    http::Router router;
    http::add_api(router, api);
    http::add_metrics(router, [&counters] { return counters.load(); });
    router.fallback([&files](http::Request& request) { return files.answer(request); });
    return router;
}

// Signals are waited for by the thread that serves; every thread started later inherits the block.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

Result<Done> serve(const cli::ServeOptions& options) {
    TRY(system::arm_fault_points());
    TRY(http::check(http_settings_for(options)));  // before half a minute is spent on a demo
    const sigset_t signals = block_stop_signals();
    LET(const std::filesystem::path shared, find_shared(options.share));
    http::EventHub events;
    http::EventNotifier notifier(events);
    LET(auto installation, Installation::open(settings_for(options, shared), notifier));
    system::SystemClock clock;
    system::SystemEntropy entropy;
    LET(http::StaticFiles files, http::StaticFiles::open((shared / "web" / "dist").string(), entropy));
    LET(std::string description, read_text(shared / "spec" / "openapi.yaml"));
    http::Api api{installation->office(), events, std::move(description), std::string(kVersion), installation->demo_clock(),
                  installation->settings().public_verification};
    std::atomic<const http::Counters*> counters{nullptr};
    LET(http::Router router, make_router(api, files, counters));

    Background background(*installation);
    LET(auto server, http::Server::start(http_settings_for(options), std::move(router), {clock, entropy}));
    counters = &server->counters();
    print_welcome(options, installation->office(), server->port());

    int signal = 0;
    sigwait(&signals, &signal);
    std::fprintf(stderr, "congvan: đang dừng …\n");
    events.close_all();
    if (server->stop(kGrace) == http::StopOutcome::still_running) std::_Exit(0);
    if (!background.stop(kGrace)) std::_Exit(0);
    return Done{};
}

Result<std::unique_ptr<Installation>> open_beside(const cli::InstalledAt& where, usecases::Notifier& notifier) {
    LET(const std::filesystem::path shared, find_shared(where.share));
    InstallationSettings settings;
    settings.data = where.data;
    settings.shared = shared;
    settings.purpose = Purpose::beside;
    return Installation::open(settings, notifier);
}

Result<Bytes> export_beside(const cli::InstalledAt& where, DocumentId document) {
    NobodyListens nobody;
    LET(auto installation, open_beside(where, nobody));
    return usecases::export_evidence(installation->office(), document, {});
}

Result<std::vector<std::string>> list_routes(const cli::InstalledAt& where) {
    NobodyListens nobody;
    LET(auto installation, open_beside(where, nobody));
    http::EventHub events;
    http::Api api{installation->office(), events, "", std::string(kVersion), nullptr};
    http::Router router;
    http::add_api(router, api);
    return router.listing();
}

Result<std::string> log_key_text(const std::filesystem::path& data) {
    LET(const evidence::LogKey key, DataDirectory(data).existing_log_key());
    return key.public_key().text();
}

Result<std::string> read_demo_file(const std::filesystem::path& share, const std::string& name) {
    LET(const std::filesystem::path shared, find_shared(share));
    return read_text(shared / "regulations" / "demo" / "templates" / name);
}

Result<signing::TrustAnchors> anchors_in(const std::filesystem::path& folder) {
    if (folder.empty()) return signing::TrustAnchors();
    LET(const usecases::TrustMaterial material, trust::read_trust_folder(folder));
    return usecases::anchors_of(material);
}

Result<std::vector<Bytes>> evidence_in(const std::filesystem::path& folder) {
    if (folder.empty()) return std::vector<Bytes>();
    LET(usecases::TrustMaterial material, trust::read_trust_folder(folder));
    return std::move(material.evidence);
}

}  // namespace

int run_program(int argc, char** argv) {
    cli::Ports ports;
    ports.version = std::string(kVersion);
    ports.explain = explain;
    ports.serve = serve;
    ports.export_evidence = export_beside;
    ports.log_key = log_key_text;
    ports.routes = list_routes;
    ports.read_demo_file = read_demo_file;
    ports.now = [] { return system::SystemClock().now(); };
    ports.anchors = anchors_in;
    ports.evidence = evidence_in;
    ports.signing = signing_ports();
    return cli::run(argc, argv, ports);
}

}  // namespace congvan::server
