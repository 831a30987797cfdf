#include "casework/letters/kinds.h"

#include <set>

#include "arasha/consent.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/plan.pb.h"
#include "casework/letters/compose.h"
#include "casework/written_story.h"
#include "schema/vocabulary.h"

namespace arasha::casework {
namespace {

class PaperKindsTest : public WrittenStory {
 protected:
  static PaperMade paper(const char* kind) {
    PaperMade out;
    out.set_kind(kind);
    out.set_language("ru");
    out.set_date("2026-11-24");
    return out;
  }
  void asylum(const char* answer) {
    LegalStatus status;
    status.set_status("none");
    status.set_date("2026-11-01");
    status.set_asylum(answer);
    write(status);
  }
};

TEST_F(PaperKindsTest, EveryKindIsInTheListAndItsFieldsAreOfTheForm) {
  std::set<std::string> codes;
  for (const PaperKind& kind : paper_kinds()) {
    EXPECT_TRUE(schema::has_code("paper_kind", kind.code)) << kind.code;
    EXPECT_TRUE(codes.insert(kind.code).second);
    for (const char* field : kind.fields) EXPECT_NE(PaperMade::descriptor()->FindFieldByName(field), nullptr) << field;
    for (const char* part : kind.parts) EXPECT_TRUE(schema::has_code("paper_part", part)) << part;
  }
  EXPECT_EQ(codes.size(), 7U);
  EXPECT_EQ(refused(paper("nonsense")), Fields{"kind"});
}

TEST_F(PaperKindsTest, EmbassyLearnsNothingWhileAsylumIsWanted) {
  PaperMade letter = paper("travel");
  letter.set_recipient("Consulate");
  letter.add_groups("identity");
  EXPECT_TRUE(refused(letter).empty());
  EXPECT_EQ(why_blocked(story_, "travel"), nullptr);
  asylum("requested");
  EXPECT_EQ(refused(letter), Fields{"recipient"});
  EXPECT_NE(why_blocked(story_, "travel"), nullptr);
  EXPECT_EQ(why_blocked(story_, "plan"), nullptr);
  // Nor by a letter of another kind.
  PaperMade referral = paper("referral");
  referral.set_purpose("embassy");
  referral.set_recipient("Consulate");
  referral.add_groups("identity");
  EXPECT_EQ(refused(referral), Fields{"purpose"});
}

TEST_F(PaperKindsTest, WhatIsMissingIsNamed) {
  EXPECT_EQ(refused(paper("referral")), (Fields{"purpose", "recipient", "groups"}));
  EXPECT_EQ(refused(paper("act")), (Fields{"from", "until", "funding"}));
  EXPECT_EQ(refused(paper("certificate")), Fields{"says"});
  EXPECT_EQ(refused(paper("summary")), Fields{"parts"});
  EXPECT_EQ(refused(paper("plan")), Fields{"language"});
  EXPECT_TRUE(refused(paper("own_copy")).empty());
  PaperMade act = paper("act");
  act.set_from("2026-11-02");
  act.set_until("2026-11-01");
  act.set_funding("own");
  act.set_with_name("name");
  EXPECT_EQ(refused(act), (Fields{"purpose", "recipient", "until"}));
}

TEST_F(PaperKindsTest, OnlyWhatBelongsToThePaperCanBeChosen) {
  PaperMade letter = paper("referral");
  letter.set_purpose("referral");
  letter.set_recipient("IOM");
  letter.add_groups("services");
  EXPECT_TRUE(refused(letter).empty());
  letter.add_groups("photograph");
  letter.add_parts("notes");
  EXPECT_EQ(refused(letter), (Fields{"groups", "parts"}));
  letter.mutable_parts()->Clear();
  letter.mutable_groups()->RemoveLast();
  letter.add_parts("account");
  EXPECT_EQ(refused(letter), Fields{"groups"});  // it belongs to what happened
  letter.add_groups("what_happened");
  EXPECT_TRUE(refused(letter).empty());
  letter.set_purpose("case_management");
  EXPECT_EQ(refused(letter), Fields{"purpose"});
}

TEST_F(PaperKindsTest, FunderFromWhomItIsWithheldGetsNoActEither) {
  WithheldFrom withheld;
  withheld.set_who("Akimat");
  withheld.set_reason("other");
  withheld.set_date("2026-11-01");
  write(withheld);
  PaperMade act = paper("act");
  act.set_from("2026-11-01");
  act.set_until("2026-11-24");
  act.set_funding("state_order");
  act.set_with_name("alias");
  EXPECT_TRUE(refused(act).empty());
  EXPECT_FALSE(outflow_of(act));
  act.set_recipient(" AKIMAT");
  EXPECT_EQ(refused(act), Fields{"recipient"});
}

TEST_F(PaperKindsTest, WhoGoesOutsideIsAskedAbout) {
  PaperMade act = paper("act");
  act.set_with_name("name");
  act.set_purpose("authorities");
  act.set_recipient("Akimat");
  ASSERT_TRUE(outflow_of(act));
  EXPECT_EQ(outflow_of(act)->groups, (std::vector<std::string>{"identity", "services"}));
  PaperMade travel = paper("travel");
  travel.set_purpose("police");  // whatever was posted
  ASSERT_TRUE(outflow_of(travel));
  EXPECT_EQ(outflow_of(travel)->purpose, "embassy");
  for (const char* inside : {"plan", "certificate", "own_copy", "summary"}) EXPECT_FALSE(outflow_of(paper(inside))) << inside;
}

}  // namespace
}  // namespace arasha::casework
