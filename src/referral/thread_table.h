// Conversations with other organisations in memory: the cards of the compartment REFERRAL, for lists.
#pragma once

#include "projection/card_arena.h"
#include "projection/projection.h"
#include "referral/state.h"

namespace arasha::referral {

enum class ThreadView : std::uint8_t { all, waiting, overdue, places, referrals, dangers, handovers, finished };

struct ThreadRow {
  FileId file;
  ThreadCard card;
};
struct ThreadList {
  std::size_t total = 0;
  std::vector<ThreadRow> rows;
};

class ThreadTable : public projection::Table {
 public:
  explicit ThreadTable(const vault::Vault& vault) : vault_(vault) {}

  void put(projection::Slot slot, FileId file, BytesView card) override;
  void remove(projection::Slot slot) override;
  void remove_many(std::span<const projection::Slot> slots) override;
  std::size_t bytes() const override;

  // What waits for us first, then what changed last.
  ThreadList list(const projection::Access& access, ThreadView view, Date today, std::size_t first, std::size_t count) const;
  std::size_t count(const projection::Access& access, ThreadView view, Date today) const;
  // Of one case, the newest first.
  std::vector<ThreadRow> of_case(const projection::Access& access, FileId case_file) const;
  // Handovers of cases, the newest first.
  std::vector<ThreadRow> handovers(const projection::Access& access) const;
  // Every one, in no order.
  void each(const projection::Access& access, const std::function<void(const ThreadCard&)>& use) const;
  // What a partner lent us until a day that is over.
  std::vector<FileId> to_destroy(const projection::Access& access, Date today) const;
  // Whose documents are not all on their way to the partner.
  std::vector<FileId> to_post(const projection::Access& access) const;

 private:
  // What lists choose and sort by, without opening the card.
  struct Mark {
    projection::CardArena::Ref card;
    std::int64_t changed = 0;
    FileId case_file;
    char kind = 0;                 // p, r, d, h; 0: no conversation
    bool ours = false;
    bool unread = false;
    bool open_question = false;
    bool answered = false;         // of a request that came to us
    bool packet = false;
    bool feedback_due = false;
    bool posting = false;
    bool to_do = false;            // of a handover: a step of this side comes next
    std::string state;             // without the passing of time
    std::string answer_by;
    std::string access_until;
  };
  static bool waits(const Mark& mark, const std::string& today);
  static bool is_late(const Mark& mark, const std::string& today);
  static bool is_finished(const Mark& mark, const std::string& today);
  static bool fits(const Mark& mark, ThreadView view, const std::string& today);
  ThreadRow row_of(const projection::Access& access, projection::Slot slot) const;

  const vault::Vault& vault_;
  std::vector<Mark> marks_;
  projection::CardArena arena_;
};

}  // namespace arasha::referral
