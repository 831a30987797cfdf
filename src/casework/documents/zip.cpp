#include "casework/documents/zip.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "casework/documents/picture_bytes.h"

namespace arasha::casework {
namespace {

using namespace std::literals;

constexpr std::size_t kEndSize = 22;
constexpr std::size_t kHeadSize = 46;
constexpr std::size_t kLocalSize = 30;
constexpr std::uint64_t kSmall = 1U << 20U;

Error broken() { return {ErrorCode::invalid_input, "This document is broken. Open it, save it anew and send it again."}; }
Error bomb() { return {ErrorCode::invalid_input, "This document would unpack to far more than a document holds. It is not taken: it could stop the computer of whoever opens it."}; }

// The end record: the last one whose comment reaches exactly to the end of the file.
std::optional<std::size_t> find_end(BytesView tail) {
  if (tail.size() < kEndSize) return std::nullopt;
  const std::size_t lowest = tail.size() > kEndSize + 0xffff ? tail.size() - kEndSize - 0xffff : 0;
  for (std::size_t at = tail.size() - kEndSize + 1; at-- > lowest;) {
    if (has_text(tail, at, "PK\x05\x06"sv) && at + kEndSize + little_endian(tail, at + 20, 2) == tail.size()) return at;
  }
  return std::nullopt;
}

bool is_archive(std::string_view name) {
  constexpr std::array<std::string_view, 13> kEnds = {".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".jar", ".cab", ".iso", ".zst", ".lzma"};
  std::string lower;
  for (const char c : name) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return lower.ends_with(end); });
}

bool leaves_its_place(std::string_view name) {
  return name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos || name.find('\0') != std::string_view::npos ||
         name.find(':') != std::string_view::npos || name == ".." || name.starts_with("../") || name.find("/../") != std::string_view::npos || name.ends_with("/..");
}

}  // namespace

Result<std::vector<ZipEntry>> list_zip(BytesView tail, std::uint64_t size) {
  const auto end = find_end(tail);
  if (!end) return broken();
  const std::uint64_t before_tail = size - tail.size();
  const std::uint32_t disks = little_endian(tail, *end + 4, 4);
  const std::uint32_t count = little_endian(tail, *end + 10, 2);
  const std::uint64_t list_size = little_endian(tail, *end + 12, 4);
  const std::uint64_t list_at = little_endian(tail, *end + 16, 4);
  // 0xffff and 0xffffffff would mean a second, larger record: no document needs it.
  if (disks != 0 || count != little_endian(tail, *end + 8, 2) || count == 0 || list_at + list_size != before_tail + *end) return broken();
  if (count > kZipEntries) return bomb();
  if (list_at < before_tail) return broken();

  std::vector<ZipEntry> out;
  std::set<std::string> names;
  std::set<std::uint64_t> places;
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  std::size_t at = static_cast<std::size_t>(list_at - before_tail);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (at + kHeadSize > *end || !has_text(tail, at, "PK\x01\x02"sv)) return broken();
    const std::uint32_t flags = little_endian(tail, at + 8, 2);
    const std::uint32_t method = little_endian(tail, at + 10, 2);
    ZipEntry entry;
    entry.packed = little_endian(tail, at + 20, 4);
    entry.unpacked = little_endian(tail, at + 24, 4);
    const std::size_t name_size = little_endian(tail, at + 28, 2);
    const std::size_t rest = little_endian(tail, at + 30, 2) + std::size_t{little_endian(tail, at + 32, 2)};
    const std::uint64_t place = little_endian(tail, at + 42, 4);
    if (at + kHeadSize + name_size + rest > *end) return broken();
    entry.name = std::string(text_view(tail.subspan(at + kHeadSize, name_size)));
    at += kHeadSize + name_size + rest;
    if ((flags & 1U) != 0 || (flags & 0x2000U) != 0) {
      return Error(ErrorCode::invalid_input, "This document is protected by a password. Take the password off and send it again: everything here is encrypted anyway.");
    }
    // Office programs store and deflate, nothing else.
    if (method != 0 && method != 8) return broken();
    if (leaves_its_place(entry.name) || !names.insert(entry.name).second || !places.insert(place).second) return broken();
    if (place + kLocalSize + name_size + entry.packed > list_at || (method == 0 && entry.packed != entry.unpacked)) return broken();
    if (is_archive(entry.name)) {
      return Error(ErrorCode::invalid_input, "There is another archive inside this document. Take it out and send the document again.");
    }
    if (entry.unpacked > kSmall && entry.unpacked / kZipRatio > entry.packed) return bomb();
    packed += kLocalSize + entry.packed;
    unpacked += entry.unpacked;
    // What is packed into the same bytes twice is a bomb as well.
    if (unpacked > kZipUnpacked || packed > size) return bomb();
    out.push_back(std::move(entry));
  }
  if (at != *end) return broken();
  return out;
}

}  // namespace arasha::casework
