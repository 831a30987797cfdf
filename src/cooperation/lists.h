// What lists, dues and tables show, chosen and sorted from the cards. Pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arasha/cooperation.pb.h"
#include "base/id.h"
#include "base/time.h"

namespace arasha::cooperation {

using Cards = std::vector<std::pair<FileId, CooperationCard>>;

// --- Agreements

enum class Validity { ended, over, prolonged, runs_out, valid, without_end, not_yet };
struct AgreementRow {
  FileId file;
  const CooperationCard* card = nullptr;
  Validity validity = Validity::valid;
  std::optional<int> days;  // until it is over; negative: since
};
inline constexpr int kRunsOutDays = 60;  // from then on it is noticed
Validity validity_of(const CooperationCard& card, Date today);
// What needs somebody first: over, running out, prolonged by itself, then by the day of the end; ended ones last.
std::vector<AgreementRow> agreement_rows(const Cards& cards, Date today);

// --- Commissions

struct CommissionRow {
  FileId file;
  const CooperationCard* card = nullptr;
  const CooperationCard::Session* next = nullptr;  // the next planned meeting, or null
  const CooperationCard::Session* last = nullptr;  // the last one that was held, or null
  std::size_t open = 0;
  std::size_t late = 0;
};
// By the day of the next meeting; without one last.
std::vector<CommissionRow> commission_rows(const Cards& cards, Date today);

// --- Decisions and actions

struct WorkRow {
  FileId file;
  const CooperationCard* card = nullptr;
  const CooperationCard::Work* work = nullptr;
  bool is_open = false;
  std::optional<int> days;  // of an open one, until it is due; negative: late
  bool is_late() const { return is_open && days && *days < 0; }
};
// Empty conditions ask for nothing.
struct WorkQuery {
  std::string state = {};   // open, late, done, dropped
  std::string body = {};
  std::string level = {};   // of the commission
  std::string kind = {};    // decision, action
  std::string file = {};    // of one commission or report
  std::string of = {};      // of one meeting or recommendation: its first version
  std::string year = {};    // of the meeting, of the report
  std::string member = {};  // id in letters
};
// By the risk of being late: the longest late first, then by day, then what has no day, then what is over, newest first.
std::vector<WorkRow> work_rows(const Cards& cards, const WorkQuery& query, Date today);
// What the filters offer.
std::vector<std::string> bodies_in(const Cards& cards);
std::vector<std::string> years_in(const Cards& cards);

// --- Recommendations

struct AimRow {
  FileId file;
  const CooperationCard* card = nullptr;
  const CooperationCard::Aim* aim = nullptr;
  std::size_t actions = 0;
  std::size_t done = 0;
  std::size_t dropped = 0;
  std::size_t late = 0;
  std::size_t evidence = 0;
};
// Newest reports first, in the order in which they were written.
std::vector<AimRow> aim_rows(const Cards& cards, Date today);

// --- Days ahead, for the calendar file

struct DayAhead {
  Date day;
  std::size_t meetings = 0;
  std::size_t due = 0;       // decisions and actions
  std::size_t run_out = 0;   // agreements, and protocols to be looked at again
};
// From today on, each day once.
std::vector<DayAhead> days_ahead(const Cards& cards, Date today);

}  // namespace arasha::cooperation
