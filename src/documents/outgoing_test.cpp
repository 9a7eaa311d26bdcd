#include "documents/outgoing.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/evenly_for_tests.hpp"
#include "documents/documents_for_tests.hpp"
#include "errors/base.hpp"
#include "errors/documents.hpp"

namespace congvan::documents {
namespace {

namespace codes = errors::documents;

const Official kDrafter = test_official("Chuyên viên A");
const Official kLeader = test_official("Lãnh đạo A");
const Official kClerk = test_official("Văn thư A");

OutgoingRules every_method() {
    OutgoingRules rules;
    rules.methods = {SigningMethod::scan_and_seal, SigningMethod::person_and_seal, SigningMethod::initial_person_and_seal};
    return rules;
}

OutgoingFacts facts(SigningMethod method = SigningMethod::initial_person_and_seal) {
    OutgoingFacts made;
    made.type = "QD";
    made.type_name = "Quyết định";
    made.abstract = "Về việc thử nghiệm";
    made.urgency = Urgency::express;
    made.recipients = {test_agency("B"), test_agency("C")};
    made.answer_by = vietnam_day(test_time());
    made.method = method;
    made.signer = kLeader;
    return made;
}

// Carries a document through commands and says how the last one was refused.
class Walk {
public:
    explicit Walk(OutgoingRules rules = every_method()) : rules_(std::move(rules)) {}

    Walk& did(const OutgoingCommand& command) {
        const auto events = decide(document_, command, rules_, test_time(++minutes_));
        CONGVAN_INVARIANT(events.has_value());
        for (const OutgoingEvent& event : *events) {
            history_.push_back(event);
            document_ = evolve(std::move(document_), event);
        }
        return *this;
    }
    std::string_view refusal(const OutgoingCommand& command) const {
        const auto events = decide(document_, command, rules_, test_time(minutes_));
        return events.has_value() ? std::string_view() : events.error().code;
    }
    const Outgoing& document() const { return document_; }
    const OutgoingEvents& history() const { return history_; }
    OutgoingRules& rules() { return rules_; }

private:
    OutgoingRules rules_;
    Outgoing document_;
    OutgoingEvents history_;
    int minutes_ = 0;
};

Draft draft(OutgoingFacts with = facts()) { return {DocumentId(test_id("document")), test_agency("A"), kDrafter, std::move(with)}; }
AddVersion version(std::string_view name = "v1") {
    return {kDrafter, test_file(std::string(name) + ".docx"), test_file(std::string(name) + ".pdf"), {test_file("phụ lục.xlsx")}};
}
AddSignature signature(const Outgoing& document, SignatureRole role, const Official& by) {
    const FileRef pdf = test_file("signed by " + std::string(to_word(role)));
    const SignatureMade made{role, by, "Signature1", Sha256::of(as_bytes("der")), "CN=thử nghiệm", test_time(30), pdf.sha256};
    return {made, pdf, document.final_pdf ? document.final_pdf->sha256 : Sha256()};
}

Walk drafted() { return Walk().did(draft()); }
Walk submitted(OutgoingFacts with = facts()) { return Walk().did(draft(std::move(with))).did(version()).did(Submit{kDrafter}); }
Walk numbered(OutgoingFacts with = facts()) {
    return submitted(std::move(with)).did(Approve{kLeader, "Đồng ý", test_numbering()});
}
Walk signing() { return numbered().did(SetFinal{kClerk, test_file("final.pdf"), FinalOrigin::rendered}); }
void sign(Walk& walk, SignatureRole role, const Official& by) { walk.did(signature(walk.document(), role, by)); }
Walk sealed() {
    Walk walk = signing();
    sign(walk, SignatureRole::initial, kDrafter);
    sign(walk, SignatureRole::personal, kLeader);
    sign(walk, SignatureRole::seal, kClerk);
    return walk;
}
Walk issued() { return sealed().did(Issue{kClerk}); }

TEST(OutgoingTest, GoesFromDraftToRecallWithEverySignatureInItsOrder) {
    const Walk walk = issued().did(MarkRecalled{kClerk, RecallId(test_id("recall")), "Nhầm nơi nhận"});
    const Outgoing& document = walk.document();
    EXPECT_EQ(document.stage, OutgoingStage::recalled);
    EXPECT_EQ(document.numbering, test_numbering());
    EXPECT_EQ(document.approver, kLeader);
    EXPECT_EQ(document.opinions.size(), 1u);
    ASSERT_EQ(document.signatures.size(), 3u);
    EXPECT_EQ(document.final_pdf->sha256, document.signatures.back().file);
    EXPECT_EQ(document.issued_by, kClerk);
    EXPECT_EQ(document.recall, RecallId(test_id("recall")));
    EXPECT_EQ(document.revision, Revision(10));
    const auto& told = std::get<Issued>(walk.history().at(8));
    EXPECT_EQ(told.recipients, facts().recipients);
    EXPECT_EQ(told.attachments, (std::vector<FileRef>{test_file("phụ lục.xlsx")}));
    EXPECT_EQ(told.pdf, test_file("signed by seal"));
}

TEST(OutgoingTest, IsDraftedOnce) { EXPECT_EQ(drafted().refusal(draft()), codes::exists); }

TEST(OutgoingTest, RefusesFactsThatCannotStand) {
    const auto refusal = [](auto change) {
        OutgoingFacts wrong = facts();
        change(wrong);
        const std::string_view at_draft = Walk().refusal(draft(wrong));
        EXPECT_EQ(drafted().refusal(ChangeFacts{kDrafter, wrong}), at_draft);
        return at_draft;
    };
    EXPECT_EQ(refusal([](OutgoingFacts& f) { f.abstract = "  "; }), errors::base::empty_text);
    EXPECT_EQ(refusal([](OutgoingFacts& f) { f.abstract = std::string(501, 'a'); }), errors::base::text_too_long);
    EXPECT_EQ(refusal([](OutgoingFacts& f) { f.recipients.push_back(test_agency("B")); }), codes::recipient_twice);
    EXPECT_EQ(refusal([](OutgoingFacts& f) { f.recipients.push_back(test_agency("A")); }), codes::recipient_is_sender);
    EXPECT_EQ(refusal([](OutgoingFacts& f) { f.secrecy = Secrecy::secret; }), codes::secrecy_refused);
    EXPECT_EQ(refusal([](OutgoingFacts& f) { *f.answer_by -= std::chrono::days(1); }), codes::answer_day_past);
    Walk strict;
    strict.rules().methods = {SigningMethod::person_and_seal};
    EXPECT_EQ(strict.refusal(draft()), codes::method_not_allowed);
}

TEST(OutgoingTest, CleansTheAbstract) {
    OutgoingFacts untidy = facts();
    untidy.abstract = "  Về việc thu\xcc\x9b\xcc\x89 nghiệm \n";
    EXPECT_EQ(Walk().did(draft(untidy)).document().facts.abstract, "Về việc thử nghiệm");
}

TEST(OutgoingTest, LetsOnlyItsDrafterWorkOnADraft) {
    EXPECT_EQ(drafted().refusal(ChangeFacts{kLeader, facts()}), codes::not_the_drafter);
    AddVersion by_another = version();
    by_another.by = kClerk;
    EXPECT_EQ(drafted().refusal(by_another), codes::not_the_drafter);
    EXPECT_EQ(drafted().did(version()).refusal(Submit{kLeader}), codes::not_the_drafter);
}

TEST(OutgoingTest, IsSubmittedWithContentAndRecipients) {
    EXPECT_EQ(drafted().refusal(Submit{kDrafter}), codes::no_version);
    OutgoingFacts lonely = facts();
    lonely.recipients.clear();
    EXPECT_EQ(Walk().did(draft(lonely)).did(version()).refusal(Submit{kDrafter}), codes::no_recipients);
    Walk walk = drafted().did(version());
    walk.rules().secrecy_allowed.clear();
    EXPECT_EQ(walk.refusal(Submit{kDrafter}), codes::secrecy_refused);
}

TEST(OutgoingTest, ReturnsADraftWithAnOpinionAndKeepsEveryVersion) {
    EXPECT_EQ(submitted().refusal(ReturnForChange{kLeader, " "}), codes::opinion_missing);
    EXPECT_EQ(submitted().refusal(ReturnForChange{kClerk, "Sửa điều 2"}), codes::not_the_signer);
    const Walk walk =
        submitted().did(ReturnForChange{kLeader, "Sửa điều 2"}).did(version("v2")).did(Submit{kDrafter});
    EXPECT_EQ(walk.document().stage, OutgoingStage::awaiting_approval);
    ASSERT_EQ(walk.document().versions.size(), 2u);
    EXPECT_EQ(walk.document().versions[0].source, test_file("v1.docx"));
    EXPECT_EQ(walk.document().versions[1].number, 2u);
    EXPECT_EQ(walk.document().opinions.at(0).version, 1u);
    EXPECT_EQ(std::get<Submitted>(walk.history().back()).version, 2u);
}

TEST(OutgoingTest, IsApprovedByTheSignerOnly) {
    EXPECT_EQ(submitted().refusal(Approve{kClerk, "", test_numbering()}), codes::not_the_signer);
    EXPECT_EQ(drafted().refusal(Approve{kLeader, "", test_numbering()}), codes::wrong_stage);
    EXPECT_TRUE(submitted().did(Approve{kLeader, "", test_numbering()}).document().opinions.empty());
}

TEST(OutgoingTest, AsksForTheSignaturesOfItsMethodInOrder) {
    using Roles = std::vector<SignatureRole>;
    EXPECT_EQ(required_signatures(SigningMethod::scan_and_seal), Roles{SignatureRole::seal});
    EXPECT_EQ(required_signatures(SigningMethod::person_and_seal), (Roles{SignatureRole::personal, SignatureRole::seal}));
    EXPECT_EQ(required_signatures(SigningMethod::initial_person_and_seal),
              (Roles{SignatureRole::initial, SignatureRole::personal, SignatureRole::seal}));
    EXPECT_EQ(next_signature(numbered().document()), std::nullopt);
    EXPECT_EQ(next_signature(signing().document()), SignatureRole::initial);
    EXPECT_EQ(next_signature(sealed().document()), std::nullopt);
}

TEST(OutgoingTest, RefusesSignaturesOutOfOrderOfOthersAndUponOtherFiles) {
    Walk walk = signing();
    const Outgoing& document = walk.document();
    EXPECT_EQ(walk.refusal(signature(document, SignatureRole::seal, kClerk)), codes::signature_out_of_order);
    EXPECT_EQ(walk.refusal(signature(document, SignatureRole::personal, kLeader)), codes::signature_out_of_order);
    EXPECT_EQ(walk.refusal(signature(document, SignatureRole::initial, kLeader)), codes::not_the_drafter);
    AddSignature stale = signature(document, SignatureRole::initial, kDrafter);
    stale.base = Sha256::of(as_bytes("an older file"));
    EXPECT_EQ(walk.refusal(stale), codes::signed_other_file);
    AddSignature other = signature(document, SignatureRole::initial, kDrafter);
    other.signature.file = Sha256::of(as_bytes("another file"));
    EXPECT_EQ(walk.refusal(other), codes::signed_other_file);
    AddSignature unchanged = signature(document, SignatureRole::initial, kDrafter);
    unchanged.signed_pdf = *document.final_pdf;
    unchanged.signature.file = document.final_pdf->sha256;
    EXPECT_EQ(walk.refusal(unchanged), codes::signed_other_file);
    sign(walk, SignatureRole::initial, kDrafter);
    EXPECT_EQ(walk.refusal(signature(walk.document(), SignatureRole::initial, kDrafter)), codes::signature_out_of_order);
    EXPECT_EQ(walk.refusal(signature(walk.document(), SignatureRole::personal, kClerk)), codes::not_the_signer);
    EXPECT_EQ(walk.refusal(SetFinal{kClerk, test_file("other.pdf"), FinalOrigin::rendered}), codes::wrong_stage);
    EXPECT_EQ(numbered().refusal(signature(document, SignatureRole::initial, kDrafter)), codes::wrong_stage);
    EXPECT_EQ(sealed().refusal(signature(document, SignatureRole::seal, kClerk)), codes::wrong_stage);
}

TEST(OutgoingTest, SealsAScanOfSignedPaperAndNothingElseUnderMethodOne) {
    Walk walk = numbered(facts(SigningMethod::scan_and_seal)).did(SetFinal{kClerk, test_file("to print.pdf"), FinalOrigin::rendered});
    EXPECT_EQ(walk.document().stage, OutgoingStage::numbered);
    EXPECT_EQ(walk.refusal(signature(walk.document(), SignatureRole::seal, kClerk)), codes::wrong_stage);
    walk.did(SetFinal{kClerk, test_file("scan.pdf"), FinalOrigin::scanned});
    sign(walk, SignatureRole::seal, kClerk);
    EXPECT_EQ(walk.document().stage, OutgoingStage::sealed);
    EXPECT_EQ(numbered().refusal(SetFinal{kClerk, test_file("scan.pdf"), FinalOrigin::scanned}), codes::method_not_allowed);
}

TEST(OutgoingTest, VoidsANumberWithItsReasonAndStartsAgain) {
    EXPECT_EQ(numbered().refusal(VoidNumber{kLeader, ""}), codes::reason_missing);
    EXPECT_EQ(sealed().refusal(VoidNumber{kLeader, "lý do"}), codes::wrong_stage);
    EXPECT_EQ(submitted().refusal(VoidNumber{kLeader, "lý do"}), codes::wrong_stage);
    Walk walk = signing();
    sign(walk, SignatureRole::initial, kDrafter);
    walk.did(VoidNumber{kLeader, "Sai thẩm quyền"});
    EXPECT_EQ(walk.document().stage, OutgoingStage::drafting);
    EXPECT_EQ(walk.document().voided, std::vector<Numbering>{test_numbering()});
    EXPECT_FALSE(walk.document().numbering || walk.document().final_pdf || walk.document().approver);
    EXPECT_TRUE(walk.document().signatures.empty());
    EXPECT_EQ(walk.did(Submit{kDrafter}).did(Approve{kLeader, "", test_numbering(6)}).document().numbering, test_numbering(6));
}

TEST(OutgoingTest, TakesATimeStampOfItsCurrentFileBeforeIssueOnly) {
    Walk walk = sealed();
    const FileRef before = *walk.document().final_pdf;
    FileRef stamped = before;
    stamped.sha256 = Sha256::of(as_bytes("bản có dấu thời gian"));
    const auto signatures = walk.document().signatures;
    EXPECT_EQ(walk.refusal(AddTimestamp{kClerk, stamped, stamped.sha256, test_time()}), codes::signed_other_file);
    EXPECT_EQ(walk.refusal(AddTimestamp{kClerk, before, before.sha256, test_time()}), codes::signed_other_file);
    EXPECT_EQ(walk.did(AddTimestamp{kClerk, stamped, before.sha256, test_time()}).document().final_pdf, stamped);
    EXPECT_EQ(walk.document().stage, OutgoingStage::sealed);
    EXPECT_EQ(walk.document().signatures, signatures);
    EXPECT_EQ(issued().refusal(AddTimestamp{kClerk, stamped, issued().document().final_pdf->sha256, test_time()}), codes::wrong_stage);
    EXPECT_EQ(numbered().refusal(AddTimestamp{kClerk, stamped, before.sha256, test_time()}), codes::wrong_stage);
}

TEST(OutgoingTest, IsIssuedOnlyWhenEverySignatureStands) {
    EXPECT_EQ(signing().refusal(Issue{kClerk}), codes::not_all_signed);
    EXPECT_EQ(numbered().refusal(Issue{kClerk}), codes::not_all_signed);
    EXPECT_EQ(submitted().refusal(Issue{kClerk}), codes::wrong_stage);
    EXPECT_EQ(issued().refusal(Issue{kClerk}), codes::wrong_stage);
}

TEST(OutgoingTest, IsIssuedUnsignedWhereTheRulesWantNoSignature) {
    Walk walk = signing();
    walk.rules().signature_required = false;
    EXPECT_EQ(walk.did(Issue{kClerk}).document().stage, OutgoingStage::issued);
    Walk without_final = numbered();
    without_final.rules().signature_required = false;
    EXPECT_EQ(without_final.refusal(Issue{kClerk}), codes::not_all_signed);
}

TEST(OutgoingTest, IsRecalledOnceAndWithAReason) {
    EXPECT_EQ(issued().refusal(MarkRecalled{kClerk, RecallId(test_id("r")), ""}), codes::reason_missing);
    EXPECT_EQ(sealed().refusal(MarkRecalled{kClerk, RecallId(test_id("r")), "lý do"}), codes::wrong_stage);
    EXPECT_EQ(issued().did(MarkRecalled{kClerk, RecallId(test_id("r")), "lý do"}).refusal(MarkRecalled{kClerk, RecallId(test_id("s")), "lý do"}),
              codes::wrong_stage);
}

TEST(OutgoingTest, BringsItsWholeHistoryBackFromTheStoredForm) {
    Walk walk = issued().did(MarkRecalled{kClerk, RecallId(test_id("r")), "lý do"});
    OutgoingEvents history = walk.history();
    history.push_back(FactsChanged{kDrafter, facts(), test_time()});
    history.push_back(ReturnedForChange{{kLeader, test_time(), 1, "ý kiến"}});
    history.push_back(Timestamped{kClerk, *walk.document().final_pdf, test_time(), test_time()});
    history.push_back(NumberGivenUp{kLeader, test_numbering(), "lý do", test_time()});
    Outgoing folded;
    Outgoing refolded;
    std::set<std::string_view> kinds;
    for (const OutgoingEvent& event : history) {
        const OutgoingEvent again = outgoing_event_from(kind_of(event), to_fields(event)).value();
        EXPECT_EQ(again.index(), event.index());
        EXPECT_EQ(to_fields(again), to_fields(event));
        EXPECT_EQ(actor_of(again), actor_of(event));
        EXPECT_EQ(instant_of(again), instant_of(event));
        folded = evolve(std::move(folded), event);
        refolded = evolve(std::move(refolded), again);
        kinds.insert(kind_of(event));
    }
    EXPECT_EQ(folded, refolded);
    EXPECT_EQ(kinds.size(), std::variant_size_v<OutgoingEvent>);
}

TEST(OutgoingTest, TellsItsFilesSoThatEvidenceCanNameThem) {
    const Walk walk = issued();
    const Fields fields = to_fields(walk.history().back());
    EXPECT_EQ(fields.find("pdf.sha256"), walk.document().final_pdf->sha256.hex());
    EXPECT_EQ(fields.find("attachments.0.name"), "phụ lục.xlsx");
    EXPECT_TRUE(fields.has("attachments.0.sha256") && fields.has("attachments.0.size"));
}

OutgoingCommand any_command(const Outgoing& document) {
    const Official by = *rc::gen::element(kDrafter, kLeader, kClerk);
    const std::string text = *rc::gen::element<std::string>("", "lý do");
    switch (evenly(0, 11)) {
        case 0: return draft();
        case 1: return ChangeFacts{by, facts(*rc::gen::element(SigningMethod::scan_and_seal, SigningMethod::person_and_seal))};
        case 2: return version();
        case 3: return Submit{by};
        case 4: return ReturnForChange{by, text};
        case 5: return Approve{by, text, test_numbering(evenly<std::uint32_t>(1, 100))};
        case 6: return SetFinal{by, test_file("final.pdf"), *rc::gen::element(FinalOrigin::rendered, FinalOrigin::scanned)};
        case 7: return VoidNumber{by, text};
        case 8: return Issue{by};
        case 9: return MarkRecalled{by, RecallId(test_id("recall")), text};
        default: {
            const auto role = next_signature(document).value_or(SignatureRole::seal);
            return signature(document, role, role == SignatureRole::initial ? kDrafter : role == SignatureRole::personal ? kLeader : by);
        }
    }
}

// What leads on from here, so that long walks get somewhere.
OutgoingCommand next_command(const Outgoing& document) {
    switch (document.stage) {
        case OutgoingStage::none: return draft();
        case OutgoingStage::drafting:
            if (document.versions.empty()) return version();
            return Submit{kDrafter};
        case OutgoingStage::awaiting_approval: return Approve{kLeader, "", test_numbering()};
        case OutgoingStage::numbered: {
            const bool scan = document.facts.method == SigningMethod::scan_and_seal;
            return SetFinal{kClerk, test_file("final.pdf"), scan ? FinalOrigin::scanned : FinalOrigin::rendered};
        }
        case OutgoingStage::signing: {
            const SignatureRole role = *next_signature(document);
            return signature(document, role, role == SignatureRole::initial ? kDrafter : role == SignatureRole::personal ? kLeader : kClerk);
        }
        case OutgoingStage::sealed: return Issue{kClerk};
        case OutgoingStage::issued:
        case OutgoingStage::recalled: break;
    }
    return MarkRecalled{kClerk, RecallId(test_id("recall")), "lý do"};
}

void check_invariants(const Outgoing& document) {
    const OutgoingStage stage = document.stage;
    const bool has_number = stage == OutgoingStage::numbered || stage >= OutgoingStage::signing;
    RC_ASSERT(document.numbering.has_value() == has_number);
    RC_ASSERT(document.approver.has_value() == has_number);
    if (stage >= OutgoingStage::signing) RC_ASSERT(document.final_pdf.has_value());
    if (stage >= OutgoingStage::awaiting_approval) RC_ASSERT(!document.versions.empty());
    if (stage >= OutgoingStage::awaiting_approval) RC_ASSERT(!document.facts.recipients.empty());
    RC_ASSERT(document.issued_at.has_value() == (stage >= OutgoingStage::issued));
    RC_ASSERT(document.recall.has_value() == (stage == OutgoingStage::recalled));
    const auto required = required_signatures(document.facts.method);
    RC_ASSERT(document.signatures.size() <= required.size());
    for (std::size_t i = 0; i < document.signatures.size(); ++i) RC_ASSERT(document.signatures[i].role == required[i]);
    if (stage >= OutgoingStage::sealed) RC_ASSERT(document.signatures.size() == required.size());
    for (std::size_t i = 0; i < document.versions.size(); ++i) RC_ASSERT(document.versions[i].number == i + 1);
}

RC_GTEST_PROP(OutgoingProperty, WhateverIsAskedNothingIsIssuedUnsignedOrUnnumberedAndTheHistoryFolds, ()) {
    Outgoing document;
    Outgoing replayed;
    const int steps = evenly(1, 120);
    for (int i = 0; i < steps; ++i) {
        const OutgoingCommand command = evenly(0, 3) == 0 ? next_command(document) : any_command(document);
        const auto events = decide(document, command, every_method(), test_time(i));
        if (!events.has_value()) continue;
        for (const OutgoingEvent& event : *events) {
            document = evolve(std::move(document), event);
            replayed = evolve(std::move(replayed), outgoing_event_from(kind_of(event), to_fields(event)).value());
        }
        check_invariants(document);
    }
    RC_ASSERT(replayed == document);
    RC_CLASSIFY(document.stage >= OutgoingStage::numbered);
    RC_CLASSIFY(document.stage >= OutgoingStage::issued);
}

TEST(OutgoingTest, RefusesStoredEventsItDoesNotKnow) {
    EXPECT_EQ(outgoing_event_from("outgoing.burnt", {}).error().code, codes::unknown_event);
    Fields fields = to_fields(drafted().history().front());
    fields.set("facts.urgency", "leisurely");
    EXPECT_EQ(outgoing_event_from("outgoing.drafted", fields).error().code, codes::unknown_event);
}

}  // namespace
}  // namespace congvan::documents
