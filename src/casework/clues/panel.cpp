#include "casework/clues/panel.h"

#include <algorithm>

namespace arasha::casework {
namespace {

std::string clue_title(const Catalogue& words, const Item& item) {
  const auto said = clue_said(*item.latest().message);
  std::string out = said->value;
  if (!said->town.empty()) out += ", " + said->town;
  if (!said->birth_year.empty()) out += ", " + said->birth_year;
  return label(words, "clue_kind", said->kind) + ": " + out;
}

Html small_button(std::string_view text, std::string_view about) {
  return el("button", {{"class", "govuk-button govuk-button--secondary arasha-small-button"}, {"type", "submit"}}, text,
            el("span", {{"class", "govuk-visually-hidden"}}, ": " + std::string(about)));
}

class Panel {
 public:
  Panel(const Desk& desk, const Visit& visit, const CaseView& view, const CluesOfCase& clues)
      : visit_(visit), words_(visit.words), state_(desk.vault.directory()), view_(view), clues_(clues), home_("/case/" + view.file.text()) {}

  Html html() {
    if (!view_.printing) questions();
    Html items;
    for (const ClueLinks& one : clues_.clues) items.add(el("li", {{"class", "arasha-clue"}}, clue(one)));
    if (!items.is_empty()) out_.add(el("ul", {{"class", "govuk-list"}}, items));
    if (!view_.printing) below();
    return section(words_.text(N_("Clues")), "clues-heading", out_);
  }

 private:
  Html quiet_line(std::string_view text) const { return el("div", {}, quiet(text)); }

  Html clue(const ClueLinks& one) const {
    const std::string title = clue_title(words_, *one.item);
    Html out = el("strong", {}, title);
    const auto said = clue_said(*one.item->latest().message);
    if (const std::string role = label(words_, "clue_role", said->role); !role.empty()) out.add(el("div", {}, quiet(role)));
    if (view_.printing || clues_.comparing != Comparing::yes) return out;
    if (!one.enough) return out.add(quiet_line(words_.text(N_("Too little to compare: write a name and a family name, a street with a house, a whole number."))));
    if (!one.compared) return out.add(quiet_line(words_.text(N_("Not compared with other cases yet.")))); 
    for (const LinkedCase& other : one.cases) {
      out.add(el("div", {}, web::tag(web::Meaning::waiting, words_.text(N_("Also in"))), " ",
                 web::link("/case/" + other.file.text(), other.alias.empty() ? words_.text(N_("another case")) : std::string_view(other.alias))));
    }
    if (!one.circles.empty()) out.add(hint_of(one, title));
    if (one.cases.empty() && one.circles.empty()) out.add(quiet_line(words_.text(N_("No other case mentions it, as far as you may know."))));
    return out;
  }

  // That there is another case, and whom to ask; neither which, nor how many.
  Html hint_of(const ClueLinks& one, const std::string& title) const {
    std::string names;
    for (const CircleId id : one.circles) names += (names.empty() ? "" : ", ") + circle_name(words_, *state_->circle(id));
    Html out = el("div", {}, web::tag(web::Meaning::waiting, words_.text(N_("Another case mentions this"))), " ",
                  words_.text(N_("You may not open it. Ask: {1}."), {names}));
    bool waits = false;
    for (const OwnQuestion& asked : one.asked) {
      const std::string day = date_label(words_, asked.day);
      if (asked.answer.empty()) {
        waits = true;
        out.add(quiet_line(words_.text(N_("You asked on {1}. Nobody has answered yet."), {day})));
      } else if (asked.answer == "talk") {
        out.add(quiet_line(words_.text(N_("You asked on {1}. {2} says: yes, let us talk."), {day, member_name(*state_, asked.answered_by)})));
      } else {
        out.add(quiet_line(words_.text(N_("You asked on {1}. The answer is no."), {day})));
      }
    }
    if (!waits && one.asked.empty()) {
      out.add(web::post_form(home_ + "/clues/ask", visit_.csrf, web::hidden("clue", one.item->latest().id.text()),
                             small_button(words_.text(N_("Ask them")), title)));
    }
    return out;
  }

  void questions() {
    for (const QuestionHere& one : clues_.questions) {
      const std::string about = clue_title(words_, *one.item);
      const std::string who = member_name(*state_, one.question.asked_by());
      const std::string day = date_label(words_, one.question.day());
      Html inside = el("p", {{"class", "govuk-body govuk-!-margin-bottom-1"}},
                       words_.text(N_("{1} has a case that mentions this too, and asks whether you can talk: {2}"), {who, about}), " ", quiet(day));
      if (!one.question.answer().empty()) {
        inside.add(el("p", {}, quiet(label(words_, "cross_answer", one.question.answer()) + " – " + member_name(*state_, one.question.answered_by()))));
        out_.add(el("div", {{"class", "arasha-question"}}, inside));
        continue;
      }
      for (const char* answer : {"talk", "no"}) {
        inside.add(web::post_form(home_ + "/clues/answer", visit_.csrf, web::hidden("question", one.question.id()), web::hidden("answer", answer),
                                  small_button(label(words_, "cross_answer", answer), about)));
      }
      out_.add(web::inset(inside));
    }
  }

  void below() {
    if (clues_.clues.empty()) return;
    if (clues_.comparing == Comparing::no_circle) {
      out_.add(web::hint(words_.text(N_("Clues are not compared with other cases: the organisation has chosen no circle for it. A steward can, on the page of the circles."))));
    } else if (clues_.comparing == Comparing::not_yours) {
      out_.add(web::hint(words_.text(N_("None of your circles compares clues with other cases."))));
    } else {
      const bool left = std::any_of(clues_.clues.begin(), clues_.clues.end(), [](const ClueLinks& one) { return one.enough && !one.compared; });
      if (left) out_.add(web::post_form(home_ + "/clues/compare", visit_.csrf, small_button(words_.text(N_("Compare with other cases")), words_.text(N_("Clues")))));
      out_.add(web::hint(words_.text(N_("Only a sign to ask about: people share names, and numbers change hands."))));
    }
  }

  const Visit& visit_;
  const Catalogue& words_;
  std::shared_ptr<const vault::Directory> state_;
  const CaseView& view_;
  const CluesOfCase& clues_;
  std::string home_;
  Html out_;
};

}  // namespace

Result<Html> clues_panel(const Desk& desk, const Visit& visit, const CaseView& view) {
  TRY(clues, clues_of(desk, visit, view.file, view.story));
  if (clues.is_empty()) return Html();
  return Panel(desk, visit, view, clues).html();
}

Result<Html> questions_notice(const Desk& desk, const Visit& visit) {
  std::vector<FileId> files;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, CLUES));
    files = desk.tables.clues().asked(access);
  }
  std::erase_if(files, [&](FileId file) {
    return !desk.vault.may_open(visit.keyring, file, ASSISTANCE) && !desk.vault.may_open(visit.keyring, file, LEGAL);
  });
  if (files.empty()) return Html();
  constexpr std::size_t kShown = 5;
  if (files.size() > kShown) files.resize(kShown);
  TRY_VOID(desk.vault.record(visit.keyring, vault::Action::listed, FileId(), static_cast<std::uint32_t>(files.size())));
  Html links;
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  for (const FileId file : files) {
    const auto card = desk.tables.cases().card(access, file);
    links.add(" ");
    links.add(web::link("/case/" + file.text() + "#clues-heading", card && !card->alias().empty() ? std::string_view(card->alias()) : visit.words.text(N_("Case"))));
  }
  return web::inset(el("div", {}, visit.words.text(N_("A colleague asks about a clue in a case of yours:")), links));
}

}  // namespace arasha::casework
