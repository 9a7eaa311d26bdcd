#include "usecases/pictures.hpp"

#include <charconv>

#include "errors/usecases.hpp"
#include "usecases/system_events.hpp"

namespace congvan::usecases {
namespace {

std::string_view word_of(PictureOwner::What what) { return what == PictureOwner::What::seal ? "seal" : "hand"; }

std::string setting_of(const PictureOwner& owner) { return "picture." + std::string(word_of(owner.what)) + "." + owner.id.text(); }

// The stored file belongs to something, so that it is kept: not to a document, which somebody could read it by.
DocumentId holder_of(const PictureOwner& owner) { return DocumentId(Uuid::derived({"picture", word_of(owner.what), owner.id.text()})); }

Error refused(std::string_view code, std::string why) { return {Remedy::fix_input, code, std::move(why)}; }

// "<sha256> <tenths of a millimetre>"; empty: taken away.
std::string to_text(const PictureView& view) {
    return view.sha256.hex() + " " + std::to_string(static_cast<int>(view.width_mm * 10 + 0.5));
}

Result<std::optional<PictureView>> view_from(const std::optional<std::string>& text) {
    if (!text || text->empty()) return std::optional<PictureView>();
    const std::size_t space = std::min(text->find(' '), text->size());
    PictureView view;
    LET(view.sha256, Sha256::parse(std::string_view(*text).substr(0, space)));
    int tenths = 0;
    (void)std::from_chars(text->data() + std::min(space + 1, text->size()), text->data() + text->size(), tenths);
    view.width_mm = tenths / 10.0;
    return std::optional<PictureView>(view);
}

Result<std::optional<PictureView>> stored(Office& office, const PictureOwner& owner) {
    LET(const auto text, usecases::read<std::optional<std::string>>(office.store, [&](Reader& reader) {
            return reader.setting(setting_of(owner));
        }));
    return view_from(text);
}

Result<Done> may_change(const Caller& caller, const PictureOwner& owner) {
    if (owner.what == PictureOwner::What::hand) {
        if (owner.id == caller.actor.person.raw()) return Done{};
        return Error{Remedy::fix_input, errors::usecases::no_such_picture, "another person's hand"};
    }
    directory::Thing thing;
    thing.agency = AgencyId(owner.id);
    thing.above = caller.directory->above(thing.agency);
    return require(caller, directory::Act::edit_directory, thing);
}

Result<Done> may_look(const Caller& caller, const PictureOwner& owner) {
    const bool own_seal = owner.what == PictureOwner::What::seal && owner.id == caller.agency.id.raw();
    return own_seal ? Result<Done>(Done{}) : may_change(caller, owner);
}

Result<Done> check(const PictureInput& input) {
    if (input.png.size() > kMostPictureBytes) return refused(errors::usecases::picture_too_large, std::to_string(input.png.size()));
    if (!(input.width_mm >= kLeastPictureMm) || !(input.width_mm <= kMostPictureMm)) {
        return refused(errors::usecases::picture_size_refused, std::to_string(input.width_mm));
    }
    LET(const signing::PngSize size, signing::png_size(input.png));
    if (size.width > kMostPicturePixels || size.height > kMostPicturePixels) {
        return refused(errors::usecases::picture_too_large, std::to_string(size.width) + " x " + std::to_string(size.height));
    }
    TRY(signing::Picture::from_png(input.png));
    return Done{};
}

Result<Outcome> change(Office& office, const Caller& caller, const WriteKey& key, const PictureOwner& owner,
                       const std::optional<PictureView>& view) {
    return act_once(office, caller, key, [&](Transaction& transaction) -> Result<Uuid> {
        TRY(may_change(caller, owner));
        if (view) TRY(transaction.hold_blob(holder_of(owner), view->sha256));
        TRY(transaction.put_setting(setting_of(owner), view ? to_text(*view) : ""));
        Fields fields;
        fields.set("what", std::string(word_of(owner.what))).set("owner", owner.id.text());
        if (view) fields.set("sha256", view->sha256.hex()).set("width_mm", std::to_string(static_cast<int>(view->width_mm + 0.5)));
        TRY(record_system_event(office, transaction, caller, "pictures", view ? "picture.set" : "picture.removed", std::move(fields)));
        return owner.id;
    });
}

}  // namespace

Result<Outcome> set_picture(Office& office, const Caller& caller, const WriteKey& key, const PictureOwner& owner, const PictureInput& input) {
    LET(const auto earlier, earlier_outcome(office, caller, key));
    if (earlier) return *earlier;
    TRY(may_change(caller, owner));
    TRY(check(input));
    LET(const StoredBlob blob, office.blobs.put(input.png));
    return change(office, caller, key, owner, PictureView{blob.digest, input.width_mm});
}

Result<Outcome> remove_picture(Office& office, const Caller& caller, const WriteKey& key, const PictureOwner& owner) {
    return change(office, caller, key, owner, std::nullopt);
}

Result<std::optional<PictureView>> view_picture(Office& office, const Caller& caller, const PictureOwner& owner) {
    TRY(may_look(caller, owner));
    return stored(office, owner);
}

Result<Bytes> picture_content(Office& office, const Caller& caller, const PictureOwner& owner) {
    LET(const auto view, view_picture(office, caller, owner));
    if (!view) return refused(errors::usecases::no_such_picture, setting_of(owner));
    LET(const auto content, office.blobs.open(view->sha256));
    return read_all(*content, kMostPictureBytes);
}

Result<std::optional<DrawnPicture>> picture_to_draw(Office& office, const PictureOwner& owner) {
    LET(const auto view, stored(office, owner));
    if (!view) return std::optional<DrawnPicture>();
    LET(const auto content, office.blobs.open(view->sha256));
    LET(const Bytes png, read_all(*content, kMostPictureBytes));
    LET(signing::Picture picture, signing::Picture::from_png(png));
    return std::optional<DrawnPicture>(DrawnPicture{std::move(picture), view->width_mm});
}

}  // namespace congvan::usecases
