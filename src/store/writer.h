// Group commit: many threads submit work, one thread writes it in few durable transactions.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "store/store.h"

namespace arasha::store {

// Owns its thread; the destructor finishes what was submitted and joins it. The store must outlive it.
class Writer {
 public:
  static constexpr std::size_t kQueueLimit = 4096;
  static constexpr std::size_t kBatchLimit = 256;

  // In the writer's thread: `after` runs once in each transaction, after its works; `before` (may be empty) before it.
  Writer(Store& store, Work after, std::size_t queue_limit = kQueueLimit, std::function<void()> before = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Blocks until the work is durable or has failed. `busy` when the queue is full.
  Result<void> submit(const Work& work);
  // How many wait for the next transaction at this moment.
  std::size_t waiting() const;

 private:
  struct Waiting;
  void run();
  std::vector<Result<void>> write(const std::vector<const Work*>& works);
  Store& store_;
  Work after_;
  std::function<void()> before_;
  const std::size_t queue_limit_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Waiting*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace arasha::store
