// The keys that a signed-in member holds: her own seed and the seeds of her circles, all generations.
#pragma once

#include <map>
#include <memory>

#include "crypto/hash.h"
#include "vault/directory.h"

namespace arasha::vault {

// What a member's or a circle's seed stands for. Each key has one purpose and its own label.
crypto::Key symmetric_key(const crypto::Key& seed);
crypto::BoxKey box_key(const crypto::Key& seed);
crypto::SigningKey signing_key(const crypto::Key& seed);
PublicKeys public_keys(const crypto::Key& member_seed);
crypto::PublicKey circle_box(const crypto::Key& circle_seed);

class Keyring {
 public:
  Keyring(MemberId member, crypto::Key seed);
  Keyring(Keyring&&) noexcept = default;
  Keyring& operator=(Keyring&&) noexcept = default;

  MemberId member() const { return member_; }
  const crypto::Key& seed() const { return seed_; }
  const crypto::Key& own() const { return own_; }
  // Made at the first use; from any thread.
  const crypto::SigningKey& signer() const;
  crypto::BoxKey box() const { return box_key(seed_); }

  void add_circle(CircleId circle, std::uint32_t generation, crypto::Key seed);
  std::vector<CircleId> circles() const;
  bool holds(CircleId circle) const { return circles_.contains(circle); }
  // The circle's seed or symmetric key of that generation; null when this member does not hold it.
  const crypto::Key* circle_seed(CircleId circle, std::uint32_t generation) const;
  const crypto::Key* circle_key(CircleId circle, std::uint32_t generation) const;

  // What only a holder of the member's own key, or of the circle's key of that generation, can make: to be kept beside
  // what that key opened, and compared (crypto::equal) before it is shown again. None without the key.
  crypto::Hash proof() const;
  std::optional<crypto::Hash> proof(CircleId circle, std::uint32_t generation) const;

  // Everything in one envelope under `key`, for the web session; and back.
  Bytes pack(const crypto::Key& key, BytesView place) const;
  static Result<Keyring> unpack(const crypto::Key& key, BytesView place, BytesView envelope);

 private:
  struct CircleKeys {
    crypto::Key seed;
    crypto::Key symmetric;
  };
  struct Signer;
  MemberId member_;
  crypto::Key seed_;
  crypto::Key own_;
  std::shared_ptr<Signer> signer_;
  std::map<CircleId, std::map<std::uint32_t, CircleKeys>> circles_;
};

}  // namespace arasha::vault
