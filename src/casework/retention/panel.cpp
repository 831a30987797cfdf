// How long this case is kept, on its page; and what stops its erasure.
#include "casework/retention/pages.h"
#include "casework/retention/settings.h"
#include "casework/services/norms.h"

namespace arasha::casework {
namespace {

std::string hold_line(const Catalogue& words, const LegalHold& hold) {
  std::string out = label(words, "hold_ground", hold.ground()) + ": " + hold.authority();
  if (!hold.reference().empty()) out += ", " + hold.reference();
  return out;
}

std::string hold_span(const Catalogue& words, const LegalHold& hold) {
  if (hold.until().empty()) return words.text(N_("from {1}, until it is lifted"), {date_label(words, hold.date())});
  return words.text(N_("from {1} to {2}"), {date_label(words, hold.date()), date_label(words, hold.until())});
}

Html holds_html(const Visit& visit, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  Html items;
  for (const Hold& one : holds_of(view.story)) {
    Html item = el("strong", {}, hold_line(words, *one.hold));
    item.add(" ");
    if (stands_on(one, day)) item.add(web::tag(web::Meaning::danger, words.text(N_("On hold"))));
    else item.add(web::tag(web::Meaning::over, words.text(one.lifted != nullptr ? N_("Lifted") : N_("Ended"))));
    item.add(el("div", {}, quiet(hold_span(words, *one.hold))));
    if (one.lifted != nullptr) item.add(el("div", {{"class", "arasha-kept"}}, one.lifted->as<LegalHoldLifted>()->reason()));
    if (one.lifted == nullptr && view.may_change(ASSISTANCE)) {
      item.add(el("p", {{"class", "arasha-entry__links"}}, web::link("/case/" + view.file.text() + "/hold/" + one.item->latest().id.text(), words.text(N_("Lift the hold")), one.hold->authority())));
    }
    items.add(el("li", {{"class", "arasha-item"}}, item));
  }
  return items.is_empty() ? Html() : el("ul", {{"class", "arasha-items"}}, items);
}

Html clock_html(const Desk& desk, const Catalogue& words, const RetentionStanding& standing) {
  const auto language = words.language();
  web::SummaryList list;
  if (standing.clock.may) list.add(words.text(N_("It is kept at least until")), words.date(*standing.clock.may));
  if (standing.clock.must) list.add(words.text(N_("It is erased by")), words.date(*standing.clock.must));
  Html out = list.is_empty() ? Html() : list.html();
  Html rules;
  for (const RuleState& one : standing.clock.rules) {
    std::string line = pack::in_language(one.rule->title(), language) + ": " + period_text(words, one.period);
    if (one.day) line += ", " + words.text(N_("until {1}"), {words.date(*one.day)});
    rules.add(el("li", {}, line, " ", norm_html(words, norms_of(desk), one.rule->norm())));
  }
  if (!rules.is_empty()) out.add(web::details(words.text(N_("The rules that count")), el("ul", {{"class", "govuk-list govuk-list--bullet"}}, rules)));
  return out;
}

}  // namespace

Html held_tag(const Catalogue& words, const CaseCard& card, Date day) {
  return is_held(card.retention(), day) ? web::tag(web::Meaning::danger, words.text(N_("On hold"))) : Html();
}

Html held_notice(const Visit& visit, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  if (!view.reads_case()) return {};
  Html out;
  for (const Hold& one : holds_of(view.story)) {
    if (!stands_on(one, day)) continue;
    out.add(web::warning(words, words.text(N_("On hold: nobody can erase anything of this case. {1}"), {hold_line(words, *one.hold) + ", " + hold_span(words, *one.hold)})));
  }
  if (proposal_of(view.story).state == ProposalState::waiting && !view.printing) {
    out.add(web::inset(el("p", {{"class", "govuk-body"}}, words.text(N_("Somebody proposed to erase this case for ever.")), " ",
                          web::link("/case/" + view.file.text() + "/erasure", words.text(N_("Look at it"))))));
  }
  return out;
}

Html retention_panel(const Desk& desk, const Visit& visit, const CaseView& view, Date day) {
  const Catalogue& words = visit.words;
  if (!view.reads_case()) return {};
  Html inside = holds_html(visit, view, day);
  if (view.card.state() == "closed") {
    const bool sees_person = view.who.has_value();
    PersonCard card;
    if (view.identity != nullptr) {
      card.set_birth_date(view.identity->birth_date());
      card.set_age_band(view.identity->age_band());
    }
    const RetentionStanding standing = retention_standing(case_state(view.card, sees_person ? &card : nullptr, false), norms_of(desk).contents(), periods_of(desk.vault.directory()), day);
    inside.add(clock_html(desk, words, standing));
    for (const Obstacle one : standing.obstacles) {
      if (one == Obstacle::undecided || one == Obstacle::age_unknown) inside.add(web::hint(words.text(sentence_of(one))));
    }
    if (view.may_change(ASSISTANCE)) {
      inside.add(el("p", {{"class", "govuk-body arasha-no-print"}}, web::link("/case/" + view.file.text() + "/erasure", words.text(N_("Erase the case for ever")))));
    }
  }
  if (inside.is_empty()) return {};
  return section(words.text(N_("How long it is kept")), "retention-heading", inside);
}

}  // namespace arasha::casework
