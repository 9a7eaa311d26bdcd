#include "cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>

#include "errors/cli.hpp"

namespace congvan::cli {
namespace {

struct Asked {
    ServeOptions serve;
    TourOptions tour;
    VerifyOptions verify;
    SignOptions sign;
    TimestampOptions timestamp;
    std::vector<std::string> extract;
    std::filesystem::path data = ".congvan";
    std::filesystem::path share;
    std::string document;
    std::string out = "-";
    std::string file;
    std::string key;
    bool as_json = false;
};

struct Commands {
    CLI::App* serve = nullptr;
    CLI::App* tour = nullptr;
    CLI::App* verify = nullptr;
    CLI::App* sign = nullptr;
    CLI::App* timestamp = nullptr;
    CLI::App* evidence_export = nullptr;
    CLI::App* evidence_verify = nullptr;
    CLI::App* evidence_key = nullptr;
    CLI::App* routes = nullptr;
    CLI::App* version = nullptr;
};

void describe_serve(CLI::App& app, Commands& commands, Asked& asked) {
    commands.serve = app.add_subcommand("serve", "Chạy máy chủ (run the server)");
    commands.serve->add_option("--data", asked.serve.data, "Data directory")->capture_default_str();
    commands.serve->add_option("--port", asked.serve.port, "Port")->capture_default_str();
    commands.serve->add_option("--address", asked.serve.address, "IP address to listen on; 0.0.0.0 or :: is every one")
        ->capture_default_str();
    commands.serve->add_option("--tls-certificate", asked.serve.tls_certificate,
                               "Serve HTTPS: PEM file with the server's certificate, then the intermediate ones. Read at the start:"
                               " a changed file counts after a restart");
    commands.serve->add_option("--tls-key", asked.serve.tls_key, "PEM file with the key of that certificate, without a password");
    commands.serve->add_option("--trusted-proxy", asked.serve.trusted_proxies,
                               "IP address of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed; may be repeated")
        ->allow_extra_args(false);
    commands.serve->add_option("--share", asked.serve.share, "Folder with regulations, web client and API description");
    commands.serve->add_option("--postgres", asked.serve.postgres,
                               "On creation: keep data in PostgreSQL; file:/PATH of the connection string");
    commands.serve->add_flag("--demo", asked.serve.demo, "Create a demo province where nothing is yet");
    commands.serve->add_flag("!--no-access-log", asked.serve.access_log, "Leave out the line per request on standard error");
}

void describe_evidence(CLI::App& app, Commands& commands, Asked& asked) {
    CLI::App* evidence = app.add_subcommand("evidence", "Chứng cứ (evidence): export, verify, key");
    evidence->require_subcommand(1);
    commands.evidence_export = evidence->add_subcommand("export", "The whole history of one document as one file");
    commands.evidence_export->add_option("document", asked.document, "Id of the outgoing document")->required();
    commands.evidence_export->add_option("--data", asked.data, "Data directory")->capture_default_str();
    commands.evidence_export->add_option("--share", asked.share, "Folder with the regulations, as for serve");
    commands.evidence_export->add_option("--out", asked.out, "File to write; - is standard output")->capture_default_str();
    commands.evidence_verify = evidence->add_subcommand("verify", "Check such a file, offline");
    commands.evidence_verify->add_option("file", asked.file, "The file")->required();
    commands.evidence_verify->add_option("--key", asked.key, "The log's public key, or a file that holds it");
    commands.evidence_verify->add_flag("--json", asked.as_json, "Answer as JSON");
    commands.evidence_key = evidence->add_subcommand("key", "Print the log's public key");
    commands.evidence_key->add_option("--data", asked.data, "Data directory")->capture_default_str();
}

void describe_verify(CLI::App& app, Commands& commands, Asked& asked) {
    commands.verify = app.add_subcommand("verify", "Kiểm tra chữ ký số của tệp (check the signatures of files)");
    commands.verify->add_option("files", asked.verify.files, "Files: PDF, XML, OOXML, ODF, CMS; the kind is told by content")->required();
    commands.verify->add_option("--trust", asked.verify.trust,
                                "Trust folder of an installation (anchors/, intermediates/), or a folder with certificates: self-signed"
                                " ones are believed, the others help to find the way");
    commands.verify->add_option("--at", asked.verify.at, "Judge as of this time (RFC 3339) instead of now");
    commands.verify->add_option("--content", asked.verify.content,
                                "What a detached signature is over; without it, the file of the same name without .p7s");
    commands.verify->add_option("--password-file", asked.verify.password_file, "File with the password of encrypted PDFs");
    commands.verify->add_option("--extract-revision", asked.extract, "N OUT: write the PDF as it stood at the end of revision N, from 1")
        ->expected(2);
    commands.verify->add_flag("--json", asked.verify.as_json, "Answer as a JSON array");
}

constexpr const char* kTrustOfSigning =
    "Trust folder: its intermediate certificates travel with the signature, its sources.toml names servers; the result is verified"
    " against it";
constexpr const char* kTsa = "Address of the time-stamp service (RFC 3161); without it those of the trust folder";

void describe_sign(CLI::App& app, Commands& commands, Asked& asked) {
    SignOptions& sign = asked.sign;
    commands.sign = app.add_subcommand("sign", "Ký số một tệp bằng khóa trên thiết bị PKCS#11 (sign a file with a key on a device)");
    commands.sign->add_option("file", sign.file, "The file")->required();
    commands.sign->add_option("--out", sign.out, "File to write; - is standard output. A detached CMS signature is written alone")->required();
    commands.sign->add_option("--module", sign.module, "The device's PKCS#11 library")->required();
    commands.sign->add_option("--token", sign.token, "Label of the token")->required();
    commands.sign->add_option("--key", sign.key, "Identifier of the key (CKA_ID, hex); not needed where there is one");
    commands.sign->add_option("--pin-file", sign.pin_file, "File whose first line is the PIN; it is presented once")->required();
    commands.sign->add_option("--kind", sign.kind, "auto, pdf, xml, office, cms (detached), cms-attached")->capture_default_str();
    commands.sign->add_option("--level", sign.level, "B-B, B-T (time-stamp), B-LT (evidence inside), B-LTA (and a time-stamp over it)")
        ->capture_default_str();
    commands.sign->add_option("--scheme", sign.scheme, "pkcs1, pss, ecdsa; without it pkcs1 for RSA, ecdsa for P-256");
    commands.sign->add_option("--tsa", sign.tsa, kTsa);
    commands.sign->add_option("--trust", sign.trust, kTrustOfSigning);
    commands.sign->add_option("--role", sign.role, "personal, seal, initial, attachment: names the field, the look and the place")
        ->capture_default_str();
    commands.sign->add_flag("!--invisible", sign.visible, "No appearance on the page");
    commands.sign->add_option("--look", sign.look, "image, image-name-time, name-agency-time, name-post, text; without it as NĐ 30/2020 has it");
    commands.sign->add_option("--place", sign.place,
                              "PAGE,X,Y or PAGE,X,Y,W,H in millimetres from the left and the top of the page as it is seen (without W,H: true"
                              " size), or above-name, on-signature, end-of-recipients, margin, top-right");
    commands.sign->add_option("--picture", sign.picture, "PNG of the hand signature or the seal, transparent where it is paper");
    commands.sign->add_option("--picture-width-mm", sign.picture_width_mm, "Its true width")->check(CLI::Range(1.0, 200.0));
    commands.sign->add_option("--signer", sign.signer, "Name to show; without it as the certificate says");
    commands.sign->add_option("--post", sign.post, "Position title to show");
    commands.sign->add_option("--agency", sign.agency, "Agency to show");
    commands.sign->add_option("--notation", sign.notation, "Number and notation to show on an attachment");
    commands.sign->add_option("--reason", sign.reason, "Why, kept in the signature");
}

void describe_timestamp(CLI::App& app, Commands& commands, Asked& asked) {
    commands.timestamp = app.add_subcommand("timestamp", "Đóng dấu thời gian lên một tệp PDF (time-stamp a PDF)");
    commands.timestamp->add_option("file", asked.timestamp.file, "The PDF")->required();
    commands.timestamp->add_option("--out", asked.timestamp.out, "File to write; - is standard output")->required();
    commands.timestamp->add_option("--tsa", asked.timestamp.tsa, kTsa);
    commands.timestamp->add_option("--trust", asked.timestamp.trust, kTrustOfSigning);
}

Commands describe(CLI::App& app, Asked& asked) {
    Commands commands;
    app.require_subcommand(1);
    describe_serve(app, commands, asked);
    describe_evidence(app, commands, asked);
    describe_verify(app, commands, asked);
    describe_sign(app, commands, asked);
    describe_timestamp(app, commands, asked);
    commands.tour = app.add_subcommand("tour", "Kể một ngày của văn bản qua API (the main job as a story)");
    commands.tour->add_option("--server", asked.tour.server, "Address of a demo server")->capture_default_str();
    commands.tour->add_option("--share", asked.tour.share, "Folder with the demo letters, as for serve");
    commands.tour->add_flag("--json", asked.tour.as_json, "Answer as JSON");
    commands.tour->add_option("--patience", asked.tour.patience_seconds, "Seconds to wait for a server that went away")
        ->capture_default_str();
    commands.routes = app.add_subcommand("routes", "List the routes of the API (các đường dẫn của API)");
    commands.routes->add_option("--data", asked.data, "Data directory")->capture_default_str();
    commands.routes->add_option("--share", asked.share, "Folder with the regulations, as for serve");
    commands.version = app.add_subcommand("version", "Print the version");
    app.add_subcommand("help", "List the commands");
    return commands;
}

int serve(const Ports& ports, const ServeOptions& options) {
    if (options.tls_certificate.empty() != options.tls_key.empty()) {
        report({Remedy::fix_input, errors::cli::tls_half, ""}, ports.explain);
        return Exit::usage;
    }
    const auto served = ports.serve(options);
    return served.has_value() ? Exit::done : report(served.error(), ports.explain);
}

int print_routes(const Ports& ports, const InstalledAt& where) {
    const auto routes = ports.routes(where);
    if (!routes.has_value()) return report(routes.error(), ports.explain);
    for (const std::string& each : routes.value()) std::printf("%s\n", each.c_str());
    return Exit::done;
}

int verify(const Ports& ports, const Asked& asked) {
    VerifyOptions options = asked.verify;
    if (!asked.extract.empty()) {
        const std::string& number = asked.extract[0];
        const auto end = number.data() + number.size();
        const auto read = std::from_chars(number.data(), end, options.revision);
        if (read.ec != std::errc() || read.ptr != end || options.revision == 0 || options.files.size() != 1) {
            std::fprintf(stderr, "congvan: --extract-revision takes a number from 1, a file to write, and one file to read\n");
            return Exit::usage;
        }
        options.revision_out = asked.extract[1];
    }
    return verify(ports, options);
}

int perform(const Commands& commands, const Asked& asked, const Ports& ports) {
    if (commands.serve->parsed()) return serve(ports, asked.serve);
    if (commands.tour->parsed()) return tour(asked.tour);
    if (commands.verify->parsed()) return verify(ports, asked);
    if (commands.sign->parsed()) return sign(ports, asked.sign);
    if (commands.timestamp->parsed()) return timestamp(ports, asked.timestamp);
    if (commands.evidence_export->parsed()) return evidence_export(ports, {asked.data, asked.share}, asked.document, asked.out);
    if (commands.evidence_verify->parsed()) return evidence_verify(asked.file, asked.key, asked.as_json);
    if (commands.evidence_key->parsed()) return evidence_key(ports, asked.data);
    if (commands.routes->parsed()) return print_routes(ports, {asked.data, asked.share});
    if (commands.version->parsed()) {
        std::printf("congvan %s\n", ports.version.c_str());
        return Exit::done;
    }
    return Exit::usage;
}

}  // namespace

int report(const Error& error, const Explain& explain) {
    std::fprintf(stderr, "congvan: %.*s", static_cast<int>(error.code.size()), error.code.data());
    if (!error.detail.empty()) std::fprintf(stderr, ": %s", error.detail.c_str());
    std::fprintf(stderr, "\n");
    if (const auto known = explain(error.code)) {
        for (const std::string_view line : {known->vi, known->fix_vi, known->en, known->fix_en}) {
            std::fprintf(stderr, "  %.*s\n", static_cast<int>(line.size()), line.data());
        }
    }
    switch (error.remedy) {
        case Remedy::fix_input:
        case Remedy::reload_and_retry:
        case Remedy::ask_permission: return Exit::no;
        case Remedy::retry_later:
        case Remedy::call_operator: return Exit::failed;
    }
    return Exit::failed;
}

int run(int argc, char** argv, const Ports& ports) {
    CLI::App app("congvan " + ports.version + ": gửi, nhận và xử lý văn bản điện tử", "congvan");
    Asked asked;
    asked.tour.read_demo_file = [&](const std::string& name) { return ports.read_demo_file(asked.tour.share, name); };
    asked.tour.explain = ports.explain;
    const Commands commands = describe(app, asked);
    const bool wants_help = argc == 2 && std::string_view(argv[1]) == "help";
    if (argc < 2 || wants_help) {
        std::fputs(app.help("", CLI::AppFormatMode::All).c_str(), wants_help ? stdout : stderr);
        return wants_help ? Exit::done : Exit::usage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? Exit::done : Exit::usage;
    }
    return perform(commands, asked, ports);
}

}  // namespace congvan::cli
