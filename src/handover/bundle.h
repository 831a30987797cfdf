// A case as it goes to another organisation for good, and how it is taken in there (docs/formats/handover.md): the entries of the
// case and of its person with their history, who wrote them and when, documents, references among them. Grants, fingerprints, cards and
// facts do not go: the receiver's program makes its own. In bounded memory.
#pragma once

#include <functional>

#include "arasha/handover_bundle.pb.h"
#include "casework/cases.h"

namespace arasha::handover {

using Sink = std::function<Result<void>(BytesView)>;
using Source = std::function<Result<Bytes>()>;  // the next piece; empty at the end

// What may go: groups of fields (codes of consent_fields) that a consent, or a decision of two, covers for this recipient. An entry of
// another group stays here and is counted as left.
using Groups = std::vector<std::string>;
// To which groups an entry of that type belongs; all of them must be covered. Empty: it never goes.
const std::vector<std::string>& groups_of_entry(std::uint16_t type);

// What would go, and what stays, with the reasons: for the page before it goes, and for the protocol. No reading of content is shown by it,
// but the case is opened for it: recorded as a reading.
Result<CaseInventory> take_inventory(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const Groups& covered);
// Writes the bundle; answers the inventory of what is in it, with its hash. Recorded as exported.
Result<CaseInventory> write_bundle(vault::Vault& vault, const vault::Keyring& by, FileId case_file, const Groups& covered, const Sink& to);

struct TakeIn {
  OrganizationId from;
  std::string from_name;
  FileId thread_file;       // the conversation of the handover; the case refers to it
  Time handed_over;
  // Who may open it here beside who takes it in, where it was restricted there (CaseInventory.restricted).
  std::vector<MemberId> colleagues = {};
};
struct TakenIn {
  FileId case_file;
  FileId person_file;
  std::string alias;        // here
  CaseInventory inventory;  // of what was written, counted anew
};
// Takes a bundle into a case and a person of its own. The ids follow from the sender's, so the same bundle makes the same case however
// often it is tried: after an interruption it goes on where it was. Bundles of one handover that refer to one another stay linked.
// A case that was restricted there is so here; who takes it in must be in the circles of its parts all the same.
// `open` gives the bundle from its beginning; it is called more than once. `damaged`, `unsupported`: nothing was written.
Result<TakenIn> take_in(vault::Vault& vault, const vault::Keyring& by, const casework::Cases::AliasTaken& alias_taken, const TakeIn& what,
                        const std::function<Result<Source>()>& open);
// Where that case would lie here, whether or not it was taken in.
FileId file_here(const vault::Vault& vault, OrganizationId from, FileId file_there);

}  // namespace arasha::handover
