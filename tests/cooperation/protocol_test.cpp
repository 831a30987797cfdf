#include "cooperation/protocol.h"

#include "cooperation/told.h"
#include "paper/typeset.h"
#include "web/paper_page.h"

namespace arasha::cooperation {
namespace {

std::string page_of(const Story& story, const Item& item, Language language) {
  return web::paper_page(compose(Catalogue::of(language), {story, item, {"Our centre", {"Almaty"}}, from_milliseconds(1'790'000'000'000)})).bytes();
}

TEST(CooperationProtocol, BeforeTheMeetingItIsTheAgenda) {
  Told told;
  told.add(commission());
  const EntryId id = told.add(meeting("2026-10-02", "planned"));
  const Story story = told.story();
  const std::string page = page_of(story, *story.find(id), Language::en);
  EXPECT_NE(page.find("Agenda of the meeting"), std::string::npos);
  EXPECT_NE(page.find("Interpreters"), std::string::npos);
  EXPECT_EQ(page.find("Decided at the meeting"), std::string::npos);
}

TEST(CooperationProtocol, DecisionsStandUnderTheirQuestionsInEveryLanguage) {
  Told told;
  told.add(commission());
  Meeting held = meeting();
  held.set_protocol("2<script>");
  const EntryId id = told.add(held);
  told.add(decision(id, "2026-05-01", "2"));
  MeetingDecision beside = decision(id, "", "");
  beside.set_text("Beside it");
  told.add(beside);
  const Story story = told.story();
  for (const Language language : kLanguages) {
    const std::string page = page_of(story, *story.find(id), language);
    EXPECT_EQ(page.find("<script>"), std::string::npos);
    EXPECT_NE(page.find("2.1"), std::string::npos);
    EXPECT_NE(page.find("Chair of it"), std::string::npos);
    EXPECT_LT(page.find("A number for the night"), page.find("Beside it"));
    const auto made = paper::typeset(compose(Catalogue::of(language), {story, *story.find(id), {}, from_milliseconds(1'790'000'000'000)}));
    ASSERT_TRUE(made.has_value());
    EXPECT_TRUE(made->pdf.starts_with("%PDF-"));
    EXPECT_EQ(made->pages, 1);
  }
}

TEST(CooperationProtocol, ACancelledMeetingSaysSo) {
  Told told;
  told.add(commission());
  const EntryId id = told.add(meeting("2026-03-02", "cancelled"));
  const Story story = told.story();
  EXPECT_NE(page_of(story, *story.find(id), Language::en).find("This meeting was cancelled."), std::string::npos);
}

}  // namespace
}  // namespace arasha::cooperation
