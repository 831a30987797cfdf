#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace arasha {
namespace {

TEST(Parallel, does_each_once) {
  for (const std::size_t count : {0U, 1U, 7U, 64U, 1000U}) {
    std::vector<std::atomic<int>> done(count);
    EXPECT_TRUE(each_in_parallel(count, 16, [&](std::size_t i) -> Result<void> {
      ++done[i];
      return {};
    }).is_ok());
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(done[i], 1) << i << " of " << count;
  }
}

TEST(Parallel, answers_the_error) {
  const auto answer = each_in_parallel(1000, 16, [](std::size_t i) -> Result<void> {
    if (i == 500) return Error(ErrorCode::damaged, "This one.");
    return {};
  });
  ASSERT_FALSE(answer.is_ok());
  EXPECT_STREQ(answer.error().text, "This one.");
}

TEST(Parallel, throws_on_what_the_work_throws_and_works_again) {
  const auto broken = [](std::size_t i) -> Result<void> {
    if (i == 3) throw std::runtime_error("broken");
    return {};
  };
  EXPECT_THROW(static_cast<void>(each_in_parallel(1000, 16, broken)), std::runtime_error);
  EXPECT_TRUE(each_in_parallel(1000, 16, [](std::size_t) -> Result<void> { return {}; }).is_ok());
}

TEST(Parallel, serves_many_callers_at_once) {
  std::atomic<std::size_t> done{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        EXPECT_TRUE(each_in_parallel(200, 16, [&](std::size_t) -> Result<void> {
          ++done;
          return {};
        }).is_ok());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done, 8U * 20U * 200U);
}

}  // namespace
}  // namespace arasha
