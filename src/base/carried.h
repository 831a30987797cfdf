// A text that carries its languages itself, because no catalogue can know it: what an organisation wrote for its own forms.
// It goes wherever a msgid goes; Catalogue::text answers the language that is asked for.
#pragma once

#include <string>
#include <string_view>

#include "base/catalogue.h"

namespace arasha {

// The sign at its beginning and between the languages; it stands in no text of a person (base/text.h, clean_text).
inline constexpr char kCarried = '\x1f';

// A language without words is answered with another one's: English, Russian, Kazakh, in this order. Empty from nothing.
std::string carried(std::string_view en, std::string_view ru, std::string_view kk);
// The words in that language; the whole text where it is not a carried one. A view into `text`.
std::string_view carried_in(std::string_view text, Language language);

}  // namespace arasha
