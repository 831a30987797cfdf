#include "vault/card_walk.h"

#include <algorithm>
#include <array>

namespace arasha::vault {
namespace {

constexpr std::size_t kBatch = 64;        // rows
constexpr std::size_t kWaitingLimit = 6;  // batches
constexpr unsigned kMostHelpers = 3;

}  // namespace

struct CardWalk::Batch {
  std::vector<store::GrantedCard> rows{kBatch};
  std::vector<Bytes> contents{kBatch};
  std::array<CardState, kBatch> states{};
  std::size_t count = 0;
  std::exception_ptr failed;
};

CardWalk::CardWalk(Open open, const CardUse& use) : open_(std::move(open)), use_(use) {}

CardWalk::~CardWalk() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
  for (Batches* batches : {&waiting_, &opened_}) {
    for (auto& batch : *batches) {
      for (Bytes& content : batch->contents) crypto::wipe(content);
    }
  }
}

void CardWalk::start_helpers() {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 1; i < std::min(cores, kMostHelpers + 1); ++i) helpers_.emplace_back([this] { help(); });
}

void CardWalk::help() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    std::unique_ptr<Batch> batch = std::move(waiting_.front());
    waiting_.pop_front();
    ++in_hand_;
    lock.unlock();
    open(*batch);
    lock.lock();
    opened_.push_back(std::move(batch));
    --in_hand_;
    changed_.notify_all();
  }
}

void CardWalk::open(Batch& batch) const noexcept {
  try {
    for (std::size_t i = 0; i < batch.count; ++i) batch.states.at(i) = open_(batch.rows[i], batch.contents[i]);
  } catch (...) {
    batch.failed = std::current_exception();
  }
}

Result<void> CardWalk::deliver(std::unique_ptr<Batch> batch) {
  if (batch->failed) std::rethrow_exception(batch->failed);
  Result<void> answer;
  for (std::size_t i = 0; i < batch->count; ++i) {
    if (batch->states.at(i) == CardState::refused) ++count_.refused;
    if (batch->states.at(i) != CardState::opened) continue;
    ++count_.opened;
    const store::CardRow& card = batch->rows[i].card;
    if (answer) answer = use_(card.file, card.seq, batch->contents[i]);
    crypto::wipe(batch->contents[i]);
  }
  batch->count = 0;
  spare_.push_back(std::move(batch));
  return answer;
}

std::unique_ptr<CardWalk::Batch> CardWalk::next(Batches& from) {
  const std::scoped_lock lock(mutex_);
  if (from.empty()) return nullptr;
  std::unique_ptr<Batch> batch = std::move(from.front());
  from.pop_front();
  return batch;
}

Result<void> CardWalk::deliver_opened() {
  while (auto batch = next(opened_)) TRY_VOID(deliver(std::move(batch)));
  return {};
}

Result<void> CardWalk::take(const store::GrantedCard& row) {
  if (!filling_) {
    if (spare_.empty()) spare_.push_back(std::make_unique<Batch>());
    filling_ = std::move(spare_.back());
    spare_.pop_back();
  }
  filling_->rows[filling_->count++] = row;
  if (filling_->count < kBatch) return {};
  if (helpers_.empty()) start_helpers();
  bool too_many = false;
  {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(filling_));
    too_many = waiting_.size() > kWaitingLimit || helpers_.empty();
  }
  changed_.notify_one();
  TRY_VOID(deliver_opened());
  if (!too_many) return {};
  if (auto batch = next(waiting_)) {
    open(*batch);
    TRY_VOID(deliver(std::move(batch)));
  }
  return {};
}

Result<void> CardWalk::finish() {
  while (auto batch = next(waiting_)) {
    open(*batch);
    TRY_VOID(deliver(std::move(batch)));
    TRY_VOID(deliver_opened());
  }
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return in_hand_ == 0; });
  }
  TRY_VOID(deliver_opened());
  if (!filling_) return {};
  open(*filling_);
  return deliver(std::move(filling_));
}

}  // namespace arasha::vault
