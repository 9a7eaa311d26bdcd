#pragma once

// The routes of spec/openapi.yaml below /api/v1, over the use cases. Handlers translate; they decide nothing.

#include <functional>
#include <memory>
#include <string>

#include "http/events.hpp"
#include "http/router.hpp"
#include "usecases/caller.hpp"

namespace congvan::http {

// The clock of a demo, if this is one.
class DemoClock {
public:
    virtual ~DemoClock() = default;
    // Fails: system.clock_backwards (fix_input) for a moment before now.
    virtual Result<Done> set(Instant at) = 0;
};

// What the handlers work with. Everything must outlive the server.
struct Api {
    usecases::Office& office;
    EventHub& events;
    std::string description;  // openapi.yaml
    std::string version;
    DemoClock* demo_clock = nullptr;
    bool public_verification = false;  // anybody may have a file judged, without a session
};

void add_api(Router& router, Api& api);

// Publishes changes to the streams of the people who may know them: one topic per agency.
class EventNotifier final : public usecases::Notifier {
public:
    explicit EventNotifier(EventHub& hub) : hub_(hub) {}
    void changed(const usecases::Change& change) override;

private:
    EventHub& hub_;
};

}  // namespace congvan::http
