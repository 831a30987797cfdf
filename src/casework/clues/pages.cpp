// What can be done with clues beside writing them: asking about one, answering, comparing those of before.
#include "casework/clues/links.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

std::string home(const FileId file) { return "/case/" + file.text() + "#clues-heading"; }

web::Response ask(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto clue = EntryId::from_text(visit.request.form.get("clue"));
  if (!file || !clue) return no_page(visit);
  const auto story = Cases(desk.vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const auto asked = ask_about(desk, visit, *file, *story, *clue);
  if (!asked) return web::error_page(visit, asked.error());
  return web::Response::redirect(home(*file), N_("They are asked. Neither your case nor anything of it was told to them."));
}

// Whoever opens the clue that is asked about.
bool may_answer(const Desk& desk, const Visit& visit, FileId file, EntryId question) {
  const auto story = Cases(desk.vault).read(visit.keyring, file);
  const auto card = clue_card(desk.vault, visit.keyring, file);
  if (!story || !card) return false;
  for (const ClueQuestion& one : card->questions()) {
    if (one.id() != question.text()) continue;
    const auto clue = EntryId::from_text(one.clue());
    const Item* item = clue ? story->find(*clue) : nullptr;
    if (item != nullptr && item->latest().message != nullptr) return true;
  }
  return false;
}

web::Response answer(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto question = EntryId::from_text(visit.request.form.get("question"));
  const std::string said(visit.request.form.get("answer"));
  if (!file || !question || (said != "talk" && said != "no") || !may_answer(desk, visit, *file, *question)) return no_page(visit);
  const auto answered = answer_question(desk, visit, *file, *question, said);
  if (!answered) return web::error_page(visit, answered.error());
  return web::Response::redirect(home(*file), N_("The answer is there for who asked."));
}

web::Response compare(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file || !(may_write(desk, visit, *file, ASSISTANCE) || may_write(desk, visit, *file, LEGAL))) return no_page(visit);
  const auto compared = compare_clues(desk, visit, *file);
  if (!compared) return web::error_page(visit, compared.error());
  return web::Response::redirect(home(*file), N_("The clues are compared with other cases."));
}

}  // namespace

void add_clue_pages(web::Site& site, const Desk& desk) {
  on_post(site, desk, "/case/{file}/clues/ask", ask);
  on_post(site, desk, "/case/{file}/clues/answer", answer);
  on_post(site, desk, "/case/{file}/clues/compare", compare);
  // Where a change of language lands after one of them.
  for (const char* address : {"/case/{file}/clues/ask", "/case/{file}/clues/answer", "/case/{file}/clues/compare"}) {
    on_get(site, desk, address, [](const Desk&, const Visit& visit) {
      const auto file = file_of(visit);
      return file ? web::Response::redirect(home(*file)) : no_page(visit);
    });
  }
}

}  // namespace arasha::casework
