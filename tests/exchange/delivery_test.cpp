// The delivery with partners that are only a function, and a clock that the test moves.
#include "exchange/delivery.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "vault/world.h"

namespace arasha::exchange {
namespace {

using vault::must;

class MovingClock : public Clock {
 public:
  Time now() const override { return from_milliseconds(now_.load()); }
  void advance(Duration by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_ = 1'790'000'000'000;
};

OrganizationId partner(std::uint8_t number) {
  std::array<std::uint8_t, 16> bytes{};
  bytes.fill(number);
  return OrganizationId::from_array(bytes);
}

class DeliveryTest : public vault::World {
 protected:
  void SetUp() override {
    World::SetUp();
    by_.emplace(steward());
    reopen_moving();
  }
  void TearDown() override {
    delivery_.reset();
    World::TearDown();
  }
  void reopen_moving() {
    delivery_.reset();
    vault_.reset();
    vault_ = must(vault::Vault::open(data(), moving_));
  }
  void start(int at_once = 2) {
    delivery_.reset();
    DeliveryLimits limits;
    limits.at_once = at_once;
    limits.first_pause = std::chrono::seconds(4);
    limits.longest_pause = std::chrono::hours(1);
    limits.poll = std::chrono::milliseconds(5);  // the clock moves without telling
    delivery_ = std::make_unique<Delivery>(*vault_, limits, [this](const Parcel& parcel, const std::stop_token& stop) { return send(parcel, stop); });
  }
  vault::ParcelId post(std::uint8_t to, const std::string& what, Duration lasting = kKeepTrying) {
    Parcel parcel;
    parcel.to = partner(to);
    parcel.url = "https://house.example";
    parcel.expires = moving_.now() + lasting;
    parcel.envelope = text(what);
    if (what.starts_with("piece")) parcel.envelope.resize(vault::kLargeDrop + 1);
    vault::FileChange change;
    change.file = crypto::random_id<FileId>();
    change.entries.push_back({kReferral, 7, text(what), {}, {}});
    change.post = {{crypto::random_id<vault::ParcelId>(), encode(parcel)}};
    must(vault_->append(*by_, {change}));
    if (delivery_) delivery_->nudge();
    return change.post[0].id;
  }
  std::vector<Parcel> waiting() {
    std::vector<Parcel> out;
    must(vault_->each_parcel([&](vault::ParcelId, BytesView content) -> Result<void> {
      out.push_back(must(decode_parcel(content)));
      return {};
    }));
    return out;
  }
  static bool soon(const std::function<bool()>& holds) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return holds();
  }
  // Long enough for a thread that would do something wrong to do it.
  static void a_while() { std::this_thread::sleep_for(std::chrono::milliseconds(60)); }
  std::vector<std::string> sent() {
    const std::scoped_lock lock(mutex_);
    return sent_;
  }
  std::size_t tries() { return sent().size(); }
  void answer(std::uint8_t to, Result<web::ClientAnswer> what) {
    const std::scoped_lock lock(mutex_);
    answers_.insert_or_assign(partner(to), std::move(what));
  }
  void answer(std::uint8_t to, int status, std::optional<std::chrono::seconds> after = {}) { answer(to, web::ClientAnswer{status, {}, after}); }
  static Error away() { return {ErrorCode::unavailable, "Away."}; }

  Result<web::ClientAnswer> send(const Parcel& parcel, const std::stop_token& stop) {
    {
      const std::scoped_lock lock(mutex_);
      EXPECT_TRUE(in_hand_.insert(parcel.to).second) << "two at once to one partner";
      most_ = std::max(most_, in_hand_.size());
      sent_.push_back(parcel.envelope.size() > vault::kLargeDrop ? "piece" : to_text(parcel.envelope));
      urls_.push_back(parcel.url);
    }
    while (hang_ && !stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::scoped_lock lock(mutex_);
    in_hand_.erase(parcel.to);
    if (stop.stop_requested()) return away();
    if (parcel.envelope == text("unwanted")) return web::ClientAnswer{unwanted_, {}, {}};
    const auto found = answers_.find(parcel.to);
    if (found == answers_.end()) return web::ClientAnswer{202, {}, {}};
    return found->second;
  }

  MovingClock moving_;
  std::optional<vault::Keyring> by_;
  std::mutex mutex_;
  std::map<OrganizationId, Result<web::ClientAnswer>> answers_;
  std::set<OrganizationId> in_hand_;
  std::vector<std::string> sent_;
  std::vector<std::string> urls_;
  std::size_t most_ = 0;
  std::atomic<bool> hang_ = false;
  std::atomic<int> unwanted_ = 413;
  std::unique_ptr<Delivery> delivery_;
};

TEST_F(DeliveryTest, WhatWaitsAtStartAndWhatIsPostedLaterGoesInOrder) {
  post(1, "one");
  post(1, "two");
  start();
  post(1, "three");
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
  EXPECT_EQ(sent(), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_TRUE(soon([&] { return delivery_->status(partner(1)).waiting == 0; }));
  const DeliveryStatus status = delivery_->status(partner(1));
  EXPECT_EQ(status.last_delivered, moving_.now());
  EXPECT_EQ(status.last_attempt, moving_.now());
  EXPECT_EQ(status.last_failure, Failure::none);
  EXPECT_FALSE(delivery_->status(partner(9)).last_attempt.has_value());
}

TEST_F(DeliveryTest, TriesAgainWithGrowingPausesAndRemembersThemOverARestart) {
  answer(1, away());
  post(1, "one");
  start();
  EXPECT_TRUE(soon([&] { return tries() == 1; }));
  EXPECT_TRUE(soon([&] { return waiting().at(0).attempts == 1; }));
  for (std::uint32_t i = 1; i <= 12; ++i) {
    const Duration pause = waiting().at(0).next - moving_.now();
    const double expected = std::min(4000.0 * (1U << (i - 1)), 3'600'000.0);
    EXPECT_GE(static_cast<double>(pause.count()), 0.74 * expected) << i;
    EXPECT_LE(static_cast<double>(pause.count()), std::min(1.26 * expected, 3'600'000.0)) << i;
    moving_.advance(pause - Duration(1));
    a_while();
    EXPECT_EQ(tries(), i);
    moving_.advance(Duration(1));
    EXPECT_TRUE(soon([&] { return tries() == i + 1 && waiting().at(0).attempts == i + 1; })) << i;
  }
  EXPECT_EQ(delivery_->status(partner(1)).last_failure, Failure::unreachable);
  EXPECT_EQ(delivery_->status(partner(1)).waiting, 1U);
  reopen_moving();
  start();
  a_while();
  EXPECT_EQ(tries(), 13U) << "not before its time";
  answer(1, 202);
  moving_.advance(std::chrono::hours(1));
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
}

TEST_F(DeliveryTest, ADeadPartnerHoldsUpNobodyAndIsAskedWithOneAtATime) {
  answer(1, away());
  for (int i = 0; i < 20; ++i) post(1, "dead");
  for (std::uint8_t to = 2; to < 8; ++to) post(to, "alive");
  start(1);
  EXPECT_TRUE(soon([&] { return waiting().size() == 20; }));
  a_while();
  const auto all = sent();
  EXPECT_EQ(std::count(all.begin(), all.end(), "dead"), 1);
}

TEST_F(DeliveryTest, SeveralPartnersAtOnceAndNoMoreThanAllowed) {
  hang_ = true;
  for (std::uint8_t to = 1; to < 10; ++to) {
    post(to, "a");
    post(to, "b");
  }
  start(4);
  EXPECT_TRUE(soon([&] { return tries() == 4; }));
  a_while();
  EXPECT_EQ(tries(), 4U);
  hang_ = false;
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
  EXPECT_EQ(most_, 4U);
}

TEST_F(DeliveryTest, WhatIsNotTakenWaitsLongAndTheOthersGo) {
  for (const int status : {400, 404, 410, 413, 303}) {
    unwanted_ = status;
    const std::size_t before = tries();
    const auto id = post(1, "unwanted");
    post(1, "wanted");
    start();
    EXPECT_TRUE(soon([&] { return tries() == before + 2 && waiting().size() == 1 && waiting()[0].attempts == 1; })) << status;
    EXPECT_EQ(waiting()[0].envelope, text("unwanted"));
    EXPECT_GE(waiting()[0].next - moving_.now(), std::chrono::hours(5));
    moving_.advance(std::chrono::hours(1));
    a_while();
    EXPECT_EQ(tries(), before + 2);
    moving_.advance(std::chrono::hours(5));
    EXPECT_TRUE(soon([&] { return tries() == before + 3; }));
    const Failure kind = status == 413 ? Failure::too_large : status == 404 || status == 410 ? Failure::not_here : Failure::refused;
    EXPECT_TRUE(soon([&] { return delivery_->status(partner(1)).last_failure == kind; }));
    delivery_.reset();
    must(vault_->settle_parcel(id));
  }
}

TEST_F(DeliveryTest, WhoIsBusySaysWhenToComeAgain) {
  answer(1, 503, std::chrono::seconds(600));
  post(1, "one");
  start();
  EXPECT_TRUE(soon([&] { return !waiting().empty() && waiting()[0].attempts == 1; }));
  EXPECT_EQ(waiting()[0].next - moving_.now(), std::chrono::seconds(600));
  EXPECT_EQ(delivery_->status(partner(1)).last_failure, Failure::busy);
  // But not for ever, and not at once.
  answer(1, 429, std::chrono::seconds(1'000'000));
  moving_.advance(std::chrono::seconds(600));
  EXPECT_TRUE(soon([&] { return waiting()[0].attempts == 2; }));
  EXPECT_EQ(waiting()[0].next - moving_.now(), std::chrono::hours(1));
  answer(1, 503, std::chrono::seconds(0));
  moving_.advance(std::chrono::hours(1));
  EXPECT_TRUE(soon([&] { return waiting()[0].attempts == 3; }));
  EXPECT_GE(waiting()[0].next - moving_.now(), std::chrono::seconds(10));
}

TEST_F(DeliveryTest, WordsGoBeforePieces) {
  post(1, "piece 1");
  post(1, "piece 2");
  post(1, "help");
  start();
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
  EXPECT_EQ(sent(), (std::vector<std::string>{"help", "piece", "piece"}));
}

TEST_F(DeliveryTest, WhoHasNoPlaceForPiecesStillGetsWords) {
  answer(1, 503, std::chrono::seconds(3600));
  post(1, "piece 1");
  post(1, "piece 2");
  start();
  EXPECT_TRUE(soon([&] { return tries() == 1 && waiting()[0].attempts == 1; }));
  EXPECT_EQ(waiting()[0].next - moving_.now(), std::chrono::hours(1));
  a_while();
  EXPECT_EQ(tries(), 1U) << "the second is not tried in vain";
  answer(1, 202);
  post(1, "help");
  EXPECT_TRUE(soon([&] { return waiting().size() == 2; }));
  EXPECT_EQ(sent(), (std::vector<std::string>{"piece", "help"}));
  // Later, not lost.
  moving_.advance(std::chrono::hours(1));
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
}

TEST_F(DeliveryTest, FailuresAreToldApart) {
  const std::pair<Result<web::ClientAnswer>, Failure> kCases[] = {
      {Error(ErrorCode::denied, "x"), Failure::not_trusted}, {Error(ErrorCode::busy, "x"), Failure::busy}, {away(), Failure::unreachable},
      {Error(ErrorCode::damaged, "x"), Failure::failed},     {web::ClientAnswer{500, {}, {}}, Failure::failed}};
  start();
  std::uint8_t to = 10;
  for (const auto& [what, failure] : kCases) {
    answer(++to, what);
    post(to, "x");
    EXPECT_TRUE(soon([&] { return delivery_->status(partner(to)).last_failure == failure; })) << static_cast<int>(failure);
  }
}

TEST_F(DeliveryTest, WhatExpiresIsGivenUp) {
  answer(1, away());
  post(1, "short", std::chrono::minutes(10));
  post(1, "long");
  start();
  EXPECT_TRUE(soon([&] { return tries() == 1; }));
  moving_.advance(std::chrono::minutes(10));
  EXPECT_TRUE(soon([&] { return waiting().size() == 1; }));
  EXPECT_EQ(waiting()[0].envelope, text("long"));
  EXPECT_TRUE(soon([&] { return delivery_->status(partner(1)).given_up == 1; }));
}

TEST_F(DeliveryTest, WhereThePartnerMovesTheParcelsFollowAtOnce) {
  answer(1, away());
  post(1, "one");
  post(1, "two");
  post(2, "of another");
  start();
  EXPECT_TRUE(soon([&] { return tries() >= 2 && waiting().at(0).attempts == 1; }));
  answer(1, 202);
  web::Pin pin{};
  pin.fill(7);
  {
    const std::scoped_lock lock(mutex_);
    urls_.clear();
  }
  delivery_->readdress(partner(1), "https://new.example", pin);
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
  const std::scoped_lock lock(mutex_);
  EXPECT_EQ(urls_, (std::vector<std::string>{"https://new.example", "https://new.example"}));
}

TEST_F(DeliveryTest, ReaddressingIsWrittenAndTheSameAddressChangesNothing) {
  answer(1, away());
  post(1, "one");
  start();
  EXPECT_TRUE(soon([&] { return waiting().at(0).attempts == 1; }));
  delivery_->readdress(partner(1), "https://house.example", {});
  a_while();
  EXPECT_EQ(tries(), 1U);
  web::Pin pin{};
  delivery_->readdress(partner(1), "https://house.example", pin);
  EXPECT_TRUE(soon([&] { return tries() == 2 && waiting().at(0).pin == pin && waiting().at(0).attempts == 1; }));
}

TEST_F(DeliveryTest, StopsInTheMiddleAndLosesNothing) {
  hang_ = true;
  post(1, "one");
  start();
  EXPECT_TRUE(soon([&] { return tries() == 1; }));
  const auto begun = std::chrono::steady_clock::now();
  delivery_.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  ASSERT_EQ(waiting().size(), 1U);
  EXPECT_EQ(waiting()[0].attempts, 0U);
  hang_ = false;
  start();
  EXPECT_TRUE(soon([&] { return waiting().empty(); }));
}

TEST_F(DeliveryTest, WhatIsNoParcelStaysAndHoldsUpNobody) {
  vault::FileChange change;
  change.file = crypto::random_id<FileId>();
  change.entries.push_back({kReferral, 7, text("x"), {}, {}});
  change.post = {{crypto::random_id<vault::ParcelId>(), text("no parcel")}};
  must(vault_->append(*by_, {change}));
  start();
  post(1, "one");
  EXPECT_TRUE(soon([&] { return tries() == 1; }));
  EXPECT_TRUE(must(vault_->parcel(change.post[0].id)).has_value());
}

}  // namespace
}  // namespace arasha::exchange
