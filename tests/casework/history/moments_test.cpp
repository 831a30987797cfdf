#include "casework/history/moments.h"

#include "casework/parts.h"
#include "casework/written_story.h"

namespace arasha::casework {
namespace {

class Moments : public WrittenStory {
 protected:
  static Time at(const char* day) {
    return Time(std::chrono::sys_days(*date_from_iso(day)) + std::chrono::hours(9));
  }
  template <class MessageType>
  EntryId write_on(const char* day, const MessageType& message) {
    const EntryId id = write(message);
    story_.items.back().versions.back().time = at(day);
    return id;
  }
  template <class MessageType>
  void correct_on(const char* day, EntryId id, const MessageType& message) {
    for (Item& item : story_.items) {
      if (item.first().id != id) continue;
      Version next = version(message, 2);
      next.time = at(day);
      item.versions.push_back(next);
    }
  }
  static Date day(const char* iso) { return *date_from_iso(iso); }
  static Note note(const char* text) {
    Note out;
    out.set_text(text);
    return out;
  }
  const Catalogue& words_ = Catalogue::of(Language::en);
};

TEST_F(Moments, a_day_shows_what_was_recorded_by_its_evening) {
  const EntryId first = write_on("2026-03-02", note("first"));
  correct_on("2026-03-05", first, note("first, corrected"));
  write_on("2026-03-04", note("second"));
  EXPECT_TRUE(story_on(story_, day("2026-03-01")).items.empty());
  const Story second_day = story_on(story_, day("2026-03-02"));
  ASSERT_EQ(second_day.items.size(), 1U);
  EXPECT_EQ(second_day.items[0].as<Note>()->text(), "first");
  const Story fourth_day = story_on(story_, day("2026-03-04"));
  ASSERT_EQ(fourth_day.items.size(), 2U);
  EXPECT_EQ(fourth_day.items[0].as<Note>()->text(), "first");
  EXPECT_EQ(story_on(story_, day("2026-03-05")).items[0].as<Note>()->text(), "first, corrected");
  EXPECT_EQ(story_on(story_, day("2026-03-05")).length, story_.length);
}

TEST_F(Moments, between_two_days_is_what_came_and_what_was_corrected_in_the_order_of_writing) {
  const EntryId old = write_on("2026-03-01", note("old"));
  write_on("2026-03-01", note("untouched"));
  write_on("2026-03-10", note("new"));
  correct_on("2026-03-11", old, note("old, corrected"));
  const Story before = story_on(story_, day("2026-03-05"));
  const Story after = story_on(story_, day("2026-03-20"));
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].before, nullptr);
  EXPECT_EQ(changes[0].after->as<Note>()->text(), "new");
  ASSERT_NE(changes[1].before, nullptr);
  EXPECT_EQ(changes[1].before->as<Note>()->text(), "old");
  EXPECT_EQ(changes[1].after->as<Note>()->text(), "old, corrected");
  EXPECT_TRUE(changes_between(after, after).empty());
}

TEST_F(Moments, each_field_has_its_own_history) {
  Return decision;
  decision.set_decision("wants");
  const EntryId id = write_on("2026-03-01", decision);
  decision.set_ticket("Train");
  correct_on("2026-03-02", id, decision);
  decision.set_ticket("");
  correct_on("2026-03-03", id, decision);
  const auto fields = field_histories(words_, story_.items[0]);
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].values.size(), 1U);
  EXPECT_EQ(fields[1].label, "Ticket");
  ASSERT_EQ(fields[1].values.size(), 2U);
  EXPECT_EQ(fields[1].values[0].value, "Train");
  EXPECT_EQ(fields[1].values[0].author, who(2));
  EXPECT_EQ(fields[1].values[1].value, "");
}

TEST_F(Moments, an_erased_version_says_nothing) {
  const EntryId id = write_on("2026-03-01", note("secret"));
  story_.items[0].versions[0].message = nullptr;
  story_.items[0].versions[0].erased = true;
  EXPECT_TRUE(field_histories(words_, story_.items[0]).empty());
  EXPECT_EQ(story_on(story_, day("2026-03-01")).items[0].first().id, id);
}

}  // namespace
}  // namespace arasha::casework
