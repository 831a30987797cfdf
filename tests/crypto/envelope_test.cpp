#include "crypto/envelope.h"

#include <gtest/gtest.h>

#include <set>

#include "crypto/test_keys.h"

namespace arasha::crypto {
namespace {

constexpr std::string_view kPlace = "organisation 1, file 2, entry 3";

void expect_damaged(const Result<Bytes>& result) {
  ASSERT_FALSE(result.is_ok());
  EXPECT_EQ(result.error().code, ErrorCode::damaged);
}

TEST(Envelope, opens_where_it_was_sealed) {
  const Key key = random_key();
  for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 100'000U}) {
    for (const Padding padding : {Padding{}, Padding{1}, Padding{3}, kTextPadding}) {
      const Bytes plain = counted(size);
      const Bytes sealed = seal(key, view(kPlace), plain, padding);
      const auto opened = open(key, view(kPlace), sealed, padding);
      ASSERT_TRUE(opened.is_ok()) << size << " " << padding.step;
      EXPECT_EQ(*opened, plain);
    }
  }
}

TEST(Envelope, keeps_bytes_that_look_like_padding) {
  const Key key = random_key();
  for (const Bytes& plain : {Bytes{0x80}, Bytes{0x80, 0, 0}, Bytes(64, 0), Bytes(63, 0x80)}) {
    const auto opened = open(key, {}, seal(key, {}, plain, kTextPadding), kTextPadding);
    ASSERT_TRUE(opened.is_ok());
    EXPECT_EQ(*opened, plain);
  }
}

TEST(Envelope, hides_length_up_to_the_step) {
  const Key key = random_key();
  EXPECT_EQ(seal(key, {}, counted(5)).size(), kEnvelopeOverhead + 5);
  for (const std::size_t size : {0U, 1U, 63U}) {
    EXPECT_EQ(seal(key, {}, counted(size), kTextPadding).size(), kEnvelopeOverhead + 64);
  }
  EXPECT_EQ(seal(key, {}, counted(64), kTextPadding).size(), kEnvelopeOverhead + 128);
}

TEST(Envelope, is_never_the_same_twice) {
  const Key key = random_key();
  std::set<Bytes> seen;
  for (int i = 0; i < 100; ++i) seen.insert(seal(key, view(kPlace), view("same")));
  EXPECT_EQ(seen.size(), 100U);
}

TEST(Envelope, every_altered_bit_is_found) {
  const Key key = random_key();
  const Bytes sealed = seal(key, view(kPlace), view("She is safe."), kTextPadding);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes altered = sealed;
      altered[at] ^= static_cast<std::uint8_t>(1U << bit);
      ASSERT_FALSE(open(key, view(kPlace), altered, kTextPadding).is_ok()) << at << " " << bit;
    }
  }
}

TEST(Envelope, every_altered_bit_of_the_key_is_found) {
  const Bytes bytes = counted(32);
  const Bytes sealed = seal(key_of(bytes), {}, view("text"));
  for (std::size_t at = 0; at < 32; ++at) {
    Bytes other = bytes;
    other[at] ^= 1U;
    expect_damaged(open(key_of(other), {}, sealed));
  }
}

TEST(Envelope, does_not_open_in_another_place) {
  const Key key = random_key();
  const Bytes one = seal(key, view("file 1, entry 1"), view("one"));
  const Bytes two = seal(key, view("file 1, entry 2"), view("two"));
  expect_damaged(open(key, view("file 1, entry 2"), one));
  expect_damaged(open(key, view("file 1, entry 1"), two));
  expect_damaged(open(key, {}, one));
  expect_damaged(open(key, view("file 1, entry 11"), one));
  expect_damaged(open(key, view("file 1, entry "), one));
}

TEST(Envelope, bytes_cannot_wander_between_place_and_content) {
  const Key key = random_key();
  Bytes sealed = seal(key, view("ab"), view("cd"));
  expect_damaged(open(key, view("abc"), sealed));
  expect_damaged(open(key, view("a"), sealed));
}

TEST(Envelope, refuses_what_is_cut_or_continued) {
  const Key key = random_key();
  const Bytes sealed = seal(key, {}, view("text"));
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    expect_damaged(open(key, {}, BytesView(sealed).first(size)));
  }
  Bytes longer = sealed;
  longer.push_back(0);
  expect_damaged(open(key, {}, longer));
}

TEST(Envelope, parts_of_two_envelopes_do_not_mix) {
  const Key key = random_key();
  const Bytes one = seal(key, {}, view("aaaa"));
  const Bytes two = seal(key, {}, view("bbbb"));
  for (const auto& [from, to] : {std::pair{1, 25}, {25, 57}, {57, 77}}) {
    Bytes mixed = one;
    std::copy(two.begin() + from, two.begin() + to, mixed.begin() + from);
    expect_damaged(open(key, {}, mixed));
  }
}

TEST(Envelope, refuses_another_padding_than_it_was_sealed_with) {
  const Key key = random_key();
  expect_damaged(open(key, {}, seal(key, {}, counted(64)), kTextPadding));
  expect_damaged(open(key, {}, seal(key, {}, {}), kTextPadding));
  expect_damaged(open(key, {}, seal(key, {}, counted(10)), kTextPadding));
  expect_damaged(open(key, {}, seal(key, {}, Bytes(64, 0)), kTextPadding));
}

TEST(WrappedKey, comes_back_and_nothing_else_opens_it) {
  const Key outer = random_key();
  const Key inner = random_key();
  const Bytes wrapped = wrap_key(outer, view(kPlace), inner);
  EXPECT_EQ(wrapped.size(), 105U);
  const auto back = unwrap_key(outer, view(kPlace), wrapped);
  ASSERT_TRUE(back.is_ok());
  EXPECT_EQ(bytes_in(*back), bytes_in(inner));
  EXPECT_FALSE(unwrap_key(inner, view(kPlace), wrapped).is_ok());
  EXPECT_FALSE(unwrap_key(outer, view("elsewhere"), wrapped).is_ok());
  for (std::size_t at = 0; at < wrapped.size(); ++at) {
    Bytes altered = wrapped;
    altered[at] ^= 1U;
    EXPECT_FALSE(unwrap_key(outer, view(kPlace), altered).is_ok()) << at;
  }
  for (const std::size_t size : {0U, 31U, 33U}) {
    const auto result = unwrap_key(outer, view(kPlace), seal(outer, view(kPlace), counted(size)));
    ASSERT_FALSE(result.is_ok()) << size;
    EXPECT_EQ(result.error().code, ErrorCode::damaged);
  }
}

TEST(Commit, differs_with_key_place_and_content) {
  const Key key = key_filled(1);
  std::set<Hash> seen;
  for (const Bytes& sealed : {seal(key, {}, view("a")), seal(key, {}, view("b")),
                              seal(key, view("p"), view("a")), seal(key_filled(2), {}, view("a"))}) {
    const auto commit = commit_of(sealed);
    ASSERT_TRUE(commit.is_ok());
    EXPECT_TRUE(std::equal(commit->begin(), commit->end(), sealed.begin() + 25));
    seen.insert(*commit);
  }
  EXPECT_EQ(seen.size(), 4U);
}

TEST(Commit, is_refused_for_what_is_no_envelope) {
  Bytes sealed = seal(key_filled(1), {}, {});
  EXPECT_TRUE(commit_of(sealed).is_ok());
  EXPECT_FALSE(commit_of(BytesView(sealed).first(sealed.size() - 1)).is_ok());
  EXPECT_FALSE(commit_of({}).is_ok());
  sealed[0] = 2;
  EXPECT_FALSE(commit_of(sealed).is_ok());
}

}  // namespace
}  // namespace arasha::crypto
