#include "projection/case_table.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "base/event.h"
#include "base/text.h"
#include "projection/case_rows.h"
#include "projection/due_rows.h"

namespace arasha::projection {
namespace {

constexpr std::size_t kOrders = 5;
constexpr std::size_t kKept = 16;             // results of queries
constexpr std::size_t kChangesPerList = 256;  // more between two lists: sorting anew is cheaper

bool parse(BytesView bytes, CaseCard& card) {
  return card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

using Slots = std::vector<Slot>;

// Everything of the query but the page.
std::string key_of(const CaseQuery& query, std::uint64_t views) {
  ByteWriter out;
  for (const std::string* text :
       {&query.state, &query.owner, &query.danger, &query.identification, &query.exploitation, &query.country,
        &query.source, &query.provenance, &query.alias, &query.opened_from, &query.opened_until,
        &query.closed_from, &query.closed_until, &query.review_until, &query.flag, &query.approval}) {
    out.sized(*text);
  }
  out.u8(static_cast<std::uint8_t>(query.order)).u8(query.ascending ? 1 : 0).u64(views);
  return to_text(out.take());
}

}  // namespace

struct CaseTable::Rows {
  std::vector<CaseFields> fields;  // by slot
  CaseCodes codes;
  CardArena arena;
  DueRows dues;
  std::unordered_map<FileId, Slots> by_person;
  std::uint32_t touches = 0;
  std::size_t changes = 0;  // since the orders were used

  // Orders are made when they are first asked for, results when a query is; by readers, hence the lock.
  // Writers come alone and need none.
  std::mutex mutex;
  struct Order {
    bool is_made = false;
    Slots slots;
  };
  std::array<Order, kOrders> orders;
  struct Kept {
    std::string key;
    std::uint64_t version = 0;
    std::shared_ptr<const Slots> slots;
  };
  std::vector<Kept> kept;  // the newest last

  void forget(Slot slot);
  void place_in_orders(Slot slot);
  void take_from_orders(Slot slot);
  void renew_if_worn();
  void clear();
  const Slots& ordered(CaseOrder order);
  std::shared_ptr<const Slots> find(const std::string& key, std::uint64_t version);
  void keep(const std::string& key, std::uint64_t version, std::shared_ptr<const Slots> slots);
  Slots select(const Access& access, const CaseQuery& query);
  std::shared_ptr<const Slots> fitting(const Access& access, const CaseQuery& query);
};

void CaseTable::Rows::place_in_orders(Slot slot) {
  for (std::size_t i = 0; i < kOrders; ++i) {
    if (!orders[i].is_made) continue;
    Slots& slots = orders[i].slots;
    const auto before = [&](Slot left, Slot right) {
      return comes_first(fields[left], fields[right], static_cast<CaseOrder>(i), arena);
    };
    slots.insert(std::lower_bound(slots.begin(), slots.end(), slot, before), slot);
  }
}

void CaseTable::Rows::take_from_orders(Slot slot) {
  if (++changes > kChangesPerList) {
    for (Order& order : orders) order = Order();
  }
  for (std::size_t i = 0; i < kOrders; ++i) {
    if (!orders[i].is_made) continue;
    Slots& slots = orders[i].slots;
    const auto before = [&](Slot left, Slot right) {
      return comes_first(fields[left], fields[right], static_cast<CaseOrder>(i), arena);
    };
    const auto at = std::lower_bound(slots.begin(), slots.end(), slot, before);
    if (at != slots.end() && *at == slot) slots.erase(at);
  }
}

void CaseTable::Rows::forget(Slot slot) {
  if (slot >= fields.size() || !fields[slot].is_there()) return;
  take_from_orders(slot);
  CaseFields& row = fields[slot];
  CaseCard card;
  if (parse(arena.at(row.card), card)) {
    if (const auto person = FileId::from_text(card.person())) {
      const auto found = by_person.find(*person);
      if (found != by_person.end()) {
        std::erase(found->second, slot);
        if (found->second.empty()) by_person.erase(found);
      }
    }
  }
  arena.let_go(row.card);
  arena.let_go(row.alias);
  dues.remove(slot);
  row = {};
}

void CaseTable::Rows::renew_if_worn() {
  if (!arena.is_worn()) return;
  CardArena fresh;
  for (CaseFields& row : fields) {
    row.card = fresh.add(arena.at(row.card));
    row.alias = fresh.add(arena.at(row.alias));
  }
  arena.swap(fresh);
}

void CaseTable::Rows::clear() {
  arena.clear();
  fields = std::vector<CaseFields>();
  codes = CaseCodes();
  dues.clear();
  by_person = std::unordered_map<FileId, Slots>();
  touches = 0;
  changes = 0;
  orders = std::array<Order, kOrders>();
  kept = std::vector<Kept>();
}

const Slots& CaseTable::Rows::ordered(CaseOrder which) {
  const std::lock_guard lock(mutex);
  changes = 0;
  Order& order = orders[static_cast<std::size_t>(which)];
  if (!order.is_made) {
    for (Slot slot = 0; slot < fields.size(); ++slot) {
      if (fields[slot].is_there()) order.slots.push_back(slot);
    }
    std::sort(order.slots.begin(), order.slots.end(),
              [&](Slot left, Slot right) { return comes_first(fields[left], fields[right], which, arena); });
    order.is_made = true;
  }
  return order.slots;
}

std::shared_ptr<const Slots> CaseTable::Rows::find(const std::string& key, std::uint64_t version) {
  const std::lock_guard lock(mutex);
  const auto found = std::find_if(kept.begin(), kept.end(), [&](const Kept& one) { return one.key == key; });
  if (found == kept.end()) return nullptr;
  if (found->version != version) {
    kept.erase(found);
    return nullptr;
  }
  std::rotate(found, found + 1, kept.end());
  return kept.back().slots;
}

void CaseTable::Rows::keep(const std::string& key, std::uint64_t version,
                           std::shared_ptr<const Slots> slots) {
  const std::lock_guard lock(mutex);
  std::erase_if(kept, [&](const Kept& one) { return one.version != version || one.key == key; });
  if (kept.size() == kKept) kept.erase(kept.begin());
  kept.push_back({key, version, std::move(slots)});
}

Slots CaseTable::Rows::select(const Access& access, const CaseQuery& query) {
  const CaseFilter filter(query, codes);
  Slots out;
  if (filter.wants_none()) return out;
  // First over the rows as they lie in memory, then in order.
  std::vector<bool> fits(fields.size());
  std::size_t count = 0;
  for (Slot slot = 0; slot < fields.size(); ++slot) {
    const CaseFields& row = fields[slot];
    if (!row.is_there() || !access.sees(slot) || (!filter.wants_all() && !filter.fits(row, arena))) continue;
    fits[slot] = true;
    ++count;
  }
  out.reserve(count);
  const Slots& order = ordered(query.order);
  if (query.ascending) {
    std::copy_if(order.rbegin(), order.rend(), std::back_inserter(out),
                 [&](Slot slot) { return fits[slot]; });
  } else {
    std::copy_if(order.begin(), order.end(), std::back_inserter(out), [&](Slot slot) { return fits[slot]; });
  }
  return out;
}

CaseTable::CaseTable() : rows_(std::make_unique<Rows>()) {}
CaseTable::~CaseTable() = default;

void CaseTable::put(Slot slot, FileId, BytesView bytes) {
  rows_->forget(slot);
  CaseCard card;
  if (!parse(bytes, card)) {
    log_event(Level::error, "card_unreadable", {{"table", "cases"}});
    return;
  }
  if (slot >= rows_->fields.size()) rows_->fields.resize(std::size_t{slot} + 1);
  CaseFields& row = rows_->fields[slot];
  rows_->codes.read(card, row);
  row.card = rows_->arena.add(bytes);
  row.alias = rows_->arena.add(view(fold_case(card.alias())));
  row.touched = ++rows_->touches;
  if (!card.dues().empty()) rows_->dues.put(slot, card.dues(), card.owner(), row.urgency);
  if (const auto person = FileId::from_text(card.person())) rows_->by_person[*person].push_back(slot);
  rows_->place_in_orders(slot);
  rows_->renew_if_worn();
}

void CaseTable::remove(Slot slot) {
  rows_->forget(slot);
  rows_->renew_if_worn();
}

void CaseTable::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) rows_->forget(slot);
  const bool is_empty = std::none_of(rows_->fields.begin(), rows_->fields.end(),
                                     [](const CaseFields& row) { return row.is_there(); });
  if (is_empty) {
    rows_->clear();
  } else {
    rows_->renew_if_worn();
  }
}

std::size_t CaseTable::bytes() const {
  const std::lock_guard lock(rows_->mutex);
  constexpr std::size_t kPersonNode = sizeof(FileId) + sizeof(Slots) + sizeof(Slot) + 6 * sizeof(void*);
  std::size_t total = rows_->fields.capacity() * sizeof(CaseFields) + rows_->arena.bytes() +
                      rows_->codes.bytes() + rows_->dues.bytes() + rows_->by_person.size() * kPersonNode;
  for (const auto& order : rows_->orders) total += order.slots.capacity() * sizeof(Slot);
  for (const auto& one : rows_->kept) total += one.slots->capacity() * sizeof(Slot);
  return total;
}

std::shared_ptr<const Slots> CaseTable::Rows::fitting(const Access& access, const CaseQuery& query) {
  const std::string key = key_of(query, access.views());
  std::shared_ptr<const Slots> slots = find(key, access.version());
  if (!slots) {
    slots = std::make_shared<const Slots>(select(access, query));
    keep(key, access.version(), slots);
  }
  return slots;
}

std::vector<FileId> CaseTable::files(const Access& access, const CaseQuery& query) const {
  const auto slots = rows_->fitting(access, query);
  std::vector<FileId> out;
  out.reserve(slots->size());
  for (const Slot slot : *slots) out.push_back(access.file(slot));
  return out;
}

CaseList CaseTable::list(const Access& access, const CaseQuery& query) const {
  const std::shared_ptr<const Slots> slots = rows_->fitting(access, query);
  CaseList out;
  out.total = slots->size();
  for (std::size_t at = query.offset; at < slots->size() && out.rows.size() < query.limit; ++at) {
    CaseRow row;
    row.file = access.file((*slots)[at]);
    if (parse(rows_->arena.at(rows_->fields[(*slots)[at]].card), row.card))
      out.rows.push_back(std::move(row));
  }
  return out;
}

std::vector<CaseRow> CaseTable::of_person(const Access& access, std::span<const FileId> files) const {
  std::vector<CaseRow> out;
  Slots slots;
  for (const FileId file : files) {
    const auto found = rows_->by_person.find(file);
    if (found == rows_->by_person.end()) continue;
    std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(slots),
                 [&](Slot slot) { return access.sees(slot); });
  }
  std::sort(slots.begin(), slots.end(), [&](Slot left, Slot right) {
    return comes_first(rows_->fields[left], rows_->fields[right], CaseOrder::opened, rows_->arena);
  });
  for (const Slot slot : slots) {
    CaseRow row;
    row.file = access.file(slot);
    if (parse(rows_->arena.at(rows_->fields[slot].card), row.card)) out.push_back(std::move(row));
  }
  return out;
}

std::optional<CaseCard> CaseTable::card(const Access& access, FileId file) const {
  const auto slot = access.find(file);
  if (!slot || *slot >= rows_->fields.size() || !rows_->fields[*slot].is_there()) return std::nullopt;
  CaseCard out;
  if (!parse(rows_->arena.at(rows_->fields[*slot].card), out)) return std::nullopt;
  return out;
}

void CaseTable::each_own(const Access& access, const std::function<void(FileId, const CaseCard&)>& use) const {
  CaseQuery imported;
  imported.provenance = "ctdc_import";
  const CaseFilter filter(imported, rows_->codes);
  CaseCard card;
  for (Slot slot = 0; slot < rows_->fields.size(); ++slot) {
    const CaseFields& row = rows_->fields[slot];
    if (!row.is_there() || !access.sees(slot) || (!filter.wants_none() && filter.fits(row, rows_->arena))) continue;
    if (parse(rows_->arena.at(row.card), card)) use(access.file(slot), card);
  }
}

DueList CaseTable::dues(const Access& access, const DueQuery& query) const {
  const DueRows::Selection found = rows_->dues.select(access, query);
  DueList out{found.total, found.late, {}};
  for (const DueRows::Found& one : found.first) {
    CaseCard card;
    if (!parse(rows_->arena.at(rows_->fields[one.slot].card), card)) continue;
    const Due& due = card.dues(one.index);
    out.rows.push_back({access.file(one.slot), due, due.member().empty() ? card.owner() : due.member(), card.alias(), one.urgency, one.late});
  }
  return out;
}

}  // namespace arasha::projection
