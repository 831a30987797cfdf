// The case: how it stands, how to reach the person safely, what comes next, and everything that was written.
#include <algorithm>

#include "casework/cards.h"
#include "casework/case_view.h"
#include "casework/conference/pages.h"
#include "casework/clues/panel.h"
#include "casework/consent/panels.h"
#include "casework/documents/panel.h"
#include "casework/legal/panel.h"
#include "casework/oversight/glass.h"
#include "casework/lists/flags_panel.h"
#include "casework/lists/seen.h"
#include "casework/own/forms.h"
#include "casework/person/pages.h"
#include "casework/plan/panel.h"
#include "casework/retention/pages.h"
#include "casework/returning/panel.h"
#include "casework/rules.h"
#include "casework/services/panel.h"
#include "casework/tasks/panel.h"
#include "casework/tasks/templates.h"
#include "casework/tasks/use_template.h"
#include "casework/timeline.h"

namespace arasha::casework {
namespace {

Html identification_history(const Catalogue& words, const Story& story) {
  Html items;
  const auto all = story.all<Identification>();
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto* decision = (*one)->as<Identification>();
    const std::string about = label(words, "deciding_body", decision->deciding_body()) + ", " + date_label(words, decision->date());
    items.add(el("div", {}, label(words, "identification_status", decision->status()), " ", quiet(about)));
  }
  return items;
}

Html facts_line(const Catalogue& words, const CaseView& view) {
  const std::string address = "/case/" + view.file.text() + "/facts";
  switch (view.facts) {
    case FactsState::missing: return el("span", {}, words.text(N_("Not written yet")), " ", web::link(address, words.text(N_("Look at them and write"))));
    case FactsState::out_of_date: return el("span", {}, words.text(N_("Older than the case")), " ", web::link(address, words.text(N_("Look at them and write"))));
    case FactsState::current: return el("span", {}, words.text(N_("Written")), " ", web::link(address, words.text(N_("Show"))));
    default: return {};
  }
}

Html summary(const Visit& visit, const vault::Directory& state, const CaseView& view) {
  const Catalogue& words = visit.words;
  const CaseCard& card = view.card;
  web::SummaryList list;
  const std::string owner = member_name(state, card.owner());
  const bool may_change = view.may_change(ASSISTANCE);
  list.add(words.text(N_("Who looks after the case")), owner.empty() ? words.text(N_("Nobody")) : std::string_view(owner),
           may_change ? web::link("/case/" + view.file.text() + "/owner", words.text(N_("Change"))) : Html());
  list.add(words.text(N_("Identification")), identification_history(words, view.story));
  if (const Item* contact = last_item<FirstContact>(view.story); contact != nullptr && card.state() != "closed") {
    list.add(words.text(N_("Danger")), label(words, "danger", card.danger()),
             may_change ? web::link(correct_address(view, view.file, *contact), words.text(N_("Has it changed?"))) : Html());
  }
  std::string sources;
  for (const std::string& source : card.sources()) sources += (sources.empty() ? "" : ", ") + label(words, "source", source);
  list.add(words.text(N_("First contact")), date_label(words, card.opened()) + (sources.empty() ? "" : ": " + sources));
  std::string types;
  for (const std::string& type : card.exploitation()) types += (types.empty() ? "" : ", ") + label(words, "exploitation", type);
  list.add(words.text(N_("Exploitation")), types);
  if (card.services() > 0) list.add(words.text(N_("Services")), words.number(card.services()));
  if (!card.return_decision().empty()) {
    std::string way = label(words, "return_decision", card.return_decision());
    if (!card.departure().empty()) way += ", " + words.text(N_("departure {1}"), {date_label(words, card.departure())});
    if (!card.arrival().empty()) way += ", " + words.text(N_("arrival {1}"), {date_label(words, card.arrival())});
    list.add(words.text(N_("Return")), way);
  }
  if (card.state() == "closed") list.add(words.text(N_("Closed")), date_label(words, card.closed()) + ": " + label(words, "closure_reason", card.closure_reason()));
  list.add(words.text(N_("Facts for counting")), view.printing ? Html() : facts_line(words, view));
  return list.html();
}

Html alerts_panel(const Visit& visit, const CaseView& view) {
  const Catalogue& words = visit.words;
  const Item* item = last_item<Alerts>(view.story);
  if (item == nullptr) return {};
  Html inside = values_of(words, *item->latest().message);
  if (view.may_change(PRESENCE)) inside.add(el("p", {{"class", "arasha-entry__links"}}, web::link(correct_address(view, view.file, *item), words.text(N_("Correct")), words.text(N_("Alerts for the shift")))));
  return section(words.text(N_("Alerts for the shift")), "alerts-heading", inside, "arasha-block arasha-block--alerts");
}

Html person_block(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  const std::string_view title = words.text(N_("Person"));
  if (view.who && view.identity == nullptr && view.may_add.contains(IDENTITY)) {
    const Html again = view.printing ? Html() : web::link(add_address(view, schema::entry_type_of<Identity>()), words.text(N_("Write down who the person is")));
    return section(title, "person-heading", el("p", {{"class", "govuk-body"}}, words.text(N_("Erased.")), " ", again));
  }
  if (!view.who || view.identity == nullptr) return section(title, "person-heading", el("p", {{"class", "govuk-hint"}}, words.text(N_("Recorded, not shown to you."))));
  const Item* item = last_item<Identity>(*view.who);
  const PersonCard card = person_card(*view.who);
  Html inside = el("p", {{"class", "arasha-person"}}, el("strong", {}, card.names_size() > 0 ? std::string_view(card.names(0)) : words.text(N_("Without a name"))), " ",
                   quiet(short_person(words, card, day)));
  if (is_minor(*view.identity, day)) inside.add(el("p", {}, web::tag(web::Meaning::waiting, words.text(N_("A child")))));
  Html all = values_of(words, *view.identity);
  all.add(history_of(visit, state, *item, view.printing));
  inside.add(view.printing ? all : web::details(words.text(N_("Everything about the person")), all));
  if (view.may_change(IDENTITY)) inside.add(el("p", {{"class", "arasha-entry__links"}}, web::link(correct_address(view, view.person, *item), words.text(N_("Correct")), title), " ", twice_link(visit, view)));
  return section(title, "person-heading", inside);
}

constexpr int kDaysToOfferTasks = 30;  // after the event

Html next_block(const Visit& visit, const CaseView& view, Date day) {
  if (!view.reads_case() || !view.may_add.contains(ASSISTANCE)) return {};
  const Catalogue& words = visit.words;
  const bool facts_current = view.facts != FactsState::missing && view.facts != FactsState::out_of_date;
  Html items;
  int left = 4;
  for (const Suggestion& one : what_next({&view.story, view.identity, facts_current, view.who ? &*view.who : nullptr}, day)) {
    const std::string base = "/case/" + view.file.text();
    const schema::EntryType* type = schema::entry_type(std::string_view(one.entry_type));
    if (one.way == Suggestion::Way::entry && (type == nullptr || !view.may_add.contains(type->compartment))) continue;
    const std::string address = one.way == Suggestion::Way::owner ? base + "/owner" : one.way == Suggestion::Way::facts ? base + "/facts" : form_address(view, *type);
    items.add(el("li", {}, web::link(address, words.text(one.text))));
    if (--left == 0) break;
  }
  for (const std::string& event : events_without_tasks(view.story, day, kDaysToOfferTasks)) {
    items.add(el("li", {}, web::link(sets_address(view.file, event), offer_text(words, event))));
  }
  if (items.is_empty()) return {};
  return section(words.text(N_("What next?")), "next-heading", el("ul", {{"class", "govuk-list arasha-next"}}, items), "arasha-block arasha-block--next");
}

struct Group {
  const char* title;
  std::vector<const char*> types;
};

Html add_block(const Visit& visit, const vault::Directory& state, const CaseView& view, Date day) {
  static const std::vector<Group> groups = {{N_("Day by day"), {"Note", "Task", "CaseFlag", "Need", "ServiceGiven", "HealthNote"}},
                                            {N_("Safety"), {"RiskAssessment", "SafetyPlan", "SafetyEvent", "SafeContact", "Alerts", "WithheldFrom"}},
                                            {N_("Needs and plan"), {"NeedsAssessment", "IndividualPlan", "PlanReview", "CaseConference"}},
                                            {N_("Decisions"), {"Consent", "BestInterestDecision", "Screening", "Identification", "Exploitation", "Clue", "LegalClue", "ServiceStanding"}},
                                            {N_("Stay and law"), {"LegalStatus", "ReflectionPeriod", "Proceeding", "Hearing", "Claim", "NonPunishment", "LegalStep"}},
                                            {N_("Sharing"), {"Shared", "SharingOverride"}},
                                            {N_("Return"), {"ReturnOptions", "Return", "ReturnAssessment", "ReturnPlan", "ReturnException"}},
                                            {N_("The end of the help"), {"FollowUp", "RetraffickingCheck", "ExitInterview", "Closure", "Reopening", "LegalHold"}}};
  const Catalogue& words = visit.words;
  const bool closed = view.card.state() == "closed";
  Html out;
  for (const Group& group : groups) {
    Html items;
    for (const std::string_view name : group.types) {
      const schema::EntryType* type = schema::entry_type(name);
      const bool of_person = type->compartment == IDENTITY || type->compartment == HEALTH;
      if (!view.may_add.contains(type->compartment) || (of_person && view.person.is_nil())) continue;
      if (name == "BestInterestDecision" && (view.identity == nullptr || !is_minor(*view.identity, day))) continue;
      if ((name == "Reopening") != closed && (name == "Reopening" || name == "Closure")) continue;
      items.add(el("li", {}, web::link(form_address(view, *type), words.text(type->title.c_str()))));
    }
    if (!items.is_empty()) out.add(web::details(words.text(group.title), el("ul", {{"class", "govuk-list"}}, items), out.is_empty()));
  }
  out.add(own_forms_group(words, state, view));
  if (out.is_empty()) return {};
  return section(words.text(N_("Add to the case")), "add-heading", el("div", {{"class", "arasha-groups"}}, out), "arasha-block arasha-block--add");
}

web::Response show(const Desk& desk, const Visit& visit, bool printing) {
  const Catalogue& words = visit.words;
  const auto file = file_of(visit);
  if (!file) return no_page(visit);
  const auto view = open_case_view(desk, visit, *file, printing);
  if (!view) return closed_case(desk, visit, *file, view.error());
  const auto state = desk.vault.directory();
  const Date day = today(desk);
  if (!printing) note_seen(desk, visit, *view);

  web::Page page = visit.page(view->card.alias().empty() ? std::string(words.text(N_("Case"))) : view->card.alias());
  page.back = printing ? "/case/" + file->text() : "/";
  page.main = web::heading(words.text(N_("Case")), page.title);
  page.main.add(glass_banner(desk, visit, *view));
  Html tags;
  if (view->reads_case()) {
    tags.add(state_tag(words, view->card.state()));
    tags.add(" ");
    tags.add(danger_tag(words, view->card));
    tags.add(" ");
    tags.add(risk_tag(words, view->card));
    tags.add(" ");
    tags.add(flag_tags(words, view->card));
  }
  if (view->readers.restricted) tags.add(web::tag(web::Meaning::waiting, words.text(N_("Restricted"))));
  page.main.add(el("p", {{"class", "arasha-tags"}}, tags));
  if (printing) page.main.add(el("p", {{"class", "govuk-body"}}, words.text(N_("Printed by {1}, {2}. Keep this paper locked away."), {visit.member, words.moment(desk.vault.clock().now())})));
  if (printing) page.main.add(paper_note(words));
  if (!printing && !by_glass(desk, visit, *view)) {
    const std::string address = "/case/" + file->text();
    Html ways = web::link(address + "/print", words.text(N_("Show for printing")));
    if (view->reads_case()) {
      ways.add(" · ");
      ways.add(web::link(address + "/papers", words.text(N_("Letters and papers"))));
      ways.add(" · ");
      ways.add(web::link(address + "/history", words.text(N_("Compare two days"))));
    }
    page.main.add(el("p", {{"class", "govuk-body arasha-no-print"}}, ways));
  }

  Html column = held_notice(visit, *view, day);
  column.add(embassy_warning(words, *view));
  column.add(withheld_panel(visit, *view, day));
  column.add(safe_panel(visit, *view));
  column.add(alerts_panel(visit, *view));
  if (view->reads_case()) column.add(section(words.text(N_("How it stands")), "summary-heading", summary(visit, *state, *view)));
  column.add(plan_panel(visit, *state, *view, day));
  column.add(return_panel(visit, *state, *view, day));
  column.add(conference_panel(visit, *view, day));
  column.add(person_block(visit, *state, *view, day));
  for (const auto panel : {joined_panel, family_panel}) {
    const auto html = panel(desk, visit, *view);
    if (!html) return web::error_page(visit, html.error());
    column.add(*html);
  }
  column.add(flags_panel(visit, *state, *view));
  column.add(tasks_panel(visit, *view, *state, day));
  column.add(legal_panel(words, *view, day));
  const auto clues = clues_panel(desk, visit, *view);
  if (!clues) return web::error_page(visit, clues.error());
  column.add(*clues);
  column.add(consents_panel(visit, *view, day));
  column.add(sharing_panel(visit, *state, *view, day));
  column.add(services_panel(desk, visit, *view));
  for (const CasePanel& panel : desk.panels) column.add(panel(visit, *view));
  column.add(documents_panel(visit, *view));
  column.add(retention_panel(desk, visit, *view, day));
  Html side;
  if (!printing) {
    side.add(next_block(visit, *view, day));
    side.add(add_block(visit, *state, *view, day));
  }
  Timeline timeline;
  timeline.case_file = *file;
  timeline.printing = printing;
  timeline.story = &view->story;
  timeline.writes = view->may_change(ASSISTANCE);
  timeline.may_change = &view->may_add;
  for (const Item& item : view->story.items) timeline.entries.push_back({*file, &item});
  if (view->who) {
    for (const Item& item : view->who->items) {
      if (item.type != schema::entry_type_of<Identity>().number) timeline.entries.push_back({view->person, &item});
    }
  }
  page.main.add(el("div", {{"class", "arasha-case-frame"}}, el("div", {{"class", "arasha-case"}}, el("div", {{"class", "arasha-case__main"}}, column), side.is_empty() ? Html() : el("div", {{"class", "arasha-case__side"}}, side),
                   el("div", {{"class", "arasha-case__story"}}, timeline_html(visit, *state, timeline)))));
  return web::Response::page(web::layout(page));
}

web::Response case_page(const Desk& desk, const Visit& visit) { return show(desk, visit, false); }
web::Response print_page(const Desk& desk, const Visit& visit) { return show(desk, visit, true); }

}  // namespace

void add_case_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/case/{file}", case_page);
  on_get(site, desk, "/case/{file}/print", print_page);
}

}  // namespace arasha::casework
