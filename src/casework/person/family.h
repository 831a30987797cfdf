// The family of a person, and who depends on whom: links in the identity compartment, to somebody with a file of their own
// or to a name.
#pragma once

#include <string>
#include <vector>

#include "arasha/person.pb.h"
#include "casework/story.h"
#include "schema/form.h"

namespace arasha::casework {

// What the person is to the relative, when `relation` is what the relative is to the person, who is of that sex.
std::string inverse_relation(const std::string& relation, const std::string& sex);

// Every reason why the link may not be written into that person's file. Pure.
void check_family(const Story& person, const FamilyLink& link, Date today, std::vector<schema::FieldError>& errors);

// The link to that file; null: there is none.
const Item* link_to(const Story& person, FileId relative);

// Links two persons' files, each to the other, in one transaction; what is linked already stays. `link` says what
// `relative` is to `person`. `denied` without the identity key of both.
Result<void> link_family(vault::Vault& vault, const vault::Keyring& by, FileId person, FileId relative, const FamilyLink& link);

}  // namespace arasha::casework
