#include "casework/consent/rules.h"

#include <algorithm>

#include "base/catalogue.h"
#include "casework/mistakes.h"

namespace arasha::casework {
namespace {

constexpr int kRemindDays = 14;

void check_override(const SharingOverride& proposal, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", proposal.date(), today);
  if (is_before(proposal.valid_until(), proposal.date()))
    add(errors, "valid_until", N_("It would end before it begins. Correct one of the two dates."));
}

void check_confirmed(const Story& story, const SharingConfirmed& confirmed, Date today, Errors& errors) {
  for (const StandingOverride& one : standing_overrides(story, today)) {
    if (one.item->latest().id.text() != confirmed.proposal()) continue;
    if (one.state == OverrideState::over)
      add(errors, "proposal", N_("This has ended already. If it is needed again, propose it anew."));
    if (one.state == OverrideState::confirmed) add(errors, "proposal", N_("This is confirmed already."));
    return;
  }
  add(errors, "proposal", N_("The proposal has changed. Read it again before you confirm it."));
}

void check_withheld(const WithheldFrom& withheld, const std::string& today, Errors& errors) {
  not_in_the_future(errors, "date", withheld.date(), today);
  not_in_the_future(errors, "lifted", withheld.lifted(), today);
  if (is_before(withheld.until(), withheld.date()))
    add(errors, "until", N_("It would end before it begins. Correct one of the two dates."));
  if (is_before(withheld.lifted(), withheld.date()))
    add(errors, "lifted", N_("It would end before it begins. Correct one of the two dates."));
  if (!withheld.lifted().empty() && withheld.lifted_why().empty())
    add(errors, "lifted_why", N_("Write why it was lifted, and who wished it."));
}

void check_shared(const Story& story, const Shared& shared, Date today, Errors& errors) {
  not_in_the_future(errors, "date", shared.date(), to_iso(today));
  const auto day = date_from_iso(shared.date());
  const Decision decision = decide(story, outflow_of(shared), Age::adult, day ? *day : today);
  Shared grounded = shared;
  if (decision.permitted()) put_ground(grounded, decision);
  const bool same = grounded.basis() == shared.basis() && grounded.source() == shared.source();
  if (!decision.permitted())
    add(errors, field_of(decision.refusal), sentence_of(decision.refusal));
  else if (!same)
    add(errors, "recipient", N_("What permits this has changed. Look at it again before anything is given."));
}

template <class MessageType>
const MessageType* as(const google::protobuf::Message& message) {
  return dynamic_cast<const MessageType*>(&message);
}

}  // namespace

void check_sharing(const Story& story, const google::protobuf::Message& entry, Date today, Errors& errors) {
  const std::string day = to_iso(today);
  if (const auto* one = as<SharingOverride>(entry)) check_override(*one, day, errors);
  if (const auto* one = as<SharingConfirmed>(entry)) check_confirmed(story, *one, today, errors);
  if (const auto* one = as<WithheldFrom>(entry)) check_withheld(*one, day, errors);
  if (const auto* one = as<Shared>(entry)) check_shared(story, *one, today, errors);
}

Errors complete_consent(const Consent& consent) {
  Errors errors;
  if (consent.answer() != "given") return errors;
  if (goes_outside(consent.purpose())) {
    if (consent.groups().empty())
      add(errors, "groups", N_("Choose what may be shared. Nothing goes along by itself."));
    if (consent.explained_by().empty())
      add(errors, "explained_by", N_("Write who explained it: a colleague or an interpreter, by name."));
    if (consent.language().empty())
      add(errors, "language", N_("Choose the language in which it was explained."));
  }
  if (guardian_answered(consent) && consent.guardian().empty())
    add(errors, "guardian", N_("Write who the guardian or representative is."));
  if (consent.given_by() == "guardian" && consent.child_agrees().empty())
    add(errors, "child_agrees", N_("Say whether the child agrees too."));
  return errors;
}

void suggest_about_consent(const Story& story, Date today, std::vector<Suggestion>& out) {
  const auto withheld = withheld_list(story, today);
  const std::string soon = to_iso(Date(std::chrono::sys_days(today) + std::chrono::days(kRemindDays)));
  bool contradicts = false;
  bool ends = false;
  for (const StandingConsent& one : standing_consents(story, today)) {
    if (one.state != ConsentState::given) continue;
    contradicts = contradicts || std::any_of(withheld.begin(), withheld.end(), [&](const Withheld& from) {
                    return is_same_recipient(from.entry->who(), one.consent->recipient());
                  });
    ends = ends || (!one.consent->valid_until().empty() && one.consent->valid_until() <= soon);
  }
  if (contradicts)
    out.push_back({Suggestion::Way::entry,
                   N_("Information is withheld from somebody who still has a consent: ask, and take it back"),
                   "Consent"});
  if (ends) out.push_back({Suggestion::Way::entry, N_("A consent ends soon: ask again"), "Consent"});
}

void put_ground(Shared& shared, const Decision& decision) {
  shared.set_basis(decision.ground == Ground::legal ? "override" : "consent");
  shared.set_source(decision.source == nullptr ? std::string() : decision.source->latest().id.text());
}

Outflow outflow_of(const Shared& shared) {
  return {shared.purpose(), shared.recipient(), {shared.groups().begin(), shared.groups().end()}};
}

const char* field_of(Refusal refusal) {
  return refusal == Refusal::not_covered || refusal == Refusal::incomplete ? "groups" : "recipient";
}

}  // namespace arasha::casework
