#pragma once

// The operator's commands. Exit codes: 0 done · 1 the answer is no (invalid, refused, not found) · 2 bad usage ·
// 3 the world failed. What needs the world is handed in by the composition root.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/instant.hpp"
#include "signing/judge/anchors.hpp"
#include "signing/pdf/font.hpp"
#include "usecases/ports/converter.hpp"
#include "usecases/ports/signer_keys.hpp"
#include "usecases/ports/trust_services.hpp"

namespace congvan::cli {

enum Exit : int { done = 0, no = 1, usage = 2, failed = 3 };

struct ServeOptions {
    std::filesystem::path data = ".congvan";
    std::filesystem::path share;  // empty: found beside the program
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string tls_certificate;  // PEM files; both or neither: TLS or plain HTTP
    std::string tls_key;
    std::vector<std::string> trusted_proxies;  // whose X-Forwarded-For and X-Forwarded-Proto are believed
    std::string postgres;  // a reference to the secret with the connection string; empty: SQLite
    bool demo = false;     // create a demo where nothing is yet
    bool access_log = true;
};

// For a command beside a running server.
struct InstalledAt {
    std::filesystem::path data;
    std::filesystem::path share;  // empty: found beside the program
};

// What the catalogue says about a code. Lives as long as the program.
struct Explanation {
    std::string_view vi;
    std::string_view en;
    std::string_view fix_vi;
    std::string_view fix_en;
};
using Explain = std::function<std::optional<Explanation>(std::string_view code)>;

// What signing needs of the world; each is made when it is asked for.
struct OutsideServers {
    std::string tsa;              // address; empty: those of the trust folder
    std::filesystem::path trust;  // its sources.toml; empty: what certificates name
};
struct SigningPorts {
    std::function<Result<std::unique_ptr<usecases::SignerKeys>>(const std::filesystem::path& module)> keys;
    std::function<Result<std::unique_ptr<usecases::TrustServices>>(const OutsideServers& servers)> services;
    std::function<Result<usecases::PdfText>(BytesView pdf)> words;
    std::function<Result<signing::FontFamily>()> fonts;
};

struct Ports {
    std::string version;
    Explain explain;
    std::function<Result<Done>(const ServeOptions&)> serve;  // returns when the server was stopped
    std::function<Result<Bytes>(const InstalledAt& where, DocumentId document)> export_evidence;
    std::function<Result<std::string>(const std::filesystem::path& data)> log_key;
    std::function<Result<std::vector<std::string>>(const InstalledAt& where)> routes;  // "GET /api/v1/health"
    std::function<Instant()> now;
    std::function<Result<signing::TrustAnchors>(const std::filesystem::path& trust)> anchors;  // empty path: trusts nobody
    // What the same folder knows about revocation: answers and lists, DER.
    std::function<Result<std::vector<Bytes>>(const std::filesystem::path& trust)> evidence;
    SigningPorts signing;
    // Of regulations/demo/templates in the shared folder.
    std::function<Result<std::string>(const std::filesystem::path& share, const std::string& name)> read_demo_file;
};

struct VerifyOptions {
    std::vector<std::string> files;
    std::filesystem::path trust;  // a trust folder, or one with certificates; empty: nobody is believed
    std::string at;               // RFC 3339; empty: now
    std::string content;          // what a detached signature is over; empty: the file beside it
    std::string password_file;    // holds the password of encrypted PDFs; empty: none
    bool as_json = false;
    std::size_t revision = 0;     // to be written to `revision_out`, from 1; 0: none
    std::string revision_out;
};

struct SignOptions {
    std::string file;
    std::string out;
    std::string module;           // PKCS#11 library
    std::string token;            // its label
    std::string key;              // CKA_ID in hex; empty: the only one
    std::string pin_file;
    std::filesystem::path trust;  // as of verify; its intermediates travel with the signature
    std::string kind = "auto";
    std::string level = "B-B";
    std::string scheme;
    std::string tsa;
    std::string role = "personal";
    bool visible = true;
    std::string look;
    std::string place;
    std::string picture;
    double picture_width_mm = 0;
    std::string signer;
    std::string post;
    std::string agency;
    std::string notation;
    std::string reason;
};

struct TimestampOptions {
    std::string file;
    std::string out;
    std::string tsa;
    std::filesystem::path trust;
};

int run(int argc, char** argv, const Ports& ports);

// The commands of their own files.
int evidence_export(const Ports& ports, const InstalledAt& where, const std::string& document, const std::string& out);
int evidence_verify(const std::string& file, const std::string& key, bool as_json);
int evidence_key(const Ports& ports, const std::filesystem::path& data);
int verify(const Ports& ports, const VerifyOptions& options);
int sign(const Ports& ports, const SignOptions& options);
int timestamp(const Ports& ports, const TimestampOptions& options);
struct TourOptions {
    std::string server = "http://127.0.0.1:8080";
    bool as_json = false;
    int patience_seconds = 120;  // how long a server that went away is waited for
    std::filesystem::path share;  // as for serve: the demo's letters come from there
    std::function<Result<std::string>(const std::string& name)> read_demo_file;
    Explain explain;
};
int tour(const TourOptions& options);

// Says what went wrong on standard error, in the catalogue's terms, and answers with the exit code for it.
int report(const Error& error, const Explain& explain);

}  // namespace congvan::cli
