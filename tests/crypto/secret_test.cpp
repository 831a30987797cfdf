#include "crypto/secret.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <set>
#include <thread>

#include "base/id.h"
#include "crypto/test_keys.h"

namespace arasha::crypto {
namespace {

// Once for the whole program, before any test.
class Library : public ::testing::Environment {
 public:
  void SetUp() override { ASSERT_TRUE(initialize().is_ok()) << "raise ulimit -l"; }
};
[[maybe_unused]] const ::testing::Environment* const kLibrary =
    ::testing::AddGlobalTestEnvironment(new Library);

const std::uint8_t* place_of(const Key& key) {
  return key.use([](auto bytes) { return bytes.data(); });
}

static_assert(!std::is_copy_constructible_v<Key> && !std::is_copy_assignable_v<Key>);
static_assert(std::is_nothrow_move_constructible_v<Key>);
static_assert(!std::is_convertible_v<Key, bool> && !std::is_convertible_v<Key, BytesView>);

TEST(Secret, starts_as_zeros_even_where_a_key_lay_before) {
  const std::uint8_t* place = nullptr;
  {
    const Key key = key_filled(0xab);
    place = place_of(key);
  }
  // The slab is still mapped: the slot was wiped when it came back, not when it was taken again.
  EXPECT_EQ(Bytes(place, place + 32), Bytes(32, 0));
  const Key again;
  EXPECT_EQ(place_of(again), place);
  EXPECT_EQ(bytes_in(again), Bytes(32, 0));
}

TEST(Secret, moves_without_leaving_a_copy) {
  Key first = key_filled(1);
  const std::uint8_t* place = place_of(first);
  const Key second = std::move(first);
  EXPECT_EQ(place_of(second), place);
  Key third = key_filled(3);
  third = second.clone();
  EXPECT_EQ(bytes_in(third), Bytes(32, 1));
  EXPECT_NE(place_of(third), place);
}

TEST(Secret, assignment_to_itself_keeps_the_key) {
  Key key = key_filled(9);
  Key& same = key;
  key = std::move(same);
  EXPECT_EQ(bytes_in(key), Bytes(32, 9));
}

TEST(Secret, slots_never_overlap) {
  std::vector<Key> small;
  std::vector<Secret<64>> large;
  for (unsigned i = 0; i < 5000; ++i) {  // more than two slabs of each
    small.push_back(key_filled(static_cast<std::uint8_t>(i)));
    large.emplace_back();
    large.back().fill(
        [&](auto bytes) { std::fill(bytes.begin(), bytes.end(), static_cast<std::uint8_t>(i + 1)); });
  }
  for (unsigned i = 0; i < 5000; ++i) {
    ASSERT_EQ(bytes_in(small[i]), Bytes(32, static_cast<std::uint8_t>(i)));
    ASSERT_EQ(large[i].use([](auto bytes) { return to_bytes(bytes); }),
              Bytes(64, static_cast<std::uint8_t>(i + 1)));
  }
}

TEST(Secret, may_be_taken_and_given_back_on_many_threads) {
  std::vector<std::thread> threads;
  std::array<bool, 4> fine{};
  for (unsigned t = 0; t < fine.size(); ++t) {
    threads.emplace_back([&fine, t] {
      bool all = true;
      for (int i = 0; i < 5000; ++i) {
        const Key key = key_filled(static_cast<std::uint8_t>(t + 1));
        all = all && bytes_in(key) == Bytes(32, static_cast<std::uint8_t>(t + 1));
      }
      fine.at(t) = all;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fine, (std::array<bool, 4>{true, true, true, true}));
}

void start_without_locked_memory() {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_MEMLOCK, &none) != 0) _exit(3);
  // Root may lock whatever the limit says.
  if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(4);
  const auto result = initialize();
  _exit(!result && result.error().code == ErrorCode::unavailable ? 0 : 1);
}

TEST(InitializeDeathTest, refuses_to_start_where_memory_cannot_be_locked) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizers make mlock do nothing";
#endif
  EXPECT_EXIT(start_without_locked_memory(), ::testing::ExitedWithCode(0), "");
}

TEST(Random, gives_other_bytes_each_time) {
  std::set<Bytes> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(bytes_in(random_key()));
  EXPECT_EQ(seen.size(), 1000U);
  EXPECT_FALSE(random_id<EntryId>() == random_id<EntryId>());
}

TEST(Random, stays_below_the_limit_and_reaches_every_number) {
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 2000; ++i) {
    const std::uint32_t number = random_below(7);
    ASSERT_LT(number, 7U);
    seen.insert(number);
  }
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(random_below(1), 0U);
}

TEST(Equal, tells_lengths_and_single_bits_apart) {
  const Bytes bytes = counted(32);
  EXPECT_TRUE(equal(bytes, bytes));
  EXPECT_TRUE(equal({}, {}));
  EXPECT_FALSE(equal(bytes, BytesView(bytes).first(31)));
  EXPECT_FALSE(equal(BytesView(bytes).first(31), bytes));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Bytes other = bytes;
    other[i] ^= 0x80U;
    EXPECT_FALSE(equal(bytes, other)) << i;
  }
}

TEST(Wipe, leaves_nothing_of_a_longer_value) {
  std::string text(100, 'x');
  const char* place = text.data();
  text.resize(40);
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(std::string(place, 100), std::string(100, '\0'));
  Bytes bytes(50, 1);
  wipe(bytes);
  EXPECT_TRUE(bytes.empty());
  Bytes nothing;
  wipe(nothing);
}

}  // namespace
}  // namespace arasha::crypto
