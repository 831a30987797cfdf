#include "house.h"

namespace arasha::directory {
namespace {

class DirectoryFiles : public House {};

TEST_F(DirectoryFiles, CorrectionsFoldOntoWhatTheyCorrect) {
  Files files(*vault_);
  const FileId file = open(organisation("Приют «Надежда»"));
  const EntryId first = add(file, service("Приём", {"accommodation"}));
  auto changed = service("Приём и ночлег", {"accommodation", "food"});
  const EntryId second = must(files.correct(*steward_, file, first, changed));
  const Record record = must(files.read(*steward_, file));
  ASSERT_EQ(record.all<DirectoryService>().size(), 1U);
  const Item& item = *record.all<DirectoryService>().front();
  EXPECT_EQ(item.id(), first);
  EXPECT_EQ(item.latest().id, second);
  EXPECT_EQ(item.versions.size(), 2U);
  const DirectoryCard card = card_of(record);
  ASSERT_EQ(card.services_size(), 1);
  EXPECT_EQ(card.services(0).value().needs_size(), 2);
  EXPECT_EQ(card.services(0).id(), first.text());
}

TEST_F(DirectoryFiles, SecondCorrectionOfOneVersionIsAConflict) {
  Files files(*vault_);
  const FileId file = open(organisation("A"));
  const EntryId first = add(file, service("One", {}));
  must(files.correct(*steward_, file, first, service("Two", {})));
  const auto late = files.correct(*steward_, file, first, service("Three", {}));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(files.read(*steward_, file)).all<DirectoryService>().front()->versions.size(), 2U);
}

TEST_F(DirectoryFiles, SentTwiceIsWrittenOnce) {
  Files files(*vault_);
  const auto once = crypto::random_id<FileId>();
  const FileId file = must(files.open(*steward_, organisation("A"), once));
  EXPECT_EQ(must(files.open(*steward_, organisation("A"), once)), file);
  EXPECT_NE(must(files.open(*steward_, organisation("B"), once)), file);
  const auto entry = crypto::random_id<EntryId>();
  EXPECT_EQ(must(files.add(*steward_, file, service("S", {}), entry)), entry);
  EXPECT_EQ(must(files.add(*steward_, file, service("S", {}), entry)), entry);
  EXPECT_NE(must(files.add(*steward_, file, service("T", {}), entry)), entry);
  EXPECT_EQ(must(files.read(*steward_, file)).all<DirectoryService>().size(), 2U);
}

TEST_F(DirectoryFiles, ClosedThingsLeaveTheCardAndStayInTheFile) {
  Files files(*vault_);
  const FileId file = open(organisation("A"));
  const EntryId first = add(file, service("One", {}));
  auto closed = service("One", {});
  closed.set_ended("2026-09-01");
  must(files.correct(*steward_, file, first, closed));
  const Record record = must(files.read(*steward_, file));
  EXPECT_EQ(card_of(record).services_size(), 0);
  EXPECT_EQ(record.all<DirectoryService>().size(), 1U);
}

TEST_F(DirectoryFiles, RulesAreAskedBelowThePagesToo) {
  const FileId file = open(organisation("A"));
  DirectoryVacancy vacancy;
  vacancy.set_kind("night");
  vacancy.set_least("5");
  vacancy.set_most("2");
  const auto refused = Files(*vault_).add(*steward_, file, vacancy);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
}

TEST_F(DirectoryFiles, WhoIsInNoCircleOfItGetsNothing) {
  const FileId file = open(organisation("A"));
  const auto outside = in("Dinara", {vault::CircleKind::statistics});
  const auto read = Files(*vault_).read(outside, file);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::not_found);
  EXPECT_TRUE(names({}, &outside).empty());
  EXPECT_FALSE(Files(*vault_).open(outside, organisation("B")));
  EXPECT_FALSE(may_read(*vault_->directory(), outside.member()));
}

TEST_F(DirectoryFiles, CaseworkersLookAndReferralWrites) {
  const FileId file = open(organisation("A"));
  const auto caseworker = in("Daniyar", {vault::CircleKind::casework});
  EXPECT_TRUE(Files(*vault_).read(caseworker, file));
  const auto refused = Files(*vault_).add(caseworker, file, service("S", {}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::denied);
  EXPECT_FALSE(Files(*vault_).open(caseworker, organisation("B")));
  const auto referrer = in("Aigerim", {vault::CircleKind::referral});
  EXPECT_TRUE(Files(*vault_).add(referrer, file, service("S", {})));
}

TEST_F(DirectoryFiles, ACaseIsNoOrganisation) {
  const FileId other = new_file(*steward_, {kAssistance});
  const auto read = Files(*vault_).read(*steward_, other);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::not_found);
  EXPECT_FALSE(Files(*vault_).add(*steward_, other, service("S", {})));
}

TEST_F(DirectoryFiles, AnOutflowIsNoOrganisationAndStandsInTheList) {
  DirectoryOutflow outflow;
  outflow.set_date("2026-09-21");
  outflow.set_recipient("Partner network");
  outflow.set_form("json");
  must(Files(*vault_).record_outflow(*steward_, outflow));
  EXPECT_TRUE(rows().empty());
  auto access = must(projection_->enter(*steward_, DIRECTORY));
  const auto all = table_->outflows(access);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().card.outflow().recipient(), "Partner network");
}

}  // namespace
}  // namespace arasha::directory
