// Long contents: announced by a message, sent in pieces, kept as they come.
#include <thread>

#include "exchange/contents.h"
#include "exchange/envelope_file.h"

namespace arasha::exchange {
namespace {

TEST_F(Contents, ArriveWholeInWhateverOrder) {
  const Bytes bytes = noise(3 * kPieceSize + 100);
  const Content content = announce(Noise(bytes.size()));
  ASSERT_EQ(content.pieces_size(), 4);
  EXPECT_EQ(content.size(), bytes.size());
  EXPECT_TRUE(must(post(content)).complete());
  auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 4U);
  std::reverse(parcels.begin(), parcels.end());
  must(b_->receive(parcels[0]));
  must(b_->receive(parcels[1]));
  // Before they are announced they wait.
  EXPECT_EQ(collect().later, 2U);
  must(b_->receive(announcement_));
  EXPECT_EQ(collect().taken, 3U);
  EXPECT_EQ(arrived(content).done, 2U);
  EXPECT_EQ(arrived(content).of, 4U);
  EXPECT_EQ(read(*b_, content).error().code, ErrorCode::not_found);
  must(b_->receive(parcels[2]));
  must(b_->receive(parcels[3]));
  EXPECT_EQ(collect().taken, 2U);
  EXPECT_TRUE(arrived(content).complete());
  EXPECT_EQ(must(read(*b_, content)), bytes);
  EXPECT_EQ(must(read(*a_, content)), bytes);
  EXPECT_EQ(must(entries_of(b_->vault(), b_->first(), file(), id_of(content))).size(), 4U);
  EXPECT_EQ(must(entries_of(a_->vault(), a_->first(), file_of(a_->vault(), thread_), id_of(content))).size(), 1U);
  EXPECT_TRUE(a_->take_parcels().empty()) << "nothing was refused";
}

TEST_F(Contents, OfEverySizeAtTheEdges) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kPieceSize - 1, kPieceSize, kPieceSize + 1, 2 * kPieceSize}) {
    thread_ = crypto::random_id<ThreadId>();
    const Content content = announce(Noise(size));
    EXPECT_EQ(static_cast<std::size_t>(content.pieces_size()), (size + kPieceSize - 1) / kPieceSize) << size;
    EXPECT_TRUE(check_content(content)) << size;
    must(b_->receive(announcement_));
    EXPECT_TRUE(must(post(content)).complete()) << size;
    carry();
    collect_all();
    EXPECT_TRUE(arrived(content).complete()) << size;
    EXPECT_EQ(must(read(*b_, content)), noise(size)) << size;
    EXPECT_EQ(must(read(*a_, content)), noise(size)) << size;
  }
  EXPECT_EQ(b_->book().refused(), 0U);
}

TEST_F(Contents, PiecesAreOfOneSizeOnTheWay) {
  const Content content = announce(Noise(2 * kPieceSize + 10));
  must(post(content));
  const auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 3U);
  EXPECT_EQ(parcels[0].size(), parcels[1].size());
  EXPECT_GE(parcels[0].size(), 512U << 10U);
  EXPECT_LT(parcels[0].size(), (512U << 10U) + 512) << "little is wasted";
  EXPECT_LT(parcels[2].size(), 8192U);
}

TEST_F(Contents, TwiceCountsOnce) {
  const Bytes bytes = noise(2 * kPieceSize);
  const Content content = announce(Noise(bytes.size()));
  must(b_->receive(announcement_));
  must(post(content));
  const auto parcels = a_->take_parcels();
  for (const Bytes& one : parcels) must(b_->receive(one));
  EXPECT_EQ(collect().taken, 3U);
  // The answer was lost on its way, the same envelope comes again; and the same piece in another, read from a stick.
  must(b_->receive(parcels[0]));
  EXPECT_EQ(collect().taken + collect().refused, 0U);
  std::size_t again = 0;
  EnvelopeFile file([&](BytesView envelope) {
    ++again;
    return b_->receive(envelope);
  });
  must(write_pieces(a_->vault(), a_->first(), thread_, id_of(content), b_->id(), {}, [&](BytesView some) { return file.feed(some); }));
  must(file.finish());
  EXPECT_EQ(again, 2U);
  EXPECT_EQ(collect().refused, 2U);
  EXPECT_EQ(last_refusal(), "repeated");
  EXPECT_EQ(must(entries_of(b_->vault(), b_->first(), this->file(), id_of(content))).size(), 2U);
  EXPECT_EQ(must(read(*b_, content)), bytes);
  EXPECT_TRUE(b_->take_parcels().empty()) << "what had come already needs no answer";
  // And posting it again posts nothing.
  EXPECT_TRUE(must(post(content)).complete());
  EXPECT_TRUE(a_->take_parcels().empty());
}

TEST_F(Contents, WhatIsNotAsAnnouncedIsRefusedAndTheSenderTold) {
  const Bytes bytes = noise(2 * kPieceSize);
  const Content content = announce(Noise(bytes.size()));
  must(b_->receive(announcement_));
  EXPECT_EQ(collect().taken, 1U);
  Bytes altered(bytes.begin(), bytes.begin() + kPieceSize);
  altered[kPieceSize / 2] ^= 1;
  const Bytes second(bytes.begin() + kPieceSize, bytes.end());
  Bytes shorter = second;
  shorter.pop_back();
  for (const auto& [number, data] : {std::pair(0U, altered), std::pair(0U, second), std::pair(1U, shorter), std::pair(2U, second), std::pair(4'000'000'000U, second)}) {
    must(b_->receive(forged(content, number, data)));
    EXPECT_EQ(collect().refused, 1U);
    EXPECT_EQ(last_refusal(), "content");
    EXPECT_EQ(b_->take_parcels().size(), 1U) << "the sender is told";
  }
  must(b_->receive(forged(content, 0, {})));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(arrived(content).done, 0U);
  // The true ones are taken all the same.
  must(post(content));
  carry();
  EXPECT_EQ(collect().taken, 2U);
  EXPECT_EQ(must(read(*b_, content)), bytes);
}

TEST_F(Contents, AnothersPieceIsNotTakenAndEndsRefused) {
  auto c = house("gamma");
  c->meets(*b_, "https://beta.example");
  b_->meets(*c, "https://gamma.example");
  const Bytes bytes = noise(kPieceSize);
  const Content content = announce(Noise(bytes.size()));
  must(b_->receive(announcement_));
  EXPECT_EQ(collect().taken, 1U);
  must(b_->receive(forged(content, 0, bytes, c.get())));
  EXPECT_EQ(collect().later, 1U);
  EXPECT_EQ(collect().later, 1U);
  EXPECT_EQ(arrived(content).done, 0U);
  clock_.advance(kKeepTrying + std::chrono::hours(1));
  EXPECT_EQ(collect().taken, 1U);
  EXPECT_EQ(last_refusal(), "not_awaited");
  EXPECT_EQ(b_->take_parcels().size(), 1U) << "its sender is told";
  EXPECT_EQ(collect().later, 0U);
}

TEST_F(Contents, WhatWasTakenBackIsNotSentAndNotKept) {
  const Content content = announce(Noise(9 * kPieceSize));
  must(b_->receive(announcement_));
  EXPECT_EQ(collect().taken, 1U);
  // Six are on their way, three are not posted.
  const Progress first = must(post(content, Duration(0)));
  EXPECT_FALSE(first.complete());
  EXPECT_GT(first.done, 0U);
  carry();
  must(post(content, Duration(0)));
  vault::FileChange change;
  change.file = file_of(a_->vault(), thread_);
  change.expected_length = must(a_->vault().store().file(change.file))->length;
  change.erase = must(entries_of(a_->vault(), a_->first(), change.file, id_of(content)));
  EXPECT_EQ(change.erase.size(), 1U);
  must(a_->vault().append(a_->first(), {change}));
  must(withdraw_pieces(a_->vault(), content));
  EXPECT_TRUE(a_->take_parcels().empty());
  EXPECT_EQ(post(content).error().code, ErrorCode::not_found);
  EXPECT_EQ(read(*a_, content).error().code, ErrorCode::not_found);
  EXPECT_TRUE(must(entries_of(a_->vault(), a_->first(), change.file, id_of(content))).empty());
  // At the receiver's it is over: what comes late is let fall, and nobody need be told.
  over_ = true;
  EXPECT_EQ(collect().taken, first.done);
  EXPECT_EQ(last_refusal(), "over");
  EXPECT_TRUE(b_->take_parcels().empty());
  EXPECT_TRUE(must(entries_of(b_->vault(), b_->first(), file(), id_of(content))).empty());
}

TEST_F(Contents, PostingGoesOnWhereItWasInterrupted) {
  const Bytes bytes = noise(14 * kPieceSize + 5);
  const Content content = announce(Noise(bytes.size()));
  must(b_->receive(announcement_));
  Progress before;
  int calls = 0;
  while (true) {
    const Progress now = must(post(content, Duration(0)));
    EXPECT_GT(now.done, before.done) << "a few at least";
    before = now;
    ++calls;
    if (now.complete()) break;
    // The process ends between two transactions.
    a_->close();
    a_->open();
  }
  EXPECT_GT(calls, 1);
  std::size_t parcels = 0;
  must(a_->vault().each_parcel([&](vault::ParcelId, BytesView) -> Result<void> {
    ++parcels;
    return {};
  }));
  EXPECT_EQ(parcels, 15U);
  carry();
  collect_all();
  EXPECT_EQ(must(read(*b_, content)), bytes);
  EXPECT_EQ(b_->book().refused(), 0U);
}

TEST_F(Contents, ReceivingGoesOnWhereItWasInterrupted) {
  const Bytes bytes = noise(5 * kPieceSize);
  const Content content = announce(Noise(bytes.size()));
  must(b_->receive(announcement_));
  must(post(content));
  carry();
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(collect(1).taken, 1U);
    b_->close();
    b_->open();
    listen();
  }
  EXPECT_TRUE(arrived(content).complete());
  EXPECT_EQ(must(read(*b_, content)), bytes);
}

TEST_F(Contents, TwoWhoOpenAtOnceDoNoHarm) {
  const vault::Keyring colleague = b_->add("Colleague", {vault::CircleKind::referral});
  const Bytes bytes = noise(12 * kPieceSize);
  const Content content = announce(Noise(bytes.size()));
  must(b_->receive(announcement_));
  collect();
  must(post(content));
  carry();
  const auto work = [&](const vault::Keyring& by) {
    for (int i = 0; i < 50 && !must(progress_of(b_->vault(), by, file(), content)).complete(); ++i) must(exchange::collect(b_->vault(), by, handlers_));
  };
  std::thread other([&] { work(colleague); });
  work(b_->first());
  other.join();
  EXPECT_EQ(must(read(*b_, content)), bytes);
  EXPECT_EQ(must(entries_of(b_->vault(), b_->first(), file(), id_of(content))).size(), 12U);
}

TEST_F(Contents, WhoIsNotInTheCircleSeesNothingOfIt) {
  const vault::Keyring lawyer = b_->add("Lawyer", {vault::CircleKind::legal});
  const Content content = announce(Noise(1000));
  must(b_->receive(announcement_));
  must(post(content));
  carry();
  collect_all();
  EXPECT_EQ(progress_of(b_->vault(), lawyer, file(), content).error().code, ErrorCode::denied);
  EXPECT_EQ(entries_of(b_->vault(), lawyer, file(), id_of(content)).error().code, ErrorCode::denied);
  EXPECT_EQ(open_content(b_->vault(), lawyer, file(), content).error().code, ErrorCode::denied);
}

TEST_F(Contents, OneReadingForOneDocument) {
  const Content content = announce(Noise(3 * kPieceSize));
  must(b_->receive(announcement_));
  must(post(content));
  carry();
  collect_all();
  const std::uint64_t before = must(b_->vault().store().last_leaf())->seq;
  must(read(*b_, content));
  EXPECT_EQ(must(b_->vault().store().last_leaf())->seq, before + 1);
  EXPECT_EQ(must(b_->vault().store().last_leaf())->kind, static_cast<std::uint8_t>(vault::LeafKind::reading));
}

TEST_F(Contents, AnnouncementsThatCannotBeAreKnown) {
  const Content content = announce(Noise(kPieceSize + 1));
  EXPECT_TRUE(check_content(content));
  std::vector<Content> wrong(6, content);
  wrong[0].set_id("nobody");
  wrong[1].set_size(kPieceSize);
  wrong[2].set_size(2 * kPieceSize + 1);
  wrong[3].add_pieces(std::string(32, 'x'));
  wrong[4].set_pieces(0, "short");
  wrong[5].set_size(std::numeric_limits<std::uint64_t>::max());
  for (const Content& one : wrong) EXPECT_EQ(check_content(one).error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace arasha::exchange
