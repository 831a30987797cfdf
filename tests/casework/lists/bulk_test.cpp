#include <gmock/gmock.h>

#include "arasha/lists.pb.h"
#include "casework/browser.h"

namespace arasha::casework {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class BulkPages : public SiteTest {
 protected:
  Story story(const CaseFiles& files) { return must(Cases(*vault_).read(*steward_, files.case_file)); }
  static std::string chosen(std::initializer_list<CaseFiles> cases) {
    std::string out;
    for (const CaseFiles& one : cases) out += "case=" + one.case_file.text() + "&";
    return out;
  }
};

TEST_F(BulkPages, FlagsAreLookedAtFirstAndWrittenOnce) {
  const CaseFiles one = open_one();
  const CaseFiles two = open_one("Асанова", "Айгүл");
  Browser browser(*site_, steward_.get());
  const std::string both = chosen({one, two}) + "case=zz&case=" + one.person_file.text() + "&back=/cases";
  const auto form = browser.post("/cases/flag", both);
  EXPECT_EQ(form.status, 200);
  EXPECT_THAT(form.body, HasSubstr("name=\"what\""));
  EXPECT_THAT(form.body, Not(HasSubstr("name=\"lifted\"")));
  // A mistake stands beside its field, with everything that was typed.
  const auto mistaken = browser.post("/cases/flag", both + "&written=1&what=other&word=&note=typed-note");
  EXPECT_EQ(mistaken.status, 400);
  EXPECT_THAT(mistaken.body, HasSubstr("Write in a word what the flag says."));
  EXPECT_THAT(mistaken.body, HasSubstr("typed-note"));
  const std::string written = both + "&written=1&what=check_papers&note=all+copies";
  const auto asked = browser.post("/cases/flag", written);
  EXPECT_THAT(asked.body, HasSubstr("2 cases will be flagged"));
  EXPECT_THAT(asked.body, HasSubstr("You cannot open this case."));
  EXPECT_EQ(story(one).last<CaseFlag>(), nullptr);
  const std::string deed = written + "&confirmed=1&once=" + Browser::value_of(asked.body, "once");
  EXPECT_THAT(browser.post("/cases/flag", deed).body, HasSubstr("2 cases were flagged"));
  EXPECT_THAT(browser.post("/cases/flag", deed).body, HasSubstr("2 cases were flagged"));
  EXPECT_EQ(story(one).all<CaseFlag>().size(), 1U);
  EXPECT_EQ(story(two).all<CaseFlag>().size(), 1U);
  // Somebody else at the same moment, from her own form: the flag stands already.
  const auto worker = in("Worker", {vault::CircleKind::casework});
  Browser hers(*site_, &worker);
  const auto second = hers.post("/cases/flag", written + "&confirmed=1");
  EXPECT_THAT(second.body, HasSubstr("This flag stands on the case already."));
  EXPECT_EQ(story(one).all<CaseFlag>().size(), 1U);
  EXPECT_THAT(browser.get("/cases?flag=check_papers").body, HasSubstr(one.alias));
  EXPECT_THAT(browser.get("/cases?flag=media").body, Not(HasSubstr(one.alias)));
}

TEST_F(BulkPages, EachClosingIsCheckedByTheRulesOfItsOwnCase) {
  const CaseFiles open = open_one();
  const CaseFiles closed = open_one("Асанова", "Айгүл");
  Closure closure;
  closure.set_reason("goals_met");
  closure.set_date("2026-09-20");
  must(Cases(*vault_).add(*steward_, closed.case_file, closure));
  Browser browser(*site_, steward_.get());
  const std::string both = chosen({open, closed}) + "back=/cases&written=1&reason=lost_contact&note=no+answer&date=";
  EXPECT_EQ(browser.post("/cases/close", both + "2099-01-01").status, 400);
  const auto early = browser.post("/cases/close", both + "2026-09-01");
  EXPECT_THAT(early.body, HasSubstr("The case would close before its first contact."));
  EXPECT_THAT(early.body, Not(HasSubstr("confirmed")));
  const auto asked = browser.post("/cases/close", both + "2026-09-21");
  EXPECT_THAT(asked.body, HasSubstr("1 case will be closed"));
  EXPECT_THAT(asked.body, HasSubstr("This case is closed already."));
  EXPECT_EQ(story(open).last<Closure>(), nullptr);
  const std::string deed = both + "2026-09-21&confirmed=1&once=" + Browser::value_of(asked.body, "once");
  EXPECT_THAT(browser.post("/cases/close", deed).body, HasSubstr("1 case was closed"));
  ASSERT_NE(story(open).last<Closure>(), nullptr);
  EXPECT_EQ(story(open).last<Closure>()->note(), "no answer");
  EXPECT_EQ(story(closed).all<Closure>().size(), 1U);
  EXPECT_THAT(browser.post("/cases/close", deed).body, HasSubstr("1 case was closed"));
  EXPECT_EQ(story(open).all<Closure>().size(), 1U);
}

TEST_F(BulkPages, AllThatFitTheFilterAndNoOther) {
  const CaseFiles one = open_one();
  const CaseFiles two = open_one("Асанова", "Айгүл");
  Browser browser(*site_, steward_.get());
  EXPECT_THAT(browser.get("/cases?view=all").body, HasSubstr("All that fit the filter: 2"));
  const auto form = browser.post("/cases/flag", "all=1&filter=alias%3D" + one.alias + "&back=/cases");
  EXPECT_THAT(form.body, HasSubstr(one.case_file.text()));
  EXPECT_THAT(form.body, Not(HasSubstr(two.case_file.text())));
  EXPECT_EQ(browser.post("/cases/flag", "back=/cases").status, 400);
  EXPECT_EQ(browser.post("/cases/flag", "all=1&filter=state%3Dclosed").status, 400);
  EXPECT_EQ(browser.post("/cases/flag", "all=1&filter=%25%00").status == 500, false);
}

TEST_F(BulkPages, WhoCannotOpenACaseChangesNothing) {
  const CaseFiles one = open_one();
  const auto duty = in("Duty", {vault::CircleKind::duty});
  const std::size_t before = length_of(one.case_file);
  Browser hers(*site_, &duty);
  for (const char* act : {"/cases/flag", "/cases/close"}) {
    const auto answer = hers.post(act, chosen({one}) + "written=1&what=urgent&reason=goals_met&date=2026-09-21&confirmed=1");
    EXPECT_LT(answer.status, 500) << act;
    EXPECT_THAT(answer.body, Not(HasSubstr(one.alias))) << act;
  }
  EXPECT_EQ(length_of(one.case_file), before);
  EXPECT_THAT(hers.post("/cases/flag", "all=1&filter=").body, Not(HasSubstr(one.case_file.text())));
}

TEST_F(BulkPages, AFlagIsTakenOffByOnePress) {
  const CaseFiles one = open_one();
  CaseFlag flag;
  flag.set_what("other");
  flag.set_word("<b>bold</b>");
  flag.set_until("2026-01-02");
  const EntryId id = must(Cases(*vault_).add(*steward_, one.case_file, flag));
  Browser browser(*site_, steward_.get());
  const std::string page = browser.get("/case/" + one.case_file.text()).body;
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;bold"));
  EXPECT_THAT(page, Not(HasSubstr("<b>bold")));
  EXPECT_THAT(browser.get("/todo?until=any&whose=all").body, HasSubstr("&lt;b&gt;bold"));
  const std::string lift = "/file/" + one.case_file.text() + "/lift/" + id.text();
  EXPECT_EQ(browser.post(lift, "").status, 303);
  EXPECT_FALSE(story(one).last<CaseFlag>()->lifted().empty());
  const std::size_t length = length_of(one.case_file);
  EXPECT_EQ(browser.post(lift, "").status, 303);
  EXPECT_EQ(length_of(one.case_file), length);
  EXPECT_EQ(browser.post("/file/" + one.case_file.text() + "/lift/" + note_in(one.case_file, "x").text(), "").status, 404);
  EXPECT_THAT(browser.get("/cases?view=all").body, Not(HasSubstr("bold")));
}

}  // namespace
}  // namespace arasha::casework
