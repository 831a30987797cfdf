// Looking for help: filters, results, the institutions of the country pack, and what is to be checked again.
#include <algorithm>
#include <charconv>
#include <ctime>

#include "base/text.h"
#include "directory/room.h"
#include "projection/names.h"
#include "schema/vocabulary.h"

namespace arasha::directory {
namespace {

constexpr std::size_t kPerPage = 20;
constexpr std::size_t kLongestText = 200;

std::string text_in(const schema::FormData& query, std::string_view name) {
  const auto text = clean_text(query.get(name));
  return !text || text->size() > kLongestText ? std::string() : *text;
}

std::string code_in(const schema::FormData& query, std::string_view name, std::string_view vocabulary) {
  const std::string code(query.get(name));
  return schema::has_code(vocabulary, code) ? code : std::string();
}

// On the clock of this machine.
Moment now_here(const Desk& desk) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(desk.vault.clock().now());
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  const Date day{std::chrono::year(parts.tm_year + 1900), std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)), std::chrono::day(static_cast<unsigned>(parts.tm_mday))};
  return {weekday_of(day), parts.tm_hour * 60 + parts.tm_min, to_iso(day)};
}

struct Asked {
  Query query;
  schema::FormData address;  // only what means something
};

Asked read_query(const Desk& desk, const schema::FormData& from) {
  Asked out;
  Query& query = out.query;
  const auto keep = [&](const char* name, const std::string& value) {
    if (!value.empty()) out.address.add(name, value);
    return value;
  };
  query.text = keep("text", text_in(from, "text"));
  query.need = keep("need", code_in(from, "need", "assistance"));
  query.where = keep("where", text_in(from, "where"));
  query.sex = keep("sex", code_in(from, "sex", "directory_sex"));
  query.language = keep("language", code_in(from, "language", "language"));
  query.type = keep("type", code_in(from, "type", "organisation_type"));
  int age = 0;
  const std::string_view typed = from.get("age");
  const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), age);
  if (!typed.empty() && failed == std::errc() && end == typed.data() + typed.size() && age >= 0 && age <= 120) {
    query.age = age;
    out.address.add("age", std::to_string(age));
  }
  const std::string_view day = from.get("day");
  if (day == "now") {
    query.open = now_here(desk);
    out.address.add("day", "now");
  } else if (const auto weekday = weekday_of(day)) {
    const auto time = minutes_of(from.get("time"));
    query.open = Moment{*weekday, time.value_or(12 * 60), {}};
    out.address.add("day", std::string(day));
    if (time) out.address.add("time", time_text(*time));
  }
  for (const auto& [name, flag] : {std::pair{"free", &query.with_vacancy}, {"takes", &query.takes_referrals}, {"closed", &query.closed_too}}) {
    if (from.get(name) != "yes") continue;
    *flag = true;
    out.address.add(name, "yes");
  }
  return out;
}

web::ChoiceField select(const Catalogue& words, const char* name, const char* label, std::string_view vocabulary, const schema::FormData& asked) {
  web::ChoiceField out{name, std::string(words.text(label)), {}, {}};
  out.kind = web::ChoiceKind::select;
  out.optional = true;
  out.nothing = std::string(words.text(N_("Any")));
  out.chosen = {std::string(asked.get(name))};
  for (const schema::Option& option : schema::options_of(vocabulary, words)) out.choices.push_back({option.code, option.label});
  return out;
}

Html filter_fields(const Catalogue& words, const schema::FormData& asked) {
  const auto value = [&](const char* name) { return std::string(asked.get(name)); };
  Html out = web::choice_field(words, select(words, "need", N_("What is needed"), "assistance", asked));
  out.add(web::text_field(words, {.name = "where", .label = std::string(words.text(N_("Town or region"))), .hint = std::string(words.text(N_("In any alphabet."))), .value = value("where")}));
  out.add(web::choice_field(words, select(words, "sex", N_("For whom"), "directory_sex", asked)));
  out.add(web::text_field(words, {.name = "age", .label = std::string(words.text(N_("Age"))), .value = value("age"), .kind = web::TextKind::number, .width = 3}));
  out.add(web::choice_field(words, select(words, "language", N_("Language"), "language", asked)));
  web::ChoiceField day = select(words, "day", N_("Open on"), "weekday", asked);
  day.choices.insert(day.choices.begin(), {"now", std::string(words.text(N_("Now")))});
  out.add(web::choice_field(words, day));
  out.add(web::text_field(words, {.name = "time", .label = std::string(words.text(N_("At what time, on that day"))), .hint = std::string(words.text(N_("Like 09:00"))), .value = value("time"), .width = 5}));
  out.add(web::choice_field(words, select(words, "type", N_("Kind of organisation"), "organisation_type", asked)));
  for (const auto& [name, label] : {std::pair{"free", N_("Only with free places")}, {"takes", N_("Only who takes people whom we refer")}, {"closed", N_("Closed ones too")}}) {
    web::ChoiceField tick{name, std::string(words.text(label)), {}, {{"yes", std::string(words.text(N_("Yes")))}}};
    tick.kind = web::ChoiceKind::checkboxes;
    tick.chosen = {value(name)};
    out.add(web::choice_field(words, tick));
  }
  if (!asked.get("text").empty()) out.add(web::hidden("text", asked.get("text")));
  return out;
}

std::vector<web::Chip> chips_of(const Catalogue& words, const schema::FormData& asked) {
  static const std::vector<std::tuple<const char*, const char*, const char*>> all = {
      {"text", N_("Word"), ""}, {"need", N_("What is needed"), "assistance"}, {"where", N_("Town or region"), ""}, {"sex", N_("For whom"), "directory_sex"}, {"age", N_("Age"), ""},
      {"language", N_("Language"), "language"}, {"day", N_("Open on"), "weekday"}, {"time", N_("At what time, on that day"), ""}, {"type", N_("Kind of organisation"), "organisation_type"},
      {"free", N_("Only with free places"), ""}, {"takes", N_("Only who takes people whom we refer"), ""}, {"closed", N_("Closed ones too"), ""}};
  std::vector<web::Chip> out;
  for (const auto& [name, label, vocabulary] : all) {
    const std::string value(asked.get(name));
    if (value.empty()) continue;
    std::string shown = value == "now" ? std::string(words.text(N_("Now"))) : *vocabulary != '\0' ? web::label(words, vocabulary, value) : value;
    if (value == "yes") shown = std::string(words.text(N_("Yes")));
    out.push_back({std::string(words.text(label)) + ": " + shown, web::address_with(kHome, asked, {{name, ""}, {"page", ""}})});
  }
  return out;
}

template <class List>
std::string labels(const Catalogue& words, std::string_view vocabulary, const List& codes, std::size_t most) {
  std::string out;
  std::size_t count = 0;
  for (const std::string& code : codes) {
    if (count++ == most) return out + " …";
    out += (out.empty() ? "" : ", ") + web::label(words, vocabulary, code);
  }
  return out;
}

Html result(const Catalogue& words, const Row& row, Date day, int months) {
  const DirectoryCard& card = row.card;
  const DirectoryOrganisation& organisation = card.organisation();
  const std::string name = organisation.name() + (organisation.abbreviation().empty() ? "" : " (" + organisation.abbreviation() + ")");
  Html out = el("h2", {{"class", "govuk-heading-s"}}, web::link(address_of(row.file), name));
  Html tags = quiet(web::label(words, "organisation_type", organisation.type()));
  if (organisation.receives_referrals() == "yes") tags.add(" "), tags.add(web::tag(web::Meaning::good, words.text(N_("Takes people whom we refer"))));
  if (!organisation.ended().empty()) tags.add(" "), tags.add(web::tag(web::Meaning::over, words.text(N_("Closed"))));
  out.add(el("p", {{"class", "arasha-tags"}}, tags));
  std::vector<std::string> needs;
  std::vector<std::string> languages;
  const auto add = [](std::vector<std::string>& to, const auto& codes) {
    for (const std::string& code : codes) {
      if (std::find(to.begin(), to.end(), code) == to.end()) to.push_back(code);
    }
  };
  for (const auto& service : card.services()) {
    if (service.value().status() != "active") continue;
    add(needs, service.value().needs());
    add(languages, service.value().languages());
  }
  std::string where;
  for (const auto& place : card.places()) {
    const std::string text = place_text(words, place.value());
    if (!text.empty() && where.find(text) == std::string::npos) where += (where.empty() ? "" : "; ") + text;
  }
  web::SummaryList list;
  list.add(words.text(N_("What they do")), labels(words, "assistance", needs, 6));
  list.add(words.text(N_("Where")), where);
  list.add(words.text(N_("Languages")), labels(words, "language", languages, 6));
  for (const auto& vacancy : card.vacancies()) {
    const auto said = date_from_iso(vacancy.value().date());
    list.add(words.text(N_("Free places")), el("span", {}, vacancy_text(words, vacancy.value()), " ", quiet(said ? words.text(N_("said {1}"), {ago(words, *said, day)}) : std::string())));
  }
  out.add(list.is_empty() ? Html() : list.html());
  out.add(el("p", {{"class", "govuk-body-s"}}, checked_html(words, card, day, months)));
  return el("li", {{"class", "arasha-entry"}}, out);
}

bool mentions(const PackRow& row, const std::string& text) {
  if (text.empty()) return true;
  const auto wanted = projection::fold_name(text);
  std::vector<std::string> tokens;
  for (const Language language : kLanguages) {
    for (std::string& token : projection::fold_name_to_store(pack::in_language(row.institution->title(), language))) tokens.push_back(std::move(token));
  }
  tokens.insert(tokens.end(), row.institution->phones().begin(), row.institution->phones().end());
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& token) { return token.starts_with(word); });
  });
}

Html from_the_pack(const Desk& desk, const Visit& visit, const std::vector<PackRow>& rows) {
  const Catalogue& words = visit.words;
  Html items;
  for (const PackRow& row : rows) {
    const std::string& name = pack::in_language(row.institution->title(), words.language());
    Html one = el("h3", {{"class", "govuk-heading-s"}}, name);
    Html tags;
    if (row.institution->hotline()) tags.add(web::tag(web::Meaning::plain, words.text(N_("Hotline")))), tags.add(" ");
    if (!pack::is_verified(row.institution->norm())) tags.add(web::tag(web::Meaning::waiting, words.text(N_("Not verified"))));
    one.add(el("p", {{"class", "arasha-tags"}}, tags));
    std::string phones;
    for (const std::string& phone : row.institution->phones()) phones += (phones.empty() ? "" : ", ") + phone;
    const pack::Source* source = row.pack->source(row.institution->norm().source());
    web::SummaryList list;
    list.add(words.text(N_("Telephone")), phones);
    list.add(words.text(N_("Source")), source == nullptr ? std::string() : pack::in_language(source->title(), words.language()));
    list.add(words.text(N_("Note")), pack::in_language(row.institution->norm().note(), words.language()));
    one.add(list.html());
    if (writes(desk, visit)) one.add(web::paragraph(web::link("/directory/add?from=" + web::url_part(row.institution->id()), words.text(N_("Take it over and add to it")), name)));
    items.add(el("li", {{"class", "arasha-entry"}}, one));
  }
  if (items.is_empty()) return {};
  Html out = web::subheading(words.text(N_("From the country pack")));
  out.add(web::hint(words.text(N_("These come with the program. Nobody of you has checked them yet."))));
  out.add(el("ul", {{"class", "govuk-list"}}, items));
  return out;
}

Html ways(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  Html out = web::link("/directory/due", words.text(N_("To be checked again")));
  out.add(" · ");
  out.add(web::link("/directory/given", words.text(N_("Give the directory on"))));
  if (writes(desk, visit)) {
    out.add(" · ");
    out.add(web::link("/directory/import", words.text(N_("Take over another directory"))));
  }
  return el("p", {{"class", "govuk-body arasha-no-print"}}, out);
}

web::Response list_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const Asked asked = read_query(desk, visit.request.query);
  Rows found;
  std::vector<PackRow> pack;
  web::Paging paging;
  {
    auto access = desk.projection.enter(visit.keyring, DIRECTORY);
    if (!access) return web::error_page(visit, access.error());
    found = desk.table.find(*access, asked.query, 0, kPerPage);
    paging = web::Paging::of(visit.request.query, found.total, kPerPage);
    if (paging.first > 0) found = desk.table.find(*access, asked.query, paging.first, kPerPage);
    const bool only_text = asked.address.fields().size() == (asked.query.text.empty() ? 0U : 1U);
    if (only_text && paging.number == 1) pack = pack_rows(desk, *access);
  }
  std::erase_if(pack, [&](const PackRow& row) { return !mentions(row, asked.query.text); });
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(found.rows.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  web::Page page = visit.page(std::string(words.text(N_("Directory"))));
  page.main = web::heading(page.title);
  page.main.add(ways(desk, visit));
  page.main.add(web::search_box(words, kHome, "text", words.text(N_("Name, service, telephone or place, in any alphabet")), asked.query.text));
  page.main.add(web::filter_panel(words, kHome, filter_fields(words, asked.address), false));
  page.main.add(web::chips(words, chips_of(words, asked.address), kHome));
  if (writes(desk, visit)) page.main.add(web::actions(web::button_link("/directory/add", words.text(N_("Add an organisation")), web::ButtonKind::secondary)));
  page.main.add(el("p", {{"class", "govuk-hint"}}, words.plural("{1} organisation", "{1} organisations", static_cast<std::int64_t>(found.total))));
  Html items;
  for (const Row& row : found.rows) items.add(result(words, row, today(desk), check_months(desk)));
  if (!items.is_empty()) page.main.add(el("ul", {{"class", "govuk-list"}}, items));
  if (found.rows.empty() && !asked.address.fields().empty()) {
    page.main.add(web::empty_state(words.text(N_("No organisation fits.")), words.text(N_("Take off a filter. What nobody has written down cannot be found: hours and languages are often missing."))));
  }
  page.main.add(web::pagination(words, paging, kHome, asked.address));
  page.main.add(from_the_pack(desk, visit, pack));
  return web::Response::page(web::layout(page));
}

Date months_before(Date day, int months) {
  const auto month = std::chrono::year_month(day.year(), day.month()) - std::chrono::months(months);
  const Date out = month / day.day();
  return out.ok() ? out : Date(month / std::chrono::last);
}

Query due_query(Date today, int months) {
  Query out;
  // The day itself is due too.
  out.looked_at_before = to_iso(Date(std::chrono::sys_days(months_before(today, months)) + std::chrono::days(1)));
  return out;
}

web::Response due_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const int months = check_months(desk);
  const Query query = due_query(today(desk), months);
  Rows found;
  web::Paging paging;
  {
    auto access = desk.projection.enter(visit.keyring, DIRECTORY);
    if (!access) return web::error_page(visit, access.error());
    found = desk.table.find(*access, query, 0, kPerPage);
    paging = web::Paging::of(visit.request.query, found.total, kPerPage);
    if (paging.first > 0) found = desk.table.find(*access, query, paging.first, kPerPage);
  }
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(found.rows.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  web::Page page = visit.page(std::string(words.text(N_("To be checked again"))));
  page.back = kHome;
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.plural("Nobody has looked at these for {1} month. Call, ask whether it is all still so, and say so on the page of the organisation.",
                                            "Nobody has looked at these for {1} months. Call, ask whether it is all still so, and say so on the page of the organisation.", months)));
  if (found.rows.empty()) page.main.add(web::empty_state(words.text(N_("Everything was looked at.")), words.text(N_("Nothing to do here today."))));
  Html items;
  for (const Row& row : found.rows) items.add(result(words, row, today(desk), months));
  if (!items.is_empty()) page.main.add(el("ul", {{"class", "govuk-list"}}, items));
  page.main.add(web::pagination(words, paging, "/directory/due", {}));
  if (desk.vault.directory()->is_in(visit.keyring.member(), vault::CircleKind::stewards)) {
    const web::TextField field{.name = "months", .label = std::string(words.text(N_("After how many months is an organisation checked again?"))), .value = std::to_string(months),
                               .kind = web::TextKind::number, .width = 3};
    page.main.add(web::post_form("/directory/due", visit.csrf, web::text_field(words, field), web::actions(web::button(words.text(N_("Save"))))));
  }
  return web::Response::page(web::layout(page));
}

web::Response set_months(const Desk& desk, const Visit& visit) {
  const std::string typed(trim(visit.request.form.get("months")));
  if (months_until_check(typed) != kMonthsUntilCheck || typed == std::to_string(kMonthsUntilCheck)) {
    const auto done = desk.vault.change_setting(visit.keyring, kCheckSetting, typed);
    return done ? web::Response::redirect("/directory/due", N_("Saved.")) : web::error_page(visit, done.error());
  }
  return web::error_page(visit, Error(ErrorCode::invalid_input, "Write a number of months between 1 and 60."));
}

}  // namespace

std::function<Html(const Visit&)> due_line(vault::Vault& vault, projection::Projection& projection, const Table& table) {
  return [&vault, &projection, &table](const Visit& visit) {
    const auto state = vault.directory();
    if (!may_read(*state, visit.keyring.member())) return Html();
    const auto access = projection.enter(visit.keyring, DIRECTORY);
    if (!access) return Html();
    const Query query = due_query(date_of(vault.clock().now()), months_until_check(state->setting(kCheckSetting)));
    const std::size_t count = table.find(*access, query, 0, 0).total;
    if (count == 0) return Html();
    return web::inset(el("div", {}, web::link("/directory/due", visit.words.plural("{1} organisation of the directory is to be checked again", "{1} organisations of the directory are to be checked again", static_cast<std::int64_t>(count)))));
  };
}

void add_list_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, kHome, list_page);
  on_get(site, desk, "/directory/due", due_page);
  on_post(site, desk, "/directory/due", set_months);
}

}  // namespace arasha::directory
