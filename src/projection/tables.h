// The projection with the tables that lists and search read; one for each server.
#pragma once

#include "projection/case_table.h"
#include "arasha/options.pb.h"
#include "projection/clue_table.h"
#include "projection/due_table.h"
#include "projection/intake_table.h"
#include "projection/people_table.h"
#include "projection/phone_table.h"

namespace arasha::projection {

class Tables {
 public:
  explicit Tables(vault::Vault& vault) : projection_(vault) {
    projection_.attach(ASSISTANCE, cases_);
    projection_.attach(IDENTITY, people_);
    projection_.attach(PRESENCE, phones_);
    projection_.attach(LEGAL, legal_);
    projection_.attach(HEALTH, health_);
    projection_.attach(CLUES, clues_);
    projection_.attach(INTAKE, intake_);
  }
  Projection& projection() { return projection_; }
  const CaseTable& cases() const { return cases_; }
  const PeopleTable& people() const { return people_; }
  const PhoneTable& phones() const { return phones_; }
  const DueTable<LegalCard>& legal() const { return legal_; }
  const DueTable<HealthCard>& health() const { return health_; }
  const ClueTable& clues() const { return clues_; }
  const IntakeTable& intake() const { return intake_; }

 private:
  CaseTable cases_;
  PeopleTable people_;
  PhoneTable phones_;  // filled when somebody first looks for a telephone
  DueTable<LegalCard> legal_;
  DueTable<HealthCard> health_;
  ClueTable clues_;
  IntakeTable intake_;
  Projection projection_;  // last: it lets go of the tables first
};

}  // namespace arasha::projection
