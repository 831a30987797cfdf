// Many envelopes in one file, for a stick (docs/formats/exchange.md, "File"). Files of that kind that are put one behind the other
// are one. A file of a single bare envelope, as every message can be carried, is read as well.
#pragma once

#include <functional>

#include "exchange/message.h"

namespace arasha::exchange {

// How one envelope stands in such a file.
Bytes frame(BytesView envelope);
constexpr std::size_t framed_size(std::size_t envelope) { return 1 + 4 + envelope; }

// Takes such a file apart while it comes, holding one envelope at a time. Used by one thread.
class EnvelopeFile {
 public:
  // Its error ends the reading and is answered.
  using Use = std::function<Result<void>(BytesView envelope)>;
  explicit EnvelopeFile(Use use) : use_(std::move(use)) {}

  // `damaged` for what is no such file, `too_large`.
  Result<void> feed(BytesView bytes);
  // `invalid_input` where the file ends in the middle of an envelope; those before it have been used.
  Result<void> finish();

 private:
  Use use_;
  Bytes at_hand_;
  enum class Kind { unknown, bare, framed } kind_ = Kind::unknown;
};

}  // namespace arasha::exchange
