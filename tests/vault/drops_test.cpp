// What comes from other organisations and what goes to them: who may take it, how much may wait, and what a thief of the
// database can do with it.
#include <atomic>
#include <thread>

#include "base/file.h"
#include "vault/thief.h"

namespace arasha::vault {
namespace {

DropId drop_id(std::uint8_t number) {
  std::array<std::uint8_t, DropId::kSize> bytes{};
  bytes.fill(number);
  return DropId::from_array(bytes);
}

class Drops : public Thief {
 protected:
  void SetUp() override {
    Thief::SetUp();
    by_.emplace(steward());
  }
  CircleId referral() { return circle(CircleKind::referral); }
  FileChange taking(std::vector<DropId> drops, Compartment compartment = kReferral) {
    FileChange change;
    change.file = crypto::random_id<FileId>();
    change.entries.push_back({compartment, 7, text("what came"), {}, {}});
    change.take = std::move(drops);
    return change;
  }
  std::vector<std::string> waiting(const Keyring& by) {
    std::vector<std::string> out;
    must(vault_->each_drop(by, referral(), [&](DropId, BytesView content) -> Result<void> {
      out.push_back(to_text(content));
      return {};
    }));
    return out;
  }
  std::vector<std::string> parcels() {
    std::vector<std::string> out;
    must(vault_->each_parcel([&](ParcelId, BytesView content) -> Result<void> {
      out.push_back(to_text(content));
      return {};
    }));
    return out;
  }
  // Posts them with a new file.
  std::vector<ParcelId> post(const std::vector<std::string>& contents) {
    FileChange change = taking({});
    std::vector<ParcelId> out;
    for (const std::string& one : contents) {
      out.push_back(crypto::random_id<ParcelId>());
      change.post.push_back({out.back(), text(one)});
    }
    must(vault_->append(*by_, {change}));
    return out;
  }
  template <class T>
  void expect_code(const Result<T>& result, ErrorCode code) {
    ASSERT_FALSE(result.is_ok());
    EXPECT_EQ(result.error().code, code) << result.error().to_string();
  }

  std::optional<Keyring> by_;
};

TEST_F(Drops, WhatComesWaitsInItsOrderAndComesOnce) {
  must(vault_->put_drop(drop_id(9), referral(), text("first")));
  must(vault_->put_drop(drop_id(1), referral(), text("second")));
  must(vault_->put_drop(drop_id(9), referral(), text("first")));
  reopen();
  EXPECT_EQ(waiting(*by_), (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(must(vault_->drop_count(*by_, referral())), 2U);
  EXPECT_EQ(must(vault_->drop(*by_, referral(), drop_id(1))), text("second"));
  EXPECT_FALSE(must(vault_->drop(*by_, referral(), drop_id(2))).has_value());
  EXPECT_FALSE(must(vault_->drop(*by_, circle(CircleKind::casework), drop_id(1))).has_value());
}

TEST_F(Drops, WhatCannotBeIsRefused) {
  expect_code(vault_->put_drop(drop_id(1), crypto::random_id<CircleId>(), text("x")), ErrorCode::not_found);
  expect_code(vault_->put_drop(drop_id(1), referral(), {}), ErrorCode::invalid_input);
  expect_code(vault_->put_drop(drop_id(1), referral(), Bytes(kDropLimit + 1)), ErrorCode::too_large);
  must(vault_->put_drop(drop_id(1), referral(), Bytes(kDropLimit, 1)));
  EXPECT_EQ(must(vault_->drop_count(*by_, referral())), 1U);
}

TEST_F(Drops, ThereIsAnEndToWhatMayWait) {
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  sql("UPDATE drop_totals SET drops=" + std::to_string(kDropsLimit - 1));
  open();
  must(vault_->put_drop(drop_id(2), referral(), text("the last one")));
  expect_code(vault_->put_drop(drop_id(3), referral(), text("too much")), ErrorCode::full);
  must(vault_->put_drop(drop_id(2), referral(), text("the last one")));  // it is here
  sql("UPDATE drop_totals SET drops=2, bytes=" + std::to_string(kDropBytesLimit - 3));
  open();
  expect_code(vault_->put_drop(drop_id(3), referral(), text("four")), ErrorCode::full);
  must(vault_->put_drop(drop_id(3), referral(), text("one")));
  EXPECT_EQ(waiting(*by_).size(), 3U);
}

TEST_F(Drops, WhatIsLongLeavesRoomForACallForHelp) {
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  sql("UPDATE drop_totals SET drops=1, bytes=" + std::to_string(kDropBytesLimit / 2));
  open();
  expect_code(vault_->put_drop(drop_id(2), referral(), Bytes(kLargeDrop + 1, 7)), ErrorCode::full);
  must(vault_->put_drop(drop_id(3), referral(), Bytes(kLargeDrop, 7)));
  const auto waiting = must(vault_->waiting_drops(*by_, referral()));
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[1].id, drop_id(3));
  EXPECT_EQ(waiting[1].size, kLargeDrop);
}

TEST_F(Drops, IsTakenWithTheEntryAndNeverComesBack) {
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  must(vault_->put_drop(drop_id(2), referral(), text("two")));
  must(vault_->append(*by_, {taking({drop_id(1)})}));
  EXPECT_EQ(waiting(*by_), std::vector<std::string>{"two"});
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  EXPECT_EQ(waiting(*by_), std::vector<std::string>{"two"});
}

TEST_F(Drops, OfTwoTakersOneWinsAndTheOtherLeavesNothing) {
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  must(vault_->put_drop(drop_id(2), referral(), text("two")));
  const FileChange first = taking({drop_id(1)});
  const FileChange late = taking({drop_id(2), drop_id(1)});
  must(vault_->append(*by_, {first}));
  FileChange beside = taking({});
  beside.post = {{crypto::random_id<ParcelId>(), text("not sent")}};
  expect_code(vault_->append(*by_, {beside, late}), ErrorCode::conflict);
  EXPECT_FALSE(must(vault_->store().file(late.file)).has_value());
  EXPECT_FALSE(must(vault_->store().file(beside.file)).has_value());
  EXPECT_TRUE(parcels().empty());
  EXPECT_EQ(waiting(*by_), std::vector<std::string>{"two"});
  expect_code(vault_->append(*by_, {taking({drop_id(2), drop_id(2)})}), ErrorCode::conflict);
  expect_code(vault_->append(*by_, {taking({drop_id(7)})}), ErrorCode::conflict);
}

// At the same moment, from eight threads: of each drop there is one entry.
TEST_F(Drops, ManyTakersAtOnce) {
  constexpr std::uint8_t kDrops = 10;
  for (std::uint8_t i = 1; i <= kDrops; ++i) must(vault_->put_drop(drop_id(i), referral(), text("x")));
  std::atomic<int> won = 0;
  std::atomic<int> lost = 0;
  {
    std::vector<std::jthread> takers;
    for (int taker = 0; taker < 8; ++taker) {
      takers.emplace_back([&] {
        for (std::uint8_t i = 1; i <= kDrops; ++i) {
          const auto done = vault_->append(*by_, {taking({drop_id(i)})});
          if (!done) {
            EXPECT_EQ(done.error().code, ErrorCode::conflict);
          }
          ++(done ? won : lost);
        }
      });
    }
  }
  EXPECT_EQ(won, kDrops);
  EXPECT_EQ(lost, 7 * kDrops);
  EXPECT_EQ(must(vault_->store().file_count()), kDrops);
  EXPECT_EQ(must(vault_->drop_count(*by_, referral())), 0U);
}

TEST_F(Drops, WithoutTheKeyNothingIsSeenAndNothingIsTaken) {
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  const Keyring outside = [&] {
    Keyring out = member("Aigul");
    must(vault_->join_circle(*by_, circle(CircleKind::casework), out.member(), true));
    must(vault_->refresh(out));
    return out;
  }();
  expect_code(vault_->each_drop(outside, referral(), [](DropId, BytesView) -> Result<void> { return {}; }), ErrorCode::denied);
  expect_code(vault_->drop(outside, referral(), drop_id(1)), ErrorCode::denied);
  expect_code(vault_->drop_count(outside, referral()), ErrorCode::denied);
  expect_code(vault_->each_drop(outside, crypto::random_id<CircleId>(), [](DropId, BytesView) -> Result<void> { return {}; }), ErrorCode::denied);
  expect_code(vault_->append(outside, {taking({drop_id(1)}, kAssistance)}), ErrorCode::denied);
  EXPECT_EQ(waiting(*by_).size(), 1U);
}

TEST_F(Drops, WhoLeftTheCircleTakesNothingWithTheKeysOfYesterday) {
  must(vault_->put_drop(drop_id(1), referral(), text("one")));
  Keyring left = member("Aigul");
  for (const CircleKind kind : {CircleKind::referral, CircleKind::casework}) must(vault_->join_circle(*by_, circle(kind), left.member(), false));
  must(vault_->refresh(left));
  EXPECT_EQ(waiting(left).size(), 1U);
  must(vault_->leave_circle(*by_, referral(), left.member()));
  expect_code(vault_->drop_count(left, referral()), ErrorCode::denied);
  expect_code(vault_->append(left, {taking({drop_id(1)}, kAssistance)}), ErrorCode::denied);
  must(vault_->refresh(*by_));
  must(vault_->append(*by_, {taking({drop_id(1)})}));
}

// What came is gone from the files of the database as well: who gets the organisation's keys later does not find it.
TEST_F(Drops, WhatWasTakenLeavesTheDisk) {
  const std::string mark = "a mark that is looked for in the files";
  must(vault_->put_drop(drop_id(1), referral(), text(mark)));
  const auto found = [&] {
    bool out = false;
    for (const char* name : {"arasha.db", "arasha.db-wal"}) {
      const auto bytes = read_file(data() / name, 1U << 26U);
      out = out || (bytes && text_view(*bytes).find(mark) != std::string_view::npos);
    }
    return out;
  };
  EXPECT_TRUE(found());
  must(vault_->append(*by_, {taking({drop_id(1)})}));
  EXPECT_FALSE(found());
}

TEST_F(Drops, ParcelsArePostedWithTheEntryReadChangedAndSettled) {
  const auto ids = post({"to Almaty", ""});
  reopen();
  EXPECT_EQ(parcels(), (std::vector<std::string>{"to Almaty", ""}));
  const std::uint64_t seen = must(vault_->each_parcel([](ParcelId, BytesView) -> Result<void> { return {}; }));
  must(vault_->change_parcel(ids[0], text("to Almaty, tried once")));
  EXPECT_EQ(must(vault_->parcel(ids[0])), text("to Almaty, tried once"));
  EXPECT_FALSE(must(vault_->parcel(crypto::random_id<ParcelId>())).has_value());
  EXPECT_EQ(parcels(), (std::vector<std::string>{"to Almaty, tried once", ""}));
  must(vault_->settle_parcel(ids[0]));
  must(vault_->settle_parcel(ids[0]));
  expect_code(vault_->change_parcel(ids[0], text("too late")), ErrorCode::not_found);
  EXPECT_EQ(parcels(), std::vector<std::string>{""});
  const auto later = post({"later"});
  std::vector<ParcelId> since;
  must(vault_->each_parcel(seen, [&](ParcelId id, BytesView) -> Result<void> {
    since.push_back(id);
    return {};
  }));
  EXPECT_EQ(since, later);
}

TEST_F(Drops, AParcelThatIsThereIsNotOverwritten) {
  const auto ids = post({"first"});
  FileChange again = taking({});
  again.post = {{ids[0], text("second")}};
  expect_code(vault_->append(*by_, {again}), ErrorCode::conflict);
  EXPECT_EQ(parcels(), std::vector<std::string>{"first"});
  EXPECT_FALSE(must(vault_->store().file(again.file)).has_value());
}

TEST_F(Drops, AThiefReadsNoParcelAndExchangesNone) {
  const auto ids = post({"a mark to Almaty", "a mark to Astana"});
  vault_.reset();
  const auto bytes = must(read_file(data() / "arasha.db", 1U << 26U));
  EXPECT_EQ(text_view(bytes).find("a mark to"), std::string_view::npos);
  sql("UPDATE parcels SET body=(SELECT body FROM parcels p WHERE p.number=2) WHERE number=1");
  open();
  EXPECT_EQ(parcels(), std::vector<std::string>{"a mark to Astana"}) << "not in the place of the other";
  expect_code(vault_->parcel(ids[0]), ErrorCode::damaged);
  sql("UPDATE parcels SET body=flip(body) WHERE number=2");
  open();
  EXPECT_TRUE(parcels().empty());
  vault_.reset();
  EXPECT_TRUE(verify(data()).is_ok());
}

}  // namespace
}  // namespace arasha::vault
