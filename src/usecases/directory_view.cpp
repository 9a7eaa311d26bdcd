#include "usecases/directory_view.hpp"

#include <algorithm>

#include "errors/usecases.hpp"

namespace congvan::usecases {

Result<std::shared_ptr<const DirectoryView>> DirectoryView::make(DirectoryRecords records) {
    LET(directory::AgencyTree tree, directory::AgencyTree::make(records.agencies));
    std::shared_ptr<DirectoryView> view(new DirectoryView(std::move(records), std::move(tree)));
    for (const directory::Person& person : view->records_.people) view->people_.emplace(person.id, &person);
    std::stable_sort(view->records_.posts.begin(), view->records_.posts.end(),
                     [&](const directory::Post& a, const directory::Post& b) {
                         const auto* left = view->person(a.person);
                         const auto* right = view->person(b.person);
                         return (left ? left->sort_key : "") < (right ? right->sort_key : "");
                     });
    return std::shared_ptr<const DirectoryView>(std::move(view));
}

const directory::Person* DirectoryView::person(PersonId id) const {
    const auto at = people_.find(id);
    return at == people_.end() ? nullptr : at->second;
}

const directory::Post* DirectoryView::post(PersonId person, AgencyId agency, Day day) const {
    const directory::Post* found = nullptr;
    for (const directory::Post& post : records_.posts) {
        if (post.person != person || post.agency != agency || !post.validity.covers(day)) continue;
        if (found == nullptr || post.role < found->role) found = &post;
    }
    return found;
}

std::vector<const directory::Post*> DirectoryView::posts_of(PersonId person, Day day) const {
    std::vector<const directory::Post*> found;
    for (const directory::Post& post : records_.posts) {
        if (post.person == person && post.validity.covers(day)) found.push_back(&post);
    }
    return found;
}

std::vector<const directory::Post*> DirectoryView::posts_in(AgencyId agency, Day day) const {
    std::vector<const directory::Post*> found;
    for (const directory::Post& post : records_.posts) {
        if (post.agency == agency && post.validity.covers(day)) found.push_back(&post);
    }
    return found;
}

Result<documents::Official> DirectoryView::official(PersonId id, AgencyId agency, Day day) const {
    const directory::Person* who = person(id);
    const directory::Post* held = post(id, agency, day);
    if (who == nullptr || held == nullptr) {
        return Error{Remedy::fix_input, errors::usecases::unknown_person, id.raw().text()};
    }
    return documents::Official{id, who->full_name, held->title};
}

Result<documents::AgencyRef> DirectoryView::agency_ref(AgencyId id, Day day) const {
    const directory::Agency* agency = tree_.find(id);
    if (agency == nullptr || !agency->validity.covers(day)) {
        return Error{Remedy::fix_input, errors::usecases::unknown_agency, id.raw().text()};
    }
    return documents::AgencyRef{id, agency->code_on(day).text(), agency->name};
}

std::vector<directory::Delegation> DirectoryView::delegations_to(PersonId person, AgencyId agency) const {
    std::vector<directory::Delegation> found;
    for (const directory::Delegation& each : records_.delegations) {
        if (each.to == person && each.agency == agency) found.push_back(each);
    }
    return found;
}

Result<directory::Actor> DirectoryView::actor(PersonId person, AgencyId agency, Day day) const {
    std::vector<directory::Role> roles = directory::roles_of(records_.posts, person, agency, day);
    if (roles.empty()) return Error{Remedy::ask_permission, errors::usecases::no_post, person.raw().text()};
    return directory::Actor{person, agency, std::move(roles), delegations_to(person, agency)};
}

Result<const directory::HeldKey*> DirectoryView::key_for(SignatureRole role, PersonId person, AgencyId agency,
                                                         Day day) const {
    const auto purpose =
        role == SignatureRole::seal ? directory::KeyPurpose::seal : directory::KeyPurpose::personal;
    for (const directory::HeldKey& key : records_.keys) {
        if (key.purpose != purpose || key.agency != agency || !key.validity.covers(day)) continue;
        if (purpose == directory::KeyPurpose::personal && key.person != person) continue;
        return &key;
    }
    return Error{Remedy::call_operator, errors::usecases::no_key, std::string(to_word(role))};
}

Result<Done> DirectoryCache::reload(Store& store) {
    LET(DirectoryRecords records,
        usecases::read<DirectoryRecords>(store, [](Reader& reader) { return reader.directory(); }));
    LET(auto fresh, DirectoryView::make(std::move(records)));
    view_.with([&](std::shared_ptr<const DirectoryView>& held) { held = std::move(fresh); });
    return Done{};
}

std::shared_ptr<const DirectoryView> DirectoryCache::view() const {
    auto held = view_.with([](const std::shared_ptr<const DirectoryView>& view) { return view; });
    CONGVAN_INVARIANT(held != nullptr);
    return held;
}

}  // namespace congvan::usecases
