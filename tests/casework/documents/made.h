// Files made for tests: pictures that tell where they were made, documents that are none.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "web/http.h"

namespace arasha::casework::made {

inline std::string big(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i));
  return out;
}
inline std::string little(std::uint32_t value, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

// --- JPEG

inline std::string segment(int marker, const std::string& inside) { return std::string("\xff") + static_cast<char>(marker) + big(static_cast<std::uint32_t>(inside.size() + 2), 2) + inside; }

// EXIF with an orientation and a place on the earth.
inline std::string exif(int orientation) {
  using std::string_literals::operator""s;
  std::string tiff = "II*\0"s + little(8, 4) + little(3, 2);
  tiff += little(0x010f, 2) + little(2, 2) + little(4, 4) + "Cam\0"s;              // make
  tiff += little(0x0112, 2) + little(3, 2) + little(1, 4) + little(static_cast<std::uint32_t>(orientation), 4);
  tiff += little(0x8825, 2) + little(4, 2) + little(1, 4) + little(50, 4);         // GPS
  tiff += little(0, 4) + "GPS-43.2389N-76.8897E";
  return "Exif\0\0"s + tiff;
}

inline std::string frame(int width, int height) {
  return segment(0xc0, big(8, 1) + big(static_cast<std::uint32_t>(height), 2) + big(static_cast<std::uint32_t>(width), 2) + big(1, 1) + big(1, 1) + big(0x11, 1) + big(0, 1));
}

inline const std::string& coded() {
  using std::string_literals::operator""s;
  static const std::string points = "\x12\x34\xff\x00\x56\xff\xd0\x78\x9a"s;
  return points;
}

inline std::string jpeg(int orientation = 6, int width = 40, int height = 30) {
  using std::string_literals::operator""s;
  return "\xff\xd8"s + segment(0xe0, "JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01"s + "RGB") + segment(0xe1, exif(orientation)) +
         segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS-in-xmp</x:xmpmeta>"s) + segment(0xe2, "ICC_PROFILE\0\x01\x01profile"s) +
         segment(0xe2, "MPF\0more pictures"s) + segment(0xed, "Photoshop 3.0\0IPTC-of-the-author"s) + segment(0xfe, "comment by somebody") + segment(0xee, "Adobe-colours") +
         segment(0xdb, std::string(65, '\x01')) + frame(width, height) + segment(0xc4, std::string(20, '\x02')) + segment(0xda, std::string(6, '\x03')) + coded() + "\xff\xd9" +
         "film-behind-the-end GPS";
}

// --- PNG

inline std::uint32_t sum_of(const std::string& bytes) {
  std::uint32_t sum = 0xffffffffU;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum & 1U) != 0 ? 0xedb88320U ^ (sum >> 1U) : sum >> 1U;
  }
  return sum ^ 0xffffffffU;
}
inline std::string chunk(const std::string& name, const std::string& inside) { return big(static_cast<std::uint32_t>(inside.size()), 4) + name + inside + big(sum_of(name + inside), 4); }
inline const std::string kPngHead = "\x89PNG\r\n\x1a\n";
inline std::string png_size(std::uint32_t width, std::uint32_t height) { return chunk("IHDR", big(width, 4) + big(height, 4) + std::string("\x08\x02\x00\x00\x00", 5)); }
inline std::string png(std::uint32_t width = 40, std::uint32_t height = 30) {
  using std::string_literals::operator""s;
  return kPngHead + png_size(width, height) + chunk("eXIf", exif(1).substr(6)) + chunk("tEXt", "Author\0Somebody"s) + chunk("iTXt", "XML:com.adobe.xmp GPS") +
         chunk("tIME", "1234567") + chunk("iCCP", "profile") + chunk("prVt", "private GPS") + chunk("IDAT", std::string(100'000, 'i')) + chunk("IEND", "") + "GPS behind the end";
}

// --- WebP

inline std::string riff_chunk(const std::string& name, const std::string& inside) { return name + little(static_cast<std::uint32_t>(inside.size()), 4) + inside + (inside.size() % 2 != 0 ? std::string(1, '\0') : ""); }
inline std::string riff(const std::string& kind, const std::string& inside) { return "RIFF" + little(static_cast<std::uint32_t>(inside.size() + 4), 4) + kind + inside; }
inline std::string webp() {
  const std::string extended = little(0x2c, 4) + little(39, 3) + little(29, 3);  // ICC, EXIF, XMP
  return riff("WEBP", riff_chunk("VP8X", extended) + riff_chunk("ICCP", "profile") + riff_chunk("VP8 ", std::string(999, 'v')) + riff_chunk("EXIF", "GPS-in-exif") +
                          riff_chunk("XMP ", "GPS-in-xmp"));
}

// --- ZIP

struct Zipped {
  std::string name;
  std::string content;
  std::uint32_t unpacked = 0xffffffffU;  // as it says; default: the truth
  std::uint32_t flags = 0;
  std::uint32_t method = 0;
};
inline std::string zip(const std::vector<Zipped>& entries, const std::string& comment = "") {
  std::string out;
  std::string list;
  for (const Zipped& one : entries) {
    const auto packed = static_cast<std::uint32_t>(one.content.size());
    const std::uint32_t unpacked = one.unpacked == 0xffffffffU ? packed : one.unpacked;
    const std::string common = little(20, 2) + little(one.flags, 2) + little(one.method, 2) + little(0, 4) + little(0, 4) + little(packed, 4) + little(unpacked, 4) +
                               little(static_cast<std::uint32_t>(one.name.size()), 2) + little(0, 2);
    list += "PK\x01\x02" + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(static_cast<std::uint32_t>(out.size()), 4) + one.name;
    out += "PK\x03\x04" + common + one.name + one.content;
  }
  const auto at = static_cast<std::uint32_t>(out.size());
  const auto count = static_cast<std::uint32_t>(entries.size());
  return out + list + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) + little(static_cast<std::uint32_t>(list.size()), 4) + little(at, 4) +
         little(static_cast<std::uint32_t>(comment.size()), 2) + comment;
}
inline std::vector<Zipped> docx_entries() { return {{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w:document/>"}}; }
inline std::vector<Zipped> odt_entries() { return {{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<office/>"}, {"META-INF/manifest.xml", "<m/>"}}; }

inline std::string pdf() { return "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"; }

inline web::Pieces pieces(const std::string& content, std::size_t size = 65536) {
  return [content, size, at = std::size_t{0}]() mutable -> Result<Bytes> {
    const std::string piece = content.substr(std::min(at, content.size()), size);
    at += size;
    return to_bytes(view(piece));
  };
}

}  // namespace arasha::casework::made
