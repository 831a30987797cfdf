#include "casework/conference/pages.h"

namespace arasha::casework {

Html conference_panel(const Visit& visit, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  const Item* last = view.reads_case() ? newest<CaseConference>(view.story) : nullptr;
  if (last == nullptr) return {};
  const auto* newest_one = last->as<CaseConference>();
  Html items;
  for (const Item* item : view.story.all<CaseConference>()) {
    for (const auto& decision : item->as<CaseConference>()->decisions()) {
      // Of earlier conferences only what is still open.
      if (item != last && !decision.done().empty()) continue;
      Html line = Html::text(decision.what() + " ");
      if (!decision.done().empty())
        line.add(web::tag(web::Meaning::good, words.text(N_("Done"))));
      else if ((!decision.by().empty() && decision.by() < to_iso(day)))
        line.add(web::tag(web::Meaning::danger, words.text(N_("Late"))));
      std::string about = decision.who();
      if (!decision.by().empty()) about += (about.empty() ? "" : ", ") + date_label(words, decision.by());
      line.add(" ");
      line.add(quiet(about));
      items.add(el("li", {}, line));
    }
  }
  Html inside = el("p", {{"class", "govuk-!-margin-bottom-1"}},
                   words.text(N_("Last conference: {1}"), {date_label(words, newest_one->date())}));
  if (!newest_one->next().empty())
    inside.add(el("p", {{"class", "govuk-!-margin-bottom-1"}},
                  words.text(N_("Next conference: {1}"), {date_label(words, newest_one->next())})));
  if (!items.is_empty()) inside.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
  if (view.may_change(ASSISTANCE)) {
    inside.add(el("p", {{"class", "arasha-entry__links"}},
                  web::link(correct_address(view, view.file, *last), words.text(N_("Correct")),
                            words.text(N_("Case conference"))),
                  " ",
                  web::link(add_address(view, schema::entry_type_of<CaseConference>()),
                            words.text(N_("Record a new conference")))));
  }
  return section(words.text(N_("Case conferences")), "conference-heading", inside);
}

}  // namespace arasha::casework
