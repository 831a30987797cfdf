// The vault: who can open what. It alone turns ciphertext rows into plaintext and back.
//
// One Vault serves all threads of a process. Every method that needs keys takes the Keyring of the member who
// acts; without the right key in it, nothing opens, whatever the caller believes. Every reading is written to the
// ledger, durably, before plaintext is made. Failures: `denied` (no key or no right, never saying which),
// `conflict` (somebody wrote first), `damaged`, and those of the store.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <span>

#include "crypto/password.h"
#include "crypto/shares.h"
#include "store/writer.h"
#include "vault/entry_header.h"
#include "vault/keyring.h"
#include "vault/known_heads.h"
#include "vault/ledger.h"
#include "vault/notice.h"
#include "vault/once.h"
#include "vault/server_key.h"

namespace arasha::vault {

using store::BlobId;
using store::Compartment;
using store::DropId;
using store::ParcelId;
using store::ReplyId;
using store::WaitingDrop;
using Recipient = store::RecipientId;  // of a grant: a circle, or a member when the file is restricted

inline Recipient recipient_of(CircleId id) { return *Recipient::from_bytes(id.bytes()); }
inline Recipient recipient_of(MemberId id) { return *Recipient::from_bytes(id.bytes()); }

class NewBlob;
class OpenedBlob;

struct NewEntry {
  Compartment compartment = 0;
  std::uint16_t type = 0;
  Bytes content;
  EntryId amends;  // nil for a new one
  EntryId id;      // nil: the vault chooses
  std::shared_ptr<const NewBlob> blob = nullptr;  // a photograph or document that comes with it (vault/blobs.h)
};
struct NewCard {
  Compartment compartment = 0;
  Bytes content;
};
struct NewParcel {
  ParcelId id;
  Bytes content;  // what the delivering thread reads back; sealed under a key of the server
};
// For somebody without an account, sealed to a key that only she has (vault_replies.cpp).
struct NewReply {
  ReplyId id;
  Recipient conversation;
  Date until;    // can be read until that day
  Bytes sealed;  // by the caller
};
// Everything that one act does to one file: at least one entry or erasure. All changes of one `append` stand or fall
// together. Where an entry comes into a compartment that has a card and brings no new one, the card is sealed anew with
// its old content: a card is never older than its compartment's last entry, and one that is was put back.
struct FileChange {
  FileId file;
  std::uint32_t expected_length = 0;  // 0 makes the file
  std::vector<NewEntry> entries;
  std::vector<NewCard> cards;
  // Entries whose keys and content are destroyed with this change; each leaves a signed erasure entry behind.
  std::vector<std::uint32_t> erase;
  // For compartments that this change opens: these members instead of the policy's circles (a restricted file).
  std::optional<std::vector<MemberId>> only_members;
  // Or these circles, whatever the policy says.
  std::optional<std::vector<CircleId>> only_circles = {};
  // Compartments that are destroyed whole: keys and content of every entry, the grants, the card. Each leaves one signed
  // entry without content behind (kDestructionType), which commits to `statement`; nothing is ever written into them again.
  // Wants the key of the compartment in which the file began, or that of the destroyed one. With nothing else in the change.
  std::vector<Compartment> destroy = {};
  crypto::Hash statement = {};
  // With it every member's drafts of forms at these places.
  std::vector<std::string> forget_drafts = {};
  // Drops whose content this change puts into an entry: they are removed with it. `conflict` for everything when one of them
  // waits no more, because somebody else took it; `denied` without the key of its circle.
  std::vector<DropId> take = {};
  // What is to be delivered because of it, from when it is durable. `conflict` when such a parcel is there.
  std::vector<NewParcel> post = {};
  // Answers to somebody without an account; in the same transaction.
  std::vector<NewReply> replies = {};
};

enum class EntryState : std::uint8_t { readable, sealed, erased };

struct OpenedEntry {
  EntryHeader header;
  EntryState state = EntryState::sealed;
  Bytes content;  // when readable
};
struct OpenedFile {
  FileId id;
  std::uint32_t length = 0;
  std::vector<OpenedEntry> entries;
};

enum class Action : std::uint8_t { opened = 1, listed, searched, exported, printed, counted, signed_in, refused, imported,
                                    audited,     // looked at this record itself
                                    emergency,    // opened with the emergency key
                                    same_name,    // beside `opened`: the person has the surname of who opened the file
                                    after_closing, // beside `opened`: the case was closed then
                                    document };      // took a photograph or document out of a file
inline constexpr Action kLastAction = Action::document;

// One line of the reading record.
struct Reading {
  MemberId member;
  Time time;
  Action action = Action::opened;
  FileId file;              // nil for lists
  std::uint32_t count = 0;  // how many files a list, search or export showed
};
struct RecordedReading {
  std::uint64_t seq = 0;
  Reading reading;
};

// A card as sign-in sees it; the content is wiped after the call.
using CardUse = std::function<Result<void>(FileId file, std::uint32_t seq, BytesView content)>;
struct CardCount {
  std::uint64_t opened = 0;
  std::uint64_t refused = 0;  // damaged, from another place, or put back to an older day: they are not shown
};
struct OpenedCard {
  std::uint32_t seq = 0;  // the file's length when it was written
  Bytes content;
};

// The files that moved behind a position of the ledger, each once, and the position to ask from next time.
struct Moved {
  std::vector<FileId> files;
  std::uint64_t position = 0;
};

// With these an organisation signs what it sends, and opens what is sent to it.
struct ExchangeKeys {
  crypto::SigningKey signing;
  crypto::BoxKey box;
  PublicKeys public_keys() const { return {signing.public_key(), box.public_key()}; }
};

// What is to be compared, and its endings: "nurlan karim" with "1980" and with "".
struct TextToPrint {
  std::string text;
  std::vector<std::string> endings;
};
using Fingerprint = std::array<std::uint8_t, 16>;
inline constexpr crypto::PasswordCost kFingerprintCost{64, 2};  // some 70 ms; never to be changed: old ones would fit no more

// Gives the next change, or nothing at the end.
using NextChange = std::function<Result<std::optional<FileChange>>()>;

// What others may leave here at most. Together they are what a stranger can make us keep.
inline constexpr std::size_t kDropLimit = 8U << 20U;       // bytes, of one
inline constexpr std::uint64_t kDropsLimit = 50'000;       // that wait
inline constexpr std::uint64_t kDropBytesLimit = 1U << 30U;  // all that wait together
// Pieces of long contents are larger than this, and no other message is. They may fill half of the place, so that a call for help
// still finds room.
inline constexpr std::size_t kLargeDrop = 384U << 10U;

// The type of the entry that records an erasure; `amends` names what was erased.
inline constexpr std::uint16_t kErasureType = 0xffff;
// The type of the entry that records the destruction of its whole compartment (vault/destruction.h).
inline constexpr std::uint16_t kDestructionType = 0xfffe;

class Vault {
 public:
  struct InitOptions {
    std::string organization;
    std::string steward;
    std::string_view password;
    int trustees = 1;
    int threshold = 1;
    crypto::PasswordCost cost;
  };
  struct Initialised {
    OrganizationId organization;
    std::vector<crypto::Share> shares;  // to be printed once and never stored
  };
  // Makes a new organisation in an empty folder: server key, database, genesis block, the first steward.
  static Result<Initialised> init(const std::filesystem::path& folder, const InitOptions& options, const Clock& clock);

  // Opens an organisation whose server key is on this machine. The clock must outlive the vault.
  static Result<std::unique_ptr<Vault>> open(const std::filesystem::path& folder, const Clock& clock);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  OrganizationId organization() const { return organization_; }
  // The state of the key chain now; follows what other processes write.
  std::shared_ptr<const Directory> directory() const;
  const store::Store& store() const { return *store_; }
  const Clock& clock() const { return clock_; }
  const ServerKeys& server() const { return server_; }
  // Set when the database is older than its checkpoint: rolled back, or restored by hand.
  bool is_behind_checkpoint() const { return behind_checkpoint_; }

  // --- People (vault_members.cpp)
  // One answer and one duration for a wrong password, an unknown name and a closed account.
  Result<Keyring> sign_in(std::string_view name, std::string_view password);
  // Whether an invited member's activation code fits; then gives the account its keys and password.
  Result<Keyring> activate(std::string_view name, std::string_view code, std::string_view password);
  struct Invitation {
    MemberId member;
    std::string code;  // told to the person once
  };
  Result<Invitation> add_member(const Keyring& by, std::string name, bool administrator);
  Result<void> verify_member(const Keyring& by, MemberId member, const PublicKeys& seen);
  Result<void> close_member(const Keyring& by, MemberId member);
  Result<Invitation> readmit_member(const Keyring& by, MemberId member);
  Result<void> change_password(const Keyring& of, std::string_view current, std::string_view fresh);
  void set_password_cost(const crypto::PasswordCost& cost) { cost_ = cost; }

  // --- Circles (vault_circles.cpp)
  Result<void> join_circle(const Keyring& by, CircleId circle, MemberId member, bool steward);
  // Removal is rotation: new seed to the rest, all grants re-wrapped, in one transaction.
  Result<void> leave_circle(const Keyring& by, CircleId circle, MemberId member);
  Result<void> rename(const Keyring& by, std::string name);
  // What the organisation chose (Directory::setting); only stewards.
  Result<void> change_setting(const Keyring& by, std::string name, std::string value);
  // New versions of own forms (Directory::forms), all or none; only stewards. `conflict` where one is not the next version: somebody
  // else changed that form.
  Result<void> define_forms(const Keyring& by, std::vector<FormDefined> forms);
  // Which circles receive that compartment of files made from now on; never none. Files that exist keep their grants.
  Result<void> change_policy(const Keyring& by, Compartment compartment, std::vector<CircleId> circles);
  // Reads the circle seeds that were sealed to this member since she signed in.
  Result<void> refresh(Keyring& keyring) const;

  // --- Files (vault_files.cpp)
  Result<void> append(const Keyring& by, const std::vector<FileChange>& changes);
  Result<OpenedFile> open_file(const Keyring& by, FileId file, Action action = Action::opened);
  // Whether the keyring itself opens that compartment of that file, without a broken glass; nothing is read.
  bool may_open(const Keyring& by, FileId file, Compartment compartment) const;
  Result<std::vector<Compartment>> openable(const Keyring& by, FileId file) const;
  // Writes everything that `next` gives in one durable transaction, all or nothing, in bounded memory: for imports. Each
  // change is for a file of its own. Others wait meanwhile. `next` is called by one thread at a time, not always the
  // same, and must not write; `progress` (may be empty) on the calling thread with the number of files so far. Answers that number.
  Result<std::uint64_t> append_all(const Keyring& by, const NextChange& next, const std::function<void(std::uint64_t)>& progress);

  // --- Blobs (blobs.h): long contents that come with an entry, sealed in pieces while they arrive.
  // For an entry of that compartment of that file, which may be one that its entry makes; `denied` where the member may not write
  // into it.
  Result<std::shared_ptr<NewBlob>> begin_blob(const Keyring& by, FileId file, Compartment compartment);
  // The blob that came with the entry `seq`. A reading is durable before anything is opened. `not_found`: none came with it,
  // or it was erased.
  Result<std::shared_ptr<OpenedBlob>> open_blob(const Keyring& by, FileId file, std::uint32_t seq);
  // The same of several entries of one file, which together are one thing: one reading.
  Result<std::vector<std::shared_ptr<OpenedBlob>>> open_blobs(const Keyring& by, FileId file, std::span<const std::uint32_t> seqs);
  // Removes what uploads left behind that no entry has taken; answers how many. Only where no other process of this folder
  // is receiving one (store/lock.h).
  Result<std::uint64_t> sweep_blobs();

  // --- Cards (vault_cards.cpp). None of these writes a reading: who shows a list records it first.
  // Opens every card of a compartment that the recipient (one of the keyring's circles, or its member) was granted, in
  // no order, on all cores. `use` is called on the calling thread, one card at a time; its error ends the walk and is
  // answered. A card that does not open is left out, logged and counted.
  Result<CardCount> each_card(const Keyring& by, Recipient recipient, Compartment compartment, const CardUse& use) const;
  Result<CardCount> each_card(const Keyring& by, CircleId circle, Compartment compartment, const CardUse& use) const {
    return each_card(by, recipient_of(circle), compartment, use);
  }
  // One file's card through one recipient's grant, to follow what moved. Nothing where there is no such grant (any more),
  // where the keyring does not open it, or where there is no card. `damaged` as `card`.
  Result<std::optional<OpenedCard>> card_for(const Keyring& by, Recipient recipient, FileId file, Compartment compartment) const;
  // Where the ledger's moves end now: take it before reading cards, then follow from it.
  Result<std::uint64_t> moves_position() const;
  // What moved since, by this process or another; the leaves of readings are not walked.
  Result<Moved> moves_since(std::uint64_t position) const;
  // `damaged` also for a card that is older than its compartment's last entry.
  Result<std::optional<Bytes>> card(const Keyring& by, FileId file, Compartment compartment) const;

  // --- The reading record (vault_readings.cpp)
  Result<void> record(const Keyring& by, Action action, FileId file, std::uint32_t count);
  // One line for each of these files, in few transactions: before a list of them leaves as a table. Where it fails, some
  // may be written.
  Result<void> record_all(const Keyring& by, Action action, std::span<const FileId> files);
  // Newest first; only for who holds the Auditors' key.
  Result<std::vector<RecordedReading>> readings(const Keyring& by, std::uint64_t before, std::size_t limit) const;

  // --- Fingerprints (vault_fingerprints.cpp): that two files have something in common, without what it is.
  // Of each text, one fingerprint for each ending, in their order. They come from the key of that compartment of `book`, so
  // only who opens it can make them, or try texts out; each text costs a password hash (kFingerprintCost), so trying is
  // slow. `denied` without the key, `busy` when too many passwords are hashed at once. docs/formats/fingerprint.md.
  Result<std::vector<std::vector<Fingerprint>>> fingerprints(const Keyring& by, FileId book, Compartment compartment,
                                                             const std::vector<TextToPrint>& texts);

  // --- Other organisations (vault_exchange.cpp; docs/formats/exchange.md)
  // The organisation's own keys come from the key of that compartment of `book`: they stay when members leave.
  // Makes the next generation and signs it into the key chain. A steward who opens the book.
  Result<void> make_exchange_keys(const Keyring& by, FileId book, Compartment compartment);
  // `denied` without the key of the book; `not_found` where there is no such generation.
  Result<ExchangeKeys> exchange_keys(const Keyring& by, FileId book, Compartment compartment, std::uint32_t generation) const;
  // A steward has compared these keys with the partner over another channel (directory.h, PartnerCompared).
  Result<void> compare_partner(const Keyring& by, OrganizationId partner, std::string name, const PublicKeys& seen);
  Result<void> drop_partner(const Keyring& by, OrganizationId partner);

  // --- Read once (vault_once.cpp; vault/once.h, docs/formats/once.md): a content for one person outside.
  // `too_large`, `invalid_input` for a time that is over or too far, `denied`.
  Result<MadeOnce> put_once(const Keyring& by, const NewOnce& fresh);
  // Nobody needs to be signed in for the next two. `not_found`: there is none. What is over by now is ended by asking.
  Result<OnceStatus> once(OnceId id);
  // Right words: it is read, durably, and its body destroyed, before the content is answered. Wrong ones: counted, and destroyed
  // with the fifth. `busy` while another try of the same one is at work.
  Result<OnceAnswer> read_once(OnceId id, std::string_view words);
  // The maker, and who is in the Referral circle; for others there is none. `conflict` when it is over.
  Result<void> withdraw_once(const Keyring& by, OnceId id);
  // Destroys those whose time is over. Answers how many.
  Result<std::size_t> end_onces();

  // For passphrases of formats of others (crypto/age.h): as many at once as there is memory for.
  crypto::PasswordPool& passwords() { return passwords_; }

  // --- Breaking the glass (vault_emergency.cpp; docs/oversight.md, docs/adr/0015)
  // Makes the Emergency circle where there is none (only a steward of the house), and gives it the present keys of the
  // circles of which `by` is a steward. Answers how many it gave.
  Result<std::size_t> give_standing_keys(const Keyring& by);
  // Destroys all standing keys: nothing can be opened so from then on.
  Result<void> destroy_standing_keys(const Keyring& by);
  // Says in the ledger, durably, that `by` opens this file for so long, and why; only then `open_file` opens it, for
  // looking, until that time. Of `notice` are taken id (nil: chosen here; an id that is there already: written once), file, about, code,
  // text. `denied` for who is not in the Emergency circle, and where it is switched off. Whether there is such a file and
  // whether it is within reach is not said: opening it shows that.
  Result<Notice> break_glass(const Keyring& by, Notice notice, Duration lasting);
  // Says in the ledger that `by` looks for a file outside her circles, as `break_glass`; then tries the card of
  // that compartment of every file that the standing keys open. Answers the files that match, never a restricted one.
  Result<std::vector<FileId>> ask_for_file(const Keyring& by, Notice notice, Compartment compartment,
                                           const std::function<bool(BytesView card)>& matches);
  // By which notice this member looks at that file through a broken glass now (without its texts); none: she does not.
  Result<std::optional<Notice>> glass(const Keyring& by, FileId file) const;
  // What `open_file` would show her now, through a broken glass too.
  Result<std::vector<Compartment>> readable(const Keyring& by, FileId file) const;

  // --- Notices (vault_notices.cpp)
  // Kinds `reviewed` (to whom the notice it is about was said) and `looked` (to the Auditors).
  Result<Notice> put_notice(const Keyring& by, Notice notice);
  struct Notices {
    std::vector<Notice> rows;  // newest first; what is said to circles that the keyring does not hold is left out
    std::size_t damaged = 0;   // do not open, or were not signed by whom they name
    std::uint64_t next = 0;    // goes on before this leaf; 0: that was the oldest
  };
  // At most `limit` leaves are looked at. `since`: older ones end the walk.
  Result<Notices> notices(const Keyring& by, std::uint64_t before, std::size_t limit, Time since = {}) const;

  // --- Drops (vault_drops.cpp; docs/adr/0020): what came from outside for a circle, ciphertext that the caller opens. One is
  // removed by the change that puts its content into an entry (FileChange::take), and in no other way.
  // Nobody needs to be signed in. Durable when it answers. What waits already, or was taken once, under this id: ok, and nothing
  // changes. `not_found`: no such circle; `invalid_input`: empty; `too_large`, `full`: see the limits above.
  Result<void> put_drop(DropId id, CircleId circle, BytesView sealed);
  // In the order in which they came. `denied` for who does not hold the circle's present key.
  Result<void> each_drop(const Keyring& by, CircleId circle, const std::function<Result<void>(DropId, BytesView)>& use) const;
  Result<std::vector<WaitingDrop>> waiting_drops(const Keyring& by, CircleId circle) const;  // the same without reading them
  Result<std::optional<Bytes>> drop(const Keyring& by, CircleId circle, DropId id) const;
  Result<std::uint64_t> drop_count(const Keyring& by, CircleId circle) const;

  // --- Replies (vault_replies.cpp): for people without an account. Nobody needs to be signed in; what is sealed says nothing here.
  // Durable when it answers; one with this id is replaced.
  Result<void> put_reply(const NewReply& reply);
  // In the order in which they were written, with the day until which each can be read.
  Result<void> each_reply(Recipient conversation, const std::function<Result<void>(ReplyId, Date until, BytesView)>& use) const;
  Result<std::uint64_t> sweep_replies(Date today);  // removes those whose day is over; how many

  // --- Parcels (vault_drops.cpp; docs/formats/parcel.md): what goes to others, for the thread that delivers; FileChange::post
  // makes them. Nobody needs to be signed in.
  // In the order in which they were posted; answers the place of the last. With it as `after`, only those that were posted
  // since. One that does not open is left out and logged.
  using ParcelUse = std::function<Result<void>(ParcelId, BytesView content)>;
  Result<std::uint64_t> each_parcel(std::uint64_t after, const ParcelUse& use) const;
  Result<std::uint64_t> each_parcel(const ParcelUse& use) const { return each_parcel(0, use); }
  Result<std::optional<Bytes>> parcel(ParcelId id) const;
  Result<void> settle_parcel(ParcelId id);  // it is gone; also when it was
  Result<void> settle_parcels(std::span<const ParcelId> ids);
  Result<void> change_parcel(ParcelId id, BytesView content);  // `not_found` when it was settled

  // --- Drafts: sealed to their owner, so that they can be kept for somebody whose session has ended.
  Result<void> keep_draft(MemberId member, std::string_view place, BytesView form);
  Result<std::optional<Bytes>> draft(const Keyring& by, std::string_view place) const;
  Result<void> drop_draft(const Keyring& by, std::string_view place);

  // --- Recovery (vault_recovery.cpp): a new passphrase for the same keys, by the trustees' shares. A wrong share is named.
  Result<void> recover_member(std::string_view name, const std::vector<crypto::Share>& shares, std::string_view password);
  // A new recovery key and new shares: after a recovery, when a trustee left, when a sheet was lost. A steward and k of
  // the present shares together. Older backups still open with the older shares.
  Result<std::vector<crypto::Share>> replace_recovery(const Keyring& by, const std::vector<crypto::Share>& present, int trustees,
                                                      int threshold);

 private:
  friend class NewBlob;
  friend class OpenedBlob;
  Vault(std::unique_ptr<store::Store> store, OrganizationId organization, ServerKeys server, const Clock& clock);

  void follow_directory() const;
  // Signs a block behind `state`, applies it there and writes it.
  Result<void> add_block(store::Transaction& transaction, const Keyring& by, Directory& state, Operation operation) const;
  Result<Directory> directory_in(const store::Reader& reader) const;
  Result<void> change_directory(const Keyring& by, const std::function<Result<void>(store::Transaction&, Directory&)>& change);
  Result<void> rotate(store::Transaction& transaction, const Keyring& by, Directory& state, CircleId circle, MemberId left) const;
  Result<void> put_standing(store::Transaction& transaction, const Directory& state, CircleId circle, const crypto::Key& seed) const;
  Result<crypto::Key> open_standing(const store::Reader& reader, const Keyring& by, const Directory& state, CircleId circle) const;
  Result<void> renew_standing(store::Transaction& transaction, const Keyring& by, Directory& state, CircleId rotated, const crypto::Key& seed) const;
  Result<Keyring> standing_keys(const Keyring& by, const Directory& state, const std::set<CircleId>& circles, std::uint64_t position) const;
  Result<std::map<Compartment, crypto::Key>> lent_keys(const Keyring& by, FileId file) const;
  Result<Notice> say(const Keyring& by, Notice notice, std::set<CircleId> to);
  // With its signature checked.
  Result<SignedNotice> signed_notice(const store::LeafRow& leaf, const Directory& state) const;
  Result<void> leave_all(store::Transaction& transaction, const Keyring& by, Directory& state, MemberId member) const;
  Result<std::string> invite(store::Transaction& transaction, MemberId member) const;
  Result<void> submit(const store::Work& work);
  Result<void> check_checkpoint();
  void write_checkpoint();

  Result<crypto::Key> slot_key(MemberId member, std::string_view password, const crypto::Salt& salt,
                               const crypto::PasswordCost& cost);
  Result<Bytes> seal_password_slot(MemberId member, const crypto::Key& seed, std::string_view password);
  Result<crypto::Key> open_password_slot(MemberId member, BytesView slot, std::string_view password);
  Result<Keyring> keyring_for(MemberId member, crypto::Key seed) const;

  Result<crypto::Key> compartment_key(const Keyring& by, const store::GrantRow& grant) const;
  Result<std::map<Compartment, crypto::Key>> compartment_keys(const Keyring& by, FileId file) const;
  std::map<Compartment, crypto::Key> keys_from(const Keyring& by, const std::vector<store::GrantRow>& grants) const;
  Bytes seal_card(const crypto::Key& key, FileId file, Compartment compartment, std::uint32_t seq, BytesView content) const;
  Result<Bytes> open_card(const crypto::Key& key, const store::CardRow& card) const;
  Result<void> check_card_is_new(const store::CardRow& card, std::uint32_t length) const;
  Result<std::vector<store::GrantRow>> new_grants(const Keyring& by, const Directory& state, const FileChange& change,
                                                  Compartment compartment, const crypto::Key& key) const;
  crypto::Hash draft_name(MemberId member, std::string_view place) const;
  Result<void> forget_drafts(store::Transaction& transaction, const Directory& state, const std::vector<std::string>& places) const;

  struct Prepared;
  class Preparing;
  class Importing;
  Result<Prepared> prepare(const Keyring& by, const Directory& state, const FileChange& change) const;
  Result<std::vector<EntryHeader>> checked_chain(const store::FileRow& file, const std::vector<store::EntryRow>& rows) const;
  Result<void> check_may_write(const Keyring& by, const Directory& state) const;
  Result<void> check_holds(const Keyring& by, const Directory& state, CircleId circle) const;
  Result<std::shared_ptr<OpenedBlob>> open_blob_with(const std::map<Compartment, crypto::Key>& keys, FileId file, std::uint32_t seq) const;
  Bytes seal_parcel(ParcelId id, BytesView content) const;
  Result<Bytes> open_parcel(const store::ParcelRow& row) const;

  struct Once;
  Result<Once> current_once(OnceId id);
  Result<bool> change_once(Once& once, OnceState to, MemberId by);

  struct Period;
  Result<std::shared_ptr<const Period>> period();

  std::unique_ptr<store::Store> store_;
  OrganizationId organization_;
  ServerKeys server_;
  const Clock& clock_;
  crypto::PasswordPool passwords_{crypto::PasswordPool::for_this_machine(), 64};
  crypto::PasswordCost cost_;
  bool behind_checkpoint_ = false;

  mutable std::shared_mutex directory_mutex_;
  mutable std::shared_ptr<const Directory> directory_;
  mutable std::atomic<std::uint64_t> directory_version_{0};

  mutable KnownHeads known_heads_;

  std::mutex once_mutex_;
  std::set<OnceId> once_at_work_;

  std::mutex period_mutex_;
  std::shared_ptr<const Period> period_;

  std::vector<Move> moved_;               // by the batch in hand; the writer's thread only
  std::unique_ptr<store::Writer> writer_; // last: its thread ends before what it uses
};

}  // namespace arasha::vault
