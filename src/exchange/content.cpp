// Long contents at the sender's: kept in one blob, posted piece by piece.
#include "exchange/content.h"

#include <algorithm>

#include "base/check.h"
#include "exchange/content_parts.h"
#include "exchange/envelope_file.h"
#include "schema/entry_types.h"
#include "vault/entry_header.h"

namespace arasha::exchange {
namespace {

constexpr std::uint32_t kAtOnce = 6;  // pieces in one transaction: some 16 MiB of memory with all their copies
constexpr std::size_t kNamed = 11;    // bytes of an entry's id that are the content's
constexpr int kTries = 5;

// The largest message of a piece fits the envelope that the size was chosen for, and is known as a piece by its size.
constexpr std::size_t kAroundPiece = 4 + 83 + 4 + kLongestAuthor + 4 + 64 + 40;
static_assert(kPieceSize + kAroundPiece <= 512U << 10U);
static_assert(kPieceSize > vault::kLargeDrop && kLongestStored * 2 <= vault::kLargeDrop);

Bytes numbered(std::uint32_t number) { return ByteWriter().u32(number).take(); }

template <class IdType>
IdType id_from(std::string_view label, ContentId content, std::uint32_t number) {
  const crypto::Hash whole = crypto::fingerprint(label, {content.bytes(), numbered(number)});
  return *IdType::from_bytes(BytesView(whole).first(IdType::kSize));
}

struct Name {
  Part part = Part::whole;
  std::uint32_t number = 0;
};
// Nothing: of another content, or of none.
std::optional<Name> name_in(const EntryId& id, BytesView prefix) {
  if (!std::equal(prefix.begin(), prefix.end(), id.bytes().begin())) return {};
  ByteReader in(id.bytes().subspan(kNamed));
  const auto part = in.u8();
  const auto number = in.u32();
  if (!part || !number) return {};
  return Name{static_cast<Part>(*part), *number};
}

crypto::Hash prefix_of(ContentId content) { return crypto::fingerprint("arasha/content-entry/v1", {content.bytes()}); }

// The blob of a content, read piece by piece from the beginning or from one on.
class Source {
 public:
  Source(std::shared_ptr<vault::OpenedBlob> blob, ContentId id) : blob_(std::move(blob)), id_(id) {}
  static Result<Source> open(vault::Vault& vault, const vault::Keyring& by, FileId file, const Kept& kept, ContentId id) {
    TRY(blob, vault.open_blob(by, file, *kept.whole));
    Source out(std::move(blob), id);
    TRY_VOID(out.skip(static_cast<std::uint64_t>(kept.posted) * kPieceSize));
    return out;
  }
  std::uint64_t size() const { return blob_->size(); }
  Result<Bytes> next() {
    while (waiting_.size() < kPieceSize) {
      TRY(more, blob_->next());
      if (more.empty()) break;
      waiting_.insert(waiting_.end(), more.begin(), more.end());
    }
    const std::size_t count = std::min(kPieceSize, waiting_.size());
    Bytes out(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
    return out;
  }
  // What a message of the thread says of it.
  Result<Bytes> next_message(std::uint32_t number) {
    TRY(data, next());
    Piece piece;
    piece.set_content(id_.text());
    piece.set_number(number);
    piece.set_data(data.data(), data.size());
    return schema::serialise(piece);
  }

 private:
  Result<void> skip(std::uint64_t bytes) {
    while (bytes > 0) {
      TRY(more, blob_->next());
      if (more.empty()) return {};
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, more.size()));
      waiting_.assign(more.begin() + static_cast<std::ptrdiff_t>(count), more.end());
      bytes -= count;
    }
    return {};
  }
  std::shared_ptr<vault::OpenedBlob> blob_;
  ContentId id_;
  Bytes waiting_;
};

vault::NewEntry posted_entry(ContentId content, std::uint32_t pieces) {
  PiecesPosted entry;
  entry.set_content(content.text());
  entry.set_pieces(std::to_string(pieces));
  return entry_of(entry, content_entry_id(content, Part::posted, pieces));
}

}  // namespace

EntryId content_entry_id(ContentId content, Part part, std::uint32_t number) {
  const crypto::Hash whole = prefix_of(content);
  return *EntryId::from_bytes(ByteWriter().raw(BytesView(whole).first(kNamed)).u8(static_cast<std::uint8_t>(part)).u32(number).take());
}
MessageId piece_message_id(ContentId content, std::uint32_t number) { return id_from<MessageId>("arasha/piece-message/v1", content, number); }
vault::ParcelId piece_parcel_id(ContentId content, std::uint32_t number) { return id_from<vault::ParcelId>("arasha/piece-parcel/v1", content, number); }
crypto::Hash piece_hash(ContentId content, std::uint32_t number, BytesView data) {
  return crypto::fingerprint("arasha/piece/v1", {content.bytes(), numbered(number), data});
}

std::uint32_t pieces_for(std::uint64_t size) { return static_cast<std::uint32_t>((size + kPieceSize - 1) / kPieceSize); }
std::size_t piece_size(const Content& content, std::uint32_t number) {
  const std::uint64_t before = static_cast<std::uint64_t>(number) * kPieceSize;
  return static_cast<std::size_t>(std::min<std::uint64_t>(kPieceSize, content.size() - before));
}

Error no_such_content() { return {ErrorCode::not_found, "This document is not there any more."}; }

Result<void> check_content(const Content& content) {
  const bool fits = ContentId::from_text(content.id()).is_ok() && content.size() <= vault::kBlobLimit &&
                    static_cast<std::uint32_t>(content.pieces_size()) == pieces_for(content.size()) &&
                    std::all_of(content.pieces().begin(), content.pieces().end(), [](const std::string& one) { return one.size() == std::tuple_size_v<crypto::Hash>; });
  if (!fits) return Error(ErrorCode::invalid_input, "What was announced cannot be.");
  return {};
}

Result<Kept> look_for(const vault::Vault& vault, FileId file, ContentId content) {
  TRY(rows, vault.store().headers(file, 0));
  const crypto::Hash whole = prefix_of(content);
  const BytesView prefix = BytesView(whole).first(kNamed);
  Kept out;
  out.length = static_cast<std::uint32_t>(rows.size());
  for (const store::EntryRow& row : rows) {
    TRY(opened, vault::open_header(vault.server().ledger, vault.organization(), row));
    const vault::EntryHeader& header = opened.header;
    const bool erases = header.type == vault::kErasureType;
    const auto name = name_in(erases ? header.amends : header.id, prefix);
    if (!name) continue;
    if (name->part == Part::whole) {
      out.ours = true;
      out.pieces = name->number;
      if (erases) out.whole.reset();
      else out.whole = row.seq;
    } else if (name->part == Part::posted) {
      out.posted = std::max(out.posted, name->number);
    } else if (name->part == Part::received) {
      out.numbers.insert(name->number);
      if (erases) out.received.erase(name->number);
      else out.received.emplace(name->number, row.seq);
    }
  }
  return out;
}

bool is_content_entry(std::uint16_t type) {
  const schema::EntryType* known = schema::entry_type(type);
  if (known == nullptr) return false;
  return known->descriptor == ContentKept::descriptor() || known->descriptor == PiecesPosted::descriptor() || known->descriptor == PieceReceived::descriptor();
}

// --- One that is made

NewContent::NewContent(ContentId id, std::shared_ptr<vault::NewBlob> blob) : id_(id), blob_(std::move(blob)) { description_.set_id(id_.text()); }
NewContent::~NewContent() { crypto::wipe(piece_); }

Result<std::unique_ptr<NewContent>> NewContent::begin(vault::Vault& vault, const vault::Keyring& by, ThreadId thread) {
  TRY(blob, vault.begin_blob(by, file_of(vault, thread), REFERRAL));
  return std::unique_ptr<NewContent>(new NewContent(crypto::random_id<ContentId>(), std::move(blob)));
}

void NewContent::end_piece() {
  const auto number = static_cast<std::uint32_t>(description_.pieces_size());
  const crypto::Hash hash = piece_hash(id_, number, piece_);
  description_.add_pieces(hash.data(), hash.size());
  piece_.clear();
}

Result<void> NewContent::write(BytesView bytes) {
  TRY_VOID(blob_->write(bytes));
  if (piece_.capacity() < kPieceSize) piece_.reserve(kPieceSize);
  while (!bytes.empty()) {
    const std::size_t count = std::min(bytes.size(), kPieceSize - piece_.size());
    piece_.insert(piece_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
    bytes = bytes.subspan(count);
    if (piece_.size() == kPieceSize) end_piece();
  }
  return {};
}

Result<void> NewContent::finish() {
  if (!piece_.empty()) end_piece();
  description_.set_size(blob_->size());
  return blob_->finish();
}

vault::NewEntry NewContent::entry() const {
  ContentKept kept;
  kept.set_content(description_.id());
  vault::NewEntry out = entry_of(kept, content_entry_id(id_, Part::whole, static_cast<std::uint32_t>(description_.pieces_size())));
  out.blob = blob_;
  return out;
}

// --- On their way

Result<Progress> post_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires,
                             Duration at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  const FileId file = file_of(vault, thread);
  TRY(kept, look_for(vault, file, content));
  if (!kept.whole) return no_such_content();
  if (kept.posted >= kept.pieces) return Progress{kept.pieces, kept.pieces};
  TRY(book, read_book(vault, by));
  TRY(sealer, Sealer::begin(vault, by, book, to));
  if (sealer.by_hand()) return Progress{kept.posted, kept.pieces, true};
  TRY(source, Source::open(vault, by, file, kept, content));
  std::uint32_t posted = kept.posted;
  do {
    std::vector<vault::FileChange> changes(1);
    vault::FileChange& change = changes.front();
    change.file = file;
    const std::uint32_t until = std::min(kept.pieces, posted + kAtOnce);
    for (std::uint32_t number = posted; number < until; ++number) {
      TRY(message, source.next_message(number));
      Sealer::Made made = sealer.make({to, thread, kPiece, std::move(message), expires}, piece_message_id(content, number), piece_parcel_id(content, number));
      change.post.push_back(std::move(*made.parcel));
    }
    change.entries.push_back(posted_entry(content, until));
    for (int tries = 0;; ++tries) {
      change.expected_length = kept.length;
      const auto done = vault.append(by, changes);
      if (done) break;
      if (done.error().code != ErrorCode::conflict || tries == kTries) return done.error();
      TRY(now, look_for(vault, file, content));
      if (!now.whole) return no_such_content();  // taken back meanwhile
      // A colleague posts the same: she goes on.
      if (now.posted != posted) return Progress{now.posted, now.pieces};
      kept = std::move(now);
    }
    posted = until;
    ++kept.length;
  } while (posted < kept.pieces && std::chrono::steady_clock::now() < end);
  return Progress{posted, kept.pieces};
}

Result<PiecesToCarry> carry_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires) {
  const FileId file = file_of(vault, thread);
  TRY(kept, look_for(vault, file, content));
  if (!kept.whole) return no_such_content();
  kept.posted = 0;
  TRY(book, read_book(vault, by));
  TRY(sealer, Sealer::begin(vault, by, book, to));
  TRY(source, Source::open(vault, by, file, kept, content));
  struct State {
    Sealer sealer;
    Source source;
    std::uint32_t pieces;
    std::uint32_t next = 0;
  };
  const auto state = std::make_shared<State>(State{std::move(sealer), std::move(source), kept.pieces});
  PiecesToCarry out;
  // A page that sends it says its length first.
  for (std::uint32_t number = 0; number < kept.pieces; ++number) {
    Piece piece;
    piece.set_content(content.text());
    piece.set_number(number);
    const std::uint64_t left = state->source.size() - static_cast<std::uint64_t>(number) * kPieceSize;
    piece.set_data(std::string(static_cast<std::size_t>(std::min<std::uint64_t>(left, kPieceSize)), '\0'));
    out.length += framed_size(state->sealer.envelope_size(piece.ByteSizeLong()));
  }
  out.next = [state, thread, content, to, expires]() -> Result<Bytes> {
    if (state->next == state->pieces) return Bytes();
    const std::uint32_t number = state->next++;
    TRY(message, state->source.next_message(number));
    const Sealer::Made made = state->sealer.make({to, thread, kPiece, std::move(message), expires}, piece_message_id(content, number), piece_parcel_id(content, number));
    return frame(made.envelope);
  };
  return out;
}

Result<void> write_pieces(vault::Vault& vault, const vault::Keyring& by, ThreadId thread, ContentId content, OrganizationId to, Time expires,
                          const std::function<Result<void>(BytesView)>& to_file) {
  TRY(pieces, carry_pieces(vault, by, thread, content, to, expires));
  while (true) {
    TRY(some, pieces.next());
    if (some.empty()) return {};
    TRY_VOID(to_file(some));
  }
}

Result<void> withdraw_pieces(vault::Vault& vault, const Content& content) {
  TRY(id, ContentId::from_text(content.id()));
  std::vector<vault::ParcelId> parcels;
  for (int number = 0; number < content.pieces_size(); ++number) parcels.push_back(piece_parcel_id(id, static_cast<std::uint32_t>(number)));
  return parcels.empty() ? Result<void>() : vault.settle_parcels(parcels);
}

}  // namespace arasha::exchange
