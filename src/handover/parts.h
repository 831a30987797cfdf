// What the steps of a handover share. Inside the room only.
#pragma once

#include <chrono>

#include "handover/flow.h"

namespace arasha::handover {

// The card and its details; `not_found` where this is no handover.
struct Opened {
  FileId file;
  ThreadCard card;
  HandoverCard details;
  OrganizationId other;
};
Result<Opened> open_card(const vault::Vault& vault, const vault::Keyring& by, ThreadId thread);

// Changes what only this side knows of one case, with a note of it. Twice does no harm.
Result<void> note_case(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number, const char* what,
                       const std::function<void(HandoverCaseCard&)>& change, const referral::Still& still = {});
std::function<void(ThreadCard&)> edit(std::uint32_t number, std::function<void(HandoverCaseCard&)> change);
HandoverNote note_of(std::uint32_t number, const char* what, const std::string& case_file = {});

// Destroys what travelled of it, here.
Result<void> drop_content(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number, const std::string& content);

Date today(const vault::Vault& vault);
std::string partner_name(const vault::Vault& vault, OrganizationId id);
bool goes_by_hand(const vault::Vault& vault, const vault::Keyring& by, OrganizationId to);

// Stops a long step when its time is over.
class TimeBox {
 public:
  explicit TimeBox(Duration at_most) : end_(std::chrono::steady_clock::now() + at_most) {}
  bool is_over() const { return std::chrono::steady_clock::now() >= end_; }
  Duration left() const { return std::max(Duration(0), std::chrono::duration_cast<Duration>(end_ - std::chrono::steady_clock::now())); }

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace arasha::handover
