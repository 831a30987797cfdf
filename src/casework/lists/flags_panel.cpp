#include "casework/lists/flags_panel.h"

namespace arasha::casework {
namespace {

web::Meaning meaning_of(const std::string& what) {
  if (what == "urgent") return web::Meaning::danger;
  return what == "other" ? web::Meaning::plain : web::Meaning::waiting;
}

}  // namespace

Html flag_tags(const Catalogue& words, const CaseCard& card) {
  Html out;
  for (const Flag& flag : card.flags()) {
    if (!out.is_empty()) out.add(" ");
    out.add(web::tag(meaning_of(flag.what()), flag_text(words, flag)));
  }
  return out;
}

Html flags_panel(const Visit& visit, const vault::Directory& state, const CaseView& view) {
  const Catalogue& words = visit.words;
  Html items;
  for (const Item* item : standing_flags(view.story)) {
    const auto* flag = item->as<CaseFlag>();
    const std::string text = flag_text(words, *flag);
    std::string about = member_name(state, item->first().author) + ", " + words.moment(item->first().time);
    if (!flag->until().empty()) about += " · " + words.text(N_("Remind on {1}"), {date_label(words, flag->until())});
    Html line = web::tag(meaning_of(flag->what()), text);
    line.add(" ");
    line.add(quiet(about));
    if (!flag->note().empty()) line.add(el("div", {{"class", "arasha-kept"}}, flag->note()));
    if (view.may_change(ASSISTANCE)) {
      line.add(web::post_form("/file/" + view.file.text() + "/lift/" + item->latest().id.text(), visit.csrf,
                              el("button", {{"class", "govuk-button govuk-button--secondary arasha-small-button"}, {"type", "submit"}}, words.text(N_("Take off")),
                                 el("span", {{"class", "govuk-visually-hidden"}}, ": " + text)),
                              " ", web::link(correct_address(view, view.file, *item), words.text(N_("Correct")), text)));
    }
    items.add(el("li", {}, line));
  }
  if (items.is_empty()) return {};
  return section(words.text(N_("Flags")), "flags-heading", el("ul", {{"class", "govuk-list arasha-todo"}}, items));
}

}  // namespace arasha::casework
