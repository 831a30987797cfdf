#include "cooperation/cards.h"

#include "arasha/options.pb.h"

namespace arasha::cooperation {
namespace {

constexpr std::size_t kTextBytes = 400;  // of a decision or recommendation in a list

// Never inside a letter.
std::string shortened(const std::string& text) {
  if (text.size() <= kTextBytes) return text;
  std::size_t cut = kTextBytes;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0U) == 0x80U) --cut;
  return text.substr(0, cut) + " …";
}

void put_standing(const Story& story, const Item& item, CooperationCard::Work& work) {
  const Standing standing = standing_of(story, item);
  work.set_entry(reference_to(item));
  work.set_state(standing.state);
  work.set_since(standing.since);
  work.set_evidence(static_cast<std::uint32_t>(standing.evidence));
}

void fold_agreement(const Story& story, const Agreement& agreement, CooperationCard& out) {
  out.set_kind("agreement");
  out.set_title(agreement.title());
  out.set_code(agreement.kind());
  out.set_from(agreement.valid_from().empty() ? agreement.signed_() : agreement.valid_from());
  out.set_until(agreement.valid_until());
  out.set_prolongation(agreement.prolongation());
  out.set_review(agreement.review());
  for (const auto& party : agreement.parties()) out.add_bodies(party.name());
  if (const auto* end = story.last<AgreementEnd>()) out.set_ended(end->date());
}

void fold_commission(const Story& story, const Commission& commission, CooperationCard& out) {
  out.set_kind("commission");
  out.set_title(commission.name());
  out.set_code(commission.level());
  out.set_region(commission.region());
  out.set_from(commission.founded());
  out.set_chair(commission.chair());
  for (const Item* item : story.all<Meeting>()) {
    const auto* meeting = item->as<Meeting>();
    auto* session = out.add_meetings();
    session->set_entry(reference_to(*item));
    session->set_date(meeting->date());
    session->set_time(meeting->time());
    session->set_state(meeting->state());
    session->set_kind(meeting->kind());
    session->set_protocol(meeting->protocol());
    session->set_place(meeting->place());
    for (const Item* one : decisions_of(story, *item)) {
      const auto* decision = one->as<MeetingDecision>();
      auto* work = out.add_work();
      put_standing(story, *one, *work);
      work->set_of(reference_to(*item));
      work->set_number(number_on_protocol(story, *one));
      work->set_text(shortened(decision->text()));
      work->set_body(decision->body());
      work->set_person(decision->person());
      work->set_member(decision->member());
      work->set_due(decision->due());
      work->set_date(meeting->date());
    }
  }
}

void fold_report(const Story& story, const PublishedReport& report, CooperationCard& out) {
  out.set_kind("report");
  out.set_title(report.title());
  out.set_code(report.kind());
  out.set_from(report.published());
  out.set_year(report.year());
  out.set_assessment(report.assessment());
  for (const Item* item : story.all<Recommendation>()) {
    const auto* recommendation = item->as<Recommendation>();
    auto* aim = out.add_aims();
    aim->set_entry(reference_to(*item));
    aim->set_number(recommendation->number());
    aim->set_text(shortened(recommendation->text()));
    aim->set_to(recommendation->to());
    if (const Item* verdict = verdict_on(story, *item)) {
      aim->set_verdict(verdict->as<RecommendationVerdict>()->verdict());
      aim->set_since(verdict->as<RecommendationVerdict>()->date());
    }
    for (const Item* one : actions_of(story, *item)) {
      const auto* action = one->as<RecommendedAction>();
      auto* work = out.add_work();
      put_standing(story, *one, *work);
      work->set_of(reference_to(*item));
      work->set_number(recommendation->number());
      work->set_text(shortened(action->text()));
      work->set_body(action->body());
      work->set_person(action->person());
      work->set_member(action->member());
      work->set_due(action->due());
      work->set_date(to_iso(date_of(one->first().time)));
    }
  }
}

}  // namespace

CooperationCard card(const Story& story) {
  CooperationCard out;
  if (const auto* agreement = story.last<Agreement>()) fold_agreement(story, *agreement, out);
  else if (const auto* commission = story.last<Commission>()) fold_commission(story, *commission, out);
  else if (const auto* report = story.last<PublishedReport>()) fold_report(story, *report, out);
  return out;
}

Bytes card_of(const Story& story, std::uint8_t compartment) {
  return compartment == COOPERATION ? schema::serialise(card(story)) : Bytes();
}

}  // namespace arasha::cooperation
