// What is read once: the words, the tries, the ends; and whoever has the database tries to read it again.
#include <thread>

#include "base/file.h"
#include "crypto/words.h"
#include "vault/once.h"
#include "vault/thief.h"

namespace arasha::vault {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::string_view kWrong = "bada bada bada bada bada badi";

class Once : public Thief {
 protected:
  MadeOnce make(std::string_view content = "Aliya may come on Tuesday") {
    if (!by_) by_.emplace(steward());
    return must(vault_->put_once(*by_, {text(content), clock_.now() + 24h, "Centre", 3}));
  }
  OnceStatus status(OnceId id) { return must(vault_->once(id)); }
  OnceState state(OnceId id) { return status(id).state; }
  // Of the right words: what was read.
  std::string read(const MadeOnce& made) {
    const auto answer = must(vault_->read_once(made.id, made.words));
    return answer.content ? to_text(*answer.content) : "";
  }
  void expect_sound() {
    vault_.reset();
    const auto report = verify(data());
    EXPECT_TRUE(report.is_ok()) << (report ? "" : report.error().to_string());
    open();
  }
  std::string id_blob(OnceId id) { return "x'" + to_hex(id.bytes()) + "'"; }

  std::optional<Keyring> by_;
};

TEST_F(Once, IsReadOneTimeAndSaysSo) {
  const MadeOnce made = make();
  OnceStatus before = status(made.id);
  EXPECT_EQ(before.state, OnceState::waiting);
  EXPECT_EQ(before.tries_left, kOnceTries);
  EXPECT_EQ(before.from, "Centre");
  EXPECT_EQ(before.form, 3);
  EXPECT_EQ(before.size, 25U);
  EXPECT_EQ(before.maker, by_->member());
  clock_.advance(1h);
  const auto answer = must(vault_->read_once(made.id, made.words));
  ASSERT_TRUE(answer.content.has_value());
  EXPECT_EQ(to_text(*answer.content), "Aliya may come on Tuesday");
  EXPECT_EQ(answer.status.state, OnceState::read);
  EXPECT_EQ(answer.status.ended, clock_.now());
  clock_.advance(1h);
  const auto again = must(vault_->read_once(made.id, made.words));
  EXPECT_FALSE(again.content.has_value());
  EXPECT_EQ(again.status.state, OnceState::read);
  EXPECT_EQ(again.status.ended, clock_.now() - 1h);
  EXPECT_TRUE(must(vault_->store().once(made.id))->body.empty());
  reopen();
  EXPECT_EQ(state(made.id), OnceState::read);
  expect_sound();
}

TEST_F(Once, WrongWordsAreCountedAndTheFifthDestroysIt) {
  const MadeOnce made = make();
  for (int left = kOnceTries - 1; left > 0; --left) {
    const auto answer = must(vault_->read_once(made.id, kWrong));
    EXPECT_FALSE(answer.content.has_value());
    EXPECT_EQ(answer.status.state, OnceState::waiting);
    EXPECT_EQ(answer.status.tries_left, left);
    if (left == 3) reopen();  // the count outlives the process
  }
  EXPECT_EQ(must(vault_->read_once(made.id, kWrong)).status.state, OnceState::guessed);
  EXPECT_EQ(read(made), "") << "the right words come too late";
  EXPECT_TRUE(must(vault_->store().once(made.id))->body.empty());
  expect_sound();
}

TEST_F(Once, TheRightWordsCountAfterWrongOnes) {
  const MadeOnce made = make();
  for (int i = 0; i < kOnceTries - 1; ++i) must(vault_->read_once(made.id, kWrong));
  EXPECT_EQ(read(made), "Aliya may come on Tuesday");
}

TEST_F(Once, ItsTimeEnds) {
  const MadeOnce one = make(), two = make(), later = make();
  clock_.advance(24h - 1ms);
  EXPECT_EQ(must(vault_->end_onces()), 0U);
  EXPECT_EQ(state(one.id), OnceState::waiting);
  const MadeOnce young = make();
  clock_.advance(1ms);
  EXPECT_EQ(read(one), "") << "expired by asking";
  EXPECT_EQ(state(one.id), OnceState::expired);
  EXPECT_EQ(must(vault_->end_onces()), 2U);
  EXPECT_EQ(must(vault_->end_onces()), 0U);
  for (const OnceId id : {one.id, two.id, later.id}) {
    EXPECT_TRUE(must(vault_->store().once(id))->body.empty());
    EXPECT_EQ(status(id).ended, clock_.now());
  }
  EXPECT_EQ(read(young), "Aliya may come on Tuesday");
  expect_sound();
}

TEST_F(Once, IsTakenBackByItsMakerAndByWhoReferredAndByNobodyElse) {
  const MadeOnce one = make(), two = make();
  const Keyring aigul = member("Aigul");
  EXPECT_EQ(vault_->withdraw_once(aigul, one.id).error().code, ErrorCode::not_found) << "as what does not exist";
  EXPECT_EQ(vault_->withdraw_once(aigul, crypto::random_id<OnceId>()).error().code, ErrorCode::not_found);
  must(vault_->withdraw_once(*by_, one.id));
  EXPECT_EQ(state(one.id), OnceState::withdrawn);
  EXPECT_EQ(status(one.id).ended_by, by_->member());
  EXPECT_EQ(read(one), "");
  EXPECT_EQ(vault_->withdraw_once(*by_, one.id).error().code, ErrorCode::conflict);
  must(vault_->join_circle(*by_, circle(CircleKind::referral), aigul.member(), false));
  must(vault_->withdraw_once(aigul, two.id));
  EXPECT_EQ(status(two.id).ended_by, aigul.member());
  must(vault_->close_member(*by_, aigul.member()));
  const MadeOnce three = make();
  EXPECT_FALSE(vault_->withdraw_once(aigul, three.id).is_ok());
  EXPECT_EQ(read(three), "Aliya may come on Tuesday");
}

TEST_F(Once, WhatCannotBeMadeIsRefused) {
  const Keyring by = steward();
  const auto code = [&](NewOnce fresh) {
    const auto made = vault_->put_once(by, fresh);
    return made ? ErrorCode::internal : made.error().code;
  };
  const Time soon = clock_.now() + 1h;
  EXPECT_EQ(code({Bytes(kOnceLimit + 1), soon}), ErrorCode::too_large);
  EXPECT_EQ(code({text("x"), clock_.now()}), ErrorCode::invalid_input);
  EXPECT_EQ(code({text("x"), clock_.now() + kLongestOnce + 1ms}), ErrorCode::invalid_input);
  EXPECT_EQ(code({text("x"), soon, std::string(kOnceFromLimit + 1, 'a')}), ErrorCode::invalid_input);
  EXPECT_EQ(code({text("x"), soon, "\xff"}), ErrorCode::invalid_input);
  auto invitation = must(vault_->add_member(by, "Nobody yet", false));
  const Keyring unseen = must(vault_->activate("Nobody yet", invitation.code, "a long passphrase of hers"));
  EXPECT_EQ(vault_->put_once(unseen, {text("x"), soon}).error().code, ErrorCode::denied);
  const MadeOnce largest = must(vault_->put_once(by, {Bytes(kOnceLimit, 7), clock_.now() + kLongestOnce}));
  EXPECT_EQ(must(vault_->read_once(largest.id, largest.words)).content->size(), kOnceLimit);
  EXPECT_EQ(vault_->once(crypto::random_id<OnceId>()).error().code, ErrorCode::not_found);
  EXPECT_EQ(vault_->read_once(crypto::random_id<OnceId>(), kWrong).error().code, ErrorCode::not_found);
}

TEST_F(Once, OfManyReadersAtOnceExactlyOneGetsIt) {
  const MadeOnce made = make();
  std::atomic<int> got = 0, busy = 0, late = 0;
  std::vector<std::jthread> readers;
  for (int i = 0; i < 8; ++i) {
    readers.emplace_back([&] {
      const auto answer = vault_->read_once(made.id, made.words);
      if (!answer) busy += answer.error().code == ErrorCode::busy ? 1 : 0;
      else if (answer->content) ++got;
      else late += answer->status.state == OnceState::read ? 1 : 0;
    });
  }
  readers.clear();
  EXPECT_EQ(got, 1);
  EXPECT_EQ(got + busy + late, 8);
}

// Two programs over one folder do not know of each other's tries: the database decides.
TEST_F(Once, OfTwoProgramsExactlyOneGetsIt) {
  for (int round = 0; round < 3; ++round) {
    const MadeOnce made = make();
    const auto other = must(Vault::open(data(), clock_));
    std::atomic<int> got = 0;
    {
      const std::jthread one([&] { got += must(vault_->read_once(made.id, made.words)).content ? 1 : 0; });
      const std::jthread two([&] { got += must(other->read_once(made.id, made.words)).content ? 1 : 0; });
    }
    EXPECT_EQ(got, 1);
  }
}

TEST_F(Once, ManyWrongTriesAtOnceAreNoWayAroundTheCount) {
  const MadeOnce made = make();
  std::atomic<int> checked = 0;
  {
    std::vector<std::jthread> guessers;
    for (int i = 0; i < 12; ++i) {
      guessers.emplace_back([&] {
        const auto answer = vault_->read_once(made.id, kWrong);
        if (answer && (answer->status.state == OnceState::waiting || answer->status.state == OnceState::guessed)) ++checked;
      });
    }
  }
  const OnceStatus now = status(made.id);
  EXPECT_TRUE(now.state == OnceState::guessed || now.tries_left <= kOnceTries - 1);
  EXPECT_GE(checked, 1);
}

// --- Words as they are heard

TEST_F(Once, WordsAreTakenAsTheyAreHeard) {
  const std::string right = "bada jabi komu lova situ vaso";
  std::string sixth(crypto::word(2047));
  for (const char* typed : {"bada jabi komu lova situ vaso", "  Bada, JABI;komu-lova.situ\tvaso\n", "бада жаби кому лова ситу васо", "Бада ЯБИ кому лова ситу вазо",
                            "бада джаби кому лова сіту васо", "бада йаби кому лова ситу vaso", "bada — jabi — komu — lova — situ — vaso"}) {
    EXPECT_EQ(heard_words(typed).words, right) << typed;
    EXPECT_EQ(heard_words(typed).wrong, 0);
  }
  for (std::uint32_t i = 0; i < 2048; i += 7) {
    const std::string word(crypto::word(i));
    const std::string six = word + ' ' + word + ' ' + word + ' ' + word + ' ' + word + ' ' + sixth;
    EXPECT_EQ(heard_words(six).words, six);
  }
}

TEST_F(Once, WordsThatCannotBeRightAreNamed) {
  EXPECT_EQ(heard_words("").wrong, 0);
  EXPECT_EQ(heard_words("").words, "");
  EXPECT_EQ(heard_words("bada jabi komu lova situ").words, "") << "five";
  EXPECT_EQ(heard_words("bada jabi komu lova situ vaso bada").words, "") << "seven";
  EXPECT_EQ(heard_words("bada jabi zzzz lova situ vaso").wrong, 3);
  EXPECT_EQ(heard_words("бада жаби кому лова ситу щуко").wrong, 6);
  EXPECT_EQ(heard_words("suka jabi komu lova situ vaso").wrong, 1) << "left out of the list";
  EXPECT_EQ(heard_words(std::string(500, 'a')).words, "");
  EXPECT_EQ(heard_words("\xff\xfe").words, "");
  EXPECT_EQ(heard_words("bada jabi komu lova situ vaso\xd0").words, "");
}

// --- Whoever has the database

TEST_F(Once, NothingOfItStandsOnTheDisk) {
  const MadeOnce made = make("прячется у тёти в Таразе");
  const auto expect_nothing = [&](const char* when) {
    for (const auto& entry : fs::recursive_directory_iterator(data())) {
      if (!entry.is_regular_file()) continue;
      const std::string all = to_text(must(read_file(entry.path(), 1U << 28U)));
      for (const std::string& word : {std::string("прячется у тёти"), std::string("Centre"), made.words, made.words.substr(0, 9)}) {
        EXPECT_EQ(all.find(word), std::string::npos) << word << ' ' << when << ' ' << entry.path();
      }
    }
  };
  expect_nothing("while it waits");
  // The ciphertext itself is gone when it was read: from the table and from the log.
  const Bytes body = must(vault_->store().once(made.id))->body;
  const auto stands = [&] {
    bool found = false;
    for (const auto& entry : fs::recursive_directory_iterator(data())) {
      if (!entry.is_regular_file()) continue;
      const std::string all = to_text(must(read_file(entry.path(), 1U << 28U)));
      found = found || all.find(to_text(BytesView(body).first(200))) != std::string::npos;
    }
    return found;
  };
  EXPECT_TRUE(stands());
  EXPECT_EQ(read(made), "прячется у тёти в Таразе");
  EXPECT_FALSE(stands());
  expect_nothing("after it was read");
  reopen();
  EXPECT_FALSE(stands());
}

// With the words, with all rows, but without the server's key: nothing opens, so no words can be tried.
TEST_F(Once, WithoutTheServerKeyTheRightWordsOpenNothing) {
  const MadeOnce made = make();
  const store::OnceRow row = *must(vault_->store().once(made.id));
  crypto::PasswordPool pool(1, 1);
  const OnceKeys thief(crypto::random_key(), organization_);
  EXPECT_FALSE(thief.open_state(made.id, row.state).is_ok());
  const OnceKeys server(vault_->server().pepper, organization_);
  const OnceRecord record = must(server.open_state(made.id, row.state));  // even with its salt and cost
  for (const std::string& tried : {made.words, to_text(thief.keyed_words(made.id, made.words))}) {
    EXPECT_FALSE(thief.open_body(made.id, must(pool.derive(tried, record.salt, record.cost)), row.body).is_ok());
  }
  EXPECT_TRUE(server.open_body(made.id, must(pool.derive(text_view(server.keyed_words(made.id, made.words)), record.salt, record.cost)), row.body).is_ok());
}

TEST_F(Once, RowsCannotBeExchanged) {
  const MadeOnce one = make("for one"), two = make("for two");
  sql("UPDATE onces SET body=(SELECT body FROM onces AS o WHERE o.id!=onces.id)");
  EXPECT_NE(refused(), "");
  open();
  EXPECT_EQ(vault_->read_once(one.id, one.words).error().code, ErrorCode::damaged);
  sql("UPDATE onces SET body=(SELECT body FROM onces AS o WHERE o.id!=onces.id)");
  open();
  sql("UPDATE onces SET id=CASE id WHEN " + id_blob(one.id) + " THEN x'00' ELSE id END");
  sql("UPDATE onces SET id=" + id_blob(one.id) + " WHERE id=" + id_blob(two.id));
  EXPECT_NE(refused(), "");
  open();
  EXPECT_FALSE(vault_->once(one.id).is_ok()) << "the other's row at this address";
}

TEST_F(Once, ABitFlippedAnywhereIsNoticed) {
  for (const char* column : {"state", "body"}) {
    const MadeOnce made = make();
    sql(std::string("UPDATE onces SET ") + column + "=flip(" + column + ") WHERE id=" + id_blob(made.id));
    EXPECT_NE(refused(), "") << column;
    open();
    const auto answer = vault_->read_once(made.id, made.words);
    EXPECT_EQ(answer.error().code, ErrorCode::damaged) << column;
    sql(std::string("UPDATE onces SET ") + column + "=flip(" + column + ") WHERE id=" + id_blob(made.id));
    expect_sound();
    EXPECT_FALSE(read(made).empty());
  }
}

// The count set back, and the whole row put back after it was read.
TEST_F(Once, ARowThatWasPutBackIsRefused) {
  const MadeOnce made = make();
  sql("CREATE TABLE kept AS SELECT * FROM onces");
  open();
  for (int i = 0; i < 3; ++i) must(vault_->read_once(made.id, kWrong));
  sql("UPDATE onces SET state=(SELECT state FROM kept)");
  EXPECT_NE(refused(), "");
  open();
  EXPECT_EQ(vault_->read_once(made.id, kWrong).error().code, ErrorCode::damaged);
}

TEST_F(Once, ARowThatWasPutBackAfterItWasReadIsRefused) {
  const MadeOnce made = make();
  sql("CREATE TABLE kept AS SELECT * FROM onces");
  open();
  EXPECT_FALSE(read(made).empty());
  sql("UPDATE onces SET state=(SELECT state FROM kept), body=(SELECT body FROM kept)");
  EXPECT_NE(refused(), "");
  open();
  EXPECT_EQ(vault_->read_once(made.id, made.words).error().code, ErrorCode::damaged);
  sql("DELETE FROM onces");
  EXPECT_NE(refused(), "") << "gone, and the ledger names it";
}

// An own leaf, as whoever writes to the database can add one: only the server's key makes one that counts.
TEST_F(Once, ALeafThatSomebodyElseAddedDoesNotCount) {
  const MadeOnce made = make();
  sql("CREATE TABLE kept AS SELECT * FROM onces");
  open();
  const store::LeafRow first = must(vault_->store().leaves_before(static_cast<std::uint8_t>(LeafKind::once), UINT64_MAX, 1))[0];
  EXPECT_FALSE(read(made).empty());
  // The old row with a copy of its old leaf behind everything, chained as it must be.
  const store::LeafRow last = *must(vault_->store().last_leaf());
  const crypto::Hash hash = leaf_hash(last.seq + 1, LeafKind::once, last.hash, first.body);
  sql("INSERT INTO ledger(seq,kind,hash,body) VALUES(" + std::to_string(last.seq + 1) + "," + std::to_string(first.kind) + ",x'" + to_hex(hash) + "',x'" + to_hex(first.body) + "')");
  sql("UPDATE onces SET state=(SELECT state FROM kept), body=(SELECT body FROM kept)");
  EXPECT_NE(refused(), "");
  open();
  EXPECT_EQ(vault_->read_once(made.id, made.words).error().code, ErrorCode::damaged);
}

TEST_F(Once, ADatabaseOlderThanItsCheckpointShowsNothing) {
  const MadeOnce made = make();
  vault_.reset();
  fs::copy(data(), root_ / "older", fs::copy_options::recursive);
  open();
  EXPECT_FALSE(read(made).empty());
  vault_.reset();
  fs::remove_all(data());
  fs::rename(root_ / "older", data());
  open();
  ASSERT_TRUE(vault_->is_behind_checkpoint());
  EXPECT_EQ(vault_->read_once(made.id, made.words).error().code, ErrorCode::unavailable);
}

// It may have been read between the backup and the loss: nobody reads it twice.
TEST_F(Once, ABackupBringsNothingBackToBeRead) {
  const MadeOnce read_since = make(), unread = make(), over = make();
  EXPECT_FALSE(read(over).empty());
  vault_.reset();
  must(backup(data(), root_ / "a.backup"));
  open();
  EXPECT_FALSE(read(read_since).empty());
  vault_.reset();
  fs::remove_all(data());
  must(restore(root_ / "a.backup", data(), {}));
  open();
  for (const MadeOnce* made : {&read_since, &unread}) {
    EXPECT_EQ(read(*made), "");
    EXPECT_EQ(state(made->id), OnceState::put_back);
    EXPECT_TRUE(must(vault_->store().once(made->id))->body.empty());
  }
  EXPECT_EQ(state(over.id), OnceState::read);
  const MadeOnce fresh = make();
  EXPECT_EQ(must(vault_->end_onces()), 0U);
  EXPECT_EQ(read(fresh), "Aliya may come on Tuesday") << "made since";
  expect_sound();
}

TEST_F(Once, TheRecordIsReadAsItWasWritten) {
  OnceRecord record;
  record.status = {OnceState::guessed, clock_.now(), clock_.now() + 1h, clock_.now() + 2h, crypto::random_id<MemberId>(), crypto::random_id<MemberId>(), 0, "Центр", 1, 77};
  record.salt = crypto::random_salt();
  record.cost = kOnceCost;
  record.changes = 5;
  const Bytes bytes = encode(record);
  const OnceRecord again = must(decode_once_record(bytes));
  EXPECT_EQ(encode(again), bytes);
  EXPECT_EQ(again.status.from, "Центр");
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_once_record(BytesView(bytes).first(size)).is_ok()) << size;
  for (const std::size_t at : {0U, 1U, 2U}) {
    Bytes wrong = bytes;
    wrong[at] = 9;
    EXPECT_FALSE(decode_once_record(wrong).is_ok()) << at;
  }
}

}  // namespace
}  // namespace arasha::vault
