// Files: appending signed entries, opening what a keyring can open.
#include <algorithm>
#include <set>

#include "base/check.h"
#include "vault/blobs.h"
#include "vault/prepared.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

Error moved_on() {
  return {ErrorCode::conflict, "Somebody else changed this file a moment ago. Look at the change and save again."};
}
Error not_openable() { return {ErrorCode::denied, "You cannot open this file."}; }
Error broken() { return {ErrorCode::damaged, "This file is damaged: its chain does not fit together. Tell your administrator."}; }

}  // namespace

crypto::Key entry_wrapping(const crypto::Key& compartment) { return crypto::derive(compartment, "arasha/entry-keys/v1"); }
crypto::Hash key_tag(const crypto::Key& compartment) { return crypto::tag(compartment, "arasha/compartment-tag/v1"); }

Result<crypto::Key> Vault::compartment_key(const Keyring& by, const store::GrantRow& grant) const {
  const Bytes place = grant_place(organization_, grant);
  if (grant.recipient == recipient_of(by.member())) return open_grant(by.seed(), by.own(), place, grant.blob);
  const auto circle = CircleId::from_bytes(grant.recipient.bytes());
  if (!circle) return not_openable();
  const crypto::Key* seed = by.circle_seed(*circle, grant.generation);
  const crypto::Key* symmetric = by.circle_key(*circle, grant.generation);
  if (seed == nullptr || symmetric == nullptr) return not_openable();
  return open_grant(*seed, *symmetric, place, grant.blob);
}

std::map<Compartment, crypto::Key> Vault::keys_from(const Keyring& by, const std::vector<store::GrantRow>& grants) const {
  std::map<Compartment, crypto::Key> keys;
  for (const store::GrantRow& grant : grants) {
    if (keys.contains(grant.compartment)) continue;
    if (auto key = compartment_key(by, grant)) keys.emplace(grant.compartment, std::move(*key));
  }
  return keys;
}

Result<std::map<Compartment, crypto::Key>> Vault::compartment_keys(const Keyring& by, FileId file) const {
  TRY(grants, store_->grants(file));
  return keys_from(by, grants);
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
      store::GrantRow row{change.file, compartment, recipient_of(id), 0, {}};
      const Bytes place = grant_place(organization_, row);
      row.blob = id == by.member() ? wrapped_grant(by.own(), place, key) : boxed_grant(member->keys.box, place, key);
      out.push_back(std::move(row));
    }
    return out;
  }
  for (const CircleId id : state.readers(compartment)) {
    const Circle* circle = state.circle(id);
    if (circle == nullptr) continue;
    store::GrantRow row{change.file, compartment, recipient_of(id), circle->generation(), {}};
    const Bytes place = grant_place(organization_, row);
    const crypto::Key* symmetric = by.circle_key(id, row.generation);
    // Who writes into a compartment of a circle that is not hers seals to its box.
    row.blob = symmetric != nullptr ? wrapped_grant(*symmetric, place, key) : boxed_grant(circle->box.back(), place, key);
    out.push_back(std::move(row));
  }
  return out;
}

// One change on its way to rows. What stands in the store is read at one moment, before anything is sealed.
class Vault::Preparing {
 public:
  Preparing(const Vault& vault, const Keyring& by, const Directory& state, const FileChange& change)
      : vault_(vault), by_(by), state_(state), change_(change) {}

  Result<Prepared> run() {
    REQUIRE(!change_.entries.empty() || !change_.erase.empty());
    out_.before.id = change_.file;
    if (change_.expected_length > 0) TRY_VOID(look());
    out_.after = out_.before;
    for (const NewEntry& entry : change_.entries) TRY_VOID(add(entry));
    TRY_VOID(erase());
    for (const NewCard& card : change_.cards) TRY_VOID(put_card(card.compartment, card.content));
    TRY_VOID(keep_cards_new());
    return std::move(out_);
  }

 private:
  Result<void> look() {
    std::vector<store::GrantRow> grants;
    bool found = false;
    TRY_VOID(vault_.store_->at_once([&](const store::Reader& reader) -> Result<void> {
      TRY(row, reader.file(change_.file));
      if (!row) return {};
      found = true;
      out_.before = *row;
      TRY(file_grants, reader.grants(change_.file));
      grants = std::move(file_grants);
      TRY(file_cards, reader.cards(change_.file));
      cards_ = std::move(file_cards);
      if (change_.erase.empty()) return {};
      TRY(file_headers, reader.headers(change_.file, 0));
      headers_ = std::move(file_headers);
      return {};
    }));
    if (!found) return not_openable();
    if (out_.before.length != change_.expected_length) return moved_on();
    for (const auto& grant : grants) exists_.insert(grant.compartment);
    if (change_.erase.empty()) std::erase_if(grants, [this](const auto& grant) { return !touches(grant.compartment); });
    keys_ = vault_.keys_from(by_, grants);
    return {};
  }

  bool touches(Compartment compartment) const {
    const auto same = [&](const auto& one) { return one.compartment == compartment; };
    return std::any_of(change_.entries.begin(), change_.entries.end(), same) ||
           std::any_of(change_.cards.begin(), change_.cards.end(), same);
  }

  Result<const crypto::Key*> key_for(Compartment compartment) {
    const auto found = keys_.find(compartment);
    if (found != keys_.end()) return &found->second;
    if (exists_.contains(compartment)) return not_openable();
    crypto::Key fresh = crypto::random_key();
    TRY(grants, vault_.new_grants(by_, state_, change_, compartment, fresh));
    if (grants.empty()) return not_openable();
    for (auto& grant : grants) out_.grants.push_back(std::move(grant));
    return &keys_.emplace(compartment, std::move(fresh)).first->second;
  }

  Result<void> add(const NewEntry& entry) {
    TRY(key, key_for(entry.compartment));
    EntryHeader header;
    header.organization = vault_.organization_;
    header.file = change_.file;
    header.seq = out_.after.length;
    header.previous = out_.after.head;
    header.id = entry.id.is_nil() ? crypto::random_id<EntryId>() : entry.id;
    header.compartment = entry.compartment;
    header.type = entry.type;
    header.amends = entry.amends;
    header.author = by_.member();
    header.position = state_.length();
    header.time = vault_.clock_.now();
    header.compartment_key = key_tag(*key);
    const Bytes place = place_of(header);
    const crypto::Key entry_key = crypto::random_key();
    store::EntryRow row;
    row.file = change_.file;
    row.seq = header.seq;
    row.key = crypto::wrap_key(entry_wrapping(*key), place, entry_key);
    row.body = crypto::seal(entry_key, place, entry.content, crypto::kTextPadding);
    TRY(commit, crypto::commit_of(row.body));
    header.content = commit;
    row.header = seal_header(vault_.server_.ledger, header, by_.signer());
    if (entry.blob != nullptr) out_.blobs.push_back(entry.blob->row_for(entry_key, header));
    out_.after.head = hash_of(encode(header));
    ++out_.after.length;
    out_.entries.push_back(std::move(row));
    written_.insert(entry.compartment);
    return {};
  }

  Result<void> erase() {
    for (const std::uint32_t seq : change_.erase) {
      if (seq >= headers_.size()) return not_openable();
      TRY(signed_header, open_header(vault_.server_.ledger, vault_.organization_, headers_[seq]));
      const EntryHeader& target = signed_header.header;
      if (!keys_.contains(target.compartment)) return not_openable();
      TRY_VOID(add({target.compartment, kErasureType, {}, target.id, {}}));
      out_.erased.push_back(seq);
    }
    return {};
  }

  Result<void> put_card(Compartment compartment, BytesView content) {
    TRY(key, key_for(compartment));
    const std::uint32_t seq = out_.after.length;
    out_.cards.push_back({change_.file, compartment, seq, vault_.seal_card(*key, change_.file, compartment, seq, content)});
    written_.erase(compartment);
    return {};
  }

  Result<void> keep_cards_new() {
    const std::set<Compartment> without = written_;
    for (const store::CardRow& card : cards_) {
      if (!without.contains(card.compartment)) continue;
      TRY_VOID(vault_.check_card_is_new(card, out_.before.length));
      TRY(content, vault_.open_card(keys_.at(card.compartment), card));
      TRY_VOID(put_card(card.compartment, content));
      crypto::wipe(content);
    }
    return {};
  }

  const Vault& vault_;
  const Keyring& by_;
  const Directory& state_;
  const FileChange& change_;
  Prepared out_;
  std::map<Compartment, crypto::Key> keys_;
  std::set<Compartment> exists_;
  std::set<Compartment> written_;  // got an entry and no card yet
  std::vector<store::CardRow> cards_;
  std::vector<store::EntryRow> headers_;
};

Result<Vault::Prepared> Vault::prepare(const Keyring& by, const Directory& state, const FileChange& change) const {
  return Preparing(*this, by, state, change).run();
}

Result<void> Vault::Prepared::write(store::Transaction& transaction) const {
  TRY(row, transaction.file(before.id));
  const std::uint32_t length = row ? row->length : 0;
  if (length != before.length || (row && row->head != before.head)) return moved_on();
  TRY_VOID(transaction.put_file(after));
  for (const auto& entry : entries) TRY_VOID(transaction.add_entry(entry));
  for (const auto& grant : grants) TRY_VOID(transaction.put_grant(grant));
  for (const auto& card : cards) TRY_VOID(transaction.put_card(card));
  for (const auto& blob : blobs) {
    TRY_VOID(transaction.take_blob(blob));
    TRY_VOID(add_leaf(transaction, LeafKind::blob, encode_blob_leaf(blob)));
  }
  for (const std::uint32_t seq : erased) {
    TRY_VOID(transaction.erase_entry_content(before.id, seq));
    TRY(blob, transaction.blob_of(before.id, seq));
    if (blob) TRY_VOID(transaction.erase_blob(blob->id));
  }
  return {};
}

Result<void> check_chain_stands(const store::Reader& reader, const Directory& state) {
  TRY(blocks, reader.blocks(state.length()));
  if (!blocks.empty()) return moved_on();
  return {};
}

Result<void> Vault::check_may_write(const Keyring& by, const Directory& state) const {
  const Member* member = state.member(by.member());
  if (member == nullptr || member->status != MemberStatus::verified) return not_openable();
  return {};
}

Result<void> Vault::append(const Keyring& by, const std::vector<FileChange>& changes) {
  const auto state = directory();
  TRY_VOID(check_may_write(by, *state));
  std::vector<Prepared> prepared;
  prepared.reserve(changes.size());
  for (const FileChange& change : changes) {
    TRY(one, prepare(by, *state, change));
    prepared.push_back(std::move(one));
  }
  TRY_VOID(submit([&](store::Transaction& transaction) -> Result<void> {
    TRY_VOID(check_chain_stands(transaction, *state));
    for (const Prepared& one : prepared) TRY_VOID(one.write(transaction));
    for (const Prepared& one : prepared) moved_.push_back(one.move());
    return {};
  }));
  for (const FileChange& change : changes) {
    for (const NewEntry& entry : change.entries) {
      if (entry.blob != nullptr) entry.blob->keep();
    }
  }
  return {};
}

Result<OpenedFile> Vault::open_file(const Keyring& by, FileId file, Action action) {
  TRY(known, store_->file(file));
  if (!known) return not_openable();
  TRY(keys, compartment_keys(by, file));
  if (keys.empty()) {
    TRY_VOID(record(by, Action::refused, file, 0));
    return not_openable();
  }
  TRY_VOID(record(by, action, file, 1));

  store::FileRow row;
  std::vector<store::EntryRow> rows;
  TRY_VOID(store_->at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(now, reader.file(file));
    if (!now) return not_openable();
    row = *now;
    TRY(entries, reader.entries(file));
    rows = std::move(entries);
    return {};
  }));
  const auto state = directory();  // after the entries: it knows everybody who signed them
  OpenedFile out;
  out.id = file;
  out.length = static_cast<std::uint32_t>(rows.size());
  crypto::Hash previous{};
  std::uint64_t position = 0;
  std::map<Compartment, crypto::Key> wrapping;
  for (const auto& [compartment, key] : keys) wrapping.emplace(compartment, entry_wrapping(key));
  for (const store::EntryRow& entry : rows) {
    TRY(signed_header, open_header(server_.ledger, organization_, entry));
    const EntryHeader& header = signed_header.header;
    const auto author = state->signing_key_at(header.author, header.position);
    const bool fits = header.seq == out.entries.size() && header.previous == previous && header.position >= position && author &&
                      crypto::verify(*author, kEntryLabel, signed_header.bytes, signed_header.signature);
    if (!fits) return broken();
    previous = hash_of(signed_header.bytes);
    position = header.position;
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
  if (rows.size() != row.length || previous != row.head) return broken();
  return out;
}

}  // namespace arasha::vault
