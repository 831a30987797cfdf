#include "casework/person/merge.h"

#include <gmock/gmock.h>

#include <thread>

#include "casework/browser.h"

namespace arasha::casework {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using vault::CircleKind;

class MergeTest : public SiteTest {
 protected:
  Joinings joinings(FileId file) { return joinings_of(must(Cases(*vault_).read(*steward_, file))); }
  std::vector<projection::PersonFound> found(const vault::Keyring& by, const std::string& name) {
    const auto access = must(tables_->projection().enter(by, IDENTITY));
    return tables_->people().search(access, name, 10);
  }
  std::size_t cases_of(const vault::Keyring& by, const std::vector<FileId>& files) {
    const auto access = must(tables_->projection().enter(by, ASSISTANCE));
    return tables_->cases().of_person(access, files).size();
  }
  Result<void> merge(FileId kept, FileId other) { return merge_persons(*vault_, *steward_, {kept, other, "the same passport"}); }
  Result<void> part(FileId kept, FileId other) { return part_persons(*vault_, *steward_, {kept, other, "two sisters"}); }
};

TEST_F(MergeTest, OnePersonWithBothNamesAndAllCases) {
  const CaseFiles first = open_one("Каримова", "Дилноза");
  const CaseFiles second = open_one("Karimova", "Dilnoza");
  ASSERT_THAT(found(*steward_, "Karimova Dilnoza"), SizeIs(2));
  must(merge(first.person_file, second.person_file));
  const auto after = found(*steward_, "Karimova Dilnoza");
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].person, first.person_file);
  EXPECT_THAT(after[0].card.names(), ElementsAre("Каримова Дилноза", "Karimova Dilnoza"));
  EXPECT_THAT(after[0].files, ElementsAre(first.person_file, second.person_file));
  EXPECT_EQ(cases_of(*steward_, after[0].files), 2U);
  // The other's case stays where it was, with its own person.
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, second.case_file)).last<CaseOpened>()->person(), second.person_file.text());
  EXPECT_EQ(length_of(second.case_file), length_of(first.case_file));
  EXPECT_THAT(joinings(first.person_file).others, ElementsAre(second.person_file));
  EXPECT_EQ(joinings(second.person_file).into, first.person_file);
}

TEST_F(MergeTest, IsTakenBack) {
  const CaseFiles first = open_one("Каримова", "Дилноза");
  const CaseFiles second = open_one("Karimova", "Dilnoza");
  EXPECT_FALSE(part(first.person_file, second.person_file));
  must(merge(first.person_file, second.person_file));
  EXPECT_FALSE(part(second.person_file, first.person_file));  // the wrong way round
  must(part(first.person_file, second.person_file));
  EXPECT_THAT(found(*steward_, "Karimova Dilnoza"), SizeIs(2));
  EXPECT_THAT(joinings(first.person_file).others, IsEmpty());
  EXPECT_FALSE(joinings(second.person_file).into);
  EXPECT_FALSE(part(first.person_file, second.person_file));
  // And the other way round from now on.
  must(merge(second.person_file, first.person_file));
  EXPECT_EQ(found(*steward_, "Karimova Dilnoza").at(0).person, second.person_file);
}

TEST_F(MergeTest, NoRingAndNotTwice) {
  const FileId a = open_one("Каримова", "Дилноза").person_file;
  const FileId b = open_one("Karimova", "Dilnoza").person_file;
  const FileId c = open_one("Karimowa", "Dilnosa").person_file;
  EXPECT_EQ(merge(a, a).error().code, ErrorCode::invalid_input);
  must(merge(a, b));
  EXPECT_EQ(merge(a, b).error().code, ErrorCode::invalid_input);  // already
  EXPECT_EQ(merge(b, a).error().code, ErrorCode::invalid_input);  // a ring
  EXPECT_EQ(merge(c, b).error().code, ErrorCode::invalid_input);  // elsewhere already
  EXPECT_EQ(merge(b, c).error().code, ErrorCode::invalid_input);  // into what is not kept
  must(merge(c, a));
  EXPECT_EQ(merge(a, c).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(merge(b, c).error().code, ErrorCode::invalid_input);  // a ring of three
  const auto all = found(*steward_, "Karimova Dilnoza");
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].person, c);
  EXPECT_THAT(all[0].files, UnorderedElementsAre(a, b, c));
}

TEST_F(MergeTest, SentTwiceIsDoneOnce) {
  const FileId a = open_one("Каримова", "Дилноза").person_file;
  const FileId b = open_one("Karimova", "Dilnoza").person_file;
  const auto once = crypto::random_id<EntryId>();
  must(merge_persons(*vault_, *steward_, {a, b, "x"}, once));
  const std::size_t before = length_of(a) + length_of(b);
  must(merge_persons(*vault_, *steward_, {a, b, "x"}, once));
  EXPECT_EQ(length_of(a) + length_of(b), before);
}

TEST_F(MergeTest, TwoAtOnceLeaveOneWholeJoining) {
  const FileId a = open_one("Каримова", "Дилноза").person_file;
  const FileId b = open_one("Karimova", "Dilnoza").person_file;
  const auto colleague = in("Colleague", {CircleKind::casework});
  for (int round = 0; round < 5; ++round) {
    Result<void> one;
    Result<void> other;
    std::thread first([&] { one = merge_persons(*vault_, *steward_, {a, b, "x"}); });
    std::thread second([&] { other = merge_persons(*vault_, colleague, {b, a, "y"}); });
    first.join();
    second.join();
    EXPECT_NE(one.is_ok(), other.is_ok());
    const FileId kept = one ? a : b;
    const FileId gone = one ? b : a;
    EXPECT_EQ(joinings(gone).into, kept);
    EXPECT_THAT(joinings(kept).others, ElementsAre(gone));
    EXPECT_FALSE(joinings(kept).into);
    EXPECT_THAT(joinings(gone).others, IsEmpty());
    must(part(kept, gone));
  }
}

TEST_F(MergeTest, NobodyJoinsWhatIsClosed) {
  const FileId open = open_one("Каримова", "Дилноза").person_file;
  Identity identity;
  identity.set_family_name("Karimova");
  identity.set_given_name("Dilnoza");
  FirstContact contact;
  contact.set_date("2026-09-10");
  contact.add_sources("police");
  contact.set_danger("none");
  const CaseFiles hidden = must(Cases(*vault_).open_case(*steward_, identity, contact, {}, std::vector{steward_->member()}));
  const auto worker = in("Worker", {CircleKind::casework});
  const auto lawyer = in("Lawyer", {CircleKind::legal});
  for (const auto* keys : {&worker, &lawyer}) {
    EXPECT_EQ(merge_persons(*vault_, *keys, {open, hidden.person_file, "x"}).error().code, ErrorCode::denied);
    EXPECT_EQ(merge_persons(*vault_, *keys, {hidden.person_file, open, "x"}).error().code, ErrorCode::denied);
  }
  EXPECT_EQ(merge(open, hidden.case_file).error().code, ErrorCode::denied);  // a case is no person
  EXPECT_EQ(merge(open, crypto::random_id<FileId>()).error().code, ErrorCode::denied);
  must(merge(hidden.person_file, open));
  // Who may open only one of the two finds that one, as it was.
  const auto seen = found(worker, "Karimova Dilnoza");
  ASSERT_THAT(seen, SizeIs(1));
  EXPECT_EQ(seen[0].person, open);
  EXPECT_THAT(seen[0].files, ElementsAre(open));
  EXPECT_THAT(seen[0].card.names(), ElementsAre("Каримова Дилноза"));
  EXPECT_THAT(found(*steward_, "Karimova Dilnoza"), SizeIs(1));
}

}  // namespace
}  // namespace arasha::casework
