#include "casework/rules.h"

#include <algorithm>
#include <charconv>

#include "arasha/services.pb.h"
#include "base/catalogue.h"
#include "base/text.h"
#include "casework/child/rules.h"
#include "casework/closing/handed.h"
#include "casework/closing/rules.h"
#include "casework/conference/rules.h"
#include "casework/clues/rules.h"
#include "casework/consent/rules.h"
#include "casework/documents/rules.h"
#include "casework/legal/rules.h"
#include "casework/lists/flags.h"
#include "casework/letters/kinds.h"
#include "casework/mistakes.h"
#include "casework/own/forms.h"
#include "casework/person/family.h"
#include "casework/plan/approval.h"
#include "casework/plan/rules.h"
#include "casework/retention/rules.h"
#include "casework/returning/rules.h"
#include "casework/screening/link.h"
#include "casework/screening/rules.h"
#include "casework/services/rules.h"
#include "casework/tasks/dues.h"

namespace arasha::casework {
namespace {

Story without(const Story& story, EntryId corrects) {
  Story out = story;
  if (const Item* item = story.find(corrects)) {
    out.items.erase(out.items.begin() + (item - story.items.data()));
  }
  return out;
}

std::string day_of_contact(const Story& story) {
  const auto* contact = story.last<FirstContact>();
  return contact != nullptr ? contact->date() : std::string();
}

void check_identity(const Identity& identity, Date today, Errors& errors) {
  const auto birth = date_from_iso(identity.birth_date());
  if (!birth) return;
  if (*birth > today) {
    add(errors, "birth_date", N_("This date of birth lies in the future. Look at the year again."));
  } else if (years_between(*birth, today) > 120) {
    add(errors, "birth_date", N_("Nobody is that old. Look at the year again, or choose an age instead."));
  }
}

void check_exploitation(const Exploitation& happened, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "from", happened.from(), today);
  if (is_before(happened.until(), happened.from())) add(errors, "until", N_("The end lies before the beginning. Correct one of the two."));
  int age = 0;
  const std::string& text = happened.age_when_trafficked();
  if (!text.empty() && (std::from_chars(text.data(), text.data() + text.size(), age).ec != std::errc() || age > 120)) {
    add(errors, "age_when_trafficked", N_("Nobody is that old. Write the age in years."));
  }
}

void check_closure(const Story& story, const Closure& closure, const std::string& today, Errors& errors) {
  if (standing_closure(story) != nullptr) {
    add(errors, "reason", N_("This case is closed already. Correct the closing that is there, or reopen the case first."));
  }
  not_in_the_future(errors, "date", closure.date(), today);
  if (is_before(closure.date(), day_of_contact(story))) {
    add(errors, "date", N_("The case would close before its first contact. Correct the date."));
  }
  const auto services = story.all<ServiceGiven>();
  const bool helped_after = std::any_of(services.begin(), services.end(), [&](const Item* item) { return is_before(closure.date(), item->as<ServiceGiven>()->date()); });
  if (helped_after && !is_before(today, closure.date())) {
    add(errors, "date", N_("A service was given after this day. Close the case on a later day, or correct the service."));
  }
}

void check_reopening(const Story& story, const Reopening& reopening, const std::string& today, Errors& errors) {
  const Closure* closure = standing_closure(story);
  if (closure == nullptr) {
    add(errors, "reason", N_("This case is open: there is nothing to reopen."));
  } else if (is_before(reopening.date(), closure->date())) {
    add(errors, "date", N_("The case was closed after this day. Correct the date."));
  }
  not_in_the_future(errors, "date", reopening.date(), today);
}

void check_consent(const Consent& consent, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", consent.date(), today);
  if (is_before(consent.valid_until(), consent.date())) {
    add(errors, "valid_until", N_("The consent would end before it was given. Correct one of the two dates."));
  }
}

void check_next(Errors& errors, const std::string& date, const std::string& next) {
  if (is_before(next, date)) add(errors, "next_date", N_("The next date lies before this one. Correct one of the two."));
}

template <class MessageType>
const MessageType* as(const google::protobuf::Message& message) {
  return dynamic_cast<const MessageType*>(&message);
}

bool asked_for(const std::vector<StandingConsent>& consents, std::string_view purpose) {
  return std::any_of(consents.begin(), consents.end(), [&](const StandingConsent& one) { return one.consent->purpose() == purpose; });
}

bool any_guardian_answered(const std::vector<StandingConsent>& consents) {
  return std::any_of(consents.begin(), consents.end(), [](const StandingConsent& one) { return guardian_answered(*one.consent); });
}

}  // namespace

const Closure* standing_closure(const Story& story) {
  const Closure* out = nullptr;
  for (const Item& item : story.items) {
    if (const auto* closure = item.as<Closure>()) out = closure;
    if (item.as<Reopening>() != nullptr) out = nullptr;
  }
  return out;
}

void not_after_closure(const Story& story, const std::string& date, Errors& errors) {
  const Closure* closure = standing_closure(story);
  if (closure != nullptr && is_before(closure->date(), date)) {
    add(errors, "date", N_("The case was closed before this day. Reopen the case first, or correct the date."));
  }
}

Errors check(const Story& story, const google::protobuf::Message& entry, Date today_date, EntryId corrects, MemberId by) {
  Errors errors;
  const Story others = corrects.is_nil() ? story : without(story, corrects);
  const std::string today = to_iso(today_date);
  if (const auto* one = as<Identity>(entry)) check_identity(*one, today_date, errors);
  if (const auto* one = as<FirstContact>(entry)) not_in_the_future(errors, "date", one->date(), today);
  if (const auto* one = as<Identification>(entry)) {
    not_in_the_future(errors, "date", one->date(), today);
    check_resting(story, *one, errors);
  }
  if (const auto* one = as<Screening>(entry)) {
    not_in_the_future(errors, "date", one->date(), today);
    check_screening(*one, errors);
  }
  if (const auto* one = as<Consent>(entry)) check_consent(*one, today, errors);
  check_sharing(others, entry, today_date, errors);
  if (const auto* one = as<Exploitation>(entry)) check_exploitation(*one, today, errors);
  if (const auto* one = as<ServiceGiven>(entry)) check_service(others, *one, today, errors);
  if (const auto* one = as<ServiceStanding>(entry)) not_in_the_future(errors, "date", one->date(), today);
  if (const auto* one = as<Closure>(entry)) check_closure(others, *one, today, errors);
  if (const auto* one = as<Reopening>(entry)) check_reopening(others, *one, today, errors);
  if (const auto* one = as<LegalStep>(entry)) check_next(errors, one->date(), one->next_date());
  if (const auto* one = as<FamilyLink>(entry)) check_family(others, *one, today_date, errors);
  check_legal(others, entry, today, errors);
  check_task(entry, today, errors);
  check_clue(story, entry, today_date, errors);
  check_flag(others, entry, today, errors);
  if (const auto* one = as<HealthNote>(entry)) {
    not_in_the_future(errors, "date", one->date(), today);
    check_next(errors, one->date(), one->next_date());
  }
  check_paper(others, entry, today_date, errors);
  check_plan(others, entry, today_date, !corrects.is_nil(), errors);
  check_approval(story, entry, by, errors);
  check_retention(story, entry, today, errors);
  const Item* corrected = corrects.is_nil() ? nullptr : story.find(corrects);
  check_returning(others, entry, corrected == nullptr ? nullptr : corrected->latest().message.get(), today_date, errors);
  check_child(entry, today_date, errors);
  check_conference(others, entry, today_date, errors);
  check_closing(entry, today_date, errors);
  check_handover(others, entry, !corrects.is_nil(), errors);
  check_documents(story, entry, today, corrects, by, errors);
  for (schema::FieldError& error : check_own_answers(entry)) errors.push_back(std::move(error));
  return errors;
}

bool is_minor(const Identity& identity, Date today) {
  if (const auto birth = date_from_iso(identity.birth_date())) return *birth <= today && years_between(*birth, today) < 18;
  return identity.age_band() == "0--8" || identity.age_band() == "9--17";
}

std::vector<Suggestion> what_next(const KnownOfCase& known, Date today) {
  const Story& story = *known.story;
  std::vector<Suggestion> out;
  const auto entry = [&](const char* text, const char* type) { out.push_back({Suggestion::Way::entry, text, type}); };
  const auto facts = [&] {
    if (!known.facts_current) out.push_back({Suggestion::Way::facts, N_("Look at the facts for counting and write them"), ""});
  };
  if (standing_closure(story) != nullptr) {
    facts();
    if (is_handed_over(story)) return out;
    entry(N_("The person is back? Reopen the case"), "Reopening");
    return out;
  }
  const auto* contact = story.last<FirstContact>();
  const auto consents = standing_consents(story, today);
  const bool is_child = known.identity != nullptr && is_minor(*known.identity, today);
  if (is_child) {
    const Minor person{Age::child, known.person == nullptr || has_guardian(*known.person)};
    for (const Suggestion& one : first_for_child(story, person, today)) out.push_back(one);
  }
  const bool danger = contact != nullptr && contact->danger() == "immediate";
  if (danger && story.last<SafeContact>() == nullptr) entry(N_("Write down how to reach the person safely"), "SafeContact");
  for (const Suggestion& one : urgent_in_plan(story, today)) out.push_back(one);
  if (story.last<Assignment>() == nullptr) out.push_back({Suggestion::Way::owner, N_("Choose who looks after this case"), ""});
  if (!asked_for(consents, "case_management")) entry(N_("Ask whether the person wants our help"), "Consent");
  if (is_child && !any_guardian_answered(consents)) {
    entry(N_("A child: ask the guardian or the guardianship authority"), "Consent");
  }
  suggest_about_consent(story, today, out);
  const bool needs_known = story.last<Need>() != nullptr || story.last<NeedsAssessment>() != nullptr;
  if (!needs_known && story.last<ServiceGiven>() == nullptr) entry(N_("Write down what is needed now"), "Need");
  for (const Suggestion& one : next_in_plan(story, today)) out.push_back(one);
  if (story.last<Identification>() == nullptr) entry(N_("Record a decision on identification"), "Identification");
  if (story.last<Exploitation>() == nullptr) entry(N_("Write down what happened"), "Exploitation");
  if (needs_known && story.last<ServiceGiven>() == nullptr) entry(N_("Record the first service"), "ServiceGiven");
  const auto* journey = story.last<Return>();
  for (const Suggestion& one : next_in_return(story, today)) out.push_back(one);
  facts();
  if (journey != nullptr && !journey->arrival().empty()) entry(N_("The person is home: close the case when nothing is open"), "Closure");
  return out;
}

}  // namespace arasha::casework
