#include "web/html.h"

namespace arasha::web {
namespace {

// Nearly every text has nothing to escape: runs are copied whole.
void escape(std::string_view text, std::string& out) {
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string_view instead;
    switch (text[at]) {
      case '&': instead = "&amp;"; break;
      case '<': instead = "&lt;"; break;
      case '>': instead = "&gt;"; break;
      case '"': instead = "&quot;"; break;
      case '\'': instead = "&#39;"; break;
      default: continue;
    }
    out += text.substr(from, at - from);
    out += instead;
    from = at + 1;
  }
  out += text.substr(from);
}

}  // namespace

Html Html::raw(Markup markup) {
  Html out;
  out.bytes_ = markup.text();
  return out;
}

Html Html::text(std::string_view text) {
  Html out;
  escape(text, out.bytes_);
  return out;
}

Html& Html::add(const Html& other) {
  bytes_ += other.bytes_;
  return *this;
}

Html& Html::add(Html&& other) {
  if (bytes_.empty() && bytes_.capacity() <= other.bytes_.capacity()) bytes_ = std::move(other.bytes_);
  else bytes_ += other.bytes_;
  return *this;
}

Html& Html::add(std::string_view text) {
  escape(text, bytes_);
  return *this;
}

Html& Html::add_raw(Markup markup) {
  bytes_ += markup.text();
  return *this;
}

void ElementBuilder::open(Html& out, Markup tag, Attributes attributes) {
  std::string& bytes = out.bytes_;
  bytes += '<';
  bytes += tag.text();
  for (const Attribute& attribute : attributes) {
    if (!attribute.present) continue;
    bytes += ' ';
    bytes += attribute.name.text();
    if (attribute.value.empty()) continue;
    bytes += "=\"";
    escape(attribute.value, bytes);
    bytes += '"';
  }
  bytes += '>';
}

void ElementBuilder::close(Html& out, Markup tag) {
  out.bytes_ += "</";
  out.bytes_ += tag.text();
  out.bytes_ += '>';
}

Html void_el(Markup tag, Attributes attributes) {
  Html out;
  ElementBuilder::open(out, tag, attributes);
  return out;
}

std::string url_part(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
  }
  return out;
}

}  // namespace arasha::web
