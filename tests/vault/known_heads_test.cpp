// What this process has checked it does not check again; nothing else may pass by that.
#include "vault/known_heads.h"

#include "vault/thief.h"

namespace arasha::vault {
namespace {

using RememberedChains = Thief;

store::Hash hash_with(std::uint8_t byte) {
  store::Hash out{};
  out[0] = byte;
  return out;
}

TEST(KnownHeads, remembers_the_last_word_and_stays_small) {
  KnownHeads heads(2);
  const auto a = crypto::random_id<FileId>();
  EXPECT_FALSE(heads.of(a));
  heads.note(a, {3, hash_with(1)});
  heads.note(a, {4, hash_with(2)});
  ASSERT_TRUE(heads.of(a));
  EXPECT_EQ(heads.of(a)->length, 4U);
  EXPECT_EQ(heads.of(a)->hash, hash_with(2));
  for (int i = 0; i < 4; ++i) heads.note(crypto::random_id<FileId>(), {1, hash_with(3)});
  EXPECT_FALSE(heads.of(a));
}

TEST_F(RememberedChains, EachEntryIsStillReadAfterMoreWereWritten) {
  const FileId file = file_with(100);  // more than one thread opens
  const Keyring by = steward();
  ASSERT_EQ(must(vault_->open_file(by, file)).entries.size(), 100U);
  FileChange change{file, 100, {{kAssistance, 7, text("one more"), {}, {}}}, {}, {}, {}};
  must(vault_->append(by, {change}));
  const auto opened = must(vault_->open_file(by, file));
  ASSERT_EQ(opened.entries.size(), 101U);
  EXPECT_EQ(opened.entries.back().content, text("one more"));
  EXPECT_EQ(opened.entries.front().state, EntryState::readable);
}

TEST_F(RememberedChains, AnAlteredHeaderIsNoticedWhileTheProgramRuns) {
  const FileId file = file_with(100);
  const Keyring by = steward();
  must(vault_->open_file(by, file));
  sql_beside("UPDATE entries SET header=flip(header) WHERE seq=50");
  EXPECT_EQ(vault_->open_file(by, file).error().code, ErrorCode::damaged);
}

TEST_F(RememberedChains, AnAlteredContentIsNoticedWhileTheProgramRuns) {
  const FileId file = file_with(100);
  const Keyring by = steward();
  must(vault_->open_file(by, file));
  sql_beside("UPDATE entries SET body=flip(body) WHERE seq=99");
  EXPECT_EQ(vault_->open_file(by, file).error().code, ErrorCode::damaged);
}

// With the ledger key in hand: an entry in the name of a colleague behind a chain that was checked, and one that takes the
// place of a remembered entry.
TEST_F(RememberedChains, AForgedSignatureIsNoticedWhileTheProgramRuns) {
  const Keyring stranger = member("Aigul");
  const FileId file = file_with(4);
  const Keyring by = steward();
  must(vault_->open_file(by, file));
  const auto rows = must(vault_->store().entries(file));
  auto& store = const_cast<store::Store&>(vault_->store());

  EntryHeader added = must(open_header(vault_->server().ledger, organization_, rows[3])).header;
  added.seq = 4;
  added.previous = hash_of(must(open_header(vault_->server().ledger, organization_, rows[3])).bytes);
  added.id = crypto::random_id<EntryId>();
  const store::EntryRow row{file, 4, seal_header(vault_->server().ledger, added, stranger.signer()), rows[3].key, rows[3].body};
  must(store.write([&](store::Transaction& t) -> Result<void> {
    TRY_VOID(t.put_file({file, 5, hash_of(encode(added))}));
    return t.add_entry(row);
  }));
  EXPECT_EQ(vault_->open_file(by, file).error().code, ErrorCode::damaged);
  must(store.write([&](store::Transaction& t) -> Result<void> {
    return t.put_file({file, 4, added.previous});
  }));
  sql_beside("DELETE FROM entries WHERE seq=4");
  ASSERT_TRUE(vault_->open_file(by, file).is_ok());

  EntryHeader altered = must(open_header(vault_->server().ledger, organization_, rows[3])).header;
  altered.type = 8;
  sql_beside("DELETE FROM entries WHERE seq=3");
  must(store.write([&](store::Transaction& t) -> Result<void> {
    TRY_VOID(t.put_file({file, 4, hash_of(encode(altered))}));
    return t.add_entry({file, 3, seal_header(vault_->server().ledger, altered, stranger.signer()), rows[3].key, rows[3].body});
  }));
  EXPECT_EQ(vault_->open_file(by, file).error().code, ErrorCode::damaged);
}

}  // namespace
}  // namespace arasha::vault
