#include "crypto/password.h"

#include <sodium.h>

#include "base/text.h"

namespace arasha::crypto {

Salt random_salt() {
  Salt salt{};
  random_bytes(salt);
  return salt;
}

Result<Key> PasswordPool::derive(std::string_view password, const Salt& salt, const PasswordCost& cost) {
  if (cost.memory_mib < PasswordCost::kLeastMemoryMib || cost.memory_mib > PasswordCost::kMostMemoryMib ||
      cost.passes < PasswordCost::kLeastPasses || cost.passes > PasswordCost::kMostPasses) {
    return Error(ErrorCode::invalid_input, "The cost of the passphrase is outside what is allowed.");
  }
  {
    std::unique_lock lock(mutex_);
    if (free_ == 0) {
      if (waiting_left_ == 0) return Error(ErrorCode::busy, "Too many people sign in at this moment. Wait a little and try again.");
      --waiting_left_;
      freed_.wait(lock, [this] { return free_ > 0; });
      ++waiting_left_;
    }
    --free_;
  }
  Key out;
  const bool done = out.fill([&](auto bytes) {
    return crypto_pwhash(bytes.data(), bytes.size(), password.data(), password.size(), salt.data(), cost.passes,
                         static_cast<std::size_t>(cost.memory_mib) << 20U, crypto_pwhash_ALG_ARGON2ID13) == 0;
  });
  {
    const std::scoped_lock lock(mutex_);
    ++free_;
  }
  freed_.notify_one();
  if (!done) return Error(ErrorCode::unavailable, "There is not enough memory to check the passphrase. Try again in a moment.");
  return out;
}

Result<void> check_new_password(std::string_view password) {
  constexpr std::size_t kLeast = 15;
  constexpr std::size_t kMost = 512;
  if (!is_utf8(password)) return Error(ErrorCode::invalid_input, "The passphrase is not in UTF-8. Type it again.");
  const std::size_t count = length(password);
  if (count < kLeast) {
    return Error(ErrorCode::invalid_input, "Use at least {1} characters: four or more words are easiest to remember.",
                 {std::to_string(kLeast)});
  }
  if (count > kMost) return Error(ErrorCode::invalid_input, "Use at most {1} characters.", {std::to_string(kMost)});
  // Long, and still among the first that anyone tries.
  static constexpr std::string_view kCommon[] = {
      "123456789012345", "1234567890123456", "12345678901234567890", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl",
      "passwordpassword", "password123456789", "correct horse battery staple", "adminadminadmin",
      "парольпарольпароль", "йцукенгшщзхъфыва", "qwertyqwertyqwerty", "111111111111111", "iloveyouiloveyou"};
  const std::string folded = fold_case(password);
  for (const std::string_view common : kCommon) {
    if (folded == fold_case(common)) {
      return Error(ErrorCode::invalid_input, "Many people use this passphrase. Choose another one.");
    }
  }
  const bool repeated = password.find_first_not_of(password[0]) == std::string_view::npos;
  if (repeated) return Error(ErrorCode::invalid_input, "Many people use this passphrase. Choose another one.");
  return {};
}

}  // namespace arasha::crypto
