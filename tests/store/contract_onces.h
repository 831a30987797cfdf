// The part of the contract that is about what is read once. As contract.h.
#pragma once

#include "store/contract.h"

namespace arasha::store {

template <class Factory>
class StoreOnceContract : public StoreContract<Factory> {};

TYPED_TEST_SUITE_P(StoreOnceContract);

TYPED_TEST_P(StoreOnceContract, ItsStateStaysAndItsBodyGoes) {
  const Bytes body(300'000, 5);
  EXPECT_FALSE(must(this->store_->once(id<OnceId>(1))).has_value());
  this->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.add_once({id<OnceId>(1), text("new"), body}));
    return t.add_once({id<OnceId>(2), text("other"), text("o")});
  });
  this->reopen();
  auto row = must(this->store_->once(id<OnceId>(1)));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->id, id<OnceId>(1));
  EXPECT_EQ(row->state, text("new"));
  EXPECT_EQ(row->body, body);
  this->write([](Transaction& t) { return t.put_once_state(id<OnceId>(1), view("tried")); });
  row = must(this->store_->once(id<OnceId>(1)));
  EXPECT_EQ(row->state, text("tried"));
  EXPECT_EQ(row->body, body);
  this->write([](Transaction& t) { return t.end_once(id<OnceId>(1), view("over")); });
  row = must(this->store_->once(id<OnceId>(1)));
  EXPECT_EQ(row->state, text("over"));
  EXPECT_TRUE(row->body.empty());
  EXPECT_EQ(must(this->store_->once(id<OnceId>(2)))->body, text("o")) << "another's";
}

TYPED_TEST_P(StoreOnceContract, ThoseWithABodyAreListedWithoutIt) {
  EXPECT_TRUE(must(this->store_->onces(false)).empty());
  this->write([](Transaction& t) -> Result<void> {
    for (std::uint32_t i = 1; i <= 3; ++i) TRY_VOID(t.add_once({id<OnceId>(i), text("state"), text("body")}));
    TRY_VOID(t.end_once(id<OnceId>(2), view("over")));
    return t.end_once(id<OnceId>(2), view("over twice"));
  });
  const auto all = must(this->store_->onces(false));
  EXPECT_EQ(all.size(), 3U);
  const auto waiting = must(this->store_->onces(true));
  ASSERT_EQ(waiting.size(), 2U);
  for (const OnceRow& row : waiting) {
    EXPECT_NE(row.id, id<OnceId>(2));
    EXPECT_EQ(row.state, text("state"));
    EXPECT_TRUE(row.body.empty());
  }
}

TYPED_TEST_P(StoreOnceContract, WhatIsNotThereOrThereAlreadyIsSaid) {
  this->write([](Transaction& t) { return t.add_once({id<OnceId>(1), text("a"), text("b")}); });
  const auto code = [&](const Work& work) {
    const auto done = this->store_->write(work);
    return done ? ErrorCode::internal : done.error().code;
  };
  EXPECT_EQ(code([](Transaction& t) { return t.add_once({id<OnceId>(1), text("c"), text("d")}); }), ErrorCode::conflict);
  EXPECT_EQ(code([](Transaction& t) { return t.put_once_state(id<OnceId>(2), view("c")); }), ErrorCode::not_found);
  EXPECT_EQ(code([](Transaction& t) { return t.end_once(id<OnceId>(2), view("c")); }), ErrorCode::not_found);
  EXPECT_EQ(must(this->store_->once(id<OnceId>(1)))->state, text("a"));
}

REGISTER_TYPED_TEST_SUITE_P(StoreOnceContract, ItsStateStaysAndItsBodyGoes, ThoseWithABodyAreListedWithoutIt, WhatIsNotThereOrThereAlreadyIsSaid);

}  // namespace arasha::store
