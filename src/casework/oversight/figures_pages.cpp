// Figures for whoever leads the house, and behind each the list of exactly its cases.
#include <algorithm>

#include "arasha/options.pb.h"
#include "casework/oversight/figures.h"
#include "casework/oversight/glass.h"
#include "casework/oversight/pages.h"
#include "casework/plan/panel.h"
#include "casework/services/norms.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kMostDues = 100'000;
constexpr const char* kNormSetting = "caseload_norm";
constexpr int kMostMonths = 120;

struct Kind {
  const char* code;
  const char* text;
};
constexpr Kind kSpans[] = {{"assessment", N_("From first contact to the assessment of needs")}, {"plan", N_("From the assessment to the plan")},
                           {"closure", N_("From the plan to closing the case")}, {"whole", N_("From first contact to closing the case")}};
constexpr Kind kDues[] = {{"task", N_("Tasks")}, {"plan_review", N_("Reviews of the plan")}, {"risk_review", N_("Reviews of the risks")},
                          {"permit", N_("Permits and visas that ended")}, {"registration", N_("Registrations that ended")},
                          {"reflection", N_("Reflection periods that ended")}, {"consent", N_("Consents that ended")},
                          {"departure", N_("Arrivals to be asked about")}, {"hearing", N_("Hearings without a result")},
                          {"next_step", N_("Legal steps")}, {"health_visit", N_("Visits for health")}};
constexpr Kind kFollowUps[] = {{"time", N_("In time")}, {"late", N_("Late")}, {"lost", N_("Not reached")}, {"open", N_("Still to be done")}};

std::string text_of(const Catalogue& words, std::span<const Kind> kinds, const std::string& code) {
  for (const Kind& one : kinds) {
    if (code == one.code) return std::string(words.text(one.text));
  }
  return code;
}

// --- The question.

struct Asked {
  FigureQuestion question;
  std::string from;   // months, yyyy-mm
  std::string until;
};

bool is_month(std::string_view text) { return text.size() == 7 && date_from_iso(std::string(text) + "-01").is_ok(); }

// The last twelve months where nothing sensible is asked.
Asked asked_of(const Desk& desk, const Visit& visit) {
  const Date day = local_day(desk.vault.clock().now());
  Asked out;
  out.until = to_iso(day).substr(0, 7);
  out.from = to_iso(months_later(Date(day.year(), day.month(), std::chrono::day(1)), -11)).substr(0, 7);
  const std::string from(visit.request.query.get("from"));
  const std::string until(visit.request.query.get("until"));
  const auto span = [](const std::string& a, const std::string& b) {
    const auto first = *date_from_iso(a + "-01");
    const auto last = *date_from_iso(b + "-01");
    return (last.year() - first.year()).count() * 12 + static_cast<int>(static_cast<unsigned>(last.month())) - static_cast<int>(static_cast<unsigned>(first.month()));
  };
  if (is_month(from) && is_month(until) && from <= until && span(from, until) < kMostMonths) {
    out.from = from;
    out.until = until;
  }
  const Date last = *date_from_iso(out.until + "-01");
  out.question = {out.from + "-01", to_iso(Date(std::chrono::sys_days(months_later(last, 1)) - std::chrono::days(1))), to_iso(day)};
  return out;
}

std::string period_query(const Asked& asked) { return "from=" + asked.from + "&until=" + asked.until; }

// --- The cases, each with its figures.

using OnCase = std::function<void(FileId, const CaseCard&, const std::vector<FigureHit>&)>;

// What is late in the compartments that have cards of their own, by file: of the case for law, of the person for health.
std::map<FileId, std::vector<FigureHit>> late_by_file(const projection::DueList& list) {
  std::map<FileId, google::protobuf::RepeatedPtrField<Due>> dues;
  for (const projection::DueRow& row : list.rows) {
    if (row.late) *dues[row.file].Add() = row.due;
  }
  std::map<FileId, std::vector<FigureHit>> out;
  for (const auto& [file, all] : dues) add_overdue(all, "9999-12-31", out[file]);
  return out;
}

Result<std::size_t> each_case(const Desk& desk, const Visit& visit, const FigureQuestion& question, const OnCase& use) {
  projection::DueQuery late;
  late.today = question.today;
  late.until = question.today;
  late.limit = kMostDues;
  std::map<FileId, std::vector<FigureHit>> legal;
  std::map<FileId, std::vector<FigureHit>> health;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, LEGAL));
    legal = late_by_file(desk.tables.legal().dues(access, late));
  }
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, HEALTH));
    health = late_by_file(desk.tables.health().dues(access, late));
  }
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  // A visit stands in the person's file: it is counted with the newest of the cases.
  for (const auto& [person, hits] : health) {
    const auto cases = desk.tables.cases().of_person(access, person);
    if (cases.empty()) continue;
    auto& more = legal[cases.front().file];
    more.insert(more.end(), hits.begin(), hits.end());
  }
  std::size_t count = 0;
  desk.tables.cases().each_own(access, [&](FileId file, const CaseCard& card) {
    ++count;
    std::vector<FigureHit> hits = figures_of(card, question);
    if (const auto found = legal.find(file); found != legal.end()) hits.insert(hits.end(), found->second.begin(), found->second.end());
    use(file, card, hits);
  });
  return count;
}

// --- The page.

class FiguresPage {
 public:
  FiguresPage(const Desk& desk, const Visit& visit, Asked asked, FigureSums sums)
      : desk_(desk), words_(visit.words), asked_(std::move(asked)), sums_(std::move(sums)), state_(desk.vault.directory()) {}

  Html caseload() {
    const pack::Pack& norms = norms_of(desk_);
    const pack::Limit* limit = norms.limit_on("caseload", today(desk_));
    const int chosen = number_setting(*state_, kNormSetting, 0, 0, 10'000);
    const auto norm = static_cast<std::uint64_t>(chosen > 0 ? chosen : limit != nullptr ? static_cast<int>(limit->most()) : 0);
    Html out = web::subheading(words_.text(N_("Cases of each member")), "caseload");
    if (chosen > 0) out.add(web::paragraph(words_.text(N_("The norm of this house: at most {1} open cases."), {words_.number(chosen)})));
    else if (limit != nullptr) out.add(web::paragraph(words_.text(N_("The norm: at most {1} open cases."), {words_.number(limit->most())}), " ", norm_html(words_, norms, limit->norm())));
    else out.add(web::paragraph(words_.text(N_("The country pack has no norm for this. A steward can set one in the settings."))));
    std::vector<std::pair<std::string, std::string>> members;  // name, id
    for (const auto& [key, count] : sums_.cases) {
      if (!key.starts_with("open/")) continue;
      const std::string id = key.substr(5);
      members.emplace_back(id == "-" ? std::string() : member_name(*state_, id), id);
    }
    std::sort(members.begin(), members.end());
    if (members.empty()) {
      out.add(web::paragraph(words_.text(N_("There is no open case."))));
      return out;
    }
    web::Table table(words_, words_.text(N_("Cases of each member")),
                     {{N_("Who looks after the case")}, {.label = N_("Open cases"), .number = true}, {.label = N_("Immediate danger"), .number = true}, {.label = N_("Possible danger"), .number = true},
                      {.label = N_("High or critical risk"), .number = true}, {N_("Norm")}}, members.size());
    for (const auto& [name, id] : members) {
      const std::uint64_t open = sums_.of("open/" + id);
      table.row();
      table.cell(id == "-" ? words_.text(N_("Nobody")) : name.empty() ? std::string_view("?") : std::string_view(name));
      for (const char* figure : {"open/", "immediate/", "possible/", "risk/"}) table.cell(number(figure + id));
      if (norm == 0 || id == "-") table.cell();
      else if (open > norm) table.cell(web::tag(web::Meaning::danger, words_.text(N_("Over the norm by {1}"), {words_.number(static_cast<std::int64_t>(open - norm))})));
      else table.cell(words_.text(N_("Within the norm")));
    }
    out.add(std::move(table).html());
    return out;
  }

  Html spans() {
    Html out = web::subheading(words_.text(N_("How long it takes")), "time");
    out.add(web::paragraph(words_.text(N_("In days, of cases in which the span ended in these months. Half of them took no longer than the first number, nine in ten no longer than the second."))));
    web::Table table(words_, words_.text(N_("How long it takes")), {{N_("Span")}, {.label = N_("Half within, days"), .number = true}, {.label = N_("Nine in ten within, days"), .number = true}, {.label = N_("Cases"), .number = true}}, 4);
    for (const Kind& one : kSpans) {
      const std::string key = std::string("time/") + one.code;
      const auto found = sums_.spans.find(key);
      table.row();
      table.cell(words_.text(one.text));
      if (found == sums_.spans.end()) {
        table.cell("–");
        table.cell("–");
      } else {
        table.cell(words_.number(found->second.median()));
        table.cell(words_.number(found->second.ninetieth()));
      }
      table.cell(number(key));
    }
    out.add(std::move(table).html());
    return out;
  }

  Html overdue() {
    Html out = web::subheading(words_.text(N_("What is late today")), "overdue");
    web::Table table(words_, words_.text(N_("What is late today")), {{N_("What")}, {.label = N_("Late"), .number = true}, {.label = N_("Cases"), .number = true}}, 11);
    bool any = false;
    for (const Kind& one : kDues) {
      const std::string key = std::string("overdue/") + one.code;
      if (sums_.of(key) == 0) continue;
      any = true;
      table.row();
      table.cell(words_.text(one.text));
      table.cell(words_.number(static_cast<std::int64_t>(sums_.sum(key))));
      table.cell(number(key));
    }
    if (any) out.add(std::move(table).html());
    else out.add(web::paragraph(words_.text(N_("Nothing is late."))));
    return out;
  }

  Html persons() {
    Html out = web::subheading(words_.text(N_("Helped, identified, recognised")), "persons");
    out.add(web::paragraph(words_.text(N_("Cases in which it happened in these months. The same case may stand in several lines: help does not wait for a decision, and each body decides for itself."))));
    std::vector<std::string> lines = {"new", "assisted"};
    for (const schema::Option& status : schema::options_of("identification_status", words_)) lines.push_back(status.code);
    web::Table table(words_, words_.text(N_("Helped, identified, recognised")), {{N_("What happened")}, {.label = N_("Cases"), .number = true}}, lines.size());
    for (const std::string& line : lines) {
      table.row();
      table.cell(person_line(line));
      table.cell(number("person/" + line));
    }
    out.add(std::move(table).html());
    return out;
  }

  Html services() {
    Html out = web::subheading(words_.text(N_("Services of these months")), "services");
    std::vector<std::string> payers;
    std::vector<std::string> kinds;
    for (const auto& [key, count] : sums_.cases) {
      if (key.starts_with("funding/")) payers.push_back(key.substr(8));
      else if (key.starts_with("service/") && key.find('/', 8) == std::string::npos) kinds.push_back(key.substr(8));
    }
    if (kinds.empty()) {
      out.add(web::paragraph(words_.text(N_("No service was given."))));
      return out;
    }
    out.add(web::paragraph(words_.text(N_("The number of entries; a number leads to the cases in which they were given."))));
    std::sort(kinds.begin(), kinds.end(), [&](const std::string& a, const std::string& b) { return sums_.sum("service/" + a) > sums_.sum("service/" + b); });
    const auto table_of = [&](const char* title, std::vector<web::Column> columns) {
      columns.push_back({.label = N_("Services"), .number = true});
      columns.push_back({.label = N_("Cases"), .number = true});
      return web::Table(words_, words_.text(title), std::move(columns), kinds.size());
    };
    web::Table by_kind = table_of(N_("Services by kind"), {{N_("Kind")}});
    for (const std::string& kind : kinds) row(by_kind, {kind_name(kind)}, "service/" + kind);
    out.add(std::move(by_kind).html());
    web::Table by_payer = table_of(N_("Services by who pays"), {{N_("Paid by")}});
    for (const std::string& payer : payers) row(by_payer, {payer_name(payer)}, "funding/" + payer);
    out.add(std::move(by_payer).html());
    web::Table both = table_of(N_("Services by kind and who pays"), {{N_("Kind")}, {N_("Paid by")}});
    for (const std::string& kind : kinds) {
      for (const std::string& payer : payers) {
        const std::string key = "service/" + kind + "/" + payer;
        if (sums_.of(key) > 0) row(both, {kind_name(kind), payer_name(payer)}, key);
      }
    }
    out.add(web::details(words_.text(N_("Services by kind and who pays")), std::move(both).html()));
    return out;
  }

  Html follow_ups() {
    Html out = web::subheading(words_.text(N_("Follow-ups that fell due in these months")), "follow-ups");
    out.add(web::paragraph(words_.text(N_("Counted from the arrival, or from closing the case. In time: the person or the family was reached no later than {1} days after the day."), {words_.number(kFollowUpGrace)})));
    web::Table table(words_, words_.text(N_("Follow-ups")), {{N_("After")}, {.label = N_("Fell due"), .number = true}, {.label = N_("In time"), .number = true}, {.label = N_("Late"), .number = true}, {.label = N_("Not reached"), .number = true}, {.label = N_("Still to be done"), .number = true}}, 4);
    for (const int months : kFollowUpMonths) {
      const std::string key = "follow/" + std::to_string(months) + "/";
      std::uint64_t all = 0;
      for (const Kind& one : kFollowUps) all += sums_.of(key + one.code);
      table.row();
      table.cell(words_.plural("{1} month", "{1} months", months));
      table.cell(words_.number(static_cast<std::int64_t>(all)));
      for (const Kind& one : kFollowUps) table.cell(number(key + one.code));
    }
    out.add(std::move(table).html());
    return out;
  }

  std::string title_of(const std::string& key) const {
    const auto slash = key.find('/');
    const std::string name = key.substr(0, slash);
    const std::string rest = slash == std::string::npos ? std::string() : key.substr(slash + 1);
    const auto of_member = [&](const char* title) {
      return std::string(words_.text(title)) + ": " + (rest == "-" ? std::string(words_.text(N_("Nobody"))) : member_name(*state_, rest));
    };
    if (name == "open") return of_member(N_("Open cases"));
    if (name == "immediate") return of_member(N_("Immediate danger"));
    if (name == "possible") return of_member(N_("Possible danger"));
    if (name == "risk") return of_member(N_("High or critical risk"));
    if (name == "person") return person_line(rest);
    if (name == "time") return text_of(words_, kSpans, rest);
    if (name == "overdue") return std::string(words_.text(N_("What is late today"))) + ": " + text_of(words_, kDues, rest);
    if (name == "funding") return std::string(words_.text(N_("Services"))) + ": " + payer_name(rest);
    if (name == "service") {
      const auto more = rest.find('/');
      std::string out = std::string(words_.text(N_("Services"))) + ": " + kind_name(rest.substr(0, more));
      if (more != std::string::npos) out += ", " + payer_name(rest.substr(more + 1));
      return out;
    }
    if (name == "follow") {
      const auto more = rest.find('/');
      int months = 0;
      for (const int one : kFollowUpMonths) {
        if (rest.substr(0, more) == std::to_string(one)) months = one;
      }
      if (more == std::string::npos || months == 0) return {};
      return std::string(words_.text(N_("Follow-ups"))) + ": " + words_.plural("{1} month", "{1} months", months) + ", " + text_of(words_, kFollowUps, rest.substr(more + 1));
    }
    return {};
  }

  std::string person_line(const std::string& line) const {
    if (line == "new") return std::string(words_.text(N_("First contact")));
    if (line == "assisted") return std::string(words_.text(N_("Helped: a service was given")));
    return label(words_, "identification_status", line);
  }
  std::string kind_name(const std::string& kind) const {
    if (kind == "-") return std::string(words_.text(N_("Not said")));
    if (const pack::ServiceKind* found = norms_of(desk_).service_kind_on(kind, today(desk_))) return pack::in_language(found->title(), words_.language());
    return label(words_, "standard_kind", kind);
  }
  std::string payer_name(const std::string& payer) const { return payer == "-" ? std::string(words_.text(N_("Not said"))) : label(words_, "funding", payer); }

 private:
  // How many cases, as the way to them.
  Html number(const std::string& key) const {
    const std::uint64_t count = sums_.of(key);
    const std::string text = words_.number(static_cast<std::int64_t>(count));
    if (count == 0) return Html::text(text);
    return web::link("/figures/cases?figure=" + key + "&" + period_query(asked_), text, title_of(key));
  }
  void row(web::Table& table, const std::vector<std::string>& names, const std::string& key) const {
    table.row();
    for (const std::string& name : names) table.cell(name);
    table.cell(words_.number(static_cast<std::int64_t>(sums_.sum(key))));
    table.cell(number(key));
  }

  const Desk& desk_;
  const Catalogue& words_;
  Asked asked_;
  FigureSums sums_;
  std::shared_ptr<const vault::Directory> state_;
};

Html month_field(const char* name, std::string_view label, const std::string& value) {
  return el("div", {{"class", "govuk-form-group"}}, el("label", {{"class", "govuk-label"}, {"for", name}}, label),
            void_el("input", {{"class", "govuk-input govuk-input--width-10"}, {"id", name}, {"name", name}, {"type", "month"}, {"pattern", "[0-9]{4}-[0-9]{2}"}, {"placeholder", "2026-01"}, {"value", value}}));
}

Html period_form(const Catalogue& words, const Asked& asked) {
  return el("form", {{"method", "get"}, {"action", "/figures"}, {"class", "arasha-period"}}, month_field("from", words.text(N_("From the month")), asked.from),
            month_field("until", words.text(N_("Until the month")), asked.until), el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Show"))));
}

bool reads_cases(const Desk& desk, const Visit& visit) { return reads(*desk.vault.directory(), visit.keyring.member(), ASSISTANCE); }

web::Response refused(const Visit& visit) { return web::error_page(visit, Error(ErrorCode::denied, "Cases are not shown to you: none of your circles opens them.")); }

web::Response figures_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  if (!reads_cases(desk, visit)) return refused(visit);
  const Asked asked = asked_of(desk, visit);
  FigureSums sums;
  const auto count = each_case(desk, visit, asked.question, [&](FileId, const CaseCard&, const std::vector<FigureHit>& hits) { sums.take(hits); });
  if (!count) return web::error_page(visit, count.error());
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::counted, FileId(), static_cast<std::uint32_t>(*count)); !recorded) return web::error_page(visit, recorded.error());
  web::Page page = visit.page(std::string(words.text(N_("Figures"))));
  page.main = web::heading(page.title);
  page.main.add(web::inset(Html::text(words.text(N_("For use in the house. Small numbers are shown as they are, and people could be recognised by them: what leaves the house is counted under Statistics.")))));
  page.main.add(web::paragraph(words.text(N_("Counted over the cases that your circles may open, without those that were imported: {1}."), {words.number(static_cast<std::int64_t>(*count))})));
  FiguresPage parts(desk, visit, asked, std::move(sums));
  page.main.add(parts.caseload());
  page.main.add(parts.overdue());
  page.main.add(web::subheading(words.text(N_("In a period"))));
  page.main.add(period_form(words, asked));
  page.main.add(parts.persons());
  page.main.add(parts.spans());
  page.main.add(parts.services());
  page.main.add(parts.follow_ups());
  return web::Response::page(web::layout(page));
}

struct FoundCase {
  FileId file;
  CaseCard card;
  int number = 0;
};

web::Response cases_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  if (!reads_cases(desk, visit)) return refused(visit);
  const Asked asked = asked_of(desk, visit);
  const std::string key(visit.request.query.get("figure"));
  std::vector<FoundCase> found;
  const auto count = each_case(desk, visit, asked.question, [&](FileId file, const CaseCard& card, const std::vector<FigureHit>& hits) {
    for (const FigureHit& hit : hits) {
      if (hit.key == key) found.push_back({file, card, hit.number});
    }
  });
  if (!count) return web::error_page(visit, count.error());
  const FiguresPage names(desk, visit, asked, {});
  const std::string title = names.title_of(key);
  if (title.empty()) return no_page(visit);
  const bool by_number = key.starts_with("time/");
  std::sort(found.begin(), found.end(), [&](const FoundCase& a, const FoundCase& b) {
    return by_number && a.number != b.number ? a.number > b.number : std::tie(a.card.alias(), a.file) < std::tie(b.card.alias(), b.file);
  });
  const auto paging = web::Paging::of(visit.request.query, found.size());
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(paging.last - paging.first)); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  const auto state = desk.vault.directory();
  web::Page page = visit.page(title);
  page.back = "/figures?" + period_query(asked);
  page.main = web::heading(words.text(N_("Figures")), title);
  page.main.add(el("p", {{"class", "govuk-hint"}}, words.plural("{1} case", "{1} cases", static_cast<std::int64_t>(found.size()))));
  if (found.empty()) {
    page.main.add(web::empty_state(words.text(N_("No case fits.")), words.text(N_("Something may have been done since the figure was counted."))));
    return web::Response::page(web::layout(page));
  }
  web::Table table(words, title, {{N_("Case")}, {N_("State")}, {N_("Danger")}, {N_("Who looks after the case")}, {N_("Opened")}, {.label = by_number ? N_("Days") : N_("Number"), .number = true}}, paging.last - paging.first);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const FoundCase& one = found[i];
    table.row();
    table.cell(web::link("/case/" + one.file.text(), one.card.alias().empty() ? words.text(N_("Case")) : std::string_view(one.card.alias())));
    table.cell(state_tag(words, one.card.state()));
    table.cell(danger_tag(words, one.card), " ", risk_tag(words, one.card));
    table.cell(member_name(*state, one.card.owner()));
    table.cell(date_label(words, one.card.opened()));
    table.cell(words.number(one.number));
  }
  page.main.add(std::move(table).html());
  page.main.add(web::pagination(words, paging, "/figures/cases", visit.request.query));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_figure_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/figures", figures_page);
  on_get(site, desk, "/figures/cases", cases_page);
  site.place(61, "/figures", N_("Figures"), [](const vault::Directory& state, MemberId member) { return reads(state, member, ASSISTANCE); });
}

}  // namespace arasha::casework
