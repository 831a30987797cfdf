#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace arasha {
namespace {

std::atomic<unsigned> helpers_at_work{0};

unsigned most_helpers() {
  static const unsigned most = std::min(std::max(1U, std::thread::hardware_concurrency()) - 1, 3U);
  return most;
}

// A place among the helpers; given back when it goes.
class Place {
 public:
  Place() : taken_(helpers_at_work.fetch_add(1) < most_helpers()) {
    if (!taken_) helpers_at_work.fetch_sub(1);
  }
  ~Place() {
    if (taken_) helpers_at_work.fetch_sub(1);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  bool is_taken() const { return taken_; }

 private:
  bool taken_;
};

// The numbers are given out in blocks; the first failure by number is kept.
class Work {
 public:
  Work(std::size_t count, std::size_t block, const std::function<Result<void>(std::size_t)>& work)
      : count_(count), block_(block), work_(work) {}

  void run() noexcept {
    while (!stopped_) {
      const std::size_t first = next_.fetch_add(block_);
      if (first >= count_) return;
      for (std::size_t i = first; i < std::min(count_, first + block_); ++i) {
        if (!run_one(i)) return;
      }
    }
  }
  Result<void> answer() {
    if (exception_) std::rethrow_exception(exception_);
    if (error_) return *error_;
    return {};
  }

 private:
  bool run_one(std::size_t i) noexcept {
    try {
      auto done = work_(i);
      if (done) return true;
      const std::scoped_lock lock(mutex_);
      if (!error_ || i < failed_at_) error_ = done.error();
      failed_at_ = std::min(failed_at_, i);
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      exception_ = std::current_exception();
    }
    stopped_ = true;
    return false;
  }

  std::size_t count_;
  std::size_t block_;
  const std::function<Result<void>(std::size_t)>& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::size_t failed_at_ = static_cast<std::size_t>(-1);
  std::optional<Error> error_;
  std::exception_ptr exception_;
};

}  // namespace

Result<void> each_in_parallel(std::size_t count, std::size_t share, const std::function<Result<void>(std::size_t)>& work) {
  Work all(count, std::max<std::size_t>(1, share / 4), work);
  struct Helper {
    Place place;
    std::thread thread;
    ~Helper() {
      if (thread.joinable()) thread.join();
    }
  };
  {
    std::vector<std::unique_ptr<Helper>> helpers;
    for (std::size_t left = count; left >= 2 * share && helpers.size() < most_helpers(); left -= share) {
      auto helper = std::make_unique<Helper>();
      if (!helper->place.is_taken()) break;
      helper->thread = std::thread([&all] { all.run(); });
      helpers.push_back(std::move(helper));
    }
    all.run();
  }
  return all.answer();
}

}  // namespace arasha
