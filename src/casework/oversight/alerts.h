// Signs in the reading record that somebody should look at: many files in an hour, at night, a person with the reader's own
// surname, a closed case (docs/oversight.md). Only for who holds the Auditors' key.
#pragma once

#include <array>
#include <span>

#include "casework/parts.h"

namespace arasha::casework {

enum class Sign : std::uint8_t { many_files, night, same_name, after_closing };
inline constexpr std::size_t kSigns = 4;

struct SignWords {
  Sign sign;
  const char* code;
  const char* setting;   // of the number of files from which it shows; 0: never
  int otherwise;         // where nobody chose
  const char* name;      // msgids
  const char* label;
  const char* hint;
};
std::span<const SignWords> sign_words();
inline constexpr const char* kNightFromSetting = "alert_night_from";   // hours of the day on this machine's clock
inline constexpr const char* kNightUntilSetting = "alert_night_until";

struct AlertRules {
  std::array<int, kSigns> files{};  // by sign; 0: switched off
  int night_from = 22;
  int night_until = 6;
  static AlertRules of(const vault::Directory& state);
};

struct Alert {
  Sign sign = Sign::many_files;
  MemberId member;
  Time from;
  Time until;
  std::uint64_t first = 0;    // its first line of the record
  std::uint32_t count = 0;    // different files
  std::vector<FileId> files;  // the first of them
  std::string key() const;    // by which "looked at" is kept
};
inline constexpr std::size_t kAlertFiles = 20;

// The signs among lines of the record, oldest first. Within a sliding hour for many files; from noon to noon for the others, so
// that a night is one piece. Pure but for the machine's time zone.
std::vector<Alert> find_alerts(const AlertRules& rules, std::span<const vault::RecordedReading> lines);

struct LookedAt {
  Alert alert;
  std::optional<vault::Notice> looked;  // who looked at it, and the note
};
struct AlertList {
  std::vector<LookedAt> rows;  // newest first
  std::size_t walked = 0;      // lines of the record for this answer
  bool all = true;             // false: so many lines that the oldest were not looked at
  std::size_t damaged = 0;     // marks
  std::size_t open() const;    // nobody looked at them
};
// The last 31 days. What is older than a day was found before and is kept for this auditor, sealed to her: it is not walked
// again while the rules stay as they are.
Result<AlertList> reading_alerts(const Desk& desk, const vault::Keyring& by);

// Written beside the reading of a case, by whose keys show it: that the person has the reader's surname, that the case is
// closed. An auditor, who opens no case, could not find it out. Recorded before the case is shown.
Result<void> record_signs(const Desk& desk, const Visit& visit, FileId file, const CaseCard& card, const Identity* identity);
// Whether a word of the reader's shown name is a surname of this person, in any alphabet and spelling.
bool has_surname_of(std::string_view shown_name, const Identity& identity);

}  // namespace arasha::casework
