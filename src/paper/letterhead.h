// The organisation's letterhead, as a setting holds it: one text for each language, its first line the name, then address
// and telephone. There is a second, neutral one for papers that must not tell what the organisation does.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "paper/document.h"

namespace arasha::paper {

inline constexpr std::size_t kLetterheadLines = 6;

// The name of the setting: "letterhead.ru", "letterhead.neutral.ru".
std::string letterhead_setting(Language language, bool neutral);

// From the text of the setting. A blank text: a letterhead without a name.
Letterhead letterhead_from(std::string_view text);

}  // namespace arasha::paper
