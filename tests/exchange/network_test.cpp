// Five organisations on a network that cuts, delays, repeats and reorders: what was posted arrives once in effect, whatever happens.
#include "network.h"

#include "vault/verify.h"
#include "vault/world.h"

namespace arasha::exchange {
namespace {

class Network : public ::testing::Test {
 protected:
  void SetUp() override {
    ServingHouse::must(crypto::initialize());
    std::string pattern = (std::filesystem::temp_directory_path() / "arasha-network-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
    ::setenv("ARASHA_KEY_DIR", (root_ / "keys").c_str(), 1);
  }
  void TearDown() override {
    houses_.clear();
    std::filesystem::remove_all(root_);
  }
  void found(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) houses_.push_back(std::make_unique<ServingHouse>(root_ / std::to_string(i)));
  }
  bool is_quiet() {
    return std::all_of(houses_.begin(), houses_.end(), [](const auto& house) { return house->parcels() == 0; });
  }
  std::filesystem::path root_;
  std::vector<std::unique_ptr<ServingHouse>> houses_;
};

constexpr DeliveryLimits kQuick{3, std::chrono::milliseconds(20), std::chrono::milliseconds(200), std::chrono::milliseconds(200), {}};

TEST_F(Network, EveryEnvelopeArrivesOnceInEffect) {
  constexpr std::size_t kHouses = 5;
  constexpr std::uint64_t kEach = 12;  // from each to each
  found(kHouses);
  BadNetwork network({0.15, 0.15, 0.15, 0.15, std::chrono::milliseconds(5)});
  for (const auto& house : houses_) house->deliver(kQuick, network.through());
  std::map<const ServingHouse*, std::vector<std::uint64_t>> expected;
  std::atomic<bool> done = false;
  {
    std::vector<std::jthread> takers;
    for (const auto& house : houses_) {
      takers.emplace_back([&done, raw = house.get()] {
        while (!done) {
          if (raw->take(5) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
      });
    }
    std::uint64_t number = 0;
    for (std::uint64_t round = 0; round < kEach; ++round) {
      for (const auto& from : houses_) {
        std::vector<std::pair<const ServingHouse*, std::uint64_t>> posted;
        for (const auto& to : houses_) {
          if (to == from) continue;
          posted.emplace_back(to.get(), ++number);
          expected[to.get()].push_back(number);
        }
        from->post(posted, 300 + round * 1000);
      }
      // One of them is started anew in the middle of it: what was under way is sent again.
      if (round == kEach / 2) houses_[0]->deliver(kQuick, network.through());
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!is_quiet() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    done = true;
  }
  EXPECT_TRUE(is_quiet());
  for (const auto& house : houses_) {
    while (house->take() > 0) {
    }
    EXPECT_EQ(house->received(), expected[house.get()]);
  }
  // The network did what it should, or the above proves nothing.
  const auto& counts = network.counts();
  EXPECT_GT(counts.cut, 10U);
  EXPECT_GT(counts.twice, 10U);
  EXPECT_GT(counts.late, 10U);
  for (const auto& house : houses_) {
    house->close();
    const auto report = vault::verify(house->folder());
    EXPECT_TRUE(report.is_ok()) << report.error().to_string();
  }
}

TEST_F(Network, APartnerThatIsAwayHoldsUpNobodyAndGetsEverythingWhenItIsBack) {
  found(3);
  houses_[0]->deliver(kQuick);
  ServingHouse& away = *houses_[2];
  const std::string there = away.url();
  // Posted to where nobody listens (a port that was free a moment ago).
  {
    std::uint64_t number = 0;
    for (int i = 0; i < 5; ++i) {
      vault::FileChange change;
      change.file = crypto::random_id<FileId>();
      change.entries.push_back({ServingHouse::kReferral, 7, to_bytes(view("x")), {}, {}});
      Parcel parcel;
      parcel.to = away.id();
      parcel.url = "http://127.0.0.1:1";
      parcel.expires = SystemClock().now() + kKeepTrying;
      parcel.envelope = ServingHouse::envelope_of(++number, 100);
      change.post.push_back({crypto::random_id<vault::ParcelId>(), encode(parcel)});
      ServingHouse::must(houses_[0]->vault().append(houses_[0]->by(), {change}));
    }
    houses_[0]->delivery().nudge();
  }
  houses_[0]->post({{houses_[1].get(), 100}, {houses_[1].get(), 101}}, 100);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  const auto wait_for = [&](const std::function<bool()>& holds) {
    while (!holds() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return holds();
  };
  Delivery& delivery = houses_[0]->delivery();
  EXPECT_TRUE(wait_for([&] { return delivery.status(houses_[1]->id()).last_delivered.has_value() && houses_[0]->parcels() == 5; }));
  EXPECT_TRUE(wait_for([&] { return delivery.status(away.id()).last_failure == Failure::unreachable; }));
  EXPECT_EQ(delivery.status(away.id()).waiting, 5U);
  // Its card says where it is now.
  delivery.readdress(away.id(), there, {});
  EXPECT_TRUE(wait_for([&] { return houses_[0]->parcels() == 0; }));
  while (away.take() > 0) {
  }
  EXPECT_EQ(away.received(), (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(delivery.status(away.id()).last_failure, Failure::none);
}

}  // namespace
}  // namespace arasha::exchange
