// Erasing a case for ever, by two people, with a certificate that stays (docs/retention.md). All of it happens in one change
// of the vault: the case's file, the person's when no other case needs it, and the certificate in the organisation's register.
#pragma once

#include "casework/parts.h"
#include "casework/retention/rules.h"
#include "vault/destruction.h"

namespace arasha::casework {

// Why the person's file does not go with the case.
enum class PersonStays { goes, none, other_case, joined, not_openable, unseen_cases };

// A case as somebody who wants to erase it sees it. Readings of both files are recorded.
struct ErasureView {
  FileId file;
  vault::OpenedFile opened;
  Story story;
  CaseCard card;
  std::vector<vault::Compartment> parts;         // of the case's file, in order
  FileId person;                                 // nil: the case names none
  std::optional<vault::OpenedFile> person_opened;
  std::optional<PersonCard> person_card;
  std::vector<vault::Compartment> person_parts;
  PersonStays person_stays = PersonStays::none;
  std::size_t unseen_cases = 0;                  // cases that this member may not open: one may need the person's file
  RetentionStanding standing;
  Proposal proposal;

  bool person_goes() const { return person_stays == PersonStays::goes; }
};
// `not_found` where the work of the case is closed to `by`, or there is no such case.
Result<ErasureView> look_at_erasure(const Desk& desk, const vault::Keyring& by, FileId file);

// Beside the rules of casework/rules.h: every obstacle refuses.
Result<void> propose_erasure(const Desk& desk, const vault::Keyring& by, FileId file, ErasureProposed proposal, EntryId once);

// `seen`: the proposal that was before the second person's eyes. `denied` for who proposed; `conflict` when anything was
// written since into the case, or into the person's file if it goes; `invalid_input` with the first obstacle. Sent twice it is
// done once: the second answer is ok too.
Result<void> confirm_erasure(const Desk& desk, const vault::Keyring& by, FileId file, EntryId seen);

// --- What stays

FileId register_file(const vault::Vault& vault);
// The same for one alias always, and for whoever has this server's key only: whether a paper with an alias means this case.
std::string alias_code(const vault::Vault& vault, const std::string& alias);
// Aliases of erased cases are not given out again. Asks no key, so that nobody has to read the register for it.
bool alias_was_erased(const vault::Vault& vault, const std::string& alias);

struct Certificate {
  ErasureCertificate stated;
  EntryId id;
  Time time;
  MemberId by;
};
// The newest first. Nothing where the register is closed to `by` or there is none yet.
Result<std::vector<Certificate>> certificates(vault::Vault& vault, const vault::Keyring& by);

// Whether what is stated agrees with what is left of a file.
struct Proof {
  std::optional<vault::Remains> of_case;
  std::optional<vault::Remains> of_person;
  bool holds = false;  // both are gone, by the signature of the second person, and commit to these very words
};
Result<Proof> prove(const vault::Vault& vault, const Certificate& certificate);

// Where drafts of forms about this file may lie.
std::vector<std::string> draft_places(FileId file, const vault::OpenedFile& opened);

}  // namespace arasha::casework
