// What an entry that travels may say, and what becomes of its references. Pure.
#pragma once

#include <google/protobuf/message.h>

#include <map>

#include "base/id.h"
#include "schema/own_form.h"

namespace arasha::handover {

// The types of the five compartments of a person and of a case that never go.
const std::vector<std::string>& types_that_stay();

// Ids here follow from ids there: fingerprint(label, from ‖ to ‖ id)[0..16].
class IdsHere {
 public:
  IdsHere(OrganizationId from, OrganizationId to) : from_(from), to_(to) {}
  FileId file(FileId there) const;
  EntryId entry(EntryId there) const;
  // Of an entry that take_in makes itself.
  EntryId made(std::string_view what, FileId file, BytesView of) const;
  // An own form keeps to itself: no form of that name is found here.
  std::string form_name(std::string_view there) const;

 private:
  OrganizationId from_;
  OrganizationId to_;
};

// What means nothing elsewhere is emptied: members, sets of tasks.
void empty_for_leaving(google::protobuf::Message& message);

// Strict, as what another program says must be: known fields only (others are dropped), texts within their lengths and without control
// characters, days that are days, drawings that can be drawn. Codes of a list that are not known here stay if they look like codes.
// References become those of here; a reference that is none, `damaged`.
Result<void> check_and_localise(google::protobuf::Message& message, const IdsHere& ids);

// A form of the other organisation under its name here. `damaged` where it is no form.
struct FormHere {
  std::string name_there;
  std::string hash;           // here
  Bytes definition;           // here
  schema::OwnFormPointer form;  // here
};
Result<FormHere> form_here(BytesView definition, const IdsHere& ids, bool keep);
std::string form_hash(BytesView definition);

}  // namespace arasha::handover
