#include "projection/people_table.h"

#include <algorithm>

#include "base/event.h"
#include "projection/card_arena.h"

namespace arasha::projection {
namespace {

bool parse(BytesView bytes, PersonCard& card) {
  return card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

std::vector<std::string> texts_of(const PersonCard& card) {
  std::vector<std::string> out(card.names().begin(), card.names().end());
  out.push_back(card.document_number());
  out.push_back(card.phone());
  return out;
}

}  // namespace

struct PeopleTable::Rows {
  std::vector<CardArena::Ref> cards;  // by slot
  CardArena arena;
  NameIndex names;

  void add_names(Slot slot, const PersonCard& card) {
    std::vector<std::string> texts = texts_of(card);
    names.add(slot, texts);
    for (std::string& text : texts) crypto::wipe(text);
  }
  void let_go(Slot slot) {
    if (slot < cards.size()) arena.let_go(cards[slot]);
  }
  void renew_if_worn() {
    if (!arena.is_worn()) return;
    CardArena fresh;
    for (CardArena::Ref& ref : cards) ref = fresh.add(arena.at(ref));
    arena.swap(fresh);
  }
  void clear() {
    arena.clear();
    cards = std::vector<CardArena::Ref>();
    names.clear();
  }
};

PeopleTable::PeopleTable() : rows_(std::make_unique<Rows>()) {}
PeopleTable::~PeopleTable() = default;

void PeopleTable::put(Slot slot, FileId, BytesView bytes) {
  PersonCard card;
  if (!parse(bytes, card)) {
    log_event(Level::error, "card_unreadable", {{"table", "people"}});
    remove(slot);
    return;
  }
  if (slot >= rows_->cards.size()) rows_->cards.resize(std::size_t{slot} + 1);
  rows_->let_go(slot);
  rows_->cards[slot] = rows_->arena.add(bytes);
  rows_->add_names(slot, card);
  rows_->renew_if_worn();
}

void PeopleTable::remove(Slot slot) {
  rows_->let_go(slot);
  rows_->names.remove(slot);
  rows_->renew_if_worn();
}

void PeopleTable::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) rows_->let_go(slot);
  const auto is_there = [](const CardArena::Ref& ref) { return ref.size > 0; };
  const auto left =
      static_cast<std::size_t>(std::count_if(rows_->cards.begin(), rows_->cards.end(), is_there));
  if (left == 0) {
    rows_->clear();
    return;
  }
  if (slots.size() < left) {
    for (const Slot slot : slots) rows_->names.remove(slot);
  } else {
    // The index forgets words only when it is made anew.
    rows_->names.clear();
    for (Slot slot = 0; slot < rows_->cards.size(); ++slot) {
      PersonCard card;
      if (is_there(rows_->cards[slot]) && parse(rows_->arena.at(rows_->cards[slot]), card))
        rows_->add_names(slot, card);
    }
  }
  rows_->renew_if_worn();
}

std::size_t PeopleTable::bytes() const {
  return rows_->cards.capacity() * sizeof(CardArena::Ref) + rows_->arena.bytes() + rows_->names.bytes();
}

std::vector<PersonFound> PeopleTable::search(const Access& access, std::string_view text,
                                             std::size_t limit) const {
  std::vector<PersonFound> out;
  for (const NameIndex::Found& found :
       rows_->names.search(text, limit, [&](Slot slot) { return access.sees(slot); })) {
    PersonFound person;
    person.person = access.file(found.id);
    person.score = found.score;
    if (parse(rows_->arena.at(rows_->cards[found.id]), person.card)) out.push_back(std::move(person));
  }
  return out;
}

std::optional<PersonCard> PeopleTable::card(const Access& access, FileId person) const {
  const auto slot = access.find(person);
  PersonCard out;
  const bool found = slot && *slot < rows_->cards.size() && rows_->cards[*slot].size > 0 &&
                     parse(rows_->arena.at(rows_->cards[*slot]), out);
  if (!found) return std::nullopt;
  return out;
}

}  // namespace arasha::projection
