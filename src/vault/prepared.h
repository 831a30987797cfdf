// What one change writes, sealed and signed before the transaction. Inside the room only.
#pragma once

#include "vault/vault.h"

namespace arasha::vault {

struct Vault::Prepared {
  store::FileRow before;
  store::FileRow after;
  std::vector<store::EntryRow> entries;
  std::vector<store::GrantRow> grants;
  std::vector<store::CardRow> cards;
  std::vector<std::uint32_t> erased;
  std::vector<Compartment> destroyed;
  std::vector<store::BlobRow> blobs;
  std::vector<DropId> taken;
  std::vector<store::ParcelRow> posted;

  Move move() const { return {after.id, after.length, after.head}; }
  // `conflict` when the file is not as it was, and when a drop that it takes is not there any more.
  Result<void> write(store::Transaction& transaction) const;
};

// The key under which entry keys are wrapped, and the tag by which a header names its compartment's key.
crypto::Key entry_wrapping(const crypto::Key& compartment);
crypto::Hash key_tag(const crypto::Key& compartment);

// `conflict` when the key chain has grown since `state`: a rotation that came in between would leave grants behind that
// the new generation cannot open, and a signature counts by the chain position that it names.
Result<void> check_chain_stands(const store::Reader& reader, const Directory& state);

}  // namespace arasha::vault
