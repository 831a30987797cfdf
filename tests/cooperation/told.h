// Stories of cooperation without a vault: entries one after the other, as they would be read.
#pragma once

#include <gtest/gtest.h>

#include "cooperation/cards.h"
#include "vault/growing_file.h"

namespace arasha::cooperation {

// The day of all these tests.
inline Date day(int year, unsigned month, unsigned number) { return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(number)}; }
inline const Date kToday = day(2026, 9, 21);

class Told {
 public:
  Told() : growing_(FileId::from_bytes(std::array<std::uint8_t, 16>{1}).value(), card_of) {}
  EntryId add(const google::protobuf::Message& message, EntryId amends = EntryId()) { return growing_.add(message, amends); }
  Story story() const { return *growing_.story(); }

 private:
  vault::GrowingFile growing_;
};

inline Agreement agreement(const char* from = "2025-01-01", const char* until = "2026-12-31") {
  Agreement out;
  out.set_title("Memorandum");
  out.set_kind("memorandum");
  out.set_valid_from(from);
  out.set_valid_until(until);
  out.add_parties()->set_name("Police");
  return out;
}
inline Commission commission(const char* founded = "2026-01-10") {
  Commission out;
  out.set_name("Commission of Almaty");
  out.set_level("regional");
  out.set_region("Almaty");
  out.set_founded(founded);
  out.set_chair("Chair of it");
  return out;
}
inline Meeting meeting(const char* date = "2026-03-02", const char* state = "held") {
  Meeting out;
  out.set_date(date);
  out.set_kind("ordinary");
  out.set_place("Hall 214");
  out.set_state(state);
  for (const char* text : {"Nights", "Interpreters"}) {
    auto* question = out.add_agenda();
    question->set_number(std::to_string(out.agenda_size()));
    question->set_text(text);
  }
  return out;
}
inline MeetingDecision decision(EntryId of, const char* due = "2026-05-01", const char* question = "1") {
  MeetingDecision out;
  out.set_meeting(of.text());
  out.set_question(question);
  out.set_text("A number for the night");
  out.set_body("Police");
  out.set_due(due);
  return out;
}
inline WorkProgress progress(EntryId of, const char* date, const char* state, bool evidence = false, const char* note = "") {
  WorkProgress out;
  out.set_work(of.text());
  out.set_date(date);
  out.set_state(state);
  out.set_note(note);
  if (evidence) out.add_evidence()->set_what("Letter 118");
  return out;
}
inline PublishedReport report() {
  PublishedReport out;
  out.set_title("Report");
  out.set_kind("tip");
  out.set_year("2026");
  out.set_published("2026-06-30");
  return out;
}
inline Recommendation recommendation() {
  Recommendation out;
  out.set_number("3");
  out.set_text("Teach inspectors");
  return out;
}
inline RecommendedAction action(EntryId of, const char* due = "2026-12-01") {
  RecommendedAction out;
  out.set_recommendation(of.text());
  out.set_text("A seminar");
  out.set_body("Our centre");
  out.set_due(due);
  return out;
}
inline RecommendationVerdict verdict(EntryId of, const char* what, const char* date = "2026-09-01") {
  RecommendationVerdict out;
  out.set_recommendation(of.text());
  out.set_date(date);
  out.set_verdict(what);
  out.set_reason("As it is");
  return out;
}

// The fields that check() refuses.
inline std::vector<std::string> refused(const Story& story, const google::protobuf::Message& message, EntryId corrects = EntryId()) {
  std::vector<std::string> out;
  for (const auto& error : check(story, message, kToday, corrects)) out.push_back(error.field);
  return out;
}
using Fields = std::vector<std::string>;

}  // namespace arasha::cooperation
