// Long contents at the receiver's: pieces as they come, and reading what is complete.
#include <algorithm>

#include "exchange/content_parts.h"
#include "exchange/parcel.h"
#include "schema/entry_types.h"

namespace arasha::exchange {
namespace {

using Changes = std::vector<vault::FileChange>;

// Into the record of what was refused; `told`: the sender learns it too.
Result<Changes> let_fall(vault::Vault& vault, const vault::Keyring& by, const Received& received, const char* reason, bool told) {
  const Message& message = received.message;
  TRY(change, refuse(vault, by, {reason, message.from, message.id, received.drop}));
  change.take.clear();  // whoever asked takes the drop with the first change
  if (told) {
    RefusalNotice notice;
    notice.set_message(message.id.text());
    notice.set_reason(reason);
    TRY(book, read_book(vault, by));
    const auto prepared = prepare(vault, by, book, {message.from, message.thread, kRefused, schema::serialise(notice), {}});
    if (prepared && prepared->parcel) change.post.push_back(*prepared->parcel);
  }
  Changes out;
  out.push_back(std::move(change));
  return out;
}

Error not_as_announced() { return {ErrorCode::invalid_input, "This piece is not the one that was announced."}; }

Result<void> fits(const OnePiece& piece, const Content& content) {
  if (const auto possible = check_content(content); !possible) return possible;
  const bool same = piece.number < static_cast<std::uint32_t>(content.pieces_size()) && piece.data.size() == piece_size(content, piece.number) &&
                    view(content.pieces(static_cast<int>(piece.number))).size() == std::tuple_size_v<crypto::Hash>;
  if (!same) return not_as_announced();
  const crypto::Hash hash = piece_hash(piece.content, piece.number, piece.data);
  const BytesView announced = view(content.pieces(static_cast<int>(piece.number)));
  if (!std::equal(hash.begin(), hash.end(), announced.begin(), announced.end())) return not_as_announced();
  return {};
}

// Its entry, with the blob that is it; nothing where it came before.
Result<Changes> keep(vault::Vault& vault, const vault::Keyring& by, FileId file, const OnePiece& piece) {
  TRY(kept, look_for(vault, file, piece.content));
  if (kept.numbers.contains(piece.number)) return Changes();
  TRY(blob, vault.begin_blob(by, file, REFERRAL));
  TRY_VOID(blob->write(piece.data));
  TRY_VOID(blob->finish());
  PieceReceived entry;
  entry.set_content(piece.content.text());
  entry.set_piece(std::to_string(piece.number));
  vault::FileChange change;
  change.file = file;
  change.expected_length = kept.length;
  change.entries.push_back(entry_of(entry, content_entry_id(piece.content, Part::received, piece.number)));
  change.entries.back().blob = blob;
  Changes out;
  out.push_back(std::move(change));
  return out;
}

class WhatIsKept : public OpenedContent {
 public:
  WhatIsKept(std::vector<std::shared_ptr<vault::OpenedBlob>> blobs, ContentId id, Content content)
      : blobs_(std::move(blobs)), id_(id), content_(std::move(content)) {}

  // Both sides are read alike: the pieces of the announcement, whether they lie in one blob or in many.
  Result<Bytes> next() override {
    while (at_ < blobs_.size()) {
      TRY(some, blobs_[at_]->next());
      if (some.empty()) {
        blobs_[at_++].reset();
        continue;
      }
      size_ += some.size();
      TRY_VOID(compare(some));
      return some;
    }
    if (size_ != content_.size() || !piece_.empty() || number_ != static_cast<std::uint32_t>(content_.pieces_size())) return other();
    return Bytes();
  }

 private:
  static Error other() { return {ErrorCode::damaged, "This document is damaged: a part of it is missing or altered. Tell your administrator."}; }
  Result<void> compare(BytesView bytes) {
    while (!bytes.empty()) {
      if (number_ >= static_cast<std::uint32_t>(content_.pieces_size())) return other();
      const std::size_t whole = piece_size(content_, number_);
      const std::size_t count = std::min(bytes.size(), whole - piece_.size());
      piece_.insert(piece_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
      bytes = bytes.subspan(count);
      if (piece_.size() < whole) continue;
      const crypto::Hash hash = piece_hash(id_, number_, piece_);
      const BytesView announced = view(content_.pieces(static_cast<int>(number_++)));
      if (!std::equal(hash.begin(), hash.end(), announced.begin(), announced.end())) return other();
      piece_.clear();
    }
    return {};
  }

  std::vector<std::shared_ptr<vault::OpenedBlob>> blobs_;
  ContentId id_;
  Content content_;
  std::size_t at_ = 0;
  std::uint64_t size_ = 0;
  std::uint32_t number_ = 0;
  Bytes piece_;
};

}  // namespace

Result<OnePiece> read_piece(BytesView bytes) {
  Piece piece;  // larger than an entry may be
  if (bytes.size() > kLongestContent || !piece.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error(ErrorCode::damaged, "This is no piece of a content.");
  }
  const auto id = ContentId::from_text(piece.content());
  if (!id || piece.data().empty() || piece.data().size() > kPieceSize) return Error(ErrorCode::invalid_input, "This is no piece of a content.");
  return OnePiece{*id, piece.number(), to_bytes(view(piece.data()))};
}

void add_piece_handler(Handlers& handlers, vault::Vault& vault, Expected expected) {
  std::optional<Handler> others;
  if (const Handler* known = handlers.of(kPiece)) others = *known;
  handlers.on(kPiece, [&vault, expected = std::move(expected), others = std::move(others), aside = handlers.aside()](
                          const vault::Keyring& by, const Received& received) -> Result<Changes> {
    const Message& message = received.message;
    TRY(piece, read_piece(message.content));
    const FileId file = file_of(vault, message.thread);
    TRY(row, vault.store().file(file));  // before it is asked: what comes meanwhile is noticed
    const auto content = expected(by, file, message.from, piece.content);
    if (!content && content.error().code == ErrorCode::not_found) return let_fall(vault, by, received, "over", false);
    if (!content) return content.error();
    if (*content) {
      if (received.late) return let_fall(vault, by, received, "over", false);
      TRY_VOID(fits(piece, **content));
      return keep(vault, by, file, piece);
    }
    if (others) return (*others)(by, received);
    const Time until = message.created + kKeepTrying;
    if (received.late || until <= vault.clock().now()) return let_fall(vault, by, received, "not_awaited", true);
    aside->put(received.drop, SetAside::ForThread{file, row ? row->length : 0, message.expires == Time() ? until : std::min(until, message.expires)});
    return Error(ErrorCode::busy, "What this belongs to has not come yet.");
  });
}

Result<Progress> progress_of(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, const Content& content) {
  TRY(id, ContentId::from_text(content.id()));
  if (!vault.may_open(by, thread_file, REFERRAL)) return Error(ErrorCode::denied, "You cannot open this file.");
  TRY(kept, look_for(vault, thread_file, id));
  const auto of = static_cast<std::uint32_t>(content.pieces_size());
  return Progress{std::min(of, kept.ours ? kept.posted : static_cast<std::uint32_t>(kept.received.size())), of};
}

Result<std::unique_ptr<OpenedContent>> open_content(vault::Vault& vault, const vault::Keyring& by, FileId thread_file, const Content& content) {
  TRY_VOID(check_content(content));
  TRY(id, ContentId::from_text(content.id()));
  TRY(kept, look_for(vault, thread_file, id));
  std::vector<std::uint32_t> seqs;
  if (kept.whole) seqs.push_back(*kept.whole);
  else {
    for (int number = 0; number < content.pieces_size(); ++number) {
      const auto found = kept.received.find(static_cast<std::uint32_t>(number));
      if (found == kept.received.end()) return no_such_content();
      seqs.push_back(found->second);
    }
  }
  TRY(blobs, vault.open_blobs(by, thread_file, seqs));
  return std::unique_ptr<OpenedContent>(std::make_unique<WhatIsKept>(std::move(blobs), id, content));
}

Result<std::vector<std::uint32_t>> entries_of(const vault::Vault& vault, const vault::Keyring& by, FileId thread_file, ContentId content) {
  if (!vault.may_open(by, thread_file, REFERRAL)) return Error(ErrorCode::denied, "You cannot open this file.");
  TRY(kept, look_for(vault, thread_file, content));
  std::vector<std::uint32_t> out;
  if (kept.whole) out.push_back(*kept.whole);
  for (const auto& [number, seq] : kept.received) out.push_back(seq);
  return out;
}

}  // namespace arasha::exchange
