// What is to be done by a day, of many files, in fixed columns: late things by urgency, the rest by day. Inside a table:
// not synchronised.
#pragma once

#include <string>
#include <vector>

#include "arasha/cards.pb.h"
#include "projection/case_rows.h"

namespace arasha::projection {

// Empty conditions ask for nothing.
struct DueQuery {
  std::string today;        // yyyy-mm-dd; what lies before it is late
  std::string until;        // the last day that is shown
  std::string member;       // id in letters: whose they are; "-": nobody's
  std::size_t limit = 25;   // how many from the front
};

struct DueRow {
  FileId file;
  Due due;
  std::string owner;         // who does it: the member of the due, else the owner of the file; empty: nobody
  std::string alias;         // of a case; empty where the table does not know it
  std::uint8_t urgency = 0;  // of the case: 3 immediate danger, 2 possible, 1 not known, 0 none
  bool late = false;
};
// Late ones first: the most urgent, then the oldest; then the others by day.
bool comes_first(const DueRow& left, const DueRow& right);

struct DueList {
  std::size_t total = 0;
  std::size_t late = 0;
  std::vector<DueRow> rows;
};

class DueRows {
 public:
  using Dues = google::protobuf::RepeatedPtrField<Due>;
  // `owner`: id in letters of who does what names nobody.
  void put(Slot slot, const Dues& dues, std::string_view owner, std::uint8_t urgency);
  void remove(Slot slot);
  void clear() { *this = DueRows(); }
  std::size_t bytes() const;

  struct Found {
    Slot slot = 0;
    std::uint16_t index = 0;  // of the card's dues
    std::uint8_t urgency = 0;
    bool late = false;
    Day day = kNoDay;
  };
  struct Selection {
    std::size_t total = 0;
    std::size_t late = 0;
    std::vector<Found> first;  // in order, `limit` at most
  };
  Selection select(const Access& access, const DueQuery& query) const;

 private:
  struct Row {
    Day day = kNoDay;
    std::uint32_t member = 0;  // 0: nobody
    std::uint16_t index = 0;
    std::uint8_t urgency = 0;
  };
  std::vector<std::vector<Row>> rows_;  // by slot
  Codes members_;
};

}  // namespace arasha::projection
