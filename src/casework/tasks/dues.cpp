#include "casework/tasks/dues.h"

#include <map>

#include "arasha/conference.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/returning.pb.h"
#include "base/catalogue.h"
#include "casework/conference/rules.h"
#include "casework/consent/outflow.h"
#include "casework/lists/flags.h"
#include "casework/plan/rules.h"
#include "casework/retention/rules.h"
#include "casework/rules.h"

namespace arasha::casework {
namespace {

void add(Dues& dues, const char* kind, const std::string& date, const Item* item, const std::string& what = {}, const std::string& member = {}) {
  if (date.empty()) return;
  Due& due = *dues.Add();
  due.set_kind(kind);
  due.set_date(date);
  due.set_what(what);
  due.set_member(member);
  if (item != nullptr) due.set_entry(item->latest().id.text());
}

void add_tasks(const Story& story, Dues& dues) {
  for (const Item* item : story.all<Task>()) {
    const auto* task = item->as<Task>();
    if (!task->done().empty()) continue;
    const int before = dues.size();
    add(dues, "task", task->due(), item, task->what(), task->member());
    if (dues.size() > before && task->priority() == "urgent") dues.Mutable(before)->set_priority(task->priority());
  }
}

void add_stay(const Story& story, Dues& dues) {
  if (const Item* item = newest<LegalStatus>(story)) {
    add(dues, "permit", item->as<LegalStatus>()->valid_until(), item);
    add(dues, "registration", item->as<LegalStatus>()->registration_until(), item);
  }
  if (const Item* item = newest<ReflectionPeriod>(story)) {
    const auto* period = item->as<ReflectionPeriod>();
    if (period->ended().empty()) add(dues, "reflection", period->until(), item);
  }
}

void add_consents(const Story& story, Dues& dues) {
  // Whichever day it is today: a consent that ends is asked for again before its last day, or is due since then.
  const Date far{std::chrono::year(9999), std::chrono::December, std::chrono::day(31)};
  for (const StandingConsent& one : standing_consents(story, far)) {
    const bool stands = one.state == ConsentState::given || one.state == ConsentState::expired;
    if (stands) add(dues, "consent", one.consent->valid_until(), one.item, one.consent->purpose());
  }
}

// The last question after a return, unless it was asked: a year after the arrival.
constexpr unsigned kMonthsUntilCheck = 12;

void add_journey(const Story& story, Dues& dues) {
  const auto all = story.all<Return>();
  const Item* item = all.empty() ? nullptr : all.back();
  if (item == nullptr) return;
  const auto* journey = item->as<Return>();
  if (journey->reception() == "not_arrived") add(dues, "not_arrived", journey->departure(), item);
  else if (journey->arrival().empty()) add(dues, "departure", journey->departure(), item);
  const auto arrival = date_from_iso(journey->arrival());
  if (!arrival || newest<RetraffickingCheck>(story) != nullptr) return;
  pack::Deadline after;
  after.add_months(kMonthsUntilCheck);
  add(dues, "retrafficking", to_iso(pack::due_dates(after, *arrival).front()), item);
}

void add_child(const Story& story, Dues& dues) {
  if (const Item* item = newest<BestInterestDecision>(story)) add(dues, "best_interest", item->as<BestInterestDecision>()->review(), item);
}

void add_conferences(const Story& story, Dues& dues) {
  for (const Item* item : story.all<CaseConference>()) {
    for (const auto& decision : item->as<CaseConference>()->decisions()) {
      if (!decision.done().empty() || decision.by().empty()) continue;
      add(dues, "conference", decision.by(), item, decision.what(), doer_of(*item->as<CaseConference>(), decision.number()));
      dues.rbegin()->set_row(decision.number());
    }
  }
  const Item* last = newest<CaseConference>(story);
  // One with other organisations, until what was decided there is written down.
  for (const Item* item : story.all<ConferencePlan>()) {
    const auto* plan = item->as<ConferencePlan>();
    const bool is_over = last != nullptr && last->as<CaseConference>()->date() >= plan->date();
    if (plan->cancelled().empty() && !is_over) add(dues, "conference_day", plan->date(), item, plan->time(), item->first().author.text());
  }
  if (last != nullptr) add(dues, "conference_next", last->as<CaseConference>()->next(), last);
}

void add_plan(const Story& story, Dues& dues) {
  if (const auto day = next_review(story)) add(dues, "plan_review", to_iso(*day), standing_plan(story));
  if (const auto day = risk_review(story)) add(dues, "risk_review", to_iso(*day), newest<RiskAssessment>(story));
}

void add_flags(const Story& story, Dues& dues) {
  for (const Item* item : standing_flags(story)) {
    const auto* flag = item->as<CaseFlag>();
    add(dues, "flag", flag->until(), item, flag->what() == "other" ? flag->word() : flag->what());
  }
}

}  // namespace

Dues assistance_dues(const Story& story) {
  Dues dues;
  add_tasks(story, dues);
  for (const Hold& one : holds_of(story)) {
    if (one.lifted == nullptr) add(dues, "hold_ends", one.hold->until(), one.item, one.hold->ground());
  }
  if (standing_closure(story) != nullptr) return dues;
  add_stay(story, dues);
  add_consents(story, dues);
  add_journey(story, dues);
  add_child(story, dues);
  add_conferences(story, dues);
  add_plan(story, dues);
  add_flags(story, dues);
  return dues;
}

Dues legal_dues(const Story& story) {
  Dues dues;
  for (const Item* item : story.all<Hearing>()) {
    const auto* hearing = item->as<Hearing>();
    if (!hearing->held().empty() && hearing->held() != "planned") continue;
    add(dues, "hearing", hearing->date(), item, hearing->what(), item->latest().author.text());
  }
  // Of the steps of one proceeding the last says what comes next.
  std::map<std::string, const Item*> last;
  for (const Item* item : story.all<LegalStep>()) last[item->as<LegalStep>()->number()] = item;
  for (const auto& [number, item] : last) {
    const auto* step = item->as<LegalStep>();
    add(dues, "next_step", step->next_date(), item, step->kind(), item->latest().author.text());
  }
  return dues;
}

Dues health_dues(const Story& story) {
  Dues dues;
  std::map<std::string, const Item*> last;
  for (const Item* item : story.all<HealthNote>()) last[item->as<HealthNote>()->kind()] = item;
  for (const auto& [kind, item] : last) add(dues, "health_visit", item->as<HealthNote>()->next_date(), item, kind, item->latest().author.text());
  return dues;
}

void check_task(const google::protobuf::Message& entry, const std::string& today, std::vector<schema::FieldError>& errors) {
  const auto refuse = [&](const char* field, const char* sentence) { errors.push_back({field, Error(ErrorCode::invalid_input, sentence)}); };
  if (const auto* task = dynamic_cast<const Task*>(&entry); task != nullptr && task->done() > today) {
    refuse("done", N_("This day has not come yet. Write the day on which it happened."));
  }
  if (const auto* one = dynamic_cast<const FollowUp*>(&entry)) {
    if (one->date() > today) refuse("date", N_("This day has not come yet. Write the day on which it happened."));
    const bool reached = one->reached() == "yes" || one->reached() == "relative";
    if (!reached && (one->safe() == "yes" || !one->settled().empty())) {
      refuse("reached", N_("Nobody was reached, but there are answers below. Say who was reached, or leave the answers empty."));
    }
  }
}

}  // namespace arasha::casework
