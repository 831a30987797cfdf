#include "projection/due_table.h"

#include <gmock/gmock.h>

#include "projection/shelf.h"

namespace arasha::projection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using vault::Keyring;
using vault::must;

template <class Card>
void add_due(Card& card, const char* date, const char* what, const char* member = "") {
  Due& due = *card.add_dues();
  due.set_kind("task");
  due.set_date(date);
  due.set_what(what);
  due.set_member(member);
}

class DueTableTest : public ShelfWorld {
 protected:
  DueList cases(const Keyring& by, const DueQuery& query) {
    const Access access = must(tables_->projection().enter(by, ASSISTANCE));
    return tables_->cases().dues(access, query);
  }
  DueList legal(const Keyring& by, const DueQuery& query) {
    const Access access = must(tables_->projection().enter(by, LEGAL));
    return tables_->legal().dues(access, query);
  }
  static std::vector<std::string> whats(const DueList& list) {
    std::vector<std::string> out;
    for (const DueRow& row : list.rows) out.push_back(row.due.what());
    return out;
  }
};

TEST_F(DueTableTest, LateOnesByDangerThenByDay) {
  const Keyring by = steward();
  CaseCard calm = case_card("Calm Owl");
  calm.set_danger("none");
  calm.set_owner("me");
  add_due(calm, "2026-03-01", "calm and late");
  add_due(calm, "2026-03-20", "calm, today");
  CaseCard danger = case_card("Amber Elk");
  danger.set_danger("immediate");
  add_due(danger, "2026-03-10", "danger and late");
  add_due(danger, "2026-04-01", "danger, to come", "you");
  add_due(danger, "no day", "not a day");
  add(*vault_, by, ASSISTANCE, calm);
  add(*vault_, by, ASSISTANCE, danger);
  DueQuery query;
  query.today = "2026-03-20";
  const DueList all = cases(by, query);
  EXPECT_THAT(whats(all), ElementsAre("danger and late", "calm and late", "calm, today", "danger, to come"));
  EXPECT_EQ(all.total, 4U);
  EXPECT_EQ(all.late, 2U);
  EXPECT_EQ(all.rows[0].alias, "Amber Elk");
  query.until = "2026-03-20";
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("danger and late", "calm and late", "calm, today"));
  query.until.clear();
  query.member = "me";
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("calm and late", "calm, today"));
  query.member = "you";
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("danger, to come"));
  query.member = "-";
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("danger and late"));
  query.member = "nobody known";
  EXPECT_THAT(whats(cases(by, query)), IsEmpty());
  query.member.clear();
  query.limit = 1;
  EXPECT_EQ(cases(by, query).total, 4U);
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("danger and late"));
}

TEST_F(DueTableTest, ANewCardTakesThePlaceOfTheOld) {
  const Keyring by = steward();
  CaseCard card = case_card("Calm Owl");
  add_due(card, "2026-03-01", "first");
  const FileId file = add(*vault_, by, ASSISTANCE, card);
  DueQuery query;
  query.today = "2026-03-20";
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("first"));
  card.clear_dues();
  add_due(card, "2026-03-02", "second");
  must(vault_->append(by, {change_with(file, 1, ASSISTANCE, card)}));
  EXPECT_THAT(whats(cases(by, query)), ElementsAre("second"));
  card.clear_dues();
  must(vault_->append(by, {change_with(file, 2, ASSISTANCE, card)}));
  EXPECT_THAT(whats(cases(by, query)), IsEmpty());
}

TEST_F(DueTableTest, OfTheLegalCompartmentOnlyForItsCircle) {
  const Keyring by = steward();
  LegalCard card;
  add_due(card, "2026-03-01", "hearing", "her");
  const FileId file = add(*vault_, by, LEGAL, card);
  add(*vault_, by, LEGAL, LegalCard());
  DueQuery query;
  query.today = "2026-03-20";
  const DueList found = legal(by, query);
  EXPECT_THAT(whats(found), ElementsAre("hearing"));
  EXPECT_EQ(found.rows[0].file, file);
  EXPECT_EQ(found.rows[0].owner, "her");
  Keyring stranger = member("Stranger");
  must(vault_->refresh(stranger));
  EXPECT_THAT(whats(legal(stranger, query)), IsEmpty());
  // Wiped when nobody who may read it is signed in, and there again afterwards.
  tables_->projection().keep_only({});
  EXPECT_THAT(whats(legal(by, query)), ElementsAre("hearing"));
}

}  // namespace
}  // namespace arasha::projection
