#include "casework/tasks/words.h"

#include "schema/vocabulary.h"

namespace arasha::casework {

std::string due_kind_text(const Catalogue& words, const std::string& kind) {
  if (kind == "task") return std::string(words.text(N_("Task")));
  if (kind == "consent") return std::string(words.text(N_("A consent ends")));
  if (kind == "hearing") return std::string(words.text(N_("Hearing or interview")));
  if (kind == "next_step") return std::string(words.text(N_("Legal step")));
  if (kind == "health_visit") return std::string(words.text(N_("Next visit")));
  if (kind == "flag") return std::string(words.text(N_("Flag")));
  if (kind == "conference_day") return std::string(words.text(N_("Conference with other organisations")));
  Due due;
  due.set_kind(kind);
  return due_text(words, due);
}

std::string due_text(const Catalogue& words, const Due& due) {
  const std::string& kind = due.kind();
  const auto of = [&](std::string_view vocabulary) { return schema::label_of(vocabulary, due.what(), words); };
  if (kind == "task") return due.what();
  if (kind == "permit") return std::string(words.text(N_("The permit or visa ends")));
  if (kind == "registration") return std::string(words.text(N_("The registration at the address ends")));
  if (kind == "reflection") return std::string(words.text(N_("The reflection period ends")));
  if (kind == "consent") return words.text(N_("A consent ends: {1}"), {of("consent_purpose")});
  if (kind == "plan_review") return std::string(words.text(N_("Review of the plan")));
  if (kind == "risk_review") return std::string(words.text(N_("The risks are looked at again")));
  if (kind == "hold_ends") return words.text(N_("A hold ends: {1}"), {of("hold_ground")});
  if (kind == "retention") return std::string(words.text(N_("The case is to be erased")));
  if (kind == "departure") return std::string(words.text(N_("Departure: then ask whether the arrival went well")));
  if (kind == "hearing") return of("hearing_kind");
  if (kind == "next_step") return words.text(N_("What comes after: {1}"), {of("legal_step")});
  if (kind == "not_arrived") return std::string(words.text(N_("The person did not arrive: find out where the person is")));
  if (kind == "retrafficking") return std::string(words.text(N_("Check for new exploitation")));
  if (kind == "best_interest") return std::string(words.text(N_("The best-interest decision is looked at again")));
  if (kind == "conference") return words.text(N_("Decided in a conference: {1}"), {due.what()});
  if (kind == "conference_day") return words.text(N_("Conference with other organisations, {1}"), {due.what()});
  if (kind == "conference_next") return std::string(words.text(N_("Next case conference")));
  // A word of its own is no code, and stands as it is.
  if (kind == "flag") return words.text(N_("Flag: {1}"), {of("case_flag")});
  if (kind == "health_visit") return words.text(N_("Visit: {1}"), {of("health_kind")});
  return kind;
}

}  // namespace arasha::casework
