#include "casework/closing/rules.h"

#include "arasha/documents.pb.h"

#include "casework/returning/story_of.h"

namespace arasha::casework {
namespace {

class ClosingRules : public ReturnStory {
 protected:
  Fields open() const {
    Fields out;
    for (const Obligation& one : open_obligations(story_, kToday))
      out.push_back(one.value.empty() ? one.text : one.value);
    return out;
  }
};

TEST_F(ClosingRules, WhatIsOpenIsSaidBeforeTheClosing) {
  EXPECT_EQ(open(), Fields{});
  Task task;
  task.set_what("Buy the ticket");
  write(task);
  task.set_done("2026-11-20");
  write(task);
  CaseConference conference;
  conference.add_decisions()->set_what("Ask the school");
  auto* done = conference.add_decisions();
  done->set_what("Call the clinic");
  done->set_done("2026-11-20");
  write(conference);
  for (const char* state : {"filed", "paid", "refused", "withdrawn", "uncollectable", "part_paid"}) {
    Claim claim;
    claim.set_kind("wages");
    claim.set_state(state);
    write(claim);
  }
  Proceeding proceeding;
  proceeding.set_kind("criminal");
  write(proceeding);
  proceeding.set_closed("2026-11-01");
  write(proceeding);
  Hearing hearing;
  hearing.set_what("interview");
  write(hearing);
  hearing.set_held("held");
  write(hearing);
  agree("IOM");
  EXPECT_EQ(open(),
            (Fields{"Buy the ticket", "Ask the school", "wages", "wages", "criminal", "interview", "IOM"}));
}

TEST_F(ClosingRules, AJourneyEndsWithAnArrivalAndAQuestion) {
  write(journey("2026-11-10"));
  EXPECT_EQ(open(), Fields{"The person has left, and nobody wrote down the arrival"});
  Return home = journey("2026-11-10");
  home.set_arrival("2026-11-11");
  write(home);
  EXPECT_EQ(open(), Fields{"Nobody asked since the return whether the person is exploited again"});
  write(RetraffickingCheck());
  EXPECT_EQ(open(), Fields{});
}

TEST_F(ClosingRules, APaperThatLiesWithUsIsSaid) {
  PaperKept paper;
  paper.set_what("passport");
  paper.set_received_on("2026-03-01");
  paper.set_received_way("screen");
  write(paper);
  EXPECT_EQ(open(), Fields{"passport"});
  PaperKept back = paper;
  back.set_what("birth_certificate");
  back.set_returned_on("2026-11-20");
  back.set_returned_way("screen");
  write(back);
  EXPECT_EQ(open(), Fields{"passport"});
}

TEST_F(ClosingRules, AnInterviewThatWasDeclinedHasNoAnswers) {
  ExitInterview interview;
  interview.set_date("2026-11-20");
  interview.set_held("declined");
  EXPECT_EQ(refused(interview), Fields{});
  interview.set_helped("The lawyer");
  EXPECT_EQ(refused(interview), Fields{"held"});
  interview.set_held("held");
  EXPECT_EQ(refused(interview), Fields{});
  interview.set_date("2026-11-25");
  EXPECT_EQ(refused(interview), Fields{"date"});
  // It may be asked after the end of the help.
  close("2026-11-10");
  interview.set_date("2026-11-20");
  EXPECT_EQ(refused(interview), Fields{});
}

}  // namespace
}  // namespace arasha::casework
