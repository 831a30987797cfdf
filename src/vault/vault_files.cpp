// Files: appending signed entries, opening what a keyring can open.
#include <algorithm>
#include <set>

#include "base/check.h"
#include "base/parallel.h"
#include "vault/blobs.h"
#include "vault/prepared.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

Error moved_on() {
  return {ErrorCode::conflict, "Somebody else changed this file a moment ago. Look at the change and save again."};
}
Error taken_already() {
  return {ErrorCode::conflict, "A colleague took this a moment ago. Look at the list again."};
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
    const bool writes = !change_.entries.empty() || !change_.erase.empty();
    REQUIRE(change_.destroy.empty() ? writes : !writes && change_.cards.empty());
    REQUIRE((change_.take.empty() && change_.post.empty()) || !change_.entries.empty());  // an entry says what became of it
    out_.before.id = change_.file;
    if (change_.expected_length > 0) TRY_VOID(look());
    out_.after = out_.before;
    for (const NewEntry& entry : change_.entries) TRY_VOID(add(entry));
    TRY_VOID(erase());
    TRY_VOID(destroy());
    for (const NewCard& card : change_.cards) TRY_VOID(put_card(card.compartment, card.content));
    TRY_VOID(keep_cards_new());
    TRY_VOID(take());
    for (const NewParcel& one : change_.post) out_.posted.push_back({one.id, vault_.seal_parcel(one.id, one.content)});
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
      if (!reads_headers()) return {};
      TRY(file_headers, reader.headers(change_.file, 0));
      headers_ = std::move(file_headers);
      return {};
    }));
    if (!found) return not_openable();
    if (out_.before.length != change_.expected_length) return moved_on();
    for (const auto& grant : grants) exists_.insert(grant.compartment);
    if (!reads_headers()) std::erase_if(grants, [this](const auto& grant) { return !touches(grant.compartment); });
    keys_ = vault_.keys_from(by_, grants);
    return {};
  }

  bool reads_headers() const { return !change_.erase.empty() || !change_.destroy.empty(); }

  bool touches(Compartment compartment) const {
    const auto same = [&](const auto& one) { return one.compartment == compartment; };
    return std::any_of(change_.entries.begin(), change_.entries.end(), same) ||
           std::any_of(change_.cards.begin(), change_.cards.end(), same);
  }

  Result<const crypto::Key*> key_for(Compartment compartment) {
    const auto found = keys_.find(compartment);
    if (found != keys_.end()) return &found->second;
    if (exists_.contains(compartment)) return not_openable();
    if (change_.expected_length > 0) TRY_VOID(check_nothing_was_destroyed());
    crypto::Key fresh = crypto::random_key();
    TRY(grants, vault_.new_grants(by_, state_, change_, compartment, fresh));
    if (grants.empty()) return not_openable();
    for (auto& grant : grants) out_.grants.push_back(std::move(grant));
    return &keys_.emplace(compartment, std::move(fresh)).first->second;
  }

  // A file of which a part was destroyed is over: no part is opened in it anew. Headers tell, whoever holds keys.
  Result<void> check_nothing_was_destroyed() const {
    TRY(rows, vault_.store_->headers(change_.file, 0));
    for (const store::EntryRow& row : rows) {
      TRY(opened, open_header(vault_.server_.ledger, vault_.organization_, row));
      if (opened.header.type == kDestructionType) return not_openable();
    }
    return {};
  }

  // The next one of the chain, without what its content gives.
  EntryHeader next_header(Compartment compartment, std::uint16_t type, EntryId amends, EntryId id) const {
    EntryHeader header;
    header.organization = vault_.organization_;
    header.file = change_.file;
    header.seq = out_.after.length;
    header.previous = out_.after.head;
    header.id = id.is_nil() ? crypto::random_id<EntryId>() : id;
    header.compartment = compartment;
    header.type = type;
    header.amends = amends;
    header.author = by_.member();
    header.position = state_.length();
    header.time = vault_.clock_.now();
    return header;
  }

  Result<void> add(const NewEntry& entry) {
    TRY(key, key_for(entry.compartment));
    EntryHeader header = next_header(entry.compartment, entry.type, entry.amends, entry.id);
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
    if (entry.blob != nullptr) out_.blobs.push_back(entry.blob->row_for(entry_key, header));
    put(header, std::move(row));
    written_.insert(entry.compartment);
    return {};
  }

  void put(const EntryHeader& header, store::EntryRow row) {
    row.header = seal_header(vault_.server_.ledger, header, by_.signer());
    out_.after.head = hash_of(encode(header));
    ++out_.after.length;
    out_.entries.push_back(std::move(row));
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

  Result<void> destroy() {
    if (change_.destroy.empty()) return {};
    std::vector<Compartment> places;
    for (const store::EntryRow& row : headers_) {
      TRY(opened, open_header(vault_.server_.ledger, vault_.organization_, row));
      places.push_back(opened.header.compartment);
    }
    const bool holds_first = !places.empty() && keys_.contains(places.front());
    const std::set<Compartment> going(change_.destroy.begin(), change_.destroy.end());
    for (const Compartment compartment : going) {
      if (!exists_.contains(compartment) || !(holds_first || keys_.contains(compartment))) return not_openable();
      EntryHeader header = next_header(compartment, kDestructionType, EntryId(), EntryId());
      header.content = change_.statement;
      put(header, {change_.file, header.seq, {}, {}, {}});
      out_.destroyed.push_back(compartment);
    }
    for (std::uint32_t seq = 0; seq < places.size(); ++seq) {
      if (going.contains(places[seq])) out_.erased.push_back(seq);
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

  Result<void> take() {
    for (const DropId id : change_.take) {
      TRY(recipient, vault_.store_->drop_recipient(id));
      if (!recipient) return taken_already();
      TRY(circle, CircleId::from_bytes(recipient->bytes()));
      TRY_VOID(vault_.check_holds(by_, state_, circle));
      out_.taken.push_back(id);
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
  for (const DropId id : taken) {
    TRY(waited, transaction.erase_drop(id));
    if (!waited) return taken_already();
  }
  for (const store::ParcelRow& parcel : posted) {
    TRY(known, transaction.parcel(parcel.id));
    if (known) return moved_on();
    TRY_VOID(transaction.put_parcel(parcel));
  }
  if (destroyed.empty()) return {};
  TRY(standing, transaction.grants(before.id));
  for (const Compartment compartment : destroyed) {
    for (const store::GrantRow& grant : standing) {
      if (grant.compartment == compartment) TRY_VOID(transaction.erase_grant(before.id, compartment, grant.recipient));
    }
    TRY_VOID(transaction.erase_card(before.id, compartment));
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
    for (const FileChange& change : changes) TRY_VOID(forget_drafts(transaction, *state, change.forget_drafts));
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

namespace {

// Entries below this number are opened by the calling thread alone.
constexpr std::size_t kShare = 48;

// A header as it was opened, with the hash that the next one must name.
struct Link {
  SignedHeader header;
  crypto::Hash hash{};
};

}  // namespace

// The chain as it stands in the rows: every header opened, in its place, naming the one before, and signed by its author.
Result<std::vector<EntryHeader>> Vault::checked_chain(const store::FileRow& file, const std::vector<store::EntryRow>& rows) const {
  const auto state = directory();  // after the entries were read: it knows everybody who signed them
  std::vector<Link> links(rows.size());
  TRY_VOID(each_in_parallel(rows.size(), 4 * kShare, [&](std::size_t i) -> Result<void> {
    TRY(header, open_header(server_.ledger, organization_, rows[i]));
    links[i].hash = hash_of(header.bytes);
    links[i].header = std::move(header);
    return {};
  }));
  crypto::Hash previous{};
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const EntryHeader& header = links[i].header.header;
    if (header.seq != i || header.previous != previous || header.position < position) return broken();
    previous = links[i].hash;
    position = header.position;
  }
  if (rows.size() != file.length || previous != file.head) return broken();

  std::size_t known = 0;
  if (const auto head = known_heads_.of(file.id); head && head->length <= links.size() && head->length > 0) {
    if (links[head->length - 1].hash == head->hash) known = head->length;
  }
  TRY_VOID(each_in_parallel(links.size() - known, kShare, [&](std::size_t i) -> Result<void> {
    const SignedHeader& one = links[known + i].header;
    const auto author = state->signing_key_at(one.header.author, one.header.position);
    if (!author || !crypto::verify(*author, kEntryLabel, one.bytes, one.signature)) return broken();
    return {};
  }));
  if (known < links.size()) known_heads_.note(file.id, {file.length, file.head});
  std::vector<EntryHeader> out;
  out.reserve(links.size());
  for (Link& link : links) out.push_back(std::move(link.header.header));
  return out;
}

Result<OpenedFile> Vault::open_file(const Keyring& by, FileId file, Action action) {
  TRY(known, store_->file(file));
  if (!known) return not_openable();
  TRY(keys, compartment_keys(by, file));
  if (action == Action::opened) {
    // Looking only: nothing is printed or exported through a broken glass, and nothing is written.
    TRY(lent, lent_keys(by, file));
    const std::size_t own = keys.size();
    keys.merge(lent);
    if (keys.size() > own) action = Action::emergency;
  }
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
  TRY(headers, checked_chain(row, rows));
  struct CompartmentKeys {
    crypto::Hash tag{};
    crypto::Key wrapping;
  };
  std::map<Compartment, CompartmentKeys> openers;
  for (const auto& [compartment, key] : keys) openers.emplace(compartment, CompartmentKeys{key_tag(key), entry_wrapping(key)});
  OpenedFile out;
  out.id = file;
  out.length = row.length;
  out.entries.resize(rows.size());
  TRY_VOID(each_in_parallel(rows.size(), 2 * kShare, [&](std::size_t i) -> Result<void> {
    OpenedEntry& opened = out.entries[i];
    opened.header = headers[i];
    if (rows[i].key.empty()) {
      opened.state = EntryState::erased;
      return {};
    }
    const auto opener = openers.find(opened.header.compartment);
    if (opener == openers.end()) return {};
    if (opener->second.tag != opened.header.compartment_key) return broken();
    const Bytes place = place_of(opened.header);
    TRY(entry_key, crypto::unwrap_key(opener->second.wrapping, place, rows[i].key));
    TRY(commit, crypto::commit_of(rows[i].body));
    if (commit != opened.header.content) return broken();
    TRY(content, crypto::open(entry_key, place, rows[i].body, crypto::kTextPadding));
    opened.content = std::move(content);
    opened.state = EntryState::readable;
    return {};
  }));
  return out;
}

}  // namespace arasha::vault
