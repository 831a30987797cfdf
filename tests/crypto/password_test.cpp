#include "crypto/password.h"

#include <gtest/gtest.h>

#include <future>

#include "crypto/test_keys.h"

namespace arasha::crypto {
namespace {

constexpr PasswordCost kLeast{PasswordCost::kLeastMemoryMib, PasswordCost::kLeastPasses};

TEST(PasswordPool, differs_with_password_salt_and_cost) {
  PasswordPool pool(1, 0);
  const Salt salt{1};
  const auto derived = [&](std::string_view password, const Salt& with, const PasswordCost& cost) {
    const auto key = pool.derive(password, with, cost);
    return key ? bytes_in(*key) : Bytes{};
  };
  const Bytes key = derived("five plain words", salt, kLeast);
  ASSERT_EQ(key.size(), 32U);
  EXPECT_EQ(derived("five plain words", salt, kLeast), key);
  EXPECT_NE(derived("five plain word", salt, kLeast), key);
  EXPECT_NE(derived("five plain words", Salt{2}, kLeast), key);
  EXPECT_NE(derived("five plain words", salt, {kLeast.memory_mib, kLeast.passes + 1}), key);
  EXPECT_NE(derived("five plain words", salt, {kLeast.memory_mib + 1, kLeast.passes}), key);
  EXPECT_EQ(derived("", salt, kLeast).size(), 32U);
}

TEST(PasswordPool, refuses_costs_outside_the_bounds) {
  PasswordPool pool(1, 0);
  for (const PasswordCost cost :
       {PasswordCost{18, 2}, PasswordCost{19, 1}, PasswordCost{0, 2}, PasswordCost{19, 0},
        PasswordCost{4097, 2}, PasswordCost{19, 65}, PasswordCost{0xffffffff, 0xffffffff}}) {
    const auto result = pool.derive("password", Salt{}, cost);
    ASSERT_FALSE(result.is_ok()) << cost.memory_mib << " " << cost.passes;
    EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
  }
  // None of them kept the only place.
  EXPECT_TRUE(pool.derive("password", Salt{}, kLeast).is_ok());
}

TEST(PasswordPool, answers_busy_when_there_is_no_place_at_all) {
  PasswordPool pool(0, 0);
  const auto result = pool.derive("password", Salt{}, kLeast);
  ASSERT_FALSE(result.is_ok());
  EXPECT_EQ(result.error().code, ErrorCode::busy);
}

TEST(PasswordPool, those_who_may_wait_are_all_served) {
  PasswordPool pool(1, 7);
  std::vector<std::future<bool>> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(
        std::async(std::launch::async, [&] { return pool.derive("password", Salt{}, kLeast).is_ok(); }));
  }
  for (auto& each : all) EXPECT_TRUE(each.get());
  EXPECT_TRUE(pool.derive("password", Salt{}, kLeast).is_ok());
}

void expect_refused(std::string_view password) {
  const auto result = check_new_password(password);
  ASSERT_FALSE(result.is_ok()) << password;
  EXPECT_EQ(result.error().code, ErrorCode::invalid_input);
}
std::string times(int count, std::string_view text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST(NewPassword, counts_characters_not_bytes) {
  expect_refused("");
  expect_refused("fourteen chars");
  EXPECT_TRUE(check_new_password("fifteen charact").is_ok());
  expect_refused("четырнадцать б");  // 14 characters, 27 bytes
  EXPECT_TRUE(check_new_password("пятнадцать букв").is_ok());
  EXPECT_TRUE(check_new_password(times(256, "аб")).is_ok());
  expect_refused(times(256, "аб") + "в");
  EXPECT_TRUE(check_new_password(times(256, "ab")).is_ok());
  expect_refused(times(256, "ab") + "c");
}

TEST(NewPassword, refuses_one_repeated_character_of_any_alphabet) {
  expect_refused(times(20, "a"));
  expect_refused(times(20, "ә"));
  expect_refused(times(20, "😀"));
  expect_refused(times(10, "aA"));
  expect_refused(times(20, " "));
  EXPECT_TRUE(check_new_password(times(19, "a") + "b").is_ok());
  EXPECT_TRUE(check_new_password("ж" + times(19, "ә")).is_ok());
}

TEST(NewPassword, refuses_the_commonest_in_any_case) {
  for (const char* common : {"passwordpassword", "PasswordPassword", "123456789012345",
                             "correct horse battery staple", "Парольпарольпароль", "qwertyuiopasdfgh"}) {
    expect_refused(common);
  }
  EXPECT_TRUE(check_new_password("passwordpassword and more").is_ok());
}

TEST(NewPassword, refuses_bytes_that_are_no_text) {
  expect_refused("\xff\xfe\xfd is not a text at all");
  expect_refused(std::string(20, '\x80'));
  expect_refused("an over-long slash \xc0\xaf");
}

TEST(NewPassword, has_no_rules_of_composition) {
  EXPECT_TRUE(check_new_password("only small letters here").is_ok());
  EXPECT_TRUE(check_new_password("тек кіші әріптер").is_ok());
}

}  // namespace
}  // namespace arasha::crypto
