// The answers to an own form in all cases that a member may open, as a table.
#pragma once

#include "casework/cases.h"
#include "schema/own_form.h"

namespace arasha::casework {

struct AnswerTable {
  std::string csv;
  std::size_t answers = 0;
  std::size_t files = 0;     // in which there were answers
  int left_out = 0;          // columns, for their sensitivity
};
// One row for each answer that counts now, in the words of the reader; its columns are the fields of the form as it counts now,
// also for answers that were made with an earlier version. `sensitive`: also the fields by which a person can be found, and the
// special ones. Recorded as exported before anything is decrypted, file by file. For the own organisation: docs/consent.md.
Result<AnswerTable> answers_of(vault::Vault& vault, const vault::Keyring& by, const schema::OwnForm& form, bool sensitive, const Catalogue& words);

}  // namespace arasha::casework
