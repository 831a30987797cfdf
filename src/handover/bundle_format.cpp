#include "handover/bundle_format.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "schema/entry_types.h"
#include "schema/own_form.h"

namespace arasha::handover {
namespace {

constexpr std::uint8_t kHead = 1;
constexpr std::uint8_t kForm = 2;
constexpr std::uint8_t kEntry = 3;
constexpr std::uint8_t kChunk = 4;
constexpr std::uint8_t kEnd = 5;

constexpr std::size_t kLongestInventory = 64 * 1024;
constexpr std::int64_t kLatest = 1LL << 48U;

// How long a record of that kind may be; 0: there is no such kind.
std::size_t limit_of(std::uint8_t kind) {
  switch (kind) {
    case kHead: return 3 * FileId::kSize + 8 + 4 + kLongestInventory;
    case kForm: return schema::kLongestDefinition;
    case kEntry: return schema::kEntryLimit + 2 * kLongestName + 128;
    case kChunk: return kBundleChunk;
    case kEnd: return std::tuple_size_v<crypto::Hash>;
    default: return 0;
  }
}

template <class IdType>
Result<IdType> read_id(ByteReader& in) {
  TRY(bytes, in.raw(IdType::kSize));
  return IdType::from_bytes(bytes);
}
Result<Time> read_time(ByteReader& in) {
  TRY(value, in.u64());
  if (value > static_cast<std::uint64_t>(kLatest)) return damaged_bundle();
  return from_milliseconds(static_cast<std::int64_t>(value));
}
std::uint64_t number_of(Time time) { return static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_milliseconds(time))); }

Result<BundleHead> read_head(BytesView body) {
  ByteReader in(body);
  TRY(from, read_id<OrganizationId>(in));
  TRY(case_file, read_id<FileId>(in));
  TRY(person_file, read_id<FileId>(in));
  TRY(made, read_time(in));
  TRY(inventory, in.sized(kLongestInventory));
  TRY_VOID(in.finish());
  if (from.is_nil() || case_file.is_nil() || person_file.is_nil() || case_file == person_file) return damaged_bundle();
  return BundleHead{from, case_file, person_file, made, to_bytes(inventory)};
}

bool is_name(BytesView bytes) {
  const std::string_view text = text_view(bytes);
  return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<BundleEntry> read_entry(BytesView body) {
  ByteReader in(body);
  BundleEntry out;
  TRY(place, in.u8());
  if (place > 1) return damaged_bundle();
  out.place = static_cast<Place>(place);
  TRY(type, in.u16());
  out.type = type;
  TRY(id, read_id<EntryId>(in));
  out.id = id;
  TRY(amends, read_id<EntryId>(in));
  out.amends = amends;
  TRY(time, read_time(in));
  out.time = time;
  TRY(author, in.sized(kLongestName));
  TRY(organisation, in.sized(kLongestName));
  if (!is_name(author) || !is_name(organisation)) return damaged_bundle();
  out.author = to_text(author);
  out.organisation = to_text(organisation);
  TRY(document, in.u64());
  out.document = document;
  TRY(content, in.sized(schema::kEntryLimit));
  out.content = to_bytes(content);
  TRY_VOID(in.finish());
  if (out.id.is_nil() || out.id == out.amends || document > kBundleLimit) return damaged_bundle();
  return out;
}

}  // namespace

Error damaged_bundle() { return {ErrorCode::damaged, "What came is damaged or not complete. Ask for it to be sent again."}; }
Error newer_bundle() { return {ErrorCode::unsupported, "This case was handed over by a newer program. Update this one, then take it in."}; }

// --- Writing

Result<void> BundleWriter::pass(BytesView bytes) {
  size_ += bytes.size();
  return to_(bytes);
}

Result<void> BundleWriter::put(std::uint8_t kind, BytesView body) {
  if (body.size() > limit_of(kind) || size_ + body.size() > kBundleLimit) {
    return Error(ErrorCode::too_large, "This case is larger than a case that is handed over may be.");
  }
  const Bytes head = ByteWriter().u8(kind).u32(static_cast<std::uint32_t>(body.size())).take();
  hash_.add(head);
  hash_.add(body);
  TRY_VOID(pass(head));
  return pass(body);
}

Result<void> BundleWriter::head(const BundleHead& head) {
  const Bytes magic = ByteWriter().raw(view(kBundleMagic)).u8(kBundleVersion).take();
  hash_.add(magic);
  TRY_VOID(pass(magic));
  return put(kHead, ByteWriter().raw(head.from.bytes()).raw(head.case_file.bytes()).raw(head.person_file.bytes()).u64(number_of(head.made)).sized(head.inventory).bytes());
}

Result<void> BundleWriter::form(const BundleForm& form) { return put(kForm, form.definition); }

Result<void> BundleWriter::entry(const BundleEntry& entry) {
  return put(kEntry, ByteWriter().u8(static_cast<std::uint8_t>(entry.place)).u16(entry.type).raw(entry.id.bytes()).raw(entry.amends.bytes())
                         .u64(number_of(entry.time)).sized(entry.author).sized(entry.organisation).u64(entry.document).sized(entry.content).bytes());
}

Result<void> BundleWriter::chunk(BytesView bytes) {
  REQUIRE(!bytes.empty());
  return put(kChunk, bytes);
}

Result<BundleEnd> BundleWriter::end() {
  BundleEnd out{hash_.value(), 0};
  TRY_VOID(put(kEnd, out.hash));
  out.size = size_;
  return out;
}

// --- Reading

Result<Bytes> BundleReader::take(std::size_t size, bool counted) {
  Bytes out;
  out.reserve(size);
  while (out.size() < size) {
    if (used_ == buffer_.size()) {
      TRY(piece, from_());
      if (piece.empty()) return damaged_bundle();
      buffer_ = std::move(piece);
      used_ = 0;
    }
    const std::size_t part = std::min(size - out.size(), buffer_.size() - used_);
    const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(used_);
    out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(part));
    used_ += part;
  }
  size_ += size;
  if (size_ > kBundleLimit) return damaged_bundle();
  if (counted) hash_.add(out);
  return out;
}

Result<BundleReader::Raw> BundleReader::record() {
  TRY(head, take(5, false));
  ByteReader in(head);
  TRY(kind, in.u8());
  TRY(length, in.u32());
  const std::size_t limit = limit_of(kind);
  if (limit == 0 || length > limit) return damaged_bundle();
  if (kind != kEnd) hash_.add(head);
  TRY(body, take(length, kind != kEnd));
  return Raw{kind, std::move(body)};
}

Result<BundleReader> BundleReader::open(Source from) {
  BundleReader out(std::move(from));
  TRY(magic, out.take(kBundleMagic.size() + 1, true));
  if (text_view(magic).substr(0, kBundleMagic.size()) != kBundleMagic) return damaged_bundle();
  if (magic.back() == 0) return damaged_bundle();
  if (magic.back() != kBundleVersion) return newer_bundle();
  TRY(first, out.record());
  if (first.kind != kHead) return damaged_bundle();
  auto head = read_head(first.body);
  if (!head) return damaged_bundle();
  out.head_ = std::move(*head);
  return out;
}

Result<Bytes> BundleReader::chunk() {
  if (document_left_ == 0) return Bytes();
  TRY(raw, record());
  if (raw.kind != kChunk || raw.body.empty() || raw.body.size() > document_left_) return damaged_bundle();
  document_left_ -= raw.body.size();
  return std::move(raw.body);
}

Result<BundleEnd> BundleReader::finish(const Raw& raw, const crypto::Hash& before) {
  if (!std::equal(before.begin(), before.end(), raw.body.begin(), raw.body.end())) return damaged_bundle();
  if (used_ != buffer_.size()) return damaged_bundle();
  TRY(rest, from_());
  if (!rest.empty()) return damaged_bundle();
  ended_ = true;
  return BundleEnd{before, size_};
}

Result<BundleRecord> BundleReader::next() {
  if (ended_) return damaged_bundle();
  while (document_left_ > 0) TRY_VOID(chunk());
  TRY(raw, record());
  if (raw.kind == kForm) {
    if (entries_ > 0 || ++forms_ > kMostForms) return damaged_bundle();
    return BundleRecord(BundleForm{std::move(raw.body)});
  }
  if (raw.kind == kEnd) {
    TRY(end, finish(raw, hash_.value()));
    return BundleRecord(end);
  }
  if (raw.kind != kEntry) return damaged_bundle();
  auto entry = read_entry(raw.body);
  if (!entry) return damaged_bundle();
  entry_bytes_ += entry->content.size();
  if (++entries_ > kMostEntries || entry_bytes_ > kEntryBytesLimit || entry->place < place_) return damaged_bundle();
  place_ = entry->place;
  document_left_ = entry->document;
  return BundleRecord(std::move(*entry));
}

}  // namespace arasha::handover
