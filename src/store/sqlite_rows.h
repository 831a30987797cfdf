// Reading and writing rows on one connection. Inside the room only.
#pragma once

#include "store/sqlite_connection.h"

namespace arasha::store {

// Everything of Reader and Transaction, on a connection that the caller holds for the time of the call.
class Rows : public Transaction {
 public:
  explicit Rows(Connection& connection) : db_(connection) {}

  Result<std::optional<Bytes>> setting(std::string_view name) const override;
  Result<std::vector<BlockRow>> blocks(std::uint64_t from) const override;
  Result<std::optional<MemberId>> login(const Hash& tag) const override;
  Result<std::vector<SlotRow>> slots(MemberId member) const override;
  Result<std::vector<SealRow>> seals_to(MemberId member) const override;
  Result<std::vector<SealRow>> seals_of(CircleId circle) const override;
  Result<std::vector<LinkRow>> links(CircleId circle) const override;
  Result<std::optional<FileRow>> file(FileId id) const override;
  Result<std::uint64_t> file_count() const override;
  Result<void> each_file(const std::function<Result<void>(const FileRow&)>& use) const override;
  Result<std::vector<EntryRow>> entries(FileId file) const override;
  Result<std::vector<EntryRow>> headers(FileId file, std::uint32_t from) const override;
  Result<std::optional<EntryRow>> entry(FileId file, std::uint32_t seq) const override;
  Result<std::optional<BlobRow>> blob_of(FileId file, std::uint32_t seq) const override;
  Result<std::vector<BlobRow>> blobs() const override;
  Result<std::optional<ChunkRow>> chunk(BlobId blob, std::uint32_t index) const override;
  Result<std::uint64_t> chunk_count(BlobId blob) const override;
  Result<std::optional<OnceRow>> once(OnceId id) const override;
  Result<std::vector<OnceRow>> onces(bool with_body_only) const override;
  Result<std::vector<GrantRow>> grants(FileId file) const override;
  Result<void> each_grant_to(RecipientId recipient, const std::function<Result<void>(const GrantRow&)>& use) const override;
  Result<std::vector<CardRow>> cards(FileId file) const override;
  Result<void> each_granted_card(RecipientId recipient, Compartment compartment,
                                 const std::function<Result<void>(const GrantedCard&)>& use) const override;
  Result<std::optional<GrantedCard>> granted_card(RecipientId recipient, Compartment compartment, FileId file) const override;
  Result<std::optional<LeafRow>> last_leaf() const override;
  Result<std::vector<LeafRow>> leaves(std::uint64_t from, std::size_t limit) const override;
  Result<std::vector<LeafRow>> leaves_of(std::uint8_t kind, std::uint64_t from, std::size_t limit) const override;
  Result<std::vector<LeafRow>> leaves_before(std::uint8_t kind, std::uint64_t before, std::size_t limit) const override;
  Result<std::vector<DraftRow>> drafts(MemberId member) const override;
  Result<void> each_drop_to(RecipientId recipient, const std::function<Result<void>(const DropRow&)>& use) const override;
  Result<std::vector<WaitingDrop>> waiting_drops(RecipientId recipient) const;
  Result<std::optional<DropRow>> drop(DropId id) const override;
  Result<std::optional<RecipientId>> drop_recipient(DropId id) const override;
  Result<std::uint64_t> drop_count(RecipientId recipient) const override;
  Result<DropTotals> drop_totals() const override;
  Result<std::vector<ReplyRow>> replies(RecipientId conversation) const override;
  Result<std::optional<ParcelRow>> parcel(ParcelId id) const override;
  Result<void> each_parcel(std::uint64_t after, const std::function<Result<void>(const ParcelRow&)>& use) const override;

  Result<void> put_setting(std::string_view name, BytesView value) override;
  Result<void> add_block(const BlockRow& row) override;
  Result<void> put_login(const Hash& tag, MemberId member) override;
  Result<void> erase_login(const Hash& tag) override;
  Result<void> put_slot(const SlotRow& row) override;
  Result<void> erase_slots(MemberId member) override;
  Result<void> put_seal(const SealRow& row) override;
  Result<void> erase_seals(CircleId circle, MemberId member) override;
  Result<void> put_link(const LinkRow& row) override;
  Result<void> put_file(const FileRow& row) override;
  Result<void> add_entry(const EntryRow& row) override;
  Result<void> erase_entry_content(FileId file, std::uint32_t seq) override;
  Result<void> add_blob(BlobId id) override;
  Result<void> add_chunk(BlobId blob, const ChunkRow& row) override;
  Result<void> take_blob(const BlobRow& row) override;
  Result<void> erase_blob(BlobId id) override;
  Result<void> discard_blob(BlobId id) override;
  Result<void> add_once(const OnceRow& row) override;
  Result<void> put_once_state(OnceId id, BytesView state) override;
  Result<void> end_once(OnceId id, BytesView state) override;
  Result<void> put_grant(const GrantRow& row) override;
  Result<void> erase_grant(FileId file, Compartment compartment, RecipientId recipient) override;
  Result<void> put_card(const CardRow& row) override;
  Result<void> erase_card(FileId file, Compartment compartment) override;
  Result<void> add_leaf(const LeafRow& row) override;
  Result<void> put_draft(const DraftRow& row) override;
  Result<void> erase_draft(MemberId member, const Hash& name) override;
  Result<bool> add_drop(const DropRow& row) override;
  Result<bool> erase_drop(DropId id) override;
  Result<void> put_reply(const ReplyRow& row) override;
  Result<std::uint64_t> erase_replies(std::uint32_t before) override;
  Result<void> put_parcel(const ParcelRow& row) override;
  Result<void> erase_parcel(ParcelId id) override;

  // Whether keys or content were taken away for good: their bytes must leave the log too. Drafts do not count; they
  // change every few seconds and leave with the next ordinary checkpoint. Nor do parcels: what was in them is the recipient's alone.
  bool erased() const { return erased_; }
  // After a savepoint was rolled back: row numbers that were learnt may be gone.
  void forget_numbers() {
    files_.clear();
    recipients_.clear();
    blob_ = {};
  }

 private:
  // Row numbers, learnt once in a transaction: 0 for none.
  Result<std::int64_t> find_file(FileId file) const;
  Result<std::int64_t> number_of(FileId file) const;  // `not_found`
  Result<std::int64_t> number_for(RecipientId recipient);  // made where there is none
  Result<std::int64_t> find_blob(BlobId blob) const;
  Result<bool> is_free(std::int64_t bid) const;  // stands there, and no entry has it
  Result<void> count_drop(std::int64_t drops, std::int64_t bytes);
  Connection& db_;
  bool erased_ = false;
  mutable std::map<FileId, std::int64_t> files_;
  std::map<RecipientId, std::int64_t> recipients_;
  mutable std::pair<BlobId, std::int64_t> blob_;  // chunks of one come together
};

}  // namespace arasha::store
