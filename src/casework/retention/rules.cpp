#include "casework/retention/rules.h"

#include <algorithm>
#include <charconv>

#include "arasha/entries.pb.h"
#include "base/catalogue.h"
#include "casework/consent/outflow.h"
#include "casework/mistakes.h"

namespace arasha::casework {
namespace {

using pack::Retention;

constexpr const char* kOpenEnd = "-";

std::optional<Date> day_in(const std::string& iso) {
  const auto day = date_from_iso(iso);
  return day ? std::optional(*day) : std::nullopt;
}

// The same day of a later month, or that month's last day.
Date later(Date day, std::uint32_t months) {
  const Date same = day + std::chrono::months(months);
  return same.ok() ? same : Date(same.year() / same.month() / std::chrono::last);
}

constexpr std::uint32_t kMajority = 18 * 12;

// The eighteenth birthday of somebody who was a child at the first contact. Of a band of ages, the latest that it can be.
std::optional<Date> majority(const CaseState& state) {
  const auto contact = day_in(state.first_contact);
  if (const auto birth = day_in(state.birth_date)) {
    const Date adult = later(*birth, kMajority);
    return contact && *contact < adult ? std::optional(adult) : std::nullopt;
  }
  if (!contact) return std::nullopt;
  if (state.age_band == "0--8") return later(*contact, kMajority);
  if (state.age_band == "9--17") return later(*contact, kMajority - 9 * 12);
  return std::nullopt;
}

bool applies(const Retention& rule, const CaseState& state) {
  switch (rule.cases()) {
    case Retention::EVERY_CASE: return true;
    case Retention::STATE_PAID: return state.facts.state_paid();
    case Retention::DONOR_PAID: return state.facts.donor_paid();
    case Retention::OF_A_CHILD: return !state.person_seen || majority(state).has_value();
    case Retention::CONSENT_WITHDRAWN: return !state.facts.withdrawn().empty();
    default: return true;  // of a newer program: rather kept than lost
  }
}

std::optional<Date> start_of(const Retention& rule, const CaseState& state) {
  const auto closed = day_in(state.closed);
  if (!closed) return std::nullopt;
  if (rule.from() == Retention::CLOSURE) return closed;
  if (rule.from() == Retention::WITHDRAWAL) return day_in(state.facts.withdrawn());
  if (!state.person_seen) return std::nullopt;
  const auto adult = majority(state);
  return adult ? std::max(*adult, *closed) : *closed;
}

bool is_donor(const std::string& funding) { return funding.starts_with("grant_"); }

}  // namespace

std::vector<Hold> holds_of(const Story& story) {
  std::vector<Hold> out;
  for (const Item* item : story.all<LegalHold>()) {
    Hold hold{item, item->as<LegalHold>(), nullptr};
    for (const Item* lifted : story.all<LegalHoldLifted>()) {
      const auto id = EntryId::from_text(lifted->as<LegalHoldLifted>()->hold());
      if (id && story.find(*id) == item) hold.lifted = lifted;
    }
    out.push_back(hold);
  }
  return out;
}

// One whose first day is still to come stands already: it was ordered.
bool stands_on(const Hold& hold, Date day) {
  if (hold.lifted != nullptr) return false;
  return hold.hold->until().empty() || to_iso(day) <= hold.hold->until();
}

bool is_held(const Story& story, Date day) {
  const auto holds = holds_of(story);
  if (std::any_of(holds.begin(), holds.end(), [&](const Hold& one) { return stands_on(one, day); })) return true;
  const auto closed = [&](std::uint16_t type) {
    return std::count_if(story.items.begin(), story.items.end(), [&](const Item& item) { return item.closed && item.type == type; });
  };
  return closed(schema::entry_type_of<LegalHold>().number) > closed(schema::entry_type_of<LegalHoldLifted>().number);
}

RetentionFacts retention_facts(const Story& story) {
  RetentionFacts out;
  for (const Item* item : story.all<ServiceGiven>()) {
    const std::string& funding = item->as<ServiceGiven>()->funding();
    if (funding == "state_order") out.set_state_paid(true);
    if (is_donor(funding)) out.set_donor_paid(true);
  }
  const Date far{std::chrono::year(9999), std::chrono::December, std::chrono::day(31)};
  for (const StandingConsent& one : standing_consents(story, far)) {
    if (one.consent->purpose() != "case_management" || one.state != ConsentState::withdrawn) continue;
    out.set_withdrawn(std::max(out.withdrawn(), one.consent->date()));
  }
  for (const Hold& one : holds_of(story)) {
    if (one.lifted != nullptr || out.hold_until() == kOpenEnd) continue;
    out.set_hold_until(one.hold->until().empty() ? kOpenEnd : std::max(out.hold_until(), one.hold->until()));
  }
  out.set_proposed(proposal_of(story).state == ProposalState::waiting);
  return out;
}

bool is_held(const RetentionFacts& facts, Date day) {
  return facts.hold_until() == kOpenEnd || (!facts.hold_until().empty() && to_iso(day) <= facts.hold_until());
}

std::string setting_of(const Retention& rule) { return "retention." + rule.id(); }

Period period_of(const Retention& rule, const std::string& setting) {
  if (setting == "none") return {false, std::nullopt};
  std::uint32_t months = 0;
  const auto [end, error] = std::from_chars(setting.data(), setting.data() + setting.size(), months);
  if (!setting.empty() && error == std::errc() && end == setting.data() + setting.size() && months <= kMostMonths) return {true, months};
  if (rule.months() > 0) return {true, rule.months()};
  return {true, std::nullopt};
}

CaseState case_state(const CaseCard& card, const PersonCard* person, bool other_open) {
  CaseState out;
  if (card.state() == "closed") out.closed = card.closed().empty() ? card.updated() : card.closed();
  out.first_contact = card.opened();
  out.person_seen = person != nullptr || card.person().empty();
  if (person != nullptr) {
    out.birth_date = person->birth_date();
    out.age_band = person->age_band();
  }
  out.facts = card.retention();
  out.other_open = other_open;
  out.awaits_approval = card.awaiting_approval() > 0;
  return out;
}

const char* sentence_of(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::open: return N_("The case is open. Close it first.");
    case Obstacle::held: return N_("A hold stands: the case must stay until it ends or is lifted.");
    case Obstacle::other_open: return N_("Another case of the same person is open.");
    case Obstacle::approval: return N_("Something in the case waits for approval.");
    case Obstacle::age_unknown: return N_("Cases of children are kept longer, and you may not see how old the person is. Ask a colleague who may.");
    case Obstacle::undecided: return N_("Nobody has decided yet how long such a case is kept. A steward decides it under Settings.");
    case Obstacle::not_yet: return N_("The period for keeping it is not over.");
  }
  return "";
}

bool RetentionStanding::has(Obstacle one) const { return std::find(obstacles.begin(), obstacles.end(), one) != obstacles.end(); }

RetentionStanding retention_standing(const CaseState& state, const pack::Contents& norms, const Periods& periods, Date today) {
  RetentionStanding out;
  const auto closed = day_in(state.closed);
  std::optional<Date> may = closed;
  bool undecided = false;
  bool age_unknown = false;
  for (const Retention* rule : pack::all_on(norms.retention(), today)) {
    RuleState one{rule, periods(*rule), std::nullopt, std::nullopt};
    if (!one.period.applies || !applies(*rule, state)) continue;
    one.start = start_of(*rule, state);
    if (one.start && one.period.months) one.day = later(*one.start, *one.period.months);
    if (rule->duty() != Retention::ERASE) {
      if (!one.period.months) undecided = true;
      else if (closed && !one.day) age_unknown = true;
      else if (one.day && may) may = std::max(*may, *one.day);
    } else if (one.day) {
      out.clock.must = out.clock.must ? std::min(*out.clock.must, *one.day) : *one.day;
    }
    out.clock.rules.push_back(one);
  }
  if (!undecided && !age_unknown) out.clock.may = may;
  if (out.clock.must && out.clock.may) out.clock.must = std::max(*out.clock.must, *out.clock.may);
  const auto stop = [&](bool is_so, Obstacle obstacle) {
    if (is_so) out.obstacles.push_back(obstacle);
  };
  stop(!closed, Obstacle::open);
  stop(is_held(state.facts, today), Obstacle::held);
  stop(state.other_open, Obstacle::other_open);
  stop(state.awaits_approval, Obstacle::approval);
  stop(age_unknown, Obstacle::age_unknown);
  stop(undecided, Obstacle::undecided);
  stop(out.clock.may && today < *out.clock.may, Obstacle::not_yet);
  return out;
}

std::vector<Obstacle> obstacles_for(const RetentionStanding& standing, const std::string& ground) {
  std::vector<Obstacle> out = standing.obstacles;
  if (ground != "ordered") return out;
  std::erase_if(out, [](Obstacle one) { return one == Obstacle::not_yet || one == Obstacle::undecided || one == Obstacle::age_unknown; });
  return out;
}

std::optional<std::uint32_t> shortest_period(const pack::Contents& norms, const Periods& periods, Date today) {
  std::optional<std::uint32_t> out;
  for (const Retention* rule : pack::all_on(norms.retention(), today)) {
    const Period period = periods(*rule);
    if (period.applies && period.months) out = std::min(out.value_or(kMostMonths), *period.months);
  }
  return out;
}

Proposal proposal_of(const Story& story) {
  Proposal out;
  for (const Item* item : story.all<ErasureProposed>()) out.item = item;
  if (out.item == nullptr) return out;
  out.proposal = out.item->as<ErasureProposed>();
  for (const Item* item : story.all<ErasureStopped>()) {
    const auto id = EntryId::from_text(item->as<ErasureStopped>()->proposal());
    if (id && story.find(*id) == out.item) out.stopped = item;
  }
  const bool is_last = out.item->latest().seq + 1 == story.length;
  out.state = out.stopped != nullptr ? ProposalState::stopped : is_last ? ProposalState::waiting : ProposalState::outdated;
  return out;
}

void check_retention(const Story& story, const google::protobuf::Message& entry, const std::string& today, std::vector<schema::FieldError>& errors) {
  if (const auto* hold = dynamic_cast<const LegalHold*>(&entry)) {
    if (is_before(hold->until(), hold->date())) add(errors, "until", N_("The hold would end before it began. Correct one of the two dates."));
  }
  if (const auto* lifted = dynamic_cast<const LegalHoldLifted*>(&entry)) {
    not_in_the_future(errors, "date", lifted->date(), today);
    const auto id = EntryId::from_text(lifted->hold());
    const auto holds = holds_of(story);
    const auto found = std::find_if(holds.begin(), holds.end(), [&](const Hold& one) { return id && story.find(*id) == one.item; });
    if (found == holds.end()) add(errors, "reason", N_("There is no such hold in this case."));
    else if (found->lifted != nullptr) add(errors, "reason", N_("This hold was lifted already."));
    else if (is_before(lifted->date(), found->hold->date())) add(errors, "date", N_("The hold began after this day. Correct the date."));
  }
  if (dynamic_cast<const ErasureProposed*>(&entry) != nullptr) {
    if (proposal_of(story).state == ProposalState::waiting) add(errors, "ground", N_("An erasure waits for a second person already."));
    if (const auto day = day_in(today); day && is_held(story, *day)) add(errors, "ground", sentence_of(Obstacle::held));
  }
  if (const auto* stopped = dynamic_cast<const ErasureStopped*>(&entry)) {
    const Proposal now = proposal_of(story);
    const bool is_it = now.item != nullptr && now.item->latest().id.text() == stopped->proposal();
    if (!is_it || now.state == ProposalState::stopped) add(errors, "reason", N_("No erasure waits here any more."));
  }
}

}  // namespace arasha::casework
