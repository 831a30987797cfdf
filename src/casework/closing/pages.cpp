#include "casework/closing/pages.h"

#include "casework/closing/rules.h"

namespace arasha::casework {

Html before_closing(const Desk& desk, const Visit& visit, FileId file, const schema::EntryType& type) {
  if (type.descriptor != Closure::descriptor()) return {};
  const Catalogue& words = visit.words;
  const auto story = Cases(desk.vault).read(visit.keyring, file);
  if (!story) return {};
  Html items;
  for (const Obligation& one : open_obligations(*story, today(desk))) {
    const std::string value = *one.vocabulary == '\0' ? one.value : label(words, one.vocabulary, one.value);
    items.add(el("li", {}, words.text(one.text, {value})));
  }
  Html out;
  if (!items.is_empty()) {
    out.add(el("h2", {{"class", "govuk-heading-s"}}, words.text(N_("Still open in this case"))));
    out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
    out.add(el("p", {{"class", "govuk-body"}},
               words.text(N_("You can close the case all the same. Tasks stay under “To do”, everything else "
                             "falls silent: settle it first, or say in the note who goes on with it."))));
  }
  if (story->last<ExitInterview>() == nullptr) {
    const std::string address = "/file/" + file.text() + "/add/ExitInterview?case=" + file.text();
    out.add(el("p", {{"class", "govuk-body"}},
               words.text(N_("Nobody has asked yet what the person thinks of the help.")), " ",
               web::link(address, words.text(N_("Interview at the end")))));
  }
  return out.is_empty() ? Html() : web::inset(out);
}

}  // namespace arasha::casework
