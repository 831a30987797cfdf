// Strong ids: 128 random bits each, of a type that cannot be taken for another. They mean nothing and stand in
// addresses as 26 letters of base32.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace arasha {

template <class Tag>
class Id {
 public:
  static constexpr std::size_t kSize = 16;

  constexpr Id() = default;  // the nil id: all zero, "none"
  static Id from_array(const std::array<std::uint8_t, kSize>& bytes) {
    Id id;
    id.bytes_ = bytes;
    return id;
  }
  static Result<Id> from_bytes(BytesView bytes) {
    if (bytes.size() != kSize) return Error(ErrorCode::damaged, "An identifier has the wrong length.");
    Id id;
    std::copy(bytes.begin(), bytes.end(), id.bytes_.begin());
    return id;
  }
  static Result<Id> from_text(std::string_view text) {
    TRY(bytes, from_base32(text));
    if (bytes.size() != kSize) return Error(ErrorCode::invalid_input, "This address is not complete.");
    return from_bytes(bytes);
  }

  BytesView bytes() const { return bytes_; }
  std::string text() const { return to_base32(bytes_); }
  bool is_nil() const { return *this == Id(); }
  auto operator<=>(const Id&) const = default;
  std::size_t hash() const {
    std::size_t value = 0;
    std::memcpy(&value, bytes_.data(), sizeof value);
    return value;
  }

 private:
  std::array<std::uint8_t, kSize> bytes_{};
};

using OrganizationId = Id<struct OrganizationTag>;
using MemberId = Id<struct MemberTag>;
using CircleId = Id<struct CircleTag>;
using FileId = Id<struct FileTag>;    // a person, a case: any story
using EntryId = Id<struct EntryTag>;

}  // namespace arasha

template <class Tag>
struct std::hash<arasha::Id<Tag>> {
  std::size_t operator()(const arasha::Id<Tag>& id) const noexcept { return id.hash(); }
};
