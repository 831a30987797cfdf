#include "casework/consent/giving.h"

#include "arasha/options.pb.h"
#include "casework/consent/rules.h"

namespace arasha::casework {

Result<Age> age_of_person(vault::Vault& vault, const vault::Keyring& by, const Story& of_case, Date day) {
  const auto* opened = of_case.last<CaseOpened>();
  const auto person = FileId::from_text(opened == nullptr ? std::string() : opened->person());
  if (!person || !vault.may_open(by, *person, IDENTITY)) return Age::closed;
  TRY(who, Cases(vault).read(by, *person));
  const auto* identity = who.last<Identity>();
  return identity != nullptr && is_minor(*identity, day) ? Age::child : Age::adult;
}

Result<EntryId> record_given(vault::Vault& vault, const vault::Keyring& by, FileId case_file,
                             const Story& of_case, Shared shared, EntryId once) {
  const auto day = date_from_iso(shared.date());
  if (!day) return Error(ErrorCode::invalid_input, "Write the day on which it is given.");
  TRY(age, age_of_person(vault, by, of_case, *day));
  const Decision decision = decide(of_case, outflow_of(shared), age, *day);
  if (!decision.permitted()) return Error(ErrorCode::denied, sentence_of(decision.refusal));
  put_ground(shared, decision);
  return Cases(vault).add(by, case_file, shared, once);
}

}  // namespace arasha::casework
