// Changing the definition of an own form, as the pages do it. Pure.
#pragma once

#include "arasha/own.pb.h"
#include "schema/form.h"

namespace arasha::casework {

void write_head(const OwnFormHead& from, OwnFormDefinition& form);
OwnFormHead head_of(const OwnFormDefinition& form);

// A new field at the end, of that kind (a code of own_kind), with the next free number; answers it.
std::uint32_t add_field(OwnFormDefinition& form, std::string_view kind);
OwnFieldEdit edit_of(const OwnField& field);
// The words and settings of a field. An option whose row is gone is not offered any more; one without a code gets the next number.
void write_field(const OwnFieldEdit& from, OwnField& field);

// A condition as a form posts it: "3=yes". Conditions on two fields are a mistake.
std::vector<std::string> condition_of(const OwnField& field);
Result<void> write_condition(const std::vector<std::string_view>& chosen, OwnField& field);

OwnField* find_field(OwnFormDefinition& form, std::uint32_t number);
// One place up or down; false at the end of the form.
bool move_field(OwnFormDefinition& form, std::uint32_t number, bool up);
// Takes away a field that is not in `in_use`, the definition that counts; retires one that is.
void remove_field(OwnFormDefinition& form, std::uint32_t number, const OwnFormDefinition* in_use);

// `mine`, which began from `base`, as it would stand upon `theirs`: their new fields and options join, my new fields get numbers of
// their own where theirs have them. What both changed is as I have it.
OwnFormDefinition rebase(const OwnFormDefinition& base, const OwnFormDefinition& theirs, const OwnFormDefinition& mine);

Compartment compartment_from_code(std::string_view code);
std::string code_of(Compartment compartment);
std::string code_of(OwnKind kind);
std::string code_of(Sensitivity sensitivity);

}  // namespace arasha::casework
