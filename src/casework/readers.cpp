#include "casework/readers.h"

#include <algorithm>

namespace arasha::casework {

Result<Readers> readers_of(const vault::Vault& vault, FileId file, vault::Compartment compartment) {
  TRY(grants, vault.store().grants(file));
  const auto state = vault.directory();
  Readers out;
  for (const auto& grant : grants) {
    if (grant.compartment != compartment) continue;
    out.exists = true;
    const auto member = MemberId::from_bytes(grant.recipient.bytes());
    const auto circle = CircleId::from_bytes(grant.recipient.bytes());
    if (member && state->member(*member) != nullptr) {
      out.restricted = true;
      out.members.push_back(*member);
    } else if (const vault::Circle* found = circle ? state->circle(*circle) : nullptr) {
      for (const auto& [id, steward] : found->members) out.members.push_back(id);
    }
  }
  std::sort(out.members.begin(), out.members.end());
  out.members.erase(std::unique(out.members.begin(), out.members.end()), out.members.end());
  return out;
}

std::optional<std::vector<MemberId>> only_members_of(const vault::Vault& vault, const Readers& readers) {
  if (!readers.restricted) return std::nullopt;
  const auto state = vault.directory();
  std::vector<MemberId> out;
  for (const MemberId id : readers.members) {
    if (state->member(id)->status == vault::MemberStatus::verified) out.push_back(id);
  }
  return out;
}

}  // namespace arasha::casework
