#include "intake/sealing.h"

#include <algorithm>

#include "crypto/envelope.h"

namespace arasha::intake {
namespace {

constexpr std::string_view kMagic = "AIN";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kBoxSize = 112;  // a key in a sealed box
constexpr crypto::Padding kDropPadding{4096};
constexpr crypto::Padding kReplyPadding{1024};
constexpr std::size_t kFormTag = 4;
constexpr std::size_t kLongestSealed = kLongestDrop + 8192;

Error not_ours() { return {ErrorCode::damaged, "A message that came in cannot be opened: it was altered or moved."}; }

crypto::Key token_key(const vault::Vault& vault) { return crypto::derive(vault.server().places, "arasha/intake-token/v1", {vault.organization().bytes()}); }

crypto::Hash form_tag(const vault::Vault& vault, std::string_view word) {
  return crypto::tag(vault.server().places, "arasha/intake-form/v1", {vault.organization().bytes(), view(word)});
}

struct Place {
  OrganizationId organization;
  CircleId circle;
  std::uint32_t generation;
  std::string word;
  DropId id;
};
Bytes context_of(const Place& place) {
  return ByteWriter().sized("arasha/intake-drop/v1").raw(place.organization.bytes()).raw(place.circle.bytes()).u32(place.generation)
      .sized(place.word).raw(place.id.bytes()).take();
}
Bytes reply_context(OrganizationId organization, ConversationId conversation, vault::ReplyId id) {
  return ByteWriter().sized("arasha/intake-reply/v1").raw(organization.bytes()).raw(conversation.bytes()).raw(id.bytes()).take();
}

constexpr std::string_view kDropKey = "arasha/intake-drop-key/v1";
constexpr std::string_view kReplyKey = "arasha/intake-reply-key/v1";

Bytes token_place(const vault::Vault& vault, std::string_view word) {
  return ByteWriter().sized("arasha/intake-token/v1").raw(vault.organization().bytes()).sized(word).take();
}

}  // namespace

DropId drop_id(const vault::Vault& vault, std::string_view word, const Nonce& nonce, BytesView answers) {
  const crypto::Hash form = form_tag(vault, word);
  const crypto::Hash own = crypto::tag(token_key(vault), "arasha/intake-drop-id/v1", {view(word), nonce, answers});
  std::array<std::uint8_t, DropId::kSize> out{};
  std::copy_n(form.begin(), kFormTag, out.begin());
  std::copy_n(own.begin(), out.size() - kFormTag, out.begin() + kFormTag);
  return DropId::from_array(out);
}

bool is_of_form(const vault::Vault& vault, std::string_view word, DropId id) {
  return crypto::equal(BytesView(form_tag(vault, word)).first(kFormTag), id.bytes().first(kFormTag));
}

Result<Bytes> seal_drop(const vault::Vault& vault, const Form& form, DropId id, const google::protobuf::Message& message) {
  const auto state = vault.directory();
  const vault::Circle* circle = state->circle(form.circle);
  if (circle == nullptr) return Error(ErrorCode::not_found, "There is no such circle.");
  const Bytes plain = encode_dropped(message);
  if (plain.size() > kLongestDrop) return Error(ErrorCode::too_large, "The text is too long. Shorten it.");
  const Place place{vault.organization(), form.circle, circle->generation(), form.word, id};
  const Bytes context = context_of(place);
  const crypto::Key key = crypto::random_key();
  return ByteWriter().raw(view(kMagic)).u8(kVersion).u32(place.generation).raw(crypto::seal_key_to(circle->box.back(), kDropKey, context, key))
      .raw(crypto::seal(key, context, plain, kDropPadding)).take();
}

bool looks_like_drop(BytesView sealed) { return sealed.size() > kMagic.size() && text_view(sealed.first(kMagic.size())) == kMagic; }

Result<Dropped> open_drop(const vault::Vault& vault, const vault::Keyring& by, const Form& form, DropId id, BytesView sealed) {
  if (!looks_like_drop(sealed) || sealed.size() > kLongestSealed) return not_ours();
  ByteReader in(sealed.subspan(kMagic.size()));
  TRY(version, in.u8());
  if (version != kVersion) return Error(ErrorCode::unsupported, "A message that came in was written by a newer program. Update this one.");
  TRY(generation, in.u32());
  TRY(box, in.raw(kBoxSize));
  TRY(envelope, in.raw(in.left()));
  const crypto::Key* seed = by.circle_seed(form.circle, generation);
  if (seed == nullptr) return Error(ErrorCode::denied, "You cannot open what came in for this circle.");
  const Bytes context = context_of({vault.organization(), form.circle, generation, form.word, id});
  auto key = vault::box_key(*seed).open_key(kDropKey, context, box);
  if (!key) return not_ours();
  auto plain = crypto::open(*key, context, envelope, kDropPadding);
  if (!plain) return not_ours();
  auto dropped = parse_dropped(*plain);
  crypto::wipe(*plain);
  if (!dropped || dropped->form != form.word) return not_ours();
  return dropped;
}

Bytes seal_reply(OrganizationId organization, const crypto::PublicKey& to, ConversationId conversation, vault::ReplyId id, const Reply& reply) {
  const Bytes context = reply_context(organization, conversation, id);
  const crypto::Key key = crypto::random_key();
  return ByteWriter().u8(kVersion).raw(crypto::seal_key_to(to, kReplyKey, context, key)).raw(crypto::seal(key, context, encode_reply(reply), kReplyPadding)).take();
}

Result<Reply> open_reply(OrganizationId organization, const crypto::BoxKey& box, ConversationId conversation, vault::ReplyId id, BytesView sealed) {
  ByteReader in(sealed);
  TRY(version, in.u8());
  if (version != kVersion) return not_ours();
  TRY(sealed_key, in.raw(kBoxSize));
  TRY(envelope, in.raw(in.left()));
  const Bytes context = reply_context(organization, conversation, id);
  TRY(key, box.open_key(kReplyKey, context, sealed_key));
  TRY(plain, crypto::open(key, context, envelope, kReplyPadding));
  return parse_reply(plain);
}

Token fresh_token(Time now) {
  Token out;
  out.shown = now;
  crypto::random_bytes(out.nonce);
  return out;
}

std::string seal_token(const vault::Vault& vault, std::string_view word, const Token& token) {
  ByteWriter out;
  out.u64(static_cast<std::uint64_t>(to_milliseconds(token.shown))).raw(token.nonce).u8(token.receipt ? 1 : 0);
  if (token.receipt) token.receipt->key().use([&](std::span<const std::uint8_t, 32> bytes) { out.raw(bytes); });
  Bytes plain = out.take();
  std::string text = to_base32(crypto::seal(token_key(vault), token_place(vault, word), plain));
  crypto::wipe(plain);
  return text;
}

Result<Token> open_token(const vault::Vault& vault, std::string_view word, std::string_view text) {
  if (text.size() > 400) return not_ours();
  TRY(sealed, from_base32(text));
  TRY(plain, crypto::open(token_key(vault), token_place(vault, word), sealed));
  ByteReader in(plain);
  TRY(shown, in.u64());
  TRY(nonce, in.raw(16));
  TRY(with_receipt, in.u8());
  Token out;
  out.shown = from_milliseconds(static_cast<std::int64_t>(shown));
  std::copy(nonce.begin(), nonce.end(), out.nonce.begin());
  if (with_receipt == 1) {
    TRY(numbers, in.raw(32));
    out.receipt = Receipt::of_key(crypto::Key(std::span<const std::uint8_t, 32>(numbers.data(), 32)));
  }
  TRY_VOID(in.finish());
  crypto::wipe(plain);
  return out;
}

Receipt receipt_of(const vault::Vault& vault, const Token& token) { return Receipt::of(token_key(vault), token.nonce); }

FileId file_of(const vault::Vault& vault, ConversationId conversation) {
  const crypto::Hash tag = crypto::tag(vault.server().places, "arasha/intake-file/v1", {vault.organization().bytes(), conversation.bytes()});
  return *FileId::from_bytes(BytesView(tag).first(FileId::kSize));
}

}  // namespace arasha::intake
