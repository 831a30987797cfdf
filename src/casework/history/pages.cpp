// What a case was on one day and on another, what came between, and every value that a field had.
#include "casework/cards.h"
#include "casework/case_view.h"
#include "casework/history/moments.h"
#include "casework/plan/panel.h"
#include "casework/timeline.h"

namespace arasha::casework {
namespace {

constexpr std::chrono::days kUsualLook{30};

struct Days {
  Date from;
  Date to;
  web::FieldErrors errors;
};

Days days_of(const Desk& desk, const Visit& visit) {
  Days out{Date(std::chrono::sys_days(today(desk)) - kUsualLook), today(desk), {}};
  const auto read = [&](const char* name, Date& into) {
    const std::string typed(visit.request.query.get(name));
    if (typed.empty()) return;
    const auto iso = schema::read_date(typed);
    if (!iso) out.errors.push_back({name, iso.error()});
    else if (const auto day = date_from_iso(*iso)) into = *day;
  };
  read("from", out.from);
  read("to", out.to);
  if (out.from > out.to) std::swap(out.from, out.to);
  return out;
}

Html day_form(const Visit& visit, const std::string& address, const Days& days) {
  const Catalogue& words = visit.words;
  const schema::FormData& query = visit.request.query;
  const auto field = [&](const char* name, const char* label, Date day) {
    web::TextField out{name, std::string(words.text(label))};
    out.hint = std::string(words.text(N_("For example 24.11.2026")));
    const std::string iso = to_iso(day);
    out.value = days.errors.empty() ? iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4) : std::string(query.get(name));
    out.width = 10;
    return web::text_field(words, out, days.errors);
  };
  return el("form", {{"method", "get"}, {"action", address}, {"class", "arasha-days"}, {"novalidate", ""}}, field("from", N_("As it stood on the evening of"), days.from),
            field("to", N_("And on the evening of"), days.to), el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Compare"))));
}

// What the top of the case page says, as one line each.
std::vector<std::pair<const char*, std::string>> standing(const Catalogue& words, const vault::Directory& state, const Story& story) {
  const CaseCard card = case_card(story);
  const auto list = [&](const auto& codes, const char* vocabulary) {
    std::string out;
    for (const std::string& code : codes) out += (out.empty() ? "" : ", ") + label(words, vocabulary, code);
    return out;
  };
  const auto count = [&](std::uint32_t number) { return number == 0 ? std::string() : words.number(number); };
  const auto code = [&](const char* vocabulary, const std::string& value) { return value.empty() ? std::string() : label(words, vocabulary, value); };
  return {{N_("Who looks after the case"), member_name(state, card.owner())},
          {N_("Danger"), code("danger", card.danger())},
          {N_("Overall risk"), code("risk_level", card.risk())},
          {N_("Identification"), code("identification_status", card.identification())},
          {N_("Exploitation"), list(card.exploitation(), "exploitation")},
          {N_("Open needs"), count(card.open_needs())},
          {N_("Services"), count(card.services())},
          {N_("Return"), code("return_decision", card.return_decision())},
          {N_("Departure"), card.departure().empty() ? std::string() : date_label(words, card.departure())},
          {N_("Closed"), card.closed().empty() ? std::string() : date_label(words, card.closed())}};
}

Html standing_table(const Visit& visit, const vault::Directory& state, const Days& days, const Story& before, const Story& after) {
  const Catalogue& words = visit.words;
  const auto then = standing(words, state, before);
  const auto now = standing(words, state, after);
  Html rows;
  for (std::size_t i = 0; i < then.size(); ++i) {
    if (then[i].second.empty() && now[i].second.empty()) continue;
    const bool same = then[i].second == now[i].second;
    rows.add(el("tr", {{"class", "govuk-table__row"}}, el("th", {{"scope", "row"}, {"class", "govuk-table__header"}}, words.text(then[i].first)),
                el("td", {{"class", "govuk-table__cell"}}, then[i].second.empty() ? std::string("–") : then[i].second),
                el("td", {{"class", "govuk-table__cell"}}, now[i].second.empty() ? std::string("–") : now[i].second, " ",
                   same ? Html() : web::tag(web::Meaning::fresh, words.text(N_("Changed"))))));
  }
  const auto head = [&](std::string_view text) { return el("th", {{"scope", "col"}, {"class", "govuk-table__header"}}, text); };
  return el("table", {{"class", "govuk-table"}}, el("caption", {{"class", "govuk-table__caption govuk-table__caption--m"}}, words.text(N_("How it stood"))),
            el("thead", {{"class", "govuk-table__head"}}, el("tr", {{"class", "govuk-table__row"}}, head(words.text(N_("What"))), head(words.date(days.from)), head(words.date(days.to)))),
            el("tbody", {{"class", "govuk-table__body"}}, rows));
}

Html change_html(const Visit& visit, const vault::Directory& state, const Story& story, const Change& change) {
  const Catalogue& words = visit.words;
  const Version& latest = change.after->latest();
  Html out = el("h3", {{"class", "govuk-heading-s govuk-!-margin-bottom-0"}}, headline_of(visit, state, &story, *change.after), " ",
                web::tag(change.before == nullptr ? web::Meaning::fresh : web::Meaning::active, words.text(change.before == nullptr ? N_("New") : N_("Corrected"))));
  out.add(el("p", {{"class", "arasha-quiet arasha-entry__by"}}, author_name(state, latest), ", ", words.moment(latest.time)));
  if (latest.erased) out.add(web::paragraph(words.text(N_("Erased."))));
  else if (latest.message != nullptr && change.before != nullptr && change.before->latest().message != nullptr) out.add(differences_html(words, *change.before->latest().message, *latest.message));
  else if (latest.message != nullptr) out.add(values_of(words, *latest.message));
  return el("li", {{"class", "arasha-entry"}}, out);
}

web::Response compare_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto view = open_case_view(desk, visit, *file);
  if (!view) return web::error_page(visit, view.error());
  if (!view->reads_case()) return no_page(visit);
  const auto state = desk.vault.directory();
  const Days days = days_of(desk, visit);
  const std::string address = "/case/" + file->text() + "/history";

  web::Page page = visit.page(std::string(words.text(N_("Compare two days"))));
  page.back = "/case/" + file->text();
  page.main = web::error_summary(words, days.errors, {{"from", std::string(words.text(N_("As it stood on the evening of")))}, {"to", std::string(words.text(N_("And on the evening of")))}});
  page.main.add(web::heading(view->card.alias(), page.title));
  page.main.add(day_form(visit, address, days));
  if (days.errors.empty()) {
    const Story before = story_on(view->story, days.from);
    const Story after = story_on(view->story, days.to);
    page.main.add(standing_table(visit, *state, days, before, after));
    Html items;
    const auto add = [&](const Story& earlier, const Story& later) {
      for (const Change& change : changes_between(earlier, later)) {
        if (!change.after->closed && is_told(*change.after)) items.add(change_html(visit, *state, later, change));
      }
    };
    add(before, after);
    if (view->who) add(story_on(*view->who, days.from), story_on(*view->who, days.to));
    page.main.add(web::subheading(words.text(N_("What was written between"))));
    page.main.add(items.is_empty() ? web::paragraph(words.text(N_("Nothing."))) : el("ol", {{"class", "arasha-timeline"}}, items));
  }
  return web::Response::page(web::layout(page), days.errors.empty() ? 200 : 400);
}

web::Response fields_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto file = file_of(visit);
  const auto id = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !id) return no_page(visit);
  const auto story = Cases(desk.vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const Item* item = story->find(*id);
  if (item == nullptr || item->closed || !is_told(*item)) return no_page(visit);
  const auto state = desk.vault.directory();
  const auto about = FileId::from_text(visit.request.query.get("case"));

  web::Page page = visit.page(std::string(words.text(N_("Field by field"))));
  page.back = "/case/" + (about ? *about : *file).text();
  const schema::EntryType* type = type_of(*item);
  page.main = web::heading(type == nullptr ? std::string_view() : words.text(type->title.c_str()), page.title);
  Html out;
  for (const FieldHistory& field : field_histories(words, *item)) {
    out.add(web::subheading(field.label));
    Html values;
    for (auto one = field.values.rbegin(); one != field.values.rend(); ++one) {
      values.add(el("li", {}, el("span", {{"class", "arasha-kept"}}, one->value.empty() ? words.text(N_("Taken out")) : std::string_view(one->value)), " ",
                    quiet(author_name(*state, one->author, one->origin.get()) + ", " + words.moment(one->time))));
    }
    out.add(el("ul", {{"class", "govuk-list govuk-list--spaced"}}, values));
  }
  page.main.add(out.is_empty() ? web::paragraph(words.text(N_("Erased."))) : out);
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_history_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}/history", compare_page);
  on_get(site, desk, "/file/{file}/history/{entry}", fields_page);
}

}  // namespace arasha::casework
