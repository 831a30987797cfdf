#include "handover/parts.h"

#include "exchange/book.h"

namespace arasha::handover {

Date today(const vault::Vault& vault) { return date_of(vault.clock().now()); }

std::string partner_name(const vault::Vault& vault, OrganizationId id) {
  const auto state = vault.directory();
  const vault::Partner* partner = state->partner(id);
  return partner == nullptr ? id.text().substr(0, 8) : partner->name;
}

bool goes_by_hand(const vault::Vault& vault, const vault::Keyring& by, OrganizationId to) {
  const auto book = exchange::read_book(vault, by);
  const PartnerRow* row = book ? exchange::partner_row(*book, to) : nullptr;
  return row == nullptr || row->url().empty();
}

Result<Opened> open_card(const vault::Vault& vault, const vault::Keyring& by, ThreadId thread) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  Opened out;
  out.file = exchange::file_of(vault, thread);
  if (!vault.may_open(by, out.file, REFERRAL)) return none;
  TRY(card, referral::card_of(vault, by, out.file));
  out.card = std::move(card);
  const auto* them = referral::other_side(out.card);
  if (out.card.kind() != referral::kHandover || them == nullptr) return none;
  out.details = details_of(out.card);
  TRY(other, OrganizationId::from_text(them->partner()));
  out.other = other;
  return out;
}

std::function<void(ThreadCard&)> edit(std::uint32_t number, std::function<void(HandoverCaseCard&)> change) {
  return [number, change = std::move(change)](ThreadCard& card) {
    HandoverCard details = details_of(card);
    HandoverCaseCard* one = case_of(details, number);
    if (one == nullptr) return;
    change(*one);
    keep_details(card, details);
  };
}

HandoverNote note_of(std::uint32_t number, const char* what, const std::string& case_file) {
  HandoverNote out;
  out.set_what(what);
  out.set_number(std::to_string(number));
  out.set_case_file(case_file);
  return out;
}

Result<void> note_case(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number, const char* what,
                       const std::function<void(HandoverCaseCard&)>& change, const referral::Still& still) {
  const HandoverNote note = note_of(number, what);
  return referral::note(vault, by, thread, {.notes = {&note}, .card = edit(number, change)}, still);
}

Result<void> drop_content(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, std::uint32_t number, const std::string& content) {
  const HandoverNote note = note_of(number, "dropped");
  referral::Also also;
  also.notes = {&note};
  also.card = edit(number, [content](HandoverCaseCard& one) {
    if (one.content().id() == content) one.set_dropped(true);
  });
  if (const auto id = exchange::ContentId::from_text(content); id && !content.empty()) {
    TRY(entries, exchange::entries_of(vault, by, exchange::file_of(vault, thread), *id));
    also.erase = std::move(entries);
  }
  return referral::note(vault, by, thread, also);
}

}  // namespace arasha::handover
