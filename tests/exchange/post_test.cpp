// From one organisation to another: what counts once, what is refused, and what waits.
#include "exchange/houses.h"

namespace arasha::exchange {
namespace {

constexpr Kind kKind = 20;

class Post : public Introduced {
 protected:
  void SetUp() override {
    Introduced::SetUp();
    handlers_.on(kKind, [this](const vault::Keyring& by, const Received& received) -> Result<std::vector<vault::FileChange>> {
      vault::FileChange change;
      change.file = file_of(b_->vault(), received.message.thread);
      TRY(row, b_->vault().store().file(change.file));
      change.expected_length = row ? row->length : 0;
      static_cast<void>(by);
      if (row && std::find(seen_.begin(), seen_.end(), received.message.id) != seen_.end()) return std::vector<vault::FileChange>();
      change.entries.push_back(entry_for(received, a_->vault().directory()->exchange().back().signing));
      seen_.push_back(received.message.id);
      late_ = received.late;
      return std::vector<vault::FileChange>{std::move(change)};
    });
  }

  // As sending does: the entry and the parcel in one transaction.
  Prepared send(Time expires = {}) {
    const ThreadId thread = crypto::random_id<ThreadId>();
    Prepared out = must(prepare(a_->vault(), a_->first(), a_->book(), {b_->id(), thread, kKind, to_bytes(view("Aliya")), expires}));
    vault::FileChange change;
    change.file = file_of(a_->vault(), thread);
    change.entries.push_back(out.entry);
    if (out.parcel) change.post.push_back(*out.parcel);
    must(a_->vault().append(a_->first(), {change}));
    return out;
  }
  Collected collect() { return must(exchange::collect(b_->vault(), b_->first(), handlers_)); }
  std::string last_refusal() {
    const auto book = b_->book();
    return book.refusals().empty() ? "" : book.refusals().rbegin()->reason();
  }
  std::uint64_t waiting() { return must(b_->vault().drop_count(b_->first(), b_->vault().directory()->circle(vault::CircleKind::referral)->id)); }

  Handlers handlers_;
  std::vector<MessageId> seen_;
  bool late_ = false;
};

TEST_F(Post, WhatIsSentArrivesOnce) {
  const Prepared sent = send();
  const auto parcels = a_->take_parcels();
  ASSERT_EQ(parcels.size(), 1U);
  must(b_->receive(parcels[0]));
  must(b_->receive(parcels[0]));  // the answer was lost, it came again
  EXPECT_EQ(waiting(), 1U);
  EXPECT_EQ(collect().taken, 1U);
  EXPECT_EQ(seen_, std::vector{sent.message.id});
  EXPECT_EQ(waiting(), 0U);
  must(b_->receive(parcels[0]));
  EXPECT_EQ(collect().taken, 0U);
  // The same message in a new envelope, brought by hand.
  must(b_->receive(must(seal_again(a_->vault(), b_->id(), sign(must(present_keys(a_->vault(), a_->first())).signing, sent.message)))));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "repeated");
  EXPECT_EQ(seen_.size(), 1U);
}

TEST_F(Post, OnlyTheCircleOpensWhatCame) {
  send();
  must(b_->receive(a_->take_parcels()[0]));
  const vault::Keyring legal = b_->add("Lawyer", {vault::CircleKind::legal});
  EXPECT_EQ(exchange::collect(b_->vault(), legal, handlers_).error().code, ErrorCode::denied);
  EXPECT_EQ(collect().taken, 1U);
}

TEST_F(Post, NothingGoesToAPartnerWhoseKeysDoNotCount) {
  must(a_->vault().drop_partner(a_->second(), b_->id()));
  const auto refused = prepare(a_->vault(), a_->first(), a_->book(), {b_->id(), crypto::random_id<ThreadId>(), kKind, {}, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::denied);
}

TEST_F(Post, WhatComesFromAPartnerWhoseKeysDoNotCountWaits) {
  send();
  must(b_->vault().drop_partner(b_->second(), a_->id()));
  must(b_->receive(a_->take_parcels()[0]));
  EXPECT_EQ(collect().unknown, 1U);
  EXPECT_EQ(waiting(), 1U);
  b_->meets(*a_);
  EXPECT_EQ(collect().taken, 1U);
}

TEST_F(Post, APartnerThatChangedItsKeysIsNotBelievedUntilTheyAreCompared) {
  must(make_keys(a_->vault(), a_->first()));
  send();
  must(b_->receive(a_->take_parcels()[0]));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "signature");
  b_->meets(*a_);
  send();
  must(b_->receive(a_->take_parcels()[0]));
  EXPECT_EQ(collect().taken, 1U);
}

TEST_F(Post, WhatWasSignedWithFormerKeysIsRefusedByName) {
  send();
  const auto before = a_->take_parcels();
  must(make_keys(a_->vault(), a_->first()));
  b_->meets(*a_);
  must(b_->receive(before[0]));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "old_keys");
}

TEST_F(Post, WhatWasSealedToFormerKeysOfOursOpens) {
  send();
  must(make_keys(b_->vault(), b_->first()));  // while it was on its way
  must(b_->receive(a_->take_parcels()[0]));
  EXPECT_EQ(collect().taken, 1U);
}

TEST_F(Post, ForgedMisaddressedAndStrangeOnesAreRefusedAndWrittenDown) {
  const auto keys = must(present_keys(a_->vault(), a_->first()));
  const crypto::PublicKey to = b_->vault().directory()->exchange().back().box;
  Message message;
  message.id = crypto::random_id<MessageId>();
  message.thread = crypto::random_id<ThreadId>();
  message.from = a_->id();
  message.to = b_->id();
  message.created = clock_.now();
  message.kind = kKind;
  // Signed by somebody else in the name of a partner.
  must(b_->receive(seal(to, sign(crypto::SigningKey::from_seed(crypto::random_key()), message))));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "signature");
  // Meant for another organisation: somebody sealed it again to us.
  Message other = message;
  other.to = crypto::random_id<OrganizationId>();
  must(b_->receive(seal(to, sign(keys.signing, other))));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "misaddressed");
  // Of a kind that this program does not know.
  Message strange = message;
  strange.id = crypto::random_id<MessageId>();
  strange.kind = 999;
  must(b_->receive(seal(to, sign(keys.signing, strange))));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "newer");
  // Bytes.
  must(b_->receive(seal(to, to_bytes(view("no message at all")))));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_FALSE(b_->receive(seal(crypto::BoxKey::from_seed(crypto::random_key()).public_key(), sign(keys.signing, message))));
  EXPECT_EQ(waiting(), 0U);
  EXPECT_TRUE(seen_.empty());
  EXPECT_EQ(b_->book().refused(), 4U);
}

TEST_F(Post, WhatComesAfterItHasExpiredIsCalledLate) {
  send(clock_.now() + std::chrono::hours(1));
  const auto parcels = a_->take_parcels();
  clock_.advance(std::chrono::hours(2));
  must(b_->receive(parcels[0]));
  EXPECT_EQ(collect().taken, 1U);
  EXPECT_TRUE(late_);
}

// The forms for people without an account leave theirs for the same circle (docs/formats/intake.md).
TEST_F(Post, WhatAnotherRoomLeftForTheCircleIsNotTouched) {
  const CircleId circle = b_->vault().directory()->circle(vault::CircleKind::referral)->id;
  const auto id = crypto::random_id<vault::DropId>();
  must(b_->vault().put_drop(id, circle, to_bytes(view("AIN" + std::string(5000, '\1')))));
  send();
  must(b_->receive(a_->take_parcels()[0]));
  const Collected done = collect();
  EXPECT_EQ(done.taken, 1U);
  EXPECT_EQ(done.refused, 0U);
  EXPECT_EQ(waiting(), 1U);
  EXPECT_TRUE(must(b_->vault().drop(b_->first(), circle, id)));
}

TEST_F(Post, WhoMovesIsFollowed) {
  std::string moved;
  add_card_handler(handlers_, b_->vault(), [&](OrganizationId, const Address& address) { moved = address.url; });
  must(set_own_address(a_->vault(), a_->first(), {"https://first.example", {}}));
  EXPECT_EQ(must(announce_card(a_->vault(), a_->first())), 1U);
  const auto first = a_->take_parcels();
  clock_.advance(std::chrono::minutes(1));
  must(set_own_address(a_->vault(), a_->first(), {"https://second.example", {}}));
  must(announce_card(a_->vault(), a_->first()));
  const auto second = a_->take_parcels();
  ASSERT_EQ(first.size() + second.size(), 2U);
  must(b_->receive(second[0]));
  EXPECT_EQ(collect().taken, 1U);
  EXPECT_EQ(moved, "https://second.example");
  EXPECT_EQ(partner_row(b_->book(), a_->id())->url(), "https://second.example");
  // The earlier one was slower.
  must(b_->receive(first[0]));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "repeated");
  EXPECT_EQ(partner_row(b_->book(), a_->id())->url(), "https://second.example");
}

TEST_F(Post, ACardOfOtherKeysIsNotTakenFromAMessage) {
  add_card_handler(handlers_, b_->vault(), {});
  const auto keys = must(present_keys(a_->vault(), a_->first()));
  const auto seed = crypto::random_key();
  const auto other = crypto::SigningKey::from_seed(seed);
  const Card card{a_->id(), "alpha", {other.public_key(), crypto::BoxKey::from_seed(seed).public_key()}, {"https://evil.example", {}}, clock_.now()};
  const Message message{crypto::random_id<MessageId>(), crypto::random_id<ThreadId>(), a_->id(), b_->id(), clock_.now(), {}, kCard, "First", encode(card, other)};
  must(b_->receive(seal(b_->vault().directory()->exchange().back().box, sign(keys.signing, message))));
  EXPECT_EQ(collect().refused, 1U);
  EXPECT_EQ(last_refusal(), "content");
  EXPECT_EQ(partner_row(b_->book(), a_->id())->url(), "https://alpha.example");
}

TEST_F(Post, APartnerWithoutAnAddressGetsItByHand) {
  auto c = house("gamma");
  a_->meets(*c);
  const auto prepared = must(prepare(a_->vault(), a_->first(), a_->book(), {c->id(), crypto::random_id<ThreadId>(), kKind, to_bytes(view("x")), {}}));
  EXPECT_FALSE(prepared.parcel);
  EXPECT_TRUE(check_envelope(*c->vault().directory(), prepared.envelope));
}

TEST_F(Post, WhoStealsTheFolderReadsNothing) {
  send();
  must(b_->receive(a_->take_parcels()[0]));
  for (House* one : {a_.get(), b_.get()}) {
    one->close();
    for (const auto& file : std::filesystem::recursive_directory_iterator(one->folder())) {
      if (!file.is_regular_file()) continue;
      std::FILE* in = std::fopen(file.path().c_str(), "rb");
      ASSERT_NE(in, nullptr);
      std::string all(std::filesystem::file_size(file.path()), '\0');
      ASSERT_EQ(std::fread(all.data(), 1, all.size(), in), all.size());
      std::fclose(in);
      for (const char* word : {"Aliya", "alpha", "beta.example", "alpha.example"}) EXPECT_EQ(all.find(word), std::string::npos) << file.path() << " " << word;
    }
  }
}

}  // namespace
}  // namespace arasha::exchange
