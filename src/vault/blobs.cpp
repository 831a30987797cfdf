#include "vault/blobs.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/event.h"
#include "vault/prepared.h"

namespace arasha::vault {
namespace {

constexpr std::size_t kHandOver = 16;  // chunks in one transaction: a megabyte
constexpr std::size_t kWrapped = 32 + crypto::kEnvelopeOverhead;

Error not_openable() { return {ErrorCode::denied, "You cannot open this file."}; }
Error damaged() { return {ErrorCode::damaged, "This document is damaged: a part of it is missing or altered. Tell your administrator."}; }
Error erased() { return {ErrorCode::not_found, "This document is not there any more."}; }

// What the stream is bound to.
Bytes blob_place(OrganizationId organization, FileId file, Compartment compartment, BlobId blob) {
  return ByteWriter().sized("arasha/blob/v1").raw(organization.bytes()).raw(file.bytes()).u8(compartment).raw(blob.bytes()).take();
}

// What its key, and its length, are bound to.
Bytes key_place(std::string_view what, const EntryHeader& header, BlobId blob) {
  return ByteWriter().sized(what).raw(header.organization.bytes()).raw(header.file.bytes()).u32(header.seq).u8(header.compartment)
      .raw(header.id.bytes()).raw(blob.bytes()).take();
}

}  // namespace

std::uint32_t chunks_for(std::uint64_t size) {
  const std::uint64_t exact = std::max<std::uint64_t>(1, (size + crypto::kStreamChunk - 1) / crypto::kStreamChunk);
  if (exact <= 8) return static_cast<std::uint32_t>(exact);
  const std::uint64_t step = std::bit_floor(exact - 1) / 8;
  return static_cast<std::uint32_t>((exact + step - 1) / step * step);
}

crypto::Hash chunk_hash(BlobId blob, std::uint32_t index, BytesView body) {
  const Bytes number = ByteWriter().u32(index).take();
  return crypto::fingerprint("arasha/blob-chunk/v1", {blob.bytes(), number, body});
}

crypto::Hash content_hash(BlobId blob, BytesView hashes) { return crypto::fingerprint("arasha/blob-content/v1", {blob.bytes(), hashes}); }

Bytes encode_blob_leaf(const store::BlobRow& row) {
  return ByteWriter().raw(row.id.bytes()).raw(row.file.bytes()).u32(row.seq).u32(row.chunks).raw(row.content).take();
}

Result<BlobLeaf> decode_blob_leaf(BytesView body) {
  ByteReader in(body);
  BlobLeaf out;
  TRY(id_bytes, in.raw(BlobId::kSize));
  TRY(id, BlobId::from_bytes(id_bytes));
  TRY(file_bytes, in.raw(FileId::kSize));
  TRY(file, FileId::from_bytes(file_bytes));
  TRY(seq, in.u32());
  TRY(chunks, in.u32());
  TRY(hash, in.raw(32));
  TRY_VOID(in.finish());
  out.id = id;
  out.file = file;
  out.seq = seq;
  out.chunks = chunks;
  std::copy(hash.begin(), hash.end(), out.content.begin());
  return out;
}

// --- In

NewBlob::NewBlob(Vault& vault, FileId file, Compartment compartment)
    : vault_(vault), id_(crypto::random_id<BlobId>()), file_(file), compartment_(compartment), key_(crypto::random_key()),
      sealer_(key_, blob_place(vault.organization_, file, compartment, id_)) {
  chunk_.reserve(crypto::kStreamChunk);
}

NewBlob::~NewBlob() {
  crypto::wipe(chunk_);
  if (!begun_ || kept_) return;
  const auto gone = vault_.submit([this](store::Transaction& transaction) { return transaction.discard_blob(id_); });
  if (!gone) log_event(Level::warning, "blob_not_discarded");
}

void NewBlob::seal_chunk(bool last) {
  // Every chunk is whole, whatever is in it.
  chunk_.resize(crypto::kStreamChunk);
  Bytes body = sealer_.push(chunk_, last);
  if (chunks_ == 0) body.insert(body.begin(), sealer_.header().begin(), sealer_.header().end());
  const crypto::Hash hash = chunk_hash(id_, chunks_, body);
  hashes_.insert(hashes_.end(), hash.begin(), hash.end());
  ready_.push_back({chunks_++, hash, std::move(body)});
  chunk_.clear();
}

Result<void> NewBlob::hand_over() {
  TRY_VOID(vault_.submit([this](store::Transaction& transaction) -> Result<void> {
    if (!begun_) TRY_VOID(transaction.add_blob(id_));
    for (const store::ChunkRow& row : ready_) TRY_VOID(transaction.add_chunk(id_, row));
    return {};
  }));
  begun_ = true;
  ready_.clear();
  return {};
}

Result<void> NewBlob::write(BytesView bytes) {
  REQUIRE(!finished_);
  if (bytes.size() > kBlobLimit - size_) return Error(ErrorCode::too_large, "This file is larger than the store can hold.");
  while (!bytes.empty()) {
    // A full chunk waits until it is known not to be the last.
    if (chunk_.size() == crypto::kStreamChunk) {
      seal_chunk(false);
      if (ready_.size() >= kHandOver) TRY_VOID(hand_over());
    }
    const std::size_t count = std::min(bytes.size(), crypto::kStreamChunk - chunk_.size());
    chunk_.insert(chunk_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    size_ += count;
  }
  return {};
}

Result<void> NewBlob::finish() {
  REQUIRE(!finished_);
  finished_ = true;
  const std::uint32_t total = chunks_for(size_);
  while (chunks_ < total) {
    seal_chunk(chunks_ + 1 == total);
    if (ready_.size() >= kHandOver) TRY_VOID(hand_over());
  }
  return hand_over();
}

store::BlobRow NewBlob::row_for(const crypto::Key& entry_key, const EntryHeader& header) const {
  REQUIRE(finished_ && header.file == file_ && header.compartment == compartment_);
  store::BlobRow out;
  out.id = id_;
  out.file = file_;
  out.seq = header.seq;
  out.chunks = chunks_;
  out.content = content_hash(id_, hashes_);
  const Bytes length = ByteWriter().u64(size_).take();
  out.key = ByteWriter().raw(crypto::wrap_key(entry_key, key_place("arasha/blob-key/v1", header, id_), key_))
                .raw(crypto::seal(entry_key, key_place("arasha/blob-size/v1", header, id_), length)).take();
  return out;
}

Result<std::shared_ptr<NewBlob>> Vault::begin_blob(const Keyring& by, FileId file, Compartment compartment) {
  TRY_VOID(check_may_write(by, *directory()));
  TRY(grants, store_->grants(file));
  const bool exists = std::any_of(grants.begin(), grants.end(), [&](const auto& grant) { return grant.compartment == compartment; });
  if (exists && !keys_from(by, grants).contains(compartment)) return not_openable();
  if (grants.empty()) {
    // A file that is made with this entry; none is left of which every part was destroyed.
    TRY(row, store_->file(file));
    if (row) return not_openable();
  }
  return std::shared_ptr<NewBlob>(new NewBlob(*this, file, compartment));
}

Result<std::uint64_t> Vault::sweep_blobs() {
  TRY(rows, store_->blobs());
  std::uint64_t out = 0;
  for (const store::BlobRow& row : rows) {
    if (row.is_taken()) continue;
    TRY_VOID(submit([&](store::Transaction& transaction) { return transaction.discard_blob(row.id); }));
    ++out;
  }
  return out;
}

// --- Out

Result<std::shared_ptr<OpenedBlob>> Vault::open_blob(const Keyring& by, FileId file, std::uint32_t seq) {
  TRY(all, open_blobs(by, file, {&seq, 1}));
  return std::move(all.front());
}

Result<std::vector<std::shared_ptr<OpenedBlob>>> Vault::open_blobs(const Keyring& by, FileId file, std::span<const std::uint32_t> seqs) {
  TRY(keys, compartment_keys(by, file));
  for (const std::uint32_t seq : seqs) {
    TRY(entry, store_->entry(file, seq));
    if (!entry) return not_openable();
    TRY(signed_header, open_header(server_.ledger, organization_, *entry));
    if (!keys.contains(signed_header.header.compartment)) {
      TRY_VOID(record(by, Action::refused, file, 0));
      return not_openable();
    }
    TRY(row, store_->blob_of(file, seq));
    if (!row || entry->key.empty()) return erased();
  }
  std::vector<std::shared_ptr<OpenedBlob>> out;
  if (seqs.empty()) return out;
  TRY_VOID(record(by, Action::document, file, 1));
  for (const std::uint32_t seq : seqs) {
    TRY(one, open_blob_with(keys, file, seq));
    out.push_back(std::move(one));
  }
  return out;
}

// After the reading was recorded.
Result<std::shared_ptr<OpenedBlob>> Vault::open_blob_with(const std::map<Compartment, crypto::Key>& keys, FileId file, std::uint32_t seq) const {
  TRY(entry, store_->entry(file, seq));
  TRY(row, store_->blob_of(file, seq));
  if (!entry || !row || entry->key.empty()) return erased();
  TRY(signed_header, open_header(server_.ledger, organization_, *entry));
  const EntryHeader& header = signed_header.header;
  const auto key = keys.find(header.compartment);
  if (key == keys.end()) return not_openable();
  const auto author = directory()->signing_key_at(header.author, header.position);
  const bool fits = header.file == file && header.seq == seq && author && key_tag(key->second) == header.compartment_key &&
                    crypto::verify(*author, kEntryLabel, signed_header.bytes, signed_header.signature);
  if (!fits || row->key.size() <= kWrapped) return damaged();
  TRY(entry_key, crypto::unwrap_key(entry_wrapping(key->second), place_of(header), entry->key));
  const BytesView sealed = row->key;
  TRY(blob_key, crypto::unwrap_key(entry_key, key_place("arasha/blob-key/v1", header, row->id), sealed.first(kWrapped)));
  TRY(length, crypto::open(entry_key, key_place("arasha/blob-size/v1", header, row->id), sealed.subspan(kWrapped)));
  ByteReader in(length);
  TRY(size, in.u64());
  TRY_VOID(in.finish());
  if (row->chunks != chunks_for(size)) return damaged();
  Bytes place = blob_place(organization_, file, header.compartment, row->id);
  return std::shared_ptr<OpenedBlob>(new OpenedBlob(*this, std::move(*row), size, std::move(blob_key), std::move(place)));
}

Result<Bytes> OpenedBlob::next() {
  // The padding is read to the end too: only the last chunk proves that nothing was cut.
  while (next_ < row_.chunks) {
    TRY(chunk, vault_.store_->chunk(row_.id, next_));
    if (!chunk) {
      TRY(still, vault_.store_->blob_of(row_.file, row_.seq));
      return still ? damaged() : erased();
    }
    BytesView body = chunk->body;
    if (next_ == 0) {
      if (body.size() < crypto::StreamOpener::kHeaderSize) return damaged();
      TRY(opener, crypto::StreamOpener::start(key_, place_, body.first(crypto::StreamOpener::kHeaderSize)));
      opener_.emplace(std::move(opener));
      body = body.subspan(crypto::StreamOpener::kHeaderSize);
    }
    TRY(plain, opener_->pull(body));
    ++next_;
    if (opener_->finished() != (next_ == row_.chunks)) return damaged();
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, plain.size()));
    left_ -= count;
    if (count == 0) continue;  // padding
    plain.resize(count);
    return plain;
  }
  if (left_ != 0) return damaged();
  return Bytes();
}

}  // namespace arasha::vault
