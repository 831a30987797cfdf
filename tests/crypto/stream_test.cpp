#include "crypto/stream.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "crypto/test_keys.h"

namespace arasha::crypto {
namespace {

struct Sealed {
  Bytes header;
  std::vector<Bytes> chunks;
};

Sealed sealed_stream(const Key& key, std::string_view ad, const std::vector<Bytes>& plain) {
  StreamSealer sealer(key, view(ad));
  Sealed out{sealer.header(), {}};
  for (std::size_t i = 0; i < plain.size(); ++i)
    out.chunks.push_back(sealer.push(plain[i], i + 1 == plain.size()));
  return out;
}

// How many chunks open, in this order, before the first refusal; and whether the end was reached.
std::pair<std::size_t, bool> opened(const Key& key, std::string_view ad, const Bytes& header,
                                    const std::vector<Bytes>& chunks) {
  auto opener = StreamOpener::start(key, view(ad), header);
  if (!opener) return {0, false};
  std::size_t count = 0;
  for (const Bytes& chunk : chunks) {
    if (!opener->pull(chunk)) break;
    ++count;
  }
  return {count, opener->finished()};
}
using Outcome = std::pair<std::size_t, bool>;

const std::vector<Bytes> kPlain = {counted(kStreamChunk), counted(10), {}, counted(3)};

TEST(Stream, opens_as_it_was_sealed) {
  const Key key = random_key();
  const Sealed sealed = sealed_stream(key, "place", kPlain);
  EXPECT_EQ(sealed.header.size(), StreamOpener::kHeaderSize);
  auto opener = StreamOpener::start(key, view("place"), sealed.header);
  ASSERT_TRUE(opener.is_ok());
  for (std::size_t i = 0; i < kPlain.size(); ++i) {
    EXPECT_FALSE(opener->finished());
    ASSERT_EQ(sealed.chunks[i].size(), kPlain[i].size() + StreamOpener::kChunkOverhead);
    const auto chunk = opener->pull(sealed.chunks[i]);
    ASSERT_TRUE(chunk.is_ok());
    EXPECT_EQ(*chunk, kPlain[i]);
  }
  EXPECT_TRUE(opener->finished());
}

TEST(Stream, an_empty_stream_still_has_an_end) {
  const Key key = random_key();
  const Sealed sealed = sealed_stream(key, "", {Bytes{}});
  EXPECT_EQ(opened(key, "", sealed.header, sealed.chunks), (Outcome{1, true}));
  EXPECT_EQ(opened(key, "", sealed.header, {}), (Outcome{0, false}));
}

TEST(Stream, refuses_another_key_place_or_header_at_once) {
  const Key key = random_key();
  const Sealed sealed = sealed_stream(key, "place", kPlain);
  EXPECT_FALSE(StreamOpener::start(random_key(), view("place"), sealed.header).is_ok());
  EXPECT_FALSE(StreamOpener::start(key, view("other"), sealed.header).is_ok());
  EXPECT_FALSE(StreamOpener::start(key, {}, sealed.header).is_ok());
  for (std::size_t at = 0; at < sealed.header.size(); ++at) {
    Bytes altered = sealed.header;
    altered[at] ^= 1U;
    EXPECT_FALSE(StreamOpener::start(key, view("place"), altered).is_ok()) << at;
    EXPECT_FALSE(StreamOpener::start(key, view("place"), BytesView(sealed.header).first(at)).is_ok()) << at;
  }
  Bytes longer = sealed.header;
  longer.push_back(0);
  EXPECT_FALSE(StreamOpener::start(key, view("place"), longer).is_ok());
}

TEST(Stream, chunks_of_another_stream_under_the_same_key_are_refused) {
  const Key key = random_key();
  const Sealed one = sealed_stream(key, "place", kPlain);
  const Sealed two = sealed_stream(key, "place", kPlain);
  EXPECT_EQ(opened(key, "place", one.header, two.chunks), (Outcome{0, false}));
  EXPECT_EQ(opened(key, "place", one.header, {one.chunks[0], two.chunks[1]}), (Outcome{1, false}));
}

TEST(Stream, a_stream_that_was_cut_is_not_finished) {
  const Key key = random_key();
  Sealed sealed = sealed_stream(key, "", kPlain);
  sealed.chunks.pop_back();
  EXPECT_EQ(opened(key, "", sealed.header, sealed.chunks), (Outcome{3, false}));
}

TEST(Stream, reordered_repeated_and_missing_chunks_are_refused) {
  const Key key = random_key();
  const Sealed s = sealed_stream(key, "", kPlain);
  EXPECT_EQ(opened(key, "", s.header, {s.chunks[1], s.chunks[0]}), (Outcome{0, false}));
  EXPECT_EQ(opened(key, "", s.header, {s.chunks[0], s.chunks[0]}), (Outcome{1, false}));
  EXPECT_EQ(opened(key, "", s.header, {s.chunks[0], s.chunks[2]}), (Outcome{1, false}));
  EXPECT_EQ(opened(key, "", s.header, {s.chunks[3]}), (Outcome{0, false}));
}

TEST(Stream, after_a_refusal_nothing_is_believed_any_more) {
  const Key key = random_key();
  const Sealed s = sealed_stream(key, "", kPlain);
  auto opener = StreamOpener::start(key, {}, s.header);
  ASSERT_TRUE(opener.is_ok());
  EXPECT_FALSE(opener->pull(s.chunks[1]).is_ok());
  EXPECT_FALSE(opener->pull(s.chunks[0]).is_ok());
  EXPECT_FALSE(opener->finished());
}

TEST(Stream, whatever_follows_the_end_takes_the_end_back) {
  const Key key = random_key();
  const Sealed s = sealed_stream(key, "", {counted(5)});
  for (const Bytes& more : {s.chunks[0], Bytes{}, Bytes(17, 0)}) {
    EXPECT_EQ(opened(key, "", s.header, {s.chunks[0], more}), (Outcome{1, false}));
  }
}

TEST(Stream, every_altered_byte_of_a_chunk_is_found) {
  const Key key = random_key();
  const Sealed s = sealed_stream(key, "", {counted(20)});
  for (std::size_t at = 0; at < s.chunks[0].size(); ++at) {
    Bytes altered = s.chunks[0];
    altered[at] ^= 1U;
    EXPECT_EQ(opened(key, "", s.header, {altered}), (Outcome{0, false})) << at;
    altered.resize(at);
    EXPECT_EQ(opened(key, "", s.header, {altered}), (Outcome{0, false})) << at;
  }
}

TEST(Stream, chunks_have_a_size) {
  const Key key = random_key();
  StreamSealer sealer(key, {});
  EXPECT_THROW(sealer.push(Bytes(kStreamChunk + 1), false), Bug);
  auto opener = StreamOpener::start(key, {}, sealer.header());
  ASSERT_TRUE(opener.is_ok());
  EXPECT_FALSE(opener->pull(Bytes(kStreamChunk + StreamOpener::kChunkOverhead + 1)).is_ok());
}

TEST(Stream, nothing_can_be_sealed_after_the_end) {
  StreamSealer sealer(random_key(), {});
  sealer.push(counted(1), true);
  EXPECT_THROW(sealer.push(counted(1), false), Bug);
  EXPECT_THROW(sealer.push(counted(1), true), Bug);
}

TEST(Stream, an_opener_can_move_in_the_middle) {
  const Key key = random_key();
  const Sealed s = sealed_stream(key, "", kPlain);
  auto first = StreamOpener::start(key, {}, s.header);
  ASSERT_TRUE(first.is_ok());
  ASSERT_TRUE(first->pull(s.chunks[0]).is_ok());
  StreamOpener second = std::move(*first);
  for (std::size_t i = 1; i < s.chunks.size(); ++i) ASSERT_TRUE(second.pull(s.chunks[i]).is_ok());
  EXPECT_TRUE(second.finished());
}

}  // namespace
}  // namespace arasha::crypto
