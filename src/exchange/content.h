// Contents that are longer than one message: documents, cases that are handed over. A message of a thread announces one
// (exchange.proto, Content); its pieces follow in the same thread, in whatever order, each kept as it comes, so that an
// interruption loses none and what came twice counts once. Both sides keep it in blobs of the thread's file
// (docs/formats/exchange.md). Thread-safe as the vault is.
#pragma once

#include <functional>

#include "arasha/exchange.pb.h"
#include "exchange/post.h"
#include "vault/blobs.h"

namespace arasha::exchange {

using ContentId = Id<struct ContentTag>;

// Of every piece but the last: its envelope is 512 KiB and the few bytes that every envelope has on top.
inline constexpr std::size_t kPieceSize = (512U << 10U) - 1024;

// `invalid_input` for one that cannot be: whoever keeps an announcement asks this first.
Result<void> check_content(const Content& content);

// One on its way into the file of a thread (which may not be there yet), at the sender's. Used by one thread at a time.
class NewContent {
 public:
  static Result<std::unique_ptr<NewContent>> begin(vault::Vault& vault, const vault::Keyring& by, ThreadId thread);
  ~NewContent();
  NewContent(const NewContent&) = delete;
  NewContent& operator=(const NewContent&) = delete;

  // `too_large` over vault::kBlobLimit.
  Result<void> write(BytesView bytes);
  Result<void> finish();
  // Once finished: what the announcing message says, and the entry that keeps it, for the change that announces it.
  const Content& description() const { return description_; }
  vault::NewEntry entry() const;

 private:
  NewContent(ContentId id, std::shared_ptr<vault::NewBlob> blob);
  void end_piece();
  ContentId id_;
  Content description_;
  std::shared_ptr<vault::NewBlob> blob_;
  Bytes piece_;  // at hand
};

// How far the pieces of one content are: posted at the sender's, arrived at the receiver's.
struct Progress {
  std::uint32_t done = 0;
  std::uint32_t of = 0;
  bool by_hand = false;  // the partner is not on the network: nothing is posted
  bool complete() const { return done == of; }
};

// Posts pieces that were not posted yet, oldest first, until all are or `at_most` is over (a few at least); call again until
// complete() or by_hand, then nudge the delivery. After an interruption it goes on where it was. Pieces that go by hand are not
// posted: see write_pieces. `not_found` where the content is not kept, or was erased.
Result<Progress> post_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires,
                             Duration at_most);
// All its envelopes, framed (exchange/envelope_file.h), for a stick; the page that reads a file from a stick takes them.
Result<void> write_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires,
                          const std::function<Result<void>(BytesView)>& to_file);
// The same as a source, for an answer that is sent as it is made; empty at the end. `length`: of all of it.
struct PiecesToCarry {
  std::uint64_t length = 0;
  std::function<Result<Bytes>()> next;
};
Result<PiecesToCarry> carry_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires);
// What was posted and not delivered yet does not go any more: after the change that took it back.
Result<void> withdraw_pieces(vault::Vault& vault, const Content& content);

// At the receiver's. Which contents this thread waits for, and from whom, as far as its messages have come, which its file alone
// tells; nothing: not (yet), the piece waits. `not_found`: not any more, the piece is let fall without an answer.
using Expected = std::function<Result<std::optional<Content>>(const vault::Keyring& by, FileId thread_file, OrganizationId from, ContentId content)>;
// Keeps each piece that fits what was announced; one that comes before its announcement waits, for thirty days at most; one that
// nobody waits for then, or that is not what was announced, is refused and the sender told. Each room adds its own: they are asked
// one after the other, the last one first.
void add_piece_handler(Handlers& handlers, vault::Vault& vault, Expected expected);

Result<Progress> progress_of(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, const Content& content);

// The bytes of one that is complete, at either side: the next ones, at most 64 KiB, empty at the end. Every piece is compared with
// the announcement: `damaged` where it is another, and what came before must not be believed whole.
class OpenedContent {
 public:
  virtual ~OpenedContent() = default;
  virtual Result<Bytes> next() = 0;
};
// Recorded as one reading of a document. `not_found` while a piece is missing, or where it was erased.
Result<std::unique_ptr<OpenedContent>> open_content(vault::Vault& vault, const vault::Keyring& by, FileId thread_file, const Content& content);
// The entries of it that still have their bytes, to be erased when it is not needed any more; at the sender's, nothing more is
// posted then.
Result<std::vector<std::uint32_t>> entries_of(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, ContentId content);

// Whether entries of that type keep contents and how far they are: nothing that a conversation shows.
bool is_content_entry(std::uint16_t type);

// A piece as it came, before it is compared with anything. Strict; for the handler and for fuzzing.
struct OnePiece {
  ContentId content;
  std::uint32_t number = 0;
  Bytes data;
};
Result<OnePiece> read_piece(BytesView bytes);

}  // namespace arasha::exchange
