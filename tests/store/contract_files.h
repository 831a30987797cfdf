// The part of the contract that is about files: entries, grants, cards. As contract.h.
#pragma once

#include "store/contract.h"

namespace arasha::store {

template <class Factory>
class StoreFileContract : public StoreContract<Factory> {};

TYPED_TEST_SUITE_P(StoreFileContract);

TYPED_TEST_P(StoreFileContract, EntriesAndCardsOfFilesDoNotMix) {
  for (const std::uint32_t number : {1U, 2U}) {
    this->put_file(number);
    const auto file = id<FileId>(number);
    this->write([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.add_entry({file, 0, text("first"), {}, {}}));
      TRY_VOID(t.add_entry({file, kEntryLimit - 1, text("last"), {}, {}}));
      TRY_VOID(t.put_card({file, 0, 1, text("lowest")}));
      return t.put_card({file, 255, 1, text("highest")});
    });
    expect_error(this->store_->write([&](Transaction& t) { return t.add_entry({file, kEntryLimit, {}, {}, {}}); }), ErrorCode::too_large);
  }
  for (const std::uint32_t number : {1U, 2U}) {
    const auto entries = must(this->store_->entries(id<FileId>(number)));
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[1].seq, kEntryLimit - 1);
    const auto cards = must(this->store_->cards(id<FileId>(number)));
    ASSERT_EQ(cards.size(), 2U);
    EXPECT_EQ(cards[1].compartment, 255);
  }
}

TYPED_TEST_P(StoreFileContract, ReadingAtOnceSeesOneMoment) {
  this->put_file(1);
  must(this->store_->at_once([&](const Reader& reader) -> Result<void> {
    EXPECT_EQ(must(reader.file_count()), 1U);
    this->put_file(2);
    EXPECT_EQ(must(reader.file_count()), 1U);
    EXPECT_EQ(must(this->store_->file_count()), 2U);
    return {};
  }));
  expect_error(this->store_->at_once([](const Reader&) -> Result<void> { return Error(ErrorCode::denied, "Stop."); }), ErrorCode::denied);
  must(this->store_->at_once([&](const Reader& reader) -> Result<void> {
    EXPECT_EQ(must(reader.file_count()), 2U);
    return {};
  }));
}

// What a work learnt about rows that were then rolled back must not be used by the next one.
TYPED_TEST_P(StoreFileContract, AWorkAfterAFailedOneMakesItsOwnRows) {
  const auto file = id<FileId>(1);
  const Work fails = [&](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_file({file, 1, hash(1)}));
    TRY_VOID(t.put_grant({file, 1, id<RecipientId>(1), 1, text("grant")}));
    return Error(ErrorCode::denied, "No.");
  };
  const Work other = [&](Transaction& t) { return t.put_file({id<FileId>(2), 1, hash(2)}); };
  const Work again = [&](Transaction& t) -> Result<void> {
    expect_error(t.add_entry({file, 0, {}, {}, {}}), ErrorCode::not_found);
    TRY_VOID(t.put_file({file, 1, hash(1)}));
    TRY_VOID(t.add_entry({file, 0, text("header"), {}, {}}));
    return t.put_grant({file, 1, id<RecipientId>(2), 1, text("grant")});
  };
  const auto answers = this->store_->write_all({&fails, &other, &again}, nothing);
  EXPECT_FALSE(answers[0]);
  must(answers[1]);
  must(answers[2]);
  const auto grants = must(this->store_->grants(file));
  ASSERT_EQ(grants.size(), 1U);
  EXPECT_EQ(grants[0].recipient, id<RecipientId>(2));
  EXPECT_TRUE(must(this->store_->entries(id<FileId>(2))).empty());
}

TYPED_TEST_P(StoreFileContract, FilesAreCountedAndWalked) {
  EXPECT_EQ(must(this->store_->file_count()), 0U);
  EXPECT_FALSE(must(this->store_->file(id<FileId>(1))).has_value());
  for (const std::uint32_t number : {1U, 2U, 3U}) this->put_file(number);
  this->write([](Transaction& t) { return t.put_file({id<FileId>(2), 5, hash(5)}); });
  EXPECT_EQ(must(this->store_->file_count()), 3U);
  const auto second = must(this->store_->file(id<FileId>(2)));
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->length, 5U);
  EXPECT_EQ(second->head, hash(5));
  std::vector<FileId> seen;
  must(this->store_->each_file([&](const FileRow& row) -> Result<void> {
    seen.push_back(row.id);
    return {};
  }));
  EXPECT_EQ(seen.size(), 3U);
  int calls = 0;
  expect_error(this->store_->each_file([&](const FileRow&) -> Result<void> {
    ++calls;
    return Error(ErrorCode::denied, "Stop.");
  }), ErrorCode::denied);
  EXPECT_EQ(calls, 1);
}

TYPED_TEST_P(StoreFileContract, EntriesAreAppendedAndTheirContentErased) {
  const auto file = id<FileId>(1);
  expect_error(this->store_->write([&](Transaction& t) { return t.add_entry({file, 0, {}, {}, {}}); }), ErrorCode::not_found);
  this->put_file(1);
  for (const std::uint32_t seq : {1U, 0U}) {
    this->write([&](Transaction& t) { return t.add_entry({file, seq, text("header"), text("key"), text("body")}); });
  }
  expect_error(this->store_->write([&](Transaction& t) { return t.add_entry({file, 1, text("forged"), {}, {}}); }), ErrorCode::conflict);
  this->write([&](Transaction& t) { return t.erase_entry_content(file, 0); });
  const auto entries = must(this->store_->entries(file));
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].header, text("header"));
  EXPECT_TRUE(entries[0].key.empty());
  EXPECT_TRUE(entries[0].body.empty());
  EXPECT_EQ(entries[1].seq, 1U);
  EXPECT_EQ(entries[1].header, text("header"));
  EXPECT_EQ(entries[1].key, text("key"));
  EXPECT_EQ(entries[1].body, text("body"));
  EXPECT_TRUE(must(this->store_->entries(id<FileId>(2))).empty());
  const auto headers = must(this->store_->headers(file, 1));
  ASSERT_EQ(headers.size(), 1U);
  EXPECT_EQ(headers[0].seq, 1U);
  EXPECT_EQ(headers[0].file, file);
  EXPECT_EQ(headers[0].header, text("header"));
  EXPECT_TRUE(headers[0].key.empty() && headers[0].body.empty());
  EXPECT_EQ(must(this->store_->headers(file, 0)).size(), 2U);
  EXPECT_TRUE(must(this->store_->headers(file, 2)).empty());
  EXPECT_TRUE(must(this->store_->headers(file, std::numeric_limits<std::uint32_t>::max())).empty());
}

TYPED_TEST_P(StoreFileContract, GrantsAreReplacedFoundByRecipientAndErased) {
  const auto her = id<RecipientId>(1);
  const auto him = id<RecipientId>(2);
  expect_error(this->store_->write([&](Transaction& t) { return t.put_grant({id<FileId>(9), 1, her, 1, {}}); }), ErrorCode::not_found);
  for (const std::uint32_t number : {1U, 2U}) {
    this->put_file(number);
    this->write([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.put_grant({id<FileId>(number), 1, her, 1, text("old")}));
      TRY_VOID(t.put_grant({id<FileId>(number), 1, her, 2, text("new")}));
      TRY_VOID(t.put_grant({id<FileId>(number), 2, her, 1, text("health")}));
      return t.put_grant({id<FileId>(number), 1, him, 1, text("his")});
    });
  }
  EXPECT_EQ(must(this->store_->grants(id<FileId>(1))).size(), 3U);
  this->write([&](Transaction& t) { return t.erase_grant(id<FileId>(1), 2, her); });
  std::vector<GrantRow> hers;
  must(this->store_->each_grant_to(her, [&](const GrantRow& row) -> Result<void> {
    hers.push_back(row);
    return {};
  }));
  ASSERT_EQ(hers.size(), 3U);
  const auto replaced = std::find_if(hers.begin(), hers.end(), [](const GrantRow& row) { return row.compartment == 1; });
  ASSERT_NE(replaced, hers.end());
  EXPECT_EQ(replaced->generation, 2U);
  EXPECT_EQ(replaced->blob, text("new"));
  EXPECT_EQ(replaced->recipient, her);
  expect_error(this->store_->each_grant_to(her, [](const GrantRow&) -> Result<void> { return Error(ErrorCode::denied, "Stop."); }),
               ErrorCode::denied);
  must(this->store_->each_grant_to(id<RecipientId>(3), [](const GrantRow&) -> Result<void> {
    ADD_FAILURE() << "a stranger has no grant";
    return {};
  }));
}

TYPED_TEST_P(StoreFileContract, ACardIsReadOnlyWithItsGrant) {
  const auto her = id<RecipientId>(1);
  expect_error(this->store_->write([](Transaction& t) { return t.put_card({id<FileId>(9), 1, 1, {}}); }), ErrorCode::not_found);
  for (const std::uint32_t number : {1U, 2U, 3U, 4U}) {
    this->put_file(number);
    this->write([&](Transaction& t) -> Result<void> {
      const auto file = id<FileId>(number);
      if (number != 3) TRY_VOID(t.put_grant({file, 1, her, 1, text("grant")}));
      if (number == 3) TRY_VOID(t.put_grant({file, 2, her, 1, text("another compartment")}));
      if (number == 3) TRY_VOID(t.put_grant({file, 1, id<RecipientId>(2), 1, text("another circle")}));
      TRY_VOID(t.put_card({file, 1, 100 + number, text("old")}));
      return t.put_card({file, 1, number, text("card")});
    });
  }
  EXPECT_EQ(this->granted(her, 1), (std::vector<std::uint32_t>{1, 2, 4}));
  EXPECT_TRUE(this->granted(her, 2).empty());
  EXPECT_TRUE(this->granted(id<RecipientId>(9), 1).empty());
  const auto single = must(this->store_->granted_card(her, 1, id<FileId>(2)));
  ASSERT_TRUE(single.has_value());
  EXPECT_EQ(single->grant.file, id<FileId>(2));
  EXPECT_EQ(single->grant.blob, text("grant"));
  EXPECT_EQ(single->card.seq, 2U);
  EXPECT_EQ(single->card.blob, text("card"));
  EXPECT_EQ(single->length, 0U);
  EXPECT_FALSE(must(this->store_->granted_card(her, 1, id<FileId>(3))));
  EXPECT_FALSE(must(this->store_->granted_card(her, 2, id<FileId>(3))));
  EXPECT_FALSE(must(this->store_->granted_card(id<RecipientId>(9), 1, id<FileId>(1))));
  EXPECT_FALSE(must(this->store_->granted_card(her, 1, id<FileId>(9))));
  this->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.erase_card(id<FileId>(1), 1));
    return t.erase_grant(id<FileId>(2), 1, her);
  });
  EXPECT_EQ(this->granted(her, 1), (std::vector<std::uint32_t>{4}));
  EXPECT_TRUE(must(this->store_->cards(id<FileId>(1))).empty());
  const auto cards = must(this->store_->cards(id<FileId>(2)));
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_EQ(cards[0].seq, 2U);
  EXPECT_EQ(cards[0].blob, text("card"));
}

REGISTER_TYPED_TEST_SUITE_P(StoreFileContract, EntriesAndCardsOfFilesDoNotMix, ReadingAtOnceSeesOneMoment,
                            AWorkAfterAFailedOneMakesItsOwnRows, FilesAreCountedAndWalked,
                            EntriesAreAppendedAndTheirContentErased, GrantsAreReplacedFoundByRecipientAndErased,
                            ACardIsReadOnlyWithItsGrant);
}  // namespace arasha::store
