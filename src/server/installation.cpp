#include "server/installation.hpp"

#include <cstdio>
#include <cstdlib>

#include "adapters/blobs/file_blob_store.hpp"
#include "adapters/convert/confined_converter.hpp"
#include "adapters/convert/sandbox.hpp"
#include "adapters/fetch/curl_client.hpp"
#include "adapters/postgres/database.hpp"
#include "adapters/sql/migrations.hpp"
#include "adapters/sql/store.hpp"
#include "adapters/sqlite/database.hpp"
#include "adapters/system/argon2_passwords.hpp"
#include "adapters/system/directory_lock.hpp"
#include "adapters/system/secret.hpp"
#include "adapters/system/steered_clock.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_entropy.hpp"
#include "adapters/tokens/demo_token.hpp"
#include "adapters/tokens/pkcs11_keys.hpp"
#include "adapters/trust/folder_trust_store.hpp"
#include "adapters/trust/online_services.hpp"
#include "base/fault_point.hpp"
#include "errors/server.hpp"
#include "errors/tokens.hpp"
#include "server/create_demo.hpp"
#include "server/shared_files.hpp"

namespace congvan::server {
namespace {

// For an installation whose server has no device driver: every use says so.
class NoKeys final : public usecases::SignerKeys {
public:
    Result<usecases::SignatureValue> sign(const usecases::KeyReference&, const usecases::Pin&,
                                          const usecases::SigningRequest&) override {
        return none();
    }
    Result<std::unique_ptr<usecases::SigningRun>> begin(const usecases::KeyReference&, const usecases::Pin&, BytesView) override {
        return none();
    }
    Result<std::vector<usecases::TokenFacts>> tokens() override { return none(); }
    Result<std::vector<usecases::KeyFacts>> keys(const usecases::TokenLabel&) override { return none(); }
    Result<Bytes> certificate(const usecases::KeyReference&) override { return none(); }

private:
    static Error none() { return {Remedy::call_operator, errors::tokens::no_driver, "no driver configured"}; }
};

class SteeredDemoClock final : public http::DemoClock {
public:
    explicit SteeredDemoClock(system::SteeredClock& clock) : clock_(clock) {}
    Result<Done> set(Instant at) override { return clock_.set(at); }

private:
    system::SteeredClock& clock_;
};

[[noreturn]] void stop_at_once(std::string_view why) {
    std::fprintf(stderr, "congvan: stopping, because the disk can no longer be trusted: %.*s\n",
                 static_cast<int>(why.size()), why.data());
    std::abort();
}

}  // namespace

struct Installation::Parts {
    explicit Parts(std::filesystem::path root) : data(std::move(root)) {}

    DataDirectory data;
    DataSettings kept;
    system::SystemClock real_clock;
    system::SystemEntropy entropy;
    std::optional<system::DirectoryLock> lock;
    std::unique_ptr<system::SteeredClock> steered;
    std::unique_ptr<SteeredDemoClock> demo_clock;
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<usecases::Store> store;
    std::unique_ptr<blobs::FileBlobStore> blobs;
    std::optional<convert::Sandbox> sandbox;
    std::unique_ptr<convert::ConfinedConverter> converter;
    std::unique_ptr<usecases::SignerKeys> keys;
    fetch::CurlClient web;
    std::unique_ptr<trust::EvidenceCache> evidence_cache;
    std::unique_ptr<trust::OnlineServices> services;
    std::unique_ptr<trust::FolderTrustStore> trust;
    std::optional<system::Argon2Passwords> passwords;
    std::optional<policy::ProfileSet> profiles;
    calendar::Source calendar;
    std::optional<signing::FontFamily> serif;
    std::optional<evidence::LogKey> log_key;
    usecases::DirectoryCache directory;
    usecases::PinCache pins;
    std::optional<usecases::Office> office;

    const Clock& clock() const {
        if (steered) return *steered;
        return real_clock;
    }
    Result<Done> settle_settings(const InstallationSettings& settings);
    Result<Done> open_storage(Purpose purpose);
    Result<Done> open_shared(const InstallationSettings& settings);
    Result<Done> open_devices();
};

Result<Done> Installation::Parts::settle_settings(const InstallationSettings& settings) {
    if (settings.purpose == Purpose::serve) {
        LET(lock, system::DirectoryLock::take(data.root()));
        fault_point("start.after_lock");
    }
    LET(const std::optional<DataSettings> found, data.settings());
    if (!found && !settings.create) return Error{Remedy::call_operator, errors::server::no_installation, data.root().string()};
    if (found && settings.create && found->storage != settings.create->storage) {
        return Error{Remedy::call_operator, errors::server::storage_fixed, data.root().string()};
    }
    kept = found ? *found : *settings.create;
    if (!found) TRY(data.write_settings(kept));
    if (settings.purpose == Purpose::serve) TRY(data.make_folders());
    if (kept.demo == Demo::yes) {
        LET(steered, system::SteeredClock::open(data.clock_file(), real_clock));
        demo_clock = std::make_unique<SteeredDemoClock>(*steered);
    }
    if (settings.purpose == Purpose::serve) {
        LET(log_key, data.log_key(entropy));
    } else {
        LET(log_key, data.existing_log_key());
    }
    return Done{};
}

Result<Done> Installation::Parts::open_storage(Purpose purpose) {
    if (kept.storage == Storage::sqlite) {
        sqlite::Settings settings;
        settings.file = data.sqlite_file();
        settings.access = purpose == Purpose::serve ? sqlite::Access::read_write : sqlite::Access::read_only;
        settings.fatal = stop_at_once;
        LET(database, sqlite::open(std::move(settings)));
    } else {
        LET(const system::Secret connection, system::read_secret(kept.database));
        postgres::Settings settings;
        settings.connection = std::string(connection.reveal());
        LET(database, postgres::open(std::move(settings)));
    }
    fault_point("start.after_database");
    if (purpose == Purpose::serve) {
        TRY(sql::migrate(*database, sql::program_migrations(), clock().now()));
    } else {
        TRY(sql::check_schema(*database, sql::program_migrations()));
    }
    fault_point("start.after_schema");
    // The lock on the directory is the lock on a SQLite file in it.
    if (purpose == Purpose::serve && kept.storage == Storage::sqlite) TRY(sql::release_leases(*database));
    store = sql::make_store(*database);
    blobs::FileStoreSettings files;
    files.root = data.blobs();
    files.access = purpose == Purpose::serve ? blobs::Access::read_write : blobs::Access::read_only;
    files.fatal = stop_at_once;
    LET(blobs, blobs::FileBlobStore::open(std::move(files)));
    return Done{};
}

Result<Done> Installation::Parts::open_shared(const InstallationSettings& settings) {
    LET(policy::ProfileSet loaded, load_profiles(settings.shared));
    profiles.emplace(std::move(loaded));
    LET(calendar, load_calendar(settings.shared));
    TRY(calendar::Calendar::make(calendar));
    LET(signing::FontFamily family, load_serif());
    serif.emplace(std::move(family));
    LET(trust, trust::FolderTrustStore::open(data.trust()));
    LET(trust::TrustSources sources, trust::read_trust_sources(data.trust()));
    if (settings.purpose == Purpose::serve) {
        evidence_cache = std::make_unique<trust::EvidenceCache>(data.evidence_cache());
        services = std::make_unique<trust::OnlineServices>(web, *evidence_cache, clock(), entropy, std::move(sources));
    }
    passwords.emplace(entropy);
    sandbox.emplace(convert::SandboxSettings{});
    converter = std::make_unique<convert::ConfinedConverter>(*sandbox, convert::ConverterSettings{});
    return Done{};
}

Result<Done> Installation::Parts::open_devices() {
    if (kept.demo == Demo::no) {
        keys = std::make_unique<NoKeys>();
        return Done{};
    }
    LET(const std::filesystem::path configuration, tokens::prepare_softhsm(data.softhsm()));
    ::setenv("SOFTHSM2_CONF", configuration.c_str(), 1);
    LET(auto driver, tokens::open_driver(std::filesystem::path(tokens::kSoftHsmLibrary)));
    keys = std::make_unique<tokens::Pkcs11Keys>(std::move(driver));
    return Done{};
}

Result<std::unique_ptr<Installation>> Installation::open(const InstallationSettings& settings,
                                                         usecases::Notifier& notifier) {
    auto parts = std::make_unique<Parts>(settings.data);
    TRY(parts->settle_settings(settings));
    TRY(parts->open_storage(settings.purpose));
    fault_point("start.after_storage");
    TRY(parts->open_shared(settings));
    if (settings.purpose == Purpose::serve) {
        TRY(parts->open_devices());
    } else {
        parts->keys = std::make_unique<NoKeys>();
    }
    parts->office.emplace(usecases::Office{*parts->store, *parts->blobs, parts->clock(), parts->entropy, *parts->converter,
                                           *parts->keys, *parts->trust, *parts->passwords, notifier, *parts->profiles,
                                           parts->calendar, *parts->serif, *parts->log_key, parts->directory, parts->pins,
                                           parts->kept.demo == Demo::yes, parts->services.get()});
    if (settings.purpose == Purpose::serve && parts->kept.demo == Demo::yes) {
        TRY(create_demo(*parts->office, parts->data, settings.shared));
        TRY(parts->trust->reload());
    }
    TRY(parts->directory.reload(*parts->store));
    fault_point("start.before_serving");
    return std::unique_ptr<Installation>(new Installation(std::move(parts)));
}

Installation::Installation(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Installation::~Installation() = default;

usecases::Office& Installation::office() { return *parts_->office; }
http::DemoClock* Installation::demo_clock() { return parts_->demo_clock.get(); }
const DataSettings& Installation::settings() const { return parts_->kept; }

Result<Done> Installation::sweep() {
    usecases::Store& store = *parts_->store;
    TRY(store.write([&](usecases::Transaction& transaction) { return transaction.sweep(parts_->clock().now()); }));
    TRY(parts_->blobs->sweep(std::chrono::hours{24}, [&](const Sha256& digest) {
        return usecases::read<bool>(store, [&](usecases::Reader& reader) { return reader.refers_to(digest); });
    }));
    return Done{};
}

}  // namespace congvan::server
