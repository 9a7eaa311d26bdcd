#include "adapters/convert/confined_converter.hpp"

#include <algorithm>
#include <optional>

#include "adapters/convert/inspect.hpp"
#include "adapters/convert/word_boxes.hpp"
#include "errors/convert.hpp"

namespace congvan::convert {

namespace {

using usecases::FileKind;

constexpr std::string_view kSource = "/tmp/in/source";
constexpr int kKilledForTime = 128 + 24;  // SIGXCPU
constexpr int kKilled = 128 + 9;

// Macros never run, links are never followed, nothing is asked.
constexpr std::string_view kProfile = R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
)";

// A constant: nothing of the file or its name ever gets into it. What LibreOffice says goes to standard error, so that
// standard output is the PDF alone.
constexpr std::string_view kScript =
    R"(office=$1; filter=$2; source=$3; shift 3
"$office" -env:UserInstallation=file:///tmp/profile --headless --norestore --nolockcheck --nodefault --nologo "$@" --convert-to "$filter" --outdir /tmp/out "$source" >&2 && exec cat /tmp/out/source.pdf)";

constexpr std::string_view kPdfOptions =
    R"(:{"SelectPdfVersion":{"type":"long","value":"17"},"EmbedStandardFonts":{"type":"boolean","value":"true"},"ExportFormFields":{"type":"boolean","value":"false"},"ExportBookmarks":{"type":"boolean","value":"false"},"ExportNotes":{"type":"boolean","value":"false"},"Quality":{"type":"long","value":"90"},"ReduceImageResolution":{"type":"boolean","value":"true"},"MaxImageResolution":{"type":"long","value":"300"}})";

struct Way {
    std::string_view extension;
    std::string_view filter;
    std::string_view import;  // empty: LibreOffice looks for itself
};

std::optional<Way> way_for(FileKind kind) {
    switch (kind) {
        case FileKind::docx: return Way{"docx", "writer_pdf_Export", ""};
        case FileKind::doc: return Way{"doc", "writer_pdf_Export", ""};
        case FileKind::odt: return Way{"odt", "writer_pdf_Export", ""};
        case FileKind::rtf: return Way{"rtf", "writer_pdf_Export", ""};
        case FileKind::txt: return Way{"txt", "writer_pdf_Export", "--infilter=Text (encoded):UTF8,LF,Liberation Serif,vi-VN"};
        case FileKind::xlsx: return Way{"xlsx", "calc_pdf_Export", ""};
        case FileKind::xls: return Way{"xls", "calc_pdf_Export", ""};
        case FileKind::ods: return Way{"ods", "calc_pdf_Export", ""};
        case FileKind::csv: return Way{"csv", "calc_pdf_Export", "--infilter=Text - txt - csv (StarCalc):44,34,76,1"};
        case FileKind::pdf:
        case FileKind::pptx:
        case FileKind::odp:
        case FileKind::ppt:
        case FileKind::html:
        case FileKind::xml:
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::gif:
        case FileKind::bmp:
        case FileKind::zip:
        case FileKind::executable:
        case FileKind::unknown: return std::nullopt;
    }
    return std::nullopt;
}

Error too_large(std::uint64_t size) { return {Remedy::fix_input, errors::convert::too_large, std::to_string(size) + " bytes"}; }

// A program that came to an end, but not to a good one.
Result<Done> succeeded(const SandboxOutcome& outcome) {
    if (outcome.exit_code == 0) return Done{};
    const bool out_of_time = outcome.exit_code == kKilledForTime || outcome.exit_code == kKilled;
    return Error{Remedy::fix_input, out_of_time ? errors::convert::timed_out : errors::convert::failed,
                 "exit code " + std::to_string(outcome.exit_code) + ": " + outcome.complaints};
}

Result<Bytes> whole(const RandomAccessBytes& source, std::uint64_t most) {
    if (source.size() > most) return too_large(source.size());
    Bytes bytes(source.size());
    TRY(source.read_at(0, bytes));
    return bytes;
}

}  // namespace

Result<usecases::FileFacts> ConfinedConverter::inspect(const RandomAccessBytes& content, std::string_view name) const {
    return convert::inspect(content, name);
}

Result<Bytes> ConfinedConverter::to_pdf(const RandomAccessBytes& source, FileKind kind) {
    if (kind == FileKind::pdf) return whole(source, usecases::kMostConverted);
    const auto way = way_for(kind);
    if (!way) return Error{Remedy::fix_input, errors::convert::unsupported, std::string(usecases::name_of(kind))};
    if (source.size() > usecases::kMostToConvert) return too_large(source.size());

    const auto path = std::string(kSource) + "." + std::string(way->extension);
    const MemoryBytes profile(as_bytes(kProfile));
    SandboxJob job;
    job.command = {"/bin/sh", "-c", std::string(kScript), "convert", settings_.office,
                   "pdf:" + std::string(way->filter) + std::string(kPdfOptions), path};
    if (!way->import.empty()) job.command.emplace_back(way->import);
    job.inputs = {{path, &source}, {"/tmp/profile/user/registrymodifications.xcu", &profile}};
    job.limits.wall = settings_.office_wall;
    job.limits.processor = std::chrono::ceil<std::chrono::seconds>(settings_.office_wall);
    job.limits.scratch = 384u << 20;
    job.limits.output = usecases::kMostConverted;
    LET(auto outcome, sandbox_.run(job));
    TRY(succeeded(outcome));
    if (as_text(outcome.output).substr(0, 5) != "%PDF-") {
        return Error{Remedy::fix_input, errors::convert::failed, "no PDF came out: " + outcome.complaints};
    }
    return std::move(outcome.output);
}

Result<SandboxOutcome> ConfinedConverter::run_poppler(std::vector<std::string> command, BytesView pdf) {
    if (pdf.size() > usecases::kMostConverted) return too_large(pdf.size());
    const MemoryBytes content(pdf);
    SandboxJob job;
    job.command = std::move(command);
    job.inputs = {{std::string(kSource) + ".pdf", &content}};
    job.limits.wall = settings_.page_wall;
    job.limits.processor = std::chrono::ceil<std::chrono::seconds>(settings_.page_wall);
    job.limits.memory = 1u << 30;
    job.limits.scratch = 128u << 20;
    job.limits.output = 32u << 20;
    job.limits.processes = 8;
    return sandbox_.run(job);
}

Result<usecases::PdfText> ConfinedConverter::text_boxes(BytesView pdf) {
    LET(const auto outcome, run_poppler({settings_.words, "-bbox", "-enc", "UTF-8", std::string(kSource) + ".pdf", "-"}, pdf));
    TRY(succeeded(outcome));
    return read_word_boxes(as_text(outcome.output));
}

}  // namespace congvan::convert
