#include "server/create_demo.hpp"

#include <cstdio>

#include "adapters/tokens/demo_token.hpp"
#include "adapters/tokens/pkcs11_keys.hpp"
#include "adapters/trust/demo_authority.hpp"
#include "base/fault_point.hpp"
#include "server/shared_files.hpp"
#include "usecases/demo_logins.hpp"

namespace congvan::server {
namespace {

using directory::HeldKey;
using directory::KeyPurpose;
using usecases::DirectoryRecords;

constexpr std::string_view kDoneSetting = "demo_created";
constexpr std::string_view kOfficerPin = "13579246";

// A token label holds 32 bytes: the purpose and the front of the holder's id.
std::string label_of(KeyPurpose purpose, const Uuid& holder) {
    return std::string(purpose == KeyPurpose::seal ? "seal-" : "person-") + holder.text().substr(0, 23);
}

struct Holder {
    KeyPurpose purpose = KeyPurpose::personal;
    AgencyId agency;
    std::optional<PersonId> person;
    Uuid id;  // whose token it is
};

class Maker {
public:
    Maker(tokens::Driver& driver, const trust::DemoAuthority& authority) : driver_(driver), authority_(authority) {}

    Result<HeldKey> make(const Holder& holder, const DirectoryRecords& records) const {
        const usecases::Pin pin(usecases::kDemoPin);
        const std::string label = label_of(holder.purpose, holder.id);
        const tokens::DemoToken wanted{usecases::TokenLabel(label), pin, usecases::Pin(kOfficerPin), "key",
                                       usecases::KeyKind::rsa};
        LET(const tokens::DemoKey key, tokens::create_demo_token(driver_, wanted));
        LET(const Bytes certificate, certify(holder, records, key.public_key));
        TRY(tokens::store_certificate(driver_, key, pin, certificate));
        HeldKey held;
        held.id = directory::KeyId(Uuid::derived({"demo key", label}));
        held.purpose = holder.purpose;
        held.agency = holder.agency;
        held.person = holder.person;
        held.token_label = label;
        held.certificate = certificate;
        held.sha256 = Sha256::of(certificate);
        return held;
    }

private:
    Result<Bytes> certify(const Holder& holder, const DirectoryRecords& records, BytesView public_key) const {
        std::string agency;
        for (const directory::Agency& each : records.agencies) {
            if (each.id == holder.agency) agency = each.name;
        }
        if (holder.purpose == KeyPurpose::seal) return authority_.certify(trust::DemoOrganisation{agency}, public_key);
        trust::DemoPerson person;
        person.agency = agency;
        for (const directory::Person& each : records.people) {
            if (each.id == *holder.person) person.full_name = each.full_name;
        }
        for (const directory::Post& each : records.posts) {
            if (each.person == *holder.person && each.agency == holder.agency) person.title = each.title;
        }
        return authority_.certify(person, public_key);
    }

    tokens::Driver& driver_;
    const trust::DemoAuthority& authority_;
};

// Everybody who signs: leaders, those who draft, and for each agency its seal in the clerk's keeping.
std::vector<Holder> holders_of(const DirectoryRecords& records) {
    std::vector<Holder> holders;
    for (const directory::Post& post : records.posts) {
        if (post.role == directory::Role::leader || post.role == directory::Role::specialist) {
            holders.push_back({KeyPurpose::personal, post.agency, post.person, post.person.raw()});
        } else if (post.role == directory::Role::clerk) {
            holders.push_back({KeyPurpose::seal, post.agency, post.person, post.agency.raw()});
        }
    }
    return holders;
}

Result<Done> put_records(usecases::Office& office, const DirectoryRecords& records) {
    LET(const std::string hash, office.passwords.hash(usecases::kDemoPassword));
    return office.store.write([&](usecases::Transaction& transaction) -> Result<Done> {
        TRY(transaction.replace(records));
        for (const directory::Person& person : records.people) {
            usecases::Account account;
            account.person = person.id;
            account.user_name = person.user_name.text();
            account.password_hash = hash;
            TRY(transaction.put(account));
        }
        return transaction.put_setting(kDoneSetting, "yes");
    });
}

}  // namespace

Result<Done> create_demo(usecases::Office& office, const DataDirectory& data, const std::filesystem::path& shared) {
    LET(const std::optional<std::string> done, usecases::read<std::optional<std::string>>(
                                                   office.store, [](usecases::Reader& reader) { return reader.setting(kDoneSetting); }));
    if (done) return Done{};
    std::fprintf(stderr, "Đang tạo tỉnh thử nghiệm: cơ quan, con người, khoá ký … (lần đầu, khoảng nửa phút)\n");
    LET(policy::DirectoryFile file, load_demo_directory(shared));
    DirectoryRecords records;
    records.agencies = std::move(file.agencies);
    records.people = std::move(file.people);
    records.posts = std::move(file.posts);

    LET(const trust::DemoAuthority authority,
        trust::DemoAuthority::open({data.authority_keys(), data.trust()}, office.clock.now(), office.entropy));
    LET(auto driver, tokens::open_driver(std::filesystem::path(tokens::kSoftHsmLibrary)));
    const Maker maker(*driver, authority);
    for (const Holder& holder : holders_of(records)) {
        LET(HeldKey key, maker.make(holder, records));
        records.keys.push_back(std::move(key));
        fault_point("demo.after_key");
    }
    return put_records(office, records);
}

}  // namespace congvan::server
