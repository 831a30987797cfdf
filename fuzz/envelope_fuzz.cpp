// The readers of bytes from outside: envelope, share, stream, sealed box. The oracle: what was not made by
// sealing does not open, and an envelope with any change does not open.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "crypto/envelope.h"
#include "crypto/keys.h"
#include "crypto/shares.h"
#include "crypto/stream.h"

namespace {

namespace crypto = arasha::crypto;

void require(bool condition) {
  if (!condition) std::abort();
}

struct Fixed {
  crypto::Key key = crypto::random_key();
  crypto::BoxKey box = crypto::BoxKey::from_seed(key);
  arasha::Bytes sealed =
      crypto::seal(key, arasha::view("place"), arasha::view("She is safe."), crypto::kTextPadding);
};

Fixed& fixed() {
  require(crypto::initialize().is_ok());
  static Fixed out;
  return out;
}

// Nobody without the key made this.
void open_foreign(const Fixed& with, arasha::BytesView input) {
  require(!crypto::open(with.key, {}, input).is_ok());
  require(!crypto::unwrap_key(with.key, {}, input).is_ok());
  require(!with.box.open("arasha/fuzz/v1", {}, input).is_ok());
  require(!with.box.open_key("arasha/fuzz/v1", {}, input).is_ok());
  require(!crypto::verify(with.box.public_key(), "arasha/fuzz/v1", {}, input));
  require(crypto::commit_of(input).is_ok() == (input.size() >= crypto::kEnvelopeOverhead && input[0] == 1));
}

// The input says what to change: pairs of a place and what is added to the byte there.
void open_altered(const Fixed& with, arasha::BytesView input) {
  arasha::Bytes altered = with.sealed;
  for (std::size_t i = 0; i + 1 < input.size(); i += 2) altered[input[i] % altered.size()] ^= input[i + 1];
  const auto opened = crypto::open(with.key, arasha::view("place"), altered, crypto::kTextPadding);
  require(opened.is_ok() == (altered == with.sealed));
  // And in any other place.
  const bool same_place = arasha::text_view(input) == "place";
  require(crypto::open(with.key, input, with.sealed, crypto::kTextPadding).is_ok() == same_place);
}

void seal_and_open(const Fixed& with, arasha::BytesView input) {
  const auto opened = crypto::open(with.key, input, crypto::seal(with.key, input, input, {3}), {3});
  require(opened.is_ok() && arasha::text_view(*opened) == arasha::text_view(input));
}

void read_share(arasha::BytesView input) {
  const auto share = crypto::Share::from_text(arasha::text_view(input));
  if (!share) return;
  const auto again = crypto::Share::from_text(share->text());
  require(again.is_ok() && again->text() == share->text());
}

void pull_stream(const Fixed& with, arasha::BytesView input) {
  require(!crypto::StreamOpener::start(with.key, {}, input).is_ok());
  crypto::StreamSealer sealer(with.key, {});
  const arasha::Bytes chunk = sealer.push(input.first(std::min(input.size(), crypto::kStreamChunk)), true);
  auto opener = crypto::StreamOpener::start(with.key, {}, sealer.header());
  require(opener.is_ok());
  require(!opener->pull(input).is_ok());
  require(!opener->pull(chunk).is_ok() && !opener->finished());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arasha::BytesView input(data, size);
  const Fixed& with = fixed();
  open_foreign(with, input);
  open_altered(with, input);
  seal_and_open(with, input);
  read_share(input);
  pull_stream(with, input);
  return 0;
}
