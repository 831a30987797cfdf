#include "vault/keyring.h"

#include <mutex>

#include "crypto/envelope.h"

namespace arasha::vault {

crypto::Key symmetric_key(const crypto::Key& seed) { return crypto::derive(seed, "arasha/seed/symmetric/v1"); }
crypto::BoxKey box_key(const crypto::Key& seed) {
  return crypto::BoxKey::from_seed(crypto::derive(seed, "arasha/seed/box/v1"));
}
crypto::SigningKey signing_key(const crypto::Key& seed) {
  return crypto::SigningKey::from_seed(crypto::derive(seed, "arasha/seed/sign/v1"));
}
PublicKeys public_keys(const crypto::Key& seed) { return {signing_key(seed).public_key(), box_key(seed).public_key()}; }
crypto::PublicKey circle_box(const crypto::Key& seed) { return box_key(seed).public_key(); }

struct Keyring::Signer {
  std::once_flag made;
  std::optional<crypto::SigningKey> key;
};

Keyring::Keyring(MemberId member, crypto::Key seed)
    : member_(member), seed_(std::move(seed)), own_(symmetric_key(seed_)), signer_(std::make_shared<Signer>()) {}

const crypto::SigningKey& Keyring::signer() const {
  std::call_once(signer_->made, [this] { signer_->key = signing_key(seed_); });
  return *signer_->key;
}

void Keyring::add_circle(CircleId circle, std::uint32_t generation, crypto::Key seed) {
  crypto::Key symmetric = symmetric_key(seed);
  circles_[circle].insert_or_assign(generation, CircleKeys{std::move(seed), std::move(symmetric)});
}

std::vector<CircleId> Keyring::circles() const {
  std::vector<CircleId> out;
  for (const auto& [circle, keys] : circles_) out.push_back(circle);
  return out;
}

const crypto::Key* Keyring::circle_seed(CircleId circle, std::uint32_t generation) const {
  const auto found = circles_.find(circle);
  if (found == circles_.end()) return nullptr;
  const auto keys = found->second.find(generation);
  return keys == found->second.end() ? nullptr : &keys->second.seed;
}

const crypto::Key* Keyring::circle_key(CircleId circle, std::uint32_t generation) const {
  const auto found = circles_.find(circle);
  if (found == circles_.end()) return nullptr;
  const auto keys = found->second.find(generation);
  return keys == found->second.end() ? nullptr : &keys->second.symmetric;
}

crypto::Hash Keyring::proof() const { return crypto::tag(own_, "arasha/proof/member/v1", {member_.bytes()}); }

std::optional<crypto::Hash> Keyring::proof(CircleId circle, std::uint32_t generation) const {
  const crypto::Key* key = circle_key(circle, generation);
  if (key == nullptr) return std::nullopt;
  const Bytes place = ByteWriter().u32(generation).take();
  return crypto::tag(*key, "arasha/proof/circle/v1", {circle.bytes(), place});
}

Bytes Keyring::pack(const crypto::Key& key, BytesView place) const {
  ByteWriter out;
  out.raw(member_.bytes());
  seed_.use([&](auto bytes) { out.raw(bytes); });
  for (const auto& [circle, generations] : circles_) {
    for (const auto& [generation, keys] : generations) {
      out.raw(circle.bytes()).u32(generation);
      keys.seed.use([&](auto bytes) { out.raw(bytes); });
    }
  }
  Bytes plain = out.take();
  Bytes envelope = crypto::seal(key, place, plain);
  crypto::wipe(plain);
  return envelope;
}

Result<Keyring> Keyring::unpack(const crypto::Key& key, BytesView place, BytesView envelope) {
  TRY(plain, crypto::open(key, place, envelope));
  const auto read = [](BytesView bytes) -> Result<Keyring> {
    ByteReader in(bytes);
    TRY(id, in.raw(MemberId::kSize));
    TRY(member, MemberId::from_bytes(id));
    TRY(seed, in.raw(32));
    Keyring out(member, crypto::Key{seed.first<32>()});
    while (in.left() > 0) {
      TRY(circle_bytes, in.raw(CircleId::kSize));
      TRY(circle, CircleId::from_bytes(circle_bytes));
      TRY(generation, in.u32());
      TRY(circle_seed, in.raw(32));
      out.add_circle(circle, generation, crypto::Key{circle_seed.first<32>()});
    }
    return out;
  };
  Result<Keyring> out = read(plain);
  crypto::wipe(plain);
  return out;
}

}  // namespace arasha::vault
