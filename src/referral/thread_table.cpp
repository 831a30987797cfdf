#include "referral/thread_table.h"

#include <algorithm>

#include "base/event.h"
#include "exchange/book.h"
#include "referral/attachments.h"

namespace arasha::referral {

using projection::Access;
using projection::Slot;

void ThreadTable::put(Slot slot, FileId file, BytesView bytes) {
  remove(slot);
  ThreadCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    log_event(Level::error, "card_unreadable", {{"table", "threads"}});
    return;
  }
  // The compartment holds other files too: the address book, comparisons.
  const auto thread = exchange::ThreadId::from_text(card.thread());
  if (!thread || exchange::file_of(vault_, *thread) != file) return;
  Mark mark;
  if (card.kind() == kPlace) mark.kind = 'p';
  else if (card.kind() == kReferral) mark.kind = 'r';
  else if (card.kind() == kDanger) mark.kind = 'd';
  else if (card.kind() == kHandover) mark.kind = 'h';
  else return;
  mark.card = arena_.add(bytes);
  mark.changed = card.changed();
  if (const auto of = FileId::from_text(card.case_file()); of && !card.case_file().empty()) mark.case_file = *of;
  mark.ours = card.ours();
  mark.unread = card.unread() > 0;
  mark.open_question = std::any_of(card.partners().begin(), card.partners().end(), [](const PartnerMark& one) { return one.question() != 0; });
  mark.answered = std::any_of(card.partners().begin(), card.partners().end(), [](const PartnerMark& one) { return !one.answer().empty(); });
  mark.packet = card.packet() != 0;
  mark.feedback_due = has_step(card, "feedback_asked") && !has_step(card, "feedback");
  mark.posting = has_to_post(card, vault_.clock().now());
  mark.state = state_on(card, Date(std::chrono::year(1), std::chrono::month(1), std::chrono::day(1)));
  mark.to_do = card.waits();
  mark.answer_by = card.answer_by();
  mark.access_until = card.access_until();
  if (slot >= marks_.size()) marks_.resize(std::size_t{slot} + 1);
  marks_[slot] = std::move(mark);
}

void ThreadTable::remove(Slot slot) {
  if (slot >= marks_.size()) return;
  arena_.let_go(marks_[slot].card);
  marks_[slot] = Mark();
  if (!arena_.is_worn()) return;
  projection::CardArena fresh;
  for (Mark& mark : marks_) {
    if (mark.card.size != 0) mark.card = fresh.add(arena_.at(mark.card));
  }
  arena_.swap(fresh);
}

void ThreadTable::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) remove(slot);
  if (std::any_of(marks_.begin(), marks_.end(), [](const Mark& mark) { return mark.kind != 0; })) return;
  arena_.clear();
  marks_ = std::vector<Mark>();
}

std::size_t ThreadTable::bytes() const { return marks_.capacity() * sizeof(Mark) + arena_.bytes(); }

// Days compare as they are written: yyyy-mm-dd.
bool ThreadTable::waits(const Mark& mark, const std::string& today) {
  if (mark.unread) return true;
  if (mark.kind == 'p') return mark.ours ? mark.open_question : !mark.answered && !is_finished(mark, today);
  if (mark.kind == 'h') return mark.to_do && !is_finished(mark, today);
  if (mark.kind != 'r') return false;
  if (mark.ours) return is_late(mark, today);
  return mark.state == "received" || mark.feedback_due;
}
bool ThreadTable::is_late(const Mark& mark, const std::string& today) {
  return mark.kind == 'r' && mark.ours && (mark.state == "sent" || mark.state == "received") && !mark.answer_by.empty() && mark.answer_by < today;
}
bool ThreadTable::is_finished(const Mark& mark, const std::string& today) {
  if (is_over(mark.state)) return true;
  const bool is_late = !mark.answer_by.empty() && mark.answer_by < today;
  if (mark.kind == 'h') return mark.state == "done" || (is_late && (mark.state == "sent" || mark.state == "received"));
  return mark.kind == 'p' && is_late;
}
bool ThreadTable::fits(const Mark& mark, ThreadView view, const std::string& today) {
  if (mark.kind == 0) return false;
  switch (view) {
    case ThreadView::all: return !is_finished(mark, today) || mark.unread;
    case ThreadView::waiting: return waits(mark, today);
    case ThreadView::overdue: return is_late(mark, today);
    case ThreadView::places: return mark.kind == 'p' && !is_finished(mark, today);
    case ThreadView::referrals: return mark.kind == 'r' && !is_finished(mark, today);
    case ThreadView::dangers: return mark.kind == 'd';
    case ThreadView::handovers: return mark.kind == 'h';
    case ThreadView::finished: return is_finished(mark, today);
  }
  return false;
}

ThreadRow ThreadTable::row_of(const Access& access, Slot slot) const {
  ThreadRow out{access.file(slot), {}};
  const BytesView bytes = arena_.at(marks_[slot].card);
  static_cast<void>(out.card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return out;
}

ThreadList ThreadTable::list(const Access& access, ThreadView view, Date today, std::size_t first, std::size_t count) const {
  const std::string day = to_iso(today);
  struct Found {
    bool waits;
    std::int64_t changed;
    Slot slot;
  };
  std::vector<Found> found;
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    if (access.sees(slot) && fits(marks_[slot], view, day)) found.push_back({waits(marks_[slot], day), marks_[slot].changed, slot});
  }
  ThreadList out;
  out.total = found.size();
  const std::size_t last = std::min(found.size(), first + count);
  if (first >= last) return out;
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(last), found.end(), [](const Found& a, const Found& b) {
    return std::tuple(!a.waits, -a.changed, a.slot) < std::tuple(!b.waits, -b.changed, b.slot);
  });
  for (std::size_t i = first; i < last; ++i) out.rows.push_back(row_of(access, found[i].slot));
  return out;
}

std::size_t ThreadTable::count(const Access& access, ThreadView view, Date today) const {
  const std::string day = to_iso(today);
  std::size_t out = 0;
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    if (access.sees(slot) && fits(marks_[slot], view, day)) ++out;
  }
  return out;
}

std::vector<ThreadRow> ThreadTable::of_case(const Access& access, FileId case_file) const {
  std::vector<ThreadRow> out;
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    if (marks_[slot].kind != 0 && marks_[slot].case_file == case_file && access.sees(slot)) out.push_back(row_of(access, slot));
  }
  std::sort(out.begin(), out.end(), [](const ThreadRow& a, const ThreadRow& b) { return a.card.changed() > b.card.changed(); });
  return out;
}

std::vector<ThreadRow> ThreadTable::handovers(const Access& access) const {
  std::vector<ThreadRow> out;
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    if (marks_[slot].kind == 'h' && access.sees(slot)) out.push_back(row_of(access, slot));
  }
  std::sort(out.begin(), out.end(), [](const ThreadRow& a, const ThreadRow& b) { return a.card.begun() > b.card.begun(); });
  return out;
}

void ThreadTable::each(const Access& access, const std::function<void(const ThreadCard&)>& use) const {
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    if (marks_[slot].kind != 0 && access.sees(slot)) use(row_of(access, slot).card);
  }
}

std::vector<FileId> ThreadTable::to_destroy(const Access& access, Date today) const {
  const std::string day = to_iso(today);
  std::vector<FileId> out;
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    const Mark& mark = marks_[slot];
    if (mark.kind == 'r' && !mark.ours && mark.packet && mark.case_file.is_nil() && !mark.access_until.empty() && mark.access_until < day && access.sees(slot)) out.push_back(access.file(slot));
  }
  return out;
}

std::vector<FileId> ThreadTable::to_post(const Access& access) const {
  std::vector<FileId> out;
  for (Slot slot = 0; slot < marks_.size(); ++slot) {
    if (marks_[slot].posting && access.sees(slot)) out.push_back(access.file(slot));
  }
  return out;
}

}  // namespace arasha::referral
