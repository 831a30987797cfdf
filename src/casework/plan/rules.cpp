#include "casework/plan/rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "arasha/legal.pb.h"
#include "arasha/returning.pb.h"
#include "base/catalogue.h"

namespace arasha::casework {
namespace {

constexpr std::array<const char*, 4> kLevels = {"low", "medium", "high", "critical"};
constexpr unsigned kMonthsUntilReview = 3;

// The events of a case after which its risks may be others.
void add_event(std::vector<RiskEvent>& out, const Item& item, const std::string& date, const char* occasion, const std::string& today) {
  if (!date.empty() && date <= today) out.push_back({&item, date, occasion});
}

const char* occasion_of(const std::string& safety_event) {
  for (const char* same : {"trafficker_released", "move", "breach", "media"}) {
    if (safety_event == same) return same;
  }
  return safety_event == "new_contact" || safety_event == "threat" ? "new_contact" : "other";
}

std::vector<RiskEvent> events_of(const Story& story, const std::string& today) {
  std::vector<RiskEvent> out;
  for (const Item& item : story.items) {
    if (const auto* one = item.as<FirstContact>()) add_event(out, item, one->date(), "new_contact", today);
    if (const auto* one = item.as<SafetyEvent>()) add_event(out, item, one->date(), occasion_of(one->kind()), today);
    if (const auto* one = item.as<Hearing>(); one != nullptr && one->held() == "held") add_event(out, item, one->date(), "hearing", today);
    if (const auto* one = item.as<LegalStep>(); one != nullptr && (one->kind() == "hearing" || one->kind() == "interview")) {
      add_event(out, item, one->date(), "hearing", today);
    }
    if (const auto* one = item.as<RetraffickingCheck>(); one != nullptr && one->result() != "none") add_event(out, item, one->date(), "other", today);
    if (const auto* one = item.as<Return>()) {
      add_event(out, item, one->departure(), "return", today);
      add_event(out, item, one->arrival(), "return", today);
    }
  }
  return out;
}

void keep_earliest(std::optional<Date>& out, const std::string& iso) {
  const auto date = date_from_iso(iso);
  if (date && (!out || *date < *out)) out = *date;
}

const pack::Deadline& usual_norm() {
  static const pack::Deadline norm = [] {
    pack::Deadline out;
    out.add_months(kMonthsUntilReview);
    return out;
  }();
  return norm;
}

}  // namespace

std::string risk_level(const std::string& likelihood, const std::string& severity) {
  const int likely = likelihood == "unlikely" ? 1 : likelihood == "possible" ? 2 : likelihood == "likely" ? 3 : 0;
  const int severe = severity == "minor" ? 1 : severity == "serious" ? 2 : severity == "grave" ? 3 : 0;
  const int product = likely * severe;
  if (product == 0) return {};
  if (product == 9) return "critical";
  return product == 6 ? "high" : product >= 3 ? "medium" : "low";
}

int risk_rank(const std::string& level) {
  const auto found = std::find(kLevels.begin(), kLevels.end(), level);
  return found == kLevels.end() ? 0 : static_cast<int>(found - kLevels.begin()) + 1;
}

RiskAdvice advise_on_risk(const RiskAssessment& assessment) {
  RiskAdvice out;
  for (const auto& risk : assessment.risks()) {
    const std::string level = risk_level(risk.likelihood(), risk.severity());
    if (risk_rank(level) > risk_rank(out.level)) out = {level, {}};
    if (!level.empty() && level == out.level) out.reasons.push_back(&risk);
  }
  return out;
}

std::optional<RiskEvent> event_since_assessment(const Story& story, Date today) {
  const Item* last = newest<RiskAssessment>(story);
  if (last == nullptr) return std::nullopt;
  const std::string& assessed = last->as<RiskAssessment>()->date();
  std::optional<RiskEvent> out;
  for (const RiskEvent& event : events_of(story, to_iso(today))) {
    // On one day the order of the record tells which came first.
    const bool after = event.date > assessed || (event.date == assessed && event.item->latest().seq > last->latest().seq);
    if (after && (!out || out->date <= event.date)) out = event;
  }
  return out;
}

std::optional<Date> risk_review(const Story& story) {
  const Item* last = newest<RiskAssessment>(story);
  if (last == nullptr) return std::nullopt;
  std::optional<Date> out;
  keep_earliest(out, last->as<RiskAssessment>()->review());
  for (const auto& risk : last->as<RiskAssessment>()->risks()) keep_earliest(out, risk.review());
  return out;
}

std::uint32_t open_needs(const Story& story) {
  std::set<std::string> kinds;
  for (const Item* item : story.all<Need>()) kinds.insert(item->as<Need>()->kind());
  if (const Item* last = newest<NeedsAssessment>(story)) {
    for (const auto& need : last->as<NeedsAssessment>()->needs()) kinds.insert(need.kind());
  }
  return static_cast<std::uint32_t>(kinds.size());
}

const Item* standing_plan(const Story& story) { return newest<IndividualPlan>(story); }

std::vector<GoalState> goals_of(const Story& story, const Item& plan) {
  std::vector<GoalState> out;
  const auto* entry = plan.as<IndividualPlan>();
  if (entry == nullptr) return out;
  for (const auto& goal : entry->goals()) {
    GoalState one{&goal, nullptr, goal.steps_size(), 0};
    for (const auto& step : goal.steps()) one.done += step.done().empty() ? 0 : 1;
    out.push_back(one);
  }
  for (const Item* item : story.all<GoalProgress>()) {
    const auto* progress = item->as<GoalProgress>();
    const auto about = EntryId::from_text(progress->plan());
    if (!about || story.find(*about) != &plan) continue;
    for (GoalState& one : out) {
      if (one.goal->number() != progress->goal()) continue;
      if (one.progress == nullptr || one.progress->date() <= progress->date()) one.progress = progress;
    }
  }
  return out;
}

std::optional<Date> next_review(const Story& story, const pack::Deadline* norm) {
  const Item* item = standing_plan(story);
  if (item == nullptr || standing_closure(story) != nullptr) return std::nullopt;
  std::string from = item->as<IndividualPlan>()->date();
  std::string chosen = item->as<IndividualPlan>()->review();
  if (const Item* last = newest<PlanReview>(story); last != nullptr && last->as<PlanReview>()->date() >= from) {
    const auto* review = last->as<PlanReview>();
    // A review on the day of the plan, recorded before it, was of the plan before.
    if (review->date() > from || last->first().seq > item->first().seq) {
      if (review->result() == "ended") return std::nullopt;
      from = review->date();
      chosen = review->next();
    }
  }
  const auto begin = date_from_iso(from);
  if (!begin) return std::nullopt;
  std::optional<Date> out = pack::due_dates(norm != nullptr ? *norm : usual_norm(), *begin).front();
  keep_earliest(out, chosen);
  return out;
}

std::vector<Suggestion> urgent_in_plan(const Story& story, Date today) {
  std::vector<Suggestion> out;
  const auto entry = [&](const char* text, const char* type) { out.push_back({Suggestion::Way::entry, text, type}); };
  if (event_since_assessment(story, today)) {
    entry(N_("Something happened since the last assessment: assess the risks again"), "RiskAssessment");
  } else if (const auto day = risk_review(story); day && *day <= today) {
    entry(N_("The day has come to assess the risks again"), "RiskAssessment");
  }
  if (const auto day = next_review(story); day && *day <= today) entry(N_("Look at the plan together with the person: the review is due"), "PlanReview");
  return out;
}

std::vector<Suggestion> next_in_plan(const Story& story, Date) {
  std::vector<Suggestion> out;
  const auto entry = [&](const char* text, const char* type) { out.push_back({Suggestion::Way::entry, text, type}); };
  const Item* assessed = newest<RiskAssessment>(story);
  if (assessed == nullptr) {
    entry(N_("Assess the risks"), "RiskAssessment");
    return out;
  }
  if (risk_rank(assessed->as<RiskAssessment>()->level()) >= risk_rank("high") && story.last<SafetyPlan>() == nullptr) {
    entry(N_("The risk is high: make a safety plan with the person"), "SafetyPlan");
  }
  const bool needs_known = story.last<Need>() != nullptr || story.last<NeedsAssessment>() != nullptr;
  if (needs_known && standing_plan(story) == nullptr) entry(N_("Make the plan together with the person"), "IndividualPlan");
  return out;
}

}  // namespace arasha::casework
