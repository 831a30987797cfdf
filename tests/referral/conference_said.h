// Messages of conferences, for the tests of this room.
#pragma once

#include "arasha/entries.pb.h"
#include "referral/conference.h"
#include "schema/entry_types.h"

namespace arasha::referral {

inline constexpr const char* kDay = "2026-06-10";    // of the conference; the clock begins at 2026-05-28
inline constexpr const char* kUntil = "2026-06-17";

inline Date day(const char* iso) { return *date_from_iso(iso); }

inline std::string packed(const char* name) {
  Identity identity;
  identity.set_given_name(name);
  ReferralPacket out;
  PacketEntry* entry = out.add_entries();
  entry->set_type(10);
  entry->set_content(identity.SerializeAsString());
  return out.SerializeAsString();
}

inline ConferenceInvitation invitation() {
  ConferenceInvitation out;
  out.set_date(kDay);
  out.set_time("10:00");
  out.set_how("office");
  out.set_place("Акимат, кабинет 12");
  out.set_question("Как вернуть документы?");
  out.add_agenda("Паспорт");
  out.set_access_until(kUntil);
  out.set_packet(packed("Алия"));
  return out;
}
inline ConferenceStep step_named(const std::string& name) {
  ConferenceStep out;
  out.set_step(name);
  return out;
}
inline ConferenceStep decisions(std::initializer_list<const char*> numbers, const char* until = "2026-07-30") {
  ConferenceStep out = step_named("decisions");
  out.set_access_until(until);
  for (const char* number : numbers) {
    auto* one = out.add_decisions();
    one->set_number(number);
    one->set_what(std::string("Решение ") + number);
    one->set_by("2026-07-01");
  }
  return out;
}
inline ConferenceStep report(const char* number, const char* result) {
  ConferenceStep out = step_named("reported");
  out.set_number(number);
  out.set_result(result);
  return out;
}
inline ConferenceStep moved(const char* date, const char* until) {
  ConferenceStep out = step_named("moved");
  out.set_date(date);
  out.set_time("11:00");
  out.set_how("video");
  out.set_access_until(until);
  return out;
}

}  // namespace arasha::referral
