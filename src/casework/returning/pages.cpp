// Short forms of the entry Return, one for each stage of the way: each shows and changes its own fields, and
// leaves the others as they stand.
#include <algorithm>

#include "casework/case_view.h"
#include "casework/child/person.h"
#include "casework/returning/rules.h"

namespace arasha::casework {
namespace {

struct Stage {
  const char* name;
  const char* title;  // a msgid
  const char* help;
  std::vector<const char*> fields;
};
const std::vector<Stage>& stages() {
  static const std::vector<Stage> all = {
      {"decision",
       N_("Decision of the person"),
       N_("The person's own decision. It can be withdrawn until the departure; a day that was planned is "
          "then taken out."),
       {"decision", "signed_on", "kind", "country", "note"}},
      {"papers",
       N_("Papers for the journey"),
       "",
       {"travel_document", "document_on", "fines", "fines_on", "exit_permit", "exit_permit_on"}},
      {"journey",
       N_("The journey"),
       N_("The day of departure comes last: when everything before it is done."),
       {"fit", "fit_on", "escort", "escort_name", "ticket", "ticket_on", "pocket_amount", "pocket_currency",
        "pocket_funding", "transit", "departure"}},
      {"arrival",
       N_("Arrival and reception"),
       N_("When nobody has arrived, say so at once: it then stands first in the case and under “To do”."),
       {"arrival", "reception", "met_by"}}};
  return all;
}

bool is_of(const Stage& stage, std::string_view field) {
  return std::any_of(stage.fields.begin(), stage.fields.end(), [&](const char* one) { return field == one; });
}

struct Opened {
  FileId file;
  const Stage* stage = nullptr;
  Story story;
  const Item* item = nullptr;  // null: nothing is written yet
};
Result<Opened> open(const Desk& desk, const Visit& visit) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto file = file_of(visit);
  const auto found = std::find_if(stages().begin(), stages().end(),
                                  [&](const Stage& one) { return visit.parameters.at("stage") == one.name; });
  if (!file || found == stages().end() || !may_write(desk, visit, *file, ASSISTANCE)) return none;
  Opened out;
  out.file = *file;
  out.stage = &*found;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  out.story = std::move(story);
  if (out.story.last<CaseOpened>() == nullptr) return none;
  out.item = last_item<Return>(out.story);
  return out;
}

// Which version the form shows: what it would change is that one.
std::string seen_of(const Opened& opened) {
  return opened.item == nullptr ? std::string() : opened.item->latest().id.text();
}

web::Response form_page(const Visit& visit, const Opened& opened, const schema::FormData& typed,
                        const web::FieldErrors& errors, int status, const Html& notice = {}) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(opened.stage->title)));
  page.back = "/case/" + opened.file.text();
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *Return::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(words.text(N_("Safe return")), page.title));
  if (*opened.stage->help != '\0') page.main.add(web::hint(words.text(opened.stage->help)));
  page.main.add(notice);
  Html fields = once_field(typed);
  fields.add(web::hidden("seen", seen_of(opened)));
  for (const char* name : opened.stage->fields) {
    const schema::FormField field = field_named(*Return::descriptor(), name);
    fields.add(web::form_field(words, field, field.name, typed, errors));
  }
  fields.add(
      web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(visit.request.path, visit.csrf, fields));
  return web::Response::page(web::layout(page), status);
}

web::Response show(const Desk& desk, const Visit& visit) {
  const auto opened = open(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty() && opened->item != nullptr)
    typed = schema::to_form(*opened->item->latest().message);
  return form_page(visit, *opened, typed, {}, 200);
}

// The entry as it would be saved: the fields of this stage as they were typed, the others as they stand.
Return merged(const Opened& opened, const Return& typed) {
  Return out = opened.item == nullptr ? Return() : *opened.item->as<Return>();
  const auto* reflection = out.GetReflection();
  for (const schema::FormField& field : schema::form_fields(*Return::descriptor())) {
    if (is_of(*opened.stage, field.name))
      reflection->SetString(&out, field.descriptor, reflection->GetString(typed, field.descriptor));
  }
  return out;
}

// A decision that is taken back ends what was planned; what happened stays.
bool drop_plans(Return& journey, const std::string& today) {
  if (wants_to_leave(journey) || journey.kind() == "deported" || journey.departure() <= today) return false;
  journey.clear_departure();
  return true;
}

// A mistake in a field that is not in this form is said above it, with the form in which it is put right.
Html elsewhere(const Visit& visit, const Opened& opened, web::FieldErrors& errors) {
  Html out;
  for (auto one = errors.begin(); one != errors.end();) {
    const auto stage = std::find_if(stages().begin(), stages().end(),
                                    [&](const Stage& other) { return is_of(other, one->field); });
    if (stage == stages().end() || &*stage == opened.stage) {
      ++one;
      continue;
    }
    const std::string address = "/case/" + opened.file.text() + "/return/" + stage->name;
    out.add(el("p", {{"class", "govuk-body"}}, visit.words.error(one->error), " ",
               web::link(address, visit.words.text(stage->title))));
    one = errors.erase(one);
  }
  return out.is_empty() ? Html() : el("div", {{"role", "alert"}}, web::inset(out));
}

web::Response save(const Desk& desk, const Visit& visit) {
  auto opened = open(desk, visit);
  if (!opened) return web::error_page(visit, opened.error());
  const std::string back = "/case/" + opened->file.text();
  const schema::FormData& form = visit.request.form;
  Return typed;
  web::FieldErrors errors = schema::parse_form(form, typed);
  std::erase_if(errors, [&](const auto& error) { return !is_of(*opened->stage, error.field); });
  if (!errors.empty()) return form_page(visit, *opened, form, errors, 400);
  const Date day = today(desk);
  Return journey = merged(*opened, typed);
  // Nothing of a journey is written before the person was asked.
  if (journey.decision().empty()) {
    const Html notice =
        web::inset(Html::text(visit.words.text(N_("First write down what the person decided."))));
    return form_page(visit, *opened, form, {}, 400, notice);
  }
  const bool stopped =
      opened->stage->name == std::string_view("decision") && drop_plans(journey, to_iso(day));
  const auto seen = EntryId::from_text(form.get("seen"));
  const auto once = once_of<EntryId>(visit);
  if (opened->item == nullptr && opened->story.has(once, journey))
    return web::Response::redirect(back, N_("Saved."));
  const EntryId corrects = opened->item == nullptr ? EntryId() : opened->item->latest().id;
  errors = check(opened->story, journey, day, corrects, visit.keyring.member());
  const auto of_child = check_journey_in(desk.vault, visit.keyring, opened->story, journey, corrects, day);
  if (!of_child) return web::error_page(visit, of_child.error());
  errors.insert(errors.end(), of_child->begin(), of_child->end());
  if (!errors.empty()) {
    const Html notice = elsewhere(visit, *opened, errors);
    return form_page(visit, *opened, form, errors, 400, notice);
  }
  if (opened->item != nullptr &&
      opened->item->as<Return>()->SerializeAsString() == journey.SerializeAsString())
    return web::Response::redirect(back, N_("Nothing was changed."));
  Cases cases(desk.vault);
  // Whoever wrote the first decision in between is asked about too.
  const bool is_old = opened->item != nullptr && (!seen || *seen != corrects);
  const auto written =
      is_old ? Result<EntryId>(
                   Error(ErrorCode::conflict,
                         "Somebody else changed this a moment ago. Compare both and save what is right."))
      : opened->item == nullptr ? cases.add(visit.keyring, opened->file, journey, once)
                                : cases.correct(visit.keyring, opened->file, corrects, journey);
  if (!written && written.error().code == ErrorCode::conflict) {
    opened = open(desk, visit);
    if (!opened || opened->item == nullptr) return web::error_page(visit, written.error());
    return form_page(visit, *opened, form, {}, 409,
                     conflict_notice(desk, visit, *opened->item, merged(*opened, typed), written.error()));
  }
  if (!written) return web::error_page(visit, written.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(
      back, stopped
                ? N_("Saved. The day of departure that was planned was taken out; it stays in the history.")
                : N_("Saved."));
}

}  // namespace

void add_return_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/return/{stage}", show);
  on_post(site, desk, "/case/{file}/return/{stage}", save);
}

}  // namespace arasha::casework
