// Writing: the first entry of a file, further ones, corrections; and what happens when two people correct the same thing.
#include <algorithm>

#include "cooperation/parts.h"

namespace arasha::cooperation {
namespace {

struct EntryForm {
  const schema::EntryType& type;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  std::string action;
  std::string back;
  Html before = {};   // what it is about, or both versions
  int status = 200;
};

// Which agreement took its place: of the others that this member sees.
Html replacement_field(const Desk& desk, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::ChoiceField field{.name = "replaced_by", .label = std::string(words.text(N_("Agreement in its place"))), .choices = {}, .kind = web::ChoiceKind::select, .optional = true,
                         .nothing = std::string(words.text(N_("None, or not in this list")))};
  const auto cards = load(desk, visit);
  if (!cards) return {};
  for (const auto& [file, card] : *cards) {
    if (card.kind() == "agreement" && file.text() != visit.parameters.at("file")) field.choices.push_back({file.text(), card.title()});
  }
  if (!typed.get("replaced_by").empty()) field.chosen = {std::string(typed.get("replaced_by"))};
  return web::choice_field(words, field, errors);
}

web::Response form_page(const Desk& desk, const Visit& visit, const EntryForm& form) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(form.type.title.c_str())));
  page.back = form.back;
  page.wrong = !form.errors.empty();
  web::Labels labels;
  web::add_labels(labels, words, *form.type.descriptor);
  labels["replaced_by"] = words.text(N_("Agreement in its place"));
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(page.title));
  if (!form.type.help.empty()) page.main.add(web::hint(words.text(form.type.help.c_str())));
  page.main.add(form.before);
  // Return in a line of the form saves; it does not press the first button that stands there, which adds a row.
  Html fields = el("button", {{"class", "govuk-visually-hidden"}, {"type", "submit"}, {"tabindex", "-1"}, {"aria-hidden", "true"}}, words.text(N_("Save")));
  fields.add(web::once_field(form.typed));
  fields.add(web::fields_html(words, *form.type.descriptor, form.typed, form.errors));
  if (form.type.descriptor == AgreementEnd::descriptor()) fields.add(replacement_field(desk, visit, form.typed, form.errors));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(form.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(form.action, visit.csrf, fields));
  return web::Response::page(web::layout(page), form.status);
}

const schema::EntryType* type_named(std::string_view name) {
  const schema::EntryType* type = schema::entry_type(name);
  const bool ours = type != nullptr && (kind_for(*type->descriptor) != FileKind::none || type->descriptor == WorkProgress::descriptor());
  return ours ? type : nullptr;
}

bool begins_a_file(const schema::EntryType& type) {
  return type.descriptor == Agreement::descriptor() || type.descriptor == Commission::descriptor() || type.descriptor == PublishedReport::descriptor();
}

const char* list_of(const schema::EntryType& type) {
  if (type.descriptor == Agreement::descriptor()) return "/cooperation/agreements";
  return type.descriptor == Commission::descriptor() ? "/cooperation/commissions" : "/cooperation/reports";
}

bool asks_for_more(const Visit& visit) { return !visit.request.form.get(web::kMoreRows).empty(); }

const Meeting* meeting_of(const Story& story, const MeetingDecision& decision) {
  const Item* item = item_of<Meeting>(story, decision.meeting());
  return item == nullptr ? nullptr : item->as<Meeting>();
}

// As a form holds it: a question by its place on the agenda.
schema::FormData shown(const Story& story, const google::protobuf::Message& message) {
  const auto* decision = dynamic_cast<const MeetingDecision*>(&message);
  const Meeting* meeting = decision == nullptr ? nullptr : meeting_of(story, *decision);
  if (meeting == nullptr) return schema::to_form(message);
  MeetingDecision copy = *decision;
  copy.set_question(place_of(*meeting, decision->question()));
  return schema::to_form(copy);
}

// What the form shows after the rules refused what it holds: its rows as they would be saved, for the rules count these.
schema::FormData as_saved(const Story& story, const google::protobuf::Message& message, const schema::FormData& typed) {
  schema::FormData out = shown(story, message);
  out.add("once", std::string(typed.get("once")));
  if (typed.has("replaced_by")) out.add("replaced_by", std::string(typed.get("replaced_by")));
  return out;
}

// What the program writes itself: the colleague of that name, the agreement in its place.
void put_program_fields(const Desk& desk, const Visit& visit, const Story& story, google::protobuf::Message& message) {
  const auto state = desk.vault.directory();
  if (auto* decision = dynamic_cast<MeetingDecision*>(&message)) {
    decision->set_member(colleague_named(*state, decision->person()));
    if (const Meeting* meeting = meeting_of(story, *decision)) decision->set_question(question_at(*meeting, decision->question()));
  }
  if (auto* action = dynamic_cast<RecommendedAction*>(&message)) action->set_member(colleague_named(*state, action->person()));
  if (auto* end = dynamic_cast<AgreementEnd*>(&message)) {
    const auto other = FileId::from_text(visit.request.form.get("replaced_by"));
    end->set_replaced_by(other ? other->text() : std::string());
  }
}

// Forms begin with today where a day is asked for, and as people begin them.
schema::FormData beginning(const Desk& desk, const Visit& visit, const Opened* opened, const schema::EntryType& type, const Item* about) {
  schema::FormData out = web::draft_of(desk.vault, visit);
  if (!out.fields().empty()) return out;
  if (type.descriptor == Meeting::descriptor()) {
    Meeting meeting;
    meeting.set_kind("ordinary");
    meeting.set_state("planned");
    const auto* commission = opened == nullptr ? nullptr : opened->story.last<Commission>();
    for (int i = 0; commission != nullptr && i < commission->members_size(); ++i) {
      auto* one = meeting.add_people();
      one->set_name(commission->members(i).name());
      one->set_body(commission->members(i).body());
      one->set_came("invited");
    }
    return schema::to_form(meeting);
  }
  if (type.descriptor == WorkProgress::descriptor() && about != nullptr) out.add("state", standing_of(opened->story, *about).state == "open" ? "in_work" : "done");
  if (web::field_named(*type.descriptor, "date").required) web::put_today(out, "date", today(desk));
  return out;
}

// --- A new file

web::Response begin_form(const Desk& desk, const Visit& visit) {
  const schema::EntryType* type = type_named(visit.parameters.at("type"));
  if (type == nullptr || !begins_a_file(*type) || !writes(desk, visit)) return no_page(visit);
  return form_page(desk, visit, {*type, beginning(desk, visit, nullptr, *type, nullptr), {}, visit.request.path, list_of(*type)});
}

web::Response begin(const Desk& desk, const Visit& visit) {
  const schema::EntryType* type = type_named(visit.parameters.at("type"));
  if (type == nullptr || !begins_a_file(*type) || !writes(desk, visit)) return no_page(visit);
  const std::string back = list_of(*type);
  if (asks_for_more(visit)) return form_page(desk, visit, {*type, visit.request.form, {}, visit.request.path, back});
  const auto message = schema::make_message(*type);
  web::FieldErrors errors = schema::parse_form(visit.request.form, *message);
  if (!errors.empty()) return form_page(desk, visit, {*type, visit.request.form, errors, visit.request.path, back, {}, 400});
  vault::number_rows(*message, nullptr);
  errors = check({}, *message, today(desk));
  if (!errors.empty()) return form_page(desk, visit, {*type, as_saved({}, *message, visit.request.form), errors, visit.request.path, back, {}, 400});
  const auto file = filing(desk).begin(visit.keyring, *message, web::once_of<FileId>(visit));
  if (!file) return web::error_page(visit, file.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(address(*file), N_("Saved."));
}

// --- A further entry

// What is written about an entry says so in its first field; the address carries it.
struct Adding {
  Opened opened;
  const schema::EntryType* type = nullptr;
  const Item* about = nullptr;
  std::unique_ptr<google::protobuf::Message> message;  // with its reference
};

Result<Adding> adding(const Desk& desk, const Visit& visit) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  Adding out;
  out.type = type_named(visit.parameters.at("type"));
  if (out.type == nullptr || begins_a_file(*out.type) || !writes(desk, visit)) return missing;
  TRY(opened, open(desk, visit));
  out.opened = std::move(opened);
  const FileKind wanted = kind_for(*out.type->descriptor);
  if (wanted != FileKind::none && wanted != out.opened.kind) return missing;
  out.message = schema::make_message(*out.type);
  const auto about = visit.parameters.find("about");
  if (!vault::put_references(*out.message, about == visit.parameters.end() ? std::string() : about->second)) return missing;
  if (about == visit.parameters.end()) return out;
  const auto id = EntryId::from_text(about->second);
  out.about = id ? out.opened.story.find(*id) : nullptr;
  if (out.about == nullptr || out.about->latest().message == nullptr) return missing;
  return out;
}

// The decision, action or recommendation that the form is about, in its own words.
Html about_html(const Visit& visit, const Item* about) {
  if (about == nullptr) return {};
  std::string text;
  if (const auto* decision = about->as<MeetingDecision>()) text = decision->text() + " (" + responsible(decision->body(), decision->person()) + ")";
  else if (const auto* action = about->as<RecommendedAction>()) text = action->text() + " (" + responsible(action->body(), action->person()) + ")";
  else if (const auto* recommendation = about->as<Recommendation>()) text = recommendation->text();
  else if (const auto* meeting = about->as<Meeting>()) text = visit.words.text(N_("Meeting of {1}"), {date_label(visit.words, meeting->date())});
  return text.empty() ? Html() : web::inset(el("span", {{"class", "arasha-kept"}}, text));
}

std::string back_of(const Adding& adding) {
  if (adding.about == nullptr) return address(adding.opened.file);
  return shown_at(adding.opened.file, adding.opened.story, *adding.about->latest().message, adding.about);
}

web::Response add_form(const Desk& desk, const Visit& visit) {
  const auto found = adding(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  return form_page(desk, visit, {*found->type, beginning(desk, visit, &found->opened, *found->type, found->about), {}, visit.request.path, back_of(*found), about_html(visit, found->about)});
}

web::Response add_entry(const Desk& desk, const Visit& visit) {
  const auto found = adding(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const schema::EntryType& type = *found->type;
  const std::string back = back_of(*found);
  const Html before = about_html(visit, found->about);
  const auto again = [&](const schema::FormData& typed, const web::FieldErrors& errors) {
    return form_page(desk, visit, {type, typed, errors, visit.request.path, back, before, errors.empty() ? 200 : 400});
  };
  if (asks_for_more(visit)) return again(visit.request.form, {});
  auto& message = *found->message;
  web::FieldErrors errors = schema::parse_form(visit.request.form, message);
  const auto about = visit.parameters.find("about");
  static_cast<void>(vault::put_references(message, about == visit.parameters.end() ? std::string() : about->second));
  if (!errors.empty()) return again(visit.request.form, errors);
  vault::number_rows(message, nullptr);
  put_program_fields(desk, visit, found->opened.story, message);
  const auto once = web::once_of<EntryId>(visit);
  if (!found->opened.story.has(once, message)) {
    errors = check(found->opened.story, message, today(desk));
    if (!errors.empty()) return again(as_saved(found->opened.story, message, visit.request.form), errors);
  }
  const auto added = filing(desk).add(visit.keyring, found->opened.file, {{&message, once}});
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  const bool is_meeting = type.descriptor == Meeting::descriptor();
  const bool is_recommendation = type.descriptor == Recommendation::descriptor();
  const std::string id = added->front().text();
  return web::Response::redirect(is_meeting ? meeting_address(found->opened.file, id) : is_recommendation ? recommendation_address(found->opened.file, id) : back, N_("Saved."));
}

// --- A correction

struct Correcting {
  Opened opened;
  const Item* item = nullptr;
  const schema::EntryType* type = nullptr;
};

Result<Correcting> correcting(const Desk& desk, const Visit& visit) {
  const Error missing(ErrorCode::not_found, "There is no such page.");
  if (!writes(desk, visit)) return missing;
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!entry) return missing;
  TRY(opened, open(desk, visit));
  Correcting out{std::move(opened), nullptr, nullptr};
  out.item = out.opened.story.find(*entry);
  if (out.item == nullptr || out.item->latest().message == nullptr) return missing;
  out.type = type_named(out.item->latest().message->GetDescriptor()->name());
  if (out.type == nullptr) return missing;
  return out;
}

web::Response correct_form(const Desk& desk, const Visit& visit) {
  const auto found = correcting(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const auto& message = *found->item->latest().message;
  schema::FormData typed = web::draft_of(desk.vault, visit);
  if (typed.fields().empty()) {
    typed = shown(found->opened.story, message);
    if (const auto* end = found->item->as<AgreementEnd>()) typed.add("replaced_by", end->replaced_by());
  }
  // Always against the newest version, so that an old link does not end in a conflict with oneself.
  return form_page(desk, visit, {*found->type, typed, {}, correct_address(found->opened.file, *found->item), shown_at(found->opened.file, found->opened.story, message, found->item)});
}

web::Response correct_entry(const Desk& desk, const Visit& visit) {
  auto found = correcting(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const EntryId seen = *EntryId::from_text(visit.parameters.at("entry"));
  const auto& before = *found->item->latest().message;
  const std::string back = shown_at(found->opened.file, found->opened.story, before, found->item);
  const auto again = [&](const schema::FormData& typed, const web::FieldErrors& errors) {
    return form_page(desk, visit, {*found->type, typed, errors, visit.request.path, back, {}, errors.empty() ? 200 : 400});
  };
  if (asks_for_more(visit)) return again(visit.request.form, {});
  const auto message = schema::make_message(*found->type);
  web::FieldErrors errors = schema::parse_form(visit.request.form, *message);
  if (!errors.empty()) return again(visit.request.form, errors);
  vault::keep_references(before, *message);
  vault::number_rows(*message, found->item);
  put_program_fields(desk, visit, found->opened.story, *message);
  errors = check(found->opened.story, *message, today(desk), seen);
  if (!errors.empty()) return again(as_saved(found->opened.story, *message, visit.request.form), errors);
  if (message->SerializeAsString() == before.SerializeAsString()) return web::Response::redirect(back, N_("Nothing was changed."));
  const auto corrected = filing(desk).correct(visit.keyring, found->opened.file, seen, *message);
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    found = correcting(desk, visit);
    if (!found) return web::error_page(visit, found.error());
    const Html both = web::conflict_notice(visit.words, *desk.vault.directory(), *found->item, *message, corrected.error());
    return form_page(desk, visit, {*found->type, visit.request.form, {}, correct_address(found->opened.file, *found->item), back, both, 409});
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back, N_("Saved. The earlier version stays in the history."));
}

}  // namespace

void add_entry_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation/new/{type}", begin_form);
  on_post(site, desk, "/cooperation/new/{type}", begin);
  on_get(site, desk, "/cooperation/{file}/add/{type}", add_form);
  on_post(site, desk, "/cooperation/{file}/add/{type}", add_entry);
  on_get(site, desk, "/cooperation/{file}/add/{type}/{about}", add_form);
  on_post(site, desk, "/cooperation/{file}/add/{type}/{about}", add_entry);
  on_get(site, desk, "/cooperation/{file}/correct/{entry}", correct_form);
  on_post(site, desk, "/cooperation/{file}/correct/{entry}", correct_entry);
}

}  // namespace arasha::cooperation
