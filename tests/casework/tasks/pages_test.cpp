#include <gmock/gmock.h>

#include "arasha/tasks.pb.h"
#include "arasha/legal.pb.h"
#include "casework/browser.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TaskPages : public SiteTest {
 protected:
  EntryId task_in(FileId file, const char* what, const char* due, const vault::Keyring* who = nullptr) {
    Task task;
    task.set_what(what);
    task.set_due(due);
    if (who != nullptr) task.set_member(who->member().text());
    return must(Cases(*vault_).add(*steward_, file, task));
  }
};

TEST_F(TaskPages, MineEverybodysAndNobodys) {
  const auto files = open_one();
  const vault::Keyring worker = in("Worker", {vault::CircleKind::casework});
  task_in(files.case_file, "Buy the ticket", "2026-01-05", &worker);
  task_in(files.case_file, "Call the school", "2026-01-06");
  Browser hers(*site_, &worker);
  EXPECT_THAT(hers.get("/todo?until=any").body, HasSubstr("Buy the ticket"));
  EXPECT_THAT(hers.get("/todo?until=any").body, Not(HasSubstr("Call the school")));
  EXPECT_THAT(hers.get("/todo?until=any&whose=nobody").body, HasSubstr("Call the school"));
  const std::string all = hers.get("/todo?until=any&whose=all").body;
  EXPECT_THAT(all, HasSubstr("Buy the ticket"));
  EXPECT_THAT(all, HasSubstr("Call the school"));
  EXPECT_THAT(all, HasSubstr(files.alias));
  // What is no choice is the first one.
  EXPECT_EQ(hers.get("/todo?until=%00&whose=x").status, 200);
}

TEST_F(TaskPages, OnePressAndItIsDone) {
  const auto files = open_one();
  const EntryId task = task_in(files.case_file, "Buy the ticket", "2026-01-05", steward_.get());
  Browser browser(*site_, steward_.get());
  EXPECT_THAT(browser.get("/case/" + files.case_file.text()).body, HasSubstr("Buy the ticket"));
  const auto answer = browser.post("/file/" + files.case_file.text() + "/done/" + task.text(), "back=todo");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(Browser::location(answer), "/todo");
  EXPECT_THAT(browser.get("/todo?until=any").body, Not(HasSubstr("Buy the ticket")));
  const Story story = must(Cases(*vault_).read(*steward_, files.case_file));
  EXPECT_FALSE(story.last<Task>()->done().empty());
  // Twice changes nothing: what was seen is no longer the newest.
  const std::size_t length = length_of(files.case_file);
  EXPECT_EQ(browser.post("/file/" + files.case_file.text() + "/done/" + task.text(), "").status, 303);
  EXPECT_EQ(length_of(files.case_file), length);
}

TEST_F(TaskPages, ANoteIsNoTask) {
  const auto files = open_one();
  const EntryId note = note_in(files.case_file, "Only a note");
  Browser browser(*site_, steward_.get());
  EXPECT_EQ(browser.post("/file/" + files.case_file.text() + "/done/" + note.text(), "").status, 404);
}

TEST_F(TaskPages, WhoCannotOpenTheCaseSeesAndDoesNothing) {
  const auto files = open_one();
  const EntryId task = task_in(files.case_file, "Buy the ticket", "2026-01-05");
  const vault::Keyring stranger = in("Stranger", {vault::CircleKind::statistics});
  Browser browser(*site_, &stranger);
  EXPECT_THAT(browser.get("/todo?until=any&whose=all").body, Not(HasSubstr("Buy the ticket")));
  EXPECT_THAT(browser.get("/todo/calendar").body, Not(HasSubstr("VEVENT")));
  EXPECT_NE(browser.post("/file/" + files.case_file.text() + "/done/" + task.text(), "").status, 303);
  EXPECT_TRUE(must(Cases(*vault_).read(*steward_, files.case_file)).last<Task>()->done().empty());
}

TEST_F(TaskPages, ATaskIsGivenToWhoMayOpenTheCaseAndHandedOn) {
  const auto files = open_one();
  const vault::Keyring worker = in("Worker", {vault::CircleKind::casework});
  const vault::Keyring stranger = in("Stranger", {vault::CircleKind::statistics});
  Browser browser(*site_, steward_.get());
  const std::string add = "/file/" + files.case_file.text() + "/add/Task";
  const std::string form = "what=Buy+the+ticket&due=2030-01-05&member=";
  EXPECT_THAT(browser.get(add).body, HasSubstr("Worker"));
  EXPECT_THAT(browser.get(add).body, Not(HasSubstr("Stranger")));
  const auto refused = browser.post(add, form + stranger.member().text());
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("Buy the ticket"));
  EXPECT_EQ(browser.post(add, form + worker.member().text()).status, 303);
  Story story = must(Cases(*vault_).read(*steward_, files.case_file));
  ASSERT_NE(story.last<Task>(), nullptr);
  EXPECT_EQ(story.last<Task>()->member(), worker.member().text());
  // Handed on: nothing else changed, and it is a change.
  const std::string correct = "/file/" + files.case_file.text() + "/correct/" + story.all<Task>().back()->latest().id.text();
  EXPECT_EQ(browser.post(correct, form + steward_->member().text()).status, 303);
  story = must(Cases(*vault_).read(*steward_, files.case_file));
  EXPECT_EQ(story.last<Task>()->member(), steward_->member().text());
  EXPECT_EQ(story.all<Task>().back()->versions.size(), 2U);
}

TEST_F(TaskPages, FollowUpsAreCountedFromTheArrivalAndPlannedOnce) {
  const auto files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/case/" + files.case_file.text() + "/follow-ups";
  EXPECT_EQ(browser.get(address).status, 400);
  Return journey;
  journey.set_decision("wants");
  journey.set_kind("self_organised");
  journey.set_departure("2026-09-20");
  journey.set_arrival("2026-09-21");
  must(Cases(*vault_).add(*steward_, files.case_file, journey));
  const std::string page = browser.get(address).body;
  for (const char* day : {"2026-10-21", "2026-12-21", "2027-03-21", "2027-09-21"}) EXPECT_THAT(page, HasSubstr(day));
  EXPECT_EQ(browser.post(address, "").status, 400);
  EXPECT_EQ(browser.post(address, "day=2026-10-22").status, 400);
  EXPECT_EQ(browser.post(address, "day=2026-10-21&day=2027-09-21").status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).all<Task>().size(), 2U);
  EXPECT_EQ(browser.post(address, "day=2026-10-21&day=2027-09-21").status, 303);
  EXPECT_EQ(must(Cases(*vault_).read(*steward_, files.case_file)).all<Task>().size(), 2U);
  const vault::Keyring stranger = in("Stranger", {vault::CircleKind::statistics});
  Browser hers(*site_, &stranger);
  EXPECT_EQ(hers.get(address).status, 404);
}

TEST_F(TaskPages, LegalDatesOnlyForThoseWhoOpenThem) {
  const auto files = open_one();
  Hearing hearing;
  hearing.set_what("verdict");
  hearing.set_body("Court of the district");
  hearing.set_date("2030-01-05");
  must(Cases(*vault_).add(*steward_, files.case_file, hearing));
  Browser mine(*site_, steward_.get());
  EXPECT_THAT(mine.get("/todo?until=any").body, HasSubstr("Verdict"));
  const vault::Keyring health = in("Doctor", {vault::CircleKind::health});
  Browser hers(*site_, &health);
  EXPECT_THAT(hers.get("/todo?until=any&whose=all").body, Not(HasSubstr("Verdict")));
}

TEST_F(TaskPages, TheCalendarNamesNobody) {
  const auto files = open_one();
  task_in(files.case_file, "Buy the ticket for Dilnoza", "2030-01-05", steward_.get());
  Browser browser(*site_, steward_.get());
  const auto answer = browser.get("/todo/calendar");
  EXPECT_THAT(answer.content_type, HasSubstr("text/calendar"));
  EXPECT_THAT(answer.body, HasSubstr("DTSTART;VALUE=DATE:20300105"));
  EXPECT_THAT(answer.body, Not(HasSubstr("ticket")));
  EXPECT_THAT(answer.body, Not(HasSubstr(files.alias)));
  EXPECT_THAT(answer.body, Not(HasSubstr(files.case_file.text())));
}

TEST_F(TaskPages, NobodyCallsTheEmbassyWhileAsylumIsRequested) {
  const auto files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/case/" + files.case_file.text();
  EXPECT_THAT(browser.get(address).body, Not(HasSubstr("Do not call the embassy")));
  LegalStatus status;
  status.set_status("asylum_seeker");
  status.set_asylum("requested");
  status.set_date("2026-01-05");
  must(Cases(*vault_).add(*steward_, files.case_file, status));
  const std::string body = browser.get(address).body;
  EXPECT_THAT(body, HasSubstr("Do not call the embassy"));
  // Before the number that somebody might call.
  EXPECT_LT(body.find("Do not call the embassy"), body.find("Before you call"));
  const auto refused = browser.post("/file/" + files.case_file.text() + "/add/Return", "decision=wants&travel_document=requested");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("the embassy must not be called"));
}

}  // namespace
}  // namespace arasha::casework
