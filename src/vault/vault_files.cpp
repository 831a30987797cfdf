// Files: appending signed entries, opening what a keyring can open.
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

Error moved_on() {
  return {ErrorCode::conflict, "Somebody else changed this file a moment ago. Look at the change and save again."};
}
Error not_openable() { return {ErrorCode::denied, "You cannot open this file."}; }
Error broken() { return {ErrorCode::damaged, "This file is damaged: its chain does not fit together. Tell your administrator."}; }

Bytes card_place(OrganizationId organization, FileId file, Compartment compartment, std::uint32_t seq) {
  return ByteWriter().sized("arasha/card/v1").raw(organization.bytes()).raw(file.bytes()).u8(compartment).u32(seq).take();
}
crypto::Key entry_wrapping(const crypto::Key& compartment) { return crypto::derive(compartment, "arasha/entry-keys/v1"); }
crypto::Key card_key(const crypto::Key& compartment) { return crypto::derive(compartment, "arasha/cards/v1"); }
crypto::Hash key_tag(const crypto::Key& compartment) { return crypto::tag(compartment, "arasha/compartment-tag/v1"); }

store::RecipientId recipient(CircleId id) { return *store::RecipientId::from_bytes(id.bytes()); }
store::RecipientId recipient(MemberId id) { return *store::RecipientId::from_bytes(id.bytes()); }

}  // namespace

struct Vault::Prepared {
  store::FileRow before;
  store::FileRow after;
  std::vector<store::EntryRow> entries;
  std::vector<store::GrantRow> grants;
  std::vector<store::CardRow> cards;
  std::vector<std::uint32_t> erased;
};

Result<crypto::Key> Vault::compartment_key(const Keyring& by, const store::GrantRow& grant) const {
  const Bytes place = grant_place(organization_, grant);
  if (grant.recipient == recipient(by.member())) return open_grant(by.seed(), by.own(), place, grant.blob);
  const auto circle = CircleId::from_bytes(grant.recipient.bytes());
  if (!circle) return not_openable();
  const crypto::Key* seed = by.circle_seed(*circle, grant.generation);
  const crypto::Key* symmetric = by.circle_key(*circle, grant.generation);
  if (seed == nullptr || symmetric == nullptr) return not_openable();
  return open_grant(*seed, *symmetric, place, grant.blob);
}

Result<std::map<Compartment, crypto::Key>> Vault::compartment_keys(const Keyring& by, FileId file) const {
  TRY(grants, store_->grants(file));
  std::map<Compartment, crypto::Key> keys;
  for (const store::GrantRow& grant : grants) {
    if (keys.contains(grant.compartment)) continue;
    if (auto key = compartment_key(by, grant)) keys.emplace(grant.compartment, std::move(*key));
  }
  return keys;
}

bool Vault::may_open(const Keyring& by, FileId file, Compartment compartment) const {
  const auto keys = compartment_keys(by, file);
  return keys && keys->contains(compartment);
}

Result<std::vector<Compartment>> Vault::openable(const Keyring& by, FileId file) const {
  TRY(keys, compartment_keys(by, file));
  std::vector<Compartment> out;
  for (const auto& [compartment, key] : keys) out.push_back(compartment);
  return out;
}

Result<std::vector<store::GrantRow>> Vault::new_grants(const Keyring& by, const Directory& state, const FileChange& change,
                                                       Compartment compartment, const crypto::Key& key) const {
  std::vector<store::GrantRow> out;
  if (change.only_members) {
    for (const MemberId id : *change.only_members) {
      const Member* member = state.member(id);
      if (member == nullptr || member->status != MemberStatus::verified) return not_openable();
      store::GrantRow row{change.file, compartment, recipient(id), 0, {}};
      const Bytes place = grant_place(organization_, row);
      row.blob = id == by.member() ? wrapped_grant(by.own(), place, key) : boxed_grant(member->keys.box, place, key);
      out.push_back(std::move(row));
    }
    return out;
  }
  for (const CircleId id : state.readers(compartment)) {
    const Circle* circle = state.circle(id);
    if (circle == nullptr) continue;
    store::GrantRow row{change.file, compartment, recipient(id), circle->generation(), {}};
    const Bytes place = grant_place(organization_, row);
    const crypto::Key* symmetric = by.circle_key(id, row.generation);
    // Who writes into a compartment of a circle that is not hers seals to its box.
    row.blob = symmetric != nullptr ? wrapped_grant(*symmetric, place, key) : boxed_grant(circle->box.back(), place, key);
    out.push_back(std::move(row));
  }
  return out;
}

Result<Vault::Prepared> Vault::prepare(const Keyring& by, const Directory& state, const crypto::SigningKey& signer,
                                       const FileChange& change) const {
  Prepared out;
  std::map<Compartment, crypto::Key> keys;
  if (change.expected_length > 0) {
    TRY(row, store_->file(change.file));
    if (!row) return not_openable();
    out.before = *row;
    if (row->length != change.expected_length) return moved_on();
    TRY(held, compartment_keys(by, change.file));
    keys = std::move(held);
  } else {
    out.before.id = change.file;
  }
  std::map<Compartment, bool> exists;
  if (change.expected_length > 0) {
    TRY(grants, store_->grants(change.file));
    for (const auto& grant : grants) exists[grant.compartment] = true;
  }
  const auto key_for = [&](Compartment compartment) -> Result<const crypto::Key*> {
    const auto found = keys.find(compartment);
    if (found != keys.end()) return &found->second;
    if (exists.contains(compartment)) return not_openable();
    crypto::Key fresh = crypto::random_key();
    TRY(grants, new_grants(by, state, change, compartment, fresh));
    if (grants.empty()) return not_openable();
    for (auto& grant : grants) out.grants.push_back(std::move(grant));
    return &keys.emplace(compartment, std::move(fresh)).first->second;
  };

  out.after = out.before;
  const Time now = clock_.now();
  const auto add = [&](const NewEntry& entry) -> Result<void> {
    TRY(key, key_for(entry.compartment));
    EntryHeader header;
    header.organization = organization_;
    header.file = change.file;
    header.seq = out.after.length;
    header.previous = out.after.head;
    header.id = entry.id.is_nil() ? crypto::random_id<EntryId>() : entry.id;
    header.compartment = entry.compartment;
    header.type = entry.type;
    header.amends = entry.amends;
    header.author = by.member();
    header.position = state.length();
    header.time = now;
    header.compartment_key = key_tag(*key);
    const Bytes place = place_of(header);
    const crypto::Key entry_key = crypto::random_key();
    store::EntryRow row;
    row.file = change.file;
    row.seq = header.seq;
    row.key = crypto::wrap_key(entry_wrapping(*key), place, entry_key);
    row.body = crypto::seal(entry_key, place, entry.content, crypto::kTextPadding);
    TRY(commit, crypto::commit_of(row.body));
    header.content = commit;
    row.header = seal_header(server_.ledger, header, signer);
    out.after.head = hash_of(encode(header));
    ++out.after.length;
    out.entries.push_back(std::move(row));
    return {};
  };
  for (const NewEntry& entry : change.entries) TRY_VOID(add(entry));
  if (!change.erase.empty()) {
    TRY(rows, store_->entries(change.file));
    for (const std::uint32_t seq : change.erase) {
      if (seq >= rows.size()) return not_openable();
      TRY(signed_header, open_header(server_.ledger, organization_, rows[seq]));
      const EntryHeader& target = signed_header.header;
      if (!keys.contains(target.compartment)) return not_openable();
      TRY_VOID(add({target.compartment, kErasureType, {}, target.id, {}}));
      out.erased.push_back(seq);
    }
  }
  for (const NewCard& card : change.cards) {
    TRY(key, key_for(card.compartment));
    store::CardRow row{change.file, card.compartment, out.after.length, {}};
    row.blob = crypto::seal(card_key(*key), card_place(organization_, change.file, card.compartment, row.seq), card.content,
                            crypto::kTextPadding);
    out.cards.push_back(std::move(row));
  }
  return out;
}

Result<void> Vault::write_prepared(store::Transaction& transaction, const Prepared& prepared) {
  TRY(row, transaction.file(prepared.before.id));
  const std::uint32_t length = row ? row->length : 0;
  if (length != prepared.before.length || (row && row->head != prepared.before.head)) return moved_on();
  TRY_VOID(transaction.put_file(prepared.after));
  for (const auto& entry : prepared.entries) TRY_VOID(transaction.add_entry(entry));
  for (const auto& grant : prepared.grants) TRY_VOID(transaction.put_grant(grant));
  for (const auto& card : prepared.cards) TRY_VOID(transaction.put_card(card));
  for (const std::uint32_t seq : prepared.erased) TRY_VOID(transaction.erase_entry_content(prepared.before.id, seq));
  return {};
}

Result<void> Vault::append(const Keyring& by, const std::vector<FileChange>& changes) {
  const auto state = directory();
  const Member* member = state->member(by.member());
  if (member == nullptr || member->status != MemberStatus::verified) return not_openable();
  const crypto::SigningKey signer = by.signer();
  std::vector<Prepared> prepared;
  prepared.reserve(changes.size());
  for (const FileChange& change : changes) {
    TRY(one, prepare(by, *state, signer, change));
    prepared.push_back(std::move(one));
  }
  return submit([&](store::Transaction& transaction) -> Result<void> {
    for (const Prepared& one : prepared) TRY_VOID(write_prepared(transaction, one));
    // A rotation that came in between would leave grants behind that the new generation cannot open.
    TRY(blocks, transaction.blocks(state->length()));
    if (!blocks.empty()) return moved_on();
    for (const Prepared& one : prepared) moved_.push_back(one.before.id);
    return {};
  });
}

Result<OpenedFile> Vault::open_file(const Keyring& by, FileId file, Action action) {
  TRY(row, store_->file(file));
  if (!row) return not_openable();
  TRY(keys, compartment_keys(by, file));
  if (keys.empty()) {
    TRY_VOID(record(by, Action::refused, file, 0));
    return not_openable();
  }
  TRY_VOID(record(by, action, file, 1));

  const auto state = directory();
  TRY(rows, store_->entries(file));
  OpenedFile out;
  out.id = file;
  out.length = static_cast<std::uint32_t>(rows.size());
  crypto::Hash previous{};
  std::map<Compartment, crypto::Key> wrapping;
  for (const auto& [compartment, key] : keys) wrapping.emplace(compartment, entry_wrapping(key));
  for (const store::EntryRow& entry : rows) {
    TRY(signed_header, open_header(server_.ledger, organization_, entry));
    const EntryHeader& header = signed_header.header;
    const auto author = state->signing_key_at(header.author, header.position);
    const bool fits = header.seq == out.entries.size() && header.previous == previous && author &&
                      crypto::verify(*author, kEntryLabel, signed_header.bytes, signed_header.signature);
    if (!fits) return broken();
    previous = hash_of(signed_header.bytes);
    OpenedEntry opened;
    opened.header = header;
    const auto key = keys.find(header.compartment);
    if (entry.key.empty()) {
      opened.state = EntryState::erased;
    } else if (key != keys.end()) {
      if (key_tag(key->second) != header.compartment_key) return broken();
      const Bytes place = place_of(header);
      TRY(entry_key, crypto::unwrap_key(wrapping.at(header.compartment), place, entry.key));
      TRY(commit, crypto::commit_of(entry.body));
      if (commit != header.content) return broken();
      TRY(content, crypto::open(entry_key, place, entry.body, crypto::kTextPadding));
      opened.content = std::move(content);
      opened.state = EntryState::readable;
    }
    out.entries.push_back(std::move(opened));
  }
  // Between the two reads another member may have appended; the row that was read first must lie on this chain.
  if (rows.size() < row->length || (rows.size() == row->length && previous != row->head)) return broken();
  return out;
}

Result<void> Vault::each_card(const Keyring& by, CircleId circle, Compartment compartment, const CardUse& use) const {
  return store_->each_granted_card(recipient(circle), compartment, [&](const store::GrantedCard& row) -> Result<void> {
    auto key = compartment_key(by, row.grant);
    if (!key) return {};  // granted since this member left, or sealed to another generation
    TRY(content, crypto::open(card_key(*key), card_place(organization_, row.card.file, compartment, row.card.seq),
                              row.card.blob, crypto::kTextPadding));
    return use(row.card.file, row.card.seq, content);
  });
}

Result<std::optional<Bytes>> Vault::card(const Keyring& by, FileId file, Compartment compartment) const {
  TRY(keys, compartment_keys(by, file));
  const auto key = keys.find(compartment);
  if (key == keys.end()) return not_openable();
  TRY(cards, store_->cards(file));
  for (const store::CardRow& row : cards) {
    if (row.compartment != compartment) continue;
    TRY(content, crypto::open(card_key(key->second), card_place(organization_, file, compartment, row.seq), row.blob,
                              crypto::kTextPadding));
    return std::optional<Bytes>(std::move(content));
  }
  return std::optional<Bytes>();
}

}  // namespace arasha::vault
