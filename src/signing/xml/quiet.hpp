#pragma once

// While one of these lives, libxml2 prints nothing on this thread.

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

namespace congvan::signing::xml {

class Quiet {
public:
    Quiet() : was_(xmlStructuredError), context_(xmlStructuredErrorContext) {
        xmlSetStructuredErrorFunc(nullptr, [](void*, xmlErrorPtr) {});
    }
    ~Quiet() { xmlSetStructuredErrorFunc(context_, was_); }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;

private:
    xmlStructuredErrorFunc was_;
    void* context_;
};

}  // namespace congvan::signing::xml
