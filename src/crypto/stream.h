// Long data in chunks of 64 KiB (secretstream, XChaCha20-Poly1305): backups and attachments. A stream that
// was cut, reordered or continued is refused; nothing that was read may be believed until `finished()` is
// true. The header commits to the key and to `ad`, so a wrong key or place is refused before the first chunk.
// docs/formats/stream.md.
#pragma once

#include "crypto/hash.h"

namespace arasha::crypto {

inline constexpr std::size_t kStreamChunk = 65536;

class StreamSealer {
 public:
  StreamSealer(const Key& key, BytesView ad);
  StreamSealer(const StreamSealer&) = delete;
  StreamSealer& operator=(const StreamSealer&) = delete;
  const Bytes& header() const { return header_; }  // goes first
  // At most kStreamChunk bytes; after the last one nothing may follow. Anything else throws Bug.
  Bytes push(BytesView chunk, bool last);
  ~StreamSealer();

 private:
  Secret<64> state_;  // crypto_secretstream state (52 bytes) lives in guarded memory
  Bytes header_;
  bool finished_ = false;
};

class StreamOpener {
 public:
  static Result<StreamOpener> start(const Key& key, BytesView ad, BytesView header);
  // `damaged` for a chunk that does not follow, and from then on for everything.
  Result<Bytes> pull(BytesView sealed_chunk);
  bool finished() const { return finished_; }
  static constexpr std::size_t kHeaderSize = 24 + 32;
  static constexpr std::size_t kChunkOverhead = 17;

 private:
  StreamOpener() = default;
  Secret<64> state_;
  bool finished_ = false;
  bool failed_ = false;
};

}  // namespace arasha::crypto
