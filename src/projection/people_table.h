// People by name, whatever the alphabet: the identity cards and the index over them.
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
  FileId person;
  PersonCard card;
  float score = 0;  // NameIndex::search
};

class PeopleTable : public Table {
 public:
  PeopleTable();
  ~PeopleTable() override;
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  void remove_many(std::span<const Slot> slots) override;
  std::size_t bytes() const override;

  // The best first.
  std::vector<PersonFound> search(const Access& access, std::string_view text, std::size_t limit) const;
  std::optional<PersonCard> card(const Access& access, FileId person) const;

 private:
  struct Rows;
  std::unique_ptr<Rows> rows_;
};

}  // namespace arasha::projection
