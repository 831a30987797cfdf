#include "store/writer.h"

#include <algorithm>

namespace arasha::store {

// Whoever got an answer passes the word on to the next of the batch, so that the writer wakes one thread and goes on to
// the next batch, instead of standing aside for each of those that it woke.
struct Writer::Waiting {
  const Work* work = nullptr;
  Result<void> answer;
  Waiting* next = nullptr;  // of the same batch
  bool done = false;
  std::mutex mutex;
  std::condition_variable finished;

  // Under the lock: the waiter owns the object and may destroy it as soon as it sees `done`.
  void finish() {
    const std::scoped_lock lock(mutex);
    done = true;
    finished.notify_one();
  }
};

Writer::Writer(Store& store, Work after, std::size_t queue_limit, std::function<void()> before)
    : store_(store), after_(std::move(after)), before_(std::move(before)), queue_limit_(queue_limit), thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

Result<void> Writer::submit(const Work& work) {
  Waiting waiting;
  waiting.work = &work;
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || queue_.size() >= queue_limit_) {
      return Error(ErrorCode::busy, "The server has too much to do at this moment. Wait a little and try again.");
    }
    queue_.push_back(&waiting);
    // Under the lock: once the answer is there, the writer may be gone.
    arrived_.notify_one();
  }
  {
    std::unique_lock lock(waiting.mutex);
    waiting.finished.wait(lock, [&] { return waiting.done; });
  }
  if (waiting.next != nullptr) waiting.next->finish();
  return std::move(waiting.answer);
}

std::size_t Writer::waiting() const {
  const std::scoped_lock lock(mutex_);
  return queue_.size();
}

std::vector<Result<void>> Writer::write(const std::vector<const Work*>& works) {
  try {
    if (before_) before_();
    return store_.write_all(works, after_);
  } catch (const std::exception& e) {
    // Whoever waits must be answered, and the thread must live for those who come.
    return std::vector<Result<void>>(
        works.size(), Error(ErrorCode::internal, "Something went wrong. Nothing was saved.", {}, e.what()));
  }
}

void Writer::run() {
  while (true) {
    std::vector<Waiting*> batch;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t count = std::min(queue_.size(), kBatchLimit);
      batch.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::vector<const Work*> works;
    works.reserve(batch.size());
    for (const Waiting* waiting : batch) works.push_back(waiting->work);
    std::vector<Result<void>> answers = write(works);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch[i]->answer = std::move(answers[i]);
      if (i + 1 < batch.size()) batch[i]->next = batch[i + 1];
    }
    batch.front()->finish();
  }
}

}  // namespace arasha::store
