#include "casework/tasks/panel.h"

#include <algorithm>

#include "casework/tasks/dues.h"
#include "casework/tasks/use_template.h"
#include "casework/tasks/words.h"

namespace arasha::casework {

Html done_button(const Visit& visit, FileId file, const Due& due, const std::string& back) {
  if (due.kind() != "task" && due.kind() != "conference") return {};
  return web::post_form("/file/" + file.text() + "/done/" + due.entry(), visit.csrf, web::hidden("back", back), due.row().empty() ? Html() : web::hidden("row", due.row()),
                        el("button", {{"class", "govuk-button govuk-button--secondary arasha-small-button"}, {"type", "submit"}}, visit.words.text(N_("Done")),
                           el("span", {{"class", "govuk-visually-hidden"}}, ": " + due.what())));
}

Html tasks_panel(const Visit& visit, const CaseView& view, const vault::Directory& state, Date day) {
  const Catalogue& words = visit.words;
  Dues dues = assistance_dues(view.story);
  dues.MergeFrom(legal_dues(view.story));
  if (view.who) dues.MergeFrom(health_dues(*view.who));
  std::stable_sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) { return a.date() < b.date(); });
  const std::string today = to_iso(day);
  Html items;
  for (const Due& due : dues) {
    Html line = Html::text(due_text(words, due) + " ");
    if (due.priority() == "urgent") line.add(web::tag(web::Meaning::danger, words.text(N_("Urgent")))).add(" ");
    if (due.date() < today) line.add(web::tag(web::Meaning::danger, words.text(N_("Late"))));
    if (due.date() == today) line.add(web::tag(web::Meaning::waiting, words.text(N_("Today"))));
    std::string about = date_label(words, due.date());
    if (const std::string who = member_name(state, due.member()); !who.empty()) about += ", " + who;
    line.add(" ");
    line.add(quiet(about));
    if (view.may_change(ASSISTANCE)) line.add(done_button(visit, view.file, due));
    items.add(el("li", {}, line));
  }
  const auto* journey = view.story.last<Return>();
  const bool home = journey != nullptr && !journey->arrival().empty();
  Html plan;
  if (home && view.may_change(ASSISTANCE)) {
    plan = el("p", {{"class", "govuk-body"}}, web::link("/case/" + view.file.text() + "/follow-ups", words.text(N_("Plan the follow-ups"))));
  }
  if (view.reads_case() && view.may_change(ASSISTANCE)) {
    plan.add(el("p", {{"class", "govuk-body"}}, web::link(sets_address(view.file, ""), words.text(N_("Use a set of tasks")))));
  }
  if (items.is_empty() && plan.is_empty()) return {};
  return section(words.text(N_("To do")), "todo-heading", items.is_empty() ? plan : el("div", {}, el("ul", {{"class", "govuk-list arasha-todo"}}, items), plan));
}

}  // namespace arasha::casework
