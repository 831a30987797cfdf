#include "vault/notice.h"

namespace arasha::vault {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kLongestHead = 16 * 1024;

Error damaged() { return {ErrorCode::damaged, "A notice in the ledger is damaged. Stop and call your administrator."}; }

Bytes head_place(OrganizationId organization) { return ByteWriter().sized("arasha/notice-row/v1").raw(organization.bytes()).take(); }
Bytes content_place(OrganizationId organization, EntryId id) {
  return ByteWriter().sized("arasha/notice-content/v1").raw(organization.bytes()).raw(id.bytes()).take();
}

template <class T>
Result<void> take_id(ByteReader& in, T& id) {
  TRY(bytes, in.raw(T::kSize));
  TRY(value, T::from_bytes(bytes));
  id = value;
  return {};
}
template <std::size_t N>
Result<void> take(ByteReader& in, std::array<std::uint8_t, N>& out) {
  TRY(bytes, in.raw(N));
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return {};
}
Result<void> take_text(ByteReader& in, std::string& out) {
  TRY(bytes, in.sized(kLongestNoticeText));
  out = to_text(bytes);
  return {};
}

}  // namespace

Bytes encode(const NoticeHead& h) {
  ByteWriter out;
  out.u8(kVersion).raw(h.id.bytes()).u8(static_cast<std::uint8_t>(h.kind)).raw(h.file.bytes()).raw(h.member.bytes()).u64(h.position);
  out.u64(static_cast<std::uint64_t>(to_milliseconds(h.time))).u64(static_cast<std::uint64_t>(to_milliseconds(h.until)));
  out.raw(h.about.bytes()).raw(h.content).u8(static_cast<std::uint8_t>(h.to.size()));
  for (const NoticeHead::To& to : h.to) out.raw(to.circle.bytes()).u32(to.generation).sized(to.box);
  return out.take();
}

Result<NoticeHead> decode_notice_head(BytesView bytes) {
  ByteReader in(bytes);
  NoticeHead h;
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "A notice in the ledger was written by a newer program. Update this one.");
  TRY_VOID(take_id(in, h.id));
  TRY(kind, in.u8());
  if (kind < 1 || kind > static_cast<std::uint8_t>(NoticeKind::looked)) return damaged();
  h.kind = static_cast<NoticeKind>(kind);
  TRY_VOID(take_id(in, h.file));
  TRY_VOID(take_id(in, h.member));
  TRY(position, in.u64());
  TRY(time, in.u64());
  TRY(until, in.u64());
  TRY_VOID(take_id(in, h.about));
  TRY_VOID(take(in, h.content));
  TRY(count, in.u8());
  if (count > kMostNoticeCircles) return damaged();
  for (int i = 0; i < count; ++i) {
    NoticeHead::To to;
    TRY_VOID(take_id(in, to.circle));
    TRY(generation, in.u32());
    TRY(box, in.sized(1024));
    to.generation = generation;
    to.box = to_bytes(box);
    h.to.push_back(std::move(to));
  }
  TRY_VOID(in.finish());
  h.position = position;
  h.time = from_milliseconds(static_cast<std::int64_t>(time));
  h.until = from_milliseconds(static_cast<std::int64_t>(until));
  return h;
}

Bytes seal_notice(const crypto::Key& ledger, OrganizationId organization, const SignedNotice& notice) {
  const Bytes head = ByteWriter().sized(notice.bytes).raw(notice.signature).take();
  return ByteWriter().sized(crypto::seal(ledger, head_place(organization), head)).raw(notice.content).take();
}

Result<SignedNotice> open_notice(const crypto::Key& ledger, OrganizationId organization, BytesView body) {
  ByteReader in(body);
  SignedNotice out;
  TRY(sealed, in.sized(kLongestHead));
  TRY(content, in.raw(in.left()));
  TRY(head, crypto::open(ledger, head_place(organization), sealed));
  ByteReader fields(head);
  TRY(bytes, fields.sized(kLongestHead));
  TRY_VOID(take(fields, out.signature));
  TRY_VOID(fields.finish());
  TRY(decoded, decode_notice_head(bytes));
  TRY(commit, crypto::commit_of(content));
  if (commit != decoded.content) return damaged();
  out.head = std::move(decoded);
  out.bytes = to_bytes(bytes);
  out.content = to_bytes(content);
  return out;
}

Bytes seal_notice_content(const crypto::Key& key, OrganizationId organization, const Notice& notice) {
  const Bytes content = ByteWriter().sized(notice.code).sized(notice.text).sized(notice.asked).take();
  return crypto::seal(key, content_place(organization, notice.id), content, crypto::kTextPadding);
}

Result<void> open_notice_content(const crypto::Key& key, OrganizationId organization, BytesView envelope, Notice& into) {
  TRY(content, crypto::open(key, content_place(organization, into.id), envelope, crypto::kTextPadding));
  ByteReader in(content);
  TRY_VOID(take_text(in, into.code));
  TRY_VOID(take_text(in, into.text));
  TRY_VOID(take_text(in, into.asked));
  return in.finish();
}

Bytes notice_context(OrganizationId organization, EntryId id, CircleId circle, std::uint32_t generation) {
  return ByteWriter().raw(organization.bytes()).raw(id.bytes()).raw(circle.bytes()).u32(generation).take();
}

}  // namespace arasha::vault
