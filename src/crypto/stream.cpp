#include "crypto/stream.h"

#include <sodium.h>

#include "base/check.h"

namespace arasha::crypto {
namespace {

using State = crypto_secretstream_xchacha20poly1305_state;
static_assert(sizeof(State) <= 64);
constexpr std::size_t kStart = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
static_assert(kStart + 32 == StreamOpener::kHeaderSize);
static_assert(crypto_secretstream_xchacha20poly1305_ABYTES == StreamOpener::kChunkOverhead);
static_assert(crypto_secretstream_xchacha20poly1305_KEYBYTES == 32);

// Slots are aligned to their size, and the state is plain bytes.
State* state_in(std::span<std::uint8_t, 64> bytes) {
  return reinterpret_cast<State*>(bytes.data());
}

Error damaged() {
  return {ErrorCode::damaged, "The data is damaged or was cut short."};
}

// Independent of the start: secretstream makes its own subkey from it.
Key encrypting(const Key& key, BytesView ad) {
  return derive(key, "arasha/stream/v1/enc", {ad});
}

// secretstream does not commit to its key any more than its cipher does; this does (docs/formats/stream.md).
Hash commit_over(const Key& key, BytesView ad, BytesView start) {
  return tag(derive(key, "arasha/stream/v1/com"), "arasha/stream/v1/commit", {ad, start});
}

}  // namespace

StreamSealer::StreamSealer(const Key& key, BytesView ad) : header_(StreamOpener::kHeaderSize) {
  encrypting(key, ad).use([&](auto bytes) {
    state_.fill([&](auto state) {
      crypto_secretstream_xchacha20poly1305_init_push(state_in(state), header_.data(), bytes.data());
    });
  });
  const Hash commit = commit_over(key, ad, BytesView(header_).first(kStart));
  std::copy(commit.begin(), commit.end(), header_.begin() + kStart);
}

StreamSealer::~StreamSealer() = default;

Bytes StreamSealer::push(BytesView chunk, bool last) {
  REQUIRE(!finished_ && chunk.size() <= kStreamChunk);
  Bytes out(chunk.size() + StreamOpener::kChunkOverhead);
  const unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
  state_.fill([&](auto state) {
    crypto_secretstream_xchacha20poly1305_push(state_in(state), out.data(), nullptr, chunk.data(),
                                               chunk.size(), nullptr, 0, tag);
  });
  finished_ = last;
  return out;
}

Result<StreamOpener> StreamOpener::start(const Key& key, BytesView ad, BytesView header) {
  if (header.size() != kHeaderSize) return damaged();
  if (!equal(commit_over(key, ad, header.first(kStart)), header.subspan(kStart))) return damaged();
  StreamOpener out;
  encrypting(key, ad).use([&](auto bytes) {
    out.state_.fill([&](auto state) {
      crypto_secretstream_xchacha20poly1305_init_pull(state_in(state), header.data(), bytes.data());
    });
  });
  return out;
}

Result<Bytes> StreamOpener::pull(BytesView sealed) {
  if (failed_ || finished_ || sealed.size() < kChunkOverhead ||
      sealed.size() > kStreamChunk + kChunkOverhead) {
    failed_ = true;
    finished_ = false;
    return damaged();
  }
  Bytes out(sealed.size() - kChunkOverhead);
  unsigned char tag = 0;
  failed_ = !state_.fill([&](auto state) {
    return crypto_secretstream_xchacha20poly1305_pull(state_in(state), out.data(), nullptr, &tag,
                                                      sealed.data(), sealed.size(), nullptr, 0) == 0;
  });
  if (failed_) return damaged();
  finished_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return out;
}

}  // namespace arasha::crypto
