// Long data in chunks of 64 KiB (secretstream, XChaCha20-Poly1305): backups and attachments. A stream that was
// cut, reordered or continued is refused; nothing that was read may be believed until `finished()` is true.
// docs/formats/stream.md.
#pragma once

#include "crypto/hash.h"

namespace arasha::crypto {

inline constexpr std::size_t kStreamChunk = 65536;

class StreamSealer {
 public:
  // `ad` is bound to the first chunk.
  StreamSealer(const Key& key, BytesView ad);
  StreamSealer(const StreamSealer&) = delete;
  StreamSealer& operator=(const StreamSealer&) = delete;
  const Bytes& header() const { return header_; }       // goes first
  Bytes push(BytesView chunk, bool last);               // chunk ≤ kStreamChunk
  ~StreamSealer();

 private:
  Secret<64> state_;  // crypto_secretstream state (52 bytes) lives in guarded memory
  Bytes header_;
  Bytes ad_;
};

class StreamOpener {
 public:
  static Result<StreamOpener> start(const Key& key, BytesView ad, BytesView header);
  Result<Bytes> pull(BytesView sealed_chunk);
  bool finished() const { return finished_; }
  static constexpr std::size_t kHeaderSize = 24;
  static constexpr std::size_t kChunkOverhead = 17;

 private:
  StreamOpener() = default;
  Secret<64> state_;
  Bytes ad_;
  bool finished_ = false;
};

}  // namespace arasha::crypto
