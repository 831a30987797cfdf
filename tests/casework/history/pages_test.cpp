#include "casework/browser.h"
#include "casework/parts.h"

namespace arasha::casework {
namespace {

using vault::CircleKind;

bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

class HistoryPages : public SiteTest {
 protected:
  void next_days(int days) { clock_.advance(std::chrono::hours(24 * days)); }
  std::string day_now() const { return to_iso(local_day(clock_.now())); }
};

TEST_F(HistoryPages, two_days_are_compared) {
  const CaseFiles files = open_one();
  const EntryId note = note_in(files.case_file, "words-of-the-first-day");
  const std::string first = day_now();
  next_days(10);
  Note corrected;
  corrected.set_text("words-of-the-tenth-day");
  must(Cases(*vault_).correct(*steward_, files.case_file, note, corrected));
  const std::string tenth = day_now();
  next_days(10);
  note_in(files.case_file, "words-of-the-last-day");
  const auto keys = in("Worker", {CircleKind::casework});
  Browser worker(*site_, &keys);
  const std::string address = "/case/" + files.case_file.text() + "/history";
  const auto between = worker.get(address + "?from=" + first + "&to=" + tenth);
  EXPECT_EQ(between.status, 200);
  EXPECT_TRUE(has(between, "<del>words-of-the-first-day</del>"));
  EXPECT_TRUE(has(between, "<ins>words-of-the-tenth-day</ins>"));
  EXPECT_FALSE(has(between, "words-of-the-last-day"));
  EXPECT_TRUE(has(worker.get(address + "?from=" + tenth + "&to=" + first), "<ins>words-of-the-tenth-day</ins>"));
  EXPECT_TRUE(has(worker.get(address), "words-of-the-last-day"));
  EXPECT_FALSE(has(worker.get(address + "?from=" + tenth), "words-of-the-first-day"));
}

TEST_F(HistoryPages, a_day_that_cannot_be_is_named_and_kept) {
  const CaseFiles files = open_one();
  Browser steward(*site_, steward_.get());
  const auto answer = steward.get("/case/" + files.case_file.text() + "/history?from=31.02.2026&to=1.3.2026");
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(has(answer, "value=\"31.02.2026\""));
  EXPECT_TRUE(has(answer, "#from"));
}

TEST_F(HistoryPages, what_is_closed_stays_closed) {
  const CaseFiles files = open_one();
  const EntryId note = note_in(files.case_file, "text-of-the-note");
  const auto duty_keys = in("Duty", {CircleKind::duty});
  const auto nobody_keys = in("Nobody", {});
  for (const vault::Keyring* keys : {&duty_keys, &nobody_keys}) {
    Browser browser(*site_, keys);
    for (const std::string& address : {"/case/" + files.case_file.text() + "/history", "/file/" + files.case_file.text() + "/history/" + note.text(),
                                       "/file/" + files.person_file.text() + "/history/" + note.text()}) {
      const auto answer = browser.get(address);
      EXPECT_TRUE(answer.status == 403 || answer.status == 404) << address << " " << answer.status;
      EXPECT_FALSE(has(answer, "text-of-the-note"));
    }
  }
}

TEST_F(HistoryPages, each_field_is_told_with_who_wrote_it) {
  const CaseFiles files = open_one();
  const EntryId note = note_in(files.case_file, "first-words");
  Note corrected;
  corrected.set_text("second-words");
  const EntryId second = must(Cases(*vault_).correct(*steward_, files.case_file, note, corrected));
  Browser steward(*site_, steward_.get());
  for (const EntryId id : {note, second}) {
    const auto answer = steward.get("/file/" + files.case_file.text() + "/history/" + id.text() + "?case=" + files.case_file.text());
    EXPECT_EQ(answer.status, 200);
    EXPECT_LT(answer.body.find("second-words"), answer.body.find("first-words"));
    EXPECT_TRUE(has(answer, "Saule"));
  }
  EXPECT_EQ(steward.get("/file/" + files.case_file.text() + "/history/" + EntryId::from_array({1}).text()).status, 404);
}

}  // namespace
}  // namespace arasha::casework
