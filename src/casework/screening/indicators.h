// The lists with which people ask whether somebody was trafficked: data with source and version. The
// international ones are part of the program; one that changes gets a new version beside the old one, which stays, so that
// an old screening can still be read. Those of a country pack: casework/screening/pack_lists.h.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "arasha/pack.pb.h"
#include "base/catalogue.h"

namespace arasha::casework {

enum class Weight { none, weak, medium, strong };  // none: not a question of this profile
enum class Profile { adult, child };               // child: under eighteen when it happened
// How the answers of a list become an advice (casework/screening/rules.h).
enum class Scoring { dimensions, signs, elements, criteria, interview };

struct Dimension {
  const char* code;
  const char* title;      // a msgid
  const char* hint = "";  // a msgid, or empty
  const pack::Text* own = nullptr;  // of a pack: instead of the title
};

struct Indicator {
  const char* code;  // unique in its list; stored, never reused
  const char* dimension;
  const char* text;  // a msgid
  Weight adult = Weight::strong;
  Weight child = Weight::strong;
  const pack::Text* own = nullptr;  // of a pack: instead of the text
  const char* element = "";  // of an interview: "act", "means" or "purpose"; empty: it counts for none
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
  const pack::Checklist* checklist = nullptr;  // of a pack: what it was made of
  const pack::Text* own_source = nullptr;      // of a pack: instead of the source

  const Indicator* find(std::string_view indicator) const;
};

inline constexpr const char* kLabourList = "labour_exploitation";
inline constexpr const char* kForcedLabourList = "forced_labour";
inline constexpr const char* kPalermoList = "palermo";
inline constexpr const char* kInterviewList = "iom_interview";

// The question of the labour list that is not an indicator: for a child an act beside the exploitation is
// enough.
inline constexpr const char* kActIndicator = "act";

// The newest version of each list, in the order in which they are offered.
const std::vector<const ScreeningList*>& screening_lists();
const ScreeningList* screening_list(std::string_view code);  // the newest; null: unknown
const ScreeningList* screening_list(std::string_view code, std::string_view version);  // null: unknown

// In the words of the reader.
std::string text_of(const Catalogue& words, const ScreeningList& list);  // its title
std::string text_of(const Catalogue& words, const Dimension& dimension);
std::string text_of(const Catalogue& words, const Indicator& indicator);
std::string source_of(const Catalogue& words, const ScreeningList& list);

// What an indicator weighs there; `none`: it is not asked.
Weight weight_of(const Indicator& indicator, Profile profile);
std::vector<const Indicator*> indicators_of(const ScreeningList& list, std::string_view dimension,
                                            Profile profile);

}  // namespace arasha::casework
