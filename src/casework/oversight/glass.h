// Breaking the glass on the pages (docs/oversight.md): who may, what was opened so, who was told and who reviewed it. Keys
// and times are the vault's matter.
#pragma once

#include "casework/case_view.h"
#include "casework/retention/settings.h"

namespace arasha::casework {

inline constexpr const char* kGlassMinutesSetting = "emergency_minutes";
inline constexpr int kGlassMinutes = 120;      // where nobody chose
inline constexpr int kMostGlassMinutes = 1440;
// A review is late from then on.
inline constexpr Duration kReviewWithin = std::chrono::hours(24);

// A number among the settings of the organisation, within these bounds; `otherwise` where none stands there.
int number_setting(const vault::Directory& state, std::string_view name, int otherwise, int least, int most);
int longest_glass(const vault::Directory& state);  // minutes

// Whether this member is in the Emergency circle of an organisation that has it switched on.
bool may_break_glass(const vault::Directory& state, MemberId member);

struct Term {
  const char* code;
  const char* text;  // a msgid
};
std::span<const Term> glass_reasons();
std::span<const Term> review_results();
std::string term_label(const Catalogue& words, std::span<const Term> terms, const std::string& code);

// One emergency: what was said when the glass was broken or a file asked for, and the review of it.
struct EmergencyCase {
  vault::Notice notice;
  std::vector<FileId> files;             // with those that were opened along with it
  std::optional<vault::Notice> review;   // the last one
  bool overdue = false;                  // nobody reviewed it within a day
};
struct EmergencyList {
  std::vector<EmergencyCase> rows;  // newest first
  std::size_t damaged = 0;
  bool all = true;                  // false: there are older ones
};
// What is said to circles of this member, since that time.
Result<EmergencyList> emergencies(const Desk& desk, const vault::Keyring& by, Time since = {});
// The alias where this member may see the case; else the beginning of the file's number.
std::string file_name(const Desk& desk, const vault::Keyring& by, FileId file);

// Whether the work of this case is open to this member through a broken glass only.
bool by_glass(const Desk& desk, const Visit& visit, const CaseView& view);
// Above a case: that it is open through a broken glass, and until when; or that somebody else opened it so lately; or, for
// who may, the way to the rest of a case of which only a part is hers.
Html glass_banner(const Desk& desk, const Visit& visit, const CaseView& view);
// Instead of a case that does not open: for who may break the glass, the way there. For the others the usual page.
web::Response closed_case(const Desk& desk, const Visit& visit, FileId file, const Error& error);

// On everybody's first page: emergencies that this member was not told of yet (stewards: all; who looks after a case: of
// that case), reviews that are late, and for auditors what is striking in the reading record. Empty: nothing.
Html oversight_alarm(const Desk& desk, const Visit& visit);

}  // namespace arasha::casework
