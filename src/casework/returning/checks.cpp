// What may not be written about a return, each with a sentence that says what to do.
#include <algorithm>

#include "base/catalogue.h"
#include "casework/legal/rules.h"
#include "casework/mistakes.h"
#include "casework/returning/rules.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

std::string day_of_contact(const Story& story) {
  const auto* contact = story.last<FirstContact>();
  return contact != nullptr ? contact->date() : std::string();
}

void check_days(const Story& story, const Return& journey, const std::string& today, Errors& errors) {
  const std::pair<const char*, const std::string*> past[] = {
      {"signed_on", &journey.signed_on()}, {"document_on", &journey.document_on()},
      {"fines_on", &journey.fines_on()},   {"exit_permit_on", &journey.exit_permit_on()},
      {"fit_on", &journey.fit_on()},       {"ticket_on", &journey.ticket_on()},
      {"arrival", &journey.arrival()}};
  for (const auto& [field, date] : past) not_in_the_future(errors, field, *date, today);
  if (is_before(journey.departure(), day_of_contact(story)))
    add(errors, "departure", N_("The departure lies before the first contact. Correct the date."));
  if (is_before(journey.departure(), journey.signed_on()))
    add(errors, "signed_on", N_("The person left before this day. Correct one of the two dates."));
  if (!journey.arrival().empty() && journey.departure().empty())
    add(errors, "departure", N_("Give the departure too, or leave the arrival empty."));
  if (is_before(journey.arrival(), journey.departure()))
    add(errors, "arrival", N_("The arrival lies before the departure. Correct one of the two."));
}

void check_money(const Return& journey, Errors& errors) {
  if (journey.pocket_amount().empty()) {
    if (!journey.pocket_currency().empty() || !journey.pocket_funding().empty())
      add(errors, "pocket_amount",
          N_("Write how much pocket money there is, or leave the currency and the payer empty."));
    return;
  }
  if (amount_of(journey.pocket_amount()).value_or(0) == 0) return;
  if (journey.pocket_currency().empty())
    add(errors, "pocket_currency", N_("Choose the currency of the pocket money."));
  if (journey.pocket_funding().empty())
    add(errors, "pocket_funding", N_("Choose who pays the pocket money: exactly one source."));
}

void check_road(const Return& journey, bool has_left, Errors& errors) {
  if (has_left && (journey.travel_document() == "requested" || journey.travel_document() == "refused")) {
    add(errors, "travel_document",
        N_("Without a travel document nobody can have left. Say which document there was, or correct the "
           "departure."));
  }
  if (has_left && (journey.exit_permit() == "requested" || journey.exit_permit() == "refused")) {
    add(errors, "exit_permit",
        N_("Without the permit nobody can have left. Say how it stands now, or correct the departure."));
  }
  if (!journey.departure().empty() && is_ours(journey) && journey.fit() == "not_fit") {
    add(errors, "fit",
        N_("The doctor says that the person cannot travel now. Leave the departure empty, or write the "
           "doctor's new answer."));
  }
  const bool alone = journey.escort().empty() || journey.escort() == "none";
  if (!journey.departure().empty() && journey.fit() == "with_escort" && alone)
    add(errors, "escort", N_("The person may not travel alone: choose who travels along."));
}

void check_reception(const Return& journey, bool has_left, Errors& errors) {
  const std::string& reception = journey.reception();
  if ((reception == "met" || reception == "arrived_alone") && journey.arrival().empty())
    add(errors, "arrival", N_("Write the day of the arrival too."));
  if (reception == "not_arrived" && !journey.arrival().empty())
    add(errors, "reception",
        N_("There is a day of arrival. Choose whether the person was met, or leave the arrival empty."));
  if (reception == "not_arrived" && !has_left)
    add(errors, "reception", N_("The person has not left yet. Correct the departure, or leave this empty."));
}

void check_journey(const Story& story, const Return& journey, const Return* before, Date today_date,
                   Errors& errors) {
  const std::string today = to_iso(today_date);
  const bool leaves = !journey.departure().empty();
  const bool has_left = leaves && !is_before(today, journey.departure());
  const bool deported = journey.kind() == "deported";
  check_days(story, journey, today, errors);
  if (leaves && !deported && !journey.decision().empty() && !wants_to_leave(journey)) {
    add(errors, "departure",
        N_("Nobody returns without having decided to. Choose “Wants to return”, or leave the departure "
           "empty."));
  } else if (leaves && is_ours(journey) &&
             (before == nullptr || before->departure() != journey.departure() ||
              before->kind() != journey.kind())) {
    if (const char* why = stop_of_departure(story, journey)) add(errors, "departure", why);
  }
  if (deported && leaves && !has_left)
    add(errors, "kind",
        N_("Nobody plans a deportation. Write it down when it has happened; until then help the person to "
           "stay."));
  if (deported && journey.note().empty())
    add(errors, "note", N_("A deportation is harm. Write what happened, and what was done against it."));
  check_road(journey, has_left, errors);
  check_money(journey, errors);
  check_reception(journey, has_left, errors);
}

void check_assessment(const ReturnAssessment& assessment, Errors& errors) {
  if (assessment.result() == "safe_with_measures" && assessment.measures().empty())
    add(errors, "measures", N_("Write under which measures the return is safe."));
  const auto& risks = assessment.risks();
  const bool likely =
      std::any_of(risks.begin(), risks.end(), [](const auto& risk) { return risk.likelihood() == "likely"; });
  if (assessment.result() == "safe" && likely)
    add(errors, "result",
        N_("A risk above is likely. Choose “Safe with measures” and write them, or “Not now”."));
  if (assessment.there() == "yes" && assessment.there_by().empty())
    add(errors, "there_by", N_("Write who assessed it there."));
}

// Whether anything at all may be told to that recipient on that day.
bool may_tell(const Story& story, const std::string& recipient, Date day, Refusal& why) {
  for (const schema::Vocabulary& list : schema::vocabularies()) {
    if (std::string_view(list.name) != "consent_fields") continue;
    for (const schema::Term& group : list.terms) {
      const Decision decision = decide(story, {"return", recipient, {group.code}}, Age::adult, day);
      if (decision.permitted()) return true;
      if (why == Refusal::none || why == Refusal::not_covered || why == Refusal::no_consent)
        why = decision.refusal;
    }
  }
  return false;
}

void check_plan_of_return(const Story& story, const ReturnPlan& plan, const ReturnPlan* before, Date today,
                          Errors& errors) {
  if (is_before(plan.from(), day_of_contact(story)))
    add(errors, "from", N_("The departure lies before the first contact. Correct the date."));
  if (plan.contact().empty() || plan.contact() == "not_yet") return;
  const bool known =
      before != nullptr && before->contact() != "not_yet" && before->partner() == plan.partner();
  Refusal why = Refusal::none;
  if (!known && !may_tell(story, plan.partner(), today, why)) add(errors, "partner", sentence_of(why));
}

void check_retrafficking(const Story& story, const RetraffickingCheck& check, Errors& errors) {
  const std::string* answers[] = {&check.documents(), &check.freedom(), &check.pay(),
                                  &check.debt(),      &check.threats(), &check.contact()};
  const bool sign = std::any_of(std::begin(answers), std::end(answers),
                                [](const std::string* one) { return *one == "yes"; });
  if (sign && check.result() == "none")
    add(errors, "result", N_("There is a sign above. Choose another result, or correct the answer."));
  if (check.result() != "none" && !check.result().empty() && check.follows().empty())
    add(errors, "follows", N_("Write what is done now, and by whom."));
  const auto* journey = story.last<Return>();
  if (journey != nullptr && is_before(check.date(), journey->departure()))
    add(errors, "date", N_("The person left after this day. Correct the date."));
}

}  // namespace

void check_returning(const Story& others, const google::protobuf::Message& entry,
                     const google::protobuf::Message* before, Date today_date, Errors& errors) {
  const std::string today = to_iso(today_date);
  const auto dated = [&](const std::string& date) {
    not_in_the_future(errors, "date", date, today);
    not_after_closure(others, date, errors);
  };
  if (const auto* one = dynamic_cast<const Return*>(&entry))
    check_journey(others, *one, dynamic_cast<const Return*>(before), today_date, errors);
  if (const auto* one = dynamic_cast<const ReturnOptions*>(&entry)) dated(one->date());
  if (const auto* one = dynamic_cast<const ReturnException*>(&entry)) dated(one->date());
  if (const auto* one = dynamic_cast<const BestInterestDecision*>(&entry))
    not_after_closure(others, one->date(), errors);
  if (const auto* one = dynamic_cast<const ReturnAssessment*>(&entry)) {
    dated(one->date());
    check_assessment(*one, errors);
  }
  if (const auto* one = dynamic_cast<const ReturnPlan*>(&entry)) {
    dated(one->date());
    check_plan_of_return(others, *one, dynamic_cast<const ReturnPlan*>(before), today_date, errors);
  }
  if (const auto* one = dynamic_cast<const RetraffickingCheck*>(&entry)) {
    not_in_the_future(errors, "date", one->date(), today);
    check_retrafficking(others, *one, errors);
  }
}

}  // namespace arasha::casework
