// Long contents: how much memory and time they take, and what a stick carries.
#include <malloc.h>

#include <chrono>
#include <fstream>

#include "exchange/contents.h"
#include "exchange/envelope_file.h"

namespace arasha::exchange {
namespace {

// What memory the process had at most since it was asked to begin counting, in bytes.
std::uint64_t memory(const char* field) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(field)) return std::stoull(line.substr(line.find_first_of("0123456789"))) * 1024;
  }
  return 0;
}

// Of each side alone: two organisations are two processes.
class Growth {
 public:
  Growth() {
    ::malloc_trim(0);  // what others left is not counted as there already
    std::ofstream("/proc/self/clear_refs") << "5";
    before_ = memory("VmHWM");
  }
  std::uint64_t so_far() const {
    const std::uint64_t now = memory("VmHWM");
    return now > before_ ? now - before_ : 0;
  }

 private:
  std::uint64_t before_ = 0;
};

TEST_F(Contents, ThirtyMegabytesTakeLittleMemory) {
  constexpr std::uint64_t kSize = 30'000'000;
  [[maybe_unused]] constexpr std::uint64_t kMost = 40'000'000;
  const Growth at_sender;
  const Content content = announce(Noise(kSize));
  EXPECT_TRUE(must(post(content)).complete());
  const std::uint64_t sending = at_sender.so_far();
  must(b_->receive(announcement_));
  EXPECT_EQ(collect().taken, 1U);
  carry();
  a_->close();
  const Growth at_receiver;
  collect_all();
  EXPECT_TRUE(arrived(content).complete());
  const auto opened = must(open_content(b_->vault(), b_->first(), file(), content));
  Noise expected(kSize);
  std::uint64_t size = 0;
  for (Bytes some = must(opened->next()); !some.empty(); some = must(opened->next())) {
    size += some.size();
    ASSERT_EQ(some, expected.next(some.size()));
  }
  EXPECT_EQ(size, kSize);
  const std::uint64_t receiving = at_receiver.so_far();
  std::cout << "memory for 30 MB: " << sending / 1'000'000 << " MB more at the sender's, " << receiving / 1'000'000 << " MB more at the receiver's\n";
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // they keep what was freed
  EXPECT_LT(sending, kMost);
  EXPECT_LT(receiving, kMost);
#endif
}

TEST_F(Contents, PiecesThatWaitDoNotMakeEveryPageSlow) {
  const Content content = announce(Noise(300 * kPieceSize));
  EXPECT_TRUE(must(post(content)).complete());
  carry();
  const auto timed = [&] {
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(collect().taken, 0U);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before).count();
  };
  // The first look opens them, a few seconds' worth at a time.
  std::int64_t first = 0;
  while (collect(1000, std::chrono::seconds(2)).pieces > 0) ++first;
  const auto again = timed();
  std::cout << "300 waiting pieces: opened in " << first + 1 << " looks, then " << again << " ms\n";
  EXPECT_EQ(collect().later, 300U);
  EXPECT_LT(again, 300);
  must(b_->receive(announcement_));
  collect_all();
  EXPECT_TRUE(arrived(content).complete());
}

TEST_F(Contents, ByStickTheyComeInOneFile) {
  a_->reaches(*b_, "");
  const Bytes bytes = noise(2 * kPieceSize + 77);
  const Content content = announce(Noise(bytes.size()));
  const Progress progress = must(post(content));
  EXPECT_TRUE(progress.by_hand);
  EXPECT_FALSE(progress.complete());
  EXPECT_TRUE(a_->take_parcels().empty());
  Bytes file = frame(announcement_);  // files that are put one behind the other are one
  const PiecesToCarry pieces = must(carry_pieces(a_->vault(), a_->first(), thread_, id_of(content), b_->id(), {}));
  std::uint64_t length = 0;
  for (Bytes some = must(pieces.next()); !some.empty(); some = must(pieces.next())) {
    length += some.size();
    file.insert(file.end(), some.begin(), some.end());
  }
  EXPECT_EQ(length, pieces.length) << "what a page says before it sends";
  for (const std::size_t step : {std::size_t{1'000'000'000}, std::size_t{65'536}, std::size_t{4099}}) {
    std::size_t envelopes = 0;
    EnvelopeFile reader([&](BytesView envelope) {
      ++envelopes;
      return b_->receive(envelope);
    });
    for (std::size_t at = 0; at < file.size(); at += step) must(reader.feed(BytesView(file).subspan(at, std::min(step, file.size() - at))));
    must(reader.finish());
    EXPECT_EQ(envelopes, 4U);
  }
  EXPECT_EQ(collect().taken, 4U);
  EXPECT_EQ(must(read(*b_, content)), bytes);
}

TEST_F(Contents, AFileThatEndsInTheMiddleGivesWhatIsWhole) {
  const auto used = [](BytesView bytes, std::size_t step) {
    std::vector<Bytes> out;
    EnvelopeFile reader([&](BytesView one) -> Result<void> {
      out.push_back(to_bytes(one));
      return {};
    });
    Result<void> done;
    for (std::size_t at = 0; at < bytes.size() && done; at += step) done = reader.feed(bytes.subspan(at, std::min(step, bytes.size() - at)));
    if (done) done = reader.finish();
    return std::pair(out, done ? std::optional<ErrorCode>() : done.error().code);
  };
  const Bytes one(300, 1);
  const Bytes two(5000, 2);
  Bytes both = frame(one);
  const Bytes second = frame(two);
  both.insert(both.end(), second.begin(), second.end());
  EXPECT_EQ(both.size(), framed_size(300) + framed_size(5000));
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, std::size_t{10'000}}) {
    EXPECT_EQ(used(both, step), std::pair(std::vector<Bytes>({one, two}), std::optional<ErrorCode>()));
    EXPECT_EQ(used(BytesView(both).first(both.size() - 1), step), std::pair(std::vector<Bytes>({one}), std::optional(ErrorCode::invalid_input)));
    EXPECT_EQ(used(BytesView(both).first(3), step), std::pair(std::vector<Bytes>(), std::optional(ErrorCode::invalid_input)));
    // A bare envelope is one; its first byte tells.
    EXPECT_EQ(used(one, step), std::pair(std::vector<Bytes>({one}), std::optional<ErrorCode>()));
    Bytes garbage = frame(one);
    garbage.push_back(9);
    EXPECT_EQ(used(garbage, step), std::pair(std::vector<Bytes>({one}), std::optional(ErrorCode::damaged)));
    EXPECT_EQ(used(frame({}), step).second, ErrorCode::damaged);
    EXPECT_EQ(used(frame(Bytes(kLongestEnvelope + 1, 1)), 1'000'000).second, ErrorCode::too_large);
    EXPECT_EQ(used(Bytes(kLongestEnvelope + 1, 1), 1'000'000).second, ErrorCode::too_large);
  }
}

}  // namespace
}  // namespace arasha::exchange
