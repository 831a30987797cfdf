#include "app/demo_plan.h"

#include "app/demo_names.h"
#include "arasha/consent.pb.h"
#include "app/demo_texts.h"
#include "casework/plan/rules.h"

namespace arasha::app {
namespace {

const char* one(std::mt19937& random, std::initializer_list<const char*> list) { return list.begin()[pick_index(random, list.size())]; }
std::string text(std::mt19937& random, const Texts& texts, bool woman) { return worded(pick(random, texts), woman); }

using Steps = std::initializer_list<std::pair<const char*, const char*>>;  // what, who

void add_goal(std::mt19937& random, IndividualPlan& plan, Date day, const char* what, const char* need, Steps steps) {
  auto* goal = plan.add_goals();
  goal->set_number(std::to_string(plan.goals_size()));
  goal->set_goal(what);
  goal->set_need(need);
  int days = 0;
  for (const auto& [step, provider] : steps) {
    days += 5 + static_cast<int>(random() % 15);
    auto* row = goal->add_steps();
    row->set_step(step);
    row->set_provider(provider);
    row->set_by(to_iso(Date(std::chrono::sys_days(day) + std::chrono::days(days))));
  }
}

}  // namespace

std::shared_ptr<RiskAssessment> demo_risk(std::mt19937& random, const DemoPlanOf& of) {
  auto out = std::make_shared<RiskAssessment>();
  out->set_date(to_iso(of.day));
  out->set_occasion("first");
  constexpr const char* kFactors[] = {"trafficker_at_large", "documents_held", "debt", "irregular_stay", "threats", "traceable"};
  for (std::size_t i = random() % 4; i < std::size(kFactors); i += 2) {
    auto* row = out->add_risks();
    row->set_factor(kFactors[i]);
    row->set_likelihood(one(random, {"unlikely", "possible", "possible", "likely"}));
    row->set_severity(one(random, {"minor", "serious", "serious", "grave"}));
    row->set_measure(text(random, risk_measures(), of.woman));
    row->set_owner(one(random, {"Куратор дела", "Юрист центра", "Дежурная смена"}));
  }
  out->set_level(casework::advise_on_risk(*out).level);
  return out;
}

std::shared_ptr<SafetyPlan> demo_safety_plan(std::mt19937& random, const DemoPlanOf& of) {
  auto out = std::make_shared<SafetyPlan>();
  out->set_date(to_iso(of.day));
  out->set_warning_signs(text(random, warning_signs(), of.woman));
  out->set_what_i_do(text(random, safety_steps(), of.woman));
  out->add_calls()->set_who("Дежурная смена приюта");
  out->mutable_calls(0)->set_number("+7 700 000 00 " + std::to_string(10 + random() % 90));
  out->set_safe_places(text(random, safe_places(), of.woman));
  if (chance(random, 50)) out->set_code_words(text(random, code_words(), of.woman));
  return out;
}

std::shared_ptr<IndividualPlan> demo_plan(std::mt19937& random, const DemoPlanOf& of) {
  auto out = std::make_shared<IndividualPlan>();
  out->set_date(to_iso(of.day));
  out->set_words(text(random, plan_words(), of.woman));
  add_goal(random, *out, of.day, "Восстановить документы", "documents", {{"Фотография и заявление", "Куратор дела"}, {"Поездка за документом", "Консульство или ЦОН"}});
  if (chance(random, 60)) add_goal(random, *out, of.day, "Вернуть заработанное", "wages", {{"Собрать доказательства", "Юрист центра"}, {"Подать заявление", "Юрист центра"}});
  if (of.goes_home) add_goal(random, *out, of.day, "Вернуться домой безопасно", "return_help", {{"Связаться с партнёром на родине", "МОМ"}});
  else add_goal(random, *out, of.day, "Найти работу и жильё", "job", {{"Запись в центр занятости", "Центр занятости"}});
  out->set_agrees(one(random, {"agrees", "agrees", "agrees", "partly"}));
  out->set_agreed_on(to_iso(of.day));
  out->set_language(of.language);
  return out;
}

void refer(google::protobuf::Message& message, const std::string& version) {
  if (auto* progress = dynamic_cast<GoalProgress*>(&message)) progress->set_plan(version);
  if (auto* asked = dynamic_cast<ApprovalAsked*>(&message)) asked->set_version(version);
  if (auto* approval = dynamic_cast<Approval*>(&message)) approval->set_version(version);
  if (auto* given = dynamic_cast<Shared*>(&message)) given->set_source(version);
}

}  // namespace arasha::app
