#include "paper/fonts.h"

#include <pango/pangofc-fontmap.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bitset>
#include <string>

extern "C" {
extern const char arasha_font_regular[];
extern const char arasha_font_regular_end[];
extern const char arasha_font_bold[];
extern const char arasha_font_bold_end[];
extern const char arasha_font_spare[];
extern const char arasha_font_spare_end[];
extern const char arasha_font_spare_bold[];
extern const char arasha_font_spare_bold_end[];
}

namespace arasha::paper {
namespace {

// fontconfig, FreeType and HarfBuzz each open a font by its name, so it lies in a memory file as long as the program runs.
bool put(FcConfig* config, const char* begin, const char* end) {
  const int file = ::memfd_create("font", MFD_CLOEXEC);
  if (file < 0) return false;
  while (begin != end) {
    const ssize_t written = ::write(file, begin, static_cast<std::size_t>(end - begin));
    if (written <= 0) {
      ::close(file);
      return false;
    }
    begin += written;
  }
  const std::string name = "/proc/self/fd/" + std::to_string(file);
  if (FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(name.c_str())) == FcTrue) return true;
  ::close(file);
  return false;
}

// Null when it cannot be made.
FcConfig* make_config() {
  FcConfig* config = FcConfigCreate();
  if (config == nullptr) return nullptr;
  const bool all = put(config, arasha_font_regular, arasha_font_regular_end) && put(config, arasha_font_bold, arasha_font_bold_end) &&
                   put(config, arasha_font_spare, arasha_font_spare_end) && put(config, arasha_font_spare_bold, arasha_font_spare_bold_end);
  // As the current one, or Pango would load that of the machine in a thread of its own.
  if (all && FcConfigSetCurrent(config) == FcTrue) return config;
  FcConfigDestroy(config);
  return nullptr;
}

FcConfig* the_config() {
  static FcConfig* const config = make_config();
  return config;
}

}  // namespace

static bool look_for(char32_t character) {
  FcConfig* const config = the_config();
  const FcFontSet* fonts = config == nullptr ? nullptr : FcConfigGetFonts(config, FcSetApplication);
  if (fonts == nullptr) return false;
  for (int i = 0; i < fonts->nfont; ++i) {
    FcCharSet* letters = nullptr;
    if (FcPatternGetCharSet(fonts->fonts[i], FC_CHARSET, 0, &letters) == FcResultMatch && FcCharSetHasChar(letters, character) == FcTrue) return true;
  }
  return false;
}

bool has_glyph(char32_t character) {
  // Asked for every letter of every paper: what fontconfig says is kept for the letters that there are.
  constexpr char32_t kKept = 0x10000;
  static const auto* const kept = [] {
    auto* out = new std::bitset<kKept>;
    for (char32_t c = 0; c < kKept; ++c) (*out)[c] = look_for(c);
    return out;
  }();
  return character < kKept ? (*kept)[character] : look_for(character);
}

Result<Held<PangoFontMap>> new_font_map() {
  FcConfig* const config = the_config();
  if (config == nullptr) return Error(ErrorCode::unavailable, "The fonts for paper cannot be loaded. Ask whoever looks after the server.");
  Held<PangoFontMap> out(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (out == nullptr) return Error(ErrorCode::unavailable, "The fonts for paper cannot be loaded. Ask whoever looks after the server.");
  pango_fc_font_map_set_config(reinterpret_cast<PangoFcFontMap*>(out.get()), config);
  return out;
}

}  // namespace arasha::paper
