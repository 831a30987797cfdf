#include "casework/restriction.h"

namespace arasha::casework {

Html who_else_field(const Desk& desk, const Visit& visit, const schema::FormData& typed, std::string_view hint, const web::FieldErrors& errors) {
  const auto state = desk.vault.directory();
  web::ChoiceField who{"only", std::string(visit.words.text(N_("Who may open it, beside you"))), {}, {}};
  who.hint = std::string(hint);
  for (const auto& [id, member] : state->members()) {
    if (member.status == vault::MemberStatus::verified && id != visit.keyring.member()) who.choices.push_back({id.text(), member.name});
  }
  who.kind = web::ChoiceKind::checkboxes;
  who.optional = true;
  for (const std::string_view one : typed.all("only")) who.chosen.emplace_back(one);
  return web::choice_field(visit.words, who, errors);
}

std::vector<MemberId> who_else(const Desk& desk, const Visit& visit, const schema::FormData& form, web::FieldErrors& errors) {
  std::vector<MemberId> out;
  const auto state = desk.vault.directory();
  for (const std::string_view text : form.all("only")) {
    const auto id = MemberId::from_text(text);
    const vault::Member* member = id ? state->member(*id) : nullptr;
    if (member == nullptr || member->status != vault::MemberStatus::verified) {
      errors.push_back({"only", Error(ErrorCode::invalid_input, N_("Choose one of the answers in the list."))});
    } else if (*id != visit.keyring.member()) {
      out.push_back(*id);
    }
  }
  return out;
}

}  // namespace arasha::casework
