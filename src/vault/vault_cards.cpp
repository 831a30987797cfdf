// Cards: the folded summaries, opened one by one or by the hundred thousand.
#include "base/event.h"
#include "vault/card_walk.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::size_t kLeavesAtOnce = 64;

Bytes card_place(OrganizationId organization, FileId file, Compartment compartment, std::uint32_t seq) {
  return ByteWriter().sized("arasha/card/v1").raw(organization.bytes()).raw(file.bytes()).u8(compartment).u32(seq).take();
}
crypto::Key card_key(const crypto::Key& compartment) { return crypto::derive(compartment, "arasha/cards/v1"); }

Error not_openable() { return {ErrorCode::denied, "You cannot open this file."}; }
Error old_card() {
  return {ErrorCode::damaged, "The summary of this file is older than the file: it was put back. Tell your administrator."};
}

}  // namespace

Bytes Vault::seal_card(const crypto::Key& key, FileId file, Compartment compartment, std::uint32_t seq, BytesView content) const {
  return crypto::seal(card_key(key), card_place(organization_, file, compartment, seq), content, crypto::kTextPadding);
}

Result<Bytes> Vault::open_card(const crypto::Key& key, const store::CardRow& card) const {
  return crypto::open(card_key(key), card_place(organization_, card.file, card.compartment, card.seq), card.blob,
                      crypto::kTextPadding);
}

// A card that was written with the file's last entry is new. Another one is, when no later entry lies in its
// compartment; headers tell, and they open without the compartment's key.
Result<void> Vault::check_card_is_new(const store::CardRow& card, std::uint32_t length) const {
  if (card.seq == length) return {};
  if (card.seq > length) return old_card();  // than the file's chain, which was cut
  TRY(later, store_->headers(card.file, card.seq));
  for (const store::EntryRow& row : later) {
    if (row.seq >= length) break;  // appended since the card was read
    TRY(opened, open_header(server_.ledger, organization_, row));
    if (opened.header.compartment == card.compartment) return old_card();
  }
  return {};
}

Result<CardCount> Vault::each_card(const Keyring& by, Recipient recipient, Compartment compartment, const CardUse& use) const {
  const auto open = [&](const store::GrantedCard& row, Bytes& content) {
    auto key = compartment_key(by, row.grant);
    // Granted since this member left, or sealed to a generation that she has not read yet.
    if (!key) return key.error().code == ErrorCode::denied ? CardState::closed : CardState::refused;
    auto opened = open_card(*key, row.card);
    if (!opened || !check_card_is_new(row.card, row.length)) return CardState::refused;
    content = std::move(*opened);
    return CardState::opened;
  };
  CardWalk walk(open, use);
  TRY_VOID(store_->each_granted_card(recipient, compartment, [&](const store::GrantedCard& row) { return walk.take(row); }));
  TRY_VOID(walk.finish());
  if (walk.count().refused > 0) log_event(Level::error, "cards_refused", {{"count", walk.count().refused}});
  return walk.count();
}

Result<std::optional<OpenedCard>> Vault::card_for(const Keyring& by, Recipient recipient, FileId file,
                                                  Compartment compartment) const {
  TRY(row, store_->granted_card(recipient, compartment, file));
  if (!row) return std::optional<OpenedCard>();
  auto key = compartment_key(by, row->grant);
  if (!key && key.error().code == ErrorCode::denied) return std::optional<OpenedCard>();
  if (!key) return std::move(key).error();
  TRY(content, open_card(*key, row->card));
  TRY_VOID(check_card_is_new(row->card, row->length));
  return std::optional<OpenedCard>(OpenedCard{row->card.seq, std::move(content)});
}

Result<std::optional<Bytes>> Vault::card(const Keyring& by, FileId file, Compartment compartment) const {
  std::vector<store::GrantRow> grants;
  std::optional<store::CardRow> card;
  std::uint32_t length = 0;
  TRY_VOID(store_->at_once([&](const store::Reader& reader) -> Result<void> {
    TRY(row, reader.file(file));
    if (row) length = row->length;
    TRY(file_grants, reader.grants(file));
    grants = std::move(file_grants);
    TRY(cards, reader.cards(file));
    for (store::CardRow& one : cards) {
      if (one.compartment == compartment) card = std::move(one);
    }
    return {};
  }));
  std::erase_if(grants, [&](const auto& grant) { return grant.compartment != compartment; });
  const auto keys = keys_from(by, grants);
  if (keys.empty()) return not_openable();
  if (!card) return std::optional<Bytes>();
  TRY(content, open_card(keys.begin()->second, *card));
  TRY_VOID(check_card_is_new(*card, length));
  return std::optional<Bytes>(std::move(content));
}

Result<std::uint64_t> Vault::moves_position() const {
  TRY(last, store_->leaves_before(static_cast<std::uint8_t>(LeafKind::moves), UINT64_MAX, 1));
  return last.empty() ? 0 : last[0].seq + 1;
}

Result<Moved> Vault::moves_since(std::uint64_t position) const {
  Moved out;
  out.position = position;
  while (true) {
    TRY(leaves, store_->leaves_of(static_cast<std::uint8_t>(LeafKind::moves), out.position, kLeavesAtOnce));
    for (const store::LeafRow& leaf : leaves) {
      TRY(moves, decode_moves(leaf.body));
      for (const Move& move : moves) out.files.push_back(move.file);
      out.position = leaf.seq + 1;
    }
    if (leaves.size() < kLeavesAtOnce) break;
  }
  std::sort(out.files.begin(), out.files.end());
  out.files.erase(std::unique(out.files.begin(), out.files.end()), out.files.end());
  return out;
}

}  // namespace arasha::vault
