#include "casework/documents/rules.h"

#include "casework/written_story.h"
#include "schema/strokes.h"

namespace arasha::casework {
namespace {

class PaperRules : public WrittenStory {
 protected:
  static PaperKept passport(const char* way = "drawn") {
    PaperKept out;
    out.set_what("passport");
    out.set_number("AA 123");
    out.set_condition("whole");
    out.set_place("safe");
    out.set_received_on("2026-11-20");
    out.set_received_from("Dilnoza");
    out.set_received_way(way);
    out.set_received_by(who(1).text());
    if (std::string_view(way) == "drawn") {
      out.set_giver_signature("1,1 2,2 3,3 4,4");
      out.set_worker_signature("5,5 6,6 7,7 8,8");
    }
    return out;
  }
  static PaperKept returned(PaperKept out, const char* way = "drawn") {
    out.set_returned_on("2026-11-22");
    out.set_returned_how("person");
    out.set_returned_to("Dilnoza");
    out.set_returned_way(way);
    out.set_returned_by(who(1).text());
    if (std::string_view(way) == "drawn") {
      out.set_receiver_signature("1,1 2,2 3,3 9,9");
      out.set_handing_signature("5,5 6,6 7,7 9,9");
    }
    return out;
  }
  Fields by(const PaperKept& paper, EntryId corrects, std::uint8_t writer) const {
    Fields out;
    for (const auto& error : check(story_, paper, kToday, corrects, who(writer))) out.push_back(error.field);
    return out;
  }
};

TEST_F(PaperRules, TwoPeopleSign) {
  EXPECT_EQ(refused(passport()), Fields());
  EXPECT_EQ(refused(passport("paper")), Fields());
  PaperKept alone = passport();
  alone.clear_worker_signature();
  EXPECT_EQ(refused(alone), Fields{"worker_signature"});
  alone.clear_giver_signature();
  EXPECT_EQ(refused(alone), (Fields{"giver_signature", "worker_signature"}));
  PaperKept tomorrow = passport();
  tomorrow.set_received_on("2026-11-25");
  EXPECT_EQ(refused(tomorrow), Fields{"received_on"});
}

TEST_F(PaperRules, HandingOverNeedsEverything) {
  const EntryId taken = write(passport());
  EXPECT_EQ(refused(returned(passport()), taken), Fields());
  PaperKept half = passport();
  half.set_returned_how("embassy");
  EXPECT_EQ(refused(half, taken), (Fields{"returned_on", "returned_to", "returned_way"}));
  PaperKept early = returned(passport());
  early.set_returned_on("2026-11-19");
  EXPECT_EQ(refused(early, taken), Fields{"returned_on"});
  PaperKept unsigned_one = returned(passport());
  unsigned_one.clear_receiver_signature();
  EXPECT_EQ(refused(unsigned_one, taken), Fields{"receiver_signature"});
}

TEST_F(PaperRules, WhatWasSignedStays) {
  const EntryId taken = write(passport());
  PaperKept other = passport();
  other.set_number("AA 124");
  other.set_place("another safe");
  EXPECT_EQ(refused(other, taken), Fields{"number"});
  other = passport();
  other.set_worker_signature("5,5 6,6 7,7 8,9");
  EXPECT_EQ(refused(other, taken), Fields{"worker_signature"});
  other = passport();
  other.set_place("another safe");
  EXPECT_EQ(refused(other, taken), Fields());
  const EntryId gone = write(returned(passport()));
  EXPECT_EQ(refused(passport(), gone), (Fields{"returned_on", "returned_how", "returned_to", "returned_way", "receiver_signature", "handing_signature"}));
}

TEST_F(PaperRules, SignaturesOnPaperAreSeenByASecondMember) {
  const EntryId taken = write(passport("paper"));
  PaperKept seen = passport("paper");
  EXPECT_EQ(state_of(seen), PaperState::kept_unconfirmed);
  EXPECT_FALSE(may_confirm(seen, who(1)));
  EXPECT_TRUE(may_confirm(seen, who(2)));
  seen.set_received_confirmed_by(who(1).text());
  EXPECT_EQ(by(seen, taken, 1), Fields{"place"}) << "not by who wrote it down";
  seen.set_received_confirmed_by(who(2).text());
  EXPECT_EQ(by(seen, taken, 1), Fields{"place"}) << "nor in another's name";
  EXPECT_EQ(by(seen, taken, 2), Fields());
  EXPECT_EQ(state_of(seen), PaperState::kept);
  EXPECT_FALSE(may_confirm(seen, who(2)));
  PaperKept drawn = passport();
  drawn.set_number("AA 200");
  drawn.set_received_confirmed_by(who(2).text());
  EXPECT_EQ(by(drawn, EntryId(), 2), Fields{"place"}) << "there is nothing to confirm";
  PaperKept away = returned(passport(), "paper");
  EXPECT_EQ(state_of(away), PaperState::returned_unconfirmed);
  away.set_returned_confirmed_by(who(2).text());
  EXPECT_EQ(state_of(away), PaperState::returned);
}

TEST_F(PaperRules, OnePaperIsKeptOnce) {
  write(passport());
  EXPECT_EQ(refused(passport()), Fields{"number"});
  PaperKept other = passport();
  other.set_number("AA 125");
  EXPECT_EQ(refused(other), Fields());
  other.clear_number();
  EXPECT_EQ(refused(other), Fields());
}

TEST_F(PaperRules, AfterItWentItMayComeAgain) {
  write(returned(passport()));
  EXPECT_EQ(refused(passport()), Fields());
}

TEST(Documents, TheFourTypesHaveTheSameFields) {
  const auto* first = PersonDocument::descriptor();
  for (const auto* other : {HealthDocument::descriptor(), CaseDocument::descriptor(), LegalDocument::descriptor()}) {
    ASSERT_EQ(other->field_count(), first->field_count());
    for (int i = 0; i < first->field_count(); ++i) {
      EXPECT_EQ(other->field(i)->name(), first->field(i)->name());
      EXPECT_EQ(other->field(i)->number(), first->field(i)->number());
    }
  }
  EXPECT_TRUE(is_document(80));
  EXPECT_TRUE(is_document(83));
  EXPECT_FALSE(is_document(84));
  EXPECT_FALSE(is_document(9999));
}

TEST(Strokes, OnlyLinesOfPoints) {
  const auto ok = schema::read_strokes("1,2 3,4;5,6 600,200");
  ASSERT_TRUE(ok);
  EXPECT_EQ(schema::to_text(*ok), "1,2 3,4;5,6 600,200");
  for (const char* wrong : {"", "1,1", "1,1 2,2 3,3", "1,1 2,2 3,3 601,1", "1,1 2,2 3,3 1,201", "1,1 2,2 3,3 -1,1", "1,1 2,2 3,3 01,1", "1,1 2,2 3,3 x,1", "1,1 2,2 3,3 1",
                            "1,1 2,2 3,3 1,2,3", "<svg onload=alert(1)>", "1,1 2,2 3,3 4,4\"/><script>", "1.5,1 2,2 3,3 4,4"}) {
    EXPECT_FALSE(schema::read_strokes(wrong)) << wrong;
  }
  std::string many;
  for (std::size_t i = 0; i <= schema::kStrokesPoints; ++i) many += "1,1 ";
  EXPECT_EQ(schema::read_strokes(many).error().code, ErrorCode::too_large);
  std::string lines;
  for (std::size_t i = 0; i <= schema::kStrokesLines; ++i) lines += "1,1;";
  EXPECT_EQ(schema::read_strokes(lines).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace arasha::casework
