// age files: the published format age-encryption.org/v1 (c2sp.org/age), for people who have no Arasha. They open with `age`, `rage`
// and other programs. A file goes to recipients, or to whoever knows a passphrase; never to both. docs/formats/age.md.
//
// It proves no sender. It hides content, not length, and tells for how many recipients it is, not for whom. Files are sealed and
// opened in memory, whole: what is opened is given out only when its end was reached and was right.
#pragma once

#include <string>
#include <vector>

#include "crypto/keys.h"
#include "crypto/password.h"

namespace arasha::crypto {

// A public key as people pass it on: age1…
struct AgeRecipient {
  PublicKey key{};
  static Result<AgeRecipient> from_text(std::string_view text);
  std::string text() const;
  auto operator<=>(const AgeRecipient&) const = default;
};

// The secret half, AGE-SECRET-KEY-1…
class AgeKey {
 public:
  static AgeKey random();
  static AgeKey from_seed(const Key& seed);
  static Result<AgeKey> from_text(std::string_view text);
  const AgeRecipient& recipient() const { return recipient_; }
  std::string text() const;  // handle as a secret
  const Key& secret() const { return secret_; }

 private:
  AgeKey() = default;
  Key secret_;
  AgeRecipient recipient_;
};

inline constexpr std::size_t kMostAgeRecipients = 20;
inline constexpr int kAgeWork = 18;       // scrypt with 256 MiB: as `age` itself
inline constexpr int kMostAgeWork = 20;   // of a file that came from elsewhere: 1 GiB

// `invalid_input` for no recipient, too many, or a key that nobody can hold.
Result<Bytes> seal_age(std::span<const AgeRecipient> recipients, BytesView content);
// `busy` and `unavailable` as PasswordPool. The passphrase is one that the program made: whoever has the file can try others at home.
Result<Bytes> seal_age(PasswordPool& pool, std::string_view passphrase, BytesView content, int work = kAgeWork);

// `denied`: made for another key, or the passphrase is wrong. `invalid_input`: not an age file. `unsupported`: of a newer version,
// or with a cost that we do not pay. `damaged`: everything else.
Result<Bytes> open_age(const AgeKey& key, BytesView file);
Result<Bytes> open_age(PasswordPool& pool, std::string_view passphrase, BytesView file);

// The head of a file as it stands there; nothing of it is believed before `mac` was checked.
struct AgeStanza {
  std::vector<std::string> arguments;  // at least one
  Bytes body;
};
struct AgeHeader {
  std::vector<AgeStanza> stanzas;  // at least one
  Hash mac{};
  std::size_t covered = 0;  // bytes that the mac is about
  std::size_t size = 0;     // bytes of the whole head: the payload follows
};
inline constexpr std::size_t kLongestAgeHeader = 64 * 1024;
inline constexpr std::size_t kMostAgeStanzas = 128;  // each costs a multiplication before anything can be believed
Result<AgeHeader> read_age_header(BytesView file);

}  // namespace arasha::crypto
