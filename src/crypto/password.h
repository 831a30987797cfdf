// Passwords: Argon2id 1.3 (RFC 9106) with parameters that are stored beside each use, in a pool that bounds
// how many run at once (each takes `memory_mib` of memory).
#pragma once

#include <condition_variable>
#include <mutex>

#include "crypto/hash.h"

namespace arasha::crypto {

struct PasswordCost {
  std::uint32_t memory_mib = 256;
  std::uint32_t passes = 3;
  // The least that is accepted from a stored slot or the command line (OWASP: 19 MiB, 2 passes).
  static constexpr std::uint32_t kLeastMemoryMib = 19;
  static constexpr std::uint32_t kLeastPasses = 2;
  static constexpr std::uint32_t kMostMemoryMib = 4096;
  static constexpr std::uint32_t kMostPasses = 64;
};
using Salt = std::array<std::uint8_t, 16>;
Salt random_salt();

class PasswordPool {
 public:
  // As many as there are processors, four at most: more would take memory and save no time.
  static int for_this_machine();
  // At most `at_once` run together; at most `waiting` more wait, the rest are answered `busy`.
  PasswordPool(int at_once, int waiting) : free_(at_once), waiting_left_(waiting) {}
  // 32 bytes from the password. Blocks until there is a place. Never logs, never keeps the password.
  Result<Key> derive(std::string_view password, const Salt& salt, const PasswordCost& cost);
  // The same with scrypt (RFC 7914; r = 8, p = 1), for formats of others: 1 KiB × 2^`work` of memory, 1 ≤ work ≤ 20.
  Result<Key> derive_scrypt(std::string_view password, BytesView salt, int work);

 private:
  Result<void> enter();
  void leave();

  std::mutex mutex_;
  std::condition_variable freed_;
  int free_;
  int waiting_left_;
};

// What a new password must be: 15 to 512 characters (ASVS 6.2.1, 6.2.9), no composition rules, not among the
// commonest and not one repeated character. The sentence says what to do.
Result<void> check_new_password(std::string_view password);

}  // namespace arasha::crypto
