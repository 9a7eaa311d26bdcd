#include "signing/revocation/check.hpp"

#include "errors/signing.hpp"

namespace congvan::signing::revocation {
namespace {

constexpr auto kClockTolerance = std::chrono::minutes(5);

Error unfit(std::string_view why) {
    return Error{Remedy::retry_later, errors::signing::evidence_unfit, std::string(why)};
}

Result<Done> check_times(const Statement& said, Instant now, const RevocationPolicy& policy) {
    if (said.this_update > now + kClockTolerance) return unfit("made in the future");
    const auto end = said.next_update ? *said.next_update + policy.grace : said.this_update + policy.max_age;
    if (end <= now) return unfit("too old");
    return Done{};
}

}  // namespace

Result<Done> check_answer(BytesView der, const AnswerQuestion& question, BytesView nonce, const RevocationPolicy& policy) {
    LET(const auto response, OcspResponse::parse(der));
    const auto said = response.about(question.certificate, question.issuer);
    if (!said) return unfit("about another certificate");
    if (!response.responder(question.issuer)) return unfit("not signed by who may speak for the issuer");
    if (!response.nonce().empty() && as_text(response.nonce()) != as_text(nonce)) return unfit("another nonce");
    return check_times(*said, question.now, policy);
}

Result<Done> check_list(BytesView der, const AnswerQuestion& question, const RevocationPolicy& policy) {
    LET(const auto crl, Crl::parse(der));
    const auto said = crl.about(question.certificate);
    if (!said) return unfit("about other certificates");
    if (!crl.signed_by(question.issuer)) return unfit("not signed by the issuer");
    return check_times(*said, question.now, policy);
}

bool is_firm(BytesView der, const AnswerQuestion& question, Instant as_of, const RevocationPolicy& policy) {
    Evidence pool;
    if (!pool.add(der).has_value()) return false;
    const auto said = pool.lists().empty() ? pool.answers().front().response.about(question.certificate, question.issuer)
                                           : pool.lists().front().crl.about(question.certificate);
    if (!said) return false;
    if (said->this_update >= as_of) return true;
    return question.now < said->next_update.value_or(said->this_update + policy.max_age);
}

}  // namespace congvan::signing::revocation
