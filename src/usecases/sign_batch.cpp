#include "usecases/sign_batch.hpp"

#include <algorithm>

#include "errors/tokens.hpp"
#include "errors/usecases.hpp"
#include "usecases/signing_task.hpp"

namespace congvan::usecases {
namespace {

// One document's own idempotency key, so that a repeated call does what the first one did not.
Result<WriteKey> key_of(const WriteKey& key, DocumentId document) {
    const std::string own = Sha256::of(as_bytes(key.key + "/" + document.raw().text())).hex();
    return WriteKey::make(own, key.request.bytes());
}

class Batch {
public:
    Batch(Office& office, const Caller& caller, const WriteKey& key, SignatureRole role, const std::optional<Pin>& pin)
        : office_(office), caller_(caller), key_(key), role_(role), pin_(pin) {}

    // Fails only where no document can be signed.
    Result<BatchResult> sign(DocumentId document);

private:
    Result<Outcome> sign_one(DocumentId document, const WriteKey& own);
    Result<Done> log_in(const SigningTask& task);

    Office& office_;
    const Caller& caller_;
    const WriteKey& key_;
    SignatureRole role_;
    const std::optional<Pin>& pin_;
    std::unique_ptr<SigningRun> run_;
    directory::HeldKey key_in_use_;
    std::optional<Error> no_log_in_;  // before the first signature: the batch fails
    bool stopped_ = false;            // after it: what is left is not tried
};

Result<Done> Batch::log_in(const SigningTask& task) {
    if (run_) {
        if (task.key.id == key_in_use_.id) return Done{};
        return Error{Remedy::call_operator, errors::usecases::no_key, "another key than the batch began with"};
    }
    const auto begin = [&]() -> Result<Done> {
        const TokenLabel token(task.key.token_label);
        const std::optional<Pin> used = pin_ ? pin_ : office_.pins.find(caller_.session, token, task.at);
        if (!used) return Error{Remedy::fix_input, errors::usecases::pin_needed, task.key.token_label};
        LET(const KeyReference reference, reference_of(office_, task.key));
        auto run = office_.keys.begin(reference, *used, task.key.certificate);
        if (!run.has_value()) {
            office_.pins.forget(caller_.session, token);
            return run.error();
        }
        office_.pins.keep(caller_.session, token, *used, task.at);
        run_ = std::move(run).value();
        key_in_use_ = task.key;
        return Done{};
    };
    const auto begun = begin();
    if (!begun.has_value()) no_log_in_ = begun.error();
    return begun;
}

bool gave_out(std::string_view code) {
    return code == errors::tokens::absent || code == errors::tokens::wrong_pin || code == errors::tokens::wrong_pin_last_try ||
           code == errors::tokens::pin_locked || code == errors::tokens::pin_expired;
}

Result<Outcome> Batch::sign_one(DocumentId document, const WriteKey& own) {
    LET(const SigningTask task, task_for(office_, caller_, document, role_));
    LET(const PreparedTask prepared, prepare_task(office_, caller_, task));
    TRY(log_in(task));
    const auto value = run_->sign(request_for(prepared.attributes));
    if (!value.has_value()) {
        stopped_ = gave_out(value.error().code);
        if (stopped_) office_.pins.forget(caller_.session, TokenLabel(task.key.token_label));
        return value.error();
    }
    return take_signature(office_, caller_, own, task, prepared, *value, std::nullopt);
}

Result<BatchResult> Batch::sign(DocumentId document) {
    BatchResult result{document, std::nullopt};
    LET(const WriteKey own, key_of(key_, document));
    const auto earlier = earlier_outcome(office_, caller_, own);
    if (!earlier.has_value()) return earlier.error();
    if (*earlier) {
        result.replayed = true;
        return result;
    }
    if (stopped_) {
        result.problem = Error{Remedy::reload_and_retry, errors::usecases::batch_stopped, ""};
        return result;
    }
    const auto outcome = sign_one(document, own);
    if (no_log_in_) return *no_log_in_;
    if (!outcome.has_value()) result.problem = outcome.error();
    return result;
}

}  // namespace

Result<std::vector<BatchResult>> sign_batch(Office& office, const Caller& caller, const WriteKey& key,
                                            const std::vector<DocumentId>& documents, SignatureRole role, const std::optional<Pin>& pin) {
    std::vector<DocumentId> each;
    for (const DocumentId document : documents) {
        if (std::find(each.begin(), each.end(), document) == each.end()) each.push_back(document);
    }
    if (each.empty() || each.size() > kMostInBatch) {
        return Error{Remedy::fix_input, errors::usecases::nothing_to_sign, std::to_string(each.size())};
    }
    Batch batch(office, caller, key, role, pin);
    std::vector<BatchResult> results;
    for (const DocumentId document : each) {
        LET(BatchResult result, batch.sign(document));
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace congvan::usecases
