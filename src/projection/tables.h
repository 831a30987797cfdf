// The projection with the tables that lists and search read; one for each server.
#pragma once

#include "projection/case_table.h"
#include "arasha/options.pb.h"
#include "projection/people_table.h"
#include "projection/phone_table.h"

namespace arasha::projection {

class Tables {
 public:
  explicit Tables(vault::Vault& vault) : projection_(vault) {
    projection_.attach(ASSISTANCE, cases_);
    projection_.attach(IDENTITY, people_);
    projection_.attach(PRESENCE, phones_);
  }
  Projection& projection() { return projection_; }
  const CaseTable& cases() const { return cases_; }
  const PeopleTable& people() const { return people_; }
  const PhoneTable& phones() const { return phones_; }

 private:
  CaseTable cases_;
  PeopleTable people_;
  PhoneTable phones_;  // filled when somebody first looks for a telephone
  Projection projection_;  // last: it lets go of the tables first
};

}  // namespace arasha::projection
