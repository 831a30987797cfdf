// What waits for a circle and what it works on. Thread-safe as the vault is.
#pragma once

#include "intake/conversation.h"
#include "intake/sealing.h"

namespace arasha::intake {

inline constexpr auto kAnswersKept = std::chrono::days(90);

// Drops of one conversation that nobody has opened yet. They are opened in memory, with the keys of who looks; who shows a list
// of them records it first.
struct Waiting {
  Form form;
  ConversationId conversation;
  FileId file;                 // where it goes; there already or not
  bool begun = false;          // the file is there: an addition
  std::vector<std::pair<DropId, Dropped>> drops;  // in the order in which they came; a first message before additions
};
struct WaitingList {
  std::vector<Waiting> rows;   // the most dangerous first, then by when they came
  std::size_t damaged = 0;     // do not open
};
Result<WaitingList> waiting(vault::Vault& vault, const vault::Keyring& by);
// How many drops wait for each form; nobody needs to be signed in, and nothing is opened.
Result<std::size_t> waiting_of(const vault::Vault& vault, const Form& form);
// Whether so many or more wait for this form.
Result<bool> is_full(const vault::Vault& vault, const Form& form, std::size_t most);
// For the circles that this member is in. Counted, not opened.
std::size_t new_for(const vault::Vault& vault, const vault::Keyring& by);

// Puts everything that waits of that conversation into its file, which is made where it is not there; granted to the form's
// circle and to nobody else. `not_found`: nothing of it waits (any more).
Result<FileId> open_waiting(vault::Vault& vault, const vault::Keyring& by, ConversationId conversation);

// Recorded as a reading. `denied` as Vault::open_file; `not_found` for a file that is no conversation.
Result<Conversation> read(vault::Vault& vault, const vault::Keyring& by, FileId file);

// To the writer: an entry, and the sealed answer in the same transaction. `once`: the id with which its form was made. `denied` where the
// message was erased, for there is no key to answer to any more.
Result<void> answer(vault::Vault& vault, const vault::Keyring& by, FileId file, const std::string& text, EntryId once);
Result<void> add_step(vault::Vault& vault, const vault::Keyring& by, FileId file, const IntakeStep& step);
// Destroys what the writer wrote, and our answers; the steps stay. Only of what is settled without a case.
Result<void> erase_texts(vault::Vault& vault, const vault::Keyring& by, FileId file);

// Of the member: which forms she receives from.
std::vector<Form> forms_for(const vault::Vault& vault, const vault::Keyring& by);

}  // namespace arasha::intake
