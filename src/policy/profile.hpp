#pragma once

// A policy profile: one regulation as data, as it stands on one day. Values; read from any thread.
// What each key means is told in regulations/profiles/README.md.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendar.hpp"
#include "directory/agency.hpp"
#include "policy/citation.hpp"
#include "policy/words.hpp"

namespace congvan::policy {

using directory::ProfileId;

// Which world the regulation belongs to: it decides the kind of document types and notation.
enum class Branch { state, party };
std::string_view to_word(Branch branch);

struct Identity {
    ProfileId id;
    std::string title;     // "gửi, nhận văn bản điện tử trên mạng thông tin diện rộng của Đảng …"
    std::string number;    // "217-QĐ/TW"
    std::string cited_as;  // "Quy định 217-QĐ/TW", put behind a clause
    std::string issuer;
    std::string scope;
    Branch branch = Branch::state;
    Citation citation;     // validity: while the regulation is in force
};

// B16 ------------------------------------------------------------------------------------------------------------

enum class Travel { allowed, cipher_envelope, refused };
std::string_view to_word(Travel travel);
enum class Network { wide_area, internet, axis };
std::string_view to_word(Network network);

struct SecrecyRule {
    Travel travel = Travel::refused;
    std::vector<Network> never_over;  // cipher_envelope: networks it may not cross even so
    std::string reason;               // the sentence shown with a refusal
    friend bool operator==(const SecrecyRule&, const SecrecyRule&) = default;
};

// C10 ------------------------------------------------------------------------------------------------------------

enum class LegalEffect { equals_paper, reference_without_value, reference_not_replacing_paper };
std::string_view to_word(LegalEffect effect);

struct LegalValue {
    LegalEffect effect = LegalEffect::equals_paper;
    std::string sentence;
    friend bool operator==(const LegalValue&, const LegalValue&) = default;
};
enum class SignedState { validly_signed, not_signed };
std::string_view to_word(SignedState state);

// B9, B10, C4 ----------------------------------------------------------------------------------------------------

enum class SendRule { next_working_morning, at_once };
std::string_view to_word(SendRule rule);
struct SendTimes {
    SendRule ordinary = SendRule::next_working_morning;
    SendRule urgent = SendRule::at_once;
    friend bool operator==(const SendTimes&, const SendTimes&) = default;
};

// promptly: "kịp thời", without a number. `within` is set for within_hours alone.
enum class RoutingRule { promptly, within_hours, at_once };
std::string_view to_word(RoutingRule rule);
struct RoutingTimes {
    RoutingRule ordinary = RoutingRule::promptly;
    std::optional<calendar::WorkingHours> within;
    RoutingRule urgent = RoutingRule::at_once;
    friend bool operator==(const RoutingTimes&, const RoutingTimes&) = default;
};

// B5, B6 ---------------------------------------------------------------------------------------------------------

enum class NumberTime { before_signing, after_personal_signature };
std::string_view to_word(NumberTime time);
// Whether a document must be signed digitally before it is sent.
enum class SignatureNeed { required, not_required };
std::string_view to_word(SignatureNeed need);

// How RSA keys sign. TT 15/2025/TT-BKHCN appendix I names RSASSA-PSS; receiving systems in use read PKCS#1 v1.5.
enum class RsaScheme { pkcs1, pss };
std::string_view to_word(RsaScheme scheme);

// `attachment`: the seal on an attached PDF (B7). `scan`: on a scan of paper made by the agency.
enum class AppearanceOf { initial, personal, seal, attachment, scan };
std::string_view to_word(AppearanceOf of);
enum class SignaturePlace { above_signer_name, on_personal_signature, end_of_recipients, margin_below_notation, top_right };
std::string_view to_word(SignaturePlace place);
enum class SignatureLook { image_only, image_name_time, name_agency_time, name_post, text_only };
std::string_view to_word(SignatureLook look);

struct Appearance {
    SignaturePlace place = SignaturePlace::above_signer_name;
    SignatureLook look = SignatureLook::image_only;
    friend bool operator==(const Appearance&, const Appearance&) = default;
};

// Types, notation, numbers (B2, B4) --------------------------------------------------------------------------------

// Whether the type's name stands in the notation ("05/QĐ-UBND"), or the document is a letter ("12/UBND-VX"), or it
// bears no number of a register.
enum class TypeForm { named, letter, unnumbered };
std::string_view to_word(TypeForm form);

struct DocumentType {
    std::string code;          // "QD": unique in the list, ASCII
    std::string name;          // "Quyết định"
    std::string abbreviation;  // "QĐ"; empty where none is set
    TypeForm form = TypeForm::named;
    friend bool operator==(const DocumentType&, const DocumentType&) = default;
};

struct NotationRule {
    std::string named;   // "{number}/{type}-{agency}"
    std::string letter;  // "{number}/{agency}-{unit}"
    std::string label;   // "Số:" or "Số"
    int least_digits = 2;
    friend bool operator==(const NotationRule&, const NotationRule&) = default;
};

enum class NumberPeriod { year, term };
std::string_view to_word(NumberPeriod period);
enum class NumberSeries { agency, agency_and_type };
std::string_view to_word(NumberSeries series);

struct NumberingRule {
    NumberPeriod period = NumberPeriod::year;
    NumberSeries series = NumberSeries::agency;
    friend bool operator==(const NumberingRule&, const NumberingRule&) = default;
};

// C6, C2, B13 ----------------------------------------------------------------------------------------------------

enum class AnswerStatus { arrived, accepted, forwarded, in_handling, completed, returned, recalled, deleted };
std::string_view to_word(AnswerStatus status);
std::string_view to_vietnamese(AnswerStatus status);

enum class Accountable { yes, not_said };
std::string_view to_word(Accountable accountable);
struct ReturnRule {
    Accountable accountable = Accountable::not_said;
    std::string sentence;  // the record's words
    friend bool operator==(const ReturnRule&, const ReturnRule&) = default;
};

struct RecallRule {
    std::string to_sender;     // what the one who recalls must do
    std::string to_recipient;  // what the recipient must do
    friend bool operator==(const RecallRule&, const RecallRule&) = default;
};

// Rule rows (convention 6) -----------------------------------------------------------------------------------------

enum class Level { refuse, warn, note, off };
std::string_view to_word(Level level);

// One regulation on one day: what `ProfileSet::at` gives. Everything but `term` and single `rules` is always there: the
// loader refuses a profile that leaves anything open on any day of its validity.
struct Profile {
    Identity identity;
    std::vector<ProfileId> layers;  // the profile itself first, then what it stands on

    std::map<Secrecy, Cited<SecrecyRule>> secrecy;
    std::map<SignedState, Cited<LegalValue>> legal_value;
    Cited<std::vector<Urgency>> urgencies;
    Cited<SendTimes> send;
    Cited<RoutingTimes> routing;
    Cited<calendar::ReceiptRule> receipt;
    Cited<std::vector<SigningMethod>> methods;  // allowed, the default first
    Cited<SignatureNeed> signature_need;
    Cited<NumberTime> number_time;
    Cited<RsaScheme> rsa_scheme;
    std::map<AppearanceOf, Cited<Appearance>> appearance;
    Cited<std::vector<DocumentType>> document_types;
    Cited<NotationRule> notation;
    Cited<NumberingRule> outgoing_numbers;
    Cited<NumberingRule> incoming_numbers;
    std::optional<Cited<std::string>> term;  // nhiệm kỳ: "2025-2030"; only where numbers run by term
    Cited<std::vector<AnswerStatus>> answer_statuses;
    Cited<ReturnRule> returning;
    Cited<RecallRule> recall;
    std::map<std::string, Cited<Level>, std::less<>> rules;  // by rule id

    const Cited<SecrecyRule>& secrecy_of(Secrecy level) const;
    const Cited<LegalValue>& legal_value_of(SignedState state) const;
    const Cited<Appearance>& appearance_of(AppearanceOf of) const;
    const DocumentType* type(std::string_view code) const;  // none: not in the list of that day

    std::vector<Secrecy> secrecy_allowed() const;  // levels that travel without an envelope
};

// Judgements ------------------------------------------------------------------------------------------------------

// Whether a document of this level may be sent over `network`; `enveloped` when the configured cipher product wrapped it.
enum class Enveloped { no, yes };
struct SecrecyJudgement {
    bool allowed = false;
    std::string sentence;  // why not, for people; empty when allowed
    std::string clause;    // cited in full
};
SecrecyJudgement judge_secrecy(const Profile& profile, Secrecy level, Network network, Enveloped enveloped);

// The last moment for sending a document signed at `signed_at` (B9, B10).
calendar::Deadline send_deadline(const Profile& profile, const calendar::Calendar& calendar, Instant signed_at,
                                 Urgency urgency);
// The last moment for passing an arrival on (C4); none when the regulation sets no number.
std::optional<calendar::Deadline> routing_deadline(const Profile& profile, const calendar::Calendar& calendar,
                                                   Instant received_at, Urgency urgency);
// When an arrival counts as received (C8).
calendar::Deadline legal_receipt(const Profile& profile, const calendar::Calendar& calendar, Instant entered);

// Where a number of the day is taken from: the register book's series and period ("" and "2026"; "QD" and "2025-2030").
struct SeriesKey {
    std::string series;
    std::string period;
    friend bool operator==(const SeriesKey&, const SeriesKey&) = default;
};
SeriesKey outgoing_series(const Profile& profile, const DocumentType& type, Day day);
SeriesKey incoming_series(const Profile& profile, Day day);

struct NotationFacts {
    std::uint32_t number = 0;
    const DocumentType* type = nullptr;  // never null
    std::string agency;                  // its abbreviation
    std::string unit;                    // abbreviation of the drafting unit; letters of state agencies need it
};
struct Notation {
    std::string number;    // "05"
    std::string symbol;    // ký hiệu alone: "QĐ-UBND"
    std::string text;      // "05/QĐ-UBND"
    std::string labelled;  // "Số: 05/QĐ-UBND"
    friend bool operator==(const Notation&, const Notation&) = default;
};
// Fails (fix_input): policy.notation_incomplete when the pattern asks for a part that is empty · policy.not_numbered.
Result<Notation> render_notation(const Profile& profile, const NotationFacts& facts);

}  // namespace congvan::policy
