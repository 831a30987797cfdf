// People by name, whatever the alphabet: the identity cards and the index over them; and who is recorded twice.
//
// Two files of one person that were merged (PersonCard.merged_into) are one person here, as far as both are seen: whoever
// may open only one of them finds that one, as if there were no other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arasha/cards.pb.h"
#include "projection/name_index.h"
#include "projection/projection.h"

namespace arasha::projection {

struct PersonFound {
  FileId person;             // the file that is kept, of merged ones
  PersonCard card;           // with the names of all of them
  float score = 0;           // NameIndex::search
  std::vector<FileId> files; // all of them; `person` first
};

// What is known of somebody who may be recorded already. Empty parts are not asked for.
struct PersonSought {
  std::vector<std::string> names;
  std::string birth_date;
  std::string document;
  std::string phone;  // one or several
  std::vector<FileId> files = {};  // to be compared in any case
};
// One file that has something in common with it: reason to compare, not yet to believe.
struct PersonCandidate {
  FileId file;
  FileId person;     // the file that is kept, of merged ones
  PersonCard card;   // of `file` alone
  float name = 0;    // the best score of the names; 0: below what is worth showing
};

class PeopleTable : public Table {
 public:
  PeopleTable();
  ~PeopleTable() override;
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  void remove_many(std::span<const Slot> slots) override;
  std::size_t bytes() const override;

  // The best first, each person once.
  std::vector<PersonFound> search(const Access& access, std::string_view text, std::size_t limit) const;
  // Everybody who has the document, the telephone, the date of birth or a name like it, in no order.
  std::vector<PersonCandidate> candidates(const Access& access, const PersonSought& sought) const;
  // With the names of all files that were merged with it.
  std::optional<PersonCard> card(const Access& access, FileId person) const;
  // The file that is kept first, then those merged into it; `person` alone where nothing is seen of a merging.
  std::vector<FileId> files_of(const Access& access, FileId person) const;

 private:
  struct Rows;
  std::unique_ptr<Rows> rows_;
};

}  // namespace arasha::projection
