// A meeting: its agenda before, its decisions during and after, its protocol as a page and as PDF.
#include "cooperation/parts.h"
#include "cooperation/protocol.h"
#include "paper/letterhead.h"
#include "paper/typeset.h"
#include "web/paper_page.h"

namespace arasha::cooperation {
namespace {

struct OpenedMeeting {
  Opened opened;
  const Item* item = nullptr;
};
Result<OpenedMeeting> open_meeting(const Desk& desk, const Visit& visit, vault::Action action = vault::Action::opened) {
  TRY(opened, open(desk, visit, action));
  OpenedMeeting out{std::move(opened), nullptr};
  out.item = entry_of<Meeting>(visit, out.opened.story);
  if (out.item == nullptr) return Error(ErrorCode::not_found, "There is no such page.");
  return out;
}

Html decision_line(const Catalogue& words, const Opened& opened, const Item& item, Date day) {
  const auto* decision = item.as<MeetingDecision>();
  const Standing standing = standing_of(opened.story, item);
  std::optional<int> days;
  const auto due = date_from_iso(decision->due());
  if (due && !standing.is_over()) days = static_cast<int>((std::chrono::sys_days(*due) - std::chrono::sys_days(day)).count());
  Html out = el("strong", {}, number_on_protocol(opened.story, item) + " ");
  out.add(web::link(work_address(opened.file, reference_to(item)), decision->text()));
  out.add(web::void_el("br", {}));
  out.add(responsible(decision->body(), decision->person()) + " · ");
  out.add(due_words(words, decision->due(), days));
  out.add(" ");
  out.add(state_tag(words, standing.state));
  return out;
}

// Each question with what was decided on it; then what was decided beside the agenda.
Html agenda_section(const Visit& visit, const Opened& opened, const Item& item, Date day) {
  const Catalogue& words = visit.words;
  const auto* meeting = item.as<Meeting>();
  const auto decisions = decisions_of(opened.story, item);
  const auto of = [&](const std::string& question) {
    Html lines;
    for (const Item* one : decisions) {
      if (one->as<MeetingDecision>()->question() == question) lines.add(el("li", {{"class", "arasha-item"}}, decision_line(words, opened, *one, day)));
    }
    return lines.is_empty() ? Html() : el("ul", {{"class", "arasha-items"}}, lines);
  };
  Html out;
  for (int i = 0; i < meeting->agenda_size(); ++i) {
    const auto& question = meeting->agenda(i);
    out.add(el("h3", {{"class", "govuk-heading-s govuk-!-margin-bottom-1"}}, std::to_string(i + 1) + ". " + question.text()));
    if (!question.reports().empty()) out.add(el("p", {{"class", "govuk-hint"}}, words.text(N_("Reports: {1}"), {question.reports()})));
    out.add(of(question.number()));
  }
  const Html beside = of("");
  if (!beside.is_empty() && meeting->agenda_size() > 0) out.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(N_("Beside the agenda"))));
  out.add(beside);
  if (out.is_empty()) out = web::paragraph(words.text(N_("Nothing is on the agenda yet.")));
  return section(words.text(decisions.empty() ? N_("Agenda") : N_("Agenda and decisions")), "agenda", out);
}

Html people_section(const Catalogue& words, const Meeting& meeting) {
  if (meeting.people().empty()) return {};
  web::Table table(words, words.text(N_("Invited and present")), {{N_("Name")}, {N_("Body")}, {N_("Took part")}}, static_cast<std::size_t>(meeting.people_size()));
  for (const auto& one : meeting.people()) {
    table.row();
    table.cell(one.name());
    table.cell(one.body());
    table.cell(label(words, "meeting_came", one.came()));
  }
  return section(words.text(N_("Invited and present")), "people", std::move(table).html());
}

// A form, for whoever prints chooses the language of the paper, which is not always the own one.
Html papers_section(const Catalogue& words, const std::string& here, bool is_held) {
  web::ChoiceField language{.name = "language", .label = std::string(words.text(N_("Language of the paper"))), .choices = {}, .kind = web::ChoiceKind::select};
  for (const Language one : kLanguages) language.choices.push_back({std::string(code(one)), std::string(own_name(one))});
  language.chosen = {std::string(code(words.language()))};
  const auto submit = [&](const char* as, const char* text) {
    return el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}, {"name", "as"}, {"value", as}}, words.text(text));
  };
  return section(words.text(is_held ? N_("Protocol") : N_("Agenda on paper")), "papers",
                 el("form", {{"method", "get"}, {"action", here + "/protocol"}}, web::choice_field(words, language),
                    web::actions(submit("page", N_("Page for printing")), submit("pdf", N_("PDF")))));
}

web::Response meeting_page(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto found = open_meeting(desk, visit);
  if (!found) return web::error_page(visit, found.error());
  const Opened& opened = found->opened;
  const Item& item = *found->item;
  const auto* meeting = item.as<Meeting>();
  const std::string here = meeting_address(opened.file, reference_to(item));
  const bool has_decisions = !decisions_of(opened.story, item).empty();
  web::Page page = visit.page(words.text(N_("Meeting of {1}"), {date_label(words, meeting->date())}));
  page.back = address(opened.file);
  page.main = web::heading(opened.story.last<Commission>()->name(), page.title);
  page.main.add(web::paragraph(meeting_tag(words, meeting->state())));
  web::SummaryList facts;
  facts.add(words.text(N_("Time")), meeting->time());
  facts.add(words.text(N_("Kind of meeting")), label(words, "meeting_kind", meeting->kind()));
  facts.add(words.text(N_("Place")), meeting->place());
  facts.add(words.text(N_("Number of the protocol")), meeting->protocol());
  facts.add(words.text(N_("What was heard")), el("span", {{"class", "arasha-kept"}}, meeting->heard()));
  page.main.add(facts.html());
  if (writes(desk, visit)) {
    Html ways;
    if (meeting->state() != "cancelled" && meeting->date() <= to_iso(today(desk)))
      ways.add(web::button_link(here + "/decisions", words.text(N_("Write decisions down"))));
    const bool lies_ahead = !has_decisions && meeting->state() == "planned";
    ways.add(web::link(correct_address(opened.file, item), words.text(lies_ahead ? N_("Change the agenda, say who came") : N_("Correct the meeting"))));
    page.main.add(web::actions(ways));
  }
  page.main.add(agenda_section(visit, opened, item, today(desk)));
  page.main.add(people_section(words, *meeting));
  page.main.add(papers_section(words, here, has_decisions || meeting->state() == "held"));
  page.main.add(history(words, *desk.vault.directory(), item));
  return web::Response::page(web::layout(page));
}

// --- On paper; the reading is recorded as printed before anything is shown.

Result<paper::Document> document_of(const Desk& desk, const Visit& visit) {
  TRY(found, open_meeting(desk, visit, vault::Action::printed));
  const auto asked = language_from_code(visit.request.query.get("language"));
  const Language language = asked ? *asked : visit.words.language();
  const auto state = desk.vault.directory();
  const Protocol protocol{found.opened.story, *found.item, paper::letterhead_from(state->setting(paper::letterhead_setting(language, false))), desk.vault.clock().now()};
  return compose(Catalogue::of(language), protocol);
}

web::Response protocol(const Desk& desk, const Visit& visit) {
  const auto document = document_of(desk, visit);
  if (!document) return web::error_page(visit, document.error());
  if (visit.request.query.get("as") != "pdf") return web::Response::page(web::paper_page(*document));
  auto made = paper::typeset(*document);
  if (!made) return web::error_page(visit, made.error());
  return web::Response::download("protocol.pdf", "application/pdf", std::move(made->pdf));
}

}  // namespace

void add_meeting_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/cooperation/{file}/meeting/{entry}", meeting_page);
  on_get(site, desk, "/cooperation/{file}/meeting/{entry}/protocol", protocol);
}

}  // namespace arasha::cooperation
