// Many services at once: one for several people, several for one person, or those of yesterday again. What cannot be
// written into a case is named by the case's alias, with everything that was typed; what can, is written. Sent twice, it is
// written once: the id of each entry follows from the form's.
#include <algorithm>
#include <map>

#include "casework/services/form.h"
#include "casework/services/norms.h"
#include "casework/services/words.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kCasesShown = 300;
constexpr std::size_t kAtOnce = 100;
constexpr int kRows = 6;

constexpr const char* kPeople = "/services/new";
constexpr const char* kPerson = "/services/new/person";
constexpr const char* kYesterday = "/services/new/yesterday";

// --- What all three share

// One case, with the services that are to be written into it and what came of it.
struct Work {
  FileId file;
  std::string alias;
  std::vector<ServiceGiven> services;
  std::vector<std::string> mistakes;  // in words; empty: written
};

EntryId id_of(EntryId once, FileId file, std::size_t number) {
  if (once.is_nil()) return {};
  const std::string place = std::to_string(number);
  const crypto::Hash hash = crypto::fingerprint("arasha/service-once/v1", {once.bytes(), file.bytes(), view(place)});
  std::array<std::uint8_t, EntryId::kSize> bytes{};
  std::copy_n(hash.begin(), bytes.size(), bytes.begin());
  return EntryId::from_array(bytes);
}

std::string in_words(const Catalogue& words, const web::Labels& labels, const schema::FieldError& error) {
  const auto label = labels.find(error.field);
  return (label == labels.end() ? std::string() : label->second + ": ") + words.error(error.error);
}

// All services of a case or none. `twice` is set when a tick for it is to be offered.
void write(const Desk& desk, const Visit& visit, EntryId once, Work& work, bool& twice) {
  const Catalogue& words = visit.words;
  auto in = open_service_case(desk, visit, work.file);
  if (!in) {
    work.mistakes.emplace_back(words.text(N_("You cannot open this case.")));
    return;
  }
  work.alias = in->alias;
  web::Labels labels;
  add_service_labels(labels, words);
  std::vector<Cases::Addition> additions;
  std::vector<ServiceGiven> before;
  for (std::size_t i = 0; i < work.services.size(); ++i) {
    ServiceGiven& service = work.services[i];
    const EntryId id = id_of(once, work.file, i);
    put_verdict(service, in->story, in->identity, norms_of(desk));
    if (!in->story.has(id, service)) {
      for (const schema::FieldError& error : check_in_case(desk, words, *in, service, EntryId(), before)) {
        twice = twice || error.field == "twice";
        work.mistakes.push_back((work.services.size() > 1 ? service_title(words, service) + " – " : "") + in_words(words, labels, error));
      }
      before.push_back(service);
    }
    additions.push_back({&service, id});
  }
  if (!work.mistakes.empty()) return;
  const auto added = Cases(desk.vault).add_all(visit.keyring, work.file, additions);
  if (!added) work.mistakes.push_back(words.error(added.error()));
}

Html results_html(const Catalogue& words, const std::vector<Work>& all) {
  Html saved;
  Html refused;
  std::int64_t number = 0;
  for (const Work& one : all) {
    const Html name = one.alias.empty() ? Html::text(words.text(N_("A case"))) : web::link("/case/" + one.file.text(), one.alias);
    if (one.mistakes.empty()) {
      std::string titles;
      for (const ServiceGiven& service : one.services) titles += (titles.empty() ? "" : "; ") + service_title(words, service);
      saved.add(el("li", {}, name, " – ", titles));
      number += static_cast<std::int64_t>(one.services.size());
      continue;
    }
    Html reasons;
    for (const std::string& mistake : one.mistakes) reasons.add(el("li", {}, mistake));
    refused.add(el("li", {}, name, el("ul", {{"class", "govuk-list govuk-list--bullet"}}, reasons)));
  }
  Html out;
  if (!saved.is_empty()) {
    out.add(el("div", {{"role", "status"}}, web::subheading(words.plural("{1} service was saved", "{1} services were saved", number)), el("ul", {{"class", "govuk-list govuk-list--bullet"}}, saved)));
  }
  if (!refused.is_empty()) {
    out.add(el("div", {{"class", "govuk-error-summary"}, {"role", "alert"}, {"tabindex", "-1"}},
               el("h2", {{"class", "govuk-error-summary__title"}}, words.text(N_("Not saved in these cases"))),
               el("div", {{"class", "govuk-error-summary__body"}}, el("ul", {{"class", "govuk-list"}}, refused),
                  el("p", {}, words.text(N_("What you typed stands below. Put it right and save again; what is saved already is not written a second time."))))));
  }
  return out;
}

bool any_refused(const std::vector<Work>& all) {
  return std::any_of(all.begin(), all.end(), [](const Work& one) { return !one.mistakes.empty(); });
}

web::Page begin_page(const Visit& visit, const char* current) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Record services"))));
  page.back = "/";
  page.main = web::heading(page.title);
  page.main.add(web::section_nav(words.text(N_("Ways to record services")), {{kPeople, std::string(words.text(N_("One service for several people")))},
                                                                             {kPerson, std::string(words.text(N_("Several services for one person")))},
                                                                             {kYesterday, std::string(words.text(N_("As yesterday")))}},
                                 current));
  return page;
}

// Open cases: this member's, or all that she opens. Recorded as a list.
Result<std::vector<projection::CaseRow>> open_cases(const Desk& desk, const Visit& visit) {
  projection::CaseQuery query;
  query.state = "open";
  if (visit.request.query.get("whose") != "all") query.owner = visit.keyring.member().text();
  query.order = projection::CaseOrder::alias;
  query.ascending = true;
  query.limit = kCasesShown;
  std::vector<projection::CaseRow> rows;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
    rows = desk.tables.cases().list(access, query).rows;
  }
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(rows.size())));
  return rows;
}

Html whose_link(const Visit& visit) {
  const bool all = visit.request.query.get("whose") == "all";
  return web::paragraph(web::link(visit.request.path + (all ? "" : "?whose=all"), visit.words.text(all ? N_("Show my cases only") : N_("Show all open cases"))));
}

std::string with_whose(const Visit& visit) { return visit.request.path + (visit.request.query.get("whose") == "all" ? "?whose=all" : ""); }

Html no_cases(const Visit& visit) {
  const Catalogue& words = visit.words;
  return web::empty_state(words.text(N_("No case is yours.")), words.text(N_("Open cases that you look after appear here.")), whose_link(visit));
}

// --- One service for several people

web::Response people_page(const Desk& desk, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, const std::vector<Work>& done) {
  const Catalogue& words = visit.words;
  const auto rows = open_cases(desk, visit);
  if (!rows) return web::error_page(visit, rows.error());
  web::Page page = begin_page(visit, kPeople);
  page.wrong = !errors.empty() || any_refused(done);
  web::Labels labels;
  add_service_labels(labels, words);
  labels["case"] = words.text(N_("People"));
  Html top = web::error_summary(words, errors, labels);
  top.add(page.main);
  top.add(results_html(words, done));
  page.main = std::move(top);
  if (rows->empty() && done.empty()) {
    page.main.add(no_cases(visit));
    return web::Response::page(web::layout(page));
  }
  web::FieldErrors shown = errors;
  web::ChoiceField people;
  people.name = "case";
  people.label = words.text(N_("People"));
  people.hint = words.text(N_("By the alias of the case."));
  people.kind = web::ChoiceKind::checkboxes;
  for (const projection::CaseRow& row : *rows) people.choices.push_back({row.file.text(), row.card.alias(), {}});
  for (const std::string_view one : typed.all("case")) {
    const bool saved = std::any_of(done.begin(), done.end(), [&](const Work& work) { return work.file.text() == one && work.mistakes.empty(); });
    if (!saved) people.chosen.emplace_back(one);
  }
  const Date day = today(desk);
  Html fields = once_field(typed);
  fields.add(web::choice_field(words, people, shown));
  fields.add(service_fields(words, norms_of(desk), day, typed, shown, {}));
  fields.add(web::actions(web::button(words.text(N_("Save for all of them"))), web::link("/", words.text(N_("Cancel")))));
  page.main.add(whose_link(visit));
  page.main.add(kept_form(with_whose(visit), visit.csrf, fields));
  return web::Response::page(web::layout(page), page.wrong ? 400 : 200);
}

web::Response people_form(const Desk& desk, const Visit& visit) {
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) put_today(typed, "date", today(desk));
  return people_page(desk, visit, typed, {}, {});
}

// The page that follows: what came of it, and the form for what was not saved, or for the next.
schema::FormData left_over(const Desk& desk, const Visit& visit, const std::vector<Work>& done) {
  if (any_refused(done)) return visit.request.form;
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  schema::FormData fresh;
  put_today(fresh, "date", today(desk));
  return fresh;
}

web::FieldErrors offer_twice(bool twice) {
  if (!twice) return {};
  return {{"twice", Error(ErrorCode::invalid_input, "Tick this only where the same was really given twice.")}};
}

web::Response save_people(const Desk& desk, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  const auto ids = form.all("case");
  ServiceTyped typed = read_service(form, norms_of(desk));
  if (ids.empty()) typed.errors.insert(typed.errors.begin(), {"case", Error(ErrorCode::invalid_input, "Choose one person at least.")});
  if (ids.size() > kAtOnce) typed.errors.insert(typed.errors.begin(), {"case", Error(ErrorCode::too_large, "These are too many at once. Choose at most 100.")});
  if (!typed.errors.empty()) return people_page(desk, visit, form, typed.errors, {});
  std::vector<Work> work;
  bool twice = false;
  for (const std::string_view id : ids) {
    const auto file = FileId::from_text(id);
    Work one;
    if (file) one.file = *file;
    if (std::any_of(work.begin(), work.end(), [&](const Work& other) { return other.file == one.file; })) continue;
    one.services = {typed.service};
    write(desk, visit, once_of<EntryId>(visit), one, twice);
    work.push_back(std::move(one));
  }
  return people_page(desk, visit, left_over(desk, visit, work), offer_twice(twice), work);
}

// --- Several services for one person

std::string suffix_of(int row) { return "-" + std::to_string(row); }

bool is_row_used(const schema::FormData& form, int row) { return !form.get("service" + suffix_of(row)).empty(); }

// The form of one row, as if it were a form of its own.
schema::FormData row_form(const schema::FormData& form, int row) {
  schema::FormData out;
  for (const auto& [name, value] : form.fields()) {
    const std::string end = suffix_of(row);
    bool is_single = false;
    for (const char* single : {"service", "quantity", "unit"}) {
      if (name == single + end) out.add(single, value);
      is_single = is_single || name.starts_with(std::string(single) + "-") || name == single;
    }
    if (!is_single) out.add(name, value);
  }
  return out;
}

web::Response person_page(const Desk& desk, const Visit& visit, const ServiceCase& in, const schema::FormData& typed, const web::FieldErrors& errors, const std::vector<Work>& done) {
  const Catalogue& words = visit.words;
  const Date day = today(desk);
  web::Page page = begin_page(visit, kPerson);
  page.back = "/case/" + in.file.text();
  page.wrong = !errors.empty() || any_refused(done);
  web::Labels labels;
  for (int row = 1; row <= kRows; ++row) add_service_labels(labels, words, suffix_of(row));
  Html top = web::error_summary(words, errors, labels);
  top.add(page.main);
  top.add(results_html(words, done));
  page.main = std::move(top);
  page.main.add(web::subheading(in.alias));
  Html fields = once_field(typed);
  for (int row = 1; row <= kRows; ++row) {
    const std::string title = words.text(N_("Service {1}"), {std::to_string(row)});
    fields.add(el("fieldset", {{"class", "govuk-fieldset"}}, el("legend", {{"class", "govuk-fieldset__legend govuk-fieldset__legend--m"}}, title),
                  service_fields(words, norms_of(desk), day, typed, errors, {.common = false, .single = true}, nullptr, suffix_of(row))));
  }
  fields.add(web::subheading(words.text(N_("For all of them"))));
  fields.add(service_fields(words, norms_of(desk), day, typed, errors, {.common = true, .single = false}));
  fields.add(web::actions(web::button(words.text(N_("Save all"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form(visit.request.path, visit.csrf, fields));
  return web::Response::page(web::layout(page), page.wrong ? 400 : 200);
}

web::Response person_form(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto in = open_service_case(desk, visit, *file);
  if (!in) return web::error_page(visit, in.error());
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) put_today(typed, "date", today(desk));
  return person_page(desk, visit, *in, typed, {}, {});
}

web::Response save_person(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto in = open_service_case(desk, visit, *file);
  if (!in) return web::error_page(visit, in.error());
  const schema::FormData& form = visit.request.form;
  Work work{*file, in->alias, {}, {}};
  web::FieldErrors errors;
  for (int row = 1; row <= kRows; ++row) {
    if (!is_row_used(form, row)) continue;
    ServiceTyped typed = read_service(row_form(form, row), norms_of(desk));
    for (schema::FieldError& error : typed.errors) {
      const bool single = error.field == "service" || error.field == "quantity" || error.field == "unit";
      if (single) error.field += suffix_of(row);
      const bool said = std::any_of(errors.begin(), errors.end(), [&](const auto& other) { return other.field == error.field; });
      if (!said) errors.push_back(std::move(error));
    }
    work.services.push_back(std::move(typed.service));
  }
  if (work.services.empty()) errors.push_back({"service-1", Error(ErrorCode::invalid_input, "Choose one service at least.")});
  if (!errors.empty()) return person_page(desk, visit, *in, form, errors, {});
  bool twice = false;
  write(desk, visit, once_of<EntryId>(visit), work, twice);
  const std::vector<Work> done = {std::move(work)};
  return person_page(desk, visit, *in, left_over(desk, visit, done), offer_twice(twice), done);
}

web::Response choose_person(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto rows = open_cases(desk, visit);
  if (!rows) return web::error_page(visit, rows.error());
  web::Page page = begin_page(visit, kPerson);
  if (rows->empty()) {
    page.main.add(no_cases(visit));
    return web::Response::page(web::layout(page));
  }
  Html items;
  for (const projection::CaseRow& row : *rows) items.add(el("li", {}, web::link(std::string(kPerson) + "/" + row.file.text(), row.card.alias())));
  page.main.add(web::paragraph(words.text(N_("For whom?"))));
  page.main.add(whose_link(visit));
  page.main.add(el("ul", {{"class", "govuk-list govuk-list--spaced"}}, items));
  return web::Response::page(web::layout(page));
}

// --- As yesterday

struct Earlier {
  FileId file;
  std::string alias;
  EntryId entry;
  ServiceGiven service;
  std::string value() const { return file.text() + "." + entry.text(); }
};

// The services of one day in the open cases; a period is not one of them.
Result<std::vector<Earlier>> given_on(const Desk& desk, const Visit& visit, const std::string& day) {
  TRY(rows, open_cases(desk, visit));
  std::vector<Earlier> out;
  for (const projection::CaseRow& row : rows) {
    const auto story = Cases(desk.vault).read(visit.keyring, row.file);
    if (!story) continue;
    for (const Item* item : story->all<ServiceGiven>()) {
      const auto* service = item->as<ServiceGiven>();
      const bool one_day = service->until().empty() || service->until() == service->date();
      if (one_day && service->date() == day) out.push_back({row.file, row.card.alias(), item->latest().id, *service});
    }
  }
  return out;
}

std::string line_of(const Catalogue& words, const Earlier& one) {
  std::string out = one.alias + ": " + service_title(words, one.service) + ", " + one.service.quantity();
  if (!one.service.unit().empty()) out += " " + label(words, "unit", one.service.unit());
  return out + ", " + source_title(words, one.service) + ", " + one.service.provider();
}

web::Response yesterday_page(const Desk& desk, const Visit& visit, const schema::FormData& typed, const web::FieldErrors& errors, const std::vector<Work>& done) {
  const Catalogue& words = visit.words;
  const Date yesterday = std::chrono::sys_days(today(desk)) - std::chrono::days(1);
  const auto earlier = given_on(desk, visit, to_iso(yesterday));
  if (!earlier) return web::error_page(visit, earlier.error());
  web::Page page = begin_page(visit, kYesterday);
  page.wrong = !errors.empty() || any_refused(done);
  Html top = web::error_summary(words, errors, {{"give", std::string(words.text(N_("Services of yesterday")))}, {"date", std::string(words.text(N_("Date")))}});
  top.add(page.main);
  top.add(results_html(words, done));
  page.main = std::move(top);
  page.main.add(whose_link(visit));
  if (earlier->empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing was recorded for yesterday.")), words.text(N_("Services of one day appear here on the day after it."))));
    return web::Response::page(web::layout(page));
  }
  web::ChoiceField give;
  give.name = "give";
  give.label = words.text(N_("Services of yesterday, {1}"), {words.date(yesterday)});
  give.hint = words.text(N_("Take the tick off where it was not given again."));
  give.kind = web::ChoiceKind::checkboxes;
  for (const Earlier& one : *earlier) {
    give.choices.push_back({one.value(), line_of(words, one), {}});
    const bool saved = std::any_of(done.begin(), done.end(), [&](const Work& work) { return work.file == one.file && work.mistakes.empty(); });
    const auto chosen = typed.all("give");
    const bool ticked = !typed.has("once") || std::find(chosen.begin(), chosen.end(), one.value()) != chosen.end();
    if (ticked && !saved) give.chosen.push_back(one.value());
  }
  Html fields = once_field(typed);
  fields.add(web::choice_field(words, give, errors));
  fields.add(web::date_field(words, "date", words.text(N_("Date")), "", typed, errors));
  fields.add(web::actions(web::button(words.text(N_("Save all"))), web::link("/", words.text(N_("Cancel")))));
  page.main.add(kept_form(with_whose(visit), visit.csrf, fields));
  return web::Response::page(web::layout(page), page.wrong ? 400 : 200);
}

web::Response yesterday_form(const Desk& desk, const Visit& visit) {
  schema::FormData typed = draft_of(desk, visit);
  if (typed.fields().empty()) put_today(typed, "date", today(desk));
  return yesterday_page(desk, visit, typed, {}, {});
}

// The same service on another day, under the name that the norms give it now. Receipts are of their day.
ServiceGiven again_on(const ServiceGiven& earlier, const std::string& date) {
  ServiceGiven out = earlier;
  out.set_date(date);
  for (const auto clear : {&ServiceGiven::clear_until, &ServiceGiven::clear_receipt, &ServiceGiven::clear_receipt_number, &ServiceGiven::clear_note}) (out.*clear)();
  return out;
}

// What was ticked, by case. Nothing of it is believed: each entry is looked up in its case.
std::vector<Work> ticked(const Desk& desk, const Visit& visit, const std::string& date) {
  std::map<FileId, std::vector<EntryId>> chosen;
  std::vector<FileId> order;
  for (const std::string_view one : visit.request.form.all("give")) {
    const auto dot = one.find('.');
    const auto file = FileId::from_text(one.substr(0, dot));
    const auto entry = EntryId::from_text(dot == std::string_view::npos ? std::string_view() : one.substr(dot + 1));
    if (!file || !entry) continue;
    if (!chosen.contains(*file)) order.push_back(*file);
    auto& entries = chosen[*file];
    if (std::find(entries.begin(), entries.end(), *entry) == entries.end()) entries.push_back(*entry);
  }
  std::vector<Work> out;
  for (const FileId& file : order) {
    Work work{file, "", {}, {}};
    const auto story = Cases(desk.vault).read(visit.keyring, file);
    for (const EntryId entry : chosen[file]) {
      const Item* item = story ? story->find(entry) : nullptr;
      const auto* service = item == nullptr ? nullptr : item->as<ServiceGiven>();
      if (service != nullptr) work.services.push_back(again_on(*service, date));
    }
    if (work.services.empty()) work.mistakes.emplace_back(visit.words.text(N_("You cannot open this case.")));
    out.push_back(std::move(work));
  }
  return out;
}

web::Response save_yesterday(const Desk& desk, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  web::FieldErrors errors;
  const auto date = form.has("date") ? schema::read_date(form.get("date")) : schema::read_date(form.get("date-day"), form.get("date-month"), form.get("date-year"));
  if (!date) errors.push_back({"date", date.error()});
  else if (date->empty()) errors.push_back({"date", Error(ErrorCode::invalid_input, "Answer this question.")});
  if (form.all("give").empty()) errors.push_back({"give", Error(ErrorCode::invalid_input, "Choose one service at least.")});
  if (form.all("give").size() > kAtOnce * kRows) errors.push_back({"give", Error(ErrorCode::too_large, "There are too many answers.")});
  if (!errors.empty()) return yesterday_page(desk, visit, form, errors, {});
  std::vector<Work> work = ticked(desk, visit, *date);
  bool twice = false;
  for (Work& one : work) {
    if (one.mistakes.empty()) write(desk, visit, once_of<EntryId>(visit), one, twice);
  }
  return yesterday_page(desk, visit, left_over(desk, visit, work), {}, work);
}

}  // namespace

void add_many_service_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/services/new", people_form);
  on_post(site, desk, "/services/new", save_people);
  on_get(site, desk, "/services/new/person", choose_person);
  on_get(site, desk, "/services/new/person/{file}", person_form);
  on_post(site, desk, "/services/new/person/{file}", save_person);
  on_get(site, desk, "/services/new/yesterday", yesterday_form);
  on_post(site, desk, "/services/new/yesterday", save_yesterday);
}

}  // namespace arasha::casework
