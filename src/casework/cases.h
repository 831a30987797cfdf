// What people do with cases: opening one, reading it, adding and correcting entries. Thread-safe as the vault is.
#pragma once

#include <functional>

#include "arasha/entries.pb.h"
#include "casework/story.h"

namespace arasha::casework {

struct CaseFiles {
  FileId case_file;
  FileId person_file;
  std::string alias;
};

// A restricted case: only these members may open it, instead of the policy's circles. Its facts for counting are not
// restricted, for nobody can be found by them.
using OnlyMembers = std::optional<std::vector<MemberId>>;

class Cases {
 public:
  // Which aliases cannot be given out again; none: not looked for.
  using AliasTaken = std::function<bool(const std::string&)>;
  explicit Cases(vault::Vault& vault, AliasTaken alias_taken = {}) : vault_(vault), alias_taken_(std::move(alias_taken)) {}

  // The short first contact: makes the person's file and the case's file together. Empty parts are not written, but
  // the contact itself always is. `once` is the id that the form was made with: sent twice, it makes one case.
  Result<CaseFiles> open_case(const vault::Keyring& by, const Identity& identity, const FirstContact& contact,
                              const SafeContact& safe, const OnlyMembers& only_members = std::nullopt, FileId once = FileId());
  // A new case for a person who is known already; `denied` when the person's file is closed to `by`.
  Result<CaseFiles> open_case_of(const vault::Keyring& by, FileId person, const FirstContact& contact, const SafeContact& safe,
                                 const OnlyMembers& only_members = std::nullopt, FileId once = FileId());

  // Recorded as a reading.
  Result<Story> read(const vault::Keyring& by, FileId file, vault::Action action = vault::Action::opened);

  // Adds an entry and rewrites the card of its compartment. When another entry came in between, it is tried again:
  // two people who add different things do not disturb each other. What the rules refuse (casework/rules.h) is answered
  // with their first sentence. `once`: as above, with the entry's id; the same form filled in anew is another entry. `blob`: a document that comes with it.
  Result<EntryId> add(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId once = EntryId(),
                      std::shared_ptr<const vault::NewBlob> blob = nullptr);

  // Several entries of one file, all or none, in one change; each is checked after those before it. Answers their ids; one that
  // its form wrote before (`once`) is not written again.
  struct Addition {
    const google::protobuf::Message* message = nullptr;
    EntryId once;
  };
  Result<std::vector<EntryId>> add_all(const vault::Keyring& by, FileId file, const std::vector<Addition>& additions);

  // Corrects an item. `seen` is the version that the person had before her eyes: when a newer one stands there, the
  // answer is `conflict` and nothing is written, so that she can be shown both.
  Result<EntryId> correct(const vault::Keyring& by, FileId file, EntryId seen, const google::protobuf::Message& message);

  // Destroys the keys and content of every version of an item. `denied` while a hold stands in the file.
  Result<void> erase(const vault::Keyring& by, FileId file, EntryId any_version);

 private:
  struct Form {
    const Identity* identity;  // null: of a person who is known
    const FirstContact& contact;
    const SafeContact& safe;
    const OnlyMembers& only_members;
  };
  Result<CaseFiles> open(const vault::Keyring& by, CaseFiles files, const Form& form, FileId once);
  Result<CaseFiles> write_case(const vault::Keyring& by, CaseFiles files, const Form& form);
  std::optional<CaseFiles> made_before(const vault::Keyring& by, FileId file, const Form& form);
  Result<EntryId> write(const vault::Keyring& by, FileId file, const google::protobuf::Message& message, EntryId seen, EntryId once,
                        const std::shared_ptr<const vault::NewBlob>& blob = nullptr);
  vault::Vault& vault_;
  AliasTaken alias_taken_;
};

}  // namespace arasha::casework
