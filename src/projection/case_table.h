// The list of cases: what the assistance cards say, filtered, sorted and cut into pages.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "arasha/cards.pb.h"
#include "projection/projection.h"

namespace arasha::projection {

enum class CaseOrder { updated, opened, alias, danger, approval };  // approval: by the day on which it was asked for

// Empty conditions ask for nothing. Codes are those of the vocabularies; dates are yyyy-mm-dd, both ends included.
struct CaseQuery {
  std::string state;           // new, active, closed; "open": new or active
  std::string owner;           // member id in letters; "-": nobody's
  std::string danger;
  std::string identification;
  std::string exploitation;
  std::string country;         // of exploitation
  std::string source;
  std::string provenance;
  std::string alias;           // a part of the alias, without regard to case
  std::string opened_from, opened_until;
  std::string closed_from, closed_until;
  std::string review_until;    // the plan is to be reviewed on that day or earlier
  std::string flag;            // of those that are not taken off
  std::string approval;        // "waits": something in it waits for approval
  CaseOrder order = CaseOrder::updated;  // what was worked on last comes before the rest of its day
  bool ascending = false;      // false: the newest, the most urgent, the last of the alphabet first
  std::size_t offset = 0;
  std::size_t limit = 25;
};

struct DueQuery;  // projection/due_rows.h
struct DueList;

struct CaseRow {
  FileId file;
  CaseCard card;
};

struct CaseList {
  std::size_t total = 0;       // that fit, on all pages
  std::vector<CaseRow> rows;
};

class CaseTable : public Table {
 public:
  CaseTable();
  ~CaseTable() override;
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  void remove_many(std::span<const Slot> slots) override;
  std::size_t bytes() const override;

  CaseList list(const Access& access, const CaseQuery& query) const;
  // Which cases fit, all of them, in order; `offset` and `limit` play no part.
  std::vector<FileId> files(const Access& access, const CaseQuery& query) const;
  // The cases of a person, newest first.
  std::vector<CaseRow> of_person(const Access& access, FileId person) const { return of_person(access, std::span(&person, 1)); }
  // Of a person who has several files.
  std::vector<CaseRow> of_person(const Access& access, std::span<const FileId> files) const;
  // Every case that is seen and was not imported from a dataset, in no order: for counting. `use` must not ask this table.
  void each_own(const Access& access, const std::function<void(FileId file, const CaseCard& card)>& use) const;
  std::optional<CaseCard> card(const Access& access, FileId file) const;
  // What is to be done in the cases.
  DueList dues(const Access& access, const DueQuery& query) const;

 private:
  struct Rows;
  std::unique_ptr<Rows> rows_;
};

}  // namespace arasha::projection
