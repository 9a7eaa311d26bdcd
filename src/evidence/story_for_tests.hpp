#pragma once

// A log in memory and a short made-up story in it, for the tests of this module. Everything is fixed: the same bytes
// on every machine.

#include <map>
#include <string>
#include <vector>

#include "evidence/bundle.hpp"

namespace congvan::evidence {

inline Uuid id_of(std::string_view name) { return Uuid::derived({"evidence test", name}); }

inline LogKey key_from(std::string_view name, std::byte filler) {
    const Bytes seed(LogKey::kSeedSize, filler);
    return LogKey::from_seed(name, seed).value();
}
inline LogKey story_key() { return key_from("thu-nghiem.example/nhat-ky", std::byte{7}); }

class MemoryLog {
public:
    std::uint64_t append(BytesView leaf) {
        const std::uint64_t index = range_.size();
        for (const Node& node : range_.append(leaf_hash(leaf))) nodes_.emplace(node.at, node.hash);
        return index;
    }
    NodeLookup lookup() const {
        return [this](NodeAt at) -> Result<Sha256> {
            const auto found = nodes_.find(at);
            if (found == nodes_.end()) return Error{Remedy::call_operator, "test.no_node", ""};
            return found->second;
        };
    }
    TreeHead head() const { return {range_.size(), range_.root()}; }
    const CompactRange& range() const { return range_; }

private:
    CompactRange range_;
    std::map<NodeAt, Sha256> nodes_;
};

// One document with three streams between the events of other documents.
struct Story {
    MemoryLog log;
    DocumentId document{id_of("document")};
    std::vector<BundleEvent> events;  // proofs are filled in by `content`
    Bytes pdf = to_bytes("%PDF-1.7 quyết định (thử nghiệm)\n");
    Bytes annex = to_bytes("phụ lục (thử nghiệm)\n");

    Story() {
        log.append(as_bytes("another document's event"));
        add(StreamKind::outgoing, "document", 1, "outgoing.drafted",
            {{"facts.type_name", "Quyết định"}, {"facts.abstract", "Về việc thử nghiệm"}, {"facts.urgency", "express"}});
        add(StreamKind::register_book, "book", 4, "register.number_reserved",
            {{"line.notation", "05/QĐ-UBND"}, {"line.day", "2026-11-20"}});
        log.append(as_bytes("yet another document's event"));
        Fields issued{{"recipients.0.name", "Sở A (thử nghiệm)"}, {"recipients.1.name", "Sở B (thử nghiệm)"}};
        name_file(issued, "pdf", "quyet-dinh.pdf", pdf);
        name_file(issued, "attachments.0", "Phụ lục.xlsx", annex);
        add(StreamKind::outgoing, "document", 2, "outgoing.issued", issued);
        add(StreamKind::delivery, "delivery", 1, "delivery.queued",
            {{"from.name", "Ủy ban A (thử nghiệm)"}, {"to.name", "Sở A (thử nghiệm)"}});
        add(StreamKind::register_book, "book", 9, "register.line_confirmed", {{"sequence", "5"}});
        log.append(as_bytes("the last event is of another document"));
    }

    static void name_file(Fields& fields, const std::string& prefix, const std::string& name, const Bytes& content) {
        fields.set(prefix + ".name", name).set(prefix + ".sha256", Sha256::of(content).hex());
        fields.set_number(prefix + ".size", static_cast<std::int64_t>(content.size()));
    }

    void add(StreamKind kind, std::string_view stream, std::uint32_t revision, std::string event_kind, Fields fields) {
        HistoryEvent event;
        event.stream_kind = kind;
        event.stream = id_of(stream);
        event.revision = Revision(revision);
        event.document = document;
        event.agency = AgencyId(id_of("agency"));
        event.actor = {PersonId(id_of("person")), "Văn thư A (thử nghiệm)", "Văn thư"};
        event.at = from_microseconds(1795161600000000 + static_cast<std::int64_t>(log.head().size) * 1000001);
        event.kind = std::move(event_kind);
        event.fields = std::move(fields);
        const std::uint64_t leaf = log.append(encode(event).value());
        events.push_back({leaf, std::move(event), {}});
    }

    BundleContent content(const LogKey& key) const {
        BundleContent content;
        content.document = document;
        content.checkpoint = sign_checkpoint(log.head(), key);
        content.events = events;
        for (BundleEvent& each : content.events) {
            each.proof = prove_inclusion(each.leaf, log.head().size, log.lookup()).value();
        }
        content.files = {{"main", "quyet-dinh.pdf", pdf.size(), Sha256::of(pdf), pdf},
                         {"attachment", "Phụ lục.xlsx", annex.size(), Sha256::of(annex), std::nullopt}};
        content.created = from_microseconds(1795248000123456);
        return content;
    }
};

}  // namespace congvan::evidence
