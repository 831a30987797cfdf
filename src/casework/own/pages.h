// The pages on which stewards make forms; and what they share. Inside the room only.
#pragma once

#include "casework/own/drafts.h"
#include "casework/own/editor.h"

namespace arasha::casework {

void add_own_field_pages(web::Site& site, const Desk& desk);  // field_pages.cpp
void add_own_file_pages(web::Site& site, const Desk& desk);   // file_pages.cpp

// Runs `page` for a steward; everybody else is told whom to ask.
web::Response for_stewards(const Desk& desk, const Visit& visit, DeskPage page);
template <DeskPage page>
web::Response steward_page(const Desk& desk, const Visit& visit) { return for_stewards(desk, visit, page); }

inline constexpr const char* kFormsAddress = "/settings/forms";
std::string form_address(std::string_view name);
// The draft that the address names, as this steward has it.
Result<FormDraft> draft_in(const Desk& desk, const Visit& visit);
std::string form_title(const Catalogue& words, const OwnFormDefinition& form);
std::string field_title(const Catalogue& words, const OwnField& field);

// A page with a form that the schema describes.
struct EditPage {
  std::string title;
  std::string back;
  const google::protobuf::Descriptor& descriptor;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html more = {};                           // fields behind it
  std::vector<std::string> without = {};    // names of fields that this one does not ask
  Html notice = {};
};
web::Response edit_page(const Visit& visit, const EditPage& page);

}  // namespace arasha::casework
