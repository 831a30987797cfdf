#include "casework/tasks/all_dues.h"

#include <algorithm>

#include "casework/retention/pages.h"

namespace arasha::casework {

std::string until_of(const std::string& span, Date day) {
  const auto later = [&](int days) { return to_iso(Date(std::chrono::sys_days(day) + std::chrono::days(days))); };
  if (span == "late") return later(-1);
  if (span == "week") return later(7);
  if (span == "month") return later(30);
  return {};
}

Result<projection::DueList> all_dues(const Desk& desk, const Visit& visit, const projection::DueQuery& query) {
  projection::DueList out;
  TRY(kept, retention_dues(desk, visit.keyring, query));
  const auto take = [&](projection::DueList more) {
    out.total += more.total;
    out.late += more.late;
    std::move(more.rows.begin(), more.rows.end(), std::back_inserter(out.rows));
  };
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, LEGAL));
    take(desk.tables.legal().dues(access, query));
  }
  const std::size_t legal = out.rows.size();
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, HEALTH));
    take(desk.tables.health().dues(access, query));
  }
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  // What was found so far does not know its case: a legal date stands in the case's file, a visit in the person's.
  for (std::size_t i = 0; i < out.rows.size(); ++i) {
    projection::DueRow& row = out.rows[i];
    if (i < legal) {
      if (const auto card = desk.tables.cases().card(access, row.file)) row.alias = card->alias();
    } else if (const auto cases = desk.tables.cases().of_person(access, row.file); !cases.empty()) {
      row.file = cases.front().file;
      row.alias = cases.front().card.alias();
    }
  }
  take(desk.tables.cases().dues(access, query));
  take(std::move(kept));
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) { return projection::comes_first(a, b); });
  if (out.rows.size() > query.limit) out.rows.resize(query.limit);
  return out;
}

}  // namespace arasha::casework
