// Figures for whoever leads the house, from the cards of cases (docs/oversight.md). Pure. One function says which figures a
// case belongs to; the page counts its answers, and the list behind a figure keeps the cases for which it answers that
// figure. So a figure and its list are always the same cases.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "arasha/cards.pb.h"
#include "base/time.h"

namespace arasha::casework {

// Days as yyyy-mm-dd, both ends included.
struct FigureQuestion {
  std::string from;
  std::string until;
  std::string today;
};

// A figure by its key: its name and what it is split by, with slashes.
//   open/OWNER immediate/OWNER possible/OWNER risk/OWNER   open cases by member id ("-": nobody's); number 1
//   time/assessment time/plan time/closure time/whole      number: days; by the day on which the span ended
//   overdue/KIND                                           number: how many of that kind are late
//   person/new person/assisted                             first contact in the period; a service in its months
//   person/STATUS                                          a body decided so in the period (identification_status)
//   service/KIND, funding/PAYER, service/KIND/PAYER        number: services in the months of the period
//   follow/MONTHS/STATE                                    follow-ups due in the period; STATE: time, late, lost, open
struct FigureHit {
  std::string key;
  int number = 1;
};
std::vector<FigureHit> figures_of(const CaseCard& card, const FigureQuestion& question);
// The late ones among things that are to be done.
void add_overdue(const google::protobuf::RepeatedPtrField<Due>& dues, const std::string& today, std::vector<FigureHit>& out);

struct Spread {
  std::vector<int> days;
  std::size_t n() const { return days.size(); }
  // By rank: the smallest number that at least half, or nine in ten, do not exceed. Only where n() > 0.
  int median() const { return at(50); }
  int ninetieth() const { return at(90); }
  int at(int percent) const;
};

struct FigureSums {
  std::map<std::string, std::uint64_t> cases;    // by key: how many cases
  std::map<std::string, std::uint64_t> numbers;  // by key: their numbers together
  std::map<std::string, Spread> spans;           // of time/…
  void take(const std::vector<FigureHit>& hits);
  std::uint64_t of(const std::string& key) const;
  std::uint64_t sum(const std::string& key) const;
};

inline constexpr int kFollowUpMonths[] = {1, 3, 6, 12};
inline constexpr int kFollowUpGrace = 14;  // days after its day in which a follow-up still is in time

// The same day so many months later, or the last day of that month.
Date months_later(Date day, int months);

}  // namespace arasha::casework
