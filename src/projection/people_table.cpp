#include "projection/people_table.h"

#include <algorithm>
#include <unordered_map>

#include "base/event.h"
#include "projection/card_arena.h"
#include "projection/codes.h"

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

constexpr std::size_t kNamesLikeIt = 400;  // candidates by name; more are narrowed down by the date of birth
constexpr std::size_t kBornThatDay = 200;
constexpr int kLongestChain = 64;          // of mergings, should cards ever say nonsense

// Keys of exact marks: what they stand for is compared again when a card is at hand.
enum class Mark : char { document = 'd', phone = 'p', birth = 'b' };
std::uint64_t key_of(Mark mark, std::string_view text) {
  return std::hash<std::string>{}(static_cast<char>(mark) + std::string(text));
}
std::vector<std::uint64_t> keys_of(const PersonCard& card) {
  std::vector<std::uint64_t> out;
  if (const std::string document = document_key(card.document_number()); !document.empty()) out.push_back(key_of(Mark::document, document));
  for (const std::string& phone : read_phones(card.phone())) out.push_back(key_of(Mark::phone, phone_key(phone)));
  if (!card.birth_date().empty()) out.push_back(key_of(Mark::birth, card.birth_date()));
  return out;
}

void add_names_of(PersonCard& to, const PersonCard& from) {
  for (const std::string& name : from.names()) {
    if (std::find(to.names().begin(), to.names().end(), name) == to.names().end()) to.add_names(name);
  }
}

}  // namespace

struct PeopleTable::Rows {
  std::vector<CardArena::Ref> cards;  // by slot
  CardArena arena;
  NameIndex names;
  std::unordered_multimap<std::uint64_t, Slot> marks;
  std::unordered_map<Slot, FileId> kept;                 // of a file that was merged: into which
  std::unordered_map<FileId, std::vector<Slot>> merged;  // the same from the other end

  bool read(Slot slot, PersonCard& card) const {
    return slot < cards.size() && cards[slot].size > 0 && parse(arena.at(cards[slot]), card);
  }
  void add_marks(Slot slot, const PersonCard& card) {
    for (const std::uint64_t key : keys_of(card)) marks.emplace(key, slot);
    const auto into = FileId::from_text(card.merged_into());
    if (card.merged_into().empty() || !into) return;
    kept.emplace(slot, *into);
    merged[*into].push_back(slot);
  }
  void drop_marks(Slot slot) {
    PersonCard card;
    if (!read(slot, card)) return;
    for (const std::uint64_t key : keys_of(card)) {
      const auto [first, last] = marks.equal_range(key);
      const auto found = std::find_if(first, last, [&](const auto& one) { return one.second == slot; });
      if (found != last) marks.erase(found);
    }
    const auto into = kept.find(slot);
    if (into == kept.end()) return;
    const auto others = merged.find(into->second);
    std::erase(others->second, slot);
    if (others->second.empty()) merged.erase(others);
    kept.erase(into);
  }
  std::vector<Slot> marked(const Access& access, Mark mark, std::string_view text) const {
    std::vector<Slot> out;
    const auto [first, last] = marks.equal_range(key_of(mark, text));
    for (auto at = first; at != last; ++at) {
      if (access.sees(at->second)) out.push_back(at->second);
    }
    return out;
  }
  // As far up as this access sees.
  FileId kept_of(const Access& access, FileId person) const {
    for (int step = 0; step < kLongestChain; ++step) {
      const auto slot = access.find(person);
      const auto into = slot ? kept.find(*slot) : kept.end();
      if (into == kept.end() || !access.find(into->second)) break;
      person = into->second;
    }
    return person;
  }
  std::vector<FileId> all_of(const Access& access, FileId person) const {
    std::vector<FileId> out{kept_of(access, person)};
    for (std::size_t at = 0; at < out.size() && out.size() < kLongestChain; ++at) {
      const auto others = merged.find(out[at]);
      if (others == merged.end()) continue;
      for (const Slot slot : others->second) {
        const bool is_new = access.sees(slot) && std::find(out.begin(), out.end(), access.file(slot)) == out.end();
        if (is_new) out.push_back(access.file(slot));
      }
    }
    return out;
  }
  std::optional<PersonCard> whole(const Access& access, const std::vector<FileId>& files) const {
    PersonCard out;
    const auto first = access.find(files.front());
    if (!first || !read(*first, out)) return std::nullopt;
    for (std::size_t i = 1; i < files.size(); ++i) {
      PersonCard other;
      const auto slot = access.find(files[i]);
      if (slot && read(*slot, other)) add_names_of(out, other);
    }
    return out;
  }

  void add_names(Slot slot, const PersonCard& card) {
    std::vector<std::string> texts = texts_of(card);
    names.add(slot, texts);
    for (std::string& text : texts) crypto::wipe(text);
  }
  void let_go(Slot slot) {
    if (slot >= cards.size()) return;
    drop_marks(slot);
    arena.let_go(cards[slot]);
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
    marks = std::unordered_multimap<std::uint64_t, Slot>();
    kept = std::unordered_map<Slot, FileId>();
    merged = std::unordered_map<FileId, std::vector<Slot>>();
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
  rows_->add_marks(slot, card);
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
  constexpr std::size_t kNode = sizeof(std::uint64_t) + sizeof(Slot) + 4 * sizeof(void*);
  return rows_->cards.capacity() * sizeof(CardArena::Ref) + rows_->arena.bytes() + rows_->names.bytes() +
         (rows_->marks.size() + rows_->kept.size() + rows_->merged.size()) * kNode + rows_->marks.bucket_count() * sizeof(void*);
}

std::vector<PersonFound> PeopleTable::search(const Access& access, std::string_view text,
                                             std::size_t limit) const {
  std::vector<PersonFound> out;
  // Files of one person may follow one another: as many more are looked at as there are merged ones.
  const std::size_t looked_at = limit + std::min(rows_->kept.size(), limit);
  for (const NameIndex::Found& found :
       rows_->names.search(text, looked_at, [&](Slot slot) { return access.sees(slot); })) {
    if (out.size() == limit) break;
    PersonFound person;
    person.files = rows_->all_of(access, access.file(found.id));
    person.person = person.files.front();
    person.score = found.score;
    const bool is_there =
        std::any_of(out.begin(), out.end(), [&](const PersonFound& one) { return one.person == person.person; });
    auto card = is_there ? std::nullopt : rows_->whole(access, person.files);
    if (!card) continue;
    person.card = std::move(*card);
    out.push_back(std::move(person));
  }
  return out;
}

std::vector<PersonCandidate> PeopleTable::candidates(const Access& access, const PersonSought& sought) const {
  std::unordered_map<Slot, float> found;
  const auto add = [&](const std::vector<Slot>& slots, std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, slots.size()); ++i) found.try_emplace(slots[i], 0.0F);
  };
  const auto add_names = [&](const std::string& name, std::size_t limit, const auto& may_show) {
    const auto named = rows_->names.search(name, limit, may_show);
    for (const NameIndex::Found& one : named) {
      float& score = found.try_emplace(one.id, 0.0F).first->second;
      score = std::max(score, one.score);
    }
    return named.size() == limit;
  };
  if (const std::string document = document_key(sought.document); !document.empty()) add(rows_->marked(access, Mark::document, document), kNamesLikeIt);
  for (const std::string& phone : read_phones(sought.phone)) add(rows_->marked(access, Mark::phone, phone_key(phone)), kNamesLikeIt);
  for (const FileId file : sought.files) {
    if (const auto slot = access.find(file)) found.try_emplace(*slot, 0.0F);
  }
  if (!sought.birth_date.empty()) add(rows_->marked(access, Mark::birth, sought.birth_date), kBornThatDay);
  std::vector<Slot> born;  // about then
  for (const std::string& name : sought.names) {
    const bool was_cut = add_names(name, kNamesLikeIt, [&](Slot slot) { return access.sees(slot); });
    if (!was_cut || sought.birth_date.empty()) continue;
    if (born.empty()) {
      for (const std::string& date : dates_nearby(sought.birth_date)) {
        const auto slots = rows_->marked(access, Mark::birth, date);
        born.insert(born.end(), slots.begin(), slots.end());
      }
      std::sort(born.begin(), born.end());
    }
    add_names(name, kNamesLikeIt, [&](Slot slot) { return std::binary_search(born.begin(), born.end(), slot); });
  }
  std::vector<PersonCandidate> out;
  for (const auto& [slot, score] : found) {
    PersonCandidate one;
    if (!rows_->read(slot, one.card)) continue;
    one.file = access.file(slot);
    one.person = rows_->kept_of(access, one.file);
    one.name = score;
    out.push_back(std::move(one));
  }
  return out;
}

std::optional<PersonCard> PeopleTable::card(const Access& access, FileId person) const {
  return rows_->whole(access, rows_->all_of(access, person));
}

std::vector<FileId> PeopleTable::files_of(const Access& access, FileId person) const {
  return rows_->all_of(access, person);
}

}  // namespace arasha::projection
