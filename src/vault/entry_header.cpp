#include "vault/entry_header.h"

namespace arasha::vault {
namespace {

constexpr std::uint8_t kVersion = 1;

Bytes row_place(OrganizationId organization, FileId file, std::uint32_t seq) {
  return ByteWriter().sized("arasha/header-row/v1").raw(organization.bytes()).raw(file.bytes()).u32(seq).take();
}

Error damaged() { return {ErrorCode::damaged, "An entry of a file is damaged."}; }

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

}  // namespace

Bytes encode(const EntryHeader& h) {
  ByteWriter out;
  out.u8(kVersion).raw(h.organization.bytes()).raw(h.file.bytes()).u32(h.seq).raw(h.previous);
  out.raw(h.id.bytes()).u8(h.compartment).u16(h.type).raw(h.amends.bytes());
  out.raw(h.author.bytes()).u64(h.position).u64(static_cast<std::uint64_t>(to_milliseconds(h.time)));
  out.raw(h.compartment_key).raw(h.content);
  return out.take();
}

Result<EntryHeader> decode_header(BytesView bytes) {
  ByteReader in(bytes);
  EntryHeader h;
  TRY(version, in.u8());
  if (version != kVersion) {
    return Error(ErrorCode::unsupported, "This entry was written by a newer program. Update this one.");
  }
  TRY_VOID(take_id(in, h.organization));
  TRY_VOID(take_id(in, h.file));
  TRY(seq, in.u32());
  TRY_VOID(take(in, h.previous));
  TRY_VOID(take_id(in, h.id));
  TRY(compartment, in.u8());
  TRY(type, in.u16());
  TRY_VOID(take_id(in, h.amends));
  TRY_VOID(take_id(in, h.author));
  TRY(position, in.u64());
  TRY(time, in.u64());
  TRY_VOID(take(in, h.compartment_key));
  TRY_VOID(take(in, h.content));
  TRY_VOID(in.finish());
  h.seq = seq;
  h.compartment = compartment;
  h.type = type;
  h.position = position;
  h.time = from_milliseconds(static_cast<std::int64_t>(time));
  return h;
}

crypto::Hash hash_of(BytesView header_bytes) { return crypto::fingerprint(kEntryLabel, {header_bytes}); }

Bytes seal_header(const crypto::Key& ledger, const EntryHeader& header, const crypto::SigningKey& author) {
  const Bytes bytes = encode(header);
  const crypto::Signature signature = author.sign(kEntryLabel, bytes);
  const Bytes content = ByteWriter().sized(bytes).raw(signature).take();
  return crypto::seal(ledger, row_place(header.organization, header.file, header.seq), content);
}

Result<SignedHeader> open_header(const crypto::Key& ledger, OrganizationId organization, const store::EntryRow& row) {
  TRY(content, crypto::open(ledger, row_place(organization, row.file, row.seq), row.header));
  ByteReader in(content);
  SignedHeader out;
  TRY(bytes, in.sized(1024));
  TRY_VOID(take(in, out.signature));
  TRY_VOID(in.finish());
  TRY(header, decode_header(bytes));
  if (header.organization != organization || header.file != row.file || header.seq != row.seq) return damaged();
  out.header = header;
  out.bytes = to_bytes(bytes);
  return out;
}

Bytes place_of(const EntryHeader& h) {
  return ByteWriter().sized(kEntryLabel).raw(h.organization.bytes()).raw(h.file.bytes()).u8(h.compartment)
      .raw(h.id.bytes()).u16(h.type).raw(h.amends.bytes()).raw(h.author.bytes()).take();
}

}  // namespace arasha::vault
