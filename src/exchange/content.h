// Contents that are longer than one message: documents, cases that are handed over. A message of a thread announces one
// (exchange.proto, Content); its pieces follow in the same thread, in whatever order, each kept as it comes, so that an
// interruption loses none and what came twice counts once. Both sides keep it in blobs of the thread's file.
#pragma once

#include <functional>

#include "arasha/exchange.pb.h"
#include "exchange/post.h"
#include "vault/blobs.h"

namespace arasha::exchange {

using ContentId = Id<struct ContentTag>;

// One on its way into the file of a thread (which may not be there yet), at the sender's. Used by one thread at a time.
class NewContent {
 public:
  static Result<std::unique_ptr<NewContent>> begin(vault::Vault& vault, const vault::Keyring& by, ThreadId thread);
  // `too_large` over vault::kBlobLimit.
  Result<void> write(BytesView bytes);
  Result<void> finish();
  // Once finished: what the announcing message says, and the entry that keeps it, for the change that announces it.
  const Content& description() const { return description_; }
  vault::NewEntry entry() const;

 private:
  NewContent() = default;
  Content description_;
  std::shared_ptr<vault::NewBlob> blob_;
  crypto::Hasher hasher_;  // of the piece at hand
  std::uint64_t in_piece_ = 0;
};

// How far the pieces of one content are: posted at the sender's, arrived at the receiver's.
struct Progress {
  std::uint32_t done = 0;
  std::uint32_t of = 0;
  bool complete() const { return done == of; }
};

// Posts pieces that were not posted yet, oldest first, until all are or `at_most` is over; call again until complete(). After an
// interruption it goes on where it was. Pieces that go by hand are not posted: see write_pieces.
Result<Progress> post_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires,
                             Duration at_most);
// All its envelopes, one after the other, for a stick; the page that reads a file from a stick takes them.
Result<void> write_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires,
                          const std::function<Result<void>(BytesView)>& to_file);

// At the receiver's. Which contents this thread waits for, and from whom, as far as its messages have come; nothing: not (yet).
using Expected = std::function<Result<std::optional<Content>>(const vault::Keyring& by, FileId thread_file, OrganizationId from, ContentId content)>;
// Keeps each piece that fits what was announced; one that comes before its announcement waits; one that nobody waits for, or that
// is not what was announced, is refused and the sender told.
void add_piece_handler(Handlers& handlers, vault::Vault& vault, Expected expected);

Result<Progress> progress_of(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, const Content& content);

// The bytes of one that is complete, at either side: the next piece of at most 64 KiB, empty at the end. Each reading of the file
// is recorded by who opens it. `not_found` while a piece is missing.
class OpenedContent {
 public:
  virtual ~OpenedContent() = default;
  virtual Result<Bytes> next() = 0;
};
Result<std::unique_ptr<OpenedContent>> open_content(vault::Vault& vault, const vault::Keyring& by, FileId thread_file, const Content& content);
// The entries of its pieces, to be erased when it is not needed any more.
Result<std::vector<std::uint32_t>> entries_of(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, ContentId content);

}  // namespace arasha::exchange
