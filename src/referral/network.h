// Who refers to whom, how long answers take, where people wait: counted over the conversations. Pure.
//
// Small numbers tell of single persons: counts from one to four are shown as such, and times only of five answers and more.
#pragma once

#include <map>

#include "referral/state.h"

namespace arasha::referral {

inline constexpr int kSmallest = 5;

struct Flow {
  std::string partner;     // its name
  bool ours = false;       // we refer; else the partner does
  int sent = 0;
  int accepted = 0;        // with those that are in progress or done
  int declined = 0;
  int done = 0;            // with feedback of what came of it
  int waiting = 0;         // no answer yet
  int late = 0;            // of these: over the day that was asked for
  int lost = 0;            // taken back, came too late, or closed without an answer
  std::vector<std::int64_t> answers;  // milliseconds from sending to the answer, ascending
};

class Network {
 public:
  explicit Network(Date today, std::int64_t since = 0) : today_(today), since_(since) {}
  void add(const ThreadCard& card);  // referrals count, begun at `since` (milliseconds) or later
  // The most first.
  std::vector<Flow> flows() const;

 private:
  Date today_;
  std::int64_t since_;
  std::map<std::pair<std::string, bool>, Flow> flows_;
};

// "0", "1–4", "17".
std::string shown_count(int count);
// The middle one; none for fewer than five.
std::optional<std::int64_t> median(const std::vector<std::int64_t>& sorted);

}  // namespace arasha::referral
