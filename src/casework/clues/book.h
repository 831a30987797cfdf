// The fingerprints of a case's clues, kept in step with them: what stands in the card of the compartment CLUES.
//
// The key that makes the organisation's fingerprints belongs to one file, the *book*, whose compartment CLUES the policy's
// circles open. Whoever does not, compares nothing and is told nothing.
#pragma once

#include "arasha/clues.pb.h"
#include "casework/story.h"

namespace arasha::casework {

bool is_clue(std::uint16_t entry_type);
// Of a Clue or a LegalClue; empty for anything else.
struct ClueSaid {
  std::string kind, value, town, birth_year, role;
};
std::optional<ClueSaid> clue_said(const google::protobuf::Message& message);

// The book of this organisation; there is none before the first clue.
FileId clue_book(const vault::Vault& vault);

enum class Comparing {
  yes,        // this member makes and compares fingerprints
  no_circle,  // the organisation chose no circle for it
  not_yours,  // other circles do
};
Comparing comparing(const vault::Vault& vault, const vault::Keyring& by);

// Puts into `change`, which writes to that file, the card with the fingerprints of the clues of that compartment as they stand in
// `after`; those of the other compartments and the questions stay. Does nothing where this member does not compare. `denied` when
// she takes away or changes (`replaces`) a clue whose fingerprints she cannot take away.
Result<void> keep_marks(vault::Vault& vault, const vault::Keyring& by, const Story& after, std::uint8_t compartment, bool replaces,
                        vault::FileChange& change);

// The card as it stands; an empty one where there is none.
Result<ClueCard> clue_card(const vault::Vault& vault, const vault::Keyring& by, FileId file);

}  // namespace arasha::casework
