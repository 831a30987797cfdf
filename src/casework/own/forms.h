// The forms that the organisation made itself, as they count now; and their place in a case. docs/own-forms.md.
#pragma once

#include "casework/case_view.h"
#include "schema/own_form.h"

namespace arasha::casework {

// The newest version of each form that this program understands, by name. The retired ones too: answers to them can be corrected.
std::vector<schema::OwnFormPointer> current_forms(const vault::Directory& state);
schema::OwnFormPointer current_form(const vault::Directory& state, std::string_view name);  // null: there is none
schema::OwnFormPointer form_of(const vault::FormVersion& version);                           // null: of a newer program

// The form that is meant by the end of an address: "own-work-skills". Null for any other, and for one that is not filled in any more.
const schema::EntryType* own_form_type(const vault::Directory& state, std::string_view kind);
// With what a correction is made: the newest definition of the form; of any other entry its own type.
const schema::EntryType* type_for_correction(const vault::Directory& state, const Item& item);

// What may not be written as an answer to an own form: values that the definition does not have. Empty for any other entry.
std::vector<schema::FieldError> check_own_answers(const google::protobuf::Message& answers);
// Answers to fields that are not asked any more stay as they were.
void keep_retired(const google::protobuf::Message& from, google::protobuf::Message& to);

// --- On pages

// With which definition a form was shown; nothing for an entry of another kind.
Html definition_field(const schema::EntryType& type);
// Whether the form was shown with a definition that does not count any more.
bool was_changed_meanwhile(const schema::FormData& posted, const schema::EntryType& type);
Html changed_meanwhile_notice(const Catalogue& words);
// Of "Add to the case": the forms of the parts that this member may write into.
Html own_forms_group(const Catalogue& words, const vault::Directory& state, const CaseView& view);

}  // namespace arasha::casework
