// Texts as points of a group, hidden under a key that two sides apply in either order: what private comparison is made of
// (docs/formats/comparison.md, docs/adr/0024).
//
// The group is ristretto255 (RFC 9496): of prime order, one encoding for each element, no small subgroups. Texts become points
// as in RFC 9380 (expand_message_xmd with SHA-512, then the map of RFC 9496, section 4.3.4), which is the HashToGroup of
// RFC 9497. Nobody learns a text from its blinded point without the key; whoever has the key can try texts out.
// All functions may be called from any thread; constant time in the key.
#pragma once

#include "crypto/secret.h"

namespace arasha::crypto {

// An element of the group other than the identity, in its one encoding.
class Point {
 public:
  static constexpr std::size_t kSize = 32;
  // `damaged` for bytes that are no encoding of an element, and for the identity.
  static Result<Point> from_bytes(BytesView bytes);
  const std::array<std::uint8_t, kSize>& bytes() const { return bytes_; }
  auto operator<=>(const Point&) const = default;  // public values: no secret depends on how long it takes

 private:
  friend class BlindingKey;
  Point() = default;
  std::array<std::uint8_t, kSize> bytes_{};
};

// One side's key of one comparison: a scalar that is not zero. Moved, never copied; wiped.
class BlindingKey {
 public:
  static BlindingKey random();
  // The same seed gives the same key.
  static BlindingKey from_seed(const Key& seed);
  // A scalar as its 32 bytes; `invalid_input` for zero and for what is not below the order of the group.
  static Result<BlindingKey> from_scalar(const Key& scalar);

  // H(label, text) times the key. `label` belongs to one purpose and has 1 to 255 bytes.
  Point blind(std::string_view label, BytesView text) const;
  // What the other side has blinded, times the key: the same point whichever of the two was first.
  Result<Point> blind_again(const Point& point) const;

 private:
  BlindingKey() = default;
  Key scalar_;
};

}  // namespace arasha::crypto
