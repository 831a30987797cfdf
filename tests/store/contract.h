// What every backend of the store must do. A backend's test includes this file and instantiates the suite with a
// factory: static Result<std::unique_ptr<Store>> create(folder) and open(folder).
#pragma once

#include <algorithm>
#include <atomic>
#include <limits>
#include <stdexcept>
#include <thread>

#include "store/room.h"
#include "store/writer.h"

namespace arasha::store {

template <class Factory>
class StoreContract : public ::testing::Test {
 protected:
  void SetUp() override { store_ = must(Factory::create(folder_ / "data")); }
  void reopen() {
    store_.reset();
    store_ = must(Factory::open(folder_ / "data"));
  }
  std::unique_ptr<Store> another() { return must(Factory::open(folder_ / "data")); }
  void write(const Work& work) { must(store_->write(work)); }
  void put_file(std::uint32_t number) {
    write([&](Transaction& t) { return t.put_file({id<FileId>(number), 0, {}}); });
  }
  std::vector<std::uint32_t> granted(RecipientId recipient, Compartment compartment) {
    std::vector<std::uint32_t> out;
    must(store_->each_granted_card(recipient, compartment, [&](const GrantedCard& row) -> Result<void> {
      EXPECT_EQ(row.grant.file, row.card.file);
      EXPECT_EQ(row.grant.recipient, recipient);
      EXPECT_EQ(row.grant.compartment, compartment);
      EXPECT_EQ(row.card.compartment, compartment);
      out.push_back(row.card.seq);
      return {};
    }));
    std::sort(out.begin(), out.end());
    return out;
  }

  Folder folder_;
  std::unique_ptr<Store> store_;
};

TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, SettingsAreReplacedAndMayBeEmpty) {
  EXPECT_FALSE(must(this->store_->setting("name")).has_value());
  this->write([](Transaction& t) { return t.put_setting("name", view("first")); });
  this->write([](Transaction& t) { return t.put_setting("name", view("second")); });
  this->write([](Transaction& t) { return t.put_setting("", {}); });
  const Bytes large(1U << 20U, 7);
  this->write([&](Transaction& t) { return t.put_setting("large", large); });
  this->reopen();
  EXPECT_EQ(must(this->store_->setting("name")), text("second"));
  EXPECT_EQ(must(this->store_->setting("")), Bytes());
  EXPECT_EQ(must(this->store_->setting("large")), large);
}

TYPED_TEST_P(StoreContract, BlocksComeInOrderAndKeepTheirPlace) {
  for (const std::uint64_t seq : {2U, 0U, 1U}) {
    this->write([&](Transaction& t) { return t.add_block({seq, hash(static_cast<std::uint8_t>(seq)), text("b")}); });
  }
  expect_error(this->store_->write([](Transaction& t) { return t.add_block({1, hash(9), text("another")}); }), ErrorCode::conflict);
  const auto blocks = must(this->store_->blocks(1));
  ASSERT_EQ(blocks.size(), 2U);
  EXPECT_EQ(blocks[0].seq, 1U);
  EXPECT_EQ(blocks[0].hash, hash(1));
  EXPECT_EQ(blocks[0].body, text("b"));
  EXPECT_EQ(blocks[1].seq, 2U);
  EXPECT_TRUE(must(this->store_->blocks(3)).empty());
  EXPECT_TRUE(must(this->store_->blocks(std::numeric_limits<std::uint64_t>::max())).empty());
}

TYPED_TEST_P(StoreContract, ALoginBelongsToOneMember) {
  const auto member = id<MemberId>(1);
  this->write([&](Transaction& t) { return t.put_login(hash(1), member); });
  this->write([&](Transaction& t) { return t.put_login(hash(1), member); });
  expect_error(this->store_->write([](Transaction& t) { return t.put_login(hash(1), id<MemberId>(2)); }), ErrorCode::conflict);
  EXPECT_EQ(must(this->store_->login(hash(1))), member);
  this->write([](Transaction& t) { return t.erase_login(hash(1)); });
  EXPECT_FALSE(must(this->store_->login(hash(1))).has_value());
}

TYPED_TEST_P(StoreContract, SlotsAreReplacedAndErasedForOneMemberAlone) {
  this->write([](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_slot({id<MemberId>(1), 2, text("recovery")}));
    TRY_VOID(t.put_slot({id<MemberId>(1), 1, text("old password")}));
    TRY_VOID(t.put_slot({id<MemberId>(1), 1, text("new password")}));
    return t.put_slot({id<MemberId>(2), 1, text("hers")});
  });
  const auto slots = must(this->store_->slots(id<MemberId>(1)));
  ASSERT_EQ(slots.size(), 2U);
  EXPECT_EQ(slots[0].kind, 1);
  EXPECT_EQ(slots[0].blob, text("new password"));
  this->write([](Transaction& t) { return t.erase_slots(id<MemberId>(1)); });
  EXPECT_TRUE(must(this->store_->slots(id<MemberId>(1))).empty());
  EXPECT_EQ(must(this->store_->slots(id<MemberId>(2))).size(), 1U);
}

TYPED_TEST_P(StoreContract, SealsAndLinksOfACircle) {
  const auto circle = id<CircleId>(1);
  this->write([&](Transaction& t) -> Result<void> {
    for (const std::uint32_t generation : {2U, 1U}) {
      for (const std::uint32_t member : {1U, 2U}) TRY_VOID(t.put_seal({circle, generation, id<MemberId>(member), text("seal")}));
      TRY_VOID(t.put_link({circle, generation, text("old")}));
      TRY_VOID(t.put_link({circle, generation, text("link")}));
    }
    return t.put_seal({id<CircleId>(2), 1, id<MemberId>(1), text("other")});
  });
  EXPECT_EQ(must(this->store_->seals_of(circle)).size(), 4U);
  EXPECT_EQ(must(this->store_->seals_to(id<MemberId>(1))).size(), 3U);
  this->write([&](Transaction& t) { return t.erase_seals(circle, id<MemberId>(1)); });
  const auto left = must(this->store_->seals_of(circle));
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].generation, 1U);
  EXPECT_EQ(left[0].member, id<MemberId>(2));
  const auto to_first = must(this->store_->seals_to(id<MemberId>(1)));
  ASSERT_EQ(to_first.size(), 1U);
  EXPECT_EQ(to_first[0].circle, id<CircleId>(2));
  EXPECT_EQ(to_first[0].blob, text("other"));
  const auto links = must(this->store_->links(circle));
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].generation, 1U);
  EXPECT_EQ(links[0].blob, text("link"));
}

TYPED_TEST_P(StoreContract, TheLedgerIsReadFromBothEnds) {
  EXPECT_FALSE(must(this->store_->last_leaf()).has_value());
  this->write([](Transaction& t) -> Result<void> {
    for (std::uint8_t seq = 0; seq < 10; ++seq) {
      TRY_VOID(t.add_leaf({seq, static_cast<std::uint8_t>(seq % 2), hash(seq), text("leaf")}));
    }
    return {};
  });
  expect_error(this->store_->write([](Transaction& t) { return t.add_leaf({9, 0, hash(99), {}}); }), ErrorCode::conflict);
  const auto last = must(this->store_->last_leaf());
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(last->seq, 9U);
  EXPECT_EQ(last->kind, 1);
  EXPECT_EQ(last->hash, hash(9));
  EXPECT_EQ(last->body, text("leaf"));
  const auto middle = must(this->store_->leaves(4, 3));
  ASSERT_EQ(middle.size(), 3U);
  EXPECT_EQ(middle[0].seq, 4U);
  EXPECT_EQ(middle[2].seq, 6U);
  EXPECT_TRUE(must(this->store_->leaves(0, 0)).empty());
  EXPECT_EQ(must(this->store_->leaves(0, std::numeric_limits<std::size_t>::max())).size(), 10U);
  const auto odd = must(this->store_->leaves_before(1, 7, 2));
  ASSERT_EQ(odd.size(), 2U);
  EXPECT_EQ(odd[0].seq, 5U);
  EXPECT_EQ(odd[1].seq, 3U);
  const auto upward = must(this->store_->leaves_of(1, 2, 3));
  ASSERT_EQ(upward.size(), 3U);
  EXPECT_EQ(upward[0].seq, 3U);
  EXPECT_EQ(upward[1].seq, 5U);
  EXPECT_EQ(upward[2].seq, 7U);
  EXPECT_EQ(must(this->store_->leaves_of(1, 7, 100)).size(), 2U);
  EXPECT_TRUE(must(this->store_->leaves_of(1, std::numeric_limits<std::uint64_t>::max(), 100)).empty());
  EXPECT_TRUE(must(this->store_->leaves_of(2, 0, 100)).empty());
  EXPECT_EQ(must(this->store_->leaves_before(0, std::numeric_limits<std::uint64_t>::max(), 100)).size(), 5U);
}

TYPED_TEST_P(StoreContract, DraftsBelongToTheirMember) {
  const auto member = id<MemberId>(1);
  this->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_draft({member, hash(1), text("half a")}));
    TRY_VOID(t.put_draft({member, hash(1), text("half a sentence")}));
    return t.put_draft({id<MemberId>(2), hash(1), text("another's")});
  });
  const auto drafts = must(this->store_->drafts(member));
  ASSERT_EQ(drafts.size(), 1U);
  EXPECT_EQ(drafts[0].name, hash(1));
  EXPECT_EQ(drafts[0].blob, text("half a sentence"));
  this->write([&](Transaction& t) { return t.erase_draft(member, hash(1)); });
  EXPECT_TRUE(must(this->store_->drafts(member)).empty());
  EXPECT_EQ(must(this->store_->drafts(id<MemberId>(2))).size(), 1U);
}

TYPED_TEST_P(StoreContract, AWorkThatFailsLeavesNothingAndHarmsNoOther) {
  const Work first = [](Transaction& t) { return t.put_setting("first", view("1")); };
  const Work fails = [](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_setting("fails", view("2")));
    TRY_VOID(t.put_setting("first", view("spoilt")));
    return Error(ErrorCode::denied, "No.");
  };
  const Work throws = [](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_setting("throws", view("3")));
    throw std::runtime_error("a bug");
  };
  const Work throws_oddly = [](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_setting("oddly", view("4")));
    throw 7;
  };
  const Work empty;
  const Work last = [](Transaction& t) -> Result<void> {
    TRY(seen, t.setting("first"));
    if (seen != text("1")) return Error(ErrorCode::internal, "The work before is not seen.");
    return t.put_setting("last", view("5"));
  };
  int after_calls = 0;
  const auto answers = this->store_->write_all({&first, &fails, &throws, &throws_oddly, &empty, &last}, [&](Transaction& t) {
    ++after_calls;
    return t.put_setting("after", view("6"));
  });
  ASSERT_EQ(answers.size(), 6U);
  must(answers[0]);
  expect_error(answers[1], ErrorCode::denied);
  for (const std::size_t i : {2U, 3U, 4U}) expect_error(answers[i], ErrorCode::internal);
  must(answers[5]);
  EXPECT_EQ(after_calls, 1);
  EXPECT_EQ(must(this->store_->setting("first")), text("1"));
  for (const char* const name : {"fails", "throws", "oddly"}) EXPECT_FALSE(must(this->store_->setting(name)).has_value()) << name;
  EXPECT_EQ(must(this->store_->setting("last")), text("5"));
  EXPECT_EQ(must(this->store_->setting("after")), text("6"));
}

TYPED_TEST_P(StoreContract, NothingIsWrittenWhenTheLastWorkFails) {
  const Work good = [](Transaction& t) { return t.put_setting("good", view("1")); };
  for (const bool throws : {false, true}) {
    const auto answers = this->store_->write_all({&good, &good}, [&](Transaction& t) -> Result<void> {
      TRY_VOID(t.put_setting("after", view("2")));
      if (throws) throw std::runtime_error("a bug");
      return Error(ErrorCode::damaged, "The ledger does not fit.");
    });
    ASSERT_EQ(answers.size(), 2U);
    for (const auto& answer : answers) expect_error(answer, throws ? ErrorCode::internal : ErrorCode::damaged);
    EXPECT_FALSE(must(this->store_->setting("good")).has_value());
    EXPECT_FALSE(must(this->store_->setting("after")).has_value());
  }
  this->write(good);  // the store works on
  EXPECT_TRUE(this->store_->write_all({}, nothing).empty());
}

TYPED_TEST_P(StoreContract, ReadersSeeOnlyWhatIsCommitted) {
  this->write([&](Transaction& t) -> Result<void> {
    TRY_VOID(t.put_setting("name", view("value")));
    EXPECT_EQ(must(t.setting("name")), text("value"));
    EXPECT_FALSE(must(this->store_->setting("name")).has_value());
    std::thread([&] { EXPECT_FALSE(must(this->store_->setting("name")).has_value()); }).join();
    return {};
  });
  EXPECT_EQ(must(this->store_->setting("name")), text("value"));
}

TYPED_TEST_P(StoreContract, ACallbackMayReadWhatIsBeingRead) {
  const auto her = id<RecipientId>(1);
  for (const std::uint32_t number : {1U, 2U, 3U}) {
    this->put_file(number);
    this->write([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.put_card({id<FileId>(number), 1, number, text("card")}));
      return t.put_grant({id<FileId>(number), 1, her, 1, text("grant")});
    });
  }
  const auto pairs = [&](const Reader& reader) {
    int count = 0;
    must(reader.each_grant_to(her, [&](const GrantRow& outer) -> Result<void> {
      TRY(entries, reader.entries(outer.file));
      EXPECT_TRUE(entries.empty());
      return reader.each_grant_to(her, [&](const GrantRow&) -> Result<void> {
        return reader.each_granted_card(her, 1, [&](const GrantedCard&) -> Result<void> {
          ++count;
          return {};
        });
      });
    }));
    return count;
  };
  EXPECT_EQ(pairs(*this->store_), 27);
  this->write([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(pairs(t), 27);
    return {};
  });
}

TYPED_TEST_P(StoreContract, TwoStoresOnOneFolderSeeEachOther) {
  auto other = this->another();
  const auto before = must(this->store_->data_version());
  EXPECT_EQ(must(this->store_->data_version()), before);
  must(other->write([](Transaction& t) { return t.put_setting("name", view("other's")); }));
  const auto moved = must(this->store_->data_version());
  EXPECT_NE(moved, before);
  EXPECT_EQ(must(this->store_->setting("name")), text("other's"));
  this->write([](Transaction& t) { return t.put_setting("name", view("ours")); });
  EXPECT_EQ(must(other->setting("name")), text("ours"));
  EXPECT_EQ(must(this->store_->setting("name")), text("ours"));
  const Work add = [](Transaction& t) { return t.add_block({0, hash(1), {}}); };
  this->write(add);
  expect_error(other->write(add), ErrorCode::conflict);
}

TYPED_TEST_P(StoreContract, TwoStoresWriteInTurns) {
  auto other = this->another();
  const auto append = [](Store& store) {
    for (int i = 0; i < 50; ++i) {
      must(store.write([](Transaction& t) -> Result<void> {
        TRY(last, t.last_leaf());
        return t.add_leaf({last ? last->seq + 1 : 0, 1, hash(1), {}});
      }));
    }
  };
  std::thread beside([&] { append(*other); });
  append(*this->store_);
  beside.join();
  EXPECT_EQ(must(this->store_->last_leaf())->seq, 99U);
}

TYPED_TEST_P(StoreContract, ACopyIsWholeWhileOthersWrite) {
  // Each transaction moves two rows together; a copy that tears them apart is found.
  const auto move = [&](const std::string& value) {
    must(this->store_->write([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.put_setting("left", view(value)));
      return t.put_setting("right", view(value));
    }));
  };
  move("0");
  std::atomic<bool> stop = false;
  std::thread writing([&] {
    for (int i = 1; !stop; ++i) move(std::to_string(i));
  });
  for (const char* const name : {"one", "two", "three"}) {
    std::filesystem::create_directory(this->folder_ / name);
    const auto target = (this->folder_ / name) / "arasha.db";
    must(this->store_->copy_to(target));
    EXPECT_EQ(std::filesystem::status(target).permissions() & std::filesystem::perms::all,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    expect_error(this->store_->copy_to(target), ErrorCode::unavailable);
    auto copy = must(TypeParam::open(this->folder_ / name));
    EXPECT_EQ(must(copy->setting("left")), must(copy->setting("right")));
  }
  stop = true;
  writing.join();
  expect_error(this->store_->copy_to(this->folder_ / "no/such/folder"), ErrorCode::unavailable);
}

TYPED_TEST_P(StoreContract, ManyThreadsReadWhileOneWrites) {
  this->put_file(1);
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i) {
    readers.emplace_back([&] {
      std::size_t seen = 0;
      while (!stop) {
        const auto entries = must(this->store_->entries(id<FileId>(1)));
        EXPECT_GE(entries.size(), seen);
        EXPECT_EQ(entries.size() % 2, 0U) << "half of a transaction";
        seen = entries.size();
      }
    });
  }
  for (std::uint32_t seq = 0; seq < 200; seq += 2) {
    this->write([&](Transaction& t) -> Result<void> {
      TRY_VOID(t.add_entry({id<FileId>(1), seq, text("h"), text("k"), text("b")}));
      return t.add_entry({id<FileId>(1), seq + 1, text("h"), text("k"), text("b")});
    });
  }
  stop = true;
  for (auto& reader : readers) reader.join();
}

TYPED_TEST_P(StoreContract, TheWriterKeepsEveryAcknowledgedRow) {
  std::atomic<int> acknowledged = 0;
  {
    Writer writer(*this->store_, nothing);
    std::vector<std::thread> threads;
    for (std::uint32_t thread = 0; thread < 16; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::uint32_t i = 0; i < 200; ++i) {
          const auto file = id<FileId>(thread * 1000 + i);
          const bool refused = i % 10 == 9;
          const auto answer = writer.submit([&](Transaction& t) -> Result<void> {
            TRY_VOID(t.put_file({file, i, hash(1)}));
            if (refused) return Error(ErrorCode::denied, "No.");
            return {};
          });
          if (refused) expect_error(answer, ErrorCode::denied);
          if (!refused && answer) ++acknowledged;
        }
      });
    }
    for (auto& thread : threads) thread.join();
  }
  this->reopen();
  EXPECT_EQ(acknowledged, 16 * 180);
  EXPECT_EQ(must(this->store_->file_count()), 16U * 180U);
  EXPECT_TRUE(must(this->store_->file(id<FileId>(15'198))).has_value());
  EXPECT_FALSE(must(this->store_->file(id<FileId>(15'199))).has_value());
}

REGISTER_TYPED_TEST_SUITE_P(StoreContract, SettingsAreReplacedAndMayBeEmpty, BlocksComeInOrderAndKeepTheirPlace,
                            ALoginBelongsToOneMember, SlotsAreReplacedAndErasedForOneMemberAlone,
                            SealsAndLinksOfACircle,
                            TheLedgerIsReadFromBothEnds, DraftsBelongToTheirMember,
                            AWorkThatFailsLeavesNothingAndHarmsNoOther, NothingIsWrittenWhenTheLastWorkFails,
                            ReadersSeeOnlyWhatIsCommitted, ACallbackMayReadWhatIsBeingRead,
                            TwoStoresOnOneFolderSeeEachOther, TwoStoresWriteInTurns, ACopyIsWholeWhileOthersWrite,
                            ManyThreadsReadWhileOneWrites, TheWriterKeepsEveryAcknowledgedRow);
}  // namespace arasha::store
