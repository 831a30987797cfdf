#include "directory/table.h"

#include <algorithm>
#include <charconv>

#include "base/event.h"
#include "base/text.h"
#include "directory/rules.h"
#include "projection/names.h"
#include "schema/vocabulary.h"

namespace arasha::directory {
namespace {

using projection::Access;
using projection::Slot;

constexpr std::size_t kWordsOfPiece = 24;  // the index takes 32 words of a text
constexpr std::size_t kPieces = 8;
constexpr std::size_t kFoundByText = 5000;

std::uint64_t need_bit(std::string_view code) {
  static const std::vector<schema::Term>* terms = [] {
    const auto& all = schema::vocabularies();
    return &std::find_if(all.begin(), all.end(), [](const auto& one) { return std::string_view(one.name) == "assistance"; })->terms;
  }();
  for (std::size_t i = 0; i < terms->size() && i < 64; ++i) {
    if ((*terms)[i].code == code) return std::uint64_t{1} << i;
  }
  return 0;
}

int number_or(const std::string& text, int otherwise) {
  int out = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return text.empty() || failed != std::errc() ? otherwise : out;
}

void add_pieces(std::string_view text, std::vector<std::string>& out) {
  const auto words = schema::split(text, " \n\t");
  for (std::size_t at = 0; at < words.size() && at < kWordsOfPiece * kPieces; at += kWordsOfPiece) {
    std::string piece;
    for (std::size_t i = at; i < words.size() && i < at + kWordsOfPiece; ++i) (piece += words[i]) += ' ';
    out.push_back(std::move(piece));
  }
}

// By what words an organisation is found.
std::vector<std::string> texts_of(const DirectoryCard& card) {
  std::vector<std::string> out{card.organisation().name(), card.organisation().abbreviation()};
  out.insert(out.end(), card.organisation().other_names().begin(), card.organisation().other_names().end());
  for (const auto& service : card.services()) out.push_back(service.value().name());
  for (const auto& place : card.places()) {
    for (const std::string& text : {place.value().name(), place.value().locality(), place.value().region()}) out.push_back(text);
  }
  for (const auto& contact : card.contacts()) {
    out.push_back(contact.value().name());
    out.insert(out.end(), contact.value().phones().begin(), contact.value().phones().end());
  }
  add_pieces(card.organisation().description(), out);
  for (const auto& service : card.services()) add_pieces(service.value().description(), out);
  std::erase(out, std::string());
  return out;
}

bool has_all(const std::vector<std::string>& tokens, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
    return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& token) {
      return token.starts_with(word) || projection::token_distance(token, word, projection::allowed_distance(word.size())) <= projection::allowed_distance(word.size());
    });
  });
}

void wipe(std::string& text) { std::fill(text.begin(), text.end(), '\0'); }

}  // namespace

Table::Facts Table::facts_of(const DirectoryCard& card) {
  Facts out;
  out.there = true;
  out.outflow = card.has_outflow();
  out.ended = !card.organisation().ended().empty();
  out.takes_referrals = card.organisation().receives_referrals() == "yes";
  out.type = card.organisation().type();
  out.name = fold_case(card.organisation().name());
  out.looked_at = looked_at(card);
  out.vacancy = std::any_of(card.vacancies().begin(), card.vacancies().end(), [](const auto& one) {
    return number_or(one.value().least(), 0) > 0 || number_or(one.value().most(), 0) > 0;
  });
  for (const auto& place : card.places()) {
    std::vector<std::string> tokens = projection::fold_name_to_store(place.value().locality());
    for (std::string& token : projection::fold_name_to_store(place.value().region())) tokens.push_back(std::move(token));
    out.places.push_back(std::move(tokens));
  }
  for (const auto& one : card.services()) {
    const DirectoryService* from = &one.value();
    if (from->status() != "active") continue;
    Service service;
    for (const std::string& need : from->needs()) service.needs |= need_bit(need);
    service.age_from = number_or(from->age_from(), 0);
    service.age_to = number_or(from->age_to(), 1000);
    if (!from->sexes().empty()) {
      const auto serves = [&](std::string_view sex) { return std::find(from->sexes().begin(), from->sexes().end(), sex) != from->sexes().end(); };
      service.female = serves("female");
      service.male = serves("male");
    }
    service.languages.assign(from->languages().begin(), from->languages().end());
    for (int i = 0; i < card.places_size(); ++i) {
      if (std::find(from->places().begin(), from->places().end(), card.places(i).id()) != from->places().end()) service.places.push_back(static_cast<std::uint32_t>(i));
    }
    *service.hours.mutable_hours() = from->hours();
    out.services.push_back(std::move(service));
  }
  return out;
}

bool Table::fits(const Facts& facts, const Query& query, std::uint64_t need, const std::vector<std::string>& where) {
  if (!facts.there || facts.outflow || (facts.ended && !query.closed_too)) return false;
  if (!query.type.empty() && facts.type != query.type) return false;
  if (query.takes_referrals && !facts.takes_referrals) return false;
  if (query.with_vacancy && !facts.vacancy) return false;
  if (!query.looked_at_before.empty() && facts.looked_at >= query.looked_at_before) return false;
  const auto is_there = [&](const std::vector<std::uint32_t>& places) {
    if (where.empty()) return true;
    if (places.empty()) return std::any_of(facts.places.begin(), facts.places.end(), [&](const auto& tokens) { return has_all(tokens, where); });
    return std::any_of(places.begin(), places.end(), [&](std::uint32_t i) { return has_all(facts.places[i], where); });
  };
  const bool of_service = need != 0 || !query.need.empty() || !query.language.empty() || !query.sex.empty() || query.age || query.open;
  if (!of_service) return is_there({});
  return std::any_of(facts.services.begin(), facts.services.end(), [&](const Service& service) {
    if (!query.need.empty() && (service.needs & need) == 0) return false;
    if (query.sex == "female" && !service.female) return false;
    if (query.sex == "male" && !service.male) return false;
    if (query.age && (*query.age < service.age_from || *query.age > service.age_to)) return false;
    if (!query.language.empty() && std::find(service.languages.begin(), service.languages.end(), query.language) == service.languages.end()) return false;
    if (query.open && !is_open(service.hours, *query.open)) return false;
    return is_there(service.places);
  });
}

std::optional<DirectoryCard> Table::read(Slot slot) const {
  if (slot >= cards_.size() || cards_[slot].size == 0) return std::nullopt;
  const BytesView bytes = arena_.at(cards_[slot]);
  DirectoryCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return std::nullopt;
  return card;
}

void Table::forget(Slot slot) {
  if (slot >= cards_.size() || cards_[slot].size == 0) return;
  wipe(facts_[slot].name);
  facts_[slot] = Facts();
  texts_.remove(slot);
  arena_.let_go(cards_[slot]);
}

void Table::renew_if_worn() {
  if (!arena_.is_worn()) return;
  projection::CardArena fresh;
  for (auto& card : cards_) card = fresh.add(arena_.at(card));
  arena_.swap(fresh);
}

void Table::put(Slot slot, FileId, BytesView bytes) {
  forget(slot);
  DirectoryCard card;
  if (!card.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    log_event(Level::error, "card_unreadable", {{"table", "directory"}});
    return;
  }
  if (slot >= cards_.size()) {
    cards_.resize(std::size_t{slot} + 1);
    facts_.resize(std::size_t{slot} + 1);
  }
  cards_[slot] = arena_.add(bytes);
  facts_[slot] = facts_of(card);
  if (!card.has_outflow()) texts_.add(slot, texts_of(card));
  renew_if_worn();
}

void Table::remove(Slot slot) {
  forget(slot);
  renew_if_worn();
}

void Table::remove_many(std::span<const Slot> slots) {
  for (const Slot slot : slots) forget(slot);
  if (std::any_of(cards_.begin(), cards_.end(), [](const auto& card) { return card.size != 0; })) {
    renew_if_worn();
    return;
  }
  cards_ = {};
  facts_ = {};
  texts_.clear();
  arena_.clear();
}

std::size_t Table::bytes() const {
  std::size_t out = arena_.bytes() + texts_.bytes() + cards_.capacity() * sizeof(projection::CardArena::Ref) + facts_.capacity() * sizeof(Facts);
  for (const Facts& facts : facts_) out += facts.services.capacity() * sizeof(Service);
  return out;
}

Rows Table::find(const Access& access, const Query& query, std::size_t offset, std::size_t limit) const {
  const std::uint64_t need = need_bit(query.need);
  const std::vector<std::string> where = projection::fold_name(query.where);
  std::vector<Slot> slots;
  if (!query.where.empty() && where.empty()) return {};
  if (!trim(query.text).empty()) {
    const auto may_show = [&](std::uint32_t slot) { return access.sees(slot) && slot < facts_.size() && fits(facts_[slot], query, need, where); };
    for (const auto& found : texts_.search(query.text, kFoundByText, may_show)) {
      if (found.score >= projection::NameIndex::kWorthShowing) slots.push_back(found.id);
    }
  } else {
    for (Slot slot = 0; slot < facts_.size(); ++slot) {
      if (access.sees(slot) && fits(facts_[slot], query, need, where)) slots.push_back(slot);
    }
    const bool oldest_first = !query.looked_at_before.empty();
    const std::size_t shown = std::min(slots.size(), offset + limit);
    std::partial_sort(slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(shown), slots.end(), [&](Slot a, Slot b) {
      if (oldest_first && facts_[a].looked_at != facts_[b].looked_at) return facts_[a].looked_at < facts_[b].looked_at;
      return facts_[a].name != facts_[b].name ? facts_[a].name < facts_[b].name : a < b;
    });
  }
  Rows out;
  out.total = slots.size();
  for (std::size_t i = offset; i < slots.size() && i < offset + limit; ++i) {
    if (auto card = read(slots[i])) out.rows.push_back({access.file(slots[i]), std::move(*card)});
  }
  return out;
}

std::optional<DirectoryCard> Table::card(const Access& access, FileId file) const {
  const auto slot = access.find(file);
  return slot ? read(*slot) : std::nullopt;
}

std::vector<Row> Table::all(const Access& access, bool outflows) const {
  std::vector<Row> out;
  for (Slot slot = 0; slot < facts_.size(); ++slot) {
    if (!facts_[slot].there || facts_[slot].outflow != outflows || !access.sees(slot)) continue;
    if (auto card = read(slot)) out.push_back({access.file(slot), std::move(*card)});
  }
  return out;
}

std::vector<Row> Table::organisations(const Access& access) const {
  std::vector<Row> out = all(access, false);
  std::sort(out.begin(), out.end(), [](const Row& a, const Row& b) {
    const auto key = [](const Row& row) { return std::pair(fold_case(row.card.organisation().name()), row.file); };
    return key(a) < key(b);
  });
  return out;
}

std::vector<Row> Table::outflows(const Access& access) const {
  std::vector<Row> out = all(access, true);
  std::sort(out.begin(), out.end(), [](const Row& a, const Row& b) { return std::pair(b.card.outflow().date(), b.file) < std::pair(a.card.outflow().date(), a.file); });
  return out;
}

}  // namespace arasha::directory
