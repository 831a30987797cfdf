#include "casework/plan/approval.h"

#include "casework/cards.h"
#include "casework/plan/story_of.h"

namespace arasha::casework {
namespace {

class ApprovalTest : public PlanStory {
 protected:
  static ApprovalAsked asked(EntryId version) {
    ApprovalAsked out;
    out.set_version(version.text());
    return out;
  }
  static Approval decided(EntryId version, const char* decision, const char* reason = "") {
    Approval out;
    out.set_version(version.text());
    out.set_decision(decision);
    out.set_reason(reason);
    return out;
  }
  ApprovalState state(EntryId id) const { return approval_of(story_, item(id)).state; }
};

TEST_F(ApprovalTest, IsAskedGivenAndNeededAgainAfterACorrection) {
  const EntryId first = write(plan("2026-11-01"));
  EXPECT_EQ(state(first), ApprovalState::none);
  write(asked(first));
  EXPECT_EQ(state(first), ApprovalState::asked);
  EXPECT_EQ(case_card(story_).awaiting_approval(), 1U);
  write(decided(first, "approved"), 2);
  EXPECT_EQ(state(first), ApprovalState::approved);
  EXPECT_EQ(case_card(story_).awaiting_approval(), 0U);
  EXPECT_EQ(approval_of(story_, item(first)).decided->latest().author, who(2));
  const EntryId second = correct(first, plan("2026-11-01", {"A passport", "Work", "A home"}));
  EXPECT_EQ(state(second), ApprovalState::outdated);
  write(asked(second));
  EXPECT_EQ(state(second), ApprovalState::asked);
  write(decided(second, "returned", "Who pays for the home?"), 2);
  EXPECT_EQ(state(second), ApprovalState::returned);
  EXPECT_EQ(approval_of(story_, item(second)).decision()->reason(), "Who pays for the home?");
}

TEST_F(ApprovalTest, TickingOffAStepIsNoCorrection) {
  IndividualPlan entry = plan("2026-11-01");
  const EntryId first = write(entry);
  write(decided(first, "approved"), 2);
  entry.mutable_goals(0)->mutable_steps(0)->set_done("2026-11-10");
  const EntryId ticked = correct(first, entry);
  EXPECT_EQ(state(ticked), ApprovalState::approved);
  entry.mutable_goals(0)->mutable_steps(0)->set_provider("the lawyer");
  EXPECT_EQ(state(correct(ticked, entry)), ApprovalState::outdated);
}

TEST_F(ApprovalTest, NobodyApprovesOfTheirOwnWork) {
  const EntryId first = write(plan("2026-11-01"), 1);
  EXPECT_EQ(refused(decided(first, "approved"), {}, 1), Fields{"decision"});
  EXPECT_EQ(refused(decided(first, "approved"), {}, 2), Fields{});
  // Written by another program all the same: it does not count.
  write(decided(first, "approved"), 1);
  EXPECT_EQ(state(first), ApprovalState::none);
  // Whoever corrected it last is its author; the first one may look at it then.
  const EntryId second = correct(first, plan("2026-11-02"), 2);
  EXPECT_EQ(refused(decided(second, "approved"), {}, 2), Fields{"decision"});
  EXPECT_EQ(refused(decided(second, "approved"), {}, 1), Fields{});
}

TEST_F(ApprovalTest, TheNewestVersionIsDecidedOn) {
  const EntryId first = write(plan("2026-11-01"));
  const EntryId second = correct(first, plan("2026-11-02"));
  EXPECT_EQ(refused(decided(first, "approved"), {}, 2), Fields{"decision"});
  EXPECT_EQ(refused(asked(first)), Fields{"note"});
  EXPECT_EQ(refused(decided(second, "approved"), {}, 2), Fields{});
}

TEST_F(ApprovalTest, GivingBackNeedsAReason) {
  const EntryId first = write(plan("2026-11-01"));
  EXPECT_EQ(refused(decided(first, "returned"), {}, 2), Fields{"reason"});
  EXPECT_EQ(refused(decided(first, "returned", "too many goals"), {}, 2), Fields{});
}

TEST_F(ApprovalTest, IsOnceAndOfWhatIsApproved) {
  const EntryId first = write(plan("2026-11-01"));
  write(asked(first));
  EXPECT_EQ(refused(asked(first)), Fields{"note"});
  const EntryId given = write(decided(first, "approved"), 2);
  EXPECT_EQ(refused(asked(first)), Fields{"note"});
  EXPECT_EQ(refused(decided(first, "approved"), {}, 3), Fields{"decision"});
  Note note;
  note.set_text("x");
  const EntryId text = write(note);
  for (const EntryId wrong : {text, given, EntryId::from_array({99})}) {
    EXPECT_EQ(refused(decided(wrong, "approved"), {}, 3), Fields{"decision"});
    EXPECT_EQ(refused(asked(wrong)), Fields{"note"});
  }
  EXPECT_EQ(refused(Approval(), {}, 3), Fields{"decision"});
  EXPECT_FALSE(is_approvable(item(text)));
  close("2026-11-20");
  EXPECT_TRUE(is_approvable(story_.items.back()));
  EXPECT_TRUE(is_approvable(item(write(risk("2026-11-19")))));
}

}  // namespace
}  // namespace arasha::casework
