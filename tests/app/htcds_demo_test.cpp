// The example cases as a table of the Human Trafficking Case Data Standard: valid by the standard's own lists.
#include <gmock/gmock.h>

#include <sstream>

#include "app/demo_course.h"
#include "app/demo_plan.h"
#include "casework/changes.h"
#include "casework/lists/htcds_record.h"
#include "statistics/htcds_validity.h"

namespace arasha::app {
namespace {

TEST(HtcdsOfTheExample, IsValid) {
  ASSERT_TRUE(crypto::initialize().is_ok());
  constexpr DemoPeriod kPeriod{Date{std::chrono::year(2025), std::chrono::month(10), std::chrono::day(1)}, 420 * kSlotsOfDay + 2};
  std::mt19937 random(5);
  std::ostringstream out;
  statistics::HtcdsWriter writer(out);
  for (int i = 0; i < 200; ++i) {
    const DemoCase one = demo_case(random, kPeriod);
    casework::GrowingFile person(crypto::random_id<FileId>());
    casework::GrowingFile own(crypto::random_id<FileId>());
    std::vector<EntryId> written;
    for (const DemoEvent& event : one.events) {
      written.emplace_back();
      if (event.message == nullptr) continue;
      if (event.about >= 0) refer(*event.message, written[static_cast<std::size_t>(event.about)].text());
      casework::GrowingFile& file = event.of_person ? person : own;
      written.back() = file.add(*event.message, event.corrects < 0 ? EntryId() : written[static_cast<std::size_t>(event.corrects)]);
    }
    const auto story = own.story();
    const auto who = person.story();
    ASSERT_TRUE(story.is_ok() && who.is_ok());
    auto record = casework::htcds_record(*story, "Case Worker");
    if (const auto* identity = who->last<Identity>()) record.identity = *identity;
    writer.add(record);
  }
  const std::string table = out.str();
  EXPECT_THAT(statistics::htcds_problems(table), ::testing::IsEmpty());
  // It says something: most kinds of columns are filled somewhere.
  for (const char* part : {"ForcedLabour", "F_Construction", "Masculine", "UZ", "Exploitation", "TRUE", "Closed", "Case Worker", "Legal"}) EXPECT_THAT(table, ::testing::HasSubstr(part)) << part;
}

}  // namespace
}  // namespace arasha::app
