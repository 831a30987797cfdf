// The directory in memory: who helps with what, for whom, where and when, in any script. The cards of the compartment DIRECTORY.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arasha/directory.pb.h"
#include "directory/hours.h"
#include "projection/card_arena.h"
#include "projection/name_index.h"
#include "projection/projection.h"

namespace arasha::directory {

// What somebody looks for; what is empty is not asked. What is asked of a service (need, language, sex, age, time, place)
// must hold for one and the same service that is not closed.
struct Query {
  std::string text = {};      // of names, services, telephones, places: any script, slips of the finger allowed
  std::string need = {};      // code of `assistance`
  std::string type = {};      // code of `organisation_type`
  std::string where = {};     // town or region, any script
  std::string language = {};  // ISO 639
  std::string sex = {};       // female, male
  std::optional<int> age = {};
  std::optional<Moment> open = {};
  bool with_vacancy = false;     // free places were said, and there is at least one
  bool takes_referrals = false;
  bool closed_too = false;
  std::string looked_at_before = {};  // yyyy-mm-dd: not checked since
};

struct Row {
  FileId file;
  DirectoryCard card;
};
struct Rows {
  std::vector<Row> rows;
  std::size_t total = 0;  // how many fit, beside those that are shown
};

class Table : public projection::Table {
 public:
  void put(projection::Slot slot, FileId file, BytesView card) override;
  void remove(projection::Slot slot) override;
  void remove_many(std::span<const projection::Slot> slots) override;
  std::size_t bytes() const override;

  // With a text the best first, else by name; what was not checked for longest first where that is asked.
  Rows find(const projection::Access& access, const Query& query, std::size_t offset, std::size_t limit) const;
  std::optional<DirectoryCard> card(const projection::Access& access, FileId file) const;
  // Everything that the access sees: organisations by name, or outflows, the newest first.
  std::vector<Row> organisations(const projection::Access& access) const;
  std::vector<Row> outflows(const projection::Access& access) const;

 private:
  struct Service {
    std::uint64_t needs = 0;  // a bit for each code of `assistance`
    int age_from = 0;
    int age_to = 1000;
    bool female = true;
    bool male = true;
    std::vector<std::string> languages;
    std::vector<std::uint32_t> places;  // of Facts::places; none: any of them
    DirectoryService hours;             // only its rows
  };
  struct Facts {
    bool there = false;
    bool outflow = false;
    bool ended = false;
    bool takes_referrals = false;
    bool vacancy = false;
    std::string type;
    std::string name;       // folded, for the order
    std::string looked_at;
    std::vector<Service> services;
    std::vector<std::vector<std::string>> places;  // tokens
  };
  static Facts facts_of(const DirectoryCard& card);
  static bool fits(const Facts& facts, const Query& query, std::uint64_t need, const std::vector<std::string>& where);
  void forget(projection::Slot slot);
  void renew_if_worn();
  std::optional<DirectoryCard> read(projection::Slot slot) const;
  std::vector<Row> all(const projection::Access& access, bool outflows) const;

  std::vector<Facts> facts_;                            // by slot
  std::vector<projection::CardArena::Ref> cards_;       // by slot
  projection::CardArena arena_;
  projection::NameIndex texts_;
};

}  // namespace arasha::directory
