// The fonts of paper: Golos Text, and DejaVu Sans for the letters that it lacks. They come with the program; the fonts and
// the settings of the machine play no part. Inside the room only.
#pragma once

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include <memory>

#include "base/result.h"

namespace arasha::paper {

inline constexpr const char* kFamilies = "Golos Text, DejaVu Sans";

// Whether one of the fonts has this character.
bool has_glyph(char32_t character);

struct Unref {
  void operator()(PangoFontMap* it) const { g_object_unref(it); }
  void operator()(PangoContext* it) const { g_object_unref(it); }
  void operator()(PangoLayout* it) const { g_object_unref(it); }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;

// A font map over these fonts and nothing else. One thread uses it at a time. `unavailable` where the system gives no
// memory file for them.
Result<Held<PangoFontMap>> new_font_map();

}  // namespace arasha::paper
