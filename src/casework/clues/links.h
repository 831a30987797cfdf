// Which other cases mention a clue of this one, as far as the reader may know: a case that she may open by its name, of any other
// only the circles that know more. And the questions that such circles are asked.
#pragma once

#include "casework/case_view.h"
#include "casework/clues/book.h"

namespace arasha::casework {

struct LinkedCase {
  FileId file;
  std::string alias;  // empty: not shown to this member
};
// What became of a question of this member's.
struct OwnQuestion {
  std::string day;
  std::string answer;       // empty: none yet
  std::string answered_by;  // member id, in letters
};
struct ClueLinks {
  const Item* item = nullptr;   // a Clue or a LegalClue of the story
  bool compared = false;        // there are fingerprints of this version
  bool enough = false;          // it says enough to be compared
  std::vector<LinkedCase> cases;
  std::vector<CircleId> circles;  // they open other cases that mention it; in no order that says which
  std::vector<OwnQuestion> asked;
};
struct QuestionHere {
  ClueQuestion question;
  const Item* item = nullptr;  // the clue that it is about
};
struct CluesOfCase {
  Comparing comparing = Comparing::no_circle;
  std::vector<ClueLinks> clues;
  std::vector<QuestionHere> questions;  // those without an answer first
  bool is_empty() const { return clues.empty() && questions.empty(); }
};

// A search, recorded with the file of the case, when fingerprints were compared. Nothing is looked for that is not
// written as a clue in this case.
Result<CluesOfCase> clues_of(const Desk& desk, const Visit& visit, FileId file, const Story& story);

// Asks the circles of every other case that mentions this clue: one question for each clue of theirs. Answers how many were asked.
// `not_found` where the clue is not one of this case, or nothing agrees with it.
Result<int> ask_about(const Desk& desk, const Visit& visit, FileId file, const Story& story, EntryId clue);
// `conflict` when a colleague answered first.
Result<void> answer_question(const Desk& desk, const Visit& visit, FileId file, EntryId question, const std::string& answer);
// Makes fingerprints for the clues of this case that have none; they may be older than the organisation's choice.
Result<void> compare_clues(const Desk& desk, const Visit& visit, FileId file);

}  // namespace arasha::casework
