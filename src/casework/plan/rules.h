// Risks, needs and the individual plan: what they say, when they are looked at again, and what may not be written
// (docs/safety-and-plan.md). Pure.
#pragma once

#include "arasha/plan.pb.h"
#include "casework/rules.h"
#include "pack/pack.h"

namespace arasha::casework {

// --- Risks

// Of the vocabulary risk_level: likelihood times severity, three by three. Empty for codes that are not of the lists.
std::string risk_level(const std::string& likelihood, const std::string& severity);
int risk_rank(const std::string& level);  // 1 low … 4 critical; 0 for what is no level

// The highest level among the rows, and the rows that have it. No rows: no level. It is advice; the level is a person's.
struct RiskAdvice {
  std::string level;
  std::vector<const RiskAssessment::Risk*> reasons;  // into the assessment
};
RiskAdvice advise_on_risk(const RiskAssessment& assessment);

// Something after which the risks are assessed again, and were not: the latest such event of the story, as far as it is open
// to the reader. None while there is no assessment.
struct RiskEvent {
  const Item* item = nullptr;
  std::string date;
  std::string occasion;  // of the vocabulary risk_occasion
};
std::optional<RiskEvent> event_since_assessment(const Story& story, Date today);
// The first day on which the last assessment asks to be looked at again, it or one of its rows; none: it does not say.
std::optional<Date> risk_review(const Story& story);

// --- Needs: how many different kinds are needed, by single entries and by the last assessment.
std::uint32_t open_needs(const Story& story);

// --- The plan

const Item* standing_plan(const Story& story);  // the newest; null: there is none
struct GoalState {
  const IndividualPlan::Goal* goal = nullptr;
  const GoalProgress* progress = nullptr;  // the last word on it; null: none
  int steps = 0;
  int done = 0;
};
std::vector<GoalState> goals_of(const Story& story, const Item& plan);

// The day of the next review: counted from the day of the plan or of its last review by the norm, or the day that was set
// then, if that comes earlier. `norm`: the pack's deadline after PLAN; null: three months. None: no plan, a finished one, or
// a closed case.
std::optional<Date> next_review(const Story& story, const pack::Deadline* norm = nullptr);

// --- Hooks of casework/rules.h

// As check(); `others` is the story without the item under correction.
void check_plan(const Story& others, const google::protobuf::Message& entry, Date today, bool is_correction, std::vector<schema::FieldError>& errors);
// What must come before everything else; and what comes when the first things are written.
std::vector<Suggestion> urgent_in_plan(const Story& story, Date today);
std::vector<Suggestion> next_in_plan(const Story& story, Date today);

}  // namespace arasha::casework
