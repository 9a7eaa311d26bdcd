// Ways from a certificate to an anchor, after the subjects of the NIST PKITS: one table, every certificate made here.

#include <gtest/gtest.h>

#include "signing/judge/anchors.hpp"
#include "signing/test_keys.hpp"

namespace congvan::signing {
namespace {

using test::CertificateOptions;
using test::Signer;

const Instant kAt = test::kSignedAt;

CertificateOptions authority_named(const std::string& name) {
    CertificateOptions options;
    options.authority = true;
    options.organisation = "Tổ chức chứng thực (thử nghiệm)";
    options.name = name;
    return options;
}

// A root, and below it whatever a case wants.
struct World {
    Signer root = make(authority_named("Gốc"), nullptr);
    std::vector<TrustedCertificate> anchors{{root.der(), AnchorClass::official}};
    std::vector<Bytes> supplied;
    std::vector<Bytes> brought;
    Instant at = kAt;

    static Signer make(const CertificateOptions& options, const Signer* issuer, test::Key key = test::ec_key()) {
        if (issuer == nullptr) return {key, test::issue(key, options, nullptr, key), {}};
        return {key, test::issue(key, options, issuer->certificate, issuer->key), issuer->certificate};
    }
    // An authority below `issuer`, supplied to the judge.
    Signer below(const Signer& issuer, CertificateOptions options, test::Key key = test::ec_key()) {
        auto made = make(options, &issuer, std::move(key));
        supplied.push_back(made.der());
        return made;
    }
    Signer below(const Signer& issuer, const std::string& name) { return below(issuer, authority_named(name)); }
    ChainFacts judge(const Signer& leaf) const {
        const auto trusted = TrustAnchors::make(anchors, supplied).value();
        const std::vector<BytesView> others(brought.begin(), brought.end());
        return trusted.chain(cms::Certificate::parse(leaf.der()).value(), others, at);
    }
    ChainFacts person(const Signer& issuer, const CertificateOptions& options = {}) const { return judge(make(options, &issuer)); }
};

using Extensions = std::vector<std::pair<std::string, std::string>>;

ChainFacts with_authority(CertificateOptions authority, const CertificateOptions& leaf = {}, test::Key key = test::ec_key()) {
    World world;
    return world.person(world.below(world.root, authority, std::move(key)), leaf);
}
CertificateOptions sub_with(Extensions extensions, const std::string& sections = {}) {
    auto options = authority_named("Cấp dưới");
    options.extensions = std::move(extensions);
    options.sections = sections;
    return options;
}
CertificateOptions leaf_with(Extensions extensions) {
    CertificateOptions options;
    options.extensions = std::move(extensions);
    return options;
}
CertificateOptions between(const std::string& from, const std::string& until, CertificateOptions options) {
    options.from = from;
    options.until = until;
    return options;
}

// Permits one organisation, or keeps it out.
CertificateOptions constrained(const std::string& how) {
    return sub_with({{"nameConstraints", "critical," + how + ";dirName:place"}},
                    "[place]\nC=VN\nO=Uy ban A\n");
}
CertificateOptions person_of(const std::string& organisation) {
    CertificateOptions options;
    options.organisation = organisation;
    return options;
}

struct Case {
    const char* name;
    ChainStatus status;
    ChainFacts (*run)();
};

const Case kCases[] = {
    // Validity (PKITS 4.2)
    {"in force", ChainStatus::trusted, [] { return with_authority(authority_named("Cấp dưới")); }},
    {"the signer's certificate has expired", ChainStatus::not_in_force,
     [] { return with_authority(authority_named("Cấp dưới"), between("2024-01-01T00:00:00Z", "2026-03-01T00:00:00Z", {})); }},
    {"the signer's certificate does not hold yet", ChainStatus::not_in_force,
     [] { return with_authority(authority_named("Cấp dưới"), between("2026-03-03T00:00:00Z", "2030-01-01T00:00:00Z", {})); }},
    {"an authority has expired", ChainStatus::not_in_force,
     [] { return with_authority(between("2020-01-01T00:00:00Z", "2026-03-01T00:00:00Z", authority_named("Cấp dưới"))); }},
    {"an authority does not hold yet", ChainStatus::not_in_force,
     [] { return with_authority(between("2026-03-03T00:00:00Z", "2030-01-01T00:00:00Z", authority_named("Cấp dưới"))); }},
    // Signatures (4.1)
    {"another key signed under the issuer's name", ChainStatus::broken,
     [] {
         World world;
         world.below(world.root, "Cấp dưới");
         const auto twin = World::make(authority_named("Cấp dưới"), nullptr);
         return world.person(twin);
     }},
    {"another key signed the authority", ChainStatus::broken,
     [] {
         World world;
         const World other;
         return world.person(world.below(other.root, "Cấp dưới"));
     }},
    // Names (4.3)
    {"a name in capitals and other strings", ChainStatus::trusted,
     [] {
         World world;
         auto plain = authority_named("Sub CA One");
         plain.organisation = "Test Authority";
         const auto sub = world.below(world.root, plain);
         auto shouting = plain;
         shouting.name = "SUB  CA one";
         shouting.name_kind = MBSTRING_ASC;
         const Signer same_key{sub.key, World::make(shouting, &world.root, sub.key).certificate, {}};
         return world.person(same_key);
     }},
    {"no issuer of that name", ChainStatus::no_path,
     [] {
         World world;
         const World other;
         const auto stranger = World::make(authority_named("Người lạ"), &other.root);
         return world.person(stranger);
     }},
    // Basic constraints (4.6)
    {"an authority that is none", ChainStatus::broken,
     [] {
         auto options = authority_named("Cấp dưới");
         options.basic_constraints = "critical,CA:FALSE";
         return with_authority(options);
     }},
    {"a person who plays authority", ChainStatus::broken,
     [] {
         World world;
         const auto sub = world.below(world.root, "Cấp dưới");
         const auto person = World::make({}, &sub);
         world.supplied.push_back(person.der());
         return world.person(person);
     }},
    {"the path length is kept", ChainStatus::trusted,
     [] {
         auto options = authority_named("Cấp dưới");
         options.basic_constraints = "critical,CA:TRUE,pathlen:0";
         return with_authority(options);
     }},
    {"the path is longer than allowed", ChainStatus::broken,
     [] {
         World world;
         auto options = authority_named("Cấp hai");
         options.basic_constraints = "critical,CA:TRUE,pathlen:0";
         return world.person(world.below(world.below(world.root, options), "Cấp ba"));
     }},
    {"a self-issued authority does not lengthen the path", ChainStatus::trusted,
     [] {
         World world;
         auto options = authority_named("Cấp hai");
         options.basic_constraints = "critical,CA:TRUE,pathlen:0";
         const auto old_key = world.below(world.root, options);
         return world.person(world.below(old_key, options));
     }},
    // Key usage (4.7)
    {"an authority that may not sign certificates", ChainStatus::broken,
     [] {
         auto options = authority_named("Cấp dưới");
         options.key_usage = "critical,cRLSign";
         return with_authority(options);
     }},
    // Policies (4.8 to 4.12)
    {"a policy is required and there is one", ChainStatus::trusted,
     [] {
         return with_authority(sub_with({{"certificatePolicies", "1.2.3.4.5"}, {"policyConstraints", "critical,requireExplicitPolicy:0"}}),
                               leaf_with({{"certificatePolicies", "1.2.3.4.5"}}));
     }},
    {"a policy is required and there is none", ChainStatus::broken,
     [] { return with_authority(sub_with({{"certificatePolicies", "1.2.3.4.5"}, {"policyConstraints", "critical,requireExplicitPolicy:0"}})); }},
    {"a policy is required and there is another", ChainStatus::broken,
     [] {
         return with_authority(sub_with({{"certificatePolicies", "1.2.3.4.5"}, {"policyConstraints", "critical,requireExplicitPolicy:0"}}),
                               leaf_with({{"certificatePolicies", "1.2.3.4.6"}}));
     }},
    {"any policy is inhibited", ChainStatus::broken,
     [] {
         return with_authority(sub_with({{"certificatePolicies", "1.2.3.4.5"},
                                         {"policyConstraints", "critical,requireExplicitPolicy:0"},
                                         {"inhibitAnyPolicy", "critical,0"}}),
                               leaf_with({{"certificatePolicies", "2.5.29.32.0"}}));
     }},
    // Name constraints (4.13)
    {"a permitted name", ChainStatus::trusted, [] { return with_authority(constrained("permitted"), person_of("Uy ban A")); }},
    {"a name that is not permitted", ChainStatus::broken,
     [] { return with_authority(constrained("permitted"), person_of("Uy ban B")); }},
    {"an excluded name", ChainStatus::broken, [] { return with_authority(constrained("excluded"), person_of("Uy ban A")); }},
    {"an address that is not permitted", ChainStatus::broken,
     [] {
         return with_authority(sub_with({{"nameConstraints", "critical,permitted;email:.a.example"}}),
                               leaf_with({{"subjectAltName", "email:x@b.example"}}));
     }},
    {"an address that is permitted", ChainStatus::trusted,
     [] {
         return with_authority(sub_with({{"nameConstraints", "critical,permitted;email:.a.example"}}),
                               leaf_with({{"subjectAltName", "email:x@mail.a.example"}}));
     }},
    // Extensions (4.16)
    {"an unknown extension", ChainStatus::trusted, [] { return with_authority(sub_with({{"1.2.3.4.5", "DER:0500"}})); }},
    {"an unknown critical extension of an authority", ChainStatus::broken,
     [] { return with_authority(sub_with({{"1.2.3.4.5", "critical,DER:0500"}})); }},
    {"an unknown critical extension of the signer", ChainStatus::broken,
     [] { return with_authority(authority_named("Cấp dưới"), leaf_with({{"1.2.3.4.5", "critical,DER:0500"}})); }},
    // Strength
    {"an authority signed with SHA-1", ChainStatus::weak,
     [] {
         auto options = authority_named("Cấp dưới");
         options.digest = EVP_sha1();
         return with_authority(options);
     }},
    {"the signer's certificate signed with SHA-1", ChainStatus::weak,
     [] {
         CertificateOptions leaf;
         leaf.digest = EVP_sha1();
         return with_authority(authority_named("Cấp dưới"), leaf);
     }},
    {"an authority of RSA 1024", ChainStatus::weak,
     [] { return with_authority(authority_named("Cấp dưới"), {}, test::rsa_key(1024)); }},
    {"an authority on a curve of 224 bits", ChainStatus::weak,
     [] { return with_authority(authority_named("Cấp dưới"), {}, test::ec_key("P-224")); }},
    {"a root that signed itself with SHA-1", ChainStatus::trusted,
     [] {
         World world;
         auto options = authority_named("Gốc cũ");
         options.digest = EVP_sha1();
         const auto old = World::make(options, nullptr);
         world.anchors = {{old.der(), AnchorClass::licensed}};
         return world.person(world.below(old, "Cấp dưới"));
     }},
    // Ways (RFC 4158): which of several, and ends
    {"the signature brings only its leaf, intermediates are supplied", ChainStatus::trusted,
     [] {
         World world;
         return world.person(world.below(world.below(world.root, "Cấp hai"), "Cấp ba"));
     }},
    {"intermediates came along", ChainStatus::trusted,
     [] {
         World world;
         const auto sub = World::make(authority_named("Cấp dưới"), &world.root);
         world.brought.push_back(to_bytes("no certificate"));
         world.brought.push_back(sub.der());
         return world.person(sub);
     }},
    {"an intermediate is the anchor", ChainStatus::trusted,
     [] {
         World world;
         const auto sub = World::make(authority_named("Cấp dưới"), &world.root);
         world.anchors = {{sub.der(), AnchorClass::own}};
         return world.person(sub);
     }},
    {"a loop of cross certificates without an anchor", ChainStatus::no_path,
     [] {
         World world;
         const auto a = World::make(authority_named("A"), nullptr);
         const auto b = World::make(authority_named("B"), nullptr);
         world.below(b, authority_named("A"), a.key);
         world.below(a, authority_named("B"), b.key);
         return world.person(a);
     }},
    {"a loop of cross certificates beside the way", ChainStatus::trusted,
     [] {
         World world;
         const auto a = World::make(authority_named("A"), nullptr);
         const auto b = World::make(authority_named("B"), nullptr);
         world.below(b, authority_named("A"), a.key);
         world.below(a, authority_named("B"), b.key);
         world.below(world.root, authority_named("B"), b.key);
         return world.person(a);
     }},
    {"authorities of one name with several keys", ChainStatus::trusted,
     [] {
         World world;
         for (int i = 0; i < 3; ++i) world.below(world.root, "Cấp dưới");
         const auto right = world.below(world.root, "Cấp dưới");
         for (int i = 0; i < 3; ++i) world.below(world.root, "Cấp dưới");
         return world.person(right);
     }},
    {"an expired certificate of the authority beside the one in force", ChainStatus::trusted,
     [] {
         World world;
         const auto expired = world.below(world.root, between("2020-01-01T00:00:00Z", "2025-06-01T00:00:00Z", authority_named("Cấp dưới")));
         world.below(world.root, authority_named("Cấp dưới"), expired.key);
         return world.person(expired);
     }},
    {"a constrained cross certificate beside the plain way", ChainStatus::trusted,
     [] {
         World world;
         auto narrow = constrained("excluded");
         const auto sub = world.below(world.root, narrow);
         narrow.extensions.clear();
         world.below(world.root, narrow, sub.key);
         return world.person(sub, person_of("Uy ban A"));
     }},
    {"a cross certificate to the other root", ChainStatus::trusted,
     [] {
         World world;
         const auto foreign = World::make(authority_named("Gốc khác"), nullptr);
         world.below(world.root, authority_named("Gốc khác"), foreign.key);
         return world.person(world.below(foreign, "Cấp dưới"));
     }},
    {"a root with a renewed key, certified by the old one", ChainStatus::trusted,
     [] {
         World world;
         const auto renewed = world.below(world.root, authority_named("Gốc"));
         return world.person(world.below(renewed, "Cấp dưới"));
     }},
    {"a way of nine links", ChainStatus::no_path,
     [] {
         World world;
         Signer at = world.root;
         for (int i = 0; i < 8; ++i) at = world.below(at, "Cấp " + std::to_string(i));
         return world.person(at);
     }},
    {"a flood of authorities of one name", ChainStatus::no_path,
     [] {
         World world;
         for (int i = 0; i < 150; ++i) {
             const auto key = test::ec_key();
             world.brought.push_back(test::der_of(test::issue(key, authority_named("Lũ"), nullptr, test::ec_key())));
         }
         auto facts = world.person(World::make(authority_named("Lũ"), nullptr));
         if (facts.status == ChainStatus::broken) facts.status = ChainStatus::no_path;
         return facts;
     }},
    {"nobody is trusted", ChainStatus::no_path,
     [] {
         World world;
         world.anchors.clear();
         return world.person(world.below(world.root, "Cấp dưới"));
     }},
};

TEST(ChainTest, JudgesEveryWayAsRfc5280Wants) {
    for (const auto& one : kCases) {
        const auto facts = one.run();
        EXPECT_EQ(to_word(facts.status), to_word(one.status)) << one.name;
        EXPECT_EQ(facts.anchor_class.has_value(), one.status == ChainStatus::trusted) << one.name;
    }
}

TEST(ChainTest, OfSeveralAnchorsTheOfficialOneIsNamed) {
    World world;
    const auto foreign = World::make(authority_named("Gốc công cộng"), nullptr);
    const auto sub = world.below(foreign, "Cấp dưới");
    world.anchors = {{sub.der(), AnchorClass::own}, {foreign.der(), AnchorClass::licensed}};
    auto facts = world.person(sub);
    EXPECT_EQ(facts.anchor_class, AnchorClass::own) << "the way ends at the first anchor";
    world.anchors = {{foreign.der(), AnchorClass::licensed}, {world.root.der(), AnchorClass::official}};
    world.below(world.root, authority_named("Cấp dưới"), sub.key);
    facts = world.person(sub);
    EXPECT_EQ(facts.anchor_class, AnchorClass::official);
    EXPECT_EQ(facts.anchor, "Gốc");
    ASSERT_EQ(facts.path.size(), 3u);
    EXPECT_EQ(facts.path.back().facts().sha256, Sha256::of(world.root.der()));
}

TEST(ChainTest, WhereAWayEndsIsSaidForWhoCanFetchTheIssuer) {
    World world;
    const auto missing = World::make(authority_named("Cấp dưới"), &world.root);
    const auto facts = world.person(missing, leaf_with({{"authorityInfoAccess", "caIssuers;URI:http://ca.example/sub.crt"}}));
    ASSERT_EQ(facts.dead_ends.size(), 1u);
    EXPECT_EQ(facts.dead_ends[0].facts().common_name, CertificateOptions().name);
    world.brought.push_back(missing.der());
    EXPECT_EQ(world.person(missing).status, ChainStatus::trusted);
    EXPECT_TRUE(world.person(missing).dead_ends.empty());
}

TEST(ChainTest, AWayIsRememberedOnlyWhileItHolds) {
    World world;
    const auto sub = world.below(world.root, "Cấp dưới");
    const auto leaf = World::make(between("2025-01-01T00:00:00Z", "2026-06-01T00:00:00Z", {}), &sub);
    const auto trusted = TrustAnchors::make(world.anchors, world.supplied).value();
    const auto certificate = cms::Certificate::parse(leaf.der()).value();
    EXPECT_EQ(trusted.chain(certificate, {}, kAt).status, ChainStatus::trusted);
    EXPECT_EQ(trusted.chain(certificate, {}, kAt + std::chrono::hours(24 * 365)).status, ChainStatus::not_in_force);
    EXPECT_EQ(trusted.chain(certificate, {}, kAt - std::chrono::hours(24 * 730)).status, ChainStatus::not_in_force);
    EXPECT_EQ(trusted.chain(certificate, {}, kAt).status, ChainStatus::trusted);
}

}  // namespace
}  // namespace congvan::signing
