#include "projection/due_rows.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace arasha::projection {
namespace {

bool found_first(const DueRows::Found& left, const DueRows::Found& right) {
  if (left.late != right.late) return left.late;
  if (left.late && left.urgency != right.urgency) return left.urgency > right.urgency;
  return std::tie(left.day, left.slot, left.index) < std::tie(right.day, right.slot, right.index);
}

}  // namespace

bool comes_first(const DueRow& left, const DueRow& right) {
  if (left.late != right.late) return left.late;
  if (left.late && left.urgency != right.urgency) return left.urgency > right.urgency;
  return left.due.date() < right.due.date();
}

void DueRows::put(Slot slot, const Dues& dues, std::string_view owner, std::uint8_t urgency) {
  if (slot >= rows_.size()) rows_.resize(std::size_t{slot} + 1);
  std::vector<Row>& rows = rows_[slot];
  rows.clear();
  constexpr int kMost = std::numeric_limits<std::uint16_t>::max();
  for (int i = 0; i < std::min(dues.size(), kMost); ++i) {
    const Due& due = dues.Get(i);
    const Day day = day_of(due.date());
    if (day == kNoDay) continue;
    rows.push_back({day, members_.take(due.member().empty() ? owner : due.member()), static_cast<std::uint16_t>(i), urgency});
  }
}

void DueRows::remove(Slot slot) {
  if (slot < rows_.size()) rows_[slot] = {};
}

std::size_t DueRows::bytes() const {
  std::size_t total = rows_.capacity() * sizeof(std::vector<Row>) + members_.bytes();
  for (const auto& rows : rows_) total += rows.capacity() * sizeof(Row);
  return total;
}

DueRows::Selection DueRows::select(const Access& access, const DueQuery& query) const {
  Selection out;
  const Day today = day_of(query.today);
  const Day until = query.until.empty() ? std::numeric_limits<Day>::max() : day_of(query.until);
  std::optional<std::uint32_t> member;
  if (!query.member.empty()) {
    member = query.member == "-" ? 0 : members_.find(query.member);
    if (!member) return out;
  }
  for (Slot slot = 0; slot < rows_.size(); ++slot) {
    if (rows_[slot].empty() || !access.sees(slot)) continue;
    for (const Row& row : rows_[slot]) {
      if (row.day > until || (member && row.member != *member)) continue;
      out.first.push_back({slot, row.index, row.urgency, row.day < today, row.day});
    }
  }
  out.total = out.first.size();
  out.late = static_cast<std::size_t>(std::count_if(out.first.begin(), out.first.end(), [](const Found& one) { return one.late; }));
  const std::size_t shown = std::min(query.limit, out.total);
  std::partial_sort(out.first.begin(), out.first.begin() + static_cast<std::ptrdiff_t>(shown), out.first.end(), found_first);
  out.first.resize(shown);
  return out;
}

}  // namespace arasha::projection
