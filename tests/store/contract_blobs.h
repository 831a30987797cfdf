// The part of the contract that is about blobs. As contract.h.
#pragma once

#include "store/contract.h"

namespace arasha::store {

template <class Factory>
class StoreBlobContract : public StoreContract<Factory> {
 protected:
  static ChunkRow chunk(std::uint32_t index) { return {index, hash(static_cast<std::uint8_t>(index)), Bytes(70'000, static_cast<std::uint8_t>(index))}; }
  void put_blob(std::uint32_t number, std::uint32_t chunks) {
    this->write([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.add_blob(id<BlobId>(number)));
      for (std::uint32_t i = 0; i < chunks; ++i) TRY_VOID(t.add_chunk(id<BlobId>(number), chunk(i)));
      return {};
    });
  }
  static BlobRow taken(std::uint32_t number, std::uint32_t file, std::uint32_t seq, std::uint32_t chunks) {
    return {id<BlobId>(number), id<FileId>(file), seq, chunks, hash(9), text("key")};
  }
};

TYPED_TEST_SUITE_P(StoreBlobContract);

TYPED_TEST_P(StoreBlobContract, ABlobBelongsToNobodyUntilAnEntryTakesIt) {
  this->put_file(1);
  this->put_blob(7, 3);
  this->reopen();
  auto all = must(this->store_->blobs());
  ASSERT_EQ(all.size(), 1U);
  EXPECT_FALSE(all[0].is_taken());
  EXPECT_FALSE(must(this->store_->blob_of(id<FileId>(1), 0)).has_value());
  this->write([&](Transaction& t) { return t.take_blob(this->taken(7, 1, 5, 3)); });
  const auto row = must(this->store_->blob_of(id<FileId>(1), 5));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->id, id<BlobId>(7));
  EXPECT_EQ(row->file, id<FileId>(1));
  EXPECT_EQ(row->seq, 5U);
  EXPECT_EQ(row->chunks, 3U);
  EXPECT_EQ(row->content, hash(9));
  EXPECT_EQ(row->key, text("key"));
  all = must(this->store_->blobs());
  EXPECT_TRUE(all[0].is_taken());
  EXPECT_FALSE(must(this->store_->blob_of(id<FileId>(1), 4)).has_value());
  EXPECT_FALSE(must(this->store_->blob_of(id<FileId>(2), 5)).has_value());
  EXPECT_FALSE(must(this->store_->blob_of(id<FileId>(1), kEntryLimit)).has_value());
}

TYPED_TEST_P(StoreBlobContract, ChunksLieInTheirOwnBlob) {
  this->put_blob(1, 2);
  this->put_blob(2, 1);
  EXPECT_EQ(must(this->store_->chunk_count(id<BlobId>(1))), 2U);
  EXPECT_EQ(must(this->store_->chunk_count(id<BlobId>(2))), 1U);
  EXPECT_EQ(must(this->store_->chunk_count(id<BlobId>(3))), 0U);
  const auto second = must(this->store_->chunk(id<BlobId>(1), 1));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->hash, hash(1));
  EXPECT_EQ(second->body, Bytes(70'000, 1));
  EXPECT_FALSE(must(this->store_->chunk(id<BlobId>(1), 2)).has_value());
  EXPECT_FALSE(must(this->store_->chunk(id<BlobId>(3), 0)).has_value());
  EXPECT_FALSE(must(this->store_->chunk(id<BlobId>(1), kChunkLimit)).has_value());
}

TYPED_TEST_P(StoreBlobContract, WhatCannotBeIsRefused) {
  this->put_file(1);
  this->put_blob(1, 1);
  this->put_blob(2, 1);
  const auto refused = [&](const Work& work, ErrorCode code) { expect_error(this->store_->write(work), code); };
  refused([](Transaction& t) { return t.add_blob(id<BlobId>(1)); }, ErrorCode::conflict);
  refused([&](Transaction& t) { return t.add_chunk(id<BlobId>(1), this->chunk(0)); }, ErrorCode::conflict);
  refused([&](Transaction& t) { return t.add_chunk(id<BlobId>(9), this->chunk(0)); }, ErrorCode::not_found);
  refused([&](Transaction& t) { return t.add_chunk(id<BlobId>(1), {kChunkLimit, {}, {}}); }, ErrorCode::too_large);
  refused([&](Transaction& t) { return t.take_blob(this->taken(9, 1, 0, 1)); }, ErrorCode::not_found);
  refused([&](Transaction& t) { return t.take_blob(this->taken(1, 9, 0, 1)); }, ErrorCode::not_found);
  this->write([&](Transaction& t) { return t.take_blob(this->taken(1, 1, 0, 1)); });
  // An entry has one blob, and a blob one entry.
  refused([&](Transaction& t) { return t.take_blob(this->taken(1, 1, 1, 1)); }, ErrorCode::not_found);
  refused([&](Transaction& t) { return t.take_blob(this->taken(2, 1, 0, 1)); }, ErrorCode::conflict);
}

TYPED_TEST_P(StoreBlobContract, ErasingTakesTheChunksAndDiscardingOnlyWhatNobodyHas) {
  this->put_file(1);
  this->put_blob(1, 2);
  this->put_blob(2, 2);
  this->put_blob(3, 2);
  this->write([&](Transaction& t) { return t.take_blob(this->taken(1, 1, 0, 2)); });
  this->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.discard_blob(id<BlobId>(1)));
    TRY_VOID(t.discard_blob(id<BlobId>(2)));
    return t.discard_blob(id<BlobId>(8));
  });
  EXPECT_EQ(must(this->store_->blobs()).size(), 2U);
  EXPECT_EQ(must(this->store_->chunk_count(id<BlobId>(2))), 0U);
  EXPECT_TRUE(must(this->store_->blob_of(id<FileId>(1), 0)).has_value());
  this->write([&](Transaction& t) { return t.erase_blob(id<BlobId>(1)); });
  EXPECT_FALSE(must(this->store_->blob_of(id<FileId>(1), 0)).has_value());
  EXPECT_EQ(must(this->store_->chunk_count(id<BlobId>(1))), 0U);
  EXPECT_EQ(must(this->store_->chunk_count(id<BlobId>(3))), 2U);
}

// A blob that was learnt in a work that failed must not be written into by the next.
TYPED_TEST_P(StoreBlobContract, AWorkAfterAFailedOneFindsNoBlob) {
  const Work fails = [&](Transaction& t) -> Result<void> {
    TRY_VOID(t.add_blob(id<BlobId>(1)));
    TRY_VOID(t.add_chunk(id<BlobId>(1), this->chunk(0)));
    return Error(ErrorCode::denied, "No.");
  };
  const Work next = [&](Transaction& t) { return t.add_chunk(id<BlobId>(1), this->chunk(1)); };
  const Work after = [](Transaction&) -> Result<void> { return {}; };
  const auto answers = this->store_->write_all({&fails, &next}, after);
  expect_error(answers[0], ErrorCode::denied);
  expect_error(answers[1], ErrorCode::not_found);
}

TYPED_TEST_P(StoreBlobContract, OneEntryIsReadAlone) {
  this->put_file(1);
  this->write([&](Transaction& t) { return t.add_entry({id<FileId>(1), 0, text("header"), text("key"), text("body")}); });
  const auto entry = must(this->store_->entry(id<FileId>(1), 0));
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->header, text("header"));
  EXPECT_EQ(entry->body, text("body"));
  EXPECT_FALSE(must(this->store_->entry(id<FileId>(1), 1)).has_value());
  EXPECT_FALSE(must(this->store_->entry(id<FileId>(2), 0)).has_value());
}

REGISTER_TYPED_TEST_SUITE_P(StoreBlobContract, ABlobBelongsToNobodyUntilAnEntryTakesIt, ChunksLieInTheirOwnBlob, WhatCannotBeIsRefused,
                            ErasingTakesTheChunksAndDiscardingOnlyWhatNobodyHas, AWorkAfterAFailedOneFindsNoBlob, OneEntryIsReadAlone);

}  // namespace arasha::store
