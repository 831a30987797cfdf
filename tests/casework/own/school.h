// A form of an organisation's own, as tests make it.
#pragma once

#include "casework/own/drafts.h"
#include "schema/own_form.h"

namespace arasha::casework {

inline OwnField& own_field(OwnFormDefinition& form, std::uint32_t number, OwnKind kind, const char* label) {
  OwnField& out = *form.add_fields();
  out.set_number(number);
  out.set_kind(kind);
  out.mutable_label()->set_en(label);
  return out;
}
inline void own_option(OwnField& field, const char* code, const char* label) {
  OwnOption& out = *field.add_options();
  out.set_code(code);
  out.mutable_label()->set_en(label);
}
inline OwnFormDefinition school_form(Compartment compartment = ASSISTANCE) {
  OwnFormDefinition form;
  form.set_name("school");
  form.set_compartment(compartment);
  form.mutable_title()->set_en("School of the child");
  form.mutable_title()->set_ru("Школа ребёнка");
  own_field(form, 1, OWN_YES_NO, "Goes to school").set_required(true);
  OwnField& which = own_field(form, 2, OWN_TEXT, "Which school");
  which.set_shown_if(1);
  which.add_shown_values("yes");
  which.set_required(true);
  OwnField& helps = own_field(form, 3, OWN_SEVERAL, "What helps");
  own_option(helps, "bus", "A bus");
  own_option(helps, "books", "Textbooks");
  own_field(form, 4, OWN_LONG_TEXT, "Illnesses").set_sensitivity(SPECIAL);
  return form;
}

}  // namespace arasha::casework
