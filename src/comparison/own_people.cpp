#include "comparison/own_people.h"

#include "schema/entry_types.h"

namespace arasha::comparison {

Result<std::vector<Own>> own_people(vault::Vault& vault, const vault::Keyring& by) {
  const auto state = vault.directory();
  const auto policy = state->policy().find(IDENTITY);
  std::vector<CircleId> circles;
  if (policy != state->policy().end()) {
    for (const CircleId circle : policy->second) {
      if (by.holds(circle)) circles.push_back(circle);
    }
  }
  if (circles.empty()) return Error(ErrorCode::denied, "Only who opens identities can compare persons.");
  TRY_VOID(vault.record(by, vault::Action::searched, {}, 0));
  std::map<FileId, PersonCard> cards;
  for (const CircleId circle : circles) {
    TRY_VOID(vault.each_card(by, circle, IDENTITY, [&](FileId file, std::uint32_t, BytesView content) -> Result<void> {
      TRY(card, schema::parse_as<PersonCard>(content));
      cards.emplace(file, std::move(card));
      return {};
    }));
  }
  std::vector<Own> out;
  for (auto& [file, card] : cards) {
    // A merged file is one more description of the kept one; both hints lead there.
    const auto kept = card.merged_into().empty() ? Result<FileId>(file) : FileId::from_text(card.merged_into());
    out.push_back({kept ? *kept : file, std::move(card)});
  }
  return out;
}

}  // namespace arasha::comparison
