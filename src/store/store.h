// The store: durable rows behind one small interface (docs/architecture.md). SQLite is the first backend; every
// backend passes tests/store/contract.h.
//
// Reading may happen on any thread, several at once, and sees only committed rows. Writing happens inside
// `write`, one transaction at a time, all or nothing; when it answers ok the rows survive a power cut. Several
// processes may use one store: a writer waits for the other's transaction up to its deadline, then `busy`.
// Failures: `full` (no space), `unavailable` (read-only, locked, gone), `damaged` (the file is not what was
// written), `conflict` where a method says so.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "store/rows.h"

namespace arasha::store {

// Callbacks may read from the same reader. One that writes to the transaction it is reading from may or may not
// meet its own rows (each_file excepted): gather first, then write.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual Result<std::optional<Bytes>> setting(std::string_view name) const = 0;

  virtual Result<std::vector<BlockRow>> blocks(std::uint64_t from) const = 0;  // in order of seq
  virtual Result<std::optional<MemberId>> login(const Hash& tag) const = 0;
  virtual Result<std::vector<SlotRow>> slots(MemberId member) const = 0;
  virtual Result<std::vector<SealRow>> seals_to(MemberId member) const = 0;
  virtual Result<std::vector<SealRow>> seals_of(CircleId circle) const = 0;
  virtual Result<std::vector<LinkRow>> links(CircleId circle) const = 0;

  virtual Result<std::optional<FileRow>> file(FileId id) const = 0;
  virtual Result<std::uint64_t> file_count() const = 0;
  // Every file, in no order that means anything. The callback's error ends the walk and is answered.
  virtual Result<void> each_file(const std::function<Result<void>(const FileRow&)>& use) const = 0;
  virtual Result<std::vector<EntryRow>> entries(FileId file) const = 0;  // in order of seq
  // The same from seq `from` on, without keys and bodies.
  virtual Result<std::vector<EntryRow>> headers(FileId file, std::uint32_t from) const = 0;
  virtual Result<std::optional<EntryRow>> entry(FileId file, std::uint32_t seq) const = 0;
  virtual Result<std::optional<BlobRow>> blob_of(FileId file, std::uint32_t seq) const = 0;
  // Every blob, those that no entry has taken too, in no order that means anything.
  virtual Result<std::vector<BlobRow>> blobs() const = 0;
  virtual Result<std::optional<ChunkRow>> chunk(BlobId blob, std::uint32_t index) const = 0;
  virtual Result<std::uint64_t> chunk_count(BlobId blob) const = 0;  // as they stand; `BlobRow::chunks` says how many there should be
  virtual Result<std::optional<OnceRow>> once(OnceId id) const = 0;
  // All of them, or those whose body is there, without their bodies and in no order.
  virtual Result<std::vector<OnceRow>> onces(bool with_body_only) const = 0;
  virtual Result<std::vector<GrantRow>> grants(FileId file) const = 0;
  virtual Result<void> each_grant_to(RecipientId recipient, const std::function<Result<void>(const GrantRow&)>& use) const = 0;
  virtual Result<std::vector<CardRow>> cards(FileId file) const = 0;
  // Every card of `compartment` that `recipient` has a grant for, as fast as the store can: sign-in opens 100,000.
  virtual Result<void> each_granted_card(RecipientId recipient, Compartment compartment,
                                         const std::function<Result<void>(const GrantedCard&)>& use) const = 0;
  // The one of a single file; nothing where there is no such grant or no card.
  virtual Result<std::optional<GrantedCard>> granted_card(RecipientId recipient, Compartment compartment, FileId file) const = 0;

  virtual Result<std::optional<LeafRow>> last_leaf() const = 0;
  // Leaves with from ≤ seq, in order, at most `limit`.
  virtual Result<std::vector<LeafRow>> leaves(std::uint64_t from, std::size_t limit) const = 0;
  // Leaves of one kind with from ≤ seq, in order, at most `limit`; the others are not walked.
  virtual Result<std::vector<LeafRow>> leaves_of(std::uint8_t kind, std::uint64_t from, std::size_t limit) const = 0;
  // Leaves of one kind with seq < before, newest first, at most `limit`.
  virtual Result<std::vector<LeafRow>> leaves_before(std::uint8_t kind, std::uint64_t before, std::size_t limit) const = 0;

  virtual Result<std::vector<DraftRow>> drafts(MemberId member) const = 0;

  // Drops that wait, in the order in which they came. The callback's error ends the walk and is answered.
  virtual Result<void> each_drop_to(RecipientId recipient, const std::function<Result<void>(const DropRow&)>& use) const = 0;
  virtual Result<std::optional<DropRow>> drop(DropId id) const = 0;
  virtual Result<std::optional<RecipientId>> drop_recipient(DropId id) const = 0;  // the same without its body
  virtual Result<std::uint64_t> drop_count(RecipientId recipient) const = 0;
  virtual Result<DropTotals> drop_totals() const = 0;  // without walking them

  // In the order in which they were written.
  virtual Result<std::vector<ReplyRow>> replies(RecipientId conversation) const = 0;

  virtual Result<std::optional<ParcelRow>> parcel(ParcelId id) const = 0;
  // Those with a greater number than `after`, in the order in which they were first put. The callback's error ends the walk
  // and is answered.
  virtual Result<void> each_parcel(std::uint64_t after, const std::function<Result<void>(const ParcelRow&)>& use) const = 0;
};

// Inside `write` only. Reads through it see the transaction's own rows.
class Transaction : public Reader {
 public:
  virtual Result<void> put_setting(std::string_view name, BytesView value) = 0;
  virtual Result<void> add_block(const BlockRow& row) = 0;  // `conflict` when the seq is taken
  virtual Result<void> put_login(const Hash& tag, MemberId member) = 0;  // `conflict` when the tag is another member's
  virtual Result<void> erase_login(const Hash& tag) = 0;
  virtual Result<void> put_slot(const SlotRow& row) = 0;
  virtual Result<void> erase_slots(MemberId member) = 0;
  virtual Result<void> put_seal(const SealRow& row) = 0;
  virtual Result<void> erase_seals(CircleId circle, MemberId member) = 0;
  virtual Result<void> put_link(const LinkRow& row) = 0;

  virtual Result<void> put_file(const FileRow& row) = 0;
  virtual Result<void> add_entry(const EntryRow& row) = 0;  // `conflict` when the seq is taken
  virtual Result<void> erase_entry_content(FileId file, std::uint32_t seq) = 0;  // empties key and body
  virtual Result<void> add_blob(BlobId id) = 0;  // one that no entry has taken; `conflict` when it stands there
  // `not_found` where there is no such blob, `conflict` where that chunk stands already.
  virtual Result<void> add_chunk(BlobId blob, const ChunkRow& row) = 0;
  // Gives a blob to its entry. `not_found` where there is none, or where an entry has it; `conflict` when the entry has another.
  virtual Result<void> take_blob(const BlobRow& row) = 0;
  virtual Result<void> erase_blob(BlobId id) = 0;  // with its chunks
  virtual Result<void> discard_blob(BlobId id) = 0;  // the same for one that no entry has taken; else nothing
  virtual Result<void> add_once(const OnceRow& row) = 0;  // `conflict` when the id is taken
  virtual Result<void> put_once_state(OnceId id, BytesView state) = 0;  // `not_found` where there is none
  virtual Result<void> end_once(OnceId id, BytesView state) = 0;        // the same, and empties the body
  virtual Result<void> put_grant(const GrantRow& row) = 0;  // replaces the recipient's earlier one
  virtual Result<void> erase_grant(FileId file, Compartment compartment, RecipientId recipient) = 0;
  virtual Result<void> put_card(const CardRow& row) = 0;
  virtual Result<void> erase_card(FileId file, Compartment compartment) = 0;

  virtual Result<void> add_leaf(const LeafRow& row) = 0;  // `conflict` when the seq is taken
  virtual Result<void> put_draft(const DraftRow& row) = 0;
  virtual Result<void> erase_draft(MemberId member, const Hash& name) = 0;

  // Whether it was new. One that waits, and one that was taken once, is not: whatever comes with its id is let fall.
  virtual Result<bool> add_drop(const DropRow& row) = 0;
  virtual Result<bool> erase_drop(DropId id) = 0;  // whether it waited; its id is remembered as taken
  virtual Result<void> put_reply(const ReplyRow& row) = 0;  // replaces the one with its id
  virtual Result<std::uint64_t> erase_replies(std::uint32_t before) = 0;  // those that end before that day; how many
  virtual Result<void> put_parcel(const ParcelRow& row) = 0;  // keeps its place when it replaces one
  virtual Result<void> erase_parcel(ParcelId id) = 0;
};

using Work = std::function<Result<void>(Transaction&)>;

class Store : public Reader {
 public:
  // Runs `works` in order in one durable transaction, each inside its own savepoint: the answer at index i is
  // that of work i, and the rows of a work that failed are not written. `after` runs last (the ledger's leaf); if
  // it fails, or the commit does, every answer is that error and nothing is written.
  virtual std::vector<Result<void>> write_all(const std::vector<const Work*>& works, const Work& after) = 0;
  // One work alone.
  Result<void> write(const Work& work);

  // Several reads of one moment: what others commit meanwhile is not seen. Shorter than as many single reads.
  virtual Result<void> at_once(const std::function<Result<void>(const Reader&)>& use) const = 0;
  // Changes whenever another connection, of this process or another, has committed. Cheap.
  virtual Result<std::uint64_t> data_version() const = 0;
  // A consistent copy of everything into a new file (mode 0600), synced, while others read and write.
  // `unavailable` where a file stands; nothing is left behind when it fails.
  virtual Result<void> copy_to(const std::filesystem::path& path) const = 0;
  // Reads every page and compares rows with indexes: `damaged` with what the database found first.
  virtual Result<void> check() const = 0;
  // As each_drop_to, without reading their bodies: lists ask for it.
  virtual Result<std::vector<WaitingDrop>> waiting_drops(RecipientId recipient) const = 0;
};

}  // namespace arasha::store
