#include "casework/child/person.h"

#include "arasha/options.pb.h"

namespace arasha::casework {

Result<Minor> minor_of_case(vault::Vault& vault, const vault::Keyring& by, const Story& of_case, Date day) {
  const auto* opened = of_case.last<CaseOpened>();
  const auto person = FileId::from_text(opened == nullptr ? std::string() : opened->person());
  if (!person || !vault.may_open(by, *person, IDENTITY)) return Minor{Age::closed, false};
  TRY(who, Cases(vault).read(by, *person));
  const auto* identity = who.last<Identity>();
  // A person about whom nothing is written is not taken for a child, as where a consent is checked.
  return identity == nullptr ? Minor() : minor_of(identity, &who, day);
}

Result<std::vector<schema::FieldError>> check_journey_in(vault::Vault& vault, const vault::Keyring& by,
                                                         const Story& of_case,
                                                         const google::protobuf::Message& entry,
                                                         EntryId corrects, Date today) {
  std::vector<schema::FieldError> errors;
  if (!is_of_journey(entry)) return errors;
  TRY(person, minor_of_case(vault, by, of_case, today));
  const Item* item = corrects.is_nil() ? nullptr : of_case.find(corrects);
  check_journey_of(of_case, person, entry, item == nullptr ? nullptr : item->latest().message.get(), errors);
  return errors;
}

}  // namespace arasha::casework
