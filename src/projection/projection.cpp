#include "projection/projection.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"
#include "base/event.h"

namespace arasha::projection {
namespace {

using store::RecipientId;
using vault::Compartment;
using vault::recipient_of;

constexpr int kTries = 8;
constexpr std::size_t kCardsAtOnce = 1024;
constexpr std::size_t kFollowed = 2000;  // more that moved are quicker loaded anew

thread_local int held_by_this_thread = 0;

// A recipient that the keyring speaks for as things stand, and what only a holder of its key can make.
struct Proof {
  RecipientId recipient;
  crypto::Hash value{};
};

std::vector<Proof> proofs_of(const vault::Keyring& by, const vault::Directory& state) {
  const vault::Member* member = state.member(by.member());
  if (member == nullptr || member->status != vault::MemberStatus::verified) return {};
  std::vector<Proof> out{{recipient_of(by.member()), by.proof()}};
  for (const CircleId id : by.circles()) {
    const vault::Circle* circle = state.circle(id);
    if (circle == nullptr || !circle->members.contains(by.member())) continue;
    if (const auto proof = by.proof(id, circle->generation())) out.push_back({recipient_of(id), *proof});
  }
  return out;
}

// Whether the keyring's key is the one that the key chain names now. Slower than a proof: asked once for each
// view.
bool holds_named_key(const vault::Keyring& by, const vault::Directory& state, RecipientId recipient) {
  if (recipient == recipient_of(by.member())) {
    return state.member(by.member())->keys == vault::public_keys(by.seed());
  }
  const CircleId id = *CircleId::from_bytes(recipient.bytes());
  const vault::Circle* circle = state.circle(id);
  return circle->box.back() == vault::circle_box(*by.circle_seed(id, circle->generation()));
}

struct OpenCard {
  FileId file;
  std::uint32_t seq = 0;
  Bytes content;
};

}  // namespace

Access::Held::Held() {
  ++held_by_this_thread;
}
Access::Held::~Held() {
  if (counts_) --held_by_this_thread;
}

std::optional<Slot> Access::find(FileId file) const {
  const auto found = places_->slots.find(file);
  if (found == places_->slots.end() || !sees(found->second)) return std::nullopt;
  return found->second;
}

class Projection::Shelf {
 public:
  Shelf(Compartment which, Table& table) : compartment(which), table_(table) {}
  ~Shelf() { keep_only({}); }

  // An Access when every recipient has a view that is as new as `until`.
  std::optional<Access> look(MemberId member, const std::vector<Proof>& proofs, std::uint64_t until);
  // Makes it so; false when the key chain moved on meanwhile. Takes away the proofs that the chain does not
  // bear out.
  Result<bool> bring_up(vault::Vault& vault, const vault::Keyring& by, const vault::Directory& state,
                        std::vector<Proof>& proofs, std::uint64_t until);
  void keep_only(const std::set<MemberId>& signed_in);
  std::size_t bytes() const;

  const Compartment compartment;

 private:
  struct View {
    crypto::Hash proof{};
    std::uint64_t chain = 0;     // length of the key chain under which it was loaded
    std::uint64_t position = 0;  // how far it has followed the ledger
    std::uint64_t bit = 0;       // in Places::granted; 0 while it holds no card
    bool loaded = false;
    std::set<MemberId> users;
  };
  using Lock = std::unique_lock<std::shared_mutex>;

  // Readers queue behind a writer that waits: std::shared_mutex alone lets them pass it for ever.
  Lock write() const {
    const std::lock_guard turn(gate_);
    return Lock(mutex_);
  }
  std::shared_lock<std::shared_mutex> read() const {
    const std::lock_guard turn(gate_);
    return std::shared_lock(mutex_);
  }
  Result<bool> load(vault::Vault& vault, const vault::Keyring& by, const vault::Directory& state,
                    const Proof& proof, std::uint64_t until);
  Result<bool> follow(vault::Vault& vault, const vault::Keyring& by, const vault::Directory& state,
                      const std::vector<Proof>& proofs, std::uint64_t until);
  Result<void> hold(View& view, const OpenCard& card);
  void let_go(View& view, FileId file);
  void wipe(View& view);
  void free(Slot slot);

  Table& table_;
  std::mutex loading_;  // one loads, follows or wipes at a time; taken before mutex_
  mutable std::mutex gate_;
  mutable std::shared_mutex mutex_;  // all below; whoever holds loading_ may read it without
  std::unordered_map<RecipientId, View> views_;
  Places places_;
  std::vector<std::uint32_t> seqs_;  // by slot: the card's
  std::vector<Slot> free_;
};

std::optional<Access> Projection::Shelf::look(MemberId member, const std::vector<Proof>& proofs,
                                              std::uint64_t until) {
  Access out;
  out.lock_ = read();
  out.places_ = &places_;
  for (const Proof& proof : proofs) {
    const auto found = views_.find(proof.recipient);
    if (found == views_.end()) return std::nullopt;
    const View& view = found->second;
    if (!view.loaded || !crypto::equal(view.proof, proof.value) || view.position < until ||
        !view.users.contains(member)) {
      return std::nullopt;
    }
    out.views_ |= view.bit;
  }
  return out;
}

Result<bool> Projection::Shelf::bring_up(vault::Vault& vault, const vault::Keyring& by,
                                         const vault::Directory& state, std::vector<Proof>& proofs,
                                         std::uint64_t until) {
  const std::lock_guard turn(loading_);
  std::vector<Proof> borne_out;
  for (const Proof& proof : proofs) {
    const auto found = views_.find(proof.recipient);
    const bool is_known =
        found != views_.end() && found->second.loaded && crypto::equal(found->second.proof, proof.value);
    if (!is_known) {
      if (!holds_named_key(by, state, proof.recipient)) continue;
      if (found != views_.end()) {
        if (found->second.chain > state.length()) return false;  // somebody newer was here
        const Lock lock = write();
        wipe(found->second);
        views_.erase(found);
      }
      TRY(done, load(vault, by, state, proof, until));
      if (!done) return false;
    }
    borne_out.push_back(proof);
  }
  proofs = std::move(borne_out);
  TRY(done, follow(vault, by, state, proofs, until));
  if (!done) return false;
  const Lock lock = write();
  for (const Proof& proof : proofs) views_.at(proof.recipient).users.insert(by.member());
  return true;
}

// Opens every card of the recipient, a thousand at a time, and puts them under the lock. A view that is there
// already is gone over: what it does not hold any more goes.
Result<bool> Projection::Shelf::load(vault::Vault& vault, const vault::Keyring& by,
                                     const vault::Directory& state, const Proof& proof, std::uint64_t until) {
  View* view = nullptr;
  {
    const Lock lock = write();
    view = &views_[proof.recipient];
    view->proof = proof.value;
    view->chain = state.length();
  }
  std::vector<OpenCard> cards;
  std::vector<bool> seen;
  const auto put = [&]() -> Result<void> {
    const Lock lock = write();
    for (const OpenCard& card : cards) {
      TRY_VOID(hold(*view, card));
      const Slot slot = places_.slots.at(card.file);
      if (slot >= seen.size()) seen.resize(places_.granted.size());
      seen[slot] = true;
    }
    for (OpenCard& card : cards) crypto::wipe(card.content);
    cards.clear();
    return {};
  };
  const auto gather = [&](FileId file, std::uint32_t seq, BytesView content) -> Result<void> {
    if (content.empty()) return {};
    cards.push_back({file, seq, to_bytes(content)});
    return cards.size() < kCardsAtOnce ? Result<void>() : put();
  };
  Result<void> opened;
  if (const auto walked = vault.each_card(by, proof.recipient, compartment, gather); !walked) {
    opened = walked.error();
  } else {
    opened = put();
  }
  const bool stands = opened && vault.directory()->length() == state.length();
  const Lock lock = write();
  if (!stands) {
    wipe(*view);
    views_.erase(proof.recipient);
    if (!opened) return opened.error();
    return false;
  }
  for (Slot slot = 0; slot < places_.granted.size(); ++slot) {
    if ((places_.granted[slot] & view->bit) != 0 && (slot >= seen.size() || !seen[slot]))
      let_go(*view, places_.files[slot]);
  }
  view->loaded = true;
  view->position = until;
  return true;
}

Result<bool> Projection::Shelf::follow(vault::Vault& vault, const vault::Keyring& by,
                                       const vault::Directory& state, const std::vector<Proof>& proofs,
                                       std::uint64_t until) {
  std::uint64_t from = until;
  for (const Proof& proof : proofs) from = std::min(from, views_.at(proof.recipient).position);
  if (from == until) return true;
  TRY(moved, vault.moves_since(from));
  if (moved.files.size() > kFollowed) {
    for (const Proof& proof : proofs) {
      if (views_.at(proof.recipient).position == until) continue;
      TRY(done, load(vault, by, state, proof, until));
      if (!done) return false;
    }
    return true;
  }
  std::vector<std::vector<OpenCard>> cards(proofs.size());  // of each recipient; without content: none
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    if (views_.at(proofs[i].recipient).position == until) continue;
    for (const FileId file : moved.files) {
      auto card = vault.card_for(by, proofs[i].recipient, file, compartment);
      if (!card && card.error().code != ErrorCode::damaged) return std::move(card).error();
      if (!card) log_event(Level::error, "card_damaged", {{"compartment", compartment}});
      const bool is_there = card && *card;
      cards[i].push_back(
          {file, is_there ? (*card)->seq : 0, is_there ? std::move((*card)->content) : Bytes()});
    }
  }
  if (vault.directory()->length() != state.length()) return false;
  const Lock lock = write();
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    View& view = views_.at(proofs[i].recipient);
    for (OpenCard& card : cards[i]) {
      if (card.content.empty()) {
        let_go(view, card.file);
      } else {
        TRY_VOID(hold(view, card));
        crypto::wipe(card.content);
      }
    }
    view.position = until;
  }
  return true;
}

// Under the lock for writing.
Result<void> Projection::Shelf::hold(View& view, const OpenCard& card) {
  if (view.bit == 0) {
    std::uint64_t taken = 0;
    for (const auto& [recipient, other] : views_) taken |= other.bit;
    if (taken == ~std::uint64_t{0}) {
      return Error(ErrorCode::full,
                   "Too many people with restricted files are signed in at once. Try again in a while.");
    }
    view.bit = std::uint64_t{1} << static_cast<unsigned>(std::countr_one(taken));
  }
  auto [found, is_new] = places_.slots.try_emplace(card.file, 0);
  if (is_new) {
    if (free_.empty()) {
      free_.push_back(static_cast<Slot>(places_.granted.size()));
      places_.granted.push_back(0);
      places_.files.emplace_back();
      seqs_.push_back(0);
    }
    found->second = free_.back();
    free_.pop_back();
    places_.files[found->second] = card.file;
  }
  const Slot slot = found->second;
  const bool is_held = (places_.granted[slot] & view.bit) != 0;
  if (!is_new && is_held && seqs_[slot] == card.seq) return {};
  if (is_new || seqs_[slot] < card.seq) {
    seqs_[slot] = card.seq;
    table_.put(slot, card.file, card.content);
  }
  places_.granted[slot] |= view.bit;
  ++places_.version;
  return {};
}

void Projection::Shelf::let_go(View& view, FileId file) {
  const auto found = places_.slots.find(file);
  if (found == places_.slots.end()) return;
  const Slot slot = found->second;
  if ((places_.granted[slot] & view.bit) == 0) return;
  places_.granted[slot] &= ~view.bit;
  ++places_.version;
  if (places_.granted[slot] != 0) return;
  table_.remove(slot);
  free(slot);
}

void Projection::Shelf::free(Slot slot) {
  places_.slots.erase(places_.files[slot]);
  places_.files[slot] = FileId();
  free_.push_back(slot);
}

// Leaves an empty view behind.
void Projection::Shelf::wipe(View& view) {
  if (view.bit == 0) return;
  std::vector<Slot> gone;
  for (Slot slot = 0; slot < places_.granted.size(); ++slot) {
    if ((places_.granted[slot] & view.bit) == 0) continue;
    places_.granted[slot] &= ~view.bit;
    if (places_.granted[slot] == 0) gone.push_back(slot);
  }
  view.bit = 0;
  ++places_.version;
  if (!gone.empty()) table_.remove_many(gone);
  for (const Slot slot : gone) free(slot);
  if (!places_.slots.empty()) return;
  const std::uint64_t version = places_.version;
  places_ = Places();
  places_.version = version;
  seqs_ = std::vector<std::uint32_t>();
  free_ = std::vector<Slot>();
}

void Projection::Shelf::keep_only(const std::set<MemberId>& signed_in) {
  const std::lock_guard turn(loading_);
  const Lock lock = write();
  for (auto at = views_.begin(); at != views_.end();) {
    std::erase_if(at->second.users, [&](MemberId user) { return !signed_in.contains(user); });
    if (at->second.users.empty()) wipe(at->second);
    at = at->second.users.empty() ? views_.erase(at) : std::next(at);
  }
}

std::size_t Projection::Shelf::bytes() const {
  const auto lock = read();
  constexpr std::size_t kNode = sizeof(FileId) + sizeof(Slot) + 4 * sizeof(void*);
  return table_.bytes() + places_.granted.capacity() * sizeof(std::uint64_t) +
         places_.files.capacity() * sizeof(FileId) +
         (seqs_.capacity() + free_.capacity()) * sizeof(std::uint32_t) + places_.slots.size() * kNode;
}

Projection::Projection(vault::Vault& vault) : vault_(vault) {}
Projection::~Projection() = default;

void Projection::attach(Compartment compartment, Table& table) {
  for (const auto& shelf : shelves_) REQUIRE(shelf->compartment != compartment);
  shelves_.push_back(std::make_unique<Shelf>(compartment, table));
}

Result<Access> Projection::enter(const vault::Keyring& by, Compartment compartment) {
  REQUIRE(held_by_this_thread == 0);
  const auto shelf = std::find_if(shelves_.begin(), shelves_.end(),
                                  [&](const auto& one) { return one->compartment == compartment; });
  REQUIRE(shelf != shelves_.end());
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const auto state = vault_.directory();
    std::vector<Proof> proofs = proofs_of(by, *state);
    TRY(until, vault_.moves_position());
    if (auto access = (*shelf)->look(by.member(), proofs, until)) return std::move(*access);
    TRY(done, (*shelf)->bring_up(vault_, by, *state, proofs, until));
    if (!done) continue;
    if (auto access = (*shelf)->look(by.member(), proofs, until)) return std::move(*access);
  }
  return Error(ErrorCode::busy, "Members and circles are being changed right now. Try again in a moment.");
}

void Projection::keep_only(const std::set<MemberId>& signed_in) {
  for (const auto& shelf : shelves_) shelf->keep_only(signed_in);
}

std::size_t Projection::bytes() const {
  std::size_t total = 0;
  for (const auto& shelf : shelves_) total += shelf->bytes();
  return total;
}

}  // namespace arasha::projection
