#include "projection/moves.h"

#include <algorithm>
#include <limits>

namespace arasha::projection {
namespace {

constexpr auto kMoves = static_cast<std::uint8_t>(vault::LeafKind::moves);
constexpr std::size_t kLeavesAtOnce = 64;

}  // namespace

Result<std::uint64_t> moved_until(const vault::Vault& vault) {
  TRY(newest, vault.store().leaves_before(kMoves, std::numeric_limits<std::uint64_t>::max(), 1));
  return newest.empty() ? 0 : newest.front().seq + 1;
}

Result<Moved> moved_since(const vault::Vault& vault, std::uint64_t position) {
  Moved out;
  for (std::uint64_t before = std::numeric_limits<std::uint64_t>::max();;) {
    TRY(leaves, vault.store().leaves_before(kMoves, before, kLeavesAtOnce));
    bool reached = leaves.size() < kLeavesAtOnce;
    for (const store::LeafRow& leaf : leaves) {
      before = leaf.seq;
      if (leaf.seq < position) {
        reached = true;
        break;
      }
      TRY(moves, vault::decode_moves(leaf.body));
      for (const vault::Move& move : moves) out.files.push_back(move.file);
      if (out.files.size() > 4 * kFollowed) break;
    }
    std::sort(out.files.begin(), out.files.end());
    out.files.erase(std::unique(out.files.begin(), out.files.end()), out.files.end());
    out.too_many = out.files.size() > kFollowed;
    if (reached || out.too_many) return out;
  }
}

Result<std::optional<CardNow>> card_for(const vault::Vault& vault, const vault::Keyring& by, store::RecipientId recipient,
                                        FileId file, vault::Compartment compartment) {
  TRY(grants, vault.store().grants(file));
  const bool is_granted = std::any_of(grants.begin(), grants.end(), [&](const store::GrantRow& row) {
    return row.compartment == compartment && row.recipient == recipient;
  });
  if (!is_granted || !vault.may_open(by, file, compartment)) return std::optional<CardNow>();
  // The number before the content: if a change comes in between, the next one to follow looks again.
  TRY(rows, vault.store().cards(file));
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.compartment == compartment; });
  if (row == rows.end()) return std::optional<CardNow>();
  TRY(content, vault.card(by, file, compartment));
  if (!content) return std::optional<CardNow>();
  return std::optional<CardNow>(CardNow{row->seq, std::move(*content)});
}

}  // namespace arasha::projection
