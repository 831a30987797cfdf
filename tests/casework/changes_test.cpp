#include "casework/changes.h"

#include <gtest/gtest.h>

#include "arasha/cards.pb.h"
#include "arasha/entries.pb.h"
#include "arasha/facts.pb.h"
#include "crypto/secret.h"
#include "schema/entry_types.h"

namespace arasha::casework {
namespace {

class ChangesTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(crypto::initialize().is_ok()); }
  static vault::FileChange begin(const std::vector<const google::protobuf::Message*>& entries) {
    auto change = begin_file(crypto::random_id<FileId>(), entries, crypto::random_id<MemberId>(), from_milliseconds(1'700'000'000'000));
    EXPECT_TRUE(change.is_ok());
    return std::move(*change);
  }
};

TEST_F(ChangesTest, ImportedRecordIsNobodysNewCase) {
  CaseOpened opened;
  opened.set_alias("Alpha Beta");
  opened.set_provenance("ctdc_import");
  opened.set_source_file("00ff");
  opened.set_registered("2016");
  Facts facts;
  facts.set_gender("Female");
  const vault::FileChange change = begin({&opened, &facts});
  EXPECT_EQ(change.expected_length, 0U);
  ASSERT_EQ(change.entries.size(), 2U);
  ASSERT_EQ(change.cards.size(), 2U);
  EXPECT_EQ(change.cards[0].compartment, ASSISTANCE);
  const auto card = *schema::parse_as<CaseCard>(change.cards[0].content);
  EXPECT_EQ(card.alias(), "Alpha Beta");
  EXPECT_EQ(card.state(), "closed");
  EXPECT_EQ(card.opened(), "2016-01-01");
  EXPECT_EQ(card.closed(), "");
  EXPECT_EQ(card.source_file(), "00ff");
  EXPECT_EQ(schema::parse_as<Facts>(change.cards[1].content)->gender(), "Female");
}

TEST_F(ChangesTest, ImportedRecordThatSomebodyTookIsActive) {
  CaseOpened opened;
  opened.set_provenance("ctdc_import");
  Assignment assignment;
  assignment.set_member(crypto::random_id<MemberId>().text());
  const auto card = *schema::parse_as<CaseCard>(begin({&opened, &assignment}).cards[0].content);
  EXPECT_EQ(card.state(), "active");
  EXPECT_EQ(card.opened(), "2023-11-14");  // the year is not known: the day of the record
}

TEST_F(ChangesTest, OwnCaseBeginsNew) {
  CaseOpened opened;
  opened.set_provenance("own");
  EXPECT_EQ(schema::parse_as<CaseCard>(begin({&opened}).cards[0].content)->state(), "new");
}

}  // namespace
}  // namespace arasha::casework
