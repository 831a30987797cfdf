#include "crypto/age.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "crypto/bech32.h"

namespace arasha::crypto {
namespace {

using FileKey = Secret<16>;

constexpr std::string_view kVersion = "age-encryption.org/v1";
constexpr std::string_view kAnyVersion = "age-encryption.org/";
constexpr std::string_view kRecipientBegin = "age";
constexpr std::string_view kKeyBegin = "age-secret-key-";
constexpr std::string_view kToKey = "X25519";
constexpr std::string_view kToPassphrase = "scrypt";
constexpr std::string_view kKeyInfo = "age-encryption.org/v1/X25519";
constexpr std::string_view kPassphraseSalt = "age-encryption.org/v1/scrypt";
constexpr std::size_t kColumns = 64;
constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kTag = crypto_aead_chacha20poly1305_IETF_ABYTES;
constexpr std::size_t kWrapped = 16 + kTag;
constexpr std::size_t kNonce = 16;

Error damaged() { return {ErrorCode::damaged, "This age file is damaged or was cut short. Ask for it again."}; }
Error not_for_us() { return {ErrorCode::denied, "This file was not made for this key, or the passphrase is not right."}; }

// RFC 5869 with SHA-256, 32 bytes. No salt is as many zeros as a hash has.
Key hkdf(BytesView secret, BytesView salt, std::string_view info) {
  static constexpr std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> kNoSalt{};
  if (salt.empty()) salt = kNoSalt;
  crypto_auth_hmacsha256_state state;
  Key extracted;
  extracted.fill([&](auto bytes) {
    crypto_auth_hmacsha256_init(&state, salt.data(), salt.size());
    crypto_auth_hmacsha256_update(&state, secret.data(), secret.size());
    crypto_auth_hmacsha256_final(&state, bytes.data());
  });
  Key out;
  const std::uint8_t first = 1;
  extracted.use([&](auto bytes) { crypto_auth_hmacsha256_init(&state, bytes.data(), bytes.size()); });
  crypto_auth_hmacsha256_update(&state, view(info).data(), info.size());
  crypto_auth_hmacsha256_update(&state, &first, 1);
  out.fill([&](auto bytes) { crypto_auth_hmacsha256_final(&state, bytes.data()); });
  sodium_memzero(&state, sizeof state);
  return out;
}

Hash mac_of(const FileKey& file_key, BytesView head) {
  const Key key = file_key.use([](auto bytes) { return hkdf(bytes, {}, "header"); });
  Hash out{};
  crypto_auth_hmacsha256_state state;
  key.use([&](auto bytes) { crypto_auth_hmacsha256_init(&state, bytes.data(), bytes.size()); });
  crypto_auth_hmacsha256_update(&state, head.data(), head.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

std::string base64(BytesView bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string out(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(), kVariant);
  out.pop_back();  // its zero
  return out;
}

// Nothing for what is not canonical. libsodium takes letters beyond ASCII for others, so they are looked for here.
std::optional<Bytes> from_base64(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/'; };
  if (text.empty()) return Bytes();
  if (!std::all_of(text.begin(), text.end(), is_letter)) return std::nullopt;
  Bytes out(text.size());
  std::size_t size = 0;
  if (sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

// --- The file key under another key; the nonce is zero, as each such key is used once.

Bytes wrap(const Key& outer, const FileKey& file_key) {
  const std::array<std::uint8_t, crypto_aead_chacha20poly1305_IETF_NPUBBYTES> zero{};
  Bytes out(kWrapped);
  outer.use([&](auto key) {
    file_key.use([&](auto plain) {
      crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(), nullptr, 0, nullptr, zero.data(), key.data());
    });
  });
  return out;
}

std::optional<FileKey> unwrap(const Key& outer, BytesView body) {
  REQUIRE(body.size() == kWrapped);
  const std::array<std::uint8_t, crypto_aead_chacha20poly1305_IETF_NPUBBYTES> zero{};
  FileKey out;
  const bool opened = outer.use([&](auto key) {
    return out.fill([&](auto plain) {
      return crypto_aead_chacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, body.data(), body.size(), nullptr, 0, zero.data(), key.data()) == 0;
    });
  });
  if (!opened) return std::nullopt;
  return out;
}

// From what both sides of an X25519 exchange know. Nothing when the other side's key is no point that can be used.
std::optional<Key> key_between(const Key& secret, const PublicKey& other, BytesView share, const AgeRecipient& recipient) {
  Key shared;
  const bool done = secret.use([&](auto mine) {
    return shared.fill([&](auto bytes) { return crypto_scalarmult(bytes.data(), mine.data(), other.data()) == 0; });
  });
  if (!done) return std::nullopt;
  const Bytes salt = ByteWriter().raw(share).raw(recipient.key).take();
  return shared.use([&](auto bytes) { return hkdf(bytes, salt, kKeyInfo); });
}

PublicKey public_half(const Key& secret) {
  PublicKey out{};
  secret.use([&](auto bytes) { crypto_scalarmult_base(out.data(), bytes.data()); });
  return out;
}

Result<Key> key_from(PasswordPool& pool, std::string_view passphrase, BytesView salt, int work) {
  const Bytes salted = ByteWriter().raw(view(kPassphraseSalt)).raw(salt).take();
  return pool.derive_scrypt(passphrase, salted, work);
}

// --- The payload: chunks of 64 KiB, each under its number, the last one marked.

using ChunkNonce = std::array<std::uint8_t, crypto_aead_chacha20poly1305_IETF_NPUBBYTES>;

ChunkNonce nonce_of(std::uint64_t number, bool last) {
  ChunkNonce out{};
  for (std::size_t i = 0; i < 8; ++i) out[10 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  out[11] = last ? 1 : 0;
  return out;
}

void seal_payload(const FileKey& file_key, BytesView content, Bytes& out) {
  const std::size_t chunks = std::max<std::size_t>(1, (content.size() + kChunk - 1) / kChunk);
  std::size_t at = out.size();
  out.resize(at + kNonce + content.size() + chunks * kTag);
  const auto nonce = std::span(out).subspan(at, kNonce);
  random_bytes(nonce);
  at += kNonce;
  const Key key = file_key.use([&](auto bytes) { return hkdf(bytes, nonce, "payload"); });
  for (std::size_t i = 0; i < chunks; ++i) {
    const BytesView plain = content.subspan(i * kChunk, std::min(kChunk, content.size() - i * kChunk));
    const ChunkNonce number = nonce_of(i, i + 1 == chunks);
    key.use([&](auto bytes) {
      crypto_aead_chacha20poly1305_ietf_encrypt(out.data() + at, nullptr, plain.data(), plain.size(), nullptr, 0, nullptr, number.data(), bytes.data());
    });
    at += plain.size() + kTag;
  }
}

Result<Bytes> open_payload(const FileKey& file_key, BytesView sealed) {
  if (sealed.size() < kNonce + kTag) return damaged();
  const Key key = file_key.use([&](auto bytes) { return hkdf(bytes, sealed.first(kNonce), "payload"); });
  sealed = sealed.subspan(kNonce);
  Bytes out(sealed.size());
  std::size_t at = 0;
  for (std::uint64_t i = 0;; ++i) {
    const bool last = sealed.size() <= kChunk + kTag;
    const BytesView chunk = sealed.first(last ? sealed.size() : kChunk + kTag);
    const ChunkNonce number = nonce_of(i, last);
    const bool opened = chunk.size() >= kTag && (chunk.size() > kTag || i == 0) && key.use([&](auto bytes) {
      return crypto_aead_chacha20poly1305_ietf_decrypt(out.data() + at, nullptr, nullptr, chunk.data(), chunk.size(), nullptr, 0, number.data(), bytes.data()) == 0;
    });
    if (!opened) {
      wipe(out);
      return damaged();
    }
    at += chunk.size() - kTag;
    if (last) break;
    sealed = sealed.subspan(chunk.size());
  }
  out.resize(at);
  return out;
}

Bytes finish(const FileKey& file_key, std::string head, BytesView content) {
  head += "---";
  const Hash mac = mac_of(file_key, view(head));
  head += ' ' + base64(mac) + '\n';
  Bytes out = to_bytes(view(head));
  seal_payload(file_key, content, out);
  return out;
}

FileKey new_file_key() {
  FileKey out;
  out.fill([](auto bytes) { random_bytes(bytes); });
  return out;
}

// The passphrase alone opens such a file: with another way in beside it, who made it would be in doubt.
Result<void> check_alone(const AgeHeader& header) {
  const auto is_scrypt = [](const AgeStanza& one) { return one.arguments[0] == kToPassphrase; };
  if (header.stanzas.size() > 1 && std::any_of(header.stanzas.begin(), header.stanzas.end(), is_scrypt)) return damaged();
  return {};
}

Result<Bytes> open_with(const FileKey& file_key, const AgeHeader& header, BytesView file) {
  if (!equal(mac_of(file_key, file.first(header.covered)), header.mac)) return damaged();
  return open_payload(file_key, file.subspan(header.size));
}

// 1 … 64 without a sign, a zero before it, or anything else.
std::optional<int> work_of(std::string_view text) {
  if (text.empty() || text.size() > 2 || text[0] == '0') return std::nullopt;
  int out = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return out;
}

// --- Reading the head

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  // Without its end; nothing when there is no end.
  std::optional<std::string_view> next() {
    const auto end = text_.find('\n', at_);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view out = text_.substr(at_, end - at_);
    at_ = end + 1;
    return out;
  }
  std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::vector<std::string>> arguments_of(std::string_view text) {
  std::vector<std::string> out;
  while (true) {
    const auto end = text.find(' ');
    const std::string_view one = text.substr(0, end);
    if (one.empty() || std::any_of(one.begin(), one.end(), [](char c) { return c < 0x21 || c > 0x7e; })) return std::nullopt;
    out.emplace_back(one);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

// Full lines, then one that is shorter, or empty.
std::optional<Bytes> body_of(Lines& lines) {
  Bytes out;
  while (true) {
    const auto line = lines.next();
    if (!line || line->size() > kColumns) return std::nullopt;
    const auto bytes = from_base64(*line);
    if (!bytes) return std::nullopt;
    out.insert(out.end(), bytes->begin(), bytes->end());
    if (line->size() < kColumns) return out;
  }
}

}  // namespace

Result<AgeHeader> read_age_header(BytesView file) {
  Lines lines(text_view(file.first(std::min(file.size(), kLongestAgeHeader))));
  const auto version = lines.next();
  if (!version || !version->starts_with(kAnyVersion)) return Error(ErrorCode::invalid_input, "This is not an age file.");
  if (*version != kVersion) return Error(ErrorCode::unsupported, "This file was made by a newer program of age.");
  AgeHeader out;
  while (true) {
    const std::size_t begin = lines.at();
    const auto line = lines.next();
    if (!line) return damaged();
    if (line->starts_with("---")) {
      const auto mac = line->starts_with("--- ") ? from_base64(line->substr(4)) : std::nullopt;
      if (!mac || mac->size() != out.mac.size() || out.stanzas.empty()) return damaged();
      std::copy(mac->begin(), mac->end(), out.mac.begin());
      out.covered = begin + 3;
      out.size = lines.at();
      return out;
    }
    if (!line->starts_with("-> ") || out.stanzas.size() == kMostAgeStanzas) return damaged();
    auto arguments = arguments_of(line->substr(3));
    auto body = arguments ? body_of(lines) : std::nullopt;
    if (!body) return damaged();
    out.stanzas.push_back({std::move(*arguments), std::move(*body)});
  }
}

// --- Keys

Result<AgeRecipient> AgeRecipient::from_text(std::string_view text) {
  TRY(bytes, from_bech32(kRecipientBegin, text));
  AgeRecipient out;
  if (bytes.size() != out.key.size()) return Error(ErrorCode::invalid_input, "This is not a key of age that we can seal to: such a key begins with age1 and has 62 letters.");
  std::copy(bytes.begin(), bytes.end(), out.key.begin());
  return out;
}

std::string AgeRecipient::text() const { return to_bech32(kRecipientBegin, key); }

AgeKey AgeKey::from_seed(const Key& seed) {
  AgeKey out;
  out.secret_ = seed.clone();
  out.recipient_.key = public_half(out.secret_);
  return out;
}

AgeKey AgeKey::random() { return from_seed(random_key()); }

Result<AgeKey> AgeKey::from_text(std::string_view text) {
  TRY(bytes, from_bech32(kKeyBegin, text));
  if (bytes.size() != 32) {
    wipe(bytes);
    return Error(ErrorCode::invalid_input, "This key is not complete, or a letter of it is wrong. Copy it again, whole.");
  }
  const Key seed{std::span<const std::uint8_t, 32>(bytes.data(), 32)};
  wipe(bytes);
  return from_seed(seed);
}

std::string AgeKey::text() const {
  std::string out = secret_.use([](auto bytes) { return to_bech32(kKeyBegin, bytes); });
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

// --- Sealing

Result<Bytes> seal_age(std::span<const AgeRecipient> recipients, BytesView content) {
  if (recipients.empty() || recipients.size() > kMostAgeRecipients) {
    return Error(ErrorCode::invalid_input, "A file is for one to {1} recipients.", {std::to_string(kMostAgeRecipients)});
  }
  const FileKey file_key = new_file_key();
  std::string head = std::string(kVersion) + '\n';
  for (const AgeRecipient& recipient : recipients) {
    const Key ephemeral = random_key();
    const PublicKey share = public_half(ephemeral);
    const auto key = key_between(ephemeral, recipient.key, share, recipient);
    if (!key) return Error(ErrorCode::invalid_input, "Nobody can hold this key: do not use it, and ask where it came from.");
    head += "-> " + std::string(kToKey) + ' ' + base64(share) + '\n' + base64(wrap(*key, file_key)) + '\n';
  }
  return finish(file_key, std::move(head), content);
}

Result<Bytes> seal_age(PasswordPool& pool, std::string_view passphrase, BytesView content, int work) {
  REQUIRE(!passphrase.empty());
  const Salt salt = random_salt();
  TRY(key, key_from(pool, passphrase, salt, work));
  const FileKey file_key = new_file_key();
  std::string head = std::string(kVersion) + '\n' + "-> " + std::string(kToPassphrase) + ' ' + base64(salt) + ' ' + std::to_string(work) + '\n' +
                     base64(wrap(key, file_key)) + '\n';
  return finish(file_key, std::move(head), content);
}

// --- Opening

Result<Bytes> open_age(const AgeKey& key, BytesView file) {
  TRY(header, read_age_header(file));
  TRY_VOID(check_alone(header));
  for (const AgeStanza& stanza : header.stanzas) {
    if (stanza.arguments[0] != kToKey) continue;
    const auto share = stanza.arguments.size() == 2 ? from_base64(stanza.arguments[1]) : std::nullopt;
    PublicKey other{};
    if (!share || share->size() != other.size() || stanza.body.size() != kWrapped) return damaged();
    std::copy(share->begin(), share->end(), other.begin());
    const auto wrapping = key_between(key.secret(), other, *share, key.recipient());
    if (!wrapping) return damaged();
    const auto file_key = unwrap(*wrapping, stanza.body);
    if (file_key) return open_with(*file_key, header, file);
  }
  return not_for_us();
}

Result<Bytes> open_age(PasswordPool& pool, std::string_view passphrase, BytesView file) {
  TRY(header, read_age_header(file));
  TRY_VOID(check_alone(header));
  const AgeStanza& stanza = header.stanzas[0];
  if (stanza.arguments[0] != kToPassphrase) return not_for_us();
  const bool whole = stanza.arguments.size() == 3;
  const auto salt = whole ? from_base64(stanza.arguments[1]) : std::nullopt;
  const auto work = whole ? work_of(stanza.arguments[2]) : std::nullopt;
  if (!salt || salt->size() != 16 || !work || stanza.body.size() != kWrapped) return damaged();
  if (*work > kMostAgeWork) return Error(ErrorCode::unsupported, "Opening this file would take too much memory. Ask for it with an ordinary passphrase.");
  TRY(key, key_from(pool, passphrase, *salt, *work));
  const auto file_key = unwrap(key, stanza.body);
  if (!file_key) return not_for_us();
  return open_with(*file_key, header, file);
}

}  // namespace arasha::crypto
