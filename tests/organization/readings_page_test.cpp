#include "organization/readings.h"
#include "organization/site_world.h"

namespace arasha::organization {
namespace {

using vault::Action;

class ReadingsPage : public SiteWorld {
 protected:
  std::vector<Action> recorded() {
    std::vector<Action> out;
    for (const auto& line : must(vault_->readings(World::steward(), UINT64_MAX, 20))) out.push_back(line.reading.action);
    return out;
  }
};

TEST_F(ReadingsPage, AuditorsSeeWhoReadWhatAndThatIsRecorded) {
  const FileId file = new_file(World::steward(), {kAssistance});
  must(vault_->open_file(World::steward(), file));
  somebody("Auditor", {CircleKind::auditors});
  const auto page = as("Auditor").get("/readings");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(says(page, file.text().substr(0, 8)));
  EXPECT_FALSE(says(page, "Aliya"));
  EXPECT_EQ(recorded()[1], Action::audited);  // [0] is the sign-in of this look
}

TEST_F(ReadingsPage, OthersAreRefusedAndThatIsRecordedToo) {
  const MemberId id = somebody("Aigul", {CircleKind::casework, CircleKind::stewards});
  Browser aigul = as("Aigul");
  EXPECT_EQ(aigul.get("/readings").status, 403);
  aigul.get("/account");
  EXPECT_EQ(aigul.post("/readings/export", {}).status, 403);
  const auto lines = must(vault_->readings(World::steward(), UINT64_MAX, 3));
  EXPECT_EQ(lines[1].reading.action, Action::refused);
  EXPECT_EQ(lines[1].reading.member, id);
  EXPECT_EQ(lines[2].reading.action, Action::refused);
}

TEST_F(ReadingsPage, WrongFiltersAreNamedAndNothingIsLost) {
  Browser steward = saule();
  EXPECT_EQ(steward.get("/readings?member=nobody&action=nothing&day-day=31&day-month=2&day-year=2026").status, 400);
  EXPECT_EQ(steward.get("/readings?before=99999999999999999999999&file=%27%3Cb%3E").status, 200);
  EXPECT_EQ(steward.get("/readings?action=refused").status, 200);
}

TEST_F(ReadingsPage, ExportIsATableOfTheFilterAndIsRecorded) {
  const FileId first = new_file(World::steward(), {kAssistance});
  const FileId second = new_file(World::steward(), {kAssistance});
  must(vault_->open_file(World::steward(), first));
  must(vault_->open_file(World::steward(), second));
  somebody("=cmd|' /C calc'!A0", {CircleKind::casework});
  as("=cmd|' /C calc'!A0");
  Browser steward = saule();
  steward.get("/readings");
  const auto one = steward.post("/readings/export", {{"file", first.text().substr(0, 8)}});
  EXPECT_EQ(one.status, 200);
  EXPECT_TRUE(one.content_type.starts_with("text/csv"));
  EXPECT_TRUE(says(one, first.text()));
  EXPECT_FALSE(says(one, second.text()));
  EXPECT_EQ(std::count(one.body.begin(), one.body.end(), '\n'), 2);
  const auto all = steward.post("/readings/export", {});
  EXPECT_TRUE(says(all, "'=cmd")) << all.body;
  EXPECT_FALSE(says(all, ",=cmd"));
  const auto lines = must(vault_->readings(World::steward(), UINT64_MAX, 3));
  EXPECT_EQ(lines[1].reading.action, Action::exported);
  EXPECT_EQ(lines[1].reading.count + 1, static_cast<std::uint32_t>(std::count(all.body.begin(), all.body.end(), '\n')));
}

}  // namespace
}  // namespace arasha::organization
