// A case as the standard tells it, and whether what is written is valid by the standard: codes, dates, numbers, telephones.
#include "casework/lists/htcds_record.h"

#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <sstream>

#include "arasha/consent.pb.h"
#include "arasha/plan.pb.h"
#include "casework/written_story.h"
#include "statistics/htcds_validity.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class HtcdsOfCase : public WrittenStory {
 protected:
  void write_everything() {
    FirstContact contact;
    contact.set_date("2026-09-10");
    contact.add_sources("police");
    contact.add_sources("family");
    contact.set_summary("secret-summary");
    write(contact);
    Exploitation happened;
    happened.add_types("ForcedCriminality");
    happened.add_types("Other");
    happened.add_controls("RestrictsMovement");
    happened.set_exploitation_country("KZ");
    happened.set_from("2025-01-02");
    happened.set_narrative("secret-narrative");
    write(happened);
    Note note;
    note.set_text("secret-note");
    write(note);
    IndividualPlan plan;
    plan.set_date("2026-09-12");
    auto* goal = plan.add_goals();
    goal->set_number("1");
    goal->set_goal("secret-goal");
    goal->set_need("documents");
    auto* step = goal->add_steps();
    step->set_step("secret-step");
    step->set_by("2026-12-01");
    write(plan);
    Shared shared;
    shared.set_purpose("referral");
    shared.set_recipient("Other House");
    shared.set_date("2026-10-01");
    shared.set_details("secret-details");
    write(shared);
    Shared police = shared;
    police.set_purpose("police");
    police.set_recipient("The police");
    write(police);
  }
  static std::string table(const statistics::HtcdsRecord& record) {
    std::ostringstream out;
    statistics::HtcdsWriter writer(out);
    writer.add(record);
    return out.str();
  }
};

TEST_F(HtcdsOfCase, EveryFieldThatIsHeldHasItsColumn) {
  write_everything();
  const auto record = htcds_record(story_, "Case Worker");
  EXPECT_EQ(record.beside.referring, "Police");
  EXPECT_EQ(record.beside.referred, "Other House");
  EXPECT_EQ(record.beside.referred_on, "2026-10-01");
  EXPECT_EQ(record.beside.plan_type, "Legal");
  EXPECT_EQ(record.beside.planned_end, "2026-12-01");
  EXPECT_EQ(record.beside.owner, "Case Worker");
  const std::string text = table(record);
  for (const char* part : {"secret-goal", "secret-step", "secret-note", "secret-narrative", "secret-summary", "Active"}) EXPECT_THAT(text, HasSubstr(part)) << part;
  EXPECT_THAT(text, Not(HasSubstr("ForcedCriminality")));
  EXPECT_THAT(statistics::htcds_problems(text), IsEmpty());
}

TEST_F(HtcdsOfCase, TheStateOfTheCase) {
  write_everything();
  Return journey;
  journey.set_decision("wants");
  journey.set_departure("2026-11-01");
  journey.set_arrival("2026-11-02");
  write(journey);
  EXPECT_THAT(table(htcds_record(story_, "")), HasSubstr("FollowUp"));
  Closure closure;
  closure.set_reason("death");
  closure.set_date("2026-11-20");
  write(closure);
  const auto record = htcds_record(story_, "");
  EXPECT_TRUE(record.beside.deceased);
  EXPECT_EQ(record.beside.actual_end, "2026-11-20");
  EXPECT_THAT(table(record), Not(HasSubstr("FollowUp")));
  EXPECT_THAT(statistics::htcds_problems(table(record)), IsEmpty());
}

TEST_F(HtcdsOfCase, FreeTextColleaguesAndOtherRecipientsNeverGoOutside) {
  write_everything();
  auto record = htcds_record(story_, "Case Worker");
  limit_to({"identity", "contact", "family", "what_happened", "services"}, record);
  const std::string text = table(record);
  for (const char* part : {"secret", "Other House", "Case Worker"}) EXPECT_THAT(text, Not(HasSubstr(part))) << part;
  EXPECT_THAT(text, HasSubstr("Legal"));
  auto less = htcds_record(story_, "Case Worker");
  limit_to({"what_happened"}, less);
  EXPECT_THAT(table(less), Not(HasSubstr("Legal")));
  EXPECT_THAT(table(less), HasSubstr("KZ"));
}

TEST(HtcdsValidity, FindsWhatIsWrong) {
  const std::string heading = "prs_FirstName,prs_Birthdate,prs_MobilePhone,vic_TypeOfExploitation,prs_Citizenship,cas_Status\n";
  EXPECT_THAT(statistics::htcds_problems(heading + "A,2001-02-03,+77011234567,ForcedLabour;Other,UZ;KG,Active\n", {}), IsEmpty());
  for (const char* row : {"A,03.02.2001,,,,\n", "A,,8 701,,,\n", "A,,,Forced Labour,,\n", "A,,,ForcedLabour Other,,\n", "A,,,,UZB,\n", "A,,,,,Open\n", "A,2001-02-30,,,,\n"}) {
    EXPECT_THAT(statistics::htcds_problems(heading + row, {}), Not(IsEmpty())) << row;
  }
  EXPECT_THAT(statistics::htcds_problems("prs_First_Name\nA\n", {}), Not(IsEmpty()));
  EXPECT_THAT(statistics::htcds_problems(heading), Not(IsEmpty()));  // columns of the core are missing
}

TEST(HtcdsPhone, IsInternationalOrNone) {
  EXPECT_EQ(statistics::international_phone("+7 (701) 123-45-67"), "+77011234567");
  EXPECT_EQ(statistics::international_phone("8 701 123 45 67, sister"), "+77011234567");
  EXPECT_EQ(statistics::international_phone("00998 90 1234567"), "+998901234567");
  EXPECT_EQ(statistics::international_phone("+77011234567, +77017654321"), "+77011234567");
  for (const char* none : {"", "102", "ask the sister", "+", "0701234567890"}) EXPECT_EQ(statistics::international_phone(none), "") << none;
}

}  // namespace
}  // namespace arasha::casework
