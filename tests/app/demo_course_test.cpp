#include "app/demo_course.h"

#include <gtest/gtest.h>

#include <set>

#include "casework/changes.h"
#include "app/demo_plan.h"
#include "app/demo_returning.h"
#include "casework/program_fields.h"
#include "casework/rules.h"

namespace arasha::app {
namespace {

constexpr DemoPeriod kPeriod{Date{std::chrono::year(2025), std::chrono::month(10), std::chrono::day(1)}, 420 * kSlotsOfDay + 2};

Date day_of(int slot) { return Date(std::chrono::sys_days(kPeriod.first_day) + std::chrono::days(slot / kSlotsOfDay)); }

std::vector<DemoCase> cases(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::vector<DemoCase> out;
  for (int i = 0; i < count; ++i) out.push_back(demo_case(random, kPeriod));
  out.push_back(demo_way_home(kPeriod));
  out.push_back(demo_child_asks_asylum(kPeriod));
  return out;
}

// Every text and code of every entry, in order.
std::string all_words(const std::vector<DemoCase>& list) {
  std::string out;
  for (const DemoCase& one : list) {
    for (const DemoEvent& event : one.events) {
      out += std::to_string(event.slot) + (event.message ? event.message->ShortDebugString() : "facts") + "\n";
    }
  }
  return out;
}

TEST(DemoCourse, TheSameSeedMakesTheSameCases) {
  EXPECT_EQ(all_words(cases(7, 20)), all_words(cases(7, 20)));
  EXPECT_NE(all_words(cases(7, 20)), all_words(cases(8, 20)));
}

MemberId member_of(DemoRole role) { return MemberId::from_array({static_cast<std::uint8_t>(1 + static_cast<int>(role))}); }

// What a person could not write through the pages is not in the example either.
TEST(DemoCourse, ObeysTheRulesAndTheOrderOfTime) {
  ASSERT_TRUE(crypto::initialize().is_ok());
  for (const DemoCase& one : cases(1, 300)) {
    ASSERT_GE(one.events.size(), 2U);
    casework::GrowingFile person(crypto::random_id<FileId>());
    casework::GrowingFile own(crypto::random_id<FileId>());
    std::vector<EntryId> written;
    int slot = 0;
    DemoRole author = one.events[0].author;
    for (const DemoEvent& event : one.events) {
      EXPECT_TRUE(event.slot > slot || (event.slot == slot && event.author == author) || written.empty());
      EXPECT_LE(event.slot, kPeriod.now);
      slot = event.slot;
      author = event.author;
      written.emplace_back();
      if (event.message == nullptr) continue;
      ASSERT_LT(event.corrects, static_cast<int>(written.size()) - 1);
      casework::GrowingFile& file = event.of_person ? person : own;
      const EntryId amends = event.corrects < 0 ? EntryId() : written[static_cast<std::size_t>(event.corrects)];
      if (event.about >= 0) refer(*event.message, written[static_cast<std::size_t>(event.about)].text());
      const auto story = file.story();
      ASSERT_TRUE(story.is_ok());
      for (const auto& error : casework::check(*story, *event.message, day_of(event.slot), amends, member_of(event.author))) {
        ADD_FAILURE() << event.message->GetTypeName() << "." << error.field << ": " << error.error.text << "\n" << event.message->ShortDebugString();
      }
      written.back() = file.add(*event.message, amends);
      ASSERT_TRUE(file.take(member_of(event.author), from_milliseconds(0)).is_ok());
    }
  }
}

// Every value is one that the form would take.
TEST(DemoCourse, EveryEntryPassesItsForm) {
  for (const DemoCase& one : cases(2, 200)) {
    for (const DemoEvent& event : one.events) {
      if (event.message == nullptr || dynamic_cast<Assignment*>(event.message.get()) != nullptr) continue;
      const std::unique_ptr<google::protobuf::Message> again(event.message->New());
      for (const auto& error : schema::parse_form(schema::to_form(*event.message), *again)) {
        ADD_FAILURE() << event.message->GetTypeName() << "." << error.field << ": " << error.error.text;
      }
      casework::keep_references(*event.message, *again);
      EXPECT_EQ(again->SerializeAsString(), event.message->SerializeAsString()) << event.message->ShortDebugString();
    }
  }
}

TEST(DemoCourse, LooksLikeTheField) {
  std::mt19937 random(3);
  int men = 0;
  int from_uzbekistan = 0;
  int minors = 0;
  std::set<std::string> types;
  const auto list = cases(3, 400);
  for (const DemoCase& one : list) {
    men += one.person.woman ? 0 : 1;
    minors += one.person.minor ? 1 : 0;
    from_uzbekistan += std::string_view(one.person.citizenship) == "UZ" ? 1 : 0;
    for (const DemoEvent& event : one.events) types.insert(event.message ? event.message->GetTypeName() : "arasha.Facts");
  }
  EXPECT_GT(men, 260);
  EXPECT_LT(men, 360);
  EXPECT_GT(from_uzbekistan, 130);
  EXPECT_GT(minors, 10);
  for (const char* type : {"Identity", "HealthNote", "FirstContact", "SafeContact", "Alerts", "Consent", "Identification", "Exploitation", "Need",
                           "ServiceGiven", "LegalStep", "Return", "Note", "Closure", "Reopening", "Assignment", "WithheldFrom", "RiskAssessment", "IndividualPlan", "LegalStatus",
                           "Proceeding", "Hearing", "Claim", "Task", "Facts", "ReturnOptions", "ReturnAssessment", "ReturnPlan", "BestInterestDecision", "CaseConference"}) {
    EXPECT_TRUE(types.contains(std::string("arasha.") + type)) << type;
  }
  const DemoCase again = demo_case_again(random, kPeriod, list[0], 0);
  EXPECT_EQ(again.person_of, 0);
  EXPECT_GT(again.events.front().slot, list[0].events.back().slot - 1);
}

}  // namespace
}  // namespace arasha::app
