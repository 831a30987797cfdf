// Writing into a file: adding, correcting, erasing; and what happens when two people correct the same thing.
#include <algorithm>

#include "casework/closing/pages.h"
#include "casework/conference/pages.h"
#include "casework/consent/pages.h"
#include "casework/consent/panels.h"
#include "casework/consent/rules.h"
#include "casework/differences.h"
#include "arasha/documents.pb.h"
#include "casework/own/forms.h"
#include "casework/parts.h"
#include "casework/person/duplicates.h"
#include "casework/plan/panel.h"
#include "casework/program_fields.h"
#include "casework/retention/rules.h"
#include "casework/rules.h"
#include "casework/screening/link.h"
#include "casework/screening/words.h"
#include "casework/tasks/form.h"

namespace arasha::casework {
namespace {

// Back to the case from which the person came: a person's file does not say it.
std::string case_address(const Visit& visit, FileId file) {
  const auto from = FileId::from_text(visit.request.query.get("case"));
  return from ? "/case/" + from->text() : "/file/" + file.text();
}

std::string with_case(const Visit& visit, std::string address) {
  const auto from = FileId::from_text(visit.request.query.get("case"));
  return from ? address + "?case=" + from->text() : address;
}

struct EntryForm {
  const schema::EntryType& type;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  std::string action;
  std::string back;
  Html notice = {};
  int status = 200;
  const Identification* before = nullptr;  // the decision under correction
};

web::Response entry_page(const Desk& desk, const Visit& visit, const EntryForm& form) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(form.type.title.c_str())));
  page.back = form.back;
  page.wrong = !form.errors.empty();
  web::Labels labels;
  add_labels(labels, words, *form.type.descriptor);
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(page.title));
  if (!form.type.help.empty()) page.main.add(el("p", {{"class", "govuk-hint"}}, words.text(form.type.help.c_str())));
  page.main.add(form.notice);
  const auto file = file_of(visit);
  if (file) page.main.add(safe_before_form(desk, visit, *file, form.type));
  if (file) page.main.add(before_closing(desk, visit, *file, form.type));
  Html fields = once_field(form.typed);
  fields.add(definition_field(form.type));
  const auto all = schema::form_fields(*form.type.descriptor);
  // Return in a line of the form saves; it does not press the first button that stands there, which adds a row.
  if (std::any_of(all.begin(), all.end(), [](const auto& field) { return field.control == schema::Control::rows; })) {
    fields.add(el("button", {{"class", "govuk-visually-hidden"}, {"type", "submit"}, {"tabindex", "-1"}, {"aria-hidden", "true"}}, words.text(N_("Save"))));
  }
  fields.add(fields_html(words, *form.type.descriptor, form.typed, form.errors));
  if (file && form.type.descriptor == Task::descriptor()) fields.add(who_field(desk, visit, *file, form.typed, form.errors));
  if (file && form.type.descriptor == Identification::descriptor()) {
    const auto story = Cases(desk.vault).read(visit.keyring, *file);
    if (story) fields.add(screenings_field(words, *story, form.before, form.typed, form.errors));
  }
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(form.back, words.text(N_("Cancel")))));
  if (file && form.type.descriptor == Identity::descriptor()) {
    page.main.add(asking_form(form.action, *file, visit.csrf, fields, alike_region()));
  } else {
    page.main.add(kept_form(form.action, visit.csrf, fields));
  }
  return web::Response::page(web::layout(page), form.status);
}

// Entries of other rooms have their own forms, rules and cards: written from here they would pass by all three.
bool is_of_casework(const schema::EntryType& type) { return type.compartment <= CLUES; }

const schema::EntryType* form_type(const Desk& desk, const Visit& visit) {
  const std::string_view kind = visit.parameters.at("type");
  if (const schema::EntryType* own = own_form_type(*desk.vault.directory(), kind)) return own;
  const schema::EntryType* type = schema::entry_type(kind);
  return type == nullptr || type->internal || type->own_form || !is_of_casework(*type) ? nullptr : type;
}

// What the form shows after the rules refused what it holds: its rows as they would be saved, for the rules count these.
schema::FormData as_saved(const google::protobuf::Message& message, const schema::FormData& typed) {
  schema::FormData out = schema::to_form(message);
  if (typed.has("member")) out.add("member", std::string(typed.get("member")));
  for (const std::string_view one : typed.all("screenings")) out.add("screenings", std::string(one));
  out.add("once", std::string(typed.get("once")));
  return out;
}

bool asks_for_more(const Visit& visit) { return !visit.request.form.get(web::kMoreRows).empty(); }

// What a new entry is about, where it is about another one: the end of the address.
std::string about_of(const Visit& visit) {
  const auto about = visit.parameters.find("about");
  return about == visit.parameters.end() ? std::string() : about->second;
}

// A person's entry has its place in a person's file, a case's in a case's: whichever compartments stand there tell.
bool belongs(const Desk& desk, FileId file, const schema::EntryType& type) {
  const bool of_person = type.compartment == IDENTITY || type.compartment == HEALTH;
  const auto known = readers_of(desk.vault, file, of_person ? IDENTITY : ASSISTANCE);
  return known && known->exists;
}

// A decision that follows a screening begins with its name; the reasons are the person's own.
Identification decision_after(const Visit& visit, const Item* item) {
  Identification out;
  const auto* screening = item == nullptr ? nullptr : item->as<Screening>();
  if (screening == nullptr) return out;
  const std::string date = date_label(visit.words, screening->date());
  out.set_basis(visit.words.text(N_("Screening of {1}: {2}."), {date, screening_value(visit.words, *screening, "list")}));
  return out;
}

// Forms begin with today, a consent as consent/pages.h says, and one that follows a screening with it.
schema::FormData beginning(const Desk& desk, const Visit& visit, FileId file, const schema::EntryType& type) {
  schema::FormData out = draft_of(desk, visit);
  if (!out.fields().empty()) return out;
  if (type.descriptor == Consent::descriptor()) out = begin_consent(desk, visit, file);
  const auto screening = EntryId::from_text(visit.request.query.get("screening"));
  if (screening && type.descriptor == Identification::descriptor()) {
    const auto story = Cases(desk.vault).read(visit.keyring, file);
    const Item* item = story ? story->find(*screening) : nullptr;
    if (item != nullptr) out = schema::to_form(decision_after(visit, item));
    if (item != nullptr && item->as<Screening>() != nullptr) out.add("screenings", item->latest().id.text());
  }
  const schema::FormField date = field_named(*type.descriptor, "date");
  if (date.required) put_today(out, "date", today(desk));
  return out;
}

// Who signed a plan signed what stood in it: a plan that says something else now is signed anew. Steps that are done change
// nothing of what was agreed.
bool drop_stale_signature(const google::protobuf::Message& before, google::protobuf::Message& now) {
  const auto* signed_plan = dynamic_cast<const IndividualPlan*>(&before);
  auto* plan = dynamic_cast<IndividualPlan*>(&now);
  if (signed_plan == nullptr || plan == nullptr || plan->signature().empty() || plan->signature() != signed_plan->signature()) return false;
  const auto agreed = [](IndividualPlan one) {
    one.clear_signature();
    for (auto& goal : *one.mutable_goals()) {
      for (auto& step : *goal.mutable_steps()) step.clear_done();
    }
    return one.SerializeAsString();
  };
  if (agreed(*signed_plan) == agreed(*plan)) return false;
  plan->clear_signature();
  return true;
}

web::FieldErrors complete(const google::protobuf::Message& message) {
  const auto* consent = dynamic_cast<const Consent*>(&message);
  return consent == nullptr ? web::FieldErrors() : complete_consent(*consent);
}

web::Response add_form(const Desk& desk, const Visit& visit) {
  const schema::EntryType* type = form_type(desk, visit);
  const auto file = file_of(visit);
  if (type == nullptr || !file || !belongs(desk, *file, *type) || !may_write(desk, visit, *file, type->compartment)) return no_page(visit);
  const auto message = new_message(*type);
  if (!put_references(*message, about_of(visit))) return no_page(visit);
  Html notice;
  if (!about_of(visit).empty()) {
    const auto story = Cases(desk.vault).read(visit.keyring, *file);
    if (!story) return web::error_page(visit, story.error());
    notice = about_html(visit.words, *story, *message);
  }
  return entry_page(desk, visit, {*type, beginning(desk, visit, *file, *type), {}, with_case(visit, visit.request.path), case_address(visit, *file), notice});
}

web::Response add_entry(const Desk& desk, const Visit& visit) {
  const schema::EntryType* type = form_type(desk, visit);
  const auto file = file_of(visit);
  if (type == nullptr || !file || !belongs(desk, *file, *type) || !may_write(desk, visit, *file, type->compartment)) return no_page(visit);
  Cases cases(desk.vault);
  const auto message = new_message(*type);
  const std::string back = case_address(visit, *file);
  const auto once = once_of<EntryId>(visit);
  const std::string action = with_case(visit, visit.request.path);
  if (asks_for_more(visit)) return entry_page(desk, visit, {*type, visit.request.form, {}, action, back});
  if (was_changed_meanwhile(visit.request.form, *type)) {
    return entry_page(desk, visit, {*type, visit.request.form, {}, action, back, changed_meanwhile_notice(visit.words), 409});
  }
  web::FieldErrors errors = schema::parse_form(visit.request.form, *message);
  if (!put_references(*message, about_of(visit))) return no_page(visit);
  if (auto* task = dynamic_cast<Task*>(message.get())) read_who(desk, *file, visit.request.form, *task, errors);
  const auto story = cases.read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  if (auto* decision = dynamic_cast<Identification*>(message.get())) read_screenings(*story, visit.request.form, *decision, errors);
  if (!errors.empty() || wants_back(visit)) return entry_page(desk, visit, {*type, visit.request.form, errors, action, back, {}, errors.empty() ? 200 : 400});
  number_rows(*message, nullptr);
  read_doers(desk, visit, *file, *message);
  if (story->has(once, *message)) return web::Response::redirect(back, N_("Saved."));
  errors = check(*story, *message, today(desk), EntryId(), visit.keyring.member());
  if (errors.empty()) {
    auto more = check_with_person(desk, visit, *story, *message, EntryId());
    if (!more) return web::error_page(visit, more.error());
    errors = std::move(*more);
  }
  if (errors.empty()) errors = complete(*message);
  if (!errors.empty()) return entry_page(desk, visit, {*type, as_saved(*message, visit.request.form), errors, action, back, about_html(visit.words, *story, *message), 400});
  if (const auto* identity = dynamic_cast<const Identity*>(message.get())) {
    if (auto question = ask_before_identity(desk, visit, *file, nullptr, *identity, action)) return std::move(*question);
  }
  const auto added = add_with_outflow(desk, visit, *story, *message, once);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(after_identity(visit, *file, back), N_("Saved."));
}

// Screenings and services have forms of their own.
std::string own_address(FileId file, const Item& item) {
  const std::string screening = screening_address(file, item);
  return screening.empty() ? service_address(file, item) : screening;
}

// An item that this member reads and may correct; null: as if it were not there.
struct Opened {
  Story story;
  const Item* item = nullptr;
  const schema::EntryType* type = nullptr;
};
Result<Opened> open_item(const Desk& desk, const Visit& visit, FileId file, EntryId entry) {
  TRY(story, Cases(desk.vault).read(visit.keyring, file));
  Opened out;
  out.story = std::move(story);
  out.item = out.story.find(entry);
  out.type = out.item == nullptr ? nullptr : type_for_correction(*desk.vault.directory(), *out.item);
  if (out.item == nullptr || out.type == nullptr || out.type->internal || !is_of_casework(*out.type) || out.item->latest().message == nullptr) {
    return Error(ErrorCode::not_found, "There is no such page.");
  }
  return out;
}

web::Response correct_form(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return no_page(visit);
  const auto opened = open_item(desk, visit, *file, *entry);
  if (!opened) return web::error_page(visit, opened.error());
  if (const std::string own = own_address(*file, *opened->item); !own.empty()) return web::Response::redirect(own);
  if (opened->item->as<PaperKept>() != nullptr) return web::Response::redirect(document_address(*file, *opened->item, *file));
  const auto* before = opened->item->as<Identification>();
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) {
    typed = schema::to_form(*opened->item->latest().message);
    if (const auto* task = opened->item->as<Task>()) typed.add("member", task->member());
    if (before != nullptr) {
      for (const std::string& one : before->screenings()) typed.add("screenings", one);
    }
  }
  // Always against the newest version, so that an old link does not end in a conflict with oneself.
  const std::string action = "/file/" + file->text() + "/correct/" + opened->item->latest().id.text();
  return entry_page(desk, visit, {*opened->type, typed, {}, with_case(visit, action), case_address(visit, *file),
                            about_html(visit.words, opened->story, *opened->item->latest().message), 200, before});
}

web::Response correct_entry(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto seen = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !seen) return no_page(visit);
  auto opened = open_item(desk, visit, *file, *seen);
  if (!opened) return web::error_page(visit, opened.error());
  if (const std::string own = own_address(*file, *opened->item); !own.empty()) return web::Response::redirect(own);
  if (opened->item->as<PaperKept>() != nullptr) return web::Response::redirect(document_address(*file, *opened->item, *file));
  const auto message = new_message(*opened->type);
  const std::string back = case_address(visit, *file);
  const std::string here = with_case(visit, visit.request.path);
  if (asks_for_more(visit)) return entry_page(desk, visit, {*opened->type, visit.request.form, {}, here, back});
  if (was_changed_meanwhile(visit.request.form, *opened->type)) {
    return entry_page(desk, visit, {*opened->type, visit.request.form, {}, here, back, changed_meanwhile_notice(visit.words), 409});
  }
  web::FieldErrors errors = schema::parse_form(visit.request.form, *message);
  keep_references(*opened->item->latest().message, *message);
  if (auto* task = dynamic_cast<Task*>(message.get())) read_who(desk, *file, visit.request.form, *task, errors);
  auto* decision = dynamic_cast<Identification*>(message.get());
  const auto* earlier = opened->item->as<Identification>();
  if (decision != nullptr) read_screenings(opened->story, visit.request.form, *decision, errors);
  if (!errors.empty() || wants_back(visit)) return entry_page(desk, visit, {*opened->type, visit.request.form, errors, here, back, {}, errors.empty() ? 200 : 400, earlier});
  number_rows(*message, opened->item);
  read_doers(desk, visit, *file, *message);
  const bool sign_anew = drop_stale_signature(*opened->item->latest().message, *message);
  errors = check(opened->story, *message, today(desk), *seen, visit.keyring.member());
  if (errors.empty()) {
    auto more = check_with_person(desk, visit, opened->story, *message, *seen);
    if (!more) return web::error_page(visit, more.error());
    errors = std::move(*more);
  }
  if (errors.empty()) errors = complete(*message);
  if (!errors.empty()) return entry_page(desk, visit, {*opened->type, as_saved(*message, visit.request.form), errors, here, back, {}, 400, earlier});
  // Nothing changed: nothing is written, and no second version stands in the history.
  const auto* task = opened->item->as<Task>();
  const bool handed_on = task != nullptr && task->member() != dynamic_cast<const Task&>(*message).member();
  const bool rests_anew = decision != nullptr && earlier != nullptr && decision->SerializeAsString() != earlier->SerializeAsString();
  if (!handed_on && !rests_anew && differences(*opened->item->latest().message, *message, visit.words).empty()) return web::Response::redirect(back, N_("Nothing was changed."));
  if (const auto* identity = dynamic_cast<const Identity*>(message.get())) {
    const auto* before = opened->item->as<Identity>();
    if (auto question = ask_before_identity(desk, visit, *file, before, *identity, here)) return std::move(*question);
  }
  if (const auto recorded = record_outflow(desk, visit, opened->story, *message); !recorded) return web::error_page(visit, recorded.error());
  const auto corrected = Cases(desk.vault).correct(visit.keyring, *file, *seen, *message);
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    opened = open_item(desk, visit, *file, *seen);
    if (!opened) return web::error_page(visit, opened.error());
    const std::string action = "/file/" + file->text() + "/correct/" + opened->item->latest().id.text();
    return entry_page(desk, visit, {*opened->type, visit.request.form, {}, with_case(visit, action), back,
                              conflict_notice(desk, visit, *opened->item, *message, corrected.error()), 409});
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  if (sign_anew) return web::Response::redirect(back, N_("Saved. The plan says something else now: let the person sign it anew."));
  return web::Response::redirect(after_identity(visit, *file, back), N_("Saved. The earlier version stays in the history."));
}

// A hold on a case of the person keeps the person's file too, as far as this member may see the case.
std::optional<Error> held_by_a_case(const Desk& desk, const Visit& visit, FileId file) {
  auto access = desk.tables.projection().enter(visit.keyring, ASSISTANCE);
  if (!access) return access.error();
  const auto cases = desk.tables.cases().of_person(*access, file);
  const auto own = desk.tables.cases().card(*access, file);
  const auto held = [&](const CaseCard& card) { return is_held(card.retention(), today(desk)); };
  if ((own && held(*own)) || std::any_of(cases.begin(), cases.end(), [&](const auto& row) { return held(row.card); })) {
    return Error(ErrorCode::denied, "A hold stands: nothing of this case may be erased until it ends or is lifted.");
  }
  return std::nullopt;
}

web::Response erase_form(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return no_page(visit);
  const auto opened = open_item(desk, visit, *file, *entry);
  if (!opened) return web::error_page(visit, opened.error());
  if (const auto held = held_by_a_case(desk, visit, *file)) return web::error_page(visit, *held);
  web::Page page = visit.page(std::string(words.text(N_("Erase this for ever?"))));
  page.back = case_address(visit, *file);
  web::Confirm question;
  question.question = page.title;
  question.explanation = std::string(words.text(N_("Its key is destroyed with all earlier versions: nobody can read it again, you neither. That something was erased, by whom and when, stays visible. To put a mistake right, correct it instead.")));
  question.action = with_case(visit, visit.request.path);
  question.csrf = visit.csrf;
  question.yes = std::string(words.text(N_("Erase")));
  question.back = page.back;
  question.fields = safe_before_form(desk, visit, *file, *opened->type);
  question.fields.add(el("div", {{"class", "arasha-entry"}}, el("h2", {{"class", "govuk-heading-s"}}, words.text(opened->type->title.c_str())),
                         values_of(words, *opened->item->latest().message)));
  page.main = web::confirm(words, question);
  return web::Response::page(web::layout(page));
}

web::Response erase_entry(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return no_page(visit);
  const auto opened = open_item(desk, visit, *file, *entry);
  if (!opened) return web::error_page(visit, opened.error());
  if (const auto held = held_by_a_case(desk, visit, *file)) return web::error_page(visit, *held);
  const auto erased = Cases(desk.vault).erase(visit.keyring, *file, *entry);
  if (!erased) return web::error_page(visit, erased.error());
  return web::Response::redirect(case_address(visit, *file), N_("Erased."));
}

// A person's file leads to the newest case that this member may see; a case's file to the case.
web::Response to_case(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  std::vector<FileId> files;
  {
    auto access = desk.tables.projection().enter(visit.keyring, IDENTITY);
    if (!access) return web::error_page(visit, access.error());
    files = desk.tables.people().files_of(*access, *file);
  }
  std::vector<projection::CaseRow> rows;
  {
    auto access = desk.tables.projection().enter(visit.keyring, ASSISTANCE);
    if (!access) return web::error_page(visit, access.error());
    rows = desk.tables.cases().of_person(*access, files);
  }
  return web::Response::redirect("/case/" + (rows.empty() ? *file : rows.front().file).text());
}

}  // namespace

void add_entry_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/file/{file}", to_case);
  on_get(site, desk, "/file/{file}/add/{type}", add_form);
  on_post(site, desk, "/file/{file}/add/{type}", add_entry);
  on_get(site, desk, "/file/{file}/add/{type}/{about}", add_form);
  on_post(site, desk, "/file/{file}/add/{type}/{about}", add_entry);
  on_get(site, desk, "/file/{file}/correct/{entry}", correct_form);
  on_post(site, desk, "/file/{file}/correct/{entry}", correct_entry);
  on_get(site, desk, "/file/{file}/erase/{entry}", erase_form);
  on_post(site, desk, "/file/{file}/erase/{entry}", erase_entry);
}

}  // namespace arasha::casework
