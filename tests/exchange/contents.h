// Two organisations, one of which sends long contents to the other.
#pragma once

#include <random>

#include "exchange/content.h"
#include "exchange/houses.h"

namespace arasha::exchange {

inline constexpr Kind kAnnounces = 20;

// Bytes that do not repeat, made again from the same seed.
class Noise {
 public:
  explicit Noise(std::uint64_t size, std::uint32_t seed = 1) : left_(size), random_(seed) {}
  Bytes next(std::size_t most = 100'000) {
    Bytes out(static_cast<std::size_t>(std::min<std::uint64_t>(left_, most)));
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random_() >> 7U);
    left_ -= out.size();
    return out;
  }

 private:
  std::uint64_t left_;
  std::mt19937 random_;
};
inline Bytes noise(std::size_t size, std::uint32_t seed = 1) { return Noise(size, seed).next(size); }

class Contents : public Introduced {
 protected:
  void SetUp() override {
    Introduced::SetUp();
    listen();
  }

  void listen() {
    handlers_ = Handlers();
    handlers_.on(kAnnounces, [this](const vault::Keyring&, const Received& received) -> Result<std::vector<vault::FileChange>> {
      vault::FileChange change;
      change.file = file_of(b_->vault(), received.message.thread);
      TRY(row, b_->vault().store().file(change.file));
      change.expected_length = row ? row->length : 0;
      change.entries.push_back(entry_for(received, a_->vault().directory()->exchange().back().signing));
      TRY(content, schema_content(received.message.content));
      announced_.insert_or_assign(content.id(), std::pair(received.message.from, content));
      return std::vector<vault::FileChange>{std::move(change)};
    });
    add_piece_handler(handlers_, b_->vault(), [this](const vault::Keyring&, FileId, OrganizationId from, ContentId id) -> Result<std::optional<Content>> {
      if (over_) return Error(ErrorCode::not_found, "It was taken back.");
      const auto found = announced_.find(id.text());
      if (found == announced_.end() || found->second.first != from) return std::optional<Content>();
      return std::optional<Content>(found->second.second);
    });
  }
  static Result<Content> schema_content(BytesView bytes) {
    Content out;
    if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Error(ErrorCode::damaged, "This cannot be read.");
    return out;
  }

  // Kept, announced, and nothing posted; the announcement waits in `announcement_`.
  Content announce(Noise bytes) {
    auto fresh = must(NewContent::begin(a_->vault(), a_->first(), thread_));
    for (Bytes some = bytes.next(); !some.empty(); some = bytes.next()) must(fresh->write(some));
    must(fresh->finish());
    const Content& content = fresh->description();
    std::string text;
    EXPECT_TRUE(content.SerializeToString(&text));
    Prepared prepared = must(prepare(a_->vault(), a_->first(), a_->book(), {b_->id(), thread_, kAnnounces, to_bytes(view(text)), {}}));
    announcement_ = prepared.envelope;
    vault::FileChange change;
    change.file = file_of(a_->vault(), thread_);
    const auto row = must(a_->vault().store().file(change.file));
    change.expected_length = row ? row->length : 0;
    change.entries.push_back(prepared.entry);
    change.entries.push_back(fresh->entry());
    must(a_->vault().append(a_->first(), {change}));
    return content;
  }
  static ContentId id_of(const Content& content) { return must(ContentId::from_text(content.id())); }
  Result<Progress> post(const Content& content, Duration at_most = std::chrono::hours(1), Time expires = {}) {
    return post_pieces(a_->vault(), a_->first(), thread_, id_of(content), b_->id(), expires, at_most);
  }
  // However slow the machine is; a page gives them less time.
  Collected collect(std::size_t limit = 1000, Duration for_pieces = std::chrono::hours(1)) {
    return must(exchange::collect(b_->vault(), b_->first(), handlers_, limit, for_pieces));
  }
  void collect_all() {
    while (true) {
      const Collected done = collect();
      if (done.pieces == 0 && done.taken == 0) return;
    }
  }
  Progress arrived(const Content& content) { return must(progress_of(b_->vault(), b_->first(), file(), content)); }
  FileId file() const { return file_of(b_->vault(), thread_); }
  Result<Bytes> read(House& house, const Content& content) {
    TRY(opened, open_content(house.vault(), house.first(), file_of(house.vault(), thread_), content));
    Bytes out;
    while (true) {
      TRY(some, opened->next());
      if (some.empty()) return out;
      EXPECT_LE(some.size(), 65'536U);
      out.insert(out.end(), some.begin(), some.end());
    }
  }
  std::string last_refusal() {
    const auto book = b_->book();
    return book.refusals().empty() ? "" : book.refusals().rbegin()->reason();
  }
  // A piece as somebody with the sender's keys could make it.
  Bytes forged(const Content& content, std::uint32_t number, const Bytes& data, House* by = nullptr) {
    House& from = by == nullptr ? *a_ : *by;
    Piece piece;
    piece.set_content(content.id());
    piece.set_number(number);
    piece.set_data(data.data(), data.size());
    std::string text;
    EXPECT_TRUE(piece.SerializeToString(&text));
    const auto sealer = must(Sealer::begin(from.vault(), from.first(), from.book(), b_->id()));
    return sealer.make({b_->id(), thread_, kPiece, to_bytes(view(text)), {}}, crypto::random_id<MessageId>(), crypto::random_id<vault::ParcelId>()).envelope;
  }

  Handlers handlers_;
  ThreadId thread_ = crypto::random_id<ThreadId>();
  Bytes announcement_;
  std::map<std::string, std::pair<OrganizationId, Content>> announced_;
  bool over_ = false;
};

}  // namespace arasha::exchange
