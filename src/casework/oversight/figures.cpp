#include "casework/oversight/figures.h"

#include <algorithm>
#include <set>

namespace arasha::casework {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

bool is_within(const std::string& day, const FigureQuestion& question) { return day.size() == 10 && question.from <= day && day <= question.until; }

void add_span(const char* key, const std::string& from, const std::string& until, const FigureQuestion& question, std::vector<FigureHit>& out) {
  const auto first = date_from_iso(from);
  const auto last = date_from_iso(until);
  // A span that ends before it begins says that one of the dates is wrong: it is no time that anything took.
  if (!first || !last || *last < *first || !is_within(until, question)) return;
  out.push_back({key, static_cast<int>((sys_days(*last) - sys_days(*first)).count())});
}

void add_caseload(const CaseCard& card, std::vector<FigureHit>& out) {
  if (card.state() == "closed") return;
  const std::string owner = card.owner().empty() ? "-" : card.owner();
  out.push_back({"open/" + owner, 1});
  if (card.danger() == "immediate" || card.danger() == "possible") out.push_back({card.danger() + "/" + owner, 1});
  if (card.risk() == "high" || card.risk() == "critical") out.push_back({"risk/" + owner, 1});
}

void add_services(const CaseCard& card, const FigureQuestion& question, std::vector<FigureHit>& out) {
  std::map<std::string, int> sums;
  for (const ServiceSum& sum : card.given()) {
    // Months: a period that begins or ends within one takes it whole.
    if (sum.month() < question.from.substr(0, 7) || sum.month() > question.until.substr(0, 7)) continue;
    const std::string funding = sum.funding().empty() ? "-" : sum.funding();
    const std::string kind = sum.kind().empty() ? "-" : sum.kind();
    for (const std::string& key : {"service/" + kind, "funding/" + funding, "service/" + kind + "/" + funding}) sums[key] += static_cast<int>(sum.count());
  }
  for (const auto& [key, number] : sums) out.push_back({key, number});
}

// Who was helped, who was identified by whom, and who was recognised in a criminal case: one never stands for another. A case
// counts once for each, however often the same was decided.
void add_persons(const CaseCard& card, const FigureQuestion& question, std::vector<FigureHit>& out) {
  std::set<std::string> keys;
  if (is_within(card.opened(), question)) keys.insert("new");
  for (const ServiceSum& sum : card.given()) {
    if (question.from.substr(0, 7) <= sum.month() && sum.month() <= question.until.substr(0, 7)) keys.insert("assisted");
  }
  for (const Finding& finding : card.findings()) {
    if (is_within(finding.date(), question)) keys.insert(finding.status());
  }
  for (const std::string& key : keys) out.push_back({"person/" + key, 1});
}

bool reached(const FollowUpSum& one) { return one.reached() == "yes" || one.reached() == "relative"; }

// What became of the follow-up of that month; empty: it is not due yet. A contact counts for the month that it is nearest to.
std::string state_of(const CaseCard& card, Date due, const std::string& first, const std::string& last, const std::string& today) {
  const std::string in_time = to_iso(Date(sys_days(due) + days(kFollowUpGrace)));
  bool given_up = false;
  std::string when;
  for (const FollowUpSum& one : card.followed_up()) {
    if (one.date() < first || one.date() >= last || one.date() > today) continue;
    if (reached(one) && (when.empty() || one.date() < when)) when = one.date();
    if (one.reached() == "lost" || one.reached() == "declined") given_up = true;
  }
  if (!when.empty()) return when <= in_time ? "time" : "late";
  if (given_up || last <= today) return "lost";
  if (to_iso(due) > today) return "";
  return "open";
}

void add_follow_ups(const CaseCard& card, const FigureQuestion& question, std::vector<FigureHit>& out) {
  const std::string since = !card.arrival().empty() ? card.arrival() : card.state() == "closed" ? card.closed() : std::string();
  const auto base = date_from_iso(since);
  if (!base) return;
  std::string first = since;
  for (std::size_t i = 0; i < std::size(kFollowUpMonths); ++i) {
    const Date due = months_later(*base, kFollowUpMonths[i]);
    const Date next = i + 1 < std::size(kFollowUpMonths) ? months_later(*base, kFollowUpMonths[i + 1]) : months_later(*base, kFollowUpMonths[i] + 6);
    const std::string last = to_iso(Date(sys_days(due) + (sys_days(next) - sys_days(due)) / 2));
    const std::string state = state_of(card, due, first, last, question.today);
    if (!state.empty() && is_within(to_iso(due), question)) out.push_back({"follow/" + std::to_string(kFollowUpMonths[i]) + "/" + state, 1});
    first = last;
  }
}

}  // namespace

Date months_later(Date day, int months) {
  const auto month = std::chrono::year_month(day.year(), day.month()) + std::chrono::months(months);
  const std::chrono::year_month_day_last last = month / std::chrono::last;
  return {month.year(), month.month(), std::min(day.day(), last.day())};
}

void add_overdue(const google::protobuf::RepeatedPtrField<Due>& dues, const std::string& today, std::vector<FigureHit>& out) {
  std::map<std::string, int> sums;
  for (const Due& due : dues) {
    if (!due.date().empty() && due.date() < today) ++sums[due.kind()];
  }
  for (const auto& [kind, number] : sums) out.push_back({"overdue/" + kind, number});
}

std::vector<FigureHit> figures_of(const CaseCard& card, const FigureQuestion& question) {
  std::vector<FigureHit> out;
  add_caseload(card, out);
  add_span("time/assessment", card.opened(), card.assessed(), question, out);
  add_span("time/plan", card.assessed(), card.planned(), question, out);
  const std::string closed = card.state() == "closed" ? card.closed() : std::string();
  add_span("time/closure", card.planned(), closed, question, out);
  add_span("time/whole", card.opened(), closed, question, out);
  add_overdue(card.dues(), question.today, out);
  add_persons(card, question, out);
  add_services(card, question, out);
  add_follow_ups(card, question, out);
  return out;
}

int Spread::at(int percent) const {
  std::vector<int> sorted = days;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return sorted.at(std::max<std::size_t>(rank, 1) - 1);
}

void FigureSums::take(const std::vector<FigureHit>& hits) {
  for (const FigureHit& hit : hits) {
    ++cases[hit.key];
    numbers[hit.key] += static_cast<std::uint64_t>(hit.number);
    if (hit.key.starts_with("time/")) spans[hit.key].days.push_back(hit.number);
  }
}

std::uint64_t FigureSums::of(const std::string& key) const {
  const auto found = cases.find(key);
  return found == cases.end() ? 0 : found->second;
}

std::uint64_t FigureSums::sum(const std::string& key) const {
  const auto found = numbers.find(key);
  return found == numbers.end() ? 0 : found->second;
}

}  // namespace arasha::casework
