#include "casework/returning/words.h"

#include "arasha/returning.pb.h"
#include "schema/vocabulary.h"

namespace arasha::casework {

std::string returning_headline(const Catalogue& words, const Item& item) {
  const auto label = [&](const char* list, const std::string& code) {
    return code.empty() ? code : schema::label_of(list, code, words);
  };
  if (const auto* one = item.as<ReturnAssessment>()) return label("return_result", one->result());
  if (const auto* one = item.as<ReturnPlan>()) return label("partner_contact", one->contact());
  if (const auto* one = item.as<ReturnException>()) return label("return_exception", one->step());
  if (const auto* one = item.as<RetraffickingCheck>()) return label("retrafficking_result", one->result());
  if (const auto* one = item.as<BestInterestDecision>()) return label("durable_solution", one->solution());
  if (const auto* one = item.as<ExitInterview>()) return label("exit_interview", one->held());
  return {};
}

}  // namespace arasha::casework
