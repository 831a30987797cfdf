// Safe telephone numbers, to find whose case one stands in: the cards of presence, by number.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "projection/projection.h"

namespace arasha::projection {

class PhoneTable : public Table {
 public:
  void put(Slot slot, FileId file, BytesView card) override;
  void remove(Slot slot) override;
  std::size_t bytes() const override;

  // The persons of the cases whose safe number is one of these, each once.
  std::vector<FileId> persons_of(const Access& access, std::string_view phones) const;

 private:
  struct Row {
    std::string phones;
    FileId person;
  };
  std::unordered_multimap<std::string, Slot> by_key_;
  std::unordered_map<Slot, Row> rows_;  // those that have a number
};

}  // namespace arasha::projection
