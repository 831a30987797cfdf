// The part of the contract that is about drops and parcels. As contract.h.
#pragma once

#include "store/contract.h"

namespace arasha::store {

template <class Factory>
class StoreDropContract : public StoreContract<Factory> {
 protected:
  bool add(std::uint32_t number, std::uint32_t recipient, const Bytes& body) {
    bool fresh = false;
    this->write([&](Transaction& t) -> Result<void> {
      TRY(added, t.add_drop({id<DropId>(number), id<RecipientId>(recipient), body}));
      fresh = added;
      return {};
    });
    return fresh;
  }
  bool erase(std::uint32_t number) {
    bool waited = false;
    this->write([&](Transaction& t) -> Result<void> {
      TRY(there, t.erase_drop(id<DropId>(number)));
      waited = there;
      return {};
    });
    return waited;
  }
  std::vector<Bytes> waiting(std::uint32_t recipient) {
    std::vector<Bytes> out;
    must(this->store_->each_drop_to(id<RecipientId>(recipient), [&](const DropRow& row) -> Result<void> {
      EXPECT_EQ(row.recipient, id<RecipientId>(recipient));
      EXPECT_TRUE(must(this->store_->drop(row.id)).has_value());  // reading while reading
      out.push_back(row.body);
      return {};
    }));
    return out;
  }
  std::vector<std::pair<ParcelId, Bytes>> parcels(std::uint64_t after = 0) {
    std::vector<std::pair<ParcelId, Bytes>> out;
    must(this->store_->each_parcel(after, [&](const ParcelRow& row) -> Result<void> {
      out.emplace_back(row.id, row.body);
      return {};
    }));
    return out;
  }
};

TYPED_TEST_SUITE_P(StoreDropContract);

TYPED_TEST_P(StoreDropContract, DropsWaitInOrderForTheirRecipient) {
  EXPECT_TRUE(this->add(9, 1, text("first")));
  EXPECT_TRUE(this->add(3, 2, text("of another")));
  EXPECT_TRUE(this->add(1, 1, Bytes(300'000, 7)));
  this->reopen();
  EXPECT_EQ(this->waiting(1), (std::vector<Bytes>{text("first"), Bytes(300'000, 7)}));
  EXPECT_EQ(this->waiting(2), std::vector<Bytes>{text("of another")});
  EXPECT_TRUE(this->waiting(3).empty());
  const auto without_bodies = must(this->store_->waiting_drops(id<RecipientId>(1)));
  ASSERT_EQ(without_bodies.size(), 2U);
  EXPECT_EQ(without_bodies[0].id, id<DropId>(9));
  EXPECT_EQ(without_bodies[0].size, 5U);
  EXPECT_EQ(without_bodies[1].id, id<DropId>(1));
  EXPECT_EQ(without_bodies[1].size, 300'000U);
  EXPECT_EQ(must(this->store_->drop_count(id<RecipientId>(1))), 2U);
  EXPECT_EQ(must(this->store_->drop_count(id<RecipientId>(3))), 0U);
  const auto one = must(this->store_->drop(id<DropId>(3)));
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->id, id<DropId>(3));
  EXPECT_EQ(one->recipient, id<RecipientId>(2));
  EXPECT_EQ(one->body, text("of another"));
  EXPECT_EQ(must(this->store_->drop_recipient(id<DropId>(3))), id<RecipientId>(2));
  EXPECT_FALSE(must(this->store_->drop(id<DropId>(4))).has_value());
  EXPECT_FALSE(must(this->store_->drop_recipient(id<DropId>(4))).has_value());
}

TYPED_TEST_P(StoreDropContract, TheSameDropIsKeptOnceAndNeverComesBack) {
  EXPECT_TRUE(this->add(1, 1, text("once")));
  EXPECT_FALSE(this->add(1, 1, text("once")));
  EXPECT_FALSE(this->add(1, 2, text("something else")));
  EXPECT_EQ(this->waiting(1), std::vector<Bytes>{text("once")});
  EXPECT_TRUE(this->erase(1));
  EXPECT_FALSE(this->erase(1));
  EXPECT_FALSE(this->erase(2));
  this->reopen();
  EXPECT_FALSE(this->add(1, 1, text("once")));
  EXPECT_TRUE(this->waiting(1).empty());
  EXPECT_TRUE(this->add(2, 1, text("erasing what was not there remembers nothing")));
}

TYPED_TEST_P(StoreDropContract, WhatWaitsIsCounted) {
  const auto totals = [&] {
    const DropTotals out = must(this->store_->drop_totals());
    return std::pair(out.drops, out.bytes);
  };
  EXPECT_EQ(totals(), std::pair(std::uint64_t{0}, std::uint64_t{0}));
  this->add(1, 1, Bytes(100));
  this->add(1, 1, Bytes(100));
  this->add(2, 2, Bytes(11));
  expect_error(this->store_->write([](Transaction& t) -> Result<void> {
    TRY_VOID(t.add_drop({id<DropId>(3), id<RecipientId>(1), Bytes(1000)}));
    return Error(ErrorCode::full, "No.");
  }), ErrorCode::full);
  EXPECT_EQ(totals(), std::pair(std::uint64_t{2}, std::uint64_t{111}));
  this->erase(1);
  this->erase(1);
  this->reopen();
  EXPECT_EQ(totals(), std::pair(std::uint64_t{1}, std::uint64_t{11}));
}

TYPED_TEST_P(StoreDropContract, AWalkEndsWithTheCallbacksError) {
  this->add(1, 1, text("a"));
  this->add(2, 1, text("b"));
  this->write([](Transaction& t) { return t.put_parcel({id<ParcelId>(1), text("p")}); });
  int met = 0;
  expect_error(this->store_->each_drop_to(id<RecipientId>(1), [&](const DropRow&) -> Result<void> {
    ++met;
    return Error(ErrorCode::busy, "Enough.");
  }), ErrorCode::busy);
  expect_error(this->store_->each_parcel(0, [&](const ParcelRow&) -> Result<void> { return Error(ErrorCode::busy, "Enough."); }), ErrorCode::busy);
  EXPECT_EQ(met, 1);
}

TYPED_TEST_P(StoreDropContract, ParcelsKeepTheirPlaceUntilTheyAreErased) {
  this->write([](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_parcel({id<ParcelId>(5), text("first")}));
    TRY_VOID(t.put_parcel({id<ParcelId>(2), text("second")}));
    return t.put_parcel({id<ParcelId>(5), text("first, later")});
  });
  this->reopen();
  using Rows = std::vector<std::pair<ParcelId, Bytes>>;
  EXPECT_EQ(this->parcels(), (Rows{{id<ParcelId>(5), text("first, later")}, {id<ParcelId>(2), text("second")}}));
  EXPECT_EQ(must(this->store_->parcel(id<ParcelId>(2)))->body, text("second"));
  EXPECT_FALSE(must(this->store_->parcel(id<ParcelId>(3))).has_value());
  this->write([](Transaction& t) -> Result<void> {
    TRY_VOID(t.erase_parcel(id<ParcelId>(5)));
    return t.erase_parcel(id<ParcelId>(77));
  });
  EXPECT_EQ(this->parcels(), (Rows{{id<ParcelId>(2), text("second")}}));
  // Who has seen all that there is sees only what came since, also when the last one that was seen is gone.
  const std::uint64_t seen = must(this->store_->parcel(id<ParcelId>(2)))->number;
  EXPECT_TRUE(this->parcels(seen).empty());
  this->write([](Transaction& t) -> Result<void> {
    TRY_VOID(t.erase_parcel(id<ParcelId>(2)));
    return t.put_parcel({id<ParcelId>(9), text("third")});
  });
  EXPECT_EQ(this->parcels(seen), (Rows{{id<ParcelId>(9), text("third")}}));
}

REGISTER_TYPED_TEST_SUITE_P(StoreDropContract, DropsWaitInOrderForTheirRecipient, TheSameDropIsKeptOnceAndNeverComesBack, WhatWaitsIsCounted,
                            AWalkEndsWithTheCallbacksError, ParcelsKeepTheirPlaceUntilTheyAreErased);

}  // namespace arasha::store
