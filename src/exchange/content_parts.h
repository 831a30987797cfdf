// What both sides of a long content share: how its entries are named and found. Inside the room only.
#pragma once

#include <map>
#include <set>

#include "exchange/content.h"

namespace arasha::exchange {

// Entries of a content are known by their ids, which stand in the headers: a part of a fingerprint of the content, which of them it
// is, and a number. So nothing need be opened, and no reading be recorded, to see how far it is.
enum class Part : std::uint8_t { whole = 1, posted = 2, received = 3 };
EntryId content_entry_id(ContentId content, Part part, std::uint32_t number);
MessageId piece_message_id(ContentId content, std::uint32_t number);
vault::ParcelId piece_parcel_id(ContentId content, std::uint32_t number);
crypto::Hash piece_hash(ContentId content, std::uint32_t number, BytesView data);

std::uint32_t pieces_for(std::uint64_t size);
std::size_t piece_size(const Content& content, std::uint32_t number);

// What the file of a thread holds of one content.
struct Kept {
  std::uint32_t length = 0;                           // of the file
  std::optional<std::uint32_t> whole;                 // the entry whose blob it is, at the sender's, and still there
  std::uint32_t pieces = 0;                           // how many it has, where that entry says so
  std::uint32_t posted = 0;
  bool ours = false;                                  // it was written here, erased or not
  std::map<std::uint32_t, std::uint32_t> received;    // number to entry, of those still there
  std::set<std::uint32_t> numbers;                    // that came, erased or not
};
Result<Kept> look_for(const vault::Vault& vault, FileId file, ContentId content);

Error no_such_content();

}  // namespace arasha::exchange
