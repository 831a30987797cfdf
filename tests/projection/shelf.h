// Tables over a small organisation, and the cards that tests put there.
#pragma once

#include "arasha/options.pb.h"
#include "projection/tables.h"
#include "vault/world.h"

namespace arasha::projection {

template <class Message>
Bytes bytes_of(const Message& message) {
  const std::string text = message.SerializeAsString();
  return to_bytes(view(text));
}

inline CaseCard case_card(const std::string& alias, const std::string& opened = "2026-03-01") {
  CaseCard card;
  card.set_alias(alias);
  card.set_state("new");
  card.set_opened(opened);
  card.set_updated(opened);
  return card;
}

inline PersonCard person_card(const std::string& name) {
  PersonCard card;
  card.add_names(name);
  return card;
}

class ShelfWorld : public vault::World {
 protected:
  void SetUp() override {
    World::SetUp();
    tables_ = std::make_unique<Tables>(*vault_);
  }
  void TearDown() override {
    tables_.reset();
    World::TearDown();
  }

  template <class Message>
  static vault::FileChange change_with(FileId file, std::uint32_t length, vault::Compartment compartment,
                                       const Message& card) {
    vault::FileChange change;
    change.file = file;
    change.expected_length = length;
    change.entries.push_back({compartment, 7, text("something"), {}, {}});
    change.cards.push_back({compartment, bytes_of(card)});
    return change;
  }
  template <class Message>
  FileId add(vault::Vault& vault, const vault::Keyring& by, vault::Compartment compartment,
             const Message& card, std::optional<std::vector<MemberId>> only = std::nullopt) {
    vault::FileChange change = change_with(crypto::random_id<FileId>(), 0, compartment, card);
    change.only_members = std::move(only);
    vault::must(vault.append(by, {change}));
    return change.file;
  }
  FileId add_case(const vault::Keyring& by, const std::string& alias,
                  std::optional<std::vector<MemberId>> only = std::nullopt) {
    return add(*vault_, by, ASSISTANCE, case_card(alias), std::move(only));
  }
  std::vector<std::string> aliases(const vault::Keyring& by, CaseQuery query = {}) {
    query.limit = 1000;
    query.order = CaseOrder::alias;
    query.ascending = true;
    const Access access = vault::must(tables_->projection().enter(by, ASSISTANCE));
    std::vector<std::string> out;
    for (const CaseRow& row : tables_->cases().list(access, query).rows) out.push_back(row.card.alias());
    return out;
  }
  std::vector<FileId> people(const vault::Keyring& by, std::string_view text) {
    const Access access = vault::must(tables_->projection().enter(by, IDENTITY));
    std::vector<FileId> out;
    for (const PersonFound& found : tables_->people().search(access, text, 10)) out.push_back(found.person);
    return out;
  }
  vault::Keyring caseworker(const std::string& name) {
    vault::Keyring keyring = member(name);
    vault::must(vault_->join_circle(steward(), circle(vault::CircleKind::casework), keyring.member(), false));
    vault::must(vault_->refresh(keyring));
    return keyring;
  }

  std::unique_ptr<Tables> tables_;
};

}  // namespace arasha::projection
