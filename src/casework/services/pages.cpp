// One service: recording it and correcting it, with what the norms say of who pays beside the form.
#include <algorithm>

#include "casework/differences.h"
#include "casework/services/form.h"
#include "casework/services/norms.h"
#include "casework/services/panel.h"
#include "casework/services/words.h"
#include "casework/timeline.h"

namespace arasha::casework {
namespace {

struct Form {
  const ServiceCase& in;
  const schema::FormData& typed;
  web::FieldErrors errors = {};
  std::string action;
  const ServiceGiven* stored = nullptr;
  Html notice = {};
  int status = 200;
};

web::Response form_page(const Desk& desk, const Visit& visit, const Form& form) {
  const Catalogue& words = visit.words;
  const pack::Pack& pack = norms_of(desk);
  web::Page page = visit.page(std::string(words.text(schema::entry_type_of<ServiceGiven>().title.c_str())));
  page.back = "/case/" + form.in.file.text();
  page.wrong = !form.errors.empty();
  web::Labels labels;
  add_service_labels(labels, words);
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(form.in.alias, page.title));
  page.main.add(web::hint(words.text(schema::entry_type_of<ServiceGiven>().help.c_str())));
  page.main.add(form.notice);
  const Date day = today(desk);
  Html norms = web::paragraph(words.text(N_("Who may pay by the norms, on {1}:"), {words.date(day)}));
  norms.add(who_pays(words, pack, form.in.story, form.in.identity, day));
  norms.add(web::paragraph(web::link("/norms", words.text(N_("All norms")))));
  page.main.add(web::details(words.text(N_("Who may pay for services here")), norms, std::any_of(form.errors.begin(), form.errors.end(), [](const auto& one) { return one.field == "funding"; })));
  Html fields = once_field(form.typed);
  fields.add(service_fields(words, pack, day, form.typed, form.errors, {}, form.stored));
  fields.add(web::actions(web::button(words.text(N_("Save"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(form.action, visit.csrf, fields));
  return web::Response::page(web::layout(page), form.status);
}

web::Response add_form(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto in = open_service_case(desk, visit, *file);
  if (!in) return web::error_page(visit, in.error());
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) put_today(typed, "date", today(desk));
  return form_page(desk, visit, {.in = *in, .typed = typed, .action = visit.request.path});
}

web::Response add(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto in = open_service_case(desk, visit, *file);
  if (!in) return web::error_page(visit, in.error());
  const auto once = once_of<EntryId>(visit);
  ServiceTyped typed = read_service(visit.request.form, norms_of(desk));
  if (typed.errors.empty()) {
    put_verdict(typed.service, in->story, in->identity, norms_of(desk));
    if (in->story.has(once, typed.service)) return web::Response::redirect("/case/" + file->text(), N_("Saved."));
    typed.errors = check_in_case(desk, visit.words, *in, typed.service);
  }
  if (!typed.errors.empty()) {
    return form_page(desk, visit, {.in = *in, .typed = visit.request.form, .errors = typed.errors, .action = visit.request.path, .status = 400});
  }
  const auto added = Cases(desk.vault).add(visit.keyring, *file, typed.service, once);
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect("/case/" + file->text(), N_("Saved."));
}

// --- Correcting

struct Recorded {
  ServiceCase in;
  const Item* item = nullptr;
  const ServiceGiven* service = nullptr;
  std::string address() const { return "/file/" + in.file.text() + "/service/" + item->latest().id.text(); }
};
Result<Recorded> open_recorded(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  const Error none(ErrorCode::not_found, "There is no such page.");
  if (!file || !entry) return none;
  TRY(in, open_service_case(desk, visit, *file));
  Recorded out;
  out.in = std::move(in);
  out.item = out.in.story.find(*entry);
  out.service = out.item == nullptr ? nullptr : out.item->as<ServiceGiven>();
  if (out.service == nullptr) return none;
  return out;
}

// As a form shows it: `service` stands for kind and item where the pack has them.
schema::FormData as_form(const Catalogue& words, const pack::Pack& pack, const ServiceGiven& service) {
  schema::FormData out = schema::to_form(service);
  const auto day = date_from_iso(service.date());
  const std::string code = service_code(service);
  if (!day || service.pack() != pack.about().id()) return out;
  for (const web::Choice& one : service_choices(words, pack, *day)) {
    if (one.value == code) out.add("service", code);
  }
  return out;
}

web::Response correct_form(const Desk& desk, const Visit& visit) {
  const auto recorded = open_recorded(desk, visit);
  if (!recorded) return web::error_page(visit, recorded.error());
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) typed = as_form(visit.words, norms_of(desk), *recorded->service);
  // Always against the newest version, so that an old link does not end in a conflict with oneself.
  return form_page(desk, visit, {.in = recorded->in, .typed = typed, .action = recorded->address(), .stored = recorded->service});
}

web::Response correct(const Desk& desk, const Visit& visit) {
  auto recorded = open_recorded(desk, visit);
  if (!recorded) return web::error_page(visit, recorded.error());
  const EntryId seen = *EntryId::from_text(visit.parameters.at("entry"));
  ServiceTyped typed = read_service(visit.request.form, norms_of(desk), recorded->service);
  if (typed.errors.empty()) typed.errors = check_in_case(desk, visit.words, recorded->in, typed.service, seen);
  if (!typed.errors.empty()) {
    return form_page(desk, visit, {.in = recorded->in, .typed = visit.request.form, .errors = typed.errors, .action = visit.request.path, .stored = recorded->service, .status = 400});
  }
  const std::string back = "/case/" + recorded->in.file.text();
  // What the rules say today of a service that nobody changed is no change.
  ServiceGiven by_hand = typed.service;
  by_hand.set_outcome(recorded->service->outcome());
  if (differences(*recorded->service, by_hand, visit.words).empty()) return web::Response::redirect(back, N_("Nothing was changed."));
  const auto corrected = Cases(desk.vault).correct(visit.keyring, recorded->in.file, seen, typed.service);
  if (!corrected && corrected.error().code == ErrorCode::conflict) {
    recorded = open_recorded(desk, visit);
    if (!recorded) return web::error_page(visit, recorded.error());
    return form_page(desk, visit, {.in = recorded->in, .typed = visit.request.form, .action = recorded->address(), .stored = recorded->service,
                                   .notice = conflict_notice(desk, visit, *recorded->item, typed.service, corrected.error()), .status = 409});
  }
  if (!corrected) return web::error_page(visit, corrected.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(back, N_("Saved. The earlier version stays in the history."));
}

}  // namespace

std::string service_address(FileId file, const Item& item) {
  return item.as<ServiceGiven>() == nullptr ? std::string() : "/file/" + file.text() + "/service/" + item.latest().id.text();
}

void add_service_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/file/{file}/add/ServiceGiven", add_form);
  on_post(site, desk, "/file/{file}/add/ServiceGiven", add);
  on_get(site, desk, "/file/{file}/service/{entry}", correct_form);
  on_post(site, desk, "/file/{file}/service/{entry}", correct);
}

}  // namespace arasha::casework
