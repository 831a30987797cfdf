// Opens many cards on all cores while the calling thread reads the next ones. Inside the room only.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <thread>

#include "vault/vault.h"

namespace arasha::vault {

enum class CardState : std::uint8_t { closed, opened, refused };

// The thread that calls `take` reads, helps to open, and alone calls `use`. Helpers start with the first full batch,
// take whole batches from a short queue, and are joined when the walk goes, whatever happened.
class CardWalk {
 public:
  using Open = std::function<CardState(const store::GrantedCard& row, Bytes& content)>;  // from any thread

  CardWalk(Open open, const CardUse& use);
  ~CardWalk();
  CardWalk(const CardWalk&) = delete;
  CardWalk& operator=(const CardWalk&) = delete;

  Result<void> take(const store::GrantedCard& row);
  Result<void> finish();  // after the last row
  const CardCount& count() const { return count_; }

 private:
  struct Batch;
  using Batches = std::deque<std::unique_ptr<Batch>>;

  void start_helpers();
  void help();
  void open(Batch& batch) const noexcept;
  Result<void> deliver(std::unique_ptr<Batch> batch);
  Result<void> deliver_opened();
  std::unique_ptr<Batch> next(Batches& from);

  Open open_;
  const CardUse& use_;
  CardCount count_;
  std::unique_ptr<Batch> filling_;
  std::vector<std::unique_ptr<Batch>> spare_;
  std::vector<std::thread> helpers_;

  std::mutex mutex_;
  std::condition_variable changed_;
  Batches waiting_;
  Batches opened_;
  std::size_t in_hand_ = 0;  // with helpers
  bool stopping_ = false;
};

}  // namespace arasha::vault
