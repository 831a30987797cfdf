// A form on its way: what a steward has changed and not yet put into use. Sealed to the steward like any draft.
#pragma once

#include "casework/own/forms.h"

namespace arasha::casework {

struct FormDraft {
  std::uint32_t base = 0;  // the version that it began from; 0: there was none
  OwnFormDefinition form;
};

// The draft of that name; where there is none, what counts now. `not_found` where there is neither.
Result<FormDraft> draft_of_form(const Desk& desk, const Visit& visit, std::string_view name);
// Whether the steward changed something that is not in use yet.
Result<bool> has_draft(const Desk& desk, const Visit& visit, std::string_view name);
// The names of the forms that this steward began and that nobody put into use yet.
Result<std::vector<std::string>> begun_forms(const Desk& desk, const Visit& visit);
Result<void> keep_draft(const Desk& desk, const Visit& visit, const FormDraft& draft);
Result<void> drop_draft(const Desk& desk, const Visit& visit, std::string_view name);

// Puts drafts into use: checks each, signs them as the next versions, all or none. `conflict` where somebody was faster.
Result<void> put_into_use(vault::Vault& vault, const vault::Keyring& by, const std::vector<FormDraft>& drafts);

// Which version counts now; 0: none.
std::uint32_t version_of(const vault::Directory& state, std::string_view name);
// Stewards make forms.
bool may_make_forms(const vault::Directory& state, MemberId member);

}  // namespace arasha::casework
