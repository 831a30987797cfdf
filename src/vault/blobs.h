// Blobs: photographs, documents and other long contents that come with an entry (docs/formats/blob.md).
//
// A blob has a key of its own, wrapped under the key of its entry: who may open the entry may open it, and erasing the
// entry destroys it. It is sealed in chunks of 64 KiB while it arrives, so neither side ever holds the whole.
#pragma once

#include <atomic>

#include "crypto/stream.h"
#include "vault/vault.h"

namespace arasha::vault {

inline constexpr std::uint64_t kBlobLimit = 1ULL << 30U;

// How many chunks a blob of `size` bytes takes: exact up to eight, then in eight steps for each doubling, so that a length
// tells little of which file it is.
std::uint32_t chunks_for(std::uint64_t size);

// One on its way in. Used by one thread at a time; the vault must outlive it. What no entry has taken when the object goes
// is removed again, and swept at the next start if that fails.
class NewBlob {
 public:
  ~NewBlob();
  NewBlob(const NewBlob&) = delete;
  NewBlob& operator=(const NewBlob&) = delete;

  // Hands a part over to the store each time enough has come; others' saves go in between. After a failure nothing more
  // may be written. `too_large` over kBlobLimit.
  Result<void> write(BytesView bytes);
  // The last piece. Only then an entry may take it (NewEntry::blob).
  Result<void> finish();
  std::uint64_t size() const { return size_; }
  BlobId id() const { return id_; }

 private:
  friend class Vault;
  NewBlob(Vault& vault, FileId file, Compartment compartment);
  void seal_chunk(bool last);
  Result<void> hand_over();
  // The row as its entry takes it.
  store::BlobRow row_for(const crypto::Key& entry_key, const EntryHeader& header) const;
  void keep() const { kept_ = true; }

  Vault& vault_;
  const BlobId id_;
  const FileId file_;
  const Compartment compartment_;
  const crypto::Key key_;
  crypto::StreamSealer sealer_;
  Bytes chunk_;                        // of plaintext, on its way to be whole
  std::vector<store::ChunkRow> ready_; // sealed, not handed over
  Bytes hashes_;
  std::uint64_t size_ = 0;
  std::uint32_t chunks_ = 0;
  bool begun_ = false;
  bool finished_ = false;
  mutable std::atomic<bool> kept_{false};
};

// One that is being read. Used by one thread at a time; the vault must outlive it.
class OpenedBlob {
 public:
  std::uint64_t size() const { return size_; }
  // The next piece, at most 64 KiB; empty at the end. `damaged` when a chunk is missing or does not follow, `not_found`
  // when it was erased meanwhile: what came before must not be believed whole.
  Result<Bytes> next();

 private:
  friend class Vault;
  OpenedBlob(const Vault& vault, store::BlobRow row, std::uint64_t size, crypto::Key key, Bytes place)
      : vault_(vault), row_(std::move(row)), size_(size), left_(size), key_(std::move(key)), place_(std::move(place)) {}
  const Vault& vault_;
  store::BlobRow row_;
  std::uint64_t size_;
  std::uint64_t left_;
  crypto::Key key_;
  Bytes place_;
  std::optional<crypto::StreamOpener> opener_;
  std::uint32_t next_ = 0;
};

// What the ledger says of a blob.
Bytes encode_blob_leaf(const store::BlobRow& row);
struct BlobLeaf {
  BlobId id;
  FileId file;
  std::uint32_t seq = 0;
  std::uint32_t chunks = 0;
  crypto::Hash content{};
};
Result<BlobLeaf> decode_blob_leaf(BytesView body);

// What stands for a chunk in the hash of its blob; and that hash, over all of them in order.
crypto::Hash chunk_hash(BlobId blob, std::uint32_t index, BytesView body);
crypto::Hash content_hash(BlobId blob, BytesView hashes);

}  // namespace arasha::vault
