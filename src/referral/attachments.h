// Documents of a case that go along with a referral: chosen one by one, announced in the packet, sent in pieces
// (exchange/content.h). Thread-safe as the vault is.
#pragma once

#include "casework/documents/rules.h"
#include "exchange/content.h"
#include "referral/packet.h"
#include "referral/threads.h"

namespace arasha::referral {

inline constexpr std::uint64_t kAttachmentsLimit = 100ULL << 20U;  // bytes, of one referral together
inline constexpr int kMostAttachments = 20;

// One that can be chosen.
struct OfferedDocument {
  std::string key;                  // its entry, as the form names it
  FileId file;
  std::uint32_t seq = 0;            // of the entry whose blob it is
  std::uint16_t type = 0;           // of the entry
  casework::DocumentFields fields;
  std::vector<std::string> groups;  // of consent; each must cover it
  std::uint64_t size() const;
};
// What this case holds and this member may open, the newest first.
std::vector<OfferedDocument> offered_documents(const casework::CaseView& view);
// Under which groups of consent a document falls: by the part of the case in which it lies, and by what it is.
std::vector<std::string> groups_of_document(std::uint16_t type, std::string_view kind);

// Announced without its content, as it is shown before it is sent.
void announce(const std::vector<OfferedDocument>& documents, ReferralPacket& packet);
// Takes each out of the case (recorded as a reading) and into the file of the thread; the packet says their contents then. The
// entries belong into the change that sends the packet.
Result<std::vector<vault::NewEntry>> keep_documents(vault::Vault& vault, const vault::Keyring& by, exchange::ThreadId thread,
                                                    const std::vector<OfferedDocument>& documents, ReferralPacket& packet);
// invalid_input for what a packet must not announce.
Result<void> check_attachments(const ReferralPacket& packet);

// From then on the partner may not read it any more.
Time expires_of(const ThreadCard& card);
// Pieces wait to be posted, and may be.
bool has_to_post(const ThreadCard& card, Time now);
// Posts pieces of all its documents until all are or the time is over. Once all are, it is noted.
Result<exchange::Progress> post_attachments(vault::Vault& vault, const vault::Keyring& by, const ThreadCard& card, Duration at_most);
const Attachment* attachment_in(const ThreadCard& card, std::string_view content);

// What the conversations of this room wait for.
exchange::Expected expected_pieces(const vault::Vault& vault);
// The entries of all its contents that still have bytes.
Result<std::vector<std::uint32_t>> attachment_entries(const vault::Vault& vault, const vault::Keyring& by, FileId file, const ThreadCard& card);

}  // namespace arasha::referral
