#include "casework/cards.h"

#include <algorithm>
#include <map>

#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "arasha/tasks.pb.h"
#include "casework/lists/flags.h"
#include "casework/person/merge.h"
#include "casework/plan/approval.h"
#include "casework/plan/rules.h"
#include "casework/retention/rules.h"
#include "casework/rules.h"
#include "casework/tasks/dues.h"

namespace arasha::casework {
namespace {

std::string day_of(Time time) { return to_iso(date_of(time)); }

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += ' ';
    out += part;
  }
  return out;
}

void fold_first_contact(const Story& story, CaseCard& card) {
  const auto* contact = story.last<FirstContact>();
  if (contact == nullptr) return;
  *card.mutable_sources() = contact->sources();
  card.set_danger(contact->danger());
  if (!contact->date().empty()) card.set_opened(contact->date());
}

template <class MessageType>
std::string first_date(const Story& story) {
  std::string out;
  for (const Item* item : story.all<MessageType>()) {
    const std::string& date = item->as<MessageType>()->date();
    if (out.empty() || (!date.empty() && date < out)) out = date;
  }
  return out;
}

// What the figures for a manager count (oversight/figures.h): months instead of single services, so that a case of a
// thousand services has a card of a few lines.
void fold_figures(const Story& story, CaseCard& card) {
  card.set_assessed(first_date<NeedsAssessment>(story));
  card.set_planned(first_date<IndividualPlan>(story));
  std::map<std::tuple<std::string, std::string, std::string>, std::uint32_t> sums;
  for (const Item* item : story.all<ServiceGiven>()) {
    const auto* one = item->as<ServiceGiven>();
    ++sums[{one->date().substr(0, 7), one->kind(), one->funding()}];
  }
  for (const auto& [key, count] : sums) {
    ServiceSum& sum = *card.add_given();
    sum.set_month(std::get<0>(key));
    sum.set_kind(std::get<1>(key));
    sum.set_funding(std::get<2>(key));
    sum.set_count(count);
  }
  for (const Item* item : story.all<Identification>()) {
    Finding& finding = *card.add_findings();
    finding.set_status(item->as<Identification>()->status());
    finding.set_date(item->as<Identification>()->date());
  }
  for (const Item* item : story.all<FollowUp>()) {
    FollowUpSum& sum = *card.add_followed_up();
    sum.set_date(item->as<FollowUp>()->date());
    sum.set_reached(item->as<FollowUp>()->reached());
  }
}

void fold_course(const Story& story, CaseCard& card) {
  if (const auto* decision = story.last<Identification>()) card.set_identification(decision->status());
  if (const auto* happened = story.last<Exploitation>()) {
    *card.mutable_exploitation() = happened->types();
    card.set_exploitation_country(happened->exploitation_country());
  }
  if (const auto* journey = story.last<Return>()) {
    card.set_return_decision(journey->decision());
    card.set_departure(journey->departure());
    card.set_arrival(journey->arrival());
  }
  card.set_services(static_cast<std::uint32_t>(story.all<ServiceGiven>().size()));
  card.set_open_needs(open_needs(story));
  if (const Item* risk = newest<RiskAssessment>(story)) card.set_risk(risk->as<RiskAssessment>()->level());
  if (const auto day = next_review(story)) card.set_next_review(to_iso(*day));
  card.set_awaiting_approval(awaiting_approval(story));
  fold_figures(story, card);
  if (const Item* asked = longest_waiting(story)) {
    card.set_approval_since(day_of(asked->first().time));
    card.set_approval_by(asked->first().author.text());
  }
  put_flags(story, card);
}

}  // namespace

CaseCard case_card(const Story& story) {
  CaseCard card;
  if (!story.items.empty()) card.set_opened(day_of(story.items.front().first().time));
  if (const auto* opened = story.last<CaseOpened>()) {
    card.set_alias(opened->alias());
    card.set_person(opened->person());
    card.set_provenance(opened->provenance());
    card.set_source_file(opened->source_file());
    // Of a record that came from a dataset no more than the year is known; it stands at the beginning of it.
    if (!opened->registered().empty()) card.set_opened(opened->registered() + "-01-01");
  }
  Time updated{};
  for (const Item& item : story.items) updated = std::max(updated, item.latest().time);
  card.set_updated(day_of(updated));
  fold_first_contact(story, card);
  fold_course(story, card);
  if (const auto* assignment = story.last<Assignment>()) card.set_owner(assignment->member());
  if (const Closure* closure = standing_closure(story)) {
    card.set_state("closed");
    card.set_closed(closure->date());
    card.set_closure_reason(closure->reason());
  } else if (card.owner().empty() && card.provenance() == "ctdc_import") {
    // The work of others, which nobody here waits for.
    card.set_state("closed");
  } else {
    card.set_state(card.owner().empty() ? "new" : "active");
  }
  *card.mutable_dues() = assistance_dues(story);
  if (RetentionFacts facts = retention_facts(story); facts.ByteSizeLong() > 0) *card.mutable_retention() = std::move(facts);
  return card;
}

PersonCard person_card(const Story& story) {
  PersonCard card;
  if (const auto into = joinings_of(story).into) card.set_merged_into(into->text());
  const auto* identity = story.last<Identity>();
  if (identity == nullptr) return card;
  const std::string name = joined({identity->family_name(), identity->given_name(), identity->patronymic()});
  if (!name.empty()) card.add_names(name);
  for (const std::string& other : identity->other_names()) card.add_names(other);
  // A name that was corrected is still searched for: papers and people keep the old one.
  for (const Item* item : story.all<Identity>()) {
    for (const Version& version : item->versions) {
      const auto* earlier = dynamic_cast<const Identity*>(version.message.get());
      if (earlier == nullptr) continue;
      const std::string old = joined({earlier->family_name(), earlier->given_name(), earlier->patronymic()});
      const auto& names = card.names();
      if (!old.empty() && std::find(names.begin(), names.end(), old) == names.end()) card.add_names(old);
    }
  }
  card.set_birth_date(identity->birth_date());
  card.set_age_band(identity->age_band());
  card.set_sex(identity->sex());
  *card.mutable_citizenships() = identity->citizenships();
  card.set_document_number(identity->document_number());
  card.set_phone(identity->phone());
  return card;
}

PresenceCard presence_card(const Story& story) {
  PresenceCard card;
  if (const auto* known = story.last<CaseForShift>()) {
    card.set_alias(known->alias());
    card.set_person(known->person());
  }
  if (const auto* alerts = story.last<Alerts>()) {
    card.set_called(alerts->called());
    card.set_alerts(alerts->alerts());
    card.set_diet(alerts->diet());
    card.set_room(alerts->room());
  }
  if (const auto* safe = story.last<SafeContact>()) {
    card.set_safe_number(safe->number());
    card.set_safe_hours(safe->hours());
    card.set_code_word(safe->code_word());
    card.set_never_do(safe->never_do());
    card.set_who_is_calling(safe->who_is_calling());
    card.set_hide(safe->hide());
  }
  return card;
}

LegalCard legal_card(const Story& story) {
  LegalCard card;
  for (const Item* item : story.all<LegalStep>()) {
    const auto* step = item->as<LegalStep>();
    card.set_steps(card.steps() + 1);
    card.set_last_kind(step->kind());
    card.set_next_date(step->next_date());
  }
  *card.mutable_dues() = legal_dues(story);
  return card;
}

HealthCard health_card(const Story& story) {
  HealthCard card;
  for (const Item* item : story.all<HealthNote>()) {
    card.set_notes(card.notes() + 1);
    card.set_next_date(item->as<HealthNote>()->next_date());
  }
  *card.mutable_dues() = health_dues(story);
  return card;
}

Bytes card_of(const Story& story, std::uint8_t compartment) {
  switch (static_cast<Compartment>(compartment)) {
    case IDENTITY: return schema::serialise(person_card(story));
    case HEALTH: return schema::serialise(health_card(story));
    case ASSISTANCE: return schema::serialise(case_card(story));
    case LEGAL: return schema::serialise(legal_card(story));
    case PRESENCE: return schema::serialise(presence_card(story));
    case FACTS:
      if (const auto* facts = story.last<Facts>()) return schema::serialise(*facts);
      return {};
    default: return {};  // CLUES: its card is not a fold of the story (casework/clues/book.h)
  }
}

}  // namespace arasha::casework
