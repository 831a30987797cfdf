#include "app/demo_law.h"

#include <string>

#include "app/demo_names.h"

namespace arasha::app {
namespace {

std::string days_from(Date day, int days) { return to_iso(Date(std::chrono::sys_days(day) + std::chrono::days(days))); }

std::shared_ptr<LegalStep> step(std::mt19937& random, Date day, const std::string& outcome) {
  static constexpr const char* kKinds[] = {"crime_report", "case_opened", "interview", "hearing", "wage_claim", "document_restored", "fine_waived", "residence"};
  static constexpr const char* kBodies[] = {"Медеуский районный суд", "Департамент полиции Алматы", "Миграционная служба", "Прокуратура"};
  auto out = std::make_shared<LegalStep>();
  out->set_kind(pick(random, kKinds));
  out->set_date(to_iso(day));
  out->set_body(pick(random, kBodies));
  out->set_outcome(outcome);
  if (chance(random, 60)) out->set_next_date(days_from(day, number_between(random, 5, 40)));
  return out;
}

std::shared_ptr<Claim> claim(std::mt19937& random, Date day) {
  auto out = std::make_shared<Claim>();
  out->set_kind("wages");
  out->set_against("Работодатель");
  out->set_date(to_iso(day));
  out->set_currency("KZT");
  const int thousands = number_between(random, 200, 1800);
  out->set_amount(std::to_string(thousands * 1000));
  const bool paid = chance(random, 30);
  out->set_state(paid ? "part_paid" : "filed");
  if (!paid) return out;
  out->set_awarded(std::to_string(thousands * 800));
  out->set_recovered(std::to_string(thousands * 300));
  return out;
}

}  // namespace

std::shared_ptr<LegalStatus> demo_stay(std::mt19937& random, Date day, bool minor) {
  auto out = std::make_shared<LegalStatus>();
  out->set_date(to_iso(day));
  out->set_asylum("no");
  if (chance(random, minor ? 30 : 4)) {
    out->set_status("asylum_seeker");
    out->set_asylum("requested");
  } else if (chance(random, 50)) {
    out->set_status("irregular");
    out->set_asylum(chance(random, 30) ? "not_asked" : "no");
  } else {
    out->set_status(chance(random, 60) ? "visa_free" : "temporary");
    out->set_valid_until(days_from(day, number_between(random, 20, 150)));
  }
  if (out->status() != "irregular") out->set_registration_until(days_from(day, number_between(random, 5, 60)));
  return out;
}

std::vector<std::shared_ptr<google::protobuf::Message>> demo_law(std::mt19937& random, Date day, const std::string& outcome) {
  std::vector<std::shared_ptr<google::protobuf::Message>> out = {step(random, day, outcome)};
  if (chance(random, 35)) out.push_back(claim(random, day));
  if (!chance(random, 50)) return out;
  const std::string file = std::to_string(number_between(random, 100, 999)) + "/" + std::to_string(static_cast<int>(day.year()));
  auto proceeding = std::make_shared<Proceeding>();
  proceeding->set_kind("criminal");
  proceeding->set_body("Департамент полиции Алматы");
  proceeding->set_number(file);
  proceeding->set_article("128");
  proceeding->set_role("aggrieved");
  proceeding->set_stage(chance(random, 60) ? "inquiry" : "trial");
  proceeding->set_date(to_iso(day));
  proceeding->set_lawyer("Юрист центра");
  out.push_back(proceeding);
  auto hearing = std::make_shared<Hearing>();
  hearing->set_what(proceeding->stage() == "trial" ? "hearing" : "interview");
  hearing->set_date(days_from(day, number_between(random, 5, 40)));
  hearing->set_time("10:30");
  hearing->set_body(proceeding->stage() == "trial" ? "Медеуский районный суд" : proceeding->body());
  hearing->set_number(file);
  hearing->set_accompanied_by("Юрист центра");
  hearing->add_protection("interpreter");
  hearing->set_held("planned");
  out.push_back(hearing);
  return out;
}

}  // namespace arasha::app
