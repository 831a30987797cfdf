// Risks and plans of the example cases. Pure, and the same for the same random numbers.
#pragma once

#include <memory>
#include <random>
#include <string>

#include "arasha/plan.pb.h"
#include "base/time.h"

namespace arasha::app {

struct DemoPlanOf {
  Date day;
  bool woman = false;
  bool goes_home = false;
  const char* language = "ru";
};

std::shared_ptr<RiskAssessment> demo_risk(std::mt19937& random, const DemoPlanOf& of);
std::shared_ptr<SafetyPlan> demo_safety_plan(std::mt19937& random, const DemoPlanOf& of);
std::shared_ptr<IndividualPlan> demo_plan(std::mt19937& random, const DemoPlanOf& of);

// Writes into a word on a plan, an approval, or what was given, which version it is about (DemoEvent::about).
void refer(google::protobuf::Message& message, const std::string& version);

}  // namespace arasha::app
