#include "crypto/stream.h"

#include <sodium.h>

#include <cstring>

#include "base/check.h"

namespace arasha::crypto {
namespace {

using State = crypto_secretstream_xchacha20poly1305_state;
static_assert(sizeof(State) <= 64);
static_assert(crypto_secretstream_xchacha20poly1305_HEADERBYTES == StreamOpener::kHeaderSize);
static_assert(crypto_secretstream_xchacha20poly1305_ABYTES == StreamOpener::kChunkOverhead);

// Slots are aligned to their size, and the state is plain bytes.
State* state_in(std::span<std::uint8_t, 64> bytes) { return reinterpret_cast<State*>(bytes.data()); }

Error damaged() { return {ErrorCode::damaged, "The data is damaged or was cut short."}; }

}  // namespace

StreamSealer::StreamSealer(const Key& key, BytesView ad) : header_(StreamOpener::kHeaderSize), ad_(to_bytes(ad)) {
  key.use([&](auto bytes) {
    state_.fill([&](auto state) {
      crypto_secretstream_xchacha20poly1305_init_push(state_in(state), header_.data(), bytes.data());
    });
  });
}

StreamSealer::~StreamSealer() = default;

Bytes StreamSealer::push(BytesView chunk, bool last) {
  REQUIRE(chunk.size() <= kStreamChunk);
  Bytes out(chunk.size() + StreamOpener::kChunkOverhead);
  const unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
  state_.fill([&](auto state) {
    crypto_secretstream_xchacha20poly1305_push(state_in(state), out.data(), nullptr, chunk.data(), chunk.size(), ad_.data(),
                                               ad_.size(), tag);
  });
  ad_.clear();
  return out;
}

Result<StreamOpener> StreamOpener::start(const Key& key, BytesView ad, BytesView header) {
  if (header.size() != kHeaderSize) return damaged();
  StreamOpener out;
  out.ad_ = to_bytes(ad);
  key.use([&](auto bytes) {
    out.state_.fill([&](auto state) {
      crypto_secretstream_xchacha20poly1305_init_pull(state_in(state), header.data(), bytes.data());
    });
  });
  return out;
}

Result<Bytes> StreamOpener::pull(BytesView sealed) {
  if (finished_ || sealed.size() < kChunkOverhead || sealed.size() > kStreamChunk + kChunkOverhead) return damaged();
  Bytes out(sealed.size() - kChunkOverhead);
  unsigned char tag = 0;
  const bool opened = state_.fill([&](auto state) {
    return crypto_secretstream_xchacha20poly1305_pull(state_in(state), out.data(), nullptr, &tag, sealed.data(), sealed.size(),
                                                      ad_.data(), ad_.size()) == 0;
  });
  if (!opened) return damaged();
  ad_.clear();
  finished_ = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return out;
}

}  // namespace arasha::crypto
