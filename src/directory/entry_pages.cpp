// Writing into the directory: adding, correcting, closing, saying that it was checked.
#include <algorithm>

#include "directory/room.h"

namespace arasha::directory {
namespace {

constexpr const char* kPlaces = "places";
constexpr const char* kFrom = "from";  // the institution of the country pack that is taken over

struct EntryForm {
  const schema::EntryType& type;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  std::string action;
  std::string back;
  const Record* record = nullptr;  // null: a new organisation
  Html notice = {};
  int status = 200;
};

// In which places of the organisation a service is given.
Html places_field(const Catalogue& words, const Record& record, const schema::FormData& typed) {
  web::ChoiceField field{kPlaces, std::string(words.text(N_("Where"))), std::string(words.text(N_("None: not said."))), {}};
  field.kind = web::ChoiceKind::checkboxes;
  field.optional = true;
  for (const Item* item : record.all<DirectoryPlace>()) {
    if (!ended(*item->latest().message).empty()) continue;
    field.choices.push_back({item->id().text(), place_text(words, *item->as<DirectoryPlace>()), item->as<DirectoryPlace>()->address()});
  }
  if (field.choices.empty()) return {};
  for (const std::string_view one : typed.all(kPlaces)) field.chosen.emplace_back(one);
  return web::choice_field(words, field);
}

void read_places(const Record& record, const schema::FormData& form, DirectoryService& to) {
  to.clear_places();
  for (const std::string_view one : form.all(kPlaces)) {
    const auto id = EntryId::from_text(one);
    const Item* item = id ? record.find(*id) : nullptr;
    if (item == nullptr || item->as<DirectoryPlace>() == nullptr || to.places_size() >= 300) continue;
    const std::string letters = item->id().text();
    if (std::find(to.places().begin(), to.places().end(), letters) == to.places().end()) to.add_places(letters);
  }
}

web::Response entry_page(const Visit& visit, const EntryForm& form) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(form.type.title.c_str())));
  page.back = form.back;
  page.wrong = !form.errors.empty();
  web::Labels labels;
  web::add_labels(labels, words, *form.type.descriptor);
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(page.title));
  if (!form.type.help.empty()) page.main.add(el("p", {{"class", "govuk-hint"}}, words.text(form.type.help.c_str())));
  page.main.add(form.notice);
  Html fields = web::once_field(form.typed);
  if (!form.typed.get(kFrom).empty()) fields.add(web::hidden(kFrom, form.typed.get(kFrom)));
  const auto all = schema::form_fields(*form.type.descriptor);
  // Return in a line of the form saves; it does not press the first button that stands there, which adds a row.
  if (std::any_of(all.begin(), all.end(), [](const auto& field) { return field.control == schema::Control::rows; })) {
    fields.add(el("button", {{"class", "govuk-visually-hidden"}, {"type", "submit"}, {"tabindex", "-1"}, {"aria-hidden", "true"}}, words.text(N_("Save"))));
  }
  for (const schema::FormField& field : all) fields.add(web::form_field(words, field, field.name, form.typed, form.errors));
  if (form.record != nullptr && form.type.descriptor == DirectoryService::descriptor()) fields.add(places_field(words, *form.record, form.typed));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(form.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(form.action, visit.csrf, fields));
  return web::Response::page(web::layout(page), form.status);
}

bool asks_for_more(const Visit& visit) { return !visit.request.form.get(web::kMoreRows).empty(); }

// The posted form as a message, with everything that is wrong with it.
web::FieldErrors read(const Desk& desk, const Visit& visit, const Record* record, google::protobuf::Message& message) {
  web::FieldErrors errors = schema::parse_form(visit.request.form, message);
  if (auto* service = dynamic_cast<DirectoryService*>(&message); service != nullptr && record != nullptr) read_places(*record, visit.request.form, *service);
  if (!errors.empty()) return errors;
  return check(message, today(desk));
}

// --- A new organisation

web::Response new_form(const Desk& desk, const Visit& visit) {
  if (!writes(desk, visit)) return web::no_page(visit);
  schema::FormData typed = web::draft_of(desk.vault, visit);
  if (typed.fields().empty()) {
    const std::string from(visit.request.query.get(kFrom));
    if (const auto begun = from_pack(desk, visit.words, from)) {
      typed = schema::to_form(*begun);
      typed.add(kFrom, from);
    }
    typed.add("give_on", "no");
  }
  return entry_page(visit, {schema::entry_type_of<DirectoryOrganisation>(), typed, {}, "/directory/add", kHome});
}

web::Response add_organisation(const Desk& desk, const Visit& visit) {
  if (!writes(desk, visit)) return web::no_page(visit);
  DirectoryOrganisation organisation;
  const auto errors = read(desk, visit, nullptr, organisation);
  if (!errors.empty()) return entry_page(visit, {schema::entry_type_of<DirectoryOrganisation>(), visit.request.form, errors, "/directory/add", kHome, nullptr, {}, 400});
  const std::string from(visit.request.form.get(kFrom));
  if (from_pack(desk, visit.words, from)) organisation.set_pack_id(from);
  Files files(desk.vault);
  const auto file = files.open(visit.keyring, organisation, web::once_of<FileId>(visit));
  if (!file) return web::error_page(visit, file.error());
  const auto record = files.read(visit.keyring, *file);
  const auto phones = pack_phones(desk, organisation.pack_id());
  if (record && !phones.empty() && record->all<DirectoryContact>().empty()) {
    DirectoryContact contact;
    contact.set_give_on("yes");
    for (const std::string& phone : phones) contact.add_phones(phone);
    if (const auto added = files.add(visit.keyring, *file, contact); !added) return web::error_page(visit, added.error());
  }
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(address_of(*file), N_("Saved."));
}

// --- An entry

const schema::EntryType* form_type(const Visit& visit) {
  const schema::EntryType* type = schema::entry_type(std::string_view(visit.parameters.at("type")));
  if (type == nullptr || type->internal || type->compartment != DIRECTORY || type->descriptor == DirectoryOrganisation::descriptor()) return nullptr;
  return type;
}

web::Response add_form(const Desk& desk, const Visit& visit) {
  const schema::EntryType* type = form_type(visit);
  const auto file = file_of(visit);
  if (type == nullptr || !file || !writes(desk, visit)) return web::no_page(visit);
  const auto record = Files(desk.vault).read(visit.keyring, *file);
  if (!record) return web::error_page(visit, record.error());
  schema::FormData typed = web::draft_of(desk.vault, visit);
  if (typed.fields().empty()) {
    if (type->descriptor->FindFieldByName("date") != nullptr) web::put_today(typed, "date", today(desk));
    if (type->descriptor == DirectoryService::descriptor()) typed.add("status", "active");
    if (type->descriptor == DirectoryContact::descriptor()) typed.add("give_on", "no");
  }
  return entry_page(visit, {*type, typed, {}, visit.request.path, address_of(*file), &*record});
}

web::Response add_entry(const Desk& desk, const Visit& visit) {
  const schema::EntryType* type = form_type(visit);
  const auto file = file_of(visit);
  if (type == nullptr || !file || !writes(desk, visit)) return web::no_page(visit);
  Files files(desk.vault);
  const auto record = files.read(visit.keyring, *file);
  if (!record) return web::error_page(visit, record.error());
  const std::string back = address_of(*file);
  if (asks_for_more(visit)) return entry_page(visit, {*type, visit.request.form, {}, visit.request.path, back, &*record});
  const auto message = schema::make_message(*type);
  const auto errors = read(desk, visit, &*record, *message);
  if (!errors.empty()) return entry_page(visit, {*type, visit.request.form, errors, visit.request.path, back, &*record, {}, 400});
  if (auto* checked = dynamic_cast<DirectoryChecked*>(message.get())) checked->set_member(visit.keyring.member().text());
  const auto added = files.add(visit.keyring, *file, *message, web::once_of<EntryId>(visit));
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back, N_("Saved."));
}

web::Response checked_today(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file || !writes(desk, visit)) return web::no_page(visit);
  DirectoryChecked checked;
  checked.set_date(to_iso(today(desk)));
  checked.set_member(visit.keyring.member().text());
  const auto added = Files(desk.vault).add(visit.keyring, *file, checked, web::once_of<EntryId>(visit));
  return added ? web::Response::redirect(address_of(*file), N_("Saved.")) : web::error_page(visit, added.error());
}

struct Opened {
  Record record;
  const Item* item = nullptr;
  const schema::EntryType* type = nullptr;
};
Result<Opened> open_item(const Desk& desk, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry || !writes(desk, visit)) return none;
  TRY(record, Files(desk.vault).read(visit.keyring, *file));
  Opened out;
  out.record = std::move(record);
  out.item = out.record.find(*entry);
  out.type = out.item == nullptr ? nullptr : schema::entry_type(out.item->type);
  if (out.item == nullptr || out.type == nullptr || out.type->internal) return none;
  return out;
}

std::string correct_address(const Record& record, const Item& item) { return address_of(record.file) + "/correct/" + item.latest().id.text(); }

web::Response correct_form(const Desk& desk, const Visit& visit) {
  const auto opened = open_item(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  schema::FormData typed = web::draft_of(desk.vault, visit);
  if (typed.fields().empty()) {
    typed = schema::to_form(*opened->item->latest().message);
    if (const auto* service = opened->item->as<DirectoryService>()) {
      for (const std::string& place : service->places()) typed.add(kPlaces, place);
    }
  }
  return entry_page(visit, {*opened->type, typed, {}, correct_address(opened->record, *opened->item), address_of(opened->record.file), &opened->record});
}

// Both versions: what stands there now above the form with what was typed.
Html conflict_notice(const Desk& desk, const Visit& visit, const Item& item, const Error& error) {
  const Catalogue& words = visit.words;
  const std::string who = member_name(*desk.vault.directory(), item.latest().author);
  Html out = web::warning(words, words.error(error));
  out.add(web::paragraph(words.text(N_("{1} saved this a moment ago, {2}:"), {who, words.moment(item.latest().time)})));
  out.add(web::values_of(words, *item.latest().message));
  out.add(web::paragraph(words.text(N_("Your text is in the form below. Put right what is to stay, and save; both versions remain in the history."))));
  return out;
}

web::Response correct_entry(const Desk& desk, const Visit& visit) {
  auto opened = open_item(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  const std::string back = address_of(opened->record.file);
  if (asks_for_more(visit)) return entry_page(visit, {*opened->type, visit.request.form, {}, visit.request.path, back, &opened->record});
  const auto message = schema::make_message(*opened->type);
  const auto errors = read(desk, visit, &opened->record, *message);
  if (!errors.empty()) return entry_page(visit, {*opened->type, visit.request.form, errors, visit.request.path, back, &opened->record, {}, 400});
  keep_program_fields(*opened->item->latest().message, *message);
  if (message->SerializeAsString() == opened->item->latest().message->SerializeAsString()) return web::Response::redirect(back, N_("Nothing was changed."));
  const EntryId seen = *EntryId::from_text(visit.parameters.at("entry"));
  const auto corrected = Files(desk.vault).correct(visit.keyring, opened->record.file, seen, *message);
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    opened = open_item(desk, visit);
    if (!opened) return web::error_page(visit, opened.error());
    return entry_page(visit, {*opened->type, visit.request.form, {}, correct_address(opened->record, *opened->item), back, &opened->record,
                              conflict_notice(desk, visit, *opened->item, corrected.error()), 409});
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back, N_("Saved. The earlier version stays in the history."));
}

web::Response set_end(const Desk& desk, const Visit& visit, const std::string& day, const char* notice) {
  const auto opened = open_item(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  if (!can_end(*opened->item->latest().message)) return web::no_page(visit);
  const std::string back = address_of(opened->record.file);
  if (ended(*opened->item->latest().message).empty() == day.empty()) return web::Response::redirect(back, N_("Nothing was changed."));
  const std::unique_ptr<google::protobuf::Message> message(opened->item->latest().message->New());
  message->CopyFrom(*opened->item->latest().message);
  set_ended(*message, day);
  const auto done = Files(desk.vault).correct(visit.keyring, opened->record.file, *EntryId::from_text(visit.parameters.at("entry")), *message);
  return done ? web::Response::redirect(back, notice) : web::error_page(visit, done.error());
}

web::Response close_entry(const Desk& desk, const Visit& visit) { return set_end(desk, visit, to_iso(today(desk)), N_("Closed. It stands under “Closed” now.")); }
web::Response reopen_entry(const Desk& desk, const Visit& visit) { return set_end(desk, visit, {}, N_("It is there again.")); }

}  // namespace

void add_entry_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/directory/add", new_form);
  on_post(site, desk, "/directory/add", add_organisation);
  on_post(site, desk, "/directory/{file}/checked", checked_today);
  on_get(site, desk, "/directory/{file}/add/{type}", add_form);
  on_post(site, desk, "/directory/{file}/add/{type}", add_entry);
  on_get(site, desk, "/directory/{file}/correct/{entry}", correct_form);
  on_post(site, desk, "/directory/{file}/correct/{entry}", correct_entry);
  on_post(site, desk, "/directory/{file}/close/{entry}", close_entry);
  on_post(site, desk, "/directory/{file}/reopen/{entry}", reopen_entry);
}

}  // namespace arasha::directory
