// Two organisations compare 10,000 persons each without telling one another whom: both sides in this process, a thread each, with
// all that goes over the line as bytes. The baseline is the same question asked openly, with a set of the same tokens.
// ARASHA_BENCH_PEOPLE sets another number. Floor: 60 s (docs/performance.md).
#include <fmt/format.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "comparison/session.h"
#include "organization.h"
#include "people.h"

namespace {

using namespace arasha;
using namespace arasha::comparison;
using bench::Measure;
using bench::must;

std::size_t people_wanted() {
  const char* set = std::getenv("ARASHA_BENCH_PEOPLE");
  return set == nullptr ? 10'000 : std::strtoull(set, nullptr, 10);
}

// One way of the line.
class Line {
 public:
  void put(Bytes message) {
    const std::scoped_lock lock(mutex_);
    bytes_ += message.size();
    ++messages_;
    waiting_.push_back(std::move(message));
    came_.notify_one();
  }
  Bytes get() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [&] { return !waiting_.empty(); });
    Bytes out = std::move(waiting_.front());
    waiting_.pop_front();
    return out;
  }
  std::size_t bytes() const { return bytes_; }
  std::size_t messages() const { return messages_; }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<Bytes> waiting_;
  std::size_t bytes_ = 0;
  std::size_t messages_ = 0;
};

Outcome one_side(Side side, const std::vector<PersonCard>& people, RunId run, Line& in, Line& out) {
  const auto us = OrganizationId::from_array({1});
  const auto them = OrganizationId::from_array({2});
  std::vector<std::vector<Token>> tokens;
  tokens.reserve(people.size());
  for (const PersonCard& one : people) tokens.push_back(tokens_of(one, side));
  const bool is_starter = side == Side::starter;
  Session session = must(Session::make({run, is_starter ? us : them, is_starter ? them : us, side, points_for(static_cast<std::uint32_t>(people.size()))}, tokens,
                                       crypto::random_key()));
  for (;;) {
    for (Bytes& message : session.take()) out.put(std::move(message));
    if (session.state() != State::waiting) break;
    session.feed(in.get());
  }
  if (session.state() != State::finished) {
    fmt::print(stderr, "refused: {}\n", refusal_code(session.refusal()));
    std::exit(1);
  }
  return session.outcome();
}

struct HashOf {
  std::size_t operator()(const Token& token) const {
    std::size_t out = 0;
    std::memcpy(&out, token.data(), sizeof out);
    return out;
  }
};

std::size_t openly(const std::vector<PersonCard>& ours, const std::vector<PersonCard>& theirs) {
  std::unordered_set<Token, HashOf> there;
  for (const PersonCard& one : theirs) {
    for (const Token& token : tokens_of(one, Side::answerer)) there.insert(token);
  }
  std::size_t out = 0;
  for (const PersonCard& one : ours) {
    const auto tokens = tokens_of(one, Side::starter);
    out += std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return there.contains(token); }) ? 1U : 0U;
  }
  return out;
}

}  // namespace

int main() {
  must(crypto::initialize());
  const std::size_t count = people_wanted();
  bench::People source;
  std::vector<PersonCard> ours, theirs;
  for (std::size_t i = 0; i < count; ++i) {
    const bench::Person person = source.next();
    auto& chance = source.chance();
    PersonCard card;
    card.add_names(person.stored);
    card.set_birth_date(fmt::format("{}-{:02}-{:02}", 1960 + chance.below(50), 1 + chance.below(12), 1 + chance.below(28)));
    if (chance.below(10) < 6) card.set_document_number(fmt::format("N{:08}", chance.below(100'000'000)));
    ours.push_back(card);
    // One in five is known to both; the other one wrote her name down in the other script, with two slips.
    PersonCard other = card;
    if (i % 5 == 0) {
      other.set_names(0, source.hard(person));
      other.clear_document_number();
    } else {
      other.set_names(0, source.next().stored);
      other.set_birth_date(fmt::format("{}-{:02}-{:02}", 1960 + chance.below(50), 1 + chance.below(12), 1 + chance.below(28)));
      other.set_document_number(fmt::format("N{:08}", chance.below(100'000'000)));
    }
    theirs.push_back(other);
  }

  const Measure open;
  const std::size_t plainly = openly(ours, theirs);
  const double open_seconds = open.seconds();

  const Measure both;
  Line to_starter, to_answerer;
  const RunId run = crypto::random_id<RunId>();
  Outcome answered;
  std::thread answerer([&] { answered = one_side(Side::answerer, theirs, run, to_answerer, to_starter); });
  const Outcome began = one_side(Side::starter, ours, run, to_starter, to_answerer);
  answerer.join();
  const double seconds = both.seconds();

  fmt::print("{} against {} persons, {} and {} points\n", count, count, began.own_points, answered.own_points);
  fmt::print("  {:44} {:8.2f} s   processor {:.2f} s, both sides, tokens included\n", "private comparison", seconds, both.processor_seconds());
  fmt::print("  {:44} {:8.2f} MB  {:.2f} MB there in {} messages, {:.2f} MB back in {}\n", "over the line",
             static_cast<double>(to_answerer.bytes() + to_starter.bytes()) / 1e6, static_cast<double>(to_answerer.bytes()) / 1e6, to_answerer.messages(),
             static_cast<double>(to_starter.bytes()) / 1e6, to_starter.messages());
  fmt::print("  {:44} {:8.2f} MB\n", "memory, most ever", Measure::peak_megabytes());
  fmt::print("  {:44} {:8}     and {} of the other's\n", "own persons who may be known there", began.concerned.size(), answered.concerned.size());
  fmt::print("  {:44} {:8.2f} s   {} persons: {}\n", "baseline: openly, a set of the same tokens", open_seconds, plainly,
             plainly == began.concerned.size() ? "the same" : "NOT THE SAME");
  return plainly == began.concerned.size() ? 0 : 1;
}
