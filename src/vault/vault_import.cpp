// Imports: many files in one transaction. Two threads seal and sign while the calling thread writes.
#include <condition_variable>
#include <deque>
#include <exception>
#include <thread>

#include "vault/prepared.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::size_t kBatch = 32;        // changes
constexpr std::size_t kWaitingLimit = 8;  // batches that wait to be written
constexpr unsigned kPreparers = 2;

}  // namespace

class Vault::Importing {
 public:
  Importing(const Vault& vault, const Keyring& by, const Directory& state, const NextChange& next)
      : vault_(vault), by_(by), state_(state), next_(next) {
    for (unsigned i = 0; i < kPreparers; ++i) threads_.emplace_back([this] { run(); });
  }
  ~Importing() {
    {
      const std::scoped_lock lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Importing(const Importing&) = delete;
  Importing& operator=(const Importing&) = delete;

  // The next batch to write; empty at the end.
  Result<std::vector<Prepared>> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty() || working_ == 0 || failed_ || thrown_; });
    if (thrown_) std::rethrow_exception(thrown_);
    if (failed_) return *failed_;
    std::vector<Prepared> out;
    if (ready_.empty()) return out;
    out = std::move(ready_.front());
    ready_.pop_front();
    changed_.notify_all();
    return out;
  }

 private:
  void run() {
    try {
      while (prepare_batch()) {
      }
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    --working_;
    changed_.notify_all();
  }

  // False at the end of the source, after a failure, and when nobody wants more.
  bool prepare_batch() {
    std::vector<FileChange> changes;
    bool more = pull(changes);
    std::vector<Prepared> prepared;
    prepared.reserve(changes.size());
    for (const FileChange& change : changes) {
      auto one = vault_.prepare(by_, state_, change);
      if (!one) return fail(std::move(one).error());
      prepared.push_back(std::move(*one));
    }
    if (prepared.empty()) return more;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || failed_ || ready_.size() < kWaitingLimit; });
    if (stopping_ || failed_) return false;
    ready_.push_back(std::move(prepared));
    changed_.notify_all();
    return more;
  }

  bool pull(std::vector<FileChange>& changes) {
    const std::scoped_lock lock(source_);
    while (!ended_ && changes.size() < kBatch) {
      auto change = next_();
      if (!change) {
        ended_ = true;
        return fail(std::move(change).error());
      }
      if (!*change) ended_ = true;
      else changes.push_back(std::move(**change));
    }
    return !ended_;
  }

  bool fail(Error error) {
    const std::scoped_lock lock(mutex_);
    if (!failed_) failed_ = std::move(error);
    changed_.notify_all();
    return false;
  }

  const Vault& vault_;
  const Keyring& by_;
  const Directory& state_;
  const NextChange& next_;
  std::mutex source_;
  bool ended_ = false;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<Prepared>> ready_;
  std::optional<Error> failed_;
  std::exception_ptr thrown_;
  unsigned working_ = kPreparers;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

Result<std::uint64_t> Vault::append_all(const Keyring& by, const NextChange& next,
                                        const std::function<void(std::uint64_t)>& progress) {
  const auto state = directory();
  TRY_VOID(check_may_write(by, *state));
  std::uint64_t files = 0;
  TRY_VOID(store_->write([&](store::Transaction& transaction) -> Result<void> {
    TRY_VOID(check_chain_stands(transaction, *state));
    Importing importing(*this, by, *state, next);
    std::vector<Move> moves;
    while (true) {
      TRY(batch, importing.take());
      if (batch.empty()) break;
      for (const Prepared& one : batch) {
        TRY_VOID(one.write(transaction));
        moves.push_back(one.move());
      }
      files += batch.size();
      if (moves.size() >= kMovesInLeaf) {
        TRY_VOID(add_moves(transaction, moves));
        moves.clear();
      }
      if (progress) progress(files);
    }
    return add_moves(transaction, moves);
  }));
  return files;
}

}  // namespace arasha::vault
