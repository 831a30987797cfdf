#include "web/assets.h"

#include <array>

#include "crypto/hash.h"

// From assets.S: the first byte and the end of each file.
#define ARASHA_ASSET(symbol)                  \
  extern "C" const char arasha_asset_##symbol[]; \
  extern "C" const char arasha_asset_##symbol##_end[]
ARASHA_ASSET(css);
ARASHA_ASSET(css_br);
ARASHA_ASSET(css_gz);
ARASHA_ASSET(js);
ARASHA_ASSET(js_br);
ARASHA_ASSET(js_gz);
ARASHA_ASSET(mark);
ARASHA_ASSET(mark_br);
ARASHA_ASSET(mark_gz);
ARASHA_ASSET(font_cyrillic_400);
ARASHA_ASSET(font_cyrillic_700);
ARASHA_ASSET(font_cyrillic_ext_400);
ARASHA_ASSET(font_cyrillic_ext_700);
ARASHA_ASSET(font_latin_400);
ARASHA_ASSET(font_latin_700);
#undef ARASHA_ASSET

namespace arasha::web {
namespace {

struct Asset {
  std::string_view name;
  const char* type;
  std::string_view bytes;
  std::string_view brotli = {};  // empty: sent as it is
  std::string_view gzip = {};
  std::string hash = {};
};

#define ARASHA_BYTES(symbol) std::string_view(arasha_asset_##symbol, static_cast<std::size_t>(arasha_asset_##symbol##_end - arasha_asset_##symbol))
#define ARASHA_PACKED(symbol) ARASHA_BYTES(symbol), ARASHA_BYTES(symbol##_br), ARASHA_BYTES(symbol##_gz)

std::array<Asset, 9> hashed(std::array<Asset, 9> all) {
  for (Asset& asset : all) asset.hash = to_base32(BytesView(crypto::fingerprint("arasha/asset/v1", {view(asset.bytes)})).first(8));
  return all;
}

const std::array<Asset, 9>& assets() {
  static const std::array<Asset, 9> all = hashed({{
      {"arasha.css", "text/css; charset=utf-8", ARASHA_PACKED(css)},
      {"arasha.js", "text/javascript; charset=utf-8", ARASHA_PACKED(js)},
      {"mark.svg", "image/svg+xml", ARASHA_PACKED(mark)},
      {"font-cyrillic-400.woff2", "font/woff2", ARASHA_BYTES(font_cyrillic_400)},
      {"font-cyrillic-700.woff2", "font/woff2", ARASHA_BYTES(font_cyrillic_700)},
      {"font-cyrillic-ext-400.woff2", "font/woff2", ARASHA_BYTES(font_cyrillic_ext_400)},
      {"font-cyrillic-ext-700.woff2", "font/woff2", ARASHA_BYTES(font_cyrillic_ext_700)},
      {"font-latin-400.woff2", "font/woff2", ARASHA_BYTES(font_latin_400)},
      {"font-latin-700.woff2", "font/woff2", ARASHA_BYTES(font_latin_700)},
  }});
  return all;
}

#undef ARASHA_PACKED
#undef ARASHA_BYTES

const Asset* asset_named(std::string_view name) {
  for (const Asset& asset : assets()) {
    if (asset.name == name) return &asset;
  }
  return nullptr;
}

// "gzip, deflate, br;q=0.9": whether the coding is there and not with weight nought.
bool accepts(std::string_view header, std::string_view coding) {
  for (const std::string_view part : schema::split(header, ",")) {
    const auto end = part.find(';');
    std::string_view name = part.substr(0, end);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (name != coding) continue;
    const std::string_view weight = end == std::string_view::npos ? std::string_view() : part.substr(end);
    return weight.find("q=0") == std::string_view::npos || weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

}  // namespace

std::string asset_address(std::string_view name) {
  const Asset* asset = asset_named(name);
  return "/assets/" + std::string(name) + (asset == nullptr ? "" : "?v=" + asset->hash);
}

Response serve_asset(const Request& request, std::string_view name) {
  const Asset* asset = asset_named(name);
  if (asset == nullptr) return Response::plain(404, "404");
  Response out;
  out.content_type = asset->type;
  out.cacheable = request.query.has("v");
  const std::string tag = "\"" + asset->hash + "\"";
  out.headers.emplace_back("ETag", "W/" + tag);
  if (!asset->brotli.empty()) out.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.if_none_match == "*" || request.if_none_match.find(tag) != std::string::npos) {
    out.status = 304;
    return out;
  }
  out.fixed = asset->bytes;
  if (!asset->brotli.empty() && accepts(request.accept_encoding, "br")) {
    out.fixed = asset->brotli;
    out.headers.emplace_back("Content-Encoding", "br");
  } else if (!asset->gzip.empty() && accepts(request.accept_encoding, "gzip")) {
    out.fixed = asset->gzip;
    out.headers.emplace_back("Content-Encoding", "gzip");
  }
  return out;
}

}  // namespace arasha::web
