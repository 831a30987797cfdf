// Periods and sets of tasks: one thing is broken in each.
#include "pack/check.h"

#include "small_pack.h"

namespace arasha::pack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string period(const std::string& fields) { return base() + "retention { id: \"claims\" title " + kText + " norm " + kNorm + fields + "}\n"; }
std::string tasks(const std::string& fields) { return base() + "task_sets { id: \"first\" title " + kText + " norm " + kNorm + fields + "}\n"; }
std::string task(const std::string& id, const std::string& more = "") { return " tasks { id: \"" + id + "\" title " + kText + more + "}"; }

TEST(PackRetention, InOrder) {
  EXPECT_THAT(problems_of(period(" duty: KEEP cases: EVERY_CASE from: CLOSURE")), IsEmpty()) << "no number: the organisation decides";
  EXPECT_THAT(problems_of(period(" duty: KEEP cases: OF_A_CHILD from: MAJORITY months: 36")), IsEmpty());
  EXPECT_THAT(problems_of(period(" duty: ERASE cases: CONSENT_WITHDRAWN from: WITHDRAWAL months: 1")), IsEmpty());
  EXPECT_THAT(problems_of(tasks(" event: DEPARTURE" + task("a", " days: -14 urgent: true") + task("b", " who: USER"))), IsEmpty());
}

TEST(PackRetention, EachBreakIsToldOnce) {
  const std::vector<std::pair<std::string, std::string>> all = {
      {period(" cases: EVERY_CASE from: CLOSURE"), "does not say its duty"},
      {period(" duty: KEEP from: CLOSURE"), "does not say its cases"},
      {period(" duty: KEEP cases: EVERY_CASE"), "does not say its from"},
      {period(" duty: KEEP cases: EVERY_CASE from: CLOSURE months: 1201"), "longer than a hundred years"},
      {period(" duty: KEEP cases: EVERY_CASE from: MAJORITY"), "for cases of a child only"},
      {period(" duty: ERASE cases: EVERY_CASE from: WITHDRAWAL"), "with a withdrawn consent only"},
      {tasks(" event: DATA_BREACH" + task("a")), "cannot be counted from that event"},
      {tasks(" event: CASE_CLOSED"), "needs tasks"},
      {tasks(" event: CASE_CLOSED" + task("a") + task("a")), "needs an id of its own"},
      {tasks(" event: CASE_CLOSED" + task("a", " days: -3651")), "more than ten years"}};
  for (const auto& [text, problem] : all) EXPECT_THAT(problems_of(text), ElementsAre(HasSubstr(problem))) << text;
}

}  // namespace
}  // namespace arasha::pack
