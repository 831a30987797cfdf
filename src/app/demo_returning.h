// Safe return in the example: what goes before a journey, and two cases that stand in every example, a man on
// his way home and a child who asks for asylum. Pure.
#pragma once

#include <memory>
#include <string>

#include "app/demo_course.h"
#include "arasha/returning.pb.h"

namespace arasha::app {

inline constexpr const char* kDemoPartner = "Партнёр на родине";

std::shared_ptr<ReturnOptions> demo_options(Date day, const char* language);
std::shared_ptr<ReturnAssessment> demo_assessment(Date day);
std::shared_ptr<ReturnPlan> demo_return_plan(Date day, const char* country);
std::shared_ptr<Closure> demo_closure(std::string day, const char* reason, const char* destination, std::string note);

// From Uzbekistan, signed, assessed, received by a partner; he leaves in a few days.
DemoCase demo_way_home(const DemoPeriod& period);
// Fifteen years old, with a guardian and a best-interest decision; the return is stopped.
DemoCase demo_child_asks_asylum(const DemoPeriod& period);

}  // namespace arasha::app
