// Sets of tasks: where they come from, what they give a case, and that they give it once.
#include "casework/tasks/templates.h"

#include <gmock/gmock.h>

#include "arasha/entries.pb.h"
#include "arasha/legal.pb.h"
#include "arasha/plan.pb.h"
#include "casework/browser.h"
#include "casework/written_story.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

pack::Contents pack_with_one_set() {
  pack::Contents out;
  pack::TaskSet& set = *out.add_task_sets();
  set.set_id("after-identification");
  set.mutable_norm()->set_valid_from("2020-01-01");
  set.mutable_title()->set_en("After the identification");
  set.set_event(pack::IDENTIFICATION);
  pack::TaskSet::Task& task = *set.add_tasks();
  task.set_id("rights");
  task.mutable_title()->set_en("Explain rights");
  task.mutable_title()->set_ru("Объяснить права");
  task.mutable_title()->set_kk("Құқықтарын түсіндіру");
  task.set_days(-3);
  task.set_urgent(true);
  return out;
}

class Sets : public WrittenStory {
 protected:
  void identified(const char* date) {
    Identification out;
    out.set_date(date);
    write(out);
  }
};

TEST_F(Sets, OfThePackUntilTheOrganisationMakesItItsOwn) {
  const auto norms = pack_with_one_set();
  const auto first = task_sets({}, norms, kToday, Language::en);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].key, "set-after-identification");
  EXPECT_TRUE(first[0].version.is_nil());
  TaskTemplate own = first[0].tasks;
  own.set_name("Ours");
  own.set_used("no");
  const EntryId id = write(own);
  const auto then = task_sets(story_, norms, kToday, Language::en);
  ASSERT_EQ(then.size(), 1U);
  EXPECT_EQ(then[0].tasks.name(), "Ours");
  EXPECT_EQ(then[0].key, id.text());
  EXPECT_FALSE(then[0].is_offered());
  EXPECT_EQ(task_sets({}, norms, *date_from_iso("2019-12-31"), Language::en).size(), 0U) << "before it is valid";
}

TEST_F(Sets, TheDaysCountFromTheEvent) {
  const auto sets = task_sets({}, pack_with_one_set(), kToday, Language::en);
  EXPECT_FALSE(event_day(story_, "identification").has_value());
  identified("2026-03-02");
  const auto day = event_day(story_, "identification");
  ASSERT_TRUE(day.has_value());
  const auto tasks = offered_tasks(story_, sets[0], *day, Language::ru, who(1));
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].task.what(), "Объяснить права");
  EXPECT_EQ(tasks[0].task.due(), "2026-02-27");
  EXPECT_EQ(tasks[0].task.priority(), "urgent");
  // One id in every language, another one for another day.
  EXPECT_EQ(offered_tasks(story_, sets[0], *day, Language::kk, who(2))[0].once, tasks[0].once);
  EXPECT_NE(offered_tasks(story_, sets[0], kToday, Language::ru, who(1))[0].once, tasks[0].once);
}

TEST_F(Sets, EventsAndTheirDays) {
  for (const std::string& event : template_events()) EXPECT_FALSE(event_day(story_, event).has_value()) << event;
  LegalStatus stay;
  stay.set_status("irregular");
  stay.set_date("2026-01-01");
  write(stay);
  EXPECT_FALSE(event_day(story_, "stay_granted").has_value());
  stay.set_status("victim_permit");
  stay.set_date("2026-02-01");
  write(stay);
  EXPECT_EQ(to_iso(*event_day(story_, "stay_granted")), "2026-02-01");
  Return journey;
  journey.set_departure("2026-12-24");
  write(journey);
  EXPECT_EQ(to_iso(*event_day(story_, "departure")), "2026-12-24");
  IndividualPlan plan;
  plan.set_date("2026-05-01");
  const EntryId version = write(plan, 1);
  EXPECT_FALSE(event_day(story_, "plan_approved").has_value());
  Approval approval;
  approval.set_version(version.text());
  approval.set_decision("approved");
  write(approval, 2);
  EXPECT_TRUE(event_day(story_, "plan_approved").has_value());
  EXPECT_FALSE(event_day(story_, "closure").has_value());
  close("2026-11-20");
  EXPECT_EQ(to_iso(*event_day(story_, "closure")), "2026-11-20");
  EXPECT_FALSE(event_day(story_, "no such event").has_value());
}

TEST_F(Sets, OfferedForSomeDaysAndUntilOneIsUsed) {
  identified("2026-11-20");
  EXPECT_EQ(events_without_tasks(story_, kToday, 30), std::vector<std::string>{"identification"});
  EXPECT_TRUE(events_without_tasks(story_, *date_from_iso("2026-12-21"), 30).empty());
  const auto sets = task_sets({}, pack_with_one_set(), kToday, Language::en);
  write(offered_tasks(story_, sets[0], *event_day(story_, "identification"), Language::en, who(1))[0].task);
  EXPECT_TRUE(events_without_tasks(story_, kToday, 30).empty());
}

class TemplatePages : public SiteTest {
 protected:
  std::size_t tasks_in(FileId file) { return must(Cases(*vault_).read(*steward_, file)).all<Task>().size(); }
  static std::string fields(const std::string& row, const char* what, const char* due) {
    return "&use-" + row + "=1&task-" + row + "-what=" + what + "&task-" + row + "-due=" + due;
  }
};

TEST_F(TemplatePages, UsedOnce) {
  const auto files = open_one();
  Browser browser(*site_, steward_.get());
  const std::string address = "/case/" + files.case_file.text() + "/tasks";
  EXPECT_THAT(browser.get("/case/" + files.case_file.text()).body, HasSubstr("Use a set of tasks: First contact"));
  EXPECT_THAT(browser.get(address).body, HasSubstr("The first days"));
  const std::string page = browser.get(address + "?set=set-first-days").body;
  EXPECT_THAT(page, HasSubstr("Assess the risks"));
  EXPECT_EQ(tasks_in(files.case_file), 0U) << "looked at only";
  const std::string head = "set=set-first-days&event=2026-09-10";
  EXPECT_EQ(browser.post(address, head).status, 400) << "nothing ticked";
  EXPECT_EQ(browser.post(address, head + "&use-0=1&task-0-what=&task-0-due=2026-09-12").status, 400);
  EXPECT_EQ(tasks_in(files.case_file), 0U);
  const std::string form = head + fields("0", "Talk+about+risks", "2026-09-12") + fields("2", "Needs", "2026-09-20");
  EXPECT_EQ(browser.post(address, form).status, 303);
  EXPECT_EQ(tasks_in(files.case_file), 2U);
  EXPECT_EQ(browser.post(address, form).status, 303);
  EXPECT_EQ(tasks_in(files.case_file), 2U) << "sent twice";
  EXPECT_THAT(browser.get(address + "?set=set-first-days").body, HasSubstr("It stands in the case already."));
  EXPECT_THAT(browser.get("/case/" + files.case_file.text()).body, Not(HasSubstr("Use a set of tasks: First contact")));
  // All or none: one of them is wrong.
  EXPECT_EQ(browser.post(address, head + fields("1", "Doctor", "2026-09-12") + fields("3", "Plan", "never")).status, 400);
  EXPECT_EQ(browser.post(address, head + fields("1", "Doctor", "2026-09-12") + "&task-1-member=" + crypto::random_id<MemberId>().text()).status, 400);
  EXPECT_EQ(tasks_in(files.case_file), 2U);
  // Counted from a day that is not the event's any more.
  EXPECT_EQ(browser.post(address, "set=set-first-days&event=2026-09-09" + fields("1", "Doctor", "2026-09-12")).status, 303);
  EXPECT_EQ(tasks_in(files.case_file), 2U);
}

TEST_F(TemplatePages, AManagerChangesASet) {
  Browser manager(*site_, steward_.get());
  EXPECT_THAT(manager.get("/settings/templates").body, HasSubstr("The first days"));
  const std::string address = "/settings/templates/set-first-days";
  EXPECT_THAT(manager.get(address).body, HasSubstr("Assess what is needed"));
  const std::string line = "&tasks-0-what=Tea+first&tasks-0-days=0&tasks-0-when=after&tasks-0-who=owner";
  const std::string head = "name=Ours&event=first_contact&used=yes&of-pack=first-days&once=" + crypto::random_id<EntryId>().text();
  EXPECT_EQ(manager.post(address, head).status, 400) << "no task";
  EXPECT_EQ(manager.post(address, head + "&tasks-0-what=Tea&tasks-0-days=99999&tasks-0-when=after&tasks-0-who=owner").status, 400);
  EXPECT_EQ(manager.post(address, head + line).status, 303);
  EXPECT_EQ(manager.post(address, head + line).status, 303) << "sent twice";
  const std::string list = manager.get("/settings/templates").body;
  EXPECT_THAT(list, HasSubstr("Ours"));
  EXPECT_THAT(list, Not(HasSubstr("The first days")));
  // Somebody else who still saw the pack's set.
  EXPECT_EQ(manager.post(address, "name=Mine&event=first_contact&used=yes&of-pack=first-days" + line).status, 409);
  const auto sets = task_sets(must(own_sets(*vault_, *steward_)), pack::Shelf::built_in().chosen("").contents(), date_of(clock_.now()), Language::en);
  ASSERT_EQ(sets[0].tasks.name(), "Ours");
  const std::string own = "/settings/templates/" + sets[0].key;
  EXPECT_EQ(manager.post(own, "name=Second&event=first_contact&used=yes&of-pack=first-days&seen=" + sets[0].version.text() + line).status, 303);
  EXPECT_EQ(manager.post(own, "name=Third&event=first_contact&used=yes&of-pack=first-days&seen=" + sets[0].version.text() + line).status, 409);
  const auto files = open_one();
  EXPECT_THAT(manager.get("/case/" + files.case_file.text() + "/tasks?set=" + sets[0].key).body, HasSubstr("Tea first"));
  // The file of the sets is no case.
  EXPECT_EQ(manager.get("/case/" + template_file(*vault_).text()).status, 404);
  EXPECT_THAT(manager.get("/cases").body, Not(HasSubstr(template_file(*vault_).text())));
}

TEST_F(TemplatePages, OnlyAManager) {
  const vault::Keyring worker = in("Worker", {vault::CircleKind::casework});
  Browser browser(*site_, &worker);
  EXPECT_EQ(browser.get("/settings/templates").status, 403);
  EXPECT_EQ(browser.get("/settings/templates/set-first-days").status, 403);
  EXPECT_EQ(browser.post("/settings/templates/new", "name=x").status, 403);
}

TEST_F(TemplatePages, WhoHasNoKeySeesNothing) {
  const auto files = open_one();
  const vault::Keyring duty = in("Duty", {vault::CircleKind::duty});
  Browser browser(*site_, &duty);
  EXPECT_EQ(browser.get("/case/" + files.case_file.text() + "/tasks").status, 404);
  EXPECT_EQ(browser.post("/case/" + files.case_file.text() + "/tasks", "set=set-first-days&event=2026-09-10&use-0=1").status, 404);
}

}  // namespace
}  // namespace arasha::casework
