// What the list of cases filters and sorts by, in fixed columns: days and numbers of codes. Inside the room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "arasha/cards.pb.h"
#include "projection/card_arena.h"
#include "projection/case_table.h"

namespace arasha::projection {

using Day = std::int32_t;  // since 1970
inline constexpr Day kNoDay = INT32_MIN;
Day day_of(std::string_view date);  // kNoDay for what is no date

// The different values of one column, by number; 0 is the empty value.
class Codes {
 public:
  std::uint32_t take(std::string_view value);
  std::optional<std::uint32_t> find(std::string_view value) const;
  std::size_t bytes() const;

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

// A set of codes as bits. All from the 64th on share the last one: whoever finds that set looks into the
// card.
using CodeSet = std::uint64_t;
inline constexpr CodeSet kRareCode = CodeSet{1} << 63U;

struct CaseFields {
  CardArena::Ref card;
  CardArena::Ref alias;  // folded for comparing
  Day opened = kNoDay;
  Day updated = kNoDay;
  Day closed = kNoDay;
  Day review = kNoDay;  // of the plan
  Day approval = kNoDay;  // waits for it since
  std::uint32_t touched = 0;  // grows with each put: orders what happened on one day
  std::uint32_t state = 0;
  std::uint32_t owner = 0;
  std::uint32_t danger = 0;
  std::uint32_t identification = 0;
  std::uint32_t country = 0;
  std::uint32_t provenance = 0;
  CodeSet sources = 0;
  CodeSet exploitation = 0;
  CodeSet flags = 0;
  std::uint8_t urgency = 0;
  bool is_there() const { return touched != 0; }
};

class CaseCodes {
 public:
  void read(const CaseCard& card, CaseFields& fields);
  std::size_t bytes() const;

 private:
  friend class CaseFilter;
  Codes state_, owner_, danger_, identification_, country_, provenance_, sources_, exploitation_, flags_;
};

// The conditions of a query, made ready for one walk over the rows.
class CaseFilter {
 public:
  CaseFilter(const CaseQuery& query, const CaseCodes& codes);
  bool wants_all() const { return wants_all_; }  // no condition
  bool wants_none() const { return wants_none_; }
  bool fits(const CaseFields& fields, const CardArena& arena) const;

 private:
  struct Equal {  // either number; none: no condition
    bool asked = false;
    std::uint32_t one = 0;
    std::uint32_t other = 0;
    bool fits(std::uint32_t code) const { return !asked || code == one || code == other; }
  };
  struct Range {
    bool asked = false;
    Day from = kNoDay;
    Day until = INT32_MAX;
    bool fits(Day day) const { return !asked || (day != kNoDay && from <= day && day <= until); }
  };
  Equal equal(std::string_view value, const Codes& codes);
  CodeSet set(std::string_view value, const Codes& codes);
  Range range(std::string_view from, std::string_view until);
  bool card_fits(const CaseFields& fields, const CardArena& arena) const;

  Equal state_, owner_, danger_, identification_, country_, provenance_;
  Range opened_, closed_, review_;
  CodeSet source_ = 0;
  CodeSet exploitation_ = 0;
  CodeSet flag_ = 0;
  bool waits_ = false;
  std::string alias_;
  std::string source_code_, exploitation_code_, flag_code_;  // to look for in a card
  bool wants_all_ = true;
  bool wants_none_ = false;
};

// Whether the left case comes first when the newest, the most urgent, or the last of the alphabet does.
bool comes_first(const CaseFields& left, const CaseFields& right, CaseOrder order, const CardArena& arena);

}  // namespace arasha::projection
