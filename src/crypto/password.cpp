#include "crypto/password.h"

#include <sodium.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <thread>

#include "base/text.h"

namespace arasha::crypto {
namespace {

// Gives a place back on every way out.
struct Place {
  std::function<void()> leave;
  ~Place() { leave(); }
};

Error no_memory() { return {ErrorCode::unavailable, "There is not enough memory to check the passphrase. Try again in a moment."}; }

}  // namespace

Salt random_salt() {
  Salt salt{};
  random_bytes(salt);
  return salt;
}

int PasswordPool::for_this_machine() { return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U)); }

Result<Key> PasswordPool::derive(std::string_view password, const Salt& salt, const PasswordCost& cost) {
  if (cost.memory_mib < PasswordCost::kLeastMemoryMib || cost.memory_mib > PasswordCost::kMostMemoryMib ||
      cost.passes < PasswordCost::kLeastPasses || cost.passes > PasswordCost::kMostPasses) {
    return Error(ErrorCode::invalid_input, "The cost of the passphrase is outside what is allowed.");
  }
  TRY_VOID(enter());
  const Place place{[this] { leave(); }};
  Key out;
  const bool done = out.fill([&](auto bytes) {
    return crypto_pwhash(bytes.data(), bytes.size(), password.data(), password.size(), salt.data(),
                         cost.passes, static_cast<std::size_t>(cost.memory_mib) << 20U,
                         crypto_pwhash_ALG_ARGON2ID13) == 0;
  });
  if (!done) return no_memory();
  return out;
}

Result<Key> PasswordPool::derive_scrypt(std::string_view password, BytesView salt, int work) {
  constexpr int kMost = 20;
  if (work < 1 || work > kMost) return Error(ErrorCode::invalid_input, "The cost of the passphrase is outside what is allowed.");
  TRY_VOID(enter());
  const Place place{[this] { leave(); }};
  Key out;
  const bool done = out.fill([&](auto bytes) {
    return crypto_pwhash_scryptsalsa208sha256_ll(view(password).data(), password.size(), salt.data(), salt.size(), std::uint64_t{1} << static_cast<unsigned>(work),
                                                 8, 1, bytes.data(), bytes.size()) == 0;
  });
  if (!done) return no_memory();
  return out;
}

Result<void> PasswordPool::enter() {
  std::unique_lock lock(mutex_);
  if (free_ == 0) {
    if (waiting_left_ == 0)
      return Error(ErrorCode::busy, "Too many people sign in at this moment. Wait a little and try again.");
    --waiting_left_;
    freed_.wait(lock, [this] { return free_ > 0; });
    ++waiting_left_;
  }
  --free_;
  return {};
}

void PasswordPool::leave() {
  {
    const std::scoped_lock lock(mutex_);
    ++free_;
  }
  freed_.notify_one();
}

namespace {

// The same character (one code point, however many bytes) from the first to the last.
bool is_one_character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) ++size;
  return text.substr(size) == text.substr(0, text.size() - size);
}

// Long, and still among the first that anyone tries.
bool is_common(std::string_view folded) {
  static constexpr std::string_view kCommon[] = {"123456789012345",
                                                 "1234567890123456",
                                                 "12345678901234567890",
                                                 "012345678901234567890",
                                                 "1234567890qwertyuiop",
                                                 "qwertyuiop12345",
                                                 "qwertyuiop123456",
                                                 "qwertyuiopasdfgh",
                                                 "qwertyuiopasdfghjkl",
                                                 "qwertyuiopasdfghjklzxcvbnm",
                                                 "1qaz2wsx3edc4rfv",
                                                 "qwertyqwertyqwerty",
                                                 "asdfghjklzxcvbnm",
                                                 "abcdefghijklmno",
                                                 "abcdefghijklmnopqrstuvwxyz",
                                                 "passwordpassword",
                                                 "password1234567",
                                                 "password123456789",
                                                 "mypasswordispassword",
                                                 "thisismypassword",
                                                 "correcthorsebatterystaple",
                                                 "correct horse battery staple",
                                                 "adminadminadmin",
                                                 "administrator123",
                                                 "changemechangeme",
                                                 "letmeinletmeinletmein",
                                                 "iloveyouiloveyou",
                                                 "parolparolparol",
                                                 "парольпарольпароль",
                                                 "мойпарольпароль",
                                                 "йцукенгшщзхъфыва",
                                                 "йцукенгшщзхъфывапролджэ",
                                                 "йцукенйцукенйцукен",
                                                 "құпиясөзқұпиясөз"};
  return std::find(std::begin(kCommon), std::end(kCommon), folded) != std::end(kCommon);
}

}  // namespace

Result<void> check_new_password(std::string_view password) {
  constexpr std::size_t kLeast = 15;
  constexpr std::size_t kMost = 512;
  if (!is_utf8(password))
    return Error(ErrorCode::invalid_input, "The passphrase is not in UTF-8. Type it again.");
  const std::size_t count = length(password);
  if (count < kLeast) {
    return Error(ErrorCode::invalid_input,
                 "Use at least {1} characters: four or more words are easiest to remember.",
                 {std::to_string(kLeast)});
  }
  if (count > kMost)
    return Error(ErrorCode::invalid_input, "Use at most {1} characters.", {std::to_string(kMost)});
  std::string folded = fold_case(password);
  const bool weak = is_one_character(folded) || is_common(folded);
  wipe(folded);
  if (weak) return Error(ErrorCode::invalid_input, "Many people use this passphrase. Choose another one.");
  return {};
}

}  // namespace arasha::crypto
