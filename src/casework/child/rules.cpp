#include "casework/child/rules.h"

#include <algorithm>

#include "arasha/person.pb.h"
#include "base/catalogue.h"
#include "casework/mistakes.h"
#include "casework/plan/approval.h"

namespace arasha::casework {
namespace {

bool wants(const Return& journey) {
  return journey.decision() == "wants" || journey.decision() == "third_country";
}

// Nothing of a journey that was not written before.
bool adds_nothing(const Return& journey, const Return* before) {
  return before != nullptr && wants(*before) == wants(journey) &&
         before->departure() == journey.departure() && before->kind() == journey.kind() &&
         before->country() == journey.country();
}

void check(const BestInterestDecision& decision, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", decision.date(), today);
  if (is_before(decision.review(), decision.date()))
    add(errors, "review",
        N_("The next time lies before the day of this entry. Correct one of the two dates."));
  const bool spoke =
      decision.heard() == "talk" || decision.heard() == "play" || decision.heard() == "through";
  if (spoke && decision.child_view().empty())
    add(errors, "child_view", N_("The child was heard: write what the child says."));
  const bool abroad = decision.solution() == "third_country" || decision.solution() == "return_family" ||
                      decision.solution() == "return_care";
  if (abroad && decision.country().empty())
    add(errors, "country", N_("Say in which country, so that nobody takes it for another one."));
}

}  // namespace

bool has_guardian(const Story& person) {
  const auto all = person.all<FamilyLink>();
  return std::any_of(all.begin(), all.end(), [](const Item* item) {
    const auto* link = item->as<FamilyLink>();
    const bool other_way =
        link->relation() == "ward" || link->relation() == "child" || link->relation() == "grandchild";
    return !other_way && !link->guardian_ground().empty() && link->guardian_ground() != "none";
  });
}

Minor minor_of(const Identity* identity, const Story* person, Date today) {
  if (identity == nullptr || person == nullptr) return {Age::closed, false};
  if (!is_minor(*identity, today)) return {Age::adult, false};
  return {Age::child, has_guardian(*person)};
}

BestInterest best_interest_of(const Story& story) {
  BestInterest out;
  out.item = newest<BestInterestDecision>(story);
  if (out.item == nullptr) return out;
  out.decision = out.item->as<BestInterestDecision>();
  out.approved = approval_of(story, *out.item).state == ApprovalState::approved;
  return out;
}

const char* against_best_interest(const BestInterest& stands, const Return& journey) {
  if (stands.decision == nullptr)
    return N_(
        "This is a child: the best-interest decision comes first. Write it down, and ask a second person to "
        "approve of it.");
  if (!stands.approved)
    return N_("The best-interest decision waits for a second person. Only then is a journey planned.");
  const std::string& solution = stands.decision->solution();
  const bool third = journey.decision() == "third_country" || journey.kind() == "third_country";
  const bool fits =
      third ? solution == "third_country" : solution == "return_family" || solution == "return_care";
  if (!fits)
    return N_(
        "The best-interest decision says something else: a child never leaves against it. If things have "
        "changed, make a new decision first.");
  if (!journey.country().empty() && !stands.decision->country().empty() &&
      journey.country() != stands.decision->country()) {
    return N_(
        "The best-interest decision names another country. Correct the country, or make a new decision "
        "first.");
  }
  return nullptr;
}

void check_child(const google::protobuf::Message& entry, Date today, Errors& errors) {
  if (const auto* one = dynamic_cast<const BestInterestDecision*>(&entry)) check(*one, to_iso(today), errors);
}

bool is_of_journey(const google::protobuf::Message& entry) {
  return dynamic_cast<const Return*>(&entry) != nullptr || dynamic_cast<const ReturnPlan*>(&entry) != nullptr;
}

void check_journey_of(const Story& story, const Minor& person, const google::protobuf::Message& entry,
                      const google::protobuf::Message* before, Errors& errors) {
  if (person.age == Age::adult) return;
  const auto* journey = dynamic_cast<const Return*>(&entry);
  const auto* plan = dynamic_cast<const ReturnPlan*>(&entry);
  if (journey == nullptr && plan == nullptr) return;
  if (journey != nullptr) {
    // Harm that others did is written down whatever was missing.
    if (journey->kind() == "deported" || !(wants(*journey) || !journey->departure().empty())) return;
    if (adds_nothing(*journey, dynamic_cast<const Return*>(before))) return;
  }
  if (plan != nullptr && before != nullptr) return;
  const char* field = journey != nullptr ? "decision" : "partner";
  if (person.age == Age::closed) {
    add(errors, field, sentence_of(Refusal::person_closed));
    return;
  }
  if (!person.guardian) {
    add(errors, field,
        N_("This is a child: the guardian comes first. Write under “Family and dependants” who it is and "
           "what the guardianship rests on."));
    return;
  }
  const BestInterest stands = best_interest_of(story);
  Return meant;
  if (journey != nullptr) {
    meant = *journey;
  } else {
    meant.set_decision(stands.decision != nullptr && stands.decision->solution() == "third_country"
                           ? "third_country"
                           : "wants");
    meant.set_country(plan->country());
  }
  if (const char* why = against_best_interest(stands, meant)) add(errors, field, why);
}

std::vector<Suggestion> first_for_child(const Story& story, const Minor& person, Date today) {
  std::vector<Suggestion> out;
  if (person.age != Age::child) return out;
  const auto entry = [&](const char* text, const char* type) {
    out.push_back({Suggestion::Way::entry, text, type});
  };
  if (!person.guardian)
    entry(N_("A child: write down the guardian, or ask the guardianship authority for one"), "FamilyLink");
  const BestInterest stands = best_interest_of(story);
  if (stands.decision == nullptr)
    entry(N_("A child: find out what is best for the child and decide it together"), "BestInterestDecision");
  else if (!stands.decision->review().empty() && stands.decision->review() <= to_iso(today)) {
    entry(N_("The day has come to look at the best-interest decision again"), "BestInterestDecision");
  }
  return out;
}

}  // namespace arasha::casework
