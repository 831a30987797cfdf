// What one person outside reads one time, with words that were told by telephone (docs/formats/once.md). A row has a state,
// which stays, and a body, which goes when it was read, when its time is over, after five wrong tries, or when it is taken back.
//
// The state is sealed under a key of the server. The body is sealed under a key that needs the server's key and the words: a
// stolen database gives nothing to try words on. Each change of a row has a leaf in the ledger that only the server's key can
// make, so a row that was put back to an older day is refused.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "crypto/password.h"
#include "vault/ledger.h"

namespace arasha::vault {

using store::OnceId;

enum class OnceState : std::uint8_t {
  waiting = 1,
  read = 2,
  guessed = 3,    // five wrong tries
  expired = 4,
  withdrawn = 5,
  put_back = 6,   // the database came from a backup: it may have been read since
};

struct NewOnce {
  Bytes content;
  Time expires;
  std::string from = {};   // said to whoever has the address, before any words: the maker chooses what, or nothing
  std::uint8_t form = 0;   // what comes, in the caller's own terms; said before as well
};

// What is known of it without the words.
struct OnceStatus {
  OnceState state = OnceState::waiting;
  Time made;
  Time expires;
  Time ended;        // of every state but `waiting`
  MemberId maker;
  MemberId ended_by; // who took it back
  int tries_left = 0;
  std::string from;
  std::uint8_t form = 0;
  std::uint32_t size = 0;  // of the content, in bytes
};

struct MadeOnce {
  OnceId id;
  std::string words;  // six of crypto/words.h; to be said aloud, once, and kept nowhere
};

// `content` is there for exactly one answer: the one that made it `read`.
struct OnceAnswer {
  OnceStatus status;
  std::optional<Bytes> content;
};

inline constexpr int kOnceTries = 5;
inline constexpr std::size_t kOnceLimit = (2U << 20U) + (64U << 10U);  // bytes of content
inline constexpr std::size_t kOnceFromLimit = 200;
inline constexpr Duration kLongestOnce = std::chrono::hours(24 * 30);
inline constexpr crypto::PasswordCost kOnceCost{64, 3};  // beside 66 bits and five tries: some 100 ms

// As somebody types words that she heard: any case, any blanks and stops between them, Cyrillic letters as they sound. The answer
// is the six words with one blank between them, or which of them (from 1) cannot be right; 0: there are not six.
struct HeardWords {
  std::string words;  // empty: they cannot be right
  int wrong = 0;
};
HeardWords heard_words(std::string_view typed);

// --- Inside the room

struct OnceRecord {
  OnceStatus status;
  crypto::Salt salt{};
  crypto::PasswordCost cost;
  crypto::Hash body{};         // fingerprint of the body: an altered one is no wrong try
  std::uint32_t changes = 0;   // no two states of a row are the same
};
Bytes encode(const OnceRecord& record);
Result<OnceRecord> decode_once_record(BytesView bytes);

class OnceKeys {
 public:
  OnceKeys(const crypto::Key& pepper, OrganizationId organization);
  Bytes seal_state(OnceId id, const OnceRecord& record) const;
  Result<OnceRecord> open_state(OnceId id, BytesView state) const;
  Bytes seal_body(OnceId id, const crypto::Key& stretched, BytesView content) const;
  Result<Bytes> open_body(OnceId id, const crypto::Key& stretched, BytesView body) const;
  static crypto::Hash body_hash(BytesView body);
  // What is stretched instead of the words: without the server's key not even a slow trial is possible.
  crypto::Hash keyed_words(OnceId id, std::string_view words) const;

  Bytes leaf_body(std::uint64_t seq, OnceId id, BytesView state) const;  // of a leaf at that place
  Result<void> add_leaf(store::Transaction& transaction, OnceId id, BytesView state) const;
  // The place in the ledger of the row's last change; `damaged` when `state` is not what it was changed to.
  Result<std::uint64_t> last_change(const store::Reader& reader, OnceId id, BytesView state) const;
  // Whether the database came from a backup since.
  static Result<bool> is_put_back(const store::Reader& reader, std::uint64_t last_change);
  // Every row is what the ledger saw last, with the body that belongs to it or none; and none is missing.
  Result<void> verify(const store::Reader& reader) const;

 private:
  Bytes place(std::string_view label, OnceId id) const;
  crypto::Key key_;
  OrganizationId organization_;
};

}  // namespace arasha::vault
