// A story with risks and plans.
#pragma once

#include "casework/plan/approval.h"
#include "casework/plan/rules.h"
#include "casework/written_story.h"

namespace arasha::casework {

class PlanStory : public WrittenStory {
 protected:
  template <class MessageType>
  EntryId correct(EntryId seen, const MessageType& message, std::uint8_t author = 1) {
    for (Item& item : story_.items) {
      if (item.latest().id != seen) continue;
      item.versions.push_back(version(message, author));
      return item.latest().id;
    }
    return {};
  }
  const Item& item(EntryId id) const { return *story_.find(id); }
  std::vector<std::string> refused(const google::protobuf::Message& message, EntryId corrects = EntryId(), std::uint8_t by = 1) const {
    std::vector<std::string> out;
    for (const auto& error : check(story_, message, kToday, corrects, who(by))) out.push_back(error.field);
    return out;
  }
  static RiskAssessment risk(const char* date, const char* level = "low") {
    RiskAssessment out;
    out.set_date(date);
    out.set_occasion("first");
    out.set_level(level);
    return out;
  }
  static void add_row(RiskAssessment& to, const char* factor, const char* likelihood, const char* severity, const char* review = "") {
    auto* row = to.add_risks();
    row->set_factor(factor);
    row->set_likelihood(likelihood);
    row->set_severity(severity);
    row->set_review(review);
  }
  static IndividualPlan plan(const char* date, std::initializer_list<const char*> goals = {"A passport", "Work"}) {
    IndividualPlan out;
    out.set_date(date);
    out.set_words("I want to go home with money in my hand");
    out.set_agrees("agrees");
    out.set_agreed_on(date);
    for (const char* goal : goals) {
      auto* one = out.add_goals();
      one->set_goal(goal);
      one->set_number(std::to_string(out.goals_size()));
      one->add_steps()->set_step("First step");
    }
    return out;
  }
  static GoalProgress progress(EntryId plan, const char* goal, const char* date, const char* how = "in_progress") {
    GoalProgress out;
    out.set_plan(plan.text());
    out.set_goal(goal);
    out.set_date(date);
    out.set_progress(how);
    return out;
  }
};

}  // namespace arasha::casework
