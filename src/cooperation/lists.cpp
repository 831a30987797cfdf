#include "cooperation/lists.h"

#include <algorithm>
#include <map>
#include <set>

namespace arasha::cooperation {
namespace {

std::optional<int> days_until(const std::string& iso, Date today) {
  const auto day = date_from_iso(iso);
  if (!day) return std::nullopt;
  return static_cast<int>((std::chrono::sys_days(*day) - std::chrono::sys_days(today)).count());
}

bool is_over(const CooperationCard::Work& work) { return work.state() == "done" || work.state() == "dropped"; }

int urgency(Validity validity) {
  switch (validity) {
    case Validity::over: return 0;
    case Validity::runs_out: return 1;
    case Validity::prolonged: return 2;
    case Validity::valid: return 3;
    case Validity::not_yet: return 4;
    case Validity::without_end: return 5;
    case Validity::ended: break;
  }
  return 6;
}

std::string year_of(const CooperationCard& card, const CooperationCard::Work& work) {
  return card.kind() == "report" ? card.year() : work.date().substr(0, 4);
}

bool fits(const WorkRow& row, const WorkQuery& query) {
  const auto& work = *row.work;
  if (query.state == "open" && !row.is_open) return false;
  if (query.state == "late" && !row.is_late()) return false;
  if ((query.state == "done" || query.state == "dropped") && work.state() != query.state) return false;
  if (!query.body.empty() && work.body() != query.body) return false;
  if (!query.level.empty() && (row.card->kind() != "commission" || row.card->code() != query.level)) return false;
  if (query.kind == "decision" && row.card->kind() != "commission") return false;
  if (query.kind == "action" && row.card->kind() != "report") return false;
  if (!query.file.empty() && row.file.text() != query.file) return false;
  if (!query.of.empty() && work.of() != query.of) return false;
  if (!query.year.empty() && year_of(*row.card, work) != query.year) return false;
  return query.member.empty() || work.member() == query.member;
}

bool comes_first(const WorkRow& a, const WorkRow& b) {
  if (a.is_open != b.is_open) return a.is_open;
  if (a.is_open) {
    if (a.days.has_value() != b.days.has_value()) return a.days.has_value();
    if (a.days && *a.days != *b.days) return *a.days < *b.days;
  } else if (a.work->since() != b.work->since()) {
    return a.work->since() > b.work->since();
  }
  return std::tie(a.work->date(), a.work->number()) < std::tie(b.work->date(), b.work->number());
}

}  // namespace

Validity validity_of(const CooperationCard& card, Date today) {
  const std::string day = to_iso(today);
  if (!card.ended().empty() && card.ended() <= day) return Validity::ended;
  const auto left = days_until(card.until(), today);
  if (left && *left < 0) return card.prolongation() == "by_itself" ? Validity::prolonged : Validity::over;
  if (!card.from().empty() && card.from() > day) return Validity::not_yet;
  if (!left) return Validity::without_end;
  return *left <= kRunsOutDays ? Validity::runs_out : Validity::valid;
}

std::vector<AgreementRow> agreement_rows(const Cards& cards, Date today) {
  std::vector<AgreementRow> out;
  for (const auto& [file, card] : cards) {
    if (card.kind() == "agreement") out.push_back({file, &card, validity_of(card, today), days_until(card.until(), today)});
  }
  std::sort(out.begin(), out.end(), [](const AgreementRow& a, const AgreementRow& b) {
    if (urgency(a.validity) != urgency(b.validity)) return urgency(a.validity) < urgency(b.validity);
    return std::tie(a.card->until(), a.card->title()) < std::tie(b.card->until(), b.card->title());
  });
  return out;
}

std::vector<CommissionRow> commission_rows(const Cards& cards, Date today) {
  std::vector<CommissionRow> out;
  const std::string day = to_iso(today);
  for (const auto& [file, card] : cards) {
    if (card.kind() != "commission") continue;
    CommissionRow row{file, &card};
    for (const auto& meeting : card.meetings()) {
      const bool ahead = meeting.state() == "planned" && meeting.date() >= day;
      if (ahead && (row.next == nullptr || meeting.date() < row.next->date())) row.next = &meeting;
      if (meeting.state() == "held" && (row.last == nullptr || meeting.date() > row.last->date())) row.last = &meeting;
    }
    for (const auto& work : card.work()) {
      if (is_over(work)) continue;
      ++row.open;
      if (!work.due().empty() && work.due() < day) ++row.late;
    }
    out.push_back(row);
  }
  std::sort(out.begin(), out.end(), [](const CommissionRow& a, const CommissionRow& b) {
    if ((a.next == nullptr) != (b.next == nullptr)) return a.next != nullptr;
    if (a.next != nullptr && a.next->date() != b.next->date()) return a.next->date() < b.next->date();
    return a.card->title() < b.card->title();
  });
  return out;
}

std::vector<WorkRow> work_rows(const Cards& cards, const WorkQuery& query, Date today) {
  std::vector<WorkRow> out;
  for (const auto& [file, card] : cards) {
    for (const auto& work : card.work()) {
      WorkRow row{file, &card, &work, !is_over(work), std::nullopt};
      if (row.is_open) row.days = days_until(work.due(), today);
      if (fits(row, query)) out.push_back(row);
    }
  }
  std::stable_sort(out.begin(), out.end(), comes_first);
  return out;
}

std::vector<std::string> bodies_in(const Cards& cards) {
  std::set<std::string> out;
  for (const auto& [file, card] : cards) {
    for (const auto& work : card.work()) out.insert(work.body());
  }
  return {out.begin(), out.end()};
}

std::vector<std::string> years_in(const Cards& cards) {
  std::set<std::string, std::greater<>> out;
  for (const auto& [file, card] : cards) {
    for (const auto& work : card.work()) out.insert(year_of(card, work));
  }
  return {out.begin(), out.end()};
}

std::vector<AimRow> aim_rows(const Cards& cards, Date today) {
  const std::string day = to_iso(today);
  std::vector<AimRow> out;
  for (const auto& [file, card] : cards) {
    for (const auto& aim : card.aims()) {
      AimRow row{file, &card, &aim};
      for (const auto& work : card.work()) {
        if (work.of() != aim.entry()) continue;
        ++row.actions;
        row.evidence += work.evidence();
        if (work.state() == "done") ++row.done;
        else if (work.state() == "dropped") ++row.dropped;
        else if (!work.due().empty() && work.due() < day) ++row.late;
      }
      out.push_back(row);
    }
  }
  std::stable_sort(out.begin(), out.end(), [](const AimRow& a, const AimRow& b) {
    if (a.card->year() != b.card->year()) return a.card->year() > b.card->year();
    return a.card->title() < b.card->title();
  });
  return out;
}

std::vector<DayAhead> days_ahead(const Cards& cards, Date today) {
  std::map<std::string, DayAhead> out;
  const std::string from = to_iso(today);
  const auto at = [&](const std::string& iso) -> DayAhead* {
    const auto day = date_from_iso(iso);
    if (!day || iso < from) return nullptr;
    DayAhead& one = out[iso];
    one.day = *day;
    return &one;
  };
  for (const auto& [file, card] : cards) {
    for (const auto& meeting : card.meetings()) {
      if (meeting.state() != "planned") continue;
      if (DayAhead* one = at(meeting.date())) ++one->meetings;
    }
    for (const auto& work : card.work()) {
      if (is_over(work)) continue;
      if (DayAhead* one = at(work.due())) ++one->due;
    }
    if (card.kind() != "agreement" || validity_of(card, today) == Validity::ended) continue;
    for (const std::string& day : {card.until(), card.review()}) {
      if (DayAhead* one = at(day)) ++one->run_out;
    }
  }
  std::vector<DayAhead> sorted;
  for (const auto& [day, one] : out) sorted.push_back(one);
  return sorted;
}

}  // namespace arasha::cooperation
