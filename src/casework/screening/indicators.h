// The international lists with which people ask whether somebody was trafficked: data with source and
// version. A list that changes gets a new version beside the old one, which stays, so that an old screening
// can still be read.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace arasha::casework {

enum class Weight { none, weak, medium, strong };  // none: not a question of this profile
enum class Profile { adult, child };               // child: under eighteen when it happened
// How the answers of a list become an advice (casework/screening/rules.h).
enum class Scoring { dimensions, signs, elements };

struct Dimension {
  const char* code;
  const char* title;      // a msgid
  const char* hint = "";  // a msgid, or empty
};

struct Indicator {
  const char* code;  // unique in its list; stored, never reused
  const char* dimension;
  const char* text;  // a msgid
  Weight adult = Weight::strong;
  Weight child = Weight::strong;
};

struct ScreeningList {
  const char* code;
  const char* version;
  const char* title;   // a msgid
  const char* help;    // a msgid
  const char* source;  // as it is cited, in English
  Scoring scoring;
  std::span<const Dimension> dimensions;
  std::span<const Indicator> indicators;

  const Indicator* find(std::string_view indicator) const;
};

inline constexpr const char* kLabourList = "labour_exploitation";
inline constexpr const char* kForcedLabourList = "forced_labour";
inline constexpr const char* kPalermoList = "palermo";

// The question of the labour list that is not an indicator: for a child an act beside the exploitation is
// enough.
inline constexpr const char* kActIndicator = "act";

// The newest version of each list, in the order in which they are offered.
const std::vector<const ScreeningList*>& screening_lists();
const ScreeningList* screening_list(std::string_view code);  // the newest; null: unknown
const ScreeningList* screening_list(std::string_view code, std::string_view version);  // null: unknown

// What an indicator weighs there; `none`: it is not asked.
Weight weight_of(const Indicator& indicator, Profile profile);
std::vector<const Indicator*> indicators_of(const ScreeningList& list, std::string_view dimension,
                                            Profile profile);

}  // namespace arasha::casework
