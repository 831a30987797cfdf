// The projection's table of whole cards, and filing without a room's pages.
#include "cooperation/pages.h"
#include "cooperation/told.h"
#include "vault/filing.h"
#include "vault/world.h"

namespace arasha::cooperation {
namespace {

using vault::must;

class Filed : public vault::World {
 protected:
  vault::Filing filing() { return vault::Filing(*vault_, card_of, obey); }
};

TEST_F(Filed, AFormThatIsSentTwiceMakesOneFile) {
  const auto by = steward();
  const FileId once = crypto::random_id<FileId>();
  EXPECT_EQ(must(filing().begin(by, commission(), once)), once);
  EXPECT_EQ(must(filing().begin(by, commission(), once)), once);
  EXPECT_EQ(must(filing().read(by, once)).length, 1U);
  EXPECT_NE(must(filing().begin(by, commission("2026-01-11"), once)), once);  // another form with the same id
}

TEST_F(Filed, SeveralAreWrittenTogetherOrNotAtAll) {
  const auto by = steward();
  const FileId file = must(filing().begin(by, commission()));
  const Meeting held = meeting();
  const EntryId id = must(filing().add(by, file, {{&held, EntryId()}})).front();
  const auto good = decision(id);
  const auto bad = decision(id, "2020-01-01");
  EXPECT_FALSE(filing().add(by, file, {{&good, EntryId()}, {&bad, EntryId()}}).has_value());
  EXPECT_EQ(must(filing().read(by, file)).length, 2U);
  const EntryId once = crypto::random_id<EntryId>();
  must(filing().add(by, file, {{&good, once}, {&good, EntryId()}}));
  EXPECT_EQ(must(filing().read(by, file)).length, 4U);
  must(filing().add(by, file, {{&good, once}}));  // sent twice
  EXPECT_EQ(must(filing().read(by, file)).length, 4U);
}

TEST_F(Filed, WhoCorrectsWhatSomebodyElseChangedIsTold) {
  const auto by = steward();
  const FileId file = must(filing().begin(by, commission()));
  const EntryId seen = must(filing().read(by, file)).items.front().latest().id;
  must(filing().correct(by, file, seen, commission("2026-01-09")));
  const auto late = filing().correct(by, file, seen, commission("2026-01-08"));
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(filing().correct(by, file, seen, agreement()).error().code, ErrorCode::not_found);
  EXPECT_EQ(filing().correct(by, file, crypto::random_id<EntryId>(), commission()).error().code, ErrorCode::not_found);
}

TEST_F(Filed, CardsShowWhatTheKeysOpenAndNothingElse) {
  Book book;
  projection::Projection projection(*vault_);
  projection.attach(COOPERATION, book);
  const auto by = steward();
  const FileId file = must(filing().begin(by, commission()));
  {
    auto access = must(projection.enter(by, COOPERATION));
    ASSERT_EQ(book.all(access).size(), 1U);
    EXPECT_EQ(book.card(access, file)->title(), "Commission of Almaty");
  }
  const EntryId seen = must(filing().read(by, file)).items.front().latest().id;
  Commission renamed = commission();
  renamed.set_name("Renamed");
  must(filing().correct(by, file, seen, renamed));
  {
    auto access = must(projection.enter(by, COOPERATION));
    ASSERT_EQ(book.all(access).size(), 1U);
    EXPECT_EQ(book.all(access).front().second.title(), "Renamed");
  }
  const auto outside = member("Outside");
  {
    auto access = must(projection.enter(outside, COOPERATION));
    EXPECT_TRUE(book.all(access).empty());
    EXPECT_FALSE(book.card(access, file).has_value());
  }
  EXPECT_GT(book.bytes(), 0U);
  projection.keep_only({});
  EXPECT_EQ(book.bytes(), 0U);  // wiped with the last who may see it
}

}  // namespace
}  // namespace arasha::cooperation
