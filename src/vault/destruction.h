// What stays of a file, or a part of one, that was destroyed: its signed headers, and entries without content that say
// who did it, when, and what was stated about it (docs/formats/entry.md). All of this is read without any member's key.
#pragma once

#include "vault/directory.h"
#include "vault/server_key.h"
#include "store/store.h"

namespace arasha::vault {

// What a destruction's signed entries commit to, for the bytes of what was stated.
crypto::Hash statement_of(BytesView stated);

// One destroyed compartment.
struct DestroyedPart {
  store::Compartment compartment = 0;
  std::uint32_t seq = 0;  // of the entry that records it
  MemberId by;
  Time time;
  crypto::Hash statement{};
};

struct Remains {
  FileId file;
  std::uint32_t entries = 0;       // in the chain, those that record the destruction too
  std::uint32_t erased = 0;        // without key and content
  std::vector<DestroyedPart> parts;
  // Of destroyed parts only; all zero, or the database was tampered with:
  std::uint32_t contents_left = 0;
  std::uint32_t grants_left = 0;
  std::uint32_t cards_left = 0;
  // The leaf of the ledger that took the destruction in.
  std::uint64_t leaf = 0;
  crypto::Hash leaf_hash{};

  bool is_gone() const { return !parts.empty() && contents_left == 0 && grants_left == 0 && cards_left == 0; }
};

// Nothing where there is no such file, or nothing of it was destroyed. `damaged` where its headers are no chain, or one is
// not signed by who was a member then; the whole ledger is for verify().
Result<std::optional<Remains>> remains_of(const store::Reader& reader, const Directory& state, const ServerKeys& server, FileId file);

// Whether the chain of a file has an entry of that id, whatever became of its content.
Result<bool> has_entry(const store::Reader& reader, OrganizationId organization, const ServerKeys& server, FileId file, EntryId entry);

// A file that the organisation has once, by its name: the same id on every server of it, and of no other organisation.
FileId file_named(OrganizationId organization, std::string_view name);

}  // namespace arasha::vault
