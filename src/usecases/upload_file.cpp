#include "usecases/upload_file.hpp"

#include "base/fault_point.hpp"
#include "errors/base.hpp"
#include "errors/usecases.hpp"

namespace congvan::usecases {
namespace {

Error no_such_upload(Uuid id) { return {Remedy::fix_input, errors::usecases::no_such_upload, id.text()}; }

Result<StoredBlob> receive(Office& office, ByteSource& content) {
    LET(auto upload, office.blobs.begin());
    std::vector<std::byte> piece(256 * 1024);
    std::uint64_t received = 0;
    for (;;) {
        LET(const std::size_t count, content.read(piece));
        if (count == 0) break;
        received += count;
        if (received > kMostUpload) return Error{Remedy::fix_input, errors::base::too_large, "upload"};
        TRY(upload->write(BytesView(piece).first(count)));
    }
    return upload->finish();
}

// What no record speaks of is removed at once instead of waiting for the sweep.
void drop_unless_referred(Office& office, const Sha256& blob) {
    const auto referred = usecases::read<bool>(office.store, [&](Reader& reader) { return reader.refers_to(blob); });
    if (referred.has_value() && !referred.value()) (void)office.blobs.remove(blob).has_value();
}

Result<FileFacts> inspect(Office& office, const StoredBlob& stored, std::string_view name) {
    LET(const auto content, office.blobs.open_random(stored.digest));
    return office.converter.inspect(*content, name);
}

}  // namespace

Result<Outcome> upload_file(Office& office, const Caller& caller, std::string_view key, std::string_view name,
                            ByteSource& content) {
    // Those who draft and those who bring the scan of a signed paper.
    const auto may_draft = require(caller, directory::Act::draft, own_agency(caller));
    if (!may_draft.has_value()) TRY(require(caller, directory::Act::set_final, own_agency(caller)));
    LET(const StoredBlob stored, receive(office, content));
    fault_point("upload.after_blob");
    const auto facts = inspect(office, stored, name);
    if (!facts.has_value()) {
        drop_unless_referred(office, stored.digest);
        return facts.error();
    }
    UploadRecord record;
    record.id = office.new_id();
    record.by = caller.actor.person;
    record.agency = caller.agency.id;
    record.file = {stored.digest, stored.size, facts->name, std::string(media_type(facts->kind)),
                   documents::Checked::structure};
    record.at = office.clock.now();
    LET(const WriteKey write_key, WriteKey::make(key, as_bytes(stored.digest.hex() + "/" + record.file.name)));
    LET(const Outcome outcome, act_once(office, caller, write_key, [&](Transaction& transaction) -> Result<Uuid> {
            TRY(transaction.put(record));
            return record.id;
        }));
    // Somebody's refused upload of the same bytes may have removed them between storing and recording.
    LET(const bool there, office.blobs.contains(stored.digest));
    if (!there) return Error{Remedy::retry_later, errors::usecases::no_such_upload, "removed meanwhile"};
    return outcome;
}

Result<UploadRecord> own_upload(Reader& reader, const Caller& caller, Uuid id) {
    LET(const std::optional<UploadRecord> found, reader.upload(id));
    if (!found || found->by != caller.actor.person || found->agency != caller.agency.id) return no_such_upload(id);
    return *found;
}

Result<documents::FileRef> take_upload(Transaction& transaction, const Caller& caller, Uuid id, DocumentId document) {
    LET(UploadRecord upload, own_upload(transaction, caller, id));
    TRY(transaction.hold_blob(document, upload.file.sha256));
    upload.taken = true;
    TRY(transaction.put(upload));
    return upload.file;
}

}  // namespace congvan::usecases
