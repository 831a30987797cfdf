#include "exchange/dots.h"

#include <qrencode.h>

#include <memory>

namespace arasha::exchange {
namespace {

struct Freed {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
constexpr int kQuiet = 4;  // modules of white around it, as the standard wants

}  // namespace

web::Html dots(const std::string& text, const std::string& label) {
  // Capitals, figures and a colon take the denser mode.
  const std::unique_ptr<QRcode, Freed> code(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
  if (!code) return {};
  const int size = code->width + 2 * kQuiet;
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      const bool dark = (code->data[y * code->width + x] & 1U) != 0;
      if (!dark) continue;
      path += "M" + std::to_string(x + kQuiet) + " " + std::to_string(y + kQuiet) + "h1v1h-1z";
    }
  }
  const std::string box = "0 0 " + std::to_string(size) + " " + std::to_string(size);
  return web::el("svg", {{"class", "arasha-dots"}, {"viewBox", box}, {"role", "img"}, {"aria-label", label}}, web::el("path", {{"d", path}}));
}

}  // namespace arasha::exchange
