// Breaking the glass. The present seed of each circle that holds case material stands sealed to the Emergency circle's
// public key. It is opened in this file alone, and only behind a leaf of the ledger that says who, which file, why and
// until when (docs/adr/0015).
#include <algorithm>

#include "vault/prepared.h"
#include "vault/slots.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::string_view kStandingLabel = "arasha/standing-key/v1";
constexpr std::size_t kRecent = 64;

Error switched_off() { return {ErrorCode::denied, "Opening files in an emergency is switched off here, or you are not in the Emergency circle."}; }
Error replaced() { return {ErrorCode::damaged, "A standing key for emergencies is damaged or was replaced from outside. Stop and call your administrator."}; }

}  // namespace

std::string standing_name(CircleId circle) { return "standing/" + circle.text(); }

Bytes seal_standing(OrganizationId organization, const StandingPlace& place, const crypto::PublicKey& emergency, const crypto::Key& seed) {
  return ByteWriter().u32(place.generation).u32(place.emergency_generation)
      .raw(crypto::seal_key_to(emergency, kStandingLabel, standing_context(organization, place), seed)).take();
}

Bytes standing_context(OrganizationId organization, const StandingPlace& place) {
  return ByteWriter().raw(organization.bytes()).raw(place.circle.bytes()).u32(place.generation).raw(place.emergency.bytes())
      .u32(place.emergency_generation).take();
}

Result<crypto::Key> open_standing_key(OrganizationId organization, const StandingPlace& place, const crypto::Key& emergency_seed, BytesView row) {
  ByteReader in(row);
  TRY(generation, in.u32());
  TRY(emergency_generation, in.u32());
  TRY(box, in.raw(in.left()));
  if (generation != place.generation || emergency_generation != place.emergency_generation) return replaced();
  return box_key(emergency_seed).open_key(kStandingLabel, standing_context(organization, place), box);
}

Result<void> Vault::put_standing(store::Transaction& transaction, const Directory& state, CircleId circle, const crypto::Key& seed) const {
  const Circle* emergency = state.circle(CircleKind::emergency);
  const StandingPlace place{circle, state.circle(circle)->generation(), emergency->id, emergency->generation()};
  return transaction.put_setting(standing_name(circle), seal_standing(organization_, place, emergency->box.back(), seed));
}

Result<crypto::Key> Vault::open_standing(const store::Reader& reader, const Keyring& by, const Directory& state, CircleId circle) const {
  const Circle* emergency = state.circle(CircleKind::emergency);
  const Circle* target = state.circle(circle);
  if (emergency == nullptr || target == nullptr) return switched_off();
  TRY(row, reader.setting(standing_name(circle)));
  if (!row || row->size() < 8) return replaced();
  // The generation that the row names: a rotation of the Emergency circle opens what stood before it.
  ByteReader in(*row);
  TRY(generation, in.u32());
  TRY(emergency_generation, in.u32());
  const crypto::Key* seed = by.circle_seed(emergency->id, emergency_generation);
  if (seed == nullptr) return switched_off();
  auto key = open_standing_key(organization_, {circle, generation, emergency->id, emergency_generation}, *seed, *row);
  // A box proves no sender: the seed counts only if the chain names its public key, as the present one.
  if (!key || generation != target->generation() || circle_box(*key) != target->box.back()) return replaced();
  return key;
}

Result<void> Vault::renew_standing(store::Transaction& transaction, const Keyring& by, Directory& state, CircleId rotated, const crypto::Key& seed) const {
  const Circle* emergency = state.circle(CircleKind::emergency);
  if (emergency == nullptr) return {};
  if (rotated != emergency->id) {
    if (!state.standing().contains(rotated)) return {};
    return put_standing(transaction, state, rotated, seed);
  }
  const auto standing = state.standing();
  for (const auto& [circle, since] : standing) {
    auto key = open_standing(transaction, by, state, circle);
    if (key) {
      TRY_VOID(put_standing(transaction, state, circle, *key));
      continue;
    }
    // Who damages a row must not keep somebody in the circle: this key is no longer given.
    TRY_VOID(add_block(transaction, by, state, StandingChanged{circle, false}));
    TRY_VOID(transaction.put_setting(standing_name(circle), {}));
  }
  return {};
}

Result<std::size_t> Vault::give_standing_keys(const Keyring& by) {
  std::size_t given = 0;
  TRY_VOID(change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    given = 0;
    if (state.circle(CircleKind::emergency) == nullptr) {
      const crypto::Key seed = crypto::random_key();
      const CircleId id = crypto::random_id<CircleId>();
      TRY_VOID(add_block(transaction, by, state, CircleMade{id, CircleKind::emergency, circle_box(seed)}));
      TRY_VOID(transaction.put_seal({id, 0, by.member(), seal_circle_seed(organization_, id, 0, by.member(), state.member(by.member())->keys.box, seed)}));
    }
    std::vector<CircleId> hers;
    for (const auto& [id, circle] : state.circles()) {
      if (holds_case_material(circle.kind) && !state.standing().contains(id) && state.is_steward_of(by.member(), id)) hers.push_back(id);
    }
    for (const CircleId id : hers) {
      const crypto::Key* seed = by.circle_seed(id, state.circle(id)->generation());
      if (seed == nullptr) continue;
      TRY_VOID(add_block(transaction, by, state, StandingChanged{id, true}));
      TRY_VOID(put_standing(transaction, state, id, *seed));
      ++given;
    }
    if (given == 0) return Error(ErrorCode::denied, "There is no key left that you could give: only a steward of a circle gives its key.");
    return {};
  }));
  return given;
}

Result<void> Vault::destroy_standing_keys(const Keyring& by) {
  return change_directory(by, [&](store::Transaction& transaction, Directory& state) -> Result<void> {
    const auto standing = state.standing();
    for (const auto& [circle, since] : standing) {
      TRY_VOID(add_block(transaction, by, state, StandingChanged{circle, false}));
      TRY_VOID(transaction.put_setting(standing_name(circle), {}));
    }
    return {};
  });
}

// What opens with these circles' keys alone; of the member herself it has nothing but her name. A key that was given
// behind that position of the chain does not count: a glass that was broken before it was switched off stays shut.
Result<Keyring> Vault::standing_keys(const Keyring& by, const Directory& state, const std::set<CircleId>& circles, std::uint64_t position) const {
  Keyring out(by.member(), crypto::random_key());
  for (const CircleId circle : circles) {
    const auto given = state.standing().find(circle);
    if (given == state.standing().end() || given->second > position) continue;
    TRY(seed, open_standing(*store_, by, state, circle));
    out.add_circle(circle, state.circle(circle)->generation(), std::move(seed));
  }
  return out;
}

namespace {

bool may_break(const Keyring& by, const Directory& state) {
  const Circle* emergency = state.circle(CircleKind::emergency);
  return emergency != nullptr && !state.standing().empty() && state.is_in(by.member(), emergency->id) && by.holds(emergency->id);
}

// The circles that a file was granted to. None for a restricted one: members by name were meant, and nobody else.
std::set<CircleId> circles_of(const std::vector<store::GrantRow>& grants, const Directory& state) {
  std::set<CircleId> out;
  for (const store::GrantRow& grant : grants) {
    const auto circle = CircleId::from_bytes(grant.recipient.bytes());
    if (!circle || state.circle(*circle) == nullptr) return {};
    out.insert(*circle);
  }
  return out;
}

std::set<CircleId> always_told(const Directory& state) {
  std::set<CircleId> out;
  for (const CircleKind kind : {CircleKind::stewards, CircleKind::auditors, CircleKind::emergency}) {
    if (const Circle* circle = state.circle(kind)) out.insert(circle->id);
  }
  return out;
}

}  // namespace

Result<Notice> Vault::break_glass(const Keyring& by, Notice notice, Duration lasting) {
  const auto state = directory();
  if (!may_break(by, *state)) return switched_off();
  if (lasting <= Duration::zero() || lasting > kLongestGlass) return Error(ErrorCode::invalid_input, "Choose how long, at most 24 hours.");
  TRY(grants, store_->grants(notice.file));
  std::set<CircleId> told = always_told(*state);
  // Who works with the file is told too; the owner of a case is among them. Whose key does not open it learns nothing.
  for (const CircleId circle : circles_of(grants, *state)) told.insert(circle);
  notice.kind = NoticeKind::broke;
  notice.asked.clear();
  notice.until = clock_.now() + lasting;
  return say(by, std::move(notice), std::move(told));
}

Result<std::vector<FileId>> Vault::ask_for_file(const Keyring& by, Notice notice, Compartment compartment,
                                                const std::function<bool(BytesView card)>& matches) {
  const auto state = directory();
  if (!may_break(by, *state)) return switched_off();
  notice.kind = NoticeKind::asked;
  notice.file = FileId();
  notice.until = {};
  TRY(said, say(by, std::move(notice), always_told(*state)));
  static_cast<void>(said);
  TRY_VOID(record(by, Action::searched, FileId(), 0));
  std::set<CircleId> standing;
  for (const auto& [circle, since] : state->standing()) standing.insert(circle);
  TRY(keys, standing_keys(by, *state, standing, state->length()));
  std::set<FileId> found;
  for (const CircleId circle : keys.circles()) {
    TRY(count, each_card(keys, circle, compartment, [&](FileId file, std::uint32_t, BytesView content) -> Result<void> {
      if (matches(content)) found.insert(file);
      return {};
    }));
    static_cast<void>(count);
  }
  std::vector<FileId> out;
  for (const FileId file : found) {
    TRY(grants, store_->grants(file));
    if (!circles_of(grants, *state).empty()) out.push_back(file);
  }
  return out;
}

Result<std::optional<Notice>> Vault::glass(const Keyring& by, FileId file) const {
  const auto state = directory();
  if (!may_break(by, *state)) return std::optional<Notice>();
  const Time now = clock_.now();
  for (std::uint64_t before = UINT64_MAX;;) {
    TRY(leaves, store_->leaves_before(static_cast<std::uint8_t>(LeafKind::notice), before, kRecent));
    if (leaves.empty()) return std::optional<Notice>();
    for (const store::LeafRow& leaf : leaves) {
      before = leaf.seq;
      TRY(opened, signed_notice(leaf, *state));
      const NoticeHead& h = opened.head;
      if (h.time + kLongestGlass <= now) return std::optional<Notice>();
      const bool opens = h.kind == NoticeKind::broke && h.file == file && h.member == by.member() && h.time <= now && now < h.until &&
                         h.until - h.time <= kLongestGlass;
      if (opens) return std::optional<Notice>(Notice{h.id, h.kind, h.file, h.member, h.time, h.until, h.about, {}, {}, {}, leaf.seq, h.position});
    }
  }
}

Result<std::map<Compartment, crypto::Key>> Vault::lent_keys(const Keyring& by, FileId file) const {
  TRY(broken, glass(by, file));
  if (!broken) return std::map<Compartment, crypto::Key>();
  const auto state = directory();
  TRY(grants, store_->grants(file));
  TRY(keys, standing_keys(by, *state, circles_of(grants, *state), broken->position));
  return keys_from(keys, grants);
}

Result<std::vector<Compartment>> Vault::readable(const Keyring& by, FileId file) const {
  TRY(keys, compartment_keys(by, file));
  TRY(lent, lent_keys(by, file));
  keys.merge(lent);
  std::vector<Compartment> out;
  for (const auto& [compartment, key] : keys) out.push_back(compartment);
  return out;
}

}  // namespace arasha::vault
