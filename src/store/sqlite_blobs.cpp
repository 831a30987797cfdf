// Blobs and their chunks: the part of Rows that holds what is too long for an entry.
#include <array>

#include "store/sqlite_rows.h"

namespace arasha::store {
namespace {

Error no_such_blob() { return {ErrorCode::not_found, "The file that was sent is no longer there. Send it again."}; }

// Chunks of one blob lie together.
std::int64_t chunk_number(std::int64_t bid, std::uint32_t index) { return bid * kChunkLimit + index; }

// Columns: id, f.id, seq, chunks, content, key; f.id is null where no entry has it.
BlobRow blob_from(const Statement& s) {
  BlobRow out;
  out.id = s.id<BlobId>(0);
  if (!s.blob(1).empty()) out.file = s.id<FileId>(1);
  out.seq = s.number<std::uint32_t>(2);
  out.chunks = s.number<std::uint32_t>(3);
  if (out.is_taken()) out.content = s.fixed<Hash>(4);
  out.key = s.bytes(5);
  return out;
}

}  // namespace

Result<std::int64_t> Rows::find_blob(BlobId blob) const {
  if (blob_.second != 0 && blob_.first == blob) return blob_.second;
  TRY(s, db_.prepare("SELECT bid FROM blobs WHERE id=?"));
  TRY(found, s.bind(blob.bytes()).step());
  if (!found) return 0;
  blob_ = {blob, s.integer(0)};
  return blob_.second;
}

Result<std::optional<BlobRow>> Rows::blob_of(FileId file, std::uint32_t seq) const {
  TRY(s, db_.prepare("SELECT b.id,f.id,b.number&0xffffff,b.chunks,b.content,b.key FROM files f "
                     "JOIN blobs b ON b.number=(f.fid<<24|?2) WHERE f.id=?1"));
  if (seq >= kEntryLimit) return std::optional<BlobRow>();
  TRY(found, s.bind(file.bytes()).bind_seq(seq).step());
  if (!found) return std::optional<BlobRow>();
  BlobRow out = blob_from(s);
  TRY_VOID(s.sound());
  return std::optional<BlobRow>(std::move(out));
}

Result<std::vector<BlobRow>> Rows::blobs() const {
  TRY(s, db_.prepare("SELECT b.id,f.id,coalesce(b.number,0)&0xffffff,b.chunks,b.content,b.key FROM blobs b "
                     "LEFT JOIN files f ON f.fid=b.number>>24"));
  std::vector<BlobRow> out;
  while (true) {
    TRY(found, s.step());
    if (!found) return out;
    out.push_back(blob_from(s));
    TRY_VOID(s.sound());
  }
}

Result<std::optional<ChunkRow>> Rows::chunk(BlobId blob, std::uint32_t index) const {
  TRY(number, find_blob(blob));
  if (number == 0 || index >= kChunkLimit) return std::optional<ChunkRow>();
  TRY(s, db_.prepare("SELECT hash,body FROM chunks WHERE number=?"));
  TRY(found, s.bind(chunk_number(number, index)).step());
  if (!found) return std::optional<ChunkRow>();
  ChunkRow out{index, s.fixed<Hash>(0), s.bytes(1)};
  TRY_VOID(s.sound());
  return std::optional<ChunkRow>(std::move(out));
}

Result<std::uint64_t> Rows::chunk_count(BlobId blob) const {
  TRY(number, find_blob(blob));
  TRY(s, db_.prepare("SELECT count(*) FROM chunks WHERE number>=? AND number<?"));
  TRY(found, s.bind(chunk_number(number, 0)).bind(chunk_number(number + 1, 0)).step());
  return found && number != 0 ? s.number<std::uint64_t>(0) : 0;
}

Result<void> Rows::add_blob(BlobId id) {
  TRY(s, db_.prepare("INSERT INTO blobs(id,chunks,content,key) VALUES(?,0,x'',x'')"));
  return s.bind(id.bytes()).run();
}

Result<void> Rows::add_chunk(BlobId blob, const ChunkRow& row) {
  if (row.index >= kChunkLimit) return Error(ErrorCode::too_large, "This file is larger than the store can hold.");
  TRY(number, find_blob(blob));
  if (number == 0) return no_such_blob();
  TRY(s, db_.prepare("INSERT INTO chunks(number,hash,body) VALUES(?,?,?)"));
  return s.bind(chunk_number(number, row.index)).bind(row.hash).bind(row.body).run();
}

Result<void> Rows::take_blob(const BlobRow& row) {
  TRY(file, number_of(row.file));
  TRY(number, find_blob(row.id));
  TRY(free, is_free(number));
  if (!free) return no_such_blob();
  TRY(s, db_.prepare("UPDATE blobs SET number=?, chunks=?, content=?, key=? WHERE bid=?"));
  return s.bind(file * kEntryLimit + row.seq).bind_seq(row.chunks).bind(row.content).bind(row.key).bind(number).run();
}

Result<bool> Rows::is_free(std::int64_t bid) const {
  TRY(s, db_.prepare("SELECT 1 FROM blobs WHERE bid=? AND number IS NULL"));
  return s.bind(bid).step();
}

Result<void> Rows::discard_blob(BlobId id) {
  TRY(number, find_blob(id));
  TRY(free, is_free(number));
  if (!free) return {};
  return erase_blob(id);
}

Result<void> Rows::erase_blob(BlobId id) {
  erased_ = true;
  TRY(number, find_blob(id));
  if (number == 0) return {};
  blob_ = {};
  {
    TRY(s, db_.prepare("DELETE FROM chunks WHERE number>=? AND number<?"));
    TRY_VOID(s.bind(chunk_number(number, 0)).bind(chunk_number(number + 1, 0)).run());
  }
  TRY(s, db_.prepare("DELETE FROM blobs WHERE bid=?"));
  return s.bind(number).run();
}

}  // namespace arasha::store
