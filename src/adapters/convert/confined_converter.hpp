#pragma once

// The converter: LibreOffice for documents, poppler for words, each run in the sandbox for one file and
// gone with it. Calls share the sandbox's queue.

#include <string>

#include "adapters/convert/sandbox.hpp"
#include "usecases/ports/converter.hpp"

namespace congvan::convert {

struct ConverterSettings {
    std::string office = "/usr/lib/libreoffice/program/soffice";
    std::string words = "/usr/bin/pdftotext";
    std::chrono::milliseconds office_wall{90'000};
    std::chrono::milliseconds page_wall{30'000};
};

class ConfinedConverter final : public usecases::Converter {
public:
    // `sandbox` must outlive the converter; it may serve others too.
    ConfinedConverter(Sandbox& sandbox, ConverterSettings settings) : sandbox_(sandbox), settings_(std::move(settings)) {}

    Result<usecases::FileFacts> inspect(const RandomAccessBytes& content, std::string_view name) const override;
    Result<Bytes> to_pdf(const RandomAccessBytes& source, usecases::FileKind kind) override;
    Result<usecases::PdfText> text_boxes(BytesView pdf) override;

private:
    Result<SandboxOutcome> run_poppler(std::vector<std::string> command, BytesView pdf);

    Sandbox& sandbox_;
    ConverterSettings settings_;
};

}  // namespace congvan::convert
