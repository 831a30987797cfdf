#include "projection/phone_table.h"

#include <algorithm>

#include "arasha/cards.pb.h"
#include "base/event.h"
#include "projection/codes.h"

namespace arasha::projection {

void PhoneTable::put(Slot slot, FileId, BytesView bytes) {
  remove(slot);
  PresenceCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    log_event(Level::error, "card_unreadable", {{"table", "phones"}});
    return;
  }
  const auto person = FileId::from_text(card.person());
  const auto phones = read_phones(card.safe_number());
  if (card.person().empty() || !person || phones.empty()) return;
  for (const std::string& phone : phones) by_key_.emplace(phone_key(phone), slot);
  rows_[slot] = {card.safe_number(), *person};
}

void PhoneTable::remove(Slot slot) {
  const auto row = rows_.find(slot);
  if (row == rows_.end()) return;
  for (const std::string& phone : read_phones(row->second.phones)) {
    const auto [first, last] = by_key_.equal_range(phone_key(phone));
    const auto found = std::find_if(first, last, [&](const auto& one) { return one.second == slot; });
    if (found != last) by_key_.erase(found);
  }
  crypto::wipe(row->second.phones);
  rows_.erase(row);
}

std::size_t PhoneTable::bytes() const {
  constexpr std::size_t kNode = sizeof(std::string) + sizeof(Slot) + 4 * sizeof(void*);
  return by_key_.size() * kNode + rows_.size() * (kNode + sizeof(FileId) + 16);
}

std::vector<FileId> PhoneTable::persons_of(const Access& access, std::string_view phones) const {
  std::vector<FileId> out;
  for (const std::string& phone : read_phones(phones)) {
    const auto [first, last] = by_key_.equal_range(phone_key(phone));
    for (auto at = first; at != last; ++at) {
      const Row& row = rows_.at(at->second);
      const bool is_new = access.sees(at->second) && same_phone(row.phones, phone) && std::find(out.begin(), out.end(), row.person) == out.end();
      if (is_new) out.push_back(row.person);
    }
  }
  return out;
}

}  // namespace arasha::projection
