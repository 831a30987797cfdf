#include "web/assets.h"

#include <array>

#include "crypto/hash.h"

extern "C" {
extern const char arasha_asset_arasha_css[];
extern const char arasha_asset_arasha_css_end[];
extern const char arasha_asset_arasha_js[];
extern const char arasha_asset_arasha_js_end[];
extern const char arasha_asset_font_cyrillic_400_woff2[];
extern const char arasha_asset_font_cyrillic_400_woff2_end[];
extern const char arasha_asset_font_cyrillic_700_woff2[];
extern const char arasha_asset_font_cyrillic_700_woff2_end[];
extern const char arasha_asset_font_cyrillic_ext_400_woff2[];
extern const char arasha_asset_font_cyrillic_ext_400_woff2_end[];
extern const char arasha_asset_font_cyrillic_ext_700_woff2[];
extern const char arasha_asset_font_cyrillic_ext_700_woff2_end[];
extern const char arasha_asset_font_latin_400_woff2[];
extern const char arasha_asset_font_latin_400_woff2_end[];
extern const char arasha_asset_font_latin_700_woff2[];
extern const char arasha_asset_font_latin_700_woff2_end[];
}

namespace arasha::web {
namespace {

struct Asset {
  std::string_view name;
  const char* type;
  std::string_view bytes;
};

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

const std::array<Asset, 8>& assets() {
  static const std::array<Asset, 8> all = {{
      {"arasha.css", "text/css; charset=utf-8", between(arasha_asset_arasha_css, arasha_asset_arasha_css_end)},
      {"arasha.js", "text/javascript; charset=utf-8", between(arasha_asset_arasha_js, arasha_asset_arasha_js_end)},
      {"font-cyrillic-400.woff2", "font/woff2", between(arasha_asset_font_cyrillic_400_woff2, arasha_asset_font_cyrillic_400_woff2_end)},
      {"font-cyrillic-700.woff2", "font/woff2", between(arasha_asset_font_cyrillic_700_woff2, arasha_asset_font_cyrillic_700_woff2_end)},
      {"font-cyrillic-ext-400.woff2", "font/woff2", between(arasha_asset_font_cyrillic_ext_400_woff2, arasha_asset_font_cyrillic_ext_400_woff2_end)},
      {"font-cyrillic-ext-700.woff2", "font/woff2", between(arasha_asset_font_cyrillic_ext_700_woff2, arasha_asset_font_cyrillic_ext_700_woff2_end)},
      {"font-latin-400.woff2", "font/woff2", between(arasha_asset_font_latin_400_woff2, arasha_asset_font_latin_400_woff2_end)},
      {"font-latin-700.woff2", "font/woff2", between(arasha_asset_font_latin_700_woff2, arasha_asset_font_latin_700_woff2_end)},
  }};
  return all;
}

}  // namespace

std::string asset_address(std::string_view name) {
  for (const Asset& asset : assets()) {
    if (asset.name != name) continue;
    const crypto::Hash hash = crypto::fingerprint("arasha/asset/v1", {view(asset.bytes)});
    return "/assets/" + std::string(name) + "?v=" + to_base32(BytesView(hash).first(8));
  }
  return "/assets/" + std::string(name);
}

Response serve_asset(std::string_view name) {
  for (const Asset& asset : assets()) {
    if (asset.name != name) continue;
    Response out;
    out.content_type = asset.type;
    out.body = std::string(asset.bytes);
    out.cacheable = true;
    return out;
  }
  return Response::plain(404, "404");
}

}  // namespace arasha::web
