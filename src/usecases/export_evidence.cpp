#include "usecases/export_evidence.hpp"

#include <algorithm>

#include "errors/usecases.hpp"
#include "evidence/bundle.hpp"
#include "usecases/dossiers.hpp"

namespace congvan::usecases {
namespace {

using documents::FileRef;
using documents::Outgoing;

Result<evidence::BundleFile> enclose(Office& office, std::string role, const FileRef& file, std::uint64_t& room) {
    evidence::BundleFile entry;
    entry.role = std::move(role);
    entry.name = file.name;
    entry.size = file.size;
    entry.sha256 = file.sha256;
    if (file.size <= room) {
        LET(const auto content, office.blobs.open(file.sha256));
        LET(Bytes bytes, read_all(*content, static_cast<std::size_t>(file.size)));
        room -= file.size;
        entry.content = std::move(bytes);
    }
    return entry;
}

Result<std::vector<evidence::BundleFile>> files_of(Office& office, const Outgoing& document) {
    std::vector<evidence::BundleFile> files;
    std::uint64_t room = document.stage == documents::OutgoingStage::recalled ? 0 : kMostEnclosed;
    if (document.final_pdf) {
        LET(evidence::BundleFile main, enclose(office, "main", *document.final_pdf, room));
        files.push_back(std::move(main));
    }
    if (!document.versions.empty()) {
        for (const FileRef& file : document.versions.back().attachments) {
            LET(evidence::BundleFile attachment, enclose(office, "attachment", file, room));
            files.push_back(std::move(attachment));
        }
    }
    return files;
}

// The signed note about the log as `reader` sees it: the newest kept one if it says the same, else a new one. Two heads
// that do not agree must never be signed: the newest one is proved to be a prefix first.
Result<StoredCheckpoint> checkpoint_of(Office& office, Reader& reader) {
    LET(const evidence::TreeHead head, reader.log_head());
    LET(const std::optional<StoredCheckpoint> newest, reader.newest_checkpoint());
    if (newest && newest->head == head) return *newest;
    if (newest && newest->head.size > 0) {
        const auto lookup = [&](evidence::NodeAt at) { return reader.log_node(at); };
        LET(const evidence::Proof proof, evidence::prove_consistency(newest->head.size, head.size, lookup));
        TRY(evidence::verify_consistency(newest->head, head, proof));
    }
    return StoredCheckpoint{head, evidence::sign_checkpoint(head, office.log_key), office.clock.now()};
}

}  // namespace

Result<std::string> make_checkpoint(Office& office) {
    return usecases::write<std::string>(office.store, [&](Transaction& transaction) -> Result<std::string> {
        LET(const StoredCheckpoint made, checkpoint_of(office, transaction));
        LET(const std::optional<StoredCheckpoint> newest, transaction.newest_checkpoint());
        if (!newest || newest->note != made.note) TRY(transaction.put(made));
        return made.note;
    });
}

Result<Bytes> export_evidence(Office& office, DocumentId document, const EvidenceScope& scope) {
    Outgoing outgoing;
    LET(evidence::BundleContent content,
        usecases::read<evidence::BundleContent>(office.store, [&](Reader& reader) -> Result<evidence::BundleContent> {
            LET(outgoing, load_outgoing(reader, document));
            LET(const StoredCheckpoint checkpoint, checkpoint_of(office, reader));
            evidence::BundleContent made;
            made.document = document;
            made.checkpoint = checkpoint.note;
            LET(const std::vector<LoggedEvent> events, reader.events_about(document));
            const auto lookup = [&](evidence::NodeAt at) { return reader.log_node(at); };
            for (const LoggedEvent& each : events) {
                if (scope.agency && each.event.agency != *scope.agency) continue;
                LET(evidence::Proof proof, evidence::prove_inclusion(each.index, checkpoint.head.size, lookup));
                made.events.push_back({each.index, each.event, std::move(proof)});
            }
            return made;
        }));
    LET(content.files, files_of(office, outgoing));
    content.created = office.clock.now();
    return evidence::seal_bundle(std::move(content), office.log_key);
}

Result<Bytes> export_own_evidence(Office& office, const Caller& caller, DocumentId document) {
    TRY(usecases::read<bool>(office.store, [&](Reader& reader) -> Result<bool> {
        LET(const Outgoing outgoing, load_outgoing(reader, document));
        TRY(require(caller, directory::Act::read_outgoing, thing_of(caller, outgoing)));
        return true;
    }));
    return export_evidence(office, document, EvidenceScope{caller.agency.id});
}

}  // namespace congvan::usecases
