#include "store/writer.h"

#include <atomic>
#include <latch>
#include <stdexcept>

#include "store/room.h"
#include "store/sqlite.h"

namespace arasha::store {
namespace {

class WriterTest : public ::testing::Test {
 protected:
  Folder folder_;
  std::unique_ptr<Store> store_ = must(open_sqlite(folder_ / "data", OpenMode::create));
};

// Holds the writer's thread inside a work until it is let go.
struct Gate {
  std::latch inside{1};
  std::latch open{1};
  Work work() {
    return [this](Transaction&) -> Result<void> {
      inside.count_down();
      open.wait();
      return {};
    };
  }
};

TEST_F(WriterTest, GathersThoseWhoWaitIntoOneTransaction) {
  std::atomic<int> transactions = 0;
  Writer writer(*store_, [&](Transaction&) -> Result<void> {
    ++transactions;
    return {};
  });
  Gate gate;
  std::thread first([&] { must(writer.submit(gate.work())); });
  gate.inside.wait();
  std::vector<std::thread> others;
  for (int i = 0; i < 20; ++i) {
    others.emplace_back([&, i] { must(writer.submit([&](Transaction& t) { return t.put_setting(std::to_string(i), view("x")); })); });
  }
  while (writer.waiting() < 20) std::this_thread::yield();
  gate.open.count_down();
  first.join();
  for (auto& other : others) other.join();
  EXPECT_EQ(transactions, 2);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(must(store_->setting(std::to_string(i))).has_value());
}

TEST_F(WriterTest, AnswersBusyWhenTooManyWaitAndLosesNobody) {
  constexpr std::size_t kLimit = 3;
  Writer writer(*store_, nothing, kLimit);
  Gate gate;
  std::thread first([&] { must(writer.submit(gate.work())); });
  gate.inside.wait();
  std::vector<std::thread> others;
  for (std::size_t i = 0; i < kLimit; ++i) others.emplace_back([&] { must(writer.submit(nothing)); });
  while (writer.waiting() < kLimit) std::this_thread::yield();
  expect_error(writer.submit(nothing), ErrorCode::busy);
  gate.open.count_down();
  first.join();
  for (auto& other : others) other.join();
  must(writer.submit(nothing));
}

TEST_F(WriterTest, FinishesWhatWasSubmittedBeforeItGoes) {
  auto writer = std::make_unique<Writer>(*store_, nothing);
  Gate gate;
  std::thread first([&, raw = writer.get()] { must(raw->submit(gate.work())); });
  gate.inside.wait();
  std::vector<std::thread> others;
  for (int i = 0; i < 10; ++i) {
    others.emplace_back([&, i, raw = writer.get()] {
      must(raw->submit([&](Transaction& t) { return t.put_setting(std::to_string(i), view("x")); }));
    });
  }
  while (writer->waiting() < 10) std::this_thread::yield();
  std::thread going([&] { writer.reset(); });
  gate.open.count_down();
  going.join();
  first.join();
  for (auto& other : others) other.join();
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(must(store_->setting(std::to_string(i))).has_value());
}

TEST_F(WriterTest, AFailureOfTheLastWorkReachesEverybodyAndTheNextBatchGoesOn) {
  std::atomic<bool> fail = true;
  Writer writer(*store_, [&](Transaction&) -> Result<void> {
    if (fail) return Error(ErrorCode::damaged, "The ledger does not fit.");
    return {};
  });
  const Work work = [](Transaction& t) { return t.put_setting("name", view("x")); };
  expect_error(writer.submit(work), ErrorCode::damaged);
  EXPECT_FALSE(must(store_->setting("name")).has_value());
  fail = false;
  must(writer.submit(work));
  EXPECT_TRUE(must(store_->setting("name")).has_value());
}

TEST_F(WriterTest, AWorkThatThrowsIsAnsweredAndTheThreadLives) {
  Writer writer(*store_, nothing);
  expect_error(writer.submit([](Transaction&) -> Result<void> { throw std::runtime_error("a bug"); }), ErrorCode::internal);
  must(writer.submit(nothing));
}

}  // namespace
}  // namespace arasha::store
